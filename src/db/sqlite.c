/* The embedded engine. The only file that includes sqlite3.h. */
#include "db/engine.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"

struct lite {
    struct db db;
    sqlite3 *h;
};

struct lite_stmt {
    sqlite3_stmt *h;
    const char *text;
    size_t nparams;
    int index[DB_MAX_PARAMS]; /* where SQLite put $1, $2 … */
};

/* Memory statistics would take one global lock at every allocation of every thread. */
__attribute__((constructor)) static void lite_configure(void)
{
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

static struct lite *lite_of(struct db *db)
{
    return (struct lite *)db;
}

static enum err lite_err(struct lite *l, int code)
{
    switch (code & 0xff) {
    case SQLITE_OK:
    case SQLITE_ROW:
    case SQLITE_DONE:
        return ERR_OK;
    case SQLITE_FULL:
        return ERR_FULL;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return ERR_BUSY;
    case SQLITE_TOOBIG:
        return ERR_TOO_LARGE;
    case SQLITE_CONSTRAINT:
        return code == SQLITE_CONSTRAINT_UNIQUE || code == SQLITE_CONSTRAINT_PRIMARYKEY ||
                       code == SQLITE_CONSTRAINT_ROWID
                   ? ERR_CONFLICT
                   : ERR_DB;
    case SQLITE_IOERR:
        return sqlite3_system_errno(l->h) == ENOSPC ? ERR_FULL : ERR_DB;
    default: /* codes of the library, not an enum of ours */
        return ERR_DB;
    }
}

/* The engine's own message may repeat a parameter (a full-text query does), so it is logged
 * only where no parameters are bound yet. A conflict is an answer, not a fault. */
static enum err fail(struct lite *l, const char *name, int code)
{
    enum err e = lite_err(l, code);
    log_line(e == ERR_CONFLICT ? LOG_DEBUG : LOG_ERROR, "db", "%s: sqlite code %d: %s", name, code,
             sqlite3_errstr(code));
    return e;
}

static enum err fail_with_text(struct lite *l, const char *name, int code)
{
    log_error("db", "%s: sqlite code %d: %s", name, code, sqlite3_errmsg(l->h));
    return lite_err(l, code);
}

/* --- statements --- */

/* Whether a prepared statement outlives its first use. */
enum keep { KEEP, ONCE };

static enum err prepare(struct lite *l, const struct db_sql *sql, enum keep keep,
                        struct lite_stmt *out)
{
    *out = (struct lite_stmt){.text = db_text_of(&l->db, sql)};
    const char *tail = NULL;
    int code = sqlite3_prepare_v3(l->h, out->text, -1, keep == KEEP ? SQLITE_PREPARE_PERSISTENT : 0,
                                  &out->h, &tail);
    if (code != SQLITE_OK)
        return fail_with_text(l, sql->name, code);
    int n = sqlite3_bind_parameter_count(out->h);
    bool fits = out->h && n <= DB_MAX_PARAMS && sqlite3_column_count(out->h) <= DB_MAX_COLUMNS &&
                tail[strspn(tail, " \t\r\n;")] == '\0';
    for (int i = 0; fits && i < n; i++) {
        char name[16];
        snprintf(name, sizeof name, "$%d", i + 1);
        out->index[i] = sqlite3_bind_parameter_index(out->h, name);
        fits = out->index[i] > 0;
    }
    out->nparams = (size_t)n;
    if (fits)
        return ERR_OK;
    log_error("db", "%s: not one statement with parameters $1, $2 …", sql->name);
    sqlite3_finalize(out->h);
    out->h = NULL;
    return ERR_DB;
}

static enum err cached(struct lite *l, const struct db_sql *sql, struct lite_stmt **out)
{
    void **place = db_cache_place(&l->db, sql);
    struct lite_stmt *s = *place;
    if (!s)
        *place = s = ARENA_NEW(l->db.arena, struct lite_stmt);
    *out = s;
    if (s->h && s->text == db_text_of(&l->db, sql))
        return ERR_OK;
    sqlite3_finalize(s->h);
    return prepare(l, sql, KEEP, s);
}

static int bind(sqlite3_stmt *h, int index, const struct db_value *v)
{
    /* a NULL pointer would bind NULL, not an empty value */
    const char *p = v->s.p ? v->s.p : "";
    switch (v->type) {
    case DB_NULL:
        return sqlite3_bind_null(h, index);
    case DB_INT:
        return sqlite3_bind_int64(h, index, v->i);
    case DB_TEXT:
        return sqlite3_bind_text64(h, index, p, v->s.n, SQLITE_STATIC, SQLITE_UTF8);
    case DB_BLOB:
        return sqlite3_bind_blob64(h, index, p, v->s.n, SQLITE_STATIC);
    }
    return SQLITE_MISUSE;
}

static enum err read_row(const char *name, sqlite3_stmt *h, struct db_value *cells, int columns)
{
    for (int i = 0; i < columns; i++) {
        struct db_value *v = &cells[i];
        *v = (struct db_value){.type = DB_NULL};
        const void *p = NULL;
        switch (sqlite3_column_type(h, i)) {
        case SQLITE_NULL:
            continue;
        case SQLITE_INTEGER:
            *v = db_int(sqlite3_column_int64(h, i));
            continue;
        case SQLITE_TEXT:
            v->type = DB_TEXT;
            p = sqlite3_column_text(h, i);
            break;
        case SQLITE_BLOB:
            v->type = DB_BLOB;
            p = sqlite3_column_blob(h, i);
            break;
        default:
            log_error("db", "%s: column %d is neither integer, text nor blob", name, i + 1);
            return ERR_DB;
        }
        v->s = str_from(p, (size_t)sqlite3_column_bytes(h, i));
    }
    return ERR_OK;
}

static enum err run_rows(struct lite *l, struct lite_stmt *s, const struct db_call *c)
{
    const char *name = c->sql->name;
    if (c->nargs != s->nparams) {
        log_error("db", "%s: %zu parameters given, %zu wanted", name, c->nargs, s->nparams);
        return ERR_DB;
    }
    for (size_t i = 0; i < c->nargs; i++) {
        int code = bind(s->h, s->index[i], &c->args[i]);
        if (code != SQLITE_OK)
            return fail(l, name, code);
    }
    int columns = sqlite3_column_count(s->h);
    struct db_value cells[DB_MAX_COLUMNS];
    sqlite3_int64 before = sqlite3_total_changes64(l->h);
    int code;
    while ((code = sqlite3_step(s->h)) == SQLITE_ROW) {
        if (!c->each)
            continue;
        TRY(read_row(name, s->h, cells, columns));
        TRY(c->each(c->ctx, cells, (size_t)columns));
    }
    if (code != SQLITE_DONE)
        return fail(l, name, code);
    if (c->changed) /* of a statement that changes nothing, SQLite tells the last one's count */
        *c->changed = sqlite3_total_changes64(l->h) == before ? 0 : sqlite3_changes64(l->h);
    return ERR_OK;
}

static enum err lite_query(struct db *db, const struct db_call *c)
{
    struct lite *l = lite_of(db);
    struct lite_stmt once, *s;
    TRY(cached(l, c->sql, &s));
    bool keep = !sqlite3_stmt_busy(s->h);
    if (!keep) { /* asked again from its own callback */
        s = &once;
        TRY(prepare(l, c->sql, ONCE, s));
    }
    enum err e = run_rows(l, s, c);
    sqlite3_reset(s->h);
    sqlite3_clear_bindings(s->h); /* they point into the caller's memory */
    if (!keep)
        sqlite3_finalize(s->h);
    return e;
}

static enum err lite_script(struct db *db, const char *name, const char *text)
{
    struct lite *l = lite_of(db);
    int code = sqlite3_exec(l->h, text, NULL, NULL, NULL);
    return code == SQLITE_OK ? ERR_OK : fail_with_text(l, name, code);
}

static enum err lite_prepare(struct db *db, const struct db_sql *sql)
{
    struct lite_stmt s;
    TRY(prepare(lite_of(db), sql, ONCE, &s));
    sqlite3_finalize(s.h);
    return ERR_OK;
}

static void lite_forget(struct db *db)
{
    for (size_t i = 0; i < db->cache.cap; i++) {
        struct lite_stmt *s = db->cache.entries[i].stmt;
        if (s)
            sqlite3_finalize(s->h);
    }
    db_cache_clear(db);
}

static bool lite_in_tx(const struct db *db)
{
    return !sqlite3_get_autocommit(((const struct lite *)db)->h);
}

static enum err lite_step(struct db *db, enum db_step step)
{
    static const struct db_sql sql[] = {
        [DB_BEGIN] = {"begin", "BEGIN IMMEDIATE", NULL, NULL},
        [DB_COMMIT] = {"commit", "COMMIT", NULL, NULL},
        [DB_ROLLBACK] = {"roll back", "ROLLBACK", NULL, NULL},
        [DB_SAVE] = {"savepoint", "SAVEPOINT awn", NULL, NULL},
        [DB_RELEASE] = {"release", "RELEASE awn", NULL, NULL},
        [DB_UNDO] = {"roll back to savepoint", "ROLLBACK TO awn", NULL, NULL},
    };
    static const struct db_sql begin_reader = {"begin", "BEGIN", NULL, NULL};
    const struct db_sql *s = &sql[step];
    if (step == DB_BEGIN && db->role == DB_READER)
        s = &begin_reader;
    TRY(lite_query(db, &(struct db_call){.sql = s}));
    if (step == DB_UNDO) /* back at the savepoint, which still stands */
        return lite_query(db, &(struct db_call){.sql = &sql[DB_RELEASE]});
    return ERR_OK;
}

/* --- care --- */

static enum err lite_tidy(struct db *db)
{
    struct lite *l = lite_of(db);
    int code = sqlite3_exec(l->h, "PRAGMA optimize", NULL, NULL, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_wal_checkpoint_v2(l->h, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
    return code == SQLITE_OK ? ERR_OK : fail(l, "tidy", code);
}

static enum err report_damage(void *ctx, const struct db_value *cells, size_t columns)
{
    int *faults = ctx;
    if (columns == 1 && str_eq_c(cells[0].s, "ok"))
        return ERR_OK;
    log_error("db", "check: %" STR_FMT, STR_ARG(cells[0].s));
    ++*faults;
    return ERR_OK;
}

static enum err lite_check(struct db *db)
{
    static const struct db_sql whole = {"check", "PRAGMA integrity_check(20)", NULL, NULL};
    static const struct db_sql links = {"check links", "PRAGMA foreign_key_check", NULL, NULL};
    int faults = 0;
    TRY(db_each(db, &whole, DB_NO_ARGS, report_damage, &faults));
    TRY(db_each(db, &links, DB_NO_ARGS, report_damage, &faults));
    return faults ? ERR_DB : ERR_OK;
}

/* --- opening and closing --- */

static void lite_close(struct db *db)
{
    struct lite *l = lite_of(db);
    lite_forget(db);
    int code = sqlite3_close(l->h);
    assert(code == SQLITE_OK); /* a statement is still out: a bug here */
    (void)code;
}

static const struct db_driver LITE = {
    .engine = DB_SQLITE,
    .close = lite_close,
    .query = lite_query,
    .script = lite_script,
    .prepare = lite_prepare,
    .forget = lite_forget,
    .step = lite_step,
    .in_tx = lite_in_tx,
    .tidy = lite_tidy,
    .check = lite_check,
};

/* SQLite would create the file with the umask's mode; the WAL files copy the mode of the file. */
static enum err make_private(const char *path)
{
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    struct stat st;
    bool fine = fd >= 0 && fstat(fd, &st) == 0 &&
                ((st.st_mode & 077) == 0 || fchmod(fd, st.st_mode & 0700) == 0);
    int why = errno;
    if (fd >= 0)
        close(fd);
    if (fine)
        return ERR_OK;
    log_error("db", "%s: %s", path, strerror(why));
    return why == ENOSPC ? ERR_FULL : ERR_DB;
}

static int set_up(struct lite *l)
{
    sqlite3_extended_result_codes(l->h, 1);
    sqlite3_busy_timeout(l->h, 5000);
    sqlite3_db_config(l->h, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(l->h, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    sqlite3_db_config(l->h, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
    sqlite3_db_config(l->h, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
    /* The WAL is folded back every 8 MiB and never keeps more than that between two turns. */
    int code = sqlite3_exec(l->h,
                            "PRAGMA temp_store=MEMORY;"
                            "PRAGMA foreign_keys=ON;"
                            "PRAGMA secure_delete=ON;"
                            "PRAGMA cell_size_check=ON;"
                            "PRAGMA mmap_size=268435456;"
                            "PRAGMA cache_size=-16384;"
                            "PRAGMA wal_autocheckpoint=2000;"
                            "PRAGMA journal_size_limit=8388608;"
                            "PRAGMA synchronous=FULL",
                            NULL, NULL, NULL);
    if (code != SQLITE_OK)
        return code;
    return sqlite3_exec(l->h,
                        l->db.role == DB_WRITER
                            ? "PRAGMA journal_mode=WAL"
                            : "PRAGMA query_only=ON; SELECT count(*) FROM sqlite_schema",
                        NULL, NULL, NULL);
}

enum err db_sqlite_open(const char *path, enum db_role role, struct db **out)
{
    if (role == DB_WRITER)
        TRY(make_private(path));
    struct arena *a = arena_create(ARENA_PLAIN, 0);
    struct lite *l = ARENA_NEW(a, struct lite);
    l->db = (struct db){.driver = &LITE, .role = role, .arena = a};
    int code = sqlite3_open_v2(path, &l->h, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
    if (code == SQLITE_OK)
        code = set_up(l);
    if (code != SQLITE_OK) {
        log_error("db", "%s: sqlite code %d: %s", path, code,
                  l->h ? sqlite3_errmsg(l->h) : sqlite3_errstr(code));
        enum err e = lite_err(l, code);
        sqlite3_close(l->h);
        arena_destroy(a);
        return e;
    }
    *out = &l->db;
    return ERR_OK;
}
