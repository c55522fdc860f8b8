#include "base/test.h"

#include <string.h>

#include "matching/assign.h"
#include "matching/assign_instances.h"

static struct assign *solved(struct arena *a, const struct assign_problem *p,
                             struct assign_plan *plan)
{
    struct assign *s;
    assert_ok(assign_open(a, p, &s));
    assign_run(s, 0, NULL);
    assign_read(s, a, plan);
    assert_ok(assign_certify(a, p, plan));
    assert_int_equal(plan->value, plan->bound);
    return s;
}

/* Every way to give units, one edge after another. */
static int64_t brute(const struct assign_problem *p, size_t e, int32_t *slots, int32_t *room)
{
    if (e == p->edges)
        return 0;
    const struct assign_edge *g = &p->edge[e];
    int64_t best = 0;
    for (int32_t x = 0; x <= g->most && x <= slots[g->need] && x <= room[g->offer]; x++) {
        slots[g->need] -= x;
        room[g->offer] -= x;
        int64_t value = (int64_t)x * g->score + brute(p, e + 1, slots, room);
        slots[g->need] += x;
        room[g->offer] += x;
        if (value > best)
            best = value;
    }
    return best;
}

static int64_t brute_value(struct arena *a, const struct assign_problem *p)
{
    return brute(p, 0, arena_copy(a, p->slots, p->needs * sizeof *p->slots),
                 arena_copy(a, p->room, p->offers * sizeof *p->room));
}

static struct assign_problem some(struct arena *a, struct rng *r, unsigned turn, size_t n,
                                  unsigned edges)
{
    return assign_instance(a, (enum assign_family)(turn % FAMILIES), n, edges,
                           (enum assign_most)(turn / FAMILIES % MOST_KINDS), r);
}

static void test_brute(void **state)
{
    (void)state;
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
    struct rng r = {1};
    for (unsigned turn = 0; turn < 1500; turn++) {
        arena_clear(a);
        struct assign_problem p = some(a, &r, turn, 1 + rng_below(&r, 4), 2);
        struct assign_plan plan;
        solved(a, &p, &plan);
        assert_int_equal(plan.value, brute_value(a, &p));
    }
}

static void test_nothing(void **state)
{
    (void)state;
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
    int32_t one[] = {1, 1};
    struct assign_edge shut = {0, 0, 5, 0};
    struct assign_plan plan;
    solved(a, &(struct assign_problem){0}, &plan);
    assert_int_equal(plan.value, 0);
    solved(a, &(struct assign_problem){.needs = 2, .slots = one}, &plan);
    solved(a, &(struct assign_problem){.offers = 2, .room = one}, &plan);
    struct assign_problem p = {2, 2, 1, one, one, &shut, NULL, NULL};
    solved(a, &p, &plan);
    assert_int_equal(plan.value, 0);
}

static void test_refused(void **state)
{
    (void)state;
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
    struct assign *s;
    int32_t one[] = {1, 1}, none[] = {1, 0}, many[] = {INT32_MAX, INT32_MAX};
    struct assign_edge e = {0, 1, 5, 1};
    struct assign_problem p = {2, 2, 1, one, one, &e, NULL, NULL};
    assert_ok(assign_open(a, &p, &s));
    const struct assign_edge bad[] = {{2, 1, 5, 1},  {0, 2, 5, 1},
                                      {0, 1, 0, 1},  {0, 1, -5, 1},
                                      {0, 1, 5, -1}, {0, 1, ASSIGN_SCORE_MAX + 1, 1}};
    for (size_t k = 0; k < sizeof bad / sizeof *bad; k++) {
        e = bad[k];
        assert_err(assign_open(a, &p, &s), INVALID);
    }
    e = (struct assign_edge){0, 1, 5, 1};
    p.slots = none;
    assert_err(assign_open(a, &p, &s), INVALID);
    p.slots = many;
    assert_err(assign_open(a, &p, &s), INVALID);
    p.slots = one;
    uint64_t twice[] = {7, 7};
    p.offer_key = twice;
    assert_err(assign_open(a, &p, &s), INVALID);
    p.offer_key = NULL;
    p.edges = (size_t)ASSIGN_EDGES_MAX + 1;
    assert_err(assign_open(a, &p, &s), TOO_LARGE);
}

