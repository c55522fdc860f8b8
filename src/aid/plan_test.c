/* The coordinators' plan: what it never does, what is fixed, and its pages; on both engines. */
#include <stdlib.h>
#include <string.h>

#include "aid/plan_inside.h"
#include "aid/plan_pages.h"
#include "aid/routes.h"
#include "base/clock.h"
#include "base/rand.h"
#include "http/response.h"
#include "http/server.h"
#include "search/search.h"
#include "support/by_hand.h"
#include "support/test_db.h"

#define DAY 20000
#define HOUR 3600

struct house {
    struct test_db *t;
    struct seal_home *home;
    struct arena *secret, *keep;
    struct search *search;
    struct space_ctx ctx;
    struct viewer amal, noor;
    struct space *commons;
    struct net net;
    struct clock clock;
    struct server_app app;
    struct desk d;
};

/* ---- people and what they ask -----------------------------------------------------------------
 */

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
    req->db = x->t->db;
    req->search = x->search;
    req->lang = x->net.lang;
    req->now = x->ctx.now;
}

static void house_begin(struct house *x, void **state)
{
    static const struct space_persona AMAL = {.name = STR_INIT("Amal")};
    struct space_ticket t;
    memset(x, 0, sizeof *x);
    x->t = test_db_of(state);
    x->secret = arena_create(ARENA_PLAIN, 0);
    x->keep = arena_create(ARENA_PLAIN, 0);
    x->search = search_create();
    assert_ok(seal_home_create(x->t->folder, DAY));
    assert_ok(seal_home_open(x->t->folder, DAY, false, &x->home));
    x->ctx = (struct space_ctx){.db = x->t->db,
                                .home = x->home,
                                .arena = x->t->a,
                                .secret = x->secret,
                                .now = (int64_t)DAY * DAY_SECONDS + 8 * HOUR};
    clock_init_fixed(&x->clock, x->ctx.now);
    x->app = (struct server_app){.ctx = x,
                                 .clock = &x->clock,
                                 .worker_open = worker_open,
                                 .worker_close = worker_close,
                                 .attach = attach};
    x->net = (struct net){.home = x->home,
                          .name = STR("Home"),
                          .lang = lang_find(STR("en")),
                          .jobs = job_board_create(&x->app)};
    key_random(&x->amal.keyring.seed);
    x->amal.session[0] = 1;
    x->noor.session[0] = 2;
    assert_ok(space_create(&x->ctx, NULL, &t, &x->commons));
    viewer_add_space(&x->ctx, &x->amal, SPACE_COMMONS, &t, STR("commons"));
    assert_ok(desk_open(&x->ctx, &DESK_COORDINATORS, &x->amal, &AMAL));
    assert_ok(desk_enter(&x->ctx, &DESK_COORDINATORS, &x->amal, NULL, &x->d));
}

static void house_end(struct house *x)
{
    job_board_destroy(x->net.jobs);
    search_destroy(x->search);
    seal_home_close(x->home);
    arena_destroy(x->secret);
    arena_destroy(x->keep);
}

static struct mailbox_to mailbox_new(struct key *seed)
{
    struct mailbox_to to;
    key_random(seed);
    mailbox_of(&to, seed);
    return to;
}

static struct aid_card card_of(struct house *x, enum aid_side side, enum aid_kind kind,
                               const char *line)
{
    struct key seed;
    return (struct aid_card){.id = aid_card_id(),
                             .side = side,
                             .kind = kind,
                             .units = 1,
                             .line = str_from_c(line),
                             .repeat = AID_STANDING,
                             .mailbox = mailbox_new(&seed),
                             .loop = loop_new(LOOP_WEEK, DAY + 30, x->ctx.now)};
}

static void stands(struct house *x, struct space *s, const struct aid_card *c)
{
    struct shelf_place at;
    assert_ok(shelf_put(s, c, &at));
    (void)x;
}

static struct aid_card asked_for(struct house *x, enum aid_kind kind, const char *line)
{
    const struct aid_card c = card_of(x, AID_ASK, kind, line);
    stands(x, x->d.s, &c);
    return c;
}

static struct aid_card offered(struct house *x, enum aid_kind kind, const char *line)
{
    const struct aid_card c = card_of(x, AID_OFFER, kind, line);
    stands(x, x->commons, &c);
    return c;
}

