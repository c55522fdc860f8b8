/* What the views of saved entries are given. */
#ifndef AWN_DIRECTORY_SAVED_VIEW_H
#define AWN_DIRECTORY_SAVED_VIEW_H

#include "ui/ui.h"

struct saved_row {
    struct str title, note, when, entry;
    struct url url, change;
    bool gone; /* no longer in the directory */
};
struct saved_view {
    const struct saved_row *v;
    size_t n;
    struct url remove, back, find;
};
struct saved_form_view {
    struct str title;
    bool already;
    const struct form *form;
    struct url action, back;
};

#endif
