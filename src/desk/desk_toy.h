/* What the tests of this room share: a network with a steward and two members, and two made-up
 * roles that may have a desk. Every test runs once a kind, on each engine. Tests only. */
#ifndef AWN_DESK_DESK_TOY_H
#define AWN_DESK_DESK_TOY_H

#include "base/clock.h"
#include "desk/pages.h"
#include "support/test_db.h"

#define DAY 20000

DESK_FORMS(LAMP, "Sailors see it.");
DESK_FORMS(WELL, "Travellers see it.");

/* What the features of both keep in their desk's space. */
static inline struct stream_id notes_of(struct desk *d)
{
    return record_stream(d->s, "notes", STR_NONE);
}

static inline enum err notes_end(struct desk *d)
{
    return record_delete_stream(d->s, notes_of(d));
}

#define TEXTS_OF(what)                                                                             \
    {                                                                                              \
        .name = what " desk", .about = what " about", .outside = what " outside",                  \
        .byline = what " byline", .shown_as = what " shown as {byline}",                           \
        .door_lead = what " door", .open_lead = what " open", .another_lead = what " another",     \
        .persona_lead = what " persona", .invite = what " invite", .invite_lead = what " invited", \
        .code = what " code", .code_lead = what " coded", .remove_lead = what " removed",          \
        .leave_lead = what " left", .end_lead = what " ended",                                     \
    }

static const struct desk_kind DESK_LAMP = {
    .space = SPACE_DESK,
    .setting = "lamp_desk",
    .place_label = "awn desk of the lamps",
    .code_label = "awn desk code of the lamps",
    .at = "/lamps/desk",
    .outside = "/lamps",
    .nav = NAV_FIND,
    .persona = &LAMP_PERSONA_FORM,
    .enter = &LAMP_ENTER_FORM,
    .texts = TEXTS_OF("Lamp"),
    .end = notes_end,
};
static const struct desk_kind DESK_WELL = {
    .space = (enum space_kind)77,
    .setting = "well_desk",
    .place_label = "awn desk of the wells",
    .code_label = "awn desk code of the wells",
    .at = "/wells/desk",
    .outside = "/wells",
    .nav = NAV_FIND,
    .persona = &WELL_PERSONA_FORM,
    .enter = &WELL_ENTER_FORM,
    .texts = TEXTS_OF("Well"),
    .end = notes_end,
};

struct house {
    const struct desk_kind *kind, *other; /* the one that is tested; one that must not matter */
    struct test_db *t;
    struct seal_home *home;
    struct arena *secret;
    struct space_ctx ctx;
    struct viewer amal, sami, noor; /* Amal is the network's steward */
    struct space *commons;
    struct membership *amal_commons;
};

static const struct desk_kind *const ALL_DESKS[] = {&DESK_LAMP, &DESK_WELL, NULL};

static inline void member(struct house *x, struct viewer *v)
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

static inline void house_begin(struct house *x, void **state, const struct desk_kind *kind)
{
    struct space_ticket t;
    *x = (struct house){.kind = kind,
                        .other = kind == &DESK_LAMP ? &DESK_WELL : &DESK_LAMP,
                        .t = test_db_of(state),
                        .secret = arena_create(ARENA_PLAIN, 0)};
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

static inline void house_end(struct house *x)
{
    seal_home_close(x->home);
    arena_destroy(x->secret);
}

/* A test is given a house; EACH_KIND makes of it one function a kind, TEST_KINDS their lines in the
 * table of cmocka. */
typedef void house_test(struct house *x);

static inline void house_run(void **state, const struct desk_kind *kind, house_test *test)
{
    struct house x;
    house_begin(&x, state, kind);
    test(&x);
    house_end(&x);
}

#define EACH_KIND(test)                                                                            \
    static void test##_lamp(void **state)                                                          \
    {                                                                                              \
        house_run(state, &DESK_LAMP, test);                                                        \
    }                                                                                              \
    static void test##_well(void **state)                                                          \
    {                                                                                              \
        house_run(state, &DESK_WELL, test);                                                        \
    }
#define TEST_KINDS(test) TEST_DB(test##_lamp), TEST_DB(test##_well),

static const struct space_persona AMAL = {.name = STR_INIT("Amal"), .about = STR_INIT("Amal A.")};
static const struct space_persona SAMI = {.name = STR_INIT("Sami")};

static inline bool may(struct house *x, struct viewer *v)
{
    bool may;
    assert_ok(desk_may(&x->ctx, x->kind, v, &may));
    return may;
}

static inline enum desk_state stands(struct house *x, struct viewer *v)
{
    struct desk_standing at;
    assert_ok(desk_standing_of(&x->ctx, x->kind, v, &at));
    return at.state;
}

static inline int64_t rows_of(struct house *x, const char *table)
{
    const struct db_sql COUNT = {
        "test: count", str_to_c(x->t->a, str_fmt(x->t->a, "SELECT count(*) FROM %s", table)), NULL,
        NULL};
    struct db_rows rows;
    assert_ok(db_all(x->t->db, &COUNT, DB_NO_ARGS, x->t->a, &rows));
    return db_cell_int(&rows, 0, 0);
}

static inline size_t letters(struct desk *d, struct inbox *out)
{
    assert_ok(inbox_read(d->s, out));
    return out->n;
}

#endif
