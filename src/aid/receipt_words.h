/* What somebody with a receipt reads of their ask, in the language of the page. */
#ifndef AWN_AID_RECEIPT_WORDS_H
#define AWN_AID_RECEIPT_WORDS_H

#include "aid/areas.h"
#include "aid/receipt_view.h"
#include "aid/thread.h"
#include "members/page.h"

/* What happened, and a few words: the same for who holds a receipt and for a member who asks. */
enum { RECEIPT_DID_WORDS, RECEIPT_DID_WHAT };
extern const struct form_spec RECEIPT_DID_FORM;

/* Everything but the forms. */
void receipt_view_fill(const struct req *req, const struct areas *areas, const struct aid_thread *t,
                       struct receipt_view *out);

#endif
