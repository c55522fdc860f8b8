#include "aid/closing.h"

#include "base/clock.h"

/* ---- closing ----------------------------------------------------------------------------------
 */

enum due { DUE_NOTHING, DUE_WORD, DUE_THANKS, DUE_HELD };

static enum due due_of(const struct aid_card *c, const struct surge *s)
{
    if (c->loop.asked < s->since || c->loop.asked > surge_end_of(s))
        return DUE_NOTHING;
    if (c->loop.state == LOOP_OPEN || c->loop.state == LOOP_TRIAGED)
        return DUE_WORD;
    if (c->helper.id != 0 && c->loop.state >= LOOP_HANDED && c->loop.state < LOOP_GONE &&
        !(c->counted & AID_CARD_THANKED))
        return DUE_THANKS;
    return c->loop.state < LOOP_CONFIRMED ? DUE_HELD : DUE_NOTHING;
}

static void count(const struct aid_card *c, const struct surge *s, struct closing *out)
{
    switch (due_of(c, s)) {
    case DUE_WORD:
    case DUE_THANKS:
        out->left++;
        break;
    case DUE_HELD:
        out->held++;
        break;
    case DUE_NOTHING:
        break;
    }
}

enum err closing_look(struct desk *d, const struct surge *s, struct closing *out)
{
    struct case_rows rows;
    *out = (struct closing){0};
    TRY(cases_list(d, AID_ASK, &rows));
    for (size_t i = 0; i < rows.n; i++)
        count(&rows.v[i].card, s, out);
    return ERR_OK;
}

static enum err write_to(struct desk *d, const struct mailbox_to *to, const struct aid_card *about,
                         enum aid_what what, int32_t day)
{
    /* Behind all that was written before, so that it has the last word. */
    struct aid_letter l = {.what = what,
                           .card = about->id,
                           .turn = UINT32_MAX / 2,
                           .at = d->ctx.now,
                           .by = LOOP_COORDINATOR,
                           .name = desk_byline(d),
                           .state = about->loop.state,
                           .has_about = what == AID_SURGE_OVER,
                           .about = *about};
    if (to->id == 0)
        return ERR_OK;
    enum err e = mailbox_drop(&d->ctx, to, day, aid_letter_pack(d->ctx.secret, &l));
    return e == ERR_TOO_MANY ? ERR_OK : e;
}

/* All but taking the card off its shelf. */
static enum err close_one(struct desk *d, struct tally *tally, const struct aid_card *card)
{
    struct aid_card gone = *card;
    TRY(aid_card_move(&gone, LOOP_COORDINATOR, LOOP_WITHDRAW, 0, d->ctx.now));
    tally_note(tally, card, &gone);
    TRY(write_to(d, &card->mailbox, &gone, AID_SURGE_OVER, card->loop.last_day));
    return case_letters_drop(d, card->id);
}

static enum err thank_one(struct desk *d, const struct aid_card *card, struct shelf_place at)
{
    struct aid_card thanked = *card;
    thanked.counted |= AID_CARD_THANKED;
    TRY(write_to(d, &card->helper, card, AID_SURGE_THANKS, card->loop.last_day));
    return shelf_change(d->s, at, &thanked);
}

/* The cards of one shelf, from `i` on: *next is the first of another. */
static enum err shelf_close(struct desk *d, struct tally *tally, const struct surge *s, size_t most,
                            const struct shelf_cards *all, size_t i, size_t *next,
                            struct closing *out)
{
    const struct shelf_place at = all->at[i];
    uint64_t gone[SHELF_CARDS];
    size_t n = 0;
    for (; i < all->n && all->at[i].day == at.day && all->at[i].seq == at.seq; i++) {
        const enum due due = due_of(&all->v[i], s);
        const bool now = (due == DUE_WORD || due == DUE_THANKS) && out->done < most;
        if (!now) {
            count(&all->v[i], s, out);
            continue;
        }
        out->done++;
        if (due == DUE_THANKS) {
            TRY(thank_one(d, &all->v[i], at));
            continue;
        }
        TRY(close_one(d, tally, &all->v[i]));
        gone[n++] = all->v[i].id;
    }
    *next = i;
    return n ? shelf_take_some(d->s, AID_ASK, at, gone, n) : ERR_OK;
}

static enum err portion(struct desk *d, struct tally *tally, const struct surge *s, size_t most,
                        struct closing *out)
{
    struct shelf_cards all;
    TRY(shelf_all(d->s, AID_ASK, NULL, &all));
    for (size_t i = 0; i < all.n;)
        TRY(shelf_close(d, tally, s, most, &all, i, &i, out));
    return ERR_OK;
}

enum err closing_some(struct desk *d, const struct surge *s, size_t most, struct closing *out)
{
    DB_TX struct db_tx tx = {0};
    struct tally tally;
    *out = (struct closing){0};
    if (s->state != SURGE_OVER)
        return ERR_CONFLICT;
    TRY(db_tx_begin(&tx, d->ctx.db));
    TRY(cases_sort(d));
    TRY(tally_begin(d, &tally));
    TRY(portion(d, &tally, s, most, out));
    TRY(tally_end(&tally));
    TRY(desk_turn(d));
    return db_tx_commit(&tx);
}

/* ---- what it came to --------------------------------------------------------------------------
 */

struct closing_range closing_range_of(uint64_t n)
{
    static const uint64_t STEPS[] = {1, 2, 5};
    struct closing_range r = {0};
    if (n == 0)
        return r;
    if (n < CLOSING_FEW)
        return (struct closing_range){.few = true, .least = 1, .most = CLOSING_FEW - 1};
    r.least = CLOSING_FEW;
    for (uint64_t ten = 10; ten <= UINT64_MAX / 100; ten *= 10)
        for (size_t i = 0; i < 3; i++) {
            r.most = ten * STEPS[i] - 1;
            if (n <= r.most)
                return r;
            r.least = ten * STEPS[i];
        }
    r.most = UINT64_MAX;
    return r;
}

int closing_median(const uint32_t waited[TALLY_WAITS])
{
    uint64_t all = 0, until = 0;
    for (int i = 0; i < TALLY_WAITS; i++)
        all += waited[i];
    for (int i = 0; i < TALLY_WAITS && all >= CLOSING_FEW; i++) {
        until += waited[i];
        if (2 * until >= all)
            return i;
    }
    return -1;
}
