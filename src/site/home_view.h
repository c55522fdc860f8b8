#ifndef AWN_SITE_HOME_VIEW_H
#define AWN_SITE_HOME_VIEW_H

#include "ui/ui.h"

struct leave_view {
    struct str code; /* language of the page */
    struct url to;
};

/* The front page in hard times. */
struct doors_view {
    struct str about, text, area; /* text and area may be empty */
    bool member;
    struct url give;
};

#endif
