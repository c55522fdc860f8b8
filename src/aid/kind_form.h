/* What the forms of an ask and of an offer share: the answers to a kind's questions, and lists of
 * things that are ticked, as they are typed and as a card holds them.
 *
 * Both forms have four places for questions and fill them by kind (kinds.h); `q` and `first` say
 * where in a form they begin. A field that is hidden was not asked, and counts as nothing.
 */
#ifndef AWN_AID_KIND_FORM_H
#define AWN_AID_KIND_FORM_H

#include "aid/area_field.h"
#include "aid/card.h"

/* Where the answer to question `i` is a place, and there is a list of places. Without one a place
 * is words, like others. */
bool kind_form_asks_area(const struct aid_kind_info *kind, int i, const struct areas *areas);

/* Reads the places among the answers; their mistakes are the form's. */
void kind_form_read_areas(const struct req *req, const struct aid_kind_info *kind,
                          const struct areas *areas, size_t q, struct form *f);

/* The answer to question `i` that is a number, a day, or a place on the list. */
void kind_form_take(const struct aid_kind_info *kind, int i, int64_t typed, struct aid_card *card);

/* Bit k: field first + k is ticked. */
unsigned kind_form_flags(const struct form *f, size_t first, size_t n);

/* The languages of `n` fields; each choice is 1 + its bit. */
uint64_t kind_form_languages(const struct form *f, size_t first, size_t n);

#endif
