/* The tally: what came in and what became of it, by day, without anybody in it.
 *
 * Purpose: a board that shows how things went over time, and a report in the end, need counts of
 * asks that have long been deleted. So whoever writes to the desk also counts: one record a day in
 * the desk's space (stream "aid tally"), a row for each side, kind and area. No number of a card,
 * no mailbox, no hour stands in it.
 *
 * Counts: `came` in on the day; `answered`: somebody helps, counted once for each ask however often
 * it changes hands; `arrived`: it is confirmed; `open`: asks that wait for a helper, or offers that
 * are there, when the day was last written. `waited`: of the answered, within what time. What
 * ended by itself is found when a day begins: then `open` is counted anew from the shelves.
 *
 * Invariants: written in the transaction of what is counted; at most TALLY_ROWS_MAX rows a day,
 * what is beyond stands under area 0; a day ends TALLY_DAYS after it. Ownership: the desk's secret
 * arena. Nothing here reads letters that nobody has taken in.
 */
#ifndef AWN_AID_TALLY_H
#define AWN_AID_TALLY_H

#include "aid/card.h"
#include "desk/desk.h"

#define TALLY_DAYS 400
#define TALLY_ROWS_MAX 4000

/* Seconds from the ask to the first who helps, less than; the last has no end. */
#define TALLY_WAITS 5
extern const int64_t tally_waits[TALLY_WAITS - 1];

struct tally_row {
    enum aid_side side;
    enum aid_kind kind;
    uint32_t area;
    uint32_t came, answered, arrived, open;
    uint32_t waited[TALLY_WAITS];
};

struct tally_day {
    int32_t day;         /* since 1970, UTC */
    struct tally_row *v; /* by side, kind, area */
    size_t n;
};
struct tally_list {
    struct tally_day *v; /* oldest first; days on which nothing was written are not there */
    size_t n;
};

/* ---- counting: inside a transaction ---- */

struct tally {
    struct desk *d;
    uint32_t seq; /* of today's record; 0: there is none yet */
    struct tally_day today;
    size_t room;
};
enum err tally_begin(struct desk *d, struct tally *out) MUST_CHECK;

/* A card as it stood on its shelf (NULL: it is new) and as it will be written (NULL: it is taken
 * away; so is one that is GONE). Marks in `after` what was counted of it. */
void tally_note(struct tally *t, const struct aid_card *before, struct aid_card *after);
enum err tally_end(struct tally *t) MUST_CHECK;

/* All three, for one card. */
enum err tally_once(struct desk *d, const struct aid_card *before,
                    struct aid_card *after) MUST_CHECK;

/* ---- reading ---- */

/* Days from `from` to `to`, both with. */
enum err tally_days(struct desk *d, int32_t from, int32_t to, struct tally_list *out) MUST_CHECK;

/* The same added up; `open` is that of the last day there is, which `out->day` names (0: none). */
enum err tally_range(struct desk *d, int32_t from, int32_t to, struct tally_day *out) MUST_CHECK;

/* For the end of the desk. */
enum err tally_drop(struct desk *d) MUST_CHECK;

#endif
