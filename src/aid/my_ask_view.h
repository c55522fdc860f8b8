/* What the views of one's own asks, and of helping from the board, are given. */
#ifndef AWN_AID_MY_ASK_VIEW_H
#define AWN_AID_MY_ASK_VIEW_H

#include "aid/case_view.h"
#include "aid/receipt_view.h"

/* Somebody who could help. */
struct my_yes_view {
    struct str name, when, about; /* about: the offer that was asked, or empty */
    struct html_safe words;
    struct str value;
    bool claim; /* it waits for an answer: "not this time" opens it again */
};

struct my_ask_view {
    struct receipt_view r;
    struct str shown; /* who is shown it */
    bool rests;       /* to be on the board, and not shown: nobody said that it still stands */
    const struct my_yes_view *yes;
    size_t nyes;
    bool can_propose;
    const struct case_fit_view *fits;
    size_t nfits;
    struct str looked;
    const struct str *kept;
    size_t nkept;
    struct url say, did, accept, propose, calendar, change, end, still, back;
};

/* /aid/board/:card */
struct board_ask_view {
    struct str title, about, waits, missed, ends;
    bool desk_reads;
    const struct form *form;
    struct url action, back;
};
/* Its two fields. */
void view_board_ask_fields(struct html *h, const struct form *f);

#endif
