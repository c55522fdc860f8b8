/* Bar 6, tampering: flip, cut, extend, swap, transplant, replay every sealed field of every table;
 * all of it must be refused by the functions that the rooms read with, with nothing of what was
 * sealed in what they return or log, and without a crash.
 *
 * Not promised, and therefore not counted: whoever can write to the database can put a whole row
 * (or the whole database) back to an earlier state that was right at its time, or delete rows.
 * Nothing in the database alone can tell that from the past itself; only somebody who remembers a
 * later state could. The bar does try it and says how often it was taken.
 *
 * Each attempt is a transaction that is rolled back: the fields are overwritten, the row is read
 * the way the house reads it, and everything as it was. */
#include <stdio.h>
#include <string.h>

#include "bars/people.h"
#include "bars/tamper_rows.h"
#include "base/buf.h"
#include "base/rand.h"
#include "space/inbox.h"
#include "space/inside.h"

#define TARGETS_MAX 64

struct world;
struct target;

/* Reads the row as the house does. True: it was accepted, with its own content. `said`: every text
 * and key that came out. */
typedef bool target_read(struct world *w, const struct target *t, struct buf *said);

struct target {
    struct sealed_row row;
    struct sealed_row older; /* of the same row, before it was written anew; n = 0: none */
    bool has_older;
    unsigned columns; /* bit per column that `read` depends on */
    target_read *read;
    struct str secret; /* what must not come out when the row was changed */
    const struct space_ticket *ticket;
    struct stream_id stream;
    uint32_t seq;
    const struct member *person;
    struct str token;
};

struct world {
    struct bar *b;
    struct bar_net *n;
    struct rng rng;
    struct target t[TARGETS_MAX];
    size_t nt;
    struct space_ticket founder[2], member, removed;
    struct member people[3];
    struct str tokens[3][2];
    size_t tried, refused_by_engine, whole_tried, whole_taken;
};

static void say(struct buf *said, struct str s)
{
    buf_add(said, s);
    buf_add_char(said, '\n');
}

/* --- how each table is read --- */

static bool come_in(struct world *w, const struct space_ticket *ticket, struct space_ticket *mine,
                    struct space **s)
{
    bool fresher;
    *mine = *ticket;
    return space_enter(&w->n->ctx, mine, &fresher, NULL, s) == ERR_OK;
}

static bool read_record(struct world *w, const struct target *t, struct buf *said)
{
    struct space_ticket mine;
    struct space *s;
    struct record rec = {0};
    struct record_list list;
    bool listed = false;
    if (!come_in(w, t->ticket, &mine, &s))
        return false;
    bool got = record_get(s, t->stream, t->seq, &rec) == ERR_OK;
    say(said, rec.body);
    if (record_oldest(s, t->stream, 0, 100, &list) != ERR_OK)
        return got; /* the engine itself cannot make sense of the row */
    for (size_t i = 0; i < list.n; i++) {
        bool mine_too = list.v[i].seq == t->seq;
        if (!list.v[i].damaged || mine_too)
            listed |= mine_too && !list.v[i].damaged && bar_holds(list.v[i].body, t->secret);
        if (mine_too || !list.v[i].damaged)
            say(said, bar_holds(list.v[i].body, t->secret) || mine_too ? list.v[i].body : STR(""));
    }
    return got || listed;
}

static bool read_space(struct world *w, const struct target *t, struct buf *said)
{
    struct space_ticket mine;
    struct space *s;
    (void)said;
    return come_in(w, t->ticket, &mine, &s);
}

/* The link itself, and what is read through it. */
static bool read_chain(struct world *w, const struct target *t, struct buf *said)
{
    struct space_ticket mine;
    struct space *s;
    struct record rec = {0};
    struct chain_row *rows;
    size_t n;
    if (!come_in(w, t->ticket, &mine, &s) ||
        store_chain_all(&w->n->ctx, mine.id, &rows, &n) != ERR_OK)
        return false;
    bool there = false;
    for (size_t i = 0; i < n; i++)
        there |= rows[i].epoch == (uint32_t)t->row.v[1].i;
    enum err e = record_get(s, t->stream, t->seq, &rec);
    say(said, there ? rec.body : STR(""));
    return there && e == ERR_OK;
}

