/* What an engine gives to the db room; nobody outside src/db includes this.
 *
 * db.c keeps the count of open transactions and what an error does to them, so that both
 * engines behave alike; an engine only prepares, binds, steps and reads its own errors.
 * Every connection has an arena for its statement cache, which lives as long as it.
 */
#ifndef AWN_DB_ENGINE_H
#define AWN_DB_ENGINE_H

#include "db/db.h"

#define DB_MAX_PARAMS 64
#define DB_MAX_COLUMNS 64

struct db_call {
    const struct db_sql *sql;
    const struct db_value *args;
    size_t nargs;
    db_each_fn *each; /* may be NULL */
    void *ctx;
    int64_t *changed; /* may be NULL */
};

/* SAVE, RELEASE and UNDO nest; UNDO also forgets the savepoint it goes back to. */
enum db_step { DB_BEGIN, DB_COMMIT, DB_ROLLBACK, DB_SAVE, DB_RELEASE, DB_UNDO };

struct db_driver {
    enum db_engine engine;
    void (*close)(struct db *db);
    enum err (*query)(struct db *db, const struct db_call *call);
    enum err (*script)(struct db *db, const char *name, const char *text);
    enum err (*prepare)(struct db *db, const struct db_sql *sql);
    void (*forget)(struct db *db); /* every prepared statement; outside transactions */
    enum err (*step)(struct db *db, enum db_step step);
    bool (*in_tx)(const struct db *db); /* false once the engine gave the transaction up */
    enum err (*tidy)(struct db *db);
    enum err (*check)(struct db *db);
};

/* Statements by the address of their db_sql; open addressing, a power of two. */
struct db_cache_entry {
    const struct db_sql *sql;
    void *stmt;
};
struct db_cache {
    size_t n, cap;
    struct db_cache_entry *entries;
};

struct db {
    const struct db_driver *driver;
    enum db_role role;
    int depth;    /* open transactions, the savepoints included */
    int broken;   /* 0, or the depth that must be rolled back before anything else runs */
    enum err why; /* what broke it */
    struct arena *arena;
    struct db_cache cache;
};

enum err db_sqlite_open(const char *path, enum db_role role, struct db **out) MUST_CHECK;
enum err db_postgres_open(const char *url, enum db_role role, struct db **out) MUST_CHECK;

/* The statement's text for this engine; aborts when there is none. */
const char *db_text_of(const struct db *db, const struct db_sql *sql);

/* The place where the statement's prepared form is kept; *place is NULL at first. */
void **db_cache_place(struct db *db, const struct db_sql *sql);
void db_cache_clear(struct db *db);

/* Several statements without parameters, one after another. */
enum err db_script(struct db *db, const char *name, const char *text) MUST_CHECK;

#endif
