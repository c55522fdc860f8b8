/* An ask that also stands on the board: what coordinators do with it is done there, too, in the
 * same transaction, so that a member who claims it and a coordinator who lets somebody help cannot
 * both be first. */
#include "aid/board.h"
#include "aid/case_pages.h"
#include "members/commons.h"

enum err case_board_free(const struct req *req, const struct case_at *c)
{
    struct commons commons;
    struct aid_card there;
    const struct aid_card *card = &c->t.card;
    if (card->board == 0)
        return ERR_OK;
    TRY(commons_open(req, &commons));
    enum err e = board_get(commons.s, board_place(card), c->id, &there);
    if (e == ERR_NOT_FOUND)
        return ERR_OK;
    TRY(e);
    return there.loop.state <= LOOP_TRIAGED ? ERR_OK : ERR_CONFLICT;
}

enum err case_board_follow(const struct req *req, struct case_at *c)
{
    struct commons commons;
    const struct shelf_place at = board_place(&c->t.card);
    if (at.seq == 0)
        return ERR_OK;
    TRY(commons_open(req, &commons));
    enum err e = case_read(&c->d, AID_ASK, c->t.at, c->id, &c->t);
    if (e == ERR_NOT_FOUND)
        e = board_take(commons.s, at, c->id);
    else if (e == ERR_OK)
        e = board_follow(commons.s, &c->t.card, at, c->t.turn);
    TRY(e);
    return commons_turn(req, &commons);
}