/* As somebody who knows no epoch yet and needs the envelope. */
static bool read_envelope(struct world *w, const struct target *t, struct buf *said)
{
    struct space_ticket mine = *t->ticket;
    struct space_removal why = {STR_NONE, STR_NONE};
    struct space *s;
    bool fresher;
    mine.epoch = 0;
    memset(&mine.epoch_key, 0, sizeof mine.epoch_key);
    enum err e = space_enter(&w->n->ctx, &mine, &fresher, &why, &s);
    say(said, why.reason);
    say(said, str_from(mine.epoch_key.b, KEY_SIZE));
    return e == ERR_OK || bar_holds(why.reason, t->secret);
}

static bool read_inbox(struct world *w, const struct target *t, struct buf *said)
{
    struct space_ticket mine;
    struct space *s;
    struct inbox in = {0};
    bool there = false;
    if (!come_in(w, t->ticket, &mine, &s) || inbox_read(s, &in) != ERR_OK)
        return false;
    for (size_t i = 0; i < in.n; i++) {
        there |= bar_holds(in.v[i].body, t->secret);
        say(said, in.v[i].body);
    }
    return there;
}

static bool read_account(struct world *w, const struct target *t, struct buf *said)
{
    struct account a;
    struct key root = {0}, access = {0};
    enum slot_kind kind;
    const struct member *p = t->person;
    bool found = account_find(&w->n->ctx, p->name, &a) == ERR_OK && a.found;
    if (!found)
        return false;
    enum err e = account_open(&w->n->ctx, &a, &p->hashed.passphrase, &kind, &root, &access);
    say(said, str_from(access.b, KEY_SIZE));
    return e == ERR_OK;
}

static bool read_viewer(struct world *w, const struct target *t, struct buf *said)
{
    struct viewer *v = NULL;
    enum err e = viewer_open(&w->n->ctx, t->token, NULL, &v);
    if (v) {
        say(said, v->keyring.name);
        say(said, str_from(v->access.b, KEY_SIZE));
    }
    return e == ERR_OK;
}

/* --- one attempt --- */

static bool attempt_read(struct world *w, const struct target *t, const char *what)
{
    struct buf said;
    buf_init(&said, w->n->arena, 4096, 1 << 20);
    bool taken = t->read(w, t, &said);
    bool shown = bar_holds(str_from(said.p, said.n), t->secret);
    bar_check(w->b, !taken && !shown && !said.failed, "%s: %s:%s%s", SEALED[t->row.table].name,
              what, taken ? " accepted" : "", shown ? " plaintext came out" : "");
    return taken;
}

/* Writes `rows` over the rows of the targets and reads each of them. */
static void attempt(struct world *w, struct target *const *t, const struct sealed_row *rows,
                    size_t n, const char *what)
{
    DB_TX struct db_tx tx = {0};
    net_clear(w->n);
    MUST(db_tx_begin(&tx, w->n->db));
    w->tried++;
    for (size_t i = 0; i < n; i++) {
        if (sealed_put(w->n->db, &t[i]->row, &rows[i]) != ERR_OK) {
            w->refused_by_engine++;
            return;
        }
    }
    for (size_t i = 0; i < n; i++)
        attempt_read(w, t[i], what);
}

static void attempt_value(struct world *w, struct target *t, size_t column, struct db_value v,
                          const char *what)
{
    char text[80];
    struct sealed_row row = t->row;
    row.v[column] = v;
    if (sealed_same(&v, &t->row.v[column]))
        return;
    snprintf(text, sizeof text, "column %zu: %s", column, what);
    attempt(w, &t, &row, 1, text);
}

/* --- the attacks on one field --- */

