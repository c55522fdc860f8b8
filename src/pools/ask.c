/* What a member does with a pool: asks for something, takes from a store, has something. */
#include "base/clock.h"
#include "members/own.h"
#include "pools/inside.h"

/* ---- asking -----------------------------------------------------------------------------------
 */

static enum err write_to(const struct pool_place *at, const struct pool *p, struct pool_letter *l)
{
    struct key seed;
    l->pool = p->id;
    l->at = at->ctx->now;
    if (l->what == POOL_ASKS) {
        pool_hold_seed(at->v, l->hold, &seed);
        mailbox_of(&l->reply, &seed);
        key_wipe(&seed);
    }
    return mailbox_drop(at->ctx, &p->mailbox, pool_letter_day(at, l->until),
                        pool_letter_pack(at->ctx->secret, l));
}

static enum err wish_keep(const struct pool_place *at, const struct pool *p,
                          const struct pool_item *x, const struct pool_wish *wish)
{
    struct space *own;
    struct pool_mine m = {.role = POOL_HAS,
                          .pool = p->id,
                          .kind = p->kind,
                          .title = p->title,
                          .since = at->ctx->now,
                          .item = x->id,
                          .hold = wish->hold,
                          .name = x->name,
                          .units = wish->units,
                          .from = wish->from,
                          .until = wish->until,
                          .at = x->at};
    TRY(own_make(at->ctx, at->v, &own));
    return pool_mine_keep(at->ctx, at->v, own, &m);
}

enum err pool_ask(const struct space_ctx *ctx, struct viewer *v, const struct pool_wish *wish)
{
    DB_TX struct db_tx tx = {0};
    struct pool_place at;
    struct pool_item x;
    struct pool p;

    TRY(db_tx_begin(&tx, ctx->db));
    TRY(pool_in(ctx, v, &at));
    TRY(pool_get(&at, wish->pool, &p));
    if (pool_rests(&p, at.today))
        return ERR_EXPIRED;
    TRY(pool_item_get(&at, &p, wish->item, &x));
    if (pool_hold_find(&x, wish->hold))
        return ERR_OK; /* sent twice */
    if (p.kind == POOL_RIDE && x.at < ctx->now)
        return ERR_NOT_FOUND;
    const struct pool_hold h = {.id = wish->hold,
                                .state = POOL_WAITS,
                                .units = wish->units,
                                .from = wish->from,
                                .until = wish->until,
                                .made = at.today};
    TRY(pool_hold_add(p.kind, &x, &h, at.today));
    TRY(pool_item_write(&at, &p, &x));
    struct pool_letter l = {.what = POOL_ASKS,
                            .item = x.id,
                            .hold = wish->hold,
                            .turn = 1,
                            .name = wish->name,
                            .words = wish->words,
                            .units = wish->units,
                            .from = wish->from,
                            .until = wish->until};
    TRY(write_to(&at, &p, &l));
    TRY(pool_in_turn(&at));
    TRY(wish_keep(&at, &p, &x, wish));
    return db_tx_commit(&tx);
}

enum err pool_stock_do(const struct space_ctx *ctx, struct viewer *v,
                       const struct pool_stock_move *move, uint32_t *left)
{
    DB_TX struct db_tx tx = {0};
    struct pool_place at;
    struct pool_item x;
    struct pool p;

    *left = 0;
    TRY(db_tx_begin(&tx, ctx->db));
    TRY(pool_in(ctx, v, &at));
    TRY(pool_get(&at, move->pool, &p));
    if (p.kind != POOL_PANTRY)
        return ERR_INVALID;
    TRY(pool_item_get(&at, &p, move->item, &x));
    *left = pool_stock(&x);
    TRY(move->way == POOL_STOCK_TAKE ? pool_stock_take(&x, move->count)
                                     : pool_stock_put(&x, move->count, move->best));
    *left = pool_stock(&x);
    TRY(pool_item_write(&at, &p, &x));
    TRY(pool_in_turn(&at));
    return db_tx_commit(&tx);
}

/* ---- having -----------------------------------------------------------------------------------
 */

static enum pool_stage stage_without(const struct pool_mine *m, const struct pool_letters *all,
                                     int32_t today)
{
    for (size_t i = all->n; i-- > 0;) {
        if (all->v[i].what == POOL_NO)
            return POOL_STAGE_FREED;
        if (all->v[i].what == POOL_BACK)
            return POOL_STAGE_BACK;
        if (all->v[i].what == POOL_ENDED)
            return POOL_STAGE_ENDED;
    }
    return m->kind != POOL_LIBRARY && m->until < today ? POOL_STAGE_OVER : POOL_STAGE_FREED;
}

static enum pool_stage stage_of(const struct pool_mine *m, const struct pool_hold *h, int32_t today)
{
    switch (h->state) {
    case POOL_WAITS:
        break;
    case POOL_PROMISED:
        return m->kind != POOL_LIBRARY && h->until < today ? POOL_STAGE_OVER : POOL_STAGE_PROMISED;
    case POOL_OUT:
        return POOL_STAGE_OUT;
    }
    return POOL_STAGE_WAITS;
}

static enum err held_look(const struct pool_place *at, const struct pool_mine *m,
                          struct pool_held *out)
{
    struct pool_item x;
    struct pool p;
    enum err e = pool_get(at, m->pool, &p);
    out->until = m->until;
    out->stage =
        m->kind != POOL_LIBRARY && m->until < at->today ? POOL_STAGE_OVER : POOL_STAGE_ENDED;
    if (e == ERR_OK)
        e = pool_item_get(at, &p, m->item, &x);
    if (e == ERR_NOT_FOUND)
        return ERR_OK;
    TRY(e);
    const struct pool_hold *h = pool_hold_find(&x, m->hold);
    if (!h) {
        out->stage = stage_without(m, &out->letters, at->today);
        return ERR_OK;
    }
    out->until = h->until;
    out->late = pool_hold_late(h, at->today);
    out->stage = stage_of(m, h, at->today);
    return ERR_OK;
}

