/* The tally counts what really happened, once, on both engines; and ends. */
#include <string.h>

#include "aid/cases.h"
#include "aid/house_test.h"
#include "aid/party.h"
#include "aid/tally.h"
#include "base/rand.h"

static uint64_t below(uint64_t n)
{
    return rand_u64() % n;
}

static struct aid_card ask_of(struct house *x, enum aid_kind kind, uint32_t area, int32_t days)
{
    return (struct aid_card){.id = aid_card_id(),
                             .side = AID_ASK,
                             .desk_reads = true,
                             .kind = kind,
                             .area = area,
                             .units = 1,
                             .loop = loop_new(LOOP_NOW, clock_day(x->ctx.now) + days, x->ctx.now)};
}

static void asks(struct house *x, const struct aid_card *card, struct party *p)
{
    static const struct aid_details NOTHING = {0};
    p->as = LOOP_ASKER;
    key_random(&p->seed);
    assert_ok(party_ask(&x->ctx, p, card, &NOTHING));
}

static int64_t records_in_all(struct house *x)
{
    const struct db_sql COUNT = {"test: records", "SELECT count(*) FROM record", NULL, NULL};
    struct db_rows rows;
    assert_ok(db_all(x->t->db, &COUNT, DB_NO_ARGS, x->t->a, &rows));
    return db_cell_int(&rows, 0, 0);
}

static void moves(struct house *x, uint64_t id, enum loop_move move)
{
    const struct aid_meeting soon = {.at = x->ctx.now + 600, .where = STR_INIT("the bakery")};
    assert_ok(case_move(&x->desk, (struct shelf_place){0}, id, move,
                        move == LOOP_PROMISE ? &soon : NULL, STR_NONE));
}

static struct tally_row row_now(struct house *x, enum aid_kind kind, uint32_t area)
{
    struct tally_day all;
    struct tally_row none = {0};
    assert_ok(tally_range(&x->desk, 0, INT32_MAX, &all));
    for (size_t i = 0; i < all.n; i++)
        if (all.v[i].side == AID_ASK && all.v[i].kind == kind && all.v[i].area == area)
            return all.v[i];
    return none;
}

static void an_ask_is_counted_once(void **state)
{
    struct house x;
    struct party p;
    house_begin(&x, state);
    struct aid_card card = ask_of(&x, AID_FOOD, 7, 30);
    asks(&x, &card, &p);
    house_wait(&x, 2 * 3600);
    moves(&x, card.id, LOOP_TRIAGE);
    struct tally_row r = row_now(&x, AID_FOOD, 7);
    assert_int_equal(r.came, 1);
    assert_int_equal(r.open, 1);
    assert_int_equal(r.answered, 0);

    moves(&x, card.id, LOOP_CLAIM);
    r = row_now(&x, AID_FOOD, 7);
    assert_int_equal(r.answered, 1);
    assert_int_equal(r.open, 0);
    assert_int_equal(r.waited[1], 1); /* between one and six hours */
    moves(&x, card.id, LOOP_LET_GO);
    assert_int_equal(row_now(&x, AID_FOOD, 7).open, 1);
    moves(&x, card.id, LOOP_CLAIM);
    assert_int_equal(row_now(&x, AID_FOOD, 7).answered, 1); /* not twice */

    house_wait(&x, DAY_SECONDS / 10);
    house_wait(&x, 600);
    moves(&x, card.id, LOOP_HAND);
    moves(&x, card.id, LOOP_CONFIRM);
    r = row_now(&x, AID_FOOD, 7);
    assert_int_equal(r.arrived, 1);
    assert_int_equal(r.came, 1);
    assert_int_equal(r.open, 0);
    house_end(&x);
}

static void withdrawn_asks_wait_no_longer(void **state)
{
    struct house x;
    struct party p;
    house_begin(&x, state);
    struct aid_card card = ask_of(&x, AID_RIDE, 3, 30), second = ask_of(&x, AID_RIDE, 3, 30);
    asks(&x, &card, &p);
    asks(&x, &second, &p);
    moves(&x, card.id, LOOP_WITHDRAW);
    struct tally_row r = row_now(&x, AID_RIDE, 3);
    assert_int_equal(r.came, 2);
    assert_int_equal(r.open, 1);
    assert_int_equal(r.answered, 0);
    house_end(&x);
}