static struct plan_desk *plans(struct house *x, const struct plan_fix *fix, size_t n)
{
    const struct plan_source from = {&x->ctx, &x->d.m->ticket, &viewer_commons(&x->amal)->ticket};
    struct plan_desk *p;
    assert_ok(plan_desk_make(&from, x->keep, fix, n, NULL, &p));
    return p;
}

static const struct plan_line *line_with(const struct plan_desk *p, uint64_t ask, uint64_t offer)
{
    for (size_t i = 0; i < p->lines; i++)
        if (p->asks.v[p->line[i].ask].card.id == ask &&
            (offer == 0 || p->offers.v[p->line[i].offer].card.id == offer))
            return &p->line[i];
    return NULL;
}

/* ---- what a plan never does -------------------------------------------------------------------
 */

/* No limit is broken, no offer gives more than it has, no ask gets more than it wants; whatever was
 * fixed. */
static void is_sound(const struct plan_desk *p)
{
    int32_t *given = calloc(p->offers.n + 1, sizeof *given);
    int32_t *got = calloc(p->asks.n + 1, sizeof *got);
    for (size_t i = 0; i < p->lines; i++) {
        const struct plan_line *l = &p->line[i];
        const struct aid_card *a = &p->asks.v[l->ask].card, *o = &p->offers.v[l->offer].card;
        struct fit f;
        plan_desk_fit(p, a, o, p->made_at, &f);
        assert_true(f.allowed);
        assert_true(l->units >= 1);
        assert_int_equal(f.score, l->score);
        given[l->offer] += l->units;
        got[l->ask] += l->units;
        assert_true(given[l->offer] <= o->units - o->taken);
        assert_true(got[l->ask] <= a->units);
        assert_true(l->best >= l->score);
        for (size_t k = 0; k < p->nfix; k++)
            assert_false(p->fix[k].never && p->fix[k].ask == a->id && p->fix[k].offer == o->id);
    }
    free(given);
    free(got);
}

static struct aid_card some_card(struct house *x, enum aid_side side, struct rng *r)
{
    struct aid_card c =
        card_of(x, side, 1 + (enum aid_kind)rng_below(r, 4), side == AID_ASK ? "needs" : "gives");
    c.units = 1 + (int32_t)rng_below(r, 4);
    c.speaks = rng_below(r, 3) ? 1u << rng_below(r, 3) : 0;
    c.must_talk = rng_below(r, 4) == 0;
    c.gender = side == AID_OFFER && rng_below(r, 2) ? 1u << rng_below(r, 3) : 0;
    c.genders = side == AID_ASK && rng_below(r, 4) == 0 ? 1u << rng_below(r, 3) : 0;
    c.has = (unsigned)rng_below(r, 8);
    c.needs = side == AID_ASK && rng_below(r, 3) == 0 ? 1u << rng_below(r, 3) : 0;
    c.avoids = side == AID_ASK && rng_below(r, 4) == 0 ? AID_NEARBY_PETS : 0;
    c.near = side == AID_OFFER && rng_below(r, 3) == 0 ? AID_NEARBY_PETS : 0;
    c.loop.urgency = 1 + (enum loop_urgency)rng_below(r, 4);
    return c;
}

static void no_limit_is_ever_broken(void **state)
{
    struct house x;
    struct rng r = {20261121};
    struct plan_fix fix[20];
    house_begin(&x, state);
    for (int i = 0; i < 60; i++) {
        const struct aid_card ask = some_card(&x, AID_ASK, &r);
        struct aid_card offer = some_card(&x, AID_OFFER, &r);
        stands(&x, x.d.s, &ask);
        if (i % 3 == 0)
            offer.mailbox = (struct mailbox_to){0}; /* from a sheet */
        stands(&x, i % 3 == 0 ? x.d.s : x.commons, &offer);
    }
    struct plan_desk *p = plans(&x, NULL, 0);
    assert_int_equal(p->asks.n, 60);
    assert_int_equal(p->offers.n, 60);
    assert_true(p->lines > 10);
    is_sound(p);
    for (int round = 0; round < 4; round++) { /* fixed at random, sensible or not */
        for (size_t i = 0; i < 20; i++)
            fix[i] =
                (struct plan_fix){p->asks.v[rng_below(&r, 60)].card.id,
                                  p->offers.v[rng_below(&r, 60)].card.id, rng_below(&r, 2) == 0};
        is_sound(plans(&x, fix, 20));
    }
    house_end(&x);
}

