#include "aid/shelf.h"

#include <inttypes.h>
#include <string.h>

#include "aid/inside.h"
#include "base/clock.h"

static struct stream_id stream_of(const struct space *s, enum aid_side side, int32_t day)
{
    struct str name = str_fmt(space_ctx_of(s)->arena, "%" PRId32, day);
    return record_stream(s, side == AID_ASK ? "aid asks" : "aid offers", name);
}

/* ---- one shelf --------------------------------------------------------------------------------
 */

struct shelf {
    uint32_t seq; /* 0: a new one */
    struct aid_card v[SHELF_CARDS];
    size_t n;
};

static bool shelf_unpack(struct arena *a, const struct record *r, struct shelf *out)
{
    ProtobufCAllocator alloc = space_allocator(a);
    const AidShelf *m =
        r->damaged ? NULL : aid_shelf__unpack(&alloc, r->body.n, (const uint8_t *)r->body.p);
    out->seq = r->seq;
    out->n = 0;
    if (!m || m->n_cards > SHELF_CARDS)
        return false;
    for (size_t i = 0; i < m->n_cards; i++)
        if (!aid_card_of_message(m->cards[i], &out->v[out->n++]))
            return false;
    return true;
}

static struct str shelf_pack(struct arena *a, const struct aid_card *cards, size_t n)
{
    AidShelf m = AID_SHELF__INIT;
    m.cards = ARENA_ARRAY(a, AidCard *, n);
    for (size_t i = 0; i < n; i++)
        m.cards[m.n_cards++] = aid_card_message(a, &cards[i]);
    return space_pack(a, &m.base);
}

static enum err shelf_read(struct space *s, struct stream_id stream, uint32_t seq,
                           struct shelf *out)
{
    struct record r;
    TRY(record_get(s, stream, seq, &r));
    return shelf_unpack(space_ctx_of(s)->secret, &r, out) ? ERR_OK : ERR_SEAL;
}

static enum err shelf_write(struct space *s, struct stream_id stream, int32_t day,
                            struct shelf *shelf)
{
    const int64_t now = space_ctx_of(s)->now;
    for (size_t i = shelf->n; i-- > 0;)
        if (aid_card_rests(&shelf->v[i], now))
            shelf->v[i] = shelf->v[--shelf->n];
    if (shelf->n == 0)
        return record_delete(s, stream, shelf->seq);
    struct str body = shelf_pack(space_ctx_of(s)->secret, shelf->v, shelf->n);
    return record_rewrite(s, stream, shelf->seq, day, body);
}

static struct aid_card *card_on(struct shelf *shelf, uint64_t id)
{
    for (size_t i = 0; i < shelf->n; i++)
        if (shelf->v[i].id == id)
            return &shelf->v[i];
    return NULL;
}

/* ---- one card ---------------------------------------------------------------------------------
 */

enum err shelf_put(struct space *s, const struct aid_card *card, struct shelf_place *out)
{
    int32_t day = card->loop.last_day;
    struct stream_id stream = stream_of(s, card->side, day);
    struct record_list newest;
    struct shelf *shelf = ARENA_NEW(space_ctx_of(s)->secret, struct shelf);

    TRY(record_newest(s, stream, 0, 0, 1, &newest));
    if (newest.n == 1 && shelf_unpack(space_ctx_of(s)->secret, &newest.v[0], shelf) &&
        shelf->n < SHELF_CARDS) {
        shelf->v[shelf->n++] = *card;
        *out = (struct shelf_place){day, shelf->seq};
        return shelf_write(s, stream, day, shelf);
    }
    out->day = day;
    return record_append(s, stream, day, shelf_pack(space_ctx_of(s)->secret, card, 1), &out->seq);
}

enum err shelf_get(struct space *s, enum aid_side side, struct shelf_place at, uint64_t id,
                   struct aid_card *out)
{
    struct shelf *shelf = ARENA_NEW(space_ctx_of(s)->secret, struct shelf);
    TRY(shelf_read(s, stream_of(s, side, at.day), at.seq, shelf));
    const struct aid_card *card = card_on(shelf, id);
    if (!card)
        return ERR_NOT_FOUND;
    *out = *card;
    return ERR_OK;
}

enum err shelf_change(struct space *s, struct shelf_place at, const struct aid_card *card)
{
    struct stream_id stream = stream_of(s, card->side, at.day);
    struct shelf *shelf = ARENA_NEW(space_ctx_of(s)->secret, struct shelf);

    if (card->loop.last_day != at.day)
        return ERR_INVALID;
    TRY(shelf_read(s, stream, at.seq, shelf));
    struct aid_card *old = card_on(shelf, card->id);
    if (!old)
        return ERR_NOT_FOUND;
    *old = *card;
    return shelf_write(s, stream, at.day, shelf);
}

enum err shelf_take(struct space *s, enum aid_side side, struct shelf_place at, uint64_t id)
{
    return shelf_take_some(s, side, at, &id, 1);
}

enum err shelf_take_some(struct space *s, enum aid_side side, struct shelf_place at,
                         const uint64_t *ids, size_t n)
{
    struct stream_id stream = stream_of(s, side, at.day);
    struct shelf *shelf = ARENA_NEW(space_ctx_of(s)->secret, struct shelf);

    TRY(shelf_read(s, stream, at.seq, shelf));
    for (size_t i = 0; i < n; i++) {
        struct aid_card *card = card_on(shelf, ids[i]);
        if (!card)
            return ERR_NOT_FOUND;
        *card = shelf->v[--shelf->n];
    }
    return shelf_write(s, stream, at.day, shelf);
}

