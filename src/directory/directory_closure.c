#include "directory/directory_closure.h"

#include <string.h>

#define ROWS_MAX 2000

void directory_rows_add(struct directory_rows *rows, const struct store_object *row)
{
    if (rows->n == rows->cap) {
        size_t cap = rows->cap ? rows->cap * 2 : 16;
        struct store_object *v = ARENA_ARRAY(rows->arena, struct store_object, cap);
        if (rows->n != 0)
            memcpy(v, rows->v, rows->n * sizeof(*v));
        rows->v = v;
        rows->cap = cap;
    }
    rows->v[rows->n++] = *row;
}

const struct store_object *directory_rows_find(const struct directory_rows *rows, struct str id)
{
    for (size_t i = 0; i < rows->n; i++) {
        if (str_eq(rows->v[i].public_id, id))
            return &rows->v[i];
    }
    return NULL;
}

/* Adds the children that are not sealed. */
static enum err children_add(struct db *db, struct str parent, enum hsds_type type,
                             struct directory_rows *out)
{
    struct db_rows rows;

    TRY(store_children(db, out->arena, parent, (int)type, &rows));
    for (size_t i = 0; i < rows.n; i++) {
        struct store_object o;
        store_object_fill(&rows.v[i * rows.columns], &o);
        if (o.state != STORE_SEALED && !directory_rows_find(out, o.public_id))
            directory_rows_add(out, &o);
    }
    return out->n > ROWS_MAX ? ERR_TOO_LARGE : ERR_OK;
}

/* Whether a LIVE service_at_location leads there that does not go along. */
static enum err used_by_others(struct db *db, const struct directory_rows *going, struct str place,
                               bool *out)
{
    struct db_rows rows;

    *out = false;
    TRY(store_at(db, going->arena, place, &rows));
    for (size_t i = 0; i < rows.n && !*out; i++) {
        struct store_object at;
        store_object_fill(&rows.v[i * rows.columns], &at);
        *out = at.state == STORE_LIVE && !directory_rows_find(going, at.public_id);
    }
    return ERR_OK;
}

static enum err place_add(struct db *db, struct str id, struct directory_rows *out)
{
    struct store_object place;
    bool others;

    if (id.n == 0 || directory_rows_find(out, id))
        return ERR_OK;
    enum err e = store_object(db, out->arena, id, &place);
    if (e != ERR_OK)
        return e == ERR_NOT_FOUND ? ERR_OK : e;
    TRY(used_by_others(db, out, id, &others));
    if (place.state != STORE_SEALED && !others)
        directory_rows_add(out, &place);
    return ERR_OK;
}

/* The places of all service_at_locations that go along. */
static enum err places_add(struct db *db, struct directory_rows *out)
{
    for (size_t i = 0; i < out->n; i++) {
        if (out->v[i].type == HSDS_SERVICE_AT_LOCATION)
            TRY(place_add(db, out->v[i].place, out));
    }
    return ERR_OK;
}

static enum err organization_add(struct db *db, struct str id, struct directory_rows *out)
{
    struct db_rows rows;

    TRY(children_add(db, id, HSDS_SERVICE, out));
    TRY(children_add(db, id, HSDS_PROGRAM, out));
    for (size_t i = 0, n = out->n; i < n; i++) {
        if (out->v[i].type == HSDS_SERVICE)
            TRY(children_add(db, out->v[i].public_id, HSDS_SERVICE_AT_LOCATION, out));
    }
    TRY(store_children(db, out->arena, id, HSDS_LOCATION, &rows));
    for (size_t i = 0; i < rows.n; i++)
        TRY(place_add(db, rows.v[i * rows.columns].s, out));
    return ERR_OK;
}

enum err directory_closure(struct db *db, struct arena *a, const struct store_object *entry,
                           struct directory_rows *out)
{
    *out = (struct directory_rows){.arena = a};
    directory_rows_add(out, entry);
    if (entry->type == HSDS_ORGANIZATION)
        TRY(organization_add(db, entry->public_id, out));
    else
        TRY(children_add(db, entry->public_id, HSDS_SERVICE_AT_LOCATION, out));
    return places_add(db, out);
}
