/* What the views of the coordinators' tables are given. */
#ifndef AWN_AID_IMPORT_VIEW_H
#define AWN_AID_IMPORT_VIEW_H

#include "aid/case_view.h"

/* One list of choices: what a column is, or what a category means. */
struct import_pick {
    struct str name, label, sample; /* sample: what stands there, or how often */
    struct str id;
    const struct case_choice *choices;
    size_t n;
};
struct import_bar {
    struct str label, count;
    int width; /* of IMPORT_BAR */
};
#define IMPORT_BAR 100
struct import_told_view {
    struct str line, what;
    const char *why;
};
struct import_told_list {
    const struct import_told_view *v;
    size_t n;
    struct str more; /* "… and 20 more", or empty */
};

struct import_view {
    const struct form *form;
    bool looked, takes; /* a table was read; something of it would come in */
    struct str broken, summary, doubles;
    const struct import_pick *columns, *kinds;
    size_t ncolumns, nkinds;
    bool dates_unsure;
    const struct import_bar *by_kind, *by_area;
    size_t nby_kind, nby_area;
    struct import_told_list refused, told;
    struct str map; /* the mapping as a file */
    struct url action, back;
};
void view_import_table_field(struct html *h, const struct form *f);
void view_import_how_fields(struct html *h, const struct form *f);
void view_import_dates_field(struct html *h, const struct form *f);

#endif
