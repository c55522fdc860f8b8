/* Many asks at once: on their way to the desk, there, and one by one when somebody writes. */
#include <string.h>

#include "aid/batch.h"
#include "aid/cases.h"
#include "aid/house_test.h"
#include "base/clock.h"
#include "base/rand.h"
#include "base/test.h"
#include "members/net.h"
#include "space/mailbox.h"
#include "support/test_db.h"

#define DAY HOUSE_DAY

static int64_t letters_in_all(struct house *x)
{
    const struct db_sql COUNT = {"test: letters", "SELECT count(*) FROM inbox", NULL, NULL};
    struct db_rows rows;
    assert_ok(db_all(x->t->db, &COUNT, DB_NO_ARGS, x->t->a, &rows));
    return db_cell_int(&rows, 0, 0);
}

static int64_t records_in_all(struct house *x)
{
    const struct db_sql COUNT = {"test: records", "SELECT count(*) FROM record", NULL, NULL};
    struct db_rows rows;
    assert_ok(db_all(x->t->db, &COUNT, DB_NO_ARGS, x->t->a, &rows));
    return db_cell_int(&rows, 0, 0);
}

/* `n` asks; the ones of a third end a day earlier. */
static struct aid_batch_item *asks(struct house *x, size_t n)
{
    struct aid_batch_item *v = ARENA_ARRAY(x->secret, struct aid_batch_item, n);
    for (size_t i = 0; i < n; i++) {
        v[i].card = (struct aid_card){
            .id = 1000 + i,
            .side = AID_ASK,
            .kind = AID_FOOD,
            .units = 1,
            .line = str_fmt(x->secret, "ask %zu", i),
            .loop = loop_new(LOOP_WEEK, DAY + (i % 3 == 0 ? 29 : 30), x->ctx.now)};
        v[i].details = (struct aid_details){.words = str_fmt(x->secret, "words of %zu", i),
                                            .contact = STR("03 555 014"),
                                            .where = STR("behind the school")};
    }
    return v;
}

static struct case_rows listed(struct house *x)
{
    struct case_rows rows;
    assert_ok(cases_list(&x->desk, AID_ASK, &rows));
    return rows;
}

static const struct case_row *row_of(const struct case_rows *rows, uint64_t id)
{
    for (size_t i = 0; i < rows->n; i++)
        if (rows->v[i].card.id == id)
            return &rows->v[i];
    return NULL;
}

static struct aid_thread case_at(struct house *x, uint64_t id)
{
    struct aid_thread t;
    const struct case_rows rows = listed(x);
    const struct case_row *r = row_of(&rows, id);
    assert_non_null(r);
    assert_ok(case_read(&x->desk, AID_ASK, r->at, id, &t));
    return t;
}

static void many_are_read_before_and_after_they_are_taken_in(void **state)
{
    struct house x;
    house_begin(&x, state);
    assert_ok(batch_drop(&x.ctx, asks(&x, 700), 700, NULL));
    assert_int_equal(letters_in_all(&x), 3); /* 234 and 250 + 216 */
    for (int taken = 0; taken < 2; taken++) {
        assert_int_equal(listed(&x).n, 700);
        const struct aid_thread t = case_at(&x, 1007);
        assert_str(t.card.line, "ask 7");
        assert_str(t.details.words, "words of 7");
        assert_str(t.details.where, "behind the school");
        assert_int_equal(t.said.n, 1);
        if (!taken) {
            const int64_t before = records_in_all(&x);
            assert_ok(cases_sort(&x.desk));
            assert_int_equal(letters_in_all(&x), 0);
            assert_true(records_in_all(&x) - before <= 3 + 700 / 20);
        }
    }
    house_end(&x);
}

