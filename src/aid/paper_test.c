/* Codes, lines and the way: what hands do wrong is found. */
#include "aid/paper.h"

#include <string.h>

#include "base/buf.h"
#include "base/map.h"
#include "base/rand.h"
#include "base/test.h"

#define ALL "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

static struct key desk_key(uint8_t seed)
{
    struct key base, k;
    memset(&base, seed, sizeof base);
    key_derive(&k, &base, "test of codes", STR_NONE);
    return k;
}

static int setup(void **state)
{
    *state = arena_create(ARENA_PLAIN, 0);
    return 0;
}

static int teardown(void **state)
{
    arena_destroy(*state);
    return 0;
}

static enum case_code_told told(const char *typed, struct case_code *out)
{
    return case_code_read(str_from_c(typed), out);
}

/* Every wrong letter and every two letters in each other's place are found, in codes of all
 * lengths. */
static void test_slips_are_found(void **state)
{
    struct arena *a = *state;
    const struct key k = desk_key(1);
    uint64_t ids[300];
    struct case_code codes[300], read;
    for (size_t i = 0; i < 300; i++)
        ids[i] = 7919 * i + 1;
    case_codes_of(a, &k, ids, 300, codes);
    for (size_t i = 0; i < 300; i++) {
        const size_t n = strlen(codes[i].text);
        assert_int_equal(told(codes[i].text, &read), CASE_CODE_FINE);
        assert_string_equal(read.text, codes[i].text);
        for (size_t at = 0; at < n; at++) {
            struct case_code typed = codes[i];
            for (const char *c = ALL; *c; c++) {
                typed.text[at] = *c;
                assert_int_equal(told(typed.text, &read),
                                 *c == codes[i].text[at] ? CASE_CODE_FINE : CASE_CODE_SLIP);
            }
            for (size_t other = at + 1; other < n; other++) {
                typed = codes[i];
                typed.text[at] = codes[i].text[other];
                typed.text[other] = codes[i].text[at];
                assert_int_equal(told(typed.text, &read), typed.text[at] == typed.text[other]
                                                              ? CASE_CODE_FINE
                                                              : CASE_CODE_SLIP);
            }
        }
    }
}

/* However many there are, none is the beginning of another, and none says the same under another
 * key. */
static void test_codes_are_unlike(void **state)
{
    enum { N = 20000 };
    struct arena *a = *state;
    const struct key k = desk_key(1), other = desk_key(2);
    struct rng r = {5678};
    uint64_t *ids = ARENA_ARRAY(a, uint64_t, N);
    struct case_code *v = ARENA_ARRAY(a, struct case_code, N);
    struct case_code *w = ARENA_ARRAY(a, struct case_code, N);
    size_t longer = 0, alike = 0;
    for (size_t i = 0; i < N; i++)
        ids[i] = rng_next(&r);
    ids[N - 1] = ids[0];
    case_codes_of(a, &k, ids, N, v);
    case_codes_of(a, &other, ids, N, w);
    assert_string_equal(v[N - 1].text, v[0].text);
    struct map seen;
    map_init(&seen, a);
    for (size_t i = 0; i < N - 1; i++) {
        bool fresh;
        const size_t n = strlen(v[i].text);
        map_put(&seen, str_from_c(v[i].text), &fresh);
        assert_true(fresh);
        longer += n > CASE_CODE_SHORT + 1;
        alike += strcmp(v[i].text, w[i].text) == 0;
        assert_true(n >= CASE_CODE_SHORT + 1);
    }
    assert_true(longer > 0 && longer < N / 10); /* some begin alike */
    assert_true(alike < 3);
}

static void test_codes_are_read_kindly(void **state)
{
    struct case_code c, d;
    (void)state;
    struct str five = STR("K7O1M");
    char typed[16] = {0};
    memcpy(typed, five.p, five.n);
    typed[5] = case_code_check(STR("K701M"));
    assert_int_equal(told(typed, &c), CASE_CODE_FINE);
    assert_memory_equal(c.text, "K701M", 5);
    assert_int_equal(case_code_read(STR("k٧-oL"), &d), CASE_CODE_NONE); /* too short */
    assert_int_equal(case_code_read(STR("k٧-oLm"), &d), CASE_CODE_SLIP);
    assert_memory_equal(d.text, "K701M", 6);
    assert_int_equal(case_code_read(STR("K7P!MX"), &d), CASE_CODE_NONE);
    assert_int_equal(case_code_read(STR("UUUUUU"), &d), CASE_CODE_NONE);
    assert_int_equal(case_code_read(STR("0123456789ABCDE"), &d), CASE_CODE_NONE);
    assert_int_equal(d.text[0], 0);
}

static void test_nearest(void **state)
{
    static const struct case_code ALL_OF_THEM[] = {{"K7P2MX"}, {"3HJ9QA"}, {"K7P2NY"}};
    struct case_code typed = {"K7P2MX"};
    size_t which;
    (void)state;
    memcpy(typed.text, "7KP2MX", 7);
    assert_true(case_code_nearest(ALL_OF_THEM, 3, &typed, &which) && which == 0);
    memcpy(typed.text, "3HJ9A\0", 7);
    assert_true(case_code_nearest(ALL_OF_THEM, 3, &typed, &which) && which == 1);
    memcpy(typed.text, "K7P2MY", 7); /* as near to both */
    assert_false(case_code_nearest(ALL_OF_THEM, 3, &typed, &which));
    memcpy(typed.text, "ZZZZZZ", 7);
    assert_false(case_code_nearest(ALL_OF_THEM, 3, &typed, &which));
    assert_false(case_code_nearest(ALL_OF_THEM, 0, &typed, &which));
}

