#include "site/app.h"

#include <stdlib.h>

#include "base/log.h"
#include "db/migrate.h"
#include "directory/directory.h"
#include "http/job.h"
#include "members/account.h"
#include "members/delay.h"
#include "members/page.h"
#include "members/routes.h"
#include "members/signin.h"
#include "members/throttle.h"
#include "search/search.h"
#include "site/inside.h"

#define RINGS_MAX 1024 /* wake-ups of one batch; more are found at the next poll */

struct app {
    struct net net; /* first: req->app points to it */
    struct route_table tables[SITE_TABLES_MAX];
    size_t ntables;
    struct seal_home *home;
    const struct clock *clock;
    struct arena *arena; /* settings and addresses, for as long as the application */
    struct str url;
    struct zone *zone;
    _Atomic(struct server *) server; /* given back after its threads have started */
    struct server_app steps;
    void *inline_writer; /* app_handle only */
    _Atomic int64_t next_turn_try;
    _Atomic int32_t cared_for; /* the day for which what expired was deleted and all was tidied */
};

/* What one thread has to itself. */
struct worker {
    struct db *db;
    struct search *search;
    enum lane lane;
    struct db_tx batch;
    uint64_t rings[RINGS_MAX];
    size_t nrings;
};

const struct net *app_net(const struct app *app)
{
    return &app->net;
}

struct str app_database_url(const struct app *app)
{
    return app->url;
}

void app_attach(struct app *app, struct server *server)
{
    app->server = server;
}

const struct server_app *app_steps(struct app *app)
{
    return &app->steps;
}

void *app_worker_open(void *ctx, enum lane lane)
{
    struct app *app = ctx;
    struct worker *w = calloc(1, sizeof *w);
    if (!w)
        abort();
    w->lane = lane;
    w->search = search_create();
    if (db_open(app->url.p, lane == LANE_WRITE ? DB_WRITER : DB_READER, &w->db) != ERR_OK) {
        search_destroy(w->search);
        free(w);
        return NULL;
    }
    return w;
}

void app_worker_close(void *ctx, void *worker)
{
    struct worker *w = worker;
    (void)ctx;
    if (!w)
        return;
    db_close(w->db);
    search_destroy(w->search);
    free(w);
}

static void req_attach(const struct app *app, struct worker *w, struct req *req)
{
    req->app = &app->net;
    req->db = w->db;
    req->search = w->search;
}

/* Of long work: a request that nobody sent. */
static void app_step_attach(void *ctx, void *worker, struct req *req)
{
    const struct app *app = ctx;
    req_attach(app, worker, req);
    req->lang = app->net.lang;
}

static const struct lang *req_language(const struct req *req)
{
    const struct lang *chosen = NULL;
    if (req->viewer)
        chosen = lang_find(req->viewer->keyring.lang);
    if (!chosen)
        chosen = lang_find(http_pairs_get(&req->cookies, LANG_COOKIE));
    return chosen ? chosen : lang_accept(req->accept_language, req_net(req)->lang);
}

/* Session and language of the request; nothing is decided yet. */
static enum err req_identify(struct req *req)
{
    struct space_ctx ctx = req_ctx(req);
    struct viewer *v = NULL;
    struct str token = http_pairs_get(&req->cookies, SESSION_COOKIE);
    req->viewer = NULL;
    if (token.p && req->route && !(req->route->traits & ROUTE_PUBLIC)) {
        enum err e = viewer_open(&ctx, token, NULL, &v);
        if (e != ERR_OK && e != ERR_SIGNED_OUT)
            return e;
        req->viewer = e == ERR_OK ? v : NULL;
    }
    req->lang = req_language(req);
    return ERR_OK;
}

/* What the checks before a handler come to. */
enum verdict { GO_ON, FOREIGN, SIGN_IN, GO_HOME, STALE_TOKEN };

