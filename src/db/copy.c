/* A whole database into another, whatever the two engines are.
 *
 * What there is to copy is asked from the catalogues, so a new table needs no line here. This is
 * the one place that builds SQL: from names in the catalogue, quoted, never from values. One
 * transaction on each side: the copy is of one moment, and the target has all of it or nothing.
 */
#include <assert.h>

#include "base/buf.h"
#include "base/log.h"
#include "db/engine.h"
#include "db/migrate.h"

#define CHUNK 200 /* rows read at once */

static const struct db_sql TABLES = {
    "copy: tables", NULL,
    "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'"
    " AND substr(name, 1, 7) <> 'sqlite_' AND name <> 'schema_step' ORDER BY name",
    "SELECT c.relname FROM pg_class c WHERE c.relkind = 'r'"
    " AND c.relnamespace = current_schema()::regnamespace AND c.relname <> 'schema_step'"
    " ORDER BY c.relname"};

/* name, whether the engine computes it, place in the primary key from 1 or 0 */
static const struct db_sql COLUMNS = {
    "copy: columns", NULL, "SELECT name, hidden <> 0, pk FROM pragma_table_xinfo($1) ORDER BY cid",
    "SELECT a.attname, a.attgenerated <> '', COALESCE((SELECT k.n FROM pg_index i,"
    "  unnest(i.indkey) WITH ORDINALITY AS k(attnum, n)"
    "  WHERE i.indrelid = a.attrelid AND i.indisprimary AND k.attnum = a.attnum), 0)"
    " FROM pg_attribute a WHERE a.attrelid = to_regclass(quote_ident($1))"
    " AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum"};

/* References between rows are looked at when all rows are there. A migration makes no
 * constraint deferrable, so all that are belong to this copy. */
static const char *const FREE_LINKS[] = {
    [DB_SQLITE] = "PRAGMA defer_foreign_keys = ON",
    [DB_POSTGRES] =
        "DO $$ DECLARE c record; BEGIN FOR c IN SELECT conrelid::regclass AS t, conname AS n"
        " FROM pg_constraint WHERE contype = 'f' AND NOT condeferrable"
        " AND connamespace = current_schema()::regnamespace LOOP"
        " EXECUTE format('ALTER TABLE %s ALTER CONSTRAINT %I DEFERRABLE INITIALLY DEFERRED',"
        " c.t, c.n); END LOOP; END $$"};
static const char *const CHECK_LINKS[] = {
    [DB_SQLITE] = "", /* checked by the commit */
    [DB_POSTGRES] =
        "SET CONSTRAINTS ALL IMMEDIATE;"
        "DO $$ DECLARE c record; BEGIN FOR c IN SELECT conrelid::regclass AS t, conname AS n"
        " FROM pg_constraint WHERE contype = 'f' AND condeferrable"
        " AND connamespace = current_schema()::regnamespace LOOP"
        " EXECUTE format('ALTER TABLE %s ALTER CONSTRAINT %I NOT DEFERRABLE', c.t, c.n);"
        " END LOOP; END $$"};

struct column {
    struct str name;
    size_t at; /* place among the columns that are copied */
};

struct table {
    char *name;
    size_t ncolumns, nkey;
    struct column columns[DB_MAX_COLUMNS];
    struct column *key[DB_MAX_COLUMNS];
    size_t batch; /* rows that `add` takes at once; a server's answer costs more than a row */
    struct db_sql first, next, add, add_one, any;
};

struct copy {
    struct db *from, *to;
    db_progress_fn *progress;
    void *ctx;
};

/* --- building the statements of a table --- */

static void add_name(struct buf *b, struct str name)
{
    buf_add_char(b, '"');
    for (size_t i = 0; i < name.n; i++) {
        if (name.p[i] == '"')
            buf_add_char(b, '"');
        buf_add_char(b, name.p[i]);
    }
    buf_add_char(b, '"');
}

static void add_columns(struct buf *b, const struct table *t)
{
    for (size_t i = 0; i < t->ncolumns; i++) {
        buf_add_c(b, i ? ", " : "");
        add_name(b, t->columns[i].name);
    }
}

