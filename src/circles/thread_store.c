#include <string.h>

#include "base/clock.h"
#include "base/rand.h"
#include "circles/inside.h"

struct stream_id threads_stream(const struct space *s)
{
    return record_stream(s, "threads", STR_NONE);
}

struct stream_id posts_stream(const struct space *s, struct str thread)
{
    return record_stream(s, "posts", thread);
}

/* Its day is over, though its row may still be there until the night's cleaning. */
static bool is_over(const struct circle_in *in, int32_t expires)
{
    return expires && expires < clock_day(in->ctx.now);
}

enum err threads_read(struct circle_in *in, struct threads *out)
{
    struct record_list list;
    TRY(record_newest(in->s, threads_stream(in->s), 0, 0, THREADS_MAX, &list));
    *out = (struct threads){.v = ARENA_ARRAY(in->ctx.secret, struct thread, list.n)};
    for (size_t i = 0; i < list.n; i++) {
        struct thread *t = &out->v[out->n];
        if (is_over(in, list.v[i].expires))
            continue;
        if (list.v[i].damaged || !thread_unpack(in->ctx.secret, list.v[i].body, t)) {
            out->damaged++;
            continue;
        }
        t->seq = list.v[i].seq;
        t->expires = list.v[i].expires;
        out->n++;
    }
    threads_sort(out, in->ctx.secret);
    return ERR_OK;
}

/* The name of a conversation says to who has the circle's key where its record stands, so that
 * finding one does not mean opening all: two random bytes, and under a mask that hangs on them the
 * number of the record. */
static uint32_t thread_mask(const struct space *s, struct str salt)
{
    return (uint32_t)record_stream(s, "thread name", salt).v & STREAM_SEQ_MAX;
}

static struct str thread_name(const struct circle_in *in, uint32_t seq)
{
    uint8_t raw[THREAD_BYTES];
    rand_bytes(raw, THREAD_SALT);
    uint32_t masked = seq ^ thread_mask(in->s, str_from(raw, THREAD_SALT));
    raw[THREAD_SALT] = (uint8_t)(masked >> 16);
    raw[THREAD_SALT + 1] = (uint8_t)(masked >> 8);
    raw[THREAD_SALT + 2] = (uint8_t)masked;
    return seal_base32(in->ctx.secret, str_from(raw, sizeof raw));
}

static bool thread_seq(const struct circle_in *in, struct str name, uint32_t *seq)
{
    struct str raw;
    if (!seal_from_base32(in->ctx.secret, name, &raw) || raw.n != THREAD_BYTES)
        return false;
    const uint8_t *b = (const uint8_t *)raw.p + THREAD_SALT;
    uint32_t masked = (uint32_t)b[0] << 16 | (uint32_t)b[1] << 8 | b[2];
    *seq = masked ^ thread_mask(in->s, str_from(raw.p, THREAD_SALT));
    return *seq > 0;
}

enum err thread_find(struct circle_in *in, struct str id, struct thread *out)
{
    struct record rec;
    uint32_t seq;
    if (!thread_seq(in, id, &seq))
        return ERR_NOT_FOUND;
    enum err e = record_get(in->s, threads_stream(in->s), seq, &rec);
    if (e != ERR_OK)
        return e == ERR_SEAL ? ERR_NOT_FOUND : e;
    if (is_over(in, rec.expires) || !thread_unpack(in->ctx.secret, rec.body, out) ||
        !str_eq(out->id, id))
        return ERR_NOT_FOUND;
    out->seq = rec.seq;
    out->expires = rec.expires;
    return ERR_OK;
}

static enum err thread_rewrite(struct circle_in *in, const struct thread *t)
{
    return record_rewrite(in->s, threads_stream(in->s), t->seq, t->expires,
                          thread_pack(in->ctx.secret, t));
}

enum err posts_read(struct circle_in *in, struct str thread, uint32_t before, size_t limit,
                    struct posts *out)
{
    struct record_list list;
    TRY(record_newest(in->s, posts_stream(in->s, thread), 0, before, limit, &list));
    *out = (struct posts){.v = ARENA_ARRAY(in->ctx.secret, struct post, list.n)};
    for (size_t i = 0; i < list.n; i++) {
        struct post *p = &out->v[out->n];
        if (is_over(in, list.v[i].expires))
            continue;
        if (list.v[i].damaged || !post_unpack(in->ctx.secret, list.v[i].body, p))
            *p = (struct post){.damaged = true};
        p->seq = list.v[i].seq;
        p->expires = list.v[i].expires;
        out->n++;
    }
    return ERR_OK;
}

