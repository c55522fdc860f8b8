#include "directory/directory_hsds.h"
#include "directory/directory_index.h"
#include "directory/directory_rules.h"
#include "directory/directory_store.h"

#define SOURCE_NAME_MAX 200

/* What the database holds of the source already: id → digest. */
struct before {
    struct arena *arena;
    struct directory_map ids; /* → number in v */
    struct known {
        struct str id;
        int64_t digest;
        bool seen;
    } * v;
    size_t n, cap;
};

struct writing {
    struct db *db;
    struct arena *arena;
    const struct hsds *hsds;
    const struct directory_import *how;
    struct directory_imported *out;
    int64_t source;
    uint64_t done, total; /* rows */
};

static void tell(const struct directory_import *how, struct directory_event event)
{
    if (how->event)
        how->event(how->ctx, &event);
}

static enum err stop(const struct directory_import *how, const char *why)
{
    tell(how, (struct directory_event){
                  .kind = DIRECTORY_BROKEN, .file = how->folder, .line = 0, .why = why});
    return ERR_INVALID;
}

static void row_done(struct writing *w)
{
    if (++w->done % 1024 == 0 || w->done == w->total)
        tell(w->how, (struct directory_event){.kind = DIRECTORY_PROGRESS,
                                              .stage = "writing",
                                              .done = w->done,
                                              .total = w->total});
}

static enum err on_known(void *ctx, const struct db_value *cells, size_t n)
{
    struct before *b = ctx;
    bool fresh;
    (void)n;

    if (b->n == b->cap) {
        struct known *v = ARENA_ARRAY(b->arena, struct known, b->cap ? b->cap * 2 : 256);
        for (size_t i = 0; i < b->n; i++)
            v[i] = b->v[i];
        b->v = v;
        b->cap = b->cap ? b->cap * 2 : 256;
    }
    struct known *k = &b->v[b->n];
    *k = (struct known){.id = str_copy(b->arena, cells[0].s), .digest = cells[1].i};
    *directory_map_put(&b->ids, k->id, &fresh) = (uint32_t)b->n++;
    return ERR_OK;
}

static int64_t row_digest(const struct hsds_row *row, size_t columns, struct str language)
{
    uint64_t h = directory_hash(1, language);
    for (size_t i = 0; i < columns; i++)
        h = directory_hash(h, row->v[i]);
    return (int64_t)h;
}

static struct str row_language(struct arena *a, struct str name, struct str description)
{
    return directory_language(
        str_fmt(a, "%" STR_FMT " %" STR_FMT, STR_ARG(name), STR_ARG(description)));
}

/* One organization or service, when it is new or differs from what is there. */
static enum err identity_write(struct writing *w, struct before *before, enum directory_kind kind,
                               const struct hsds_row *row)
{
    bool service = kind == DIRECTORY_SERVICE;
    struct str id = row->v[0];
    struct str language =
        row_language(w->arena, row->v[service ? SERVICE_NAME : ORGANIZATION_NAME],
                     row->v[service ? SERVICE_DESCRIPTION : ORGANIZATION_DESCRIPTION]);
    struct store_put put = {.kind = kind,
                            .source = w->source,
                            .language = language,
                            .v = row->v,
                            .public_id = directory_public_id(w->arena, w->how->source, kind, id)};
    const uint32_t *number = directory_map_get(&before->ids, id);
    struct known *known = number ? &before->v[*number] : NULL;

    put.digest = row_digest(row, service ? SERVICE_COLUMNS : ORGANIZATION_COLUMNS, language);
    if (known)
        known->seen = true;
    if (known && known->digest == put.digest) {
        w->out->unchanged++;
        return ERR_OK;
    }
    if (known)
        w->out->changed++;
    else
        w->out->added++;
    return store_put(w->db, &put);
}

static enum err identities_write(struct writing *w, enum directory_kind kind, enum hsds_file file)
{
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
    const struct hsds_table *t = &w->hsds->table[file];
    struct before before = {.arena = a};

    directory_map_init(&before.ids, a);
    TRY(store_digests(w->db, kind, w->source, on_known, &before));
    for (size_t i = 0; i < t->n; i++) {
        if (!t->v[i].refused)
            TRY(identity_write(w, &before, kind, &t->v[i]));
        row_done(w);
    }
    for (size_t i = 0; i < before.n; i++) {
        if (before.v[i].seen)
            continue;
        w->out->removed++;
        TRY(store_remove(w->db, kind, w->source, before.v[i].id));
    }
    return ERR_OK;
}

static enum err parts_write(struct writing *w)
{
    TRY(store_parts_clear(w->db, w->source));
    for (size_t f = HSDS_LOCATION; f < HSDS_FILES_COUNT; f++) {
        const struct hsds_table *t = &w->hsds->table[f];
        for (size_t i = 0; i < t->n; i++) {
            if (!t->v[i].refused)
                TRY(store_part_add(w->db, (enum hsds_file)f, w->source, (int64_t)i, &t->v[i]));
            row_done(w);
        }
    }
    return ERR_OK;
}

static enum err write_all(struct writing *w)
{
    TRY(store_source(w->db, w->how->source, w->how->now, &w->source));
    TRY(identities_write(w, DIRECTORY_ORGANIZATION, HSDS_ORGANIZATION));
    TRY(identities_write(w, DIRECTORY_SERVICE, HSDS_SERVICE));
    return parts_write(w);
}

enum err directory_import(struct db *db, struct search *search, const struct directory_import *how,
                          struct directory_imported *out)
{
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 1024 * 1024);
    struct hsds *h;

    *out = (struct directory_imported){0};
    if (how->source.n == 0 || how->source.n > SOURCE_NAME_MAX || !str_is_utf8(how->source))
        return stop(how, "the name of the source must be 1 to 200 bytes of text");
    TRY(hsds_read(a, how, &h));
    hsds_link(h);
    out->organizations = h->table[HSDS_ORGANIZATION].taken;
    out->services = h->table[HSDS_SERVICE].taken;
    out->locations = h->table[HSDS_LOCATION].taken;
    out->refused = h->refused;
    if (how->refusals == DIRECTORY_REFUSALS_STOP && h->refused != 0)
        return stop(how, "rows were refused, and the import was asked to be strict");
    if (out->organizations == 0 && out->services == 0)
        return stop(how, "no organization and no service in it could be taken");

    DB_TX struct db_tx tx = {0};
    struct writing w = {.db = db, .arena = a, .hsds = h, .how = how, .out = out, .total = h->rows};
    TRY(db_tx_begin(&tx, db));
    TRY(write_all(&w));
    TRY(directory_index_build(db, search, how->event, how->ctx));
    return db_tx_commit(&tx);
}
