/* After hard times: a word to everybody, once, in portions; and ranges that point at nobody. */
#include <string.h>

#include "aid/closing.h"
#include "aid/house_test.h"
#include "aid/party.h"

static const struct aid_details NOTHING = {0};

/* Asked now, by somebody with a mailbox of their own. */
static uint64_t asks(struct house *x, struct party *p)
{
    const struct aid_card card = {.id = aid_card_id(),
                                  .side = AID_ASK,
                                  .desk_reads = true,
                                  .kind = AID_FOOD,
                                  .units = 1,
                                  .loop = loop_new(LOOP_NOW, HOUSE_DAY + 30, x->ctx.now)};
    *p = (struct party){.as = LOOP_ASKER};
    key_random(&p->seed);
    assert_ok(party_ask(&x->ctx, p, &card, &NOTHING));
    return card.id;
}

/* Claimed by a mailbox, and handed over. */
static void helped(struct house *x, uint64_t id, struct party *helper)
{
    struct case_rows rows;
    *helper = (struct party){.as = LOOP_HELPER};
    key_random(&helper->seed);
    assert_ok(cases_sort(&x->desk));
    assert_ok(cases_list(&x->desk, AID_ASK, &rows));
    for (size_t i = 0; i < rows.n; i++) {
        struct aid_card card = rows.v[i].card;
        if (card.id != id)
            continue;
        assert_ok(aid_card_move(&card, LOOP_COORDINATOR, LOOP_CLAIM, 0, x->ctx.now));
        mailbox_of(&card.helper, &helper->seed);
        assert_ok(aid_card_move(&card, LOOP_COORDINATOR, LOOP_HAND, 0, x->ctx.now));
        assert_ok(shelf_change(x->desk.s, rows.v[i].at, &card));
    }
}

static size_t letters(struct house *x, const struct party *p, enum aid_what what)
{
    struct inbox in;
    struct aid_letters all;
    size_t n = 0;
    assert_ok(mailbox_read(&x->ctx, &p->seed, &in));
    aid_letters_of(x->secret, &in, &all);
    for (size_t i = 0; i < all.n; i++)
        n += all.v[i].what == what;
    return n;
}

static void everybody_gets_a_word_once(void **state)
{
    enum { N = 7 };
    struct house x;
    struct party p[N], helper, before;
    struct closing c;
    struct aid_thread t;
    house_begin(&x, state);
    const uint64_t earlier = asks(&x, &before); /* no part of it */
    house_wait(&x, 3600);
    struct surge s = {.state = SURGE_ON,
                      .kind = SURGE_FLOOD,
                      .since = x.ctx.now,
                      .until = HOUSE_DAY + 5,
                      .last_day = HOUSE_DAY + 9};
    uint64_t last = 0;
    for (int i = 0; i < N; i++)
        last = asks(&x, &p[i]);
    helped(&x, last, &helper);
    assert_err(closing_some(&x.desk, &s, 100, &c), CONFLICT);
    house_wait(&x, 3600);
    s.state = SURGE_OVER;
    s.ended = x.ctx.now;

    assert_ok(closing_look(&x.desk, &s, &c));
    assert_int_equal(c.left, N);
    assert_ok(closing_some(&x.desk, &s, 4, &c));
    assert_int_equal(c.done, 4);
    assert_int_equal(c.left, N - 4);
    assert_ok(closing_some(&x.desk, &s, 4, &c));
    assert_int_equal(c.done, N - 4);
    assert_int_equal(c.left, 0);
    assert_ok(closing_some(&x.desk, &s, 4, &c));
    assert_int_equal(c.done, 0);

    for (int i = 0; i + 1 < N; i++) {
        assert_int_equal(letters(&x, &p[i], AID_SURGE_OVER), 1);
        assert_ok(party_read(&x.ctx, &p[i], &t));
        assert_int_equal(t.card.loop.state, LOOP_GONE);
    }
    assert_int_equal(letters(&x, &p[N - 1], AID_SURGE_OVER), 0);
    assert_int_equal(letters(&x, &helper, AID_SURGE_THANKS), 1);
    assert_int_equal(letters(&x, &before, AID_SURGE_OVER), 0);
    struct case_rows rows;
    assert_ok(cases_list(&x.desk, AID_ASK, &rows));
    assert_int_equal(rows.n, 2);
    assert_true(rows.v[0].card.id == earlier || rows.v[1].card.id == earlier);
    house_end(&x);
}

static void ranges_hold_their_numbers(void **state)
{
    (void)state;
    assert_int_equal(closing_range_of(0).most, 0);
    for (uint64_t n = 1; n < 3000; n++) {
        const struct closing_range r = closing_range_of(n);
        assert_true(r.least <= n && n <= r.most);
        assert_int_equal(r.few, n < CLOSING_FEW);
        assert_true(r.few || r.least >= CLOSING_FEW);
        if (!r.few && n > 5) { /* neighbours meet, and do not overlap */
            const struct closing_range one_less = closing_range_of(n - 1);
            assert_true(one_less.least == r.least || one_less.most + 1 == r.least);
        }
    }
    assert_int_equal(closing_range_of(100000).least, 100000);
    assert_true(closing_range_of(UINT64_MAX).least <= UINT64_MAX);
    assert_int_equal(closing_range_of(7).least, 5);
    assert_int_equal(closing_range_of(7).most, 9);
    assert_int_equal(closing_range_of(37).least, 20);
    assert_int_equal(closing_range_of(37).most, 49);
}

static void medians_are_told_when_there_are_enough(void **state)
{
    (void)state;
    assert_int_equal(closing_median((const uint32_t[TALLY_WAITS]){0}), -1);
    assert_int_equal(closing_median((const uint32_t[TALLY_WAITS]){4}), -1);
    assert_int_equal(closing_median((const uint32_t[TALLY_WAITS]){5}), 0);
    assert_int_equal(closing_median((const uint32_t[TALLY_WAITS]){2, 0, 0, 3}), 3);
    assert_int_equal(closing_median((const uint32_t[TALLY_WAITS]){3, 2, 1, 0, 0}), 0);
    assert_int_equal(closing_median((const uint32_t[TALLY_WAITS]){0, 0, 0, 0, 9}), 4);
}

int main(void)
{
    seal_init();
    const struct CMUnitTest tests[] = {
        TEST_DB(everybody_gets_a_word_once),
        cmocka_unit_test(ranges_hold_their_numbers),
        cmocka_unit_test(medians_are_told_when_there_are_enough),
    };
    return cmocka_run_group_tests_name("aid closing", tests, NULL, NULL);
}
