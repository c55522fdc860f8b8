/* What needs no database: rules, CSV, ranking, the map. */
#include "base/test.h"

#include "base/map.h"
#include "directory/directory_rank.h"
#include "directory/directory_rules.h"
#include "hsds/hsds_csv.h"
#include "seal/seal.h"

static int arena_make(void **state)
{
    *state = arena_create(ARENA_PLAIN, 0);
    return 0;
}

static int arena_drop(void **state)
{
    arena_destroy(*state);
    return 0;
}

/* ---- rules ----------------------------------------------------------------------------------- */

static void times_are_read(void **state)
{
    static const struct {
        const char *text;
        int minutes; /* -1: refused */
    } CASES[] = {
        {"9:00", 540},    {"09:00", 540}, {"9", 540},        {"0930", 570},   {"09:00:00", 540},
        {"24:00", 1440},  {"0:30", 30},   {"9:05 PM", 1265}, {"12:00 am", 0}, {"12:30pm", 750},
        {"17:30Z", 1050}, {"24:01", -1},  {"9:60", -1},      {"25:00", -1},   {"", -1},
        {"noon", -1},     {"9:", -1},     {"13:00 pm", -1},  {"9:00 xm", -1}, {"-9:00", -1},
        {"9:00:61", -1},  {"99999", -1},
    };
    (void)state;

    for (size_t i = 0; i < sizeof(CASES) / sizeof(CASES[0]); i++) {
        int got = -1;
        bool ok = directory_time(str_from_c(CASES[i].text), &got);
        if (ok != (CASES[i].minutes >= 0) || (ok && got != CASES[i].minutes))
            fail_msg("\"%s\" gave %d", CASES[i].text, ok ? got : -1);
    }
}

static void numbers_are_dialled(void **state)
{
    static const char *const CASES[][2] = {
        {"(312) 938-2106", "tel:3129382106"},
        {"+44 20 7946 0110", "tel:+442079460110"},
        {"312-346-9766 x 715", "tel:3123469766;ext=715"},
        {"(773) 973-4444 ext. 124", "tel:7739734444;ext=124"},
        {"1-800-LAW-REP-4", "tel:18005297374"},
        {"844-RIGHTS-9 (844-744-4879)", "tel:8447444879"},
        {"217-525-5297 (LAWS)", "tel:2175255297"},
        {"(618) 453-3217; (618) 536-7711", "tel:6184533217"},
        {"Phone: 312.555.0101", "tel:3125550101"},
        {"٠١٢٣ ٤٥٦", "tel:0123456"},
        {"ask at the door", NULL},
        {"", NULL},
        {"12", NULL},
    };
    struct arena *a = *state;

    for (size_t i = 0; i < sizeof(CASES) / sizeof(CASES[0]); i++) {
        struct str got = directory_tel(a, str_from_c(CASES[i][0]), STR_NONE);
        if (!str_eq(got, str_from_c(CASES[i][1])))
            fail_msg("\"%s\" gave %.*s", CASES[i][0], STR_ARG(got));
    }
    assert_str(directory_tel(a, STR("312-555-0101"), STR("22")), "tel:3125550101;ext=22");
}

static void texts_are_shortened(void **state)
{
    struct arena *a = *state;
    char longer[1000];

    assert_str(directory_summary(a, STR("  one\n\n two  ")), "one two");
    for (size_t i = 0; i < sizeof(longer); i++)
        longer[i] = i % 7 == 6 ? ' ' : 'x';
    struct str s = directory_summary(a, str_from(longer, sizeof(longer)));
    assert_true(s.n <= 243 && str_ends(s, STR("xxxxxx…")));
    for (size_t i = 0; i + 1 < sizeof(longer); i += 2)
        longer[i] = (char)0xd8, longer[i + 1] = (char)0xa7;
    s = directory_summary(a, str_from(longer, sizeof(longer)));
    assert_true(s.n <= 243 && s.n > 230 && str_is_utf8(s));
    s = directory_summary(a, str_from(longer, 240));
    assert_int_equal(s.n, 240);
}