static void what_is_fixed_holds(void **state)
{
    struct house x;
    house_begin(&x, state);
    const struct aid_card one = asked_for(&x, AID_FOOD, "bread for two");
    const struct aid_card two = asked_for(&x, AID_FOOD, "soup");
    const struct aid_card here = offered(&x, AID_FOOD, "a kitchen");
    const struct aid_card there = offered(&x, AID_FOOD, "a bakery");
    struct plan_desk *p = plans(&x, NULL, 0);
    assert_int_equal(p->lines, 2);
    assert_int_equal(p->unmets, 0);
    const struct plan_line *l = line_with(p, one.id, 0);
    const uint64_t had = p->offers.v[l->offer].card.id;
    const uint64_t other = had == here.id ? there.id : here.id;
    const struct plan_fix never[] = {{one.id, had, true}};
    p = plans(&x, never, 1);
    assert_null(line_with(p, one.id, had));
    assert_non_null(line_with(p, one.id, other));
    const struct plan_fix pinned[] = {{two.id, other, false}};
    p = plans(&x, pinned, 1);
    assert_non_null(line_with(p, two.id, other));
    assert_true(line_with(p, two.id, other)->pinned);
    assert_false(line_with(p, one.id, had)->pinned);
    const struct plan_fix both[] = {{one.id, had, true}, {one.id, other, true}, {two.id, 7, false}};
    p = plans(&x, both, 3);
    assert_null(line_with(p, one.id, 0));
    assert_int_equal(p->unmets, 1);
    assert_int_equal(p->unmet[0].why, PLAN_FORBIDDEN);
    house_end(&x);
}

/* Who was asked has time to answer; what they may give is kept for that; and nobody is asked the
 * same again. A no frees the ask at once. */
static void who_was_asked_is_left_in_peace(void **state)
{
    struct house x;
    house_begin(&x, state);
    const struct aid_card one = card_of(&x, AID_ASK, AID_FOOD, "bread for two");
    const struct aid_card here = card_of(&x, AID_OFFER, AID_FOOD, "a kitchen");
    struct shelf_place one_at, here_at;
    assert_ok(shelf_put(x.d.s, &one, &one_at));
    assert_ok(shelf_put(x.commons, &here, &here_at));
    const struct aid_card two = asked_for(&x, AID_FOOD, "soup");
    const struct case_offer it = {x.commons, here_at, here.id};
    assert_ok(case_propose(&x.d, one_at, one.id, &it, STR_NONE));
    const struct plan_asked asked = {one.id, here.id, 1, x.ctx.now};
    assert_ok(plan_asked_note(&x.d, &asked, 1));
    struct plan_desk *p = plans(&x, NULL, 0);
    assert_int_equal(p->answering, 1);
    assert_int_equal(p->asks.n, 1);
    assert_int_equal(p->lines, 0); /* the kitchen may be needed for the first */

    const struct aid_letter no = {.what = AID_NO,
                                  .card = one.id,
                                  .turn = 9,
                                  .at = x.ctx.now,
                                  .by = LOOP_HELPER,
                                  .place = one_at};
    assert_ok(desk_drop(&x.ctx, &DESK_COORDINATORS, DAY + 30, aid_letter_pack(x.secret, &no)));
    for (int sorted = 0; sorted < 2; sorted++) {
        p = plans(&x, NULL, 0);
        assert_int_equal(p->answering, 0);
        assert_int_equal(p->asks.n, 2);
        assert_null(line_with(p, one.id, 0)); /* never the same again */
        assert_non_null(line_with(p, two.id, here.id));
        assert_ok(cases_sort(&x.d));
    }
    x.ctx.now += 40 * HOUR;
    assert_int_equal(plans(&x, NULL, 0)->answering, 0);
    house_end(&x);
}

/* ---- pages ------------------------------------------------------------------------------------
 */

static struct asked ask(struct house *x, struct viewer *v, const char *path,
                        const char *const *pairs)
{
    const struct by_hand how = {&AID_PLAN_ROUTES, 1, &x->ctx, x->search, &x->net};
    return by_hand(&how, v, path, pairs);
}

#define POST(x, path, ...) ask(x, &(x)->amal, path, (const char *const[]){__VA_ARGS__, NULL, NULL})
#define HAS(page, text) assert_non_null(strstr((page), (text)))
#define HAS_NOT(page, text) assert_null(strstr((page), (text)))

static const char *get(struct house *x, const char *path)
{
    const struct asked is = ask(x, &x->amal, path, NULL);
    assert_ok(is.e);
    return is.body;
}

