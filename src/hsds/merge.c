/* Documents that somebody changed: reading, patches, writing. */
#include <stdlib.h>

#include "hsds/inside.h"
#include "hsds/value.h"

#define DEPTH_MAX 16

json_t *hsds_doc_load(struct str doc)
{
    json_t *o = json_loadb(doc.n != 0 ? doc.p : "", doc.n, 0, NULL);

    if (o && !json_is_object(o)) {
        json_decref(o);
        return NULL;
    }
    return o;
}

static json_t *merge(const json_t *target, const json_t *patch, int depth)
{
    const char *key;
    json_t *value;

    if (depth > DEPTH_MAX)
        return NULL;
    if (!json_is_object(patch))
        return json_deep_copy(patch);
    json_t *out = json_is_object(target) ? json_deep_copy(target) : json_object();
    json_object_foreach((json_t *)patch, key, value)
    {
        if (json_is_null(value)) {
            (void)json_object_del(out, key);
            continue;
        }
        json_t *one = merge(json_object_get(out, key), value, depth + 1);
        if (!one || json_object_set_new(out, key, one) != 0) {
            json_decref(out);
            return NULL;
        }
    }
    return out;
}

json_t *hsds_merge(const json_t *doc, const json_t *patch)
{
    return merge(doc, patch, 0);
}

static json_t *diff(const json_t *from, const json_t *to, int depth);

/* What the patch says about one key of `to`; NULL when it says nothing, or could not be made
 * (*bad). */
static json_t *diff_key(const json_t *before, const json_t *after, int depth, bool *bad)
{
    json_t *out = NULL;

    if (before && json_equal(before, after))
        return NULL;
    if (json_is_object(before) && json_is_object(after))
        out = diff(before, after, depth + 1);
    else if (json_is_object(after))
        out = merge(NULL, after, depth + 1);
    else
        out = json_deep_copy(after);
    *bad = !out;
    return out;
}

static json_t *diff(const json_t *from, const json_t *to, int depth)
{
    const char *key;
    json_t *value;
    bool bad = depth > DEPTH_MAX;
    json_t *out = bad ? NULL : json_object();

    if (!out)
        return NULL;
    json_object_foreach((json_t *)from, key, value)
    {
        if (!json_object_get(to, key))
            bad = json_object_set_new(out, key, json_null()) != 0 || bad;
    }
    json_object_foreach((json_t *)to, key, value)
    {
        json_t *one = bad ? NULL : diff_key(json_object_get(from, key), value, depth, &bad);
        if (one)
            bad = json_object_set_new(out, key, one) != 0 || bad;
    }
    if (bad) {
        json_decref(out);
        return NULL;
    }
    return out;
}

json_t *hsds_diff(const json_t *from, const json_t *to)
{
    return diff(from, to, 0);
}

/* ---- writing --------------------------------------------------------------------------------- */

struct writing {
    struct arena *arena;
    struct buf out;
};

static enum err part_write(struct writing *w, enum hsds_type type, const json_t *o,
                           struct str owner, int depth);

static void key_add(struct buf *b, const char *name)
{
    if (b->p[b->n - 1] != '{')
        buf_add_char(b, ',');
    buf_add_char(b, '"');
    buf_add_c(b, name);
    buf_add_c(b, "\":");
}

static bool is_left_out(const struct hsds_field *f)
{
    return f->kind == HSDS_OWNER || f->kind == HSDS_OWNED || f->kind == HSDS_OBJECT ||
           f->kind == HSDS_OBJECTS;
}