static void languages_and_addresses_are_guessed(void **state)
{
    struct arena *a = *state;

    assert_str(directory_language(STR("مأوى الفانوس Lantern")), "ar");
    assert_str(directory_language(STR("Lantern Night Shelter مأوى")), "en");
    assert_str(directory_language(STR("123")), "en");
    assert_str(directory_language(STR("Une aide pour les familles. On vous écoute.")), "fr");
    assert_str(directory_language(STR("Ayuda para personas sin papeles en la ciudad")), "es");
    assert_str(directory_language(STR("Wir helfen bei der Suche nach einer Wohnung.")), "de");
    assert_str(directory_language(STR("Ücretsiz sağlık danışmanlığı")), "tr");
    assert_str(directory_language(STR("Юридическая помощь")), "ru");
    assert_str(directory_language(STR("Beratung bei Schulden")), "de");
    assert_str(directory_language(STR("José de Diego Academy")), "en"); /* one word of many */
    assert_str(directory_language(STR("Casa Hernández, a house for families in the old town")),
               "en");
    assert_str(directory_web(a, STR("www.example.org/x")), "https://www.example.org/x");
    assert_str(directory_web(a, STR("http://example.org")), "http://example.org");
    assert_str(directory_web(a, STR("javascript:alert(1)")), "javascript:alert(1)");
    assert_str(directory_web(a, STR("see the door")), "see the door");
}

/* ---- CSV ------------------------------------------------------------------------------------- */

struct seen {
    size_t rows;
    uint32_t lines[16];
    struct str first[16];
    size_t fields[16];
};

static enum err see(void *ctx, uint32_t line, const struct str *fields, size_t n, uint64_t bytes)
{
    struct seen *s = ctx;
    (void)bytes;
    if (s->rows < 16) {
        s->lines[s->rows] = line;
        s->first[s->rows] = fields[0];
        s->fields[s->rows] = n;
    }
    s->rows++;
    return ERR_OK;
}

#define READ(a, literal, seen, broken)                                                             \
    hsds_csv_read_text((struct str){literal, sizeof(literal) - 1}, a, see, seen, broken)

static void rows_know_their_lines(void **state)
{
    struct seen s = {0};
    struct csv_broken b;

    assert_ok(READ(*state,
                   "\xEF\xBB\xBFid,name\r\n1,\"two\r\nlines \"\"quoted\"\"\"\r\n\r\n2,x\r\n"
                   "\"3\nand\n more\",y\n4,z",
                   &s, &b));
    assert_int_equal(s.rows, 5);
    assert_str(s.first[0], "id");
    assert_int_equal(s.lines[0], 1);
    assert_int_equal(s.lines[1], 2);
    assert_int_equal(s.lines[2], 5);
    assert_int_equal(s.lines[3], 6);
    assert_str(s.first[3], "3\nand\n more");
    assert_int_equal(s.lines[4], 9);
    assert_int_equal(s.fields[4], 2);
}

static void old_line_ends_are_read(void **state)
{
    struct seen s = {0};
    struct csv_broken b;

    assert_ok(READ(*state, "id,name\r1,a\r\r2,b\r", &s, &b));
    assert_int_equal(s.rows, 3);
    assert_int_equal(s.lines[1], 2);
    assert_int_equal(s.lines[2], 4);
}

static void broken_files_are_told(void **state)
{
    struct arena *a = *state;
    struct seen s = {0};
    struct csv_broken b;
    struct buf big;
    struct str text;

    assert_err(READ(a, "id\n1\n\"2\n3\n", &s, &b), INVALID);
    assert_int_equal(b.line, 3); /* where it was opened */
    assert_err(READ(a, "id\n1\n2\"3\n", &s, &b), INVALID);
    assert_int_equal(b.line, 3);
    assert_err(READ(a, "id\n\"1\" 2\n", &s, &b), INVALID);
    assert_err(READ(a, "id\n1\0\n", &s, &b), INVALID);
    assert_int_equal(b.line, 2);
    assert_err(READ(a, "id\ncaf\xe9\n", &s, &b), INVALID);
    assert_int_equal(b.line, 2);
    assert_non_null(b.why);

    for (int quoted = 0; quoted < 2; quoted++) {
        buf_init(&big, a, 1 << 20, 1 << 22);
        buf_add_c(&big, quoted ? "id\n\"" : "id\n");
        for (size_t i = 0; i < HSDS_FIELD_MAX + 1; i++)
            buf_add_char(&big, quoted && i % 80 == 79 ? '\n' : 'x');
        buf_add_c(&big, quoted ? "\"\n" : "\n");
        assert_ok(buf_end(&big, &text));
        assert_err(hsds_csv_read_text(text, a, see, &s, &b), INVALID);
        assert_int_equal(b.line, 2);
    }
    buf_init(&big, a, 1 << 20, 1 << 22);
    buf_add_c(&big, "id\n\"");
    for (size_t i = 0; i < HSDS_LINE_MAX + 10; i++)
        buf_add_char(&big, i % 80 == 79 ? '\n' : 'x');
    assert_ok(buf_end(&big, &text));
    assert_err(hsds_csv_read_text(text, a, see, &s, &b), INVALID);
    assert_int_equal(b.line, 2);
}

