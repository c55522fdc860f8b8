#include "scenarios/world.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "seal/slots.h"

/* ---- the log: this program is linked with --wrap=log_line */

/* Whose log lines are being read; a test program plays one story at a time. */
static struct world *playing;
static char unexpected[1024];

void __wrap_log_line(enum log_level level, const char *room, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

void __wrap_log_line(enum log_level level, const char *room, const char *fmt, ...)
{
    char text[900];
    va_list ap;
    va_start(ap, fmt);
    (void)vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    if ((level != LOG_WARN && level != LOG_ERROR) || strstr(text, "hashed weakly"))
        return;
    if (playing && playing->log_may && strstr(text, playing->log_may)) {
        playing->logged++;
        return;
    }
    (void)snprintf(unexpected, sizeof unexpected, "%s: %s", room, text);
    print_error("logged: %s: %s\n", room, text);
}

void world_expects_log(struct world *w, const char *part)
{
    w->log_may = part;
    w->logged = 0;
}

/* ---- the network */

static const char *world_database(const struct world *w)
{
    return w->db.engine == DB_SQLITE ? NULL : w->db.url;
}

/* With the file `demo` and AWN_TEST_HASH, passphrases are hashed at the least cost. */
static void allow_weak_hashing(const struct world *w)
{
    char path[300];
    (void)snprintf(path, sizeof path, "%s/demo", w->db.folder);
    FILE *f = fopen(path, "we");
    assert_non_null(f);
    assert_int_equal(fclose(f), 0);
    assert_int_equal(setenv("AWN_TEST_HASH", "weak", 1), 0);
}

enum err world_start(struct world *w)
{
    const struct app_config config = {w->db.folder, world_database(w), false};
    TRY(app_open(&config, &w->clock, &w->app));
    w->reader = app_worker_open(w->app, LANE_READ);
    w->writer = app_worker_open(w->app, LANE_WRITE);
    assert_non_null(w->reader);
    assert_non_null(w->writer);
    return ERR_OK;
}

void world_stop(struct world *w)
{
    if (!w->app)
        return;
    app_worker_close(w->app, w->reader);
    app_worker_close(w->app, w->writer);
    app_close(w->app);
    w->app = NULL;
}

void world_restart(struct world *w)
{
    world_stop(w);
    assert_ok(world_start(w));
}

bool world_open(struct world *w, enum db_engine engine)
{
    return world_open_at(w, engine, WORLD_START);
}

bool world_open_at(struct world *w, enum db_engine engine, int64_t now)
{
    seal_init();
    *w = (struct world){0};
    unexpected[0] = '\0';
    if (!test_db_open_bare(engine, &w->db))
        return false;
    playing = w;
    w->arena = arena_create(ARENA_PLAIN, 1 << 20);
    clock_init_fixed(&w->clock, now);
    const struct network_settings settings = {
        .name = STR(WORLD_NAME), .lang = STR("ar"), .leave_to = STR(WORLD_LEAVE_TO)};
    allow_weak_hashing(w);
    world_expects_log(w, "weak");
    assert_ok(
        network_create(w->db.folder, world_database(w), &settings, &w->clock, w->arena, &w->code));
    world_expects_log(w, NULL);
    assert_ok(world_start(w));
    return true;
}

void world_close(struct world *w)
{
    world_stop(w);
    arena_destroy(w->arena);
    test_db_close(&w->db);
    playing = NULL;
}

void world_wait(struct world *w, int64_t seconds)
{
    w->clock.fixed += seconds;
}

void world_nights(struct world *w, int n)
{
    const struct server_app *steps = app_steps(w->app);
    for (int i = 0; i < n; i++) {
        int64_t day = clock_day(w->clock.fixed), time = w->clock.fixed - day * DAY_SECONDS;
        w->clock.fixed = (day + 1) * DAY_SECONDS + 1;
        steps->tick(steps->ctx, w->clock.fixed);
        w->clock.fixed = (day + 1) * DAY_SECONDS + time;
    }
}

#define TABLES(X) X(account) X(session) X(space) X(chain) X(envelope) X(record) X(inbox) X(setting)

int64_t world_rows(struct world *w, const char *table)
{
    static const struct {
        const char *table;
        struct db_sql count;
    } all[] = {
#define X(name) {#name, {"scenario: rows of " #name, "SELECT count(*) FROM " #name, NULL, NULL}},
        TABLES(X)
#undef X
    };
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
        if (strcmp(all[i].table, table) == 0) {
            struct db_rows rows;
            assert_ok(db_all(world_db(w), &all[i].count, DB_NO_ARGS, w->arena, &rows));
            return db_cell_int(&rows, 0, 0);
        }
    fail_msg("no table %s is known here", table);
    return 0;
}

struct db *world_db(struct world *w)
{
    return *(struct db **)w->writer; /* the first thing that a worker has (site/app.c) */
}

/* ---- people and their cookies */

struct person *someone(struct world *w, const char *called, const char *lang)
{
    struct person *p = ARENA_NEW(w->arena, struct person);
    *p = (struct person){.w = w, .called = called, .lang = lang, .next = w->people};
    w->people = p;
    return p;
}

struct str cookie_of(const struct person *p, const char *name)
{
    for (size_t i = 0; i < p->ncookies; i++)
        if (str_eq_c(p->cookies[i].name, name) &&
            (p->cookies[i].until == 0 || p->cookies[i].until > p->w->clock.fixed))
            return p->cookies[i].value;
    return STR_NONE;
}

static void cookie_store(struct person *p, struct cookie c)
{
    size_t i = 0;
    while (i < p->ncookies && !str_eq(p->cookies[i].name, c.name))
        i++;
    assert_true(i < COOKIES_MAX);
    p->cookies[i] = c;
    if (i == p->ncookies)
        p->ncookies++;
}

static void cookie_drop(struct person *p, struct str name)
{
    for (size_t i = 0; i < p->ncookies; i++)
        if (str_eq(p->cookies[i].name, name))
            p->cookies[i--] = p->cookies[--p->ncookies];
}

void cookie_put(struct person *p, const char *name, struct str value)
{
    cookie_store(p, (struct cookie){str_from_c(name), str_copy(p->w->arena, value), 0});
}

void browser_closed(struct person *p)
{
    for (size_t i = 0; i < p->ncookies; i++)
        if (p->cookies[i].until == 0)
            p->cookies[i--] = p->cookies[--p->ncookies];
}

/* "__Host-s=VALUE; Path=/; Secure; HttpOnly; SameSite=Strict[; Max-Age=N]", as a browser reads it.
 */
static bool cookie_take(struct person *p, struct str line)
{
    const struct str flags = STR(" Path=/; Secure; HttpOnly; SameSite=Strict");
    struct cookie c = {.name = str_cut(&line, '=')};
    int64_t age;
    c.value = str_cut(&line, ';');
    if (!str_starts(c.name, STR("__Host-")) || !str_starts(line, flags))
        return false;
    line = str_slice(line, flags.n, line.n);
    if (line.n == 0) {
        cookie_store(p, c);
        return true;
    }
    if (!str_starts(line, STR("; Max-Age=")) || !str_to_i64(str_slice(line, 10, line.n), &age))
        return false;
    c.until = p->w->clock.fixed + age;
    if (age > 0)
        cookie_store(p, c);
    else
        cookie_drop(p, c.name);
    return true;
}

/* ---- one request */

static void request_cookies(struct person *p, struct req *req)
{
    struct str line = STR("");
    for (size_t i = 0; i < p->ncookies; i++) {
        struct str value = cookie_of(p, str_to_c(p->w->arena, p->cookies[i].name));
        if (value.p)
            line = str_fmt(req->arena, "%" STR_FMT "%s%" STR_FMT "=%" STR_FMT, STR_ARG(line),
                           line.n ? "; " : "", STR_ARG(p->cookies[i].name), STR_ARG(value));
    }
    http_cookies_decode(req->arena, line, &req->cookies);
}

/* What Chromium sends to an https site. */
static void request_build(struct person *p, const struct errand *e, struct req *req)
{
    struct str query = e->path, path = str_cut(&query, '?');
    req->method = e->method;
    req->host = STR("house.example");
    req->scheme = STR("https");
    req->secure = true;
    req->accept_language = str_from_c(p->lang);
    req->fetch_site = p->fetch_site ? str_from_c(p->fetch_site)
                      : e->typed    ? STR("none")
                                    : STR("same-origin");
    if (e->method == HTTP_POST)
        req->origin = p->origin ? str_from_c(p->origin) : STR("https://house.example");
    assert_true(http_path_decode(req->arena, path, &req->path));
    assert_true(form_decode(req->arena, query, HTTP_PAIRS_MAX, &req->query));
    request_cookies(p, req);
    if (e->method == HTTP_POST)
        req->form_broken = !form_decode(req->secret, e->body, HTTP_PAIRS_MAX, &req->form);
    p->origin = p->fetch_site = NULL;
}

/* The door's bound on bodies (http/server.h). */
static bool body_fits(const struct server_app *steps, struct req *req, struct str body)
{
    size_t most = 64 * 1024;
    if (steps->route(steps->ctx, req) == ERR_OK && req->route->traits & ROUTE_BIG)
        most = 1024 * 1024;
    return body.n <= most;
}

static struct str headers_text(struct arena *a, const struct res *res)
{
    struct res_header h[RES_HEADERS_MAX];
    struct buf b;
    struct str out = STR_NONE;
    size_t n = res_headers(a, res, TRANSPORT_TLS, h);
    buf_init(&b, a, 4096, 1 << 16);
    for (size_t i = 0; i < n; i++)
        buf_add_fmt(&b, "%s: %s\n", h[i].name, h[i].value);
    assert_ok(buf_end(&b, &out));
    return out;
}

static struct str after_colon(struct str line)
{
    (void)str_cut(&line, ':');
    return str_trim(line);
}

struct str header(const struct person *p, const char *name)
{
    struct str rest = p->answer;
    while (rest.n) {
        struct str line = str_cut(&rest, '\n'), key = line;
        if (str_eq_c(str_cut(&key, ':'), name))
            return after_colon(line);
    }
    return STR_NONE;
}

/* Cookies, and the whole of Clear-Site-Data. */
static void browser_keeps(struct person *p)
{
    struct str rest = p->answer;
    if (header(p, "Clear-Site-Data").n)
        p->ncookies = 0;
    while (rest.n) {
        struct str line = str_cut(&rest, '\n');
        if (str_starts(line, STR("Set-Cookie:")) && !cookie_take(p, after_colon(line)))
            person_stuck(p, HERE, "a cookie that a browser would refuse");
    }
}

static void browser_shows(struct person *p, const struct res *res)
{
    p->status = res->status;
    p->answer = headers_text(p->w->arena, res);
    p->html = STR_NONE;
    p->page = (struct page){0};
    p->beside = 0;
    if (res->kind == RES_PAGE || res->kind == RES_PART) {
        p->html = str_copy(p->w->arena, res->body);
        page_read(p->w->arena, p->html, &p->page);
    } else if (res->kind == RES_DOWNLOAD || res->kind == RES_STATIC || res->kind == RES_PUBLIC) {
        p->html = str_copy(p->w->arena, res->body);
    }
}

void person_ask(struct person *p, const struct errand *e)
{
    struct world *w = p->w;
    const struct server_app *steps = app_steps(w->app);
    struct res res = {0};
    struct req req = {.arena = arena_create(ARENA_PLAIN, 0),
                      .secret = arena_create(ARENA_SECRET, 0)};
    request_build(p, e, &req);
    if (body_fits(steps, &req, e->body)) {
        app_handle(w->app, w->reader, w->writer, &req, &res);
    } else {
        res = (struct res){.kind = RES_PAGE, .status = 413};
        (steps->fail)(steps->ctx, &req, &res, ERR_TOO_LARGE); /* cmocka has a macro of that name */
    }
    p->before = p->path;
    p->path = str_copy(w->arena, e->path);
    browser_shows(p, &res);
    browser_keeps(p);
    const char *fault = wire_fault(w, w->arena, &req, &res, p->answer, &p->page);
    arena_destroy(req.arena);
    arena_destroy(req.secret);
    if (fault)
        person_stuck(p, HERE, "the answer is wrong: %s (byte %zu)", fault, p->page.fault_at);
    if (unexpected[0])
        person_stuck(p, HERE, "the log says: %s", unexpected);
}

/* ---- the end of a story that went wrong */

_Noreturn void person_stuck(const struct person *p, const char *file, int line, const char *fmt,
                            ...)
{
    char what[1200];
    va_list ap;
    va_start(ap, fmt);
    (void)vsnprintf(what, sizeof what, fmt, ap);
    va_end(ap);
    print_error("%s:%d: %s: %s\n  at %" STR_FMT ", status %d\n  the page says: %" STR_FMT "\n",
                file, line, p->called, what, STR_ARG(p->path), p->status,
                STR_ARG(p->page.text.n ? p->page.text : p->html));
    if (p->page.fault)
        print_error("  around there: %" STR_FMT "\n",
                    STR_ARG(str_slice(p->html, p->page.fault_at > 80 ? p->page.fault_at - 80 : 0,
                                      p->page.fault_at + 80)));
    unexpected[0] = '\0';
    _fail(file, line);
    abort();
}

/* ---- scenarios */

static int set_up(void **state, enum db_engine engine)
{
    struct world *w = calloc(1, sizeof *w);
    if (w && !world_open(w, engine)) {
        free(w);
        w = NULL;
    }
    *state = w;
    return 0;
}

int scenario_setup_sqlite(void **state)
{
    return set_up(state, DB_SQLITE);
}

int scenario_setup_postgres(void **state)
{
    return set_up(state, DB_POSTGRES);
}

int scenario_teardown(void **state)
{
    struct world *w = *state;
    if (w)
        world_close(w);
    free(w);
    return 0;
}

struct world *world_of(void **state)
{
    if (!*state)
        skip();
    return *state;
}
