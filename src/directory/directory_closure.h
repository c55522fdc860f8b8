/* Which objects go where an entry goes. Inside the room. */
#ifndef AWN_DIRECTORY_DIRECTORY_CLOSURE_H
#define AWN_DIRECTORY_DIRECTORY_CLOSURE_H

#include "directory/directory_store.h"

struct directory_rows {
    struct arena *arena;
    struct store_object *v;
    size_t n, cap;
};

void directory_rows_add(struct directory_rows *rows, const struct store_object *row);
const struct store_object *directory_rows_find(const struct directory_rows *rows, struct str id);

/* The entry's own row first. A service: its service_at_locations, and the locations that no other
 * LIVE service is at. An organization: its services with theirs, its programs and locations. LIVE
 * and HIDDEN ones. ERR_TOO_LARGE beyond 2,000. */
enum err directory_closure(struct db *db, struct arena *a, const struct store_object *entry,
                           struct directory_rows *out) MUST_CHECK;

#endif
