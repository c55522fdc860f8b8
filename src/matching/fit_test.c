#include "base/test.h"

#include <string.h>

#include "base/rand.h"
#include "matching/fit.h"

enum { AREAS = 6, PEOPLE = 9 };

static uint32_t minutes(const void *with, uint32_t from, uint32_t to)
{
    const uint32_t *way = with;
    return way[from * AREAS + to];
}

static unsigned handovers(const void *with, uint64_t one, uint64_t other)
{
    (void)with;
    return (unsigned)((one * 7 + other * 3) % 5);
}

static const uint32_t WAYS[AREAS][AREAS] = {
    {0, 10, 30, 70, 150, FIT_NO_WAY}, {12, 0, 20, 60, 130, FIT_NO_WAY},
    {30, 20, 0, 45, 119, 240},        {70, 60, 45, 0, 90, 500},
    {140, 130, 110, 90, 0, 60},       {FIT_NO_WAY, 400, 240, 500, 60, 0}};

static const struct fit_world WORLD = {
    .now = 1000000, .minutes = minutes, .handovers = handovers, .with = WAYS};

static uint64_t few(struct rng *r, unsigned bits)
{
    return rng_next(r) & rng_next(r) & ((UINT64_C(1) << bits) - 1);
}

static const uint64_t TAGS[] = {1, 2, 3, 4, 5, 6, 7, 8};

static struct fit_tags some_tags(struct rng *r)
{
    size_t at = rng_below(r, 8);
    return (struct fit_tags){TAGS + at, rng_below(r, 3) == 0 ? rng_below(r, 8 - at + 1) / 2 : 0};
}

static struct fit_card some_card(struct rng *r, enum fit_side side)
{
    int64_t from = WORLD.now + (int64_t)rng_below(r, 3000) - 500;
    return (struct fit_card){
        .key = rng_next(r),
        .person = rng_below(r, PEOPLE),
        .side = side,
        .kind = 1U << rng_below(r, 3),
        .kinds = (uint32_t)few(r, 3),
        .area = (uint32_t)rng_below(r, AREAS),
        .farthest = rng_below(r, 3) ? 0 : (uint32_t)rng_below(r, 200) + 1,
        .from = from,
        .until = from + 1 + (int64_t)rng_below(r, 4000),
        .closes = WORLD.now + (int64_t)rng_below(r, 5000) - 300,
        .units = 1 + (int32_t)rng_below(r, 6),
        .whole = rng_below(r, 5) == 0,
        .speaks = few(r, 4),
        .manages = few(r, 4),
        .must_talk = rng_below(r, 4) == 0,
        .gender = 1U << rng_below(r, 3),
        .genders = rng_below(r, 5) ? 0 : (uint32_t)rng_below(r, 8),
        .has = rng_next(r) & 15,
        .needs = few(r, 4) & few(r, 4),
        .avoids = few(r, 4) & few(r, 4),
        .groups = some_tags(r),
        .avoid_groups = some_tags(r),
        .avoid_persons = some_tags(r),
        .urgency = (enum fit_urgency)rng_below(r, 4),
        .opened = WORLD.now - (int64_t)rng_below(r, 60000),
        .let_down = (unsigned)rng_below(r, 4),
        .asked = (unsigned)rng_below(r, 7),
    };
}

static bool within(const struct fit_tags *t, uint64_t tag)
{
    bool found = false;
    for (size_t i = 0; i < t->n; i++)
        found = found || t->p[i] == tag;
    return found;
}

/* The limits once more, in the plainest words. */
static bool acceptable(const struct fit_card *x, const struct fit_card *y)
{
    uint32_t there = WAYS[x->area][y->area], back = WAYS[y->area][x->area];
    uint32_t way = there > back ? there : back;
    if (x->closes <= WORLD.now || way == FIT_NO_WAY || (x->farthest && way > x->farthest))
        return false;
    if (x->must_talk && !((x->speaks | x->manages) & (y->speaks | y->manages)))
        return false;
    if (x->genders && !(x->genders & y->gender))
        return false;
    if ((x->needs & y->has) != x->needs || (x->avoids & y->has))
        return false;
    for (size_t i = 0; i < x->avoid_groups.n; i++)
        if (within(&y->groups, x->avoid_groups.p[i]))
            return false;
    return !within(&x->avoid_persons, y->person) && x->person != y->person && x->side != y->side &&
           x->from < y->until;
}

static void test_limits(void **state)
{
    (void)state;
    struct rng r = {1};
    unsigned allowed = 0, seen = 0;
    for (int turn = 0; turn < 60000; turn++) {
        struct fit_card x = some_card(&r, (enum fit_side)rng_below(&r, 2));
        struct fit_card y = some_card(&r, (enum fit_side)rng_below(&r, 2));
        const struct fit_card *ask = x.side == FIT_ASK ? &x : &y;
        struct fit f;
        fit_between(&x, &y, &WORLD, &f);
        bool may = acceptable(&x, &y) && acceptable(&y, &x) &&
                   ((x.kind | x.kinds) & (y.kind | y.kinds)) != 0;
        if (may && ask->whole)
            may = x.units + y.units - ask->units >= ask->units;
        assert_int_equal(f.allowed, may);
        assert_int_equal(f.allowed, f.broken == 0);
        assert_int_equal(f.allowed, f.score > 0);
        int32_t sum = f.allowed;
        for (int k = 0; k < FIT_REASONS_N; k++) {
            assert_true(f.points[k] >= 0 && f.points[k] <= fit_most((enum fit_reason)k));
            sum += f.points[k];
        }
        assert_int_equal(f.score, sum);
        allowed += f.allowed;
        seen |= f.broken;
    }
    assert_true(allowed > 500);
    assert_int_equal(seen, (1U << FIT_LIMITS_N) - 1);
}

