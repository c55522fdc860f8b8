#include "base/test.h"

#include "base/clock.h"
#include "base/rand.h"
#include "space/mailbox.h"
#include "space/roster.h"
#include "support/test_db.h"

/* One fresh network a test: a database and a home with its keys. */
struct net {
    struct test_db t;
    struct db *db;
    struct seal_home *home;
    struct arena *arena, *secret;
    struct space_ctx ctx;
};

#define DAY0 20000
#define NOON(day) ((int64_t)(day)*DAY_SECONDS + 43200)

static void net_open(struct net *n)
{
    n->db = n->t.db;
    assert_ok(seal_home_create(n->t.folder, DAY0));
    assert_ok(seal_home_open(n->t.folder, DAY0, false, &n->home));
    n->arena = arena_create(ARENA_PLAIN, 0);
    n->secret = arena_create(ARENA_SECRET, 0);
    n->ctx = (struct space_ctx){n->db, n->home, n->arena, n->secret, NOON(DAY0)};
}

static void net_close(struct net *n)
{
    test_db_close(&n->t);
    seal_home_close(n->home);
    arena_destroy(n->arena);
    arena_destroy(n->secret);
}

static const struct space_persona AMAL = {STR_INIT("أمل"), STR_INIT("هي"), STR_INIT("")};
static const struct space_persona SAMI = {STR_INIT("Sami"), STR_INIT("they"), STR_INIT("quiet")};

typedef void engine_test(struct net *n);

static void on_both(engine_test *t)
{
    for (enum db_engine e = DB_SQLITE; e <= DB_POSTGRES; e++) {
        struct net n = {0};
        if (!test_db_open(e, &n.t))
            continue;
        net_open(&n);
        t(&n);
        net_close(&n);
    }
}

/* `who` comes into the founder's space by a fresh invitation. */
static struct space *join(struct net *n, struct space *founder, const struct space_persona *who,
                          struct space_ticket *ticket)
{
    struct key secret;
    struct space *s;
    key_random(&secret);
    assert_ok(roster_invite(founder, &secret, ROLE_INVITE, ROLE_MEMBER, false, DAY0 + 7));
    space_ticket_new(ticket, (struct space_id){0});
    assert_ok(roster_come_in(&n->ctx, &secret, who, ticket, &s));
    return s;
}

/* With the epochs in plain numbers a dump would say which records are of one space: spaces' rows
 * and the chain name them, and hardly two spaces have the same. */
static void a_record_does_not_name_its_space(struct net *n)
{
    static const struct db_sql all = {.name = "test: epochs", .all = "SELECT epoch FROM record"};
    struct space_ticket t;
    struct space *s;
    struct db_rows rows;
    struct record rec;
    assert_ok(space_create(&n->ctx, &AMAL, &t, &s));
    for (int i = 0; i < 3; i++) {
        struct stream_id one = record_stream(s, "test", str_from(&i, sizeof i));
        assert_ok(record_append(s, one, DAY0 + 7, STR("words"), NULL));
    }
    assert_ok(db_all(n->db, &all, DB_NO_ARGS, n->arena, &rows));
    assert_int_equal(rows.n, 4); /* with the founder's own */
    for (size_t i = 0; i < rows.n; i++) {
        assert_true(db_cell_int(&rows, i, 0) != t.epoch);
        for (size_t j = 0; j < i; j++)
            assert_true(db_cell_int(&rows, i, 0) != db_cell_int(&rows, j, 0));
    }
    assert_ok(space_rotate(s, &t));
    int last = 2;
    assert_ok(record_get(s, record_stream(s, "test", str_from(&last, sizeof last)), 1, &rec));
    assert_str(rec.body, "words");
}

