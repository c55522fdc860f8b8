/* The shared engine. The only file that includes libpq-fe.h.
 *
 * Parameters and results travel in binary. A parameter's type is declared from the first value
 * that is not NULL (INT int8, TEXT text, BLOB bytea); when a later call brings a type that was
 * not declared yet, the statement is prepared anew.
 *
 * A connection that was lost while idle is opened again, once and only between transactions:
 * before a statement is sent, so that nothing can run twice.
 */
#include "db/engine.h"

#include <endian.h>
#include <libpq-fe.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"

/* Type numbers of pg_type.dat that our schema and our expressions can produce. */
enum pg_type {
    PG_UNKNOWN = 0,
    PG_BOOL = 16,
    PG_BYTEA = 17,
    PG_NAME = 19,
    PG_INT8 = 20,
    PG_INT2 = 21,
    PG_INT4 = 23,
    PG_TEXT = 25,
    PG_BPCHAR = 1042,
    PG_VARCHAR = 1043,
    PG_NUMERIC = 1700
};

struct pg {
    struct db db;
    PGconn *conn;
    unsigned names;   /* statements named so far */
    unsigned session; /* how often it was connected; what was prepared before is gone */
};

struct pg_stmt {
    char name[16]; /* empty: not prepared */
    const char *text;
    unsigned session;
    size_t nparams;
    Oid types[DB_MAX_PARAMS];
};

/* What PQexecPrepared wants, built from the caller's values. */
struct pg_args {
    const char *p[DB_MAX_PARAMS];
    int n[DB_MAX_PARAMS];
    int format[DB_MAX_PARAMS];
    uint64_t ints[DB_MAX_PARAMS];
};

static struct pg *pg_of(struct db *db)
{
    return (struct pg *)db;
}

static void clear_result(PGresult **r)
{
    PQclear(*r);
}
#define PG_RESULT __attribute__((cleanup(clear_result)))

/* --- errors --- */

static const struct {
    const char *state;
    enum err err;
} STATES[] = {
    {"23505", ERR_CONFLICT}, /* unique_violation */
    {"53100", ERR_FULL},     /* disk_full */
    {"55P03", ERR_BUSY},     /* lock_not_available */
    {"40001", ERR_BUSY},     /* serialization_failure */
    {"40P01", ERR_BUSY},     /* deadlock_detected */
    {"57014", ERR_BUSY},     /* query_canceled: took too long */
    {"53300", ERR_BUSY},     /* too_many_connections */
    {"54000", ERR_TOO_LARGE} /* program_limit_exceeded */
};

/* A message may repeat a value ("Key (id)=(…) already exists"): the text is logged only where no
 * parameter is in play. */
enum tell { TELL_STATE, TELL_TEXT };

static enum err fail(struct pg *p, const char *name, const PGresult *r, enum tell tell)
{
    const char *state = PQresultErrorField(r, PG_DIAG_SQLSTATE);
    const char *text = PQresultErrorField(r, PG_DIAG_MESSAGE_PRIMARY);
    enum err e = ERR_DB;
    for (size_t i = 0; state && i < sizeof STATES / sizeof *STATES; i++)
        if (strcmp(state, STATES[i].state) == 0)
            e = STATES[i].err;
    if (PQstatus(p->conn) != CONNECTION_OK)
        log_error("db", "%s: the connection to PostgreSQL was lost", name);
    else
        log_line(e == ERR_CONFLICT ? LOG_DEBUG : LOG_ERROR, "db", "%s: postgres state %s%s%s", name,
                 state ? state : "unknown", tell == TELL_TEXT ? ": " : "",
                 tell == TELL_TEXT && text ? text : "");
    return e;
}

static bool fine(const PGresult *r)
{
    ExecStatusType s = PQresultStatus(r);
    return s == PGRES_COMMAND_OK || s == PGRES_TUPLES_OK || s == PGRES_EMPTY_QUERY;
}

static enum err exec(struct pg *p, const char *name, const char *text)
{
    PG_RESULT PGresult *r = PQexec(p->conn, text);
    return fine(r) ? ERR_OK : fail(p, name, r, TELL_TEXT);
}