static void empty_files_have_no_rows(void **state)
{
    struct seen s = {0};
    struct csv_broken b;

    assert_ok(READ(*state, "", &s, &b));
    assert_ok(READ(*state, "\xEF\xBB\xBF", &s, &b));
    assert_ok(READ(*state, "\n\r\n  \n", &s, &b));
    assert_int_equal(s.rows, 0);
}

/* ---- ranking --------------------------------------------------------------------------------- */

static void rare_words_weigh_more(void **state)
{
    (void)state;
    assert_true(rank_idf(1000, 1) > rank_idf(1000, 10));
    assert_true(rank_idf(1000, 10) > rank_idf(1000, 1000));
    assert_true(rank_idf(1000, 1000) > 0);
    /* log2(1 + 999.5 / 1.5) = 9.38 */
    assert_in_range(rank_idf(1000, 1), 2401 - 2, 2401 + 2);
    assert_true(rank_impact(16, 100) > rank_impact(8, 100));
    assert_true(rank_impact(8, 50) > rank_impact(8, 200));
    assert_true(rank_impact(1, 1000000) >= 1);
    assert_true(rank_impact(1000000, 1) <= 255);
}

static struct rank_alt packed(struct arena *a, const struct posting *v, size_t n, uint8_t term)
{
    struct rank_alt w = {.weight = 256, .term = term};
    struct buf b;
    buf_init(&b, a, 64, 4096);
    rank_pack(&b, v, n);
    assert_ok(buf_end(&b, &w.postings));
    return w;
}

static struct rank_query asked(const struct rank_alt *alts, size_t n, uint64_t slots, size_t offset,
                               size_t limit)
{
    struct rank_query q = {
        .alts = alts, .nalts = n, .slots = slots, .live = slots, .offset = offset, .limit = limit};
    for (size_t i = 0; i < n; i++)
        q.nterms = alts[i].term >= q.nterms ? alts[i].term + 1u : q.nterms;
    return q;
}

#define FIND(a, alts, n, slots, offset, limit, found)                                              \
    do {                                                                                           \
        struct rank_query q_ = asked(alts, n, slots, offset, limit);                               \
        assert_ok(rank_find(a, &q_, found));                                                       \
    } while (0)

static void best_come_first_and_ties_by_order(void **state)
{
    struct arena *a = *state;
    const struct posting common[] = {{0, 9}, {1, 9}, {2, 9}, {300, 9}, {70000, 9}};
    const struct posting rare[] = {{2, 20}, {300, 50}};
    struct rank_alt words[] = {packed(a, common, 5, 0), packed(a, rare, 2, 1), {.term = 2}};
    struct rank_result found;

    FIND(a, words, 1, 80000, 0, 10, &found);
    assert_int_equal(found.total, 5);
    assert_int_equal(found.v[0].entry, 0);
    assert_int_equal(found.v[4].entry, 70000);
    FIND(a, words, 1, 80000, 3, 10, &found);
    assert_int_equal(found.n, 2);
    assert_int_equal(found.v[0].entry, 300);
    FIND(a, words, 1, 80000, 9, 10, &found);
    assert_int_equal(found.n, 0);

    uint32_t *order = ARENA_ARRAY(a, uint32_t, 80000);
    order[0] = 9, order[1] = 8, order[2] = 7, order[300] = 6, order[70000] = 5;
    struct rank_query q = asked(words, 1, 80000, 0, 3);
    q.order = order;
    assert_ok(rank_find(a, &q, &found));
    assert_int_equal(found.v[0].entry, 70000);
    assert_int_equal(found.v[2].entry, 2);

    FIND(a, words, 2, 80000, 0, 2, &found);
    assert_int_equal(found.n, 2);
    assert_int_equal(found.v[0].entry, 300);
    assert_int_equal(found.v[0].alts, 3);
    assert_int_equal(found.v[1].entry, 2);

    /* A word nobody wrote does not hide what the others find. */
    words[1].term = 0;
    words[2].term = 1;
    FIND(a, words + 1, 2, 80000, 0, 10, &found);
    assert_int_equal(found.total, 2);
    words[2].term = 0;
    FIND(a, words + 2, 1, 80000, 0, 10, &found);
    assert_int_equal(found.total, 0);
    FIND(a, words, 1, 0, 0, 10, &found);
    assert_int_equal(found.n, 0);
}

