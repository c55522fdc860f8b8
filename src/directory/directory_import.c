/* An import: what was read, against what there is. */
#include <jansson.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "directory/directory_index.h"
#include "directory/directory_object.h"
#include "directory/directory_patch.h"
#include "directory/directory_store.h"
#include "directory/directory_take.h"
#include "directory/directory_towns.h"

/* What there is under an id. */
struct known {
    struct str id;
    int64_t digest, source;
    enum store_state state;
    enum hsds_type type;
    unsigned tags;
    bool patched, seen;
};

struct writing {
    struct db *db;
    struct arena *arena;
    const struct directory_import *how;
    const struct hsds_set *set;
    struct directory_imported *out;
    int64_t source;
    struct map ids; /* → number in v */
    struct known *v;
    size_t n, cap;
    struct map users;  /* location → 1 + number in the set of a service_at_location */
    uint32_t *next;    /* by number in the set: the next one at the same location */
    bool secrets;      /* some address is sealed */
    bool seals;        /* something is sealed whole */
    struct map owners; /* service → 1 + number in the set; empty without secrets */
    bool *expected;    /* by number in the set: that it will be written was foreseen */
    bool surprised;    /* another one was */
    struct arena *scratch;
};

void import_tell(const struct directory_import *how, struct hsds_event event)
{
    if (how->event)
        how->event(how->ctx, &event);
}

const char *import_say(const struct directory_import *how, const char *msgid)
{
    return how->say ? how->say(how->ctx, msgid) : msgid;
}

/* Fields and sources' names may be long: what is more than this is cut. */
#define WHY_MAX 2048

__attribute__((format(printf, 3, 4))) static void
note(const struct writing *w, const struct hsds_object *o, const char *fmt, ...)
{
    char why[WHY_MAX];
    va_list args;

    va_start(args, fmt);
    int n = vsnprintf(why, sizeof(why), import_say(w->how, fmt), args);
    va_end(args);
    if (n >= (int)sizeof(why))
        why[str_utf8_prefix(str_from(why, sizeof(why) - 1), sizeof(why) - 1).n] = '\0';
    import_tell(w->how, (struct hsds_event){.kind = HSDS_NOTED,
                                            .file = o->line ? w->set->files[o->file]
                                                            : str_to_c(w->scratch, o->id),
                                            .line = o->line,
                                            .why = n < 0 ? "" : why});
}

static bool is_entry(enum hsds_type type)
{
    return type == HSDS_ORGANIZATION || type == HSDS_SERVICE;
}

/* ---- what there is --------------------------------------------------------------------------- */

static enum err on_known(void *ctx, const struct db_value *cells, size_t n)
{
    struct writing *w = ctx;
    bool fresh;
    (void)n;

    if (w->n == w->cap) {
        size_t cap = w->cap ? w->cap * 2 : 1024;
        struct known *v = ARENA_ARRAY(w->arena, struct known, cap);
        if (w->n != 0)
            memcpy(v, w->v, w->n * sizeof(*v));
        w->v = v;
        w->cap = cap;
    }
    struct known *k = &w->v[w->n];
    *k = (struct known){.id = str_copy(w->arena, cells[0].s),
                        .source = cells[1].i,
                        .state = (enum store_state)cells[2].i,
                        .digest = cells[3].i,
                        .tags = (unsigned)cells[4].i,
                        .patched = cells[5].i != 0,
                        .type = (enum hsds_type)cells[6].i};
    *map_put(&w->ids, k->id, &fresh) = (uint32_t)w->n++;
    w->secrets = w->secrets || (k->tags & DIRECTORY_TAG_ADDRESS_SEALED) != 0;
    w->seals = w->seals || k->state == STORE_SEALED;
    return ERR_OK;
}

static struct known *known_find(const struct writing *w, struct str id)
{
    const uint32_t *number = id.n != 0 ? map_get(&w->ids, id) : NULL;
    return number ? &w->v[*number] : NULL;
}

/* A few objects are looked up one by one, for many the whole table is read once. */
#define FEW 500

