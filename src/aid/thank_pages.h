/* What the helper's page asks of thanks. Inside the aid room. */
#ifndef AWN_AID_THANK_PAGES_H
#define AWN_AID_THANK_PAGES_H

#include "aid/offer_pages.h"

/* May the thank-you that came be put on the wall? Does it stand there already? */
enum err thank_helping(const struct req *req, const struct helping *x, bool *may,
                       bool *up) MUST_CHECK;

#endif
