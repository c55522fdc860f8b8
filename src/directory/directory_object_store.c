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

/* ---- import ---------------------------------------------------------------------------------- */

#define KNOWN_CELLS                                                                                \
    "SELECT public_id, source, state, digest, tags, CASE WHEN patch = '' THEN 0 ELSE 1 END,"       \
    " type FROM directory_object"
static const struct db_sql EACH_KNOWN = {"directory: what is known", KNOWN_CELLS, NULL, NULL};
static const struct db_sql KNOWN = {"directory: whether it is known",
                                    KNOWN_CELLS " WHERE public_id = $1", NULL, NULL};
static const struct db_sql INDEXED = {"directory: is there an index",
                                      "SELECT count(*) FROM directory_corpus", NULL, NULL};

enum err store_each_known(struct db *db, db_each_fn *each, void *ctx)
{
    return db_each(db, &EACH_KNOWN, DB_NO_ARGS, each, ctx);
}

enum err store_known(struct db *db, struct str public_id, db_each_fn *each, void *ctx)
{
    return db_each(db, &KNOWN, DB_ARGS(db_text(public_id)), each, ctx);
}

enum err store_indexed(struct db *db, bool *out)
{
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 4096);
    struct db_rows rows;

    TRY(db_all(db, &INDEXED, DB_NO_ARGS, a, &rows));
    *out = db_cell_int(&rows, 0, 0) != 0;
    return ERR_OK;
}

/* ---- sources --------------------------------------------------------------------------------- */

static const struct db_sql FIND_SOURCE = {
    "directory: find source", "SELECT number FROM directory_source WHERE name = $1", NULL, NULL};
static const struct db_sql ADD_SOURCE = {
    "directory: add source",
    "INSERT INTO directory_source (number, name, origin, imported)"
    " SELECT coalesce(max(number), 0) + 1, CAST($1 AS TEXT), CAST($2 AS INTEGER),"
    " CAST($3 AS BIGINT) FROM directory_source",
    NULL, NULL};
static const struct db_sql TOUCH_SOURCE = {
    "directory: touch source", "UPDATE directory_source SET imported = $1 WHERE number = $2", NULL,
    NULL};
static const struct db_sql SOURCE_OF = {
    "directory: source of an entry",
    "SELECT name, imported, origin FROM directory_source WHERE number = $1", NULL, NULL};
static const struct db_sql SOURCES = {
    "directory: sources",
    "SELECT s.name, s.origin, s.url, s.cursor, s.imported, count(o.public_id)"
    " FROM directory_source s LEFT JOIN directory_object o ON o.source = s.number"
    " GROUP BY s.number, s.name, s.origin, s.url, s.cursor, s.imported ORDER BY s.number",
    NULL, NULL};
static const struct db_sql FOLLOW = {
    "directory: follow a source",
    "UPDATE directory_source SET origin = 2, url = $1, cursor = $2 WHERE name = $3", NULL, NULL};

enum err store_source(struct db *db, struct str name, int origin, int64_t now, int64_t *number)
{
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 4096);
    struct db_rows rows;

    TRY(db_all(db, &FIND_SOURCE, DB_ARGS(db_text(name)), a, &rows));
    if (rows.n == 0) {
        TRY(db_run(db, &ADD_SOURCE, DB_ARGS(db_text(name), db_int(origin), db_int(now)), NULL));
        TRY(db_all(db, &FIND_SOURCE, DB_ARGS(db_text(name)), a, &rows));
    }
    *number = db_cell_int(&rows, 0, 0);
    return db_run(db, &TOUCH_SOURCE, DB_ARGS(db_int(now), db_int(*number)), NULL);
}

enum err store_source_of(struct db *db, struct arena *a, int64_t number, struct db_rows *out)
{
    return db_all(db, &SOURCE_OF, DB_ARGS(db_int(number)), a, out);
}

enum err store_sources(struct db *db, struct arena *a, struct db_rows *out)
{
    return db_all(db, &SOURCES, DB_NO_ARGS, a, out);
}

enum err store_source_follow(struct db *db, struct str name, struct str url, struct str cursor,
                             int64_t *changed)
{
    return db_run(db, &FOLLOW,
                  DB_ARGS(db_text(whole(url)), db_text(whole(cursor)), db_text(whole(name))),
                  changed);
}

/* ---- history --------------------------------------------------------------------------------- */

static const struct db_sql CHANGE_ADD = {
    "directory: add change",
    "INSERT INTO directory_change (public_id, n, at, byline, what, before, after)"
    " SELECT CAST($1 AS TEXT), coalesce(max(n), 0) + 1, CAST($2 AS BIGINT), CAST($3 AS TEXT),"
    " CAST($4 AS INTEGER), CAST($5 AS TEXT), CAST($6 AS TEXT)"
    " FROM directory_change WHERE public_id = $1",
    NULL, NULL};
static const struct db_sql CHANGES = {
    "directory: changes",
    "SELECT public_id, n, at, byline, what, before, after FROM directory_change"
    " WHERE public_id = $1 ORDER BY n DESC LIMIT 200",
    NULL, NULL};
static const struct db_sql CHANGES_REMOVE = {
    "directory: remove changes", "DELETE FROM directory_change WHERE public_id = $1", NULL, NULL};
static const struct db_sql HIDDEN = {
    "directory: hidden entries",
    CELLS " WHERE type = $1 AND state = 3 ORDER BY modified DESC, public_id LIMIT 500", NULL, NULL};

enum err store_change_add(struct db *db, const struct store_change *c)
{
    return db_run(db, &CHANGE_ADD,
                  DB_ARGS(db_text(c->public_id), db_int(c->at), db_text(whole(c->byline)),
                          db_int(c->what), db_text(whole(c->before)), db_text(whole(c->after))),
                  NULL);
}

enum err store_changes(struct db *db, struct arena *a, struct str public_id, struct db_rows *out)
{
    return db_all(db, &CHANGES, DB_ARGS(db_text(public_id)), a, out);
}

enum err store_changes_remove(struct db *db, struct str public_id)
{
    return db_run(db, &CHANGES_REMOVE, DB_ARGS(db_text(public_id)), NULL);
}

enum err store_hidden(struct db *db, struct arena *a, int type, struct db_rows *out)
{
    return db_all(db, &HIDDEN, DB_ARGS(db_int(type)), a, out);
}

static const struct db_sql DOUBT = {
    "directory: doubt",
    "UPDATE directory_object SET doubted = CASE WHEN doubted > $1 THEN doubted ELSE $1 END"
    " WHERE public_id = $2 AND state = 1 AND type IN (1, 2)",
    NULL, NULL};

enum err store_doubt(struct db *db, struct str public_id, int64_t day, int64_t *changed)
{
    return db_run(db, &DOUBT, DB_ARGS(db_int(day), db_text(public_id)), changed);
}
