/* What the views of circles show. Texts are ready to show; a view decides nothing. */
#ifndef AWN_CIRCLES_VIEWS_H
#define AWN_CIRCLES_VIEWS_H

#include "ui/ui.h"

/* On top of every page of one circle. */
struct circle_frame {
    struct str name;
    const struct ui_link *tabs;
    size_t ntabs;
    struct url home; /* the circle's own first page */
};

struct circle_list_view {
    const struct ui_row *rows, *waiting, *gone;
    size_t nrows, nwaiting, ngone;
    struct url create, discover, code, find;
};

struct discover_view {
    const struct ui_row *rows;
    size_t nrows;
    struct url create, code, back;
};

struct listing_view {
    struct str name;
    const char *openness;
    struct html_safe purpose, agreements;
    bool has_agreements;
    bool member;             /* is in already, or waits */
    struct url circle;       /* then: there */
    const struct form *form; /* joining or asking, or NULL */
    struct url action;
    const char *submit, *lead;
    struct url back;
};

/* Outside: removed, ended, or still waiting. */
struct outside_view {
    struct str name;
    bool waiting, removed, late;
    struct str by;
    struct html_safe reason;
    bool has_reason;
    struct url away;
};

struct threads_view {
    struct circle_frame frame;
    struct url create;
    const struct ui_row *rows;
    size_t nrows;
    struct str damaged; /* a sentence, or empty */
};

/* One form in a circle. */
struct circle_form_view {
    struct circle_frame frame;
    const char *title, *lead; /* lead may be "" */
    const struct form *form;
    struct url action, back;
    const char *submit;
};

struct post_view {
    struct str id;
    bool damaged, mine, first_new, folded, edited;
    struct ui_person who;
    struct str when;
    const char *gone; /* what became of the words, or NULL */
    struct html_safe gone_reason;
    struct str gone_by;
    bool has_gone_reason;
    struct str note;
    struct html_safe says;
    const struct ui_referral *card;
    struct url more, affirm;
    bool can_affirm, heard, metoo, thanks;
    bool signs; /* shown to the author only */
};

struct thread_view {
    struct circle_frame frame;
    struct str title;
    const struct post_view *posts;
    size_t nposts;
    bool newest; /* the end of the conversation is on this page */
    struct str events;
    struct url older, newer;
    const struct form *reply;
    struct url here;
    struct str keep; /* how long new words live */
};

struct sign_view {
    const char *kind;
    struct str names;
};
struct more_view {
    struct circle_frame frame;
    struct str title;
    struct url thread;
    const struct post_view *post;
    const struct sign_view *signs;
    size_t nsigns;
    bool can_edit, can_remove;
    struct url edit, take_back, remove;
    const struct form *reason;
};

struct member_view {
    struct ui_person who;
    struct str about;
    bool facilitates, me;
    struct url url;
    bool linked;
};
struct request_view {
    struct ui_person who;
    struct str about, words, when, letter;
};
struct people_view {
    struct circle_frame frame;
    const struct member_view *people;
    size_t npeople;
    bool facilitator, may_invite;
    const struct request_view *requests;
    size_t nrequests;
    struct url answer, invite, persona;
};
struct person_view {
    struct circle_frame frame;
    struct member_view person;
    struct url make, remove, back, down;
    bool can_make, can_remove, can_down;
    const struct form *form;
    bool open; /* an open circle: who is removed could come in again */
};
struct code_view {
    struct circle_frame frame;
    const struct str *groups;
    size_t ngroups;
    struct str until;
    struct url back;
};

struct about_view {
    struct circle_frame frame;
    struct html_safe purpose, agreements;
    bool has_agreements;
    const char *openness, *keep;
    struct url persona, settings, leave;
    bool facilitator;
};
struct leave_view {
    struct circle_frame frame;
    bool last, alone; /* the last facilitator; nobody else is there */
    const struct form *form;
    struct url action, people, end, back;
};

struct found_view {
    struct str id;
    struct str title, where, excerpt, note;
    struct url url;
};
struct find_view {
    struct str query;
    bool asked, more;
    const struct found_view *hits;
    size_t nhits;
};

struct share_option {
    struct str value, label;
    bool chosen;
};
struct share_circle {
    struct str name;
    const struct share_option *options;
    size_t noptions;
};
struct share_view {
    const struct ui_referral *card;
    const struct share_circle *circles;
    size_t ncircles;
    const struct form *form;
    struct url action, back, home;
};

/* Written in C beside their forms: which field looks how. */
void view_circle_reply_fields(struct html *h, const struct form *f);
void view_circle_share_fields(struct html *h, const struct form *f);

#endif
