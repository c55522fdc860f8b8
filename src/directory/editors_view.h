/* What the views of the editors' desk are given. */
#ifndef AWN_DIRECTORY_EDITORS_VIEW_H
#define AWN_DIRECTORY_EDITORS_VIEW_H

#include "desk/pages.h"

struct editors_letter_view {
    struct str title, reason, words, when, letter;
    struct url entry;
};

/* A list of entries that want looking at. */
struct editors_work_view {
    const char *title;
    const struct ui_row *rows;
    size_t nrows;
};

struct editors_view {
    const struct editors_letter_view *letters;
    size_t nletters;
    const struct editors_work_view *work;
    size_t nwork;
    struct desk_people_view people;
    struct url settle, add, removed, back;
};

#endif
