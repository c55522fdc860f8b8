#include "hsds/compose.h"

#include <stdio.h>
#include <string.h>

/* Objects go down at most: service_at_location, service, organization, program. Parts go deeper
 * (contact, phone, language, attribute, term, taxonomy), but cannot come back. */
#define DEPTH_MAX 12

struct composing {
    const struct hsds_lookup *lookup;
    unsigned within; /* bits 1 << enum hsds_type: what this is nested in */
    int depth;
};

static enum err object_compose(const struct composing *c, enum hsds_type type, const json_t *doc,
                               enum hsds_depth depth, json_t **out);

static bool is_within(const struct composing *c, enum hsds_type type)
{
    return (c->within & (1u << type)) != 0;
}

/* How deep what stands in a field goes. */
static enum hsds_depth depth_below(enum hsds_type type, enum hsds_type to, enum hsds_depth depth)
{
    if (depth == HSDS_LIST)
        return HSDS_LIST;
    if (type == HSDS_SERVICE_AT_LOCATION && to == HSDS_SERVICE)
        return HSDS_LIST;
    if (type == HSDS_ORGANIZATION && to == HSDS_SERVICE && depth == HSDS_FULL)
        return HSDS_LIST;
    return depth;
}

/* The key that names the object of a field: organization → organization_id, taxonomy_detail →
 * taxonomy_id. */
static void key_of(const struct hsds_field *f, char *key, size_t size)
{
    (void)snprintf(key, size, "%s_id", hsds_model(f->to)->name);
}

/* Whether the object that `ref` names stands in the answer anyway: nested here, or around it. */
static bool is_told(const struct composing *c, enum hsds_type type, const struct hsds_field *ref,
                    const json_t *out)
{
    const struct hsds_model *m = hsds_model(type);
    char key[64];

    if (strncmp(ref->name, "parent_", strlen("parent_")) == 0)
        return false;
    if (is_within(c, ref->to) && ref->to != type)
        return true;
    for (size_t i = 0; i < m->n; i++) {
        if (m->fields[i].kind != HSDS_OBJECT || m->fields[i].to != ref->to)
            continue;
        key_of(&m->fields[i], key, sizeof(key));
        if (strcmp(key, ref->name) == 0 && json_object_get(out, m->fields[i].name))
            return true;
    }
    return false;
}

static enum err text_compose(const struct composing *c, enum hsds_type type, struct str doc,
                             enum hsds_depth depth, json_t **out)
{
    json_t *o = hsds_doc_load(doc);
    if (!o)
        return ERR_INVALID;
    enum err e = object_compose(c, type, o, depth, out);
    json_decref(o);
    return e;
}

/* The one object that a field holds. */
static enum err one_put(const struct composing *c, enum hsds_type type, const struct hsds_field *f,
                        const json_t *doc, enum hsds_depth depth, json_t *out)
{
    struct composing below = {c->lookup, c->within | 1u << type, c->depth + 1};
    const char *id;
    char key[64];
    struct str text;
    json_t *o;

    key_of(f, key, sizeof(key));
    id = json_string_value(json_object_get(doc, key));
    if (!id || is_within(c, f->to) || f->to == type)
        return ERR_OK;
    TRY(c->lookup->one(c->lookup->ctx, f->to, str_from_c(id), &text));
    if (text.n == 0)
        return ERR_OK;
    TRY(text_compose(&below, f->to, text, depth_below(type, f->to, depth), &o));
    json_object_set_new(out, f->name, o);
    return ERR_OK;
}

/* The objects that a field holds: those whose parent this is. */
static enum err many_put(const struct composing *c, enum hsds_type type, const struct hsds_field *f,
                         const json_t *doc, enum hsds_depth depth, json_t *out)
{
    struct composing below = {c->lookup, c->within | 1u << type, c->depth + 1};
    const char *id = json_string_value(json_object_get(doc, "id"));
    struct hsds_docs docs;

    if (!id || is_within(c, f->to) || depth == HSDS_LIST)
        return ERR_OK;
    if (f->to == HSDS_LOCATION && is_within(c, HSDS_SERVICE))
        return ERR_OK;
    TRY(c->lookup->children(c->lookup->ctx, f->to, str_from_c(id), &docs));
    if (docs.n == 0)
        return ERR_OK;
    json_t *array = json_array();
    enum err e = ERR_OK;
    for (size_t i = 0; i < docs.n && e == ERR_OK; i++) {
        json_t *o;
        e = text_compose(&below, f->to, docs.v[i], depth_below(type, f->to, depth), &o);
        if (e == ERR_OK)
            json_array_append_new(array, o);
    }
    json_object_set_new(out, f->name, array);
    return e;
}

