/* Corrections, additions, and words about an entry. */
#include "directory/directory_edit.h"

#include <jansson.h>

#include "directory/directory_compose.h"
#include "directory/directory_editing.h"
#include "directory/directory_gather.h"
#include "directory/directory_patch.h"

enum err editing_entry(const struct directory_editing *by, struct arena *a, struct str public_id,
                       enum store_state state, struct store_object *out)
{
    if (by->byline.n > DIRECTORY_BYLINE_MAX || !str_is_utf8(by->byline))
        return ERR_INVALID;
    if (!directory_is_uuid(public_id))
        return ERR_NOT_FOUND;
    TRY(store_object(by->db, a, public_id, out));
    bool entry = out->type == HSDS_SERVICE || out->type == HSDS_ORGANIZATION;
    return entry && out->state == state ? ERR_OK : ERR_NOT_FOUND;
}

enum err editing_begin(const struct directory_editing *by, struct arena *a,
                       const struct directory_rows *rows, struct directory_index_change **out)
{
    struct str *ids = ARENA_ARRAY(a, struct str, rows->n);

    for (size_t i = 0; i < rows->n; i++)
        ids[i] = rows->v[i].public_id;
    return directory_index_before(by->db, by->search, a, ids, rows->n, out);
}

enum err editing_note(const struct directory_editing *by, struct str object,
                      enum directory_change_kind what, struct str before, struct str after)
{
    return store_change_add(by->db, &(struct store_change){.public_id = object,
                                                           .at = by->now,
                                                           .byline = by->byline,
                                                           .what = (int)what,
                                                           .before = before,
                                                           .after = after});
}

/* ---- documents ------------------------------------------------------------------------------- */

static void doc_put(struct directory_docs *docs, const struct directory_object *o)
{
    docs->v[docs->n++] = (struct directory_doc){.type = o->type, .id = o->public_id, .doc = o->doc};
}

enum err directory_docs_load(struct db *db, struct arena *a, struct str public_id,
                             struct directory_docs *out)
{
    struct directory_object self;
    struct directory_parts parts;

    TRY(directory_object_get(db, a, public_id, &self));
    if (self.type != HSDS_SERVICE && self.type != HSDS_ORGANIZATION)
        return ERR_NOT_FOUND;
    TRY(directory_gather(db, a, &self, &parts));
    *out = (struct directory_docs){
        .v = ARENA_ARRAY(a, struct directory_doc, 1 + parts.at.n + parts.places.n)};
    doc_put(out, &self);
    for (size_t i = 0; i < parts.at.n; i++)
        doc_put(out, &parts.at.v[i]);
    for (size_t i = 0; i < parts.places.n; i++)
        doc_put(out, &parts.places.v[i]);
    return ERR_OK;
}

static const struct directory_doc *docs_find(const struct directory_docs *docs, struct str id)
{
    for (size_t i = 0; i < docs->n; i++) {
        if (str_eq(docs->v[i].id, id))
            return &docs->v[i];
    }
    return NULL;
}

/* One edit on its way. */
struct edit {
    const struct directory_editing *by;
    struct arena *arena;
    const struct directory_docs *docs; /* as given */
    struct directory_docs current;     /* of the entry as it is; none for a new one */
    const struct store_object *entry;  /* NULL for a new one */
    int64_t here;                      /* our own source, once it is needed */
    struct directory_rows rows;        /* what will be written, new or changed */
};

/* Whether an object may be pointed to: it is there, or comes along. */
static enum err target_check(const struct edit *x, struct str id, enum hsds_type type)
{
    const struct directory_doc *given = docs_find(x->docs, id);
    struct directory_object o;

    if (id.n == 0)
        return ERR_OK;
    if (given && given->type == (int)type && given->doc.n != 0)
        return ERR_OK;
    enum err e = directory_object_get(x->by->db, x->arena, id, &o);
    if (e == ERR_NOT_FOUND || (e == ERR_OK && o.type != (int)type))
        return ERR_INVALID;
    return e;
}

/* Fills what a row says about where its object belongs. */
static enum err belongs(const struct edit *x, const json_t *doc, struct store_object *row)
{
    struct arena *a = x->arena;

    if (row->type == HSDS_SERVICE_AT_LOCATION) {
        row->parent = doc_text(a, doc, "service_id");
        row->place = doc_text(a, doc, "location_id");
        TRY(target_check(x, row->parent, HSDS_SERVICE));
        TRY(target_check(x, row->place, HSDS_LOCATION));
        bool ours = !x->entry || str_eq(row->parent, x->entry->public_id);
        return row->parent.n != 0 && row->place.n != 0 && ours ? ERR_OK : ERR_INVALID;
    }
    row->parent = doc_text(
        a, doc, row->type == HSDS_ORGANIZATION ? "parent_organization_id" : "organization_id");
    return target_check(x, row->parent, HSDS_ORGANIZATION);
}

