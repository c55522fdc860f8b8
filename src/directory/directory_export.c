#include "directory/directory_export.h"

#include "directory/directory_publish.h"
#include "hsds/package.h"

struct exporting {
    const struct directory_export *how;
    struct hsds_package *package;
    uint64_t done, total; /* objects */
    int64_t written[HSDS_TYPES_END];
};

static void tell(const struct exporting *x)
{
    if (x->how->event)
        x->how->event(x->how->ctx, &(struct hsds_event){.kind = HSDS_PROGRESS,
                                                        .stage = "writing",
                                                        .done = x->done,
                                                        .total = x->total});
}

static enum err on_published(void *ctx, enum hsds_type type, struct str doc)
{
    struct exporting *x = ctx;

    TRY(hsds_package_add(x->package, type, doc));
    x->written[type]++;
    if (++x->done % 1024 == 0)
        tell(x);
    return ERR_OK;
}

static enum err total_count(struct db *db, struct exporting *x)
{
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);

    for (int t = HSDS_NONE + 1; t < HSDS_OBJECTS_END; t++) {
        struct directory_published_list list;
        TRY(directory_publish_list(db, a, &(struct directory_listing){.type = (enum hsds_type)t},
                                   &list));
        x->total += (uint64_t)list.total;
    }
    return ERR_OK;
}

static enum err all_write(struct db *db, struct exporting *x)
{
    DB_TX struct db_tx tx = {0}; /* one state, however long it takes */

    TRY(db_tx_begin(&tx, db));
    TRY(total_count(db, x));
    for (int t = HSDS_NONE + 1; t < HSDS_OBJECTS_END; t++)
        TRY(directory_publish_each(db, (enum hsds_type)t, on_published, x));
    tell(x);
    return db_tx_commit(&tx);
}

enum err directory_export(struct db *db, const struct directory_export *how,
                          struct directory_exported *out)
{
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
    struct exporting x = {.how = how};

    *out = (struct directory_exported){0};
    TRY(hsds_package_begin(a, how->path, &x.package));
    enum err e = all_write(db, &x);
    if (e == ERR_OK)
        e = hsds_package_end(x.package);
    hsds_package_drop(x.package);
    TRY(e);
    *out = (struct directory_exported){x.written[HSDS_ORGANIZATION], x.written[HSDS_SERVICE],
                                       x.written[HSDS_LOCATION]};
    return ERR_OK;
}