/* --- the connection --- */

#define SESSION_COMMON                                                                             \
    "SET client_min_messages = warning; SET standard_conforming_strings = on;"                     \
    "SET bytea_output = hex; SET lock_timeout = '5s';"                                             \
    "SET idle_in_transaction_session_timeout = '5min';"

static const char *const SESSION[] = {
    [DB_READER] = SESSION_COMMON "SET statement_timeout = '15s';"
                                 "SET default_transaction_read_only = on",
    [DB_WRITER] = SESSION_COMMON "SET statement_timeout = '60s'",
};

static enum err start_session(struct pg *p)
{
    p->session++;
    return exec(p, "start of the session", SESSION[p->db.role]);
}

/* Without sending anything: has the other side hung up? */
static bool alive(struct pg *p)
{
    struct pollfd f = {.fd = PQsocket(p->conn), .events = POLLIN};
    while (PQstatus(p->conn) == CONNECTION_OK && poll(&f, 1, 0) > 0)
        if (!PQconsumeInput(p->conn))
            return false;
    return PQstatus(p->conn) == CONNECTION_OK;
}

static enum err keep_alive(struct pg *p)
{
    if (p->db.depth || alive(p))
        return ERR_OK;
    PQreset(p->conn);
    if (PQstatus(p->conn) != CONNECTION_OK) {
        log_error("db", "the connection to PostgreSQL was lost and cannot be had again");
        return ERR_DB;
    }
    log_warn("db", "the connection to PostgreSQL was lost; there is a new one");
    return start_session(p);
}

/* --- parameters --- */

static Oid type_of(const struct db_value *v)
{
    switch (v->type) {
    case DB_NULL:
        return PG_UNKNOWN;
    case DB_INT:
        return PG_INT8;
    case DB_TEXT:
        return PG_TEXT;
    case DB_BLOB:
        return PG_BYTEA;
    }
    return PG_UNKNOWN;
}

static void encode(const struct db_call *c, struct pg_args *out)
{
    for (size_t i = 0; i < c->nargs; i++) {
        const struct db_value *v = &c->args[i];
        out->format[i] = 1;
        if (v->type == DB_NULL) {
            out->p[i] = NULL;
            out->n[i] = 0;
        } else if (v->type == DB_INT) {
            out->ints[i] = htobe64((uint64_t)v->i);
            out->p[i] = (const char *)&out->ints[i];
            out->n[i] = 8;
        } else {
            out->p[i] = v->s.p ? v->s.p : "";
            out->n[i] = (int)v->s.n;
        }
    }
}

/* --- statements --- */

static bool declared(const struct pg_stmt *s, const struct db_call *c)
{
    for (size_t i = 0; i < c->nargs; i++)
        if (c->args[i].type != DB_NULL && s->types[i] != type_of(&c->args[i]))
            return false;
    return true;
}

static enum err prepare(struct pg *p, const struct db_call *c, struct pg_stmt *s)
{
    const char *name = c->sql->name;
    if (s->name[0] && s->session == p->session) {
        char drop[32];
        snprintf(drop, sizeof drop, "DEALLOCATE %s", s->name);
        TRY(exec(p, name, drop));
    }
    s->name[0] = '\0';
    if (s->text != db_text_of(&p->db, c->sql))
        memset(s->types, 0, sizeof s->types);
    s->text = db_text_of(&p->db, c->sql);
    s->session = p->session;
    s->nparams = c->nargs;
    for (size_t i = 0; i < c->nargs; i++)
        if (c->args[i].type != DB_NULL)
            s->types[i] = type_of(&c->args[i]);
    char fresh[16];
    snprintf(fresh, sizeof fresh, "s%u", p->names++);
    PG_RESULT PGresult *r = PQprepare(p->conn, fresh, s->text, (int)c->nargs, s->types);
    if (!fine(r))
        return fail(p, name, r, TELL_TEXT);
    memcpy(s->name, fresh, sizeof fresh);
    return ERR_OK;
}

