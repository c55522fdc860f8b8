/* Hard times begin and end by two people, and what came in is gone on its day; on both engines. */
#include <string.h>

#include "aid/cases.h"
#include "aid/house_test.h"
#include "aid/party.h"
#include "aid/surge.h"

#define BOTH (SURGE_STEWARD | SURGE_COORDINATOR)

struct two {
    struct roster roster;
    struct space *theirs; /* the commons as Sami comes in */
    struct surge_person steward, coordinator;
};

static void two_begin(struct house *x, struct two *t)
{
    bool fresher;
    struct membership *m = viewer_commons(&x->sami);
    assert_ok(space_enter(&x->ctx, &m->ticket, &fresher, NULL, &t->theirs));
    assert_ok(roster_read(x->commons, &t->roster));
    t->steward = (struct surge_person){.ctx = &x->ctx,
                                       .commons = x->commons,
                                       .roster = &t->roster,
                                       .tag = *space_tag_of(x->commons),
                                       .roles = SURGE_STEWARD};
    t->coordinator = (struct surge_person){.ctx = &x->ctx,
                                           .commons = t->theirs,
                                           .roster = &t->roster,
                                           .tag = *space_tag_of(t->theirs),
                                           .roles = SURGE_COORDINATOR};
}

static struct surge_proposal quake(int32_t until, int32_t last)
{
    return (struct surge_proposal){.act = SURGE_BEGIN,
                                   .wanted = {.area = 4,
                                              .kind = SURGE_EARTHQUAKE,
                                              .until = until,
                                              .last_day = last,
                                              .text = STR_INIT("الماء في الساحة")}};
}

static struct surge_proposals seen(const struct surge_person *p)
{
    struct surge_proposals all;
    assert_ok(surge_proposals(p, &all));
    return all;
}

static uint32_t only(const struct surge_person *p)
{
    const struct surge_proposals all = seen(p);
    assert_int_equal(all.n, 1);
    return all.v[0].seq;
}

static struct surge now_of(struct house *x)
{
    struct surge s;
    assert_ok(surge_read(&x->ctx, &s));
    return s;
}

static void on(struct house *x, struct two *t, int32_t until, int32_t last)
{
    const struct surge_proposal p = quake(until, last);
    assert_ok(surge_propose(&t->steward, &p));
    assert_ok(surge_confirm(&t->coordinator, only(&t->coordinator)));
    assert_int_equal(now_of(x).state, SURGE_ON);
}

static void two_people_switch_it(void **state)
{
    struct house x;
    struct two t;
    house_begin(&x, state);
    two_begin(&x, &t);
    const struct surge_proposal p = quake(HOUSE_DAY + 7, HOUSE_DAY + 14);
    assert_ok(surge_propose(&t.steward, &p));
    assert_int_equal(now_of(&x).state, SURGE_NONE);
    assert_err(surge_confirm(&t.steward, only(&t.steward)), DENIED);
    struct surge_person alone = t.steward; /* both roles are still one person */
    alone.roles = BOTH;
    assert_err(surge_confirm(&alone, only(&alone)), DENIED);
    struct surge_person same = t.coordinator; /* two stewards are no coordinator */
    same.roles = SURGE_STEWARD;
    assert_err(surge_confirm(&same, only(&same)), DENIED);
    same.roles = 0;
    assert_err(surge_confirm(&same, only(&same)), DENIED);
    assert_err(surge_propose(&same, &p), DENIED);
    assert_ok(surge_confirm(&t.coordinator, only(&t.coordinator)));

    const struct surge s = now_of(&x);
    assert_int_equal(s.state, SURGE_ON);
    assert_int_equal(s.kind, SURGE_EARTHQUAKE);
    assert_int_equal(s.area, 4);
    assert_int_equal(s.since, x.ctx.now);
    assert_str(s.text, "الماء في الساحة");
    assert_int_equal(seen(&t.steward).n, 0);
    assert_err(surge_propose(&t.steward, &p), CONFLICT); /* it is on */
    house_end(&x);
}

static void somebody_with_both_roles_counts_as_either(void **state)
{
    struct house x;
    struct two t;
    house_begin(&x, state);
    two_begin(&x, &t);
    const struct surge_proposal p = quake(HOUSE_DAY + 7, HOUSE_DAY + 14);
    t.steward.roles = BOTH;
    assert_ok(surge_propose(&t.steward, &p));
    t.coordinator.roles = 0;
    assert_err(surge_confirm(&t.coordinator, only(&t.coordinator)), DENIED);
    t.coordinator.roles = SURGE_COORDINATOR;
    assert_ok(surge_confirm(&t.coordinator, only(&t.coordinator)));
    house_end(&x);
}

