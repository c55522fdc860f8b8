#include "directory/directory_publish_store.h"

/* The index directory_object_listed alone (type, state, public_id, modified, parent) counts and
 * walks to the page; documents are read of the page only. A service_at_location belongs to an
 * organization through its service, and changes with it. */
#define CELLS                                                                                      \
    "SELECT o.public_id, o.type, o.source, o.parent, o.place, o.digest, o.modified, o.state,"      \
    " o.doc, o.patch, o.tags, o.checked_by, o.checked_at, o.doubted FROM directory_object o"       \
    " WHERE o.public_id IN (SELECT public_id"
#define ALL " FROM directory_object WHERE type = $1 AND state = 1"
#define SINCE ALL " AND modified >= $2"
#define OF                                                                                         \
    " FROM directory_object WHERE parent = $1 AND parent <> '' AND type = $2 AND state = 1"        \
    " AND modified >= $3"
#define AT                                                                                         \
    " FROM (SELECT x.public_id FROM directory_object x JOIN directory_object s"                    \
    " ON s.type = 2 AND s.state = 1 AND s.public_id = x.parent"                                    \
    " WHERE x.type = 4 AND x.state = 1"
#define AT_SINCE AT " AND (x.modified >= $1 OR s.modified >= $1)"
#define AT_OF AT_SINCE " AND s.parent = $2"
#define PAGE_1 " ORDER BY public_id LIMIT $1 OFFSET $2) ORDER BY o.public_id"
#define PAGE_2 " ORDER BY public_id LIMIT $2 OFFSET $3) ORDER BY o.public_id"
#define PAGE_3 " ORDER BY public_id LIMIT $3 OFFSET $4) ORDER BY o.public_id"
#define PAGE_4 " ORDER BY public_id LIMIT $4 OFFSET $5) ORDER BY o.public_id"

enum list { LIST_ALL, LIST_SINCE, LIST_OF, LIST_AT, LIST_AT_SINCE, LIST_AT_OF };
static const struct db_sql COUNT[] = {
    [LIST_ALL] = {.name = "directory: count published", .all = "SELECT COUNT(*)" ALL},
    [LIST_SINCE] = {.name = "directory: count published since", .all = "SELECT COUNT(*)" SINCE},
    [LIST_OF] = {.name = "directory: count published of one", .all = "SELECT COUNT(*)" OF},
    [LIST_AT] = {.name = "directory: count places of services",
                 .all = "SELECT COUNT(*)" AT ") AS at_places"},
    [LIST_AT_SINCE] = {.name = "directory: count places of services since",
                       .all = "SELECT COUNT(*)" AT_SINCE ") AS at_places"},
    [LIST_AT_OF] = {.name = "directory: count places of services of one",
                    .all = "SELECT COUNT(*)" AT_OF ") AS at_places"},
};
static const struct db_sql LIST[] = {
    [LIST_ALL] = {.name = "directory: published", .all = CELLS ALL PAGE_2},
    [LIST_SINCE] = {.name = "directory: published since", .all = CELLS SINCE PAGE_3},
    [LIST_OF] = {.name = "directory: published of one", .all = CELLS OF PAGE_4},
    [LIST_AT] = {.name = "directory: places of services", .all = CELLS AT ") AS at_places" PAGE_1},
    [LIST_AT_SINCE] = {.name = "directory: places of services since",
                       .all = CELLS AT_SINCE ") AS at_places" PAGE_2},
    [LIST_AT_OF] = {.name = "directory: places of services of one",
                    .all = CELLS AT_OF ") AS at_places" PAGE_3},
};
_Static_assert(HSDS_SERVICE == 2 && HSDS_SERVICE_AT_LOCATION == 4, "numbers in the statements");

static enum list list_of(const struct directory_listing *l)
{
    bool at = l->type == HSDS_SERVICE_AT_LOCATION;

    if (l->organization.n != 0)
        return at ? LIST_AT_OF : LIST_OF;
    if (l->modified_after > 0)
        return at ? LIST_AT_SINCE : LIST_SINCE;
    return at ? LIST_AT : LIST_ALL;
}

/* What the condition takes; gives how many. */
static size_t condition(const struct directory_listing *l, struct db_value out[3])
{
    const struct db_value type = db_int(l->type), since = db_int(l->modified_after),
                          of = db_text(l->organization);
    switch (list_of(l)) {
    case LIST_ALL:
        out[0] = type;
        return 1;
    case LIST_SINCE:
        out[0] = type;
        out[1] = since;
        return 2;
    case LIST_OF:
        out[0] = of;
        out[1] = type;
        out[2] = since;
        return 3;
    case LIST_AT:
        return 0;
    case LIST_AT_SINCE:
        out[0] = since;
        return 1;
    case LIST_AT_OF:
        out[0] = since;
        out[1] = of;
        return 2;
    }
    return 0;
}

enum err store_published_count(struct db *db, struct arena *a, const struct directory_listing *l,
                               int64_t *out)
{
    struct db_value args[3];
    struct db_rows rows;

    size_t n = condition(l, args);
    TRY(db_all(db, &COUNT[list_of(l)], args, n, a, &rows));
    *out = db_cell_int(&rows, 0, 0);
    return ERR_OK;
}

enum err store_published_page(struct db *db, struct arena *a, const struct directory_listing *l,
                              struct db_rows *out)
{
    struct db_value args[5];

    size_t n = condition(l, args);
    args[n++] = db_int((int64_t)l->limit);
    args[n++] = db_int((int64_t)l->offset);
    return db_all(db, &LIST[list_of(l)], args, n, a, out);
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
