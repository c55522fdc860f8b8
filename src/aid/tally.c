#include "aid/tally.h"

#include <string.h>

#include "aid/inside.h"
#include "base/clock.h"

#define HOUR 3600

const int64_t tally_waits[TALLY_WAITS - 1] = {HOUR, 6 * HOUR, 24 * HOUR, 72 * HOUR};

/* What was counted of a card already; bits are stored (AidCard.counted). */
enum { COUNTED_ANSWER = 1, COUNTED_ARRIVAL = 2 }; /* 4: AID_CARD_THANKED */

static struct stream_id stream_of(const struct desk *d)
{
    return record_stream(d->s, "aid tally", STR_NONE);
}

/* ---- rows -------------------------------------------------------------------------------------
 */

static int row_order(const struct tally_row *r, enum aid_side side, enum aid_kind kind,
                     uint32_t area)
{
    if (r->side != side)
        return r->side < side ? -1 : 1;
    if (r->kind != kind)
        return r->kind < kind ? -1 : 1;
    return (r->area > area) - (r->area < area);
}

/* The first row that does not stand before it. */
static size_t row_place(const struct tally_day *day, enum aid_side side, enum aid_kind kind,
                        uint32_t area)
{
    size_t from = 0, to = day->n;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        if (row_order(&day->v[middle], side, kind, area) < 0)
            from = middle + 1;
        else
            to = middle;
    }
    return from;
}

static void make_room(struct arena *a, struct tally_day *day, size_t *room)
{
    if (day->n < *room)
        return;
    *room = *room ? 2 * *room : 32;
    struct tally_row *more = ARENA_ARRAY(a, struct tally_row, *room);
    if (day->n)
        memcpy(more, day->v, day->n * sizeof *more);
    day->v = more;
}

/* The row of a kind in an area; it is made where there is none. */
static struct tally_row *row_of(struct arena *a, struct tally_day *day, size_t *room,
                                enum aid_side side, enum aid_kind kind, uint32_t area)
{
    /* What has no room for a row of its own still has one for its side and kind. */
    const size_t spare = 2 * (size_t)AID_KIND_COUNT;
    size_t at = row_place(day, side, kind, area);
    if (at < day->n && row_order(&day->v[at], side, kind, area) == 0)
        return &day->v[at];
    if (area != 0 && day->n + spare >= TALLY_ROWS_MAX)
        return row_of(a, day, room, side, kind, 0);
    make_room(a, day, room);
    memmove(&day->v[at + 1], &day->v[at], (day->n - at) * sizeof *day->v);
    day->v[at] = (struct tally_row){.side = side, .kind = kind, .area = area};
    day->n++;
    return &day->v[at];
}

static struct tally_row *row_for(struct tally *t, const struct aid_card *c)
{
    return row_of(t->d->ctx.secret, &t->today, &t->room, c->side, c->kind, c->area);
}

/* ---- records ----------------------------------------------------------------------------------
 */

static struct str day_pack(struct arena *a, const struct tally_day *day)
{
    AidTally m = AID_TALLY__INIT;
    m.day = day->day;
    m.rows = ARENA_ARRAY(a, AidTallyRow *, day->n + 1);
    for (size_t i = 0; i < day->n; i++) {
        const struct tally_row *r = &day->v[i];
        AidTallyRow *row = ARENA_NEW(a, AidTallyRow);
        aid_tally_row__init(row);
        row->side = r->side;
        row->kind = r->kind;
        row->area = r->area;
        row->came = r->came;
        row->answered = r->answered;
        row->arrived = r->arrived;
        row->open = r->open;
        row->n_waited = r->answered ? TALLY_WAITS : 0;
        row->waited = arena_copy(a, r->waited, sizeof r->waited);
        m.rows[m.n_rows++] = row;
    }
    return space_pack(a, &m.base);
}

static bool row_holds(const AidTallyRow *r)
{
    return (r->side == AID_ASK || r->side == AID_OFFER) && aid_kind_find((int)r->kind) &&
           r->n_waited <= TALLY_WAITS;
}

static bool day_unpack(struct arena *a, const struct record *r, struct tally_day *out, size_t *room)
{
    ProtobufCAllocator alloc = space_allocator(a);
    const AidTally *m =
        r->damaged ? NULL : aid_tally__unpack(&alloc, r->body.n, (const uint8_t *)r->body.p);
    if (!m || m->n_rows > TALLY_ROWS_MAX)
        return false;
    *out = (struct tally_day){.day = m->day, .v = ARENA_ARRAY(a, struct tally_row, m->n_rows + 1)};
    *room = m->n_rows + 1;
    for (size_t i = 0; i < m->n_rows; i++) {
        const AidTallyRow *from = m->rows[i];
        if (!row_holds(from))
            continue;
        struct tally_row *to =
            row_of(a, out, room, (enum aid_side)from->side, (enum aid_kind)from->kind, from->area);
        to->came += from->came;
        to->answered += from->answered;
        to->arrived += from->arrived;
        to->open += from->open;
        for (size_t k = 0; k < from->n_waited; k++)
            to->waited[k] += from->waited[k];
    }
    return true;
}

