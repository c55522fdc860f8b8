/* The form of an ask, without an account and of a member: its fields, and what they come to.
 *
 * Purpose: the first page asks what it is about and how urgent; the second asks the two or three
 * questions of that kind and what else matters. The table of the second has four places for
 * questions; ask_form_read makes of it the table of one kind, with its own words, numbers and days,
 * and reads what was typed by that.
 *
 * Ownership: the request's secret arena.
 */
#ifndef AWN_AID_ASK_FORM_H
#define AWN_AID_ASK_FORM_H

#include "aid/area_field.h"
#include "aid/letter.h"
#include "members/page.h"

#define ASK_CONTACT_MAX 200
#define ASK_WHO_MAX 140
#define ASK_AVOID_CHARS 800
#define ASK_LANGUAGES 3

/* What it is about, and how urgent. `as`: a member who would rather have a receipt. */
enum { ASK_KIND, ASK_URGENCY, ASK_AS };
extern const struct form_spec ASK_FIRST_FORM;

/* The rest. The first two are the same; `sealed` is the receipt that was drawn for it. */
enum {
    ASK_SEALED = ASK_URGENCY + 1,
    ASK_AREA,
    ASK_Q,
    ASK_LINE = ASK_Q + AID_QUESTIONS_MAX,
    ASK_WORDS,
    ASK_WHO,
    ASK_LANG,
    ASK_TALK = ASK_LANG + ASK_LANGUAGES,
    ASK_HELPER,
    ASK_NEED,                      /* one for each of AID_TRAITS */
    ASK_AVOID_NEAR = ASK_NEED + 6, /* one for each of AID_NEARBY */
    ASK_AVOID = ASK_AVOID_NEAR + 3,
    ASK_CONTACT,
    ASK_DAYS,
    ASK_SHOW, /* of a member: who is shown it (enum mine_shown) */
    ASK_FIELDS
};
extern const struct form_spec ASK_FORM;

/* The second form of a kind, empty but for what can be guessed. */
void ask_form_blank(const struct req *req, const struct aid_kind_info *kind,
                    enum loop_urgency urgency, struct form *out);

/* As an ask stands, to change it: its last day may stay as it is (empty). */
void ask_form_fill(const struct req *req, const struct areas *areas, const struct aid_card *card,
                   const struct aid_details *details, struct form *out);

/* What was typed, with its mistakes; for a new one, and for a change. */
void ask_form_read_change(const struct req *req, const struct aid_kind_info *kind,
                          const struct areas *areas, struct form *out);
void ask_form_read(const struct req *req, const struct aid_kind_info *kind,
                   const struct areas *areas, struct form *out);

/* A form without mistakes, as what is sent. ask_form_reword: as what is changed of *card and
 * *details, which hold it as it is. */
void ask_form_reword(const struct req *req, const struct areas *areas, const struct form *f,
                     struct aid_card *card, struct aid_details *details);
void ask_form_card(const struct req *req, const struct aid_kind_info *kind,
                   const struct areas *areas, const struct form *f, struct aid_card *card,
                   struct aid_details *details);

/* Days after which it is deleted, unless somebody chooses others. */
int ask_days(enum loop_urgency urgency);

#endif
