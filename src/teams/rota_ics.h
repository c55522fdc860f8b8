/* Shifts for a calendar (iCalendar, RFC 5545): times and an ordinary word.
 *
 * Purpose: calendars are shown on locked screens and go to other people's servers, so neither what
 * nor where nor with whom stands in it. Made when somebody asks for it; there is no address that a
 * calendar could subscribe to. Times in seconds UTC. Ownership: the given arena.
 */
#ifndef AWN_TEAMS_ROTA_ICS_H
#define AWN_TEAMS_ROTA_ICS_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"

struct rota_time {
    int64_t begins, ends;
};
struct str rota_ics(struct arena *a, struct str title, const struct rota_time *times, size_t n,
                    int64_t now);

#endif