static enum err known_load(struct writing *w)
{
    map_init(&w->ids, w->arena);
    if (w->how->mode == DIRECTORY_REPLACE || w->set->n > FEW)
        return store_each_known(w->db, on_known, w);
    for (size_t i = 0; i < w->set->n; i++) {
        const struct hsds_object *o = &w->set->v[i];
        const struct str ids[] = {o->id, o->parent, o->place};
        for (size_t k = 0; k < 3; k++) {
            if (ids[k].n != 0 && !known_find(w, ids[k]))
                TRY(store_known(w->db, ids[k], on_known, w));
        }
    }
    return ERR_OK;
}

/* Which service_at_locations of the set lead to a location. */
static void users_load(struct writing *w)
{
    const struct hsds_set *set = w->set;
    bool fresh;

    map_init(&w->users, w->arena);
    w->next = ARENA_ARRAY(w->arena, uint32_t, set->n + 1);
    for (size_t i = 0; i < set->n; i++) {
        if (set->v[i].type != HSDS_SERVICE_AT_LOCATION || set->v[i].place.n == 0)
            continue;
        uint32_t *first = map_put(&w->users, set->v[i].place, &fresh);
        w->next[i] = *first;
        *first = (uint32_t)i + 1;
    }
    map_init(&w->owners, w->arena);
    for (size_t i = 0; w->secrets && i < set->n; i++) {
        if (set->v[i].type == HSDS_SERVICE)
            *map_put(&w->owners, set->v[i].id, &fresh) = (uint32_t)i + 1;
    }
}

/* ---- what is new under something sealed or hidden -------------------------------------------- */

/* Its source took it away while its address was sealed: the row is blank and keeps that tag alone,
 * so that it does not come back with its address. */
static bool is_remembered(const struct known *k)
{
    return k->state == STORE_SEALED && (k->tags & DIRECTORY_TAG_ADDRESS_SEALED) != 0;
}

static enum store_state state_of(const struct writing *w, struct str id)
{
    const struct known *k = known_find(w, id);
    return k && !is_remembered(k) ? k->state : STORE_LIVE;
}

static unsigned tags_of(const struct writing *w, struct str id)
{
    const struct known *k = known_find(w, id);
    return k ? k->tags : 0;
}

/* A new location is as public as the most public service there. */
static enum store_state place_state(const struct writing *w, const struct hsds_object *o)
{
    const uint32_t *first = map_get(&w->users, o->id);
    enum store_state parent = state_of(w, o->parent);
    bool sealed = parent == STORE_SEALED, hidden = parent == STORE_HIDDEN;

    for (uint32_t at = first ? *first : 0; at != 0; at = w->next[at - 1]) {
        enum store_state user = state_of(w, w->set->v[at - 1].parent);
        if (user == STORE_LIVE)
            return STORE_LIVE;
        sealed = sealed || user == STORE_SEALED;
        hidden = hidden || user == STORE_HIDDEN;
    }
    return sealed ? STORE_SEALED : hidden ? STORE_HIDDEN : STORE_LIVE;
}

/* With what an object is hidden that comes hidden. */
static struct str hidden_with(const struct writing *w, const struct hsds_object *o)
{
    const uint32_t *first = o->type == HSDS_LOCATION ? map_get(&w->users, o->id) : NULL;

    for (uint32_t at = first ? *first : 0; at != 0; at = w->next[at - 1]) {
        if (state_of(w, w->set->v[at - 1].parent) == STORE_HIDDEN)
            return w->set->v[at - 1].parent;
    }
    return o->parent;
}

/* It comes back together with that: directory_unhide goes by the second. */
static enum err hidden_since(struct writing *w, const struct hsds_object *o, int64_t *at)
{
    struct store_object owner;

    TRY(store_object(w->db, w->scratch, hidden_with(w, o), &owner));
    *at = owner.modified;
    return ERR_OK;
}

/* Of a service and its organization: where an organization's address is sealed, no place of its
 * services gives it away. */
static unsigned tags_above(const struct writing *w, struct str service)
{
    const uint32_t *number = map_get(&w->owners, service);
    return tags_of(w, service) | (number ? tags_of(w, w->set->v[*number - 1].parent) : 0);
}

