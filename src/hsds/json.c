/* JSON: pages, arrays, lines and nested objects become rows. */
#include <string.h>

#include "hsds/encoding.h"
#include "hsds/inside.h"
#include "hsds/value.h"

struct str hsds_json_text(struct arena *a, const json_t *value)
{
    switch (json_typeof(value)) {
    case JSON_STRING:
        return hsds_text_clean(a, str_from(json_string_value(value), json_string_length(value)));
    case JSON_INTEGER:
        return str_fmt(a, "%lld", (long long)json_integer_value(value));
    case JSON_REAL:
        return hsds_number_real(a, json_real_value(value));
    case JSON_TRUE:
        return STR("true");
    case JSON_FALSE:
        return STR("false");
    case JSON_OBJECT:
    case JSON_ARRAY:
    case JSON_NULL:
        break;
    }
    return STR_NONE;
}

/* ---- objects --------------------------------------------------------------------------------- */

struct text {
    struct hsds_builder *b;
    uint16_t name;
    uint32_t line; /* of the top-level object at hand */
};

#define DEPTH_MAX 16
#define NO_OBJECT N_("it is no object")

static enum err object_take(const struct text *t, enum hsds_type type, const json_t *o,
                            struct hsds_row *owner, int depth, struct hsds_row **out);

static bool is_scalar(const struct hsds_field *f)
{
    return f->kind != HSDS_PARTS && f->kind != HSDS_OBJECT && f->kind != HSDS_OBJECTS;
}

/* The field of `type` that points to an object of the type `to`. */
static int ref_find(enum hsds_type type, enum hsds_type to)
{
    const struct hsds_model *m = hsds_model(type);

    for (size_t i = 0; i < m->n; i++) {
        if (m->fields[i].kind == HSDS_REF && m->fields[i].to == to)
            return (int)i;
    }
    return -1;
}

/* `why` is a msgid. */
static void note(const struct text *t, enum hsds_type type, const char *field, const char *why)
{
    hsds_note(t->b, t->name, t->line, N_("\"%s\" of the %s was left out: %s"), field,
              hsds_noun(t->b, type), hsds_say(t->b, why));
}

static enum err scalars_read(const struct text *t, struct hsds_draft *d, const json_t *o)
{
    const struct hsds_model *m = hsds_model(d->type);

    for (size_t i = 0; i < m->n; i++) {
        const json_t *v = json_object_get(o, m->fields[i].name);
        if (!v || json_is_null(v) || !is_scalar(&m->fields[i]))
            continue;
        if (json_is_object(v) || json_is_array(v)) {
            note(t, d->type, m->fields[i].name, N_("it is no text or number"));
            continue;
        }
        d->v[i] = hsds_json_text(t->b->arena, v);
        if (d->v[i].n > HSDS_FIELD_MAX) {
            note(t, d->type, m->fields[i].name, N_("it is longer than 64 KiB"));
            d->v[i] = STR_NONE;
        }
    }
    return ERR_OK;
}

/* Objects that stand in place of a reference: service.organization and the like. */
static enum err nested_read(const struct text *t, struct hsds_draft *d, const json_t *o, int depth)
{
    const struct hsds_model *m = hsds_model(d->type);

    for (size_t i = 0; i < m->n; i++) {
        const json_t *v = json_object_get(o, m->fields[i].name);
        struct hsds_row *row = NULL;
        int ref = m->fields[i].kind == HSDS_OBJECT ? ref_find(d->type, m->fields[i].to) : -1;
        if (ref < 0 || !v || json_is_null(v))
            continue;
        TRY(object_take(t, m->fields[i].to, v, NULL, depth + 1, &row));
        if (!row)
            continue;
        if (d->v[ref].n == 0)
            d->v[ref] = hsds_row_get(row, 0);
        if (m->fields[i].to == HSDS_PROGRAM && !row->refused &&
            hsds_row_get(row, HSDS_F(PROGRAM, organization_id)).n == 0)
            hsds_row_put(t->b, row, HSDS_F(PROGRAM, organization_id),
                         d->v[HSDS_F(SERVICE, organization_id)]);
    }
    return ERR_OK;
}

