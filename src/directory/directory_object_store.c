/* The SQL of whole objects: directory_object and directory_change. */
#include "directory/directory_store.h"

#define CELLS                                                                                      \
    "SELECT public_id, type, source, parent, place, digest, modified, state, doc, patch, tags,"    \
    " checked_by, checked_at, doubted FROM directory_object"

static const struct db_sql OBJECT = {"directory: object", CELLS " WHERE public_id = $1", NULL,
                                     NULL};
static const struct db_sql CHILDREN = {
    "directory: children",
    CELLS " WHERE parent = $1 AND parent <> '' AND type = $2 ORDER BY public_id LIMIT 1000", NULL,
    NULL};
static const struct db_sql AT = {
    "directory: at a place",
    CELLS " WHERE place = $1 AND place <> '' ORDER BY public_id LIMIT 1000", NULL, NULL};
static const struct db_sql EACH = {"directory: each object",
                                   CELLS " WHERE type = $1 AND state = 1 ORDER BY public_id", NULL,
                                   NULL};
static const struct db_sql ADD = {
    "directory: add object",
    "INSERT INTO directory_object (public_id, type, source, parent, place, digest, modified, state,"
    " doc, patch, tags, checked_by, checked_at, doubted)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
    NULL, NULL};
static const struct db_sql SET = {
    "directory: set object",
    "UPDATE directory_object SET parent = $1, place = $2, digest = $3, modified = $4, state = $5,"
    " doc = $6, patch = $7, tags = $8, checked_by = $9, checked_at = $10, doubted = $11"
    " WHERE public_id = $12",
    NULL, NULL};
static const struct db_sql REMOVE = {
    "directory: remove object", "DELETE FROM directory_object WHERE public_id = $1", NULL, NULL};

static struct str whole(struct str s)
{
    return s.p ? s : STR("");
}

void store_object_fill(const struct db_value *c, struct store_object *out)
{
    *out = (struct store_object){
        .public_id = c[0].s,
        .type = (int)c[1].i,
        .source = c[2].i,
        .parent = c[3].s,
        .place = c[4].s,
        .digest = c[5].i,
        .modified = c[6].i,
        .state = (enum store_state)c[7].i,
        .doc = c[8].s,
        .patch = c[9].s,
        .tags = (unsigned)c[10].i,
        .checked_by = c[11].s,
        .checked_at = c[12].i,
        .doubted = c[13].i,
    };
}

enum err store_object(struct db *db, struct arena *a, struct str public_id,
                      struct store_object *out)
{
    struct db_rows rows;

    TRY(db_all(db, &OBJECT, DB_ARGS(db_text(whole(public_id))), a, &rows));
    if (rows.n == 0)
        return ERR_NOT_FOUND;
    store_object_fill(rows.v, out);
    return ERR_OK;
}

enum err store_children(struct db *db, struct arena *a, struct str parent, int type,
                        struct db_rows *out)
{
    return db_all(db, &CHILDREN, DB_ARGS(db_text(whole(parent)), db_int(type)), a, out);
}

enum err store_at(struct db *db, struct arena *a, struct str place, struct db_rows *out)
{
    return db_all(db, &AT, DB_ARGS(db_text(whole(place))), a, out);
}

enum err store_each_object(struct db *db, int type, db_each_fn *each, void *ctx)
{
    return db_each(db, &EACH, DB_ARGS(db_int(type)), each, ctx);
}

enum err store_object_add(struct db *db, const struct store_object *o)
{
    return db_run(db, &ADD,
                  DB_ARGS(db_text(o->public_id), db_int(o->type), db_int(o->source),
                          db_text(whole(o->parent)), db_text(whole(o->place)), db_int(o->digest),
                          db_int(o->modified), db_int(o->state), db_text(whole(o->doc)),
                          db_text(whole(o->patch)), db_int(o->tags), db_text(whole(o->checked_by)),
                          db_int(o->checked_at), db_int(o->doubted)),
                  NULL);
}

enum err store_object_set(struct db *db, const struct store_object *o)
{
    return db_run(db, &SET,
                  DB_ARGS(db_text(whole(o->parent)), db_text(whole(o->place)), db_int(o->digest),
                          db_int(o->modified), db_int(o->state), db_text(whole(o->doc)),
                          db_text(whole(o->patch)), db_int(o->tags), db_text(whole(o->checked_by)),
                          db_int(o->checked_at), db_int(o->doubted), db_text(o->public_id)),
                  NULL);
}

enum err store_object_remove(struct db *db, struct str public_id)
{
    return db_run(db, &REMOVE, DB_ARGS(db_text(public_id)), NULL);
}
