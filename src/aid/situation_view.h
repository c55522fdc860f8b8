/* What the views of the situation and of the look back are given. */
#ifndef AWN_AID_SITUATION_VIEW_H
#define AWN_AID_SITUATION_VIEW_H

#include "desk/pages.h"

/* One part of a bar. Units of the drawing. */
struct situation_bar {
    int x, y, height;
    const char *shade; /* fill-opacity */
};
struct situation_mark {
    int x;
    struct str label; /* day of the month */
};
/* The same as text. */
struct situation_day {
    struct str day, came, answered, arrived, open;
};

struct situation_cell {
    struct str number;
    const char *shade; /* "0" where there is none */
};
struct situation_row {
    struct str name;
    const struct situation_cell *cells;
    size_t ncells;
};
struct situation_grid {
    const struct str *columns;
    size_t ncolumns;
    const struct situation_row *rows;
    size_t nrows;
};

struct situation_view {
    const struct ui_fact *now; /* asks that wait, are held, offers */
    size_t nnow;
    bool drawn;      /* there are days to draw */
    struct str says; /* of the drawing, for who does not see it */
    int width, height, ground;
    const struct situation_bar *bars;
    size_t nbars;
    const struct situation_mark *marks;
    size_t nmarks;
    const struct situation_day *days;
    size_t ndays;
    struct situation_grid unmet, offers;
    struct url back;
};

/* One line of the report: a kind or a place. */
struct after_row {
    struct str name, says;
};
struct after_view {
    bool on, over; /* hard times */
    struct str about, days, deletion;
    struct str left, held; /* or empty: nothing is left */
    bool todo;
    size_t done, all; /* of what is to be closed */
    struct str progress;
    bool report;
    const struct ui_fact *whole;
    size_t nwhole;
    const struct after_row *kinds, *areas;
    size_t nkinds, nareas;
    struct url back;
};

#endif
