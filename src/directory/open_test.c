/* Open now: weeks, nights, holidays, rules, zones. */
#include "base/test.h"

#include "directory/directory_open.h"

#define FRIDAY INT64_C(1795132800) /* 2026-11-20, midnight UTC */
#define HOUR 3600
#define DAY (24 * HOUR)

static struct str group_of(struct arena *a, const char *schedules)
{
    struct str doc = str_fmt(a, "{\"schedules\":%s}", schedules);
    const struct hsds_node *node = hsds_scan(a, doc);
    assert_non_null(node);
    return open_group(a, hsds_node_get(node, "schedules"));
}

static struct str week(struct arena *a, const char *schedules)
{
    struct str group = group_of(a, schedules);
    return open_week(a, &group, 1);
}

/* What a list of schedules says at some moments: O open, C closed, ? unknown. */
static void assert_says(const char *schedules, const struct zone *zone, int64_t from, int64_t step,
                        const char *expected)
{
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
    struct str w = week(a, schedules);
    char got[64] = "";

    for (size_t i = 0; expected[i]; i++) {
        enum directory_open open = open_judge(w, zone, from + (int64_t)i * step);
        got[i] = open == DIRECTORY_OPEN ? 'O' : open == DIRECTORY_SHUT ? 'C' : '?';
    }
    assert_string_equal(got, expected);
}

static void plain_weeks(void **state)
{
    (void)state;
    /* Friday from 8 to 18, every hour; a break at noon. */
    assert_says("[{\"freq\":\"WEEKLY\",\"byday\":\"MO,FR\",\"opens_at\":\"09:00\","
                "\"closes_at\":\"12:00\"},{\"freq\":\"WEEKLY\",\"byday\":\"FR\","
                "\"opens_at\":\"13:00\",\"closes_at\":\"17:00\"}]",
                NULL, FRIDAY + 8 * HOUR, HOUR, "COOOCOOOOCC");
    /* To the minute. */
    assert_says("[{\"byday\":\"FR\",\"opens_at\":\"09:30\",\"closes_at\":\"09:32\"}]", NULL,
                FRIDAY + 9 * HOUR + 29 * 60, 60, "COOCC");
    assert_says("[{\"byday\":\"FR\",\"opens_at\":\"09:00\",\"closes_at\":\"17:00\"}]", NULL,
                FRIDAY + 10 * HOUR, DAY, "OCCCCCCO");
}

static void nights_and_whole_days(void **state)
{
    (void)state;
    static const char NIGHT[] = "[{\"freq\":\"WEEKLY\",\"byday\":\"FR\",\"opens_at\":\"22:00\","
                                "\"closes_at\":\"06:00\"}]";
    assert_says(NIGHT, NULL, FRIDAY + 20 * HOUR, 2 * HOUR, "COOOOCC");
    assert_says(NIGHT, NULL, FRIDAY + 2 * HOUR, HOUR, "CC"); /* Thursday's night is not */
    assert_says("[{\"byday\":\"FR\",\"opens_at\":\"00:00\",\"closes_at\":\"23:59\"}]", NULL,
                FRIDAY + 23 * HOUR + 59 * 60, 60, "OCC");
    assert_says("[{\"byday\":\"MO,TU,WE,TH,FR,SA,SU\",\"opens_at\":\"00:00\","
                "\"closes_at\":\"24:00\"}]",
                NULL, FRIDAY, 7 * HOUR, "OOOOOOOOOO");
    assert_says("[{\"byday\":\"FR\",\"opens_at\":\"08:00\",\"closes_at\":\"08:00\"}]", NULL,
                FRIDAY + 7 * HOUR, 12 * HOUR, "COOC");
}

static void nothing_known_is_not_closed(void **state)
{
    (void)state;
    assert_says("[]", NULL, FRIDAY, DAY, "???");
    assert_says("[{\"description\":\"by appointment\"}]", NULL, FRIDAY, DAY, "???");
    assert_says("[{\"byday\":\"MO,TU\",\"description\":\"closed\"}]", NULL, FRIDAY, DAY, "???");
    assert_says("[{\"opens_at\":\"09:00\",\"closes_at\":\"17:00\"}]", NULL, FRIDAY, DAY, "???");
    assert_says("[{\"byday\":\"someday\",\"opens_at\":\"09:00\",\"closes_at\":\"17:00\"}]", NULL,
                FRIDAY, DAY, "???");
    assert_int_equal(open_judge(STR("W nonsense"), NULL, FRIDAY), DIRECTORY_OPEN_UNKNOWN);
    assert_int_equal(open_judge(STR("X 127 1 2 3"), NULL, FRIDAY), DIRECTORY_OPEN_UNKNOWN);
    assert_int_equal(open_judge(OPEN_NEVER, NULL, FRIDAY), DIRECTORY_SHUT);
}

