/* The ledger: ten thousand operations, right and wrong ones, and every invariant after each. */
#include <string.h>

#include "base/rand.h"
#include "base/test.h"
#include "fund/ledger.h"

#define OPERATIONS 10000

static void adds_up(const struct ledger *l)
{
    int64_t sum = 0;
    for (int i = 0; i <= LEDGER_ACCOUNT_MAX; i++) {
        assert_true(ledger_is_account(i) || l->balance[i] == 0);
        sum += l->balance[i];
    }
    assert_int_equal(sum, 0);
    assert_true(l->balance[LEDGER_HAND] >= 0);
    assert_true(l->balance[LEDGER_BANK] >= 0);
    assert_true(l->balance[LEDGER_LOANS] >= 0);
    assert_true(l->balance[LEDGER_PLEDGED] >= 0);
    assert_true(l->balance[LEDGER_PLEDGED] == -l->balance[LEDGER_PROMISES]);
}

/* Anything: mostly what people would write, some of it broken in one place. */
static struct ledger_entry something(struct rng *r, const struct ledger_entry *before, size_t n)
{
    struct ledger_entry e;
    const enum ledger_what what = (enum ledger_what)(1 + rng_below(r, LEDGER_WHAT_MAX));
    const int64_t amount = 1 + (int64_t)rng_below(r, rng_below(r, 20) == 0 ? MONEY_MAX : 100000);
    if (what == LEDGER_IS_REVERSAL && n != 0) {
        if (ledger_entry_reverse(&before[rng_below(r, n)], &e) != ERR_OK)
            e = (struct ledger_entry){.what = what};
    } else if (ledger_entry_make(what, rng_below(r, 2) ? LEDGER_HAND : LEDGER_BANK,
                                 (enum fund_kind)(1 + rng_below(r, FUND_KIND_COUNT)), amount,
                                 &e) != ERR_OK) {
        e = (struct ledger_entry){.what = what};
    }
    e.number = (uint32_t)n + 1;
    e.day = 20000 + (int32_t)(n / 40);
    return e;
}

static void broken(struct rng *r, struct ledger_entry *e)
{
    switch (rng_below(r, 8)) {
    case 0:
        e->v[0].amount++;
        break;
    case 1:
        e->v[0].account = (int)rng_below(r, 40);
        e->v[1].account = e->v[0].account;
        break;
    case 2:
        e->number += 1 + (uint32_t)rng_below(r, 3);
        break;
    case 3:
        e->n = 1;
        break;
    case 4:
        e->v[0].amount = INT64_MAX;
        e->v[1].amount = INT64_MIN + 1;
        break;
    case 5:
        e->v[0].account = 9;
        break;
    case 6:
        e->reverses = e->number;
        break;
    default:
        e->v[1].amount = 0;
        break;
    }
}

static void every_invariant_holds(void **state)
{
    static struct ledger_entry all[OPERATIONS];
    struct ledger l = {0}, again = {0};
    struct rng r = {2026};
    size_t n = 0, refused = 0, short_of = 0;
    (void)state;
    for (int i = 0; i < OPERATIONS; i++) {
        struct ledger_entry e = something(&r, all, n);
        const bool spoilt = rng_below(&r, 10) == 0;
        const struct ledger before = l;
        if (spoilt)
            broken(&r, &e);
        enum err was = ledger_put(&l, &e);
        adds_up(&l);
        if (was == ERR_OK) {
            assert_false(spoilt);
            assert_int_equal(l.count, n + 1);
            all[n++] = e;
            continue;
        }
        refused++;
        short_of += was == ERR_CONFLICT;
        assert_memory_equal(l.balance, before.balance, sizeof l.balance);
        assert_int_equal(l.count, before.count);
    }
    assert_true(n > OPERATIONS / 3 && refused > 1000 && short_of > 100);
    for (size_t i = 0; i < n; i++)
        assert_ok(ledger_put(&again, &all[i]));
    assert_memory_equal(again.balance, l.balance, sizeof l.balance);
    assert_int_equal(again.count, l.count);
}

static void books(struct ledger *l, enum ledger_what what, int box, int64_t amount, enum err was)
{
    struct ledger_entry e;
    assert_ok(ledger_entry_make(what, box, FUND_HOME, amount, &e));
    e.number = l->count + 1;
    assert_int_equal(ledger_put(l, &e), was);
}

