/* The documents an entry is made of, from the tables. Inside the room. */
#ifndef AWN_DIRECTORY_DIRECTORY_GATHER_H
#define AWN_DIRECTORY_DIRECTORY_GATHER_H

#include "directory/directory_compose.h"

/* `self`: a LIVE service or organization. For a service without service_at_locations the place is
 * the organization's location of the same name, or its only one. */
enum err directory_gather(struct db *db, struct arena *a, const struct directory_object *self,
                          struct directory_parts *out) MUST_CHECK;

#endif