static bool place_is_secret(const struct writing *w, const struct hsds_object *o)
{
    if (o->type != HSDS_LOCATION || !w->secrets)
        return false;
    const uint32_t *first = map_get(&w->users, o->id);
    unsigned tags = tags_of(w, o->id) | tags_of(w, o->parent);

    for (uint32_t at = first ? *first : 0; at != 0; at = w->next[at - 1])
        tags |= tags_above(w, w->set->v[at - 1].parent);
    return (tags & DIRECTORY_TAG_ADDRESS_SEALED) != 0;
}

static enum store_state new_state(const struct writing *w, const struct hsds_object *o)
{
    switch (o->type) {
    case HSDS_LOCATION:
        return place_state(w, o);
    case HSDS_SERVICE:
    case HSDS_SERVICE_AT_LOCATION:
    case HSDS_PROGRAM:
        return state_of(w, o->parent);
    case HSDS_NONE:
    case HSDS_ORGANIZATION:
    case HSDS_TAXONOMY:
    case HSDS_TAXONOMY_TERM:
    case HSDS_CONTACT:
    case HSDS_PHONE:
    case HSDS_ADDRESS:
    case HSDS_SCHEDULE:
    case HSDS_LANGUAGE:
    case HSDS_ACCESSIBILITY:
    case HSDS_COST_OPTION:
    case HSDS_FUNDING:
    case HSDS_REQUIRED_DOCUMENT:
    case HSDS_SERVICE_AREA:
    case HSDS_ORGANIZATION_IDENTIFIER:
    case HSDS_ATTRIBUTE:
    case HSDS_METADATA:
    case HSDS_TYPES_END:
        break;
    }
    return STORE_LIVE;
}

/* ---- writing --------------------------------------------------------------------------------- */

static void moved(struct writing *w, enum directory_moved what, const struct hsds_object *o,
                  const struct known *k)
{
    if (w->how->move)
        w->how->move(w->how->ctx, &(struct directory_move){
                                      .what = what,
                                      .type = o->type,
                                      .public_id = o->id,
                                      .doc = what == DIRECTORY_REMOVED ? STR_NONE : o->doc,
                                      .corrected = k && k->patched,
                                      .kept_out = k && k->state != STORE_LIVE,
                                  });
}

static struct store_object row_of(const struct writing *w, const struct hsds_object *o)
{
    return (struct store_object){
        .public_id = o->id,
        .type = (int)o->type,
        .source = w->source,
        .parent = o->parent,
        .place = o->place,
        .digest = (int64_t)o->digest,
        .modified = w->how->now,
        .state = STORE_LIVE,
        .doc = o->doc,
    };
}

static enum err strip(struct writing *w, const struct hsds_object *o, struct store_object *row)
{
    bool stripped;

    TRY(directory_place_strip(w->scratch, &row->doc, &stripped));
    row->digest = (int64_t)hsds_digest(row->doc); /* of the whole, it would prove a guess right */
    row->tags |= DIRECTORY_TAG_ADDRESS_SEALED;
    if (stripped)
        note(w, o, N_("its address is for members only here, and was left out"));
    return ERR_OK;
}

static enum err object_add(struct writing *w, const struct hsds_object *o)
{
    struct store_object row = row_of(w, o);
    bool fresh;

    row.state = new_state(w, o);
    if (row.state == STORE_SEALED) {
        directory_row_blank(&row);
        note(w, o, N_("it belongs to an entry that is sealed here, and was left out"));
    } else if (place_is_secret(w, o)) {
        TRY(strip(w, o, &row));
    }
    if (row.state == STORE_HIDDEN)
        TRY(hidden_since(w, o, &row.modified));
    TRY(store_object_add(w->db, &row));
    if (is_entry(o->type))
        w->out->added++;
    moved(w, DIRECTORY_ADDED, o, NULL);
    /* What belongs to it is judged by it. */
    if (row.state == STORE_LIVE && row.tags == 0)
        return ERR_OK;
    const struct db_value cells[] = {db_text(o->id),     db_int(w->source), db_int(row.state),
                                     db_int(row.digest), db_int(row.tags),  db_int(0),
                                     db_int(o->type)};
    TRY(on_known(w, cells, 7));
    *map_put(&w->ids, o->id, &fresh) = (uint32_t)w->n - 1;
    w->v[w->n - 1].seen = true;
    return ERR_OK;
}

