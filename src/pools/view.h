/* What the views of pools are given. */
#ifndef AWN_POOLS_VIEW_H
#define AWN_POOLS_VIEW_H

#include "aid/area_field.h"
#include "ui/ui.h"

struct pool_group_view {
    const char *title;
    const struct ui_row *rows;
    size_t nrows;
};
struct pools_view {
    const struct pool_group_view *groups;
    size_t ngroups;
    const struct ui_row *things; /* found by their name */
    size_t nthings;
    bool asked; /* this is an answer to a search */
    bool open;  /* the search is shown unfolded */
    const struct form *find;
    struct area_choices areas;
    struct url create, mine, back;
};
void view_pool_find_fields(struct html *h, const struct pools_view *v);

struct pool_kinds_view {
    const struct ui_row *rows;
    size_t nrows;
    struct url back;
};

/* A form of its own. */
struct pool_form_view {
    const char *title, *lead, *submit;
    struct str about; /* or empty */
    const struct form *form;
    struct area_choices areas;
    size_t area[2]; /* fields that are places; 0: none */
    struct url action, back;
    const char *back_to;
};
void view_pool_form_fields(struct html *h, const struct pool_form_view *v);

/* A picture: all there is, of it what is free (or there), a mark; and the same in words. */
struct pool_draw_view {
    struct str all, some, mark;
    struct str text;
    int width, height;
};

struct pool_item_row_view {
    struct str title, about;
    struct url url;
    bool low;
    bool drawn;
    struct pool_draw_view draw;
};
struct pool_one_view {
    struct str title, line, rules, area, ends;
    bool rests, keeps, steward, pantry, beds;
    const struct pool_item_row_view *rows;
    size_t nrows;
    struct url keep, shopping, close, back, add;
};

struct pool_ask_view {
    struct str title, about, words, rules;
    const struct ui_fact *facts;
    size_t nfacts;
    const char *lead, *submit;
    bool can, pantry, drawn;
    struct pool_draw_view draw;
    const struct form *form, *put;
    struct url action, take, put_to, back;
    struct str back_to;
};

struct pool_shopping_view {
    struct str title;
    const struct ui_fact *low, *soon;
    size_t nlow, nsoon;
    struct url back;
};

struct pool_letter_view {
    struct str by, what, words, when;
};
struct pool_letters_view {
    const struct pool_letter_view *v;
    size_t n;
};

struct pool_mine_view {
    const struct ui_row *has, *keeps;
    size_t nhas, nkeeps;
    struct url code, back, all;
};

struct pool_held_view {
    struct str title, about, state, next;
    bool late;
    const struct ui_fact *facts;
    size_t nfacts;
    struct pool_letters_view letters;
    bool may_say, may_cancel, may_forget, calendar;
    const struct form *say;
    struct url here, cancel, forget, ics, back;
};

struct pool_keep_view {
    struct str title, asleep;
    bool rests;
    const struct ui_row *waits, *out, *news, *low, *items;
    size_t nwaits, nout, nnews, nlow, nitems;
    struct str ends, keepers;
    bool shared;
    const char *add_label;
    struct url add, change, confirm, code, turn, end, shopping, see, back;
};
struct pool_keep_hold_view {
    struct str title, about, name;
    const struct ui_fact *facts;
    size_t nfacts;
    struct pool_letters_view letters;
    bool yes, no, handed, is_back, reminds;
    const struct form *form;
    struct url action, back;
};
void view_pool_answer_fields(struct html *h, const struct form *f);
struct pool_keep_item_view {
    struct pool_form_view f;
    bool away, can_go, mends;
    struct url move;
};
struct pool_code_view {
    const struct str *groups;
    size_t ngroups;
    struct url back;
};

#endif
