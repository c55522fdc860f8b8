/* Inside the ui room: what the style guide shows. */
#ifndef AWN_UI_GUIDE_H
#define AWN_UI_GUIDE_H

#include "ui/ui.h"

struct ui_guide_post {
    struct str id;
    struct ui_person who;
    struct str when, note, text;
    const struct ui_referral *card; /* or NULL */
    bool heard, first_new;
};

struct ui_guide {
    const char *code, *dir;
    struct str name; /* of the language */
    struct url here;
    const struct ui_row *rows;
    size_t nrows;
    const struct ui_guide_post *posts;
    size_t nposts;
    struct form form, reply;
    const struct str *steps, *step;
    size_t nsteps;
    const struct str *words, *groups;
    size_t nwords, ngroups;
    const struct ui_link *tabs;
    size_t ntabs;
    const struct str *chips;
    size_t nchips;
    const struct ui_fact *facts;
    size_t nfacts;
    const struct lang *other;
};

/* The conversation again, in the other direction. */
void view_ui_guide_other(struct html *h, const struct ui_guide *g);

#endif