static enum err scalar_write(struct writing *w, enum hsds_type type, const struct hsds_field *f,
                             const json_t *value)
{
    struct str in = value ? hsds_json_text(w->arena, value) : STR_NONE, v;
    bool orphan = type == HSDS_SERVICE && f->to == HSDS_ORGANIZATION;

    if (value && (json_is_object(value) || json_is_array(value)))
        return ERR_INVALID;
    if (in.n > HSDS_FIELD_MAX || hsds_value_normal(w->arena, f, in, &v))
        return ERR_INVALID;
    if (f->kind == HSDS_REF && v.n != 0 && !hsds_is_uuid(v))
        return ERR_INVALID;
    if (v.n == 0 && f->need == HSDS_MUST && !orphan)
        return ERR_INVALID;
    if (v.n == 0 && f->need == HSDS_MAY)
        return ERR_OK;
    if (v.n == 0 && f->need == HSDS_MUST)
        return ERR_OK;
    if (v.n == 0 && f->kind == HSDS_ENUM)
        v = str_from_c(hsds_words(f->words)[0]);
    key_add(&w->out, f->name);
    if (f->kind == HSDS_NUMBER)
        buf_add(&w->out, v);
    else
        hsds_json_string(&w->out, v);
    return ERR_OK;
}

static enum err array_write(struct writing *w, const struct hsds_field *f, const json_t *list,
                            struct str owner, int depth)
{
    if (!list || json_is_null(list) || json_array_size(list) == 0)
        return !list || json_is_null(list) || json_is_array(list) ? ERR_OK : ERR_INVALID;
    if (json_array_size(list) > HSDS_PARTS_MAX)
        return ERR_TOO_LARGE;
    key_add(&w->out, f->name);
    buf_add_char(&w->out, '[');
    for (size_t i = 0; i < json_array_size(list); i++) {
        if (i != 0)
            buf_add_char(&w->out, ',');
        TRY(part_write(w, f->to, json_array_get(list, i), owner, depth + 1));
    }
    buf_add_char(&w->out, ']');
    return ERR_OK;
}

/* A part that an editor added gets an id of what it says and whose it is. */
static struct str id_of(struct writing *w, enum hsds_type type, const json_t *o, struct str owner)
{
    const char *given = json_string_value(json_object_get(o, "id"));
    struct str id = hsds_id_small(w->arena, str_from_c(given));

    if (id.n != 0 || hsds_is_object(type))
        return id;
    char *text = json_dumps(o, JSON_COMPACT | JSON_SORT_KEYS);
    if (!text)
        return STR_NONE;
    id = hsds_uuid(w->arena, owner, type, str_from_c(text));
    free(text);
    return id;
}

static enum err part_write(struct writing *w, enum hsds_type type, const json_t *o,
                           struct str owner, int depth)
{
    const struct hsds_model *m = hsds_model(type);

    if (!json_is_object(o) || depth > DEPTH_MAX)
        return ERR_INVALID;
    struct str id = id_of(w, type, o, owner);
    if (!hsds_is_uuid(id))
        return ERR_INVALID;
    buf_add_c(&w->out, "{\"id\":");
    hsds_json_string(&w->out, id);
    for (size_t i = 1; i < m->n; i++) {
        const struct hsds_field *f = &m->fields[i];
        const json_t *value = json_object_get(o, f->name);
        if (is_left_out(f))
            continue;
        if (f->kind == HSDS_PARTS)
            TRY(array_write(w, f, value, id, depth));
        else
            TRY(scalar_write(w, type, f, value));
        if (w->out.failed)
            return ERR_TOO_LARGE;
    }
    buf_add_char(&w->out, '}');
    return ERR_OK;
}

enum err hsds_doc_write(struct arena *a, enum hsds_type type, const json_t *doc, struct str *out)
{
    struct writing w = {.arena = a};

    buf_init(&w.out, a, 2048, HSDS_DOC_MAX);
    TRY(part_write(&w, type, doc, STR_NONE, 0));
    return buf_end(&w.out, out);
}

const char *hsds_value_wrong(enum hsds_type type, int field, struct str value)
{
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 1024);
    const struct hsds_model *m = hsds_model(type);
    struct str out;

    if (field < 0 || (size_t)field >= m->n)
        return N_("there is no such field");
    return hsds_value_normal(a, &m->fields[field], value, &out);
}