static void records_are_kept_and_read(struct net *n)
{
    struct space_ticket t, again;
    struct space *s;
    struct record rec;
    struct record_list list;
    bool fresher;
    uint32_t seq;
    assert_ok(space_create(&n->ctx, &AMAL, &t, &s));
    struct stream_id st = record_stream(s, "posts", STR("abc"));
    struct stream_id other = record_stream(s, "posts", STR("abd"));
    assert_true(st.v != other.v);
    for (int i = 1; i <= 40; i++) {
        assert_ok(
            record_append(s, st, i % 2 ? DAY0 + 90 : 0, str_fmt(n->arena, "post %d", i), &seq));
        assert_int_equal(seq, i);
    }
    again = t;
    assert_ok(space_enter(&n->ctx, &again, &fresher, NULL, &s));
    assert_false(fresher);
    assert_ok(record_newest(s, st, 0, 0, 3, &list));
    assert_int_equal(list.n, 3);
    assert_str(list.v[0].body, "post 38");
    assert_str(list.v[2].body, "post 40");
    assert_ok(record_newest(s, st, 0, 38, 2, &list));
    assert_str(list.v[1].body, "post 37");
    assert_ok(record_oldest(s, st, 39, 10, &list));
    assert_int_equal(list.n, 2);
    assert_ok(record_rewrite(s, st, 5, DAY0 + 7, STR("changed")));
    assert_ok(record_get(s, st, 5, &rec));
    assert_str(rec.body, "changed");
    assert_int_equal(rec.expires, DAY0 + 7);
    assert_ok(record_delete(s, st, 6));
    assert_err(record_get(s, st, 6, &rec), NOT_FOUND);
    assert_err(record_rewrite(s, st, 6, 0, STR("x")), NOT_FOUND);
    assert_ok(record_count(s, st, 30, &seq));
    assert_int_equal(seq, 10);
    assert_ok(record_delete_stream(s, st));
    assert_ok(record_last(s, st, &seq));
    assert_int_equal(seq, 0);
}

static void an_invitation_works_once(struct net *n)
{
    struct space_ticket founder, t, late;
    struct space *s, *out;
    struct key secret;
    struct roster r;
    assert_ok(space_create(&n->ctx, &AMAL, &founder, &s));
    key_random(&secret);
    assert_ok(roster_invite(s, &secret, ROLE_INVITE, ROLE_MEMBER, true, DAY0 + 7));
    space_ticket_new(&t, (struct space_id){0});
    assert_ok(roster_come_in(&n->ctx, &secret, &SAMI, &t, &out));
    space_ticket_new(&late, (struct space_id){0});
    assert_err(roster_come_in(&n->ctx, &secret, &AMAL, &late, &out), DENIED);
    assert_ok(roster_read(s, &r));
    assert_int_equal(roster_people(&r), 2);
    struct roster_entry *e = roster_find(&r, &t.tag);
    assert_non_null(e);
    assert_true(e->may_invite);
    assert_str(e->persona.name, "Sami");
    /* Nobody can come in with a code that was never given. */
    key_random(&secret);
    assert_err(roster_come_in(&n->ctx, &secret, &AMAL, &late, &out), DENIED);
}

static void an_invitation_ends_on_its_day(struct net *n)
{
    struct space_ticket founder, t;
    struct space *s, *out;
    struct key secret;
    assert_ok(space_create(&n->ctx, &AMAL, &founder, &s));
    key_random(&secret);
    assert_ok(roster_invite(s, &secret, ROLE_INVITE, ROLE_MEMBER, false, DAY0 + 1));
    assert_ok(seal_home_turn(n->home, DAY0 + 2, false));
    n->ctx.now = NOON(DAY0 + 2);
    space_ticket_new(&t, (struct space_id){0});
    enum err e = roster_come_in(&n->ctx, &secret, &SAMI, &t, &out);
    assert_true(e == ERR_EXPIRED || e == ERR_DENIED);
    int64_t gone;
    assert_ok(space_expire(n->db, DAY0 + 2, &gone));
    assert_int_equal(gone, 2); /* its record and its envelope */
}

static void who_is_removed_reads_why_and_nothing_later(struct net *n)
{
    struct space_ticket founder, t, stale;
    struct space *s, *m;
    struct space_removal why = {0};
    struct record rec;
    bool fresher;
    uint32_t seq;
    assert_ok(space_create(&n->ctx, &AMAL, &founder, &s));
    m = join(n, s, &SAMI, &t);
    struct stream_id st = record_stream(m, "posts", STR_NONE);
    assert_ok(record_append(m, st, DAY0 + 90, STR("before"), &seq));
    stale = t;
    struct space_removal reason = {STR("المساحة لا تحتمل هذا الكلام"), STR("أمل")};
    assert_ok(roster_take_out(s, &founder, &t.tag, EXIT_REMOVED, &reason));
    assert_ok(record_append(s, st, DAY0 + 90, STR("after"), &seq));
    assert_err(space_enter(&n->ctx, &t, &fresher, &why, &m), DENIED);
    assert_true(str_eq(why.reason, reason.reason));
    /* With the keys they had and the whole database, the later record stays shut. */
    struct space *thief = NULL;
    uint32_t now_epoch = founder.epoch;
    stale.epoch = now_epoch;
    assert_ok(space_enter(&n->ctx, &stale, &fresher, NULL, &thief));
    assert_err(record_get(thief, st, seq, &rec), SEAL);
    assert_ok(record_get(s, st, 1, &rec)); /* who stays reads what is older */
    assert_str(rec.body, "before");
}