enum err pool_held_read(const struct space_ctx *ctx, struct viewer *v, const struct pool_mine *m,
                        struct pool_held *out)
{
    struct pool_place at;
    struct key seed;
    *out = (struct pool_held){0};
    TRY(pool_in(ctx, v, &at));
    pool_hold_seed(v, m->hold, &seed);
    enum err e = pool_box_read(ctx, &seed, m->hold, &out->letters);
    key_wipe(&seed);
    TRY(e);
    return held_look(&at, m, out);
}

struct having {
    struct pool_place at;
    struct space *own;
    struct pool_mines all;
    struct pool_mine *m;
    struct key seed; /* of the box for answers */
};

static enum err having_begin(const struct space_ctx *ctx, struct viewer *v, uint64_t hold,
                             struct having *out)
{
    TRY(pool_in(ctx, v, &out->at));
    TRY(own_enter(ctx, v, &out->own));
    TRY(pool_mine_read(ctx, out->own, &out->all));
    out->m = pool_mine_of(&out->all, POOL_HAS, hold);
    if (!out->m)
        return ERR_NOT_FOUND;
    pool_hold_seed(v, hold, &out->seed);
    return ERR_OK;
}

enum err pool_held_say(const struct space_ctx *ctx, struct viewer *v, uint64_t hold,
                       struct str words)
{
    DB_TX struct db_tx tx = {0};
    struct pool_letters all;
    struct having x;
    struct pool p;
    TRY(db_tx_begin(&tx, ctx->db));
    TRY(having_begin(ctx, v, hold, &x));
    TRY(pool_get(&x.at, x.m->pool, &p));
    if (x.m->said >= POOL_SAYS_MAX)
        return ERR_TOO_MANY;
    TRY(pool_box_read(ctx, &x.seed, hold, &all));
    struct pool_letter l = {.what = POOL_SAYS,
                            .item = x.m->item,
                            .hold = hold,
                            .turn = pool_letters_turn(&all) + 2, /* the first was the ask */
                            .words = words,
                            .until = x.m->until};
    TRY(write_to(&x.at, &p, &l));
    struct mailbox_to me;
    mailbox_of(&me, &x.seed);
    TRY(mailbox_drop(ctx, &me, pool_letter_day(&x.at, l.until), pool_letter_pack(ctx->secret, &l)));
    x.m->said++;
    TRY(pool_mine_keep(ctx, v, x.own, x.m));
    return db_tx_commit(&tx);
}

/* Lets the place go and tells the keeper. A thing that was handed over stays where it is. */
static enum err let_go(struct having *x, enum pool_what what)
{
    struct pool_item it;
    struct pool p;
    enum err e = pool_get(&x->at, x->m->pool, &p);
    if (e == ERR_OK)
        e = pool_item_get(&x->at, &p, x->m->item, &it);
    if (e != ERR_OK)
        return e == ERR_NOT_FOUND ? ERR_OK : e;
    const struct pool_hold *h = pool_hold_find(&it, x->m->hold);
    if (!h)
        return ERR_OK;
    const bool out = h->state == POOL_OUT;
    if (out && what == POOL_CANCELS)
        return ERR_CONFLICT;
    struct pool_letter l = {.what = what,
                            .item = it.id,
                            .hold = x->m->hold,
                            .turn = UINT32_MAX,
                            .units = x->m->units,
                            .from = h->from,
                            .until = h->until};
    e = write_to(&x->at, &p, &l);
    if (e != ERR_OK && e != ERR_TOO_MANY) /* a full box holds nobody back */
        return e;
    if (!out) {
        pool_hold_drop(&it, x->m->hold);
        TRY(pool_item_write(&x->at, &p, &it));
    }
    return pool_in_turn(&x->at);
}

static enum err having_drop(struct having *x, struct viewer *v)
{
    TRY(pool_box_empty(x->at.ctx, &x->seed, x->m->hold));
    return pool_mine_drop(v, x->own, x->m);
}

enum err pool_held_cancel(const struct space_ctx *ctx, struct viewer *v, uint64_t hold)
{
    DB_TX struct db_tx tx = {0};
    struct having x;
    TRY(db_tx_begin(&tx, ctx->db));
    TRY(having_begin(ctx, v, hold, &x));
    TRY(let_go(&x, POOL_CANCELS));
    TRY(having_drop(&x, v));
    return db_tx_commit(&tx);
}

enum err pool_held_forget(const struct space_ctx *ctx, struct viewer *v, uint64_t hold)
{
    DB_TX struct db_tx tx = {0};
    struct pool_held now = {0};
    struct having x;
    TRY(db_tx_begin(&tx, ctx->db));
    TRY(having_begin(ctx, v, hold, &x));
    TRY(held_look(&x.at, x.m, &now));
    if (now.stage < POOL_STAGE_BACK)
        return ERR_CONFLICT;
    TRY(having_drop(&x, v));
    return db_tx_commit(&tx);
}

enum err pool_held_end(const struct space_ctx *ctx, struct viewer *v, const struct pool_mine *m)
{
    DB_TX struct db_tx tx = {0};
    struct having x;
    TRY(db_tx_begin(&tx, ctx->db));
    TRY(having_begin(ctx, v, m->hold, &x));
    TRY(let_go(&x, POOL_LEAVES));
    TRY(having_drop(&x, v));
    return db_tx_commit(&tx);
}
