/* A desk: who comes in, who is out, what comes from outside. */
#include "desk/desk_toy.h"

/* Amal opens the desk and Sami comes in by her code. */
static void desk_with_two(struct house *x, struct desk *amal, struct desk *sami)
{
    struct str code;
    assert_ok(desk_open(&x->ctx, x->kind, &x->amal, &AMAL));
    assert_ok(desk_enter(&x->ctx, x->kind, &x->amal, NULL, amal));
    assert_ok(desk_code(amal, &code));
    assert_ok(desk_come_in(&x->ctx, x->kind, &x->sami, code, &SAMI));
    assert_ok(desk_enter(&x->ctx, x->kind, &x->sami, NULL, sami));
    assert_ok(desk_enter(&x->ctx, x->kind, &x->amal, NULL, amal));
}

static void a_steward_opens_it(struct house *x)
{
    struct desk d;
    assert_int_equal(stands(x, &x->amal), DESK_NONE);
    assert_false(may(x, NULL));
    assert_false(may(x, &x->amal));
    assert_err(desk_open(&x->ctx, x->kind, &x->sami, &SAMI), DENIED);
    assert_err(desk_enter(&x->ctx, x->kind, &x->amal, NULL, &d), DENIED);
    assert_ok(desk_open(&x->ctx, x->kind, &x->amal, &AMAL));
    assert_true(may(x, &x->amal));
    assert_int_equal(stands(x, &x->amal), DESK_IN);
    assert_int_equal(stands(x, &x->sami), DESK_OUT);
    assert_err(desk_open(&x->ctx, x->kind, &x->amal, &AMAL), CONFLICT);
    assert_ok(desk_enter(&x->ctx, x->kind, &x->amal, NULL, &d));
    assert_true(d.keeper);
    assert_str(desk_byline(&d), "Amal A.");
}

static void a_code_lets_one_in(struct house *x)
{
    struct desk amal, sami;
    struct str code;
    desk_with_two(x, &amal, &sami);
    assert_true(may(x, &x->sami));
    assert_false(sami.keeper);
    assert_int_equal(desk_byline(&sami).n, 0);
    assert_err(desk_code(&sami, &code), DENIED);
    assert_err(desk_come_in(&x->ctx, x->kind, &x->noor, STR("abc"), &SAMI), INVALID);
    assert_err(
        desk_come_in(&x->ctx, x->kind, &x->noor, STR("0000-0000-0000-0000-0000-0000"), &SAMI),
        DENIED);
    assert_ok(desk_code(&amal, &code));
    assert_err(desk_come_in(&x->ctx, x->kind, &x->sami, code, &SAMI), CONFLICT); /* it stays good */
    x->ctx.now += (DESK_CODE_DAYS + 1) * DAY_SECONDS;
    enum err e = desk_come_in(&x->ctx, x->kind, &x->noor, code, &SAMI);
    assert_true(e == ERR_EXPIRED || e == ERR_DENIED);
    assert_false(may(x, &x->noor));
    x->ctx.now -= (DESK_CODE_DAYS + 1) * DAY_SECONDS;
    assert_ok(desk_come_in(&x->ctx, x->kind, &x->noor, code, &SAMI));
    assert_true(may(x, &x->noor));
}

static void who_is_out_can_do_nothing(struct house *x)
{
    struct desk amal, sami;
    struct desk_standing at;
    desk_with_two(x, &amal, &sami);
    struct roster_entry *who = roster_find(&amal.roster, &sami.me->tag);
    assert_err(desk_remove(&sami, roster_find(&sami.roster, &amal.me->tag), STR("no")), DENIED);
    assert_err(desk_remove(&amal, amal.me, STR("no")), DENIED);
    assert_ok(desk_remove(&amal, who, STR("too many entries undone")));
    assert_false(may(x, &x->sami));
    assert_ok(desk_standing_of(&x->ctx, x->kind, &x->sami, &at));
    assert_true(at.removed);
    assert_str(at.why.reason, "too many entries undone");
    assert_ok(desk_put_away(&x->ctx, x->kind, &x->sami));
    assert_int_equal(x->sami.keyring.nspaces, 1);
    assert_true(may(x, &x->amal));
}

