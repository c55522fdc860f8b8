/* The towns that most entries are in, as written: offered beside the field that asks where.
 * Inside the room. Which they are is found when the whole index is made; a town that nobody is in
 * any more goes at once. */
#ifndef AWN_DIRECTORY_DIRECTORY_TOWNS_H
#define AWN_DIRECTORY_DIRECTORY_TOWNS_H

#include "base/str.h"
#include "db/db.h"
#include "directory/directory_open.h"

#define TOWNS_MAX 60

/* Counts them anew, from the index. */
enum err directory_towns_count(struct db *db) MUST_CHECK;

/* An entry went from one town to another; empty: from or to nowhere. */
enum err directory_towns_move(struct db *db, struct str from, struct str to) MUST_CHECK;

/* The most common first. */
enum err directory_towns(struct db *db, struct arena *a, struct str **out, size_t *n) MUST_CHECK;

/* Is an entry of the index open? UNKNOWN also when it is not in the index. */
enum err directory_open_of(struct db *db, struct arena *a, struct str public_id,
                           const struct zone *zone, int64_t now,
                           enum directory_open *out) MUST_CHECK;

#endif