static enum err parts_put(const struct composing *c, enum hsds_type type,
                          const struct hsds_field *f, const json_t *parts, json_t *out)
{
    struct composing below = {c->lookup, c->within | 1u << type, c->depth + 1};
    json_t *array = json_array();
    enum err e = ERR_OK;

    for (size_t i = 0; i < json_array_size(parts) && e == ERR_OK; i++) {
        json_t *o;
        e = object_compose(&below, f->to, json_array_get(parts, i), HSDS_FULL, &o);
        if (e == ERR_OK)
            json_array_append_new(array, o);
    }
    json_object_set_new(out, f->name, array);
    return e;
}

static enum err field_put(const struct composing *c, enum hsds_type type,
                          const struct hsds_field *f, const json_t *doc, enum hsds_depth depth,
                          json_t *out)
{
    json_t *value = json_object_get(doc, f->name);

    switch (f->kind) {
    case HSDS_OWNER:
    case HSDS_OWNED:
        return ERR_OK;
    case HSDS_OBJECT:
        return one_put(c, type, f, doc, depth, out);
    case HSDS_OBJECTS:
        return many_put(c, type, f, doc, depth, out);
    case HSDS_PARTS:
        if (!json_is_array(value) || depth == HSDS_LIST)
            return ERR_OK;
        return parts_put(c, type, f, value, out);
    case HSDS_ID:
    case HSDS_TEXT:
    case HSDS_NUMBER:
    case HSDS_DATE:
    case HSDS_MOMENT:
    case HSDS_TIME:
    case HSDS_URI:
    case HSDS_EMAIL:
    case HSDS_ENUM:
    case HSDS_REF:
        if (value)
            json_object_set(out, f->name, value);
        return ERR_OK;
    }
    return ERR_OK;
}

static enum err object_compose(const struct composing *c, enum hsds_type type, const json_t *doc,
                               enum hsds_depth depth, json_t **out)
{
    const struct hsds_model *m = hsds_model(type);
    json_t *o;

    if (!json_is_object(doc) || c->depth > DEPTH_MAX)
        return ERR_INVALID;
    o = json_object();
    enum err e = ERR_OK;
    for (size_t i = 0; i < m->n && e == ERR_OK; i++)
        e = field_put(c, type, &m->fields[i], doc, depth, o);
    for (size_t i = 0; i < m->n; i++) {
        if (m->fields[i].kind == HSDS_REF && is_told(c, type, &m->fields[i], o))
            json_object_del(o, m->fields[i].name);
    }
    if (e != ERR_OK) {
        json_decref(o);
        return e;
    }
    *out = o;
    return ERR_OK;
}

static enum err minimal_compose(const json_t *doc, json_t **out)
{
    static const char *const KEYS[] = {"id", "last_modified"};
    json_t *o = json_object();

    for (size_t i = 0; i < sizeof(KEYS) / sizeof(KEYS[0]); i++) {
        json_t *value = json_object_get(doc, KEYS[i]);
        if (value)
            json_object_set(o, KEYS[i], value);
    }
    *out = o;
    return ERR_OK;
}

enum err hsds_compose(const struct hsds_lookup *lookup, enum hsds_type type, struct str doc,
                      enum hsds_depth depth, json_t **out)
{
    const struct composing c = {.lookup = lookup};
    json_t *o = hsds_doc_load(doc);

    if (!o)
        return ERR_INVALID;
    enum err e =
        depth == HSDS_MINIMAL ? minimal_compose(o, out) : object_compose(&c, type, o, depth, out);
    json_decref(o);
    return e;
}
