#include "circles/inside.h"

/* Records opened at once; and how much is taken before the arenas are cleared. Their first block
 * holds a whole piece of ordinary posts, so that locked memory is not mapped again and again. */
#define CHUNK 250
#define WALK_BLOCK (2u << 20)
#define WALK_BYTES (1u << 20)

/* The same circle with arenas of its own, cleared after each piece, so that walking a long circle
 * takes the memory of one piece. */
struct walk {
    struct arena *arena, *secret;
    struct circle_in in;
};

static enum err walk_enter(struct walk *w, const struct circle_in *from)
{
    struct space_ticket ticket = from->m->ticket;
    bool fresher;
    arena_clear(w->arena);
    arena_clear(w->secret);
    w->in = *from;
    w->in.ctx.arena = w->arena;
    w->in.ctx.secret = w->secret;
    return space_enter(&w->in.ctx, &ticket, &fresher, NULL, &w->in.s);
}

static enum err walk_piece(struct walk *w, const struct thread *thread, post_visit *visit,
                           void *ctx, uint32_t *next)
{
    struct record_list list;
    struct post p;
    TRY(record_oldest(w->in.s, posts_stream(w->in.s, thread->id), *next, CHUNK, &list));
    for (size_t i = 0; i < list.n; i++) {
        if (list.v[i].damaged || !post_unpack(w->secret, list.v[i].body, &p))
            continue;
        p.seq = list.v[i].seq;
        p.expires = list.v[i].expires;
        if (visit(ctx, thread, &p))
            TRY(post_rewrite(&w->in, thread->id, &p));
    }
    *next = list.n == CHUNK ? list.v[list.n - 1].seq + 1 : 0;
    return ERR_OK;
}

enum err circle_walk(struct circle_in *in, const struct threads *threads, post_visit *visit,
                     void *ctx)
{
    ARENA_LOCAL struct arena *arena = arena_create(ARENA_PLAIN, WALK_BLOCK);
    ARENA_LOCAL struct arena *secret = arena_create(ARENA_SECRET, WALK_BLOCK);
    struct walk w = {.arena = arena, .secret = secret};
    TRY(walk_enter(&w, in));
    for (size_t i = 0; i < threads->n; i++) {
        uint32_t next = 1;
        while (next) {
            if (arena_used(arena) + arena_used(secret) > WALK_BYTES)
                TRY(walk_enter(&w, in));
            TRY(walk_piece(&w, &threads->v[i], visit, ctx, &next));
        }
    }
    return ERR_OK;
}

/* ---- what becomes of somebody's words ---- */

struct change {
    struct tag of;
    const struct space_persona *name; /* a new name, or NULL */
    const struct post *tombstone;     /* their words go and leave this behind, or NULL */
};

static bool change_post(void *ctx, const struct thread *t, struct post *p)
{
    (void)t;
    const struct change *c = ctx;
    bool mine = voice_is(&p->by, &c->of), removed_by = voice_is(&p->gone_by, &c->of);
    bool changed = mine || removed_by;
    if (c->name) {
        if (mine) {
            p->by.name = c->name->name;
            p->by.pronouns = c->name->pronouns;
        }
        if (removed_by)
            p->gone_by.name = c->name->name;
        return changed;
    }
    if (removed_by)
        p->gone_by = (struct voice){0};
    if (mine && c->tombstone && p->gone == GONE_NOT) {
        post_empty(p, c->tombstone->gone);
        p->gone_by = c->tombstone->gone_by;
        p->gone_reason = c->tombstone->gone_reason;
        p->gone_at = c->tombstone->gone_at;
    }
    if (mine) {
        p->by = (struct voice){0};
        p->once = STR_NONE;
    }
    return affirm_drop(p, &c->of) || changed;
}

static enum err change_head(struct circle_in *in, const struct change *c, struct thread *t)
{
    bool author = voice_is(&t->author, &c->of), last = voice_is(&t->last, &c->of);
    if (!author && !last)
        return ERR_OK;
    if (author && c->name)
        t->author.name = c->name->name;
    if (last && c->name)
        t->last.name = c->name->name;
    if (author && !c->name) {
        t->author = (struct voice){0};
        t->once = STR_NONE;
        if (c->tombstone)
            t->title = STR_NONE;
    }
    if (last && !c->name)
        t->last = (struct voice){0};
    return record_rewrite(in->s, threads_stream(in->s), t->seq, t->expires,
                          thread_pack(in->ctx.secret, t));
}

static enum err change_all(struct circle_in *in, struct change *c)
{
    DB_TX struct db_tx tx = {0};
    struct threads threads;
    TRY(db_tx_begin(&tx, in->ctx.db));
    TRY(threads_read(in, &threads));
    for (size_t i = 0; i < threads.n; i++)
        TRY(change_head(in, c, &threads.v[i]));
    TRY(circle_walk(in, &threads, change_post, c));
    if (!c->name)
        TRY(lodgers_part(in, &c->of, c->tombstone != NULL));
    return db_tx_commit(&tx);
}

enum err words_remove(struct circle_in *in, const struct tag *of, const struct post *tombstone)
{
    struct change c = {.of = *of, .tombstone = tombstone};
    return change_all(in, &c);
}

enum err words_nameless(struct circle_in *in, const struct tag *of)
{
    struct change c = {.of = *of};
    return change_all(in, &c);
}

enum err words_rename(struct circle_in *in, const struct space_persona *to)
{
    struct change c = {.of = *space_tag_of(in->s), .name = to};
    return change_all(in, &c);
}
