/* Local time: what the clocks of a place say at an instant.
 *
 * A zone is read once, with all its changes between 2000 and 2100 (ICU's copy of the IANA time zone
 * database), and is constant from then on: any number of threads may ask it, at the cost of a
 * search in a short table. Before 2000 and after 2100 it stays as at the edge.
 */
#ifndef AWN_I18N_ZONE_H
#define AWN_I18N_ZONE_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/str.h"

struct zone;

/* By its IANA name ("Africa/Cairo", "America/Chicago", "UTC"); NULL when there is none of that
 * name. Released with zone_close. */
struct zone *zone_open(struct str name);
void zone_close(struct zone *z); /* NULL is allowed */

/* The name it was opened with; "UTC" for NULL. */
const char *zone_name(const struct zone *z);

struct zone_time {
    int32_t day;  /* days since 1970-01-01, there */
    int minute;   /* of that day: 0 … 1439 */
    int weekday;  /* 1 Monday … 7 Sunday (ISO 8601) */
    int offset;   /* minutes ahead of UTC, summer time included */
    int standard; /* minutes ahead of UTC without summer time */
};

/* `when`: seconds, UTC. z NULL: UTC. */
struct zone_time zone_at(const struct zone *z, int64_t when);

/* The same for a fixed offset, in minutes ahead of UTC. */
struct zone_time zone_at_offset(int offset, int64_t when);

/* The IANA name of this machine's zone, "UTC" when it has none that ICU knows. */
struct str zone_of_machine(struct arena *a);

#endif