/* Largest scores and units at once: sums near 2^59. */
static void test_large(void **state)
{
    (void)state;
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
    int32_t slots[] = {1 << 30, (1 << 30) - 1}, room[] = {1 << 30, (1 << 30) - 1};
    struct assign_edge e[] = {{0, 0, ASSIGN_SCORE_MAX, INT32_MAX},
                              {0, 1, ASSIGN_SCORE_MAX, INT32_MAX},
                              {1, 0, ASSIGN_SCORE_MAX - 1, INT32_MAX},
                              {1, 1, 1, INT32_MAX}};
    struct assign_problem p = {2, 2, 4, slots, room, e, NULL, NULL};
    struct assign_plan plan;
    solved(a, &p, &plan);
    int64_t n = (1 << 30) - 1;
    assert_int_equal(plan.value, n * (2 * (int64_t)ASSIGN_SCORE_MAX - 1) + ASSIGN_SCORE_MAX);
}

static void test_all_alike(void **state)
{
    (void)state;
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
    enum { N = 60 };
    int32_t slots[N], room[N];
    struct assign_edge *e = ARENA_ARRAY(a, struct assign_edge, N * N);
    for (uint32_t i = 0; i < N; i++) {
        slots[i] = 3;
        room[i] = i % 2 ? 1 : 4;
        for (uint32_t j = 0; j < N; j++)
            e[i * N + j] = (struct assign_edge){i, j, 1, 5};
    }
    struct assign_problem p = {N, N, N * N, slots, room, e, NULL, NULL};
    struct assign_plan plan;
    solved(a, &p, &plan);
    assert_int_equal(plan.value, N / 2 * 5);
}

/* Shuffled needs, offers and edges: always the same value; with keys the same plan. */
static void test_order(void **state)
{
    (void)state;
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
    struct rng r = {2};
    for (unsigned turn = 0; turn < 150; turn++) {
        arena_clear(a);
        size_t n = 1 + rng_below(&r, 40);
        struct assign_problem p = some(a, &r, turn, n, 6), q = p;
        uint64_t *key[2] = {ARENA_ARRAY(a, uint64_t, n), ARENA_ARRAY(a, uint64_t, n)};
        uint64_t *moved[2] = {ARENA_ARRAY(a, uint64_t, n), ARENA_ARRAY(a, uint64_t, n)};
        uint32_t *to[2] = {ARENA_ARRAY(a, uint32_t, n), ARENA_ARRAY(a, uint32_t, n)};
        int32_t *slots = ARENA_ARRAY(a, int32_t, n), *room = ARENA_ARRAY(a, int32_t, n);
        for (int side = 0; side < 2; side++)
            for (uint32_t i = 0; i < n; i++) {
                key[side][i] = rng_next(&r);
                size_t k = rng_below(&r, i + 1U);
                to[side][i] = to[side][k];
                to[side][k] = i;
            }
        for (size_t i = 0; i < n; i++) {
            slots[to[0][i]] = p.slots[i];
            room[to[1][i]] = p.room[i];
            moved[0][to[0][i]] = key[0][i];
            moved[1][to[1][i]] = key[1][i];
        }
        struct assign_edge *e = ARENA_ARRAY(a, struct assign_edge, p.edges);
        size_t *from = ARENA_ARRAY(a, size_t, p.edges);
        for (size_t k = 0; k < p.edges; k++) {
            size_t at = rng_below(&r, k + 1);
            from[k] = from[at];
            from[at] = k;
        }
        for (size_t k = 0; k < p.edges; k++) {
            e[k] = p.edge[from[k]];
            e[k].need = to[0][e[k].need];
            e[k].offer = to[1][e[k].offer];
        }
        q.slots = slots;
        q.room = room;
        q.edge = e;
        struct assign_plan one, two;
        solved(a, &p, &one);
        solved(a, &q, &two);
        assert_int_equal(one.value, two.value);
        p.need_key = key[0];
        p.offer_key = key[1];
        q.need_key = moved[0];
        q.offer_key = moved[1];
        solved(a, &p, &one);
        solved(a, &q, &two);
        for (size_t k = 0; k < p.edges; k++)
            assert_int_equal(one.units[from[k]], two.units[k]);
    }
}

static void test_more_room(void **state)
{
    (void)state;
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
    struct rng r = {3};
    for (unsigned turn = 0; turn < 100; turn++) {
        arena_clear(a);
        struct assign_problem p = some(a, &r, turn, 30, 5);
        struct assign_plan less, more;
        solved(a, &p, &less);
        int32_t *room = arena_copy(a, p.room, p.offers * sizeof *room);
        for (int k = 0; k < 5; k++)
            room[rng_below(&r, p.offers)]++;
        p.room = room;
        solved(a, &p, &more);
        assert_true(more.value >= less.value);
    }
}