static enum err cached(struct pg *p, const struct db_call *c, struct pg_stmt **out)
{
    void **place = db_cache_place(&p->db, c->sql);
    struct pg_stmt *s = *place;
    if (!s)
        *place = s = ARENA_NEW(p->db.arena, struct pg_stmt);
    *out = s;
    bool ready = s->name[0] && s->session == p->session && s->text == db_text_of(&p->db, c->sql) &&
                 s->nparams == c->nargs && declared(s, c);
    return ready ? ERR_OK : prepare(p, c, s);
}

/* --- answers --- */

static uint16_t be16(const char *p)
{
    uint16_t v;
    memcpy(&v, p, sizeof v);
    return be16toh(v);
}

/* Whole numbers only: what sum() makes of bigint. Format: digits to the base 10,000; number of
 * digits, weight of the first, sign, scale (numeric_send in PostgreSQL). */
static bool read_numeric(const char *p, int len, int64_t *out)
{
    if (len < 8)
        return false;
    int n = be16(p), weight = (int16_t)be16(p + 2), sign = be16(p + 4);
    if (len != 8 + 2 * n || (n && n > weight + 1) || weight > 4 || (sign & ~0x4000))
        return false;
    int64_t v = 0;
    for (int i = 0; i < n || (n && i <= weight); i++) {
        int64_t digit = i < n ? be16(p + 8 + 2 * i) : 0;
        if (__builtin_mul_overflow(v, 10000, &v) ||
            __builtin_sub_overflow(v, digit, &v)) /* downwards: INT64_MIN has no positive */
            return false;
    }
    *out = v;
    return sign ? true : !__builtin_sub_overflow(0, v, out);
}

static bool read_cell(const PGresult *r, int row, int column, struct db_value *v)
{
    const char *p = PQgetvalue(r, row, column);
    int len = PQgetlength(r, row, column);
    uint64_t u64;
    uint32_t u32;
    *v = db_int(0);
    switch (PQftype(r, column)) {
    case PG_INT8:
        memcpy(&u64, p, sizeof u64);
        v->i = (int64_t)be64toh(u64);
        return true;
    case PG_INT4:
        memcpy(&u32, p, sizeof u32);
        v->i = (int32_t)be32toh(u32);
        return true;
    case PG_INT2:
        v->i = (int16_t)be16(p);
        return true;
    case PG_BOOL:
        v->i = p[0];
        return true;
    case PG_NUMERIC:
        return read_numeric(p, len, &v->i);
    case PG_BYTEA:
        *v = db_bytes(p, (size_t)len);
        return true;
    case PG_TEXT:
    case PG_VARCHAR:
    case PG_BPCHAR:
    case PG_NAME:
        *v = db_text(str_from(p, (size_t)len));
        return true;
    default: /* a type our schema does not have */
        return false;
    }
}

static enum err read_rows(const struct db_call *c, const PGresult *r)
{
    struct db_value cells[DB_MAX_COLUMNS];
    int columns = PQnfields(r);
    if (columns > DB_MAX_COLUMNS) {
        log_error("db", "%s: too many columns", c->sql->name);
        return ERR_DB;
    }
    for (int row = 0; row < PQntuples(r); row++) {
        for (int i = 0; i < columns; i++) {
            cells[i] = db_null();
            if (!PQgetisnull(r, row, i) && !read_cell(r, row, i, &cells[i])) {
                log_error("db", "%s: column %d is neither integer, text nor blob", c->sql->name,
                          i + 1);
                return ERR_DB;
            }
        }
        TRY(c->each(c->ctx, cells, (size_t)columns));
    }
    return ERR_OK;
}

static enum err finish(struct pg *p, const struct db_call *c, PGresult *r)
{
    if (!fine(r))
        return fail(p, c->sql->name, r, TELL_STATE);
    if (c->changed && strncmp(PQcmdStatus(r), "SELECT", 6) != 0)
        *c->changed = strtoll(PQcmdTuples(r), NULL, 10);
    return c->each ? read_rows(c, r) : ERR_OK;
}

