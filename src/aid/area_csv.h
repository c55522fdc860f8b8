/* A list of areas as a CSV file: taken in beside what is there, and written out.
 *
 * Columns, in any order, by the names in the first row: name (the only one that must be there),
 * other, parent, lat, lon, neighbours. Others are passed over; so are rows that begin with "#" (no
 * quotation marks there). name, other   in one language and in another parent        what it lies
 * in: its name, or "District, City" where several are called so; of this file (also further down)
 * or of the list. Empty: of the top lat, lon      of its middle, degrees with a point, WGS 84; both
 * or neither neighbours    "Name 15; Name 20": minutes either way An area that is there already
 * (the same name in the same parent) stays what it is, with its id, and gets what the row adds.
 * Nothing is ever taken away. Names are compared folded (area_names.h).
 *
 * Pure: what comes out is for areas_replace. A row that cannot be taken is told with line and
 * reason and the others stand; a neighbour that cannot be told is told so and the row stands.
 */
#ifndef AWN_AID_AREA_CSV_H
#define AWN_AID_AREA_CSV_H

#include "aid/areas.h"
#include "hsds/hsds_csv.h"
#include "search/search.h"

#define AREA_CSV_MAX (4u << 20) /* bytes of a file */

struct area_refused {
    uint32_t line;
    const char *why; /* a msgid */
    struct str what; /* of the file; may be empty */
};
struct area_import {
    struct areas all; /* the list as it would be; passes areas_check */
    size_t added, changed, same, linked;
    struct area_refused *refused; /* by line */
    size_t nrefused;
    struct csv_broken broken; /* of ERR_INVALID */
};

/* `from`: the first id for what is new (area_ids_from). ERR_INVALID: no such file at all
 * (out->broken); ERR_TOO_LARGE. */
enum err area_csv_read(struct search *s, struct arena *a, struct str text,
                       const struct areas *there, uint32_t from,
                       struct area_import *out) MUST_CHECK;

/* The whole list; read again it gives the same. */
enum err area_csv_write(struct arena *a, const struct areas *all, struct str *out) MUST_CHECK;

/* "-33.8935": at most `bound` degrees either way, with a point. */
bool area_degrees_read(struct str s, int bound, double *out);
struct str area_degrees_write(struct arena *a, double d);

#endif