static enum verdict req_judge(struct req *req)
{
    const struct route *r = req->route;
    struct space_ctx ctx = req_ctx(req);
    if (r->who == WHO_LEAVING)
        return GO_ON;
    if (req->method == HTTP_POST && !router_origin_ok(req))
        return FOREIGN;
    if (r->who == WHO_MEMBER && !req->viewer)
        return SIGN_IN;
    if (r->who == WHO_STRANGER && req->viewer)
        return GO_HOME;
    if (req->method == HTTP_POST &&
        !members_form_token_ok(&ctx, req->viewer, http_pairs_get(&req->form, "_token")))
        return STALE_TOKEN;
    return GO_ON;
}

static void req_parse(struct req *req)
{
    struct form *form = ARENA_NEW(req->secret, struct form);
    if (req->route->form) {
        form_parse(req->secret, req->route->form, &req->form, form);
        req->fields = form;
    }
}

/* A passphrase is typed again; it does not wait in a page that somebody else may find open. */
static bool is_secret_field(const struct form_spec *spec, struct str name)
{
    for (size_t i = 0; spec && i < spec->n; i++)
        if (spec->fields[i].kind == FIELD_SECRET && str_eq_c(name, spec->fields[i].name))
            return true;
    return false;
}

/* Everything typed but the token and passphrases, to be kept. */
static struct draft req_draft(struct req *req)
{
    struct http_pair *kept = ARENA_ARRAY(req->secret, struct http_pair, req->form.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < req->form.n; i++)
        if (!str_starts(req->form.v[i].name, STR("_")) &&
            !is_secret_field(req->route->form, req->form.v[i].name))
            kept[n++] = req->form.v[i];
    return (struct draft){req->path, {kept, n}};
}

static enum err ask_to_sign_in(struct req *req, struct res *res)
{
    struct space_ctx ctx = req_ctx(req);
    struct draft d = req_draft(req);
    res->status = err_status(ERR_DENIED);
    if (req->part.n) /* a script asks: it shows the sign-in page by loading the whole page anew */
        return page_go(req, res, url_path(req->arena, "/in"), NOTICE_NONE);
    return signin_show(req, res, d.fields.n ? SIGNIN_WAITING : SIGNIN_NEEDED, STR_NONE,
                       draft_seal(&ctx, &d));
}

static enum err req_run(struct req *req, struct res *res)
{
    TRY(req_identify(req));
    switch (req_judge(req)) {
    case FOREIGN:
        return ERR_DENIED;
    case SIGN_IN:
        return ask_to_sign_in(req, res);
    case GO_HOME:
        return page_go(req, res, url_path(req->arena, "/"), NOTICE_NONE);
    case STALE_TOKEN: {
        struct draft d = req_draft(req);
        return signin_continue(req, res, &d, req->route);
    }
    case GO_ON:
        break;
    }
    req_parse(req);
    return req->route->handle(req, res);
}

static enum err later_write(void *ctx, void *worker, void *changes)
{
    struct worker *w = worker;
    (void)ctx;
    enum err e = viewer_write(w->db, changes);
    return e == ERR_CONFLICT ? ERR_OK : e; /* somebody was first; it is written next time */
}

/* Read marks and the like: on the writer in the same savepoint, from a reader as a later job. */
static enum err req_keep(struct app *app, struct worker *w, struct req *req)
{
    struct space_ctx ctx = req_ctx(req);
    if (!req->viewer)
        return ERR_OK;
    /* What a script fetches by itself does not keep a session awake. */
    bool passive = (req->route->traits & ROUTE_PASSIVE) || req->part.n;
    struct str changes = viewer_changes(&ctx, req->viewer, passive);
    if (changes.n == 0)
        return ERR_OK;
    if (w->lane == LANE_WRITE)
        return viewer_write(w->db, changes.p);
    if (app->server)
        server_later(app->server, later_write, changes.p, changes.n);
    else if (app->inline_writer)
        return later_write(app, app->inline_writer, (void *)changes.p);
    return ERR_OK;
}

