/* The objects of the directory: documents of the open standard, as they stand in effect.
 *
 * An object is an organization, service, location, service_at_location, program, taxonomy or
 * taxonomy_term, one canonical HSDS 3.0 document (src/hsds). Kept apart are the document of its
 * source and the patch that editors here put over it (RFC 7386); what is handed out here is always
 * both together. Every function that reads knows LIVE objects only: what is sealed or hidden is
 * not there.
 *
 * Ownership: texts live in the arena given, or until the callback returns.
 */
#ifndef AWN_DIRECTORY_DIRECTORY_OBJECT_H
#define AWN_DIRECTORY_DIRECTORY_OBJECT_H

#include "directory/directory.h"

struct directory_object {
    struct str public_id; /* its UUID */
    int type;             /* enum hsds_type */
    int64_t source;
    struct str parent; /* service, location, program → organization; service_at_location → service;
                          taxonomy_term → taxonomy. Or empty */
    struct str place; /* service_at_location → location */
    int64_t modified; /* seconds; when it changed here */
    bool corrected;   /* has a patch */
    unsigned tags;    /* enum directory_tag */
    struct str checked_by;
    int64_t checked_at;
    int64_t doubted; /* day, or 0 */
    struct str doc;  /* in effect: compact JSON */
};
struct directory_objects {
    struct directory_object *v;
    size_t n;
};

/* ERR_NOT_FOUND. */
enum err directory_object_get(struct db *db, struct arena *a, struct str public_id,
                              struct directory_object *out) MUST_CHECK;

/* Those of a type whose parent it is, by id; at most DIRECTORY_CHILDREN_MAX. */
#define DIRECTORY_CHILDREN_MAX 1000
enum err directory_object_children(struct db *db, struct arena *a, struct str parent, int type,
                                   struct directory_objects *out) MUST_CHECK;

/* The service_at_locations of a location. */
enum err directory_object_at(struct db *db, struct arena *a, struct str location,
                             struct directory_objects *out) MUST_CHECK;

/* The LIVE ones of rows that hold STORE_OBJECT_CELLS (directory_store.h), in their order. */
enum err directory_object_rows(struct arena *a, const struct db_rows *rows,
                               struct directory_objects *out) MUST_CHECK;

/* All of a type, by id. A non-zero return stops and is returned. */
typedef enum err directory_object_fn(void *ctx, const struct directory_object *object);
enum err directory_object_each(struct db *db, int type, directory_object_fn *each,
                               void *ctx) MUST_CHECK;

/* A new id for an object made here: a random UUID (version 4). */
struct str directory_object_id(struct arena *a);

/* A UUID as this directory writes it: 36 characters, lower case. */
bool directory_is_uuid(struct str s);

#endif
