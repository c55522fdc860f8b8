/* A request's moves: who may, what takes two, what is over; and random people pressing anything. */
#include <string.h>

#include "base/clock.h"
#include "base/rand.h"
#include "base/test.h"
#include "fund/ask.h"

#define NOW ((int64_t)20000 * DAY_SECONDS)

static struct tag who(int i)
{
    return (struct tag){{(uint8_t)i}};
}

/* At the desk: everybody whose bit is set. */
static bool there(const void *roster, const struct tag *tag)
{
    return *(const unsigned *)roster & 1u << tag->b[0];
}

static struct ask asked(void)
{
    struct ask a = {.id = 1, .fund = 1, .kind = FUND_HOME, .amount = 100};
    ask_begin(&a, NOW);
    return a;
}

static enum err does(struct ask *a, unsigned desk, int i, enum ask_move move, const char *words)
{
    const struct ask_desk d = {there, &desk};
    const struct tag tag = who(i);
    const struct ask_by by = {.keeper = i ? &tag : NULL, .asker = i == 0, .desk = &d};
    return ask_do(a, &by, move, str_from_c(words), 7, NOW + 10);
}
#define ALL 0xffu

static void two_approve(void **state)
{
    struct ask a = asked();
    (void)state;
    assert_err(does(&a, ALL, 0, ASK_APPROVE, ""), DENIED);
    assert_ok(does(&a, ALL, 1, ASK_APPROVE, ""));
    assert_err(does(&a, ALL, 1, ASK_APPROVE, ""), DENIED);
    assert_err(does(&a, ALL, 1, ASK_PAY, ""), CONFLICT);
    assert_ok(does(&a, ALL, 2, ASK_APPROVE, ""));
    assert_int_equal(a.state, ASK_APPROVED);
    assert_err(does(&a, ALL, 3, ASK_APPROVE, ""), CONFLICT);
    assert_ok(does(&a, ALL, 1, ASK_PAY, ""));
    assert_err(does(&a, ALL, 3, ASK_PAY, ""), CONFLICT);
    assert_int_equal(a.entry, 7);
    assert_err(does(&a, ALL, 0, ASK_WITHDRAW, ""), CONFLICT);
    assert_ok(does(&a, ALL, 0, ASK_ARRIVE, ""));
    assert_ok(does(&a, ALL, 0, ASK_SHOW, "number 12"));
    assert_err(does(&a, ALL, 3, ASK_SEE, ""), DENIED);
    assert_ok(does(&a, ALL, 1, ASK_SEE, ""));
    assert_err(does(&a, ALL, 1, ASK_SEE, ""), CONFLICT);
    assert_int_equal(a.receipt.n, 9);
    assert_ok(does(&a, ALL, 2, ASK_SEE, ""));
    assert_int_equal(a.state, ASK_CLOSED);
    assert_int_equal(a.receipt.n, 0);
    assert_int_equal(a.last_day, 20000 + ASK_CLOSED_DAYS);
    assert_int_equal(ask_next(&a, true).by, 0);
}

static void refusing_takes_two_as_well(void **state)
{
    struct ask a = asked();
    (void)state;
    assert_ok(does(&a, ALL, 1, ASK_REFUSE, "too little is there"));
    assert_err(does(&a, ALL, 1, ASK_REFUSE, "still"), DENIED);
    assert_int_equal(a.state, ASK_DOUBTED);
    assert_ok(does(&a, ALL, 2, ASK_APPROVE, "")); /* a doubt is no veto */
    assert_int_equal(a.state, ASK_ONE);
    assert_int_equal(a.reason.n, 0);
    assert_ok(does(&a, ALL, 3, ASK_REFUSE, "the other fund is for this"));
    assert_ok(does(&a, ALL, 1, ASK_REFUSE, ""));
    assert_int_equal(a.state, ASK_REFUSED);
    assert_str(a.reason, "the other fund is for this");
    assert_err(does(&a, ALL, 2, ASK_APPROVE, ""), CONFLICT);
    assert_err(does(&a, ALL, 0, ASK_WITHDRAW, ""), CONFLICT);
}