static void proposals_end_and_are_their_writers(void **state)
{
    struct house x;
    struct two t;
    house_begin(&x, state);
    two_begin(&x, &t);
    const struct surge_proposal p = quake(HOUSE_DAY + 7, HOUSE_DAY + 14);
    /* In Sami's name, but not with Sami's key. */
    struct surge_person forged = t.steward;
    forged.tag = t.coordinator.tag;
    forged.roles = SURGE_COORDINATOR;
    assert_ok(surge_propose(&forged, &p));
    assert_int_equal(seen(&t.steward).n, 0);
    /* Somebody who is no facilitator counts as no steward. */
    t.coordinator.roles = SURGE_STEWARD;
    assert_ok(surge_propose(&t.coordinator, &p));
    assert_int_equal(seen(&t.steward).n, 0);

    assert_ok(surge_propose(&t.steward, &p));
    assert_ok(surge_propose(&t.steward, &p)); /* one at a time */
    const uint32_t seq = only(&t.coordinator);
    t.coordinator.roles = SURGE_COORDINATOR;
    assert_ok(surge_refuse(&t.coordinator, seq));
    assert_err(surge_confirm(&t.coordinator, seq), NOT_FOUND);
    assert_ok(surge_propose(&t.steward, &p));
    const uint32_t late = only(&t.coordinator);
    x.ctx.now += SURGE_CONFIRM_HOURS * 3600 + 1;
    assert_err(surge_confirm(&t.coordinator, late), NOT_FOUND);
    house_end(&x);
}

static void days_have_bounds(void **state)
{
    struct house x;
    struct two t;
    house_begin(&x, state);
    two_begin(&x, &t);
    static const int32_t WRONG[][2] = {{-1, 5}, {5, 4}, {91, 91}, {10, 101}, {90, 181}};
    for (size_t i = 0; i < sizeof WRONG / sizeof *WRONG; i++) {
        const struct surge_proposal p = quake(HOUSE_DAY + WRONG[i][0], HOUSE_DAY + WRONG[i][1]);
        assert_err(surge_propose(&t.steward, &p), INVALID);
    }
    const struct surge_proposal end = {.act = SURGE_END};
    assert_err(surge_propose(&t.steward, &end), CONFLICT); /* it is off */
    house_end(&x);
}

static void it_is_prolonged_and_ends(void **state)
{
    struct house x;
    struct two t;
    house_begin(&x, state);
    two_begin(&x, &t);
    on(&x, &t, HOUSE_DAY + 3, HOUSE_DAY + 10);
    assert_true(surge_is_short(&(struct surge){.state = SURGE_ON, .since = 0}, 72 * 3600 - 1));
    assert_false(surge_is_short(&(struct surge){.state = SURGE_ON, .since = 0}, 72 * 3600));
    const struct surge_proposal longer = {
        .act = SURGE_PROLONG, .wanted = {.until = HOUSE_DAY + 20, .last_day = HOUSE_DAY + 30}};
    assert_ok(surge_propose(&t.coordinator, &longer));
    assert_ok(surge_confirm(&t.steward, only(&t.steward)));
    assert_int_equal(now_of(&x).until, HOUSE_DAY + 20);
    assert_int_equal(now_of(&x).kind, SURGE_EARTHQUAKE);
    const struct surge_proposal end = {.act = SURGE_END};
    assert_ok(surge_propose(&t.coordinator, &end));
    assert_ok(surge_confirm(&t.steward, only(&t.steward)));
    assert_int_equal(now_of(&x).state, SURGE_OVER);
    assert_int_equal(surge_end_of(&(struct surge){.ended = 7}), 7);
    x.ctx.now += 31 * (int64_t)DAY_SECONDS;
    assert_int_equal(now_of(&x).state, SURGE_NONE);
    house_end(&x);
}

static void it_ends_by_itself(void **state)
{
    struct house x;
    struct two t;
    house_begin(&x, state);
    two_begin(&x, &t);
    on(&x, &t, HOUSE_DAY + 3, HOUSE_DAY + 10);
    x.ctx.now += 3 * (int64_t)DAY_SECONDS;
    assert_int_equal(now_of(&x).state, SURGE_ON);
    x.ctx.now += DAY_SECONDS;
    assert_int_equal(now_of(&x).state, SURGE_OVER);
    int32_t last;
    assert_ok(surge_last_day(&x.ctx, HOUSE_DAY + 100, &last));
    assert_int_equal(last, HOUSE_DAY + 100); /* everyday again */
    house_end(&x);
}