static void spoil_int(struct world *w, struct target *t, size_t column)
{
    int64_t v = t->row.v[column].i;
    static const int always[] = {0, 1, 7, 30, 31, 32, 33, 47, 62, 63};
    for (int bit = 0; bit < 64; bit++) {
        bool wanted = bar_full();
        for (size_t i = 0; i < sizeof always / sizeof always[0]; i++)
            wanted |= always[i] == bit;
        if (wanted)
            attempt_value(w, t, column, db_int((uint64_t)v ^ (uint64_t)1 << bit), "bit flipped");
    }
    attempt_value(w, t, column, db_int(v + 1), "one more");
    attempt_value(w, t, column, db_int(v - 1), "one less");
    attempt_value(w, t, column, db_int(0), "zero");
    attempt_value(w, t, column, db_int(-v), "negative");
    attempt_value(w, t, column, db_int(INT64_MAX), "largest");

    DB_TX struct db_tx tx = {0};
    net_clear(w->n);
    MUST(db_tx_begin(&tx, w->n->db));
    if (sealed_put_fraction(w->n->db, &t->row, column) != ERR_OK)
        return;
    w->tried++;
    attempt_read(w, t, "a fraction in place of a whole number");
}

static void flip(struct world *w, struct target *t, size_t column, size_t at, unsigned bit)
{
    struct str s = t->row.v[column].s;
    char *p = arena_copy(w->n->keep, s.p, s.n);
    p[at] = (char)(p[at] ^ (char)(1u << bit));
    attempt_value(w, t, column, db_bytes(p, s.n), "bit flipped");
}

static void spoil_blob(struct world *w, struct target *t, size_t column)
{
    struct str s = t->row.v[column].s;
    const size_t fixed[] = {0, 1, 2, 25, 26, s.n - 17, s.n - 16, s.n - 1};
    for (size_t i = 0; i < sizeof fixed / sizeof fixed[0]; i++)
        for (unsigned bit = 0; bit < 8 && fixed[i] < s.n; bit += bar_full() ? 1 : 3)
            flip(w, t, column, fixed[i], bit);
    size_t step = bar_full() ? 1 : s.n / 12 + 1;
    for (size_t at = 0; at < s.n; at += step)
        flip(w, t, column, at + rng_below(&w->rng, step) < s.n ? at : s.n - 1,
             (unsigned)rng_below(&w->rng, 8));

    const size_t cut[] = {0, 1, 2, 26, s.n / 2, s.n - 16, s.n - 1};
    for (size_t i = 0; i < sizeof cut / sizeof cut[0]; i++)
        if (cut[i] < s.n) {
            attempt_value(w, t, column, db_bytes(s.p, cut[i]), "cut at its end");
            attempt_value(w, t, column, db_bytes(s.p + s.n - cut[i], cut[i]), "cut at its front");
        }
    static const size_t more[] = {1, 16, 256, 70000};
    for (size_t i = 0; i < sizeof more / sizeof more[0]; i++) {
        char *p = arena_alloc(w->n->keep, s.n + more[i]);
        memcpy(p, s.p, s.n);
        attempt_value(w, t, column, db_bytes(p, s.n + more[i]), "zeros behind it");
        rand_bytes(p + s.n, more[i]);
        attempt_value(w, t, column, db_bytes(p, s.n + more[i]), "random bytes behind it");
    }
    char *p = arena_alloc(w->n->keep, s.n);
    attempt_value(w, t, column, db_bytes(p, s.n), "zeros instead");
    p = arena_alloc(w->n->keep, s.n);
    rand_bytes(p, s.n);
    attempt_value(w, t, column, db_bytes(p, s.n), "random bytes instead");
    p = arena_copy(w->n->keep, p, s.n);
    p[0] = s.p[0];
    p[s.n > 1 ? 1 : 0] = s.p[s.n > 1 ? 1 : 0];
    attempt_value(w, t, column, db_bytes(p, s.n), "random bytes behind a right head");
    if (db_engine_of(w->n->db) == DB_SQLITE)
        attempt_value(w, t, column, db_int(7), "a number instead");
}

