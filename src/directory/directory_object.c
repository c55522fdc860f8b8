/* Objects in effect: the source's document with the patch of this directory's editors. */
#include "directory/directory_object.h"

#include <stdlib.h>
#include <string.h>

#include "base/rand.h"
#include "directory/directory_patch.h"
#include "directory/directory_store.h"

static enum err object_fill(struct arena *a, const struct store_object *o,
                            struct directory_object *out)
{
    *out = (struct directory_object){
        .public_id = o->public_id,
        .type = o->type,
        .source = o->source,
        .parent = o->parent,
        .place = o->place,
        .modified = o->modified,
        .corrected = o->patch.n != 0,
        .tags = o->tags,
        .checked_by = o->checked_by,
        .checked_at = o->checked_at,
        .doubted = o->doubted,
        .doc = o->doc,
    };
    return o->patch.n != 0 ? directory_effective(a, o->doc, o->patch, &out->doc) : ERR_OK;
}

enum err directory_object_get(struct db *db, struct arena *a, struct str public_id,
                              struct directory_object *out)
{
    struct store_object o;

    if (!directory_is_uuid(public_id))
        return ERR_NOT_FOUND;
    TRY(store_object(db, a, public_id, &o));
    if (o.state != STORE_LIVE)
        return ERR_NOT_FOUND;
    return object_fill(a, &o, out);
}

enum err directory_object_rows(struct arena *a, const struct db_rows *rows,
                               struct directory_objects *out)
{
    *out = (struct directory_objects){.v = ARENA_ARRAY(a, struct directory_object, rows->n)};
    for (size_t i = 0; i < rows->n; i++) {
        struct store_object o;
        store_object_fill(&rows->v[i * rows->columns], &o);
        if (o.state == STORE_LIVE)
            TRY(object_fill(a, &o, &out->v[out->n++]));
    }
    return ERR_OK;
}

enum err directory_object_children(struct db *db, struct arena *a, struct str parent, int type,
                                   struct directory_objects *out)
{
    struct db_rows rows;

    TRY(store_children(db, a, parent, type, &rows));
    return directory_object_rows(a, &rows, out);
}

enum err directory_object_at(struct db *db, struct arena *a, struct str location,
                             struct directory_objects *out)
{
    struct db_rows rows;

    TRY(store_at(db, a, location, &rows));
    return directory_object_rows(a, &rows, out);
}

struct going {
    struct arena *arena;
    directory_object_fn *each;
    void *ctx;
};

static enum err on_object(void *ctx, const struct db_value *cells, size_t n)
{
    struct going *g = ctx;
    struct store_object row;
    struct directory_object o;
    (void)n;

    arena_clear(g->arena);
    store_object_fill(cells, &row);
    TRY(object_fill(g->arena, &row, &o));
    return g->each(g->ctx, &o);
}

enum err directory_object_each(struct db *db, int type, directory_object_fn *each, void *ctx)
{
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
    struct going g = {.arena = a, .each = each, .ctx = ctx};
    return store_each_object(db, type, on_object, &g);
}

/* ---- ids ------------------------------------------------------------------------------------- */

#define UUID_SIZE 36

static bool is_dash(size_t i)
{
    return i == 8 || i == 13 || i == 18 || i == 23;
}

struct str directory_object_id(struct arena *a)
{
    static const char HEX[] = "0123456789abcdef";
    uint8_t b[16];
    char *out = arena_alloc(a, UUID_SIZE);

    rand_bytes(b, sizeof b);
    b[6] = (uint8_t)((b[6] & 0x0f) | 0x40); /* version 4, RFC 9562 */
    b[8] = (uint8_t)((b[8] & 0x3f) | 0x80);
    for (size_t i = 0, k = 0; i < UUID_SIZE; i++) {
        if (is_dash(i)) {
            out[i] = '-';
            continue;
        }
        out[i] = HEX[k % 2 ? b[k / 2] & 15 : b[k / 2] >> 4];
        k++;
    }
    return str_from(out, UUID_SIZE);
}

bool directory_is_uuid(struct str s)
{
    return hsds_is_uuid(s);
}
