#include "fund/store.h"

#include <string.h>

#include "base/clock.h"
#include "fund/board.h"
#include "fund/inside.h"

#define NO_DAY 0 /* store.h says why */

static struct stream_id states(struct desk *d)
{
    return record_stream(d->s, "fund state", STR_NONE);
}

static struct stream_id entries(struct desk *d, uint32_t fund)
{
    return record_stream(d->s, "fund ledger", str_fmt(d->ctx.arena, "%u", fund));
}

static void hash_of(uint8_t out[KEY_SIZE], struct str entry)
{
    static const struct key NO_SECRET; /* what stands inside the seal needs none */
    seal_mac(out, &NO_SECRET, "awn fund entry", entry);
}

/* ---- reading ----------------------------------------------------------------------------------
 */

enum err funds_read(struct desk *d, struct funds *out)
{
    struct record_list all;
    TRY(record_newest(d->s, states(d), 0, 0, FUNDS_MAX, &all));
    *out = (struct funds){.v = ARENA_ARRAY(d->ctx.secret, struct fund, all.n + 1)};
    for (size_t i = 0; i < all.n; i++) {
        if (fund_state_unpack(d->ctx.secret, &all.v[i], &out->v[out->n]))
            out->n++;
        else
            out->damaged++;
    }
    return ERR_OK;
}

enum err fund_find(struct desk *d, uint32_t id, struct fund *out)
{
    struct record r;
    if (id == 0 || id > STREAM_SEQ_MAX)
        return ERR_NOT_FOUND;
    TRY(record_get(d->s, states(d), id, &r));
    return fund_state_unpack(d->ctx.secret, &r, out) ? ERR_OK : ERR_SEAL;
}

static void entries_of(struct desk *d, const struct record_list *all, struct fund_entries *out)
{
    uint8_t before[KEY_SIZE];
    *out = (struct fund_entries){.v = ARENA_ARRAY(d->ctx.secret, struct ledger_entry, all->n + 1)};
    for (size_t i = 0; i < all->n; i++) {
        if (!all->v[i].damaged &&
            fund_entry_unpack(d->ctx.secret, all->v[i].body, &out->v[out->n], before) &&
            out->v[out->n].number == all->v[i].seq)
            out->n++;
        else
            out->damaged++;
    }
}

enum err fund_entries(struct desk *d, uint32_t id, uint32_t before, size_t limit,
                      struct fund_entries *out)
{
    struct record_list all;
    TRY(record_newest(d->s, entries(d, id), 0, before, limit, &all));
    entries_of(d, &all, out);
    return ERR_OK;
}

/* One entry and what its neighbours say of it; the ledger as it would be with it. */
struct adding {
    struct ledger ledger;
    uint8_t head[KEY_SIZE];
    uint32_t wrong_at;
};

static bool add_up(struct desk *d, struct adding *x, const struct record *r)
{
    uint8_t before[KEY_SIZE];
    struct ledger_entry e;
    if (r->damaged || r->seq != x->ledger.count + 1 ||
        !fund_entry_unpack(d->ctx.secret, r->body, &e, before) ||
        memcmp(before, x->head, KEY_SIZE) != 0 || ledger_put(&x->ledger, &e) != ERR_OK) {
        x->wrong_at = x->ledger.count + 1;
        return false;
    }
    hash_of(x->head, r->body);
    return true;
}

#define CHECK_AT_ONCE 256

enum err fund_check(struct desk *d, uint32_t id, struct fund_checked *out)
{
    struct fund f;
    struct record_list some;
    struct adding x = {.wrong_at = 0};
    TRY(fund_find(d, id, &f));
    do {
        TRY(record_oldest(d->s, entries(d, id), x.ledger.count + 1, CHECK_AT_ONCE, &some));
        for (size_t i = 0; i < some.n && x.wrong_at == 0; i++)
            (void)add_up(d, &x, &some.v[i]);
    } while (some.n == CHECK_AT_ONCE && x.wrong_at == 0);
    if (x.wrong_at == 0 && x.ledger.count != f.ledger.count)
        x.wrong_at = x.ledger.count + 1;
    out->wrong_at = x.wrong_at;
    out->right = x.wrong_at == 0 &&
                 memcmp(x.ledger.balance, f.ledger.balance, sizeof f.ledger.balance) == 0 &&
                 memcmp(x.head, f.head, KEY_SIZE) == 0;
    return ERR_OK;
}

