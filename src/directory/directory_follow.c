#include "directory/directory_follow.h"

enum err directory_follow_begin(struct directory_follow *f, struct db *db, struct search *search,
                                struct arena *a, const struct str *ids, size_t n)
{
    (void)a;
    (void)ids;
    (void)n;
    *f = (struct directory_follow){.db = db, .search = search};
    return ERR_OK;
}

enum err directory_follow_end(struct directory_follow *f)
{
    return directory_index_build(f->db, f->search, NULL, NULL);
}
