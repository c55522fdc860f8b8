#include "directory/edit_json.h"

#include <string.h>

#include "base/buf.h"
#include "directory/directory_edit.h"

struct str edit_get(struct arena *a, const json_t *o, const char *key)
{
    const json_t *v = json_object_get(o, key);
    if (!json_is_string(v))
        return STR_NONE;
    return str_copy(a, str_from(json_string_value(v), json_string_length(v)));
}

void edit_set(json_t *o, const char *key, struct str text)
{
    if (text.n)
        json_object_set_new(o, key, json_stringn(text.p, text.n));
    else
        json_object_del(o, key);
}

json_t *edit_parts(json_t *o, const char *key)
{
    json_t *v = json_object_get(o, key);
    if (!json_is_array(v)) {
        json_object_set_new(o, key, json_array());
        v = json_object_get(o, key);
    }
    return v;
}

json_t *edit_part(const json_t *o, const char *key, size_t i)
{
    json_t *v = json_array_get(json_object_get(o, key), i);
    return json_is_object(v) ? v : NULL;
}

json_t *edit_part_add(struct arena *a, json_t *o, const char *key)
{
    json_t *part = json_object();
    edit_set(part, "id", directory_object_id(a));
    json_array_append_new(edit_parts(o, key), part);
    return part;
}

void edit_parts_tidy(json_t *o, const char *key)
{
    if (json_array_size(json_object_get(o, key)) == 0)
        json_object_del(o, key);
}

struct str edit_join(struct arena *a, const json_t *o, const char *key, const char *field,
                     const char *between)
{
    struct buf b;
    struct str out = STR_NONE;
    const json_t *parts = json_object_get(o, key);
    buf_init(&b, a, 256, 16384);
    for (size_t i = 0, n = 0; i < json_array_size(parts); i++) {
        struct str one = edit_get(a, json_array_get(parts, i), field);
        if (one.n == 0)
            continue;
        if (n++)
            buf_add_c(&b, between);
        buf_add(&b, one);
    }
    return buf_end(&b, &out) == ERR_OK ? out : STR_NONE;
}

/* A part with this text among the old ones, taken out of them; or a new one. The caller owns it. */
static json_t *part_with(struct arena *a, json_t *old, const char *field, struct str text)
{
    for (size_t i = 0; i < json_array_size(old); i++) {
        json_t *one = json_array_get(old, i);
        if (!str_eq(str_trim(edit_get(a, one, field)), text))
            continue;
        json_incref(one);
        json_array_remove(old, i);
        return one;
    }
    json_t *part = json_object();
    edit_set(part, "id", directory_object_id(a));
    edit_set(part, field, text);
    return part;
}

/* Up to the next of the characters in `cuts` (code points). */
static struct str cut_at(struct str *rest, const char *cuts)
{
    struct str all = str_from_c(cuts);
    for (size_t i = 0; i < rest->n;) {
        size_t at = i;
        uint32_t c = str_utf8_next(*rest, &i);
        for (size_t k = 0; k < all.n;)
            if (str_utf8_next(all, &k) == c) {
                struct str one = str_slice(*rest, 0, at);
                *rest = str_slice(*rest, i, rest->n);
                return one;
            }
    }
    struct str one = *rest;
    *rest = STR_NONE;
    return one;
}

void edit_split(struct arena *a, json_t *o, const char *key, const char *field, struct str typed,
                const char *cuts)
{
    json_t *old = json_copy(edit_parts(o, key)), *now = json_array();
    while (typed.n) {
        struct str one = str_trim(cut_at(&typed, cuts));
        if (one.n)
            json_array_append_new(now, part_with(a, old, field, one));
    }
    json_decref(old);
    json_object_set_new(o, key, now);
    edit_parts_tidy(o, key);
}

static int on_text(const char *p, size_t n, void *ctx)
{
    buf_add(ctx, str_from(p, n));
    return 0;
}

enum err edit_dump(struct arena *a, const json_t *o, struct str *out)
{
    struct buf b;
    buf_init(&b, a, 4096, DIRECTORY_DOC_MAX);
    if (json_dump_callback(o, on_text, &b, JSON_COMPACT) != 0)
        return ERR_TOO_LARGE;
    return buf_end(&b, out);
}