enum err post_find(struct circle_in *in, struct str thread, uint32_t seq, struct post *out)
{
    struct record rec;
    TRY(record_get(in->s, posts_stream(in->s, thread), seq, &rec));
    if (is_over(in, rec.expires))
        return ERR_NOT_FOUND;
    if (!post_unpack(in->ctx.secret, rec.body, out))
        return ERR_SEAL;
    out->seq = rec.seq;
    out->expires = rec.expires;
    return ERR_OK;
}

enum err post_rewrite(struct circle_in *in, struct str thread, const struct post *p)
{
    return record_rewrite(in->s, posts_stream(in->s, thread), p->seq, p->expires,
                          post_pack(in->ctx.secret, p));
}

/* ---- writing ---- */

static enum err my_voice(struct circle_in *in, struct voice *out)
{
    struct roster roster;
    struct roster_entry *me;
    TRY(persona_read(in, &roster, &me));
    *out = (struct voice){true, me->tag, me->persona.name, me->persona.pronouns};
    return ERR_OK;
}

static struct post post_of(const struct circle_in *in, const struct voice *by,
                           const struct new_post *n)
{
    struct post p = {.by = *by,
                     .at = in->ctx.now,
                     .expires = circle_expiry(in->ctx.now, in->about.keep_days),
                     .text = n->text,
                     .note = n->note,
                     .once = n->once};
    if (n->card) {
        p.has_card = true;
        p.card = *n->card;
    }
    return p;
}

static enum err post_append(struct circle_in *in, struct str thread, struct post *p)
{
    return record_append(in->s, posts_stream(in->s, thread), p->expires,
                         post_pack(in->ctx.secret, p), &p->seq);
}

/* Was this very form sent before? *seq is where its words stand, or 0. */
static enum err once_find(struct circle_in *in, struct str thread, struct str once, uint32_t *seq)
{
    struct posts recent;
    *seq = 0;
    if (once.n == 0)
        return ERR_OK;
    TRY(posts_read(in, thread, 0, ONCE_LOOK_BACK, &recent));
    for (size_t i = 0; i < recent.n; i++)
        if (voice_is(&recent.v[i].by, space_tag_of(in->s)) && str_eq(recent.v[i].once, once))
            *seq = recent.v[i].seq;
    return ERR_OK;
}

/* One's own words are read words, unless something unread stands before them. */
static void mark_own(struct circle_in *in, struct str thread, uint32_t before, uint32_t seq)
{
    if (viewer_mark(in->m, thread) >= before)
        viewer_set_mark(&in->ctx, in->viewer, in->m, thread, seq);
}

enum err post_reply(struct circle_in *in, struct str thread, const struct new_post *n,
                    uint32_t *seq)
{
    DB_TX struct db_tx tx = {0};
    struct thread t;
    struct voice me;
    TRY(db_tx_begin(&tx, in->ctx.db));
    TRY(thread_find(in, thread, &t));
    TRY(once_find(in, thread, n->once, seq));
    if (*seq)
        return ERR_OK;
    TRY(my_voice(in, &me));
    struct post p = post_of(in, &me, n);
    uint32_t before = t.last_seq;
    TRY(post_append(in, thread, &p));
    t.last = me;
    t.last_at = p.at;
    t.last_seq = p.seq;
    if (t.expires < p.expires)
        t.expires = p.expires;
    TRY(thread_rewrite(in, &t));
    TRY(circle_turn(in));
    TRY(db_tx_commit(&tx));
    mark_own(in, thread, before, p.seq);
    *seq = p.seq;
    return ERR_OK;
}

enum err thread_name_new(struct circle_in *in, struct str *id)
{
    uint32_t seq, last = 1;
    TRY(record_last(in->s, threads_stream(in->s), &seq));
    while (last) {
        *id = thread_name(in, seq + 1);
        TRY(record_last(in->s, posts_stream(in->s, *id), &last));
    }
    return ERR_OK;
}

static const struct thread *thread_once(const struct circle_in *in, const struct threads *all,
                                        struct str once)
{
    for (size_t i = 0; once.n && i < all->n; i++)
        if (voice_is(&all->v[i].author, space_tag_of(in->s)) && str_eq(all->v[i].once, once))
            return &all->v[i];
    return NULL;
}

