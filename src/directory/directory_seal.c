/* Out of the tables into one record, and back. A record is JSON:
 *   {"v":1,"kind":"entry"|"addresses","entry":UUID,"objects":[…]}
 * An object of an entry has everything of its row; one of the addresses only what was taken of its
 * document and patch. */
#include <jansson.h>

#include "directory/directory_compose.h"
#include "directory/directory_editing.h"
#include "directory/directory_patch.h"

/* ---- records --------------------------------------------------------------------------------- */

static json_t *text_json(struct str s)
{
    return json_stringn(s.p ? s.p : "", s.n);
}

/* A document inside a record; nothing when there is none. */
static enum err put_doc(json_t *object, const char *key, struct str doc)
{
    if (doc.n == 0)
        return ERR_OK;
    json_t *j = hsds_doc_load(doc);
    return j && json_object_set_new(object, key, j) == 0 ? ERR_OK : ERR_DB;
}

static enum err row_json(const struct store_object *o, json_t *list)
{
    json_t *j = json_object();

    json_array_append_new(list, j);
    json_object_set_new(j, "id", text_json(o->public_id));
    json_object_set_new(j, "type", json_integer(o->type));
    json_object_set_new(j, "source", json_integer(o->source));
    json_object_set_new(j, "state", json_integer(o->state));
    json_object_set_new(j, "parent", text_json(o->parent));
    json_object_set_new(j, "place", text_json(o->place));
    json_object_set_new(j, "digest", json_integer(o->digest));
    json_object_set_new(j, "tags", json_integer((json_int_t)o->tags));
    json_object_set_new(j, "checked_by", text_json(o->checked_by));
    json_object_set_new(j, "checked_at", json_integer(o->checked_at));
    json_object_set_new(j, "doubted", json_integer(o->doubted));
    TRY(put_doc(j, "doc", o->doc));
    return put_doc(j, "patch", o->patch);
}

static json_t *record_new(const char *kind, struct str entry, json_t **list)
{
    json_t *record = json_object();

    *list = json_array();
    json_object_set_new(record, "v", json_integer(1));
    json_object_set_new(record, "kind", json_string(kind));
    json_object_set_new(record, "entry", text_json(entry));
    json_object_set_new(record, "objects", *list);
    return record;
}

/* Writes a record and lets go of it; `e`: how far it came. */
static enum err record_end(struct arena *a, json_t *record, enum err e, struct str *out)
{
    if (e == ERR_OK)
        e = directory_json_text(a, record, out);
    json_decref(record);
    if (e == ERR_OK && out->n > DIRECTORY_RECORD_MAX)
        return ERR_TOO_LARGE;
    return e;
}

static json_t *record_open(struct arena *a, struct str text, const char *kind)
{
    json_t *record = hsds_doc_load(text);
    bool ours = record && json_integer_value(json_object_get(record, "v")) == 1 &&
                str_eq_c(doc_text(a, record, "kind"), kind);
    if (ours)
        return record;
    json_decref(record);
    return NULL;
}

/* Text of a document inside a record. */
static enum err doc_of(struct arena *a, const json_t *object, const char *key, struct str *out)
{
    const json_t *doc = json_object_get(object, key);
    *out = STR_NONE;
    return doc ? directory_json_text(a, doc, out) : ERR_OK;
}

static int64_t number_of(const json_t *object, const char *key)
{
    return json_integer_value(json_object_get(object, key));
}

