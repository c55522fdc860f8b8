/* All SQL of the directory. Rows go out in the order of their columns in the statement; what a
 * cell is stands beside each function. */
#ifndef AWN_DIRECTORY_DIRECTORY_STORE_H
#define AWN_DIRECTORY_DIRECTORY_STORE_H

#include "directory/directory.h"

/* ---- sources --------------------------------------------------------------------------------- */

/* The number of the source of that name, made when it is new; remembers when it was imported. */
enum err store_source(struct db *db, struct str name, int origin, int64_t now,
                      int64_t *number) MUST_CHECK;
/* Cells: name, imported, origin. */
enum err store_source_of(struct db *db, struct arena *a, int64_t number,
                         struct db_rows *out) MUST_CHECK;
/* Cells: name, origin, url, cursor, imported, objects. */
enum err store_sources(struct db *db, struct arena *a, struct db_rows *out) MUST_CHECK;
enum err store_source_follow(struct db *db, struct str name, struct str url, struct str cursor,
                             int64_t *changed) MUST_CHECK;

/* ---- import ---------------------------------------------------------------------------------- */

/* What there is: cells public_id, source, state, digest, tags, whether there is a patch. */
enum err store_each_known(struct db *db, db_each_fn *each, void *ctx) MUST_CHECK;
enum err store_known(struct db *db, struct str public_id, db_each_fn *each, void *ctx) MUST_CHECK;

/* Whether an index was ever made. */
enum err store_indexed(struct db *db, bool *out) MUST_CHECK;

/* ---- history --------------------------------------------------------------------------------- */

struct store_change {
    struct str public_id;
    int64_t at;
    struct str byline;
    int what; /* enum directory_change_kind */
    struct str before, after;
};
enum err store_change_add(struct db *db, const struct store_change *c) MUST_CHECK;
/* Cells: public_id, n, at, byline, what, before, after; newest first, at most 200. */
enum err store_changes(struct db *db, struct arena *a, struct str public_id,
                       struct db_rows *out) MUST_CHECK;
enum err store_changes_remove(struct db *db, struct str public_id) MUST_CHECK;
/* Remembers the newest day that somebody doubted a LIVE entry. */
enum err store_doubt(struct db *db, struct str public_id, int64_t day, int64_t *changed) MUST_CHECK;
/* Rows of objects that are HIDDEN, newest first. */
enum err store_hidden(struct db *db, struct arena *a, int type, struct db_rows *out) MUST_CHECK;

/* ---- objects --------------------------------------------------------------------------------- */

/* HIDDEN: removed here, the document is kept. SEALED: the row holds the place, all else is in a
 * sealed space. */
enum store_state { STORE_LIVE = 1, STORE_SEALED = 2, STORE_HIDDEN = 3 };

/* A row of directory_object, as it stands. */
struct store_object {
    struct str public_id;
    int type;
    int64_t source;
    struct str parent, place;
    int64_t digest, modified;
    enum store_state state;
    struct str doc, patch;
    unsigned tags;
    struct str checked_by;
    int64_t checked_at, doubted;
};
/* From the cells that every function below hands out, in the order of the struct. */
void store_object_fill(const struct db_value *cells, struct store_object *out);
#define STORE_OBJECT_CELLS 14

/* In any state. ERR_NOT_FOUND. */
enum err store_object(struct db *db, struct arena *a, struct str public_id,
                      struct store_object *out) MUST_CHECK;
/* In any state, by id; at most 1,000. */
enum err store_children(struct db *db, struct arena *a, struct str parent, int type,
                        struct db_rows *out) MUST_CHECK;
enum err store_at(struct db *db, struct arena *a, struct str place, struct db_rows *out) MUST_CHECK;
/* Those of a type that are LIVE, by id. */
enum err store_each_object(struct db *db, int type, db_each_fn *each, void *ctx) MUST_CHECK;

enum err store_object_add(struct db *db, const struct store_object *o) MUST_CHECK;
/* Everything but public_id, type and source. */
enum err store_object_set(struct db *db, const struct store_object *o) MUST_CHECK;
enum err store_object_remove(struct db *db, struct str public_id) MUST_CHECK;

/* ---- index ----------------------------------------------------------------------------------- */

struct store_entry {
    int64_t entry;
    enum directory_kind kind;
    struct str public_id, title, organization, summary, phone, url, city, language;
};
enum err store_index_clear(struct db *db) MUST_CHECK;
enum err store_entry_add(struct db *db, const struct store_entry *e) MUST_CHECK;
enum err store_word_add(struct db *db, struct str word, struct str postings) MUST_CHECK;
enum err store_corpus_set(struct db *db, int64_t entries, int64_t weight) MUST_CHECK;

/* ---- search ---------------------------------------------------------------------------------- */

#define STORE_WORDS 16 /* asked for at once */
#define STORE_CARDS 10

/* Cells: word, postings, entries of the corpus. No row for a word that does not occur. */
enum err store_words(struct db *db, struct arena *a, const struct str words[STORE_WORDS],
                     struct db_rows *out) MUST_CHECK;

/* Cells: entry, public_id, kind, title, organization, summary, phone, url, city, language, in any
 * order. Numbers below zero find nothing. */
enum err store_cards(struct db *db, struct arena *a, const int64_t entries[STORE_CARDS],
                     struct db_rows *out) MUST_CHECK;

/* ---- one entry ------------------------------------------------------------------------------- */

/* The same cells, then tags, checked_at. */
enum err store_entry(struct db *db, struct arena *a, struct str public_id,
                     struct db_rows *out) MUST_CHECK;
/* Cells: public_id, title of an organization's services, by title. */
enum err store_services(struct db *db, struct arena *a, struct str organization,
                        struct db_rows *out) MUST_CHECK;
/* Cells: organizations, services. Reads them all: the index knows too. */
enum err store_counts(struct db *db, struct arena *a, struct db_rows *out) MUST_CHECK;
/* Cells: sources, newest import. */
enum err store_heard(struct db *db, struct arena *a, struct db_rows *out) MUST_CHECK;

#endif
