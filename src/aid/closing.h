/* After hard times: closing what is open, thanking who helped, and what the whole came to.
 *
 * Purpose: when it is over, nobody is left waiting without a word. What still waits for a helper is
 * closed with a letter that says so and where to go on; who helped is thanked; what two people have
 * agreed goes on between them until its day. It is done in portions, so that a list of a hundred
 * thousand keeps nobody waiting: whoever closes presses once more while `left` is not 0.
 *
 * The report says numbers as ranges, and nothing below CLOSING_FEW; it is made of the tally
 * (aid/tally.h) and of nothing else, so it can be read after all cards are deleted.
 *
 * Invariants: only what was asked between beginning and end is touched; a portion is one
 * transaction; nobody is thanked twice. Ownership: the desk's secret arena.
 */
#ifndef AWN_AID_CLOSING_H
#define AWN_AID_CLOSING_H

#include "aid/cases.h"
#include "aid/surge.h"
#include "aid/tally.h"

#define CLOSING_PORTION 1500 /* cards of one press */
#define CLOSING_FEW 5
#define AID_CARD_THANKED 4 /* of aid_card.counted */

struct closing {
    size_t done; /* by this portion */
    size_t left; /* that wait for a word still */
    size_t held; /* that go on between two people */
};

/* How much there is to do; writes nothing. */
enum err closing_look(struct desk *d, const struct surge *s, struct closing *out) MUST_CHECK;

/* Does at most `most` of it. ERR_CONFLICT: hard times are on. */
enum err closing_some(struct desk *d, const struct surge *s, size_t most,
                      struct closing *out) MUST_CHECK;

/* The range that a number is told as: 0 itself; 1 to 4 as `few`; else both ends, of 5, 10, 20, 50,
 * 100, 200, 500 and so on: least <= n < least of the next. */
struct closing_range {
    bool few;
    uint64_t least, most;
};
struct closing_range closing_range_of(uint64_t n);

/* In which of the tally's waits the median of the first answers lies: 0 to TALLY_WAITS - 1; -1 when
 * there are fewer than CLOSING_FEW. Median: the first wait by which half of them were answered. */
int closing_median(const uint32_t waited[TALLY_WAITS]);

#endif
