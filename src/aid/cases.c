#include "aid/cases.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "aid/batch.h"
#include "aid/case_inside.h"
#include "aid/inside.h"
#include "aid/plan_desk.h"
#include "aid/sheets.h"
#include "aid/surge.h"
#include "aid/tally.h"
#include "aid/thank.h"
#include "base/clock.h"

static struct stream_id history_of(struct desk *d, uint64_t id)
{
    return record_stream(d->s, "aid case", str_fmt(d->ctx.arena, "%016" PRIx64, id));
}

enum err case_history_add(struct desk *d, const struct aid_thread *t, const struct aid_letter *l)
{
    uint32_t seq;
    return record_append(d->s, history_of(d, t->card.id), t->card.loop.last_day,
                         aid_letter_pack(d->ctx.secret, l), &seq);
}

#define HISTORY_MAX 500 /* letters of one case that are read; the newest */

static enum err history_read(struct desk *d, uint64_t id, struct aid_letters *out)
{
    struct record_list all;
    TRY(record_newest(d->s, history_of(d, id), 0, 0, HISTORY_MAX, &all));
    *out = (struct aid_letters){.v = ARENA_ARRAY(d->ctx.secret, struct aid_letter, all.n)};
    for (size_t i = 0; i < all.n; i++)
        out->n +=
            !all.v[i].damaged && aid_letter_unpack(d->ctx.secret, all.v[i].body, &out->v[out->n]);
    return ERR_OK;
}

static enum err letters_waiting(struct desk *d, struct aid_letters *out)
{
    struct inbox in;
    TRY(inbox_read(d->s, &in));
    aid_letters_of(d->ctx.secret, &in, out);
    return ERR_OK;
}

static bool is_new(const struct aid_letter *l)
{
    return l->what == AID_INTAKE && l->has_about && l->about.id == l->card;
}

/* ---- finding ----------------------------------------------------------------------------------
 */

/* A card moves to another day's shelf when it is closed: who knows only the old place finds it by
 * its number. */
static enum err card_find(struct desk *d, enum aid_side side, struct shelf_place *at, uint64_t id,
                          struct aid_card *out)
{
    struct shelf_cards all;
    if (at->seq != 0 && at->day >= clock_day(d->ctx.now)) {
        enum err e = shelf_get(d->s, side, *at, id, out);
        if (e != ERR_NOT_FOUND)
            return e;
    }
    TRY(shelf_all(d->s, side, NULL, &all));
    for (size_t i = 0; i < all.n; i++) {
        if (all.v[i].id != id)
            continue;
        *at = all.at[i];
        *out = all.v[i];
        return ERR_OK;
    }
    return ERR_NOT_FOUND;
}

/* What was taken in of a case. */
static enum err case_load(struct desk *d, enum aid_side side, struct shelf_place at, uint64_t id,
                          struct aid_thread *out)
{
    struct aid_card card;
    struct aid_letters history;
    TRY(card_find(d, side, &at, id, &card));
    TRY(history_read(d, id, &history));
    TRY(batch_history(d, &card, &history));
    aid_thread_fold(d->ctx.secret, &history, d->ctx.now, out);
    out->found = true;
    out->card = card;
    out->at = at;
    return ERR_OK;
}

enum err case_read(struct desk *d, enum aid_side side, struct shelf_place at, uint64_t id,
                   struct aid_thread *out)
{
    struct aid_letters waiting;
    enum err e = case_load(d, side, at, id, out);
    if (e != ERR_OK && e != ERR_NOT_FOUND)
        return e;
    TRY(letters_waiting(d, &waiting));
    if (e == ERR_NOT_FOUND) {
        aid_thread_begin(d->ctx.secret, waiting.n, out);
        out->card.id = id;
    }
    for (size_t i = 0; i < waiting.n; i++) {
        const struct aid_batch_item *item = out->found ? NULL : batch_item(&waiting.v[i], id);
        const struct aid_letter alone =
            item ? batch_letter(&item->card, &item->details) : waiting.v[i];
        if (alone.card == id)
            aid_thread_add(d->ctx.secret, out, &alone);
    }
    if (!out->found || out->card.side != side)
        return ERR_NOT_FOUND;
    aid_card_tick(&out->card, d->ctx.now);
    return out->card.loop.state == LOOP_GONE ? ERR_NOT_FOUND : ERR_OK;
}

/* ---- the list ---------------------------------------------------------------------------------
 */

struct ranked {
    size_t place; /* of the rule, in hard times; else 0 */
    int64_t rank;
    struct case_row *row;
};

static bool is_over(const struct aid_card *c)
{
    return c->side == AID_ASK && c->loop.state >= LOOP_CONFIRMED;
}

