#ifndef AWN_MEMBERS_SIGNIN_VIEW_H
#define AWN_MEMBERS_SIGNIN_VIEW_H

#include "members/signin.h"

struct signin_view {
    const struct form *form;
    bool waiting, failed, needed;
};

/* The three fields, with what a browser may fill in. */
void view_signin_fields(struct html *h, const struct form *f);

struct continue_view {
    const struct form *form;
    struct url action;
};

#endif
