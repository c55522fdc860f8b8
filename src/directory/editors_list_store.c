/* What the desk asks the tables: which entries want looking at, which organization has a name. */
#include "directory/edit_keep.h"
#include "directory/editors_list.h"

#define LISTED                                                                                     \
    "SELECT o.public_id, e.title, o.checked_at, o.doubted FROM directory_object o"                 \
    " JOIN directory_entry e ON e.public_id = o.public_id WHERE o.state = 1 AND "
#define AT_MOST " LIMIT 10"

static const struct db_sql DOUBTED = {
    "directory: doubted", LISTED "o.doubted > 0 ORDER BY o.doubted DESC, o.public_id" AT_MOST, NULL,
    NULL};
static const struct db_sql OLDEST = {
    "directory: checked longest ago",
    LISTED "o.checked_at > 0 AND o.checked_at < $1 ORDER BY o.checked_at, o.public_id" AT_MOST,
    NULL, NULL};
static const struct db_sql NEVER = {
    "directory: never checked",
    LISTED "o.checked_at = 0 ORDER BY o.modified DESC, o.public_id" AT_MOST, NULL, NULL};
static const struct db_sql NEVER_COUNT = {
    "directory: how many were never checked",
    "SELECT count(*) FROM directory_object WHERE state = 1 AND type IN (1, 2) AND checked_at = 0",
    NULL, NULL};
static const struct db_sql SURE = {
    "directory: no longer doubted",
    "UPDATE directory_object SET doubted = 0 WHERE public_id = $1 AND doubted > 0", NULL, NULL};
static const struct db_sql NAMED = {
    "directory: organization of a name",
    "SELECT public_id FROM directory_entry WHERE kind = 1 AND title = $1"
    " ORDER BY public_id LIMIT 1",
    NULL, NULL};

static enum err rows_of(const struct db_rows *rows, struct arena *a, struct editors_list *out)
{
    out->v = ARENA_ARRAY(a, struct editors_listed, rows->n);
    out->n = rows->n;
    for (size_t i = 0; i < rows->n; i++)
        out->v[i] = (struct editors_listed){.id = db_cell_str(rows, i, 0),
                                            .title = db_cell_str(rows, i, 1),
                                            .checked_at = db_cell_int(rows, i, 2),
                                            .doubted = db_cell_int(rows, i, 3)};
    return ERR_OK;
}

enum err editors_lists_read(struct db *db, struct arena *a, int64_t old, struct editors_lists *out)
{
    struct db_rows rows;
    TRY(db_all(db, &DOUBTED, DB_NO_ARGS, a, &rows));
    TRY(rows_of(&rows, a, &out->doubted));
    TRY(db_all(db, &OLDEST, DB_ARGS(db_int(old)), a, &rows));
    TRY(rows_of(&rows, a, &out->oldest));
    TRY(db_all(db, &NEVER, DB_NO_ARGS, a, &rows));
    TRY(rows_of(&rows, a, &out->never));
    TRY(db_all(db, &NEVER_COUNT, DB_NO_ARGS, a, &rows));
    out->never_total = db_cell_int(&rows, 0, 0);
    return ERR_OK;
}

enum err editors_doubt_clear(struct db *db, struct str id)
{
    return db_run(db, &SURE, DB_ARGS(db_text(id)), NULL);
}

enum err editors_organization_find(struct db *db, struct arena *a, struct str name, struct str *id)
{
    struct db_rows rows;
    TRY(db_all(db, &NAMED, DB_ARGS(db_text(name)), a, &rows));
    *id = db_cell_str(&rows, 0, 0);
    return rows.n ? ERR_OK : ERR_NOT_FOUND;
}
