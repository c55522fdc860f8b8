/* What the forms of an ask and of an offer share: the answers to a kind's questions, and lists of
 * things that are ticked, as they are typed and as a card holds them.
 *
 * Both forms have four places for questions and fill them by kind (kinds.h); `q` and `first` say
 * where in a form they begin. A field that is hidden was not asked, and counts as nothing.
 */
#ifndef AWN_AID_KIND_FORM_H
#define AWN_AID_KIND_FORM_H

#include "aid/area_field.h"
#include "aid/letter.h"

/* Choices that end with a value NULL: how urgent (enum loop_urgency), and a language or none (1 +
 * its bit). */
extern const struct form_choice KIND_FORM_URGENCIES[], KIND_FORM_LANGUAGES[];

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

/* The other way round, for a form that changes something: a number; the value that stands for it in
 * a list of choices, empty when it is in none; what was answered; what is ticked; languages. */
struct str kind_form_number(const struct req *req, int64_t n);
struct str kind_form_value(const struct form *f, size_t i, int64_t number);
void kind_form_fill(const struct req *req, const struct areas *areas, const struct aid_card *card,
                    const struct aid_details *details, size_t q, struct form *out);
void kind_form_tick(struct form *out, size_t first, size_t n, unsigned bits);
void kind_form_speak(struct form *out, size_t first, size_t n, uint64_t speaks);

#endif
