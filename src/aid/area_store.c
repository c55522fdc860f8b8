#include "aid/area_store.h"

#include <math.h>

#define MILLIONTHS 1e6
#define IDS_MAX 1000000 /* also of those that are gone */

static const struct db_sql LOAD = {
    .name = "areas: load",
    .all = "SELECT id, parent, name, other, lat, lon, gone FROM area ORDER BY id"};
static const struct db_sql LINKS = {.name = "areas: links",
                                    .all = "SELECT a, b, minutes FROM area_link ORDER BY a, b"};
static const struct db_sql ANY = {.name = "areas: any",
                                  .all = "SELECT 1 FROM area WHERE gone = 0 LIMIT 1"};
static const struct db_sql NEXT = {.name = "areas: next id",
                                   .all = "SELECT COALESCE(MAX(id), 0) + 1 FROM area"};
static const struct db_sql PUT = {
    .name = "areas: put",
    .all = "INSERT INTO area (id, parent, name, other, lat, lon, gone)"
           " VALUES ($1, $2, $3, $4, $5, $6, 0) ON CONFLICT (id) DO UPDATE"
           " SET parent = $2, name = $3, other = $4, lat = $5, lon = $6, gone = 0"};
static const struct db_sql GO = {.name = "areas: remove",
                                 .all = "UPDATE area SET name = '', other = '', lat = NULL,"
                                        " lon = NULL, gone = 1 WHERE id = $1"};
static const struct db_sql MOVE_UP = {
    .name = "areas: move up", .all = "UPDATE area SET parent = $2 WHERE parent = $1 AND gone = 0"};
static const struct db_sql LINKS_OF = {.name = "areas: drop links of",
                                       .all = "DELETE FROM area_link WHERE a = $1 OR b = $1"};
static const struct db_sql LINK_PUT = {
    .name = "areas: put link",
    .all = "INSERT INTO area_link (a, b, minutes) VALUES ($1, $2, $3)"
           " ON CONFLICT (a, b) DO UPDATE SET minutes = $3"};
static const struct db_sql LINK_DROP = {.name = "areas: drop link",
                                        .all = "DELETE FROM area_link WHERE a = $1 AND b = $2"};
static const struct db_sql LINKS_CLEAR = {.name = "areas: clear links",
                                          .all = "DELETE FROM area_link"};

static uint32_t cell_id(const struct db_rows *rows, size_t row, size_t column)
{
    int64_t v = db_cell_int(rows, row, column);
    return v > 0 && v <= IDS_MAX ? (uint32_t)v : 0;
}

static struct area row_read(const struct db_rows *rows, size_t i)
{
    bool placed = rows->v[i * rows->columns + 4].type == DB_INT;
    return (struct area){.id = cell_id(rows, i, 0),
                         .parent = cell_id(rows, i, 1),
                         .name = db_cell_str(rows, i, 2),
                         .other = db_cell_str(rows, i, 3),
                         .placed = placed,
                         .lat = (double)db_cell_int(rows, i, 4) / MILLIONTHS,
                         .lon = (double)db_cell_int(rows, i, 5) / MILLIONTHS};
}

static enum err links_load(struct db *db, struct arena *a, struct areas *out)
{
    struct db_rows rows;
    TRY(db_all(db, &LINKS, DB_NO_ARGS, a, &rows));
    out->links = ARENA_ARRAY(a, struct area_link, rows.n + 1);
    out->nlinks = rows.n;
    for (size_t i = 0; i < rows.n; i++)
        out->links[i] = (struct area_link){cell_id(&rows, i, 0), cell_id(&rows, i, 1),
                                           (int32_t)db_cell_int(&rows, i, 2)};
    return ERR_OK;
}

enum err areas_load(struct db *db, struct arena *a, struct areas *out)
{
    struct db_rows rows;
    uint32_t wrong;

    *out = (struct areas){0};
    TRY(db_all(db, &LOAD, DB_NO_ARGS, a, &rows));
    struct area_gone *gone = ARENA_ARRAY(a, struct area_gone, rows.n + 1);
    out->v = ARENA_ARRAY(a, struct area, rows.n + 1);
    for (size_t i = 0; i < rows.n; i++) {
        struct area x = row_read(&rows, i);
        if (db_cell_int(&rows, i, 6))
            gone[out->ngone++] = (struct area_gone){x.id, x.parent};
        else
            out->v[out->n++] = x;
    }
    out->gone = gone;
    TRY(links_load(db, a, out));
    return areas_check(out, &wrong);
}

enum err areas_any(struct db *db, bool *out)
{
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
    struct db_rows rows;
    TRY(db_all(db, &ANY, DB_NO_ARGS, a, &rows));
    *out = rows.n != 0;
    return ERR_OK;
}

enum err area_ids_from(struct db *db, struct arena *a, uint32_t *out)
{
    struct db_rows rows;
    TRY(db_all(db, &NEXT, DB_NO_ARGS, a, &rows));
    *out = cell_id(&rows, 0, 0);
    return *out ? ERR_OK : ERR_TOO_LARGE;
}

/* ---- writing ----------------------------------------------------------------------------------
 */

static struct db_value degrees(const struct area *x, double d)
{
    return x->placed ? db_int(llround(d * MILLIONTHS)) : db_null();
}

static enum err row_write(struct db *db, const struct area *x)
{
    return db_run(db, &PUT,
                  DB_ARGS(db_int(x->id), db_int(x->parent), db_text(x->name), db_text(x->other),
                          degrees(x, x->lat), degrees(x, x->lon)),
                  NULL);
}

