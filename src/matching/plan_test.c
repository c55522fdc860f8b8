#include "base/test.h"

#include "matching/plan.h"
#include "matching/plan_instances.h"

struct town {
    struct plan_land land;
    struct fit_world world;
    struct plan_problem p;
    struct fit_card *asks, *offers;
};

static struct town *town_make(struct arena *a, struct rng *r, uint32_t areas, size_t asks,
                              size_t offers, int32_t units)
{
    struct town *t = ARENA_NEW(a, struct town);
    t->land = plan_land_make(a, areas, r);
    t->world = plan_land_world(&t->land);
    t->asks = plan_cards(a, FIT_ASK, asks, &t->land, units, r);
    t->offers = plan_cards(a, FIT_OFFER, offers, &t->land, units, r);
    t->p = (struct plan_problem){.asks = t->asks,
                                 .offers = t->offers,
                                 .asks_n = asks,
                                 .offers_n = offers,
                                 .world = &t->world};
    return t;
}

/* What must hold of any plan: limits, units, whole asks, sums, reasons. */
static void check(struct arena *a, const struct plan_problem *p, const struct plan *plan)
{
    int32_t *given = ARENA_ARRAY(a, int32_t, p->offers_n),
            *got = ARENA_ARRAY(a, int32_t, p->asks_n);
    int64_t value = 0;
    for (size_t k = 0; k < plan->pairs; k++) {
        const struct plan_pair *x = &plan->pair[k];
        const struct fit_card *ask = &p->asks[x->ask];
        struct fit f;
        fit_between(ask, &p->offers[x->offer], p->world, &f);
        assert_true(f.allowed && x->units > 0 && x->units <= f.units);
        assert_int_equal(x->score, f.score);
        assert_true(x->best >= x->score && x->wanted >= 0 && x->cost >= 0);
        assert_true(!ask->whole || x->units == ask->units);
        got[x->ask] += x->units;
        given[x->offer] += x->units;
        value += (int64_t)x->units * x->score;
        assert_true(k == 0 || plan->pair[k - 1].ask <= x->ask);
    }
    size_t unmet = 0;
    for (size_t i = 0; i < p->asks_n; i++) {
        assert_true(got[i] <= p->asks[i].units);
        if (got[i] == p->asks[i].units)
            continue;
        const struct plan_unmet *u = &plan->unmet[unmet++];
        assert_int_equal(u->ask, i);
        assert_int_equal(u->units, p->asks[i].units - got[i]);
        assert_int_equal(u->why == PLAN_LIMITS, u->limits != 0);
    }
    assert_int_equal(unmet, plan->unmets);
    for (size_t j = 0; j < p->offers_n; j++)
        assert_true(given[j] == 0 || given[j] <= p->offers[j].units);
    assert_int_equal(value, plan->value);
    assert_true(plan->value <= plan->bound);
}

static struct plan *planned(struct arena *a, const struct plan_problem *p)
{
    struct plan *plan;
    assert_ok(plan_make(a, p, NULL, &plan));
    check(a, p, plan);
    return plan;
}

/* The optimum over every pair there is, without candidates. */
static int64_t dense(struct arena *a, const struct plan_problem *p)
{
    struct assign_edge *edge = ARENA_ARRAY(a, struct assign_edge, p->asks_n * p->offers_n);
    int32_t *slots = ARENA_ARRAY(a, int32_t, p->asks_n);
    int32_t *room = ARENA_ARRAY(a, int32_t, p->offers_n);
    struct assign_problem q = {.needs = p->asks_n, .offers = p->offers_n, .edge = edge};
    for (uint32_t j = 0; j < p->offers_n; j++)
        room[j] = p->offers[j].units;
    for (uint32_t i = 0; i < p->asks_n; i++) {
        slots[i] = p->asks[i].units;
        for (uint32_t j = 0; j < p->offers_n; j++) {
            struct fit f;
            fit_between(&p->asks[i], &p->offers[j], p->world, &f);
            if (f.allowed)
                edge[q.edges++] = (struct assign_edge){i, j, f.score, f.units};
        }
    }
    q.slots = slots;
    q.room = room;
    struct assign *s;
    struct assign_plan plan;
    assert_ok(assign_open(a, &q, &s));
    assign_run(s, 0, NULL);
    assign_read(s, a, &plan);
    assert_ok(assign_certify(a, &q, &plan));
    assert_int_equal(plan.value, plan.bound);
    return plan.value;
}

