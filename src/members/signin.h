/* The sign-in page, also shown by the application where a page needs somebody signed in. */
#ifndef AWN_MEMBERS_SIGNIN_H
#define AWN_MEMBERS_SIGNIN_H

#include "members/page.h"

/* What stands on the sign-in page besides the form. */
enum signin_why {
    SIGNIN_PLAIN,
    SIGNIN_NEEDED,  /* the page that was asked for is for members */
    SIGNIN_WAITING, /* what was typed is kept and waits */
    SIGNIN_FAILED
};

/* `carry`: a sealed draft (draft_seal) that goes along, or STR_NONE. `typed`: the name to show
 * again. */
enum err signin_show(struct req *req, struct res *res, enum signin_why why, struct str typed,
                     struct str carry) MUST_CHECK;

/* What was typed into a form whose session or token had ended, in the same form once more, to be
 * sent with one press. `route` is the draft's own. */
enum err signin_continue(struct req *req, struct res *res, const struct draft *d,
                         const struct route *route) MUST_CHECK;

#endif