/* A certificate does not hold once anything in it is changed. */
static void test_certify(void **state)
{
    (void)state;
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
    struct rng r = {5};
    struct assign_problem p = some(a, &r, 0, 30, 5);
    struct assign_plan plan;
    solved(a, &p, &plan);
    size_t used = 0;
    while (plan.units[used] == 0)
        used++;
    for (int by = -1; by <= 1; by += 2) {
        plan.units[used] += by;
        assert_err(assign_certify(a, &p, &plan), INVALID);
        plan.units[used] -= by;
    }
    for (int32_t *price = plan.need_price; price;
         price = price == plan.need_price ? plan.offer_price : NULL) {
        int32_t was = *price;
        *price = -1;
        assert_err(assign_certify(a, &p, &plan), INVALID);
        *price = was + 5000; /* may prove less, never more */
        assert_err(assign_certify(a, &p, &plan), INVALID);
        *price = was;
    }
    plan.least[used] = plan.units[used] + 1;
    assert_err(assign_certify(a, &p, &plan), INVALID);
    plan.least[used] = 0;
    plan.most[used] = p.edge[used].most + 1;
    assert_err(assign_certify(a, &p, &plan), INVALID);
    plan.most[used] = p.edge[used].most;
    assert_ok(assign_certify(a, &p, &plan));
    plan.value++;
    plan.bound++;
    assert_err(assign_certify(a, &p, &plan), INVALID);
}

