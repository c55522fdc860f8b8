#include "base/test.h"

#include <pthread.h>
#include <string.h>

#include "i18n/i18n.h"
#include "i18n/zone.h"

#define AR lang_find(STR("ar"))
#define EN lang_find(STR("en"))

static void languages_are_known(void **state)
{
    (void)state;
    assert_ptr_equal(lang_default(), AR);
    assert_string_equal(lang_dir(AR), "rtl");
    assert_string_equal(lang_dir(EN), "ltr");
    assert_string_equal(lang_name(AR), "العربية");
    assert_string_equal(lang_code(EN), "en");
    assert_null(lang_find(STR("xx")));
    assert_null(lang_find(STR("")));
    for (size_t i = 0; i < lang_count(); i++)
        assert_ptr_equal(lang_find(str_from_c(lang_code(lang_at(i)))), lang_at(i));
    assert_null(lang_at(lang_count()));
}

static void texts_are_found(void **state)
{
    (void)state;
    assert_string_equal(tr(AR, "yesterday"), "أمس");
    assert_string_equal(tr(EN, "yesterday"), "yesterday");
    assert_string_equal(tr(AR, "no such text"), "no such text");
    assert_string_equal(tr(AR, ""), "");
    assert_string_equal(tr_n(AR, "no such", "no suches", 1), "no such");
    assert_string_equal(tr_n(AR, "no such", "no suches", 3), "no suches");
    assert_string_equal(tr_n(EN, "{n} day ago", "{n} days ago", 1), "{n} day ago");
    assert_string_equal(tr_n(EN, "{n} day ago", "{n} days ago", 0), "{n} days ago");
}

static void arabic_has_six_forms(void **state)
{
    (void)state;
    static const struct {
        uint64_t n;
        const char *text;
    } CASES[] = {
        {0, "اليوم"},
        {1, "قبل يوم"},
        {2, "قبل يومين"},
        {3, "قبل ٣ أيام"},
        {10, "قبل ١٠ أيام"},
        {11, "قبل ١١ يومًا"},
        {99, "قبل ٩٩ يومًا"},
        {100, "قبل ١٠٠ يوم"},
        {101, "قبل ١٠١ يوم"},
        {102, "قبل ١٠٢ يوم"},
        {103, "قبل ١٠٣ أيام"},
        {111, "قبل ١١١ يومًا"},
        {1000, "قبل ١٬٠٠٠ يوم"},
    };
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
    for (size_t i = 0; i < sizeof(CASES) / sizeof(CASES[0]); i++) {
        struct str got = tr_fmt_n(a, AR, "{n} day ago", "{n} days ago", CASES[i].n, NULL, 0);
        assert_string_equal(str_to_c(a, got), CASES[i].text);
    }
}

static void places_are_filled(void **state)
{
    (void)state;
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
    assert_str(tr_fmt(a, EN, "{name} joined", TR_ARGS({"name", STR("Noor")})), "Noor joined");
    assert_str(tr_fmt(a, EN, "{a}{b}{a}", TR_ARGS({"a", STR("{b}")}, {"b", STR("{a}")})),
               "{b}{a}{b}");
    assert_str(tr_fmt(a, EN, "{who} {name", TR_ARGS({"name", STR("x")})), "{who} {name");
    assert_str(tr_fmt(a, EN, "{}{{name}}", TR_ARGS({"name", STR("x")})), "{}{x}");
    assert_str(tr_fmt(a, EN, "<{name}>", TR_ARGS({"name", STR_NONE})), "<>");
    assert_str(tr_fmt(a, EN, "{", NULL, 0), "{");
    assert_str(tr_fmt_n(a, EN, "{n} {x}", "{n} {x}s", 1234, TR_ARGS({"x", STR("{n}")})),
               "1,234 {n}s");
    assert_str(tr_fmt_n(a, EN, "{n}", "{n}", UINT64_MAX, NULL, 0), "9,223,372,036,854,775,807");
}

