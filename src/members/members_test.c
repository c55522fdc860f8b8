/* Accounts, sessions, keyrings, drafts, joining and recovery, without pages; on both engines. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "members/commons.h"
#include "members/delay.h"
#include "members/inside.h"
#include "members/invitation.h"
#include "members/join.h"
#include "members/recovery.h"
#include "members/rekey.h"
#include "members/rules.h"
#include "members/throttle.h"
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

static const struct space_persona AMAL = {STR_INIT("أمل"), STR_INIT("هي"), STR_INIT("")};

static void house_open(struct house *x, void **state)
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

static void house_close(struct house *x)
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

static void person_hash(struct house *x, struct person *p, struct str name, struct str passphrase)
{
    *p = (struct person){.name = name};
    assert_ok(join_hash(&x->ctx, name, passphrase, &p->hashed));
}

static enum err person_add(struct house *x, struct person *p)
{
    struct keyring k = {.name = p->name};
    const struct new_account n = {p->name, &p->hashed, &k};
    key_random(&k.seed);
    return account_create(&x->ctx, &n, &p->access, &p->id);
}

static void person_new(struct house *x, struct person *p, struct str name)
{
    person_hash(x, p, name, STR("seven words"));
    assert_ok(person_add(x, p));
}

static struct viewer *sign_in(struct house *x, const struct person *p, struct str *token)
{
    struct viewer *v;
    assert_ok(session_start(&x->ctx, p->id, &p->access, STR_NONE, token));
    assert_ok(viewer_open(&x->ctx, *token, NULL, &v));
    return v;
}

/* What the application does after a request. */
static enum err keep(struct house *x, struct viewer *v)
{
    struct str changes = viewer_changes(&x->ctx, v, false);
    return changes.n ? viewer_write(x->db, changes.p) : ERR_OK;
}

/* Signed in, and on the keyring's list. */
static struct viewer *settle(struct house *x, const struct person *p, struct str *token)
{
    struct viewer *v = sign_in(x, p, token);
    session_list_add(&x->ctx, v);
    assert_ok(session_rewrite(&x->ctx, v));
    assert_ok(keep(x, v));
    assert_ok(viewer_open(&x->ctx, *token, NULL, &v));
    return v;
}

static void assert_signed_out(struct house *x, struct str token)
{
    struct viewer *v;
    assert_err(viewer_open(&x->ctx, token, NULL, &v), SIGNED_OUT);
}

static void four_slots_open_one_root(struct house *x)
{
    struct person p;
    struct account a;
    struct key root, again, access;
    enum slot_kind kind;
    person_new(x, &p, STR("blue moon"));
    assert_ok(account_find(&x->ctx, STR("blue moon"), &a));
    assert_true(a.found);
    assert_ok(account_open(&x->ctx, &a, &p.hashed.fresh, &kind, &root, &access));
    assert_int_equal(kind, SLOT_PASSPHRASE);
    assert_true(key_eq(&access, &p.access));
    assert_ok(account_open(&x->ctx, &a, &p.hashed.recovery, &kind, &again, &access));
    assert_int_equal(kind, SLOT_RECOVERY);
    assert_true(key_eq(&root, &again));
    for (enum slot_kind k = SLOT_DURESS; k <= SLOT_SPARE; k++) {
        struct key hash;
        key_random(&hash);
        assert_ok(account_set_slot(&x->ctx, &a, k, &hash, &root));
        assert_ok(account_find(&x->ctx, STR("blue moon"), &a));
        assert_ok(account_open(&x->ctx, &a, &hash, &kind, &again, &access));
        assert_int_equal(kind, k);
        assert_true(key_eq(&root, &again));
        assert_true(key_eq(&access, &p.access));
    }
    key_random(&again);
    assert_err(account_open(&x->ctx, &a, &again, &kind, &root, &access), DENIED);
}

static void nobody_looks_like_somebody(struct house *x)
{
    struct person p;
    struct account a, b;
    struct key root, access;
    enum slot_kind kind;
    person_new(x, &p, STR("blue moon"));
    assert_ok(account_find(&x->ctx, STR("blue moon"), &a));
    struct account nobody;
    assert_ok(account_find(&x->ctx, STR("red sun"), &nobody));
    assert_ok(account_find(&x->ctx, STR("red sun"), &b));
    assert_false(nobody.found);
    assert_int_equal(nobody.slots.n, a.slots.n);
    assert_memory_equal(nobody.salt, b.salt, SALT_SIZE);
    assert_memory_not_equal(nobody.salt, a.salt, SALT_SIZE);
    assert_err(account_open(&x->ctx, &nobody, &p.hashed.fresh, &kind, &root, &access), DENIED);
}

