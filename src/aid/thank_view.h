/* What the views of thanks are given, in mutual aid. Texts are ready to show. */
#ifndef AWN_AID_THANK_VIEW_H
#define AWN_AID_THANK_VIEW_H

#include "thanks/thanks.h"

/* One that waits for the coordinators. */
struct thank_row_view {
    struct str words, by, about; /* about: kind of help, or empty */
    struct str value;            /* which it is, in the form */
    struct str id, typed; /* of the field for the coordinators' words; what was typed there */
};
/* A season as it would be published. */
struct thank_season_view {
    struct thanks_garden garden;
    const char *value; /* in the form */
    struct str said;   /* when it was published, and from when on again; or empty */
    bool may;
};
struct thank_desk_view {
    const struct thank_row_view *rows;
    size_t n;
    const struct thank_season_view *seasons;
    size_t nseasons;
    struct url decide, publish, back;
};
struct thank_wall_view {
    struct str words, by;
    const struct form *form;
    struct url action, back;
};

#include "thank.html.h"

#endif
