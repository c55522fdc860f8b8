/* What coordinators do with a case, and whom they tell. */
#include "aid/case_inside.h"
#include "aid/inside.h"
#include "aid/tally.h"
#include "base/clock.h"

/* Keeps the letter with the case and sends it to both people. What it says must outlive all other
 * letters in their mailboxes, or an ask that was closed would look open there again: it ends on
 * `day`, the last one that the ask had before. */
static enum err tell(struct desk *d, const struct aid_thread *t, const struct mailbox_to *helper,
                     int32_t day, struct aid_letter *l)
{
    l->card = t->card.id;
    l->turn = t->turn + 1;
    l->at = d->ctx.now;
    l->by = LOOP_COORDINATOR;
    if (l->what != AID_ACCEPTED) /* it brings the helper's own */
        l->name = desk_byline(d);
    l->place = t->at;
    l->state = t->card.loop.state;
    struct str body = aid_letter_pack(d->ctx.secret, l);
    if (t->card.loop.state != LOOP_GONE)
        TRY(case_history_add(d, t, l));
    TRY(case_drop_softly(d, &t->card.mailbox, day, body));
    return case_drop_softly(d, helper, day, body);
}

enum err case_tell_words(struct desk *d, struct aid_thread *t, struct str words)
{
    struct aid_letter l = {.what = AID_SAYS, .words = words};
    return tell(d, t, &t->card.helper, t->at.day, &l);
}

enum err case_say(struct desk *d, struct shelf_place at, uint64_t id, struct str words)
{
    DB_TX struct db_tx tx = {0};
    struct aid_thread t;
    TRY(db_tx_begin(&tx, d->ctx.db));
    TRY(case_begin(d, at, id, &t));
    TRY(case_tell_words(d, &t, words));
    TRY(desk_turn(d));
    return db_tx_commit(&tx);
}

enum err case_move_tell(struct desk *d, struct aid_thread *t, const enum loop_move *moves, size_t n,
                        const struct aid_meeting *meeting, struct str words)
{
    struct aid_letter l = {.what = AID_MOVED, .moves = true, .move = moves[n - 1], .words = words};
    const struct aid_card before = t->card;
    const struct mailbox_to helper = before.helper;
    const int32_t day = t->at.day;
    const int64_t meet = meeting ? meeting->at : 0;
    for (size_t i = 0; i < n; i++)
        TRY(aid_card_move(&t->card, LOOP_COORDINATOR, moves[i], meet, d->ctx.now));
    TRY(tally_once(d, &before, &t->card));
    TRY(case_give_back(d, case_given_to(&before), &t->card));
    TRY(case_keep(d, t));
    if (meeting)
        l.meeting = *meeting;
    l.has_about = true;
    l.about = t->card;
    return tell(d, t, &helper, day, &l);
}

enum err case_move(struct desk *d, struct shelf_place at, uint64_t id, enum loop_move move,
                   const struct aid_meeting *meeting, struct str words)
{
    DB_TX struct db_tx tx = {0};
    struct aid_thread t;

    if (move == LOOP_REIMBURSE) /* case_repay */
        return ERR_DENIED;
    TRY(db_tx_begin(&tx, d->ctx.db));
    TRY(case_begin(d, at, id, &t));
    TRY(case_move_tell(d, &t, &move, 1, meeting, words));
    TRY(desk_turn(d));
    return db_tx_commit(&tx);
}

const struct roster_entry *case_agreed(const struct desk *d, const struct aid_thread *t)
{
    for (size_t i = t->said.n; i-- > 0 && !t->said.v[i].moves;) {
        const struct aid_letter *l = &t->said.v[i];
        const struct roster_entry *who =
            l->what == AID_AGREED ? roster_find(&d->roster, &l->agreed) : NULL;
        if (who && roster_is_person(who))
            return who;
    }
    return NULL;
}

static enum err agree(struct desk *d, const struct aid_thread *t, struct str words)
{
    const struct aid_letter l = {.what = AID_AGREED,
                                 .card = t->card.id,
                                 .turn = t->turn + 1,
                                 .at = d->ctx.now,
                                 .by = LOOP_COORDINATOR,
                                 .name = desk_byline(d),
                                 .words = words,
                                 .state = t->card.loop.state,
                                 .agreed = d->me->tag};
    return case_history_add(d, t, &l);
}

enum err case_repay(struct desk *d, struct shelf_place at, uint64_t id, struct str words,
                    enum case_repaid *out)
{
    DB_TX struct db_tx tx = {0};
    struct aid_thread t;

    TRY(db_tx_begin(&tx, d->ctx.db));
    TRY(case_begin(d, at, id, &t));
    if (!loop_may(&t.card.loop, LOOP_COORDINATOR, LOOP_REIMBURSE))
        return ERR_CONFLICT;
    const struct roster_entry *first = case_agreed(d, &t);
    *out = first && first != d->me ? CASE_REPAID_DONE : CASE_REPAID_AGREED;
    if (!first)
        TRY(agree(d, &t, words));
    else if (first != d->me)
        TRY(case_move_tell(d, &t, &(enum loop_move){LOOP_REIMBURSE}, 1, NULL, words));
    TRY(desk_turn(d));
    return db_tx_commit(&tx);
}

