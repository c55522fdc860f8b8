/* What editors do with entries: correct, add, check, tag, hide, seal; and the history of it.
 *
 * Invariants: each function is one transaction and leaves the index in step. What a source said
 * stays as it was; a correction is kept beside it and outlives every import. An editor's byline is
 * what stands in the history: a name the person chose for it, or empty.
 * A sealed entry has no document, no words in the index and no history in the tables; what was
 * there is in the record that sealing hands out, and nowhere else (SQLite overwrites what it
 * deletes: db.h).
 *
 * Errors: ERR_NOT_FOUND when the entry is not there; ERR_INVALID when a document is not valid HSDS
 * or does not belong; ERR_TOO_LARGE over the bounds; those of the database. After any error nothing
 * changed.
 */
#ifndef AWN_DIRECTORY_DIRECTORY_EDIT_H
#define AWN_DIRECTORY_DIRECTORY_EDIT_H

#include "directory/directory_object.h"

#define DIRECTORY_BYLINE_MAX 240 /* bytes */
#define DIRECTORY_DOC_MAX (256u * 1024)
#define DIRECTORY_RECORD_MAX (32u * 1024) /* of a sealed entry */

struct directory_editing {
    struct db *db;
    struct search *search;
    struct str byline;
    int64_t now;
};

/* ---- documents ------------------------------------------------------------------------------- */

/* One object of an entry. doc: STR_NONE takes the object away (hides it). */
struct directory_doc {
    int type; /* enum hsds_type */
    struct str id;
    struct str doc;
};
struct directory_docs {
    struct directory_doc *v;
    size_t n;
};

/* The documents in effect that an entry is made of. A service: itself, its service_at_locations,
 * their locations. An organization: itself, its locations. */
enum err directory_docs_load(struct db *db, struct arena *a, struct str public_id,
                             struct directory_docs *out) MUST_CHECK;

/* Puts new documents in the place of those of an entry (only those that changed need to be given).
 * An object that is not there yet is added; a location that is sealed with another entry, and to
 * which this one leads, is given anew. ERR_CONFLICT: an id that belongs to another entry. */
enum err directory_correct(const struct directory_editing *by, struct str public_id,
                           const struct directory_docs *docs) MUST_CHECK;

/* A new entry of our own: a service or organization (first) with its locations; ids from
 * directory_object_id. */
enum err directory_add(const struct directory_editing *by,
                       const struct directory_docs *docs) MUST_CHECK;

/* ---- words about an entry -------------------------------------------------------------------- */

/* Somebody made sure that it is right, now. Takes the newest doubt away. */
enum err directory_check(const struct directory_editing *by, struct str public_id) MUST_CHECK;

/* Sets the tags, all at once. ADDRESS_SEALED is not for here: directory_addresses_seal. */
enum err directory_tag(const struct directory_editing *by, struct str public_id,
                       unsigned tags) MUST_CHECK;

/* Somebody said that it is out of date: remembers the day. Not in the history. */
enum err directory_doubt(struct db *db, struct str public_id, int32_t day) MUST_CHECK;

/* Takes an entry out, also for later imports, and brings it back; an organization with its
 * services. */
enum err directory_hide(const struct directory_editing *by, struct str public_id) MUST_CHECK;
enum err directory_unhide(const struct directory_editing *by, struct str public_id) MUST_CHECK;

/* Entries that are hidden, newest first: what unhide can bring back. */
struct directory_hidden {
    struct str public_id, title;
    int64_t modified;
};
enum err directory_hidden_list(struct db *db, struct arena *a, struct directory_hidden **out,
                               size_t *n) MUST_CHECK;

/* ---- history --------------------------------------------------------------------------------- */

#define DIRECTORY_CHANGES(X)                                                                       \
    X(ADDED, 1)                                                                                    \
    X(CORRECTED, 2)                                                                                \
    X(CHECKED, 3)                                                                                  \
    X(TAGGED, 4)                                                                                   \
    X(HIDDEN, 5)                                                                                   \
    X(SHOWN, 6)                                                                                    \
    X(REVERTED, 7)
enum directory_change_kind {
#define X(name, number) DIRECTORY_CHANGE_##name = number,
    DIRECTORY_CHANGES(X)
#undef X
};

struct directory_change {
    struct str object; /* which object of the entry */
    int type;          /* enum hsds_type */
    int64_t n;         /* of that object, from 1 */
    int64_t at;        /* seconds */
    struct str byline;
    enum directory_change_kind what;
    struct str before, after; /* patches over the source's document, or tags as a number */
    const struct str *fields; /* which of its fields changed, HSDS names */
    size_t nfields;
};
struct directory_changes {
    struct directory_change *v;
    size_t n;
};
#define DIRECTORY_HISTORY_MAX 200 /* newest that are handed out */

/* Of all objects of the entry, newest first. */
enum err directory_history(struct db *db, struct arena *a, struct str public_id,
                           struct directory_changes *out) MUST_CHECK;

/* Makes one object what it was before change n of it (only corrections can be reverted). */
enum err directory_revert(const struct directory_editing *by, struct str public_id,
                          struct str object, int64_t n) MUST_CHECK;

/* ---- sealing --------------------------------------------------------------------------------- */

/* Takes an entry out of the tables: a service with its service_at_locations and the locations that
 * nobody else uses; an organization with its services and all of theirs. *record: everything that
 * brings it back, JSON, for a sealed space. The rows that stay are blank. An entry at most
 * DIRECTORY_RECORD_MAX, else ERR_TOO_LARGE. */
enum err directory_seal_out(const struct directory_editing *by, struct arena *a,
                            struct str public_id, struct str *record) MUST_CHECK;

/* The way back. ERR_CONFLICT when a row is not sealed (any more), or the organization of a service
 * is not there; a place that came back with
 * another entry is left as it is. */
enum err directory_unseal(const struct directory_editing *by, struct str record) MUST_CHECK;

/* The same with the addresses, coordinates and travel directions of an entry's locations only; the
 * entry and its locations stay, tagged ADDRESS_SEALED, and an import that brings addresses for them
 * leaves those out. */
enum err directory_addresses_seal(const struct directory_editing *by, struct arena *a,
                                  struct str public_id, struct str *record) MUST_CHECK;
enum err directory_addresses_unseal(const struct directory_editing *by, struct str public_id,
                                    struct str record) MUST_CHECK;

/* Shows a sealed record as the entry it was (to those who opened it). */
enum err directory_sealed_entry(struct db *db, struct arena *a, struct str record,
                                struct directory_entry *out) MUST_CHECK;

/* The same for one service of a sealed organization, by id (STR_NONE: the entry itself).
 * ERR_NOT_FOUND when the record does not hold it. */
enum err directory_sealed_one(struct db *db, struct arena *a, struct str record, struct str id,
                              struct directory_entry *out) MUST_CHECK;

/* Puts the addresses of a record into an entry that was loaded without them. */
enum err directory_sealed_addresses(struct arena *a, struct str record,
                                    struct directory_entry *entry) MUST_CHECK;

#endif
