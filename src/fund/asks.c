#include "fund/asks.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "fund/board.h"
#include "fund/inside.h"
#include "fund/mine.h"

static struct stream_id stream_of(struct desk *d)
{
    return record_stream(d->s, "fund asks", STR_NONE);
}

/* ---- who ----------------------------------------------------------------------------------- */

static bool is_there(const void *roster, const struct tag *tag)
{
    const struct roster_entry *e = roster_find(roster, tag);
    return e && roster_is_person(e);
}

static bool same_box(const struct mailbox_to *a, const struct mailbox_to *b)
{
    return a->id == b->id && memcmp(&a->key, &b->key, sizeof a->key) == 0;
}

void asks_by(const struct desk *d, const struct ask *a, struct ask_desk *desk, struct ask_by *out)
{
    struct key seed;
    struct mailbox_to own;
    fund_mine_seed(d->viewer, a->id, &seed);
    mailbox_of(&own, &seed);
    key_wipe(&seed);
    *desk = (struct ask_desk){is_there, &d->roster};
    *out = (struct ask_by){.keeper = &d->me->tag, .asker = same_box(&own, &a->reply), .desk = desk};
}

/* ---- reading -------------------------------------------------------------------------------- */

struct there {
    struct ask ask;
    uint32_t seq; /* record; 0: it waits in the inbox */
    size_t waiting;
};
struct all {
    struct there *v;
    size_t n, damaged;
    struct fund_letters letters;
};

static struct there *find(struct all *all, uint64_t id)
{
    for (size_t i = 0; i < all->n; i++)
        if (all->v[i].ask.id == id)
            return &all->v[i];
    return NULL;
}

/* A letter that opens a request says all of it; what it claims of its course does not count. */
static bool begins(const struct fund_letter *l, struct ask *out)
{
    if (!l->has_about || l->keepers || l->reply.id == 0)
        return false;
    *out = l->about;
    out->reply = l->reply;
    ask_begin(out, l->at);
    out->has_first = out->arrived = false;
    out->napprovers = out->nseen = out->nsaid = 0;
    out->entry = 0;
    out->turn = l->turn;
    return true;
}

static void take(struct desk *d, struct all *all, const struct fund_letter *l)
{
    const struct ask_desk desk = {is_there, &d->roster};
    struct there *t = find(all, l->ask);
    struct ask new;
    if (!t && begins(l, &new))
        all->v[all->n++] = (struct there){.ask = new, .waiting = 1};
    else if (t && fund_ask_take(d->ctx.secret, &t->ask, l, &desk))
        t->waiting++;
}

/* Everything that is there, with the letters that wait. */
static enum err read_all(struct desk *d, struct all *out)
{
    struct record_list records;
    struct inbox in;
    TRY(record_newest(d->s, stream_of(d), 0, 0, ASKS_MAX, &records));
    TRY(inbox_read(d->s, &in));
    *out = (struct all){.v = ARENA_ARRAY(d->ctx.secret, struct there, records.n + in.n + 1)};
    for (size_t i = 0; i < records.n; i++) {
        struct there *t = &out->v[out->n];
        if (records.v[i].damaged || !fund_ask_unpack(d->ctx.secret, records.v[i].body, &t->ask)) {
            out->damaged++;
            continue;
        }
        t->seq = records.v[i].seq;
        out->n++;
    }
    fund_letters_of(d->ctx.secret, &in, &out->letters);
    for (size_t i = 0; i < out->letters.n; i++)
        take(d, out, &out->letters.v[i]);
    return ERR_OK;
}

static bool is_gone(const struct desk *d, const struct ask *a)
{
    return a->state == ASK_WITHDRAWN || a->last_day < clock_day(d->ctx.now);
}

static int by_rank(const void *x, const void *y)
{
    const struct ask_row *a = x, *b = y;
    const int64_t m = ask_rank(&a->ask), n = ask_rank(&b->ask);
    if (m != n)
        return m < n ? -1 : 1;
    return (a->ask.id > b->ask.id) - (a->ask.id < b->ask.id);
}

enum err asks_read(struct desk *d, struct ask_rows *out)
{
    struct all all;
    TRY(read_all(d, &all));
    *out = (struct ask_rows){.v = ARENA_ARRAY(d->ctx.secret, struct ask_row, all.n + 1),
                             .damaged = all.damaged};
    for (size_t i = 0; i < all.n; i++)
        if (!is_gone(d, &all.v[i].ask))
            out->v[out->n++] = (struct ask_row){all.v[i].ask, all.v[i].waiting};
    if (out->n != 0)
        qsort(out->v, out->n, sizeof *out->v, by_rank);
    return ERR_OK;
}

enum err asks_find(struct desk *d, uint64_t id, struct ask *out)
{
    struct all all;
    TRY(read_all(d, &all));
    const struct there *t = find(&all, id);
    if (!t || is_gone(d, &t->ask))
        return ERR_NOT_FOUND;
    *out = t->ask;
    return ERR_OK;
}

/* ---- writing -------------------------------------------------------------------------------- */

