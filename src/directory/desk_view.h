/* What the views of the desk are given. */
#ifndef AWN_DIRECTORY_DESK_VIEW_H
#define AWN_DIRECTORY_DESK_VIEW_H

#include "ui/ui.h"

struct desk_person_view {
    struct ui_person who;
    struct str byline; /* ready to show: one's own, or the desk's */
    bool me, keeper, linked;
    struct url url;
};

struct desk_letter_view {
    struct str title, reason, words, when, letter;
    struct url entry;
};

/* A list of entries that want looking at. */
struct desk_work_view {
    const char *title;
    const struct ui_row *rows;
    size_t nrows;
};

struct desk_view {
    const struct desk_letter_view *letters;
    size_t nletters;
    const struct desk_work_view *work;
    size_t nwork;
    const struct desk_person_view *people;
    size_t npeople;
    bool keeper;
    struct url settle, add, removed, invite, persona, leave, back;
};

/* One form with a heading, on a page of its own. */
struct desk_form_view {
    const char *title, *lead, *more; /* more: a second sentence, or NULL */
    const struct form *form;
    struct url action, back;
    const char *submit;
};

/* For who is not in the desk. */
struct desk_door_view {
    bool there_is, steward, removed;
    struct html_safe reason;
    struct str by;
    const struct form *enter, *open;
    struct url enter_to, open_to, away, back;
};

struct desk_person_page {
    struct desk_person_view person;
    bool can_make, can_remove;
    const struct form *form;
    struct url make, remove, back;
};

struct desk_code_view {
    const struct str *groups;
    size_t ngroups;
    struct str until;
    struct url back;
};

struct desk_leave_view {
    bool last; /* the desk ends with it */
    struct url action, back;
};

#endif
