#ifndef AWN_MEMBERS_RECOVER_VIEW_H
#define AWN_MEMBERS_RECOVER_VIEW_H

#include "members/page.h"

struct recover_view {
    const struct form *form;
    bool failed;
};

void view_recover_fields(struct html *h, const struct form *f);

#endif