/* What nesting says: whose it is. */
static void owner_read(struct hsds_draft *d, const struct hsds_row *owner)
{
    if (!owner)
        return;
    struct str id = hsds_row_get(owner, 0);
    if (d->type == HSDS_ATTRIBUTE || d->type == HSDS_METADATA) {
        d->v[d->type == HSDS_ATTRIBUTE ? HSDS_F(ATTRIBUTE, link_id)
                                       : HSDS_F(METADATA, resource_id)] = id;
        return;
    }
    int ref = ref_find(d->type, (enum hsds_type)owner->type);
    if (ref >= 0 && d->v[ref].n == 0)
        d->v[ref] = id;
}

/* Parts do not repeat whose they are: nesting said it. */
static void owners_clear(struct hsds_draft *d)
{
    const struct hsds_model *m = hsds_model(d->type);

    for (size_t i = 0; i < m->n; i++) {
        if (m->fields[i].kind == HSDS_OWNED ||
            (m->fields[i].kind == HSDS_OWNER && m->fields[i].to != HSDS_NONE))
            d->v[i] = STR_NONE;
    }
}

/* Whether what was read of the same id before says nothing else; what it did not say is added. */
static bool row_join(struct hsds_draft *d, struct hsds_row *row)
{
    const struct hsds_model *m = hsds_model(d->type);
    bool news = false;

    if (row->refused || hsds_draft_repair(d))
        return true;
    hsds_draft_normal(d);
    for (size_t i = 1; i < m->n; i++) {
        struct str old = hsds_row_get(row, (int)i);
        if (m->fields[i].kind == HSDS_OWNER || m->fields[i].kind == HSDS_OWNED)
            continue;
        if (d->v[i].n != 0 && old.n != 0 && !str_eq(d->v[i], old) && !hsds_is_object(d->type))
            return false;
        news = news || (d->v[i].n != 0 && old.n == 0);
    }
    for (size_t i = 1; news && i < m->n; i++) {
        if (d->v[i].n != 0 && hsds_row_get(row, (int)i).n == 0)
            hsds_row_put(d->b, row, (int)i, d->v[i]);
    }
    return true;
}

static bool is_placed_with(const struct hsds_row *owner, const struct hsds_row *part)
{
    for (const struct hsds_edge *e = owner->parts; e; e = e->next) {
        if (e->row == part)
            return true;
    }
    return false;
}

/* A part with an id that another part has, which says something else: it is one of its own. */
static enum err twin_add(struct hsds_draft *d, struct hsds_row *before, struct hsds_row **out)
{
    const struct hsds_model *m = hsds_model(d->type);
    struct str id = d->v[0];
    struct hsds_builder *b = d->b;

    *out = before;
    for (size_t i = 1; i < m->n; i++) {
        if (m->fields[i].need == HSDS_MUST && d->v[i].n == 0)
            return ERR_OK;
    }
    if (++b->rows > HSDS_ROWS_MAX)
        return hsds_broken(b, b->names[d->file], d->line, HSDS_TOO_MANY_ROWS);
    *out = hsds_row_make(b, d->type, id, d->file, d->line);
    for (size_t i = 1; i < HSDS_FIELDS_MAX; i++) {
        if (d->v[i].n != 0)
            hsds_row_put(b, *out, (int)i, d->v[i]);
    }
    return ERR_OK;
}

static enum err row_take(struct hsds_draft *d, struct hsds_row *owner, struct hsds_row **out)
{
    bool part = !hsds_is_object(d->type);
    struct str uuid = owner ? str_from(owner->uuid, HSDS_UUID_SIZE) : STR_NONE;

    hsds_draft_ids(d);
    if (part)
        owners_clear(d);
    if (part && d->v[0].n == 0)
        d->v[0] = hsds_part_id(d->b, d, uuid);
    struct str id = d->v[0];
    struct hsds_row *before = id.n != 0 ? hsds_row_of(d->b, d->type, id) : NULL;
    if (!before)
        TRY(hsds_row_add(d, uuid, out));
    else if (row_join(d, before))
        *out = before;
    else
        TRY(twin_add(d, before, out));
    if (part && owner && !(*out)->refused && !(before == *out && is_placed_with(owner, *out)))
        (void)hsds_row_place(d->b, owner, *out);
    return ERR_OK;
}

