/* The rules: exactly what there is can be held, and no more; stock adds up. */
#include "pools/pool.h"

#include "base/rand.h"
#include "base/test.h"
#include "pools/days.h"

#define DAY 20000

static struct pool_hold hold(uint64_t id, uint32_t units, int32_t from, int32_t until)
{
    return (struct pool_hold){
        .id = id, .state = POOL_WAITS, .units = units, .from = from, .until = until, .made = DAY};
}

static void a_thing_is_there_once(void **state)
{
    struct pool_item x = {.units = 1};
    const struct pool_hold one = hold(1, 1, DAY, DAY + 7), two = hold(2, 1, DAY, DAY + 7);
    (void)state;
    assert_ok(pool_hold_add(POOL_LIBRARY, &x, &one, DAY));
    assert_err(pool_hold_add(POOL_LIBRARY, &x, &two, DAY), CONFLICT);
    /* nobody answered: it is free again */
    const struct pool_hold later = hold(2, 1, DAY + 4, DAY + 7);
    assert_ok(pool_hold_add(POOL_LIBRARY, &x, &later, DAY + POOL_WAIT_DAYS + 1));
    assert_int_equal(x.nholds, 1);
    x.hold[0].state = POOL_OUT;
    assert_false(pool_hold_late(&x.hold[0], DAY + 7));
    assert_true(pool_hold_late(&x.hold[0], DAY + 8));
    pool_item_tidy(POOL_LIBRARY, &x, DAY + 300); /* a loan stays until it is back */
    assert_int_equal(x.nholds, 1);
    pool_hold_drop(&x, 2);
    x.away = true;
    assert_int_equal(pool_free(&x), 0);
}

static void what_is_no_wish_is_refused(void **state)
{
    struct pool_item x = {.units = 200};
    const struct {
        enum pool_kind kind;
        struct pool_hold h;
    } no[] = {
        {POOL_LIBRARY, hold(0, 1, DAY, DAY)},
        {POOL_LIBRARY, hold(1, 0, DAY, DAY)},
        {POOL_LIBRARY, hold(1, 1, DAY, DAY - 1)},
        {POOL_LIBRARY, hold(1, 1, DAY, DAY + POOL_LOAN_MAX + 1)},
        {POOL_BEDS, hold(1, 1, DAY - 2, DAY)},
        {POOL_BEDS, hold(1, 1, DAY, DAY + POOL_STAY_MAX)},
        {POOL_BEDS, hold(1, 1, DAY + POOL_NIGHTS + 1, DAY + POOL_NIGHTS + 1)},
        {POOL_RIDE, hold(1, POOL_SEATS_MAX + 1, DAY, DAY)},
        {POOL_PANTRY, hold(1, 1, DAY, DAY)},
    };
    (void)state;
    for (size_t i = 0; i < sizeof no / sizeof no[0]; i++)
        assert_err(pool_hold_add(no[i].kind, &x, &no[i].h, DAY), INVALID);
    assert_int_equal(x.nholds, 0);
}

static void the_nearest_nights_are_found(void **state)
{
    struct pool_item x = {.units = 1};
    const struct pool_hold taken = hold(1, 1, DAY + 2, DAY + 5);
    struct pool_hold wish = hold(2, 1, DAY + 3, DAY + 4);
    int32_t from;
    (void)state;
    assert_ok(pool_hold_add(POOL_BEDS, &x, &taken, DAY));
    assert_err(pool_hold_add(POOL_BEDS, &x, &wish, DAY), CONFLICT);
    assert_true(pool_nights_near(&x, DAY, &wish, &from));
    assert_int_equal(from, DAY); /* three before, as three after: the sooner */
    x.units = 0;
    assert_false(pool_nights_near(&x, DAY, &wish, &from));
}

/* Random asking and letting go, against a plain count for each night. */
static void no_night_has_more_than_its_beds(void **state)
{
    struct rng rng = {4711};
    (void)state;
    for (int round = 0; round < 60; round++) {
        struct pool_item x = {.units = 1 + (uint32_t)rng_below(&rng, 6)};
        uint32_t night[POOL_NIGHTS + POOL_STAY_MAX + 2] = {0};
        for (uint64_t id = 1; id <= 120; id++) {
            const struct pool_hold h =
                hold(id, 1 + (uint32_t)rng_below(&rng, 3), DAY + (int32_t)rng_below(&rng, 30), 0);
            struct pool_hold wish = h;
            wish.until = h.from + (int32_t)rng_below(&rng, 5);
            bool fits = true;
            for (int32_t d = wish.from; d <= wish.until; d++)
                fits &= night[d - DAY] + wish.units <= x.units;
            const enum err e = pool_hold_add(POOL_BEDS, &x, &wish, DAY);
            assert_int_equal(e,
                             fits ? x.nholds <= POOL_HOLDS_MAX ? e : ERR_TOO_MANY : ERR_CONFLICT);
            if (fits)
                assert_true(e == ERR_OK || e == ERR_TOO_MANY);
            for (int32_t d = wish.from; e == ERR_OK && d <= wish.until; d++)
                night[d - DAY] += wish.units;
            int32_t near;
            if (e == ERR_CONFLICT && pool_nights_near(&x, DAY, &wish, &near))
                for (int32_t d = near; d <= near + wish.until - wish.from; d++)
                    assert_true(pool_free_night(&x, d) >= wish.units);
            if (x.nholds && rng_below(&rng, 3) == 0) {
                const struct pool_hold gone = x.hold[rng_below(&rng, x.nholds)];
                for (int32_t d = gone.from; d <= gone.until; d++)
                    night[d - DAY] -= gone.units;
                pool_hold_drop(&x, gone.id);
            }
            for (int32_t d = 0; d < POOL_NIGHTS; d++)
                assert_int_equal(pool_free_night(&x, DAY + d), x.units - night[d]);
        }
    }
}

