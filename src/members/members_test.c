/* Accounts, sessions, keyrings, drafts, form tokens; on both engines. */
#include <string.h>

#include "members/house_test.h"
#include "members/rekey.h"

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

/* Whoever takes the database twice must not read off how often somebody was here. */
static void a_version_counts_nothing(struct house *x)
{
    struct person p;
    struct str token, blob;
    int64_t v[3];
    person_new(x, &p, STR("blue moon"));
    struct viewer *who = settle(x, &p, &token);
    assert_ok(store_keyring_get(&x->ctx, p.id, &v[0], &blob));
    for (int i = 1; i < 3; i++) {
        assert_ok(viewer_open(&x->ctx, token, NULL, &who));
        viewer_touch(who);
        assert_ok(keep(x, who));
        assert_ok(store_keyring_get(&x->ctx, p.id, &v[i], &blob));
    }
    for (int i = 0; i < 3; i++)
        assert_true(v[i] > 1000000); /* one in 10^12 fails by chance */
    assert_true(v[2] - v[1] != v[1] - v[0]);
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
    X(a_version_counts_nothing)

ON_BOTH(HOUSE_TEST)

int main(void)
{
    seal_init();
    const struct CMUnitTest tests[] = {
#define X(name) TEST_DB(test_##name),
        ON_BOTH(X)
#undef X
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