static void test_every_pair(void **state)
{
    (void)state;
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
    struct rng r = {1};
    for (unsigned turn = 0; turn < 60; turn++) {
        arena_clear(a);
        struct town *t = town_make(a, &r, 1 + (uint32_t)rng_below(&r, 12), rng_below(&r, 200),
                                   rng_below(&r, 200), 1 + (int32_t)rng_below(&r, 5));
        struct plan *plan = planned(a, &t->p);
        assert_true(plan->every);
        assert_int_equal(plan->bound, dense(a, &t->p));
        for (size_t i = 0; i < t->p.asks_n; i++)
            t->asks[i].whole = false;
        plan = planned(a, &t->p);
        assert_int_equal(plan->value, plan->bound);
        assert_int_equal(plan->value, dense(a, &t->p));
    }
}

/* Every way to serve few asks, those that cannot be split too. */
static int64_t brute(const struct plan_problem *p, size_t i, size_t j, int32_t left, int32_t *room)
{
    if (i == p->asks_n)
        return 0;
    if (j == p->offers_n)
        return brute(p, i + 1, 0, i + 1 < p->asks_n ? p->asks[i + 1].units : 0, room);
    struct fit f;
    fit_between(&p->asks[i], &p->offers[j], p->world, &f);
    int64_t best = brute(p, i, j + 1, left, room);
    int32_t x = p->asks[i].whole ? p->asks[i].units : 1;
    for (; f.allowed && x <= left && x <= room[j]; x++) {
        room[j] -= x;
        int64_t value = (int64_t)x * f.score + brute(p, i, j + 1, left - x, room);
        room[j] += x;
        if (value > best)
            best = value;
    }
    return best;
}

static void test_brute(void **state)
{
    (void)state;
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
    struct rng r = {2};
    unsigned best = 0, turn = 0;
    for (; turn < 400; turn++) {
        arena_clear(a);
        struct town *t = town_make(a, &r, 2, 4, 4, 3);
        for (int k = 0; k < 4; k++) {
            t->asks[k].kind = t->offers[k].kind = 1;
            t->asks[k].closes += 9000;
        }
        struct plan *plan = planned(a, &t->p);
        int32_t room[4];
        for (int k = 0; k < 4; k++)
            room[k] = t->offers[k].units;
        int64_t most = brute(&t->p, 0, 0, t->asks[0].units, room);
        assert_true(plan->value <= most && most <= plan->bound);
        best += plan->value == most;
    }
    assert_true(best > turn * 9 / 10); /* rounding whole asks is rarely wrong */
}

static void shuffle(struct rng *r, struct fit_card *card, uint32_t *from, size_t n)
{
    for (uint32_t i = 0; i < n; i++)
        from[i] = i;
    for (size_t i = n; i-- > 1;) {
        size_t k = rng_below(r, i + 1);
        struct fit_card c = card[i];
        uint32_t f = from[i];
        card[i] = card[k];
        from[i] = from[k];
        card[k] = c;
        from[k] = f;
    }
}

static void test_order(void **state)
{
    (void)state;
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
    struct rng r = {3};
    enum { N = 300 };
    for (unsigned turn = 0; turn < 10; turn++) {
        arena_clear(a);
        struct town *t = town_make(a, &r, 9, N, N, 3);
        struct plan *one = planned(a, &t->p);
        uint32_t ask_from[N], offer_from[N];
        shuffle(&r, t->asks, ask_from, N);
        shuffle(&r, t->offers, offer_from, N);
        struct plan *two = planned(a, &t->p);
        assert_int_equal(one->value, two->value);
        assert_int_equal(one->pairs, two->pairs);
        uint64_t sums[2] = {0, 0};
        for (size_t k = 0; k < one->pairs; k++) {
            const struct plan_pair *x = &one->pair[k], *y = &two->pair[k];
            sums[0] += ((uint64_t)x->ask * N + x->offer) * ((uint64_t)x->ask * 7 + 13) *
                       (uint64_t)(x->units + 5 * x->wanted);
            uint64_t ask = ask_from[y->ask];
            sums[1] += (ask * N + offer_from[y->offer]) * (ask * 7 + 13) *
                       (uint64_t)(y->units + 5 * y->wanted);
        }
        assert_true(sums[0] == sums[1]);
    }
}

