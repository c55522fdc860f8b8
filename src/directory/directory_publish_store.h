/* The SQL of what goes out: LIVE objects of a type, a page at a time. */
#ifndef AWN_DIRECTORY_DIRECTORY_PUBLISH_STORE_H
#define AWN_DIRECTORY_DIRECTORY_PUBLISH_STORE_H

#include "directory/directory_publish.h"

enum err store_published_count(struct db *db, struct arena *a, const struct directory_listing *l,
                               int64_t *out) MUST_CHECK;

/* Rows of STORE_OBJECT_CELLS, by id. */
enum err store_published_page(struct db *db, struct arena *a, const struct directory_listing *l,
                              struct db_rows *out) MUST_CHECK;

/* Cell: the public id of each LIVE object of a type that came from a source. */
enum err store_each_of_source(struct db *db, struct str source, enum hsds_type type,
                              db_each_fn *each, void *ctx) MUST_CHECK;

#endif
