/* Carrying out what was accepted: each pair is looked at again, in the transaction that writes. */
#include "aid/plan_desk.h"

/* What waited in the inbox stands on shelves once; then everything is found where it is. */
static enum err placed(struct plan_doing *x)
{
    if (x->sorted)
        return ERR_OK;
    TRY(cases_sort(x->desk));
    x->sorted = true;
    return ERR_OK;
}

/* Where a card of the desk stands that had no place when the plan was made. */
static enum err place_of(struct plan_doing *x, enum aid_side side, uint64_t id,
                         struct shelf_place *at)
{
    struct case_rows *rows = &x->placed[side == AID_ASK ? 0 : 1];
    if (at->seq != 0)
        return ERR_OK;
    if (!rows->v)
        TRY(cases_rows(x->desk, side, NULL, rows));
    for (size_t i = 0; i < rows->n; i++)
        if (rows->v[i].card.id == id) {
            *at = rows->v[i].at;
            return ERR_OK;
        }
    return ERR_NOT_FOUND;
}

/* One of the two as it is now; false: it is gone, or of no use any more. */
static enum err card_now(struct plan_doing *x, struct plan_card *c, bool *open,
                         struct aid_card *out)
{
    struct space *s = c->board ? x->commons->s : x->desk->s;
    enum err e = place_of(x, c->card.side, c->card.id, &c->at);
    if (e == ERR_OK)
        e = shelf_get(s, c->card.side, c->at, c->card.id, out);
    *open = false;
    if (e == ERR_NOT_FOUND)
        return ERR_OK;
    TRY(e);
    aid_card_tick(out, x->req->now);
    *open = aid_card_open(out, x->req->now);
    return ERR_OK;
}

static enum plan_outcome outcome_of(enum err e, bool asked)
{
    if (e == ERR_CONFLICT)
        return asked ? PLAN_OUT_BEFORE : PLAN_OUT_PART;
    if (e == ERR_TOO_MANY)
        return PLAN_OUT_FULL;
    if (e == ERR_NOT_FOUND)
        return PLAN_OUT_ASK_CHANGED;
    return asked ? PLAN_OUT_ASKED : PLAN_OUT_GIVEN;
}

static enum err carry_out(struct plan_doing *x, const struct plan_card *ask,
                          const struct plan_card *offer, const struct aid_card *now,
                          enum plan_outcome *out)
{
    const bool asked = now->mailbox.id != 0;
    const struct case_offer it = {offer->board ? x->commons->s : NULL, offer->at, now->id};
    const enum err e = asked ? case_propose(x->desk, ask->at, ask->card.id, &it, STR_NONE)
                             : case_give(x->desk, ask->at, ask->card.id, &it, STR_NONE);
    if (e != ERR_CONFLICT && e != ERR_TOO_MANY && e != ERR_NOT_FOUND)
        TRY(e);
    *out = outcome_of(e, asked);
    return ERR_OK;
}

enum err plan_desk_accept(struct plan_doing *x, const struct plan_line *line,
                          enum plan_outcome *out)
{
    struct plan_card *ask = &x->plan->asks.v[line->ask];
    struct plan_card *offer = &x->plan->offers.v[line->offer];
    struct aid_card ask_now, offer_now;
    struct fit fit;
    bool open;
    if (line->outcome == PLAN_OUT_ASKED || line->outcome == PLAN_OUT_GIVEN) {
        *out = line->outcome; /* a form that came twice */
        return ERR_OK;
    }
    TRY(placed(x));
    TRY(card_now(x, ask, &open, &ask_now));
    *out = PLAN_OUT_ASK_CHANGED;
    if (!open)
        return ERR_OK;
    TRY(card_now(x, offer, &open, &offer_now));
    *out = PLAN_OUT_OFFER_CHANGED;
    if (!open || offer_now.units - offer_now.taken < line->units)
        return ERR_OK;
    plan_desk_fit(x->plan, &ask_now, &offer_now, x->req->now, &fit);
    *out = PLAN_OUT_NO_FIT;
    if (!fit.allowed)
        return ERR_OK;
    return carry_out(x, ask, offer, &offer_now, out);
}
