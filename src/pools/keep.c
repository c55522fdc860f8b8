/* What who keeps a pool does with it. */
#include "base/clock.h"
#include "members/own.h"
#include "pools/inside.h"
#include "seal/words.h"

struct keeping {
    struct pool_place at;
    struct pool p;
    struct space *own;
    struct pool_mines all;
    struct pool_mine *m;
    struct key seed;
};

static enum err keeping_begin(const struct space_ctx *ctx, struct viewer *v, uint64_t pool,
                              struct keeping *out)
{
    TRY(pool_in(ctx, v, &out->at));
    TRY(pool_get(&out->at, pool, &out->p));
    TRY(own_enter(ctx, v, &out->own));
    TRY(pool_mine_read(ctx, out->own, &out->all));
    if (!pool_is_mine(&out->all, &out->p, &out->seed))
        return ERR_DENIED;
    out->m = pool_mine_of(&out->all, POOL_KEEPS, pool);
    return out->m ? ERR_OK : ERR_DENIED;
}

/* Somebody looked after it, today. */
static enum err keeping_end(struct keeping *x)
{
    x->p.seen = x->at.today;
    TRY(pool_write(&x->at, &x->p));
    TRY(pool_in_turn(&x->at));
    x->m->title = x->p.title;
    return pool_mine_keep(x->at.ctx, x->at.v, x->own, x->m);
}

/* ---- the pool ---------------------------------------------------------------------------------
 */

enum err pool_open(const struct space_ctx *ctx, struct viewer *v, const struct pool *facts)
{
    DB_TX struct db_tx tx = {0};
    struct pool_place at;
    struct pool p = *facts;
    struct pool_mines all;
    struct space *own;
    struct pool_mine m = {
        .role = POOL_KEEPS, .pool = p.id, .kind = p.kind, .title = p.title, .since = ctx->now};

    TRY(db_tx_begin(&tx, ctx->db));
    TRY(pool_in(ctx, v, &at));
    TRY(own_enter(ctx, v, &own));
    TRY(pool_mine_read(ctx, own, &all));
    if (pool_mine_of(&all, POOL_KEEPS, p.id))
        return ERR_OK; /* sent twice */
    key_random(&m.seed);
    mailbox_of(&p.mailbox, &m.seed);
    p.seq = 0;
    p.seen = at.today;
    p.keepers = 1;
    TRY(pool_write(&at, &p));
    TRY(pool_in_turn(&at));
    TRY(own_make(ctx, v, &own)); /* last of what may fail: it stands on the keyring at once */
    TRY(pool_mine_keep(ctx, v, own, &m));
    key_wipe(&m.seed);
    return db_tx_commit(&tx);
}

enum err pool_change(const struct space_ctx *ctx, struct viewer *v, const struct pool *facts)
{
    DB_TX struct db_tx tx = {0};
    struct pool_items items;
    struct keeping x;
    TRY(db_tx_begin(&tx, ctx->db));
    TRY(keeping_begin(ctx, v, facts->id, &x));
    const bool moved = x.p.last_day != facts->last_day;
    x.p.title = facts->title;
    x.p.line = facts->line;
    x.p.rules = facts->rules;
    x.p.area = facts->area;
    x.p.last_day = facts->last_day;
    if (moved) { /* items end with their pool */
        TRY(pool_items_read(&x.at, &x.p, &items));
        for (size_t i = 0; i < items.n; i++)
            TRY(pool_item_write(&x.at, &x.p, &items.v[i]));
    }
    TRY(keeping_end(&x));
    return db_tx_commit(&tx);
}

enum err pool_confirm(const struct space_ctx *ctx, struct viewer *v, uint64_t pool)
{
    DB_TX struct db_tx tx = {0};
    struct keeping x;
    TRY(db_tx_begin(&tx, ctx->db));
    TRY(keeping_begin(ctx, v, pool, &x));
    TRY(keeping_end(&x));
    return db_tx_commit(&tx);
}

/* ---- items ------------------------------------------------------------------------------------
 */

enum err pool_item_put(const struct space_ctx *ctx, struct viewer *v, uint64_t pool,
                       const struct pool_item *facts)
{
    DB_TX struct db_tx tx = {0};
    struct keeping x;
    struct pool_item it = {.id = facts->id};
    TRY(db_tx_begin(&tx, ctx->db));
    TRY(keeping_begin(ctx, v, pool, &x));
    enum err e = pool_item_get(&x.at, &x.p, facts->id, &it);
    if (e != ERR_OK && e != ERR_NOT_FOUND)
        return e;
    const uint32_t held = pool_held(x.p.kind, &it, x.at.today);
    if (facts->units < held || (held != 0 && it.at != facts->at))
        return ERR_CONFLICT;
    it.name = facts->name;
    it.words = facts->words;
    it.unit = facts->unit;
    it.units = facts->units;
    it.low = facts->low;
    it.area_from = facts->area_from;
    it.area_to = facts->area_to;
    it.at = facts->at;
    TRY(pool_item_write(&x.at, &x.p, &it));
    TRY(keeping_end(&x));
    return db_tx_commit(&tx);
}

