#ifndef AWN_MEMBERS_JOIN_VIEW_H
#define AWN_MEMBERS_JOIN_VIEW_H

#include "members/page.h"

#define JOIN_STEPS 3

struct join_view {
    const struct form *form;
    struct str steps[JOIN_STEPS];
    const struct str *at;
    bool code_bad; /* the invitation stopped working meanwhile: its code is asked for again */
};

/* The code alone; and on the second page what one is called, how one signs in. */
void view_join_code_field(struct html *h, const struct form *f);
void view_join_code_kept(struct html *h, const struct form *f);
void view_join_signin_fields(struct html *h, const struct form *f);
void view_join_persona_fields(struct html *h, const struct form *f);

#endif
