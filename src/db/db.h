/* One database API over two engines: SQLite (embedded, the default) and PostgreSQL.
 *
 * Purpose: everything above says the same thing to both engines. Statements are
 * const tables (`static const struct db_sql ADD_NOTE = {…}`) that live only in
 * *_store.c files, with parameters $1, $2 … numbered in order of first appearance;
 * where the engines differ, the statement carries both spellings.
 *
 * Invariants: one connection belongs to one thread; statements are prepared once a
 * connection and cached; SQLite runs in WAL mode with synchronous=FULL and
 * secure_delete; a transaction that is not committed is rolled back.
 * Never logged: parameters. Logged on failure: the statement's name and the
 * engine's code.
 *
 * Ownership: rows are copied into the caller's arena, except in db_each, where a
 * row's strings live until the callback returns.
 */
#ifndef AWN_DB_DB_H
#define AWN_DB_DB_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

struct db;

enum db_engine { DB_SQLITE, DB_POSTGRES };

/* What a connection will be used for: a reader never takes the write lock. */
enum db_role { DB_READER, DB_WRITER };

struct db_sql {
    const char *name;     /* for the log: "circles: add note" */
    const char *all;      /* the text for both engines, or NULL */
    const char *sqlite;   /* used when `all` is NULL */
    const char *postgres; /* used when `all` is NULL */
};

enum db_type { DB_NULL, DB_INT, DB_TEXT, DB_BLOB };

struct db_value {
    enum db_type type;
    int64_t i;    /* DB_INT */
    struct str s; /* DB_TEXT, DB_BLOB */
};

#define db_int(v) ((struct db_value){.type = DB_INT, .i = (int64_t)(v)})
#define db_text(v) ((struct db_value){.type = DB_TEXT, .s = (v)})
#define db_blob(v) ((struct db_value){.type = DB_BLOB, .s = (v)})
#define db_bytes(ptr, len) ((struct db_value){.type = DB_BLOB, .s = {(const char *)(ptr), (len)}})
#define db_null() ((struct db_value){.type = DB_NULL})

/* Rows of an answer: row r, column c is v[r * columns + c]. */
struct db_rows {
    size_t n;
    size_t columns;
    struct db_value *v;
};

/* Accessors that do not care: an absent or differently typed cell is 0 or STR_NONE. */
int64_t db_cell_int(const struct db_rows *rows, size_t row, size_t column);
struct str db_cell_str(const struct db_rows *rows, size_t row, size_t column);

/* `url`: "sqlite:PATH" or "postgresql://…". ERR_CONFIG for an unknown scheme,
 * ERR_DB when the engine refuses. *out is released with db_close. */
enum err db_open(const char *url, enum db_role role, struct db **out) MUST_CHECK;
void db_close(struct db *db); /* NULL is allowed */
enum db_engine db_engine_of(const struct db *db);

/* Runs a statement with the given parameters (an array literal: `DB_ARGS(db_int(1))`,
 * or DB_NO_ARGS). *changed, when not NULL, receives the number of rows changed.
 * ERR_CONFLICT: a uniqueness constraint; ERR_FULL: no space left on the device;
 * ERR_BUSY: the lock was not had within five seconds; ERR_INVALID: a text parameter that is
 * not UTF-8 or holds NUL; ERR_DB: everything else. Results are integers, text and blobs only
 * (a sum that PostgreSQL gives as numeric comes as an integer too). */
enum err db_run(struct db *db, const struct db_sql *sql, const struct db_value *args, size_t nargs,
                int64_t *changed) MUST_CHECK;

/* All rows of the answer, copied into the arena. */
enum err db_all(struct db *db, const struct db_sql *sql, const struct db_value *args, size_t nargs,
                struct arena *a, struct db_rows *out) MUST_CHECK;

/* Calls `each` once a row with its cells; a non-zero return stops and is returned. */
typedef enum err db_each_fn(void *ctx, const struct db_value *cells, size_t columns);
enum err db_each(struct db *db, const struct db_sql *sql, const struct db_value *args, size_t nargs,
                 db_each_fn *each, void *ctx) MUST_CHECK;

/* Prepares the statement and forgets it: for the test that reads every table of statements. */
enum err db_sql_check(struct db *db, const struct db_sql *sql) MUST_CHECK;

#define DB_ARGS(...)                                                                               \
    (const struct db_value[]){__VA_ARGS__},                                                        \
        (sizeof((const struct db_value[]){__VA_ARGS__}) / sizeof(struct db_value))
#define DB_NO_ARGS NULL, 0

/* A transaction; begun inside another it is a savepoint of it.
 *     DB_TX struct db_tx tx = {0};
 *     TRY(db_tx_begin(&tx, db));
 *     …
 *     return db_tx_commit(&tx);
 * Leaving the scope without commit rolls back. A writer's outermost transaction
 * takes the write lock at once (BEGIN IMMEDIATE); a reader's sees one state.
 * After a failed statement (ERR_CONFLICT too) nothing more runs in the innermost transaction:
 * it can only be left. What is allowed to fail stands in a transaction of its own. */
struct db_tx {
    struct db *db;
    int depth;
};
#define DB_TX __attribute__((cleanup(db_tx_end)))
enum err db_tx_begin(struct db_tx *tx, struct db *db) MUST_CHECK;
enum err db_tx_commit(struct db_tx *tx) MUST_CHECK;
void db_tx_end(struct db_tx *tx);

#endif