static void each_kind_of_entry_does_what_it_says(void **state)
{
    struct ledger l = {0};
    struct ledger_entry e, back;
    (void)state;
    books(&l, LEDGER_IS_PAID, LEDGER_HAND, 1, ERR_CONFLICT);
    books(&l, LEDGER_IS_GIFT, LEDGER_HAND, 1000, ERR_OK);
    books(&l, LEDGER_IS_PLEDGE, LEDGER_HAND, 500, ERR_OK);
    assert_int_equal(ledger_cash(&l), 1000);
    books(&l, LEDGER_IS_KEPT, LEDGER_BANK, 600, ERR_CONFLICT); /* more than was promised */
    books(&l, LEDGER_IS_KEPT, LEDGER_BANK, 300, ERR_OK);
    books(&l, LEDGER_IS_LAPSED, LEDGER_BANK, 200, ERR_OK);
    assert_int_equal(l.balance[LEDGER_PLEDGED], 0);
    assert_int_equal(l.balance[LEDGER_GIFTS], -1300);
    books(&l, LEDGER_IS_PAID, LEDGER_BANK, 400, ERR_CONFLICT); /* it is in the other box */
    books(&l, LEDGER_IS_TO_BANK, LEDGER_HAND, 200, ERR_OK);
    books(&l, LEDGER_IS_PAID, LEDGER_BANK, 400, ERR_OK);
    assert_int_equal(l.balance[LEDGER_KIND_BASE + FUND_HOME], 400);
    books(&l, LEDGER_IS_LENT, LEDGER_HAND, 100, ERR_OK);
    books(&l, LEDGER_IS_REPAID, LEDGER_HAND, 101, ERR_CONFLICT);
    books(&l, LEDGER_IS_REPAID, LEDGER_HAND, 60, ERR_OK);
    books(&l, LEDGER_IS_GIVEN, LEDGER_HAND, 40, ERR_OK);
    books(&l, LEDGER_IS_COST, LEDGER_HAND, 5, ERR_OK);
    assert_int_equal(ledger_cash(&l), 1300 - 400 - 40 - 5);

    assert_ok(ledger_entry_make(LEDGER_IS_GIFT, LEDGER_HAND, FUND_FOOD, 7, &e));
    e.number = l.count + 1;
    assert_int_equal(ledger_amount(&e), 7);
    assert_ok(ledger_put(&l, &e));
    assert_ok(ledger_entry_reverse(&e, &back));
    back.number = l.count + 1;
    assert_ok(ledger_put(&l, &back));
    assert_int_equal(ledger_cash(&l), 1300 - 400 - 40 - 5);
    assert_err(ledger_entry_reverse(&back, &e), INVALID);
    assert_err(ledger_entry_make(LEDGER_IS_GIFT, LEDGER_HAND, FUND_FOOD, 0, &e), INVALID);
    assert_err(ledger_entry_make(LEDGER_IS_GIFT, LEDGER_GIFTS, FUND_FOOD, 1, &e), INVALID);
    assert_err(ledger_entry_make(LEDGER_IS_REVERSAL, LEDGER_HAND, FUND_FOOD, 1, &e), INVALID);
}

/* No sum runs over, however often the greatest amount comes in. */
static void nothing_overflows(void **state)
{
    struct ledger l = {0};
    struct ledger_entry e;
    enum err was = ERR_OK;
    (void)state;
    while (was == ERR_OK) {
        assert_ok(ledger_entry_make(LEDGER_IS_GIFT, LEDGER_HAND, FUND_FOOD, MONEY_MAX, &e));
        e.number = l.count + 1;
        was = ledger_put(&l, &e);
        adds_up(&l);
    }
    assert_int_equal(was, ERR_TOO_LARGE);
    assert_true(l.count > 1000);
}

static void months_are_those_of_the_calendar(void **state)
{
    int year, month, day;
    (void)state;
    ledger_date(0, &year, &month, &day);
    assert_true(year == 1970 && month == 1 && day == 1);
    ledger_date(20778, &year, &month, &day);
    assert_true(year == 2026 && month == 11 && day == 21);
    ledger_date(19782, &year, &month, &day);
    assert_true(year == 2024 && month == 2 && day == 29);
    int32_t before = ledger_month(-1000);
    for (int32_t d = -999; d < 40000; d++) {
        const int32_t m = ledger_month(d);
        ledger_date(d, &year, &month, &day);
        assert_int_equal(m - before, day == 1);
        assert_int_equal(ledger_month_begins(m), d - day + 1);
        before = m;
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_invariant_holds),
        cmocka_unit_test(each_kind_of_entry_does_what_it_says),
        cmocka_unit_test(nothing_overflows),
        cmocka_unit_test(months_are_those_of_the_calendar),
    };
    return cmocka_run_group_tests_name("fund ledger", tests, NULL, NULL);
}
