/* What the tests of this room share: a fresh network, accounts in it, sessions of them. Tests only.
 */
#ifndef AWN_MEMBERS_HOUSE_TEST_H
#define AWN_MEMBERS_HOUSE_TEST_H

#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "members/inside.h"
#include "members/join.h"
#include "search/search.h"
#include "support/test_db.h"

#define DAY0 20000
#define NOON ((int64_t)DAY0 * DAY_SECONDS + 43200)

/* One fresh network a test. */
struct house {
    struct db *db;
    struct seal_home *home;
    struct arena *arena, *secret;
    struct search *search;
    struct space_ctx ctx;
};

static inline void house_open(struct house *x, void **state)
{
    struct test_db *t = test_db_of(state);
    char demo[512];
    snprintf(demo, sizeof demo, "%s/demo", t->folder); /* lets hashes be cheap, see seal/slots.h */
    FILE *f = fopen(demo, "w");
    assert_non_null(f);
    fclose(f);
    assert_int_equal(setenv("AWN_TEST_HASH", "weak", 1), 0);
    assert_ok(seal_home_create(t->folder, DAY0));
    assert_ok(seal_home_open(t->folder, DAY0, false, &x->home));
    x->db = t->db;
    x->arena = arena_create(ARENA_PLAIN, 0);
    x->secret = arena_create(ARENA_SECRET, 0);
    x->search = search_create();
    x->ctx = (struct space_ctx){x->db, x->home, x->arena, x->secret, NOON};
}

static inline void house_close(struct house *x)
{
    seal_home_close(x->home);
    search_destroy(x->search);
    arena_destroy(x->arena);
    arena_destroy(x->secret);
}

/* An account without a commons, as the rules of accounts need no more. */
struct person {
    struct str name;
    struct hashed hashed;
    struct key access;
    uint64_t id;
};

static inline void person_hash(struct house *x, struct person *p, struct str name,
                               struct str passphrase)
{
    *p = (struct person){.name = name};
    assert_ok(join_hash(&x->ctx, name, passphrase, &p->hashed));
}

static inline enum err person_add(struct house *x, struct person *p)
{
    struct keyring k = {.name = p->name};
    const struct new_account n = {p->name, &p->hashed, &k};
    key_random(&k.seed);
    return account_create(&x->ctx, &n, &p->access, &p->id);
}

static inline void person_new(struct house *x, struct person *p, struct str name)
{
    person_hash(x, p, name, STR("seven words"));
    assert_ok(person_add(x, p));
}

static inline struct viewer *sign_in(struct house *x, const struct person *p, struct str *token)
{
    struct viewer *v;
    assert_ok(session_start(&x->ctx, p->id, &p->access, STR_NONE, token));
    assert_ok(viewer_open(&x->ctx, *token, NULL, &v));
    return v;
}

/* What the application does after a request. */
static inline enum err keep(struct house *x, struct viewer *v)
{
    struct str changes = viewer_changes(&x->ctx, v, false);
    return changes.n ? viewer_write(x->db, changes.p) : ERR_OK;
}

/* Signed in, and on the keyring's list. */
static inline struct viewer *settle(struct house *x, const struct person *p, struct str *token)
{
    struct viewer *v = sign_in(x, p, token);
    session_list_add(&x->ctx, v);
    assert_ok(session_rewrite(&x->ctx, v));
    assert_ok(keep(x, v));
    assert_ok(viewer_open(&x->ctx, *token, NULL, &v));
    return v;
}

static inline void assert_signed_out(struct house *x, struct str token)
{
    struct viewer *v;
    assert_err(viewer_open(&x->ctx, token, NULL, &v), SIGNED_OUT);
}

/* A test of either engine for each name in the list. */
#define HOUSE_TEST(name)                                                                           \
    static void test_##name(void **state)                                                          \
    {                                                                                              \
        struct house x;                                                                            \
        house_open(&x, state);                                                                     \
        name(&x);                                                                                  \
        house_close(&x);                                                                           \
    }

#endif
