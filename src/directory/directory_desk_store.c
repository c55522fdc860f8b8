/* The setting that says where the desk is. */
#include "directory/directory_report.h"

static const struct db_sql DESK_GET = {
    "directory: desk", "SELECT value FROM setting WHERE name = 'directory_desk'", NULL, NULL};
static const struct db_sql DESK_PUT = {
    "directory: put desk",
    "INSERT INTO setting (name, value) VALUES ('directory_desk', $1)"
    " ON CONFLICT (name) DO UPDATE SET value = $1",
    NULL, NULL};

enum err directory_desk_get(struct db *db, struct arena *a, struct space_id *out)
{
    struct db_rows rows;
    TRY(db_all(db, &DESK_GET, DB_NO_ARGS, a, &rows));
    return rows.n != 0 && str_to_u64(db_cell_str(&rows, 0, 0), &out->v) ? ERR_OK : ERR_NOT_FOUND;
}

enum err directory_desk_put(struct db *db, struct arena *a, struct space_id desk)
{
    struct str value = str_fmt(a, "%llu", (unsigned long long)desk.v);
    return db_run(db, &DESK_PUT, DB_ARGS(db_blob(value)), NULL);
}
