/* The towns that most entries are in, as written: offered beside the field that asks where.
 * Inside the room. Counted when the whole index is made, not with every correction. */
#ifndef AWN_DIRECTORY_DIRECTORY_TOWNS_H
#define AWN_DIRECTORY_DIRECTORY_TOWNS_H

#include "base/str.h"
#include "db/db.h"
#include "directory/directory_open.h"

#define TOWNS_MAX 60

/* Counts them anew, from the index. */
enum err directory_towns_count(struct db *db) MUST_CHECK;

/* The most common first. */
enum err directory_towns(struct db *db, struct arena *a, struct str **out, size_t *n) MUST_CHECK;

/* Is an entry of the index open? UNKNOWN also when it is not in the index. */
enum err directory_open_of(struct db *db, struct arena *a, struct str public_id,
                           const struct zone *zone, int64_t now,
                           enum directory_open *out) MUST_CHECK;

#endif