/* Whoever has left the desk neither counts nor holds anything up. */
static void who_left_counts_no_longer(void **state)
{
    struct ask a = asked();
    (void)state;
    assert_ok(does(&a, ALL, 1, ASK_APPROVE, ""));
    assert_ok(does(&a, ALL & ~2u, 2, ASK_APPROVE, ""));
    assert_int_equal(a.state, ASK_ONE);
    assert_ok(does(&a, ALL & ~2u, 3, ASK_APPROVE, ""));
    assert_int_equal(a.state, ASK_APPROVED);
    assert_ok(does(&a, ALL, 4, ASK_PAY, ""));
    assert_ok(does(&a, ALL, 0, ASK_SHOW, "number 12"));
    assert_err(does(&a, ALL, 4, ASK_SEE, ""), DENIED);
    assert_ok(does(&a, ALL & ~(1u << 3), 4, ASK_SEE, "")); /* in the place of one */
    assert_err(does(&a, ALL & ~(1u << 3), 5, ASK_SEE, ""), DENIED);
    assert_ok(does(&a, ALL & ~(1u << 3), 2, ASK_SEE, ""));
    assert_int_equal(a.state, ASK_CLOSED);
}

/* Anybody presses anything: nothing is paid that two others did not approve, and so on. */
static void nobody_alone(void **state)
{
    struct rng r = {11};
    size_t closed = 0, refused = 0;
    (void)state;
    for (int run = 0; run < 2000; run++) {
        struct ask a = asked();
        unsigned desk = ALL;
        int approvals[8] = {0};
        for (int step = 0; step < 40; step++) {
            const int i = (int)rng_below(&r, 5);
            const enum ask_move move = (enum ask_move)rng_below(&r, ASK_MOVE_LAST + 1);
            const enum ask_state before = a.state;
            if (rng_below(&r, 10) == 0)
                desk ^= 1u << (1 + rng_below(&r, 4));
            if ((i != 0 && !(desk & 1u << i)) || (move == ASK_WITHDRAW && rng_below(&r, 10) != 0))
                continue;
            enum err e = does(&a, desk, i, move, "words");
            assert_true(e == ERR_OK || e == ERR_CONFLICT || e == ERR_DENIED);
            if (e != ERR_OK)
                continue;
            assert_true((i == 0) == (move >= ASK_SHOW));
            if (move == ASK_APPROVE)
                approvals[i]++;
            if (move == ASK_APPROVE && a.state == ASK_APPROVED) {
                assert_int_equal(a.napprovers, 2);
                assert_true(memcmp(&a.approver[0], &a.approver[1], TAG_SIZE) != 0);
                assert_true(approvals[a.approver[0].b[0]] && approvals[a.approver[1].b[0]]);
            }
            if (move == ASK_PAY)
                assert_int_equal(before, ASK_APPROVED);
            if (a.state == ASK_CLOSED) {
                assert_int_equal(a.nseen, 2);
                assert_true(memcmp(&a.seen[0], &a.seen[1], TAG_SIZE) != 0);
                assert_int_equal(a.receipt.n, 0);
            }
            assert_true(a.last_day <= 20000 + ASK_DAYS);
            assert_true(ask_is_over(&a) == (ask_next(&a, false).by == 0));
        }
        closed += a.state == ASK_CLOSED;
        refused += a.state == ASK_REFUSED;
    }
    assert_true(closed > 50 && refused > 50);
}

static void what_is_pressing_stands_first(void **state)
{
    struct ask slow = asked(), soon = asked(), over = asked();
    (void)state;
    soon.needed = 20000;
    over.state = ASK_CLOSED;
    assert_true(ask_rank(&soon) < ask_rank(&slow));
    assert_true(ask_rank(&slow) < ask_rank(&over));
    assert_int_equal(ask_next(&slow, true).by, NOW + 2 * DAY_SECONDS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_approve),
        cmocka_unit_test(refusing_takes_two_as_well),
        cmocka_unit_test(who_left_counts_no_longer),
        cmocka_unit_test(nobody_alone),
        cmocka_unit_test(what_is_pressing_stands_first),
    };
    return cmocka_run_group_tests_name("fund ask", tests, NULL, NULL);
}
