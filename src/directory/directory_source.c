/* Where entries come from, and what is known of an id. */
#include "directory/directory_object.h"
#include "directory/directory_store.h"

bool directory_knows(void *db, enum hsds_type type, struct str id)
{
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
    struct store_object o;

    return directory_is_uuid(id) && store_object(db, a, id, &o) == ERR_OK && o.type == (int)type;
}

enum err directory_sources(struct db *db, struct arena *a, struct directory_sources *out)
{
    struct db_rows rows;

    TRY(store_sources(db, a, &rows));
    *out = (struct directory_sources){.v = ARENA_ARRAY(a, struct directory_source, rows.n),
                                      .n = rows.n};
    for (size_t i = 0; i < rows.n; i++)
        out->v[i] = (struct directory_source){
            .name = db_cell_str(&rows, i, 0),
            .origin = (enum directory_origin)db_cell_int(&rows, i, 1),
            .url = db_cell_str(&rows, i, 2),
            .cursor = db_cell_str(&rows, i, 3),
            .imported = db_cell_int(&rows, i, 4),
            .objects = db_cell_int(&rows, i, 5),
        };
    return ERR_OK;
}

enum err directory_source_follow(struct db *db, struct str name, struct str url, struct str cursor)
{
    int64_t changed;

    TRY(store_source_follow(db, name, url, cursor, &changed));
    return changed == 1 ? ERR_OK : ERR_NOT_FOUND;
}