static enum err row_read(struct arena *a, const json_t *j, struct store_object *out)
{
    *out = (struct store_object){
        .public_id = doc_text(a, j, "id"),
        .type = (int)number_of(j, "type"),
        .source = number_of(j, "source"),
        .state = number_of(j, "state") == STORE_HIDDEN ? STORE_HIDDEN : STORE_LIVE,
        .parent = doc_text(a, j, "parent"),
        .place = doc_text(a, j, "place"),
        .digest = number_of(j, "digest"),
        .tags = (unsigned)number_of(j, "tags"),
        .checked_by = doc_text(a, j, "checked_by"),
        .checked_at = number_of(j, "checked_at"),
        .doubted = number_of(j, "doubted"),
    };
    TRY(doc_of(a, j, "doc", &out->doc));
    TRY(doc_of(a, j, "patch", &out->patch));
    return directory_is_uuid(out->public_id) && out->doc.n != 0 ? ERR_OK : ERR_INVALID;
}

/* The rows of a record of an entry, its own first. */
static enum err rows_read(struct arena *a, struct str text, struct directory_rows *out)
{
    json_t *record = record_open(a, text, "entry");
    const json_t *list = json_object_get(record, "objects");
    enum err e = record && json_array_size(list) != 0 ? ERR_OK : ERR_INVALID;

    *out = (struct directory_rows){.arena = a};
    for (size_t i = 0; e == ERR_OK && i < json_array_size(list); i++) {
        struct store_object row;
        e = row_read(a, json_array_get(list, i), &row);
        if (e == ERR_OK)
            directory_rows_add(out, &row);
    }
    json_decref(record);
    return e;
}

/* ---- whole entries --------------------------------------------------------------------------- */

static enum err rows_blank(const struct directory_editing *by, const struct directory_rows *rows)
{
    for (size_t i = 0; i < rows->n; i++) {
        struct store_object row = rows->v[i];
        directory_row_blank(&row);
        row.modified = 0; /* nothing of it, not even when */
        TRY(store_object_set(by->db, &row));
        TRY(store_changes_remove(by->db, row.public_id));
    }
    return ERR_OK;
}

enum err directory_seal_out(const struct directory_editing *by, struct arena *a,
                            struct str public_id, struct str *record)
{
    struct store_object entry;
    struct directory_rows rows;
    struct directory_index_change *change;
    json_t *list;

    DB_TX struct db_tx tx = {0};
    TRY(db_tx_begin(&tx, by->db));
    TRY(editing_entry(by, a, public_id, STORE_LIVE, &entry));
    TRY(directory_closure(by->db, a, &entry, &rows));
    json_t *j = record_new("entry", public_id, &list);
    enum err e = ERR_OK;
    for (size_t i = 0; e == ERR_OK && i < rows.n; i++)
        e = row_json(&rows.v[i], list);
    TRY(record_end(a, j, e, record));
    TRY(editing_begin(by, a, &rows, &change));
    TRY(rows_blank(by, &rows));
    TRY(directory_index_after(change));
    return db_tx_commit(&tx);
}

static enum err rows_restore(const struct directory_editing *by, struct arena *a,
                             struct directory_rows *rows)
{
    for (size_t i = 0; i < rows->n; i++) {
        struct store_object *row = &rows->v[i], there;
        enum err e = store_object(by->db, a, row->public_id, &there);
        if (e == ERR_OK && row->type == HSDS_LOCATION && there.state == STORE_LIVE)
            continue; /* came back with another entry that is there too */
        if (e == ERR_NOT_FOUND || (e == ERR_OK && there.state != STORE_SEALED))
            return ERR_CONFLICT;
        TRY(e);
        row->modified = by->now;
        TRY(store_object_set(by->db, row));
    }
    return ERR_OK;
}

/* A service alone would point nowhere, or say which id a sealed organization has. */
static enum err owner_is_there(const struct directory_editing *by, struct arena *a,
                               const struct store_object *row)
{
    struct store_object owner;

    if (row->type != HSDS_SERVICE || row->parent.n == 0)
        return ERR_OK;
    enum err e = store_object(by->db, a, row->parent, &owner);
    if (e == ERR_NOT_FOUND || (e == ERR_OK && owner.state != STORE_LIVE))
        return ERR_CONFLICT;
    return e;
}