/* The correction over the source's new document; tells where the source now says otherwise than
 * when it was made. */
static enum err patch_carry(struct writing *w, const struct hsds_object *o,
                            const struct store_object *before, struct store_object *row)
{
    struct str fields;

    TRY(directory_patch_carry(w->scratch, before->doc, row->doc, before->patch, &row->patch,
                              &fields));
    if (fields.n == 0)
        return ERR_OK;
    w->out->disputed++;
    note(w, o,
         N_("its source now says something else where it was corrected here (%.*s); the "
            "correction stays"),
         STR_ARG(fields));
    return ERR_OK;
}

static enum err object_change(struct writing *w, const struct hsds_object *o, struct known *k)
{
    struct store_object before, row = row_of(w, o);

    TRY(store_object(w->db, w->scratch, o->id, &before));
    bool moves = is_remembered(k) || !str_eq(before.parent, o->parent);
    row.state = moves && before.state != STORE_HIDDEN ? new_state(w, o) : before.state;
    if (row.state == STORE_SEALED) { /* it went over to an entry that is sealed here */
        directory_row_blank(&row);
        note(w, o, N_("it belongs to an entry that is sealed here, and was left out"));
        TRY(store_changes_remove(w->db, o->id));
        k->state = row.state;
        return store_object_set(w->db, &row);
    }
    k->state = row.state;
    if (before.state == STORE_HIDDEN)
        row.modified = before.modified;
    else if (row.state == STORE_HIDDEN)
        TRY(hidden_since(w, o, &row.modified));
    row.patch = before.patch;
    row.tags = before.tags;
    row.checked_by = before.checked_by;
    row.checked_at = before.checked_at;
    row.doubted = before.doubted;
    if (place_is_secret(w, o))
        TRY(strip(w, o, &row));
    if (k->patched)
        TRY(patch_carry(w, o, &before, &row));
    TRY(store_object_set(w->db, &row));
    if (is_entry(o->type))
        w->out->changed++;
    moved(w, DIRECTORY_CHANGED, o, k);
    return ERR_OK;
}

static enum err elsewhere(struct writing *w, const struct hsds_object *o, const struct known *k)
{
    struct db_rows rows;

    w->out->elsewhere++;
    TRY(store_source_of(w->db, w->scratch, k->source, &rows));
    struct str name = db_cell_str(&rows, 0, 0);
    note(w, o, N_("known already from \"%.*s\", and left to it"), STR_ARG(name));
    return ERR_OK;
}

/* Of what will be kept of its document. */
static enum err digest_find(const struct writing *w, const struct hsds_object *o, int64_t *out)
{
    struct str doc = o->doc;
    bool stripped;

    *out = (int64_t)o->digest;
    if (!place_is_secret(w, o))
        return ERR_OK;
    TRY(directory_place_strip(w->scratch, &doc, &stripped));
    *out = (int64_t)hsds_digest(doc);
    return ERR_OK;
}

enum fate { FATE_ADDED, FATE_ELSEWHERE, FATE_UNCHANGED, FATE_CHANGED };

static enum err fate_find(const struct writing *w, const struct hsds_object *o, struct known *k,
                          enum fate *out)
{
    int64_t digest;

    *out = k ? FATE_ELSEWHERE : FATE_ADDED;
    if (!k || k->source != w->source)
        return ERR_OK;
    k->seen = true;
    TRY(digest_find(w, o, &digest));
    bool same = !is_remembered(k) && (k->state == STORE_SEALED || k->digest == digest);
    *out = same ? FATE_UNCHANGED : FATE_CHANGED;
    return ERR_OK;
}

static enum err object_write(struct writing *w, size_t i)
{
    const struct hsds_object *o = &w->set->v[i];
    struct known *k = known_find(w, o->id);
    enum fate fate;