static void the_best_way_to_write_a_term_counts(void **state)
{
    struct arena *a = *state;
    const struct posting typed[] = {{1, 100}, {2, 100}}, meant[] = {{1, 100}, {3, 100}};
    const struct posting other[] = {{3, 100}, {4, 100}};
    struct rank_alt alts[] = {packed(a, typed, 2, 0), packed(a, meant, 2, 0),
                              packed(a, other, 2, 1)};
    struct rank_result found;

    alts[1].weight = 200;
    FIND(a, alts, 2, 100, 0, 10, &found);
    assert_int_equal(found.total, 3);
    assert_int_equal(found.v[0].entry, 1);
    assert_int_equal(found.v[0].alts, 3);
    assert_int_equal(found.v[1].entry, 2);
    assert_int_equal(found.v[0].score, found.v[1].score); /* not the sum */
    assert_int_equal(found.v[2].entry, 3);
    assert_true(found.v[2].score < found.v[1].score);
    FIND(a, alts, 3, 100, 0, 10, &found);
    assert_int_equal(found.v[0].entry, 3);

    /* What is worth less than half stands behind the rest, while that is not enough; what is worth
     * nearly nothing stands alone. */
    alts[1].weight = 100;
    FIND(a, alts, 2, 100, 0, 10, &found);
    assert_int_equal(found.total, 3);
    assert_int_equal(found.v[2].entry, 3);
    for (size_t at = 0; at < 4; at++) {
        FIND(a, alts, 2, 100, at, 1, &found);
        assert_int_equal(found.total, 3);
        assert_int_equal(found.n, at < 3 ? 1 : 0);
    }
    alts[1].weight = 20;
    FIND(a, alts, 2, 100, 0, 10, &found);
    assert_int_equal(found.total, 2);
    FIND(a, alts + 1, 1, 100, 0, 10, &found);
    assert_int_equal(found.total, 2);
}

static void what_was_learned_helps_and_is_never_wanting(void **state)
{
    struct arena *a = *state;
    const struct posting one[] = {{1, 100}, {2, 100}, {3, 100}}, two[] = {{1, 100}, {9, 100}};
    const struct posting learned[] = {{2, 100}, {4, 100}};
    const struct rank_alt alts[] = {packed(a, one, 3, 0), packed(a, two, 2, 1),
                                    packed(a, learned, 2, 2)};
    const uint16_t scale[] = {256, 256, 96};
    struct rank_query q = asked(alts, 3, 100, 0, 10);
    struct rank_result found, without;

    FIND(a, alts, 2, 100, 0, 10, &without);
    assert_int_equal(without.v[0].entry, 1);
    q.nlearned = 1;
    q.scale = scale;
    assert_ok(rank_find(a, &q, &found));
    assert_int_equal(found.total, without.total + 1);
    assert_int_equal(found.v[0].entry, 1);
    assert_true(found.v[0].score == without.v[0].score);
    for (size_t i = 0; i < found.n; i++) {
        if (found.v[i].entry == 2)
            assert_true(found.v[i].score > found.v[i + 1].score);
        assert_true(i + 1 == found.n || found.v[i].entry != 4); /* it comes last */
    }
}

static void conditions_are_all_fulfilled(void **state)
{
    struct arena *a = *state;
    const struct posting word[] = {{0, 9}, {1, 9}, {2, 9}, {3, 9}, {5000, 9}};
    const struct posting here[] = {{1, 1}, {5000, 1}}, near[] = {{2, 1}, {5000, 1}};
    const struct posting kind[] = {{1, 1}, {2, 200}, {3, 1}, {5000, 1}};
    struct rank_alt alts[] = {packed(a, word, 5, 0)};
    struct rank_filter filters[] = {{packed(a, kind, 4, 0).postings, 0},
                                    {packed(a, here, 2, 0).postings, 1},
                                    {packed(a, near, 2, 0).postings, 1}};
    uint16_t week[6000] = {0, 1, 2}, quality[6000] = {0, 7, 1};
    const bool open[] = {false, false, true};
    struct rank_query q = asked(alts, 1, 6000, 0, 10);
    struct rank_result found;

    q.filters = filters;
    q.nfilters = 3;
    q.ngroups = 2;
    assert_ok(rank_find(a, &q, &found));
    assert_int_equal(found.total, 3);
    q.week = week;
    q.open = open;
    q.nopen = 3;
    assert_ok(rank_find(a, &q, &found));
    assert_int_equal(found.total, 1);
    assert_int_equal(found.v[0].entry, 2);

    /* Conditions alone: by quality and by how much the first of them weighs. */
    q = (struct rank_query){.filters = filters,
                            .nfilters = 3,
                            .ngroups = 2,
                            .quality = quality,
                            .slots = 6000,
                            .live = 6000,
                            .limit = 10};
    assert_ok(rank_find(a, &q, &found));
    assert_int_equal(found.total, 3);
    assert_int_equal(found.v[0].entry, 2);
    assert_int_equal(found.v[1].entry, 1);
    assert_int_equal(found.v[2].entry, 5000);
}

