/* What the views of the coordinators' pages are given. */
#ifndef AWN_AID_CASE_VIEW_H
#define AWN_AID_CASE_VIEW_H

#include "aid/when.h"
#include "desk/pages.h"

struct case_choice {
    struct str value, label;
    bool chosen;
};

/* One line of the desk's list. */
struct case_row_view {
    struct str title, about;       /* its line; kind, area, urgency */
    struct str state, waits, next; /* where it stands, since when, what is next and by when */
    bool late, missed;
    struct str fresh; /* "2 new letters", or empty */
    struct str rule;  /* in hard times: why it stands here; or empty */
    struct url url;
};

/* The list with some asks only. */
struct case_link {
    struct str label;
    struct url url;
    bool chosen;
};

struct cases_view {
    bool some;                /* not all are shown */
    struct str summary, late; /* how many wait, how many are late */
    bool none;                /* nothing at all, whatever is looked for */
    const struct case_link *kinds, *states;
    size_t nkinds, nstates;
    const struct case_row_view *rows;
    size_t nrows;
    struct str damaged; /* or empty */
    bool surge;         /* hard times are on */
    struct str open;    /* then: those shown that nobody has read, as handles */
    size_t nopen;
    struct url sooner, more, offers, plan, import, numbers, back;
    struct desk_people_view people;
};

/* An offer that only the coordinators see. */
struct case_offer_view {
    struct str title, about, waits, state;
    struct html_safe words;
    const struct ui_fact *facts, *limits;
    size_t nfacts, nlimits;
};
struct cases_offers_view {
    const struct case_offer_view *offers;
    size_t n;
    struct url back;
};

/* One thing that was said or done. */
struct case_letter_view {
    struct str by, when, what;
    struct html_safe words;
    struct str yes; /* to let this helper help; or empty */
    bool thanks;
};

/* An offer that may fit. */
struct case_fit_view {
    struct str title, about, where;
    const struct str *reasons, *against;
    size_t nreasons, nagainst;
    struct str value, id;
};

/* Another ask that may be the same. */
struct case_twin_view {
    struct str title, about, state, waits, contact;
    struct html_safe words;
    const struct str *why;
    size_t nwhy;
    struct url url, same;
};

/* The page that closes one of two. */
struct case_same_view {
    struct str title, about;
    const struct form *form;
    struct url action, back;
};

struct case_view {
    struct str title, about, state, next, ends;
    bool late;
    struct str missed; /* "It did not happen once.", or empty */
    struct str repay;  /* who agreed that money is paid back, and who is needed; or empty */
    const struct ui_fact *facts, *limits, *people, *meeting;
    size_t nfacts, nlimits, npeople, nmeeting;
    struct html_safe words; /* of who asks */
    const struct case_letter_view *letters;
    size_t nletters;
    bool can_accept, can_promise;
    const struct form *say, *move, *promise;
    const struct case_choice *moves, *days, *times;
    size_t nmoves, ndays, ntimes;
    const char *move_error, *day_error;
    bool can_propose;
    const struct case_fit_view *fits;
    size_t nfits;
    struct str looked; /* how many offers were looked through */
    const struct str *kept;
    size_t nkept; /* and what kept others away */
    const struct form *propose;
    const struct case_twin_view *twins;
    size_t ntwins;
    struct str seen; /* as what this page showed the ask */
    struct url say_to, move_to, promise_to, accept_to, propose_to, back;
};

/* The fields of a form that need nothing of their own (case_do_pages.c). */
void view_case_promise_fields(struct html *h, const struct form *f);
void view_case_move_fields(struct html *h, const struct form *f);

#endif
