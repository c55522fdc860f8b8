/* What the pages that look for something show, with every text ready. Inside the directory room. */
#ifndef AWN_DIRECTORY_FIND_VIEW_H
#define AWN_DIRECTORY_FIND_VIEW_H

#include "ui/ui.h"

/* An entry in the list of what was found. */
struct find_hit_view {
    struct url url, tel;
    struct str title, organization, summary, phone, city, lang;
    struct str matches; /* why it was found, or empty */
    struct str open;    /* "open now", "closed now", or empty */
    bool is_open, dials;
    struct str checked;
    const char *tags[2];
    size_t ntags;
};

/* A choice of a select, or a button that asks for one thing. */
struct find_choice {
    struct str value, label;
    bool chosen;
};

/* A button that searches again: the fields of the form as they are, but for what it changes. */
struct find_again {
    struct str label;
    const struct ui_fact *fields; /* hidden */
    size_t nfields;
};

struct find_view {
    const struct form *form;
    struct str words, area;
    const char *words_error, *area_error; /* or NULL */
    bool asked, unfold;                   /* the fold with the filters: a mistake stands in it */
    const struct str *chosen;             /* what narrows the search, in words */
    size_t nchosen;
    struct str found; /* "12 entries" */
    const struct find_hit_view *hits;
    size_t nhits;
    const struct find_again *earlier, *later; /* or NULL */
    const struct find_again *wider;           /* nothing found: what to leave out */
    size_t nwider;
    const struct find_choice *needs; /* the kinds of need; the first is "any" */
    size_t nneeds;
    const struct find_choice *languages;
    size_t nlanguages;
    const struct find_choice *often; /* the same, as buttons */
    size_t noften;
    struct str *areas; /* for the list beside the field */
    size_t nareas;
    struct str holdings; /* how much there is, or empty */
};

/* Fields of the form, looked up by view_ui_field. */
void view_find_flags(struct html *h, const struct form *f);

#include "find.html.h"

#endif
