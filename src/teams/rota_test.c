/* The rules of a rota: days equal to libical's, places never given twice, terms that end. */
#include "base/test.h"

#include <libical/ical.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/rand.h"
#include "teams/rota.h"

#define DAY0 20700 /* 4 September 2026, a Friday */

static struct tag tag_of(uint64_t n)
{
    struct tag t = {{(uint8_t)(n + 1)}};
    return t;
}

/* ---- days ---- */

static void days_by_hand(void **state)
{
    (void)state;
    int32_t days[10];
    struct rota_series s = {.first = DAY0, .until = DAY0 + 28, .every = 1};
    assert_int_equal(rota_days(&s, DAY0 - 7, DAY0 + 100, days, 10), 5);
    assert_int_equal(days[0], DAY0);
    assert_int_equal(days[4], DAY0 + 28);
    s.every = 2;
    s.weekdays = 1u << 4 | 1u << 0; /* Friday and Monday */
    assert_int_equal(rota_days(&s, DAY0, DAY0 + 20, days, 10), 4);
    assert_int_equal(days[1], DAY0 + 3); /* weeks begin with the first day */
    assert_int_equal(days[2], DAY0 + 14);
    s.extra[s.nextra++] = DAY0 + 1;
    assert_true(rota_has_day(&s, DAY0 + 1));
    assert_false(rota_has_day(&s, DAY0 + 7));
    s.every = 0;
    assert_int_equal(rota_days(&s, DAY0, DAY0 + 100, days, 10), 2);
    s.ended = true;
    assert_int_equal(rota_days(&s, DAY0, DAY0 + 100, days, 10), 0);
}

/* Against the same rule as text. */
static void days_are_libicals(void **state)
{
    (void)state;
    struct rng rng = {11};
    static const char *const codes[] = {"MO", "TU", "WE", "TH", "FR", "SA", "SU"};
    for (int round = 0; round < 300; round++) {
        char rule[160], *end = rule;
        int32_t days[400];
        struct rota_series s = {.first = DAY0 + (int32_t)rng_below(&rng, 50),
                                .every = (int)(1 + rng_below(&rng, 4)),
                                .weekdays = (unsigned)(1 + rng_below(&rng, 127))};
        s.until = s.first + (int32_t)rng_below(&rng, 300);
        end += snprintf(end, 80, "FREQ=WEEKLY;INTERVAL=%d;WKST=%s;BYDAY=", s.every,
                        codes[zone_at_offset(0, (int64_t)s.first * DAY_SECONDS).weekday - 1]);
        for (int d = 0; d < 7; d++)
            if (s.weekdays & 1u << d)
                end += snprintf(end, 8, "%s%s", end[-1] == '=' ? "" : ",", codes[d]);
        struct icaltimetype t = icaltime_from_timet_with_zone((time_t)s.first * DAY_SECONDS, 1,
                                                              icaltimezone_get_utc_timezone());
        icalrecur_iterator *it = icalrecur_iterator_new(icalrecurrencetype_from_string(rule), t);
        size_t n = rota_days(&s, s.first, s.until, days, 400);
        for (size_t i = 0;; i++) {
            t = icalrecur_iterator_next(it);
            t.is_date = 0;
            const int32_t day =
                (int32_t)(icaltime_as_timet_with_zone(t, icaltimezone_get_utc_timezone()) /
                          DAY_SECONDS);
            if (day > s.until) {
                assert_int_equal(i, n);
                break;
            }
            assert_true(i < n);
            assert_int_equal(days[i], day);
        }
        icalrecur_iterator_free(it);
    }
}

/* The rules of today, as a calendar carries them: the tables of the machine are not needed. */
static const struct {
    const char *name, *rules;
} ZONES[] = {
    {"Europe/Berlin", "BEGIN:VTIMEZONE\r\nTZID:B\r\n"
                      "BEGIN:STANDARD\r\nDTSTART:19961027T030000\r\n"
                      "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r\n"
                      "TZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\nEND:STANDARD\r\n"
                      "BEGIN:DAYLIGHT\r\nDTSTART:19810329T020000\r\n"
                      "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r\n"
                      "TZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\nEND:DAYLIGHT\r\n"
                      "END:VTIMEZONE\r\n"},
    {"America/Chicago", "BEGIN:VTIMEZONE\r\nTZID:C\r\n"
                        "BEGIN:STANDARD\r\nDTSTART:20071104T020000\r\n"
                        "RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU\r\n"
                        "TZOFFSETFROM:-0500\r\nTZOFFSETTO:-0600\r\nEND:STANDARD\r\n"
                        "BEGIN:DAYLIGHT\r\nDTSTART:20070311T020000\r\n"
                        "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU\r\n"
                        "TZOFFSETFROM:-0600\r\nTZOFFSETTO:-0500\r\nEND:DAYLIGHT\r\n"
                        "END:VTIMEZONE\r\n"},
};