static void holidays_stand_in_for_the_week(void **state)
{
    (void)state;
    /* Every day 9 to 17; closed on the 21st and 22nd; the 24th from 9 to 11 only. */
    static const char HOLIDAYS[] =
        "[{\"freq\":\"WEEKLY\",\"byday\":\"MO,TU,WE,TH,FR,SA,SU\",\"opens_at\":\"09:00\","
        "\"closes_at\":\"17:00\"},{\"freq\":\"WEEKLY\",\"byday\":\"MO,TU,WE,TH,FR,SA,SU\","
        "\"valid_from\":\"2026-11-21\",\"valid_to\":\"2026-11-22\",\"description\":\"closed\"},"
        "{\"valid_from\":\"2026-11-24\",\"valid_to\":\"2026-11-24\",\"opens_at\":\"09:00\","
        "\"closes_at\":\"11:00\"}]";
    assert_says(HOLIDAYS, NULL, FRIDAY + 10 * HOUR, DAY, "OCCOOO");
    assert_says(HOLIDAYS, NULL, FRIDAY + 14 * HOUR, DAY, "OCCOCO");
    /* A season is not a holiday: it has its own week. */
    assert_says("[{\"byday\":\"FR\",\"opens_at\":\"09:00\",\"closes_at\":\"17:00\","
                "\"valid_from\":\"2026-06-01\",\"valid_to\":\"2026-11-20\"},"
                "{\"byday\":\"SA\",\"opens_at\":\"09:00\",\"closes_at\":\"17:00\","
                "\"dtstart\":\"2026-11-22\",\"freq\":\"WEEKLY\",\"until\":\"2026-11-28\"}]",
                NULL, FRIDAY + 10 * HOUR, DAY, "OCCCCCCCOCCCCCCCC");
}

static void rules_that_are_not_weekly(void **state)
{
    (void)state;
    /* The third Friday of the month: the 20th; the last day; every second Friday. */
    static const char THIRD[] = "[{\"freq\":\"MONTHLY\",\"byday\":\"3FR\",\"opens_at\":\"09:00\","
                                "\"closes_at\":\"17:00\"}]";
    assert_says(THIRD, NULL, FRIDAY + 10 * HOUR - 7 * DAY, 7 * DAY, "COCCCOC");
    assert_says("[{\"freq\":\"MONTHLY\",\"bymonthday\":\"-1\",\"opens_at\":\"20:00\","
                "\"closes_at\":\"02:00\"}]",
                NULL, FRIDAY + 10 * DAY + 19 * HOUR, 2 * HOUR, "COOOC");
    assert_says("[{\"freq\":\"WEEKLY\",\"interval\":2,\"byday\":\"FR\",\"dtstart\":\"2026-11-06\","
                "\"opens_at\":\"09:00\",\"closes_at\":\"17:00\"}]",
                NULL, FRIDAY + 10 * HOUR - 21 * DAY, 7 * DAY, "COCOC");
    assert_says("[{\"freq\":\"MONTHLY\",\"byday\":\"3FR\",\"count\":2,\"dtstart\":\"2026-10-01\","
                "\"opens_at\":\"09:00\",\"closes_at\":\"17:00\"}]",
                NULL, FRIDAY + 10 * HOUR, 28 * DAY, "OC");
    /* Every second week of nobody knows which. */
    assert_says("[{\"freq\":\"WEEKLY\",\"interval\":2,\"byday\":\"FR\",\"opens_at\":\"09:00\","
                "\"closes_at\":\"17:00\"}]",
                NULL, FRIDAY + 10 * HOUR, DAY, "??");
}

static void zones_and_summer_time(void **state)
{
    struct zone *chicago = zone_open(STR("America/Chicago"));
    static const char NINE[] = "[{\"byday\":\"MO,TU,WE,TH,FR,SA,SU\",\"opens_at\":\"09:00\","
                               "\"closes_at\":\"10:00\"}]";
    static const char SIX_BEHIND[] =
        "[{\"byday\":\"MO,TU,WE,TH,FR,SA,SU\",\"opens_at\":\"09:00\",\"closes_at\":\"10:00\","
        "\"timezone\":-6}]";
    static const char TOKYO[] = "[{\"byday\":\"FR\",\"opens_at\":\"09:00\",\"closes_at\":\"10:00\","
                                "\"timezone\":9}]";
    int64_t july = INT64_C(1783036800); /* 2026-07-03, midnight UTC */
    (void)state;

    assert_says(NINE, chicago, FRIDAY + 13 * HOUR, HOUR, "CCOC");
    assert_says(NINE, chicago, july + 13 * HOUR, HOUR, "COCC"); /* its clocks are ahead */
    /* Six hours behind is Chicago's standard time: its summer time is meant, too. */
    assert_says(SIX_BEHIND, chicago, july + 13 * HOUR, HOUR, "COCC");
    assert_says(SIX_BEHIND, NULL, july + 13 * HOUR, HOUR, "CCOC");
    assert_says(TOKYO, chicago, FRIDAY - HOUR, HOUR, "COC");
    zone_close(chicago);
}

static void places_are_judged_apart(void **state)
{
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
    static const char *const TEXTS[] = {
        "[{\"byday\":\"FR\",\"opens_at\":\"09:00\",\"closes_at\":\"17:00\"},"
        "{\"valid_from\":\"2026-11-20\",\"valid_to\":\"2026-11-20\",\"description\":\"closed\"}]",
        "[{\"byday\":\"FR\",\"opens_at\":\"12:00\",\"closes_at\":\"13:00\"}]"};
    struct str groups[4];
    (void)state;

    for (size_t i = 0; i < 2; i++)
        groups[i] = groups[3 - i] = group_of(a, TEXTS[i]);
    struct str both = open_week(a, groups, 2);
    assert_int_equal(open_judge(both, NULL, FRIDAY + 10 * HOUR), DIRECTORY_SHUT);
    assert_int_equal(open_judge(both, NULL, FRIDAY + 12 * HOUR), DIRECTORY_OPEN);
    assert_true(str_eq(both, open_week(a, groups, 4))); /* in any order, and twice */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain_weeks),
        cmocka_unit_test(nights_and_whole_days),
        cmocka_unit_test(nothing_known_is_not_closed),
        cmocka_unit_test(holidays_stand_in_for_the_week),
        cmocka_unit_test(rules_that_are_not_weekly),
        cmocka_unit_test(zones_and_summer_time),
        cmocka_unit_test(places_are_judged_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