/* ---- many -------------------------------------------------------------------------------------
 */

/* Cards of one side and day, one shelf after the other. */
static enum err run_put(struct space *s, const struct aid_card *cards, const uint32_t *order,
                        size_t n, struct shelf_place *out)
{
    const struct aid_card *first = &cards[order[0]];
    struct stream_id stream = stream_of(s, first->side, first->loop.last_day);
    struct aid_card *shelf = ARENA_ARRAY(space_ctx_of(s)->secret, struct aid_card, SHELF_CARDS);

    for (size_t at = 0; at < n;) {
        size_t k = n - at < SHELF_CARDS ? n - at : SHELF_CARDS;
        uint32_t seq;
        for (size_t i = 0; i < k; i++)
            shelf[i] = cards[order[at + i]];
        TRY(record_append(s, stream, first->loop.last_day,
                          shelf_pack(space_ctx_of(s)->secret, shelf, k), &seq));
        for (size_t i = 0; i < k; i++)
            out[order[at + i]] = (struct shelf_place){first->loop.last_day, seq};
        at += k;
    }
    return ERR_OK;
}

enum err shelf_put_all(struct space *s, const struct aid_card *cards, size_t n,
                       struct shelf_place *out)
{
    bool *done = ARENA_ARRAY(space_ctx_of(s)->arena, bool, n);
    uint32_t *order = ARENA_ARRAY(space_ctx_of(s)->arena, uint32_t, n);

    /* There are few days: one pass for each. */
    for (size_t first = 0; first < n; first++) {
        size_t k = 0;
        if (done[first])
            continue;
        for (size_t i = first; i < n; i++) {
            if (done[i] || cards[i].side != cards[first].side ||
                cards[i].loop.last_day != cards[first].loop.last_day)
                continue;
            done[i] = true;
            order[k++] = (uint32_t)i;
        }
        TRY(run_put(s, cards, order, k, out));
    }
    return ERR_OK;
}

#define READ_AT_ONCE 64

static void cards_add(struct space *s, struct shelf_cards *out, size_t *cap, int32_t day,
                      const struct shelf *shelf)
{
    struct arena *a = space_ctx_of(s)->secret;
    if (out->n + shelf->n > *cap) {
        size_t more = *cap ? *cap * 2 : 256;
        struct aid_card *v = ARENA_ARRAY(a, struct aid_card, more);
        struct shelf_place *at = ARENA_ARRAY(a, struct shelf_place, more);
        if (out->n != 0) {
            memcpy(v, out->v, out->n * sizeof *v);
            memcpy(at, out->at, out->n * sizeof *at);
        }
        out->v = v;
        out->at = at;
        *cap = more;
    }
    for (size_t i = 0; i < shelf->n; i++) {
        out->v[out->n] = shelf->v[i];
        out->at[out->n++] = (struct shelf_place){day, shelf->seq};
    }
}

static enum err day_read(struct space *s, enum aid_side side, int32_t day,
                         const struct shelf_watch *watch, struct shelf *shelf, size_t *cap,
                         struct shelf_cards *out)
{
    struct stream_id stream = stream_of(s, side, day);
    struct record_list some = {0};
    uint32_t from = 1;

    do {
        TRY(record_oldest(s, stream, from, READ_AT_ONCE, &some));
        for (size_t i = 0; i < some.n; i++) {
            if (shelf_unpack(space_ctx_of(s)->secret, &some.v[i], shelf))
                cards_add(s, out, cap, day, shelf);
            else
                out->damaged++;
            from = some.v[i].seq + 1;
        }
        if (watch && some.n != 0)
            watch->tell(watch->with, out->n);
    } while (some.n == READ_AT_ONCE);
    return ERR_OK;
}

enum err shelf_all(struct space *s, enum aid_side side, const struct shelf_watch *watch,
                   struct shelf_cards *out)
{
    struct shelf *shelf = ARENA_NEW(space_ctx_of(s)->secret, struct shelf);
    int32_t today = clock_day(space_ctx_of(s)->now);
    size_t cap = 0;

    *out = (struct shelf_cards){0};
    for (int32_t day = today; day < today + SHELF_DAYS; day++)
        TRY(day_read(s, side, day, watch, shelf, &cap, out));
    return ERR_OK;
}

/* ---- in addresses -----------------------------------------------------------------------------
 */

struct str shelf_handle(struct arena *a, struct shelf_place at, uint64_t id)
{
    struct str name = seal_base32(a, str_from(&id, sizeof id));
    return str_fmt(a, "%" PRId32 "-%" PRIu32 "-%" STR_FMT, at.day, at.seq, STR_ARG(name));
}

bool shelf_from_handle(struct arena *a, struct str text, struct shelf_place *at, uint64_t *id)
{
    uint64_t day, seq;
    struct str bytes;

    if (!str_to_u64(str_cut(&text, '-'), &day) || day > INT32_MAX ||
        !str_to_u64(str_cut(&text, '-'), &seq) || seq > STREAM_SEQ_MAX)
        return false;
    if (!seal_from_base32(a, text, &bytes) || bytes.n != sizeof *id)
        return false;
    *at = (struct shelf_place){(int32_t)day, (uint32_t)seq};
    memcpy(id, bytes.p, sizeof *id);
    return true;
}
