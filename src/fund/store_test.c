/* Funds and requests as they are sealed, on both engines: balances, chain, two people, the end. */
#include <inttypes.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/rand.h"
#include "fund/export.h"
#include "fund/toy.h"

#define RECEIPT "number 4711, pharmacy at the corner"

static struct fund_board board_of(struct house *x, struct viewer *v)
{
    struct fund_board b;
    assert_ok(fund_board_read(&x->ctx, v, &b));
    return b;
}

static void what_is_booked_adds_up(void **state)
{
    struct house x;
    struct rng r = {7};
    house_begin(&x, state);
    fund_begins(&x);
    assert_err(books(&x, &x.sami, LEDGER_IS_COST, LEDGER_HAND, 1), CONFLICT);
    assert_int_equal(fund_now(&x).ledger.count, 0);
    int64_t cash = 0;
    for (int i = 0; i < 60; i++) {
        const bool in = rng_below(&r, 2);
        const int64_t amount = 1 + (int64_t)rng_below(&r, 9000);
        x.ctx.now += (int64_t)rng_below(&r, 2) * DAY_SECONDS;
        if (i % 7 == 0)
            assert_ok(seal_home_turn(x.home, clock_day(x.ctx.now), true));
        enum err e = books(&x, i % 2 ? &x.amal : &x.sami, in ? LEDGER_IS_GIFT : LEDGER_IS_COST,
                           LEDGER_HAND, amount);
        assert_int_equal(e, in || amount <= cash ? ERR_OK : ERR_CONFLICT);
        if (e == ERR_OK)
            cash += in ? amount : -amount;
        assert_int_equal(cash_now(&x), cash);
    }
    assert_true(is_right(&x));
    struct fund f = fund_now(&x);
    assert_true(f.nmonths >= 1 && f.months[0].cash == cash);

    /* members see a range of the same, unless the keepers say otherwise */
    struct fund_board b = board_of(&x, &x.huda);
    assert_int_equal(b.n, 1);
    assert_true(b.v[0].low < cash && cash <= b.v[0].high);
    assert_str(b.v[0].give, "at the bakery");
    struct desk d = at_desk(&x, &x.amal);
    f.exact = true;
    assert_ok(fund_change(&d, &f));
    b = board_of(&x, &x.huda);
    assert_true(b.v[0].low == cash && b.v[0].high == cash);
    house_end(&x);
}

/* One row taken out, or put back, is seen. */
static void a_row_less_is_seen(void **state)
{
    struct house x;
    house_begin(&x, state);
    fund_begins(&x);
    for (int i = 0; i < 4; i++)
        assert_ok(books(&x, &x.amal, LEDGER_IS_GIFT, LEDGER_HAND, 100));
    struct desk d = at_desk(&x, &x.amal);
    struct fund_checked c;
    struct stream_id ledger = record_stream(d.s, "fund ledger", STR("1"));
    assert_true(is_right(&x));
    assert_ok(record_delete(d.s, ledger, 4));
    assert_ok(fund_check(&d, x.fund, &c));
    assert_true(!c.right && c.wrong_at == 4);
    /* nothing more can be written on a ledger whose end is missing */
    assert_err(books(&x, &x.amal, LEDGER_IS_GIFT, LEDGER_HAND, 1), SEAL);
    assert_ok(record_delete(d.s, ledger, 2));
    assert_ok(fund_check(&d, x.fund, &c));
    assert_true(!c.right && c.wrong_at == 2);
    house_end(&x);
}

