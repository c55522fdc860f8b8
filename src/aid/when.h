/* A time of day, said and asked for: what the clocks of the network show.
 *
 * Purpose: "by when" and "when do we meet" are times that a person reads on their own watch. Pages
 * ask with two lists, a day and a time, which need no script and no way of writing a date.
 *
 * Units: `at` seconds UTC; days since 1970 and minutes after midnight are those of the zone (NULL:
 * UTC). Ownership: the arena.
 */
#ifndef AWN_AID_WHEN_H
#define AWN_AID_WHEN_H

#include "i18n/i18n.h"
#include "i18n/zone.h"

#define WHEN_DAYS 15 /* from today, that are offered */
#define WHEN_STEP 30 /* minutes between two times that are offered */
#define WHEN_TIMES (24 * 60 / WHEN_STEP)

struct when_place {
    struct arena *arena;
    const struct lang *lang;
    const struct zone *zone;
    int64_t now;
};

/* "today at 14:30", "tomorrow at 09:00", "24 November 2026, 09:00". */
struct str when_text(const struct when_place *w, int64_t at);

/* One line of a list: what is sent, and what is shown. */
struct when_choice {
    struct str value, label;
};
void when_days(const struct when_place *w, struct when_choice out[WHEN_DAYS]);
void when_times(const struct when_place *w, struct when_choice out[WHEN_TIMES]);

/* The two values back to a time; false for what is none of the lists, or an hour that is over. An
 * hour that clocks leave out in spring counts as the one after it. */
bool when_read(const struct when_place *w, struct str day, struct str time, int64_t *at);

#endif
