/* The schema, in numbered steps, and copies of the whole database.
 *
 * Steps are files migrations/NNNN-name.sql, compiled into the binary. A file may
 * hold sections that start with a line "-- sqlite" or "-- postgres" (only for that
 * engine) and "-- both"; text before the first section is for both. Table
 * schema_step(number, name) remembers what ran; each step is one transaction.
 *
 * Rules for steps, which db_copy relies on: they make tables and put no rows into them; every
 * table has a primary key; columns are BIGINT, TEXT, BLOB (BYTEA in PostgreSQL), or generated.
 * Both engines have the same tables; virtual tables of SQLite are not copied (and, the schema not
 * being trusted, no trigger may write to one). No constraint is deferrable.
 */
#ifndef AWN_DB_MIGRATE_H
#define AWN_DB_MIGRATE_H

#include "db/db.h"

/* Brings the database to this program's version. ERR_VERSION when the database
 * is newer than the program: nothing is touched. *ran: how many steps ran. */
enum err db_migrate(struct db *db, int *ran) MUST_CHECK;

/* Number of the newest step compiled in, and of the newest step in the database. */
int db_schema_known(void);
enum err db_schema_version(struct db *db, int *out) MUST_CHECK;

/* Copies every row of every table into an empty, freshly migrated database of
 * either engine. A backup is such a copy into a new SQLite file, so a backup of
 * one engine restores into the other. All or nothing, of one moment. ERR_VERSION when the
 * schemas differ, ERR_CONFLICT when the target holds rows. `progress` may be NULL. */
typedef void db_progress_fn(void *ctx, const char *table, int64_t rows_done);
enum err db_copy(struct db *from, struct db *to, db_progress_fn *progress, void *ctx) MUST_CHECK;

/* Whole-database care at the day's turn: SQLite truncates its WAL; PostgreSQL
 * rewrites the sealed tables in the order of their random keys, so that no physical
 * order tells who came when, and the directory's, so that nothing sealed stays behind. */
enum err db_tidy(struct db *db) MUST_CHECK;

/* Integrity check of the engine; ERR_DB with the log telling what is wrong. */
enum err db_check(struct db *db) MUST_CHECK;

#endif
