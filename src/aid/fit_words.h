/* Why an offer fits an ask, and what does not, in words: for coordinators and for who asks.
 *
 * Pure but for the catalogue. Ownership: the arena of the words.
 */
#ifndef AWN_AID_FIT_WORDS_H
#define AWN_AID_FIT_WORDS_H

#include "aid/case_pages.h"
#include "aid/fits.h"

/* What fits, and what does not or should be looked at; case_fit_lines (case_pages.h) with room. */
void fit_words_of(const struct case_words *w, const struct aid_card *ask,
                  const struct aid_details *details, const struct fits_offer *o,
                  const struct fit *f, struct case_lines *yes, struct case_lines *no);

/* How many offers a limit of either side kept away; and how many were looked through. */
void fit_words_kept(const struct case_words *w, const struct fits *f, struct case_lines *out,
                    struct str *looked);

#endif