    arena_clear(w->scratch);
    TRY(fate_find(w, o, k, &fate));
    w->surprised =
        w->surprised || ((fate == FATE_ADDED || fate == FATE_CHANGED) && !w->expected[i]);
    switch (fate) {
    case FATE_ADDED:
        return object_add(w, o);
    case FATE_ELSEWHERE:
        return elsewhere(w, o, k);
    case FATE_UNCHANGED:
        w->out->unchanged += is_entry(o->type);
        return ERR_OK;
    case FATE_CHANGED:
        return object_change(w, o, k);
    }
    return ERR_OK;
}

static enum err gone_remember(struct writing *w, struct store_object *row)
{
    directory_row_blank(row);
    row->modified = 0;
    row->tags = DIRECTORY_TAG_ADDRESS_SEALED;
    return store_object_set(w->db, row);
}

/* What the source no longer has. A sealed row stays: it is what brings its record back. So does one
 * that was removed here, and what matters of one whose address is sealed: a source that forgets for
 * a day must not undo what was decided. */
static bool is_gone(const struct writing *w, const struct known *k)
{
    return !k->seen && k->source == w->source && k->state == STORE_LIVE;
}

static enum err gone_remove(struct writing *w)
{
    for (size_t i = 0; i < w->n; i++) {
        const struct known *k = &w->v[i];
        struct store_object row;

        if (!is_gone(w, k))
            continue;
        arena_clear(w->scratch);
        TRY(store_object(w->db, w->scratch, k->id, &row));
        const struct hsds_object gone = {.type = (enum hsds_type)row.type, .id = k->id};
        if (k->patched)
            note(w, &gone, N_("it was corrected here, and its source no longer has it"));
        TRY(store_changes_remove(w->db, k->id));
        if (row.tags & DIRECTORY_TAG_ADDRESS_SEALED)
            TRY(gone_remember(w, &row));
        else
            TRY(store_object_remove(w->db, k->id));
        w->out->removed += is_entry(gone.type);
        moved(w, DIRECTORY_REMOVED, &gone, k);
    }
    return ERR_OK;
}

/* Whether somebody is there who is not sealed, or whose place it is. */
static enum err place_is_used(struct writing *w, const struct hsds_object *o, bool *out)
{
    struct db_rows rows;
    struct store_object row;

    *out = o->parent.n != 0 && state_of(w, o->parent) != STORE_SEALED;
    TRY(store_at(w->db, w->scratch, o->id, &rows));
    for (size_t i = 0; i < rows.n && !*out; i++) {
        store_object_fill(&rows.v[i * rows.columns], &row);
        *out = row.state != STORE_SEALED;
    }
    return ERR_OK;
}

/* A place that was shared, of which the others left: what is sealed is alone there now. Its record
 * knows the place. */
static enum err lonely_seal(struct writing *w)
{
    for (size_t i = 0; w->seals && i < w->set->n; i++) {
        const struct hsds_object *o = &w->set->v[i];
        struct known *k = o->type == HSDS_LOCATION ? known_find(w, o->id) : NULL;
        struct store_object row;
        bool used;

        if (!k || k->source != w->source || k->state != STORE_LIVE ||
            place_state(w, o) != STORE_SEALED)
            continue;
        arena_clear(w->scratch);
        TRY(place_is_used(w, o, &used));
        if (used)
            continue;
        TRY(store_object(w->db, w->scratch, o->id, &row));
        directory_row_blank(&row);
        row.modified = 0;
        k->state = row.state;
        TRY(store_changes_remove(w->db, o->id));
        TRY(store_object_set(w->db, &row));
        note(w, o,
             N_("only an entry that is sealed here is left there, and it was sealed with it"));
        w->surprised = true;
    }
    return ERR_OK;
}

/* ---- the index ------------------------------------------------------------------------------- */

/* Objects; with more, making the index anew is quicker. A new entry looks for its place among all
 * titles, and counts as several. */
#define INPLACE_MAX 400
#define INPLACE_ADDED 4

/* What will be written or removed, and shows in the index. */
struct foreseen {
    struct str *ids;
    size_t n, cost;
    bool many; /* more than are worth following one by one, or one that shows everywhere */
};

