/* Helping from the board: who says first that they can. */
#include "aid/coordinators.h"
#include "aid/mine_ask.h"
#include "aid/mine_inside.h"
#include "members/own.h"

enum err mine_board_asks(const struct space_ctx *ctx, struct viewer *v, struct shelf_cards *out)
{
    struct space *board;
    TRY(mine_board_enter(ctx, v, &board));
    return board_asks(board, out);
}

enum err mine_board_ask(const struct space_ctx *ctx, struct viewer *v, struct shelf_place at,
                        uint64_t id, struct aid_card *out)
{
    struct space *board;
    TRY(mine_board_enter(ctx, v, &board));
    return board_get(board, at, id, out);
}

/* To who asks, and to the coordinators if they look after it: a desk that is full or gone stops
 * nobody, because the board says who was first. */
static enum err claim_tell(const struct space_ctx *ctx, const struct aid_card *card,
                           const struct mine *help, const struct key *seed)
{
    struct aid_letter l = {.what = AID_CLAIMS,
                           .card = card->id,
                           .turn = help->turn,
                           .at = ctx->now,
                           .by = LOOP_HELPER,
                           .name = help->name,
                           .words = help->words,
                           .state = LOOP_CLAIMED};
    const int32_t day = card->loop.last_day;
    mailbox_of(&l.reply, seed);
    struct str body = aid_letter_pack(ctx->secret, &l);
    TRY(mailbox_drop(ctx, &card->mailbox, day, body));
    enum err e = card->desk_reads ? desk_drop(ctx, &DESK_COORDINATORS, day, body) : ERR_OK;
    return e == ERR_TOO_MANY || e == ERR_NOT_FOUND ? ERR_OK : e;
}

/* One's own list has an ask once, however often one helped with it. */
static enum err help_of(const struct space_ctx *ctx, struct space *own, uint64_t id,
                        struct mine *out)
{
    enum err e = mine_find_in(ctx, own, MINE_HELPS, id, out);
    if (e == ERR_NOT_FOUND)
        *out = (struct mine){.role = MINE_HELPS};
    return e == ERR_NOT_FOUND ? ERR_OK : e;
}

enum err mine_claim(const struct space_ctx *ctx, struct viewer *v, struct shelf_place at,
                    uint64_t id, struct str name, struct str words)
{
    DB_TX struct db_tx tx = {0};
    struct space *board, *own;
    struct aid_card card;
    struct mine help, mine;
    struct board_move m = {.by = LOOP_OTHER, .move = LOOP_CLAIM};
    struct key seed;

    TRY(db_tx_begin(&tx, ctx->db));
    TRY(mine_board_enter(ctx, v, &board));
    TRY(board_get(board, at, id, &card));
    enum err e = mine_find(ctx, v, MINE_ASKS, id, &mine);
    if (e != ERR_NOT_FOUND)
        return e == ERR_OK ? ERR_INVALID : e;
    mine_seed(v, MINE_HELPS, id, &seed);
    mailbox_of(&m.me, &seed);
    m.turn = card.turn + 1;
    TRY(board_move(board, at, id, &m));
    TRY(own_make(ctx, v, &own));
    TRY(help_of(ctx, own, id, &help));
    TRY(mine_letters_drop(ctx, v, MINE_HELPS, id)); /* of the last time */
    help.card = card;
    help.list = AID_BOARD;
    help.at = at;
    help.since = ctx->now;
    help.name = name;
    help.words = words;
    help.offer = 0;
    help.turn = m.turn;
    e = claim_tell(ctx, &card, &help, &seed);
    key_wipe(&seed);
    TRY(e);
    TRY(mine_keep(ctx, v, own, &help));
    TRY(mine_board_turn(v, board));
    return db_tx_commit(&tx);
}