/* ---- settings ---------------------------------------------------------------------------------
 */

static enum err state_write(struct desk *d, const struct fund *f)
{
    return record_rewrite(d->s, states(d), f->id, NO_DAY, fund_state_pack(d->ctx.secret, f));
}

static enum err after_write(struct desk *d)
{
    TRY(fund_board_put(d));
    return desk_turn(d);
}

enum err fund_make(struct desk *d, const struct fund *settings, uint32_t *id)
{
    DB_TX struct db_tx tx = {0};
    struct funds all;
    TRY(db_tx_begin(&tx, d->ctx.db));
    TRY(funds_read(d, &all));
    if (all.n + all.damaged >= FUNDS_MAX)
        return ERR_TOO_MANY;
    struct fund f = {.name = settings->name,
                     .currency = settings->currency,
                     .exact = settings->exact,
                     .give = settings->give,
                     .asking = settings->asking};
    TRY(record_append(d->s, states(d), NO_DAY, fund_state_pack(d->ctx.secret, &f), id));
    TRY(after_write(d));
    return db_tx_commit(&tx);
}

enum err fund_change(struct desk *d, const struct fund *settings)
{
    DB_TX struct db_tx tx = {0};
    struct fund f;
    TRY(db_tx_begin(&tx, d->ctx.db));
    TRY(fund_find(d, settings->id, &f));
    f.name = settings->name;
    f.exact = settings->exact;
    f.give = settings->give;
    f.asking = settings->asking;
    TRY(state_write(d, &f));
    TRY(after_write(d));
    return db_tx_commit(&tx);
}

/* ---- booking ----------------------------------------------------------------------------------
 */

/* The month of an entry, made when it is the first one of it. */
static struct fund_month *month_of(struct fund *f, int32_t month)
{
    if (f->nmonths != 0 && f->months[0].month == month)
        return &f->months[0];
    if (f->nmonths < FUND_MONTHS)
        f->nmonths++;
    for (size_t i = f->nmonths; i-- > 1;)
        f->months[i] = f->months[i - 1];
    f->months[0] = (struct fund_month){.month = month};
    return &f->months[0];
}

static void month_add(struct fund *f, const struct ledger_entry *e)
{
    struct fund_month *m = month_of(f, ledger_month(e->day));
    for (size_t i = 0; i < e->n; i++) /* no balance overflowed, so no part of it does */
        m->moved[e->v[i].account] += e->v[i].amount;
    m->cash = ledger_cash(&f->ledger);
}

static enum err entry_add(struct desk *d, struct fund *f, struct ledger_entry *e)
{
    uint32_t seq;
    e->number = f->ledger.count + 1;
    e->day = clock_day(d->ctx.now);
    TRY(ledger_put(&f->ledger, e));
    struct str body = fund_entry_pack(d->ctx.secret, e, f->head);
    TRY(record_append(d->s, entries(d, f->id), NO_DAY, body, &seq));
    if (seq != e->number) /* rows are missing at the end, or there are some too many */
        return ERR_SEAL;
    hash_of(f->head, body);
    month_add(f, e);
    return state_write(d, f);
}

enum err fund_book_in(struct desk *d, uint32_t id, struct ledger_entry *e)
{
    struct fund f;
    TRY(fund_find(d, id, &f));
    return entry_add(d, &f, e);
}

enum err fund_book(struct desk *d, uint32_t id, struct ledger_entry *e)
{
    DB_TX struct db_tx tx = {0};
    TRY(db_tx_begin(&tx, d->ctx.db));
    TRY(fund_book_in(d, id, e));
    TRY(after_write(d));
    return db_tx_commit(&tx);
}

/* ---- corrections ------------------------------------------------------------------------------
 */

