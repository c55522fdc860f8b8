/* The desk: who comes in, who is out, and what becomes of reports. */
#include <string.h>

#include "base/clock.h"
#include "directory/desk.h"
#include "support/test_db.h"

#define DAY 20000

struct house {
    struct test_db *t;
    struct seal_home *home;
    struct arena *secret;
    struct space_ctx ctx;
    struct viewer amal, sami, noor; /* Amal is the network's steward */
    struct space *commons;
    struct membership *amal_commons;
};

static void member(struct house *x, struct viewer *v)
{
    struct space_ticket t;
    struct space *s;
    struct key secret;
    key_random(&v->keyring.seed);
    key_random(&secret);
    assert_ok(roster_invite(x->commons, &secret, ROLE_INVITE, ROLE_MEMBER, false, DAY + 7));
    space_ticket_new(&t, (struct space_id){0});
    assert_ok(roster_come_in(&x->ctx, &secret, NULL, &t, &s));
    viewer_add_space(&x->ctx, v, SPACE_COMMONS, &t, STR("commons"));
}

static void house_begin(struct house *x, void **state)
{
    struct space_ticket t;
    *x = (struct house){.t = test_db_of(state), .secret = arena_create(ARENA_PLAIN, 0)};
    assert_ok(seal_home_create(x->t->folder, DAY));
    assert_ok(seal_home_open(x->t->folder, DAY, false, &x->home));
    x->ctx = (struct space_ctx){.db = x->t->db,
                                .home = x->home,
                                .arena = x->t->a,
                                .secret = x->secret,
                                .now = (int64_t)DAY * DAY_SECONDS};
    key_random(&x->amal.keyring.seed);
    assert_ok(space_create(&x->ctx, NULL, &t, &x->commons));
    x->amal_commons = viewer_add_space(&x->ctx, &x->amal, SPACE_COMMONS, &t, STR("commons"));
    member(x, &x->sami);
    member(x, &x->noor);
}

static void house_end(struct house *x)
{
    seal_home_close(x->home);
    arena_destroy(x->secret);
}

static const struct space_persona AMAL = {.name = STR_INIT("Amal"), .about = STR_INIT("Amal A.")};
static const struct space_persona SAMI = {.name = STR_INIT("Sami")};

/* Amal opens the desk and Sami comes in by her code. */
static void desk_with_two(struct house *x, struct desk *amal, struct desk *sami)
{
    struct str code;
    assert_ok(desk_open(&x->ctx, &x->amal, &AMAL));
    assert_ok(desk_enter(&x->ctx, &x->amal, NULL, amal));
    assert_ok(desk_code(amal, &code));
    assert_ok(desk_come_in(&x->ctx, &x->sami, code, &SAMI));
    assert_ok(desk_enter(&x->ctx, &x->sami, NULL, sami));
    assert_ok(desk_enter(&x->ctx, &x->amal, NULL, amal));
}

static bool may_edit(struct house *x, struct viewer *v)
{
    bool may;
    assert_ok(desk_may_edit(&x->ctx, v, &may));
    return may;
}

static enum desk_state stands(struct house *x, struct viewer *v)
{
    struct desk_standing at;
    assert_ok(desk_standing_of(&x->ctx, v, &at));
    return at.state;
}

static void a_steward_opens_it(void **state)
{
    struct house x;
    struct desk d;
    house_begin(&x, state);
    assert_int_equal(stands(&x, &x.amal), DESK_NONE);
    assert_false(may_edit(&x, NULL));
    assert_false(may_edit(&x, &x.amal));
    assert_err(desk_open(&x.ctx, &x.sami, &SAMI), DENIED);
    assert_err(desk_enter(&x.ctx, &x.amal, NULL, &d), DENIED);
    assert_ok(desk_open(&x.ctx, &x.amal, &AMAL));
    assert_true(may_edit(&x, &x.amal));
    assert_int_equal(stands(&x, &x.amal), DESK_IN);
    assert_int_equal(stands(&x, &x.sami), DESK_OUT);
    assert_err(desk_open(&x.ctx, &x.amal, &AMAL), CONFLICT);
    assert_ok(desk_enter(&x.ctx, &x.amal, NULL, &d));
    assert_true(d.keeper);
    assert_str(desk_byline(&d), "Amal A.");
    house_end(&x);
}