static void add_key(struct buf *b, const struct table *t)
{
    for (size_t i = 0; i < t->nkey; i++) {
        buf_add_c(b, i ? ", " : "");
        add_name(b, t->key[i]->name);
    }
}

/* ($from, …), n of them */
static void add_params(struct buf *b, size_t from, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        buf_add_c(b, i ? ", $" : "($");
        buf_add_u64(b, from + i);
    }
    buf_add_char(b, ')');
}

static void add_select(struct buf *b, const struct table *t, size_t after)
{
    buf_add_c(b, "SELECT ");
    add_columns(b, t);
    buf_add_c(b, " FROM ");
    add_name(b, str_from_c(t->name));
    if (after) {
        buf_add_c(b, " WHERE (");
        add_key(b, t);
        buf_add_c(b, ") > ");
        add_params(b, 1, after);
    }
    buf_add_c(b, " ORDER BY ");
    add_key(b, t);
    buf_add_fmt(b, " LIMIT %d", CHUNK);
}

static void add_insert(struct buf *b, const struct table *t, size_t rows)
{
    buf_add_c(b, "INSERT INTO ");
    add_name(b, str_from_c(t->name));
    buf_add_c(b, " (");
    add_columns(b, t);
    buf_add_c(b, ") VALUES ");
    for (size_t i = 0; i < rows; i++) {
        buf_add_c(b, i ? ", " : "");
        add_params(b, 1 + i * t->ncolumns, t->ncolumns);
    }
}

static enum err sql_of(struct arena *a, const struct buf *b, const char *name, struct db_sql *out)
{
    struct str text;
    TRY(buf_end(b, &text));
    *out = (struct db_sql){.name = name, .all = str_to_c(a, text)};
    return ERR_OK;
}

static enum err build(struct arena *a, struct table *t)
{
    struct buf b[5];
    for (size_t i = 0; i < 5; i++)
        buf_init(&b[i], a, 1024, 65536);
    t->batch = DB_MAX_PARAMS / t->ncolumns;
    add_select(&b[0], t, 0);
    add_select(&b[1], t, t->nkey);
    add_insert(&b[2], t, t->batch);
    add_insert(&b[3], t, 1);
    buf_add_c(&b[4], "SELECT 1 FROM ");
    add_name(&b[4], str_from_c(t->name));
    buf_add_c(&b[4], " LIMIT 1");
    TRY(sql_of(a, &b[0], "copy: first rows", &t->first));
    TRY(sql_of(a, &b[1], "copy: next rows", &t->next));
    TRY(sql_of(a, &b[2], "copy: add rows", &t->add));
    TRY(sql_of(a, &b[3], "copy: add row", &t->add_one));
    return sql_of(a, &b[4], "copy: any row", &t->any);
}

/* --- what there is to copy --- */

static bool has_name(const struct db_rows *rows, struct str name)
{
    for (size_t i = 0; i < rows->n; i++)
        if (str_eq(db_cell_str(rows, i, 0), name))
            return true;
    return false;
}

static enum err describe(struct copy *c, struct arena *a, struct str name, struct table *t)
{
    struct db_rows from, to;
    t->name = str_to_c(a, name);
    TRY(db_all(c->from, &COLUMNS, DB_ARGS(db_text(name)), a, &from));
    TRY(db_all(c->to, &COLUMNS, DB_ARGS(db_text(name)), a, &to));
    for (size_t i = 0; i < from.n; i++) {
        if (db_cell_int(&from, i, 1))
            continue; /* the target computes it too, or does without */
        struct str column = db_cell_str(&from, i, 0);
        if (!has_name(&to, column) || t->ncolumns == DB_MAX_COLUMNS) {
            log_error("db", "copy: the target's table %s has no column %" STR_FMT, t->name,
                      STR_ARG(column));
            return ERR_VERSION;
        }
        struct column *k = &t->columns[t->ncolumns];
        *k = (struct column){column, t->ncolumns};
        t->ncolumns++;
        int64_t place = db_cell_int(&from, i, 2);
        if (place > 0 && place <= DB_MAX_COLUMNS) {
            t->key[place - 1] = k;
            t->nkey++;
        }
    }
    for (size_t i = 0; i < t->nkey || i == 0; i++) {
        if (!t->key[i]) {
            log_error("db", "copy: table %s has no primary key", t->name);
            return ERR_VERSION;
        }
    }
    return build(a, t);
}