static void a_name_is_taken_once(struct house *x)
{
    struct person p, q;
    struct account a;
    person_new(x, &p, STR("blue moon"));
    {
        DB_TX struct db_tx tx = {0};
        assert_ok(db_tx_begin(&tx, x->db));
        person_hash(x, &q, STR("blue moon"), STR("other words"));
        assert_err(person_add(x, &q), CONFLICT);
    }
    assert_ok(account_find(&x->ctx, STR("blue moon"), &a));
    assert_true(a.id == p.id);
    assert_ok(account_delete(&x->ctx, p.id));
    assert_ok(person_add(x, &q));
}

static void a_session_ends_by_itself(struct house *x)
{
    struct person p;
    struct viewer *v;
    struct str token;
    person_new(x, &p, STR("blue moon"));
    settle(x, &p, &token);
    x->ctx.now = NOON + SESSION_IDLE_SECONDS - 1;
    assert_ok(viewer_open(&x->ctx, token, NULL, &v));
    assert_int_equal(v->account, p.id);
    x->ctx.now = NOON + SESSION_IDLE_SECONDS;
    assert_signed_out(x, token);
    /* Kept awake, it ends after eight hours all the same. */
    for (x->ctx.now = NOON; x->ctx.now < NOON + SESSION_MAX_SECONDS; x->ctx.now += 600) {
        assert_ok(viewer_open(&x->ctx, token, NULL, &v));
        assert_ok(keep(x, v));
    }
    x->ctx.now = NOON + SESSION_MAX_SECONDS;
    assert_signed_out(x, token);
}

static void a_passive_request_keeps_nobody_awake(struct house *x)
{
    struct person p;
    struct str token;
    person_new(x, &p, STR("blue moon"));
    settle(x, &p, &token);
    x->ctx.now = NOON + 600;
    struct viewer *v;
    assert_ok(viewer_open(&x->ctx, token, NULL, &v));
    assert_int_equal(viewer_changes(&x->ctx, v, true).n, 0);
    assert_true(viewer_changes(&x->ctx, v, false).n > 0);
}

static const struct db_sql SESSION_READ = {.name = "test: read session",
                                           .all = "SELECT id, expires, sealed, mac FROM session"};
static const struct db_sql SESSION_BACK = {
    .name = "test: session back",
    .all = "INSERT INTO session (id, expires, sealed, mac) VALUES ($1, $2, $3, $4)"};

static void an_ended_row_put_back_opens_nothing(struct house *x)
{
    struct person p;
    struct str token;
    struct db_rows row;
    person_new(x, &p, STR("blue moon"));
    struct viewer *v = settle(x, &p, &token);
    assert_ok(db_all(x->db, &SESSION_READ, DB_NO_ARGS, x->arena, &row));
    assert_int_equal(row.n, 1);
    assert_ok(session_list_end(&x->ctx, v, v->session));
    assert_ok(keep(x, v));
    assert_signed_out(x, token);
    assert_ok(db_run(x->db, &SESSION_BACK, row.v, 4, NULL));
    assert_signed_out(x, token);
}

/* A row that never was on the list, put back later: good for minutes only. */
static void a_fresh_row_put_back_later_opens_nothing(struct house *x)
{
    struct person p;
    struct str token;
    struct db_rows row;
    person_new(x, &p, STR("blue moon"));
    sign_in(x, &p, &token);
    assert_ok(db_all(x->db, &SESSION_READ, DB_NO_ARGS, x->arena, &row));
    assert_ok(session_end_token(&x->ctx, token));
    assert_signed_out(x, token);
    x->ctx.now += 600;
    assert_ok(db_run(x->db, &SESSION_BACK, row.v, 4, NULL));
    assert_signed_out(x, token);
}

