#include "directory/directory_publish.h"

#include <string.h>

#include "directory/directory_facts.h"
#include "directory/directory_publish_store.h"
#include "hsds/moment.h"

/* ---- our own terms --------------------------------------------------------------------------- */

/* What our ids are made of, for ever: see hsds_uuid. */
#define OURS STR("awn")

struct term {
    enum directory_tag tag;
    const char *code, *name, *about;
};

/* ADDRESS_SEALED says something of what is not given out, so it is not given out either. */
static const struct term TERMS[] = {
    {DIRECTORY_TAG_AFFIRMING, "affirming", "Affirming",
     "Somebody of the network made sure that everyone is welcome here as they are."},
    {DIRECTORY_TAG_NO_PAPERS, "no-papers", "Asks for no papers",
     "Help is given without identity papers, proof of residence or insurance."},
    {DIRECTORY_TAG_CRISIS, "crisis", "For a crisis",
     "A line or place for the worst moments, shown on the network's crisis page."},
};
#define TERMS_N (sizeof(TERMS) / sizeof(TERMS[0]))

static struct str taxonomy_id(struct arena *a)
{
    return hsds_uuid(a, OURS, HSDS_TAXONOMY, STR("tags"));
}

static struct str term_id(struct arena *a, const struct term *t)
{
    return hsds_uuid(a, OURS, HSDS_TAXONOMY_TERM, str_from_c(t->code));
}

void directory_tags_filed(struct arena *a, unsigned tags, struct texts *out)
{
    bool any = false;

    for (size_t i = 0; i < TERMS_N; i++) {
        if ((tags & (unsigned)TERMS[i].tag) == 0)
            continue;
        texts_push(a, out, term_id(a, &TERMS[i]));
        any = true;
    }
    if (any)
        texts_push(a, out, taxonomy_id(a));
}

static void put(json_t *object, const char *key, struct str value)
{
    json_object_set_new(object, key, json_stringn(value.p, value.n));
}

static enum err written(struct arena *a, enum hsds_type type, json_t *doc, struct str *out)
{
    enum err e = hsds_doc_write(a, type, doc, out);
    json_decref(doc);
    return e;
}

static enum err taxonomy_write(struct arena *a, struct directory_published *out)
{
    json_t *doc = json_object();

    *out = (struct directory_published){.id = taxonomy_id(a)};
    put(doc, "id", out->id);
    put(doc, "name", STR("Awn"));
    put(doc, "description", STR("What people of a network made sure of, for one another."));
    return written(a, HSDS_TAXONOMY, doc, &out->doc);
}

static enum err term_write(struct arena *a, const struct term *t, struct directory_published *out)
{
    json_t *doc = json_object();

    *out = (struct directory_published){.id = term_id(a, t), .parent = taxonomy_id(a)};
    put(doc, "id", out->id);
    put(doc, "code", str_from_c(t->code));
    put(doc, "name", str_from_c(t->name));
    put(doc, "description", str_from_c(t->about));
    put(doc, "taxonomy", STR("Awn"));
    put(doc, "taxonomy_id", out->parent);
    put(doc, "language", STR("en"));
    return written(a, HSDS_TAXONOMY_TERM, doc, &out->doc);
}

/* Our own objects of a type: *out in the order of their ids. */
static enum err own_objects(struct arena *a, enum hsds_type type, struct directory_published *out,
                            size_t *n)
{
    *n = 0;
    if (type == HSDS_TAXONOMY)
        return taxonomy_write(a, &out[(*n)++]);
    for (size_t i = 0; type == HSDS_TAXONOMY_TERM && i < TERMS_N; i++) {
        struct directory_published one;
        size_t at = (*n)++;
        TRY(term_write(a, &TERMS[i], &one));
        for (; at > 0 && str_cmp(one.id, out[at - 1].id) < 0; at--)
            out[at] = out[at - 1];
        out[at] = one;
    }
    return ERR_OK;
}

/* ---- one document ---------------------------------------------------------------------------- */

static void tags_put(struct arena *a, json_t *doc, const struct directory_object *o)
{
    json_t *attributes = json_object_get(doc, "attributes");

    for (size_t i = 0; i < TERMS_N; i++) {
        if ((o->tags & (unsigned)TERMS[i].tag) == 0)
            continue;
        if (!json_is_array(attributes)) {
            json_object_set_new(doc, "attributes", json_array());
            attributes = json_object_get(doc, "attributes");
        }
        json_t *attribute = json_object();
        put(attribute, "id",
            hsds_uuid(a, OURS, HSDS_ATTRIBUTE,
                      str_fmt(a, "%" STR_FMT " %s", STR_ARG(o->public_id), TERMS[i].code)));
        put(attribute, "taxonomy_term_id", term_id(a, &TERMS[i]));
        json_array_append_new(attributes, attribute);
    }
}