/* ERR_CONFLICT: one of the entries behind it corrects it already. */
static enum err correctable(struct desk *d, const struct fund *f, uint32_t number,
                            struct ledger_entry *out)
{
    struct record r;
    struct record_list some;
    struct fund_entries behind;
    uint8_t before[KEY_SIZE];
    if (number == 0 || number > f->ledger.count)
        return ERR_NOT_FOUND;
    TRY(record_get(d->s, entries(d, f->id), number, &r));
    if (!fund_entry_unpack(d->ctx.secret, r.body, out, before) || out->number != number)
        return ERR_SEAL;
    if (out->what == LEDGER_IS_REVERSAL)
        return ERR_CONFLICT;
    for (uint32_t at = number + 1; at <= f->ledger.count; at += CHECK_AT_ONCE) {
        TRY(record_oldest(d->s, entries(d, f->id), at, CHECK_AT_ONCE, &some));
        entries_of(d, &some, &behind);
        for (size_t i = 0; i < behind.n; i++)
            if (behind.v[i].reverses == number)
                return ERR_CONFLICT;
    }
    return ERR_OK;
}

static bool wish_counts(const struct desk *d, const struct fund *f)
{
    const struct roster_entry *who = f->wrong ? roster_find(&d->roster, &f->wrong_by) : NULL;
    return who && roster_is_person(who);
}

static enum err correct(struct desk *d, struct fund *f, uint32_t number, enum fund_corrected *out)
{
    struct ledger_entry of, e;
    const bool waits = wish_counts(d, f);
    if (waits && f->wrong != number)
        return ERR_CONFLICT;
    if (waits && memcmp(f->wrong_by.b, d->me->tag.b, TAG_SIZE) == 0)
        return ERR_DENIED;
    TRY(correctable(d, f, number, &of));
    *out = waits ? FUND_CORRECTED : FUND_WANTED;
    f->wrong = waits ? 0 : number;
    f->wrong_by = d->me->tag;
    if (!waits)
        return state_write(d, f);
    TRY(ledger_entry_reverse(&of, &e));
    return entry_add(d, f, &e);
}

enum err fund_correct(struct desk *d, uint32_t id, uint32_t number, enum fund_corrected *out)
{
    DB_TX struct db_tx tx = {0};
    struct fund f;
    TRY(db_tx_begin(&tx, d->ctx.db));
    TRY(fund_find(d, id, &f));
    TRY(correct(d, &f, number, out));
    TRY(after_write(d));
    return db_tx_commit(&tx);
}

enum err fund_correct_not(struct desk *d, uint32_t id)
{
    DB_TX struct db_tx tx = {0};
    struct fund f;
    TRY(db_tx_begin(&tx, d->ctx.db));
    TRY(fund_find(d, id, &f));
    f.wrong = 0;
    TRY(state_write(d, &f));
    TRY(desk_turn(d));
    return db_tx_commit(&tx);
}

/* ---- months -----------------------------------------------------------------------------------
 */

enum err fund_close(struct desk *d, uint32_t id, int32_t month, int64_t counted)
{
    DB_TX struct db_tx tx = {0};
    struct fund f;
    TRY(db_tx_begin(&tx, d->ctx.db));
    TRY(fund_find(d, id, &f));
    if (month >= ledger_month(clock_day(d->ctx.now)))
        return ERR_INVALID;
    for (size_t i = 0; i < f.nmonths; i++) {
        if (f.months[i].month != month)
            continue;
        if (f.months[i].cash != counted)
            return ERR_CONFLICT;
        f.months[i].closed = true;
        TRY(state_write(d, &f));
        TRY(desk_turn(d));
        return db_tx_commit(&tx);
    }
    return ERR_NOT_FOUND;
}

enum err funds_end(struct desk *d)
{
    struct record_list all;
    TRY(record_newest(d->s, states(d), 0, 0, FUNDS_MAX, &all));
    for (size_t i = 0; i < all.n; i++)
        TRY(record_delete_stream(d->s, entries(d, all.v[i].seq)));
    return record_delete_stream(d->s, states(d));
}
