/* Amounts: how people write them, how they are shown. */
#include <string.h>

#include "base/rand.h"
#include "base/test.h"
#include "fund/money.h"
#include "i18n/i18n.h"

static void reads(const char *typed, int digits, enum money_fault fault, int64_t amount)
{
    int64_t got;
    enum money_fault f = money_read(str_from_c(typed), digits, &got);
    if (f != fault || got != amount)
        print_message("%s with %d digits: fault %d, %lld\n", typed, digits, (int)f, (long long)got);
    assert_int_equal(f, fault);
    assert_int_equal(got, amount);
}

static void amounts_are_read(void **state)
{
    (void)state;
    reads("50", 2, MONEY_NONE, 5000);
    reads(" 12.5 ", 2, MONEY_NONE, 1250);
    reads("12,5", 2, MONEY_NONE, 1250);
    reads("12،5", 2, MONEY_NONE, 1250);
    reads("٥٠", 3, MONEY_NONE, 50000);
    reads("١٢٫٥", 3, MONEY_NONE, 12500);
    reads("۱۲٫۵", 3, MONEY_NONE, 12500);
    reads("١٬٢٣٤٫٥٠", 2, MONEY_NONE, 123450);
    reads("1,234.50", 2, MONEY_NONE, 123450);
    reads("1.234,50", 2, MONEY_NONE, 123450);
    reads("1 234,5", 2, MONEY_NONE, 123450);
    reads("1'234.50", 2, MONEY_NONE, 123450);
    reads("1,234", 2, MONEY_NONE, 123400);
    reads("1,234,567", 3, MONEY_NONE, 1234567000);
    reads("0.500", 3, MONEY_NONE, 500);
    reads("1234,500", 3, MONEY_NONE, 1234500);
    reads("500000", 0, MONEY_NONE, 500000);
    reads("500,000", 0, MONEY_NONE, 500000);
    reads(".5", 2, MONEY_WRONG, 0);
}

static void what_is_unclear_is_not_guessed(void **state)
{
    (void)state;
    reads("1,234", 3, MONEY_UNCLEAR, 0);
    reads("1.234", 3, MONEY_UNCLEAR, 0);
    reads("12.345", 1, MONEY_NONE, 123450); /* a group: no currency has it otherwise */
    reads("0.001", 2, MONEY_FINE, 0);
    reads("1.50", 0, MONEY_FINE, 0);
    reads("", 2, MONEY_WRONG, 0);
    reads("fifty", 2, MONEY_WRONG, 0);
    reads("-5", 2, MONEY_WRONG, 0);
    reads("5-", 2, MONEY_WRONG, 0);
    reads("=5", 2, MONEY_WRONG, 0);
    reads("1e3", 2, MONEY_WRONG, 0);
    reads("12,34,567", 2, MONEY_WRONG, 0);
    reads("1,23.4,5", 2, MONEY_WRONG, 0);
    reads("5.", 2, MONEY_WRONG, 0);
    reads("1 2", 2, MONEY_WRONG, 0);
    reads("0", 2, MONEY_NOTHING, 0);
    reads("0.00", 2, MONEY_NOTHING, 0);
    reads("99999999999999999999", 2, MONEY_LARGE, 0);
    reads("10000000000000.01", 2, MONEY_LARGE, 0);
    reads("10000000000000", 2, MONEY_NONE, MONEY_MAX);
}

/* What is written for a form is read again as the same, whatever it is. */
static void what_is_written_is_read(void **state)
{
    struct rng r = {4};
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
    (void)state;
    for (int i = 0; i < 10000; i++) {
        const int digits = (int)rng_below(&r, 5);
        const int64_t amount = 1 + (int64_t)rng_below(&r, i % 2 ? 5000 : MONEY_MAX);
        int64_t got;
        struct str typed = money_plain(a, amount, digits);
        enum money_fault f = money_read(typed, digits, &got);
        if (f == MONEY_UNCLEAR) { /* as unclear to a person */
            assert_true(digits == 3 && amount / 1000 < 1000 && amount >= 1000);
            continue;
        }
        assert_int_equal(f, MONEY_NONE);
        assert_int_equal(got, amount);
    }
}

static void currencies_are_those_of_the_standard(void **state)
{
    struct currency c;
    (void)state;
    assert_true(money_currency(STR("jod"), &c));
    assert_string_equal(c.code, "JOD");
    assert_int_equal(c.digits, 3);
    assert_true(money_currency(STR("LBP"), &c));
    assert_int_equal(c.digits, 2);
    assert_true(money_currency(STR("JPY"), &c));
    assert_int_equal(c.digits, 0);
    assert_false(money_currency(STR("XYZ"), &c));
    assert_false(money_currency(STR("EU"), &c));
    assert_false(money_currency(STR("D E"), &c));
    assert_false(money_currency(STR("EURO"), &c));
}

static void amounts_are_shown_in_the_language(void **state)
{
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
    const struct currency jod = {"JOD", 3}, eur = {"EUR", 2}, yen = {"JPY", 0};
    const struct lang *en = lang_find(STR("en")), *ar = lang_find(STR("ar"));
    (void)state;
    assert_str(money_write(a, en, 123450, &eur), "1,234.50 EUR");
    assert_str(money_write(a, en, -5, &eur), "-0.05 EUR");
    assert_str(money_write(a, ar, 12500, &jod), "١٢٫٥٠٠ JOD");
    assert_str(money_write(a, en, 700, &yen), "700 JPY");
    assert_str(money_plain(a, -123450, 2), "-1234.50");
}

static void a_range_holds_its_amount(void **state)
{
    struct rng r = {5};
    int64_t low, high;
    (void)state;
    money_range(0, 2, &low, &high);
    assert_true(low == 0 && high == 0);
    money_range(-7, 2, &low, &high);
    assert_true(low == 0 && high == 0);
    money_range(1, 2, &low, &high);
    assert_true(low == 0 && high == 5000);
    money_range(5001, 2, &low, &high);
    assert_true(low == 5000 && high == 10000);
    money_range(30000, 2, &low, &high);
    assert_true(low == 20000 && high == 50000);
    for (int i = 0; i < 10000; i++) {
        const int digits = (int)rng_below(&r, 4);
        const int64_t x = 1 + (int64_t)rng_below(&r, (uint64_t)1 << (1 + rng_below(&r, 61)));
        money_range(x, digits, &low, &high);
        assert_true(low < x && x <= high && (low == 0 || high <= low / 2 * 5 + 5));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(amounts_are_read),
        cmocka_unit_test(what_is_unclear_is_not_guessed),
        cmocka_unit_test(what_is_written_is_read),
        cmocka_unit_test(currencies_are_those_of_the_standard),
        cmocka_unit_test(amounts_are_shown_in_the_language),
        cmocka_unit_test(a_range_holds_its_amount),
    };
    return cmocka_run_group_tests_name("fund money", tests, NULL, NULL);
}
