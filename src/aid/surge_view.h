/* What the views of hard times are given: the switch, the short forms, the rules of triage. */
#ifndef AWN_AID_SURGE_VIEW_H
#define AWN_AID_SURGE_VIEW_H

#include "aid/area_field.h"
#include "ui/ui.h"

/* Somebody proposes that it begins, lasts or ends. */
struct surge_proposal_view {
    struct str what, by, until; /* what it would do; who says so; by when it must be confirmed */
    struct str text;            /* the line for everybody, or empty */
    struct str seq;
    bool mine, can_confirm;
};

/* /aid/surge */
struct surge_view {
    bool on, over;
    struct str about, days, deletion, text; /* what and where; since and until; what goes when */
    bool may;                               /* a steward or a coordinator */
    const char *role;                       /* what the viewer is, and who must be the other */
    const struct surge_proposal_view *proposals;
    size_t nproposals;
    const struct form *begin, *prolong; /* NULL: not now */
    struct area_choices areas;
    bool coordinator;
};
void view_surge_begin_fields(struct html *h, const struct surge_view *v);

/* The short form for who asks, and for who gives without an account. */
struct surge_short_view {
    const struct form *form;
    struct area_choices areas;
    struct str about; /* what the hard times are, and where */
    struct str deletion;
    bool full; /* nothing could be taken just now */
    bool open; /* something that is folded in is wrong */
};
void view_surge_ask_few(struct html *h, const struct surge_short_view *v);
void view_surge_ask_more(struct html *h, const struct surge_short_view *v);
void view_surge_give_fields(struct html *h, const struct surge_short_view *v);

/* /aid/desk/triage */
struct triage_rule_view {
    struct str place, text, value; /* value: its number, in forms */
    struct str count;              /* how many asks stand there now */
    bool on, first, last, fixed;
};
struct triage_view {
    bool surge; /* hard times are on: the order counts */
    const struct triage_rule_view *rules;
    size_t n;
    struct url back;
};

#endif