static void damaged_postings_are_found_out(void **state)
{
    struct arena *a = *state;
    const struct posting v[] = {{1, 9}, {300, 9}, {900, 9}};
    struct rank_alt whole = packed(a, v, 3, 0), cut = whole;
    struct rank_query q;
    struct rank_result found;
    struct posting *back;
    size_t n;

    for (size_t bytes = 1; bytes < whole.postings.n; bytes++) {
        cut.postings = str_slice(whole.postings, 0, bytes);
        q = asked(&cut, 1, 1000, 0, 10);
        assert_err(rank_find(a, &q, &found), DB);
        assert_err(rank_unpack(a, cut.postings, 1000, &back, &n), DB);
    }
    q = asked(&whole, 1, 900, 0, 10);
    assert_err(rank_find(a, &q, &found), DB);
    assert_ok(rank_unpack(a, whole.postings, 1000, &back, &n));
    assert_int_equal(n, 3);
    assert_int_equal(back[2].entry, 900);
}

/* The heap against the plain way: sort everything. */
static void the_heap_agrees_with_sorting(void **state)
{
    struct arena *a = *state;
    struct posting v[200];
    struct rank_result some, all;

    for (uint32_t i = 0; i < 200; i++)
        v[i] = (struct posting){.entry = i * 3, .impact = (uint8_t)(1 + i * 37 % 50)};
    struct rank_alt w = packed(a, v, 200, 0);
    FIND(a, &w, 1, 600, 0, 200, &all);
    for (size_t i = 1; i < all.n; i++) {
        assert_true(all.v[i - 1].score >= all.v[i].score);
        assert_true(all.v[i - 1].score > all.v[i].score || all.v[i - 1].entry < all.v[i].entry);
    }
    for (size_t at = 0; at < 200; at += 17) {
        FIND(a, &w, 1, 600, at, 7, &some);
        for (size_t i = 0; i < some.n; i++)
            assert_int_equal(some.v[i].entry, all.v[at + i].entry);
    }
}

static void the_map_keeps_what_it_is_given(void **state)
{
    struct arena *a = *state;
    struct map m;
    bool fresh;

    map_init(&m, a);
    for (uint32_t i = 0; i < 5000; i++) {
        *map_put(&m, str_fmt(a, "key %u", i), &fresh) = i;
        assert_true(fresh);
    }
    *map_put(&m, STR_NONE, &fresh) = 7;
    for (uint32_t i = 0; i < 5000; i++) {
        const uint32_t *v = map_get(&m, str_fmt(a, "key %u", i));
        assert_non_null(v);
        assert_int_equal(*v, i);
    }
    assert_int_equal(*map_get(&m, STR("")), 7);
    assert_null(map_get(&m, STR("key 5000")));
}

#define PURE(fn) cmocka_unit_test_setup_teardown(fn, arena_make, arena_drop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        PURE(times_are_read),
        PURE(numbers_are_dialled),
        PURE(texts_are_shortened),
        PURE(languages_and_addresses_are_guessed),
        PURE(rows_know_their_lines),
        PURE(old_line_ends_are_read),
        PURE(broken_files_are_told),
        PURE(empty_files_have_no_rows),
        PURE(rare_words_weigh_more),
        PURE(best_come_first_and_ties_by_order),
        PURE(the_best_way_to_write_a_term_counts),
        PURE(what_was_learned_helps_and_is_never_wanting),
        PURE(conditions_are_all_fulfilled),
        PURE(damaged_postings_are_found_out),
        PURE(the_heap_agrees_with_sorting),
        PURE(the_map_keeps_what_it_is_given),
    };
    seal_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
