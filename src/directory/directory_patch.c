#include "directory/directory_patch.h"

#include <jansson.h>

#include "base/buf.h"
#include "base/log.h"

static int on_text(const char *p, size_t n, void *ctx)
{
    buf_add(ctx, str_from(p, n));
    return 0;
}

enum err directory_json_text(struct arena *a, const void *json, struct str *out)
{
    struct buf b;

    buf_init(&b, a, 1024, HSDS_DOC_MAX);
    if (json_dump_callback(json, on_text, &b, JSON_COMPACT) != 0)
        return ERR_TOO_LARGE;
    return buf_end(&b, out);
}

static json_t *opened(struct str doc)
{
    json_t *j = hsds_doc_load(doc);
    if (!j)
        log_error("directory", "a document in the database is damaged");
    return j;
}

/* Text of a value that is given away; ERR_DB when there is none. */
static enum err closed(struct arena *a, json_t *j, struct str *out)
{
    enum err e = j ? directory_json_text(a, j, out) : ERR_DB;
    json_decref(j);
    return e;
}

/* doc with patch over it, as a value; NULL when one of them is damaged. */
static json_t *effective(struct str doc, struct str patch)
{
    json_t *d = opened(doc);
    if (!d || patch.n == 0)
        return d;
    json_t *p = opened(patch), *out = p ? hsds_merge(d, p) : NULL;
    json_decref(d);
    json_decref(p);
    return out;
}

enum err directory_effective(struct arena *a, struct str doc, struct str patch, struct str *out)
{
    *out = doc;
    return patch.n == 0 ? ERR_OK : closed(a, effective(doc, patch), out);
}

enum err directory_patch_make(struct arena *a, struct str doc, struct str want, struct str *patch)
{
    json_t *from = opened(doc), *to = opened(want);
    json_t *diff = from && to ? hsds_diff(from, to) : NULL;
    bool same = diff && json_object_size(diff) == 0;

    json_decref(from);
    json_decref(to);
    *patch = STR_NONE;
    if (same) {
        json_decref(diff);
        return ERR_OK;
    }
    return closed(a, diff, patch);
}

enum err directory_fields_changed(struct arena *a, struct str doc, struct str before,
                                  struct str after, const struct str **out, size_t *n)
{
    json_t *from = effective(doc, before), *to = effective(doc, after);
    json_t *diff = from && to ? hsds_diff(from, to) : NULL;
    struct str *v = ARENA_ARRAY(a, struct str, json_object_size(diff));
    const char *key;
    json_t *value;

    *n = 0;
    *out = v;
    json_object_foreach(diff, key, value) v[(*n)++] = str_copy(a, str_from_c(key));
    json_decref(from);
    json_decref(to);
    bool whole = diff != NULL;
    json_decref(diff);
    return whole ? ERR_OK : ERR_DB;
}

/* Names of the patch's fields in which the source changed. */
static struct str disputed(struct arena *a, json_t *before, json_t *now, json_t *patch)
{
    struct str out = STR_NONE;
    const char *key;
    json_t *value;

    json_object_foreach(patch, key, value)
    {
        const json_t *was = json_object_get(before, key), *is = json_object_get(now, key);
        if (was == is || (was && is && json_equal(was, is)))
            continue;
        out = out.n == 0 ? str_copy(a, str_from_c(key)) : str_fmt(a, "%.*s, %s", STR_ARG(out), key);
    }
    return out;
}

enum err directory_patch_carry(struct arena *a, struct str before, struct str now, struct str patch,
                               struct str *out, struct str *fields)
{
    json_t *b = opened(before), *n = opened(now), *p = opened(patch);
    json_t *want = n && p ? hsds_merge(n, p) : NULL;
    json_t *diff = want ? hsds_diff(n, want) : NULL;
    bool same = diff && json_object_size(diff) == 0; /* the source says now what we said */

    *fields = b && n && p && !same ? disputed(a, b, n, p) : STR_NONE;
    json_decref(b);
    json_decref(n);
    json_decref(p);
    json_decref(want);
    *out = STR_NONE;
    if (same) {
        json_decref(diff);
        return ERR_OK;
    }
    return closed(a, diff, out);
}

/* ---- what is taken out ----------------------------------------------------------------------- */

static const char *const WHERE[] = {"addresses",
                                    "latitude",
                                    "longitude",
                                    "transportation",
                                    "external_identifier",
                                    "external_identifier_type",
                                    "metadata"};

enum err directory_place_take(struct arena *a, struct str *doc, struct str *taken)
{
    *taken = STR_NONE;
    if (doc->n == 0)
        return ERR_OK;
    json_t *d = opened(*doc), *t = json_object();
    for (size_t i = 0; d && i < sizeof(WHERE) / sizeof(WHERE[0]); i++) {
        json_t *value = json_object_get(d, WHERE[i]);
        if (!value)
            continue;
        json_object_set(t, WHERE[i], value);
        json_object_del(d, WHERE[i]);
    }
    bool any = json_object_size(t) != 0;
    if (!d || !any) {
        json_decref(t);
        enum err e = d ? ERR_OK : ERR_DB;
        json_decref(d);
        return e;
    }
    enum err e = closed(a, t, taken);
    if (e != ERR_OK) {
        json_decref(d);
        return e;
    }
    if (json_object_size(d) != 0)
        return closed(a, d, doc);
    json_decref(d);
    *doc = STR_NONE; /* of a patch nothing is left */
    return ERR_OK;
}

enum err directory_place_strip(struct arena *a, struct str *doc, bool *stripped)
{
    struct str taken;

    TRY(directory_place_take(a, doc, &taken));
    *stripped = taken.n != 0;
    return ERR_OK;
}

void directory_row_blank(struct store_object *row)
{
    row->parent = row->place = row->doc = row->patch = row->checked_by = STR_NONE;
    row->digest = row->checked_at = row->doubted = 0;
    row->tags = 0;
    row->state = STORE_SEALED;
}