static void a_code_lets_one_in(void **state)
{
    struct house x;
    struct desk amal, sami;
    struct str code;
    house_begin(&x, state);
    desk_with_two(&x, &amal, &sami);
    assert_true(may_edit(&x, &x.sami));
    assert_false(sami.keeper);
    assert_int_equal(desk_byline(&sami).n, 0);
    assert_err(desk_code(&sami, &code), DENIED);
    assert_err(desk_come_in(&x.ctx, &x.noor, STR("abc"), &SAMI), INVALID);
    assert_err(desk_come_in(&x.ctx, &x.noor, STR("0000-0000-0000-0000-0000-0000"), &SAMI), DENIED);
    assert_ok(desk_code(&amal, &code));
    assert_err(desk_come_in(&x.ctx, &x.sami, code, &SAMI), CONFLICT); /* it stays good */
    x.ctx.now += (DESK_CODE_DAYS + 1) * DAY_SECONDS;
    enum err e = desk_come_in(&x.ctx, &x.noor, code, &SAMI);
    assert_true(e == ERR_EXPIRED || e == ERR_DENIED);
    assert_false(may_edit(&x, &x.noor));
    x.ctx.now -= (DESK_CODE_DAYS + 1) * DAY_SECONDS;
    assert_ok(desk_come_in(&x.ctx, &x.noor, code, &SAMI));
    assert_true(may_edit(&x, &x.noor));
    house_end(&x);
}

static void who_is_out_can_edit_nothing(void **state)
{
    struct house x;
    struct desk amal, sami;
    struct desk_standing at;
    house_begin(&x, state);
    desk_with_two(&x, &amal, &sami);
    struct roster_entry *who = roster_find(&amal.roster, &sami.me->tag);
    assert_err(desk_remove(&sami, roster_find(&sami.roster, &amal.me->tag), STR("no")), DENIED);
    assert_err(desk_remove(&amal, amal.me, STR("no")), DENIED);
    assert_ok(desk_remove(&amal, who, STR("too many entries undone")));
    assert_false(may_edit(&x, &x.sami));
    assert_ok(desk_standing_of(&x.ctx, &x.sami, &at));
    assert_true(at.removed);
    assert_str(at.why.reason, "too many entries undone");
    assert_ok(desk_put_away(&x.ctx, &x.sami));
    assert_int_equal(x.sami.keyring.nspaces, 1);
    assert_true(may_edit(&x, &x.amal));
    house_end(&x);
}

/* Out of the network is out of the desk, though its key is still on the ring. */
static void who_left_the_network_is_out(void **state)
{
    struct house x;
    struct desk amal, sami;
    house_begin(&x, state);
    desk_with_two(&x, &amal, &sami);
    struct membership *m = viewer_commons(&x.amal);
    struct tag tag = viewer_commons(&x.sami)->ticket.tag;
    const struct space_removal why = {STR("bye"), STR("Amal")};
    struct space *s;
    assert_ok(viewer_enter(&x.ctx, &x.amal, m, NULL, &s));
    assert_ok(roster_take_out(s, &m->ticket, &tag, EXIT_REMOVED, &why));
    assert_false(may_edit(&x, &x.sami));
    assert_true(may_edit(&x, &x.amal));
    house_end(&x);
}

