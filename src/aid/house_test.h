/* A network with a commons, a coordinators' desk and its first coordinator: for tests of the desk's
 * stores. Only tests include it. */
#ifndef AWN_AID_HOUSE_TEST_H
#define AWN_AID_HOUSE_TEST_H

#include "aid/coordinators.h"
#include "base/clock.h"
#include "base/test.h"
#include "support/test_db.h"

#define HOUSE_DAY 20000

struct house {
    struct test_db *t;
    struct seal_home *home;
    struct arena *secret;
    struct space_ctx ctx;
    struct viewer amal, sami; /* steward and first coordinator; a member */
    struct space *commons;
    struct desk desk;
};

static inline void house_member(struct house *x, struct viewer *v)
{
    struct space_ticket t;
    struct space *s;
    struct key secret;
    key_random(&v->keyring.seed);
    key_random(&secret);
    assert_ok(roster_invite(x->commons, &secret, ROLE_INVITE, ROLE_MEMBER, false,
                            clock_day(x->ctx.now) + 7));
    space_ticket_new(&t, (struct space_id){0});
    assert_ok(roster_come_in(&x->ctx, &secret, NULL, &t, &s));
    viewer_add_space(&x->ctx, v, SPACE_COMMONS, &t, STR("commons"));
}

static inline void house_at_desk(struct house *x, struct viewer *v)
{
    assert_ok(desk_enter(&x->ctx, &DESK_COORDINATORS, v, NULL, &x->desk));
}

static inline void house_begin(struct house *x, void **state)
{
    static const struct space_persona AMAL = {.name = STR_INIT("Amal")};
    struct space_ticket t;
    *x = (struct house){.t = test_db_of(state), .secret = arena_create(ARENA_PLAIN, 0)};
    assert_ok(seal_home_create(x->t->folder, HOUSE_DAY));
    assert_ok(seal_home_open(x->t->folder, HOUSE_DAY, false, &x->home));
    x->ctx = (struct space_ctx){.db = x->t->db,
                                .home = x->home,
                                .arena = x->t->a,
                                .secret = x->secret,
                                .now = (int64_t)HOUSE_DAY * DAY_SECONDS + 9 * 3600};
    key_random(&x->amal.keyring.seed);
    assert_ok(space_create(&x->ctx, NULL, &t, &x->commons));
    viewer_add_space(&x->ctx, &x->amal, SPACE_COMMONS, &t, STR("commons"));
    house_member(x, &x->sami);
    assert_ok(desk_open(&x->ctx, &DESK_COORDINATORS, &x->amal, &AMAL));
    house_at_desk(x, &x->amal);
}

static inline void house_end(struct house *x)
{
    seal_home_close(x->home);
    arena_destroy(x->secret);
}

/* Later, as a request of that time meets the house. */
static inline void house_wait(struct house *x, int64_t seconds)
{
    int32_t before = clock_day(x->ctx.now);
    x->ctx.now += seconds;
    if (clock_day(x->ctx.now) != before) {
        seal_home_close(x->home);
        assert_ok(seal_home_open(x->t->folder, clock_day(x->ctx.now), true, &x->home));
        x->ctx.home = x->home;
    }
    house_at_desk(x, &x->amal);
}

#endif
