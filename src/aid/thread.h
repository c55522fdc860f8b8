/* A thread: one ask as one of its people sees it, put together from letters.
 *
 * Purpose: who asks with a receipt, and who helps, hold no list of asks; they hold a mailbox, and
 * what reached it says everything: what was asked, what was said, what was agreed, where the ask
 * stands. The same fold gives the same picture to all.
 *
 * How: a letter that says what was done (AID_MOVED, AID_ACCEPTED, AID_INTAKE) brings the card as it
 * was then; a move that was asked for and not answered yet (AID_WANTS) is done on that card where
 * the loop allows it to its actor; then the clock's own moves are done until now.
 *
 * Invariants: letters about another ask change nothing; a move counts only from the mailbox that
 * the card names for its actor. Pure. Ownership: the arena; strings are borrowed from the letters.
 */
#ifndef AWN_AID_THREAD_H
#define AWN_AID_THREAD_H

#include "aid/letter.h"
#include "aid/shelf.h"

struct aid_thread {
    bool found; /* some letter says what is asked */
    struct aid_card card;
    struct shelf_place at; /* seq 0: not known (yet) */
    bool has_details;
    struct aid_details details;
    struct aid_meeting meeting; /* at 0: none is agreed */
    struct str helper;          /* the name they gave */
    struct aid_letters said;    /* to show: oldest first */
    size_t room;
    uint32_t turn; /* highest so far */
};

/* An empty thread with room for `most` letters (it grows); and one more letter, which must not be
 * older than those before. */
void aid_thread_begin(struct arena *a, size_t most, struct aid_thread *out);
void aid_thread_add(struct arena *a, struct aid_thread *t, const struct aid_letter *l);

/* `letters`: oldest first. */
void aid_thread_fold(struct arena *a, const struct aid_letters *letters, int64_t now,
                     struct aid_thread *out);

/* Does the letter's move on the thread's card, if it may: the loop's error otherwise. */
enum err aid_thread_move(struct aid_thread *t, const struct aid_letter *l) MUST_CHECK;

/* What a letter that one of the people sent does to the card of a thread that is there: a move that
 * is asked for, a claim and its end, who was accepted, another wording. ERR_INVALID: nothing. */
enum err aid_thread_take(struct aid_thread *t, const struct aid_letter *l) MUST_CHECK;

/* Was who helps now let to help? A claim on the board waits for that. */
bool aid_thread_accepted(const struct aid_thread *t);

/* A move of the loop, and what it means for the rest of the card: who is let go is no longer on it.
 */
enum err aid_card_move(struct aid_card *card, enum loop_actor by, enum loop_move move, int64_t meet,
                       int64_t now) MUST_CHECK;

/* What the clock has done by `now`. True when something changed. */
bool aid_card_tick(struct aid_card *card, int64_t now);

#endif