static enum err pg_query(struct db *db, const struct db_call *c)
{
    struct pg *p = pg_of(db);
    struct pg_args args;
    int n = (int)c->nargs;
    TRY(keep_alive(p));
    encode(c, &args);
    struct pg_stmt *s;
    TRY(cached(p, c, &s));
    PG_RESULT PGresult *r = PQexecPrepared(p->conn, s->name, n, args.p, args.n, args.format, 1);
    return finish(p, c, r);
}

static enum err pg_script(struct db *db, const char *name, const char *text)
{
    TRY(keep_alive(pg_of(db)));
    return exec(pg_of(db), name, text);
}

static enum err pg_prepare(struct db *db, const struct db_sql *sql)
{
    struct pg *p = pg_of(db);
    TRY(keep_alive(p));
    PG_RESULT PGresult *r = PQprepare(p->conn, "", db_text_of(db, sql), 0, NULL);
    return fine(r) ? ERR_OK : fail(p, sql->name, r, TELL_TEXT);
}

static void pg_forget(struct db *db)
{
    struct pg *p = pg_of(db);
    db_cache_clear(db);
    if (alive(p) && exec(p, "forget", "DEALLOCATE ALL") != ERR_OK)
        log_warn("db", "prepared statements stay until the connection ends");
}

/* --- transactions --- */

static bool pg_in_tx(const struct db *db)
{
    PGTransactionStatusType s = PQtransactionStatus(((const struct pg *)db)->conn);
    return s == PQTRANS_INTRANS || s == PQTRANS_INERROR || s == PQTRANS_ACTIVE;
}

static enum err begin(struct pg *p)
{
    /* One writer at a time in a network, however many nodes it has: what BEGIN IMMEDIATE is in
     * SQLite. Statements after the lock see everything the former holder committed. */
    const char *text =
        p->db.role == DB_READER
            ? "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
            : "BEGIN; SELECT pg_advisory_xact_lock(hashtextextended(current_schema(), 0))";
    TRY(keep_alive(p));
    enum err e = exec(p, "begin", text);
    if (e != ERR_OK && PQtransactionStatus(p->conn) == PQTRANS_INERROR) {
        enum err undone = exec(p, "begin", "ROLLBACK");
        (void)undone; /* the first error is the one to tell */
    }
    return e;
}

static enum err pg_step(struct db *db, enum db_step step)
{
    struct pg *p = pg_of(db);
    switch (step) {
    case DB_BEGIN:
        return begin(p);
    case DB_COMMIT:
        return exec(p, "commit", "COMMIT");
    case DB_ROLLBACK:
        return exec(p, "roll back", "ROLLBACK");
    case DB_SAVE:
        return exec(p, "savepoint", "SAVEPOINT awn");
    case DB_RELEASE:
        return exec(p, "release", "RELEASE SAVEPOINT awn");
    case DB_UNDO:
        return exec(p, "roll back to savepoint",
                    "ROLLBACK TO SAVEPOINT awn; RELEASE SAVEPOINT awn");
    }
    return ERR_DB;
}

/* --- care --- */

static bool says_true(struct pg *p, const char *question)
{
    PG_RESULT PGresult *r = PQexec(p->conn, question);
    return PQntuples(r) == 1 && strcmp(PQgetvalue(r, 0, 0), "t") == 0;
}

/* Rewritten in the order of their random keys. The directory's too: what was sealed out of it must
 * not stay in dead rows. */
#define SEALED_TABLES(X) X(account) X(session) X(space) X(chain) X(envelope) X(record) X(inbox)
#define PUBLIC_TABLES(X)                                                                           \
    X(directory_object)                                                                            \
    X(directory_change)                                                                            \
    X(directory_entry)                                                                             \
    X(directory_word)                                                                              \
    X(directory_lexicon) X(directory_area) X(directory_week) X(directory_weeks) X(directory_town)

