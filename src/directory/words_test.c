/* Hours in words. */
#include "base/test.h"
#include "directory/directory_words.h"

static struct arena *a;

static const struct lang *english(void)
{
    return lang_find(STR("en"));
}

/* Monday to Friday 9 to 17; Friday evening into the night; Saturday closed. */
static const struct directory_hours WEEK[] = {{1, 540, 1020},
                                              {2, 540, 1020},
                                              {3, 540, 1020},
                                              {4, 540, 1020},
                                              {5, 540, 1020},
                                              {5, 1200, 120},
                                              {6, DIRECTORY_CLOSED, DIRECTORY_CLOSED}};
#define NWEEK (sizeof(WEEK) / sizeof(WEEK[0]))

static void at(int weekday, int minute, const char *state, const char *next)
{
    const struct zone_time t = {.weekday = weekday, .minute = minute};
    bool open;
    struct str then;
    struct str now = words_now(a, english(), WEEK, NWEEK, &t, &open, &then);
    assert_string_equal(str_to_c(a, now), state);
    assert_string_equal(str_to_c(a, then), next);
    assert_int_equal(open, str_eq_c(now, "open now"));
}

static void now_and_next(void **state)
{
    (void)state;
    at(1, 540, "open now", "until 17:00");
    at(1, 539, "closed now", "opens at 9:00");
    at(1, 1020, "closed now", "opens tomorrow at 9:00");
    at(5, 1100, "closed now", "opens at 20:00");
    at(5, 1300, "open now", "until 2:00");
    at(6, 100, "open now", "until 2:00");
    at(6, 120, "closed now", "opens on Monday at 9:00");
    at(7, 0, "closed now", "opens tomorrow at 9:00");

    bool open;
    struct str next;
    const struct directory_hours always = {3, 0, 24 * 60}, never = {3, DIRECTORY_CLOSED, -1};
    const struct zone_time wednesday = {.weekday = 3, .minute = 1439};
    assert_str(words_now(a, english(), &always, 1, &wednesday, &open, &next), "open now");
    assert_str(next, "open 24 hours");
    assert_str(words_now(a, english(), &never, 1, &wednesday, &open, &next), "");
    assert_false(open);
}

static void days_of_dates(void **state)
{
    int32_t day;
    (void)state;
    assert_true(words_iso_day(STR("1970-01-01"), &day));
    assert_int_equal(day, 0);
    assert_true(words_iso_day(STR("2000-02-29"), &day));
    assert_int_equal(day, 11016);
    assert_true(words_iso_day(STR("2024-10-04T12:00:00Z"), &day));
    assert_int_equal(day, 20000);
    assert_false(words_iso_day(STR(""), &day));
    assert_false(words_iso_day(STR("4 Oct 2024"), &day));
    assert_false(words_iso_day(STR("2024-13-04"), &day));
}

#define CLOSED_DATES .opens = DIRECTORY_CLOSED, .closes = DIRECTORY_CLOSED

static void says(struct directory_dates d, const char *words)
{
    assert_string_equal(str_to_c(a, words_dates(a, english(), &d)), words);
}

static void what_does_not_come_back_every_week(void **state)
{
    (void)state;
    says(
        (struct directory_dates){
            .freq = STR("MONTHLY"), .byday = STR("1MO,-1FR"), .opens = 540, .closes = 720},
        "the first Monday of the month, the last Friday of the month, 9:00 to 12:00");
    says((struct directory_dates){.freq = STR("MONTHLY"), .bymonthday = STR("15,-1"), CLOSED_DATES},
         "day 15 of the month, the last day of the month");
    says((struct directory_dates){.freq = STR("WEEKLY"),
                                  .interval = STR("2"),
                                  .byday = STR("TU"),
                                  .opens = 600,
                                  .closes = 660},
         "every second week, Tuesday, 10:00 to 11:00");
    says((struct directory_dates){.valid_from = STR("2026-12-24"),
                                  .valid_to = STR("2027-01-02"),
                                  .byday = STR("SU,MO,TU,WE,TH,FR,SA"),
                                  .description = STR("closed"),
                                  CLOSED_DATES},
         "from 24 December 2026 until 2 January 2027, closed");
    says((struct directory_dates){.freq = STR("YEARLY"), .byday = STR("??"), CLOSED_DATES}, "");
}

