#include "directory/directory_index_store.h"

static const struct db_sql CORPUS = {"directory: corpus",
                                     "SELECT id, entries, weight FROM directory_corpus ORDER BY id",
                                     NULL, NULL};
static const struct db_sql CORPUS_PUT = {
    "directory: put corpus",
    "INSERT INTO directory_corpus (id, entries, weight) VALUES ($1, $2, $3)"
    " ON CONFLICT (id) DO UPDATE SET entries = excluded.entries, weight = excluded.weight",
    NULL, NULL};
static const struct db_sql CLEAR[] = {
    {"directory: clear entries", "DELETE FROM directory_entry", NULL, NULL},
    {"directory: clear words", "DELETE FROM directory_word", NULL, NULL},
    {"directory: clear corpus", "DELETE FROM directory_corpus", NULL, NULL},
    {"directory: clear lexicon", "DELETE FROM directory_lexicon", NULL, NULL},
    {"directory: clear areas", "DELETE FROM directory_area", NULL, NULL},
    {"directory: clear weeks", "DELETE FROM directory_week", NULL, NULL},
    {"directory: clear arrays", "DELETE FROM directory_weeks", NULL, NULL},
};
static const struct db_sql ENTRY_PUT = {
    "directory: put entry",
    "INSERT INTO directory_entry (entry, public_id, kind, title, organization, summary, phone,"
    " url, city, language, tags, checked_at, week)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
    NULL, NULL};
static const struct db_sql ENTRY_REMOVE = {
    "directory: remove entry", "DELETE FROM directory_entry WHERE entry = $1", NULL, NULL};
static const struct db_sql ENTRY_NUMBER = {"directory: number of an entry",
                                           "SELECT entry FROM directory_entry WHERE public_id = $1",
                                           NULL, NULL};
static const struct db_sql ENTRY_TRACES = {
    "directory: traces of an entry", "SELECT week, city FROM directory_entry WHERE entry = $1",
    NULL, NULL};
static const struct db_sql EACH_TITLE = {
    "directory: each title", "SELECT entry, title, public_id FROM directory_entry", NULL, NULL};
static const struct db_sql CARDS = {
    "directory: cards of hits",
    "SELECT entry, public_id, kind, title, organization, summary, phone, url, city, language,"
    " tags, checked_at, week FROM directory_entry"
    " WHERE entry IN ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
    NULL, NULL};
static const struct db_sql WORDS = {
    "directory: words",
    "SELECT word, postings FROM directory_word WHERE word IN"
    " ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)",
    NULL, NULL};
static const struct db_sql WORD_GET = {
    "directory: word", "SELECT postings FROM directory_word WHERE word = $1", NULL, NULL};
static const struct db_sql WORD_ADD = {
    "directory: new word", "INSERT INTO directory_word (word, postings) VALUES ($1, $2)", NULL,
    NULL};
static const struct db_sql WORD_PUT = {
    "directory: put word",
    "INSERT INTO directory_word (word, postings) VALUES ($1, $2)"
    " ON CONFLICT (word) DO UPDATE SET postings = excluded.postings",
    NULL, NULL};
static const struct db_sql WORD_REMOVE = {"directory: remove word",
                                          "DELETE FROM directory_word WHERE word = $1", NULL, NULL};
static const struct db_sql LEXICON_GET = {
    "directory: lexicon", "SELECT words FROM directory_lexicon WHERE length = $1", NULL, NULL};
static const struct db_sql LEXICON_PUT = {
    "directory: put lexicon",
    "INSERT INTO directory_lexicon (length, words) VALUES ($1, $2)"
    " ON CONFLICT (length) DO UPDATE SET words = excluded.words",
    NULL, NULL};
static const struct db_sql LEXICON_REMOVE = {
    "directory: remove lexicon", "DELETE FROM directory_lexicon WHERE length = $1", NULL, NULL};
static const struct db_sql AREA_PUT = {
    "directory: put area",
    "INSERT INTO directory_area (name, entries) VALUES ($1, $2)"
    " ON CONFLICT (name) DO UPDATE SET entries = excluded.entries",
    NULL, NULL};
static const struct db_sql AREA_REMOVE = {"directory: remove area",
                                          "DELETE FROM directory_area WHERE name = $1", NULL, NULL};
static const struct db_sql AREAS = {
    "directory: areas", "SELECT name, entries FROM directory_area ORDER BY name", NULL, NULL};
static const struct db_sql ARRAY_GET = {
    "directory: array", "SELECT packed FROM directory_weeks WHERE id >= $1 AND id < $2 ORDER BY id",
    NULL, NULL};
static const struct db_sql CHUNK_PUT = {"directory: put chunk",
                                        "INSERT INTO directory_weeks (id, packed) VALUES ($1, $2)"
                                        " ON CONFLICT (id) DO UPDATE SET packed = excluded.packed",
                                        NULL, NULL};
static const struct db_sql WEEK_FIND = {
    "directory: find week", "SELECT n FROM directory_week WHERE hours = $1 ORDER BY n LIMIT 1",
    NULL, NULL};
