/* The requests that came to the keepers' desk, and what they do with each.
 *
 * Purpose: a request comes as a letter; everything that writes takes all letters in first
 * (asks_sort), so that nobody decides on what is no longer so. Each request is one record (stream
 * "fund asks" of the desk), rewritten with every move, which ends on the request's last day.
 * Whoever only looks sees the same without anything being written.
 *
 * Invariants: of two keepers at once exactly one wins, the other finds ERR_CONFLICT. What is paid
 * stands in the ledger in the same transaction, without a name. What keepers do reaches who asked
 * as a letter that says nothing of who did it but the byline. Who asked is told from the request by
 * the mailbox it names (mine.h), also where they keep the fund themselves.
 *
 * Ownership: the desk's secret arena. Errors: ERR_NOT_FOUND: no such request (any more);
 * ERR_CONFLICT, ERR_DENIED as ask.h has them.
 */
#ifndef AWN_FUND_ASKS_H
#define AWN_FUND_ASKS_H

#include "fund/ask.h"
#include "fund/store.h"

#define ASKS_MAX 1000 /* that are read */

struct ask_row {
    struct ask ask;
    size_t waiting; /* letters that nobody has taken in */
};
struct ask_rows {
    struct ask_row *v; /* what is due first, first; what is over behind */
    size_t n, damaged;
};
enum err asks_read(struct desk *d, struct ask_rows *out) MUST_CHECK;
enum err asks_find(struct desk *d, uint64_t id, struct ask *out) MUST_CHECK;

/* The viewer of the desk, as somebody who may do something with a request. `desk` must live as
 * long as *out. */
void asks_by(const struct desk *d, const struct ask *a, struct ask_desk *desk, struct ask_by *out);

/* Takes in all letters. Without a transaction of its own. */
enum err asks_sort(struct desk *d) MUST_CHECK;

/* Does a move. `box`: from where ASK_PAY takes the money; ERR_TOO_LARGE: there is not enough. */
struct ask_doing {
    enum ask_move move;
    int box;
    struct str words; /* to who asked; of ASK_REFUSE the reason */
};
enum err asks_do(struct desk *d, uint64_t id, const struct ask_doing *doing) MUST_CHECK;
enum err asks_say(struct desk *d, uint64_t id, struct str words) MUST_CHECK;

/* For the end of the desk: tells who waits, and deletes all of it. */
enum err asks_end(struct desk *d) MUST_CHECK;

#endif
