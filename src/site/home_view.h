#ifndef AWN_SITE_HOME_VIEW_H
#define AWN_SITE_HOME_VIEW_H

#include "ui/ui.h"

struct leave_view {
    struct str code; /* language of the page */
    struct url to;
};

#endif