static void foresee(struct foreseen *f, enum fate fate, enum hsds_type type, struct str id)
{
    if (type == HSDS_PROGRAM || type == HSDS_TAXONOMY)
        return;
    f->cost += fate == FATE_ADDED && is_entry(type) ? INPLACE_ADDED : 1;
    if (type == HSDS_TAXONOMY_TERM || f->cost > INPLACE_MAX)
        f->many = true; /* a term's name stands in every entry that is filed under it */
    else
        f->ids[f->n++] = id;
}

static enum err changes_foresee(struct writing *w, struct foreseen *f)
{
    *f = (struct foreseen){.ids = ARENA_ARRAY(w->arena, struct str, INPLACE_MAX)};
    w->expected = ARENA_ARRAY(w->arena, bool, w->set->n + 1);
    for (size_t i = 0; i < w->set->n; i++) {
        const struct hsds_object *o = &w->set->v[i];
        enum fate fate;
        arena_clear(w->scratch);
        TRY(fate_find(w, o, known_find(w, o->id), &fate));
        w->expected[i] = fate == FATE_ADDED || fate == FATE_CHANGED;
        if (w->expected[i])
            foresee(f, fate, o->type, o->id);
    }
    for (size_t i = 0; w->how->mode == DIRECTORY_REPLACE && i < w->n; i++) {
        if (is_gone(w, &w->v[i]))
            foresee(f, FATE_CHANGED, w->v[i].type, w->v[i].id);
    }
    return ERR_OK;
}

/* By type, as they come; within it by id, so that the database's pages are filled one after the
 * other, and read so when the index is made. */
struct turn {
    struct str id;
    enum hsds_type type;
    size_t number;
};

static int by_type_and_id(const void *pa, const void *pb)
{
    const struct turn *a = pa, *b = pb;
    int c = (a->type > b->type) - (a->type < b->type);
    return c ? c : str_cmp(a->id, b->id);
}

static struct turn *turns(const struct writing *w)
{
    struct turn *v = ARENA_ARRAY(w->arena, struct turn, w->set->n + 1);

    for (size_t i = 0; i < w->set->n; i++)
        v[i] = (struct turn){.id = w->set->v[i].id, .type = w->set->v[i].type, .number = i};
    qsort(v, w->set->n, sizeof(*v), by_type_and_id);
    return v;
}

static enum err objects_write(struct writing *w)
{
    const struct turn *turn = turns(w);

    for (size_t i = 0; i < w->set->n; i++) {
        TRY(object_write(w, turn[i].number));
        if (i % 1024 == 1023 || i + 1 == w->set->n)
            import_tell(w->how, (struct hsds_event){.kind = HSDS_PROGRESS,
                                                    .stage = N_("writing"),
                                                    .done = i + 1,
                                                    .total = w->set->n});
    }
    if (w->how->mode == DIRECTORY_REPLACE)
        TRY(gone_remove(w));
    return lonely_seal(w);
}

/* Writes the set, and brings the index in step with few changes; *anew: it has to be made anew. */
static enum err write_all(struct writing *w, struct search *search, bool *anew)
{
    struct directory_index_change *change = NULL;
    struct foreseen f;
    bool indexed;

    TRY(store_source(w->db, w->how->source, DIRECTORY_FILE, w->how->now, &w->source));
    TRY(known_load(w));
    users_load(w);
    TRY(changes_foresee(w, &f));
    TRY(store_indexed(w->db, &indexed));
    *anew = f.many || !indexed;
    if (!*anew && f.n != 0)
        TRY(directory_index_before(w->db, search, w->arena, f.ids, f.n, &change));
    TRY(objects_write(w));
    *anew = *anew || w->surprised;
    if (*anew || !change)
        return ERR_OK;
    TRY(directory_index_after(change));
    return directory_towns_count(w->db);
}

enum err import_write(struct db *db, struct search *search, const struct directory_import *how,
                      const struct hsds_set *set, struct directory_imported *out, bool *anew)
{
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 1024 * 1024);
    ARENA_LOCAL struct arena *scratch = arena_create(ARENA_PLAIN, 0);
    struct writing w = {
        .db = db, .arena = a, .scratch = scratch, .how = how, .set = set, .out = out};

    return write_all(&w, search, anew);
}