/* Every blob of every row of every table, in this place. */
static void transplant(struct world *w, struct target *t, size_t column)
{
    for (size_t i = 0; i < w->nt; i++) {
        const struct target *from = &w->t[i];
        for (size_t c = 0; c < SEALED[from->row.table].n; c++)
            if (from != t && from->row.v[c].type == t->row.v[column].type)
                attempt_value(w, t, column, from->row.v[c],
                              from->row.table == t->row.table ? "from another row"
                                                              : "from another table");
    }
}

/* --- the attacks on whole rows --- */

static void swap_rows(struct world *w, struct target *a, struct target *b)
{
    const struct sealed_columns *c = &SEALED[a->row.table];
    struct target *both[] = {a, b};
    unsigned all = (1u << c->n) - (1u << c->nkeys);
    for (size_t i = c->nkeys; i <= c->n; i++) {
        unsigned which = i == c->n ? all : 1u << i; /* each column alone, then all of them */
        struct sealed_row rows[] = {a->row, b->row};
        bool same = true;
        for (size_t k = c->nkeys; k < c->n; k++)
            if (which >> k & 1) {
                rows[0].v[k] = b->row.v[k];
                rows[1].v[k] = a->row.v[k];
                same = same && sealed_same(&a->row.v[k], &b->row.v[k]);
            }
        if (!same && (which & a->columns))
            attempt(w, both, rows, 2, which == all ? "rows swapped" : "columns swapped");
        if (!same && (which & a->columns))
            attempt(w, &a, rows, 1, which == all ? "a row copied over" : "a column copied over");
    }
}

/* Whether every unit that counts here is wholly as it is or wholly as it was: an earlier consistent
 * state. */
static bool consistent(const struct target *t, const struct sealed_row *row)
{
    const struct sealed_columns *c = &SEALED[t->row.table];
    for (size_t u = 0; u < 2; u++) {
        bool is = true, was = true;
        if (!(c->units[u] & t->columns))
            continue; /* nothing that this target is read from */
        for (size_t i = 0; i < c->n; i++)
            if (c->units[u] >> i & 1) {
                is = is && sealed_same(&row->v[i], &t->row.v[i]);
                was = was && sealed_same(&row->v[i], &t->older.v[i]);
            }
        if (!is && !was)
            return false;
    }
    return true;
}

static void replay(struct world *w, struct target *t)
{
    const struct sealed_columns *c = &SEALED[t->row.table];
    for (unsigned which = 1; which < 1u << (c->n - c->nkeys); which++) {
        struct sealed_row row = t->row;
        unsigned touched = which << c->nkeys;
        for (size_t i = c->nkeys; i < c->n; i++)
            if (touched >> i & 1)
                row.v[i] = t->older.v[i];
        if ((touched & t->columns) && !consistent(t, &row))
            attempt(w, &t, &row, 1, "an older value played again");
    }
    /* For honesty's sake: the whole earlier row. Taken, and nobody promised otherwise. */
    struct buf said;
    DB_TX struct db_tx tx = {0};
    net_clear(w->n);
    buf_init(&said, w->n->arena, 4096, 1 << 20);
    MUST(db_tx_begin(&tx, w->n->db));
    MUST(sealed_put(w->n->db, &t->row, &t->older));
    w->whole_tried++;
    w->whole_taken += t->read(w, t, &said);
}

/* --- the world that is attacked --- */

static struct target *target_add(struct world *w, enum sealed_table table,
                                 const struct db_value *keys, target_read *read)
{
    if (w->nt == TARGETS_MAX)
        bar_must(ERR_FULL, "targets");
    struct target *t = &w->t[w->nt++];
    sealed_get(w->n->db, w->n->keep, table, keys, &t->row);
    t->columns = (1u << SEALED[table].n) - 1;
    t->read = read;
    return t;
}