/* Whoever writes into the table writes no hard times. */
static void a_changed_row_is_noticed(void **state)
{
    static const struct db_sql CHANGE = {
        "test: change", "UPDATE setting SET value = $1 WHERE name = 'aid_surge'", NULL, NULL};
    struct house x;
    struct two t;
    struct surge s;
    house_begin(&x, state);
    two_begin(&x, &t);
    on(&x, &t, HOUSE_DAY + 3, HOUSE_DAY + 10);
    static const char *const VALUES[] = {"", "1", "x y z", "1 4 1728032400 20090 20090 0 - 00",
                                         "1 4 1 2 3 4 zz zz zz"};
    for (size_t i = 0; i < sizeof VALUES / sizeof *VALUES; i++) {
        assert_ok(db_run(x.t->db, &CHANGE, DB_ARGS(db_blob(str_from_c(VALUES[i]))), NULL));
        assert_err(surge_read(&x.ctx, &s), SEAL);
    }
    house_end(&x);
}

static size_t asks_there(struct house *x)
{
    struct case_rows rows;
    assert_ok(cases_list(&x->desk, AID_ASK, &rows));
    return rows.n;
}

/* An ask that would have stayed a month is gone the day after the deletion day. */
static void what_came_in_is_gone_on_its_day(void **state)
{
    struct house x;
    struct two t;
    struct party p = {.as = LOOP_ASKER};
    static const struct aid_details WORDS = {.words = STR_INIT("insulin")};
    house_begin(&x, state);
    two_begin(&x, &t);
    on(&x, &t, HOUSE_DAY + 3, HOUSE_DAY + 5);
    const struct aid_card card = {.id = aid_card_id(),
                                  .side = AID_ASK,
                                  .desk_reads = true,
                                  .kind = AID_HEALTH,
                                  .units = 1,
                                  .loop = loop_new(LOOP_NOW, HOUSE_DAY + 60, x.ctx.now)};
    key_random(&p.seed);
    assert_ok(party_ask(&x.ctx, &p, &card, &WORDS));
    struct case_rows rows;
    assert_ok(cases_list(&x.desk, AID_ASK, &rows));
    assert_int_equal(rows.n, 1);
    assert_int_equal(rows.v[0].card.loop.last_day, HOUSE_DAY + 5);
    assert_int_equal(rows.v[0].rule, TRIAGE_MEDICINE);
    assert_ok(case_move(&x.desk, rows.v[0].at, card.id, LOOP_TRIAGE, NULL, STR_NONE));
    assert_ok(cases_list(&x.desk, AID_ASK, &rows));
    assert_int_equal(rows.v[0].rule, TRIAGE_MEDICINE); /* kept on the card */
    for (int i = 0; i < 5; i++) {
        house_wait(&x, DAY_SECONDS);
        assert_int_equal(asks_there(&x), 1);
    }
    house_wait(&x, DAY_SECONDS);
    assert_int_equal(asks_there(&x), 0);
    struct aid_thread thread;
    assert_err(party_read(&x.ctx, &p, &thread), NOT_FOUND);
    house_end(&x);
}

static void rules_are_kept(void **state)
{
    struct house x;
    struct triage t;
    house_begin(&x, state);
    assert_ok(triage_load(&x.desk, &t));
    assert_int_equal(t.rules[0], TRIAGE_DANGER);
    assert_true(triage_change(&t, TRIAGE_ROOF, TRIAGE_UP));
    assert_true(triage_change(&t, TRIAGE_FOOD, TRIAGE_OFF));
    assert_ok(triage_save(&x.desk, &t));
    assert_ok(triage_save(&x.desk, &t));
    assert_ok(triage_load(&x.desk, &t));
    assert_int_equal(t.rules[2], TRIAGE_ROOF);
    assert_int_equal(t.off, 1u << TRIAGE_FOOD);
    house_end(&x);
}

int main(void)
{
    seal_init();
    const struct CMUnitTest tests[] = {
        TEST_DB(two_people_switch_it),
        TEST_DB(somebody_with_both_roles_counts_as_either),
        TEST_DB(proposals_end_and_are_their_writers),
        TEST_DB(days_have_bounds),
        TEST_DB(it_is_prolonged_and_ends),
        TEST_DB(it_ends_by_itself),
        TEST_DB(a_changed_row_is_noticed),
        TEST_DB(what_came_in_is_gone_on_its_day),
        TEST_DB(rules_are_kept),
    };
    return cmocka_run_group_tests_name("aid hard times", tests, NULL, NULL);
}