static void ending_the_others_keeps_this_one(struct house *x)
{
    struct person p;
    struct account a;
    struct key root, access;
    enum slot_kind kind;
    struct str here, there;
    struct db_rows rows;
    person_new(x, &p, STR("blue moon"));
    settle(x, &p, &there);
    struct viewer *v = settle(x, &p, &here);
    assert_int_equal(v->keyring.nsessions, 2);
    assert_ok(db_all(x->db, &SESSION_READ, DB_NO_ARGS, x->arena, &rows));
    assert_ok(account_by_id(&x->ctx, p.id, &a));
    assert_ok(account_open(&x->ctx, &a, &p.hashed.fresh, &kind, &root, &access));
    assert_ok(rekey_sessions(&x->ctx, &a, &root, v));
    assert_ok(keep(x, v));
    assert_signed_out(x, there);
    assert_ok(viewer_open(&x->ctx, here, NULL, &v));
    assert_int_equal(v->keyring.nsessions, 1);
    assert_false(key_eq(&v->access, &p.access));
    for (size_t i = 0; i < rows.n; i++) { /* also from a stolen table */
        enum err e = db_run(x->db, &SESSION_BACK, &rows.v[i * 4], 4, NULL);
        assert_true(e == ERR_OK || e == ERR_CONFLICT);
    }
    assert_signed_out(x, there);
    assert_ok(viewer_open(&x->ctx, here, NULL, &v));
    /* The account opens as before. */
    assert_ok(account_by_id(&x->ctx, p.id, &a));
    assert_ok(account_open(&x->ctx, &a, &p.hashed.fresh, &kind, &root, &access));
    assert_true(key_eq(&access, &v->access));
}

static void a_failed_sign_in_is_a_session_too(struct house *x)
{
    struct person p;
    struct str token;
    struct viewer *v;
    struct failed_signin failed;
    struct db_rows right, wrong;
    person_new(x, &p, STR("blue moon"));
    assert_ok(session_start(&x->ctx, p.id, &p.access, STR_NONE, &token));
    assert_ok(db_all(x->db, &SESSION_READ, DB_NO_ARGS, x->arena, &right));
    assert_ok(session_end_token(&x->ctx, token));
    assert_ok(session_start_failed(&x->ctx, STR("blue mon"), STR_NONE, &token));
    assert_ok(db_all(x->db, &SESSION_READ, DB_NO_ARGS, x->arena, &wrong));
    assert_int_equal(right.v[2].s.n, wrong.v[2].s.n);
    assert_int_equal(right.v[1].i, wrong.v[1].i);
    assert_err(viewer_open(&x->ctx, token, &failed, &v), SIGNED_OUT);
    assert_str(failed.typed, "blue mon");
    assert_signed_out(x, STR("short"));
    assert_signed_out(x, STR("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"));
}

/* Somebody with a database shell changes one column at a time. */
static const struct db_sql ACCOUNT_HURT[] = {
    {.name = "test: salt", .all = "UPDATE account SET salt = $1"},
    {.name = "test: slots", .all = "UPDATE account SET slots = $1"},
    {.name = "test: access", .all = "UPDATE account SET access = $1"},
    {.name = "test: mac", .all = "UPDATE account SET mac = $1"},
};
static const struct db_sql ACCOUNT_COLUMNS = {.name = "test: account",
                                              .all = "SELECT salt, slots, access, mac, id, keyring "
                                                     "FROM account"};
static const struct db_sql KEYRING_HURT = {.name = "test: keyring",
                                           .all = "UPDATE account SET keyring = $1"};
static const struct db_sql VERSION_HURT = {.name = "test: version",
                                           .all = "UPDATE account SET version = version + 1"};
static const struct db_sql ID_HURT = {.name = "test: id", .all = "UPDATE account SET id = id + 1"};

static struct str flipped(struct arena *a, struct str s)
{
    char *p = arena_copy(a, s.p, s.n);
    p[s.n / 2] ^= 1;
    return str_from(p, s.n);
}

static void a_changed_account_is_refused(struct house *x)
{
    struct person p;
    struct account a;
    struct db_rows was;
    person_new(x, &p, STR("blue moon"));
    assert_ok(db_all(x->db, &ACCOUNT_COLUMNS, DB_NO_ARGS, x->arena, &was));
    for (size_t i = 0; i < 4; i++) {
        assert_ok(
            db_run(x->db, &ACCOUNT_HURT[i], DB_ARGS(db_blob(flipped(x->arena, was.v[i].s))), NULL));
        assert_err(account_find(&x->ctx, STR("blue moon"), &a), SEAL);
        assert_err(account_by_id(&x->ctx, p.id, &a), SEAL);
        assert_ok(db_run(x->db, &ACCOUNT_HURT[i], &was.v[i], 1, NULL));
        assert_ok(account_find(&x->ctx, STR("blue moon"), &a));
    }
    assert_ok(db_run(x->db, &ID_HURT, DB_NO_ARGS, NULL));
    assert_err(account_find(&x->ctx, STR("blue moon"), &a), SEAL);
}