/* A location whose address is sealed cannot be given one in the open. */
static enum err place_check(const struct edit *x, const struct store_object *row, struct str doc)
{
    unsigned tags = row->tags | (x->entry ? x->entry->tags : 0);
    bool stripped = false;

    if (row->type == HSDS_LOCATION && (tags & DIRECTORY_TAG_ADDRESS_SEALED))
        TRY(directory_place_strip(x->arena, &doc, &stripped));
    return stripped ? ERR_INVALID : ERR_OK;
}

static enum err doc_canonical(const struct edit *x, const struct directory_doc *given,
                              struct store_object *row, struct str *out)
{
    json_t *doc = given->doc.n <= DIRECTORY_DOC_MAX ? hsds_doc_load(given->doc) : NULL;
    enum err e = doc ? ERR_OK : ERR_INVALID;

    if (e == ERR_OK && !str_eq(doc_text(x->arena, doc, "id"), given->id))
        e = ERR_INVALID;
    if (e == ERR_OK)
        e = hsds_doc_write(x->arena, (enum hsds_type)given->type, doc, out);
    if (e == ERR_OK)
        e = belongs(x, doc, row);
    json_decref(doc);
    return e == ERR_OK ? place_check(x, row, *out) : e;
}

static enum err doc_add(struct edit *x, const struct directory_doc *given)
{
    struct store_object row = {
        .public_id = given->id, .type = given->type, .modified = x->by->now, .state = STORE_LIVE};

    if (given->doc.n == 0 || !directory_is_uuid(given->id))
        return ERR_INVALID;
    switch ((int)given->type) {
    case HSDS_ORGANIZATION:
    case HSDS_SERVICE:
        if (x->entry) /* an entry comes by directory_add */
            return ERR_INVALID;
        break;
    case HSDS_LOCATION:
    case HSDS_SERVICE_AT_LOCATION:
        break;
    default: /* a number from outside */
        return ERR_INVALID;
    }
    if (x->here == 0)
        TRY(store_source(x->by->db, DIRECTORY_OWN_SOURCE, DIRECTORY_HERE, x->by->now, &x->here));
    TRY(doc_canonical(x, given, &row, &row.doc));
    row.source = x->here;
    row.digest = (int64_t)hsds_digest(row.doc);
    if (row.type == HSDS_LOCATION && x->entry)
        row.tags = x->entry->tags & DIRECTORY_TAG_ADDRESS_SEALED;
    directory_rows_add(&x->rows, &row);
    TRY(store_object_add(x->by->db, &row));
    return editing_note(x->by, row.public_id, DIRECTORY_CHANGE_ADDED, STR_NONE, STR_NONE);
}

/* ---- correcting ------------------------------------------------------------------------------ */

static enum err doc_hide(const struct edit *x, struct store_object *row)
{
    if (row->type != HSDS_SERVICE_AT_LOCATION && row->type != HSDS_LOCATION)
        return ERR_INVALID;
    row->state = STORE_HIDDEN;
    row->modified = x->by->now;
    TRY(store_object_set(x->by->db, row));
    return editing_note(x->by, row->public_id, DIRECTORY_CHANGE_HIDDEN, STR_NONE, STR_NONE);
}

/* Whether the entry, which is public, leads there. */
static bool leads_to(const struct edit *x, struct str place)
{
    bool leads = false;

    for (size_t i = 0; i < x->current.n && !leads; i++) {
        if (x->current.v[i].type != HSDS_SERVICE_AT_LOCATION)
            continue;
        json_t *at = hsds_doc_load(x->current.v[i].doc);
        leads = str_eq(doc_text(x->arena, at, "location_id"), place);
        json_decref(at);
    }
    return leads;
}

/* A place that was sealed with another entry is given anew by one that is public. */
static enum err place_give(struct edit *x, const struct directory_doc *given,
                           struct store_object *row)
{
    TRY(doc_canonical(x, given, row, &row->doc));
    row->state = STORE_LIVE;
    row->modified = x->by->now;
    TRY(store_object_set(x->by->db, row));
    return editing_note(x->by, row->public_id, DIRECTORY_CHANGE_SHOWN, STR_NONE, STR_NONE);
}

static enum err doc_correct(struct edit *x, const struct directory_doc *given)
{
    struct store_object row;
    struct str want, patch;

    enum err e = store_object(x->by->db, x->arena, given->id, &row);
    if (e == ERR_NOT_FOUND)
        return doc_add(x, given);
    TRY(e);
    if (row.state == STORE_SEALED && row.type == HSDS_LOCATION && given->type == row.type &&
        given->doc.n != 0 && leads_to(x, given->id))
        return place_give(x, given, &row);
    if (!docs_find(&x->current, given->id))
        return ERR_CONFLICT;
    if (row.type != given->type)
        return ERR_INVALID;
    if (given->doc.n == 0)
        return doc_hide(x, &row);
    TRY(doc_canonical(x, given, &row, &want));
    TRY(directory_patch_make(x->arena, row.doc, want, &patch));
    if (str_eq(patch, row.patch))
        return ERR_OK;
    TRY(editing_note(x->by, row.public_id, DIRECTORY_CHANGE_CORRECTED, row.patch, patch));
    row.patch = patch;
    row.modified = x->by->now;
    return store_object_set(x->by->db, &row);
}