static const char *between(struct house *x, const char *page, const char *from, const char *to)
{
    const char *at = strstr(page, from);
    assert_non_null(at);
    at += strlen(from);
    return str_to_c(x->t->a, str_from(at, (size_t)(strstr(at, to) - at)));
}

static const char *number_on(struct house *x, const char *page)
{
    return between(x, page, "name=\"plan\" value=\"", "\"");
}

static void made(struct house *x)
{
    const struct asked is = POST(x, "/aid/desk/plan/start", "x", "y");
    assert_ok(is.e);
    assert_int_equal(is.res.kind, RES_REDIRECT);
}

static void the_pages(void **state)
{
    struct house x;
    house_begin(&x, state);
    assert_int_equal(ask(&x, &x.noor, "/aid/desk/plan/start", (const char *const[]){NULL, NULL}).e,
                     ERR_DENIED);
    HAS(get(&x, "/aid/desk/plan"), "Make a plan");
    made(&x);
    HAS(get(&x, "/aid/desk/plan"), "No ask waits for an offer right now.");
    asked_for(&x, AID_FOOD, "bread for two");
    asked_for(&x, AID_RIDE, "to the clinic");
    offered(&x, AID_FOOD, "a kitchen");
    offered(&x, AID_FOOD, "a bakery");
    made(&x);
    const char *page = get(&x, "/aid/desk/plan");
    HAS(page, "1 ask would get an offer.");
    HAS(page, "1 ask stays without one.");
    HAS(page, "Nobody offers this kind right now");
    HAS(page, "1 of 1 get an offer");
    HAS(page, "bread for two");
    HAS_NOT(get(&x, "/aid/desk/plan?k=5"), "name=\"c0\"");
    HAS(get(&x, "/aid/desk/plan?k=2"), "name=\"c0\"");
    HAS_NOT(get(&x, "/aid/desk/plan?s=1"), "name=\"c0\"");

    /* an older proposal's form does nothing */
    HAS(POST(&x, "/aid/desk/plan/do", "plan", "1", "do", "page", "c0", "yes").body,
        "Meanwhile there is another proposal");
    HAS(POST(&x, "/aid/desk/plan/do", "plan", number_on(&x, page), "do", "chosen", "c0", "later")
            .body,
        "Nothing was chosen");
    HAS(POST(&x, "/aid/desk/plan/do", "plan", number_on(&x, page), "do", "chosen", "c99", "yes",
             "c", "yes", "cx", "yes")
            .body,
        "Nothing was chosen");

    /* another offer instead, and then never that one */
    const char *other = get(&x, "/aid/desk/plan/other/0");
    HAS(other, "In this proposal it stays free.");
    const char *first = strstr(page, "a kitchen") ? "a kitchen" : "a bakery";
    const char *second = strcmp(first, "a kitchen") == 0 ? "a bakery" : "a kitchen";
    HAS(other, second);
    assert_ok(POST(&x, "/aid/desk/plan/other/0", "plan", number_on(&x, other), "offer",
                   between(&x, other, "name=\"offer\" value=\"", "\""))
                  .e);
    page = get(&x, "/aid/desk/plan");
    HAS(page, second);
    HAS_NOT(page, first);
    HAS(page, "Fixed by you");
    assert_ok(
        POST(&x, "/aid/desk/plan/do", "plan", number_on(&x, page), "do", "again", "c0", "never").e);
    page = get(&x, "/aid/desk/plan");
    HAS(page, first);
    HAS_NOT(page, second);

    /* accepted: asked quietly, once */
    const char *number = number_on(&x, page);
    assert_ok(POST(&x, "/aid/desk/plan/do", "plan", number, "do", "chosen", "c0", "yes").e);
    page = get(&x, "/aid/desk/plan?s=1");
    HAS(page, "Asked quietly");
    HAS(POST(&x, "/aid/desk/plan/do", "plan", number, "do", "chosen", "c0", "yes").body,
        "Nothing was chosen");
    made(&x);
    HAS(get(&x, "/aid/desk/plan"), "1 ask was left out");
    POST(&x, "/aid/desk/plan/stop", "x", "y");
    HAS(get(&x, "/aid/desk/plan"), "Make a plan");
    house_end(&x);
}

/* What stands at the desk without anybody to ask is settled at once, and given back when the ask is
 * let go; what changed meanwhile is left; what a person must look at is not taken in bulk. */
