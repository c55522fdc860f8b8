#include "aid/batch.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "aid/inside.h"
#include "aid/surge.h"
#include "base/clock.h"

static struct stream_id stream_of(struct desk *d, int32_t day)
{
    return record_stream(d->s, "aid batch", str_fmt(d->ctx.arena, "%" PRId32, day));
}

/* ---- sending ----------------------------------------------------------------------------------
 */

static int by_day(const void *x, const void *y)
{
    const struct aid_batch_item *a = x, *b = y;
    if (a->card.loop.last_day != b->card.loop.last_day)
        return a->card.loop.last_day < b->card.loop.last_day ? -1 : 1;
    return (a->card.id > b->card.id) - (a->card.id < b->card.id);
}

/* One letter, in arenas of its own: a large table would not fit into one. */
static enum err letter_drop(const struct space_ctx *ctx, struct aid_batch_item *items, size_t n)
{
    ARENA_LOCAL struct arena *plain = arena_create(ARENA_WIPED, 0);
    ARENA_LOCAL struct arena *secret = arena_create(ARENA_SECRET, 0);
    struct space_ctx own = *ctx;
    own.arena = plain;
    own.secret = secret;
    const struct aid_letter l = {.what = AID_BATCH,
                                 .card = aid_card_id(),
                                 .at = ctx->now,
                                 .by = LOOP_ASKER,
                                 .batch = items,
                                 .nbatch = n};
    return desk_drop(&own, &DESK_COORDINATORS, items[0].card.loop.last_day,
                     aid_letter_pack(secret, &l));
}

/* What comes in hard times ends with them. They are sorted by their last day, and stay so. */
static enum err days_shorten(const struct space_ctx *ctx, struct aid_batch_item *items, size_t n)
{
    int32_t asked = 0, last = 0;
    for (size_t i = 0; i < n; i++) {
        if (items[i].card.loop.last_day != asked) {
            asked = items[i].card.loop.last_day;
            TRY(surge_last_day(ctx, asked, &last));
        }
        items[i].card.loop.last_day = last;
    }
    return ERR_OK;
}

enum err batch_drop(const struct space_ctx *ctx, struct aid_batch_item *items, size_t n,
                    const struct batch_watch *watch)
{
    DB_TX struct db_tx tx = {0};
    if (n != 0)
        qsort(items, n, sizeof *items, by_day);
    TRY(db_tx_begin(&tx, ctx->db));
    TRY(days_shorten(ctx, items, n));
    for (size_t at = 0; at < n;) {
        size_t k = 1;
        while (k < BATCH_ITEMS && at + k < n &&
               items[at + k].card.loop.last_day == items[at].card.loop.last_day)
            k++;
        TRY(letter_drop(ctx, items + at, k));
        at += k;
        if (watch)
            watch->tell(watch->with, at);
    }
    return db_tx_commit(&tx);
}

/* ---- a record ---------------------------------------------------------------------------------
 */

struct part {
    uint64_t id;
    struct aid_details details;
};
struct parts {
    struct part *v;
    size_t n;
};

static struct str parts_pack(struct arena *a, const struct parts *p)
{
    AidBatch m = AID_BATCH__INIT;
    m.items = ARENA_ARRAY(a, AidBatchItem *, p->n);
    for (size_t i = 0; i < p->n; i++) {
        AidBatchItem *item = ARENA_NEW(a, AidBatchItem);
        aid_batch_item__init(item);
        item->id = p->v[i].id;
        item->details = aid_details_message(a, &p->v[i].details);
        m.items[m.n_items++] = item;
    }
    return space_pack(a, &m.base);
}

static enum err parts_read(struct desk *d, struct aid_batched at, struct parts *out)
{
    struct record r;
    ProtobufCAllocator alloc = space_allocator(d->ctx.secret);
    TRY(record_get(d->s, stream_of(d, at.day), at.seq, &r));
    const AidBatch *m = aid_batch__unpack(&alloc, r.body.n, (const uint8_t *)r.body.p);
    if (!m)
        return ERR_SEAL;
    *out = (struct parts){.v = ARENA_ARRAY(d->ctx.secret, struct part, m->n_items)};
    for (size_t i = 0; i < m->n_items; i++) {
        if (!m->items[i]->details)
            continue;
        out->v[out->n].id = m->items[i]->id;
        aid_details_read(m->items[i]->details, &out->v[out->n++].details);
    }
    return ERR_OK;
}

/* ---- taking in --------------------------------------------------------------------------------
 */

bool batch_there_add(struct map *there, struct arena *a, uint64_t id)
{
    bool fresh;
    map_put(there, str_from(arena_copy(a, &id, sizeof id), sizeof id), &fresh);
    return fresh;
}

enum err batch_there_make(struct desk *d, struct map *there)
{
    struct shelf_cards all;
    map_init(there, d->ctx.arena);
    for (enum aid_side side = AID_ASK; side <= AID_OFFER; side++) {
        TRY(shelf_all(d->s, side, NULL, &all));
        for (size_t i = 0; i < all.n; i++)
            batch_there_add(there, d->ctx.arena, all.v[i].id);
    }
    return ERR_OK;
}