static void the_browser_says_which_language(void **state)
{
    (void)state;
    static const struct {
        const char *header, *code;
    } CASES[] = {
        {"", "ar"},
        {"en", "en"},
        {"en-US,en;q=0.9", "en"},
        {"AR-eg, en;q=0.9", "ar"},
        {"ar;q=0.4, en;q=0.8", "en"},
        {"fr, de;q=0.9, en;q=0.1", "en"},
        {"fr, de", "ar"},
        {"en;q=0", "ar"},
        {"en;q=0.5, ar;q=0.500", "en"},
        {"*;q=0.9, en;q=0.5", "ar"},
        {"en;q=1.5", "ar"},
        {"en;q=0.1234", "ar"},
        {"en;q=", "ar"},
        {"en;q=x, ;;;,=,q=1,,-,;q=1", "ar"},
        {" en ; q = 0.3 ", "en"},
        {"english", "ar"},
        {"en;level=1;q=0.2,ar;q=0.1", "en"},
        {"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa-en", "ar"},
    };
    for (size_t i = 0; i < sizeof(CASES) / sizeof(CASES[0]); i++)
        assert_string_equal(lang_code(lang_accept(str_from_c(CASES[i].header), AR)), CASES[i].code);
    assert_ptr_equal(lang_accept(STR("fr"), EN), EN);
    assert_ptr_equal(lang_accept(STR("\0\xff,en"), AR), EN);
}

static void dates_and_numbers_speak_the_language(void **state)
{
    (void)state;
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
    int64_t when = 1795219200;                /* 2026-11-21 */
    for (int round = 0; round < 2; round++) { /* without the shared formatters, then with */
        assert_str(lang_date(a, EN, when), "21 November 2026");
        assert_str(lang_date(a, AR, when), "٢١ نوفمبر ٢٠٢٦");
        assert_str(lang_date(a, EN, when + 86399), "21 November 2026");
        assert_str(lang_day(a, EN, 0), "1 January 1970");
        assert_str(lang_day(a, EN, -1), "31 December 1969");
        assert_str(lang_number(a, EN, 12345), "12,345");
        assert_str(lang_number(a, AR, 12345), "١٢٬٣٤٥");
        assert_str(lang_number(a, EN, -7), "-7");
        assert_str(lang_number(a, EN, INT64_MIN), "-9,223,372,036,854,775,808");
        i18n_init();
    }
    i18n_close();
}

/* Small numbers take a shorter way once there are formatters; it gives the same. */
static void small_numbers_are_the_same(void **state)
{
    (void)state;
    const struct lang *const langs[] = {EN, AR};
    for (size_t l = 0; l < 2; l++) {
        for (int64_t n = 0; n <= 1001; n += 1 + n % 5) {
            ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
            struct str asked = lang_number(a, langs[l], n);
            i18n_init();
            assert_true(str_eq(lang_number(a, langs[l], n), asked));
            i18n_close();
        }
    }
}

static void ago_is_coarse(void **state)
{
    (void)state;
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
    int64_t now = 1795219200 + 40000;
    i18n_init();
    assert_str(lang_ago(a, EN, now + 500, now), "just now");
    assert_str(lang_ago(a, EN, now - 119, now), "just now");
    assert_str(lang_ago(a, EN, now - 120, now), "2 minutes ago");
    assert_str(lang_ago(a, EN, now - 3599, now), "59 minutes ago");
    assert_str(lang_ago(a, EN, now - 3600, now), "1 hour ago");
    assert_str(lang_ago(a, EN, now - 86399, now), "23 hours ago");
    assert_str(lang_ago(a, EN, now - 86400, now), "yesterday");
    assert_str(lang_ago(a, EN, now - 172800, now), "2 days ago");
    assert_str(lang_ago(a, EN, now - 7 * 86400 + 1, now), "6 days ago");
    assert_str(lang_ago(a, EN, now - 7 * 86400, now), "14 November 2026");
    assert_str(lang_ago(a, AR, now - 120, now), "قبل دقيقتين");
    assert_str(lang_ago(a, AR, now - 7200, now), "قبل ساعتين");
    assert_str(lang_ago(a, AR, now - 5 * 3600, now), "قبل ٥ ساعات");
    assert_str(lang_ago(a, AR, now - 15 * 3600, now), "قبل ١٥ ساعة");
    assert_str(lang_ago(a, AR, now - 86400, now), "أمس");
    i18n_close();
}

