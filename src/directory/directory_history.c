/* Hiding, and what was done with an entry when. */
#include <jansson.h>
#include <stdlib.h>

#include "directory/directory_compose.h"
#include "directory/directory_editing.h"
#include "directory/directory_patch.h"

/* ---- hiding ---------------------------------------------------------------------------------- */

/* When the rows go: a second that none of those has which are hidden already, so that what goes
 * together can be told from what went before. */
static int64_t going_at(const struct directory_editing *by, const struct directory_rows *rows)
{
    int64_t at = by->now;

    for (size_t i = 0; i < rows->n; i++) {
        if (rows->v[i].state == STORE_HIDDEN && rows->v[i].modified >= at)
            at = rows->v[i].modified + 1;
    }
    return at;
}

/* Moves what is in state `from` to `to`. Coming back, only what went with the entry. */
static enum err rows_move(const struct directory_editing *by, const struct directory_rows *rows,
                          enum store_state from, enum store_state to)
{
    int64_t went = rows->v[0].modified, now = to == STORE_HIDDEN ? going_at(by, rows) : by->now;

    for (size_t i = 0; i < rows->n; i++) {
        struct store_object *row = &rows->v[i];
        if (row->state != from || (to == STORE_LIVE && row->modified != went))
            continue;
        row->state = to;
        row->modified = now;
        TRY(store_object_set(by->db, row));
    }
    return ERR_OK;
}

static enum err entry_move(const struct directory_editing *by, struct str public_id,
                           enum store_state from, enum store_state to,
                           enum directory_change_kind what)
{
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
    struct store_object entry;
    struct directory_rows rows;
    struct directory_index_change *change;

    DB_TX struct db_tx tx = {0};
    TRY(db_tx_begin(&tx, by->db));
    TRY(editing_entry(by, a, public_id, from, &entry));
    TRY(directory_closure(by->db, a, &entry, &rows));
    TRY(editing_begin(by, a, &rows, &change));
    TRY(rows_move(by, &rows, from, to));
    TRY(editing_note(by, public_id, what, STR_NONE, STR_NONE));
    TRY(directory_index_after(change));
    return db_tx_commit(&tx);
}

enum err directory_hide(const struct directory_editing *by, struct str public_id)
{
    return entry_move(by, public_id, STORE_LIVE, STORE_HIDDEN, DIRECTORY_CHANGE_HIDDEN);
}

enum err directory_unhide(const struct directory_editing *by, struct str public_id)
{
    return entry_move(by, public_id, STORE_HIDDEN, STORE_LIVE, DIRECTORY_CHANGE_SHOWN);
}

/* A service that is hidden with its organization comes back with it, and is not listed. */
static enum err with_owner(struct db *db, struct arena *a, const struct store_object *o, bool *out)
{
    struct store_object owner;

    *out = false;
    if (o->type != HSDS_SERVICE || o->parent.n == 0)
        return ERR_OK;
    enum err e = store_object(db, a, o->parent, &owner);
    if (e == ERR_OK)
        *out = owner.state == STORE_HIDDEN && owner.modified == o->modified;
    return e == ERR_NOT_FOUND ? ERR_OK : e;
}

static enum err hidden_add(struct db *db, struct arena *a, enum hsds_type type,
                           struct directory_hidden *v, size_t *n, size_t max)
{
    struct db_rows rows;

    TRY(store_hidden(db, a, (int)type, &rows));
    for (size_t i = 0; i < rows.n && *n < max; i++) {
        struct store_object o;
        struct str text;
        bool along;

        store_object_fill(&rows.v[i * rows.columns], &o);
        TRY(with_owner(db, a, &o, &along));
        if (along)
            continue;
        TRY(directory_effective(a, o.doc, o.patch, &text));
        json_t *doc = hsds_doc_load(text);
        v[(*n)++] = (struct directory_hidden){
            .public_id = o.public_id, .title = doc_text(a, doc, "name"), .modified = o.modified};
        json_decref(doc);
    }
    return ERR_OK;
}

static int newest_hidden(const void *pa, const void *pb)
{
    const struct directory_hidden *a = pa, *b = pb;
    if (a->modified != b->modified)
        return a->modified > b->modified ? -1 : 1;
    return str_cmp(a->public_id, b->public_id);
}

#define HIDDEN_MAX 500

enum err directory_hidden_list(struct db *db, struct arena *a, struct directory_hidden **out,
                               size_t *n)
{
    struct directory_hidden *v = ARENA_ARRAY(a, struct directory_hidden, HIDDEN_MAX);

    *n = 0;
    *out = v;
    TRY(hidden_add(db, a, HSDS_ORGANIZATION, v, n, HIDDEN_MAX));
    TRY(hidden_add(db, a, HSDS_SERVICE, v, n, HIDDEN_MAX));
    if (*n != 0)
        qsort(v, *n, sizeof(*v), newest_hidden);
    return ERR_OK;
}

/* ---- history --------------------------------------------------------------------------------- */

