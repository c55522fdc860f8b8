#include "base/clock.h"
#include "circles.pb-c.h"
#include "circles/inside.h"
#include "space/pack.h"

#define KEPT_MAX 5000 /* of one stream, read at once */

static const struct {
    const char *stream;
    bool words;
} LODGERS[] = {
#define X(name, stream, words) [CIRCLE_##name] = {stream, words},
    CIRCLE_LODGERS(X)
#undef X
};
#define NLODGERS (sizeof LODGERS / sizeof LODGERS[0])

static struct stream_id lodger_stream(const struct space *s, size_t what)
{
    return record_stream(s, LODGERS[what].stream, STR_NONE);
}

static struct str kept_pack(struct arena *a, const struct circle_kept *k)
{
    CircleKept m = CIRCLE_KEPT__INIT;
    m.by = space_bytes(k->by.b, k->here ? TAG_SIZE : 0);
    m.body = space_bytes(k->body.p, k->body.n);
    return space_pack(a, &m.base);
}

static bool kept_unpack(struct arena *a, struct str body, struct circle_kept *out)
{
    ProtobufCAllocator alloc = space_allocator(a);
    const CircleKept *m = circle_kept__unpack(&alloc, body.n, (const uint8_t *)body.p);
    if (!m)
        return false;
    out->here = space_fixed(out->by.b, TAG_SIZE, m->by);
    out->body = str_from(m->body.data, m->body.len);
    return true;
}

static enum err kept_read(struct space *s, size_t what, size_t limit, struct circle_keeps *out)
{
    const struct space_ctx *ctx = space_ctx_of(s);
    const int32_t today = clock_day(ctx->now);
    struct record_list list;
    TRY(record_newest(s, lodger_stream(s, what), 0, 0, limit, &list));
    *out = (struct circle_keeps){.v = ARENA_ARRAY(ctx->secret, struct circle_kept, list.n)};
    for (size_t i = 0; i < list.n; i++) {
        struct circle_kept *k = &out->v[out->n];
        if (list.v[i].expires && list.v[i].expires < today)
            continue;
        *k = (struct circle_kept){.seq = list.v[i].seq, .expires = list.v[i].expires};
        k->damaged = list.v[i].damaged || !kept_unpack(ctx->secret, list.v[i].body, k);
        out->n++;
    }
    return ERR_OK;
}

/* ---- inside ---- */

enum err lodgers_end(struct circle_in *in)
{
    for (size_t i = 0; i < NLODGERS; i++)
        TRY(record_delete_stream(in->s, lodger_stream(in->s, i)));
    return ERR_OK;
}

enum err lodgers_part(struct circle_in *in, const struct tag *of, bool remove)
{
    for (size_t i = 0; i < NLODGERS; i++) {
        struct circle_keeps all;
        if (!LODGERS[i].words)
            continue;
        TRY(kept_read(in->s, i, KEPT_MAX, &all));
        for (size_t j = 0; j < all.n; j++) {
            struct circle_kept *k = &all.v[j];
            if (k->damaged || !k->here || !tag_same(&k->by, of))
                continue;
            k->here = false;
            if (remove)
                TRY(record_delete(in->s, lodger_stream(in->s, i), k->seq));
            else
                TRY(record_rewrite(in->s, lodger_stream(in->s, i), k->seq, k->expires,
                                   kept_pack(in->ctx.secret, k)));
        }
    }
    return ERR_OK;
}

/* ---- for the rooms above ---- */

enum err circles_enter(const struct space_ctx *ctx, struct viewer *v, struct str alias,
                       struct circle_place *out)
{
    struct circle_in in;
    TRY(circle_enter(ctx, v, alias, NULL, &in));
    *out = (struct circle_place){.ctx = *ctx,
                                 .viewer = v,
                                 .m = in.m,
                                 .s = in.s,
                                 .name = in.about.name,
                                 .keep_days = in.about.keep_days};
    TRY(roster_read(in.s, &out->roster));
    out->me = roster_find(&out->roster, space_tag_of(in.s));
    if (!out->me)
        return ERR_DENIED;
    out->facilitates = out->me->role == ROLE_FACILITATOR;
    return ERR_OK;
}

enum err circles_turn(struct circle_place *at)
{
    struct circle_in in = {.ctx = at->ctx, .viewer = at->viewer, .m = at->m, .s = at->s};
    return circle_turn(&in);
}

enum err circles_kept(const struct circle_place *at, enum circle_lodger what, size_t limit,
                      struct circle_keeps *out)
{
    return kept_read(at->s, what, limit, out);
}

enum err circles_keep(struct circle_place *at, enum circle_lodger what, struct circle_kept *k)
{
    struct str body = kept_pack(at->ctx.secret, k);
    if (k->seq == 0)
        return record_append(at->s, lodger_stream(at->s, what), k->expires, body, &k->seq);
    return record_rewrite(at->s, lodger_stream(at->s, what), k->seq, k->expires, body);
}

enum err circles_drop(struct circle_place *at, enum circle_lodger what, uint32_t seq)
{
    return record_delete(at->s, lodger_stream(at->s, what), seq);
}
