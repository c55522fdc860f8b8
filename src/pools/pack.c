#include "pools/pack.h"

PoolMailbox *pool_mailbox_message(struct arena *a, const struct mailbox_to *to)
{
    PoolMailbox *m = ARENA_NEW(a, PoolMailbox);
    *m = (PoolMailbox)POOL_MAILBOX__INIT;
    if (to->id == 0)
        return NULL;
    m->id = to->id;
    m->key = space_bytes(to->key.b, sizeof to->key.b);
    return m;
}

bool pool_mailbox_read(const PoolMailbox *m, struct mailbox_to *out)
{
    *out = (struct mailbox_to){0};
    if (!m)
        return true;
    out->id = m->id;
    return m->id != 0 && space_fixed(out->key.b, sizeof out->key.b, m->key);
}

/* ---- a pool -----------------------------------------------------------------------------------
 */

struct str pool_pack(struct arena *a, const struct pool *p)
{
    PoolRecord m = POOL_RECORD__INIT;
    m.id = p->id;
    m.kind = p->kind;
    m.title = str_to_c(a, p->title);
    m.line = str_to_c(a, p->line);
    m.rules = str_to_c(a, p->rules);
    m.area = p->area;
    m.mailbox = pool_mailbox_message(a, &p->mailbox);
    m.last_day = p->last_day;
    m.seen = p->seen;
    m.keepers = p->keepers;
    return space_pack(a, &m.base);
}

bool pool_unpack(struct arena *a, const struct record *r, struct pool *out)
{
    ProtobufCAllocator alloc = space_allocator(a);
    enum pool_kind kind;
    const PoolRecord *m =
        r->damaged ? NULL : pool_record__unpack(&alloc, r->body.n, (const uint8_t *)r->body.p);
    if (!m || m->id == 0 || !pool_kind_find(m->kind, &kind))
        return false;
    *out = (struct pool){.seq = r->seq,
                         .id = m->id,
                         .kind = kind,
                         .title = str_from_c(m->title),
                         .line = str_from_c(m->line),
                         .rules = str_from_c(m->rules),
                         .area = m->area,
                         .last_day = m->last_day,
                         .seen = m->seen,
                         .keepers = m->keepers};
    return pool_mailbox_read(m->mailbox, &out->mailbox) && out->mailbox.id != 0;
}

/* ---- an item ----------------------------------------------------------------------------------
 */

static void holds_pack(struct arena *a, const struct pool_item *x, PoolItem *m)
{
    m->holds = ARENA_ARRAY(a, PoolHold *, x->nholds);
    for (size_t i = 0; i < x->nholds; i++) {
        const struct pool_hold *h = &x->hold[i];
        PoolHold *one = m->holds[m->n_holds++] = ARENA_NEW(a, PoolHold);
        *one = (PoolHold)POOL_HOLD__INIT;
        one->id = h->id;
        one->state = h->state;
        one->units = h->units;
        one->from = h->from;
        one->until = h->until;
        one->made = h->made;
    }
}

struct str pool_item_pack(struct arena *a, const struct pool_item *x)
{
    PoolItem m = POOL_ITEM__INIT;
    m.id = x->id;
    m.name = str_to_c(a, x->name);
    m.words = str_to_c(a, x->words);
    m.unit = str_to_c(a, x->unit);
    m.units = x->units;
    m.away = x->away;
    m.low = x->low;
    m.puts = x->puts;
    m.takes = x->takes;
    m.area_from = x->area_from;
    m.area_to = x->area_to;
    m.at = x->at;
    m.batches = ARENA_ARRAY(a, PoolBatch *, x->nbatches);
    for (size_t i = 0; i < x->nbatches; i++) {
        PoolBatch *one = m.batches[m.n_batches++] = ARENA_NEW(a, PoolBatch);
        *one = (PoolBatch)POOL_BATCH__INIT;
        one->best = x->batch[i].best;
        one->count = x->batch[i].count;
    }
    holds_pack(a, x, &m);
    return space_pack(a, &m.base);
}

static bool holds_unpack(const PoolItem *m, struct pool_item *out)
{
    if (m->n_holds > POOL_HOLDS_MAX)
        return false;
    for (size_t i = 0; i < m->n_holds; i++) {
        const PoolHold *h = m->holds[i];
        if (h->state < POOL_WAITS || h->state > POOL_OUT || h->units > POOL_UNITS_MAX)
            return false;
        out->hold[out->nholds++] = (struct pool_hold){.id = h->id,
                                                      .state = (enum pool_hold_state)h->state,
                                                      .units = h->units,
                                                      .from = h->from,
                                                      .until = h->until,
                                                      .made = h->made};
    }
    return true;
}

bool pool_item_unpack(struct arena *a, const struct record *r, struct pool_item *out)
{
    ProtobufCAllocator alloc = space_allocator(a);
    const PoolItem *m =
        r->damaged ? NULL : pool_item__unpack(&alloc, r->body.n, (const uint8_t *)r->body.p);
    *out = (struct pool_item){.seq = r->seq};
    if (!m || m->id == 0 || m->n_batches > POOL_BATCHES_MAX || m->units > POOL_UNITS_MAX)
        return false;
    out->id = m->id;
    out->name = str_from_c(m->name);
    out->words = str_from_c(m->words);
    out->unit = str_from_c(m->unit);
    out->units = m->units;
    out->away = m->away;
    out->low = m->low;
    out->puts = m->puts;
    out->takes = m->takes;
    out->area_from = m->area_from;
    out->area_to = m->area_to;
    out->at = m->at;
    for (size_t i = 0; i < m->n_batches; i++) {
        if (m->batches[i]->count > POOL_STOCK_MAX)
            return false;
        out->batch[out->nbatches++] =
            (struct pool_batch){m->batches[i]->best, m->batches[i]->count};
    }
    return holds_unpack(m, out);
}

