/* Asks on the board: what every member may know of them, and who is first.
 *
 * Purpose: a member who asks may let all members see kind, area, urgency, one line and the days:
 * nothing else of the ask is on its card there. The full card and the details stay in the asker's
 * own list (mine.h) and travel as letters to whoever is let to help. Where an ask on the board
 * stands in the loop is said by its card there: every move of anybody is done on it, inside the
 * transaction of who moves it, so of two who claim it at once one wins and the other is told.
 *
 * Invariants: whoever writes has begun a transaction before reading; a card counts only for whose
 * mailbox it names; what arrived, ended or was closed is off the board. Times that are over are
 * seen at once by whoever reads (aid_card_tick) and written by whoever moves the card next.
 *
 * Errors: ERR_NOT_FOUND: it is not on the board (any more); ERR_CONFLICT: the loop does not allow
 * it now, somebody was first; ERR_DENIED: not this person's to do. Ownership: the space's secret
 * arena.
 */
#ifndef AWN_AID_BOARD_H
#define AWN_AID_BOARD_H

#include "aid/shelf.h"

static inline struct shelf_place board_place(const struct aid_card *c)
{
    return (struct shelf_place){c->loop.last_day, c->board};
}

/* What of an ask stands on the board: confirmed today. */
void board_card(const struct aid_card *full, int64_t now, struct aid_card *out);

/* Puts it there; full->board is set. */
enum err board_put(struct space *s, struct aid_card *full) MUST_CHECK;

/* As it stands now; `board` in it is set. */
enum err board_get(struct space *s, struct shelf_place at, uint64_t id,
                   struct aid_card *out) MUST_CHECK;

struct board_move {
    enum loop_actor by;
    struct mailbox_to me; /* LOOP_OTHER: becomes the helper */
    enum loop_move move;
    int64_t meet;
    uint32_t turn; /* of the letter that says so; 0: one more than any on the card */
};
enum err board_move(struct space *s, struct shelf_place at, uint64_t id,
                    const struct board_move *m) MUST_CHECK;

/* Makes the card there stand as this one does (what coordinators did with it), or takes it off. */
enum err board_follow(struct space *s, const struct aid_card *card, struct shelf_place at,
                      uint32_t turn) MUST_CHECK;

/* Other words, another last day: the card there comes along, and full->board is set anew. What was
 * not there is put there. */
enum err board_change(struct space *s, struct shelf_place at, struct aid_card *full) MUST_CHECK;

/* ERR_OK also when it was not there. */
enum err board_take(struct space *s, struct shelf_place at, uint64_t id) MUST_CHECK;

/* Asks that wait for somebody, most urgent first (loop_rank); `board` in each is set. */
enum err board_asks(struct space *s, struct shelf_cards *out) MUST_CHECK;

#endif
