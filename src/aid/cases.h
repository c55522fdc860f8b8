/* Cases: the asks and offers that came to the coordinators, and what was done with each.
 *
 * Purpose: letters wait in the desk's inbox until a coordinator does something; cases_sort then
 * takes them in: a new ask becomes a card on the desk's shelves and a stream of its own with the
 * letters about it (stream "aid case" + id); what asks for a move moves the card where the loop
 * allows it. Whoever only looks sees the same without anything being written: waiting letters are
 * folded onto what is there.
 *
 * Invariants: everything that writes sorts first, in the same transaction, so nobody decides on
 * what is no longer so: of two at once one finds ERR_CONFLICT. What the coordinators do reaches
 * both people as a letter. A card, its stream and its letters end on its last day; what is gone
 * (withdrawn) is deleted when it is sorted.
 *
 * Ownership: the desk's secret arena. Errors: ERR_NOT_FOUND: no such case (any more).
 */
#ifndef AWN_AID_CASES_H
#define AWN_AID_CASES_H

#include "aid/coordinators.h"
#include "aid/thread.h"
#include "aid/triage.h"

/* One line of the desk's list. */
struct case_row {
    struct aid_card card;
    struct shelf_place at; /* seq 0: it waits in the inbox still */
    size_t waiting;        /* letters about it that nobody has taken in */
    enum triage_rule rule; /* hard times: why it stands where it stands; else 0 */
};
struct case_rows {
    struct case_row *v; /* asks that go on, as loop_rank has them (in hard times
                           by rules first); offers and what is over behind */
    size_t n;
    size_t damaged; /* rows that somebody changed from outside */
};
enum err cases_list(struct desk *d, enum aid_side side, struct case_rows *out) MUST_CHECK;

/* The same in no order, with a watch (may be NULL): for a plan over all of them. */
enum err cases_rows(struct desk *d, enum aid_side side, const struct shelf_watch *watch,
                    struct case_rows *out) MUST_CHECK;

/* Takes in what waits; of a large table (batch.h) a part. Without a transaction of its own. */
enum err cases_sort(struct desk *d) MUST_CHECK;

/* As it stands with what waits. `at` may be of before: it is looked for. */
enum err case_read(struct desk *d, enum aid_side side, struct shelf_place at, uint64_t id,
                   struct aid_thread *out) MUST_CHECK;

/* What was written with each of some asks or offers, all at once: `details[i]` of `cards[i]`, which
 * come from cases_list; false in `there[i]`: nothing (any more). */
enum err cases_details_of(struct desk *d, const struct aid_card *const *cards, size_t n,
                          struct aid_details *details, bool *there) MUST_CHECK;

/* Did everybody who was asked about these asks say no? For all at once. */
enum err cases_refused(struct desk *d, const uint64_t *ids, size_t n, bool *refused) MUST_CHECK;

/* ---- what coordinators do; each in a transaction ---- */

enum err case_say(struct desk *d, struct shelf_place at, uint64_t id, struct str words) MUST_CHECK;

/* By a coordinator, also for somebody who told them by telephone or on paper. `meeting`: for
 * LOOP_PROMISE, else NULL. */
enum err case_move(struct desk *d, struct shelf_place at, uint64_t id, enum loop_move move,
                   const struct aid_meeting *meeting, struct str words) MUST_CHECK;

/* Paying back takes two coordinators: who presses first agrees, which stays among the letters of
 * the case; the second, somebody else, does the move. `out`: which of both this was. Whoever agreed
 * and has left the desk since counts no longer, and no agreement outlives the next move. */
enum case_repaid { CASE_REPAID_AGREED, CASE_REPAID_DONE };
enum err case_repay(struct desk *d, struct shelf_place at, uint64_t id, struct str words,
                    enum case_repaid *out) MUST_CHECK;

/* Who agreed so far, of the desk's roster; NULL: nobody. */
const struct roster_entry *case_agreed(const struct desk *d, const struct aid_thread *t);

/* Asks whoever made the offer, quietly: they see kind, area, urgency, amounts and the line, not who
 * it is for. The card of the offer is marked where it stands: `board` is the commons for one of the
 * board, NULL for one of the desk. ERR_CONFLICT: it was asked about this ask before, or does not
 * want to be asked now. */
struct case_offer {
    struct space *board;
    struct shelf_place at;
    uint64_t id;
};
enum err case_propose(struct desk *d, struct shelf_place at, uint64_t id,
                      const struct case_offer *offer, struct str words) MUST_CHECK;

/* Settles the ask with an offer of the desk that nobody can be asked about: one without a mailbox,
 * written down by a coordinator or taken from a sheet. Its units count as taken until the ask is
 * let go. ERR_CONFLICT: it does not wait (any more), or less is left than is asked. */
enum err case_give(struct desk *d, struct shelf_place at, uint64_t id,
                   const struct case_offer *offer, struct str words) MUST_CHECK;

/* Accepts a yes: its writer becomes the helper, gets the details, and both are told; others who
 * said yes are thanked. `letter` is its place in the thread (aid_thread.said). ERR_NOT_FOUND: there
 * is no such yes, or it was taken back. */
enum err case_accept(struct desk *d, struct shelf_place at, uint64_t id, size_t letter) MUST_CHECK;

/* Deletes the letters of a case whose card is taken off its shelf. Without a transaction. */
enum err case_letters_drop(struct desk *d, uint64_t id) MUST_CHECK;

/* For the end of the desk: deletes all of it (desk_kind.end). */
enum err cases_end(struct desk *d) MUST_CHECK;

#endif
