/* A thank-you of who asked: to who helped, and to the wall (thanks/thanks.h) where that is wanted.
 *
 * Purpose: who has a receipt holds no key to the wall. So a thank-you is a letter like any other,
 * and its writer says how far it may go: to who helped and nobody else; or they may put it on the
 * wall themselves; or the coordinators may, who read it first. What waits for the coordinators
 * stands in their desk's space (stream "aid thanks") until they decide, THANK_WAIT_DAYS at most.
 *
 * Invariants: one for each ask, after it arrived; nothing of it says who helped; what is told to
 * one person only is in no desk (where nobody can be reached, the coordinators have it, as they
 * have the rest). Ownership: the context's secret arena.
 */
#ifndef AWN_AID_THANK_H
#define AWN_AID_THANK_H

#include "aid/cases.h"
#include "aid/party.h"
#include "http/form.h"
#include "thanks/thanks.h"

#define THANK_WAIT_DAYS 14
#define THANK_WAITING_MAX 100

/* Bits are stored. */
enum aid_thanks {
    AID_THANKS_PRIVATE = 0,
    AID_THANKS_OPEN = 1, /* who helped may put it on the wall */
    AID_THANKS_DESK = 2  /* the coordinators may */
};

/* The form for who asked. */
enum { AID_THANK_WORDS, AID_THANK_TO, AID_THANK_FROM };
extern const struct form_spec AID_THANK_FORM, AID_THANK_OWN_FORM; /* a receipt's; a member's */

/* May who asked say it now? */
bool aid_may_thank(const struct aid_thread *t);

/* ERR_CONFLICT: not now, or it was said; ERR_TOO_MANY: whom it is for has no room for letters. */
enum err aid_thank(const struct space_ctx *ctx, const struct party *p, const struct aid_thread *t,
                   enum aid_thanks to, struct str from, struct str words) MUST_CHECK;

/* The thank-you in a helper's thread; NULL: none. */
const struct aid_letter *aid_thank_of(const struct aid_thread *t);

/* ---- at the desk ---- */

/* Keeps one that a sorted letter brings; nothing for letters that bring none. Inside a
 * transaction. */
enum err thank_keep(struct desk *d, const struct aid_card *card,
                    const struct aid_letter *l) MUST_CHECK;

/* What waits, also in the inbox; oldest first. */
enum err thank_waiting(struct desk *d, struct aid_letters *out) MUST_CHECK;

/* Puts the one of that ask on the wall, or lays it aside; `words` go to who wrote it, if they can
 * still be reached. ERR_NOT_FOUND: somebody was first; ERR_TOO_MANY: the wall is full. */
enum thank_decision { THANK_ASIDE = 1, THANK_UP = 2 };
enum err thank_decide(struct desk *d, uint64_t card, enum thank_decision what,
                      struct str words) MUST_CHECK;

/* The ask is gone; the desk ends. */
enum err thank_forget(struct desk *d, uint64_t card) MUST_CHECK;
enum err thank_end(struct desk *d) MUST_CHECK;

/* The season of a day, from the desk's tally. */
enum err thank_season(struct desk *d, int32_t day, struct thanks_season *out) MUST_CHECK;

#endif