enum err thread_begin(struct circle_in *in, const struct new_post *n, struct str *thread)
{
    DB_TX struct db_tx tx = {0};
    struct voice me;
    struct threads all;
    TRY(db_tx_begin(&tx, in->ctx.db));
    TRY(threads_read(in, &all));
    const struct thread *same = thread_once(in, &all, n->once);
    if (same) {
        *thread = same->id;
        return ERR_OK;
    }
    TRY(my_voice(in, &me));
    TRY(thread_name_new(in, thread));
    struct post p = post_of(in, &me, n);
    TRY(post_append(in, *thread, &p));
    const struct thread t = {.id = *thread,
                             .title = n->title,
                             .author = me,
                             .last = me,
                             .created = p.at,
                             .last_at = p.at,
                             .last_seq = p.seq,
                             .once = n->once};
    TRY(record_append(in->s, threads_stream(in->s), p.expires, thread_pack(in->ctx.secret, &t),
                      NULL));
    TRY(circle_turn(in));
    TRY(db_tx_commit(&tx));
    viewer_set_mark(&in->ctx, in->viewer, in->m, *thread, p.seq);
    return ERR_OK;
}

enum err post_edit(struct circle_in *in, struct str thread, uint32_t seq, struct str text,
                   struct str note)
{
    struct post p;
    TRY(post_find(in, thread, seq, &p));
    if (!voice_is(&p.by, space_tag_of(in->s)) || p.gone)
        return ERR_DENIED;
    if (str_eq(p.text, text) && str_eq(p.note, note))
        return ERR_OK;
    p.text = text;
    p.note = note;
    p.edited_at = in->ctx.now;
    TRY(post_rewrite(in, thread, &p));
    return circle_turn(in);
}

/* The title is part of the first words: it goes with them. A conversation in which nothing else
 * was ever said goes whole. */
static enum err post_gone_write(struct circle_in *in, struct str thread, const struct post *p)
{
    struct thread t;
    if (p->seq == 1) {
        TRY(thread_find(in, thread, &t));
        if (t.last_seq == 1) {
            TRY(record_delete_stream(in->s, posts_stream(in->s, thread)));
            return record_delete(in->s, threads_stream(in->s), t.seq);
        }
        t.title = STR_NONE;
        TRY(thread_rewrite(in, &t));
    }
    return post_rewrite(in, thread, p);
}

enum err post_take_back(struct circle_in *in, struct str thread, uint32_t seq)
{
    DB_TX struct db_tx tx = {0};
    struct post p;
    TRY(db_tx_begin(&tx, in->ctx.db));
    TRY(post_find(in, thread, seq, &p));
    if (!voice_is(&p.by, space_tag_of(in->s)) || p.gone)
        return ERR_DENIED;
    post_empty(&p, GONE_TAKEN_BACK);
    p.gone_at = in->ctx.now;
    TRY(post_gone_write(in, thread, &p));
    TRY(circle_turn(in));
    return db_tx_commit(&tx);
}

enum err post_remove(struct circle_in *in, struct str thread, uint32_t seq, struct str reason)
{
    DB_TX struct db_tx tx = {0};
    struct roster roster;
    struct roster_entry *me;
    struct post p;
    struct thread t;
    TRY(db_tx_begin(&tx, in->ctx.db));
    TRY(persona_read(in, &roster, &me));
    if (me->role != ROLE_FACILITATOR)
        return ERR_DENIED;
    enum err e = post_find(in, thread, seq, &p);
    if (e == ERR_SEAL)
        p = (struct post){.seq = seq, .expires = circle_expiry(in->ctx.now, in->about.keep_days)};
    else
        TRY(e);
    post_empty(&p, GONE_REMOVED);
    p.gone_by = (struct voice){true, me->tag, me->persona.name, STR_NONE};
    p.gone_reason = reason;
    p.gone_at = in->ctx.now;
    /* The reason must stay to be read, so the conversation stays too. */
    if (seq == 1 && thread_find(in, thread, &t) == ERR_OK) {
        t.title = STR_NONE;
        TRY(thread_rewrite(in, &t));
    }
    TRY(post_rewrite(in, thread, &p));
    TRY(circle_turn(in));
    return db_tx_commit(&tx);
}

enum err post_affirm(struct circle_in *in, struct str thread, uint32_t seq, enum affirmation kind)
{
    struct post p;
    TRY(post_find(in, thread, seq, &p));
    if (voice_is(&p.by, space_tag_of(in->s)) || p.gone)
        return ERR_DENIED;
    affirm_toggle(in->ctx.secret, &p, space_tag_of(in->s), kind);
    TRY(post_rewrite(in, thread, &p));
    return circle_turn(in);
}