static void test_more_room(void **state)
{
    (void)state;
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
    struct rng r = {4};
    for (unsigned turn = 0; turn < 30; turn++) {
        arena_clear(a);
        struct town *t = town_make(a, &r, 6, 150, 100, 3);
        for (size_t i = 0; i < t->p.asks_n; i++)
            t->asks[i].whole = false;
        int64_t less = planned(a, &t->p)->value;
        t->offers[rng_below(&r, 100)].units++;
        t->p.offers_n -= rng_below(&r, 2);
        int64_t gone = t->p.offers_n < 100 ? less : 0;
        int64_t more = planned(a, &t->p)->value;
        assert_true(gone > 0 || more >= less);
    }
}

static int32_t units_of(const struct plan *plan, uint32_t ask, uint32_t offer)
{
    int32_t sum = 0;
    for (size_t k = 0; k < plan->pairs; k++)
        if (plan->pair[k].ask == ask && plan->pair[k].offer == offer)
            sum += plan->pair[k].units;
    return sum;
}

/* What a person fixed stays, what they forbade is gone, and neither breaks a limit. */
static void test_fixed(void **state)
{
    (void)state;
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
    struct rng r = {5};
    unsigned kept = 0, broken = 0, full = 0;
    for (unsigned turn = 0; turn < 60; turn++) {
        arena_clear(a);
        struct town *t = town_make(a, &r, 3, 60, 40, 3);
        struct plan *before = planned(a, &t->p);
        struct plan_fixed fixed[30];
        for (uint32_t k = 0; k < 30; k++)
            fixed[k] =
                (struct plan_fixed){2 * k, (uint32_t)rng_below(&r, 40), (int32_t)rng_below(&r, 3)};
        for (size_t k = 0; k < before->pairs; k++) /* some of the plan itself */
            if (before->pair[k].ask % 4 == 0)
                fixed[before->pair[k].ask / 2].offer = before->pair[k].offer;
        t->p.fixed = fixed;
        t->p.fixed_n = 30;
        struct plan *plan = planned(a, &t->p);
        assert_true(plan->value <= before->bound);
        for (size_t k = 0; k < 30; k++) {
            int32_t units = units_of(plan, fixed[k].ask, fixed[k].offer);
            if (plan->refused[k] == 0)
                assert_true(fixed[k].units == 0 ? units == 0 : units >= fixed[k].units);
            else if (plan->refused[k] != PLAN_FULL)
                assert_int_equal(units, 0);
            kept += plan->refused[k] == 0 && units > 0;
            full += plan->refused[k] == PLAN_FULL;
            broken += plan->refused[k] != 0 && plan->refused[k] != PLAN_FULL;
        }
    }
    assert_true(kept > 20 && broken > 20 && full > 0);
}

static void test_costs(void **state)
{
    (void)state;
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
    struct rng r = {6};
    for (unsigned turn = 0; turn < 15; turn++) {
        arena_clear(a);
        struct town *t = town_make(a, &r, 3, 25, 20, 2);
        for (size_t i = 0; i < t->p.asks_n; i++)
            t->asks[i].whole = false;
        struct plan *plan = planned(a, &t->p);
        for (size_t k = 0; k < plan->pairs; k++) {
            int64_t cost;
            assert_ok(plan_cost(plan, k, &cost));
            assert_true(cost >= plan->pair[k].cost);
            struct plan_problem q = t->p;
            struct plan_fixed never = {plan->pair[k].ask, plan->pair[k].offer, 0};
            q.fixed = &never;
            q.fixed_n = 1;
            /* Candidates that nobody needed may make it cheaper than the kept ones know. */
            assert_true(plan->value - planned(a, &q)->value <= cost);
        }
        int64_t cost;
        assert_err(plan_cost(plan, plan->pairs, &cost), INVALID);
    }
}