static enum err tidy_tables(struct pg *p)
{
    static const struct {
        const char *exists, *cluster, *vacuum;
    } tables[] = {
#define X(name)                                                                                    \
    {"SELECT to_regclass('" #name "') IS NOT NULL", "CLUSTER " #name " USING " #name "_pkey",      \
     "VACUUM (ANALYZE) " #name},
        SEALED_TABLES(X) PUBLIC_TABLES(X)
#undef X
    };
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        if (!says_true(p, tables[i].exists))
            continue;
        TRY(exec(p, "tidy", tables[i].cluster));
        TRY(exec(p, "tidy", tables[i].vacuum));
    }
    return ERR_OK;
}

static enum err without_time_limit(struct pg *p, enum err (*work)(struct pg *p))
{
    TRY(keep_alive(p));
    TRY(exec(p, "time limit", "SET statement_timeout = 0"));
    enum err e = work(p);
    enum err back = exec(p, "time limit", SESSION[p->db.role]);
    return e != ERR_OK ? e : back;
}

/* When several nodes turn the day at once, one of them does it. */
static enum err tidy_alone(struct pg *p)
{
    if (!says_true(p, "SELECT pg_try_advisory_lock(hashtextextended(current_schema(), 1))"))
        return ERR_OK;
    enum err e = tidy_tables(p);
    enum err back =
        exec(p, "tidy", "SELECT pg_advisory_unlock(hashtextextended(current_schema(), 1))");
    return e != ERR_OK ? e : back;
}

static enum err pg_tidy(struct db *db)
{
    return without_time_limit(pg_of(db), tidy_alone);
}

/* Reads every value of every table, long ones too, and looks for indexes that do not hold. */
static enum err read_everything(struct pg *p)
{
    return exec(
        p, "check",
        "DO $$ DECLARE t regclass; n bigint; BEGIN"
        " FOR t IN SELECT c.oid FROM pg_class c"
        "   WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace LOOP"
        "  EXECUTE format('SELECT count(hashtext(x::text)) FROM %s x', t) INTO n;"
        " END LOOP;"
        " FOR t IN SELECT i.indexrelid FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid"
        "   WHERE NOT i.indisvalid AND c.relnamespace = current_schema()::regnamespace LOOP"
        "  RAISE EXCEPTION 'index % is not valid', t;"
        " END LOOP; END $$");
}

static enum err pg_check(struct db *db)
{
    return without_time_limit(pg_of(db), read_everything);
}

/* --- opening and closing --- */

static void pg_close(struct db *db)
{
    PQfinish(pg_of(db)->conn);
}

static const struct db_driver PG = {
    .engine = DB_POSTGRES,
    .close = pg_close,
    .query = pg_query,
    .script = pg_script,
    .prepare = pg_prepare,
    .forget = pg_forget,
    .step = pg_step,
    .in_tx = pg_in_tx,
    .tidy = pg_tidy,
    .check = pg_check,
};

static void take_notice(void *ctx, const PGresult *r)
{
    (void)ctx;
    const char *text = PQresultErrorField(r, PG_DIAG_MESSAGE_PRIMARY);
    log_warn("db", "postgres: %s", text ? text : "notice");
}

enum err db_postgres_open(const char *url, enum db_role role, struct db **out)
{
    /* what the address says wins over what stands before it, not over what follows */
    static const char *const keys[] = {"connect_timeout", "fallback_application_name", "dbname",
                                       "client_encoding", NULL};
    const char *const values[] = {"10", "awn", url, "UTF8", NULL};
    struct arena *a = arena_create(ARENA_PLAIN, 0);
    struct pg *p = ARENA_NEW(a, struct pg);
    p->db = (struct db){.driver = &PG, .role = role, .arena = a};
    p->conn = PQconnectdbParams(keys, values, 1);
    PQsetNoticeReceiver(p->conn, take_notice, NULL);
    enum err e = ERR_DB;
    if (PQstatus(p->conn) == CONNECTION_OK)
        e = start_session(p);
    else
        log_error("db", "%s", PQerrorMessage(p->conn));
    if (e != ERR_OK) {
        db_close(&p->db);
        return e;
    }
    *out = &p->db;
    return ERR_OK;
}
