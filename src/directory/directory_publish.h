/* What of the directory others may have: the open standard's own objects, as this network knows
 * them.
 *
 * Purpose: the one way out. The API, the export and whatever comes next take objects from here and
 * nowhere else. An object in effect (directory_object.h: the source's document with the patch of
 * the editors here) gets what only this network knows in the standard's terms: its tags as
 * attributes (terms of a taxonomy of ours, with ids that are the same everywhere), the day somebody
 * made sure of it as assured_date, and last_modified where the source has none.
 *
 * Invariant: LIVE objects only; what is sealed or hidden is not there. History, bylines, reports
 * and the names of sources do not go out, and no sealed address.
 *
 * Source: HSDS 3.0, docs.openreferral.org.
 */
#ifndef AWN_DIRECTORY_DIRECTORY_PUBLISH_H
#define AWN_DIRECTORY_DIRECTORY_PUBLISH_H

#include "directory/directory_object.h"
#include "hsds/compose.h"

/* Under what an entry with these tags is filed, in ids that go out: our terms and our taxonomy. */
struct texts;
void directory_tags_filed(struct arena *a, unsigned tags, struct texts *out);

/* The document as it goes out. An organization that a place or another organization names is left
 * out of it when it is not LIVE. */
enum err directory_publish(struct db *db, struct arena *a, const struct directory_object *o,
                           struct str *out) MUST_CHECK;

/* Which objects: of a type, by id. */
struct directory_listing {
    enum hsds_type type;
    struct str organization; /* services, and service_at_locations of services, of it; or empty */
    struct str taxonomy;     /* taxonomy terms of it; or empty */
    int64_t modified_after;  /* seconds; changed here then or later. 0: any time */
    size_t offset, limit;
    bool uncounted; /* the total is not wanted */
};
struct directory_published {
    struct str id, doc; /* doc as it goes out */
    int64_t modified;
    struct str parent;
};
struct directory_published_list {
    struct directory_published *v;
    size_t n;
    int64_t total; /* of the whole listing */
};
enum err directory_publish_list(struct db *db, struct arena *a, const struct directory_listing *l,
                                struct directory_published_list *out) MUST_CHECK;

/* One, of that type. ERR_NOT_FOUND. */
enum err directory_publish_one(struct db *db, struct arena *a, enum hsds_type type, struct str id,
                               struct directory_published *out) MUST_CHECK;

/* All of a type, by id, one after the other; the texts live until it returns. */
typedef enum err directory_published_fn(void *ctx, enum hsds_type type, struct str doc);
enum err directory_publish_each(struct db *db, enum hsds_type type, directory_published_fn *each,
                                void *ctx) MUST_CHECK;

/* For hsds_compose. Looking up more than `most` bytes of documents ends in ERR_TOO_LARGE; 0: no
 * bound. */
struct directory_publisher {
    struct db *db;
    struct arena *arena;
    size_t most, had;
};
struct hsds_lookup directory_publish_lookup(struct directory_publisher *p);

#endif
