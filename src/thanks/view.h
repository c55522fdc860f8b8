/* What the views of the wall are given. Texts are ready to show. */
#ifndef AWN_THANKS_VIEW_H
#define AWN_THANKS_VIEW_H

#include "thanks/thanks.h"

struct thanks_entry_view {
    struct str words, by, day;
    struct str whom, kind; /* kind may be empty */
    struct str reason;     /* of one's own that was taken down: why */
    bool mine, taken, may_down;
    struct url down;
};
struct thanks_wall_view {
    const struct thanks_entry_view *entries;
    size_t n;
    struct url add, together, back;
};
struct thanks_form_view {
    const char *title, *lead, *submit;
    const struct form *form;
    struct str words; /* of the entry it is about, or empty */
    struct url action, back;
};
struct thanks_together_view {
    const struct thanks_garden *seasons;
    size_t n;
    struct url back;
};

#endif