static void test_whys(void **state)
{
    (void)state;
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
    struct rng r = {7};
    struct town *t = town_make(a, &r, 4, 5, 1, 1);
    for (int i = 0; i < 6; i++) {
        struct fit_card *c = i < 5 ? &t->asks[i] : &t->offers[0];
        *c = (struct fit_card){.key = (uint64_t)i,
                               .person = 50 + (uint64_t)i,
                               .side = i < 5 ? FIT_ASK : FIT_OFFER,
                               .kind = 1,
                               .area = 0,
                               .from = t->world.now,
                               .until = t->world.now + 600,
                               .closes = t->world.now + 999,
                               .units = 1,
                               .has = 1};
    }
    t->asks[1].kind = 2;                          /* nobody */
    t->asks[2].area = 3, t->asks[2].farthest = 5; /* far */
    t->asks[3].avoids = 1;                        /* a limit */
    t->asks[4].urgency = FIT_NOW;                 /* comes first; so ask 0 finds it taken */
    struct plan *plan = planned(a, &t->p);
    assert_int_equal(plan->pairs, 1);
    assert_int_equal(plan->pair[0].ask, 4);
    assert_int_equal(plan->unmets, 4);
    assert_int_equal(plan->unmet[0].why, PLAN_TAKEN);
    assert_int_equal(plan->unmet[1].why, PLAN_NOBODY);
    assert_int_equal(plan->unmet[2].why, PLAN_FAR);
    assert_int_equal(plan->unmet[3].why, PLAN_LIMITS);
    assert_int_equal(plan->unmet[3].limits, 1U << FIT_LIMIT_AVOIDS);
    struct plan_fixed never = {0, 0, 0};
    t->p.fixed = &never;
    t->p.fixed_n = 1;
    plan = planned(a, &t->p);
    assert_int_equal(plan->unmet[0].why, PLAN_FORBIDDEN);
}

static void test_refused(void **state)
{
    (void)state;
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
    struct rng r = {8};
    struct town *t = town_make(a, &r, 4, 20, 20, 2);
    struct plan *plan;
    struct plan_problem q = t->p;
    struct plan_fixed bad[] = {{20, 0, 1}, {0, 20, 1}, {0, 0, -1}};
    q.fixed_n = 1;
    for (int k = 0; k < 3; k++) {
        q.fixed = &bad[k];
        assert_err(plan_make(a, &q, NULL, &plan), INVALID);
    }
    q = (struct plan_problem){.world = &t->world};
    assert_int_equal(planned(a, &q)->value, 0);
    q = t->p;
    q.asks_n = 0;
    planned(a, &q);
    q = t->p;
    q.offers_n = 0;
    assert_int_equal(planned(a, &q)->unmets, 20);
    for (size_t k = 0; k < 20; k++) { /* units nobody can have */
        t->offers[k].units = k % 2 ? 0 : -5;
        t->offers[k].from = INT64_MIN;
        t->offers[k].until = INT64_MAX;
    }
    assert_int_equal(planned(a, &t->p)->pairs, 0);
    t->asks[3].units = t->asks[4].units = INT32_MAX;
    assert_err(plan_make(a, &t->p, NULL, &plan), TOO_LARGE);
    t->asks[4].units = 1;
    t->asks[3].units = 1;
    t->asks[3].key = t->asks[4].key;
    assert_err(plan_make(a, &t->p, NULL, &plan), INVALID);
}

struct patience {
    unsigned calls, last;
};

static bool tell(void *with, unsigned done)
{
    struct patience *p = with;
    assert_true(done >= p->last && done <= 1000);
    p->last = done;
    return p->calls-- > 1;
}

/* More pairs than are looked at: still a plan, and near what it can be. Stopped: still a plan. */
static void test_large(void **state)
{
    (void)state;
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
    struct rng r = {9};
    struct town *t = town_make(a, &r, 40, 3000, 3000, 4);
    struct patience patient = {1000000, 0};
    struct plan *plan;
    assert_ok(plan_make(a, &t->p, &(struct assign_watch){tell, &patient}, &plan));
    check(a, &t->p, plan);
    assert_int_equal(patient.last, 1000);
    int64_t cost;
    assert_true(!plan->exact && plan->pairs > 0);
    assert_err(plan_cost(plan, 0, &cost), INVALID);
    int64_t most = dense(a, &t->p);
    assert_true(plan->value <= most && plan->value > most - most / 40);
    for (unsigned calls = 1; calls < 8; calls += 3) {
        struct patience patience = {calls, 0};
        assert_ok(plan_make(a, &t->p, &(struct assign_watch){tell, &patience}, &plan));
        check(a, &t->p, plan);
        assert_true(plan->stopped);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_pair), cmocka_unit_test(test_brute),
        cmocka_unit_test(test_order),      cmocka_unit_test(test_more_room),
        cmocka_unit_test(test_fixed),      cmocka_unit_test(test_costs),
        cmocka_unit_test(test_whys),       cmocka_unit_test(test_refused),
        cmocka_unit_test(test_large),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
