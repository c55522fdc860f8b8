#include "db/engine.h"
#include "db/migrate.h"

#include <assert.h>
#include <string.h>

#include "base/log.h"

enum err db_open(const char *url, enum db_role role, struct db **out)
{
    *out = NULL;
    struct str s = str_from_c(url);
    if (str_starts(s, STR("sqlite:")))
        return db_sqlite_open(url + strlen("sqlite:"), role, out);
    if (str_starts(s, STR("postgresql://")) || str_starts(s, STR("postgres://")))
        return db_postgres_open(url, role, out);
    log_error("db", "the database address must begin with sqlite: or postgresql://");
    return ERR_CONFIG;
}

void db_close(struct db *db)
{
    if (!db)
        return;
    struct arena *a = db->arena;
    db->driver->close(db);
    arena_destroy(a);
}

enum db_engine db_engine_of(const struct db *db)
{
    return db->driver->engine;
}

const char *db_text_of(const struct db *db, const struct db_sql *sql)
{
    const char *own = db->driver->engine == DB_SQLITE ? sql->sqlite : sql->postgres;
    const char *text = sql->all ? sql->all : own;
    assert(text);
    return text;
}

/* --- cells --- */

static const struct db_value *cell(const struct db_rows *rows, size_t row, size_t column)
{
    if (row >= rows->n || column >= rows->columns)
        return NULL;
    return &rows->v[row * rows->columns + column];
}

int64_t db_cell_int(const struct db_rows *rows, size_t row, size_t column)
{
    const struct db_value *v = cell(rows, row, column);
    return v && v->type == DB_INT ? v->i : 0;
}

struct str db_cell_str(const struct db_rows *rows, size_t row, size_t column)
{
    const struct db_value *v = cell(rows, row, column);
    return v && (v->type == DB_TEXT || v->type == DB_BLOB) ? v->s : STR_NONE;
}

/* --- the cache --- */

static size_t cache_find(const struct db_cache *c, const struct db_sql *sql)
{
    /* Fibonacci hashing: the low bits of an address are all alike */
    size_t i = (size_t)(((uint64_t)(uintptr_t)sql * UINT64_C(0x9E3779B97F4A7C15)) >> 32);
    for (i &= c->cap - 1; c->entries[i].sql && c->entries[i].sql != sql;)
        i = (i + 1) & (c->cap - 1);
    return i;
}

static void cache_grow(struct db *db)
{
    struct db_cache old = db->cache;
    db->cache.cap = old.cap ? old.cap * 2 : 128;
    db->cache.entries = ARENA_ARRAY(db->arena, struct db_cache_entry, db->cache.cap);
    for (size_t i = 0; i < old.cap; i++)
        if (old.entries[i].sql)
            db->cache.entries[cache_find(&db->cache, old.entries[i].sql)] = old.entries[i];
}

void **db_cache_place(struct db *db, const struct db_sql *sql)
{
    if (db->cache.n * 4 >= db->cache.cap * 3)
        cache_grow(db);
    struct db_cache_entry *e = &db->cache.entries[cache_find(&db->cache, sql)];
    if (!e->sql) {
        e->sql = sql;
        db->cache.n++;
    }
    return &e->stmt;
}

void db_cache_clear(struct db *db)
{
    db->cache.n = 0;
    for (size_t i = 0; i < db->cache.cap; i++)
        db->cache.entries[i] = (struct db_cache_entry){0};
}

/* --- statements --- */

/* After a failure inside a transaction PostgreSQL refuses everything until the innermost one is
 * rolled back. SQLite would go on; we hold both to the stricter rule. When the engine gave up the
 * whole transaction (disk full, connection lost), all of it must be left. */
static void mark_broken(struct db *db, enum err why)
{
    if (db->depth == 0)
        return;
    if (!db->broken)
        db->why = why;
    if (!db->driver->in_tx(db))
        db->broken = 1;
    else if (!db->broken)
        db->broken = db->depth;
}

static enum err refuse_broken(const struct db *db, const char *name)
{
    if (!db->broken)
        return ERR_OK;
    log_error("db", "%s: an earlier statement of this transaction failed", name);
    return db->why == ERR_FULL ? ERR_FULL : ERR_DB; /* a full disk stays one to the end */
}

/* PostgreSQL has no text with NUL or outside UTF-8, so neither has SQLite here. */
static enum err check_args(const struct db_call *c)
{
    assert(c->nargs <= DB_MAX_PARAMS);
    for (size_t i = 0; i < c->nargs; i++) {
        if (c->args[i].type == DB_TEXT && !str_is_utf8(c->args[i].s)) {
            log_error("db", "%s: parameter %zu is not UTF-8 text", c->sql->name, i + 1);
            return ERR_INVALID;
        }
    }
    return ERR_OK;
}

/* Tells the caller's wish to stop from the engine's failure. */
struct relay {
    db_each_fn *each;
    void *ctx;
    enum err stopped;
};