/* A year of shifts, across both changes of the clocks. */
static void instants_are_libicals(const struct zone *z, icaltimezone *ical, int start)
{
    struct rota_series s = {
        .first = DAY0, .until = DAY0 + 300, .every = 1, .start = start, .weekdays = 0x7f};
    int32_t days[400];
    size_t n = rota_days(&s, DAY0, DAY0 + 300, days, 400);
    assert_int_equal(n, 301);
    for (size_t i = 0; i < n; i++) {
        struct icaltimetype t = icaltime_from_timet_with_zone((time_t)days[i] * DAY_SECONDS, 0,
                                                              icaltimezone_get_utc_timezone());
        t.hour = start / 60;
        t.minute = start % 60;
        assert_int_equal(rota_instant(z, days[i], start), icaltime_as_timet_with_zone(t, ical));
    }
}

static void clocks_that_change(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof ZONES / sizeof ZONES[0]; i++) {
        struct zone *z = zone_open(str_from_c(ZONES[i].name));
        icaltimezone *ical = icaltimezone_new();
        assert_non_null(z);
        assert_true(
            icaltimezone_set_component(ical, icalcomponent_new_from_string(ZONES[i].rules)));
        for (int start = 5 * 60; start < 24 * 60; start += 45)
            instants_are_libicals(z, ical, start);
        icaltimezone_free(ical, 1);
        zone_close(z);
    }
}

/* Where clocks leave an hour out or show it twice: never more than that hour away, and in order. */
static void hours_left_out(void **state)
{
    (void)state;
    struct zone *z = zone_open(STR("Europe/Berlin"));
    const int32_t spring = 20905;                                           /* 28 March 2027 */
    assert_int_equal(zone_at(z, rota_instant(z, spring, 150)).minute, 210); /* 02:30 is 03:30 */
    assert_int_equal(zone_at(z, rota_instant(z, spring, 180)).minute, 180);
    const int32_t autumn = 20751;                                           /* 25 October 2026 */
    assert_int_equal(zone_at(z, rota_instant(z, autumn, 150)).offset, 120); /* the first of two */
    zone_close(z);
}

/* ---- places ---- */

#define PEOPLE 12

struct model {
    struct arena *a;
    struct rota_series s;
    struct rota_shift x;
};

static void invariants(const struct model *m)
{
    for (size_t p = 0; p < m->s.nparts; p++) {
        int held = 0, beside = 0;
        for (size_t i = 0; i < m->x.n; i++)
            if (m->x.v[i].part == m->s.parts[p].id && !m->x.v[i].relieved) {
                held += !m->x.v[i].beside;
                beside += m->x.v[i].beside;
            }
        assert_true(held <= m->s.parts[p].places);
        assert_true(beside <= 1);
        assert_int_equal(rota_free(&m->s, &m->x, m->s.parts[p].id), m->s.parts[p].places - held);
    }
    for (uint64_t who = 0; who < PEOPLE; who++) {
        const struct tag t = tag_of(who);
        int places = 0;
        for (size_t i = 0; i < m->x.n; i++)
            places += memcmp(m->x.v[i].who.b, t.b, TAG_SIZE) == 0;
        assert_true(places <= 1);
    }
}

/* What each move must come to. */
static void moves(struct model *m, struct rng *rng)
{
    const struct tag who = tag_of(rng_below(rng, PEOPLE));
    const enum rota_do what = (enum rota_do)(1 + rng_below(rng, 6));
    const uint32_t part = (uint32_t)(1 + rng_below(rng, m->s.nparts + 1));
    const struct rota_hold *h = rota_hold_of(&m->x, &who);
    const struct rota_hold had = h ? *h : (struct rota_hold){0};
    const int free = rota_free(&m->s, &m->x, part);
    int offered;
    (void)rota_free_all(&m->s, &m->x, &offered);
    const size_t n = m->x.n;
    const enum rota_result r = rota_act(&m->s, &m->x, m->a, &who, what, part);
    const struct rota_hold *has = rota_hold_of(&m->x, &who);
    if (r != ROTA_DONE)
        assert_int_equal(m->x.n, n);
    if (what == ROTA_TAKE && part <= m->s.nparts && (!h || had.beside))
        assert_int_equal(r, free > 0 ? ROTA_DONE : ROTA_FULL);
    if (r == ROTA_DONE && (what == ROTA_TAKE || what == ROTA_SWAP))
        assert_true(has && has->part == part && !has->beside && !has->offered);
    if (r == ROTA_DONE && what == ROTA_SWAP)
        assert_true(offered > 0 && rota_free(&m->s, &m->x, part) == free);
    if (what == ROTA_OFF)
        assert_null(has);
}

static void never_given_twice(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 60; seed++) {
        ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
        struct rng rng = {seed};
        struct model m = {.a = a};
        m.s.nparts = 1 + rng_below(&rng, 3);
        for (size_t i = 0; i < m.s.nparts; i++)
            m.s.parts[i] =
                (struct rota_part){(uint32_t)i + 1, STR("x"), (int)(1 + rng_below(&rng, 3))};
        for (int i = 0; i < 300; i++) {
            moves(&m, &rng);
            invariants(&m);
        }
    }
}