static int by_rank(const void *x, const void *y)
{
    const struct ranked *a = x, *b = y;
    if (a->place != b->place)
        return a->place < b->place ? -1 : 1;
    if (a->rank != b->rank)
        return a->rank < b->rank ? 1 : -1;
    return (a->row->card.id > b->row->card.id) - (a->row->card.id < b->row->card.id);
}

static int64_t rank_of(const struct case_row *r, int64_t now)
{
    if (r->card.side == AID_OFFER)
        return r->card.loop.asked;
    return is_over(&r->card) ? -1 : loop_rank(&r->card.loop, now);
}

/* What a waiting letter changes on a row; the thread of one card, without its history. */
static void row_take(struct case_row *r, const struct aid_letter *l)
{
    struct aid_thread t = {.found = true, .card = r->card};
    r->waiting++;
    if (aid_thread_take(&t, l) == ERR_OK)
        r->card = t.card;
}

/* The rules by which asks stand now; *on: hard times are on. */
static enum err rules_now(struct desk *d, enum aid_side side, struct triage *out, bool *on)
{
    struct surge now;
    TRY(surge_read(&d->ctx, &now));
    *on = now.state == SURGE_ON && side == AID_ASK;
    return *on ? triage_load(d, out) : ERR_OK;
}

static void rule_take(const struct triage *rules, struct ranked *r, int64_t now)
{
    r->place = is_over(&r->row->card) ? TRIAGE_COUNT : triage_place(rules, &r->row->card, now);
    if (r->place < TRIAGE_COUNT)
        r->row->rule = rules->rules[r->place];
}

/* As cases_sort takes it in. */
static struct aid_card taken_in(struct arena *a, const struct aid_letter *l)
{
    struct aid_card card = l->about;
    card.counted = 0;
    card.said = triage_said(a, &card, l->has_details ? &l->details : NULL);
    return card;
}

enum err cases_rows(struct desk *d, enum aid_side side, const struct shelf_watch *watch,
                    struct case_rows *out)
{
    struct shelf_cards all;
    struct aid_letters waiting;
    size_t n = 0, kept = 0;
    TRY(shelf_all(d->s, side, watch, &all));
    TRY(letters_waiting(d, &waiting));
    const size_t many = batch_count(&waiting);
    struct case_row *v = ARENA_ARRAY(d->ctx.secret, struct case_row, all.n + waiting.n + many);
    for (size_t i = 0; i < all.n; i++)
        v[n++] = (struct case_row){.card = all.v[i], .at = all.at[i]};
    if (many)
        batch_rows(d, side, &waiting, &all, v, &n);
    for (size_t i = 0; i < waiting.n; i++) {
        const struct aid_letter *l = &waiting.v[i];
        if (is_new(l) && l->about.side == side)
            v[n++] = (struct case_row){.card = taken_in(d->ctx.secret, l), .waiting = 1};
        else if (l->what != AID_BATCH)
            for (size_t k = 0; k < n; k++)
                if (v[k].card.id == l->card)
                    row_take(&v[k], l);
    }
    for (size_t i = 0; i < n; i++) {
        aid_card_tick(&v[i].card, d->ctx.now);
        if (v[i].card.loop.state != LOOP_GONE)
            v[kept++] = v[i];
    }
    *out = (struct case_rows){.v = v, .n = kept, .damaged = all.damaged};
    return ERR_OK;
}

enum err cases_list(struct desk *d, enum aid_side side, struct case_rows *out)
{
    struct triage rules;
    bool by_rules;
    struct case_rows all;
    TRY(rules_now(d, side, &rules, &by_rules));
    TRY(cases_rows(d, side, NULL, &all));
    struct ranked *v = ARENA_ARRAY(d->ctx.secret, struct ranked, all.n);
    for (size_t i = 0; i < all.n; i++) {
        v[i] = (struct ranked){0, rank_of(&all.v[i], d->ctx.now), &all.v[i]};
        if (by_rules)
            rule_take(&rules, &v[i], d->ctx.now);
    }
    qsort(v, all.n, sizeof *v, by_rank);
    *out = (struct case_rows){.v = ARENA_ARRAY(d->ctx.secret, struct case_row, all.n),
                              .n = all.n,
                              .damaged = all.damaged};
    for (size_t i = 0; i < all.n; i++)
        out->v[i] = *v[i].row;
    return ERR_OK;
}

static bool details_in(const struct aid_letters *letters, uint64_t id, struct aid_details *out)
{
    for (size_t i = 0; i < letters->n; i++) {
        const struct aid_letter *l = &letters->v[i];
        const struct aid_batch_item *item = batch_item(l, id);
        if (!item && (l->card != id || !l->has_details))
            continue;
        *out = item ? item->details : l->details;
        return true;
    }
    return false;
}

