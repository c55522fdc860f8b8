/* What the views of editing are given. */
#ifndef AWN_DIRECTORY_EDIT_VIEW_H
#define AWN_DIRECTORY_EDIT_VIEW_H

#include "directory/edit.h"
#include "ui/ui.h"

struct edit_option {
    struct str value;
    const char *label;
    bool chosen;
};
/* A kind of need: one of the vocabulary's. */
struct edit_need {
    const char *name, *label, *error;
    struct str id;
    const struct edit_option *options;
    size_t n;
};

/* One field that somebody else changed meanwhile. */
struct edit_clash {
    const char *label;
    struct str theirs, yours;
};

struct edit_view {
    const char *title;
    const struct form *form;
    bool fresh, service;
    bool sealed; /* only members see it today */
    const struct edit_need *needs;
    size_t nneeds;
    const struct edit_clash *clashes;
    size_t nclashes;
    struct url action, back, remove, organization;
    struct str organization_name;
    struct ui_look day; /* how a day of the week looks */
    size_t more_places; /* that this form does not show */
};

struct history_change {
    struct str when, by, what;
    const struct edit_clash *fields; /* theirs: before, yours: after */
    size_t nfields;
    struct str object, n; /* of the form that undoes it */
    bool revertible;
};
struct history_view {
    struct str title;
    const struct history_change *v;
    size_t n;
    struct url action, back;
};

struct hidden_row {
    struct str title, when;
    struct str id;
};
struct remove_view {
    struct str title;
    bool organization, sealed;
    struct url action, back;
};
struct hidden_view {
    const struct hidden_row *v;
    size_t n;
    struct url action, back;
};

#endif