static enum err children_read(const struct text *t, const struct hsds_model *m, const json_t *o,
                              struct hsds_row *row, int depth)
{
    for (size_t i = 0; i < m->n; i++) {
        const json_t *list = json_object_get(o, m->fields[i].name);
        struct hsds_row *child;
        if (!list || json_is_null(list) ||
            (m->fields[i].kind != HSDS_PARTS && m->fields[i].kind != HSDS_OBJECTS))
            continue;
        if (!json_is_array(list)) {
            note(t, (enum hsds_type)row->type, m->fields[i].name, N_("it is no array"));
            continue;
        }
        for (size_t k = 0; k < json_array_size(list); k++)
            TRY(object_take(t, m->fields[i].to, json_array_get(list, k), row, depth + 1, &child));
    }
    return ERR_OK;
}

/* *out is NULL when it could not even become a row. */
static enum err object_take(const struct text *t, enum hsds_type type, const json_t *o,
                            struct hsds_row *owner, int depth, struct hsds_row **out)
{
    struct hsds_draft d = {.b = t->b, .line = t->line, .file = t->name, .type = type};
    const struct hsds_model *m = hsds_model(type);

    *out = NULL;
    if (!json_is_object(o) || depth > DEPTH_MAX) {
        const char *why = depth > DEPTH_MAX ? N_("it is nested too deeply") : NO_OBJECT;
        hsds_note(t->b, t->name, t->line, N_("a %s was left out: %s"), hsds_noun(t->b, type),
                  hsds_say(t->b, why));
        return ERR_OK;
    }
    TRY(scalars_read(t, &d, o));
    TRY(nested_read(t, &d, o, depth));
    owner_read(&d, owner);
    TRY(row_take(&d, owner, out));
    if ((*out)->refused)
        return ERR_OK;
    return children_read(t, m, o, *out, depth);
}

/* ---- which type an object is ----------------------------------------------------------------- */

/* How many of its keys the type has, less twice those it has not; -1 when it lacks what it must
 * have. */
static int type_score(enum hsds_type type, const json_t *o)
{
    const struct hsds_model *m = hsds_model(type);
    const char *key;
    json_t *value;
    int score = 0;

    for (size_t i = 0; i < m->n; i++) {
        enum hsds_need need = m->fields[i].need;
        bool said = need == HSDS_FILL && m->fields[i].kind != HSDS_ID;
        if (((need == HSDS_MUST && m->fields[i].kind != HSDS_REF) || said) &&
            !json_object_get(o, m->fields[i].name))
            return -1;
    }
    json_object_foreach((json_t *)o, key, value)
    {
        score += hsds_field_find(type, str_from_c(key)) >= 0 ? 1 : -2;
    }
    return score;
}

/* The type its keys fit best, when it is one alone. */
static enum hsds_type type_guess(const json_t *o)
{
    enum hsds_type best = HSDS_NONE;
    int most = 0;
    bool tie = false;

    for (size_t t = HSDS_NONE + 1; t < HSDS_OBJECTS_END; t++) {
        int score = type_score((enum hsds_type)t, o);
        tie = score == most ? true : score > most ? false : tie;
        if (score > most) {
            most = score;
            best = (enum hsds_type)t;
        }
    }
    return tie ? HSDS_NONE : best;
}

/* The type that a file's name says: the longest name of a type or collection that it begins with.
 */
static enum hsds_type type_named(const char *file)
{
    const char *slash = strrchr(file, '/');
    struct str name = str_from_c(slash ? slash + 1 : file);
    enum hsds_type best = HSDS_NONE;
    size_t most = 0;

    for (size_t t = HSDS_NONE + 1; t < HSDS_OBJECTS_END; t++) {
        const struct hsds_model *m = hsds_model((enum hsds_type)t);
        struct str names[] = {str_from_c(m->name), str_from_c(m->collection)};
        for (size_t i = 0; i < 2; i++) {
            if (names[i].n > most && str_starts(name, names[i])) {
                most = names[i].n;
                best = (enum hsds_type)t;
            }
        }
    }
    return best;
}

/* ---- the text -------------------------------------------------------------------------------- */

/* A text being taken apart at its top level, so that only one object is in memory as a tree. */
struct scan {
    struct text text;
    const char *file;
    enum hsds_type type;
    struct str s;
    size_t at;
    uint32_t line;
    uint64_t told;
};

static void space_skip(struct scan *x)
{
    while (x->at < x->s.n && strchr(" \t\r\n", x->s.p[x->at]) && x->s.p[x->at] != '\0')
        x->line += x->s.p[x->at++] == '\n';
}

static char peek(struct scan *x)
{
    space_skip(x);
    return x->at < x->s.n ? x->s.p[x->at] : '\0';
}

