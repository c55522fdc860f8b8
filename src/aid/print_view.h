/* What the views of lists on paper are given: choosing, the sheets, and what comes back. */
#ifndef AWN_AID_PRINT_VIEW_H
#define AWN_AID_PRINT_VIEW_H

#include "aid/case_view.h"
#include "members/qr.h"

/* /aid/desk/print */
struct print_area_view {
    struct str name, label; /* name: of its box */
    bool chosen;
};
struct print_choose_view {
    const struct form *form;
    const char *said; /* or NULL */
    const struct print_area_view *areas;
    size_t nareas;
    bool none; /* nothing is open */
    struct url action, paper, back;
};
void view_print_fields(struct html *h, const struct form *f);

struct print_row_view {
    struct str code, title, about, amounts;
    struct str helper; /* a sign for who helps, or empty */
};
struct print_sheet_view {
    struct str place, number, day, who;
    struct qr qr;
    const struct print_row_view *rows;
    size_t n;
};
struct print_contact_view {
    struct str code, who, contact, where;
};
struct print_sheets_view {
    const struct print_sheet_view *sheets;
    size_t n;
    struct str summary;
    const struct print_contact_view *contacts; /* NULL: none were wanted */
    size_t ncontacts;
    struct url again, paper;
};

/* /aid/desk/paper */
struct paper_told_view {
    struct str line, why, near;
};
struct paper_sheet_link {
    struct str number, about, open;
    struct url url;
};
struct paper_view {
    const struct form *form;
    struct str done, same; /* sentences, or empty */
    const struct paper_told_view *told;
    size_t ntold;
    const struct paper_sheet_link *sheets;
    size_t nsheets;
    struct url action, print, back;
};
void view_paper_number_field(struct html *h, const struct form *f);
void view_paper_codes_field(struct html *h, const struct form *f);

/* One sheet, to be ticked on the screen. */
struct paper_choice_view {
    struct str value, label;
};
struct paper_row_view {
    struct str code, title, about, state;
    struct str written, outcome; /* or empty */
    struct str name;             /* of its radio buttons; empty: nothing more is to be said */
};
struct paper_sheet_view {
    struct str number, about;
    struct str done; /* a sentence, or empty */
    const struct paper_row_view *rows;
    size_t n;
    const struct paper_choice_view *choices;
    size_t nchoices;
    bool open; /* some of it is still to be said */
    struct url action, back;
};

#endif