static void app_fail(void *ctx, struct req *req, struct res *res, enum err e)
{
    struct app *app = ctx;
    req->app = &app->net;
    req->now = clock_now(app->clock);
    *res = (struct res){0};
    if (!req->lang)
        req->lang = lang_accept(req->accept_language, app->net.lang);
    if (req->route && req->route->who == WHO_LEAVING)
        leave_anyway(req, res);
    else
        error_page(req, res, e);
}

/* One try: everything in a savepoint on the writer, so that a failure leaves nothing half-written.
 */
static enum err app_try(struct app *app, struct worker *w, struct req *req, struct res *res)
{
    DB_TX struct db_tx tx = {0};
    *res = (struct res){0};
    TRY(db_tx_begin(&tx, w->db));
    TRY(req_run(req, res));
    TRY(req_keep(app, w, req));
    return db_tx_commit(&tx);
}

static void app_step_handle(void *ctx, void *worker, struct req *req, struct res *res)
{
    struct app *app = ctx;
    struct worker *w = worker;
    enum err e = ERR_NOT_FOUND;
    req_attach(app, w, req);
    req->now = clock_now(app->clock);
    if (req->route)
        e = app_try(app, w, req, res);
    if (e == ERR_STALE || (e == ERR_CONFLICT && req->viewer))
        e = app_try(app, w, req, res); /* keys or keyring moved on meanwhile: once more */
    if (e != ERR_OK)
        app_fail(app, req, res, e);
    for (size_t i = 0; i < res->nrings && w->nrings < RINGS_MAX; i++)
        w->rings[w->nrings++] = res->rings[i];
}

static int app_step_delay(void *ctx, const struct req *req)
{
    struct app *app = ctx;
    struct req asked = *req;
    asked.now = clock_now(app->clock);
    return members_signin_delay(&app->net, &asked);
}

static enum err app_step_route(void *ctx, struct req *req)
{
    const struct app *app = ctx;
    return router_find(app->tables, app->ntables, req);
}

/* Only what would reach the handler is worth a hash. */
static enum err app_step_slow(void *ctx, void *worker, struct req *req)
{
    struct app *app = ctx;
    req_attach(app, worker, req);
    req->now = clock_now(app->clock);
    TRY(req_identify(req));
    if (req_judge(req) != GO_ON)
        return ERR_OK;
    req_parse(req);
    return req->route->slow(req);
}

static enum err app_step_begin(void *ctx, void *worker)
{
    struct worker *w = worker;
    (void)ctx;
    w->nrings = 0;
    return db_tx_begin(&w->batch, w->db);
}

static enum err app_step_commit(void *ctx, void *worker)
{
    struct app *app = ctx;
    struct worker *w = worker;
    enum err e = db_tx_commit(&w->batch);
    db_tx_end(&w->batch);
    for (size_t i = 0; e == ERR_OK && app->server && i < w->nrings; i++)
        server_ring(app->server, w->rings[i]);
    return e;
}

enum err app_turn(struct app *app, int64_t now, struct db *writer)
{
    int64_t gone = 0, sessions = 0;
    int32_t today = clock_day(now);
    /* The key turns first and at once; the rest is tried until it is done. */
    if (today == seal_home_day(app->home) && today == app->cared_for)
        return ERR_OK;
    TRY(seal_home_turn(app->home, today, false));
    TRY(space_expire(writer, today, &gone));
    TRY(sessions_expire(writer, today, &sessions));
    log_info("site", "the day turned: %lld expired rows are gone", (long long)(gone + sessions));
    TRY(db_tidy(writer));
    app->cared_for = today;
    return ERR_OK;
}