static void the_same_again_comes_in_once(void **state)
{
    struct house x;
    house_begin(&x, state);
    assert_ok(batch_drop(&x.ctx, asks(&x, 40), 40, NULL));
    assert_ok(batch_drop(&x.ctx, asks(&x, 45), 45, NULL));
    assert_int_equal(listed(&x).n, 45);
    assert_ok(cases_sort(&x.desk));
    assert_ok(batch_drop(&x.ctx, asks(&x, 45), 45, NULL));
    assert_int_equal(listed(&x).n, 45);
    assert_ok(cases_sort(&x.desk));
    assert_int_equal(listed(&x).n, 45);
    assert_int_equal(letters_in_all(&x), 0);
    house_end(&x);
}

/* Who writes about one of many makes it a case like every other; the others stay. */
static void one_of_many_becomes_a_case_of_its_own(void **state)
{
    struct house x;
    house_begin(&x, state);
    assert_ok(batch_drop(&x.ctx, asks(&x, 60), 60, NULL));
    assert_ok(case_say(&x.desk, (struct shelf_place){0}, 1001, STR("we are on our way")));
    struct aid_thread t = case_at(&x, 1001);
    assert_int_equal(t.card.batched.seq, 0);
    assert_int_equal(t.said.n, 2);
    assert_str(t.details.words, "words of 1");
    assert_str(t.said.v[1].words, "we are on our way");
    const struct aid_thread other = case_at(&x, 1002);
    assert_int_not_equal(other.card.batched.seq, 0);
    assert_str(other.details.words, "words of 2");
    house_end(&x);
}

static void what_is_deleted_leaves_the_batch(void **state)
{
    struct house x;
    house_begin(&x, state);
    assert_ok(batch_drop(&x.ctx, asks(&x, 3), 3, NULL));
    assert_ok(cases_sort(&x.desk));
    const struct aid_card card = case_at(&x, 1001).card;
    struct aid_details details;
    assert_ok(batch_details(&x.desk, &card, &details));
    assert_ok(case_move(&x.desk, (struct shelf_place){0}, 1001, LOOP_WITHDRAW, NULL, STR_NONE));
    assert_err(batch_details(&x.desk, &card, &details), NOT_FOUND);
    assert_int_equal(listed(&x).n, 2);
    assert_ok(case_move(&x.desk, (struct shelf_place){0}, 1002, LOOP_WITHDRAW, NULL, STR_NONE));
    assert_ok(case_move(&x.desk, (struct shelf_place){0}, 1000, LOOP_WITHDRAW, NULL, STR_NONE));
    assert_int_equal(listed(&x).n, 0);
    assert_err(batch_details(&x.desk, &card, &details), NOT_FOUND);
    house_end(&x);
}

/* Closing brings the last day nearer; what stood in the batch ends with it. */
static void what_is_closed_ends_sooner(void **state)
{
    struct house x;
    house_begin(&x, state);
    assert_ok(batch_drop(&x.ctx, asks(&x, 2), 2, NULL));
    assert_ok(case_move(&x.desk, (struct shelf_place){0}, 1001, LOOP_CLAIM, NULL, STR_NONE));
    assert_ok(case_move(&x.desk, (struct shelf_place){0}, 1001, LOOP_CONFIRM, NULL, STR_NONE));
    assert_ok(case_move(&x.desk, (struct shelf_place){0}, 1001, LOOP_CLOSE, NULL, STR_NONE));
    assert_int_equal(case_at(&x, 1001).card.loop.last_day, DAY + 7);
    assert_str(case_at(&x, 1001).details.words, "words of 1");
    int64_t gone;
    house_wait(&x, 8 * DAY_SECONDS);
    assert_ok(space_expire(x.t->db, DAY + 8, &gone));
    const struct case_rows rows = listed(&x);
    assert_null(row_of(&rows, 1001));
    assert_non_null(row_of(&rows, 1000));
    house_end(&x);
}