static bool is_plain(const struct directory_object *o)
{
    const unsigned ours = DIRECTORY_TAG_AFFIRMING | DIRECTORY_TAG_NO_PAPERS | DIRECTORY_TAG_CRISIS;
    return o->type != HSDS_SERVICE && (o->tags & ours) == 0;
}

/* Whether what it names as its organization is sealed or hidden here: then it says too much. A
 * service never outlives its organization. */
static enum err owner_is_secret(struct db *db, struct arena *a, const struct directory_object *o,
                                bool *out)
{
    struct directory_object owner;

    *out = false;
    if (o->parent.n == 0 || (o->type != HSDS_LOCATION && o->type != HSDS_ORGANIZATION))
        return ERR_OK;
    enum err e = directory_object_get(db, a, o->parent, &owner);
    *out = e == ERR_NOT_FOUND;
    return *out ? ERR_OK : e;
}

enum err directory_publish(struct db *db, struct arena *a, const struct directory_object *o,
                           struct str *out)
{
    bool secret;

    *out = o->doc;
    TRY(owner_is_secret(db, a, o, &secret));
    if (is_plain(o) && !secret)
        return ERR_OK;
    json_t *doc = hsds_doc_load(o->doc);
    if (!doc)
        return ERR_DB;
    if (secret)
        json_object_del(doc,
                        o->type == HSDS_LOCATION ? "organization_id" : "parent_organization_id");
    tags_put(a, doc, o);
    if (o->type == HSDS_SERVICE && o->checked_at != 0)
        put(doc, "assured_date", hsds_day(a, o->checked_at));
    if (o->type == HSDS_SERVICE && !json_object_get(doc, "last_modified"))
        put(doc, "last_modified", hsds_moment(a, o->modified));
    return written(a, (enum hsds_type)o->type, doc, out);
}

static enum err published(struct db *db, struct arena *a, const struct directory_object *o,
                          struct directory_published *out)
{
    *out = (struct directory_published){
        .id = o->public_id, .modified = o->modified, .parent = o->parent};
    return directory_publish(db, a, o, &out->doc);
}

/* ---- lists ----------------------------------------------------------------------------------- */

enum err directory_publish_one(struct db *db, struct arena *a, enum hsds_type type, struct str id,
                               struct directory_published *out)
{
    struct directory_published own[TERMS_N];
    struct directory_object o;
    size_t n;

    enum err e = directory_object_get(db, a, id, &o);
    if (e == ERR_OK)
        return o.type == (int)type ? published(db, a, &o, out) : ERR_NOT_FOUND;
    if (e != ERR_NOT_FOUND)
        return e;
    TRY(own_objects(a, type, own, &n));
    for (size_t i = 0; i < n; i++) {
        if (str_eq(own[i].id, id)) {
            *out = own[i];
            return ERR_OK;
        }
    }
    return ERR_NOT_FOUND;
}

struct gathering {
    struct db *db;
    struct arena *arena;
    struct directory_published_list *out;
    size_t cap;
};

static void list_add(struct gathering *g, const struct directory_published *one)
{
    struct directory_published_list *l = g->out;
    if (l->n == g->cap) {
        size_t cap = g->cap ? g->cap * 2 : 32;
        struct directory_published *v = ARENA_ARRAY(g->arena, struct directory_published, cap);
        if (l->n != 0)
            memcpy(v, l->v, l->n * sizeof(*v));
        l->v = v;
        g->cap = cap;
    }
    l->v[l->n++] = *one;
}

static enum err on_listed(void *ctx, const struct directory_object *o)
{
    struct gathering *g = ctx;
    struct directory_published one;
    struct directory_object kept = *o;

    kept.public_id = str_copy(g->arena, o->public_id);
    kept.parent = str_copy(g->arena, o->parent);
    kept.doc = str_copy(g->arena, o->doc);
    TRY(published(g->db, g->arena, &kept, &one));
    list_add(g, &one);
    return ERR_OK;
}

/* Taxonomies and terms: few, so all are read, ours among them, and the page is cut from that. */
static enum err terms_list(struct db *db, struct arena *a, const struct directory_listing *l,
                           struct directory_published_list *out)
{
    struct directory_published own[TERMS_N];
    struct directory_published_list all = {0};
    struct gathering whole = {.db = db, .arena = a, .out = &all},
                     page = {.db = db, .arena = a, .out = out};
    size_t n, next = 0;

