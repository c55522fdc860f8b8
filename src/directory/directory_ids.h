/* Finding ids only, for programs: inside the directory room. */
#ifndef AWN_DIRECTORY_DIRECTORY_IDS_H
#define AWN_DIRECTORY_DIRECTORY_IDS_H

#include "directory/directory.h"

struct directory_ids {
    struct str *v;
    size_t n;
};

/* The entries of a kind that directory_search would give among its first query->limit, best first.
 * query->offset is not used. */
enum err directory_search_ids(struct db *db, struct search *search, struct arena *a,
                              const struct directory_query *query, enum directory_kind kind,
                              struct directory_ids *out) MUST_CHECK;

#endif
