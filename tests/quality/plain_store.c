#include "plain_store.h"

#include "base/buf.h"

static const struct db_sql ENTRIES = {
    "quality: entries", "SELECT public_id FROM directory_entry ORDER BY public_id", NULL, NULL};

/* SQLite and PostgreSQL want different things here; a statement of the other engine is no
 * statement, so each list has its own. */
static const struct db_sql MAKE_SQLITE[] = {
    {"quality: fts5 porter",
     "CREATE VIRTUAL TABLE plain_porter USING fts5(id UNINDEXED, title, body, "
     "tokenize = 'porter unicode61')",
     NULL, NULL},
    {"quality: fts5 unicode61",
     "CREATE VIRTUAL TABLE plain_unicode USING fts5(id UNINDEXED, title, body)", NULL, NULL},
};
static const struct db_sql MAKE_POSTGRES[] = {
    {"quality: plain",
     "CREATE TABLE plain (id TEXT PRIMARY KEY, s tsvector, e tsvector, a tsvector)", NULL, NULL},
    {"quality: plain simple", "CREATE INDEX plain_s ON plain USING gin (s)", NULL, NULL},
    {"quality: plain english", "CREATE INDEX plain_e ON plain USING gin (e)", NULL, NULL},
    {"quality: plain arabic", "CREATE INDEX plain_a ON plain USING gin (a)", NULL, NULL},
};
static const struct db_sql ADD_SQLITE[] = {
    {"quality: fts5 porter add", "INSERT INTO plain_porter(id, title, body) VALUES ($1, $2, $3)",
     NULL, NULL},
    {"quality: fts5 unicode61 add",
     "INSERT INTO plain_unicode(id, title, body) VALUES ($1, $2, $3)", NULL, NULL},
};
#define VECTOR(config)                                                                             \
    "setweight(to_tsvector('" config "', $2::text), 'A') || to_tsvector('" config "', $3::text)"
static const struct db_sql ADD_POSTGRES = {
    "quality: plain add",
    "INSERT INTO plain VALUES ($1, " VECTOR("simple") ", " VECTOR("english") ", " VECTOR(
        "arabic") ")",
    NULL, NULL};

#define FIND_FTS5(table)                                                                           \
    "SELECT id FROM " table " WHERE " table " MATCH $1 ORDER BY bm25(" table "), rowid LIMIT 10"
#define FIND_POSTGRES(column, config)                                                              \
    "SELECT id FROM plain, websearch_to_tsquery('" config "', $1) AS q WHERE " column              \
    " @@ q ORDER BY ts_rank(" column ", q) DESC, id LIMIT 10"
static const struct db_sql FIND[PLAINS] = {
    [PLAIN_FTS5_PORTER] = {"quality: fts5 porter find", FIND_FTS5("plain_porter"), NULL, NULL},
    [PLAIN_FTS5_UNICODE61] = {"quality: fts5 unicode61 find", FIND_FTS5("plain_unicode"), NULL,
                              NULL},
    [PLAIN_PG_SIMPLE] = {"quality: plain simple find", FIND_POSTGRES("s", "simple"), NULL, NULL},
    [PLAIN_PG_ENGLISH] = {"quality: plain english find", FIND_POSTGRES("e", "english"), NULL, NULL},
    [PLAIN_PG_ARABIC] = {"quality: plain arabic find", FIND_POSTGRES("a", "arabic"), NULL, NULL},
};

enum err entries_all(struct db *db, struct arena *a, struct db_rows *out)
{
    return db_all(db, &ENTRIES, DB_NO_ARGS, a, out);
}

#define RUN_EACH(db, list)                                                                         \
    for (size_t run_i = 0; run_i < sizeof(list) / sizeof((list)[0]); run_i++)                      \
    TRY(db_run((db), &(list)[run_i], DB_NO_ARGS, NULL))

enum err plain_begin(struct db *db)
{
    if (db_engine_of(db) == DB_SQLITE) {
        RUN_EACH(db, MAKE_SQLITE);
    } else {
        RUN_EACH(db, MAKE_POSTGRES);
    }
    return ERR_OK;
}

enum err plain_add(struct db *db, struct str id, struct str title, struct str body)
{
    if (db_engine_of(db) == DB_POSTGRES)
        return db_run(db, &ADD_POSTGRES, DB_ARGS(db_text(id), db_text(title), db_text(body)), NULL);
    TRY(db_run(db, &ADD_SQLITE[0], DB_ARGS(db_text(id), db_text(title), db_text(body)), NULL));
    return db_run(db, &ADD_SQLITE[1], DB_ARGS(db_text(id), db_text(title), db_text(body)), NULL);
}

/* Letters and digits of any script belong to words; everything else of ASCII parts them. */
static bool parts(char c)
{
    return (unsigned char)c < 0x80 &&
           !((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'));
}

/* The query's words, written as both engines read them: "one" "two", or "one" OR "two". */
static struct str words_of(struct arena *a, struct str query, const char *between)
{
    struct buf b;
    struct str out = STR_NONE;
    buf_init(&b, a, 256, 4096);
    for (size_t i = 0; i < query.n;) {
        size_t from = i;
        while (i < query.n && !parts(query.p[i]))
            i++;
        if (i > from) {
            buf_add_c(&b, b.n ? between : "");
            buf_add_c(&b, "\"");
            buf_add(&b, str_slice(query, from, i));
            buf_add_c(&b, "\"");
        }
        i++;
    }
    return buf_end(&b, &out) == ERR_OK ? out : STR_NONE;
}

static bool known(const struct hits *h, struct str id)
{
    for (size_t i = 0; i < h->n; i++)
        if (str_eq(h->id[i], id))
            return true;
    return false;
}

enum err plain_find(struct db *db, struct arena *a, enum plain p, struct str query,
                    struct hits *out)
{
    static const char *const BETWEEN[] = {" ", " OR "};
    *out = (struct hits){0};
    for (int any = 0; any < 2 && out->n < TOP; any++) {
        struct db_rows rows;
        TRY(db_all(db, &FIND[p], DB_ARGS(db_text(words_of(a, query, BETWEEN[any]))), a, &rows));
        for (size_t i = 0; i < rows.n && out->n < TOP; i++) {
            struct str id = db_cell_str(&rows, i, 0);
            if (!known(out, id))
                out->id[out->n++] = id;
        }
    }
    return ERR_OK;
}