static const struct db_sql WEEK_HIGHEST = {
    "directory: highest week", "SELECT coalesce(max(n), 0) FROM directory_week", NULL, NULL};
static const struct db_sql WEEK_ADD = {
    "directory: add week", "INSERT INTO directory_week (n, hours) VALUES ($1, $2)", NULL, NULL};
static const struct db_sql WEEK_DROP = {
    "directory: drop week",
    "DELETE FROM directory_week WHERE n = $1"
    " AND NOT EXISTS (SELECT 1 FROM directory_entry WHERE week = $1)",
    NULL, NULL};
static const struct db_sql EACH_WEEK = {
    "directory: each week", "SELECT n, hours FROM directory_week ORDER BY n", NULL, NULL};
static const struct db_sql WEEKS = {
    "directory: weeks of hits",
    "SELECT n, hours FROM directory_week WHERE n IN ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
    NULL, NULL};

static struct str whole(struct str s)
{
    return s.p ? s : STR("");
}

/* Row 1: slots and live entries; 2: the version; 3: services and organizations. */
enum err index_corpus_get(struct db *db, struct arena *a, struct index_corpus *out)
{
    struct db_rows rows;

    *out = (struct index_corpus){.organizations = -1, .services = -1};
    TRY(db_all(db, &CORPUS, DB_NO_ARGS, a, &rows));
    for (size_t i = 0; i < rows.n; i++) {
        int64_t row = db_cell_int(&rows, i, 0);
        int64_t entries = db_cell_int(&rows, i, 1), weight = db_cell_int(&rows, i, 2);
        if (row == 1) {
            out->slots = entries;
            out->live = weight;
        } else if (row == 2) {
            out->version = entries;
        } else if (row == 3) {
            out->services = entries;
            out->organizations = weight;
        }
    }
    return ERR_OK;
}

enum err index_corpus_put(struct db *db, const struct index_corpus *c)
{
    TRY(db_run(db, &CORPUS_PUT, DB_ARGS(db_int(1), db_int(c->slots), db_int(c->live)), NULL));
    TRY(db_run(db, &CORPUS_PUT, DB_ARGS(db_int(2), db_int(c->version), db_int(0)), NULL));
    return c->services < 0
               ? ERR_OK
               : db_run(db, &CORPUS_PUT,
                        DB_ARGS(db_int(3), db_int(c->services), db_int(c->organizations)), NULL);
}

enum err index_clear(struct db *db)
{
    for (size_t i = 0; i < sizeof(CLEAR) / sizeof(CLEAR[0]); i++)
        TRY(db_run(db, &CLEAR[i], DB_NO_ARGS, NULL));
    return ERR_OK;
}

enum err index_entry_put(struct db *db, int64_t entry, const struct directory_card *c, int64_t week)
{
    return db_run(db, &ENTRY_PUT,
                  DB_ARGS(db_int(entry), db_text(c->id), db_int(c->kind), db_text(whole(c->title)),
                          db_text(whole(c->organization)), db_text(whole(c->summary)),
                          db_text(whole(c->phone)), db_text(whole(c->url)), db_text(whole(c->city)),
                          db_text(whole(c->language)), db_int(c->tags), db_int(c->checked_at),
                          db_int(week)),
                  NULL);
}

enum err index_entry_remove(struct db *db, int64_t entry)
{
    return db_run(db, &ENTRY_REMOVE, DB_ARGS(db_int(entry)), NULL);
}

enum err index_entry_number(struct db *db, struct arena *a, struct str public_id, int64_t *out)
{
    struct db_rows rows;

    TRY(db_all(db, &ENTRY_NUMBER, DB_ARGS(db_text(public_id)), a, &rows));
    *out = rows.n != 0 ? db_cell_int(&rows, 0, 0) : -1;
    return ERR_OK;
}

enum err index_entry_traces(struct db *db, struct arena *a, int64_t entry, int64_t *week,
                            struct str *city)
{
    struct db_rows rows;

    TRY(db_all(db, &ENTRY_TRACES, DB_ARGS(db_int(entry)), a, &rows));
    *week = rows.n != 0 ? db_cell_int(&rows, 0, 0) : 0;
    *city = rows.n != 0 ? db_cell_str(&rows, 0, 1) : STR_NONE;
    return ERR_OK;
}

enum err index_each_title(struct db *db, db_each_fn *each, void *ctx)
{
    return db_each(db, &EACH_TITLE, DB_NO_ARGS, each, ctx);
}

static enum err tenfold(struct db *db, const struct db_sql *sql, struct arena *a,
                        const int64_t v[INDEX_CARDS], struct db_rows *out)
{
    struct db_value args[INDEX_CARDS];

    for (size_t i = 0; i < INDEX_CARDS; i++)
        args[i] = db_int(v[i]);
    return db_all(db, sql, args, INDEX_CARDS, a, out);
}

enum err index_cards(struct db *db, struct arena *a, const int64_t entries[INDEX_CARDS],
                     struct db_rows *out)
{
    return tenfold(db, &CARDS, a, entries, out);
}

