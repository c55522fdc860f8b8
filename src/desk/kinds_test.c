/* Two kinds of desk, side by side: they share nothing, and no key of one opens the other. */
#include "desk/desk_toy.h"

/* Amal at both desks, Sami at the one only, nobody else at the other. */
struct two {
    struct desk one, other, sami;
};

static void two_desks(struct house *x, struct two *d)
{
    struct str code;
    assert_ok(desk_open(&x->ctx, x->other, &x->amal, &AMAL));
    assert_ok(desk_open(&x->ctx, x->kind, &x->amal, &AMAL));
    assert_ok(desk_enter(&x->ctx, x->kind, &x->amal, NULL, &d->one));
    assert_ok(desk_code(&d->one, &code));
    assert_err(desk_come_in(&x->ctx, x->other, &x->sami, code, &SAMI), DENIED);
    assert_ok(desk_come_in(&x->ctx, x->kind, &x->sami, code, &SAMI));
    assert_ok(desk_enter(&x->ctx, x->other, &x->amal, NULL, &d->other));
    assert_ok(desk_enter(&x->ctx, x->kind, &x->amal, NULL, &d->one));
    assert_ok(desk_enter(&x->ctx, x->kind, &x->sami, NULL, &d->sami));
}

static void they_share_nothing(struct house *x)
{
    struct two at;
    struct desk d;
    struct inbox all;
    struct str code;
    bool is;
    two_desks(x, &at);

    /* People. */
    assert_ok(desk_may(&x->ctx, x->other, &x->sami, &is));
    assert_false(is);
    assert_err(desk_enter(&x->ctx, x->other, &x->sami, NULL, &d), DENIED);
    assert_int_equal(roster_people(&at.one.roster), 2);
    assert_int_equal(roster_people(&at.other.roster), 1);
    assert_null(roster_find(&at.other.roster, &at.one.me->tag)); /* Amal is somebody else there */

    /* Letters. */
    assert_ok(desk_drop(&x->ctx, x->kind, DAY + 5, STR("it is dry")));
    assert_int_equal(letters(&at.other, &all), 0);
    assert_int_equal(letters(&at.sami, &all), 1);
    assert_ok(desk_drop(&x->ctx, x->other, DAY + 5, STR("it is dark")));
    assert_int_equal(letters(&at.other, &all), 1);
    assert_str(all.v[0].body, "it is dark");
    assert_int_equal(letters(&at.sami, &all), 1);
    assert_str(all.v[0].body, "it is dry");
    assert_err(inbox_take(at.other.s, &all.v[0].id), NOT_FOUND);

    /* A code that was tried at the wrong desk stays good for the right one. */
    assert_ok(desk_code(&at.other, &code));
    assert_err(desk_come_in(&x->ctx, x->kind, &x->noor, code, &SAMI), DENIED);
    assert_ok(desk_come_in(&x->ctx, x->other, &x->noor, code, &SAMI));

    /* Out of the one, and it put away: nothing of the other changes. */
    assert_ok(desk_enter(&x->ctx, x->other, &x->amal, NULL, &at.other));
    assert_ok(desk_leave(&at.other));
    assert_ok(desk_put_away(&x->ctx, x->other, &x->amal));
    assert_ok(desk_enter(&x->ctx, x->kind, &x->amal, NULL, &at.one));
    assert_int_equal(letters(&at.one, &all), 1);
}

/* ---- canaries: what the other desk holds, and every way to it with the keys of this one ---- */

#define CANARY "a canary in the other desk"

struct canaries {
    struct stream_id notes;
    uint32_t seq;
};

static void set_out(struct house *x, struct two *at, struct canaries *c)
{
    const struct space_persona persona = {.name = STR(CANARY), .about = STR(CANARY)};
    assert_ok(desk_persona_set(&at->other, &persona));
    c->notes = notes_of(&at->other);
    assert_ok(record_append(at->other.s, c->notes, 0, STR(CANARY), &c->seq));
    assert_ok(desk_drop(&x->ctx, x->other, DAY + 5, STR(CANARY)));
}

static void opens_nothing(struct desk *d, const struct canaries *c)
{
    struct roster people;
    struct record r;
    struct inbox all;
    assert_ok(roster_read(d->s, &people));
    assert_int_equal(people.n, 0);
    assert_err(record_get(d->s, c->notes, c->seq, &r), SEAL);
    assert_int_equal(letters(d, &all), 0);
}

/* Sami's own key, under the name of the other kind: it does not stand where that desk is. */
static void a_key_is_of_its_kind(struct house *x)
{
    struct two at;
    struct desk d;
    bool is;
    two_desks(x, &at);
    at.sami.m->kind = x->other->space;
    assert_err(desk_enter(&x->ctx, x->other, &x->sami, NULL, &d), DENIED);
    assert_ok(desk_may(&x->ctx, x->other, &x->sami, &is));
    assert_false(is);
}