static void no_car_is_overfull(void **state)
{
    struct rng rng = {815};
    struct pool_item x = {.units = 7};
    uint32_t taken = 0;
    (void)state;
    for (uint64_t id = 1; id <= 2000; id++) {
        const struct pool_hold wish = hold(id, 1 + (uint32_t)rng_below(&rng, 4), DAY + 1, DAY + 1);
        const enum err e = pool_hold_add(POOL_RIDE, &x, &wish, DAY);
        assert_int_equal(e, taken + wish.units <= 7 ? ERR_OK : ERR_CONFLICT);
        taken += e == ERR_OK ? wish.units : 0;
        if (x.nholds && rng_below(&rng, 2) == 0) {
            const struct pool_hold gone = x.hold[rng_below(&rng, x.nholds)];
            taken -= gone.units;
            pool_hold_drop(&x, gone.id);
        }
        assert_int_equal(pool_free(&x), 7 - taken);
        assert_int_equal(pool_held(POOL_RIDE, &x, DAY), taken);
    }
}

static void stock_adds_up(void **state)
{
    struct rng rng = {99};
    (void)state;
    for (int round = 0; round < 40; round++) {
        struct pool_item x = {.low = 5};
        uint64_t puts = 0, takes = 0;
        for (int i = 0; i < 300; i++) {
            const uint32_t n = (uint32_t)rng_below(&rng, 20), had = pool_stock(&x);
            enum err e;
            if (rng_below(&rng, 2)) {
                const int32_t best = rng_below(&rng, 3) ? DAY + (int32_t)rng_below(&rng, 15) : 0;
                e = pool_stock_put(&x, n, best);
                assert_true(e == ERR_OK || e == ERR_TOO_MANY || n == 0);
                puts += e == ERR_OK ? n : 0;
            } else {
                e = pool_stock_take(&x, n);
                assert_int_equal(e, n == 0 ? ERR_INVALID : n > had ? ERR_CONFLICT : ERR_OK);
                takes += e == ERR_OK ? n : 0;
            }
            assert_int_equal(pool_stock(&x), puts - takes);
            assert_int_equal(x.puts - x.takes, pool_stock(&x));
            for (size_t b = 0; b < x.nbatches; b++) {
                assert_true(x.batch[b].count > 0);
                if (b > 0) /* rising, and what keeps last */
                    assert_true(x.batch[b - 1].best != 0 &&
                                (x.batch[b].best == 0 || x.batch[b - 1].best < x.batch[b].best));
            }
            assert_int_equal(pool_stock_low(&x), pool_stock(&x) < 5);
        }
    }
}

static void what_ends_first_goes_first(void **state)
{
    struct pool_item x = {0};
    (void)state;
    assert_ok(pool_stock_put(&x, 4, 0));
    assert_ok(pool_stock_put(&x, 3, DAY + 9));
    assert_ok(pool_stock_put(&x, 2, DAY + 2));
    assert_int_equal(pool_stock_ends(&x), DAY + 2);
    assert_ok(pool_stock_take(&x, 3));
    assert_int_equal(pool_stock_ends(&x), DAY + 9);
    assert_int_equal(x.batch[0].count, 2);
    assert_ok(pool_stock_take(&x, 2));
    assert_int_equal(pool_stock_ends(&x), 0);
    assert_err(pool_stock_take(&x, 5), CONFLICT);
    assert_int_equal(pool_stock(&x), 4);
    assert_err(pool_stock_put(&x, POOL_STOCK_MAX, 0), INVALID);
}

/* Day after day, against counting: every day of 430 years comes once, in order. */
static void days_follow_each_other(void **state)
{
    int32_t day, want = 0, none;
    (void)state;
    for (int year = 1970; year < 2400; year++)
        for (int month = 1; month <= 12; month++) {
            int d = 1;
            for (; pool_day_of(year, month, d, &day); d++)
                assert_int_equal(day, want++);
            assert_true(d > 28 && d <= 32);
            assert_true(pool_day_of(year, month, 0, &day)); /* the last of the month */
            assert_int_equal(day, want - 1);
        }
    assert_true(pool_day_of(2024, 2, 29, &day));
    assert_int_equal(day, 19782); /* date -u -d 2024-02-29 +%s, in days */
    assert_false(pool_day_of(2100, 2, 29, &none));
    assert_false(pool_day_of(2026, 13, 1, &none));
    assert_false(pool_day_of(1969, 12, 31, &none));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_thing_is_there_once),
        cmocka_unit_test(what_is_no_wish_is_refused),
        cmocka_unit_test(the_nearest_nights_are_found),
        cmocka_unit_test(no_night_has_more_than_its_beds),
        cmocka_unit_test(no_car_is_overfull),
        cmocka_unit_test(stock_adds_up),
        cmocka_unit_test(what_ends_first_goes_first),
        cmocka_unit_test(days_follow_each_other),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
