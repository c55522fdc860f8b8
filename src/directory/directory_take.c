/* An import as a whole: read, checked, written, indexed, or nothing of it. */
#include "directory/directory_take.h"

#include "directory/directory_index.h"
#include "directory/directory_patch.h"

#define SOURCE_NAME_MAX 200

/* `why` is a msgid. */
static enum err stop(const struct directory_import *how, const char *why)
{
    import_tell(how, (struct hsds_event){.kind = HSDS_BROKEN,
                                         .file = how->path ? how->path : "",
                                         .why = import_say(how, why)});
    return ERR_INVALID;
}

static void count(const struct hsds_set *set, struct directory_imported *out)
{
    for (size_t i = 0; i < set->n; i++) {
        out->organizations += set->v[i].type == HSDS_ORGANIZATION;
        out->services += set->v[i].type == HSDS_SERVICE;
        out->locations += set->v[i].type == HSDS_LOCATION;
    }
    out->refused = set->refused;
    out->orphans = set->orphans;
}

static enum err source_check(const struct directory_import *how)
{
    if (how->source.n == 0 || how->source.n > SOURCE_NAME_MAX || !str_is_utf8(how->source))
        return stop(how, N_("the name of the source must be 1 to 200 bytes of text"));
    if (str_eq(how->source, DIRECTORY_OWN_SOURCE))
        return stop(how, N_("that name is kept for entries made here"));
    return ERR_OK;
}

static enum err set_check(const struct directory_import *how, const struct hsds_set *set,
                          struct directory_imported *out)
{
    *out = (struct directory_imported){0};
    TRY(source_check(how));
    count(set, out);
    if (how->refusals == DIRECTORY_REFUSALS_STOP && set->refused != 0)
        return stop(how, N_("rows were refused, and the import was asked to be strict"));
    if (out->organizations == 0 && out->services == 0 && how->mode == DIRECTORY_REPLACE)
        return stop(how, N_("no organization and no service in it could be taken"));
    return ERR_OK;
}

enum err directory_take(struct db *db, struct search *search, const struct directory_import *how,
                        const struct hsds_set *set, struct directory_imported *out)
{
    DB_TX struct db_tx tx = {0};
    bool anew;

    TRY(set_check(how, set, out));
    TRY(db_tx_begin(&tx, db));
    TRY(import_write(db, search, how, set, out, &anew));
    if (anew)
        TRY(directory_index_build(db, search, how->event, how->ctx));
    return db_tx_commit(&tx);
}

/* Reads and writes; begins the transaction when everything is read. */
static enum err path_take(struct db *db, struct db_tx *tx, struct search *search,
                          const struct directory_import *how, struct directory_imported *out,
                          bool *anew)
{
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 1024 * 1024);
    const struct hsds_reading reading = {.path = how->path,
                                         .source = how->source,
                                         .orphans = how->orphans,
                                         .event = how->event,
                                         .say = how->say,
                                         .ctx = how->ctx};
    struct hsds_set *set;

    TRY(hsds_read(a, &reading, &set));
    TRY(set_check(how, set, out));
    TRY(db_tx_begin(tx, db));
    return import_write(db, search, how, set, out, anew);
}

enum err directory_import(struct db *db, struct search *search, const struct directory_import *how,
                          struct directory_imported *out)
{
    DB_TX struct db_tx tx = {0};
    bool anew;

    *out = (struct directory_imported){0};
    TRY(source_check(how));
    TRY(path_take(db, &tx, search, how, out, &anew));
    if (anew)
        TRY(directory_index_build(db, search, how->event, how->ctx));
    return db_tx_commit(&tx);
}