/* ---- letters ----------------------------------------------------------------------------------
 */

struct str pool_letter_pack(struct arena *a, const struct pool_letter *l)
{
    PoolLetter m = POOL_LETTER__INIT;
    m.what = l->what;
    m.pool = l->pool;
    m.item = l->item;
    m.hold = l->hold;
    m.at = l->at;
    m.turn = l->turn;
    m.keeper = l->keeper;
    m.name = str_to_c(a, l->name);
    m.words = str_to_c(a, l->words);
    m.units = l->units;
    m.from = l->from;
    m.until = l->until;
    m.reply = pool_mailbox_message(a, &l->reply);
    if (l->what == POOL_KEY)
        m.seed = space_bytes(l->seed.b, sizeof l->seed.b);
    m.title = str_to_c(a, l->title);
    return space_pack(a, &m.base);
}

static bool letter_unpack(struct arena *a, const struct inbox_letter *in, struct pool_letter *out)
{
    ProtobufCAllocator alloc = space_allocator(a);
    const PoolLetter *m = pool_letter__unpack(&alloc, in->body.n, (const uint8_t *)in->body.p);
    if (!m || m->what < POOL_ASKS || m->what > POOL_WHAT_MAX || m->units > POOL_UNITS_MAX)
        return false;
    *out = (struct pool_letter){.id = in->id,
                                .what = (enum pool_what)m->what,
                                .pool = m->pool,
                                .item = m->item,
                                .hold = m->hold,
                                .at = m->at,
                                .turn = m->turn,
                                .keeper = m->keeper,
                                .name = str_from_c(m->name),
                                .words = str_from_c(m->words),
                                .units = m->units,
                                .from = m->from,
                                .until = m->until,
                                .title = str_from_c(m->title)};
    if (out->what == POOL_KEY && !space_fixed(out->seed.b, sizeof out->seed.b, m->seed))
        return false;
    return pool_mailbox_read(m->reply, &out->reply);
}

static bool comes_before(const struct pool_letter *x, const struct pool_letter *y)
{
    if (x->turn != y->turn)
        return x->turn < y->turn;
    return x->at != y->at ? x->at < y->at : x->what < y->what;
}

void pool_letters_of(struct arena *a, const struct inbox *in, uint64_t hold,
                     struct pool_letters *out)
{
    struct pool_letter one;
    *out = (struct pool_letters){.v = ARENA_ARRAY(a, struct pool_letter, in->n)};
    for (size_t i = 0; i < in->n; i++) {
        size_t at = out->n;
        if (!letter_unpack(a, &in->v[i], &one) || (hold != 0 && one.hold != hold))
            continue;
        for (; at > 0 && comes_before(&one, &out->v[at - 1]); at--)
            out->v[at] = out->v[at - 1];
        out->v[at] = one;
        out->n++;
    }
}

uint32_t pool_letters_turn(const struct pool_letters *all)
{
    uint32_t turn = 0;
    for (size_t i = 0; i < all->n; i++)
        turn = all->v[i].turn > turn ? all->v[i].turn : turn;
    return turn;
}

const struct pool_letter *pool_letters_ask(const struct pool_letters *all, uint64_t hold)
{
    for (size_t i = 0; i < all->n; i++)
        if (all->v[i].what == POOL_ASKS && all->v[i].hold == hold && !all->v[i].keeper)
            return &all->v[i];
    return NULL;
}

/* ---- one's own --------------------------------------------------------------------------------
 */

struct str pool_mine_pack(struct arena *a, const struct pool_mine *m)
{
    PoolMine out = POOL_MINE__INIT;
    out.role = m->role;
    out.pool = m->pool;
    if (m->role == POOL_KEEPS)
        out.seed = space_bytes(m->seed.b, sizeof m->seed.b);
    out.item = m->item;
    out.hold = m->hold;
    out.kind = m->kind;
    out.title = str_to_c(a, m->title);
    out.name = str_to_c(a, m->name);
    out.units = m->units;
    out.from = m->from;
    out.until = m->until;
    out.since = m->since;
    out.said = m->said;
    out.at = m->at;
    return space_pack(a, &out.base);
}

bool pool_mine_unpack(struct arena *a, const struct record *r, struct pool_mine *out)
{
    ProtobufCAllocator alloc = space_allocator(a);
    enum pool_kind kind;
    const PoolMine *m =
        r->damaged ? NULL : pool_mine__unpack(&alloc, r->body.n, (const uint8_t *)r->body.p);
    if (!m || m->role < POOL_KEEPS || m->role > POOL_HAS || !pool_kind_find(m->kind, &kind))
        return false;
    *out = (struct pool_mine){.seq = r->seq,
                              .role = (enum pool_role)m->role,
                              .pool = m->pool,
                              .kind = kind,
                              .title = str_from_c(m->title),
                              .since = m->since,
                              .item = m->item,
                              .hold = m->hold,
                              .name = str_from_c(m->name),
                              .units = m->units,
                              .from = m->from,
                              .until = m->until,
                              .at = m->at,
                              .said = m->said};
    if (out->role == POOL_KEEPS && !space_fixed(out->seed.b, sizeof out->seed.b, m->seed))
        return false;
    return true;
}