enum err pool_item_do(const struct space_ctx *ctx, struct viewer *v, uint64_t pool, uint64_t item,
                      enum pool_item_move move)
{
    DB_TX struct db_tx tx = {0};
    struct keeping x;
    struct pool_item it;
    TRY(db_tx_begin(&tx, ctx->db));
    TRY(keeping_begin(ctx, v, pool, &x));
    TRY(pool_item_get(&x.at, &x.p, item, &it));
    switch (move) {
    case POOL_ITEM_AWAY:
    case POOL_ITEM_HERE:
        it.away = move == POOL_ITEM_AWAY;
        TRY(pool_item_write(&x.at, &x.p, &it));
        break;
    case POOL_ITEM_GONE:
        if (pool_held(x.p.kind, &it, x.at.today) != 0)
            return ERR_CONFLICT;
        TRY(pool_item_remove(&x.at, &x.p, &it));
        break;
    }
    TRY(keeping_end(&x));
    return db_tx_commit(&tx);
}

/* ---- holds ------------------------------------------------------------------------------------
 */

enum err pool_letters_read(const struct space_ctx *ctx, struct viewer *v, const struct pool *p,
                           struct pool_letters *out)
{
    struct keeping x;
    *out = (struct pool_letters){0};
    TRY(keeping_begin(ctx, v, p->id, &x));
    enum err e = pool_box_read(ctx, &x.seed, 0, out);
    key_wipe(&x.seed);
    return e;
}

bool pool_may(enum pool_kind kind, const struct pool_hold *h, enum pool_what what, int32_t today)
{
    switch (what) {
    case POOL_SAYS:
        return true;
    case POOL_YES:
        return h->state == POOL_WAITS;
    case POOL_NO:
        return h->state != POOL_OUT;
    case POOL_HANDED:
        return kind == POOL_LIBRARY && h->state == POOL_PROMISED;
    case POOL_BACK:
        return h->state == POOL_OUT;
    case POOL_REMINDS:
        return pool_hold_late(h, today);
    case POOL_ASKS:
    case POOL_CANCELS:
    case POOL_LEAVES:
    case POOL_ENDED:
    case POOL_KEY:
        break;
    }
    return false;
}

static void hold_move(struct pool_item *it, struct pool_hold *h, enum pool_what what, int32_t today)
{
    const int32_t days = h->until - h->from;
    if (what == POOL_YES) {
        h->state = POOL_PROMISED;
    } else if (what == POOL_HANDED) {
        h->state = POOL_OUT;
        h->from = today; /* it is lent from the day on which it changed hands */
        h->until = today + days;
    } else if (what == POOL_NO || what == POOL_BACK) {
        pool_hold_drop(it, h->id);
    }
}

/* Letters about holds that are over: their words are needed by nobody. News of one that was let go
 * stays for some days, so that a keeper sees it. */
static enum err sweep(struct keeping *x, const struct pool_letters *all)
{
    struct pool_items items;
    TRY(pool_items_read(&x->at, &x->p, &items));
    for (size_t i = 0; i < all->n; i++) {
        const struct pool_letter *l = &all->v[i];
        bool held = false;
        for (size_t k = 0; k < items.n && !held; k++)
            held = pool_hold_find(&items.v[k], l->hold) != NULL;
        if (held || (l->turn == UINT32_MAX && clock_day(l->at) + POOL_WAIT_DAYS >= x->at.today))
            continue;
        TRY(mailbox_take(x->at.ctx, &x->seed, &l->id));
    }
    return ERR_OK;
}

static enum err tell(const struct keeping *x, const struct pool_letters *all,
                     const struct pool_letter *l)
{
    const struct pool_letter *ask = pool_letters_ask(all, l->hold);
    const int32_t day = pool_letter_day(&x->at, l->until);
    const struct str body = pool_letter_pack(x->at.ctx->secret, l);
    if (ask) {
        enum err e = mailbox_drop(x->at.ctx, &ask->reply, day, body);
        if (e != ERR_OK && e != ERR_TOO_MANY)
            return e;
    }
    /* for whoever keeps it too */
    return l->words.n && l->what != POOL_NO && l->what != POOL_BACK
               ? mailbox_drop(x->at.ctx, &x->p.mailbox, day, body)
               : ERR_OK;
}

