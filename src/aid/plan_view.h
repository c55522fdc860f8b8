/* What the views of the coordinators' plan are given. */
#ifndef AWN_AID_PLAN_VIEW_H
#define AWN_AID_PLAN_VIEW_H

#include "aid/case_view.h"

/* One kind of asks: how many, and how many would get an offer. */
struct plan_kind_view {
    struct str label, text;
    int all, met; /* of 200, for the drawing */
};

/* An ask that gets nothing. */
struct plan_unmet_view {
    struct str title, about, why;
    struct url url;
};

struct plan_twin_view {
    struct str title, about;
    struct url url;
};

struct plan_line_view {
    struct str title, about, waits;
    struct url ask;
    struct str offer, offer_about, where;
    const struct str *yes, *no, *cost;
    size_t nyes, nno, ncost;
    const struct plan_twin_view *twins;
    size_t ntwins;
    struct str look; /* what a person has to look at, or empty */
    struct str name; /* of its radio buttons */
    struct str outcome;
    bool open, is_yes, is_never, pinned;
    struct url other;
};

struct plan_page_view {
    const struct str *summary; /* sentences */
    size_t nsummary;
    struct str answering, refused, damaged; /* sentences, or empty */
    const struct ui_fact *told;             /* of what was just accepted */
    size_t ntold;
    const struct plan_kind_view *kinds;
    size_t nkinds;
    const struct ui_fact *whys, *limits;
    size_t nwhys, nlimits;
    const struct plan_unmet_view *unmet;
    size_t nunmet;
    const struct case_link *by_kind, *by_area;
    size_t nby_kind, nby_area;
    bool some;                      /* not all are shown */
    const struct case_link *states; /* to decide, decided */
    size_t nstates;
    bool decided;
    const struct plan_line_view *lines;
    size_t nlines;
    struct str next;  /* the label of the button that accepts many */
    struct str fixed; /* how many pairs are fixed, or empty */
    struct str number, kind, area, page;
    struct url sooner, more;
    struct url here, act, start, back;
};

/* No plan, one that is being made, or one that failed. */
struct plan_door_view {
    const char *said; /* or NULL */
    bool running;
    int done; /* of 1000 */
    struct str percent;
    struct url here, start, stop, back;
};

struct plan_other_view {
    struct str title, about, now;     /* the ask, and what the plan gives it */
    const struct case_fit_view *fits; /* `where` says where it would go otherwise */
    size_t nfits;
    struct str number;
    struct url action, back;
};

#endif