static void one_takes_the_place_that_is_offered(void **state)
{
    (void)state;
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
    const struct rota_series s = {.parts = {{1, STR_INIT("drives"), 1}}, .nparts = 1};
    struct rota_shift x = {0};
    const struct tag one = tag_of(1), two = tag_of(2), three = tag_of(3);
    assert_int_equal(rota_act(&s, &x, a, &one, ROTA_TAKE, 1), ROTA_DONE);
    assert_int_equal(rota_act(&s, &x, a, &two, ROTA_SWAP, 1), ROTA_FULL); /* not offered */
    assert_int_equal(rota_act(&s, &x, a, &one, ROTA_OFFER, 0), ROTA_DONE);
    assert_int_equal(rota_act(&s, &x, a, &two, ROTA_TAKE, 1), ROTA_FULL); /* it stays held */
    assert_int_equal(rota_act(&s, &x, a, &two, ROTA_SWAP, 1), ROTA_DONE);
    assert_int_equal(rota_act(&s, &x, a, &three, ROTA_SWAP, 1), ROTA_FULL);
    assert_true(rota_relieved(&x, &one));
    assert_null(rota_hold_of(&x, &one));
    assert_int_equal(rota_act(&s, &x, a, &one, ROTA_OFF, 0), ROTA_DONE);
    assert_false(rota_relieved(&x, &one));
}

/* ---- roles ---- */

static void a_term_ends_and_goes_on(void **state)
{
    (void)state;
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
    struct roster_entry people[4];
    struct rota_next *nexts;
    for (uint64_t i = 0; i < 4; i++)
        people[i] = (struct roster_entry){.tag = tag_of(i), .role = ROLE_MEMBER};
    struct roster all = {people, 4};
    struct rota_role r = {.term = 28};
    const struct tag one = tag_of(0), two = tag_of(1), three = tag_of(2);
    assert_true(rota_role_act(&r, &one, ROLE_TAKE, NULL, 100));
    assert_int_equal(r.until, 127);
    assert_false(rota_role_act(&r, &two, ROLE_TAKE, NULL, 100));
    assert_true(rota_role_act(&r, &two, ROLE_BESIDE, NULL, 100));
    assert_false(rota_role_act(&r, &one, ROLE_ASK, &two, 110)); /* too early */
    assert_true(rota_role_opens(&r, 120));
    assert_int_equal(rota_role_nexts(&r, &all, a, &nexts), 3);
    assert_true(nexts[0].learned);
    assert_memory_equal(nexts[0].who->tag.b, two.b, TAG_SIZE);
    assert_true(rota_role_act(&r, &one, ROLE_ASK, &two, 120));
    assert_false(rota_role_act(&r, &three, ROLE_YES, NULL, 120));
    assert_true(rota_role_act(&r, &two, ROLE_YES, NULL, 121));
    rota_role_settle(&r, &all, 127);
    assert_memory_equal(r.holder.b, one.b, TAG_SIZE);
    rota_role_settle(&r, &all, 130);
    assert_memory_equal(r.holder.b, two.b, TAG_SIZE);
    assert_int_equal(r.since, 128);
    assert_int_equal(r.until, 155);
    assert_int_equal(r.nbeside, 0);
    /* nobody said yes: it is free, and who had it is not proposed */
    rota_role_settle(&r, &all, 200);
    assert_false(r.held);
    assert_int_equal(rota_role_nexts(&r, &all, a, &nexts), 2);
    /* who is not there any more has nothing */
    assert_true(rota_role_act(&r, &three, ROLE_TAKE, NULL, 200));
    all.n = 2;
    rota_role_settle(&r, &all, 201);
    assert_false(r.held);
    assert_int_equal(rota_role_nexts(&r, &all, a, &nexts), 2); /* all had it: all are asked again */
}

static void who_left_holds_nothing(void **state)
{
    (void)state;
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
    struct roster_entry people[] = {{.tag = tag_of(1), .role = ROLE_MEMBER},
                                    {.tag = tag_of(2), .role = ROLE_PAST}};
    const struct roster all = {people, 2};
    struct rota_series s = {.parts = {{1, STR_INIT("a"), 3}, {2, STR_INIT("b"), 3}}, .nparts = 2};
    struct rota_shift x = {0};
    for (uint64_t i = 1; i <= 3; i++) {
        const struct tag t = tag_of(i);
        assert_int_equal(rota_act(&s, &x, a, &t, ROTA_TAKE, 1), ROTA_DONE);
    }
    rota_prune(&s, &x, &all);
    assert_int_equal(x.n, 1);
    assert_int_equal(rota_free(&s, &x, 1), 2);
    s.parts[0].id = 9; /* the part is gone */
    rota_prune(&s, &x, &all);
    assert_int_equal(x.n, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days_by_hand),
        cmocka_unit_test(days_are_libicals),
        cmocka_unit_test(clocks_that_change),
        cmocka_unit_test(hours_left_out),
        cmocka_unit_test(never_given_twice),
        cmocka_unit_test(one_takes_the_place_that_is_offered),
        cmocka_unit_test(a_term_ends_and_goes_on),
        cmocka_unit_test(who_left_holds_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
