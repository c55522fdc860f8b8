/* What the tests of this room share: a network with a fund and three keepers. Tests only. */
#ifndef AWN_FUND_TOY_H
#define AWN_FUND_TOY_H

#include <string.h>

#include "base/clock.h"
#include "fund/asks.h"
#include "fund/board.h"
#include "fund/fund.h"
#include "support/test_db.h"

#define DAY 20000

struct house {
    struct test_db *t;
    struct seal_home *home;
    struct arena *secret;
    struct space_ctx ctx;
    struct viewer amal, sami, noor, huda; /* Amal, Sami and Noor keep the fund; Huda is a member */
    struct space *commons;
    uint32_t fund;
};

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

static inline struct desk at_desk(struct house *x, struct viewer *v)
{
    struct desk d;
    assert_ok(desk_enter(&x->ctx, &DESK_FUND, v, NULL, &d));
    return d;
}

static inline void comes_in(struct house *x, struct viewer *v, const char *name)
{
    const struct space_persona persona = {.name = str_from_c(name)};
    struct desk d = at_desk(x, &x->amal);
    struct str code;
    assert_ok(desk_code(&d, &code));
    assert_ok(desk_come_in(&x->ctx, &DESK_FUND, v, code, &persona));
}

static inline void house_begin(struct house *x, void **state)
{
    static const struct space_persona AMAL = {.name = STR_INIT("Amal")};
    struct space_ticket t;
    *x = (struct house){.t = test_db_of(state), .secret = arena_create(ARENA_PLAIN, 0)};
    assert_ok(seal_home_create(x->t->folder, DAY));
    assert_ok(seal_home_open(x->t->folder, DAY, false, &x->home));
    x->ctx = (struct space_ctx){.db = x->t->db,
                                .home = x->home,
                                .arena = x->t->a,
                                .secret = x->secret,
                                .now = (int64_t)DAY * DAY_SECONDS + 3600};
    key_random(&x->amal.keyring.seed);
    assert_ok(space_create(&x->ctx, NULL, &t, &x->commons));
    viewer_add_space(&x->ctx, &x->amal, SPACE_COMMONS, &t, STR("commons"));
    member(x, &x->sami);
    member(x, &x->noor);
    member(x, &x->huda);
    assert_ok(desk_open(&x->ctx, &DESK_FUND, &x->amal, &AMAL));
    comes_in(x, &x->sami, "Sami");
    comes_in(x, &x->noor, "Noor");
}

static inline void house_end(struct house *x)
{
    seal_home_close(x->home);
    arena_destroy(x->secret);
}

static inline void fund_begins(struct house *x)
{
    struct desk d = at_desk(x, &x->amal);
    struct fund settings = {.name = STR("The pot"), .give = STR("at the bakery")};
    assert_true(money_currency(STR("EUR"), &settings.currency));
    assert_ok(fund_make(&d, &settings, &x->fund));
}

static inline enum err books(struct house *x, struct viewer *v, enum ledger_what what, int box,
                             int64_t amount)
{
    struct desk d = at_desk(x, v);
    struct ledger_entry e;
    assert_ok(ledger_entry_make(what, box, FUND_FOOD, amount, &e));
    return fund_book(&d, x->fund, &e);
}

static inline struct fund fund_now(struct house *x)
{
    struct desk d = at_desk(x, &x->amal);
    struct fund f;
    assert_ok(fund_find(&d, x->fund, &f));
    return f;
}

static inline int64_t cash_now(struct house *x)
{
    const struct fund f = fund_now(x);
    return ledger_cash(&f.ledger);
}

static inline bool is_right(struct house *x)
{
    struct desk d = at_desk(x, &x->amal);
    struct fund_checked c;
    assert_ok(fund_check(&d, x->fund, &c));
    return c.right;
}

#endif
