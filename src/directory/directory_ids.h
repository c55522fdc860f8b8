/* Finding ids only, for programs: inside the directory room. */
#ifndef AWN_DIRECTORY_DIRECTORY_IDS_H
#define AWN_DIRECTORY_DIRECTORY_IDS_H

#include "directory/directory.h"

/* Under what an entry is filed, by the ids of the taxonomy; what is empty asks nothing. */
struct directory_filed {
    struct str term, taxonomy;
};

struct directory_ids {
    struct str *v;
    size_t n;
};

/* The entries of a kind that directory_search would give, all up to query->limit, best first;
 * `filed` holds too. query->offset is not used. */
enum err directory_search_ids(struct db *db, struct search *search, struct arena *a,
                              const struct directory_query *query,
                              const struct directory_filed *filed, enum directory_kind kind,
                              struct directory_ids *out) MUST_CHECK;

#endif