enum err pool_answer(const struct space_ctx *ctx, struct viewer *v,
                     const struct pool_answer *answer)
{
    DB_TX struct db_tx tx = {0};
    struct pool_letters all;
    struct keeping x;
    struct pool_item it;

    TRY(db_tx_begin(&tx, ctx->db));
    TRY(keeping_begin(ctx, v, answer->pool, &x));
    TRY(pool_item_get(&x.at, &x.p, answer->item, &it));
    struct pool_hold *h = pool_hold_find(&it, answer->hold);
    if (!h)
        return ERR_NOT_FOUND;
    if (!pool_may(x.p.kind, h, answer->what, x.at.today))
        return ERR_CONFLICT;
    TRY(pool_box_read(ctx, &x.seed, 0, &all));
    struct pool_letter l = {.what = answer->what,
                            .pool = x.p.id,
                            .item = it.id,
                            .hold = h->id,
                            .at = ctx->now,
                            .keeper = true,
                            .words = answer->words};
    for (size_t i = 0; i < all.n; i++)
        if (all.v[i].hold == l.hold && all.v[i].turn != UINT32_MAX && all.v[i].turn >= l.turn)
            l.turn = all.v[i].turn + 1;
    hold_move(&it, h, answer->what, x.at.today);
    h = pool_hold_find(&it, answer->hold);
    l.until = h ? h->until : x.at.today;
    TRY(tell(&x, &all, &l));
    TRY(pool_item_write(&x.at, &x.p, &it));
    TRY(sweep(&x, &all));
    TRY(keeping_end(&x));
    key_wipe(&x.seed);
    return db_tx_commit(&tx);
}

/* ---- other keepers ----------------------------------------------------------------------------
 */

static void code_seed(const struct space_ctx *ctx, const uint8_t raw[POOL_CODE_BYTES],
                      struct key *out)
{
    struct key k;
    seal_home_key(ctx->home, "pool code", &k);
    key_derive(out, &k, "awn pool code", str_from(raw, POOL_CODE_BYTES));
    key_wipe(&k);
}

enum err pool_code(const struct space_ctx *ctx, struct viewer *v, uint64_t pool, struct str *code)
{
    DB_TX struct db_tx tx = {0};
    uint8_t raw[POOL_CODE_BYTES];
    struct mailbox_to to;
    struct keeping x;
    struct key seed;
    TRY(db_tx_begin(&tx, ctx->db));
    TRY(keeping_begin(ctx, v, pool, &x));
    *code = code_create(ctx->secret, raw, sizeof raw);
    code_seed(ctx, raw, &seed);
    mailbox_of(&to, &seed);
    key_wipe(&seed);
    seal_wipe(raw, sizeof raw);
    const struct pool_letter l = {
        .what = POOL_KEY, .pool = pool, .at = ctx->now, .seed = x.seed, .title = x.p.title};
    TRY(mailbox_drop(ctx, &to, x.at.today + POOL_CODE_DAYS, pool_letter_pack(ctx->secret, &l)));
    TRY(keeping_end(&x));
    key_wipe(&x.seed);
    return db_tx_commit(&tx);
}

enum err pool_code_take(const struct space_ctx *ctx, struct viewer *v, struct str typed,
                        uint64_t *pool)
{
    DB_TX struct db_tx tx = {0};
    uint8_t raw[POOL_CODE_BYTES];
    struct pool_letters all;
    struct pool_place at;
    struct pool_mines mine;
    struct mailbox_to to;
    struct space *own;
    struct pool p;
    struct key seed;

    if (!code_read(typed, raw, sizeof raw))
        return ERR_INVALID;
    code_seed(ctx, raw, &seed);
    seal_wipe(raw, sizeof raw);
    TRY(db_tx_begin(&tx, ctx->db));
    TRY(pool_in(ctx, v, &at));
    TRY(pool_box_read(ctx, &seed, 0, &all));
    if (all.n == 0 || all.v[0].what != POOL_KEY)
        return ERR_NOT_FOUND;
    TRY(pool_get(&at, all.v[0].pool, &p));
    mailbox_of(&to, &all.v[0].seed);
    if (to.id != p.mailbox.id)
        return ERR_NOT_FOUND; /* its keys were changed since */
    TRY(own_make(ctx, v, &own));
    TRY(pool_mine_read(ctx, own, &mine));
    struct pool_mine m = {.since = ctx->now};
    const struct pool_mine *old = pool_mine_of(&mine, POOL_KEEPS, p.id);
    if (old && pool_is_mine(&mine, &p, &m.seed))
        return ERR_CONFLICT; /* the code stays good for somebody else */
    m.seq = old ? old->seq : 0;
    m.role = POOL_KEEPS;
    m.pool = p.id;
    m.kind = p.kind;
    m.title = p.title;
    m.seed = all.v[0].seed;
    TRY(mailbox_take(ctx, &seed, &all.v[0].id));
    p.keepers++;
    TRY(pool_write(&at, &p));
    TRY(pool_in_turn(&at));
    TRY(pool_mine_keep(ctx, v, own, &m));
    key_wipe(&seed);
    key_wipe(&m.seed);
    *pool = p.id;
    return db_tx_commit(&tx);
}

