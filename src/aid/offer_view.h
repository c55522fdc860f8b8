/* What the views of a member's own offers, and of what they help with, are given. */
#ifndef AWN_AID_OFFER_VIEW_H
#define AWN_AID_OFFER_VIEW_H

#include "aid/area_field.h"
#include "aid/case_view.h"

struct offers_view {
    const struct ui_row *rows;
    size_t nrows;
    bool still; /* something asks for a word that it stands */
    struct url stand, ask, create, board, back;
};

struct offer_kinds_view {
    const struct ui_row *rows;
    size_t nrows;
    struct url back;
};

struct offer_form_view {
    struct str title;
    const char *submit;
    const struct form *form;
    struct area_choices areas;
    bool more; /* something in the folded part needs a look */
    bool near; /* asks what some cannot be near */
    struct url action, back;
};
/* Look their fields up. */
void view_offer_first_fields(struct html *h, const struct offer_form_view *v);
void view_offer_having_fields(struct html *h, const struct offer_form_view *v);
void view_offer_near_fields(struct html *h, const struct offer_form_view *v);
void view_offer_more_fields(struct html *h, const struct offer_form_view *v);

struct offer_view {
    struct str title, about, ends;
    bool rests, resting; /* off the board; on it, but left in peace for now */
    bool given;
    struct str peace; /* until when it is left in peace */
    const struct ui_row *asked;
    size_t nasked;
    const struct ui_fact *facts, *limits;
    size_t nfacts, nlimits;
    struct str words;
    struct url change, rest, stand, end, back;
};

/* Of the answer: a name and a few words. */
void view_offer_answer_fields(struct html *h, const struct form *f);
struct offer_asked_view {
    struct str title, about, words, ends;
    bool asker; /* who asks decides, and not the coordinators */
    const struct ui_fact *facts, *limits;
    size_t nfacts, nlimits;
    const struct form *form;
    struct url action, back;
};

/* The board, by kind. */
struct board_row_view {
    struct str title, about;
    struct str late; /* of an ask that waits for too long or did not happen; or empty */
    bool mine;
    struct url url; /* of one's own, and of an ask that waits */
};
struct board_kind_view {
    const char *title;
    const struct board_row_view *rows;
    size_t nrows;
};
struct board_view {
    const struct board_kind_view *kinds;
    size_t nkinds;
    const struct board_row_view *asks; /* most urgent first */
    size_t nasks;
    struct str more_asks;
    struct str more; /* how many are not shown, or empty */
    struct url create, mine, back;
};

struct help_view {
    struct str title, about, state, next;
    const struct ui_fact *facts, *limits, *meeting;
    size_t nfacts, nlimits, nmeeting;
    struct str words;
    const struct case_letter_view *letters;
    size_t nletters;
    bool may_promise, may_change, may_hand, may_stop, may_say, may_end;
    bool may_wall, on_wall; /* the thank-you that came */
    const struct form *say;
    struct url wall, here, calendar, promise, done, stop, away, back;
};
/* Before it is accepted, and after it ended. */
struct help_said_view {
    struct str title, about;
    const char *heading, *text, *button, *hint;
    struct url away, back;
};
/* A form of its own: when and where; handed over; "I cannot after all". */
struct help_form_view {
    const char *title, *lead, *submit;
    const struct form *form;
    struct url action, back;
};

#endif
