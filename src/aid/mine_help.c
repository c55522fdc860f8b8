/* What a member helps with: from the yes to the end. */
#include "aid/board.h"
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

/* Of an ask on the board: the way there, for the moves to come; and whether a claim still holds. */
static enum err board_look(const struct space_ctx *ctx, struct viewer *v, const struct mine *m,
                           struct mine_help *out)
{
    const struct aid_card *c = out->thread.found ? &out->thread.card : &m->card;
    struct aid_card there;
    struct mailbox_to me;
    if (c->board == 0 || (out->state != MINE_HELP_WAITS && out->state != MINE_HELP_ON))
        return ERR_OK;
    TRY(mine_board_enter(ctx, v, &out->me.board));
    enum err e = board_get(out->me.board, board_place(c), c->id, &there);
    if (e == ERR_NOT_FOUND) /* it arrived, or ended */
        return ERR_OK;
    TRY(e);
    mailbox_of(&me, &out->me.seed);
    if (there.helper.id != me.id && (out->state == MINE_HELP_ON || m->offer == 0))
        out->state = MINE_HELP_OVER; /* it was quiet for too long, or somebody let it go */
    return ERR_OK;
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
    return board_look(ctx, v, m, out);
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

/* The yes, or the claim, holds no longer: to the desk or to who asked. */
static enum err take_back(const struct space_ctx *ctx, const struct mine *m,
                          const struct mine_help *h)
{
    const int32_t day = m->card.loop.last_day;
    const bool asker = m->list == AID_BOARD;
    struct aid_letter l = {.what = AID_NO,
                           .card = m->card.id,
                           .turn = (h->turn > m->turn ? h->turn : m->turn) + 1,
                           .at = ctx->now,
                           .by = LOOP_HELPER,
                           .name = m->name,
                           .place = asker ? (struct shelf_place){0} : m->at};
    mailbox_of(&l.reply, &h->me.seed);
    struct str body = aid_letter_pack(ctx->secret, &l);
    enum err e = ERR_OK;
    if (h->me.board) {
        const struct board_move let_go = {
            .by = LOOP_HELPER, .me = l.reply, .move = LOOP_LET_GO, .turn = l.turn};
        e = board_move(h->me.board, board_place(&m->card), m->card.id, &let_go);
        if (e != ERR_OK && e != ERR_NOT_FOUND && e != ERR_CONFLICT)
            return e;
        e = ERR_OK;
    }
    if (asker)
        e = mailbox_drop(ctx, &m->card.mailbox, day, body);
    if (e == ERR_OK && (!asker || m->card.desk_reads))
        e = desk_drop(ctx, &DESK_COORDINATORS, day, body);
    /* nobody waits for it, or it has no room: the clock lets a quiet claim go */
    return e == ERR_NOT_FOUND || e == ERR_EXPIRED || (asker && e == ERR_TOO_MANY) ? ERR_OK : e;
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