static enum err link_write(struct db *db, const struct area_link *l)
{
    uint32_t a = l->a < l->b ? l->a : l->b, b = l->a < l->b ? l->b : l->a;
    return db_run(db, &LINK_PUT, DB_ARGS(db_int(a), db_int(b), db_int(l->minutes)), NULL);
}

static enum err row_go(struct db *db, uint32_t id)
{
    TRY(db_run(db, &LINKS_OF, DB_ARGS(db_int(id)), NULL));
    return db_run(db, &GO, DB_ARGS(db_int(id)), NULL);
}

static bool area_fits(const struct area *x)
{
    return str_is_utf8(x->name) && str_is_utf8(x->other) &&
           str_code_points(x->name) <= AREA_NAME_MAX && str_code_points(x->other) <= AREA_NAME_MAX;
}

static bool stands_beside(const struct areas *all, const struct area *x)
{
    for (size_t i = 0; i < all->n; i++)
        if (all->v[i].id != x->id && all->v[i].parent == x->parent &&
            str_eq(all->v[i].name, x->name))
            return true;
    return false;
}

enum err area_put(struct db *db, struct arena *a, const struct area *x, uint32_t *id)
{
    DB_TX struct db_tx tx = {0};
    struct areas all;
    uint32_t wrong;
    struct area y = *x;

    TRY(db_tx_begin(&tx, db));
    TRY(areas_load(db, a, &all));
    struct area *there = (struct area *)(uintptr_t)area_find(&all, y.id);
    const struct area *parent = area_find(&all, y.parent);
    if ((y.id != 0 && (!there || there->id != y.id)) ||
        (y.parent != 0 && (!parent || parent->id != y.parent)))
        return ERR_NOT_FOUND;
    if (!area_fits(&y))
        return ERR_INVALID;
    if (stands_beside(&all, &y))
        return ERR_CONFLICT;
    if (y.id == 0) {
        TRY(area_ids_from(db, a, &y.id));
        there = &all.v[all.n++]; /* one more than it holds was taken */
    }
    *there = y;
    TRY(areas_check(&all, &wrong));
    TRY(row_write(db, &y));
    *id = y.id;
    return db_tx_commit(&tx);
}

enum err area_remove(struct db *db, struct arena *a, uint32_t id)
{
    DB_TX struct db_tx tx = {0};
    struct areas all;

    TRY(db_tx_begin(&tx, db));
    TRY(areas_load(db, a, &all));
    const struct area *x = area_find(&all, id);
    if (!x || x->id != id)
        return ERR_NOT_FOUND;
    for (size_t i = 0; i < all.n; i++) {
        struct area moved = all.v[i];
        if (moved.parent != id)
            continue;
        moved.parent = x->parent;
        if (stands_beside(&all, &moved))
            return ERR_CONFLICT;
    }
    TRY(db_run(db, &MOVE_UP, DB_ARGS(db_int(id), db_int(x->parent)), NULL));
    TRY(row_go(db, id));
    return db_tx_commit(&tx);
}

enum err area_link_put(struct db *db, struct arena *a, const struct area_link *l)
{
    DB_TX struct db_tx tx = {0};
    struct areas all;

    TRY(db_tx_begin(&tx, db));
    TRY(areas_load(db, a, &all));
    const struct area *x = area_find(&all, l->a), *y = area_find(&all, l->b);
    if (!x || !y)
        return ERR_NOT_FOUND;
    if (x == y || l->minutes < 0 || l->minutes > AREA_MINUTES_MAX)
        return ERR_INVALID;
    if (all.nlinks >= AREA_LINKS_MAX)
        return ERR_TOO_LARGE;
    TRY(link_write(db, &(struct area_link){x->id, y->id, l->minutes}));
    return db_tx_commit(&tx);
}

enum err area_link_drop(struct db *db, uint32_t x, uint32_t y)
{
    int64_t changed;
    TRY(db_run(db, &LINK_DROP, DB_ARGS(db_int(x < y ? x : y), db_int(x < y ? y : x)), &changed));
    return changed ? ERR_OK : ERR_NOT_FOUND;
}

static bool same(const struct area *x, const struct area *y)
{
    return x->parent == y->parent && str_eq(x->name, y->name) && str_eq(x->other, y->other) &&
           x->placed == y->placed && x->lat == y->lat && x->lon == y->lon;
}

/* What is not on the new list counts as what it lay in. */
static enum err gone_write(struct db *db, const struct areas *old, const struct areas *all)
{
    for (size_t i = 0; i < old->n; i++)
        if (!area_find(all, old->v[i].id))
            TRY(row_go(db, old->v[i].id));
    return ERR_OK;
}

enum err areas_replace(struct db *db, struct arena *a, struct areas *all)
{
    DB_TX struct db_tx tx = {0};
    struct areas old;
    uint32_t wrong, from;

    TRY(areas_check(all, &wrong));
    TRY(db_tx_begin(&tx, db));
    TRY(areas_load(db, a, &old));
    TRY(area_ids_from(db, a, &from));
    TRY(gone_write(db, &old, all));
    for (size_t i = 0; i < all->n; i++) {
        const struct area *x = &all->v[i], *there = area_find(&old, x->id);
        if (!area_fits(x) || x->id > IDS_MAX || (x->id < from && (!there || there->id != x->id)))
            return ERR_INVALID;
        if (stands_beside(all, x))
            return ERR_CONFLICT;
        if (!there || !same(x, there))
            TRY(row_write(db, x));
    }
    TRY(db_run(db, &LINKS_CLEAR, DB_NO_ARGS, NULL));
    for (size_t i = 0; i < all->nlinks; i++)
        TRY(link_write(db, &all->links[i]));
    return db_tx_commit(&tx);
}