/* Out of the network is out of the desk, though its key is still on the ring. */
static void who_left_the_network_is_out(struct house *x)
{
    struct desk amal, sami;
    desk_with_two(x, &amal, &sami);
    struct membership *m = viewer_commons(&x->amal);
    struct tag tag = viewer_commons(&x->sami)->ticket.tag;
    const struct space_removal why = {STR("bye"), STR("Amal")};
    struct space *s;
    assert_ok(viewer_enter(&x->ctx, &x->amal, m, NULL, &s));
    assert_ok(roster_take_out(s, &m->ticket, &tag, EXIT_REMOVED, &why));
    assert_false(may(x, &x->sami));
    assert_true(may(x, &x->amal));
}

static void leaving_leaves_a_keeper(struct house *x)
{
    struct desk amal, sami;
    struct space_id at;
    desk_with_two(x, &amal, &sami);
    assert_ok(desk_leave(&amal));
    assert_false(may(x, &x->amal));
    assert_ok(desk_enter(&x->ctx, x->kind, &x->sami, NULL, &sami));
    assert_true(sami.keeper);
    assert_ok(desk_leave_all(&x->ctx, ALL_DESKS, &x->sami));
    assert_int_equal(x->sami.keyring.nspaces, 1);
    assert_err(desk_place_get(&x->ctx, x->kind, &at), NOT_FOUND);
    assert_int_equal(stands(x, &x->amal), DESK_NONE);
    assert_ok(desk_open(&x->ctx, x->kind, &x->amal, &AMAL));
}

static void another_desk_takes_the_place(struct house *x)
{
    struct desk amal, sami;
    desk_with_two(x, &amal, &sami);
    viewer_drop_space(&x->amal, amal.m); /* her key is lost */
    assert_int_equal(stands(x, &x->amal), DESK_OUT);
    assert_ok(desk_open(&x->ctx, x->kind, &x->amal, &AMAL));
    assert_true(may(x, &x->amal));
    assert_false(may(x, &x->sami));
}

static void letters_wait_and_go(struct house *x)
{
    struct desk amal, sami;
    struct inbox all;
    assert_err(desk_drop(&x->ctx, x->kind, DAY + 5, STR("the third is out")), NOT_FOUND);
    desk_with_two(x, &amal, &sami);
    assert_ok(desk_drop(&x->ctx, x->kind, DAY + 5, STR("the third is out")));
    assert_int_equal(letters(&sami, &all), 1);
    assert_str(all.v[0].body, "the third is out");
    assert_ok(inbox_take(sami.s, &all.v[0].id));
    assert_int_equal(letters(&amal, &all), 0);

    /* Who opens the next desk finds nothing of this one. */
    assert_ok(desk_drop(&x->ctx, x->kind, DAY + 5, STR("the fourth too")));
    assert_ok(desk_leave(&sami));
    assert_ok(desk_enter(&x->ctx, x->kind, &x->amal, NULL, &amal));
    assert_ok(desk_leave(&amal));
    assert_ok(desk_open(&x->ctx, x->kind, &x->amal, &AMAL));
    assert_ok(desk_enter(&x->ctx, x->kind, &x->amal, NULL, &amal));
    assert_int_equal(letters(&amal, &all), 0);
    assert_int_equal(rows_of(x, "inbox"), 0);
}

/* Whoever can write into the database leads no letter elsewhere. */
static void the_address_is_bound(struct house *x)
{
    static const struct db_sql LEAD = {"test: lead",
                                       "UPDATE setting SET value = $1 WHERE name = $2", NULL, NULL};
    struct desk amal, sami;
    desk_with_two(x, &amal, &sami);
    struct str value = str_fmt(x->t->a, "%llu", (unsigned long long)x->amal_commons->ticket.id.v);
    assert_ok(db_run(x->t->db, &LEAD,
                     DB_ARGS(db_blob(value), db_text(str_from_c(x->kind->setting))), NULL));
    assert_err(desk_drop(&x->ctx, x->kind, DAY + 5, STR("a letter")), SEAL);
    assert_false(may(x, &x->sami));
    assert_int_equal(stands(x, &x->amal), DESK_OUT);
    assert_ok(desk_open(&x->ctx, x->kind, &x->amal, &AMAL));
}

#define TESTS(X)                                                                                   \
    X(a_steward_opens_it)                                                                          \
    X(a_code_lets_one_in)                                                                          \
    X(who_is_out_can_do_nothing)                                                                   \
    X(who_left_the_network_is_out)                                                                 \
    X(leaving_leaves_a_keeper)                                                                     \
    X(another_desk_takes_the_place)                                                                \
    X(letters_wait_and_go)                                                                         \
    X(the_address_is_bound)
TESTS(EACH_KIND)

int main(void)
{
    const struct CMUnitTest tests[] = {TESTS(TEST_KINDS)};
    seal_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
