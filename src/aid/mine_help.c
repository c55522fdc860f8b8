/* What a member helps with: from the yes to the end. */
#include "aid/coordinators.h"
#include "aid/mine_inside.h"
#include "base/clock.h"

static bool was_thanked(const struct aid_letters *all)
{
    return all->n != 0 && all->v[all->n - 1].what == AID_NOT_NOW;
}

static enum mine_help_state state_of(const struct mine_help *h, const struct aid_letters *all,
                                     int64_t now)
{
    const struct aid_card *c = &h->thread.card;
    if (was_thanked(all))
        return MINE_HELP_SPARE;
    if (!h->thread.found)
        return MINE_HELP_WAITS;
    struct mailbox_to me;
    mailbox_of(&me, &h->me.seed);
    return c->loop.last_day >= clock_day(now) && c->loop.state != LOOP_GONE && c->helper.id == me.id
               ? MINE_HELP_ON
               : MINE_HELP_OVER;
}

enum err mine_help(const struct space_ctx *ctx, struct viewer *v, const struct mine *m,
                   struct mine_help *out)
{
    struct aid_letters all;
    *out = (struct mine_help){.me = {.as = LOOP_HELPER}, .at = m->since};
    mine_seed(v, MINE_HELPS, m->card.id, &out->me.seed);
    TRY(mine_letters(ctx, v, MINE_HELPS, m->card.id, &all));
    aid_thread_fold(ctx->secret, &all, ctx->now, &out->thread);
    for (size_t i = 0; i < all.n; i++) {
        if (all.v[i].turn > out->turn)
            out->turn = all.v[i].turn;
        if (all.v[i].at > out->at)
            out->at = all.v[i].at;
    }
    out->state = state_of(out, &all, ctx->now);
    return ERR_OK;
}

/* Marks an offer that can be given once as given. */
static enum err offer_given(const struct space_ctx *ctx, struct viewer *v, uint64_t id,
                            int32_t units)
{
    struct space *own, *board;
    struct mine offer;
    TRY(mine_enter(ctx, v, &own));
    enum err e = mine_find_in(ctx, own, MINE_OFFERS, id, &offer);
    if (e == ERR_NOT_FOUND || (e == ERR_OK && offer.card.repeat != AID_ONCE))
        return ERR_OK;
    TRY(e);
    int32_t left = offer.card.units - offer.card.taken;
    offer.card.taken += units < left ? units : left;
    if (offer.at.seq != 0) {
        struct aid_card there;
        TRY(mine_board_enter(ctx, v, &board));
        e = shelf_get(board, AID_OFFER, offer.at, id, &there);
        if (e == ERR_OK) {
            there.taken = offer.card.taken;
            TRY(shelf_change(board, offer.at, &there));
            TRY(mine_board_turn(v, board));
        } else if (e != ERR_NOT_FOUND) {
            return e;
        }
    }
    return mine_keep(ctx, v, own, &offer);
}

enum err mine_help_hand(const struct space_ctx *ctx, struct viewer *v, const struct mine *m,
                        struct mine_help *h, enum party_spent spent, struct str words)
{
    DB_TX struct db_tx tx = {0};
    TRY(db_tx_begin(&tx, ctx->db));
    TRY(party_hand(ctx, &h->me, &h->thread, spent, words));
    TRY(offer_given(ctx, v, m->offer, m->card.units));
    return db_tx_commit(&tx);
}

/* To the desk: the yes holds no longer. */
static enum err take_back(const struct space_ctx *ctx, const struct mine *m,
                          const struct mine_help *h)
{
    struct aid_letter l = {.what = AID_NO,
                           .card = m->card.id,
                           .turn = (h->turn > m->turn ? h->turn : m->turn) + 1,
                           .at = ctx->now,
                           .by = LOOP_HELPER,
                           .name = m->name,
                           .place = m->at};
    mailbox_of(&l.reply, &h->me.seed);
    enum err e =
        desk_drop(ctx, &DESK_COORDINATORS, m->card.loop.last_day, aid_letter_pack(ctx->secret, &l));
    return e == ERR_NOT_FOUND || e == ERR_EXPIRED ? ERR_OK : e; /* nobody waits for it */
}

enum err mine_help_end(const struct space_ctx *ctx, struct viewer *v, uint64_t card)
{
    DB_TX struct db_tx tx = {0};
    struct space *own;
    struct mine m;
    struct mine_help h;

    TRY(db_tx_begin(&tx, ctx->db));
    TRY(mine_enter(ctx, v, &own));
    TRY(mine_find_in(ctx, own, MINE_HELPS, card, &m));
    TRY(mine_help(ctx, v, &m, &h));
    switch (h.state) {
    case MINE_HELP_WAITS:
    case MINE_HELP_SPARE:
        TRY(take_back(ctx, &m, &h));
        break;
    case MINE_HELP_ON:
        TRY(party_forget(ctx, &h.me, &h.thread));
        break;
    case MINE_HELP_OVER:
        break;
    }
    TRY(mine_letters_drop(ctx, v, MINE_HELPS, card));
    TRY(mine_drop(v, own, &m));
    return db_tx_commit(&tx);
}
