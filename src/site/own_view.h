#ifndef AWN_SITE_OWN_VIEW_H
#define AWN_SITE_OWN_VIEW_H

#include "members/reauth.h"
#include "ui/ui.h"

/* What happens to one's words: the radio buttons of the form. */
void view_own_words_field(struct html *h, const struct form *f);

#endif
