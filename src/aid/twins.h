/* Twins: asks that may be one and the same, written down twice.
 *
 * Purpose: who is in need asks in more than one place, and friends ask for them; nobody should be
 * helped twice while another waits. A program only shows them side by side; a person says so.
 *
 * Pure but for the words' folding. Ownership: the arena.
 */
#ifndef AWN_AID_TWINS_H
#define AWN_AID_TWINS_H

#include "aid/letter.h"
#include "search/search.h"

/* Why two asks of one kind may be the same; or-ed. */
enum twin { TWIN_LINE = 1, TWIN_CONTACT = 2, TWIN_WORDS = 4 };

struct twin_side {
    const struct aid_card *card;
    const struct aid_details *details; /* NULL: not known */
};

/* 0: not of one kind, far apart, or nothing says so. */
unsigned twins_of(struct search *s, struct arena *a, const struct twin_side *one,
                  const struct twin_side *other);

#endif