/* On the ticker thread, with a connection of its own once a day. */
static void app_step_tick(void *ctx, int64_t now)
{
    struct app *app = ctx;
    struct db *db = NULL;
    int32_t today = clock_day(now);
    if ((today == seal_home_day(app->home) && today == app->cared_for) || now < app->next_turn_try)
        return;
    app->next_turn_try = now + 60;
    enum err e = db_open(app->url.p, DB_WRITER, &db);
    if (e == ERR_OK)
        e = app_turn(app, now, db);
    db_close(db);
    if (e != ERR_OK)
        log_error("site", "the day could not turn (%s); trying again in a minute", err_text(e));
}

void app_handle(struct app *app, void *reader, void *writer, struct req *req, struct res *res)
{
    app->inline_writer = writer;
    server_run_inline(&app->steps, reader, writer, req, res);
}

static const struct route *find_post(const struct req *req, struct str path)
{
    const struct app *app = req->app;
    struct req probe = {.method = HTTP_POST, .path = path, .arena = req->arena};
    if (router_find(app->tables, app->ntables, &probe) != ERR_OK)
        return NULL;
    return probe.route;
}

static enum err directory_freshen(struct db *db)
{
    struct search *search = search_create();
    enum err e = directory_refresh(db, search);
    search_destroy(search);
    return e;
}

static enum err app_open_in(struct app *app, const struct app_config *config)
{
    struct network_settings s;
    struct db *db = NULL;
    int version = 0;
    app->ntables = site_tables(app->tables);
    router_check(app->tables, app->ntables);
    app->url = network_database(app->arena, config->folder, config->database);
    TRY(seal_home_open(config->folder, clock_day(clock_now(app->clock)), config->allow_jump,
                       &app->home));
    TRY(db_open(app->url.p, DB_WRITER, &db));
    enum err e = db_migrate(db, &version);
    if (e == ERR_OK)
        e = network_settings_read(db, app->arena, &s);
    if (e == ERR_OK)
        e = network_keys_check(db, app->arena, app->home);
    if (e == ERR_OK)
        e = directory_freshen(db);
    if (e == ERR_OK)
        e = space_expire(db, seal_home_day(app->home), &(int64_t){0});
    if (e == ERR_OK)
        e = sessions_expire(db, seal_home_day(app->home), &(int64_t){0});
    db_close(db);
    TRY(e);
    app->cared_for = seal_home_day(app->home);
    const struct lang *lang = lang_find(s.lang);
    app->zone = zone_open(s.zone);
    app->net = (struct net){.home = app->home,
                            .name = s.name,
                            .lang = lang ? lang : lang_default(),
                            .leave_to = s.leave_to,
                            .demonstration = s.demonstration,
                            .zone = app->zone,
                            .find_post = find_post,
                            .throttle = throttle_create(),
                            .jobs = job_board_create(&app->steps)};
    site_rows(app->arena, &app->net);
    app->steps = (struct server_app){.ctx = app,
                                     .clock = app->clock,
                                     .worker_open = app_worker_open,
                                     .worker_close = app_worker_close,
                                     .route = app_step_route,
                                     .delay = app_step_delay,
                                     .slow = app_step_slow,
                                     .handle = app_step_handle,
                                     .batch_begin = app_step_begin,
                                     .batch_commit = app_step_commit,
                                     .fail = app_fail,
                                     .tick = app_step_tick,
                                     .jobs = app->net.jobs,
                                     .attach = app_step_attach};
    return ERR_OK;
}

enum err app_open(const struct app_config *config, const struct clock *clock, struct app **out)
{
    struct app *app = calloc(1, sizeof *app);
    if (!app)
        abort();
    app->clock = clock;
    app->arena = arena_create(ARENA_PLAIN, 4096);
    enum err e = app_open_in(app, config);
    if (e != ERR_OK) {
        app_close(app);
        return e;
    }
    *out = app;
    return ERR_OK;
}

void app_close(struct app *app)
{
    if (!app)
        return;
    job_board_destroy(app->net.jobs);
    throttle_destroy(app->net.throttle);
    seal_home_close(app->home);
    zone_close(app->zone);
    arena_destroy(app->arena);
    free(app);
}
