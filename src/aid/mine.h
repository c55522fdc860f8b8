/* What is one's own in mutual aid: what a member offers, asks, and helps with.
 *
 * Purpose: no card says whose it is, so a member's own list does: stream "aid mine" of the own
 * space (members/own.h), one record a card. The mailbox behind each has a seed that is derived from
 * the keyring's and the card's number, so that nothing but the number is kept:
 *
 *     seed = BLAKE2b(keyring's seed, "awn aid offer" | "awn aid ask" | "awn aid help", card id)
 *
 * An offer stands on the board (the commons) or rests: then only this list has it. What somebody
 * helps with begins as a yes to a letter in the mailbox of an offer; until the coordinators accept
 * it the list holds what they asked, then the mailbox holds the rest (party.h, LOOP_HELPER).
 *
 * Invariants: at most MINE_MAX of each; a record ends on its card's last day, and so does the card
 * on the board. Nobody but the person opens any of it. Nothing counts what somebody answered.
 *
 * Each call that writes keeps all of it or nothing. Ownership: the context's secret arena. Errors:
 * ERR_DENIED: not of the network (any more); ERR_NOT_FOUND: no such card of one's own, or there are
 * no coordinators; ERR_TOO_MANY: the list is full, or the coordinators' desk is.
 */
#ifndef AWN_AID_MINE_H
#define AWN_AID_MINE_H

#include <jansson.h>

#include "aid/party.h"
#include "members/members.h"

#define MINE_MAX 100

/* Numbers are stored. */
enum mine_role { MINE_OFFERS = 1, MINE_ASKS = 2, MINE_HELPS = 3 };

struct mine {
    uint32_t seq; /* its record */
    enum mine_role role;
    struct aid_card card; /* an offer of one's own; an ask as it was when it was written down */
    enum aid_list list;
    struct shelf_place at; /* seq 0: an offer that rests */
    struct aid_details details;
    int64_t since;
    struct str name, words; /* MINE_HELPS: what was said with the yes */
    uint64_t offer;         /* MINE_HELPS: to which of one's offers it was an answer */
    uint32_t turn;          /* MINE_HELPS: of the letter that said yes */
};
struct mine_list {
    struct mine *v; /* newest first */
    size_t n;
};

/* The seed of a mailbox of one's own. */
void mine_seed(const struct viewer *v, enum mine_role role, uint64_t card, struct key *out);

enum err mine_all(const struct space_ctx *ctx, struct viewer *v, struct mine_list *out) MUST_CHECK;
enum err mine_find(const struct space_ctx *ctx, struct viewer *v, enum mine_role role,
                   uint64_t card, struct mine *out) MUST_CHECK;

/* ---- offers ---- */

/* Puts a new one on the board, or an old one there as it is now: also to change its last day, or to
 * end its rest. The board's own marks (asked lately, given away) stay. */
enum err mine_offer_put(const struct space_ctx *ctx, struct viewer *v, const struct aid_card *card,
                        const struct aid_details *details) MUST_CHECK;

/* What the board marked on it by now: asked lately, given away. One that is not there rests. */
enum err mine_offer_now(const struct space_ctx *ctx, struct viewer *v, struct mine *m) MUST_CHECK;

/* Off the board; it stays in the list. */
enum err mine_offer_rest(const struct space_ctx *ctx, struct viewer *v, uint64_t card) MUST_CHECK;

/* Off the board and the list, and every letter to it with it. */
enum err mine_offer_end(const struct space_ctx *ctx, struct viewer *v, uint64_t card) MUST_CHECK;

/* The cards of the board that are of use to somebody today, newest first. */
enum err mine_board(const struct space_ctx *ctx, struct viewer *v,
                    struct shelf_cards *out) MUST_CHECK;

/* What an offer was asked and has not answered (AID_PROPOSAL), oldest first. */
enum err mine_asked(const struct space_ctx *ctx, struct viewer *v, uint64_t card,
                    struct aid_letters *out) MUST_CHECK;

/* Answers one of these; it is gone from the mailbox. `what`: AID_YES (the ask is in the list from
 * then on, MINE_HELPS), AID_NOT_NOW or AID_NO. ERR_NOT_FOUND also: it was answered before, or the
 * ask has ended. */
struct mine_answer {
    enum aid_what what;
    struct tag letter;
    struct str name, words; /* of AID_YES */
};
enum err mine_answer(const struct space_ctx *ctx, struct viewer *v, uint64_t offer,
                     const struct mine_answer *answer) MUST_CHECK;

/* ---- helping ---- */

enum mine_help_state {
    MINE_HELP_WAITS, /* the coordinators have the yes */
    MINE_HELP_SPARE, /* somebody else can this time */
    MINE_HELP_ON,    /* accepted: the thread says where it stands */
    MINE_HELP_OVER   /* let go, or ended */
};
struct mine_help {
    enum mine_help_state state;
    struct party me;
    struct aid_thread thread; /* of ON and OVER, when `found` */
    uint32_t turn;            /* highest of all letters: for what is unread */
    int64_t at;               /* of the newest letter, or of the yes */
};
enum err mine_help(const struct space_ctx *ctx, struct viewer *v, const struct mine *m,
                   struct mine_help *out) MUST_CHECK;

/* Handed over. An offer that was given once is given now: nobody is asked for it again. */
enum err mine_help_hand(const struct space_ctx *ctx, struct viewer *v, const struct mine *m,
                        struct mine_help *h, enum party_spent spent, struct str words) MUST_CHECK;

/* Off the list with all its letters; a yes is taken back, a plan let go, first. */
enum err mine_help_end(const struct space_ctx *ctx, struct viewer *v, uint64_t card) MUST_CHECK;

/* ---- all of it ---- */

/* A JSON array; the caller decrefs it. */
enum err mine_export(const struct space_ctx *ctx, struct viewer *v, json_t **out) MUST_CHECK;

/* For who leaves for good, before they leave the commons: offers go off the board, asks are
 * withdrawn, promises let go, and all of it is deleted. */
enum err mine_end(const struct space_ctx *ctx, struct viewer *v) MUST_CHECK;

#endif