static void a_correction_takes_two(void **state)
{
    struct house x;
    enum fund_corrected done;
    house_begin(&x, state);
    fund_begins(&x);
    assert_ok(books(&x, &x.amal, LEDGER_IS_GIFT, LEDGER_HAND, 500));
    assert_ok(books(&x, &x.amal, LEDGER_IS_GIFT, LEDGER_HAND, 5000));
    struct desk amal = at_desk(&x, &x.amal), sami = at_desk(&x, &x.sami);
    assert_ok(fund_correct(&amal, x.fund, 2, &done));
    assert_int_equal(done, FUND_WANTED);
    assert_err(fund_correct(&amal, x.fund, 2, &done), DENIED);
    assert_err(fund_correct(&sami, x.fund, 1, &done), CONFLICT);
    assert_int_equal(cash_now(&x), 5500);
    assert_ok(fund_correct(&sami, x.fund, 2, &done));
    assert_int_equal(done, FUND_CORRECTED);
    assert_int_equal(cash_now(&x), 500);
    assert_err(fund_correct(&sami, x.fund, 2, &done), CONFLICT); /* once is enough */
    assert_err(fund_correct(&sami, x.fund, 3, &done), CONFLICT); /* not a correction itself */
    assert_err(fund_correct(&sami, x.fund, 9, &done), NOT_FOUND);
    assert_true(is_right(&x));

    /* what has gone out again cannot be taken back */
    assert_ok(books(&x, &x.amal, LEDGER_IS_COST, LEDGER_HAND, 400));
    assert_ok(fund_correct(&amal, x.fund, 1, &done));
    assert_err(fund_correct(&sami, x.fund, 1, &done), CONFLICT);
    assert_ok(fund_correct_not(&sami, x.fund));
    assert_int_equal(fund_now(&x).wrong, 0);

    /* a month that is over is marked when it was counted right */
    assert_err(fund_close(&amal, x.fund, fund_now(&x).months[0].month, 100), INVALID);
    x.ctx.now += 40 * (int64_t)DAY_SECONDS;
    assert_ok(seal_home_turn(x.home, clock_day(x.ctx.now), true));
    struct desk later = at_desk(&x, &x.amal);
    assert_err(fund_close(&later, x.fund, fund_now(&x).months[0].month, 101), CONFLICT);
    assert_ok(fund_close(&later, x.fund, fund_now(&x).months[0].month, 100));
    assert_true(fund_now(&x).months[0].closed);
    house_end(&x);
}

/* ---- a process that dies ----------------------------------------------------------------------
 */

/* Whenever somebody pulls the plug, in the middle of whatever, the books are right afterwards. */
static void a_crash_leaves_it_balanced(void **state)
{
    struct house x;
    house_begin(&x, state);
    fund_begins(&x);
    assert_ok(books(&x, &x.amal, LEDGER_IS_GIFT, LEDGER_HAND, 1000));
    for (int i = 0; i < 6; i++) {
        const uint32_t before = fund_now(&x).ledger.count;
        pid_t child = fork();
        assert_true(child >= 0);
        if (child == 0) { /* its own connection; dies before, or right after, the commit */
            struct db *db = NULL;
            struct db_tx tx = {0};
            if (db_open(x.t->url, DB_WRITER, &db) != ERR_OK)
                _exit(9);
            x.ctx.db = db;
            struct desk d;
            struct ledger_entry e;
            if (desk_enter(&x.ctx, &DESK_FUND, &x.amal, NULL, &d) != ERR_OK ||
                ledger_entry_make(LEDGER_IS_GIFT, LEDGER_HAND, FUND_FOOD, 7, &e) != ERR_OK ||
                db_tx_begin(&tx, db) != ERR_OK || fund_book(&d, x.fund, &e) != ERR_OK)
                _exit(8);
            if (i % 2 && db_tx_commit(&tx) != ERR_OK)
                _exit(7);
            _exit(0);
        }
        int status;
        assert_int_equal(waitpid(child, &status, 0), child);
        assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
        struct fund f = fund_now(&x);
        assert_int_equal(f.ledger.count, before + (uint32_t)(i % 2));
        assert_int_equal(ledger_cash(&f.ledger), 1000 + 7 * (f.ledger.count - 1));
        assert_true(is_right(&x));
    }
    house_end(&x);
}

/* ---- requests ---------------------------------------------------------------------------------
 */