/* Reads it again where it was written anew meanwhile; what it was becomes the older one. */
static void target_renew(struct world *w, struct target *t)
{
    t->older = t->row;
    t->has_older = true;
    sealed_get(w->n->db, w->n->keep, t->row.table, t->older.v, &t->row);
}

static struct str canary(struct world *w, const char *what, size_t i)
{
    return str_fmt(w->n->keep, "canary %s %zu %016llx كناري", what, i,
                   (unsigned long long)rng_next(&w->rng));
}

static struct target *add_record(struct world *w, struct space *s, const struct space_ticket *t,
                                 struct stream_id st, int32_t expires, size_t i)
{
    uint32_t seq;
    struct str text = canary(w, "post", i);
    MUST(record_append(s, st, expires, text, &seq));
    const struct db_value key = db_int(st.v << STREAM_SEQ_BITS | seq);
    struct target *out = target_add(w, T_RECORD, &key, read_record);
    out->secret = text;
    out->ticket = t;
    out->stream = st;
    out->seq = seq;
    return out;
}

static void add_letters(struct world *w, const struct space_ticket *t, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct str text = canary(w, "letter", i);
        MUST(inbox_drop(&w->n->ctx, t->id, i % 2 ? DAY0 + 30 : 0, text));
    }
    struct space_ticket mine;
    struct space *s;
    struct inbox in;
    if (!come_in(w, t, &mine, &s))
        bar_must(ERR_DENIED, "come in");
    MUST(inbox_read(s, &in));
    for (size_t i = 0; i < in.n; i++) {
        const struct db_value key = db_bytes(in.v[i].id.b, TAG_SIZE);
        struct target *out = target_add(w, T_INBOX, &key, read_inbox);
        out->secret = str_copy(w->n->keep, in.v[i].body);
        out->ticket = t;
    }
}

static void join(struct world *w, struct space *founder, struct space_ticket *ticket)
{
    static const struct space_persona who = {STR_INIT("سامي"), STR_INIT(""), STR_INIT("")};
    struct key secret;
    struct space *s;
    key_random(&secret);
    MUST(roster_invite(founder, &secret, ROLE_INVITE, ROLE_MEMBER, false, DAY0 + 7));
    space_ticket_new(ticket, (struct space_id){0});
    MUST(roster_come_in(&w->n->ctx, &secret, &who, ticket, &s));
}

static struct target *add_envelope(struct world *w, const struct space_ticket *t)
{
    const struct db_value key = db_bytes(t->tag.b, TAG_SIZE);
    struct target *out = target_add(w, T_ENVELOPE, &key, read_envelope);
    out->ticket = t;
    out->secret = str_from(t->epoch_key.b, KEY_SIZE);
    return out;
}