static enum err keep(struct desk *d, struct there *t)
{
    if (is_gone(d, &t->ask))
        return t->seq ? record_delete(d->s, stream_of(d), t->seq) : ERR_OK;
    struct str body = fund_ask_pack(d->ctx.secret, &t->ask);
    if (t->seq)
        return record_rewrite(d->s, stream_of(d), t->seq, t->ask.last_day, body);
    return record_append(d->s, stream_of(d), t->ask.last_day, body, &t->seq);
}

/* Takes the letters in and gives what is there then. */
static enum err sorted(struct desk *d, struct all *all)
{
    TRY(read_all(d, all));
    for (size_t i = 0; i < all->n; i++)
        if (all->v[i].waiting)
            TRY(keep(d, &all->v[i]));
    for (size_t i = 0; i < all->letters.n; i++)
        TRY(inbox_take(d->s, &all->letters.v[i].id));
    return ERR_OK;
}

enum err asks_sort(struct desk *d)
{
    struct all all;
    return sorted(d, &all);
}

/* To who asked. A mailbox that is full holds up nobody; the letter outlives the request. */
static enum err tell(struct desk *d, const struct ask *a, int32_t day, struct fund_letter *l)
{
    l->ask = a->id;
    l->turn = a->turn;
    l->at = d->ctx.now;
    l->keepers = true;
    l->name = desk_byline(d);
    l->has_about = true;
    l->about = *a;
    enum err e = mailbox_drop(&d->ctx, &a->reply, day, fund_letter_pack(d->ctx.secret, l));
    return e == ERR_TOO_MANY ? ERR_OK : e;
}

static enum err pay(struct desk *d, const struct ask *a, int box, uint32_t *number)
{
    struct ledger_entry e;
    TRY(ledger_entry_make(a->loan ? LEDGER_IS_LENT : LEDGER_IS_PAID, box, a->kind, a->amount, &e));
    enum err done = fund_book_in(d, a->fund, &e);
    *number = e.number;
    return done == ERR_CONFLICT ? ERR_TOO_LARGE : done;
}

static enum err move(struct desk *d, struct ask *a, const struct ask_doing *doing)
{
    struct ask_desk desk;
    struct ask_by by;
    uint32_t entry = 0;
    asks_by(d, a, &desk, &by);
    TRY(ask_may(a, &by, doing->move));
    if (doing->move == ASK_PAY) {
        TRY(pay(d, a, doing->box, &entry));
        TRY(fund_board_put(d));
    }
    return ask_do(a, &by, doing->move, doing->words, entry, d->ctx.now);
}

/* What who asked is told at once; the steps in between stay among the keepers. */
static bool is_told(const struct ask *a, enum ask_move move)
{
    return move == ASK_PAY || a->state == ASK_APPROVED || ask_is_over(a);
}

enum err asks_do(struct desk *d, uint64_t id, const struct ask_doing *doing)
{
    DB_TX struct db_tx tx = {0};
    struct all all;
    TRY(db_tx_begin(&tx, d->ctx.db));
    TRY(sorted(d, &all));
    struct there *t = find(&all, id);
    if (!t || is_gone(d, &t->ask))
        return ERR_NOT_FOUND;
    const int32_t day = t->ask.last_day;
    TRY(move(d, &t->ask, doing));
    t->ask.turn++;
    fund_ask_say(d->ctx.secret, &t->ask,
                 &(struct ask_said){.at = d->ctx.now,
                                    .keepers = true,
                                    .name = d->me->persona.name,
                                    .words = doing->words,
                                    .moves = true,
                                    .move = doing->move});
    TRY(keep(d, t));
    struct fund_letter l = {.moves = true, .move = doing->move, .words = doing->words};
    if (is_told(&t->ask, doing->move))
        TRY(tell(d, &t->ask, day, &l));
    TRY(desk_turn(d));
    return db_tx_commit(&tx);
}

enum err asks_say(struct desk *d, uint64_t id, struct str words)
{
    DB_TX struct db_tx tx = {0};
    struct all all;
    struct fund_letter l = {.words = words};
    TRY(db_tx_begin(&tx, d->ctx.db));
    TRY(sorted(d, &all));
    struct there *t = find(&all, id);
    if (!t || is_gone(d, &t->ask))
        return ERR_NOT_FOUND;
    t->ask.turn++;
    fund_ask_say(
        d->ctx.secret, &t->ask,
        &(struct ask_said){
            .at = d->ctx.now, .keepers = true, .name = d->me->persona.name, .words = words});
    TRY(keep(d, t));
    TRY(tell(d, &t->ask, t->ask.last_day, &l));
    TRY(desk_turn(d));
    return db_tx_commit(&tx);
}

enum err asks_end(struct desk *d)
{
    struct all all;
    TRY(read_all(d, &all));
    for (size_t i = 0; i < all.n; i++) {
        struct fund_letter l = {.ended = true};
        all.v[i].ask.turn++;
        if (!ask_is_over(&all.v[i].ask) && !is_gone(d, &all.v[i].ask))
            TRY(tell(d, &all.v[i].ask, all.v[i].ask.last_day, &l));
    }
    return record_delete_stream(d->s, stream_of(d));
}
