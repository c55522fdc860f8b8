/* A meeting for a calendar (iCalendar, RFC 5545): a time and an ordinary word.
 *
 * Purpose: calendars are shown on locked screens and go to other people's servers, so nothing else
 * stands in it; a place only when somebody asks for it. Ownership: the given arena.
 */
#ifndef AWN_AID_MEETING_ICS_H
#define AWN_AID_MEETING_ICS_H

#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"

/* `title`: "Meeting"; `place` may be empty. Times in seconds UTC. */
struct str meeting_ics(struct arena *a, struct str title, int64_t at, struct str place,
                       int64_t now);

#endif