static int setup(void **state)
{
    (void)state;
    a = arena_create(ARENA_PLAIN, 0);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    arena_destroy(a);
    return 0;
}

static void span(int opens, int closes, const char *words)
{
    assert_string_equal(str_to_c(a, words_span(a, english(), opens, closes)), words);
}

/* 24:00 is 23:59 for some and 00:00 for others; none of them is shown as such. */
static void the_end_of_a_day(void **state)
{
    (void)state;
    span(540, 1020, "9:00 to 17:00");
    span(0, 1440, "open 24 hours");
    span(0, 1439, "open 24 hours");
    span(0, 0, "open 24 hours");
    span(480, 480, "open 24 hours");
    span(1080, 1440, "18:00 to midnight");
    span(1080, 1439, "18:00 to midnight");
    span(1080, 0, "18:00 to midnight");
    span(1320, 360, "22:00 to 6:00 the next morning");
    span(1320, 840, "22:00 to 14:00 the next day");
    span(DIRECTORY_CLOSED, DIRECTORY_CLOSED, "closed");

    bool open;
    struct str next;
    const struct directory_hours evening = {3, 1080, 0}, day = {3, 0, 1439}, night = {3, 1200, 840};
    const struct zone_time late = {.weekday = 3, .minute = 1439},
                           after = {.weekday = 4, .minute = 1},
                           noon = {.weekday = 4, .minute = 720};
    assert_str(words_now(a, english(), &evening, 1, &late, &open, &next), "open now");
    assert_str(next, "until midnight");
    assert_str(words_now(a, english(), &evening, 1, &after, &open, &next), "closed now");
    assert_str(words_now(a, english(), &day, 1, &late, &open, &next), "open now");
    assert_str(next, "open 24 hours");
    assert_str(words_now(a, english(), &night, 1, &noon, &open, &next), "open now");
    assert_str(next, "until 14:00");
}

static void a_week_of_equal_days_is_one_line(void **state)
{
    (void)state;
    struct directory_hours hours[7];
    const struct directory_hours_view *v;
    for (int i = 0; i < 7; i++)
        hours[i] = (struct directory_hours){i + 1, 0, 1439};
    assert_int_equal(words_week(a, english(), hours, 7, 0, &v), 1);
    assert_str(v[0].day, "Every day");
    assert_str(v[0].hours, "open 24 hours");
    assert_int_equal(words_week(a, english(), hours, 6, 4, &v), 7);
    assert_str(v[0].hours, "closed");
    assert_true(v[1].today); /* 1970-01-05 was a Monday */
    assert_int_equal(words_week(a, english(), hours, 0, 0, &v), 0);
}

/* English words in an Arabic page keep their comma, and the reverse. */
static void commas(void **state)
{
    (void)state;
    const struct lang *arabic = lang_find(STR("ar"));
    const struct str latin[] = {STR("2 Mill Lane"), STR(""), STR("Harbour City")};
    const struct str both[] = {STR("البلاد كلها"), STR("By telephone")};
    const struct str arab[] = {STR("7 شارع المدرسة"), STR("الوادي")};
    assert_str(words_list(a, arabic, latin, 3), "2 Mill Lane, Harbour City");
    assert_str(words_list(a, arabic, both, 2), "البلاد كلها، By telephone");
    assert_str(words_list(a, english(), arab, 2), "7 شارع المدرسة، الوادي");
    assert_str(words_list(a, english(), both, 2), "البلاد كلها, By telephone");
}

static void what_is_over(void **state)
{
    (void)state;
    const struct directory_dates to = {.valid_to = STR("1970-01-10")},
                                 until = {.until = STR("1970-01-10")}, open = {0};
    assert_true(words_dates_over(&to, 10));
    assert_false(words_dates_over(&to, 9)); /* its last day */
    assert_true(words_dates_over(&until, 10));
    assert_false(words_dates_over(&open, 10));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(now_and_next),
        cmocka_unit_test(days_of_dates),
        cmocka_unit_test(what_does_not_come_back_every_week),
        cmocka_unit_test(the_end_of_a_day),
        cmocka_unit_test(a_week_of_equal_days_is_one_line),
        cmocka_unit_test(commas),
        cmocka_unit_test(what_is_over),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
