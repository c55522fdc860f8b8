/* The network's list of areas (areas.h) as rows of the database.
 *
 * Purpose: strangers' forms show the list, so it is plain: names of towns, no more. What is written
 * here is looked at as a whole first (areas_check), in the same transaction: there is never a list
 * that is no tree.
 *
 * Invariants: an id is never used again, also not after its area was removed: then its number
 * counts as the area that it lay in, so that a sealed card that carries it still says something.
 * Two areas in one parent have two names.
 *
 * Who may write is for the caller to know: stewards of the commons, and who has the server's
 * command line. Errors of what writes: ERR_CONFLICT the name stands there already, ERR_NOT_FOUND no
 * such area (or parent), ERR_INVALID what would be no tree or is out of range, ERR_TOO_LARGE the
 * list is full.
 */
#ifndef AWN_AID_AREA_STORE_H
#define AWN_AID_AREA_STORE_H

#include "aid/areas.h"
#include "db/db.h"

/* Everything, checked. Of nothing there are none. */
enum err areas_load(struct db *db, struct arena *a, struct areas *out) MUST_CHECK;

/* Is there any? For pages that would ask for one. */
enum err areas_any(struct db *db, bool *out) MUST_CHECK;

/* Adds (id 0: *id receives the new one) or changes one: parent, names, middle. */
enum err area_put(struct db *db, struct arena *a, const struct area *x, uint32_t *id) MUST_CHECK;

/* What lies in it lies in its parent from then on, and its links are gone. */
enum err area_remove(struct db *db, struct arena *a, uint32_t id) MUST_CHECK;

/* Adds or changes the link of two areas; the second takes it away. */
enum err area_link_put(struct db *db, struct arena *a, const struct area_link *l) MUST_CHECK;
enum err area_link_drop(struct db *db, uint32_t x, uint32_t y) MUST_CHECK;

/* The list becomes this one: sorts `all`, and what is not on it any more is removed. Areas whose id
 * is new to the database (area_ids_from and up) are added under it. */
enum err areas_replace(struct db *db, struct arena *a, struct areas *all) MUST_CHECK;

/* The first id that nothing ever had. For lists made in memory, in the same transaction. */
enum err area_ids_from(struct db *db, struct arena *a, uint32_t *out) MUST_CHECK;

#endif