/* `why` is a msgid. */
static enum err scan_broken(const struct scan *x, const char *why)
{
    return hsds_broken(x->text.b, x->file, x->line, "%s", hsds_say(x->text.b, why));
}

/* The library's own words are English: only where it was is taken of them. */
static enum err syntax_broken(const struct scan *x, const json_error_t *error)
{
    const uint32_t line = x->line + (error->line > 0 ? (uint32_t)error->line - 1 : 0);
    const char *place = strstr(error->text, " near '");
    struct str at = place ? str_from_c(place + strlen(" near '")) : STR_NONE;

    if (at.n > 1)
        at = hsds_short(hsds_text_clean(x->text.b->arena, str_slice(at, 0, at.n - 1)));
    if (at.n == 0)
        return hsds_broken(x->text.b, x->file, line, N_("it is not JSON (is the file cut off?)"));
    return hsds_broken(x->text.b, x->file, line, N_("it is not JSON, near \"%.*s\""), STR_ARG(at));
}

/* Reads one value where it stands. */
static enum err value_load(struct scan *x, json_t **out)
{
    json_error_t error;

    space_skip(x);
    size_t left = x->s.n - x->at;
    bool large = left > HSDS_ITEM_MAX; /* and stays so when it does not end before */
    *out = json_loadb(x->s.p + x->at, large ? HSDS_ITEM_MAX : left,
                      JSON_DISABLE_EOF_CHECK | JSON_DECODE_ANY, &error);
    if (!*out && large && json_error_code(&error) == json_error_premature_end_of_input)
        return scan_broken(x, N_("one object is longer than 64 MiB"));
    if (!*out)
        return syntax_broken(x, &error);
    x->text.line = x->line;
    size_t end = x->at + (size_t)error.position;
    for (; x->at < end && x->at < x->s.n; x->at++)
        x->line += x->s.p[x->at] == '\n';
    return ERR_OK;
}

static void scan_progress(struct scan *x)
{
    if (x->at - x->told < 1024 * 1024 && x->at != x->s.n)
        return;
    x->told = x->at;
    hsds_tell(x->text.b,
              (struct hsds_event){
                  .kind = HSDS_PROGRESS, .stage = x->file, .done = x->at, .total = x->s.n});
}

static enum err item_take(struct scan *x, const json_t *o)
{
    struct hsds_row *row, refused = {.line = x->text.line, .file = x->text.name};
    enum hsds_type type = x->type;

    if (!json_is_object(o)) {
        hsds_refuse(x->text.b, &refused, NO_OBJECT);
        return ERR_OK;
    }
    if (type == HSDS_NONE)
        type = type_guess(o);
    if (type == HSDS_NONE)
        type = type_named(x->file);
    if (type == HSDS_NONE) {
        hsds_refuse(x->text.b, &refused,
                    N_("its keys do not tell what it is: an organization, a "
                       "service, a location …"));
        return ERR_OK;
    }
    return object_take(&x->text, type, o, NULL, 0, &row);
}

/* Each element of the array that begins here; `rows`: they are rows of that file. */
static enum err array_take(struct scan *x, const struct hsds_file *rows)
{
    x->at++;
    if (peek(x) == ']') {
        x->at++;
        return ERR_OK;
    }
    for (;;) {
        json_t *item;
        TRY(value_load(x, &item));
        enum err e = !rows ? item_take(x, item)
                     : json_is_object(item)
                         ? hsds_json_row(x->text.b, rows, x->text.name, x->text.line, item)
                         : scan_broken(x, N_("a row is no object"));
        json_decref(item);
        TRY(e);
        scan_progress(x);
        char c = peek(x);
        x->at++;
        if (c == ']')
            return ERR_OK;
        if (c != ',')
            return scan_broken(x, N_("it is not JSON: ',' or ']' expected (is the file cut off?)"));
    }
}

/* The type that a collection of the API ("services") holds, or HSDS_NONE. */
static enum hsds_type collection_find(struct str name)
{
    for (int t = HSDS_NONE + 1; t < HSDS_OBJECTS_END; t++) {
        if (str_eq_c(name, hsds_model((enum hsds_type)t)->collection))
            return (enum hsds_type)t;
    }
    return HSDS_NONE;
}

/* Whether the object that begins here is a page, a set of tables or of collections, and not itself
 * one thing (an organization has "services" too, and an id). Its keys are looked at without reading
 * its values. */
