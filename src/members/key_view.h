#ifndef AWN_MEMBERS_KEY_VIEW_H
#define AWN_MEMBERS_KEY_VIEW_H

#include "members/page.h"
#include "members/reauth.h"

struct key_view {
    const struct form *form;
    struct url back;
};

void view_key_new_field(struct html *h, const struct form *f);

#endif
