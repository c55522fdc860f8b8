#ifndef AWN_MEMBERS_ME_VIEW_H
#define AWN_MEMBERS_ME_VIEW_H

#include "members/page.h"
#include "members/reauth.h"

struct me_view {
    const struct ui_row *rows;
    size_t nrows;
    bool code_waits; /* the recovery code was never confirmed */
    struct url code;
    struct str name; /* for signing in */
};

struct look_view {
    const struct form *form;
    struct url back;
};
void view_look_fields(struct html *h, const struct form *f);

struct session_row_view {
    struct str started;
    struct str id; /* names it in the form; means nothing elsewhere */
    bool here;
};
struct sessions_view {
    const struct session_row_view *rows;
    size_t n;
    size_t others;
    const struct form *form;
    struct url back;
};

#endif
