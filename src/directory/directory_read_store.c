/* The directory's SQL that only reads: search and one entry. */
#include "directory/directory_store.h"

static const struct db_sql WORDS = {
    "directory: words",
    "SELECT w.word, w.postings, c.entries FROM directory_word w, directory_corpus c"
    " WHERE w.word IN ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)",
    NULL, NULL};
static const struct db_sql CARDS = {
    "directory: cards",
    "SELECT entry, public_id, kind, title, organization, summary, phone, url, city, language"
    " FROM directory_entry WHERE entry IN ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
    NULL, NULL};
static const struct db_sql ENTRY = {
    "directory: entry",
    "SELECT entry, public_id, kind, title, organization, summary, phone, url, city, language, tags,"
    " checked_at FROM directory_entry WHERE public_id = $1",
    NULL, NULL};
static const struct db_sql SERVICES = {
    "directory: organization's services",
    "SELECT e.public_id, e.title FROM directory_object o"
    " JOIN directory_entry e ON e.public_id = o.public_id"
    " WHERE o.parent = $1 AND o.parent <> '' AND o.type = 2 AND o.state = 1"
    " ORDER BY e.entry LIMIT 200",
    NULL, NULL};
static const struct db_sql COUNTS = {
    "directory: counts",
    "SELECT (SELECT count(*) FROM directory_object WHERE type = 1 AND state = 1),"
    " (SELECT count(*) FROM directory_object WHERE type = 2 AND state = 1)",
    NULL, NULL};
static const struct db_sql HEARD = {"directory: sources counted",
                                    "SELECT count(*), coalesce(max(imported), 0)"
                                    " FROM directory_source",
                                    NULL, NULL};

enum err store_words(struct db *db, struct arena *a, const struct str words[STORE_WORDS],
                     struct db_rows *out)
{
    struct db_value args[STORE_WORDS];

    for (size_t i = 0; i < STORE_WORDS; i++)
        args[i] = db_text(words[i].p ? words[i] : STR(""));
    return db_all(db, &WORDS, args, STORE_WORDS, a, out);
}

enum err store_cards(struct db *db, struct arena *a, const int64_t entries[STORE_CARDS],
                     struct db_rows *out)
{
    struct db_value args[STORE_CARDS];

    for (size_t i = 0; i < STORE_CARDS; i++)
        args[i] = db_int(entries[i]);
    return db_all(db, &CARDS, args, STORE_CARDS, a, out);
}

enum err store_entry(struct db *db, struct arena *a, struct str public_id, struct db_rows *out)
{
    return db_all(db, &ENTRY, DB_ARGS(db_text(public_id)), a, out);
}

enum err store_services(struct db *db, struct arena *a, struct str organization,
                        struct db_rows *out)
{
    return db_all(db, &SERVICES, DB_ARGS(db_text(organization)), a, out);
}

enum err store_counts(struct db *db, struct arena *a, struct db_rows *out)
{
    return db_all(db, &COUNTS, DB_NO_ARGS, a, out);
}

enum err store_heard(struct db *db, struct arena *a, struct db_rows *out)
{
    return db_all(db, &HEARD, DB_NO_ARGS, a, out);
}