enum err batch_take(struct desk *d, const struct aid_letter *l, struct map *there,
                    struct tally *tally)
{
    struct arena *a = d->ctx.secret;
    struct aid_card *cards = ARENA_ARRAY(a, struct aid_card, l->nbatch);
    struct shelf_place *places = ARENA_ARRAY(a, struct shelf_place, l->nbatch);
    struct parts parts = {.v = ARENA_ARRAY(a, struct part, l->nbatch)};
    uint32_t seq;
    for (size_t i = 0; i < l->nbatch; i++) {
        const struct aid_batch_item *item = &l->batch[i];
        if (item->card.loop.last_day != l->batch[0].card.loop.last_day ||
            !batch_there_add(there, d->ctx.arena, item->card.id))
            continue;
        cards[parts.n] = item->card;
        parts.v[parts.n++] = (struct part){item->card.id, item->details};
    }
    if (parts.n == 0)
        return ERR_OK;
    const int32_t day = cards[0].loop.last_day;
    TRY(record_append(d->s, stream_of(d, day), day, parts_pack(a, &parts), &seq));
    for (size_t i = 0; i < parts.n; i++) {
        cards[i].batched = (struct aid_batched){day, seq};
        tally_note(tally, NULL, &cards[i]);
    }
    return shelf_put_all(d->s, cards, parts.n, places);
}

/* ---- one of them ------------------------------------------------------------------------------
 */

struct aid_letter batch_letter(const struct aid_card *card, const struct aid_details *details)
{
    struct aid_letter l = {.what = AID_INTAKE,
                           .card = card->id,
                           .at = card->loop.asked,
                           .by = LOOP_ASKER,
                           .has_about = true,
                           .about = *card,
                           .has_details = true,
                           .details = *details};
    l.about.batched = (struct aid_batched){0};
    return l;
}

const struct aid_batch_item *batch_item(const struct aid_letter *l, uint64_t id)
{
    for (size_t i = 0; i < l->nbatch; i++)
        if (l->batch[i].card.id == id)
            return &l->batch[i];
    return NULL;
}

enum err batch_details(struct desk *d, const struct aid_card *card, struct aid_details *out)
{
    struct parts parts;
    TRY(parts_read(d, card->batched, &parts));
    for (size_t i = 0; i < parts.n; i++)
        if (parts.v[i].id == card->id) {
            *out = parts.v[i].details;
            return ERR_OK;
        }
    return ERR_NOT_FOUND;
}

enum err batch_history(struct desk *d, const struct aid_card *card, struct aid_letters *out)
{
    struct aid_details details;
    enum err e = card->batched.seq ? batch_details(d, card, &details) : ERR_NOT_FOUND;
    if (e == ERR_NOT_FOUND)
        return ERR_OK;
    TRY(e);
    struct aid_letter *v = ARENA_ARRAY(d->ctx.secret, struct aid_letter, out->n + 1);
    v[0] = batch_letter(card, &details);
    if (out->n != 0)
        memcpy(v + 1, out->v, out->n * sizeof *v);
    *out = (struct aid_letters){v, out->n + 1};
    return ERR_OK;
}

enum err batch_forget(struct desk *d, const struct aid_card *card)
{
    struct parts parts, rest;
    const struct aid_batched at = card->batched;
    enum err e = parts_read(d, at, &parts);
    if (e == ERR_NOT_FOUND)
        return ERR_OK;
    TRY(e);
    rest = (struct parts){.v = parts.v};
    for (size_t i = 0; i < parts.n; i++)
        if (parts.v[i].id != card->id)
            rest.v[rest.n++] = parts.v[i];
    if (rest.n == 0)
        return record_delete(d->s, stream_of(d, at.day), at.seq);
    return record_rewrite(d->s, stream_of(d, at.day), at.seq, at.day,
                          parts_pack(d->ctx.secret, &rest));
}

enum err batch_end(struct desk *d)
{
    const int32_t today = clock_day(d->ctx.now);
    for (int32_t day = today; day < today + SHELF_DAYS; day++)
        TRY(record_delete_stream(d->s, stream_of(d, day)));
    return ERR_OK;
}

/* ---- on the list ------------------------------------------------------------------------------
 */

void batch_rows(struct desk *d, enum aid_side side, const struct aid_letters *waiting,
                const struct shelf_cards *there, struct case_row *v, size_t *n)
{
    struct map ids;
    map_init(&ids, d->ctx.arena);
    for (size_t i = 0; i < there->n; i++)
        batch_there_add(&ids, d->ctx.arena, there->v[i].id);
    for (size_t i = 0; i < waiting->n; i++)
        for (size_t k = 0; k < waiting->v[i].nbatch; k++) {
            const struct aid_card *card = &waiting->v[i].batch[k].card;
            if (card->side == side && batch_there_add(&ids, d->ctx.arena, card->id))
                v[(*n)++] = (struct case_row){.card = *card, .waiting = 1};
        }
}

size_t batch_count(const struct aid_letters *letters)
{
    size_t n = 0;
    for (size_t i = 0; i < letters->n; i++)
        n += letters->v[i].nbatch;
    return n;
}