static int newest(const void *pa, const void *pb)
{
    const struct directory_change *a = pa, *b = pb;
    if (a->at != b->at)
        return a->at > b->at ? -1 : 1;
    int c = str_cmp(a->object, b->object);
    return c ? c : (a->n > b->n ? -1 : a->n < b->n);
}

static bool is_correction(enum directory_change_kind what)
{
    return what == DIRECTORY_CHANGE_CORRECTED || what == DIRECTORY_CHANGE_REVERTED;
}

static void change_fill(const struct db_rows *rows, size_t r, int type,
                        struct directory_change *out)
{
    *out = (struct directory_change){
        .object = db_cell_str(rows, r, 0),
        .type = type,
        .n = db_cell_int(rows, r, 1),
        .at = db_cell_int(rows, r, 2),
        .byline = db_cell_str(rows, r, 3),
        .what = (enum directory_change_kind)db_cell_int(rows, r, 4),
        .before = db_cell_str(rows, r, 5),
        .after = db_cell_str(rows, r, 6),
    };
}

static enum err changes_add(struct db *db, struct arena *a, const struct directory_doc *doc,
                            struct directory_change *v, size_t *n, size_t max)
{
    struct store_object row;
    struct db_rows rows;

    TRY(store_object(db, a, doc->id, &row));
    TRY(store_changes(db, a, doc->id, &rows));
    for (size_t i = 0; i < rows.n && *n < max; i++) {
        struct directory_change *c = &v[(*n)++];
        change_fill(&rows, i, doc->type, c);
        if (is_correction(c->what))
            TRY(directory_fields_changed(a, row.doc, c->before, c->after, &c->fields, &c->nfields));
    }
    return ERR_OK;
}

#define CHANGES_MAX 4000 /* of all objects of an entry, before the newest are taken */

enum err directory_history(struct db *db, struct arena *a, struct str public_id,
                           struct directory_changes *out)
{
    struct directory_docs docs;
    struct directory_change *v = ARENA_ARRAY(a, struct directory_change, CHANGES_MAX);
    size_t n = 0;

    *out = (struct directory_changes){.v = v};
    DB_TX struct db_tx tx = {0};
    TRY(db_tx_begin(&tx, db));
    TRY(directory_docs_load(db, a, public_id, &docs));
    for (size_t i = 0; i < docs.n; i++)
        TRY(changes_add(db, a, &docs.v[i], v, &n, CHANGES_MAX));
    if (n != 0)
        qsort(v, n, sizeof(*v), newest);
    out->n = n < DIRECTORY_HISTORY_MAX ? n : DIRECTORY_HISTORY_MAX;
    return db_tx_commit(&tx);
}

/* ---- going back ------------------------------------------------------------------------------ */

static enum err change_find(struct db *db, struct arena *a, struct str object, int64_t n,
                            struct directory_change *out)
{
    struct db_rows rows;

    TRY(store_changes(db, a, object, &rows));
    for (size_t i = 0; i < rows.n; i++) {
        change_fill(&rows, i, 0, out);
        if (out->n == n)
            return is_correction(out->what) ? ERR_OK : ERR_INVALID;
    }
    return ERR_NOT_FOUND;
}

/* The document as it was, put as a correction. */
static enum err revert_apply(const struct directory_editing *by, struct arena *a,
                             struct store_object *row, struct str patch)
{
    struct str text, canonical;

    TRY(directory_effective(a, row->doc, patch, &text));
    json_t *doc = hsds_doc_load(text);
    enum err e = doc ? hsds_doc_write(a, (enum hsds_type)row->type, doc, &canonical) : ERR_DB;
    json_decref(doc);
    TRY(e);
    TRY(directory_patch_make(a, row->doc, canonical, &patch));
    TRY(editing_note(by, row->public_id, DIRECTORY_CHANGE_REVERTED, row->patch, patch));
    row->patch = patch;
    row->modified = by->now;
    return store_object_set(by->db, row);
}

enum err directory_revert(const struct directory_editing *by, struct str public_id,
                          struct str object, int64_t n)
{
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
    struct store_object entry, row;
    struct directory_docs docs;
    struct directory_change was;
    struct directory_index_change *change;
    struct directory_rows rows = {.arena = a};
    bool there = false;

    DB_TX struct db_tx tx = {0};
    TRY(db_tx_begin(&tx, by->db));
    TRY(editing_entry(by, a, public_id, STORE_LIVE, &entry));
    TRY(directory_docs_load(by->db, a, public_id, &docs));
    for (size_t i = 0; i < docs.n; i++)
        there = there || str_eq(docs.v[i].id, object);
    if (!there)
        return ERR_NOT_FOUND;
    TRY(store_object(by->db, a, object, &row));
    TRY(change_find(by->db, a, object, n, &was));
    directory_rows_add(&rows, &row);
    TRY(editing_begin(by, a, &rows, &change));
    TRY(revert_apply(by, a, &row, was.before));
    TRY(directory_index_after(change));
    return db_tx_commit(&tx);
}
