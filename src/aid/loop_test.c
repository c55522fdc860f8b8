/* The loop of an ask: what the header promises, tried on every state and on random walks. */
#include "aid/loop.h"

#include "base/clock.h"
#include "base/rand.h"
#include "base/test.h"

#define HOUR 3600
#define DAY (24 * HOUR)
#define START ((int64_t)1790000000)

static const enum loop_actor PEOPLE[] = {LOOP_ASKER, LOOP_HELPER, LOOP_OTHER, LOOP_COORDINATOR};
#define NPEOPLE (sizeof PEOPLE / sizeof PEOPLE[0])

static struct loop at(enum loop_state state, enum loop_urgency urgency)
{
    struct loop l = loop_new(urgency, INT32_MAX, START);
    l.state = state;
    return l;
}

static void done(struct loop *l, enum loop_actor actor, enum loop_move move, int64_t now)
{
    assert_ok(loop_do(l, actor, move, now + DAY, now));
}

static void an_ask_goes_all_the_way(void **state)
{
    struct loop l = loop_new(LOOP_NOW, clock_day(START) + 30, START);
    enum loop_move move;
    (void)state;

    l.spent = true;
    done(&l, LOOP_COORDINATOR, LOOP_TRIAGE, START);
    done(&l, LOOP_OTHER, LOOP_CLAIM, START);
    done(&l, LOOP_HELPER, LOOP_PROMISE, START);
    assert_int_equal(l.meet, START + DAY);
    done(&l, LOOP_HELPER, LOOP_HAND, START + DAY);
    done(&l, LOOP_ASKER, LOOP_CONFIRM, START + DAY);
    assert_err(loop_do(&l, LOOP_ASKER, LOOP_CLOSE, 0, START + DAY), CONFLICT); /* money is owed */
    done(&l, LOOP_COORDINATOR, LOOP_REIMBURSE, START + DAY);
    done(&l, LOOP_ASKER, LOOP_CLOSE, START + DAY);
    assert_int_equal(l.last_day, clock_day(START) + 8);
    assert_false(loop_due(&l, START + 7 * DAY, &move));
    assert_true(loop_due(&l, START + 10 * DAY, &move));
    assert_int_equal(move, LOOP_FORGET);
    done(&l, LOOP_CLOCK, LOOP_FORGET, START + 10 * DAY);
    assert_int_equal(l.state, LOOP_GONE);
}

/* Two people say "I can": one is first, the other is told so. */
static void who_comes_second_is_told(void **state)
{
    struct loop l = at(LOOP_TRIAGED, LOOP_WEEK);
    (void)state;

    done(&l, LOOP_OTHER, LOOP_CLAIM, START);
    assert_err(loop_do(&l, LOOP_OTHER, LOOP_CLAIM, 0, START), CONFLICT);
    assert_err(loop_do(&l, LOOP_OTHER, LOOP_PROMISE, 0, START), DENIED);
    assert_err(loop_do(&l, LOOP_ASKER, LOOP_TRIAGE, 0, START), DENIED);
}

static void what_did_not_happen_is_on_top(void **state)
{
    (void)state;
    for (enum loop_urgency u = LOOP_NOW; u <= LOOP_WHENEVER; u++) {
        struct loop missed = at(LOOP_PROMISED, LOOP_WHENEVER), other = at(LOOP_TRIAGED, u);
        done(&missed, LOOP_ASKER, LOOP_MISS, START);
        assert_int_equal(missed.state, LOOP_TRIAGED);
        for (int64_t now = START; now < START + 100 * DAY; now += 7 * HOUR)
            assert_true(loop_rank(&missed, now) > loop_rank(&other, now));
    }
}

static void urgent_stands_above_calm_and_late_above_both(void **state)
{
    struct loop now = at(LOOP_OPEN, LOOP_NOW), week = at(LOOP_OPEN, LOOP_WEEK);
    struct loop older = week;
    (void)state;

    older.asked -= HOUR;
    assert_true(loop_rank(&now, START) > loop_rank(&week, START));
    assert_true(loop_rank(&older, START) > loop_rank(&week, START));
    now.since = now.asked = START + 12 * HOUR;
    assert_true(loop_rank(&week, START + 12 * HOUR) > loop_rank(&now, START + 12 * HOUR));
}

