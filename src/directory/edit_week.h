/* The hours of a week, out of schedules of the open standard and back into them. */
#ifndef AWN_DIRECTORY_EDIT_WEEK_H
#define AWN_DIRECTORY_EDIT_WEEK_H

#include <jansson.h>

#include "directory/edit_hours.h"

/* Monday first. */
struct edit_week {
    struct edit_day days[EDIT_DAYS];
};

/* What comes back every week, without a first or last day. Everything else is passed over. */
void edit_week_read(struct arena *a, const json_t *schedules, struct edit_week *out);

/* Makes these the weekly ones; all others stay. */
void edit_week_write(struct arena *a, json_t *owner, const struct edit_week *week);

#endif
