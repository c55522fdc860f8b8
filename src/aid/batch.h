/* Batches: asks and offers that come many at once, out of a table.
 *
 * Purpose: a hundred thousand rows must reach the coordinators' desk in seconds, through an inbox
 * in which some hundred letters can wait, and without a stream of records each. So up to
 * BATCH_ITEMS of one last day travel in one letter (AID_BATCH). When the desk takes it in, the
 * cards go on its shelves, and the details of the whole batch into one record (stream "aid batch" +
 * day). A card remembers which one (aid_card.batched).
 *
 * The first time somebody writes about one of them, its details leave the batch and become the
 * first letter of its own stream (cases.c): from then on it is a case like every other, and
 * shortening, deleting and letters need no second way.
 *
 * Invariants: a batch record ends on the last day of its cards; it holds no part of a case that was
 * deleted; an empty one is deleted. Who sends a batch needs no key. There is nobody to write back
 * to: the cards have no mailbox, how to reach people stands in the details.
 *
 * Errors: ERR_NOT_FOUND there is no desk; ERR_TOO_MANY it has no room for so many letters: then
 * nothing was kept.
 */
#ifndef AWN_AID_BATCH_H
#define AWN_AID_BATCH_H

#include "aid/cases.h"
#include "aid/letter.h"
#include "aid/tally.h"
#include "base/map.h"

#define BATCH_ITEMS 250 /* in one letter */

struct batch_watch {
    void (*tell)(void *with, size_t done);
    void *with;
};

/* Sends them to the desk, all or nothing. Sorts `items` by their last day,
 * which in hard times is theirs at the latest (surge.h). `watch` may be NULL. */
enum err batch_drop(const struct space_ctx *ctx, struct aid_batch_item *items, size_t n,
                    const struct batch_watch *watch) MUST_CHECK;

/* Takes one letter in. `there` holds the ids of all that the desk has (batch_there_add), and gets
 * those of the letter; what is there already is left out. Each is
 * counted. In a transaction of the caller's. */
enum err batch_take(struct desk *d, const struct aid_letter *l, struct map *there,
                    struct tally *tally) MUST_CHECK;
enum err batch_there_make(struct desk *d, struct map *there) MUST_CHECK;
bool batch_there_add(struct map *there, struct arena *a, uint64_t id); /* false: it was there */

/* The letter that somebody would have sent for one item alone. */
struct aid_letter batch_letter(const struct aid_card *card, const struct aid_details *details);

/* The item of a letter; NULL. */
const struct aid_batch_item *batch_item(const struct aid_letter *l, uint64_t id);

/* What stands in the record about a card. ERR_NOT_FOUND: nothing (any more). */
enum err batch_details(struct desk *d, const struct aid_card *card,
                       struct aid_details *out) MUST_CHECK;

/* Puts the letter that it would have been before those there are; nothing for other cards. */
enum err batch_history(struct desk *d, const struct aid_card *card,
                       struct aid_letters *out) MUST_CHECK;

/* Takes it out of there. */
enum err batch_forget(struct desk *d, const struct aid_card *card) MUST_CHECK;

/* How many wait in letters; and their rows, but for those that are there already: *n more in v. */
size_t batch_count(const struct aid_letters *letters);
void batch_rows(struct desk *d, enum aid_side side, const struct aid_letters *waiting,
                const struct shelf_cards *there, struct case_row *v, size_t *n);

/* All records, for the end of the desk. */
enum err batch_end(struct desk *d) MUST_CHECK;

#endif
