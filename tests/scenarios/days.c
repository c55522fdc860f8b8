/* The day turns: what was promised to go goes, at midnight and for everybody. And clocks that are
 * wrong. */
#include <string.h>

#include "scenarios/world.h"

static struct person *salma_writes(struct world *w, const char *keep)
{
    struct person *salma = someone(w, "Salma", "en");
    joins(salma, w->code, "Salma");
    begins_circle(salma, "Tuesday", "Talking", .openness = "open", .keep = keep,
                  .persona = "Salwa");
    begins(salma, "A passing thought", "These words live for a while.");
    return salma;
}

static void is_there(struct person *salma, const char *title)
{
    visit(salma, "/in");
    if (field(salma, "passphrase").p)
        signs_in(salma);
    opens(salma, "Tuesday", title);
    sees(salma, "These words live for a while.");
}

static void posts_go_after_their_days(void **state)
{
    struct world *w = world_of(state);
    struct person *salma = salma_writes(w, "7");
    int64_t rows = world_rows(w, "record");
    world_nights(w, 7);
    is_there(salma, "A passing thought"); /* on its last day */
    assert_true(world_rows(w, "record") >= rows);
    world_nights(w, 1);
    signs_in(salma);
    enters(salma, "Tuesday");
    sees_not(salma, "A passing thought");
    sees(salma, "It is quiet here");
    assert_true(world_rows(w, "record") < rows);

    /* A conversation goes on as long as somebody answers; its old words go all the same. */
    begins(salma, "Day by day", "The first day.");
    world_nights(w, 5);
    signs_in(salma);
    opens(salma, "Tuesday", "Day by day");
    answers(salma, "The sixth day.");
    world_nights(w, 5);
    signs_in(salma);
    opens(salma, "Tuesday", "Day by day");
    sees(salma, "The sixth day.");
    sees_not(salma, "The first day.");
}

static void the_server_was_off_for_a_day(void **state)
{
    struct world *w = world_of(state);
    struct person *salma = salma_writes(w, "7");
    world_stop(w);
    world_wait(w, 2 * DAY_SECONDS);
    assert_ok(world_start(w));
    is_there(salma, "A passing thought");
}

static void a_clock_that_jumped_a_year(void **state)
{
    struct world *w = world_of(state);
    struct person *salma = salma_writes(w, "7");
    const struct server_app *steps = app_steps(w->app);
    int64_t rows = world_rows(w, "record"), year = 365LL * DAY_SECONDS;

    /* While it runs: the day does not turn, and nothing goes. */
    world_expects_log(w, "clock");
    world_wait(w, year);
    steps->tick(steps->ctx, w->clock.fixed);
    assert_true(w->logged > 0);
    steps->tick(steps->ctx, w->clock.fixed + 61);
    world_expects_log(w, NULL);
    world_wait(w, -year);
    assert_int_equal(world_rows(w, "record"), rows);
    is_there(salma, "A passing thought");

    /* When it starts: not without the steward's word. */
    world_stop(w);
    world_wait(w, year);
    world_expects_log(w, "clock");
    assert_err(world_start(w), CLOCK);
    assert_true(w->logged > 0);
    world_wait(w, -year);
    world_expects_log(w, NULL);
    assert_ok(world_start(w));
    is_there(salma, "A passing thought");

    /* Nor does it go back. */
    world_stop(w);
    world_wait(w, -10 * DAY_SECONDS);
    world_expects_log(w, "clock");
    assert_err(world_start(w), CLOCK);
    world_wait(w, 10 * DAY_SECONDS);
    world_expects_log(w, NULL);
    assert_ok(world_start(w));
    is_there(salma, "A passing thought");
}

static void a_request_waits_thirty_days(void **state)
{
    struct world *w = world_of(state);
    struct person *salma = salma_writes(w, "7");
    struct person *noor = newcomer(salma, "Noor", "en", "Noor");
    enters(salma, "Tuesday");
    follow(salma, "About");
    follow(salma, "Change this");
    submit(salma, "/settings", "openness", "request");
    asks_to_join(noor, "Tuesday", "Noor", "May I?");
    world_nights(w, 31);
    signs_in(noor);
    enters(noor, "Tuesday");
    sees(noor, "No answer came within thirty days, so the request has ended.");
    submit(noor, "Put away");
    visit(noor, "/r");
    sees_not(noor, "Tuesday");
    signs_in(salma);
    enters(salma, "Tuesday");
    follow(salma, "People");
    sees_not(salma, "May I?");
    assert_int_equal(world_rows(w, "inbox"), 0);
}

/* The keys of a circle turn every week, with whatever is written next; nobody notices. */
static void the_keys_turn_every_week(void **state)
{
    struct world *w = world_of(state);
    struct person *salma = salma_writes(w, "90");
    struct person *noor = newcomer(salma, "Noor", "en", "Noor");
    comes_into(noor, "Tuesday", "Noor");
    int64_t turns = world_rows(w, "chain");
    for (int week = 0; week < 6; week++) {
        world_nights(w, 7);
        struct person *p = week % 2 ? salma : noor;
        signs_in(p);
        opens(p, "Tuesday", "A passing thought");
        answers(p, "One more week.");
    }
    assert_true(world_rows(w, "chain") >= turns + 5);
    is_there(salma, "A passing thought");
    is_there(noor, "A passing thought");
}

SCENARIO_MAIN(SCENARIO("the day turns: posts go after their days", posts_go_after_their_days),
              SCENARIO("the day turns: the server was off for a day", the_server_was_off_for_a_day),
              SCENARIO("the day turns: a request waits thirty days", a_request_waits_thirty_days),
              SCENARIO("the day turns: the keys turn every week", the_keys_turn_every_week),
              SCENARIO("a clock that jumped a year", a_clock_that_jumped_a_year))
