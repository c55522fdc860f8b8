#include "base/clock.h"
#include "base/rand.h"
#include "members/own.h"
#include "space/pack.h"
#include "thanks.pb-c.h"
#include "thanks/thanks.h"

/* The commons, and one's own space (NULL: none yet). */
struct place {
    struct space *s, *own;
    bool steward;
};

static struct stream_id wall_of(const struct place *p)
{
    return record_stream(p->s, "thanks wall", STR_NONE);
}

static struct stream_id mine_of(const struct place *p)
{
    return record_stream(p->own, "thanks mine", STR_NONE);
}

static enum err place_enter(const struct space_ctx *ctx, struct viewer *v, struct place *out)
{
    struct roster roster;
    struct membership *m = viewer_commons(v);
    *out = (struct place){0};
    if (!m)
        return ERR_DENIED;
    TRY(viewer_enter(ctx, v, m, NULL, &out->s));
    TRY(roster_read(out->s, &roster));
    const struct roster_entry *me = roster_find(&roster, space_tag_of(out->s));
    if (!me)
        return ERR_DENIED;
    out->steward = me->role == ROLE_FACILITATOR;
    return own_enter(ctx, v, &out->own);
}

/* The weekly turn of the commons' keys, after something was written there. */
static enum err place_turn(struct viewer *v, struct place *p)
{
    bool rotated;
    TRY(space_rotate_weekly(p->s, &viewer_commons(v)->ticket, &rotated));
    if (rotated)
        viewer_touch(v);
    return p->own ? own_turn(v, p->own) : ERR_OK;
}

/* ---- records ----------------------------------------------------------------------------------
 */

static struct str entry_pack(struct arena *a, const struct thanks *t)
{
    ThanksEntry m = THANKS_ENTRY__INIT;
    m.id = t->id;
    m.whom = t->whom;
    m.kind = t->kind;
    m.words = str_to_c(a, t->words);
    m.from = str_to_c(a, t->from);
    m.to = str_to_c(a, t->to);
    m.day = t->day;
    m.taken = t->taken;
    m.reason = str_to_c(a, t->reason);
    return space_pack(a, &m.base);
}

static bool entry_read(struct arena *a, const struct record *r, struct thanks *out)
{
    ProtobufCAllocator alloc = space_allocator(a);
    const ThanksEntry *m =
        r->damaged ? NULL : thanks_entry__unpack(&alloc, r->body.n, (const uint8_t *)r->body.p);
    if (!m || m->id == 0 || m->whom < THANKS_SOMEBODY || m->whom > THANKS_ALL)
        return false;
    *out = (struct thanks){.seq = r->seq,
                           .id = m->id,
                           .whom = (enum thanks_whom)m->whom,
                           .kind = m->kind,
                           .words = str_from_c(m->words),
                           .from = str_from_c(m->from),
                           .to = str_from_c(m->to),
                           .day = m->day,
                           .taken = m->taken,
                           .reason = str_from_c(m->reason)};
    return true;
}

struct own_one {
    uint32_t at; /* its own record */
    uint64_t id, about;
};
struct own_list {
    struct own_one v[THANKS_MINE_MAX];
    size_t n;
};

static enum err own_read(const struct space_ctx *ctx, const struct place *p, struct own_list *out)
{
    struct record_list all;
    ProtobufCAllocator alloc = space_allocator(ctx->secret);
    *out = (struct own_list){.n = 0};
    if (!p->own)
        return ERR_OK;
    TRY(record_newest(p->own, mine_of(p), 0, 0, THANKS_MINE_MAX, &all));
    for (size_t i = 0; i < all.n; i++) {
        const struct record *r = &all.v[i];
        const ThanksMine *m =
            r->damaged ? NULL : thanks_mine__unpack(&alloc, r->body.n, (const uint8_t *)r->body.p);
        if (m && m->id != 0)
            out->v[out->n++] = (struct own_one){r->seq, m->id, m->about};
    }
    return ERR_OK;
}

static const struct own_one *own_find(const struct own_list *all, uint64_t id)
{
    for (size_t i = 0; i < all->n; i++)
        if (all->v[i].id == id)
            return &all->v[i];
    return NULL;
}

static enum err wall_read(const struct space_ctx *ctx, const struct place *p,
                          const struct own_list *own, struct thanks_list *out)
{
    struct record_list all;
    TRY(record_newest(p->s, wall_of(p), 0, 0, THANKS_WALL_MAX, &all));
    *out = (struct thanks_list){.v = ARENA_ARRAY(ctx->secret, struct thanks, all.n + 1),
                                .steward = p->steward};
    for (size_t i = all.n; i-- > 0;) {
        struct thanks *t = &out->v[out->n];
        if (!entry_read(ctx->secret, &all.v[i], t))
            continue;
        t->mine = own_find(own, t->id) != NULL;
        out->n += t->mine || !t->taken;
    }
    return ERR_OK;
}

enum err thanks_wall(const struct space_ctx *ctx, struct viewer *v, struct thanks_list *out)
{
    struct place p;
    struct own_list own;
    TRY(place_enter(ctx, v, &p));
    TRY(own_read(ctx, &p, &own));
    return wall_read(ctx, &p, &own, out);
}

enum err thanks_is_up(const struct space_ctx *ctx, struct viewer *v, uint64_t about, bool *out)
{
    struct place p;
    struct own_list own;
    TRY(place_enter(ctx, v, &p));
    TRY(own_read(ctx, &p, &own));
    *out = false;
    for (size_t i = 0; i < own.n; i++)
        *out |= about != 0 && own.v[i].about == about;
    return ERR_OK;
}