static void a_quiet_claim_is_let_go(void **state)
{
    enum loop_move move;
    (void)state;

    for (enum loop_urgency u = LOOP_NOW; u <= LOOP_WHENEVER; u++) {
        struct loop l = at(LOOP_TRIAGED, u);
        done(&l, LOOP_OTHER, LOOP_CLAIM, START);
        assert_false(loop_due(&l, loop_next(&l).by, &move)); /* first it only rises */
        assert_true(loop_due(&l, START + 7 * DAY, &move));
        assert_int_equal(move, LOOP_LET_GO);
        done(&l, LOOP_CLOCK, move, START + 7 * DAY);
        assert_int_equal(l.state, LOOP_TRIAGED);
    }
}

/* A promise for next week is not quiet before next week. */
static void a_promise_counts_from_its_time(void **state)
{
    struct loop l = at(LOOP_CLAIMED, LOOP_NOW);
    enum loop_move move;
    (void)state;

    assert_ok(loop_do(&l, LOOP_HELPER, LOOP_PROMISE, START + 6 * DAY, START));
    assert_false(loop_due(&l, START + 6 * DAY, &move));
    assert_true(loop_next(&l).by > START + 6 * DAY);
    assert_true(loop_due(&l, START + 7 * DAY, &move));
}

static void nobody_is_left_without_a_way_on(void **state)
{
    (void)state;
    for (enum loop_state s = LOOP_OPEN; s <= LOOP_GONE; s++) {
        struct loop l = at(s, LOOP_MONTH);
        enum loop_move move;
        unsigned ways = 0;
        for (size_t p = 0; p < NPEOPLE; p++)
            for (int m = 0; m < LOOP_MOVES; m++)
                ways += loop_may(&l, PEOPLE[p], (enum loop_move)m);
        assert_int_equal(ways != 0, s != LOOP_GONE);
        assert_int_equal(loop_next(&l).turn != 0, s != LOOP_GONE);
        assert_true(*loop_next(&l).what != '\0' && *loop_state_text(s) != '\0');
        assert_int_equal(loop_due(&l, START + 400 * DAY, &move), s != LOOP_GONE);
        if (s != LOOP_GONE)
            assert_true(loop_may(&l, LOOP_CLOCK, move));
    }
}

/* Whatever people do, an ask is gone after its last day, and what is refused changes nothing. */
static void every_walk_ends(void **state)
{
    (void)state;
    for (int walk = 0; walk < 2000; walk++) {
        struct loop l = loop_new((enum loop_urgency)(1 + rand_u64() % 4),
                                 clock_day(START) + (int32_t)(rand_u64() % 400), START);
        int64_t now = START;
        enum loop_move move;
        assert_true(l.last_day <= clock_day(START) + LOOP_DAYS_MAX);
        while (clock_day(now) <= l.last_day && l.state != LOOP_GONE) {
            struct loop before = l;
            enum loop_actor actor = PEOPLE[rand_u64() % NPEOPLE];
            enum loop_move what = (enum loop_move)(rand_u64() % LOOP_MOVES);
            if (what == LOOP_WITHDRAW || what == LOOP_FORGET)
                what = LOOP_CLAIM;
            l.spent = walk % 2;
            before.spent = l.spent;
            bool may = loop_may(&l, actor, what);
            enum err e = loop_do(&l, actor, what, now, now);
            assert_int_equal(e == ERR_OK, may);
            if (!may)
                assert_memory_equal(&l, &before, sizeof l);
            if (loop_due(&l, now, &move))
                assert_ok(loop_do(&l, LOOP_CLOCK, move, 0, now));
            now += (int64_t)(rand_u64() % (2 * DAY));
        }
        if (l.state != LOOP_GONE) {
            assert_true(loop_due(&l, now, &move));
            assert_int_equal(move, LOOP_FORGET);
            assert_ok(loop_do(&l, LOOP_CLOCK, move, 0, now));
        }
        for (size_t p = 0; p < NPEOPLE; p++)
            for (int m = 0; m < LOOP_MOVES; m++)
                assert_false(loop_may(&l, PEOPLE[p], (enum loop_move)m));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_ask_goes_all_the_way),
        cmocka_unit_test(who_comes_second_is_told),
        cmocka_unit_test(what_did_not_happen_is_on_top),
        cmocka_unit_test(urgent_stands_above_calm_and_late_above_both),
        cmocka_unit_test(a_quiet_claim_is_let_go),
        cmocka_unit_test(a_promise_counts_from_its_time),
        cmocka_unit_test(nobody_is_left_without_a_way_on),
        cmocka_unit_test(every_walk_ends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
