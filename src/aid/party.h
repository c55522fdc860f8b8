/* A party: one of the two people an ask is about, behind a mailbox.
 *
 * Purpose: who asks (with a receipt, or as a member) and who helps do the same things: send an ask
 * to the coordinators, read what came, answer, say what happened, end it. Both hold a seed and
 * nothing else; what they know is the thread that their letters make.
 *
 * Everything somebody writes goes to the coordinators' desk if they look after the ask
 * (aid_card.desk_reads), to the other party where there is one, and to their own mailbox, so that
 * they can read their own words again. Of an ask on the board the card there is the truth: a move
 * is done on it first, in the same transaction (board.h), so that of two at once one wins.
 *
 * Invariants: a call keeps all of its letters or none; letters end on the ask's last day; nobody
 * writes more than PARTY_UNREAD letters in a row before anybody else has written one, so that a few
 * people cannot fill the desk. Errors: ERR_NOT_FOUND: there is no such ask (any more), or no desk;
 * ERR_CONFLICT: the loop does not allow it now; ERR_TOO_MANY: the desk has no room for letters, or
 * the writer has written enough of them: try again later.
 */
#ifndef AWN_AID_PARTY_H
#define AWN_AID_PARTY_H

#include "aid/thread.h"

#define PARTY_UNREAD 20

struct party {
    enum loop_actor as; /* LOOP_ASKER or LOOP_HELPER */
    struct key seed;
    struct space *board; /* a member's way to the board, for an ask that stands there; or NULL */
};

/* A new ask, or an offer that only the coordinators see. Its mailbox becomes the party's; its loop
 * must be new. Where its card stands on the board is in it already. In hard times it ends with them
 * (surge_last_day): whoever keeps the card as well asks for that day first. */
enum err party_ask(const struct space_ctx *ctx, const struct party *p, const struct aid_card *card,
                   const struct aid_details *details) MUST_CHECK;

/* ERR_NOT_FOUND: nothing came to this mailbox, or all of it has ended. */
enum err party_read(const struct space_ctx *ctx, const struct party *p,
                    struct aid_thread *out) MUST_CHECK;

enum err party_say(const struct space_ctx *ctx, const struct party *p, const struct aid_thread *t,
                   struct str name, struct str words) MUST_CHECK;

/* `meeting`: for LOOP_PROMISE, else NULL. The thread moves with it. */
enum err party_move(const struct space_ctx *ctx, const struct party *p, struct aid_thread *t,
                    enum loop_move move, const struct aid_meeting *meeting,
                    struct str words) MUST_CHECK;

/* LOOP_HAND by the helper; `spent`: money that is to come back. */
enum party_spent { PARTY_SPENT_NOTHING, PARTY_SPENT };
enum err party_hand(const struct space_ctx *ctx, const struct party *p, struct aid_thread *t,
                    enum party_spent spent, struct str words) MUST_CHECK;

/* By who asks: other words, limits, another last day; urgency, state and whose it is stay as they
 * are. The thread reads so from then on. On the board the caller has put it anew already. */
enum err party_change(const struct space_ctx *ctx, const struct party *p, struct aid_thread *t,
                      const struct aid_card *card, const struct aid_details *details) MUST_CHECK;

/* By who asks: any other letter about it (AID_PROPOSAL, AID_ACCEPTED), which `l` holds but for
 * turn, time, writer and place; `other` may be none. */
enum err party_send(const struct space_ctx *ctx, const struct party *p, const struct aid_thread *t,
                    const struct mailbox_to *other, struct aid_letter *l) MUST_CHECK;

/* Did they write PARTY_UNREAD letters since anybody else wrote one? */
bool party_waits(const struct party *p, const struct aid_thread *t);

/* Deletes every letter in the mailbox. An ask that goes on is withdrawn, and a helper lets it go,
 * first. */
enum err party_forget(const struct space_ctx *ctx, const struct party *p,
                      struct aid_thread *t) MUST_CHECK;

#endif
