/* Moments as the standard writes them (RFC 3339, UTC), by the C library's calendar. */
#ifndef AWN_HSDS_MOMENT_H
#define AWN_HSDS_MOMENT_H

#include "base/arena.h"
#include "base/str.h"

/* "2026-11-21T10:00:00Z"; seconds since 1970, clamped to the years 1970 to 9999. */
struct str hsds_moment(struct arena *a, int64_t at);

/* "2026-11-21": the day it stands in, UTC. */
struct str hsds_day(struct arena *a, int64_t at);

/* A date, or a date and time with Z, an offset or neither (then UTC), parts of a second cut off.
 * False when it is none. */
bool hsds_moment_read(struct str s, int64_t *out);

#endif