static void test_lines(void **state)
{
    struct paper_lines l;
    paper_lines_read(*state,
                     STR("\n  K7P2M"
                         "0 h\r\n\nk7p2m0\tس\nK7P2M0 , ٣ \nK7P2M0\nnobody "
                         "there\n a-b 1 2\nK7P2M0 q\n"),
                     &l);
    assert_int_equal(l.n, 7);
    assert_int_equal(l.v[0].line, 2);
    assert_str(l.v[0].text, "K7P2M0 h");
    assert_int_equal(l.v[0].word, PAPER_HANDED);
    assert_int_equal(l.v[1].word, PAPER_HANDED);
    assert_int_equal(l.v[2].word, PAPER_ENOUGH);
    assert_int_equal(l.v[3].word, PAPER_NOTHING);
    assert_int_equal(l.v[4].told, CASE_CODE_SLIP); /* could be one */
    assert_int_equal(l.v[4].word, PAPER_NOTHING);
    assert_int_equal(l.v[5].told, CASE_CODE_NONE);
    assert_int_equal(l.v[5].word, PAPER_NOTHING);
    assert_int_equal(l.v[6].word, PAPER_NOTHING);
    for (int w = 1; w <= PAPER_WORD_COUNT; w++) {
        enum paper_word got;
        const char letter = paper_word_letter((enum paper_word)w);
        assert_true(paper_word_read(str_from(&letter, 1), &got) && (int)got == w);
        assert_true(paper_word_text(got)[0] != 0);
    }
}

static void test_too_many_lines(void **state)
{
    struct paper_lines l;
    struct buf b;
    struct str text;
    buf_init(&b, *state, 4096, 65536);
    for (int i = 0; i <= PAPER_LINES_MAX; i++)
        buf_add_c(&b, "K7P2M0 h\n");
    assert_ok(buf_end(&b, &text));
    paper_lines_read(*state, text, &l);
    assert_true(l.more);
    assert_int_equal(l.n, PAPER_LINES_MAX);
}

static void test_numbers_of_sheets(void **state)
{
    struct arena *a = *state;
    const struct case_code codes[] = {{"K7P2MX"}, {"3HJ9QA"}};
    uint32_t n;
    for (uint32_t i = 1; i < 400; i++) {
        const struct str s = paper_number(a, i);
        assert_true(paper_number_read(s, &n) && n == i);
        char *typed = str_to_c(a, s);
        for (size_t at = 0; at < s.n; at++) {
            const char was = typed[at];
            for (const char *c = ALL; *c && was != '-'; c++) {
                typed[at] = *c;
                assert_int_equal(paper_number_read(str_from_c(typed), &n) && n == i, *c == was);
            }
            typed[at] = was;
        }
    }
    const struct str qr = paper_qr_text(a, 12, 20454, codes, 2); /* 1 January 2026 */
    assert_true(str_ends(qr, STR(" 2026-01-01 K7P2MX 3HJ9QA")));
    assert_true(paper_number_read(qr, &n));
    assert_int_equal(n, 12);
    assert_false(paper_number_read(STR(""), &n));
    assert_false(paper_number_read(STR("-"), &n));
    assert_false(paper_number_read(STR("99999999999999999999"), &n));
}

/* A street of four: from the first, always to the nearest that is left. */
static void test_the_way(void **state)
{
    struct area v[] = {{.id = 1, .name = STR("a")},
                       {.id = 2, .name = STR("b")},
                       {.id = 3, .name = STR("c")},
                       {.id = 4, .name = STR("d")},
                       {.id = 5, .name = STR("an island")}};
    struct area_link links[] = {{1, 2, 10}, {2, 3, 10}, {3, 4, 10}};
    struct areas all = {.v = v, .n = 5, .links = links, .nlinks = 3};
    uint32_t wrong, way[] = {2, 0, 4, 1, 3};
    assert_ok(areas_check(&all, &wrong));
    paper_route(&all, *state, way, 5);
    const uint32_t wanted[] = {2, 1, 3, 4, 0};
    assert_memory_equal(way, wanted, sizeof way);
    uint32_t one[] = {0}, unknown[] = {77, 3, 5};
    paper_route(&all, *state, one, 1);
    paper_route(&all, *state, unknown, 3);
    paper_route(&all, *state, unknown, 0);
    assert_int_equal(unknown[0], 77);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_slips_are_found, setup, teardown),
        cmocka_unit_test_setup_teardown(test_codes_are_unlike, setup, teardown),
        cmocka_unit_test_setup_teardown(test_codes_are_read_kindly, setup, teardown),
        cmocka_unit_test_setup_teardown(test_nearest, setup, teardown),
        cmocka_unit_test_setup_teardown(test_lines, setup, teardown),
        cmocka_unit_test_setup_teardown(test_too_many_lines, setup, teardown),
        cmocka_unit_test_setup_teardown(test_numbers_of_sheets, setup, teardown),
        cmocka_unit_test_setup_teardown(test_the_way, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
