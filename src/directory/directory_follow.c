#include "directory/directory_follow.h"

enum err directory_follow_begin(struct directory_follow *f, struct db *db, struct search *search,
                                struct arena *a, const struct str *ids, size_t n)
{
    return directory_index_before(db, search, a, ids, n, &f->change);
}

enum err directory_follow_end(struct directory_follow *f)
{
    return directory_index_after(f->change);
}