static void asks(struct house *x, struct viewer *v, uint64_t id, int64_t amount)
{
    const struct ask a = {.id = id,
                          .fund = x->fund,
                          .kind = FUND_HEALTH,
                          .amount = amount,
                          .words = STR("medicine"),
                          .how = STR("in person"),
                          .name = STR("Huda")};
    assert_ok(fund_mine_ask(&x->ctx, v, &a));
}

static enum err does(struct house *x, struct viewer *v, uint64_t id, enum ask_move move)
{
    struct desk d = at_desk(x, v);
    const struct ask_doing doing = {.move = move, .box = LEDGER_HAND, .words = STR("so be it")};
    return asks_do(&d, id, &doing);
}

static struct ask seen_by_keepers(struct house *x, uint64_t id)
{
    struct desk d = at_desk(x, &x->noor);
    struct ask a;
    assert_ok(asks_find(&d, id, &a));
    return a;
}

static enum ask_state seen_by_asker(struct house *x, struct viewer *v, uint64_t id)
{
    struct fund_mine m;
    assert_ok(fund_mine_find(&x->ctx, v, id, &m));
    return m.ask.state;
}

static void from_asked_to_closed(void **state)
{
    struct house x;
    struct ask_rows rows;
    house_begin(&x, state);
    fund_begins(&x);
    assert_ok(books(&x, &x.amal, LEDGER_IS_GIFT, LEDGER_HAND, 10000));
    asks(&x, &x.huda, 5, 4000);
    assert_int_equal(seen_by_asker(&x, &x.huda, 5), ASK_ASKED);
    assert_int_equal(seen_by_keepers(&x, 5).state, ASK_ASKED); /* before anybody took it in */
    assert_ok(does(&x, &x.amal, 5, ASK_APPROVE));
    assert_err(does(&x, &x.amal, 5, ASK_APPROVE), DENIED);
    assert_int_equal(seen_by_asker(&x, &x.huda, 5), ASK_ASKED); /* steps stay inside */
    assert_ok(fund_mine_say(&x.ctx, &x.huda, 5, STR("thank you for looking")));
    assert_ok(does(&x, &x.sami, 5, ASK_APPROVE));
    assert_int_equal(seen_by_asker(&x, &x.huda, 5), ASK_APPROVED);
    assert_ok(does(&x, &x.noor, 5, ASK_PAY));
    assert_err(does(&x, &x.amal, 5, ASK_PAY), CONFLICT); /* of two at once one wins */
    assert_int_equal(cash_now(&x), 6000);
    assert_int_equal(fund_now(&x).ledger.balance[LEDGER_KIND_BASE + FUND_HEALTH], 4000);

    assert_err(fund_mine_move(&x.ctx, &x.huda, 5, ASK_WITHDRAW, STR_NONE), CONFLICT);
    assert_ok(fund_mine_move(&x.ctx, &x.huda, 5, ASK_ARRIVE, STR_NONE));
    assert_ok(fund_mine_move(&x.ctx, &x.huda, 5, ASK_SHOW, STR(RECEIPT)));
    assert_str(seen_by_keepers(&x, 5).receipt, RECEIPT);
    assert_err(does(&x, &x.noor, 5, ASK_SEE), DENIED); /* who did not approve */
    assert_ok(does(&x, &x.amal, 5, ASK_SEE));
    assert_ok(does(&x, &x.sami, 5, ASK_SEE));
    struct ask a = seen_by_keepers(&x, 5);
    assert_int_equal(a.state, ASK_CLOSED);
    assert_int_equal(a.receipt.n, 0);
    for (size_t i = 0; i < a.nsaid; i++)
        assert_null(strstr(str_to_c(x.t->a, a.said[i].words), "4711"));
    assert_int_equal(seen_by_asker(&x, &x.huda, 5), ASK_CLOSED);
    assert_true(is_right(&x));

    /* on its day it is gone for everybody; the ledger stays, without a name */
    for (int i = 0; i <= ASK_CLOSED_DAYS; i++) {
        int64_t gone;
        x.ctx.now += DAY_SECONDS;
        assert_ok(seal_home_turn(x.home, clock_day(x.ctx.now), false));
        assert_ok(space_expire(x.t->db, clock_day(x.ctx.now), &gone));
    }
    struct desk d = at_desk(&x, &x.amal);
    assert_ok(asks_read(&d, &rows));
    assert_int_equal(rows.n, 0);
    struct fund_mine m;
    assert_err(fund_mine_find(&x.ctx, &x.huda, 5, &m), NOT_FOUND);
    assert_int_equal(fund_now(&x).ledger.count, 2);
    house_end(&x);
}

