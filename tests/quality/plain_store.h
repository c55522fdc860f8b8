/* What a database finds by itself: SQLite's FTS5 and PostgreSQL's full text, over the same text as
 * ours, as somebody would set them up who follows their manuals. A query's words are asked all
 * together first; when that gives fewer than ten, any of them fill up the list. Ranked by bm25
 * (FTS5), ts_rank (PostgreSQL).
 */
#ifndef AWN_TESTS_QUALITY_PLAIN_STORE_H
#define AWN_TESTS_QUALITY_PLAIN_STORE_H

#include "db/db.h"
#include "queries.h"

/* Name, what figures call it. */
#define PLAIN(X)                                                                                   \
    X(FTS5_PORTER, "fts5 porter")                                                                  \
    X(FTS5_UNICODE61, "fts5 unicode61")                                                            \
    X(PG_SIMPLE, "postgresql simple")                                                              \
    X(PG_ENGLISH, "postgresql english")                                                            \
    X(PG_ARABIC, "postgresql arabic")
enum plain {
#define X(name, text) PLAIN_##name,
    PLAIN(X)
#undef X
        PLAINS
};
static inline enum db_engine plain_engine(enum plain p)
{
    return p <= PLAIN_FTS5_UNICODE61 ? DB_SQLITE : DB_POSTGRES;
}

/* Every entry's id, in order. */
enum err entries_all(struct db *db, struct arena *a, struct db_rows *out) MUST_CHECK;

/* The tables of the engine that db is; then an entry at a time, then find. */
enum err plain_begin(struct db *db) MUST_CHECK;
enum err plain_add(struct db *db, struct str id, struct str title, struct str body) MUST_CHECK;
enum err plain_find(struct db *db, struct arena *a, enum plain p, struct str query,
                    struct hits *out) MUST_CHECK;

#endif