static void who_leaves_leaves_their_signatures(struct net *n)
{
    struct space_ticket founder, a, b;
    struct space *s, *sa, *sb;
    struct roster r;
    bool fresher;
    assert_ok(space_create(&n->ctx, &AMAL, &founder, &s));
    sa = join(n, s, &SAMI, &a);
    sb = join(n, sa, &AMAL, &b);
    assert_ok(roster_take_out(sa, &a, &a.tag, EXIT_LEFT, NULL));
    assert_ok(space_enter(&n->ctx, &founder, &fresher, NULL, &s));
    assert_true(fresher);
    assert_ok(space_enter(&n->ctx, &b, &fresher, NULL, &sb));
    assert_true(fresher);
    assert_ok(roster_read(sb, &r));
    assert_int_equal(roster_people(&r), 2);
    /* b was admitted through an invitation that a signed: it still gets every new key. */
    assert_ok(space_rotate(s, &founder));
    assert_ok(space_enter(&n->ctx, &b, &fresher, NULL, &sb));
    assert_true(fresher);
}

static void an_entry_without_a_signature_gets_no_key(struct net *n)
{
    struct space_ticket founder, t;
    struct space *s, *m;
    struct roster r;
    bool fresher;
    assert_ok(space_create(&n->ctx, &AMAL, &founder, &s));
    join(n, s, &SAMI, &t);
    assert_ok(roster_read(s, &r));
    struct roster_entry *e = roster_find(&r, &t.tag);
    e->signature.b[3] ^= 1;
    assert_ok(roster_update(s, e));
    assert_ok(space_rotate(s, &founder));
    assert_err(space_enter(&n->ctx, &t, &fresher, NULL, &m), SEAL);
}

static void an_open_door_lets_anyone_with_its_seed_in(struct net *n)
{
    struct space_ticket founder, a, b;
    struct space *s, *out;
    struct key door;
    bool fresher;
    assert_ok(space_create(&n->ctx, &AMAL, &founder, &s));
    key_random(&door);
    assert_ok(roster_invite(s, &door, ROLE_DOOR, ROLE_MEMBER, false, 0));
    space_ticket_new(&a, (struct space_id){0});
    space_ticket_new(&b, (struct space_id){0});
    assert_ok(roster_come_in(&n->ctx, &door, &SAMI, &a, &out));
    assert_ok(space_rotate(out, &a));
    assert_ok(roster_come_in(&n->ctx, &door, &AMAL, &b, &out));
    assert_ok(space_enter(&n->ctx, &founder, &fresher, NULL, &s));
    struct roster r;
    assert_ok(roster_read(s, &r));
    assert_int_equal(roster_people(&r), 3);
}

static void mailboxes_open_with_their_seed(struct net *n)
{
    struct key seed, other;
    struct mailbox_to to, elsewhere;
    struct inbox in;

    key_random(&seed);
    key_random(&other);
    mailbox_of(&to, &seed);
    mailbox_of(&elsewhere, &other);
    assert_true(to.id != 0 && to.id != elsewhere.id);
    assert_ok(mailbox_read(&n->ctx, &seed, &in));
    assert_int_equal(in.n, 0);
    assert_ok(mailbox_drop(&n->ctx, &to, DAY0 + 2, STR("a bed is free")));
    assert_ok(mailbox_drop(&n->ctx, &to, DAY0 + 9, STR("tonight at eight")));
    assert_ok(mailbox_read(&n->ctx, &other, &in));
    assert_int_equal(in.n, 0);

    elsewhere.id = to.id; /* the right address with the wrong key: it is there and does not open */
    assert_ok(mailbox_drop(&n->ctx, &elsewhere, DAY0 + 9, STR("misdirected")));
    assert_ok(mailbox_read(&n->ctx, &seed, &in));
    assert_int_equal(in.n, 2);
    bool first = str_eq_c(in.v[0].body, "a bed is free");
    assert_true(first || str_eq_c(in.v[0].body, "tonight at eight"));
    assert_err(mailbox_take(&n->ctx, &other, &in.v[0].id), NOT_FOUND);
    assert_ok(mailbox_take(&n->ctx, &seed, &in.v[first ? 0 : 1].id));
    assert_ok(mailbox_read(&n->ctx, &seed, &in));
    assert_int_equal(in.n, 1);
    assert_str(in.v[0].body, "tonight at eight");
}

