/* The coordinators' plan in the app, without sockets: cards on desk and board, the button, the
 * page. load_plan_page CARDS ROUNDS FOLDER      as many asks, as many offers; FOLDER is new Prints
 * one JSON line: seconds of this thread alone for the plan (unsealing, planning, keeping) and for
 * the first page of the proposal. `make bench` reads it.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "aid/area_store.h"
#include "aid/coordinators.h"
#include "aid/plan_pages.h"
#include "aid/routes.h"
#include "base/clock.h"
#include "base/rand.h"
#include "db/migrate.h"
#include "http/server.h"
#include "search/search.h"

#define DAY 20000
#define AREAS 200
#define MUST(e)                                                                                    \
    do {                                                                                           \
        enum err is_ = (e);                                                                        \
        if (is_ != ERR_OK) {                                                                       \
            fprintf(stderr, "%s: %s\n", #e, err_text(is_));                                        \
            exit(1);                                                                               \
        }                                                                                          \
    } while (0)

struct house {
    struct db *db;
    struct seal_home *home;
    struct arena *a;
    struct space_ctx ctx;
    struct search *search;
    struct clock clock;
    struct viewer amal;
    struct space *commons;
    struct desk d;
    struct net net;
    struct server_app app;
    uint32_t areas;
};

static int64_t thread_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static void *worker_open(void *ctx, enum lane lane)
{
    (void)lane;
    return ctx;
}

static void worker_close(void *ctx, void *worker)
{
    (void)ctx, (void)worker;
}

static void attach(void *ctx, void *worker, struct req *req)
{
    struct house *x = ctx;
    (void)worker;
    req->app = &x->net;
    req->db = x->db;
    req->search = x->search;
    req->lang = x->net.lang;
    req->now = x->ctx.now;
}

static void house_begin(struct house *x, const char *folder)
{
    static const struct space_persona AMAL = {.name = STR_INIT("Amal")};
    struct space_ticket t;
    int version;
    memset(x, 0, sizeof *x);
    x->a = arena_create(ARENA_PLAIN, 1 << 20);
    MUST(seal_home_create(folder, DAY));
    MUST(seal_home_open(folder, DAY, false, &x->home));
    MUST(db_open(str_fmt(x->a, "sqlite:%s/awn.db", folder).p, DB_WRITER, &x->db));
    MUST(db_migrate(x->db, &version));
    x->search = search_create();
    x->ctx = (struct space_ctx){x->db, x->home, x->a, x->a, (int64_t)DAY * DAY_SECONDS + 30000};
    clock_init_fixed(&x->clock, x->ctx.now);
    x->app = (struct server_app){.ctx = x,
                                 .clock = &x->clock,
                                 .worker_open = worker_open,
                                 .worker_close = worker_close,
                                 .attach = attach};
    x->net = (struct net){.home = x->home,
                          .name = STR("Home"),
                          .lang = lang_find(STR("ar")),
                          .jobs = job_board_create(&x->app)};
    key_random(&x->amal.keyring.seed);
    MUST(space_create(&x->ctx, NULL, &t, &x->commons));
    viewer_add_space(&x->ctx, &x->amal, SPACE_COMMONS, &t, STR("commons"));
    MUST(desk_open(&x->ctx, &DESK_COORDINATORS, &x->amal, &AMAL));
    MUST(desk_enter(&x->ctx, &DESK_COORDINATORS, &x->amal, NULL, &x->d));
}

/* Towns with quarters. */
static void areas_make(struct house *x)
{
    struct areas all = {.v = ARENA_ARRAY(x->a, struct area, AREAS)};
    DB_TX struct db_tx tx = {0};
    MUST(db_tx_begin(&tx, x->db));
    for (uint32_t i = 0; i < AREAS; i++)
        all.v[all.n++] = (struct area){.id = i + 1,
                                       .parent = i % 10 == 0 ? 0 : i / 10 * 10 + 1,
                                       .name = str_fmt(x->a, "area %u", i)};
    all.links = ARENA_ARRAY(x->a, struct area_link, AREAS);
    for (uint32_t i = 10; i < AREAS; i += 10)
        all.links[all.nlinks++] = (struct area_link){i - 9, i + 1, 25};
    MUST(areas_replace(x->db, x->a, &all));
    MUST(db_tx_commit(&tx));
}