enum err index_words(struct db *db, struct arena *a, const struct str words[INDEX_WORDS],
                     struct db_rows *out)
{
    struct db_value args[INDEX_WORDS];

    for (size_t i = 0; i < INDEX_WORDS; i++)
        args[i] = db_text(whole(words[i]));
    return db_all(db, &WORDS, args, INDEX_WORDS, a, out);
}

static enum err one(struct db *db, const struct db_sql *sql, struct arena *a, struct db_value key,
                    struct str *out)
{
    struct db_rows rows;

    TRY(db_all(db, sql, DB_ARGS(key), a, &rows));
    *out = rows.n != 0 ? db_cell_str(&rows, 0, 0) : STR_NONE;
    return ERR_OK;
}

enum err index_word_get(struct db *db, struct arena *a, struct str word, struct str *postings)
{
    return one(db, &WORD_GET, a, db_text(word), postings);
}

enum err index_word_add(struct db *db, struct str word, struct str postings)
{
    return db_run(db, &WORD_ADD, DB_ARGS(db_text(word), db_blob(postings)), NULL);
}

enum err index_word_put(struct db *db, struct str word, struct str postings)
{
    if (postings.n == 0)
        return db_run(db, &WORD_REMOVE, DB_ARGS(db_text(word)), NULL);
    return db_run(db, &WORD_PUT, DB_ARGS(db_text(word), db_blob(postings)), NULL);
}

enum err index_lexicon_get(struct db *db, struct arena *a, int length, struct str *out)
{
    return one(db, &LEXICON_GET, a, db_int(length), out);
}

enum err index_lexicon_put(struct db *db, int length, struct str words)
{
    if (words.n == 0)
        return db_run(db, &LEXICON_REMOVE, DB_ARGS(db_int(length)), NULL);
    return db_run(db, &LEXICON_PUT, DB_ARGS(db_int(length), db_blob(words)), NULL);
}

enum err index_area_put(struct db *db, struct str name, int64_t entries)
{
    if (entries == 0)
        return db_run(db, &AREA_REMOVE, DB_ARGS(db_text(name)), NULL);
    return db_run(db, &AREA_PUT, DB_ARGS(db_text(name), db_int(entries)), NULL);
}

enum err index_areas(struct db *db, db_each_fn *each, void *ctx)
{
    return db_each(db, &AREAS, DB_NO_ARGS, each, ctx);
}

/* Chunks of one array stand together. */
#define CHUNKS_MAX 1000000

static int64_t chunk_id(enum index_array which, int64_t chunk)
{
    return (int64_t)which * CHUNKS_MAX + chunk;
}

enum err index_array_get(struct db *db, struct arena *a, enum index_array which,
                         struct db_rows *out)
{
    return db_all(db, &ARRAY_GET,
                  DB_ARGS(db_int(chunk_id(which, 0)), db_int(chunk_id(which, CHUNKS_MAX))), a, out);
}

enum err index_chunk_get(struct db *db, struct arena *a, enum index_array which, int64_t chunk,
                         struct str *out)
{
    struct db_rows rows;

    TRY(db_all(db, &ARRAY_GET,
               DB_ARGS(db_int(chunk_id(which, chunk)), db_int(chunk_id(which, chunk + 1))), a,
               &rows));
    *out = rows.n != 0 ? db_cell_str(&rows, 0, 0) : STR_NONE;
    return ERR_OK;
}

enum err index_chunk_put(struct db *db, enum index_array which, int64_t chunk, struct str packed)
{
    return db_run(db, &CHUNK_PUT, DB_ARGS(db_int(chunk_id(which, chunk)), db_blob(packed)), NULL);
}

static enum err number(struct db *db, const struct db_sql *sql, const struct db_value *args,
                       size_t nargs, struct arena *a, int64_t *out)
{
    struct db_rows rows;

    TRY(db_all(db, sql, args, nargs, a, &rows));
    *out = rows.n != 0 ? db_cell_int(&rows, 0, 0) : 0;
    return ERR_OK;
}

enum err index_week_find(struct db *db, struct arena *a, struct str hours, int64_t *n)
{
    return number(db, &WEEK_FIND, DB_ARGS(db_text(hours)), a, n);
}

enum err index_week_highest(struct db *db, struct arena *a, int64_t *n)
{
    return number(db, &WEEK_HIGHEST, DB_NO_ARGS, a, n);
}

enum err index_week_add(struct db *db, int64_t n, struct str hours)
{
    return db_run(db, &WEEK_ADD, DB_ARGS(db_int(n), db_text(hours)), NULL);
}

enum err index_week_drop(struct db *db, int64_t n)
{
    return db_run(db, &WEEK_DROP, DB_ARGS(db_int(n)), NULL);
}

enum err index_each_week(struct db *db, db_each_fn *each, void *ctx)
{
    return db_each(db, &EACH_WEEK, DB_NO_ARGS, each, ctx);
}

enum err index_weeks(struct db *db, struct arena *a, const int64_t n[INDEX_CARDS],
                     struct db_rows *out)
{
    return tenfold(db, &WEEKS, a, n, out);
}
