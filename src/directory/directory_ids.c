#include "directory/directory_ids.h"

enum err directory_search_ids(struct db *db, struct search *search, struct arena *a,
                              const struct directory_query *query, enum directory_kind kind,
                              struct directory_ids *out)
{
    ARENA_LOCAL struct arena *page = arena_create(ARENA_PLAIN, 0);
    struct directory_query q = *query;
    size_t most = query->limit;

    *out = (struct directory_ids){.v = ARENA_ARRAY(a, struct str, most)};
    q.limit = DIRECTORY_LIMIT_MAX;
    for (q.offset = 0; q.offset < most; q.offset += DIRECTORY_LIMIT_MAX) {
        struct directory_hits hits;
        arena_clear(page); /* a search leaves much behind */
        TRY(directory_search(db, search, page, &q, lang_default(), &hits));
        for (size_t i = 0; i < hits.n && out->n < most; i++) {
            if (hits.v[i].card.kind == kind)
                out->v[out->n++] = str_copy(a, hits.v[i].card.id);
        }
        if (hits.n < DIRECTORY_LIMIT_MAX)
            break;
    }
    return ERR_OK;
}