/* Nobody says so when a day takes an ask away: the next day's beginning finds it. */
static void a_day_begins_with_what_is_there(void **state)
{
    struct house x;
    struct party p;
    struct tally_list days;
    house_begin(&x, state);
    struct aid_card brief = ask_of(&x, AID_HEALTH, 1, 1), longer = ask_of(&x, AID_HEALTH, 1, 20);
    asks(&x, &brief, &p);
    asks(&x, &longer, &p);
    moves(&x, longer.id, LOOP_TRIAGE);
    assert_int_equal(row_now(&x, AID_HEALTH, 1).open, 2);
    house_wait(&x, DAY_SECONDS);
    house_wait(&x, DAY_SECONDS);
    moves(&x, longer.id, LOOP_CLAIM);
    assert_int_equal(row_now(&x, AID_HEALTH, 1).open, 0);
    moves(&x, longer.id, LOOP_LET_GO);
    assert_int_equal(row_now(&x, AID_HEALTH, 1).open, 1);
    assert_ok(tally_days(&x.desk, 0, INT32_MAX, &days));
    assert_int_equal(days.n, 2);
    assert_int_equal(days.v[0].day, HOUSE_DAY);
    assert_int_equal(days.v[1].day, HOUSE_DAY + 2);
    assert_ok(tally_days(&x.desk, HOUSE_DAY + 1, HOUSE_DAY + 2, &days));
    assert_int_equal(days.n, 1);
    house_end(&x);
}

/* Against a model that is nothing but sums; written and read in between. */
static void random_days_add_up(void **state)
{
    enum { KINDS = 4, AREAS = 60 };
    struct house x;
    struct tally t;
    struct tally_day sum;
    uint32_t came[KINDS + 1][AREAS] = {0}, total = 0, seen = 0;
    house_begin(&x, state);
    for (int round = 0; round < 12; round++) {
        assert_ok(tally_begin(&x.desk, &t));
        for (int i = 0; i < 200; i++) {
            struct aid_card c =
                ask_of(&x, (enum aid_kind)(1 + below(KINDS)), (uint32_t)below(AREAS), 9);
            came[c.kind][c.area]++;
            total++;
            tally_note(&t, NULL, &c);
        }
        assert_ok(tally_end(&t));
        if (round % 3 == 2)
            house_wait(&x, DAY_SECONDS);
    }
    assert_ok(tally_range(&x.desk, HOUSE_DAY, HOUSE_DAY + 20, &sum));
    for (size_t i = 0; i < sum.n; i++) {
        assert_int_equal(sum.v[i].came, came[sum.v[i].kind][sum.v[i].area]);
        seen += sum.v[i].came;
    }
    assert_int_equal(seen, total);
    house_end(&x);
}

static void rows_are_bounded(void **state)
{
    struct house x;
    struct tally t;
    uint32_t sum = 0;
    house_begin(&x, state);
    assert_ok(tally_begin(&x.desk, &t));
    for (uint32_t area = 1; area <= TALLY_ROWS_MAX + 500; area++) {
        struct aid_card c = ask_of(&x, AID_FOOD, area, 9);
        tally_note(&t, NULL, &c);
    }
    assert_true(t.today.n <= TALLY_ROWS_MAX);
    assert_ok(tally_end(&t));
    assert_ok(tally_begin(&x.desk, &t));
    for (size_t i = 0; i < t.today.n; i++)
        sum += t.today.v[i].came;
    assert_int_equal(sum, TALLY_ROWS_MAX + 500);
    house_end(&x);
}

static void the_desk_takes_it_along(void **state)
{
    struct house x;
    struct party p;
    struct tally_list days;
    house_begin(&x, state);
    const int64_t before = records_in_all(&x);
    struct aid_card card = ask_of(&x, AID_FOOD, 7, 30);
    asks(&x, &card, &p);
    moves(&x, card.id, LOOP_TRIAGE);
    assert_true(records_in_all(&x) > before);
    assert_ok(cases_end(&x.desk));
    assert_int_equal(records_in_all(&x), before);
    assert_ok(tally_days(&x.desk, 0, INT32_MAX, &days));
    assert_int_equal(days.n, 0);
    house_end(&x);
}

int main(void)
{
    seal_init();
    const struct CMUnitTest tests[] = {
        TEST_DB(an_ask_is_counted_once),
        TEST_DB(withdrawn_asks_wait_no_longer),
        TEST_DB(a_day_begins_with_what_is_there),
        TEST_DB(random_days_add_up),
        TEST_DB(rows_are_bounded),
        TEST_DB(the_desk_takes_it_along),
    };
    return cmocka_run_group_tests_name("aid tally", tests, NULL, NULL);
}