static void letters_reach_the_inbox_through_a_turn(struct net *n)
{
    struct space_ticket founder, other;
    struct space *s, *o;
    struct inbox in;
    assert_ok(space_create(&n->ctx, &AMAL, &founder, &s));
    assert_ok(space_create(&n->ctx, &SAMI, &other, &o));
    assert_ok(inbox_drop(&n->ctx, founder.id, DAY0 + 30, STR("let me in")));
    assert_ok(space_rotate(s, &founder));
    assert_ok(inbox_drop(&n->ctx, founder.id, DAY0 + 30, STR("me too")));
    assert_ok(inbox_read(o, &in));
    assert_int_equal(in.n, 0);
    assert_ok(inbox_read(s, &in));
    assert_int_equal(in.n, 2);
    assert_ok(inbox_take(s, &in.v[0].id));
    assert_err(inbox_take(s, &in.v[0].id), NOT_FOUND);
    assert_ok(inbox_read(s, &in));
    assert_int_equal(in.n, 1);
    assert_err(inbox_drop(&n->ctx, (struct space_id){7}, 0, STR("?")), NOT_FOUND);
}

static void keys_turn_weekly(struct net *n)
{
    struct space_ticket founder;
    struct space *s;
    bool rotated, fresher;
    assert_ok(space_create(&n->ctx, &AMAL, &founder, &s));
    assert_ok(space_rotate_weekly(s, &founder, &rotated));
    assert_false(rotated);
    n->ctx.now += 7 * DAY_SECONDS;
    assert_ok(space_enter(&n->ctx, &founder, &fresher, NULL, &s));
    assert_ok(space_rotate_weekly(s, &founder, &rotated));
    assert_true(rotated);
}

static void two_turns_at_once_do_not_both_win(struct net *n)
{
    struct space_ticket founder, copy;
    struct space *s, *late;
    bool fresher;
    assert_ok(space_create(&n->ctx, &AMAL, &founder, &s));
    copy = founder;
    assert_ok(space_enter(&n->ctx, &copy, &fresher, NULL, &late));
    assert_ok(space_rotate(s, &founder));
    assert_err(space_rotate(late, &copy), STALE);
}

static void a_space_goes_whole(struct net *n)
{
    struct space_ticket founder;
    struct space *s;
    bool fresher;
    assert_ok(space_create(&n->ctx, &AMAL, &founder, &s));
    assert_ok(space_destroy(s));
    assert_err(space_enter(&n->ctx, &founder, &fresher, NULL, &s), DENIED);
}

#define BOTH(name)                                                                                 \
    static void name##_both(void **state)                                                          \
    {                                                                                              \
        (void)state;                                                                               \
        on_both(name);                                                                             \
    }
#define TESTS(X)                                                                                   \
    X(a_record_does_not_name_its_space)                                                            \
    X(records_are_kept_and_read)                                                                   \
    X(an_invitation_works_once)                                                                    \
    X(an_invitation_ends_on_its_day)                                                               \
    X(who_is_removed_reads_why_and_nothing_later)                                                  \
    X(who_leaves_leaves_their_signatures)                                                          \
    X(an_entry_without_a_signature_gets_no_key)                                                    \
    X(an_open_door_lets_anyone_with_its_seed_in)                                                   \
    X(letters_reach_the_inbox_through_a_turn)                                                      \
    X(mailboxes_open_with_their_seed)                                                              \
    X(keys_turn_weekly)                                                                            \
    X(two_turns_at_once_do_not_both_win)                                                           \
    X(a_space_goes_whole)
TESTS(BOTH)

int main(void)
{
    seal_init();
#define ONE(name) cmocka_unit_test(name##_both),
    const struct CMUnitTest tests[] = {TESTS(ONE)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