static void a_keeper_does_not_decide_for_themselves(void **state)
{
    struct house x;
    house_begin(&x, state);
    fund_begins(&x);
    assert_ok(books(&x, &x.amal, LEDGER_IS_GIFT, LEDGER_HAND, 10000));
    asks(&x, &x.sami, 6, 100);
    assert_err(does(&x, &x.sami, 6, ASK_APPROVE), DENIED);
    assert_ok(does(&x, &x.amal, 6, ASK_APPROVE));
    assert_err(does(&x, &x.sami, 6, ASK_APPROVE), DENIED);
    assert_err(does(&x, &x.sami, 6, ASK_REFUSE), DENIED);
    assert_ok(does(&x, &x.noor, 6, ASK_APPROVE));
    assert_err(does(&x, &x.sami, 6, ASK_PAY), DENIED);

    /* there must be enough */
    asks(&x, &x.huda, 7, 20000);
    assert_ok(does(&x, &x.amal, 7, ASK_APPROVE));
    assert_ok(does(&x, &x.sami, 7, ASK_APPROVE));
    assert_err(does(&x, &x.sami, 7, ASK_PAY), TOO_LARGE);
    assert_int_equal(seen_by_keepers(&x, 7).state, ASK_APPROVED);

    /* withdrawn: gone from the desk at once */
    assert_ok(fund_mine_drop(&x.ctx, &x.huda, 7));
    struct desk d = at_desk(&x, &x.amal);
    struct ask a;
    assert_err(asks_find(&d, 7, &a), NOT_FOUND);
    assert_err(does(&x, &x.amal, 7, ASK_PAY), NOT_FOUND);
    house_end(&x);
}

static void who_leaves_takes_it_along(void **state)
{
    struct house x;
    struct fund_mine_list mine;
    json_t *copy;
    house_begin(&x, state);
    fund_begins(&x);
    assert_ok(books(&x, &x.amal, LEDGER_IS_GIFT, LEDGER_HAND, 500));
    asks(&x, &x.huda, 8, 100);
    asks(&x, &x.huda, 9, 200);
    assert_ok(does(&x, &x.amal, 9, ASK_APPROVE));
    assert_ok(does(&x, &x.sami, 9, ASK_APPROVE));
    assert_ok(does(&x, &x.sami, 9, ASK_PAY));
    assert_ok(fund_mine_all(&x.ctx, &x.huda, &mine));
    assert_int_equal(mine.n, 2);
    assert_ok(fund_mine_export(&x.ctx, &x.huda, &copy));
    assert_int_equal(json_array_size(copy), 2);
    json_decref(copy);
    assert_ok(fund_mine_end(&x.ctx, &x.huda));
    struct desk d = at_desk(&x, &x.amal);
    struct ask_rows rows;
    assert_ok(asks_read(&d, &rows));
    assert_int_equal(rows.n, 1); /* what was paid is the keepers' to end */
    assert_int_equal(rows.v[0].ask.state, ASK_PAID);

    /* the desk ends with its last person: who waits is told, the board comes down */
    asks(&x, &x.huda, 10, 100);
    assert_ok(does(&x, &x.amal, 10, ASK_APPROVE));
    struct desk amal = at_desk(&x, &x.amal);
    assert_ok(desk_leave(&amal));
    struct desk sami = at_desk(&x, &x.sami);
    assert_ok(desk_leave(&sami));
    assert_int_equal(board_of(&x, &x.huda).n, 1);
    struct desk noor = at_desk(&x, &x.noor);
    assert_ok(desk_leave(&noor));
    assert_int_equal(board_of(&x, &x.huda).n, 0);
    struct fund_mine m;
    assert_ok(fund_mine_find(&x.ctx, &x.huda, 10, &m));
    assert_true(m.ended);
    house_end(&x);
}

