/* The index of words, made from the objects.
 *
 * Two ways to the same index: all of it anew (after an import), or in step with one change. What is
 * found afterwards is the same, in the same order: postings depend on nothing but their entry, and
 * ties go by title. Only the entries' numbers and holes among them differ.
 *
 * Everything here happens inside the caller's transaction.
 */
#ifndef AWN_DIRECTORY_DIRECTORY_INDEX_H
#define AWN_DIRECTORY_DIRECTORY_INDEX_H

#include "directory/directory.h"

/* Makes the index anew from all LIVE objects. `event` may be NULL. */
enum err directory_index_build(struct db *db, struct search *search, hsds_event_fn *event,
                               void *ctx) MUST_CHECK;

/* A change of objects: before is called before the first of them is written, after when all are.
 * `ids`: every object that will be written, added or taken away (services, organizations,
 * locations, service_at_locations; others change nothing). The change lives in `a`. Very many at
 * once make the index anew. */
struct directory_index_change;
enum err directory_index_before(struct db *db, struct search *search, struct arena *a,
                                const struct str *ids, size_t n,
                                struct directory_index_change **out) MUST_CHECK;
enum err directory_index_after(struct directory_index_change *change) MUST_CHECK;

#endif