/* Two spaces; the first has turned its keys twice, so that its chain has three links. */
static void make_spaces(struct world *w)
{
    static const struct space_persona amal = {STR_INIT("أمل"), STR_INIT(""), STR_INIT("")};
    struct space *a, *b;
    bool fresher;
    struct space_ctx *ctx = &w->n->ctx;
    MUST(space_create(ctx, &amal, &w->founder[0], &a));
    MUST(space_create(ctx, &amal, &w->founder[1], &b));
    join(w, a, &w->member);
    join(w, a, &w->removed);
    struct stream_id sa = record_stream(a, "posts", STR("one"));
    struct stream_id sb = record_stream(b, "posts", STR("one"));
    struct target *first = add_record(w, a, &w->founder[0], sa, DAY0 + 90, 0);
    struct target *second = add_record(w, a, &w->founder[0], sa, 0, 1);
    add_record(w, b, &w->founder[1], sb, DAY0 + 90, 0);
    add_record(w, b, &w->founder[1], sb, 0, 1);
    const struct db_value ka = db_int(w->founder[0].id.v), kb = db_int(w->founder[1].id.v);
    struct target *space = target_add(w, T_SPACE, &ka, read_space);
    space->ticket = &w->founder[0];
    target_add(w, T_SPACE, &kb, read_space)->ticket = &w->founder[1];
    struct target *mine = add_envelope(w, &w->founder[0]);

    MUST(space_rotate(a, &w->founder[0]));
    MUST(record_rewrite(a, sa, 2, DAY0 + 7, second->secret));
    target_renew(w, second);
    add_record(w, a, &w->founder[0], sa, DAY0 + 90, 2);
    const struct space_removal why = {canary(w, "reason", 0), STR("أمل")};
    MUST(roster_take_out(a, &w->founder[0], &w->removed.tag, EXIT_REMOVED, &why));
    add_record(w, a, &w->founder[0], sa, 0, 3);
    target_renew(w, space);
    target_renew(w, mine);
    mine->secret = str_from(w->founder[0].epoch_key.b, KEY_SIZE);
    MUST(space_enter(ctx, &w->member, &fresher, NULL, &a));
    add_envelope(w, &w->member);
    add_envelope(w, &w->founder[1]);
    add_envelope(w, &w->removed)->secret = why.reason;
    for (uint32_t i = 0; i < 3; i++) {
        const struct db_value key[] = {db_int(w->founder[0].id.v), db_int(w->founder[0].epoch - i)};
        struct target *t = target_add(w, T_CHAIN, key, read_chain);
        t->ticket = &w->founder[0];
        t->stream = sa;
        t->seq = first->seq;
        t->secret = first->secret;
    }
    add_letters(w, &w->founder[0], 3);
    add_letters(w, &w->founder[1], 1);
}

static void make_people(struct world *w)
{
    for (size_t i = 0; i < 3; i++) {
        struct member *p = &w->people[i];
        member_create(w->n, canary(w, "name", i), canary(w, "passphrase", i), p);
        const struct db_value id = db_int(p->id);
        struct target *keys = target_add(w, T_ACCOUNT, &id, read_account);
        keys->person = p;
        keys->columns = 0x9f; /* id, name_mac, salt, slots, access, mac */
        keys->secret = str_from(p->access.b, KEY_SIZE);
        for (size_t k = 0; k < 2; k++)
            w->tokens[i][k] = member_sign_in(w->n, p);
        struct target *ring = target_add(w, T_ACCOUNT, &id, read_viewer);
        ring->token = w->tokens[i][0];
        ring->columns = 0x61; /* id, keyring, version */
        ring->secret = p->name;
        target_renew(w, keys);
        keys->has_older = false;
    }
}

/* The first account's keys and keyring are written anew, and its sessions. */
static void rewrite_people(struct world *w)
{
    struct member *p = &w->people[0];
    struct account a;
    struct viewer *v;
    struct key root, access, fresh;
    enum slot_kind kind;
    MUST(account_find(&w->n->ctx, p->name, &a));
    MUST(account_open(&w->n->ctx, &a, &p->hashed.passphrase, &kind, &root, &access));
    MUST(slot_hash(w->n->home, STR("a new passphrase"), a.salt, &fresh));
    p->hashed.passphrase = fresh;
    MUST(account_set_slot(&w->n->ctx, &a, SLOT_PASSPHRASE, &fresh, &root));
    MUST(viewer_open(&w->n->ctx, w->tokens[0][0], NULL, &v));
    MUST(account_rotate_access(&w->n->ctx, &a, &root, v));
    MUST(viewer_write(w->n->db, viewer_changes(&w->n->ctx, v, true).p));
    p->access = v->access;
}

static void add_sessions(struct world *w)
{
    for (size_t i = 0; i < 3; i++)
        for (size_t k = 0; k < 2; k++) {
            struct viewer *v;
            MUST(viewer_open(&w->n->ctx, w->tokens[i][k], NULL, &v));
            const struct db_value id = db_bytes(v->session, SESSION_ID_SIZE);
            struct target *t = target_add(w, T_SESSION, &id, read_viewer);
            t->token = w->tokens[i][k];
            t->secret = w->people[i].name;
        }
}