static bool is_wrapper(const struct scan *from)
{
    struct scan x = *from;
    int depth = 0;
    bool key = true, collections = false;

    for (; x.at < x.s.n; x.at++) {
        char c = x.s.p[x.at];
        if (c == '"') {
            size_t start = ++x.at;
            while (x.at < x.s.n && x.s.p[x.at] != '"')
                x.at += x.s.p[x.at] == '\\' ? 2 : 1;
            struct str name = str_slice(x.s, start, x.at);
            if (depth == 1 && key && (str_eq_c(name, "contents") || hsds_file_find(name)))
                return true;
            if (depth == 1 && key && str_eq_c(name, "id"))
                return false;
            collections |= depth == 1 && key && collection_find(name) != HSDS_NONE;
        } else if (c == '{' || c == '[') {
            depth++;
        } else if (c == '}' || c == ']') {
            if (--depth == 0)
                return collections;
        } else if (depth == 1 && (c == ':' || c == ',')) {
            key = c == ',';
        }
    }
    return false;
}

static enum err wrapper_take(struct scan *x)
{
    x->at++;
    if (peek(x) == '}') {
        x->at++;
        return ERR_OK;
    }
    for (;;) {
        json_t *key, *other;
        TRY(value_load(x, &key));
        struct str name = hsds_json_text(x->text.b->arena, key);
        bool text = json_is_string(key);
        json_decref(key);
        if (!text || peek(x) != ':')
            return scan_broken(x, N_("it is not JSON: a key and ':' expected"));
        x->at++;
        const struct hsds_file *rows = hsds_file_find(name);
        const enum hsds_type type = x->type, held = collection_find(name);
        if (peek(x) == '[' && (rows || held != HSDS_NONE || str_eq_c(name, "contents"))) {
            x->type = held != HSDS_NONE ? held : type;
            TRY(array_take(x, rows));
            x->type = type;
        } else {
            TRY(value_load(x, &other));
            json_decref(other);
        }
        char c = peek(x);
        x->at++;
        if (c == '}')
            return ERR_OK;
        if (c != ',')
            return scan_broken(x, N_("it is not JSON: ',' or '}' expected (is the file cut off?)"));
    }
}

static enum err one_take(struct scan *x)
{
    json_t *o;
    TRY(value_load(x, &o));
    enum err e = item_take(x, o);
    json_decref(o);
    return e;
}

static enum err encoding_check(const struct scan *x)
{
    const char *why = hsds_encoding_wrong(x->s);

    if (why)
        return hsds_broken(x->text.b, x->file, 0, "%s", hsds_say(x->text.b, why));
    if (x->s.n != 0 && memchr(x->s.p, 0, x->s.n))
        return hsds_broken(x->text.b, x->file, 0, HSDS_ZERO_BYTE);
    if (str_is_utf8(x->s))
        return ERR_OK;
    /* The first line that is not. */
    uint32_t line = 1;
    struct str rest = x->s;
    while (rest.n != 0) {
        struct str one = str_cut(&rest, '\n');
        if (!str_is_utf8(one))
            return hsds_broken(x->text.b, x->file, line, "%s",
                               hsds_say(x->text.b, hsds_encoding_advice(one)));
        line++;
    }
    return hsds_broken(x->text.b, x->file, 0, "%s",
                       hsds_say(x->text.b, hsds_encoding_advice(x->s)));
}

enum err hsds_json_take(struct hsds_builder *b, const char *name, enum hsds_type type,
                        enum hsds_json_form form, struct str text)
{
    struct scan *x = ARENA_NEW(b->arena, struct scan);

    *x = (struct scan){.text = {.b = b, .name = hsds_name_add(b, name)}, .type = type, .line = 1};
    x->file = b->names[x->text.name];
    x->s = text;
    TRY(encoding_check(x));
    if (str_starts(x->s, STR("\xEF\xBB\xBF")))
        x->at = 3;
    if (peek(x) == '\0')
        return hsds_broken(b, x->file, 0, N_("it is empty"));
    do {
        char c = peek(x);
        x->text.line = x->line;
        if (c == '[')
            TRY(array_take(x, NULL));
        else if (c == '{' && is_wrapper(x))
            TRY(wrapper_take(x));
        else
            TRY(one_take(x));
        scan_progress(x);
    } while (form == HSDS_JSON_LINES && peek(x) != '\0');
    if (peek(x) != '\0')
        return scan_broken(x, N_("it is not JSON: more stands behind its end"));
    return ERR_OK;
}