static void leaving_leaves_a_keeper(void **state)
{
    struct house x;
    struct desk amal, sami;
    struct space_id at;
    house_begin(&x, state);
    desk_with_two(&x, &amal, &sami);
    assert_ok(desk_leave(&amal));
    assert_false(may_edit(&x, &x.amal));
    assert_ok(desk_enter(&x.ctx, &x.sami, NULL, &sami));
    assert_true(sami.keeper);
    assert_ok(desk_leave_surely(&x.ctx, &x.sami));
    assert_int_equal(x.sami.keyring.nspaces, 1);
    assert_err(directory_desk_get(&x.ctx, &at), NOT_FOUND);
    assert_int_equal(stands(&x, &x.amal), DESK_NONE);
    assert_ok(desk_open(&x.ctx, &x.amal, &AMAL));
    house_end(&x);
}

static void another_desk_takes_the_place(void **state)
{
    struct house x;
    struct desk amal, sami;
    house_begin(&x, state);
    desk_with_two(&x, &amal, &sami);
    viewer_drop_space(&x.amal, amal.m); /* her key is lost */
    assert_int_equal(stands(&x, &x.amal), DESK_OUT);
    assert_ok(desk_open(&x.ctx, &x.amal, &AMAL));
    assert_true(may_edit(&x, &x.amal));
    assert_false(may_edit(&x, &x.sami));
    house_end(&x);
}

static void reports_wait_and_go(void **state)
{
    struct house x;
    struct desk amal, sami;
    struct desk_letters all;
    struct str entry;
    bool last;
    struct directory_report r = {.entry = STR("e1"),
                                 .title = STR("A clinic"),
                                 .reason = DIRECTORY_REPORT_GONE,
                                 .words = STR("nobody there"),
                                 .day = DAY};
    house_begin(&x, state);
    assert_err(directory_report_send(&x.ctx, &r), NOT_FOUND);
    desk_with_two(&x, &amal, &sami);
    assert_ok(directory_report_send(&x.ctx, &r));
    r.words = STR("again");
    assert_ok(directory_report_send(&x.ctx, &r));
    assert_ok(desk_letters_read(&sami, &all));
    assert_int_equal(all.n, 2);
    assert_str(all.v[0].report.title, "A clinic");
    struct tag first = all.v[0].id, second = all.v[1].id;
    assert_ok(desk_letter_take(&sami, &first, &entry, &last));
    assert_false(last);
    assert_err(desk_letter_take(&amal, &first, &entry, &last), NOT_FOUND);
    assert_ok(desk_letter_take(&amal, &second, &entry, &last));
    assert_true(last);
    assert_str(entry, "e1");
    assert_ok(desk_letters_read(&amal, &all));
    assert_int_equal(all.n, 0);
    house_end(&x);
}

/* Whoever can write into the database leads no report elsewhere. */
static void the_address_is_bound(void **state)
{
    static const struct db_sql LEAD = {
        "test: lead", "UPDATE setting SET value = $1 WHERE name = 'directory_desk'", NULL, NULL};
    struct house x;
    struct desk amal, sami;
    const struct directory_report r = {.entry = STR("e1"), .reason = DIRECTORY_REPORT_OTHER};
    house_begin(&x, state);
    desk_with_two(&x, &amal, &sami);
    struct str value = str_fmt(x.t->a, "%llu", (unsigned long long)x.amal_commons->ticket.id.v);
    assert_ok(db_run(x.t->db, &LEAD, DB_ARGS(db_blob(value)), NULL));
    assert_err(directory_report_send(&x.ctx, &r), SEAL);
    assert_false(may_edit(&x, &x.sami));
    assert_int_equal(stands(&x, &x.amal), DESK_OUT);
    assert_ok(desk_open(&x.ctx, &x.amal, &AMAL));
    house_end(&x);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST_DB(a_steward_opens_it),          TEST_DB(a_code_lets_one_in),
        TEST_DB(who_is_out_can_edit_nothing), TEST_DB(who_left_the_network_is_out),
        TEST_DB(leaving_leaves_a_keeper),     TEST_DB(another_desk_takes_the_place),
        TEST_DB(reports_wait_and_go),         TEST_DB(the_address_is_bound),
    };
    seal_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
