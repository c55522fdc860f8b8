/* Areas: where things are, as names on a list that the network draws itself.
 *
 * Purpose: "where" is never a point. A network writes a tree of names (city → district → quarter),
 * links between neighbours with the minutes it takes to go, and nothing finer. A coordinate that
 * comes with an import is turned into an area here and dropped; no coordinate of a person is ever
 * stored.
 *
 * Minutes between two areas are the shortest way: out of what one is in, over the links, and into
 * what the other is in; each step out or in counts AREA_WITHIN. Where areas of one parent are
 * linked, only the links say how long it takes between them; one without any link is two steps from
 * its neighbours, so that a list without links is of use at once.
 *
 * Invariants: ids are small numbers that stay when the list is edited (they stand in sealed
 * records); 0 is no area. The tree has no loops. Pure; everything lives in the arena that was
 * given.
 */
#ifndef AWN_AID_AREAS_H
#define AWN_AID_AREAS_H

#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

#define AREAS_MAX 4000
#define AREA_LINKS_MAX 16000
#define AREA_NAME_MAX 80  /* code points */
#define AREA_DEPTH_MAX 12 /* country, governorate, city, district, quarter, … */
#define AREA_MINUTES_MAX 1440
#define AREA_WITHIN 15     /* minutes from an area to what lies in it */
#define AREA_FAR INT32_MAX /* no way known */

struct area {
    uint32_t id;            /* > 0 */
    uint32_t parent;        /* 0: of the top */
    struct str name, other; /* `other`: the same in another language, or empty */
    bool placed;            /* has a middle; of the area, so that imports find it */
    double lat, lon;        /* degrees, WGS 84 */
};
struct area_link {
    uint32_t a, b;
    int32_t minutes; /* either way */
};
/* One that was removed: what is kept under its id counts as of `into` (0: of nowhere). */
struct area_gone {
    uint32_t id, into;
};
struct areas {
    struct area *v; /* by id, rising */
    size_t n;
    struct area_link *links;
    size_t nlinks;
    const struct area_gone *gone; /* by id, rising; may be gone into one that is gone too */
    size_t ngone;
};

/* Sorts by id and looks whether it is a tree: ERR_INVALID and in *wrong the id at fault (twice, a
 * parent that is not there, a loop, a link to nowhere, minutes out of range); ERR_TOO_LARGE. */
enum err areas_check(struct areas *all, uint32_t *wrong) MUST_CHECK;

/* For an id that was removed: what it counts as. NULL: there is none. */
const struct area *area_find(const struct areas *all, uint32_t id);

/* Is it the area, or somewhere in it? */
bool area_is_in(const struct areas *all, uint32_t id, uint32_t in);

/* Minutes from one area to every other, by position in all->v; AREA_FAR where there is no way.
 * ERR_NOT_FOUND: no such area. */
enum err area_minutes(const struct areas *all, struct arena *a, uint32_t from,
                      int32_t **out) MUST_CHECK;

/* The area whose middle is nearest, within `km`; 0: none. Great-circle distance (haversine, Earth's
 * mean radius 6371.0088 km, IUGG). The coordinate is not kept. */
uint32_t area_near(const struct areas *all, double lat, double lon, double km);

/* "Quarter, District, City". */
struct str area_path(const struct areas *all, struct arena *a, uint32_t id);

#endif
