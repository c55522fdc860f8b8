#include "aid/sheets.h"

#include <inttypes.h>
#include <string.h>

#include "aid/case_inside.h"
#include "aid/inside.h"
#include "aid/surge.h"
#include "base/clock.h"
#include "base/map.h"

const char *sheet_outcome_text(enum sheet_outcome o)
{
    switch (o) {
#define X(name, text)                                                                              \
    case SHEET_##name:                                                                             \
        return text;
        SHEET_OUTCOMES(X)
#undef X
    }
    return "";
}

/* ---- the record -------------------------------------------------------------------------------
 */

static struct stream_id stream_of(const struct desk *d)
{
    return record_stream(d->s, "aid sheet", STR_NONE);
}

void sheet_code_key(const struct desk *d, struct key *out)
{
    key_derive(out, &d->m->ticket.locator, "awn codes of cases on paper", STR_NONE);
}

static struct str sheet_pack(struct desk *d, const struct sheet *sheet)
{
    AidSheet m = AID_SHEET__INIT;
    AidSheetRow *rows = ARENA_ARRAY(d->ctx.secret, AidSheetRow, sheet->n);
    m.rows = ARENA_ARRAY(d->ctx.secret, AidSheetRow *, sheet->n);
    for (size_t i = 0; i < sheet->n; i++) {
        const struct sheet_row *r = &sheet->rows[i];
        aid_sheet_row__init(&rows[i]);
        rows[i].card = r->card;
        rows[i].day = r->at.day;
        rows[i].seq = r->at.seq;
        rows[i].code = str_to_c(d->ctx.secret, str_from_c(r->code.text));
        rows[i].happened = r->happened;
        m.rows[m.n_rows++] = &rows[i];
    }
    m.area = sheet->area;
    m.day = sheet->day;
    m.who = str_to_c(d->ctx.secret, sheet->who);
    return space_pack(d->ctx.secret, &m.base);
}

static bool row_read(const AidSheetRow *m, struct sheet_row *out)
{
    *out = (struct sheet_row){
        .card = m->card, .at = {m->day, m->seq}, .happened = (enum paper_word)m->happened};
    return m->card != 0 && m->happened <= PAPER_WORD_COUNT &&
           case_code_read(str_from_c(m->code), &out->code) == CASE_CODE_FINE;
}

static bool sheet_unpack(struct desk *d, const struct record *r, struct sheet *out)
{
    ProtobufCAllocator alloc = space_allocator(d->ctx.secret);
    const AidSheet *m =
        r->damaged ? NULL : aid_sheet__unpack(&alloc, r->body.n, (const uint8_t *)r->body.p);
    if (!m || m->n_rows > SHEET_ROWS)
        return false;
    *out = (struct sheet){.number = r->seq,
                          .area = m->area,
                          .day = m->day,
                          .expires = r->expires,
                          .who = str_from_c(m->who),
                          .rows = ARENA_ARRAY(d->ctx.secret, struct sheet_row, m->n_rows)};
    for (size_t i = 0; i < m->n_rows; i++)
        if (!row_read(m->rows[i], &out->rows[out->n++]))
            return false;
    return true;
}

enum err sheet_put(struct desk *d, struct sheet *sheet)
{
    sheet->day = clock_day(d->ctx.now);
    TRY(surge_last_day(&d->ctx, sheet->day + SHEET_DAYS, &sheet->expires));
    return record_append(d->s, stream_of(d), sheet->expires, sheet_pack(d, sheet), &sheet->number);
}

/* One whose day has passed counts as gone, also before the night that takes it away. */
enum err sheet_get(struct desk *d, uint32_t number, struct sheet *out)
{
    struct record_list one;
    if (number == 0 || number > STREAM_SEQ_MAX)
        return ERR_NOT_FOUND;
    TRY(record_newest(d->s, stream_of(d), number, number + 1, 1, &one));
    if (one.n == 0 || one.v[0].expires < clock_day(d->ctx.now))
        return ERR_NOT_FOUND;
    return sheet_unpack(d, &one.v[0], out) ? ERR_OK : ERR_SEAL;
}

enum err sheets_newest(struct desk *d, struct sheets *out)
{
    struct record_list all;
    TRY(record_newest(d->s, stream_of(d), 0, 0, SHEETS_READ, &all));
    *out = (struct sheets){.v = ARENA_ARRAY(d->ctx.secret, struct sheet, all.n + 1)};
    for (size_t i = 0; i < all.n; i++)
        out->n += sheet_unpack(d, &all.v[i], &out->v[out->n]);
    return ERR_OK;
}

enum err sheets_end(struct desk *d)
{
    return record_delete_stream(d->s, stream_of(d));
}

/* ---- what came back ---------------------------------------------------------------------------
 */

/* The moves that bring an ask from where it stands to what was ticked. None: it cannot be. The
 * coordinators heard the asker's word at the door, so what was handed over has arrived. */