/* Somebody taken out reads nothing of what comes after, with all keys they ever had. */
static void who_is_taken_out_reads_nothing_more(void **state)
{
    struct house x;
    struct desk d;
    house_begin(&x, state);
    fund_begins(&x);
    asks(&x, &x.huda, 11, 100);
    assert_ok(does(&x, &x.sami, 11, ASK_APPROVE));
    struct desk before = at_desk(&x, &x.sami);
    struct desk amal = at_desk(&x, &x.amal);
    struct roster_entry *sami = roster_find(&amal.roster, &before.me->tag);
    assert_ok(desk_remove(&amal, sami, STR("thank you for everything")));
    assert_err(desk_enter(&x.ctx, &DESK_FUND, &x.sami, NULL, &d), DENIED);
    /* what they approved alone counts no longer */
    assert_ok(does(&x, &x.amal, 11, ASK_APPROVE));
    assert_int_equal(seen_by_keepers(&x, 11).state, ASK_ONE);
    assert_ok(books(&x, &x.amal, LEDGER_IS_GIFT, LEDGER_HAND, 777));
    struct fund_entries all;
    struct funds funds;
    struct ask_rows rows;
    assert_ok(fund_entries(&before, x.fund, 0, 10, &all));
    assert_int_equal(all.n, 0);
    assert_ok(funds_read(&before, &funds));
    assert_int_equal(funds.n, 0);
    assert_ok(asks_read(&before, &rows));
    assert_int_equal(rows.n, 0);
    house_end(&x);
}

static void the_file_has_no_name(void **state)
{
    struct house x;
    struct fund_entries all;
    struct str csv;
    house_begin(&x, state);
    fund_begins(&x);
    assert_ok(books(&x, &x.amal, LEDGER_IS_GIFT, LEDGER_HAND, 10000));
    asks(&x, &x.huda, 5, 4050);
    assert_ok(does(&x, &x.amal, 5, ASK_APPROVE));
    assert_ok(does(&x, &x.sami, 5, ASK_APPROVE));
    assert_ok(does(&x, &x.sami, 5, ASK_PAY));
    struct desk d = at_desk(&x, &x.amal);
    struct fund f = fund_now(&x);
    f.name = STR("=HYPERLINK(\"x\")");
    assert_ok(fund_entries(&d, x.fund, 0, 100, &all));
    assert_ok(fund_csv(x.t->a, &f, &all, &csv));
    assert_str(csv, "number,date,what,account,amount,currency,reverses,fund\r\n"
                    "1,2024-10-04,gift,cash box,100.00,EUR,,\"'=HYPERLINK(\"\"x\"\")\"\r\n"
                    "1,2024-10-04,gift,gifts,-100.00,EUR,,\"'=HYPERLINK(\"\"x\"\")\"\r\n"
                    "2,2024-10-04,paid,paid out: health,40.50,EUR,,\"'=HYPERLINK(\"\"x\"\")\"\r\n"
                    "2,2024-10-04,paid,cash box,-40.50,EUR,,\"'=HYPERLINK(\"\"x\"\")\"\r\n");
    house_end(&x);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST_DB(what_is_booked_adds_up),    TEST_DB(a_row_less_is_seen),
        TEST_DB(a_correction_takes_two),    TEST_DB(a_crash_leaves_it_balanced),
        TEST_DB(from_asked_to_closed),      TEST_DB(a_keeper_does_not_decide_for_themselves),
        TEST_DB(who_leaves_takes_it_along), TEST_DB(who_is_taken_out_reads_nothing_more),
        TEST_DB(the_file_has_no_name),
    };
    seal_init();
    return cmocka_run_group_tests_name("fund store", tests, NULL, NULL);
}
