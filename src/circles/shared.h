/* Views of list.html that the other views call. */
#ifndef AWN_CIRCLES_SHARED_H
#define AWN_CIRCLES_SHARED_H

#include "circles/views.h"

void view_circle_head(struct html *h, const struct circle_frame *f);

#endif
