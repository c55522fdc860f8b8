/* What the fund's views are given. Texts are ready to show. */
#ifndef AWN_FUND_VIEW_H
#define AWN_FUND_VIEW_H

#include "desk/pages.h"

/* One thing that was said or done. */
struct fund_said_view {
    struct str by, when, what;
    struct html_safe words;
};

/* ---- members ---- */

struct fund_month_view {
    struct str month, came, went;
    const struct ui_fact *kinds; /* what went out, by kind */
    size_t nkinds;
};
struct fund_shown_view {
    struct str name, there, when;
    struct html_safe give, asking;
    const struct fund_month_view *months;
    size_t nmonths;
};
struct fund_front_view {
    bool kept;   /* there is a desk */
    bool keeper; /* the viewer is at it */
    const struct fund_shown_view *funds;
    size_t nfunds;
    const struct ui_row *mine;
    size_t nmine;
    struct url ask, desk, back;
};
struct fund_form_view {
    const struct form *form;
    const struct ui_given *funds;
    size_t nfunds;
    struct url action, back;
};
struct fund_mine_view {
    struct str title, state, next, ends;
    const struct ui_fact *facts;
    size_t nfacts;
    struct html_safe words, reason;
    const struct fund_said_view *said;
    size_t nsaid;
    bool can_arrive, can_show, can_withdraw, over;
    const struct form *say, *show;
    struct url say_to, show_to, arrive_to, withdraw_to, away_to, back;
};

/* ---- keepers ---- */

struct fund_row_view {
    struct str name, there, about, wrong; /* wrong: a correction waits; or empty */
    struct url url;
};
struct fund_ask_row_view {
    struct str title, state, next, fresh;
    bool late, mine;
    struct url url;
};
struct fund_desk_view {
    const struct fund_row_view *funds;
    size_t nfunds;
    const struct fund_ask_row_view *asks;
    size_t nasks;
    struct str damaged; /* or empty */
    struct url create, back;
    bool can_create;
    struct desk_people_view people;
};
struct fund_keep_view {
    struct str title, state, next, ends;
    bool late, mine;
    const struct ui_fact *facts;
    size_t nfacts;
    struct html_safe words, reason, receipt;
    bool shows_receipt, has_receipt;
    const struct fund_said_view *said;
    size_t nsaid;
    bool can_approve, can_refuse, can_pay, can_see;
    struct str first; /* who approved or doubted first; or empty */
    struct str there; /* what is in the fund */
    struct str seen;
    const struct form *refuse, *pay, *say;
    struct url do_to, say_to, back;
};

struct fund_bar {
    int x, y, width, height;
};
struct fund_books_month {
    struct str month, came, went, cash;
    bool closed;
    struct url close; /* empty: not over yet, or closed */
};
struct fund_one_view {
    struct str name, lead;
    bool right;
    struct str wrong_at;   /* where the books do not hold; empty: they do */
    struct str correction; /* somebody wants one; or empty */
    struct url correct;
    const struct ui_fact *accounts;
    size_t naccounts;
    const struct fund_bar *bars;
    size_t nbars;
    int width;
    struct str drawn; /* what the picture says */
    const struct fund_books_month *months;
    size_t nmonths;
    struct url book, entries, download, change, back;
};
struct fund_entry_view {
    struct str number, day, what, amount;
    const struct ui_fact *postings;
    size_t npostings;
    struct url correct; /* empty: it cannot be */
};
struct fund_entries_view {
    struct str name;
    const struct fund_entry_view *v;
    size_t n;
    struct str damaged;
    struct url older, newer, back;
};
struct fund_entry_page {
    struct fund_entry_view entry;
    struct str waits; /* who wants it corrected; or empty */
    bool can_want, can_agree, can_drop;
    struct url correct, drop, back;
};
/* A form on a page of its own. */
struct fund_page_form {
    struct str title, lead, submit;
    const struct form *form;
    struct url action, back;
    struct str back_to;
};

/* The fields of forms that need something of their own (ask_pages.c, keep_pages.c). */
void view_fund_ask_fields(struct html *h, const struct fund_form_view *v);
void view_fund_pay_fields(struct html *h, const struct form *f);
void view_fund_refuse_fields(struct html *h, const struct form *f);

#endif
