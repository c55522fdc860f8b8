/* What coordinators read of an ask or an offer, in the language of the page.
 *
 * Purpose: cards and letters hold numbers; lists, the page of one ask and what may fit say the same
 * things in the same words. Ownership: the request's secret arena; struct case_words is of one
 * request.
 */
#ifndef AWN_AID_CASE_WORDS_H
#define AWN_AID_CASE_WORDS_H

#include "aid/areas.h"
#include "aid/case_view.h"
#include "aid/cases.h"

struct case_words {
    const struct req *req;
    struct arena *arena;
    struct areas areas;
    struct when_place when;
};
enum err case_words_begin(const struct req *req, struct case_words *out) MUST_CHECK;

struct str case_say_text(const struct case_words *w, const char *msgid);

struct str case_title(const struct case_words *w, const struct aid_card *c);
struct str case_about(const struct case_words *w,
                      const struct aid_card *c); /* kind, area, how urgent */
struct str case_waits(const struct case_words *w, const struct aid_card *c);
bool case_late(const struct aid_card *c, int64_t now);
struct str case_next(const struct case_words *w, const struct loop *l);
struct str case_missed(const struct case_words *w, const struct loop *l); /* empty: never */
struct str case_languages(const struct case_words *w, uint64_t set);
struct str case_move_text(const struct case_words *w, enum loop_move move);

/* What is on the card and in the details, as pairs of a name and a value. */
struct case_facts {
    struct ui_fact *v;
    size_t n;
};
void case_facts_of(const struct case_words *w, const struct aid_card *c,
                   const struct aid_details *details, struct case_facts *out);
void case_limits_of(const struct case_words *w, const struct aid_card *c,
                    const struct aid_details *details, struct case_facts *out);
void case_people_of(const struct case_words *w, const struct aid_thread *t, struct case_facts *out);
void case_meeting_of(const struct case_words *w, const struct aid_meeting *m,
                     struct case_facts *out);

/* In a form: which yes it is, of said[i]. Empty where it is none, or one that counts no more: its
 * writer was let to help already, or said otherwise later. */
struct str case_yes(struct arena *a, const struct aid_thread *t, size_t i);

/* Letters, oldest first; `yes` where its writer could be let to help now. */
void case_letters_of(const struct case_words *w, const struct aid_thread *t, bool can_accept,
                     struct case_letter_view **out, size_t *n);

#endif