enum err directory_unseal(const struct directory_editing *by, struct str record)
{
    ARENA_LOCAL struct arena *a = arena_create(ARENA_WIPED, 0);
    struct directory_rows rows;
    struct directory_index_change *change;

    TRY(rows_read(a, record, &rows));
    DB_TX struct db_tx tx = {0};
    TRY(db_tx_begin(&tx, by->db));
    TRY(owner_is_there(by, a, &rows.v[0]));
    TRY(editing_begin(by, a, &rows, &change));
    TRY(rows_restore(by, a, &rows));
    TRY(editing_note(by, rows.v[0].public_id, DIRECTORY_CHANGE_SHOWN, STR_NONE, STR_NONE));
    TRY(directory_index_after(change));
    return db_tx_commit(&tx);
}

/* ---- addresses ------------------------------------------------------------------------------- */

static enum err place_seal(const struct directory_editing *by, struct arena *a,
                           struct store_object *row, json_t *list)
{
    struct str doc, patch;
    json_t *j = json_object();

    json_array_append_new(list, j);
    json_object_set_new(j, "id", text_json(row->public_id));
    TRY(directory_place_take(a, &row->doc, &doc));
    TRY(directory_place_take(a, &row->patch, &patch));
    TRY(put_doc(j, "doc", doc));
    TRY(put_doc(j, "patch", patch));
    row->tags |= DIRECTORY_TAG_ADDRESS_SEALED;
    row->digest = (int64_t)hsds_digest(row->doc); /* of the whole, it would prove a guess right */
    row->modified = by->now;
    TRY(store_changes_remove(by->db, row->public_id)); /* it repeats what was changed */
    return store_object_set(by->db, row);
}

static enum err place_add(struct db *db, struct str id, struct directory_rows *out)
{
    struct store_object row;

    if (id.n == 0 || directory_rows_find(out, id))
        return ERR_OK;
    enum err e = store_object(db, out->arena, id, &row);
    if (e == ERR_NOT_FOUND)
        return ERR_OK;
    TRY(e);
    if (row.type == HSDS_LOCATION && row.state != STORE_SEALED)
        directory_rows_add(out, &row);
    return ERR_OK;
}

/* Where a service is given. */
static enum err places_of_service(struct db *db, struct str service, struct directory_rows *out)
{
    struct db_rows rows;

    TRY(store_children(db, out->arena, service, HSDS_SERVICE_AT_LOCATION, &rows));
    for (size_t i = 0; i < rows.n; i++) {
        struct store_object at;
        store_object_fill(&rows.v[i * rows.columns], &at);
        TRY(place_add(db, at.place, out));
    }
    return ERR_OK;
}

static enum err places_of_organization(struct db *db, struct str id, struct directory_rows *out)
{
    struct db_rows rows;

    TRY(store_children(db, out->arena, id, HSDS_LOCATION, &rows));
    for (size_t i = 0; i < rows.n; i++)
        TRY(place_add(db, rows.v[i * rows.columns].s, out));
    TRY(store_children(db, out->arena, id, HSDS_SERVICE, &rows));
    for (size_t i = 0; i < rows.n; i++)
        TRY(places_of_service(db, rows.v[i * rows.columns].s, out));
    return ERR_OK;
}

/* The rows of all locations of an entry (a page shows only the first of very many), and of an
 * organization's services, which would give it away. */
static enum err places_of(const struct directory_editing *by, struct arena *a,
                          const struct store_object *entry, struct directory_rows *out)
{
    struct directory_docs docs;

    *out = (struct directory_rows){.arena = a};
    if (entry->type == HSDS_ORGANIZATION)
        TRY(places_of_organization(by->db, entry->public_id, out));
    else
        TRY(places_of_service(by->db, entry->public_id, out));
    TRY(directory_docs_load(by->db, a, entry->public_id, &docs));
    for (size_t i = 0; i < docs.n; i++)
        TRY(place_add(by->db, docs.v[i].id, out));
    return ERR_OK;
}