static void clocks_are_read(void **state)
{
    (void)state;
    struct zone *chicago = zone_open(STR("America/Chicago")),
                *cairo = zone_open(STR("Africa/Cairo"));
    assert_non_null(chicago);
    assert_non_null(cairo);
    assert_null(zone_open(STR("America/Nowhere")));
    assert_null(zone_open(STR("")));
    assert_null(zone_open(STR("../etc/passwd")));
    assert_string_equal(zone_name(chicago), "America/Chicago");
    assert_string_equal(zone_name(NULL), "UTC");

    /* Saturday 21 November 2026, 04:30 UTC: Friday evening in Chicago. */
    struct zone_time t = zone_at(chicago, 1795235400);
    assert_int_equal(t.weekday, 5);
    assert_int_equal(t.minute, 22 * 60 + 30);
    assert_int_equal(t.offset, -360);
    /* In July its clocks are an hour ahead. */
    t = zone_at(chicago, 1783053000);
    assert_int_equal(t.offset, -300);
    assert_int_equal(t.standard, -360);
    /* The hour that is left out: 8 March 2026, 2:00 becomes 3:00. */
    assert_int_equal(zone_at(chicago, 1772956799).minute, 119);
    assert_int_equal(zone_at(chicago, 1772956800).minute, 180);
    assert_int_equal(zone_at(cairo, 1795235400).minute, 6 * 60 + 30);
    t = zone_at(NULL, -1);
    assert_int_equal(t.day, -1);
    assert_int_equal(t.minute, 1439);
    assert_int_equal(t.weekday, 3);
    assert_int_equal(zone_at_offset(330, 0).minute, 330);
    assert_int_equal(zone_at(chicago, INT64_C(5000000000)).standard, -360);
    zone_close(chicago);
    zone_close(cairo);
}

static void *formats(void *arg)
{
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
    for (int i = 0; i < 500; i++) {
        if (!str_eq(lang_day(a, AR, 20778), STR("٢١ نوفمبر ٢٠٢٦")) ||
            !str_eq(lang_number(a, AR, 1000 + i % 2), i % 2 ? STR("١٬٠٠١") : STR("١٬٠٠٠")))
            return arg; /* wrong */
    }
    return NULL;
}

static void threads_share_the_formatters(void **state)
{
    (void)state;
    pthread_t threads[4];
    i18n_init();
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, formats, &threads), 0);
    for (size_t i = 0; i < 4; i++) {
        void *wrong;
        assert_int_equal(pthread_join(threads[i], &wrong), 0);
        assert_null(wrong);
    }
    i18n_close();
}

static void countries_have_names(void **state)
{
    static const char *const PAIRS[][2] = {
        {"EG", "EG"},    {"eg", "EG"},      {"Egypt", "EG"},     {"مصر", "EG"},
        {"egypt", "EG"}, {"فلسطين", "PS"},  {"Palestine", "PS"}, {"Lebanon", "LB"},
        {"لبنان", "LB"}, {"Germany", "DE"}, {"Atlantis", NULL},  {"", NULL},
        {"XX", NULL},    {"E", NULL},
    };
    struct arena *a = arena_create(ARENA_PLAIN, 0);
    (void)state;
    for (size_t i = 0; i < sizeof PAIRS / sizeof PAIRS[0]; i++) {
        char code[3] = "";
        bool found = lang_country_find(str_from_c(PAIRS[i][0]), code);
        assert_int_equal(found, PAIRS[i][1] != NULL);
        if (found)
            assert_string_equal(code, PAIRS[i][1]);
    }
    assert_str(lang_country(a, lang_find(STR("ar")), STR("EG")), "مصر");
    assert_str(lang_country(a, lang_find(STR("en")), STR("eg")), "Egypt");
    assert_str(lang_country(a, lang_find(STR("en")), STR("nowhere")), "nowhere");
    arena_destroy(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(languages_are_known),
        cmocka_unit_test(texts_are_found),
        cmocka_unit_test(arabic_has_six_forms),
        cmocka_unit_test(places_are_filled),
        cmocka_unit_test(the_browser_says_which_language),
        cmocka_unit_test(dates_and_numbers_speak_the_language),
        cmocka_unit_test(small_numbers_are_the_same),
        cmocka_unit_test(ago_is_coarse),
        cmocka_unit_test(clocks_are_read),
        cmocka_unit_test(countries_have_names),
        cmocka_unit_test(threads_share_the_formatters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