static void accepting(void **state)
{
    struct house x;
    house_begin(&x, state);
    struct aid_card sheet = card_of(&x, AID_OFFER, AID_FOOD, "forty meals");
    sheet.units = 4;
    sheet.mailbox = (struct mailbox_to){0};
    stands(&x, x.d.s, &sheet);
    const struct aid_card one = asked_for(&x, AID_FOOD, "bread");
    const struct aid_card two = asked_for(&x, AID_FOOD, "soup with rice");
    made(&x);
    const char *page = get(&x, "/aid/desk/plan");
    HAS(page, "Nobody can be asked here");
    const char *number = number_on(&x, page);

    /* somebody else closes one of the two in the meantime */
    struct case_rows rows;
    assert_ok(cases_list(&x.d, AID_ASK, &rows));
    for (size_t i = 0; i < rows.n; i++)
        if (rows.v[i].card.id == two.id)
            assert_ok(case_move(&x.d, rows.v[i].at, two.id, LOOP_WITHDRAW, NULL, STR_NONE));
    assert_ok(
        POST(&x, "/aid/desk/plan/do", "plan", number, "do", "page", "c0", "later", "c1", "later")
            .e);
    page = get(&x, "/aid/desk/plan?s=1");
    HAS(page, "Settled: somebody has to bring it");
    HAS(page, "Left: the ask has changed since");
    assert_ok(cases_list(&x.d, AID_OFFER, &rows));
    assert_int_equal(rows.v[0].card.taken, 1);
    assert_ok(cases_list(&x.d, AID_ASK, &rows));
    assert_int_equal(rows.n, 1);
    assert_int_equal(rows.v[0].card.loop.state, LOOP_CLAIMED);
    assert_true(rows.v[0].card.offer == sheet.id);
    assert_ok(case_move(&x.d, rows.v[0].at, one.id, LOOP_LET_GO, NULL, STR_NONE));
    assert_ok(cases_list(&x.d, AID_OFFER, &rows));
    assert_int_equal(rows.v[0].card.taken, 0);

    /* the same ask twice: not in bulk */
    asked_for(&x, AID_FOOD, "warm meals for the family Haddad");
    asked_for(&x, AID_FOOD, "warm meals for the family Haddad");
    made(&x);
    page = get(&x, "/aid/desk/plan");
    HAS(page, "Perhaps the same ask");
    number = number_on(&x, page);
    assert_ok(POST(&x, "/aid/desk/plan/do", "plan", number, "do", "next").e);
    page = get(&x, "/aid/desk/plan");
    HAS(page, "Left for a person to look at");
    assert_ok(cases_list(&x.d, AID_OFFER, &rows));
    assert_int_equal(rows.v[0].card.taken, 1); /* the bread only */
    house_end(&x);
}

/* Everything is accepted at once: each pair still fits, and the second time nothing happens. */
static void everything_accepted(void **state)
{
    struct house x;
    struct rng r = {7};
    house_begin(&x, state);
    for (int i = 0; i < 30; i++) {
        struct aid_card ask_card = some_card(&x, AID_ASK, &r), offer = some_card(&x, AID_OFFER, &r);
        ask_card.line = STR_NONE; /* no words: no twins */
        offer.units += 4;
        stands(&x, x.d.s, &ask_card);
        stands(&x, x.commons, &offer);
    }
    made(&x);
    const char *number = number_on(&x, get(&x, "/aid/desk/plan"));
    assert_ok(POST(&x, "/aid/desk/plan/do", "plan", number, "do", "next").e);
    const char *page = get(&x, "/aid/desk/plan");
    HAS(page, "What was done just now");
    HAS_NOT(page, "Left: it does not fit any more");
    struct plan_askeds first, second;
    assert_ok(plan_asked_all(&x.d, &first));
    assert_true(first.n > 5);
    (void)POST(&x, "/aid/desk/plan/do", "plan", number, "do", "next");
    assert_ok(plan_asked_all(&x.d, &second));
    assert_int_equal(first.n, second.n);
    house_end(&x);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST_DB(no_limit_is_ever_broken),
        TEST_DB(what_is_fixed_holds),
        TEST_DB(who_was_asked_is_left_in_peace),
        TEST_DB(the_pages),
        TEST_DB(accepting),
        TEST_DB(everything_accepted),
    };
    seal_init();
    return cmocka_run_group_tests_name("aid plan", tests, NULL, NULL);
}