static void a_changed_keyring_opens_nothing(struct house *x)
{
    struct person p;
    struct str token;
    struct viewer *v;
    struct db_rows was;
    person_new(x, &p, STR("blue moon"));
    v = settle(x, &p, &token);
    assert_ok(db_all(x->db, &ACCOUNT_COLUMNS, DB_NO_ARGS, x->arena, &was));
    assert_ok(db_run(x->db, &KEYRING_HURT, DB_ARGS(db_blob(flipped(x->arena, was.v[5].s))), NULL));
    assert_signed_out(x, token);
    /* An older keyring under the newer number. */
    assert_ok(db_run(x->db, &KEYRING_HURT, &was.v[5], 1, NULL));
    assert_ok(viewer_open(&x->ctx, token, NULL, &v));
    assert_ok(db_run(x->db, &VERSION_HURT, DB_NO_ARGS, NULL));
    assert_signed_out(x, token);
}

static const struct db_sql SESSION_HURT[] = {
    {.name = "test: sealed", .all = "UPDATE session SET sealed = $1"},
    {.name = "test: session mac", .all = "UPDATE session SET mac = $1"},
};
static const struct db_sql SESSION_LONGER = {.name = "test: longer",
                                             .all = "UPDATE session SET expires = expires + 1"};

static void a_changed_session_is_refused(struct house *x)
{
    struct person p;
    struct str token;
    struct viewer *v;
    struct db_rows was;
    person_new(x, &p, STR("blue moon"));
    settle(x, &p, &token);
    assert_ok(db_all(x->db, &SESSION_READ, DB_NO_ARGS, x->arena, &was));
    for (size_t i = 0; i < 2; i++) {
        const struct db_value *cell = &was.v[2 + i];
        assert_ok(
            db_run(x->db, &SESSION_HURT[i], DB_ARGS(db_blob(flipped(x->arena, cell->s))), NULL));
        assert_signed_out(x, token);
        assert_ok(db_run(x->db, &SESSION_HURT[i], cell, 1, NULL));
        assert_ok(viewer_open(&x->ctx, token, NULL, &v));
    }
    assert_ok(db_run(x->db, &SESSION_LONGER, DB_NO_ARGS, NULL));
    assert_signed_out(x, token);
}

static void the_second_writer_of_a_keyring_is_told(struct house *x)
{
    struct person p;
    struct str token;
    struct viewer *a, *b;
    person_new(x, &p, STR("blue moon"));
    settle(x, &p, &token);
    assert_ok(viewer_open(&x->ctx, token, NULL, &a));
    assert_ok(viewer_open(&x->ctx, token, NULL, &b));
    a->keyring.theme = THEME_DARK;
    b->keyring.lang = STR("en");
    viewer_touch(a);
    viewer_touch(b);
    assert_ok(keep(x, a));
    assert_err(keep(x, b), CONFLICT);
    assert_ok(viewer_open(&x->ctx, token, NULL, &b));
    assert_int_equal(b->keyring.theme, THEME_DARK);
    assert_int_equal(b->keyring.lang.n, 0);
}

static void drafts_come_back_for_a_day(struct house *x)
{
    const struct http_pair fields[] = {{STR("text"), STR("مرحبا\nبالجميع")},
                                       {STR("note"), STR("")}};
    const struct draft d = {STR("/r/abc/new"), {fields, 2}};
    struct draft back;
    struct str text = draft_seal(&x->ctx, &d);
    assert_ok(draft_open(&x->ctx, text, &back));
    assert_str(back.path, "/r/abc/new");
    assert_int_equal(back.fields.n, 2);
    assert_true(str_eq(http_pairs_get(&back.fields, "text"), fields[0].value));
    x->ctx.now = NOON + DAY_SECONDS;
    assert_ok(draft_open(&x->ctx, text, &back));
    x->ctx.now = NOON + 2 * DAY_SECONDS;
    assert_err(draft_open(&x->ctx, text, &back), SEAL);
    x->ctx.now = NOON;
    char *hurt = arena_copy(x->arena, text.p, text.n);
    hurt[text.n / 2] = hurt[text.n / 2] == 'A' ? 'B' : 'A';
    assert_err(draft_open(&x->ctx, str_from(hurt, text.n), &back), SEAL);
    assert_err(draft_open(&x->ctx, str_slice(text, 0, text.n - 4), &back), SEAL);
    assert_err(draft_open(&x->ctx, STR("%%%"), &back), SEAL);
    assert_err(draft_open(&x->ctx, STR_NONE, &back), SEAL);
}

