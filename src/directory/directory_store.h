/* All SQL of the directory. Rows go out in the order of their columns in the statement; what a
 * cell is stands beside each function. */
#ifndef AWN_DIRECTORY_DIRECTORY_STORE_H
#define AWN_DIRECTORY_DIRECTORY_STORE_H

#include "directory/directory_hsds.h"

/* ---- import ---------------------------------------------------------------------------------- */

/* The number of the source of that name, made when it is new; remembers when it was imported. */
enum err store_source(struct db *db, struct str name, int64_t now, int64_t *number) MUST_CHECK;

/* What there is from a source: cells id, digest. */
enum err store_digests(struct db *db, enum directory_kind kind, int64_t source, db_each_fn *each,
                       void *ctx) MUST_CHECK;

/* An organization or service, new or changed. `v`: its HSDS columns. */
struct store_put {
    enum directory_kind kind;
    int64_t source;
    struct str public_id;
    int64_t digest;
    struct str language;
    const struct str *v;
};
enum err store_put(struct db *db, const struct store_put *row) MUST_CHECK;
enum err store_remove(struct db *db, enum directory_kind kind, int64_t source,
                      struct str id) MUST_CHECK;

/* Takes away everything that hangs on a source's organizations and services … */
enum err store_parts_clear(struct db *db, int64_t source) MUST_CHECK;
/* … and adds one row of it again: any file but organizations and services. */
enum err store_part_add(struct db *db, enum hsds_file file, int64_t source, int64_t n,
                        const struct hsds_row *row) MUST_CHECK;

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

/* Cells: source, id, public_id, language, name, alternate_name, description, url. */
enum err store_each_organization(struct db *db, db_each_fn *each, void *ctx) MUST_CHECK;
/* Cells: source, id, public_id, language, name, alternate_name, description, url,
 * organization_id, application_process, fees. */
enum err store_each_service(struct db *db, db_each_fn *each, void *ctx) MUST_CHECK;
/* Cells: source, organization_id, service_id, number; one of the two ids is ''. In file order. */
enum err store_each_phone(struct db *db, db_each_fn *each, void *ctx) MUST_CHECK;
/* Cells: source, organization_id, service_id, city; one of the two ids is ''. */
enum err store_each_city(struct db *db, db_each_fn *each, void *ctx) MUST_CHECK;

struct store_entry {
    int64_t entry;
    enum directory_kind kind;
    int64_t source;
    struct str public_id, id, title, organization, summary, phone, url, city, language;
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

/* The same cells, then source, id, source's name, imported. */
enum err store_entry(struct db *db, struct arena *a, struct str public_id,
                     struct db_rows *out) MUST_CHECK;

/* Cells: alternate_name, description, email, checked_by, checked_at, then for an organization:
 * tax_status, year_incorporated, legal_status; for a service: organization_id, its public_id, its
 * name, status, interpretation_services, application_process, wait_time, fees, accreditations,
 * licenses. */
enum err store_details(struct db *db, struct arena *a, enum directory_kind kind, int64_t source,
                       struct str id, struct db_rows *out) MUST_CHECK;

/* Whose phones, addresses or hours. */
enum store_owner { STORE_OF_ORGANIZATION, STORE_OF_SERVICE, STORE_OF_LOCATION };

/* Cells: number, extension, type, language, description. */
enum err store_phones(struct db *db, struct arena *a, enum store_owner owner, int64_t source,
                      struct str id, struct db_rows *out) MUST_CHECK;
/* Cells: address_type, attention, address_1, city, region, state_province, postal_code, country. A
 * service has none of its own. */
enum err store_addresses(struct db *db, struct arena *a, enum store_owner owner, int64_t source,
                         struct str id, struct db_rows *out) MUST_CHECK;
/* Cells: weekday, opens_at, closes_at. An organization has none of its own. */
enum err store_hours(struct db *db, struct arena *a, enum store_owner owner, int64_t source,
                     struct str id, struct db_rows *out) MUST_CHECK;
/* Cells: id, name, alternate_name, description, transportation. */
enum err store_locations(struct db *db, struct arena *a, enum store_owner owner, int64_t source,
                         struct str id, struct db_rows *out) MUST_CHECK;
/* Cells: public_id, name of an organization's services, by name. */
enum err store_services(struct db *db, struct arena *a, int64_t source, struct str organization,
                        struct db_rows *out) MUST_CHECK;
/* Cells: organizations, services, sources, newest import. */
enum err store_counts(struct db *db, struct arena *a, struct db_rows *out) MUST_CHECK;

#endif