enum err cases_details_of(struct desk *d, const struct aid_card *const *cards, size_t n,
                          struct aid_details *details, bool *there)
{
    struct aid_letters waiting, history;
    TRY(letters_waiting(d, &waiting));
    for (size_t i = 0; i < n; i++) {
        there[i] = details_in(&waiting, cards[i]->id, &details[i]);
        if (there[i])
            continue;
        TRY(history_read(d, cards[i]->id, &history));
        TRY(batch_history(d, cards[i], &history));
        there[i] = details_in(&history, cards[i]->id, &details[i]);
    }
    return ERR_OK;
}

/* Questions about it that nobody has answered with no. */
static int questions_open(const struct aid_letters *letters, uint64_t id)
{
    int open = 0;
    for (size_t i = 0; i < letters->n; i++)
        if (letters->v[i].card == id)
            open += (letters->v[i].what == AID_PROPOSAL) - (letters->v[i].what == AID_NO);
    return open;
}

enum err cases_refused(struct desk *d, const uint64_t *ids, size_t n, bool *refused)
{
    struct aid_letters waiting, history;
    TRY(letters_waiting(d, &waiting));
    for (size_t i = 0; i < n; i++) {
        TRY(history_read(d, ids[i], &history));
        refused[i] = questions_open(&history, ids[i]) + questions_open(&waiting, ids[i]) <= 0;
    }
    return ERR_OK;
}

/* ---- taking in --------------------------------------------------------------------------------
 */

/* Letters of a case that now ends on an earlier day. */
static enum err history_shorten(struct desk *d, const struct aid_card *card)
{
    struct record_list all;
    struct stream_id stream = history_of(d, card->id);
    TRY(record_newest(d->s, stream, 0, 0, HISTORY_MAX, &all));
    for (size_t i = 0; i < all.n; i++)
        if (!all.v[i].damaged)
            TRY(record_rewrite(d->s, stream, all.v[i].seq, card->loop.last_day, all.v[i].body));
    return ERR_OK;
}

enum err case_letters_drop(struct desk *d, uint64_t id)
{
    return record_delete_stream(d->s, history_of(d, id));
}

static enum err case_drop(struct desk *d, const struct aid_card *card, struct shelf_place at)
{
    if (card->batched.seq != 0)
        TRY(batch_forget(d, card));
    TRY(shelf_take(d->s, card->side, at, card->id));
    TRY(thank_forget(d, card->id));
    return case_letters_drop(d, card->id);
}

/* Writes back the card of a thread; a card that is gone goes with all its letters. */
enum err case_keep(struct desk *d, struct aid_thread *t)
{
    if (t->card.loop.state == LOOP_GONE)
        return case_drop(d, &t->card, t->at);
    if (t->card.loop.last_day == t->at.day)
        return shelf_change(d->s, t->at, &t->card);
    TRY(shelf_take(d->s, t->card.side, t->at, t->card.id));
    TRY(shelf_put(d->s, &t->card, &t->at));
    return history_shorten(d, &t->card);
}

static enum err take_new(struct desk *d, struct tally *tally, const struct aid_letter *l)
{
    struct aid_thread t = {.card = taken_in(d->ctx.secret, l)};
    tally_note(tally, NULL, &t.card);
    TRY(shelf_put(d->s, &t.card, &t.at));
    return case_history_add(d, &t, l);
}

enum err case_drop_softly(struct desk *d, const struct mailbox_to *to, int32_t day, struct str body)
{
    enum err e = to->id == 0 ? ERR_OK : mailbox_drop(&d->ctx, to, day, body);
    return e == ERR_TOO_MANY ? ERR_OK : e;
}

/* To who said yes: somebody else can this time. */
enum err case_thank(struct desk *d, const struct aid_letter *yes, int32_t day)
{
    const struct aid_letter l = {.what = AID_NOT_NOW,
                                 .card = yes->card,
                                 .turn = yes->turn + 1,
                                 .at = d->ctx.now,
                                 .by = LOOP_COORDINATOR,
                                 .name = desk_byline(d)};
    return case_drop_softly(d, &yes->reply, day, aid_letter_pack(d->ctx.secret, &l));
}

/* Units of an offer that nobody answers for: kept for an ask, or given back when it was let go. */
enum err case_offer_take(struct desk *d, struct shelf_place at, uint64_t id, int32_t units)
{
    struct aid_card offer;
    enum err e = card_find(d, AID_OFFER, &at, id, &offer);
    if (e == ERR_NOT_FOUND)
        return units > 0 ? ERR_CONFLICT : ERR_OK; /* given back to what has ended */
    TRY(e);
    if (units > 0 && (!aid_card_open(&offer, d->ctx.now) || offer.units - offer.taken < units))
        return ERR_CONFLICT;
    offer.taken += units;
    if (offer.taken < 0)
        offer.taken = 0;
    return shelf_change(d->s, at, &offer);
}

