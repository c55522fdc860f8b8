#include "base/clock.h"
#include "space/pack.h"
#include "thanks.pb-c.h"
#include "thanks/garden.h"
#include "thanks/thanks.h"

#define SEASONS_MAX 12

static enum err commons_of(const struct space_ctx *ctx, struct viewer *v, struct space **out)
{
    struct membership *m = viewer_commons(v);
    return m ? viewer_enter(ctx, v, m, NULL, out) : ERR_DENIED;
}

static struct stream_id stream_of(const struct space *s)
{
    return record_stream(s, "thanks together", STR_NONE);
}

static struct str season_pack(struct arena *a, const struct thanks_season *s)
{
    ThanksSeason m = THANKS_SEASON__INIT;
    ThanksGrown *grown = ARENA_ARRAY(a, ThanksGrown, THANKS_KIND_COUNT);
    m.from = s->from;
    m.to = s->to;
    m.day = s->day;
    m.grown = ARENA_ARRAY(a, ThanksGrown *, THANKS_KIND_COUNT);
    for (uint32_t k = 1; k <= THANKS_KIND_COUNT; k++) {
        if (s->size[k] == 0)
            continue;
        ThanksGrown *g = &grown[m.n_grown];
        thanks_grown__init(g);
        g->kind = k;
        g->size = s->size[k];
        m.grown[m.n_grown++] = g;
    }
    return space_pack(a, &m.base);
}

static bool season_read(struct arena *a, const struct record *r, struct thanks_season *out)
{
    ProtobufCAllocator alloc = space_allocator(a);
    const ThanksSeason *m =
        r->damaged ? NULL : thanks_season__unpack(&alloc, r->body.n, (const uint8_t *)r->body.p);
    if (!m || m->to < m->from)
        return false;
    *out = (struct thanks_season){.from = m->from, .to = m->to, .day = m->day};
    for (size_t i = 0; i < m->n_grown; i++) {
        const ThanksGrown *g = m->grown[i];
        if (g->kind >= 1 && g->kind <= THANKS_KIND_COUNT && g->size <= THANKS_CLASSES)
            out->size[g->kind] = (uint8_t)g->size;
    }
    return true;
}

enum err thanks_seasons(const struct space_ctx *ctx, struct viewer *v, struct thanks_seasons *out)
{
    struct space *s;
    struct record_list all;
    TRY(commons_of(ctx, v, &s));
    TRY(record_newest(s, stream_of(s), 0, 0, SEASONS_MAX, &all));
    *out = (struct thanks_seasons){.v = ARENA_ARRAY(ctx->secret, struct thanks_season, all.n + 1)};
    for (size_t i = all.n; i-- > 0;)
        out->n += season_read(ctx->secret, &all.v[i], &out->v[out->n]);
    return ERR_OK;
}

/* Its record; 0: there is none. */
static enum err season_find(const struct space_ctx *ctx, struct space *s, int32_t from,
                            uint32_t *seq, int32_t *day)
{
    struct record_list all;
    struct thanks_season x;
    TRY(record_newest(s, stream_of(s), 0, 0, SEASONS_MAX, &all));
    *seq = 0;
    for (size_t i = 0; i < all.n; i++)
        if (season_read(ctx->secret, &all.v[i], &x) && x.from == from) {
            *seq = all.v[i].seq;
            *day = x.day;
        }
    return ERR_OK;
}

enum err thanks_season_put(const struct space_ctx *ctx, struct viewer *v,
                           const struct thanks_season *season)
{
    DB_TX struct db_tx tx = {0};
    struct space *s;
    struct thanks_season x = *season;
    uint32_t seq;
    int32_t before = 0;
    bool rotated;
    TRY(db_tx_begin(&tx, ctx->db));
    TRY(commons_of(ctx, v, &s));
    TRY(season_find(ctx, s, x.from, &seq, &before));
    x.day = clock_day(ctx->now);
    if (seq != 0 && x.day - before < THANKS_AGAIN_DAYS)
        return ERR_CONFLICT;
    const int32_t expires = x.day + THANKS_SEASON_DAYS;
    const struct str body = season_pack(ctx->secret, &x);
    if (seq != 0)
        TRY(record_rewrite(s, stream_of(s), seq, expires, body));
    else
        TRY(record_append(s, stream_of(s), expires, body, &seq));
    TRY(space_rotate_weekly(s, &viewer_commons(v)->ticket, &rotated));
    if (rotated)
        viewer_touch(v);
    return db_tx_commit(&tx);
}