/* Rows by id only, for the index. */
static struct directory_rows rows_of(struct arena *a, const struct directory_docs *docs)
{
    struct directory_rows rows = {.arena = a};

    for (size_t i = 0; i < docs->n; i++)
        directory_rows_add(&rows, &(struct store_object){.public_id = docs->v[i].id});
    return rows;
}

enum err directory_correct(const struct directory_editing *by, struct str public_id,
                           const struct directory_docs *docs)
{
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
    struct store_object entry;
    struct directory_index_change *change;
    struct edit x = {.by = by, .arena = a, .docs = docs, .entry = &entry, .rows = {.arena = a}};

    DB_TX struct db_tx tx = {0};
    TRY(db_tx_begin(&tx, by->db));
    TRY(editing_entry(by, a, public_id, STORE_LIVE, &entry));
    TRY(directory_docs_load(by->db, a, public_id, &x.current));
    struct directory_rows rows = rows_of(a, docs);
    directory_rows_add(&rows, &entry);
    TRY(editing_begin(by, a, &rows, &change));
    for (size_t i = 0; i < docs->n; i++)
        TRY(doc_correct(&x, &docs->v[i]));
    TRY(directory_index_after(change));
    return db_tx_commit(&tx);
}

enum err directory_add(const struct directory_editing *by, const struct directory_docs *docs)
{
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
    struct directory_index_change *change;
    struct edit x = {.by = by, .arena = a, .docs = docs, .rows = {.arena = a}};

    if (docs->n == 0 || by->byline.n > DIRECTORY_BYLINE_MAX || !str_is_utf8(by->byline))
        return ERR_INVALID;
    if (docs->v[0].type != HSDS_SERVICE && docs->v[0].type != HSDS_ORGANIZATION)
        return ERR_INVALID;
    DB_TX struct db_tx tx = {0};
    TRY(db_tx_begin(&tx, by->db));
    struct directory_rows rows = rows_of(a, docs);
    TRY(editing_begin(by, a, &rows, &change));
    for (size_t i = 0; i < docs->n; i++)
        TRY(doc_add(&x, &docs->v[i]));
    TRY(directory_index_after(change));
    return db_tx_commit(&tx);
}

/* ---- words about an entry -------------------------------------------------------------------- */

/* Writes one changed row of an entry, with its line of history. */
static enum err entry_set(const struct directory_editing *by, struct arena *a,
                          struct store_object *row, enum directory_change_kind what,
                          struct str before, struct str after)
{
    struct directory_rows rows = {.arena = a};
    struct directory_index_change *change;

    directory_rows_add(&rows, row);
    TRY(editing_begin(by, a, &rows, &change));
    row->modified = by->now;
    TRY(store_object_set(by->db, row));
    TRY(editing_note(by, row->public_id, what, before, after));
    return directory_index_after(change);
}

enum err directory_check(const struct directory_editing *by, struct str public_id)
{
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
    struct store_object row;

    DB_TX struct db_tx tx = {0};
    TRY(db_tx_begin(&tx, by->db));
    TRY(editing_entry(by, a, public_id, STORE_LIVE, &row));
    row.checked_by = by->byline;
    row.checked_at = by->now;
    row.doubted = 0;
    TRY(entry_set(by, a, &row, DIRECTORY_CHANGE_CHECKED, STR_NONE, STR_NONE));
    return db_tx_commit(&tx);
}

enum err directory_tag(const struct directory_editing *by, struct str public_id, unsigned tags)
{
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
    const unsigned ours = DIRECTORY_TAG_AFFIRMING | DIRECTORY_TAG_NO_PAPERS | DIRECTORY_TAG_CRISIS;
    struct store_object row;

    DB_TX struct db_tx tx = {0};
    TRY(db_tx_begin(&tx, by->db));
    TRY(editing_entry(by, a, public_id, STORE_LIVE, &row));
    struct str before = str_fmt(a, "%u", row.tags);
    unsigned want = (row.tags & ~ours) | (tags & ours);
    if (want == row.tags)
        return db_tx_commit(&tx);
    row.tags = want;
    TRY(entry_set(by, a, &row, DIRECTORY_CHANGE_TAGGED, before, str_fmt(a, "%u", row.tags)));
    return db_tx_commit(&tx);
}

enum err directory_doubt(struct db *db, struct str public_id, int32_t day)
{
    int64_t changed;

    if (!directory_is_uuid(public_id))
        return ERR_NOT_FOUND;
    TRY(store_doubt(db, public_id, day, &changed));
    return changed == 1 ? ERR_OK : ERR_NOT_FOUND;
}