    TRY(own_objects(a, l->type, own, &n));
    TRY(directory_object_each(db, l->type, on_listed, &whole));
    for (size_t i = 0; i <= all.n; i++) {
        for (; next < n && (i == all.n || str_cmp(own[next].id, all.v[i].id) <= 0); next++) {
            if (i < all.n && str_eq(own[next].id, all.v[i].id))
                continue; /* came in from a sister network: theirs is the same */
            if (l->taxonomy.n != 0 && !str_eq(own[next].parent, l->taxonomy))
                continue;
            if ((size_t)out->total++ >= l->offset && out->n < l->limit)
                list_add(&page, &own[next]);
        }
        if (i == all.n || (l->taxonomy.n != 0 && !str_eq(all.v[i].parent, l->taxonomy)) ||
            all.v[i].modified < l->modified_after)
            continue;
        if ((size_t)out->total++ >= l->offset && out->n < l->limit)
            list_add(&page, &all.v[i]);
    }
    return ERR_OK;
}

enum err directory_publish_list(struct db *db, struct arena *a, const struct directory_listing *l,
                                struct directory_published_list *out)
{
    struct gathering g = {.db = db, .arena = a, .out = out};

    *out = (struct directory_published_list){0};
    if (l->type == HSDS_TAXONOMY || l->type == HSDS_TAXONOMY_TERM)
        return terms_list(db, a, l, out);
    if (!l->uncounted) {
        TRY(store_published_count(db, a, l, &out->total));
        if (l->offset >= (size_t)out->total)
            return ERR_OK;
    }
    struct directory_objects objects;
    struct db_rows rows;
    TRY(store_published_page(db, a, l, &rows));
    TRY(directory_object_rows(a, &rows, &objects));
    for (size_t i = 0; i < objects.n; i++)
        TRY(on_listed(&g, &objects.v[i]));
    return ERR_OK;
}

struct each {
    struct db *db;
    struct arena *arena;
    enum hsds_type type;
    directory_published_fn *each;
    void *ctx;
    const struct directory_published *own;
    size_t nown;
};

static enum err own_before(struct each *x, struct str id)
{
    for (; x->nown != 0 && (!id.p || str_cmp(x->own->id, id) <= 0); x->own++, x->nown--) {
        if (!id.p || !str_eq(x->own->id, id))
            TRY(x->each(x->ctx, x->type, x->own->doc));
    }
    return ERR_OK;
}

static enum err on_each(void *ctx, const struct directory_object *o)
{
    struct each *x = ctx;
    struct str doc;

    arena_clear(x->arena);
    TRY(own_before(x, o->public_id));
    TRY(directory_publish(x->db, x->arena, o, &doc));
    return x->each(x->ctx, x->type, doc);
}

enum err directory_publish_each(struct db *db, enum hsds_type type, directory_published_fn *each,
                                void *ctx)
{
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
    ARENA_LOCAL struct arena *scratch = arena_create(ARENA_PLAIN, 0);
    struct directory_published own[TERMS_N];
    struct each x = {
        .db = db, .arena = scratch, .type = type, .each = each, .ctx = ctx, .own = own};

    TRY(own_objects(a, type, own, &x.nown));
    TRY(directory_object_each(db, type, on_each, &x));
    return own_before(&x, STR_NONE);
}

/* ---- for composing --------------------------------------------------------------------------- */

static enum err looked_up(struct directory_publisher *p, size_t bytes)
{
    p->had += bytes;
    return p->most != 0 && p->had > p->most ? ERR_TOO_LARGE : ERR_OK;
}

static enum err lookup_one(void *ctx, enum hsds_type type, struct str id, struct str *doc)
{
    struct directory_publisher *p = ctx;
    struct directory_published one;
    enum err e = directory_publish_one(p->db, p->arena, type, id, &one);

    *doc = e == ERR_OK ? one.doc : STR_NONE;
    if (e == ERR_OK)
        return looked_up(p, one.doc.n);
    return e == ERR_NOT_FOUND ? ERR_OK : e;
}

static enum err lookup_children(void *ctx, enum hsds_type type, struct str parent,
                                struct hsds_docs *out)
{
    struct directory_publisher *p = ctx;
    struct directory_objects objects;

    TRY(directory_object_children(p->db, p->arena, parent, type, &objects));
    struct str *v = ARENA_ARRAY(p->arena, struct str, objects.n);
    for (size_t i = 0; i < objects.n; i++) {
        TRY(directory_publish(p->db, p->arena, &objects.v[i], &v[i]));
        TRY(looked_up(p, v[i].n));
    }
    *out = (struct hsds_docs){v, objects.n};
    return ERR_OK;
}

struct hsds_lookup directory_publish_lookup(struct directory_publisher *p)
{
    return (struct hsds_lookup){.ctx = p, .one = lookup_one, .children = lookup_children};
}