static void test_both_sides(void **state)
{
    (void)state;
    struct rng r = {2};
    for (int turn = 0; turn < 20000; turn++) {
        struct fit_card x = some_card(&r, (enum fit_side)rng_below(&r, 2));
        struct fit_card y = some_card(&r, (enum fit_side)rng_below(&r, 2));
        struct fit one, other;
        memset(&one, 0, sizeof one);
        memset(&other, 0, sizeof other);
        fit_between(&x, &y, &WORLD, &one);
        fit_between(&y, &x, &WORLD, &other);
        assert_int_equal(one.broken, other.broken);
        assert_int_equal(one.score, other.score);
        assert_memory_equal(one.points, other.points, sizeof one.points);
        assert_true(one.minutes == other.minutes && one.common == other.common &&
                    one.units == other.units && one.languages == other.languages);
    }
}

/* One thing better, everything else the same. */
static void improve(struct rng *r, struct fit_card *ask, struct fit_card *offer)
{
    struct fit_card *any = rng_below(r, 2) ? ask : offer;
    switch (rng_below(r, 9)) {
    case 0:
        offer->area = ask->area;
        break;
    case 1:
        offer->until += 1 + (int64_t)rng_below(r, 500);
        break;
    case 2:
        offer->from -= 1 + (int64_t)rng_below(r, 500);
        break;
    case 3:
        offer->units++;
        break;
    case 4:
        any->speaks |= UINT64_C(1) << rng_below(r, 4);
        break;
    case 5:
        ask->opened -= (int64_t)rng_below(r, 5000);
        break;
    case 6:
        ask->urgency = ask->urgency == FIT_NOW ? FIT_NOW : (enum fit_urgency)(ask->urgency + 1);
        break;
    case 7:
        ask->let_down++;
        break;
    case 8:
        offer->asked -= offer->asked > 0;
        break;
    }
}

static void test_monotone(void **state)
{
    (void)state;
    struct rng r = {3};
    unsigned allowed = 0;
    for (int turn = 0; turn < 40000; turn++) {
        struct fit_card ask = some_card(&r, FIT_ASK), offer = some_card(&r, FIT_OFFER);
        struct fit before, after;
        fit_between(&ask, &offer, &WORLD, &before);
        improve(&r, &ask, &offer);
        fit_between(&ask, &offer, &WORLD, &after);
        assert_true(after.score >= before.score);
        allowed += before.allowed;
    }
    assert_true(allowed > 500);
}

/* The short way says what the long one says, and hope is never too small. */
static void test_brief(void **state)
{
    (void)state;
    struct rng r = {5};
    struct fit_world stranger = WORLD;
    stranger.handovers = NULL;
    unsigned allowed = 0, below = 0;
    for (int turn = 0; turn < 60000; turn++) {
        const struct fit_world *world = turn % 3 ? &WORLD : &stranger;
        struct fit_card ask = some_card(&r, FIT_ASK), offer = some_card(&r, FIT_OFFER);
        if (turn % 50 == 0)
            offer.units = -(int32_t)rng_below(&r, 2);
        if (turn % 7 == 0)
            offer.until += INT32_MAX;
        struct fit_brief a, o;
        struct fit f;
        fit_between(&ask, &offer, world, &f);
        fit_brief_make(&ask, world, &a);
        fit_brief_make(&offer, world, &o);
        int32_t units = 0, least = (int32_t)rng_below(&r, 1400);
        int32_t score = fit_brief_score(&a, &o, f.minutes, world, 0, &units);
        assert_int_equal(score, f.score);
        assert_true(!f.allowed || units == f.units);
        assert_true(score <= fit_hope(&ask, world, f.minutes));
        score = fit_brief_score(&a, &o, f.minutes, world, least, &units);
        assert_true(score == f.score || (score == 0 && f.score < least));
        allowed += f.allowed;
        below += score < f.score;
    }
    assert_true(allowed > 500 && below > 100);
}

static void test_best(void **state)
{
    (void)state;
    struct rng r = {4};
    enum { N = 400, MOST = 3 };
    static struct fit_card others[N];
    for (int turn = 0; turn < 30; turn++) {
        struct fit_card ask = some_card(&r, FIT_ASK);
        for (int i = 0; i < N; i++)
            others[i] = some_card(&r, FIT_OFFER);
        struct fit_choice got[MOST], again[MOST];
        size_t n = fit_best(&ask, others, N, &WORLD, got, MOST);
        uint64_t keys[MOST];
        unsigned above = 0, allowed = 0;
        for (size_t k = 0; k < n; k++)
            keys[k] = others[got[k].card].key;
        for (int i = 0; i < N; i++) {
            struct fit f;
            fit_between(&ask, &others[i], &WORLD, &f);
            allowed += f.allowed;
            above += f.allowed && n > 0 && f.score > got[n - 1].fit.score;
        }
        assert_int_equal(n, allowed < MOST ? allowed : MOST);
        assert_true(above < MOST);
        for (size_t i = N - 1; i > 0; i--) {
            size_t k = rng_below(&r, i + 1);
            struct fit_card turned = others[i];
            others[i] = others[k];
            others[k] = turned;
        }
        assert_int_equal(fit_best(&ask, others, N, &WORLD, again, MOST), n);
        for (size_t k = 0; k < n; k++) {
            assert_true(others[again[k].card].key == keys[k]);
            assert_true(k == 0 || again[k].fit.score <= again[k - 1].fit.score);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_limits),   cmocka_unit_test(test_both_sides),
        cmocka_unit_test(test_monotone), cmocka_unit_test(test_brief),
        cmocka_unit_test(test_best),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
