/* A week of shifts as a picture: seven columns, a box a shift, higher in the column the earlier. */
#ifndef AWN_TEAMS_WEEK_H
#define AWN_TEAMS_WEEK_H

#include "teams/pages.h"

/* The seven days from today. Without shifts there is nothing to draw: *out has no days. */
void week_draw(const struct req *req, const struct team *t, const struct team_days *days,
               struct week_view *out);

#endif