/* A keyring that says what the other desk's says but for the secrets; then but for one key. */
static void no_key_opens_the_other(struct house *x)
{
    struct two at;
    struct canaries c;
    struct desk d;
    two_desks(x, &at);
    set_out(x, &at, &c);
    const struct space_ticket theirs = at.other.m->ticket, own = at.sami.m->ticket;
    struct space_ticket *forged = &at.sami.m->ticket;
    at.sami.m->kind = x->other->space;

    forged->id = theirs.id;
    forged->epoch = theirs.epoch - 1; /* asks for an envelope: it is that of the one desk */
    assert_err(desk_enter(&x->ctx, x->other, &x->sami, NULL, &d), SEAL);
    forged->epoch = theirs.epoch;
    assert_int_not_equal(desk_enter(&x->ctx, x->other, &x->sami, NULL, &d), ERR_OK);
    opens_nothing(&d, &c);

    *forged = theirs;
    forged->epoch_key = own.epoch_key;
    assert_int_not_equal(desk_enter(&x->ctx, x->other, &x->sami, NULL, &d), ERR_OK);
    opens_nothing(&d, &c);

    *forged = theirs; /* the canaries are there, for who has all of it */
    assert_ok(desk_enter(&x->ctx, x->other, &x->sami, NULL, &d));
    assert_str(d.me->persona.name, CANARY);
}

/* ---- whoever can write into the database ---- */

static const struct db_sql ONE_ADDRESS = {
    "test: all letters to one",
    "UPDATE inbox SET address = (SELECT address FROM inbox WHERE id = $1)", NULL, NULL};
static const struct db_sql ONE_RECORD = {
    "test: one record's body in another",
    "UPDATE record SET epoch = (SELECT epoch FROM record WHERE id = $1),"
    " rev = (SELECT rev FROM record WHERE id = $1),"
    " sealed = (SELECT sealed FROM record WHERE id = $1) WHERE id = $2",
    NULL, NULL};
static const struct db_sql ONE_PLACE = {
    "test: one place for both",
    "UPDATE setting SET value = (SELECT value FROM setting WHERE name = $1) WHERE name = $2", NULL,
    NULL};

static struct db_value row_of(struct stream_id stream, uint32_t seq)
{
    return db_int((int64_t)(stream.v << STREAM_SEQ_BITS | seq));
}

static void no_row_can_be_moved_over(struct house *x)
{
    struct two at;
    struct canaries c;
    struct inbox all;
    struct record r;
    uint32_t seq;
    two_desks(x, &at);
    set_out(x, &at, &c);
    struct stream_id own = notes_of(&at.sami);
    assert_ok(record_append(at.sami.s, own, 0, STR("my own"), &seq));
    assert_ok(desk_drop(&x->ctx, x->kind, DAY + 5, STR("my own")));
    assert_int_equal(letters(&at.sami, &all), 1);
    assert_ok(db_run(x->t->db, &ONE_ADDRESS, DB_ARGS(db_bytes(all.v[0].id.b, TAG_SIZE)), NULL));
    assert_int_equal(letters(&at.other, &all), 0);
    assert_int_equal(letters(&at.sami, &all), 1);
    assert_str(all.v[0].body, "my own");
    assert_ok(
        db_run(x->t->db, &ONE_RECORD, DB_ARGS(row_of(c.notes, c.seq), row_of(own, seq)), NULL));
    assert_err(record_get(at.sami.s, own, seq, &r), SEAL);
}

/* Nor is the way of letters bent from one desk to the other. */
static void a_place_is_of_its_kind(struct house *x)
{
    struct two at;
    two_desks(x, &at);
    assert_ok(db_run(
        x->t->db, &ONE_PLACE,
        DB_ARGS(db_text(str_from_c(x->kind->setting)), db_text(str_from_c(x->other->setting))),
        NULL));
    assert_err(desk_drop(&x->ctx, x->other, DAY + 5, STR("it is dark")), SEAL);
    assert_ok(desk_drop(&x->ctx, x->kind, DAY + 5, STR("it is dry")));
}

static void one_list_leaves_them_all(struct house *x)
{
    struct two at;
    struct desk_standing is;
    struct record r;
    uint32_t seq;
    two_desks(x, &at);
    assert_ok(record_append(at.one.s, notes_of(&at.one), 0, STR("the deep one"), &seq));
    assert_ok(desk_leave_all(&x->ctx, ALL_DESKS, &x->amal));
    assert_int_equal(x->amal.keyring.nspaces, 1);
    assert_ok(desk_standing_of(&x->ctx, x->other, &x->amal, &is));
    assert_int_equal(is.state, DESK_NONE); /* nobody was left there */
    assert_ok(desk_enter(&x->ctx, x->kind, &x->sami, NULL, &at.sami));
    assert_true(at.sami.keeper);
    struct stream_id notes = notes_of(&at.sami);
    assert_ok(record_get(at.sami.s, notes, seq, &r));
    assert_str(r.body, "the deep one");

    /* What the feature kept there goes with the last one. */
    assert_ok(desk_leave_all(&x->ctx, ALL_DESKS, &x->sami));
    assert_int_equal(x->sami.keyring.nspaces, 1);
    assert_int_equal(rows_of(x, "space"), 1); /* the commons */
    assert_err(record_get(at.sami.s, notes, seq, &r), NOT_FOUND);
}

#define TESTS(X)                                                                                   \
    X(they_share_nothing)                                                                          \
    X(a_key_is_of_its_kind)                                                                        \
    X(no_key_opens_the_other)                                                                      \
    X(no_row_can_be_moved_over)                                                                    \
    X(a_place_is_of_its_kind)                                                                      \
    X(one_list_leaves_them_all)
TESTS(EACH_KIND)

int main(void)
{
    const struct CMUnitTest tests[] = {TESTS(TEST_KINDS)};
    seal_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