static void make_world(struct world *w)
{
    make_spaces(w);
    make_people(w);
    add_sessions(w);
    rewrite_people(w);
    for (size_t i = 0; i < w->nt; i++)
        if (w->t[i].row.table == T_ACCOUNT || w->t[i].row.table == T_SESSION) {
            struct sealed_row before = w->t[i].row;
            if (w->t[i].row.table == T_SESSION && w->t[i].token.p == w->tokens[0][1].p)
                continue; /* ended by the new access key: a target no longer */
            target_renew(w, &w->t[i]);
            bool changed = false;
            for (size_t c = 0; c < SEALED[before.table].n; c++)
                changed |= !sealed_same(&before.v[c], &w->t[i].row.v[c]);
            w->t[i].has_older = changed;
        }
}

/* The control: untouched, everything opens and says its secret. */
static void all_open(struct world *w, const char *when)
{
    size_t n = 0;
    for (size_t i = 0; i < w->nt; i++) {
        struct target *t = &w->t[i];
        struct buf said;
        net_clear(w->n);
        buf_init(&said, w->n->arena, 4096, 1 << 20);
        bool ok = t->read(w, t, &said);
        bool shown = t->secret.n == 0 || bar_holds(str_from(said.p, said.n), t->secret);
        if (t->row.table == T_SESSION && t->token.p == w->tokens[0][1].p) {
            bar_check(w->b, !ok, "a session outlived the turn of its access key");
            continue;
        }
        if (bar_check(w->b, ok && shown, "%s, target %zu of %s does not open", when, i,
                      SEALED[t->row.table].name))
            w->t[n++] = *t;
    }
    w->nt = n;
}

static void attack(struct world *w, struct target *t)
{
    const struct sealed_columns *c = &SEALED[t->row.table];
    for (size_t i = 0; i < c->n; i++) {
        if (!(t->columns >> i & 1))
            continue;
        if (t->row.v[i].type == DB_INT)
            spoil_int(w, t, i);
        else
            spoil_blob(w, t, i);
        if (i >= c->nkeys)
            transplant(w, t, i);
    }
    for (size_t i = 0; i < w->nt; i++)
        if (&w->t[i] != t && w->t[i].row.table == t->row.table && w->t[i].read == t->read &&
            !sealed_same(&w->t[i].row.v[0], &t->row.v[0]))
            swap_rows(w, t, &w->t[i]);
    if (t->has_older)
        replay(w, t);
}

struct totals {
    size_t tried, engine, whole_tried, whole_taken;
};

static void tamper(struct bar *b, struct bar_net *n, void *arg)
{
    struct totals *sum = arg;
    struct world w = {.b = b, .n = n, .rng = {2026}};
    make_world(&w);
    bar_log_quiet(b, n->t.folder);
    all_open(&w, "before");
    for (size_t i = 0; i < w.nt; i++)
        attack(&w, &w.t[i]);
    all_open(&w, "afterwards");
    struct str log = bar_log_loud(b, n->keep);
    bar_check(b, !bar_holds(log, STR("canary")), "the log tells what was sealed");
    bar_check(b, bar_holds(log, STR("changed by somebody else")), "the log says nothing");
    sum->tried += w.tried;
    sum->engine += w.refused_by_engine;
    sum->whole_tried += w.whole_tried;
    sum->whole_taken += w.whole_taken;
}

int main(void)
{
    struct bar b;
    struct totals sum = {0};
    bar_begin(&b, "tamper");
    bar_on_engines(&b, tamper, &sum);
    double percent = sum.tried ? 100.0 * (double)(sum.tried - b.failed) / (double)sum.tried : 0;
    return bar_end(&b, percent, "%",
                   "%zu attempts %s to flip, cut, extend, swap, transplant or replay a sealed "
                   "field: %zu not refused (%zu refused by the engine itself). A whole row put "
                   "back to an earlier state of its own is not detected and not promised: %zu of "
                   "%zu were taken.",
                   sum.tried, bar_where(&b), b.failed, sum.engine, sum.whole_taken,
                   sum.whole_tried);
}
