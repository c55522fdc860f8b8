/* The form of an offer: its fields, and what they come to.
 *
 * Purpose: what is offered decides what is asked: the table that the routes know has four places
 * for the questions of a kind; offer_form_read makes of it the table of one kind, with its own
 * words, numbers and days, and reads what was typed by that. A kind whose question is answered in
 * words has the line that all members see as the answer.
 *
 * Ownership: the request's secret arena.
 */
#ifndef AWN_AID_OFFER_FORM_H
#define AWN_AID_OFFER_FORM_H

#include "aid/area_field.h"
#include "aid/letter.h"
#include "members/page.h"

#define OFFER_LANGUAGES 4
#define OFFER_LAST_DAY 90 /* days, unless somebody chooses others */

enum {
    OFFER_CARD, /* drawn with the blank form, so that sending twice makes one offer */
    OFFER_Q,
    OFFER_LINE = OFFER_Q + AID_QUESTIONS_MAX,
    OFFER_AREA,
    OFFER_REACH,
    OFFER_REPEAT,
    OFFER_REST,
    OFFER_FROM,
    OFFER_DAYS,
    OFFER_LANG,
    OFFER_GENDER = OFFER_LANG + OFFER_LANGUAGES,
    OFFER_GENDERS,
    OFFER_HAS,                  /* one for each of AID_TRAITS */
    OFFER_NEAR = OFFER_HAS + 6, /* one for each of AID_NEARBY */
    OFFER_WORDS = OFFER_NEAR + 3,
    OFFER_FIELDS
};
extern const struct form_spec OFFER_FORM;

/* Empty, but for what can be guessed; or as an offer stands. */
void offer_form_blank(const struct req *req, const struct aid_kind_info *kind, struct form *out);
void offer_form_fill(const struct req *req, const struct areas *areas, const struct aid_card *card,
                     const struct aid_details *details, struct form *out);

/* What was typed, with its mistakes. `change`: the last day may stay as it is. */
enum offer_form_use { OFFER_NEW, OFFER_CHANGE };
void offer_form_read(const struct req *req, const struct aid_kind_info *kind,
                     const struct areas *areas, enum offer_form_use use, struct form *out);

/* A form without mistakes, as what is kept. *card is the one it changes, or of zeros but for id. */
void offer_form_card(const struct req *req, const struct aid_kind_info *kind,
                     const struct areas *areas, const struct form *f, struct aid_card *card,
                     struct aid_details *details);

/* Is the field asked for this kind? */
bool offer_form_has(const struct form *f, size_t i);

#endif