static enum err relay_row(void *ctx, const struct db_value *cells, size_t columns)
{
    struct relay *r = ctx;
    r->stopped = r->each(r->ctx, cells, columns);
    return r->stopped;
}

static enum err run_call(struct db *db, const struct db_call *call)
{
    if (call->changed)
        *call->changed = 0;
    TRY(refuse_broken(db, call->sql->name));
    TRY(check_args(call));
    struct relay r = {call->each, call->ctx, ERR_OK};
    struct db_call inner = *call;
    if (call->each) {
        inner.each = relay_row;
        inner.ctx = &r;
    }
    enum err e = db->driver->query(db, &inner);
    if (e != ERR_OK && r.stopped == ERR_OK)
        mark_broken(db, e);
    return e;
}

enum err db_script(struct db *db, const char *name, const char *text)
{
    TRY(refuse_broken(db, name));
    enum err e = db->driver->script(db, name, text);
    if (e != ERR_OK)
        mark_broken(db, e);
    return e;
}

enum err db_sql_check(struct db *db, const struct db_sql *sql)
{
    TRY(refuse_broken(db, sql->name));
    enum err e = db->driver->prepare(db, sql);
    if (e != ERR_OK)
        mark_broken(db, e);
    return e;
}

enum err db_run(struct db *db, const struct db_sql *sql, const struct db_value *args, size_t nargs,
                int64_t *changed)
{
    return run_call(
        db, &(struct db_call){.sql = sql, .args = args, .nargs = nargs, .changed = changed});
}

enum err db_each(struct db *db, const struct db_sql *sql, const struct db_value *args, size_t nargs,
                 db_each_fn *each, void *ctx)
{
    return run_call(
        db, &(struct db_call){.sql = sql, .args = args, .nargs = nargs, .each = each, .ctx = ctx});
}

struct collect {
    struct arena *arena;
    struct db_rows *rows;
    size_t cap; /* rows there is room for */
};

static enum err collect_row(void *ctx, const struct db_value *cells, size_t columns)
{
    struct collect *c = ctx;
    struct db_rows *rows = c->rows;
    rows->columns = columns;
    if (rows->n == c->cap) {
        size_t cap = c->cap ? c->cap * 2 : 8;
        struct db_value *v = ARENA_ARRAY(c->arena, struct db_value, cap * columns);
        if (rows->n)
            memcpy(v, rows->v, rows->n * columns * sizeof *v);
        rows->v = v;
        c->cap = cap;
    }
    struct db_value *to = rows->v + rows->n * columns;
    for (size_t i = 0; i < columns; i++) {
        to[i] = cells[i];
        to[i].s = str_copy(c->arena, cells[i].s);
    }
    rows->n++;
    return ERR_OK;
}

enum err db_all(struct db *db, const struct db_sql *sql, const struct db_value *args, size_t nargs,
                struct arena *a, struct db_rows *out)
{
    *out = (struct db_rows){0};
    struct collect c = {.arena = a, .rows = out};
    return db_each(db, sql, args, nargs, collect_row, &c);
}

/* --- transactions --- */

enum err db_tx_begin(struct db_tx *tx, struct db *db)
{
    assert(!tx->db);
    TRY(refuse_broken(db, "begin"));
    enum err e = db->driver->step(db, db->depth ? DB_SAVE : DB_BEGIN);
    if (e != ERR_OK) {
        mark_broken(db, e);
        return e;
    }
    tx->db = db;
    tx->depth = ++db->depth;
    return ERR_OK;
}

enum err db_tx_commit(struct db_tx *tx)
{
    struct db *db = tx->db;
    assert(db && tx->depth == db->depth); /* the inner ones end first */
    enum err e = refuse_broken(db, "commit");
    if (e == ERR_OK) {
        e = db->driver->step(db, tx->depth == 1 ? DB_COMMIT : DB_RELEASE);
        if (e != ERR_OK)
            mark_broken(db, e);
    }
    if (e != ERR_OK) {
        db_tx_end(tx);
        return e;
    }
    db->depth--;
    tx->db = NULL;
    return ERR_OK;
}

void db_tx_end(struct db_tx *tx)
{
    struct db *db = tx->db;
    if (!db)
        return;
    assert(tx->depth == db->depth);
    tx->db = NULL;
    bool outer_broken = db->broken && db->broken < tx->depth;
    enum err e = ERR_OK;
    if (!outer_broken && db->driver->in_tx(db))
        e = db->driver->step(db, tx->depth == 1 ? DB_ROLLBACK : DB_UNDO);
    db->depth--;
    if (!outer_broken)
        db->broken = e != ERR_OK && db->depth ? 1 : 0;
    if (db->depth && !db->driver->in_tx(db))
        db->broken = 1;
}

enum err db_tidy(struct db *db)
{
    assert(db->depth == 0);
    return db->driver->tidy(db);
}

enum err db_check(struct db *db)
{
    return db->driver->check(db);
}