static void form_tokens_belong_to_a_session(struct house *x)
{
    struct person p;
    struct str t1, t2;
    person_new(x, &p, STR("blue moon"));
    struct viewer *a = settle(x, &p, &t1), *b = settle(x, &p, &t2);
    struct str mine = members_form_token(&x->ctx, a);
    struct str strangers = members_form_token(&x->ctx, NULL);
    assert_true(members_form_token_ok(&x->ctx, a, mine));
    assert_false(members_form_token_ok(&x->ctx, b, mine));
    assert_false(members_form_token_ok(&x->ctx, NULL, mine));
    assert_false(members_form_token_ok(&x->ctx, a, strangers));
    assert_false(members_form_token_ok(&x->ctx, a, STR_NONE));
    assert_true(members_form_token_ok(&x->ctx, NULL, strangers));
    x->ctx.now += DAY_SECONDS;
    assert_true(members_form_token_ok(&x->ctx, a, mine));
    assert_true(members_form_token_ok(&x->ctx, NULL, strangers));
    x->ctx.now += DAY_SECONDS;
    assert_false(members_form_token_ok(&x->ctx, NULL, strangers));
}

/* A commons with one steward, who makes an invitation good for a week. */
static struct space *commons_new(struct house *x, struct space_ticket *steward, struct str *code)
{
    struct space *s;
    struct key secret;
    assert_ok(space_create(&x->ctx, &AMAL, steward, &s));
    *code = invitation_create(x->arena, &secret);
    assert_ok(roster_invite(s, &secret, ROLE_INVITE, ROLE_MEMBER, true, DAY0 + 7));
    return s;
}

static void fill_joining(struct house *x, struct joining *j, struct person *p, struct str code)
{
    *j = (struct joining){.name = p->name,
                          .folded = p->name,
                          .label = STR("Home"),
                          .persona = {STR("نور"), STR_NONE, STR("hello")},
                          .hashed = &p->hashed};
    assert_true(invitation_read(code, &j->invitation));
    (void)x;
}

static void joining_works_once(struct house *x)
{
    struct space_ticket steward;
    struct str code, token;
    struct person p, q;
    struct joining j;
    struct roster roster;
    struct space_removal why;
    enum commons_state state;
    struct space *s = commons_new(x, &steward, &code);
    person_hash(x, &p, STR("blue moon"), STR("seven words"));
    fill_joining(x, &j, &p, code);
    assert_ok(roster_code_check(&x->ctx, &j.invitation));
    assert_ok(roster_code_check(&x->ctx, &j.invitation)); /* looking uses nothing up */
    assert_ok(join_create(&x->ctx, &j, &p.access, &p.id));
    struct viewer *v = settle(x, &p, &token);
    assert_str(v->keyring.name, "blue moon");
    assert_int_equal(v->keyring.nspaces, 1);
    assert_str(viewer_commons(v)->label, "Home");
    assert_ok(members_commons_state(&x->ctx, v, &why, &state));
    assert_int_equal(state, COMMONS_IN);
    assert_ok(roster_read(s, &roster));
    assert_int_equal(roster_people(&roster), 2);
    struct roster_entry *me = roster_find(&roster, &viewer_commons(v)->ticket.tag);
    assert_non_null(me);
    assert_int_equal(me->role, ROLE_MEMBER);
    assert_true(me->may_invite);
    assert_str(me->persona.about, "hello");

    assert_err(roster_code_check(&x->ctx, &j.invitation), DENIED);
    person_hash(x, &q, STR("red sun"), STR("seven words"));
    fill_joining(x, &j, &q, code);
    assert_err(join_create(&x->ctx, &j, &q.access, &q.id), DENIED);
    struct account a;
    assert_ok(account_find(&x->ctx, STR("red sun"), &a));
    assert_false(a.found);
}