static size_t moves_for(const struct loop *l, enum paper_word word, enum loop_move out[3])
{
    const bool waits = l->state == LOOP_OPEN || l->state == LOOP_TRIAGED;
    size_t n = 0;
    if (word == PAPER_ENOUGH) {
        out[n++] = LOOP_WITHDRAW;
        return loop_may(l, LOOP_COORDINATOR, LOOP_WITHDRAW) ? n : 0;
    }
    if (!waits && l->state != LOOP_CLAIMED && l->state != LOOP_PROMISED && l->state != LOOP_HANDED)
        return 0;
    if (waits) /* who went did so for it */
        out[n++] = LOOP_CLAIM;
    if (word == PAPER_HANDED) {
        if (l->state != LOOP_HANDED)
            out[n++] = LOOP_HAND;
        out[n++] = LOOP_CONFIRM;
        return n;
    }
    if (waits || l->state == LOOP_CLAIMED) /* it was to be now */
        out[n++] = LOOP_PROMISE;
    out[n++] = LOOP_MISS;
    return n;
}

/* Where it would be after it: the same was said some other way already. */
static bool is_there(const struct loop *l, enum paper_word word)
{
    return word == PAPER_HANDED && l->state >= LOOP_CONFIRMED && l->state <= LOOP_CLOSED;
}

static enum err carry_out(struct desk *d, const struct case_row *row, enum paper_word word,
                          struct str words, enum sheet_outcome *out)
{
    DB_TX struct db_tx tx = {0};
    enum loop_move moves[3];
    struct aid_thread t;
    TRY(db_tx_begin(&tx, d->ctx.db));
    TRY(case_begin(d, row->at, row->card.id, &t));
    *out = is_there(&t.card.loop, word) ? SHEET_SAME : SHEET_STANDS;
    if (word == PAPER_AGAIN) {
        TRY(case_tell_words(d, &t, words));
        *out = SHEET_DONE;
        return db_tx_commit(&tx);
    }
    const size_t n = moves_for(&t.card.loop, word, moves);
    if (n != 0) {
        TRY(case_move_tell(d, &t, moves, n, NULL, STR_NONE));
        *out = SHEET_DONE;
    }
    return db_tx_commit(&tx);
}

static struct str key_of(const uint64_t *id)
{
    return str_from(id, sizeof *id);
}

static enum err rows_by_id(struct desk *d, struct case_rows *rows, struct map *by)
{
    bool fresh;
    TRY(cases_rows(d, AID_ASK, NULL, rows));
    map_init(by, d->ctx.secret);
    for (size_t i = 0; i < rows->n; i++)
        *map_put(by, key_of(&rows->v[i].card.id), &fresh) = (uint32_t)i;
    return ERR_OK;
}

static enum err enter_one(struct desk *d, const struct case_rows *rows, const struct map *by,
                          struct sheet_entry *x, struct str words)
{
    struct sheet_row *r = &x->sheet->rows[x->row];
    const uint32_t *at = map_get(by, key_of(&r->card));
    if (r->happened == x->word) {
        x->outcome = SHEET_SAME;
        return ERR_OK;
    }
    if (r->happened != PAPER_NOTHING && r->happened != PAPER_AGAIN) {
        x->outcome = SHEET_OTHER;
        return ERR_OK;
    }
    x->outcome = SHEET_ENDED;
    if (!at)
        return ERR_OK;
    const enum err e = carry_out(d, &rows->v[*at], x->word, words, &x->outcome);
    if (e == ERR_NOT_FOUND) { /* ended by an earlier line */
        x->outcome = SHEET_ENDED;
        return ERR_OK;
    }
    TRY(e);
    if (x->outcome == SHEET_DONE)
        r->happened = x->word;
    return ERR_OK;
}

/* Each sheet once. */
static enum err sheets_keep(struct desk *d, const struct sheet_entry *v, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        bool before = false, changed = false;
        for (size_t k = 0; k < n; k++) {
            before |= k < i && v[k].sheet == v[i].sheet;
            changed |= v[k].sheet == v[i].sheet && v[k].outcome == SHEET_DONE;
        }
        if (!before && changed)
            TRY(record_rewrite(d->s, stream_of(d), v[i].sheet->number, v[i].sheet->expires,
                               sheet_pack(d, v[i].sheet)));
    }
    return ERR_OK;
}

enum err sheets_enter(struct desk *d, struct sheet_entry *v, size_t n, struct str words)
{
    DB_TX struct db_tx tx = {0};
    struct case_rows rows;
    struct map by;
    TRY(db_tx_begin(&tx, d->ctx.db));
    TRY(cases_sort(d));
    TRY(rows_by_id(d, &rows, &by));
    for (size_t i = 0; i < n; i++)
        TRY(enter_one(d, &rows, &by, &v[i], words));
    TRY(sheets_keep(d, v, n));
    TRY(desk_turn(d));
    return db_tx_commit(&tx);
}