/* --- copying --- */

static enum err add_rows(struct db *to, const struct table *t, const struct db_rows *rows)
{
    size_t i = 0, columns = rows->columns;
    for (; i + t->batch <= rows->n; i += t->batch)
        TRY(db_run(to, &t->add, rows->v + i * columns, t->batch * columns, NULL));
    for (; i < rows->n; i++)
        TRY(db_run(to, &t->add_one, rows->v + i * columns, columns, NULL));
    return ERR_OK;
}

static enum err copy_rows(struct copy *c, struct table *t)
{
    ARENA_LOCAL struct arena *now = arena_create(ARENA_PLAIN, 0);
    ARENA_LOCAL struct arena *before = arena_create(ARENA_PLAIN, 0);
    struct db_value after[DB_MAX_COLUMNS];
    struct db_rows rows;
    int64_t done = 0;
    TRY(db_all(c->from, &t->first, DB_NO_ARGS, now, &rows));
    while (rows.n) {
        TRY(add_rows(c->to, t, &rows));
        done += (int64_t)rows.n;
        if (c->progress)
            c->progress(c->ctx, t->name, done);
        if (rows.n < CHUNK)
            break;
        for (size_t i = 0; i < t->nkey; i++)
            after[i] = rows.v[(rows.n - 1) * rows.columns + t->key[i]->at];
        struct arena *last = now; /* holds the strings of `after` until the next chunk is here */
        now = before;
        before = last;
        arena_clear(now);
        TRY(db_all(c->from, &t->next, after, t->nkey, now, &rows));
    }
    return ERR_OK;
}

static enum err copy_table(struct copy *c, struct arena *a, struct str name)
{
    struct table *t = ARENA_NEW(a, struct table);
    TRY(describe(c, a, name, t));
    struct db_rows rows;
    TRY(db_all(c->to, &t->any, DB_NO_ARGS, a, &rows));
    if (rows.n) {
        log_error("db", "copy: the target's table %s is not empty", t->name);
        return ERR_CONFLICT;
    }
    return copy_rows(c, t);
}

static enum err same_version(struct copy *c)
{
    int from, to;
    TRY(db_schema_version(c->from, &from));
    TRY(db_schema_version(c->to, &to));
    if (from == to && from > 0)
        return ERR_OK;
    log_error("db", "copy: the source has version %d, the target %d", from, to);
    return ERR_VERSION;
}

static enum err copy_all(struct copy *c, struct arena *a)
{
    DB_TX struct db_tx reading = {0};
    DB_TX struct db_tx writing = {0};
    TRY(db_tx_begin(&reading, c->from));
    TRY(db_tx_begin(&writing, c->to));
    TRY(same_version(c));
    struct db_rows from, to;
    TRY(db_all(c->from, &TABLES, DB_NO_ARGS, a, &from));
    TRY(db_all(c->to, &TABLES, DB_NO_ARGS, a, &to));
    TRY(db_script(c->to, "copy: free links", FREE_LINKS[db_engine_of(c->to)]));
    for (size_t i = 0; i < from.n; i++) {
        struct str name = db_cell_str(&from, i, 0);
        if (!has_name(&to, name)) {
            log_error("db", "copy: the target has no table %" STR_FMT, STR_ARG(name));
            return ERR_VERSION;
        }
        TRY(copy_table(c, a, name));
    }
    TRY(db_script(c->to, "copy: check links", CHECK_LINKS[db_engine_of(c->to)]));
    TRY(db_tx_commit(&writing));
    return db_tx_commit(&reading);
}

enum err db_copy(struct db *from, struct db *to, db_progress_fn *progress, void *ctx)
{
    assert(from->depth == 0 && to->depth == 0);
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
    struct copy c = {.from = from, .to = to, .progress = progress, .ctx = ctx};
    enum err e = copy_all(&c, a);
    /* The statements built here die with the arena: their addresses must not be known. */
    from->driver->forget(from);
    to->driver->forget(to);
    return e;
}
