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
    assert_str(next, "");
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(now_and_next),
        cmocka_unit_test(days_of_dates),
        cmocka_unit_test(what_does_not_come_back_every_week),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
