/* What the views of the receipt's pages are given. */
#ifndef AWN_AID_RECEIPT_VIEW_H
#define AWN_AID_RECEIPT_VIEW_H

#include "ui/ui.h"

struct receipt_step {
    int x; /* of the drawing */
    bool reached;
};

/* One thing that was said or done. */
struct receipt_letter {
    struct str by, when, what;
    struct html_safe words;
};

struct receipt_view {
    struct str title, about; /* its line; kind and urgency */
    struct str state, next;
    bool late;
    struct str missed; /* "It did not happen once.", or empty */
    struct str ends;
    const struct receipt_step *steps;
    size_t nsteps;
    int from, upto, end, width; /* of the drawing's line */
    struct str drawn;           /* the drawing, in words */
    const struct ui_fact *meeting;
    size_t nmeeting;
    bool has_place;
    const struct receipt_letter *letters;
    size_t nletters;
    const struct ui_fact *asked; /* what was asked */
    size_t nasked;
    const struct form *say, *did, *thank;
    struct url thank_to;
    bool may_say, may_confirm, may_miss, may_change, may_close, may_withdraw, may_edit, over;
    bool may_thank;
};
void view_receipt_words(struct html *h, const struct form *f);

struct receipt_door_view {
    const struct form *form;
    const char *said; /* or NULL */
    struct str words; /* that were being written, or empty */
};
void view_receipt_field(struct html *h, const struct form *f);

#endif
