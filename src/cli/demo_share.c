/* What the demonstration's people share, and how they thank each other. */
#include "aid/area_store.h"
#include "base/clock.h"
#include "cli/demo.h"
#include "pools/store.h"
#include "thanks/thanks.h"

#define KEPT_DAYS 180
#define LOW 3 /* of a store */

static enum err items_make(const struct space_ctx *ctx, struct viewer *v, const struct pool *p,
                           const struct demo_pool *d)
{
    uint32_t left;
    for (size_t i = 0; i < d->nitems; i++) {
        const struct pool_item item = {.id = pool_number(),
                                       .name = d->item[i].name,
                                       .units = (uint32_t)d->item[i].units,
                                       .low = p->kind == POOL_PANTRY ? LOW : 0};
        TRY(pool_item_put(ctx, v, p->id, &item));
        if (p->kind != POOL_PANTRY)
            continue;
        const struct pool_stock_move put = {
            .pool = p->id, .item = item.id, .way = POOL_STOCK_PUT, .count = item.units};
        TRY(pool_stock_do(ctx, v, &put, &left));
    }
    return ERR_OK;
}

static enum err pool_make(const struct space_ctx *ctx, struct viewer *v, const struct areas *areas,
                          const struct demo_pool *d)
{
    struct pool p = {.id = pool_number(),
                     .title = d->title,
                     .line = d->line,
                     .area = demo_area(areas, d->area),
                     .last_day = clock_day(ctx->now) + KEPT_DAYS};
    if (!pool_kind_named(d->kind, &p.kind))
        return ERR_NOT_FOUND;
    TRY(pool_open(ctx, v, &p));
    return items_make(ctx, v, &p, d);
}

static bool whom_named(struct str code, enum thanks_whom *out)
{
#define X(name, number, text, label)                                                               \
    if (str_eq_c(code, text)) {                                                                    \
        *out = THANKS_##name;                                                                      \
        return true;                                                                               \
    }
    THANKS_WHOM(X)
#undef X
    return false;
}

enum err demo_share_make(const struct demo_seed *how, const struct demo_script *script,
                         struct viewer *people)
{
    const struct space_ctx ctx = {how->db, how->home, how->arena, how->arena, how->now};
    struct areas areas;
    TRY(areas_load(how->db, how->arena, &areas));
    for (size_t i = 0; i < script->npools; i++)
        TRY(pool_make(&ctx, &people[script->pools[i].person], &areas, &script->pools[i]));
    for (size_t i = 0; i < script->nwall; i++) {
        const struct demo_thanks *d = &script->wall[i];
        struct thanks t = {.words = d->words, .from = d->from};
        if (!whom_named(d->whom, &t.whom))
            return ERR_NOT_FOUND;
        TRY(thanks_put(&ctx, &people[d->person], THANKS_OWN, 0, &t));
    }
    return ERR_OK;
}