static enum err tag_set(const struct directory_editing *by, struct store_object *row, unsigned tags)
{
    struct arena *a = arena_create(ARENA_PLAIN, 1024);
    struct str before = str_fmt(a, "%u", row->tags), after = str_fmt(a, "%u", tags);
    enum err e = editing_note(by, row->public_id, DIRECTORY_CHANGE_TAGGED, before, after);

    arena_destroy(a);
    TRY(e);
    row->tags = tags;
    row->modified = by->now;
    return store_object_set(by->db, row);
}

enum err directory_addresses_seal(const struct directory_editing *by, struct arena *a,
                                  struct str public_id, struct str *record)
{
    struct store_object entry;
    struct directory_rows places;
    struct directory_index_change *change;
    json_t *list;

    DB_TX struct db_tx tx = {0};
    TRY(db_tx_begin(&tx, by->db));
    TRY(editing_entry(by, a, public_id, STORE_LIVE, &entry));
    TRY(places_of(by, a, &entry, &places));
    struct directory_rows all = {.arena = a};
    directory_rows_add(&all, &entry);
    for (size_t i = 0; i < places.n; i++)
        directory_rows_add(&all, &places.v[i]);
    TRY(editing_begin(by, a, &all, &change));
    json_t *j = record_new("addresses", public_id, &list);
    enum err e = ERR_OK;
    for (size_t i = 0; e == ERR_OK && i < places.n; i++)
        e = place_seal(by, a, &places.v[i], list);
    TRY(record_end(a, j, e, record));
    TRY(tag_set(by, &entry, entry.tags | DIRECTORY_TAG_ADDRESS_SEALED));
    TRY(directory_index_after(change));
    return db_tx_commit(&tx);
}

/* What was taken, put back into a text. `type` HSDS_NONE: a patch. */
static enum err put_back(struct arena *a, enum hsds_type type, struct str *text, struct str taken)
{
    if (taken.n == 0)
        return ERR_OK;
    if (text->n == 0) {
        *text = taken;
        return ERR_OK;
    }
    json_t *into = hsds_doc_load(*text), *what = hsds_doc_load(taken);
    json_t *both = into && what ? json_copy(into) : NULL;
    enum err e = both && json_object_update(both, what) == 0 ? ERR_OK : ERR_DB;
    if (e == ERR_OK)
        e = type == HSDS_NONE ? directory_json_text(a, both, text)
                              : hsds_doc_write(a, type, both, text);
    json_decref(into);
    json_decref(what);
    json_decref(both);
    return e;
}

static enum err place_unseal(const struct directory_editing *by, struct arena *a, const json_t *j)
{
    struct store_object row;
    struct str doc, patch;

    enum err e = store_object(by->db, a, doc_text(a, j, "id"), &row);
    if (e == ERR_NOT_FOUND || (e == ERR_OK && row.state == STORE_SEALED))
        return ERR_OK; /* its source took it away, or it went into another record */
    TRY(e);
    TRY(doc_of(a, j, "doc", &doc));
    TRY(doc_of(a, j, "patch", &patch));
    TRY(put_back(a, HSDS_LOCATION, &row.doc, doc));
    TRY(put_back(a, HSDS_NONE, &row.patch, patch));
    row.tags &= ~(unsigned)DIRECTORY_TAG_ADDRESS_SEALED;
    row.digest = 0; /* the next import brings what the source says by then */
    row.modified = by->now;
    return store_object_set(by->db, &row);
}