/* ---- counting ---------------------------------------------------------------------------------
 */

static bool is_open(const struct aid_card *c)
{
    return c->side == AID_OFFER ? c->loop.state != LOOP_GONE
                                : c->loop.state == LOOP_OPEN || c->loop.state == LOOP_TRIAGED;
}

/* A day begins with what is there. */
static enum err begin_anew(struct tally *t)
{
    struct shelf_cards all;
    for (enum aid_side side = AID_ASK; side <= AID_OFFER; side++) {
        TRY(shelf_all(t->d->s, side, NULL, &all));
        for (size_t i = 0; i < all.n; i++)
            if (is_open(&all.v[i]))
                row_for(t, &all.v[i])->open++;
    }
    return ERR_OK;
}

enum err tally_begin(struct desk *d, struct tally *out)
{
    const int32_t today = clock_day(d->ctx.now);
    struct record_list last;
    *out = (struct tally){.d = d, .today = {.day = today}};
    TRY(record_newest(d->s, stream_of(d), 0, 0, 1, &last));
    if (last.n == 1 && day_unpack(d->ctx.secret, &last.v[0], &out->today, &out->room) &&
        out->today.day == today) {
        out->seq = last.v[0].seq;
        return ERR_OK;
    }
    out->today = (struct tally_day){.day = today};
    out->room = 0;
    return begin_anew(out);
}

static size_t wait_of(int64_t seconds)
{
    size_t i = 0;
    while (i < TALLY_WAITS - 1 && seconds >= tally_waits[i])
        i++;
    return i;
}

static void note_answer(struct tally_row *row, struct aid_card *c)
{
    const enum loop_state state = c->loop.state;
    if (c->side != AID_ASK || state < LOOP_CLAIMED || state == LOOP_GONE)
        return;
    if (!(c->counted & COUNTED_ANSWER)) {
        row->answered++;
        row->waited[wait_of(c->loop.since - c->loop.asked)]++;
        c->counted |= COUNTED_ANSWER;
    }
    if (state >= LOOP_CONFIRMED && !(c->counted & COUNTED_ARRIVAL)) {
        row->arrived++;
        c->counted |= COUNTED_ARRIVAL;
    }
}

void tally_note(struct tally *t, const struct aid_card *before, struct aid_card *after)
{
    const struct aid_card *which = after ? after : before;
    if (!which)
        return;
    struct tally_row *row = row_for(t, which);
    const bool was = before && is_open(before), is = after && is_open(after);
    row->came += before == NULL;
    row->open += !was && is;
    row->open -= was && !is && row->open > 0;
    if (after)
        note_answer(row, after);
}

enum err tally_end(struct tally *t)
{
    uint32_t seq;
    const int32_t until = t->today.day + TALLY_DAYS;
    struct str body = day_pack(t->d->ctx.secret, &t->today);
    if (t->seq != 0)
        return record_rewrite(t->d->s, stream_of(t->d), t->seq, until, body);
    return record_append(t->d->s, stream_of(t->d), until, body, &seq);
}

enum err tally_once(struct desk *d, const struct aid_card *before, struct aid_card *after)
{
    struct tally t;
    TRY(tally_begin(d, &t));
    tally_note(&t, before, after);
    return tally_end(&t);
}

/* ---- reading ----------------------------------------------------------------------------------
 */

enum err tally_days(struct desk *d, int32_t from, int32_t to, struct tally_list *out)
{
    struct record_list all;
    size_t room;
    TRY(record_newest(d->s, stream_of(d), 0, 0, TALLY_DAYS + 1, &all));
    *out = (struct tally_list){.v = ARENA_ARRAY(d->ctx.secret, struct tally_day, all.n + 1)};
    for (size_t i = 0; i < all.n; i++)
        if (day_unpack(d->ctx.secret, &all.v[i], &out->v[out->n], &room) &&
            out->v[out->n].day >= from && out->v[out->n].day <= to)
            out->n++;
    return ERR_OK;
}

enum err tally_range(struct desk *d, int32_t from, int32_t to, struct tally_day *out)
{
    struct tally_list days;
    size_t room = 0;
    *out = (struct tally_day){0};
    TRY(tally_days(d, from, to, &days));
    for (size_t i = 0; i < days.n; i++) {
        out->day = days.v[i].day;
        for (size_t k = 0; k < days.v[i].n; k++) {
            const struct tally_row *r = &days.v[i].v[k];
            struct tally_row *sum = row_of(d->ctx.secret, out, &room, r->side, r->kind, r->area);
            sum->came += r->came;
            sum->answered += r->answered;
            sum->arrived += r->arrived;
            sum->open += i + 1 == days.n ? r->open : 0;
            for (size_t w = 0; w < TALLY_WAITS; w++)
                sum->waited[w] += r->waited[w];
        }
    }
    return ERR_OK;
}

enum err tally_drop(struct desk *d)
{
    return record_delete_stream(d->s, stream_of(d));
}