/* ---- writing ----------------------------------------------------------------------------------
 */

static enum err own_keep(const struct space_ctx *ctx, struct viewer *v, struct place *p,
                         int32_t expires, ThanksMine *m)
{
    uint32_t seq;
    struct own_list own;
    TRY(own_make(ctx, v, &p->own));
    TRY(own_read(ctx, p, &own));
    if (own.n >= THANKS_MINE_MAX)
        return ERR_TOO_MANY;
    for (size_t i = 0; i < own.n; i++)
        if (m->about != 0 && own.v[i].about == m->about)
            return ERR_CONFLICT;
    return record_append(p->own, mine_of(p), expires, space_pack(ctx->secret, &m->base), &seq);
}

enum err thanks_put(const struct space_ctx *ctx, struct viewer *v, enum thanks_by by,
                    uint64_t about, const struct thanks *t)
{
    DB_TX struct db_tx tx = {0};
    struct place p;
    struct thanks whole = *t;
    uint32_t count;
    ThanksMine m = THANKS_MINE__INIT;
    if (t->words.n == 0)
        return ERR_INVALID;
    TRY(db_tx_begin(&tx, ctx->db));
    TRY(place_enter(ctx, v, &p));
    TRY(record_count(p.s, wall_of(&p), 0, &count));
    if (count >= THANKS_WALL_MAX)
        return ERR_TOO_MANY;
    whole.day = clock_day(ctx->now);
    whole.taken = false;
    whole.reason = STR_NONE;
    whole.id = 0;
    while (whole.id == 0)
        whole.id = rand_u64();
    const int32_t expires = whole.day + THANKS_DAYS;
    TRY(record_append(p.s, wall_of(&p), expires, entry_pack(ctx->secret, &whole), &whole.seq));
    m.id = whole.id;
    m.seq = whole.seq;
    m.about = about;
    if (by == THANKS_OWN)
        TRY(own_keep(ctx, v, &p, expires, &m));
    TRY(place_turn(v, &p));
    return db_tx_commit(&tx);
}

static struct thanks *find(const struct thanks_list *wall, uint64_t id)
{
    for (size_t i = 0; i < wall->n; i++)
        if (wall->v[i].id == id)
            return &wall->v[i];
    return NULL;
}

enum err thanks_take_down(const struct space_ctx *ctx, struct viewer *v, uint64_t id,
                          struct str reason)
{
    DB_TX struct db_tx tx = {0};
    struct place p;
    struct own_list own;
    struct thanks_list wall;
    TRY(db_tx_begin(&tx, ctx->db));
    TRY(place_enter(ctx, v, &p));
    TRY(own_read(ctx, &p, &own));
    TRY(wall_read(ctx, &p, &own, &wall));
    struct thanks *t = find(&wall, id);
    const struct own_one *mine = own_find(&own, id);
    if (!t)
        return ERR_NOT_FOUND;
    if (!mine && !p.steward)
        return ERR_DENIED;
    if (mine) {
        TRY(record_delete(p.s, wall_of(&p), t->seq));
        TRY(record_delete(p.own, mine_of(&p), mine->at));
    } else {
        const struct thanks down = {
            .id = id, .whom = t->whom, .day = t->day, .taken = true, .reason = reason};
        TRY(record_rewrite(p.s, wall_of(&p), t->seq, t->day + THANKS_DAYS,
                           entry_pack(ctx->secret, &down)));
    }
    TRY(place_turn(v, &p));
    return db_tx_commit(&tx);
}

enum err thanks_export(const struct space_ctx *ctx, struct viewer *v, json_t **out)
{
    struct thanks_list wall = {0};
    enum err e = thanks_wall(ctx, v, &wall);
    *out = NULL;
    if (e != ERR_OK && e != ERR_DENIED)
        return e;
    *out = json_array();
    for (size_t i = 0; i < wall.n; i++) {
        const struct thanks *t = &wall.v[i];
        if (!t->mine)
            continue;
        json_array_append_new(*out, json_pack("{s:i, s:s%, s:s%, s:s%, s:b, s:s%}", "day",
                                              (int)t->day, "words", t->words.n ? t->words.p : "",
                                              t->words.n, "from", t->from.n ? t->from.p : "",
                                              t->from.n, "to", t->to.n ? t->to.p : "", t->to.n,
                                              "taken_down", (int)t->taken, "reason",
                                              t->reason.n ? t->reason.p : "", t->reason.n));
    }
    return ERR_OK;
}

enum err thanks_end(const struct space_ctx *ctx, struct viewer *v)
{
    DB_TX struct db_tx tx = {0};
    struct place p;
    struct own_list own;
    struct thanks_list wall;
    TRY(db_tx_begin(&tx, ctx->db));
    enum err e = place_enter(ctx, v, &p);
    if (e == ERR_DENIED) /* was taken out before: nothing can be reached any more */
        return ERR_OK;
    TRY(e);
    TRY(own_read(ctx, &p, &own));
    if (own.n == 0)
        return ERR_OK;
    TRY(wall_read(ctx, &p, &own, &wall));
    for (size_t i = 0; i < wall.n; i++)
        if (wall.v[i].mine)
            TRY(record_delete(p.s, wall_of(&p), wall.v[i].seq));
    TRY(record_delete_stream(p.own, mine_of(&p)));
    return db_tx_commit(&tx);
}