enum err pool_turn(const struct space_ctx *ctx, struct viewer *v, uint64_t pool)
{
    DB_TX struct db_tx tx = {0};
    struct pool_letters all;
    struct keeping x;
    TRY(db_tx_begin(&tx, ctx->db));
    TRY(keeping_begin(ctx, v, pool, &x));
    TRY(pool_box_read(ctx, &x.seed, 0, &all));
    key_random(&x.m->seed);
    mailbox_of(&x.p.mailbox, &x.m->seed);
    for (size_t i = 0; i < all.n; i++) {
        TRY(mailbox_take(ctx, &x.seed, &all.v[i].id));
        TRY(mailbox_drop(ctx, &x.p.mailbox, pool_letter_day(&x.at, all.v[i].until),
                         pool_letter_pack(ctx->secret, &all.v[i])));
    }
    x.p.keepers = 1;
    TRY(keeping_end(&x));
    key_wipe(&x.seed);
    return db_tx_commit(&tx);
}

/* ---- the end ----------------------------------------------------------------------------------
 */

static enum err ended(struct keeping *x)
{
    struct pool_letters all;
    TRY(pool_box_read(x->at.ctx, &x->seed, 0, &all));
    for (size_t i = 0; i < all.n; i++) {
        const struct pool_letter *ask = &all.v[i];
        if (ask->what == POOL_ASKS) {
            const struct pool_letter l = {.what = POOL_ENDED,
                                          .pool = x->p.id,
                                          .item = ask->item,
                                          .hold = ask->hold,
                                          .at = x->at.ctx->now,
                                          .turn = UINT32_MAX,
                                          .keeper = true};
            enum err e = mailbox_drop(x->at.ctx, &ask->reply, pool_letter_day(&x->at, ask->until),
                                      pool_letter_pack(x->at.ctx->secret, &l));
            if (e != ERR_OK && e != ERR_TOO_MANY)
                return e;
        }
        TRY(mailbox_take(x->at.ctx, &x->seed, &ask->id));
    }
    return pool_remove(&x->at, &x->p);
}

enum err pool_end(const struct space_ctx *ctx, struct viewer *v, uint64_t pool)
{
    DB_TX struct db_tx tx = {0};
    struct keeping x;
    TRY(db_tx_begin(&tx, ctx->db));
    TRY(keeping_begin(ctx, v, pool, &x));
    TRY(ended(&x));
    TRY(pool_mine_drop(v, x.own, x.m));
    TRY(pool_in_turn(&x.at));
    key_wipe(&x.seed);
    return db_tx_commit(&tx);
}

enum err pool_leave(const struct space_ctx *ctx, struct viewer *v, uint64_t pool)
{
    DB_TX struct db_tx tx = {0};
    struct keeping x;
    TRY(db_tx_begin(&tx, ctx->db));
    TRY(keeping_begin(ctx, v, pool, &x));
    if (x.p.keepers > 1) {
        x.p.keepers--;
        TRY(pool_write(&x.at, &x.p));
    } else {
        TRY(ended(&x));
    }
    TRY(pool_mine_drop(v, x.own, x.m));
    TRY(pool_in_turn(&x.at));
    key_wipe(&x.seed);
    return db_tx_commit(&tx);
}

enum err pool_close(const struct space_ctx *ctx, struct viewer *v, uint64_t pool)
{
    DB_TX struct db_tx tx = {0};
    struct pool_place at;
    struct pool p;
    TRY(db_tx_begin(&tx, ctx->db));
    TRY(pool_in(ctx, v, &at));
    TRY(pool_get(&at, pool, &p));
    TRY(pool_remove(&at, &p));
    TRY(pool_in_turn(&at));
    return db_tx_commit(&tx);
}
