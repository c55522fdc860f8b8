#include "base/test.h"

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/rand.h"

static void str_cuts_and_compares(void **state)
{
    (void)state;
    struct str s = STR("a,b,");
    assert_str(str_cut(&s, ','), "a");
    assert_str(str_cut(&s, ','), "b");
    assert_str(s, "");
    assert_true(str_starts(STR("عون"), STR("ع")));
    assert_false(str_starts(STR("a"), STR("ab")));
    assert_true(str_ends(STR("x.csv"), STR(".csv")));
    assert_true(str_cmp(STR("a"), STR("ab")) < 0);
    assert_str(str_trim(STR(" \t x y \n")), "x y");
    assert_str(str_trim(STR("   ")), "");
}

static void str_reads_numbers(void **state)
{
    (void)state;
    uint64_t u;
    int64_t i;
    assert_true(str_to_u64(STR("18446744073709551615"), &u) && u == UINT64_MAX);
    assert_false(str_to_u64(STR("18446744073709551616"), &u));
    assert_false(str_to_u64(STR(""), &u));
    assert_false(str_to_u64(STR("1 "), &u));
    assert_true(str_to_i64(STR("-12"), &i) && i == -12);
    assert_false(str_to_i64(STR("-"), &i));
}

static void utf8_is_checked(void **state)
{
    (void)state;
    assert_true(str_is_utf8(STR("مرحبا 👋")));
    assert_false(str_is_utf8(STR("\xC0\xAF")));         /* overlong */
    assert_false(str_is_utf8(STR("\xED\xA0\x80")));     /* surrogate */
    assert_false(str_is_utf8(STR("\xF4\x90\x80\x80"))); /* above U+10FFFF */
    assert_false(str_is_utf8(STR("\xD8")));             /* cut */
    assert_false(str_is_utf8(STR("a\0b")));
    assert_int_equal(str_code_points(STR("عون")), 3);
    assert_str(str_utf8_prefix(STR("عون"), 3), "ع");
    size_t pos = 0;
    assert_int_equal(str_utf8_next(STR("👋"), &pos), 0x1F44B);
    assert_int_equal(pos, 4);
}

static void arena_gives_zeroed_memory(void **state)
{
    (void)state;
    for (enum arena_kind kind = ARENA_PLAIN; kind <= ARENA_SECRET; kind++) {
        ARENA_LOCAL struct arena *a = arena_create(kind, 128);
        char *first = arena_alloc(a, 40);
        memset(first, 'x', 40);
        char *large = arena_alloc(a, 100000);
        assert_int_equal(large[99999], 0);
        arena_clear(a);
        assert_int_equal(arena_used(a), 0);
        char *again = arena_alloc(a, 40);
        for (int i = 0; i < 40; i++)
            assert_int_equal(again[i], 0);
        assert_str(str_fmt(a, "%d-%s", 7, "x"), "7-x");
    }
}

static void arena_keeps_blocks_without_what_was_in_them(void **state)
{
    (void)state;
    for (enum arena_kind kind = ARENA_PLAIN; kind <= ARENA_SECRET; kind++) {
        ARENA_LOCAL struct arena *a = arena_create(kind, 4096);
        for (int round = 0; round < 3; round++) {
            for (size_t n = 1000; n < 200000; n *= 3) {
                char *p = arena_alloc(a, n);
                for (size_t i = 0; i < n; i++)
                    assert_int_equal(p[i], 0);
                memset(p, 'x', n);
            }
            arena_clear(a);
        }
    }
}

static void arena_extends_the_newest_only(void **state)
{
    (void)state;
    for (enum arena_kind kind = ARENA_PLAIN; kind <= ARENA_SECRET; kind++) {
        ARENA_LOCAL struct arena *a = arena_create(kind, 4096);
        char *old = arena_alloc(a, 10), *p = arena_alloc(a, 10);
        memset(p, 'x', 10);
        assert_null(arena_extend(a, old, 10, 100));
        char *same = p;
        p = arena_extend(a, p, 10, 1000);
        assert_ptr_equal(p, same);
        for (int i = 10; i < 1000; i++)
            assert_int_equal(p[i], 0);
        assert_int_equal(p[9], 'x');
        assert_true((char *)arena_alloc(a, 1) >= p + 1000);
        assert_null(arena_extend(a, p, 1000, 1100));
        char *last = arena_alloc(a, 8);
        assert_null(arena_extend(a, last, 8, 20000));
    }
}

static void buf_remembers_that_it_was_full(void **state)
{
    (void)state;
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
    struct buf b;
    struct str out;
    buf_init(&b, a, 2, 10);
    buf_add(&b, STR("hello"));
    buf_add_u64(&b, 12345);
    assert_ok(buf_end(&b, &out));
    assert_str(out, "hello12345");
    buf_add_char(&b, '!');
    assert_err(buf_end(&b, &out), TOO_LARGE);
    buf_init(&b, NULL, 0, 1000);
    buf_add_fmt(&b, "%s", "x");
    assert_ok(buf_end(&b, &out));
    assert_str(out, "x");
    buf_release(&b);
}

static void days_are_floored(void **state)
{
    (void)state;
    assert_int_equal(clock_day(0), 0);
    assert_int_equal(clock_day(86399), 0);
    assert_int_equal(clock_day(86400), 1);
    assert_int_equal(clock_day(-1), -1);
    struct clock c;
    clock_init_fixed(&c, 5);
    assert_int_equal(clock_now(&c), 5);
    c.fixed = 6;
    assert_int_equal(clock_now(&c), 6);
}

static void rng_is_repeatable_and_in_range(void **state)
{
    (void)state;
    struct rng a = {1}, b = {1};
    for (int i = 0; i < 1000; i++) {
        uint64_t v = rng_below(&a, 7);
        assert_true(v < 7);
        assert_int_equal(v, rng_below(&b, 7));
    }
}

static void errors_have_text_and_status(void **state)
{
    (void)state;
    assert_string_equal(err_text(ERR_OK), "success");
    assert_int_equal(err_status(ERR_BUSY), 503);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(str_cuts_and_compares),
        cmocka_unit_test(str_reads_numbers),
        cmocka_unit_test(utf8_is_checked),
        cmocka_unit_test(arena_gives_zeroed_memory),
        cmocka_unit_test(arena_keeps_blocks_without_what_was_in_them),
        cmocka_unit_test(arena_extends_the_newest_only),
        cmocka_unit_test(buf_remembers_that_it_was_full),
        cmocka_unit_test(days_are_floored),
        cmocka_unit_test(rng_is_repeatable_and_in_range),
        cmocka_unit_test(errors_have_text_and_status),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