static void a_taken_name_spends_no_invitation(struct house *x)
{
    struct space_ticket steward;
    struct str code;
    struct person p, q;
    struct joining j;
    commons_new(x, &steward, &code);
    person_new(x, &p, STR("blue moon"));
    person_hash(x, &q, STR("blue moon"), STR("other words"));
    fill_joining(x, &j, &q, code);
    assert_err(join_create(&x->ctx, &j, &q.access, &q.id), CONFLICT);
    assert_ok(roster_code_check(&x->ctx, &j.invitation));
    person_hash(x, &q, STR("red sun"), STR("other words"));
    fill_joining(x, &j, &q, code);
    assert_ok(join_create(&x->ctx, &j, &q.access, &q.id));
}

static void a_form_sent_twice_opens_what_it_made(struct house *x)
{
    struct space_ticket steward;
    struct str code;
    struct person p, twice, other;
    struct joining j;
    struct account a;
    struct key root, access;
    enum slot_kind kind;
    commons_new(x, &steward, &code);
    person_hash(x, &p, STR("blue moon"), STR("seven words"));
    person_hash(x, &twice, STR("blue moon"), STR("seven words")); /* before the first is written */
    fill_joining(x, &j, &p, code);
    assert_ok(join_create(&x->ctx, &j, &p.access, &p.id));
    assert_ok(join_again(&x->ctx, &twice.hashed, STR("blue moon"), &twice.access, &twice.id));
    assert_true(twice.id == p.id);
    assert_true(key_eq(&twice.access, &p.access));
    assert_ok(account_by_id(&x->ctx, p.id, &a));
    assert_err(account_open(&x->ctx, &a, &p.hashed.recovery, &kind, &root, &access), DENIED);
    assert_ok(account_open(&x->ctx, &a, &twice.hashed.recovery, &kind, &root, &access));
    person_hash(x, &other, STR("blue moon"), STR("seven other words"));
    assert_err(join_again(&x->ctx, &other.hashed, STR("blue moon"), &access, &other.id), DENIED);
    person_hash(x, &other, STR("nobody yet"), STR("seven words"));
    assert_err(join_again(&x->ctx, &other.hashed, STR("nobody yet"), &access, &other.id), DENIED);
}

static void an_invitation_runs_out(struct house *x)
{
    struct space_ticket steward;
    struct str code;
    struct person p;
    struct joining j;
    struct key secret;
    commons_new(x, &steward, &code);
    person_hash(x, &p, STR("blue moon"), STR("seven words"));
    fill_joining(x, &j, &p, code);
    x->ctx.now = NOON + 7 * (int64_t)DAY_SECONDS;
    assert_ok(roster_code_check(&x->ctx, &j.invitation));
    x->ctx.now += DAY_SECONDS;
    enum err e = roster_code_check(&x->ctx, &j.invitation);
    assert_true(e == ERR_EXPIRED || e == ERR_DENIED);
    assert_int_equal(join_create(&x->ctx, &j, &p.access, &p.id), e);
    /* A circle's code is another kind. */
    struct str circle = circle_invitation_create(x->arena, &secret);
    struct key as_network, as_circle;
    assert_true(invitation_read(circle, &as_network));
    assert_true(circle_invitation_read(circle, &as_circle));
    assert_true(key_eq(&as_circle, &secret));
    assert_false(key_eq(&as_network, &secret));
}

static void a_removed_member_is_told_why(struct house *x)
{
    struct space_ticket steward;
    struct str code, token;
    struct person p;
    struct joining j;
    struct space_removal why = {STR("because"), STR("Amal")}, read;
    enum commons_state state;
    struct space *s = commons_new(x, &steward, &code);
    person_hash(x, &p, STR("blue moon"), STR("seven words"));
    fill_joining(x, &j, &p, code);
    assert_ok(join_create(&x->ctx, &j, &p.access, &p.id));
    struct viewer *v = settle(x, &p, &token);
    assert_ok(roster_take_out(s, &steward, &viewer_commons(v)->ticket.tag, EXIT_REMOVED, &why));
    assert_ok(members_commons_state(&x->ctx, v, &read, &state));
    assert_int_equal(state, COMMONS_REMOVED);
    assert_str(read.reason, "because");
    assert_str(read.by, "Amal");
    viewer_drop_space(v, viewer_commons(v));
    assert_ok(members_commons_state(&x->ctx, v, &read, &state));
    assert_int_equal(state, COMMONS_NONE);
}

