/* Times of day, as the clocks of the network show them. */
#include "aid/when.h"

#include "base/clock.h"
#include "base/test.h"

#define DAY 20000 /* 4 October 2024 */
#define HOUR 3600
#define AT(day, hour) ((int64_t)(day)*DAY_SECONDS + (hour)*HOUR)

static struct when_place at(struct arena *a, const char *lang, const struct zone *z, int64_t now)
{
    return (struct when_place){a, lang_find(str_from_c(lang)), z, now};
}

static void times_are_said(void **state)
{
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
    struct zone *berlin = zone_open(STR("Europe/Berlin")); /* two hours ahead, in summer */
    (void)state;
    struct when_place w = at(a, "en", NULL, AT(DAY, 22));
    assert_str(when_text(&w, AT(DAY, 9)), "today at 09:00");
    assert_str(when_text(&w, AT(DAY + 1, 9) + 300), "tomorrow at 09:05");
    assert_str(when_text(&w, AT(DAY + 3, 9)), "7 October 2024, 09:00");
    w = at(a, "en", berlin, AT(DAY, 22)); /* midnight there */
    assert_str(when_text(&w, AT(DAY + 1, 9)), "today at 11:00");
    w = at(a, "ar", berlin, AT(DAY, 8));
    assert_str(when_text(&w, AT(DAY, 9)), "اليوم، الساعة ١١:٠٠");
    zone_close(berlin);
}

static void what_is_offered_is_read_back(void **state)
{
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
    struct zone *berlin = zone_open(STR("Europe/Berlin"));
    struct when_choice days[WHEN_DAYS], times[WHEN_TIMES];
    int64_t got;
    (void)state;
    const struct when_place w = at(a, "en", berlin, AT(DAY, 22));
    when_days(&w, days);
    when_times(&w, times);
    assert_str(days[0].value, "20001"); /* it is tomorrow there */
    assert_str(days[0].label, "Today, 5 October 2024");
    assert_str(times[25].label, "12:30");
    assert_true(when_read(&w, days[1].value, times[25].value, &got));
    assert_int_equal(got, AT(DAY + 2, 10) + 1800);
    for (size_t d = 1; d < WHEN_DAYS; d++)
        for (size_t t = 0; t < WHEN_TIMES; t++) {
            assert_true(when_read(&w, days[d].value, times[t].value, &got));
            const struct zone_time back = zone_at(berlin, got);
            assert_int_equal(back.day, DAY + 1 + (int)d);
            assert_int_equal(back.minute, (int)t * WHEN_STEP);
        }
    zone_close(berlin);
}

static void nothing_else_is(void **state)
{
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
    const struct when_place w = at(a, "en", NULL, AT(DAY, 12));
    int64_t got;
    (void)state;
    assert_false(when_read(&w, STR(""), STR("600"), &got));
    assert_false(when_read(&w, STR("20001"), STR(""), &got));
    assert_false(when_read(&w, STR("20001"), STR("1440"), &got));
    assert_false(when_read(&w, STR("20001"), STR("-30"), &got));
    assert_false(when_read(&w, STR("19999"), STR("600"), &got));
    assert_false(when_read(&w, STR("20000"), STR("600"), &got)); /* it is twelve */
    assert_false(when_read(&w, STR("20400"), STR("600"), &got));
    assert_true(when_read(&w, STR("20000"), STR("720"), &got));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(times_are_said),
        cmocka_unit_test(what_is_offered_is_read_back),
        cmocka_unit_test(nothing_else_is),
    };
    return cmocka_run_group_tests_name("aid when", tests, NULL, NULL);
}
