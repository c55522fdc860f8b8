/* What a member asks: on the board, for the coordinators, or both; and helping from the board.
 *
 * Purpose: the list of one's own (mine.h) holds the whole ask, so nobody needs a receipt. On the
 * board stands what board.h says; letters bring claims and answers; who asks lets one person help,
 * and only then do they read more. Whoever claims is a party (MINE_HELPS) like any helper.
 *
 * Invariants: of two who claim, or of a claim and a coordinator who lets somebody help, exactly one
 * wins; cards on the board rest 14 days after their owner last said that they stand
 * (aid_card_rests): mine_stand, and every change, say so.
 *
 * Each call that writes keeps all of it or nothing. Ownership: the context's secret arena. Errors:
 * as in mine.h; ERR_CONFLICT: somebody was first, or the loop does not allow it now.
 */
#ifndef AWN_AID_MINE_ASK_H
#define AWN_AID_MINE_ASK_H

#include "aid/board.h"
#include "aid/mine.h"

/* Who is shown it. Bits. */
enum mine_shown { MINE_TO_DESK = 1, MINE_TO_BOARD = 2, MINE_TO_BOTH = 3 };

/* A new one; sent twice it is there once. */
enum err mine_ask_put(const struct space_ctx *ctx, struct viewer *v, const struct aid_card *card,
                      const struct aid_details *details, enum mine_shown shown) MUST_CHECK;

struct mine_ask {
    struct party me; /* with the board */
    struct aid_thread thread;
    bool on_board; /* it is shown there now */
    bool rests;    /* it is to be there, and is not shown any more: nobody said that it stands */
    bool accepted; /* who helps was let to help */
    bool over;     /* closed so long ago that nothing of it is shown */
    uint32_t turn; /* highest of all letters: for what is unread */
    int64_t at;    /* of the newest letter, or of the ask */
};
enum err mine_ask_now(const struct space_ctx *ctx, struct viewer *v, const struct mine *m,
                      struct mine_ask *out) MUST_CHECK;

/* Asks whoever made an offer of the board, quietly: they see kind, area, urgency, amounts and the
 * line. ERR_CONFLICT also: they were asked before, or do not want to be asked now. */
enum err mine_ask_propose(const struct space_ctx *ctx, struct viewer *v, uint64_t card,
                          struct shelf_place at, uint64_t offer, struct str words) MUST_CHECK;

/* Lets the writer of a yes, or of the claim that waits, help: `helper` is their mailbox's number.
 * They get the details; others are thanked. ERR_NOT_FOUND: they took it back. */
enum err mine_ask_accept(const struct space_ctx *ctx, struct viewer *v, uint64_t card,
                         uint64_t helper) MUST_CHECK;

/* Any other move of who asks. Who claimed it and was not let to help is thanked. */
enum err mine_ask_move(const struct space_ctx *ctx, struct viewer *v, uint64_t card,
                       enum loop_move move, struct str words) MUST_CHECK;

/* Other words, limits, another last day (party_change). */
enum err mine_ask_change(const struct space_ctx *ctx, struct viewer *v, uint64_t card,
                         const struct aid_card *now, const struct aid_details *details) MUST_CHECK;

/* Withdrawn where it goes on, off the board and the list, with all its letters. */
enum err mine_ask_end(const struct space_ctx *ctx, struct viewer *v, uint64_t card) MUST_CHECK;

/* Off the board at once, whatever becomes of the rest: for who leaves. */
enum err mine_ask_off(const struct space_ctx *ctx, struct viewer *v,
                      const struct mine *m) MUST_CHECK;

/* "They still stand": all one's cards that are to be on the board, confirmed today. */
enum err mine_stand(const struct space_ctx *ctx, struct viewer *v) MUST_CHECK;

/* ---- for who helps ---- */

/* Asks of the board that wait, as board_asks; one of them. */
enum err mine_board_asks(const struct space_ctx *ctx, struct viewer *v,
                         struct shelf_cards *out) MUST_CHECK;
enum err mine_board_ask(const struct space_ctx *ctx, struct viewer *v, struct shelf_place at,
                        uint64_t id, struct aid_card *out) MUST_CHECK;

/* "I can help with this": the ask is in the list from then on (MINE_HELPS). ERR_INVALID: it is
 * one's own. */
enum err mine_claim(const struct space_ctx *ctx, struct viewer *v, struct shelf_place at,
                    uint64_t id, struct str name, struct str words) MUST_CHECK;

#endif