static struct aid_card some_card(struct house *x, enum aid_side side, struct rng *r)
{
    static const enum aid_kind OFTEN[] = {AID_SHELTER, AID_FOOD, AID_RIDE};
    struct aid_card c = {
        .id = aid_card_id(),
        .side = side,
        .kind = rng_below(r, 3) ? OFTEN[rng_below(r, 3)] : 1 + (enum aid_kind)rng_below(r, 12),
        .area = 1 + (uint32_t)(rng_below(r, 2) ? rng_below(r, 20) : rng_below(r, AREAS)),
        .reach = side == AID_OFFER ? 60 : 0,
        .units = 1 + (int32_t)rng_below(r, 5),
        .speaks = 1u << rng_below(r, 4),
        .needs = side == AID_ASK && rng_below(r, 8) == 0 ? 1 : 0,
        .has = side == AID_OFFER ? (unsigned)rng_below(r, 4) : 0,
        .line = str_fmt(x->a, "نحتاج إلى %llu من أجل العائلة",
                        (unsigned long long)rng_below(r, 100000)),
        .repeat = AID_STANDING,
        .loop =
            loop_new(1 + (enum loop_urgency)rng_below(r, 4), DAY + 10 + (int32_t)rng_below(r, 20),
                     x->ctx.now - (int64_t)rng_below(r, 5 * DAY_SECONDS)),
    };
    c.mailbox.id = rng_next(r) | 1;
    memset(&c.mailbox.key, 7, sizeof c.mailbox.key);
    return c;
}

static void fill(struct house *x, size_t n)
{
    struct rng r = {1};
    DB_TX struct db_tx tx = {0};
    struct shelf_place *at = ARENA_ARRAY(x->a, struct shelf_place, n);
    MUST(db_tx_begin(&tx, x->db));
    for (enum aid_side side = AID_ASK; side <= AID_OFFER; side++) {
        struct aid_card *cards = ARENA_ARRAY(x->a, struct aid_card, n);
        for (size_t i = 0; i < n; i++)
            cards[i] = some_card(x, side, &r);
        MUST(shelf_put_all(side == AID_ASK ? x->d.s : x->commons, cards, n, at));
    }
    MUST(db_tx_commit(&tx));
}

static struct res asks_for(struct house *x, enum http_method method, const char *path,
                           struct arena *a)
{
    static struct form nothing;
    struct res res = {0};
    struct req req = {.method = method,
                      .path = str_from_c(path),
                      .arena = a,
                      .secret = a,
                      .now = x->ctx.now,
                      .app = &x->net,
                      .db = x->db,
                      .search = x->search,
                      .viewer = &x->amal,
                      .lang = x->net.lang,
                      .fields = &nothing};
    MUST(router_find(&AID_PLAN_ROUTES, 1, &req));
    MUST(req.route->handle(&req, &res));
    return res;
}

static void round_once(struct house *x)
{
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 1 << 16);
    int64_t began = thread_us();
    (void)asks_for(x, HTTP_POST, "/aid/desk/plan/start", a);
    const int64_t planned = thread_us() - began;
    began = thread_us();
    const struct res page = asks_for(x, HTTP_GET, "/aid/desk/plan", a);
    const int64_t shown = thread_us() - began;
    JOB_HOLD struct job_hold h = {0};
    const struct req who = {.app = &x->net, .viewer = &x->amal, .now = x->ctx.now};
    plan_desk_look(&who, &h);
    if (h.state != JOB_READY) {
        fprintf(stderr, "no plan: %s\n", err_text(h.e));
        exit(1);
    }
    const struct plan_desk *p = h.made;
    printf("{\"plan_us\":%ld,\"page_us\":%ld,\"page_bytes\":%zu,\"asks\":%zu,\"pairs\":%zu,"
           "\"unmet\":%zu,\"kept_mib\":%zu,\"value\":%ld,\"bound\":%ld}",
           (long)planned, (long)shown, page.body.n, p->asks.n, p->lines, p->unmets,
           arena_used(h.keep) >> 20, (long)p->value, (long)p->bound);
}

int main(int argc, char **argv)
{
    struct house x;
    if (argc != 4) {
        fprintf(stderr, "usage: load_plan_page CARDS ROUNDS FOLDER\n");
        return 2;
    }
    seal_init();
    i18n_init();
    house_begin(&x, argv[3]);
    areas_make(&x);
    fill(&x, strtoul(argv[1], NULL, 10));
    printf("[");
    for (unsigned long k = 0, rounds = strtoul(argv[2], NULL, 10); k < rounds; k++) {
        printf("%s", k ? "," : "");
        round_once(&x);
    }
    printf("]\n");
    job_board_destroy(x.net.jobs);
    return 0;
}
