/* What the views of the pages for strangers are given: the front page, asking, the receipt. */
#ifndef AWN_AID_ASK_VIEW_H
#define AWN_AID_ASK_VIEW_H

#include "aid/ask_form.h"
#include "members/qr.h"
#include "ui/ui.h"

/* /aid */
struct front_view {
    bool read;   /* there is a desk */
    bool member; /* who looks is signed in */
    bool coordinator;
    const struct ui_fact *soon; /* how urgent, and within what time it is read */
    size_t nsoon;
    const struct ui_row *more; /* what else members share */
    size_t nmore;
    struct str surge, surge_text, deletion; /* in hard times; else empty */
};

/* /aid/ask, the first page */
struct ask_choice {
    const char *value, *label;
    struct str id;
    bool chosen;
};
struct ask_first_view {
    const struct form *form;
    const struct ask_choice *kinds, *urgencies;
    size_t nkinds, nurgencies;
    const char *kind_error, *urgency_error;
    bool member;   /* who asks is signed in */
    bool stranger; /* and may ask as somebody who is not */
};

/* … the second */
struct ask_view {
    const struct form *form;
    const struct aid_kind_info *kind;
    const char *title, *urgency;
    struct area_choices areas;
    bool open;                  /* something that is folded in is wrong */
    bool full;                  /* nothing could be taken just now */
    const char *after, *submit; /* what becomes of it */
    struct url action, back;
    bool change;                    /* of an ask that is there */
    const struct ask_choice *shows; /* of a member: who is shown it */
    size_t nshows;
};
void view_ask_few(struct html *h, const struct ask_view *v);
void view_ask_limits(struct html *h, const struct ask_view *v);
void view_ask_traits(struct html *h, const struct ask_view *v);
void view_ask_nearby(struct html *h, const struct ask_view *v);
void view_ask_rest(struct html *h, const struct ask_view *v);

/* The code, once; and whether it was written down. */
struct receipt_code_view {
    struct str groups[6];
    struct str sealed;
    struct qr qr;
    struct str next; /* what happens now, and by when */
    const struct form *form;
    size_t first, second; /* fields of the form */
    bool wrong;
};
void view_receipt_group(struct html *h, const struct form *f, size_t field);

#endif