static void recover_hash(struct house *x, struct str name, struct str code, struct hashed *out)
{
    struct str bytes;
    assert_true(recovery_read(x->secret, code, &bytes));
    *out = (struct hashed){0};
    assert_ok(rekey_hash(&x->ctx, name, bytes, STR("new words"), out));
}

static void the_recovery_code_works_once(struct house *x)
{
    struct person p;
    struct str there, here;
    struct hashed h, again;
    struct account a;
    struct key access, root, opened;
    enum slot_kind kind;
    uint64_t id;
    person_new(x, &p, STR("blue moon"));
    struct viewer *v = settle(x, &p, &there);
    v->keyring.recovery_confirmed = true;
    v->keyring.theme = THEME_DARK;
    viewer_touch(v);
    assert_ok(keep(x, v));
    recover_hash(x, STR("blue moon"), p.hashed.recovery_code, &h);
    assert_ok(rekey_recover(&x->ctx, &h, STR("blue moon"), &access, &id));
    assert_true(id == p.id);
    assert_signed_out(x, there);
    p.access = access;
    v = settle(x, &p, &here);
    assert_int_equal(v->keyring.theme, THEME_DARK);
    assert_false(v->keyring.recovery_confirmed);
    assert_int_equal(v->keyring.nsessions, 1);
    assert_ok(account_by_id(&x->ctx, id, &a));
    assert_err(account_open(&x->ctx, &a, &p.hashed.fresh, &kind, &root, &opened), DENIED);
    assert_ok(account_open(&x->ctx, &a, &h.fresh, &kind, &root, &opened));
    assert_int_equal(kind, SLOT_PASSPHRASE);
    /* The same code a second time; then the one that took its place. */
    recover_hash(x, STR("blue moon"), p.hashed.recovery_code, &again);
    assert_err(rekey_recover(&x->ctx, &again, STR("blue moon"), &access, &id), DENIED);
    assert_ok(viewer_open(&x->ctx, here, NULL, &v));
    recover_hash(x, STR("blue moon"), h.recovery_code, &again);
    assert_ok(rekey_recover(&x->ctx, &again, STR("blue moon"), &access, &id));
    assert_signed_out(x, here);
}

static void only_the_code_recovers(struct house *x)
{
    struct person p;
    struct hashed h;
    struct key access;
    uint64_t id;
    uint8_t code[RECOVERY_BYTES];
    person_new(x, &p, STR("blue moon"));
    recover_hash(x, STR("blue moon"), code_create(x->arena, code, sizeof code), &h);
    assert_err(rekey_recover(&x->ctx, &h, STR("blue moon"), &access, &id), DENIED);
    recover_hash(x, STR("red sun"), p.hashed.recovery_code, &h);
    assert_err(rekey_recover(&x->ctx, &h, STR("red sun"), &access, &id), DENIED);
    h.passphrase = p.hashed.fresh; /* the passphrase is not the code */
    assert_err(rekey_recover(&x->ctx, &h, STR("blue moon"), &access, &id), DENIED);
}

static void rules_of_names(struct house *x)
{
    struct req req = {.search = x->search, .secret = x->secret, .arena = x->arena};
    static const char *const good[] = {"blue-moon-07", "قمر-أزرق-٠٧", "José", "أَمَل ٢", "三月花"};
    static const char *const bad[] = {"ab", "---", "a!bcd", "me@here", "<b>abc", "qamar🌙", "«قمر»"};
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
        assert_null(rules_name(&req, str_from_c(good[i])));
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_non_null(rules_name(&req, str_from_c(bad[i])));
    assert_non_null(rules_passphrase(&req, STR("short one")));
    assert_non_null(rules_passphrase(&req, STR("a!!!!!!!!!!!!!!")));
    assert_null(rules_passphrase(&req, STR("بيت قمر نهر شجرة")));
    assert_true(str_eq(fold_name(&req, STR("Blue-Moon 07")), fold_name(&req, STR("blue moon-٠٧"))));
}