static enum err addresses_restore(const struct directory_editing *by, struct arena *a,
                                  const json_t *list, struct store_object *entry)
{
    struct directory_rows rows = {.arena = a};
    struct directory_index_change *change;

    directory_rows_add(&rows, entry);
    for (size_t i = 0; i < json_array_size(list); i++)
        directory_rows_add(
            &rows, &(struct store_object){.public_id = doc_text(a, json_array_get(list, i), "id")});
    TRY(editing_begin(by, a, &rows, &change));
    for (size_t i = 0; i < json_array_size(list); i++)
        TRY(place_unseal(by, a, json_array_get(list, i)));
    TRY(tag_set(by, entry, entry->tags & ~(unsigned)DIRECTORY_TAG_ADDRESS_SEALED));
    return directory_index_after(change);
}

enum err directory_addresses_unseal(const struct directory_editing *by, struct str public_id,
                                    struct str record)
{
    ARENA_LOCAL struct arena *a = arena_create(ARENA_WIPED, 0);
    struct store_object entry;

    DB_TX struct db_tx tx = {0};
    TRY(db_tx_begin(&tx, by->db));
    TRY(editing_entry(by, a, public_id, STORE_LIVE, &entry));
    json_t *j = record_open(a, record, "addresses");
    enum err e = j && str_eq(doc_text(a, j, "entry"), public_id) ? ERR_OK : ERR_INVALID;
    if (e == ERR_OK)
        e = addresses_restore(by, a, json_object_get(j, "objects"), &entry);
    json_decref(j);
    TRY(e);
    return db_tx_commit(&tx);
}

/* ---- showing what is sealed ------------------------------------------------------------------ */

static enum err object_of(struct arena *a, const struct store_object *row,
                          struct directory_object *out)
{
    *out = (struct directory_object){
        .public_id = row->public_id,
        .type = row->type,
        .source = row->source,
        .parent = row->parent,
        .place = row->place,
        .corrected = row->patch.n != 0,
        .tags = row->tags,
        .checked_by = row->checked_by,
        .checked_at = row->checked_at,
        .doubted = row->doubted,
    };
    return directory_effective(a, row->doc, row->patch, &out->doc);
}

/* An object of the record, or of the tables; NULL when it is in neither. */
static enum err object_find(struct db *db, struct arena *a, const struct directory_rows *rows,
                            struct str id, const struct directory_object **out)
{
    struct directory_object *o = ARENA_NEW(a, struct directory_object);
    const struct store_object *row = directory_rows_find(rows, id);

    *out = o;
    if (row)
        return object_of(a, row, o);
    enum err e = id.n != 0 ? directory_object_get(db, a, id, o) : ERR_NOT_FOUND;
    if (e != ERR_NOT_FOUND)
        return e;
    *out = NULL;
    return ERR_OK;
}

static enum err sealed_service(struct db *db, struct arena *a, const struct directory_rows *rows,
                               struct directory_parts *p)
{
    struct directory_object *at = ARENA_ARRAY(a, struct directory_object, rows->n);
    struct directory_object *places = ARENA_ARRAY(a, struct directory_object, rows->n);

    p->at.v = at;
    p->places.v = places;
    TRY(object_find(db, a, rows, p->self->parent, &p->organization));
    for (size_t i = 0; i < rows->n; i++) {
        const struct store_object *row = &rows->v[i];
        const struct directory_object *place;
        if (row->type != HSDS_SERVICE_AT_LOCATION || row->state != STORE_LIVE ||
            !str_eq(row->parent, p->self->public_id))
            continue;
        TRY(object_of(a, row, &at[p->at.n++]));
        TRY(object_find(db, a, rows, row->place, &place));
        if (place)
            places[p->places.n++] = *place;
    }
    return ERR_OK;
}

static enum err sealed_organization(struct arena *a, const struct directory_rows *rows,
                                    struct directory_parts *p)
{
    struct directory_object *places = ARENA_ARRAY(a, struct directory_object, rows->n);

    p->places.v = places;
    for (size_t i = 0; i < rows->n; i++) {
        if (rows->v[i].type == HSDS_LOCATION && rows->v[i].state == STORE_LIVE)
            TRY(object_of(a, &rows->v[i], &places[p->places.n++]));
    }
    return ERR_OK;
}

