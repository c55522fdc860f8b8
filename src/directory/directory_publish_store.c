#include "directory/directory_publish_store.h"

/* What belongs to an organization: itself through `parent`, or (a service at a location, which
 * changes with its service) through the service. */
#define OWN                                                                                        \
    " FROM directory_object o WHERE o.type = $1 AND o.state = 1 AND o.modified >= $2"              \
    " AND ($3 = '' OR o.parent = $3)"
#define AT                                                                                         \
    " FROM directory_object o JOIN directory_object s ON s.public_id = o.parent"                   \
    " WHERE o.type = $1 AND o.state = 1 AND s.state = 1"                                           \
    " AND (o.modified >= $2 OR s.modified >= $2) AND ($3 = '' OR s.parent = $3)"
#define CELLS                                                                                      \
    "SELECT o.public_id, o.type, o.source, o.parent, o.place, o.digest, o.modified, o.state,"      \
    " o.doc, o.patch, o.tags, o.checked_by, o.checked_at, o.doubted"
#define PAGE " ORDER BY o.public_id LIMIT $4 OFFSET $5"

static const struct db_sql COUNT = {.name = "directory: count published",
                                    .all = "SELECT COUNT(*)" OWN};
static const struct db_sql LIST = {.name = "directory: published", .all = CELLS OWN PAGE};
static const struct db_sql COUNT_AT = {.name = "directory: count published places of services",
                                       .all = "SELECT COUNT(*)" AT};
static const struct db_sql LIST_AT = {.name = "directory: published places of services",
                                      .all = CELLS AT PAGE};

/* Everything of a type: the index alone counts it, and walks to the page. */
#define ALL_COUNT "SELECT COUNT(*) FROM directory_object WHERE type = $1 AND state = 1"
#define ALL_PAGE                                                                                   \
    " FROM directory_object o WHERE o.public_id IN (SELECT public_id FROM directory_object"        \
    " WHERE type = $1 AND state = 1 ORDER BY public_id LIMIT $2 OFFSET $3) ORDER BY o.public_id"
static const struct db_sql COUNT_ALL = {.name = "directory: count all published", .all = ALL_COUNT};
static const struct db_sql LIST_ALL = {.name = "directory: all published", .all = CELLS ALL_PAGE};

static bool is_all(const struct directory_listing *l)
{
    return l->type != HSDS_SERVICE_AT_LOCATION && l->modified_after <= 0 && l->organization.n == 0;
}

static struct str organization(const struct directory_listing *l)
{
    return l->organization.p ? l->organization : STR("");
}

enum err store_published_count(struct db *db, struct arena *a, const struct directory_listing *l,
                               int64_t *out)
{
    const struct db_sql *sql = l->type == HSDS_SERVICE_AT_LOCATION ? &COUNT_AT : &COUNT;
    struct db_rows rows;

    if (is_all(l))
        TRY(db_all(db, &COUNT_ALL, DB_ARGS(db_int(l->type)), a, &rows));
    else
        TRY(db_all(db, sql,
                   DB_ARGS(db_int(l->type), db_int(l->modified_after), db_text(organization(l))), a,
                   &rows));
    *out = db_cell_int(&rows, 0, 0);
    return ERR_OK;
}

enum err store_published_page(struct db *db, struct arena *a, const struct directory_listing *l,
                              struct db_rows *out)
{
    const struct db_sql *sql = l->type == HSDS_SERVICE_AT_LOCATION ? &LIST_AT : &LIST;

    if (is_all(l))
        return db_all(
            db, &LIST_ALL,
            DB_ARGS(db_int(l->type), db_int((int64_t)l->limit), db_int((int64_t)l->offset)), a,
            out);
    return db_all(db, sql,
                  DB_ARGS(db_int(l->type), db_int(l->modified_after), db_text(organization(l)),
                          db_int((int64_t)l->limit), db_int((int64_t)l->offset)),
                  a, out);
}

static const struct db_sql EACH_OF_SOURCE = {
    .name = "directory: each object of a source",
    .all = "SELECT o.public_id FROM directory_object o JOIN directory_source s"
           " ON s.number = o.source WHERE s.name = $1 AND o.type = $2 AND o.state = 1"};

enum err store_each_of_source(struct db *db, struct str source, enum hsds_type type,
                              db_each_fn *each, void *ctx)
{
    return db_each(db, &EACH_OF_SOURCE, DB_ARGS(db_text(source), db_int(type)), each, ctx);
}