static void all_of_it_ends_on_its_day(void **state)
{
    struct house x;
    int64_t gone;
    house_begin(&x, state);
    const int64_t before = records_in_all(&x);
    assert_ok(batch_drop(&x.ctx, asks(&x, 50), 50, NULL));
    assert_ok(cases_sort(&x.desk));
    house_wait(&x, 31 * DAY_SECONDS);
    assert_ok(space_expire(x.t->db, DAY + 31, &gone));
    assert_int_equal(listed(&x).n, 0);
    assert_int_equal(records_in_all(&x), before + 1); /* how many there were (tally.h) */
    house_end(&x);
}

static void a_desk_that_ends_takes_them_along(void **state)
{
    struct house x;
    house_begin(&x, state);
    const int64_t before = records_in_all(&x);
    assert_ok(batch_drop(&x.ctx, asks(&x, 50), 50, NULL));
    assert_ok(cases_sort(&x.desk));
    assert_ok(cases_end(&x.desk));
    assert_int_equal(records_in_all(&x), before);
    house_end(&x);
}

static void without_room_nothing_is_kept(void **state)
{
    struct house x;
    house_begin(&x, state);
    for (int i = 0; i < INBOX_MAX - 1; i++)
        assert_ok(desk_drop(&x.ctx, &DESK_COORDINATORS, DAY + 3, STR("?")));
    assert_err(batch_drop(&x.ctx, asks(&x, 30), 30, NULL), TOO_MANY);
    assert_int_equal(letters_in_all(&x), INBOX_MAX - 1);
    house_end(&x);
}

static void details_come_for_many_at_once(void **state)
{
    struct house x;
    const struct aid_card *cards[3];
    struct aid_details details[3];
    bool there[3];
    house_begin(&x, state);
    assert_ok(batch_drop(&x.ctx, asks(&x, 3), 3, NULL));
    for (int taken = 0; taken < 2; taken++) {
        const struct case_rows rows = listed(&x);
        for (size_t i = 0; i < 3; i++)
            cards[i] = &rows.v[i].card;
        assert_ok(cases_details_of(&x.desk, cards, 3, details, there));
        for (size_t i = 0; i < 3; i++) {
            assert_true(there[i]);
            assert_str(details[i].contact, "03 555 014");
        }
        assert_ok(cases_sort(&x.desk));
    }
    house_end(&x);
}

/* An offer of a table has no mailbox: it is remembered that it was asked, and nobody is written to.
 */
static void an_offer_without_a_mailbox_can_be_asked(void **state)
{
    struct house x;
    struct aid_batch_item *v;
    struct case_rows offers;
    house_begin(&x, state);
    v = asks(&x, 2);
    v[1].card.side = AID_OFFER;
    v[1].card.repeat = AID_ONCE;
    assert_ok(batch_drop(&x.ctx, v, 2, NULL));
    assert_ok(cases_sort(&x.desk));
    assert_ok(cases_list(&x.desk, AID_OFFER, &offers));
    assert_int_equal(offers.n, 1);
    const struct case_offer offer = {.at = offers.v[0].at, .id = offers.v[0].card.id};
    assert_ok(case_propose(&x.desk, (struct shelf_place){0}, 1000, &offer, STR("?")));
    assert_int_equal(letters_in_all(&x), 0);
    assert_int_equal(case_at(&x, 1000).said.v[1].what, AID_PROPOSAL);
    house_end(&x);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST_DB(many_are_read_before_and_after_they_are_taken_in),
        TEST_DB(the_same_again_comes_in_once),
        TEST_DB(one_of_many_becomes_a_case_of_its_own),
        TEST_DB(what_is_deleted_leaves_the_batch),
        TEST_DB(what_is_closed_ends_sooner),
        TEST_DB(all_of_it_ends_on_its_day),
        TEST_DB(a_desk_that_ends_takes_them_along),
        TEST_DB(without_room_nothing_is_kept),
        TEST_DB(details_come_for_many_at_once),
        TEST_DB(an_offer_without_a_mailbox_can_be_asked),
    };
    seal_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