static void test_within(void **state)
{
    (void)state;
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
    struct rng r = {6};
    for (unsigned turn = 0; turn < 20; turn++) {
        arena_clear(a);
        struct assign_problem p = some(a, &r, turn, 2000, 8);
        struct assign *s;
        struct assign_plan plan, best;
        assert_ok(assign_open(a, &p, &s));
        assign_run(s, 1000, NULL);
        assign_read(s, a, &plan);
        assert_ok(assign_certify(a, &p, &plan));
        assert_true((plan.bound - plan.value) * 1000 <= plan.bound);
        assign_run(s, 0, NULL);
        assign_read(s, a, &best);
        assert_true(plan.value <= best.value && best.value == best.bound);
        assert_true(best.value <= plan.bound);
    }
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

static void test_stopped(void **state)
{
    (void)state;
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
    struct rng r = {7};
    struct assign_problem p = some(a, &r, 0, 20000, 8);
    struct assign_plan plan, best;
    solved(a, &p, &best);
    for (unsigned calls = 1; calls < 20; calls += 6) {
        struct patience patience = {calls, 0};
        struct assign *s;
        assert_ok(assign_open(a, &p, &s));
        assign_run(s, 0, &(struct assign_watch){tell, &patience});
        assign_read(s, a, &plan);
        assert_ok(assign_certify(a, &p, &plan));
        assert_true(plan.value <= best.value && plan.bound >= best.value);
        assign_run(s, 0, NULL);
        assign_read(s, a, &plan);
        assert_int_equal(plan.value, best.value);
        assert_int_equal(plan.bound, best.value);
    }
}

/* Pins and limits, one after another: each time as good as planning the rest from nothing. */
static void test_changes(void **state)
{
    (void)state;
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
    struct rng r = {8};
    for (unsigned turn = 0; turn < 300; turn++) {
        arena_clear(a);
        struct assign_problem p = some(a, &r, turn, 1 + rng_below(&r, 3), 2);
        struct assign_plan plan;
        struct assign *s = NULL;
        if (turn % 2)
            s = solved(a, &p, &plan);
        else
            assert_ok(assign_open(a, &p, &s));
        for (int change = 0; change < 8 && p.edges > 0; change++) {
            size_t e = rng_below(&r, p.edges);
            int32_t units = (int32_t)rng_below(&r, 5);
            enum err err = rng_below(&r, 2) ? assign_pin(s, e, units) : assign_limit(s, e, units);
            assert_true(err == ERR_OK || err == ERR_CONFLICT);
            assign_run(s, 0, NULL);
            assign_read(s, a, &plan);
            assert_ok(assign_certify(a, &p, &plan));
            assert_int_equal(plan.value, plan.bound);
            /* What is left when the pinned units are out of the way. */
            struct assign_problem rest = p;
            struct assign_edge *edge = arena_copy(a, p.edge, p.edges * sizeof *edge);
            int32_t *slots = arena_copy(a, p.slots, p.needs * sizeof *slots);
            int32_t *room = arena_copy(a, p.room, p.offers * sizeof *room);
            int64_t pinned = 0;
            for (size_t k = 0; k < p.edges; k++) {
                edge[k].most = plan.most[k] - plan.least[k];
                slots[edge[k].need] -= plan.least[k];
                room[edge[k].offer] -= plan.least[k];
                pinned += (int64_t)plan.least[k] * edge[k].score;
            }
            rest.edge = edge;
            rest.slots = slots;
            rest.room = room;
            assert_int_equal(plan.value - pinned, brute_value(a, &rest));
        }
    }
}

static int64_t value_of(struct arena *a, struct assign *s)
{
    struct assign_plan plan;
    assign_read(s, a, &plan);
    return plan.value;
}

static void test_costs(void **state)
{
    (void)state;
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
    struct rng r = {9};
    for (unsigned turn = 0; turn < 60; turn++) {
        arena_clear(a);
        struct assign_problem p = some(a, &r, turn, 12, 4);
        struct assign_plan plan, other;
        struct assign *s = solved(a, &p, &plan);
        for (size_t e = 0; e < p.edges; e++) {
            int32_t x = (assign_read(s, a, &other), other.units[e]);
            int64_t least = assign_cost_least(s, e, ASSIGN_FORBID), cost = -1;
            assert_ok(assign_cost(s, e, ASSIGN_FORBID, &cost));
            assert_true(cost >= least && least >= 0 && (x > 0 || cost == 0));
            struct assign_edge *edge = arena_copy(a, p.edge, p.edges * sizeof *edge);
            edge[e].most = 0;
            struct assign_problem q = p;
            q.edge = edge;
            solved(a, &q, &other);
            assert_int_equal(cost, plan.value - other.value);
            assert_int_equal(value_of(a, s), plan.value);
            assign_read(s, a, &other);
            x = other.units[e];
            least = assign_cost_least(s, e, ASSIGN_FORCE);
            if (assign_cost(s, e, ASSIGN_FORCE, &cost) == ERR_OK) {
                assert_true(cost >= least && least >= 0);
                struct assign *t;
                assert_ok(assign_open(a, &p, &t));
                assert_ok(assign_pin(t, e, x + 1));
                assign_run(t, 0, NULL);
                assert_int_equal(cost, plan.value - value_of(a, t));
            }
            assert_int_equal(value_of(a, s), plan.value);
        }
        assign_read(s, a, &other);
        assert_ok(assign_certify(a, &p, &other));
        assert_int_equal(other.value, other.bound);
    }
}

/* From another handle's plan, with edges that one did not know: the same optimum. */
static void test_resume(void **state)
{
    (void)state;
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
    struct rng r = {10};
    for (unsigned turn = 0; turn < 100; turn++) {
        arena_clear(a);
        struct assign_problem p = some(a, &r, turn, 40, 6), part = p;
        struct assign_plan some_plan, best;
        struct assign *s;
        part.edges = p.edges / 2;
        solved(a, &part, &some_plan);
        solved(a, &p, &best);
        assert_ok(assign_open(a, &p, &s));
        assert_ok(assign_resume(s, some_plan.units, part.edges, some_plan.offer_price));
        assign_run(s, 0, NULL);
        assign_read(s, a, &some_plan);
        assert_ok(assign_certify(a, &p, &some_plan));
        assert_int_equal(some_plan.value, best.value);
        assert_int_equal(some_plan.bound, best.value);
        assert_err(assign_resume(s, best.units, p.edges, best.offer_price), INVALID);
        assert_ok(assign_open(a, &p, &s));
        best.units[rng_below(&r, p.edges)] += 6;
        assert_err(assign_resume(s, best.units, p.edges, best.offer_price), INVALID);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_brute),     cmocka_unit_test(test_nothing),
        cmocka_unit_test(test_refused),   cmocka_unit_test(test_large),
        cmocka_unit_test(test_all_alike), cmocka_unit_test(test_order),
        cmocka_unit_test(test_more_room), cmocka_unit_test(test_certify),
        cmocka_unit_test(test_within),    cmocka_unit_test(test_stopped),
        cmocka_unit_test(test_changes),   cmocka_unit_test(test_costs),
        cmocka_unit_test(test_resume),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