#define ON_BOTH(X)                                                                                 \
    X(four_slots_open_one_root)                                                                    \
    X(nobody_looks_like_somebody)                                                                  \
    X(a_name_is_taken_once)                                                                        \
    X(a_session_ends_by_itself)                                                                    \
    X(a_passive_request_keeps_nobody_awake)                                                        \
    X(an_ended_row_put_back_opens_nothing)                                                         \
    X(a_fresh_row_put_back_later_opens_nothing)                                                    \
    X(ending_the_others_keeps_this_one)                                                            \
    X(a_failed_sign_in_is_a_session_too)                                                           \
    X(a_changed_account_is_refused)                                                                \
    X(a_changed_keyring_opens_nothing)                                                             \
    X(a_changed_session_is_refused)                                                                \
    X(the_second_writer_of_a_keyring_is_told)                                                      \
    X(drafts_come_back_for_a_day)                                                                  \
    X(form_tokens_belong_to_a_session)                                                             \
    X(joining_works_once)                                                                          \
    X(a_taken_name_spends_no_invitation)                                                           \
    X(a_form_sent_twice_opens_what_it_made)                                                        \
    X(an_invitation_runs_out)                                                                      \
    X(a_removed_member_is_told_why)                                                                \
    X(the_recovery_code_works_once)                                                                \
    X(only_the_code_recovers)                                                                      \
    X(rules_of_names)

#define X(name)                                                                                    \
    static void test_##name(void **state)                                                          \
    {                                                                                              \
        struct house x;                                                                            \
        house_open(&x, state);                                                                     \
        name(&x);                                                                                  \
        house_close(&x);                                                                           \
    }
ON_BOTH(X)
#undef X

static void guessing_slows_down(void **state)
{
    (void)state;
    static const int want[] = {0, 0, 0, 0, 0, 1, 2, 4, 8, 8, 8};
    struct throttle *t = throttle_create();
    for (size_t i = 0; i < sizeof want / sizeof want[0]; i++) {
        assert_int_equal(throttle_delay(t, STR("n:blue moon"), NOON), want[i]);
        throttle_failed(t, STR("n:blue moon"), NOON);
    }
    assert_int_equal(throttle_delay(t, STR("n:red sun"), NOON), 0);
    for (int i = 0; i < 20000; i++) { /* others' guesses push nobody out who is being guessed at */
        char name[32];
        int n = snprintf(name, sizeof name, "n:%d", i);
        throttle_failed(t, str_from(name, (size_t)n), NOON);
    }
    assert_int_equal(throttle_delay(t, STR("n:blue moon"), NOON), 8);
    assert_int_equal(throttle_delay(t, STR("n:blue moon"), NOON + THROTTLE_HALF_LIFE), 1);
    assert_int_equal(throttle_delay(t, STR("n:blue moon"), NOON + 100 * THROTTLE_HALF_LIFE), 0);
    throttle_succeeded(t, STR("n:blue moon"));
    assert_int_equal(throttle_delay(t, STR("n:blue moon"), NOON), 0);
    throttle_destroy(t);
    assert_int_equal(throttle_delay(NULL, STR("n:x"), NOON), 0);
}

/* Requests as they come in, before anything of the application is known. */
static void a_request_waits_by_its_name(void **state)
{
    (void)state;
    struct net net = {.throttle = throttle_create()};
    ARENA_LOCAL struct arena *a = arena_create(ARENA_SECRET, 0);
    const struct http_pair name = {STR("name"), STR("Blue-Moon")},
                           same = {STR("name"), STR("blue moon")},
                           cookie = {STR(SESSION_COOKIE), STR("abc")},
                           other = {STR(SESSION_COOKIE), STR("abd")};
    struct req by_name = {.form = {&name, 1}, .secret = a, .now = NOON, .app = &net};
    struct req by_session = {.cookies = {&cookie, 1}, .secret = a, .now = NOON, .app = &net};
    for (int i = 0; i < 6; i++) {
        members_signin_failed(&by_name);
        members_signin_failed(&by_session);
    }
    by_name.form.v = &same;
    assert_int_equal(members_signin_delay(&net, &by_name), 2);
    assert_int_equal(members_signin_delay(&net, &by_session), 2);
    by_session.cookies.v = &other;
    assert_int_equal(members_signin_delay(&net, &by_session), 0);
    members_signin_succeeded(&by_name);
    assert_int_equal(members_signin_delay(&net, &by_name), 0);
    throttle_destroy(net.throttle);
}

int main(void)
{
    seal_init();
    const struct CMUnitTest tests[] = {
#define X(name) TEST_DB(test_##name),
        ON_BOTH(X)
#undef X
            cmocka_unit_test(guessing_slows_down),
        cmocka_unit_test(a_request_waits_by_its_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
