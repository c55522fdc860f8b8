#include "directory/directory_towns.h"

static const struct db_sql TOWNS_CLEAR = {"directory: clear towns", "DELETE FROM directory_town",
                                          NULL, NULL};
/* Which of those that are equally common are taken must not depend on the engine. */
#define TOWNS_COUNTED                                                                              \
    "INSERT INTO directory_town (name, entries) SELECT city, COUNT(*) FROM directory_entry"        \
    " WHERE city <> '' GROUP BY city ORDER BY COUNT(*) DESC, city"
static const struct db_sql TOWNS_COUNT = {"directory: count towns", NULL, TOWNS_COUNTED " LIMIT 60",
                                          TOWNS_COUNTED " COLLATE \"C\" LIMIT 60"};
static const struct db_sql TOWN_LESS = {
    "directory: one less in a town",
    "UPDATE directory_town SET entries = entries - 1 WHERE name = $1", NULL, NULL};
static const struct db_sql TOWN_MORE = {
    "directory: one more in a town",
    "UPDATE directory_town SET entries = entries + 1 WHERE name = $1", NULL, NULL};
static const struct db_sql TOWNS_EMPTY = {
    "directory: towns without entries", "DELETE FROM directory_town WHERE entries < 1", NULL, NULL};
static const struct db_sql TOWNS = {
    "directory: towns", NULL, "SELECT name FROM directory_town ORDER BY entries DESC, name",
    "SELECT name FROM directory_town ORDER BY entries DESC, name COLLATE \"C\""};
static const struct db_sql WEEK_OF = {
    "directory: week of an entry",
    "SELECT w.hours FROM directory_entry e JOIN directory_week w ON w.n = e.week"
    " WHERE e.public_id = $1",
    NULL, NULL};

enum err directory_towns_count(struct db *db)
{
    TRY(db_run(db, &TOWNS_CLEAR, DB_NO_ARGS, NULL));
    return db_run(db, &TOWNS_COUNT, DB_NO_ARGS, NULL);
}

enum err directory_towns_move(struct db *db, struct str from, struct str to)
{
    if (str_eq(from, to))
        return ERR_OK;
    if (to.n != 0)
        TRY(db_run(db, &TOWN_MORE, DB_ARGS(db_text(to)), NULL));
    if (from.n == 0)
        return ERR_OK;
    TRY(db_run(db, &TOWN_LESS, DB_ARGS(db_text(from)), NULL));
    return db_run(db, &TOWNS_EMPTY, DB_NO_ARGS, NULL);
}

enum err directory_towns(struct db *db, struct arena *a, struct str **out, size_t *n)
{
    struct db_rows rows;

    TRY(db_all(db, &TOWNS, DB_NO_ARGS, a, &rows));
    *out = ARENA_ARRAY(a, struct str, rows.n);
    *n = rows.n;
    for (size_t i = 0; i < rows.n; i++)
        (*out)[i] = db_cell_str(&rows, i, 0);
    return ERR_OK;
}

enum err directory_open_of(struct db *db, struct arena *a, struct str public_id,
                           const struct zone *zone, int64_t now, enum directory_open *out)
{
    struct db_rows rows;

    TRY(db_all(db, &WEEK_OF, DB_ARGS(db_text(public_id)), a, &rows));
    *out = rows.n ? open_judge(db_cell_str(&rows, 0, 0), zone, now) : DIRECTORY_OPEN_UNKNOWN;
    return ERR_OK;
}
