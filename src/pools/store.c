/* Pools and their items in the commons. */
#include <stdlib.h>

#include "base/clock.h"
#include "base/rand.h"
#include "pools/inside.h"

uint64_t pool_number(void)
{
    uint64_t v = 0;
    while (v == 0)
        v = rand_u64();
    return v;
}

enum err pool_in(const struct space_ctx *ctx, struct viewer *v, struct pool_place *out)
{
    struct membership *m = viewer_commons(v);
    *out = (struct pool_place){.ctx = ctx, .v = v, .today = clock_day(ctx->now)};
    return m ? viewer_enter(ctx, v, m, NULL, &out->s) : ERR_DENIED;
}

enum err pool_in_turn(const struct pool_place *at)
{
    bool rotated;
    TRY(space_rotate_weekly(at->s, &viewer_commons(at->v)->ticket, &rotated));
    if (rotated)
        viewer_touch(at->v);
    return ERR_OK;
}

/* ---- pools ------------------------------------------------------------------------------------
 */

static struct stream_id pools_stream(const struct pool_place *at)
{
    return record_stream(at->s, "pools", STR_NONE);
}

static struct stream_id items_stream(const struct pool_place *at, const struct pool *p)
{
    return record_stream(at->s, "pool items", str_from(&p->id, sizeof p->id));
}

enum err pool_list_read(const struct pool_place *at, struct pool_list *out)
{
    struct record_list all;
    TRY(record_newest(at->s, pools_stream(at), 0, 0, POOLS_MAX, &all));
    *out = (struct pool_list){.v = ARENA_ARRAY(at->ctx->secret, struct pool, all.n)};
    for (size_t i = all.n; i-- > 0;)
        if (pool_unpack(at->ctx->secret, &all.v[i], &out->v[out->n]) &&
            out->v[out->n].last_day >= at->today)
            out->n++;
    return ERR_OK;
}

enum err pool_get(const struct pool_place *at, uint64_t id, struct pool *out)
{
    struct pool_list all;
    TRY(pool_list_read(at, &all));
    for (size_t i = 0; i < all.n; i++) {
        if (all.v[i].id != id)
            continue;
        *out = all.v[i];
        return ERR_OK;
    }
    return ERR_NOT_FOUND;
}

enum err pool_write(const struct pool_place *at, const struct pool *p)
{
    struct pool_list all;
    uint32_t seq;
    struct str body = pool_pack(at->ctx->secret, p);
    if (p->seq != 0)
        return record_rewrite(at->s, pools_stream(at), p->seq, p->last_day, body);
    TRY(pool_list_read(at, &all));
    if (all.n >= POOLS_MAX)
        return ERR_TOO_MANY;
    return record_append(at->s, pools_stream(at), p->last_day, body, &seq);
}

enum err pool_remove(const struct pool_place *at, const struct pool *p)
{
    TRY(record_delete_stream(at->s, items_stream(at, p)));
    return record_delete(at->s, pools_stream(at), p->seq);
}

enum err pools_all(const struct space_ctx *ctx, struct viewer *v, struct pool_list *out)
{
    struct pool_place at;
    TRY(pool_in(ctx, v, &at));
    return pool_list_read(&at, out);
}

/* ---- items ------------------------------------------------------------------------------------
 */

static int sooner_first(const void *x, const void *y)
{
    const struct pool_item *a = x, *b = y;
    if (a->at != b->at)
        return a->at < b->at ? -1 : 1;
    return (a->seq > b->seq) - (a->seq < b->seq);
}

enum err pool_items_read(const struct pool_place *at, const struct pool *p, struct pool_items *out)
{
    struct record_list all;
    TRY(record_newest(at->s, items_stream(at, p), 0, 0, POOL_ITEMS_MAX, &all));
    *out = (struct pool_items){.v = ARENA_ARRAY(at->ctx->secret, struct pool_item, all.n)};
    for (size_t i = 0; i < all.n; i++) {
        if (!pool_item_unpack(at->ctx->secret, &all.v[i], &out->v[out->n]))
            continue;
        pool_item_tidy(p->kind, &out->v[out->n], at->today);
        out->n++;
    }
    if (out->n != 0)
        qsort(out->v, out->n, sizeof *out->v, sooner_first);
    return ERR_OK;
}

enum err pool_item_get(const struct pool_place *at, const struct pool *p, uint64_t id,
                       struct pool_item *out)
{
    struct pool_items all;
    TRY(pool_items_read(at, p, &all));
    for (size_t i = 0; i < all.n; i++) {
        if (all.v[i].id != id)
            continue;
        *out = all.v[i];
        return ERR_OK;
    }
    return ERR_NOT_FOUND;
}

static int32_t item_day(const struct pool *p, const struct pool_item *x)
{
    const int32_t after = clock_day(x->at) + POOL_RIDE_AFTER;
    return p->kind == POOL_RIDE && after < p->last_day ? after : p->last_day;
}

enum err pool_item_write(const struct pool_place *at, const struct pool *p,
                         const struct pool_item *x)
{
    struct pool_items all;
    uint32_t seq;
    struct str body = pool_item_pack(at->ctx->secret, x);
    if (x->seq != 0)
        return record_rewrite(at->s, items_stream(at, p), x->seq, item_day(p, x), body);
    TRY(pool_items_read(at, p, &all));
    if (all.n >= POOL_ITEMS_MAX)
        return ERR_TOO_MANY;
    return record_append(at->s, items_stream(at, p), item_day(p, x), body, &seq);
}

enum err pool_item_remove(const struct pool_place *at, const struct pool *p,
                          const struct pool_item *x)
{
    return record_delete(at->s, items_stream(at, p), x->seq);
}

enum err pools_items(const struct space_ctx *ctx, struct viewer *v, const struct pool *p,
                     struct pool_items *out)
{
    struct pool_place at;
    TRY(pool_in(ctx, v, &at));
    return pool_items_read(&at, p, out);
}