/* The names of an organization's services that are in the record with it. */
static enum err sealed_services(struct arena *a, const struct directory_rows *rows,
                                struct directory_entry *e)
{
    struct directory_link *v = ARENA_ARRAY(a, struct directory_link, rows->n);

    e->services = v;
    for (size_t i = 0; i < rows->n; i++) {
        struct str text;
        if (rows->v[i].type != HSDS_SERVICE || rows->v[i].state != STORE_LIVE)
            continue;
        TRY(directory_effective(a, rows->v[i].doc, rows->v[i].patch, &text));
        json_t *doc = hsds_doc_load(text);
        v[e->nservices++] =
            (struct directory_link){.id = rows->v[i].public_id, .title = doc_text(a, doc, "name")};
        json_decref(doc);
    }
    return ERR_OK;
}

enum err directory_sealed_entry(struct db *db, struct arena *a, struct str record,
                                struct directory_entry *out)
{
    return directory_sealed_one(db, a, record, STR_NONE, out);
}

enum err directory_sealed_one(struct db *db, struct arena *a, struct str record, struct str id,
                              struct directory_entry *out)
{
    struct directory_rows rows;
    struct directory_object self;
    struct directory_parts parts = {.self = &self};
    struct db_rows source;

    TRY(rows_read(a, record, &rows));
    const struct store_object *row = id.n == 0 ? &rows.v[0] : directory_rows_find(&rows, id);
    if (!row || (row->type != HSDS_SERVICE && row->type != HSDS_ORGANIZATION))
        return ERR_NOT_FOUND;
    TRY(object_of(a, row, &self));
    if (self.type == HSDS_SERVICE)
        TRY(sealed_service(db, a, &rows, &parts));
    else
        TRY(sealed_organization(a, &rows, &parts));
    TRY(directory_compose(a, &parts, out));
    if (self.type == HSDS_ORGANIZATION)
        TRY(sealed_services(a, &rows, out));
    TRY(store_source_of(db, a, self.source, &source));
    out->source = db_cell_str(&source, 0, 0);
    out->imported = db_cell_int(&source, 0, 1);
    return ERR_OK;
}

static enum err place_open(struct arena *a, const json_t *j, struct directory_place *place)
{
    struct str doc, patch, text;

    TRY(doc_of(a, j, "doc", &doc));
    TRY(doc_of(a, j, "patch", &patch));
    TRY(directory_effective(a, doc.n != 0 ? doc : STR("{}"), patch, &text));
    json_t *d = hsds_doc_load(text);
    doc_addresses(a, d, &place->addresses, &place->naddresses);
    place->latitude = doc_text(a, d, "latitude");
    place->longitude = doc_text(a, d, "longitude");
    place->transportation = doc_text(a, d, "transportation");
    json_decref(d);
    return ERR_OK;
}

enum err directory_sealed_addresses(struct arena *a, struct str record,
                                    struct directory_entry *entry)
{
    struct directory_place *v = ARENA_ARRAY(a, struct directory_place, entry->nplaces);
    json_t *j = record_open(a, record, "addresses");
    const json_t *list = json_object_get(j, "objects");
    enum err e = j && str_eq(doc_text(a, j, "entry"), entry->card.id) ? ERR_OK : ERR_INVALID;

    for (size_t i = 0; i < entry->nplaces; i++)
        v[i] = entry->places[i];
    for (size_t i = 0; e == ERR_OK && i < json_array_size(list); i++) {
        const json_t *item = json_array_get(list, i);
        struct str id = doc_text(a, item, "id");
        for (size_t k = 0; e == ERR_OK && k < entry->nplaces; k++) {
            if (str_eq(v[k].id, id))
                e = place_open(a, item, &v[k]);
        }
    }
    json_decref(j);
    if (e == ERR_OK)
        entry->places = v;
    return e;
}
