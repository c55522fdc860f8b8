/* Open now: what the schedules of an entry say at an instant.
 *
 * When the index is made, an entry's schedules become one short text, its *week*; entries with the
 * same hours share it (table directory_week), so a query judges each distinct one once.
 *
 * A week is made of groups, one for each place (or for the service itself), and is open when one of
 * them is. A group is made of lines:
 *   W days opens closes zone from to         every week on these days (bits, 1: Monday)
 *   X days opens closes zone from to         instead of all others, from … to (a holiday)
 *   R opens closes zone from to start RULE   on the days that the rule gives (RFC 5545, libical)
 * Times are minutes after midnight, -1: closed; closes <= opens: until the next day. zone: minutes
 * ahead of UTC, or - for the network's. from, to: days since 1970, or -.
 *
 * HSDS writes `timezone` as hours from UTC, which says nothing of summer time. Where it is the
 * standard time of the network's zone, that zone's clocks are meant and are used.
 *
 * Pure, but for libical, which keeps nothing between calls. Nothing known: UNKNOWN, never closed.
 */
#ifndef AWN_DIRECTORY_DIRECTORY_OPEN_H
#define AWN_DIRECTORY_DIRECTORY_OPEN_H

#include "hsds/scan.h"

#include "directory/directory.h"
#include "i18n/zone.h"

/* The lines of an array of HSDS schedules: one group, or STR_NONE when they say nothing. */
struct str open_group(struct arena *a, const struct hsds_node *schedules);

/* The week of some groups; the order and doubles among them do not matter. */
struct str open_week(struct arena *a, const struct str *groups, size_t n);

/* The week of what is closed for the time being. */
#define OPEN_NEVER STR("-")

/* `zone` NULL: UTC. A week that is not well-formed is UNKNOWN. */
enum directory_open open_judge(struct str week, const struct zone *zone, int64_t now);

#endif