/* An offer that nobody answers for, and that the ask was settled with; 0: none. */
uint64_t case_given_to(const struct aid_card *ask)
{
    return ask->helper.id == 0 ? ask->offer : 0;
}

/* The ask was let go since: the offer has its units again. */
enum err case_give_back(struct desk *d, uint64_t given, const struct aid_card *ask)
{
    if (given == 0 || ask->offer != 0)
        return ERR_OK;
    return case_offer_take(d, (struct shelf_place){0}, given, -ask->units);
}

#define THANKED_DAYS 7 /* in which somebody who helps may look again */

/* One of many gets a history of its own: somebody writes about it. */
static enum err case_open(struct desk *d, enum aid_side side, struct shelf_place at, uint64_t id,
                          struct aid_thread *t)
{
    TRY(case_load(d, side, at, id, t));
    if (t->card.batched.seq == 0)
        return ERR_OK;
    const struct aid_card before = t->card;
    t->card.batched = (struct aid_batched){0};
    if (t->has_details) {
        const struct aid_letter first = batch_letter(&t->card, &t->details);
        TRY(case_history_add(d, t, &first));
    }
    TRY(batch_forget(d, &before));
    return shelf_change(d->s, t->at, &t->card);
}

static enum err take_other(struct desk *d, struct tally *tally, const struct aid_letter *l)
{
    struct aid_thread t;
    enum err e = case_open(d, AID_ASK, l->place, l->card, &t);
    if (e == ERR_NOT_FOUND) /* it has ended */
        return l->what == AID_YES ? case_thank(d, l, clock_day(d->ctx.now) + THANKED_DAYS) : ERR_OK;
    TRY(e);
    const struct aid_card before = t.card;
    aid_card_tick(&t.card, l->at);
    if (l->what == AID_YES && !aid_card_open(&t.card, d->ctx.now))
        TRY(case_thank(d, l, t.card.loop.last_day));
    if (aid_thread_take(&t, l) == ERR_OK) {
        tally_note(tally, &before, &t.card);
        TRY(case_give_back(d, case_given_to(&before), &t.card));
        TRY(case_keep(d, &t));
    }
    TRY(thank_keep(d, &t.card, l));
    return t.card.loop.state == LOOP_GONE ? ERR_OK : case_history_add(d, &t, l);
}

#define BATCHES_AT_ONCE 100 /* of a large table; the others wait for the next one who writes */

/* Takes in what waits. Of many batches some, and the one that holds the ask `id`. */
static enum err sort(struct desk *d, uint64_t id)
{
    struct aid_letters waiting;
    struct map there;
    struct tally tally;
    size_t batches = 0;
    TRY(letters_waiting(d, &waiting));
    if (waiting.n == 0)
        return ERR_OK;
    TRY(tally_begin(d, &tally));
    if (batch_count(&waiting) != 0)
        TRY(batch_there_make(d, &there));
    for (size_t i = 0; i < waiting.n; i++) {
        const struct aid_letter *l = &waiting.v[i];
        if (l->what == AID_BATCH) {
            if (++batches > BATCHES_AT_ONCE && (id == 0 || !batch_item(l, id)))
                continue;
            TRY(l->nbatch ? batch_take(d, l, &there, &tally) : ERR_OK);
        } else {
            TRY(is_new(l) ? take_new(d, &tally, l) : take_other(d, &tally, l));
        }
        TRY(inbox_take(d->s, &l->id));
    }
    return tally_end(&tally);
}

enum err cases_sort(struct desk *d)
{
    return sort(d, 0);
}

enum err case_begin(struct desk *d, struct shelf_place at, uint64_t id, struct aid_thread *out)
{
    TRY(sort(d, id));
    TRY(case_open(d, AID_ASK, at, id, out));
    const struct aid_card before = out->card;
    if (aid_card_tick(&out->card, d->ctx.now)) {
        TRY(tally_once(d, &before, &out->card));
        TRY(case_give_back(d, case_given_to(&before), &out->card));
        TRY(case_keep(d, out));
    }
    return out->card.loop.state == LOOP_GONE ? ERR_NOT_FOUND : ERR_OK;
}

enum err cases_end(struct desk *d)
{
    struct shelf_cards all;
    for (enum aid_side side = AID_ASK; side <= AID_OFFER; side++) {
        TRY(shelf_all(d->s, side, NULL, &all));
        for (size_t i = 0; i < all.n; i++)
            TRY(case_drop(d, &all.v[i], all.at[i]));
    }
    TRY(plan_asked_end(d));
    TRY(sheets_end(d));
    TRY(triage_drop(d));
    TRY(batch_end(d));
    TRY(thank_end(d));
    return tally_drop(d);
}
