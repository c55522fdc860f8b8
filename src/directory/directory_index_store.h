/* All SQL of the index. Inside the room. */
#ifndef AWN_DIRECTORY_DIRECTORY_INDEX_STORE_H
#define AWN_DIRECTORY_DIRECTORY_INDEX_STORE_H

#include "directory/directory.h"

/* ---- the corpus ------------------------------------------------------------------------------ */

struct index_corpus {
    int64_t slots;                   /* entries are numbered below this */
    int64_t live;                    /* that can be found */
    int64_t version;                 /* of the rules it was made by */
    int64_t organizations, services; /* entries of each kind; -1: made before they were counted */
};
/* Nothing of all when there is no index yet. */
enum err index_corpus_get(struct db *db, struct arena *a, struct index_corpus *out) MUST_CHECK;
enum err index_corpus_put(struct db *db, const struct index_corpus *c) MUST_CHECK;

/* Empties every table of the index. */
enum err index_clear(struct db *db) MUST_CHECK;

/* ---- entries --------------------------------------------------------------------------------- */

enum err index_entry_put(struct db *db, int64_t entry, const struct directory_card *card,
                         int64_t week) MUST_CHECK;
enum err index_entry_remove(struct db *db, int64_t entry) MUST_CHECK;
/* -1: there is none. */
enum err index_entry_number(struct db *db, struct arena *a, struct str public_id,
                            int64_t *out) MUST_CHECK;
/* What else it has in other tables. */
enum err index_entry_traces(struct db *db, struct arena *a, int64_t entry, int64_t *week,
                            struct str *city) MUST_CHECK;
/* Cells: entry, title, public_id. */
enum err index_each_title(struct db *db, db_each_fn *each, void *ctx) MUST_CHECK;

/* Cells: entry, public_id, kind, title, organization, summary, phone, url, city, language, tags,
 * checked_at, week. Up to INDEX_CARDS; -1 fills up. */
#define INDEX_CARDS 10
enum err index_cards(struct db *db, struct arena *a, const int64_t entries[INDEX_CARDS],
                     struct db_rows *out) MUST_CHECK;

/* ---- words ----------------------------------------------------------------------------------- */

/* Cells: word, postings. Up to INDEX_WORDS at once; the empty word fills up. */
#define INDEX_WORDS 16
enum err index_words(struct db *db, struct arena *a, const struct str words[INDEX_WORDS],
                     struct db_rows *out) MUST_CHECK;
/* STR_NONE when there is none. */
enum err index_word_get(struct db *db, struct arena *a, struct str word,
                        struct str *postings) MUST_CHECK;
enum err index_word_add(struct db *db, struct str word, struct str postings) MUST_CHECK;
/* STR_NONE removes it. */
enum err index_word_put(struct db *db, struct str word, struct str postings) MUST_CHECK;

/* ---- lexicon, areas -------------------------------------------------------------------------- */

enum err index_lexicon_get(struct db *db, struct arena *a, int length, struct str *out) MUST_CHECK;
enum err index_lexicon_put(struct db *db, int length, struct str words) MUST_CHECK;

enum err index_area_put(struct db *db, struct str name, int64_t entries) MUST_CHECK; /* 0: remove */
/* Cells: name, entries; by name. */
enum err index_areas(struct db *db, db_each_fn *each, void *ctx) MUST_CHECK;

/* ---- weeks and other arrays over all entries ------------------------------------------------- */

/* What a number by entry says. Stored in chunks of INDEX_CHUNK entries, little-endian. */
enum index_array { INDEX_ORDER, INDEX_WEEK, INDEX_QUALITY };
#define INDEX_CHUNK 4096

/* All chunks of an array, the first first: cell packed. */
enum err index_array_get(struct db *db, struct arena *a, enum index_array which,
                         struct db_rows *out) MUST_CHECK;
enum err index_chunk_get(struct db *db, struct arena *a, enum index_array which, int64_t chunk,
                         struct str *out) MUST_CHECK;
enum err index_chunk_put(struct db *db, enum index_array which, int64_t chunk,
                         struct str packed) MUST_CHECK;

/* 0: there is none. */
enum err index_week_find(struct db *db, struct arena *a, struct str hours, int64_t *n) MUST_CHECK;
/* The next number is the highest and one. */
enum err index_week_highest(struct db *db, struct arena *a, int64_t *n) MUST_CHECK;
enum err index_week_add(struct db *db, int64_t n, struct str hours) MUST_CHECK;
/* Takes it away when no entry has it any more. */
enum err index_week_drop(struct db *db, int64_t n) MUST_CHECK;
/* Cells: n, hours. All, or up to INDEX_CARDS. */
enum err index_each_week(struct db *db, db_each_fn *each, void *ctx) MUST_CHECK;
enum err index_weeks(struct db *db, struct arena *a, const int64_t n[INDEX_CARDS],
                     struct db_rows *out) MUST_CHECK;

#endif