enum err case_give(struct desk *d, struct shelf_place at, uint64_t id,
                   const struct case_offer *offer, struct str words)
{
    DB_TX struct db_tx tx = {0};
    struct aid_thread t;
    struct aid_letter l = {.what = AID_MOVED, .moves = true, .move = LOOP_CLAIM, .words = words};

    TRY(db_tx_begin(&tx, d->ctx.db));
    TRY(case_begin(d, at, id, &t));
    if (!aid_card_open(&t.card, d->ctx.now))
        return ERR_CONFLICT;
    const struct aid_card before = t.card;
    const int32_t day = t.at.day;
    TRY(case_offer_take(d, offer->at, offer->id, t.card.units));
    TRY(aid_card_move(&t.card, LOOP_COORDINATOR, LOOP_CLAIM, 0, d->ctx.now));
    TRY(tally_once(d, &before, &t.card));
    t.card.offer = offer->id;
    TRY(case_keep(d, &t));
    l.has_about = true;
    l.about = t.card;
    TRY(tell(d, &t, &t.card.helper, day, &l));
    TRY(desk_turn(d));
    return db_tx_commit(&tx);
}

/* Of an ask, as much as somebody who is asked may know. */
static struct aid_card shown(const struct aid_card *c)
{
    struct aid_card some = *c;
    some.mailbox = some.helper = (struct mailbox_to){0};
    some.offer = 0;
    some.loop.missed = 0;
    return some;
}

static enum err offer_mark(struct desk *d, const struct case_offer *offer, struct aid_card *out)
{
    struct space *where = offer->board ? offer->board : d->s;
    TRY(shelf_get(where, AID_OFFER, offer->at, offer->id, out));
    if (!aid_card_open(out, d->ctx.now))
        return ERR_CONFLICT;
    out->requests++;
    out->requested = clock_day(d->ctx.now);
    return shelf_change(where, offer->at, out);
}

enum err case_propose(struct desk *d, struct shelf_place at, uint64_t id,
                      const struct case_offer *offer, struct str words)
{
    DB_TX struct db_tx tx = {0};
    struct aid_thread t;
    struct aid_card card;
    struct aid_letter l = {.what = AID_PROPOSAL, .words = words};

    TRY(db_tx_begin(&tx, d->ctx.db));
    TRY(case_begin(d, at, id, &t));
    if (!aid_card_open(&t.card, d->ctx.now))
        return ERR_CONFLICT;
    for (size_t i = 0; i < t.said.n; i++)
        if (t.said.v[i].what == AID_PROPOSAL && t.said.v[i].about.id == offer->id)
            return ERR_CONFLICT;
    TRY(offer_mark(d, offer, &card));
    l.card = t.card.id;
    l.turn = t.turn + 1;
    l.at = d->ctx.now;
    l.by = LOOP_COORDINATOR;
    l.name = desk_byline(d);
    l.place = t.at;
    l.state = t.card.loop.state;
    l.has_about = true;
    l.about = shown(&t.card);
    if (card.mailbox.id != 0) /* who offers by a table is asked by other means */
        TRY(mailbox_drop(&d->ctx, &card.mailbox, t.card.loop.last_day,
                         aid_letter_pack(d->ctx.secret, &l)));
    l.about = shown(&card); /* the case remembers whom it asked */
    TRY(case_history_add(d, &t, &l));
    TRY(desk_turn(d));
    return db_tx_commit(&tx);
}

/* Did its writer take it back since? */
static bool taken_back(const struct aid_thread *t, size_t letter)
{
    for (size_t i = letter + 1; i < t->said.n; i++)
        if (t->said.v[i].what == AID_NO && t->said.v[i].reply.id == t->said.v[letter].reply.id)
            return true;
    return false;
}

enum err case_accept(struct desk *d, struct shelf_place at, uint64_t id, size_t letter)
{
    DB_TX struct db_tx tx = {0};
    struct aid_thread t;

    TRY(db_tx_begin(&tx, d->ctx.db));
    TRY(case_begin(d, at, id, &t));
    if (letter >= t.said.n || t.said.v[letter].what != AID_YES || t.said.v[letter].reply.id == 0 ||
        taken_back(&t, letter))
        return ERR_NOT_FOUND;
    const struct aid_letter *yes = &t.said.v[letter];
    const struct aid_card before = t.card;
    TRY(aid_card_move(&t.card, LOOP_COORDINATOR, LOOP_CLAIM, 0, d->ctx.now));
    t.card.helper = yes->reply;
    t.card.offer = yes->has_about ? yes->about.id : 0;
    TRY(tally_once(d, &before, &t.card));
    TRY(case_keep(d, &t));
    struct aid_letter l = {.what = AID_ACCEPTED,
                           .moves = true,
                           .move = LOOP_CLAIM,
                           .name = yes->name,
                           .words = yes->words,
                           .has_about = true,
                           .about = t.card,
                           .has_details = true,
                           .details = t.details};
    for (size_t i = 0; i < t.said.n; i++)
        if (t.said.v[i].what == AID_YES && t.said.v[i].reply.id != yes->reply.id)
            TRY(case_thank(d, &t.said.v[i], t.at.day));
    TRY(tell(d, &t, &t.card.helper, t.at.day, &l));
    TRY(desk_turn(d));
    return db_tx_commit(&tx);
}
