/* Two kinds of desk, side by side: they share nothing. */
#include "desk/house_test.h"

/* Amal at both desks, Sami at the wells only. */
static void two_desks(struct house *x, struct desk *lamp, struct desk *well, struct desk *sami)
{
    struct str code;
    assert_ok(desk_open(&x->ctx, &DESK_LAMP, &x->amal, &AMAL));
    assert_ok(desk_open(&x->ctx, &DESK_WELL, &x->amal, &AMAL));
    assert_ok(desk_enter(&x->ctx, &DESK_WELL, &x->amal, NULL, well));
    assert_ok(desk_code(well, &code));
    assert_err(desk_come_in(&x->ctx, &DESK_LAMP, &x->sami, code, &SAMI), DENIED);
    assert_ok(desk_come_in(&x->ctx, &DESK_WELL, &x->sami, code, &SAMI));
    assert_ok(desk_enter(&x->ctx, &DESK_LAMP, &x->amal, NULL, lamp));
    assert_ok(desk_enter(&x->ctx, &DESK_WELL, &x->amal, NULL, well));
    assert_ok(desk_enter(&x->ctx, &DESK_WELL, &x->sami, NULL, sami));
}

static void two_kinds_share_nothing(void **state)
{
    struct house x;
    struct desk lamp, well, sami, d;
    struct inbox all;
    struct str code;
    house_begin(&x, state);
    two_desks(&x, &lamp, &well, &sami);

    /* People. */
    assert_false(may(&x, &x.sami)); /* at the lamps */
    assert_int_equal(stands(&x, &x.sami), DESK_OUT);
    assert_err(desk_enter(&x.ctx, &DESK_LAMP, &x.sami, NULL, &d), DENIED);
    assert_int_equal(roster_people(&lamp.roster), 1);
    assert_int_equal(roster_people(&well.roster), 2);
    assert_null(roster_find(&lamp.roster, &well.me->tag)); /* the same person is somebody else */

    /* Letters. */
    assert_ok(desk_drop(&x.ctx, &DESK_WELL, DAY + 5, STR("it is dry")));
    assert_int_equal(letters(&lamp, &all), 0);
    assert_int_equal(letters(&sami, &all), 1);
    assert_ok(desk_drop(&x.ctx, &DESK_LAMP, DAY + 5, STR("it is dark")));
    assert_int_equal(letters(&lamp, &all), 1);
    assert_str(all.v[0].body, "it is dark");
    assert_int_equal(letters(&sami, &all), 1);
    assert_str(all.v[0].body, "it is dry");

    /* Codes: a lamp's opens no well, and stays good for the lamps. */
    assert_ok(desk_code(&lamp, &code));
    assert_err(desk_come_in(&x.ctx, &DESK_WELL, &x.noor, code, &SAMI), DENIED);
    assert_ok(desk_come_in(&x.ctx, &DESK_LAMP, &x.noor, code, &SAMI));

    /* Out of the one, and the other put away: nothing of the rest changes. */
    assert_ok(desk_leave(&lamp));
    assert_ok(desk_put_away(&x.ctx, &DESK_LAMP, &x.amal));
    assert_ok(desk_enter(&x.ctx, &DESK_WELL, &x.amal, NULL, &well));
    assert_int_equal(letters(&well, &all), 1);
    house_end(&x);
}

/* The row of one kind, copied by a database shell, does not lead the letters of another there. */
static void a_place_is_of_its_kind(void **state)
{
    static const struct db_sql COPY = {
        "test: copy",
        "UPDATE setting SET value = (SELECT value FROM setting WHERE name = 'well_desk')"
        " WHERE name = 'lamp_desk'",
        NULL, NULL};
    struct house x;
    struct desk lamp, well, sami;
    house_begin(&x, state);
    two_desks(&x, &lamp, &well, &sami);
    assert_ok(db_run(x.t->db, &COPY, DB_NO_ARGS, NULL));
    assert_err(desk_drop(&x.ctx, &DESK_LAMP, DAY + 5, STR("it is dark")), SEAL);
    assert_ok(desk_drop(&x.ctx, &DESK_WELL, DAY + 5, STR("it is dry")));
    house_end(&x);
}

static void one_list_leaves_them_all(void **state)
{
    struct house x;
    struct desk lamp, well, sami;
    uint32_t seq;
    house_begin(&x, state);
    two_desks(&x, &lamp, &well, &sami);
    assert_ok(record_append(well.s, notes_of(&well), 0, STR("the deep one"), &seq));
    assert_ok(desk_leave_all(&x.ctx, ALL_DESKS, &x.amal));
    assert_int_equal(x.amal.keyring.nspaces, 1);
    assert_int_equal(stands(&x, &x.amal), DESK_NONE); /* the lamps ended: nobody was left */
    assert_ok(desk_enter(&x.ctx, &DESK_WELL, &x.sami, NULL, &sami));
    assert_true(sami.keeper);
    struct stream_id notes = notes_of(&sami);
    struct record r;
    assert_ok(record_get(sami.s, notes, seq, &r));
    assert_str(r.body, "the deep one");

    /* What the feature kept there goes with the last one. */
    assert_ok(desk_leave_all(&x.ctx, ALL_DESKS, &x.sami));
    assert_int_equal(x.sami.keyring.nspaces, 1);
    assert_int_equal(rows_of(&x, "space"), 1); /* the commons */
    assert_err(record_get(sami.s, notes, seq, &r), NOT_FOUND);
    house_end(&x);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST_DB(two_kinds_share_nothing),
        TEST_DB(a_place_is_of_its_kind),
        TEST_DB(one_list_leaves_them_all),
    };
    seal_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
