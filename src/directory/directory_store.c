/* The SQL of the index. */
#include "directory/directory_store.h"

/* ---- index ----------------------------------------------------------------------------------- */

#define ARGS_MAX 24

/* Appends n texts to a statement's arguments; absent text is the empty text. */
static size_t args_add(struct db_value *args, size_t at, const struct str *v, size_t n)
{
    for (size_t i = 0; i < n; i++)
        args[at++] = db_text(v[i].p ? v[i] : STR(""));
    return at;
}

static const struct db_sql CLEAR_INDEX[] = {
    {"directory: clear entries", "DELETE FROM directory_entry", NULL, NULL},
    {"directory: clear words", "DELETE FROM directory_word", NULL, NULL},
    {"directory: clear corpus", "DELETE FROM directory_corpus", NULL, NULL},
};
static const struct db_sql ADD_ENTRY = {
    "directory: add entry",
    "INSERT INTO directory_entry (entry, public_id, kind, title, organization, summary,"
    " phone, url, city, language) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
    NULL, NULL};
static const struct db_sql ADD_WORD = {
    "directory: add word", "INSERT INTO directory_word (word, postings) VALUES ($1, $2)", NULL,
    NULL};
static const struct db_sql SET_CORPUS = {
    "directory: set corpus",
    "INSERT INTO directory_corpus (id, entries, weight) VALUES (1, $1, $2)", NULL, NULL};

enum err store_index_clear(struct db *db)
{
    for (size_t i = 0; i < sizeof(CLEAR_INDEX) / sizeof(CLEAR_INDEX[0]); i++)
        TRY(db_run(db, &CLEAR_INDEX[i], DB_NO_ARGS, NULL));
    return ERR_OK;
}

enum err store_entry_add(struct db *db, const struct store_entry *e)
{
    struct db_value args[ARGS_MAX] = {db_int(e->entry), db_text(e->public_id), db_int(e->kind)};
    const struct str texts[] = {e->title, e->organization, e->summary, e->phone,
                                e->url,   e->city,         e->language};
    size_t n = args_add(args, 3, texts, sizeof(texts) / sizeof(texts[0]));
    return db_run(db, &ADD_ENTRY, args, n, NULL);
}

enum err store_word_add(struct db *db, struct str word, struct str postings)
{
    return db_run(db, &ADD_WORD, DB_ARGS(db_text(word), db_blob(postings)), NULL);
}

enum err store_corpus_set(struct db *db, int64_t entries, int64_t weight)
{
    return db_run(db, &SET_CORPUS, DB_ARGS(db_int(entries), db_int(weight)), NULL);
}
