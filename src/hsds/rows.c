#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "hsds/inside.h"
#include "hsds/value.h"

void hsds_tell(const struct hsds_builder *b, struct hsds_event event)
{
    if (b->how->event)
        b->how->event(b->how->ctx, &event);
}

const char *hsds_say(const struct hsds_builder *b, const char *msgid)
{
    return b->how->say ? b->how->say(b->how->ctx, msgid) : msgid;
}

const char *hsds_noun(const struct hsds_builder *b, enum hsds_type type)
{
    return hsds_say(b, hsds_model(type)->noun);
}

#define WHY_MAX 4096 /* bytes; more would be cut */

/* Puts the reason together and tells the event. */
__attribute__((format(printf, 3, 0))) static void
why_tell(const struct hsds_builder *b, struct hsds_event event, const char *fmt, va_list args)
{
    char why[WHY_MAX];

    if (!b->how->event)
        return;
    int n = vsnprintf(why, sizeof(why), hsds_say(b, fmt), args);
    if (n >= (int)sizeof(why))
        why[str_utf8_prefix(str_from(why, sizeof(why) - 1), sizeof(why) - 1).n] = '\0';
    event.why = n < 0 ? "" : why;
    hsds_tell(b, event);
}

enum err hsds_broken(const struct hsds_builder *b, const char *file, uint32_t line, const char *fmt,
                     ...)
{
    va_list args;

    va_start(args, fmt);
    why_tell(b, (struct hsds_event){.kind = HSDS_BROKEN, .file = file, .line = line}, fmt, args);
    va_end(args);
    return ERR_INVALID;
}

uint16_t hsds_name_add(struct hsds_builder *b, const char *file)
{
    if (b->nnames < HSDS_NAMES_MAX)
        b->nnames++;
    b->names[b->nnames - 1] = str_to_c(b->arena, str_from_c(file));
    return (uint16_t)(b->nnames - 1);
}

#define SHOWN 60
struct str hsds_short(struct str s)
{
    s = str_utf8_prefix(s, SHOWN);
    return s.p ? s : STR("");
}

void hsds_refuse(struct hsds_builder *b, struct hsds_row *row, const char *fmt, ...)
{
    va_list args;

    row->refused = true;
    b->refused++;
    va_start(args, fmt);
    why_tell(
        b,
        (struct hsds_event){.kind = HSDS_REFUSED, .file = b->names[row->file], .line = row->line},
        fmt, args);
    va_end(args);
}

void hsds_note(const struct hsds_builder *b, uint16_t file, uint32_t line, const char *fmt, ...)
{
    va_list args;

    va_start(args, fmt);
    why_tell(b, (struct hsds_event){.kind = HSDS_NOTED, .file = b->names[file], .line = line}, fmt,
             args);
    va_end(args);
}

/* ---- values ---------------------------------------------------------------------------------- */

struct str hsds_row_get(const struct hsds_row *row, int field)
{
    for (size_t i = 0; i < row->nvalues && row->values[i].field <= field; i++) {
        if (row->values[i].field == field)
            return str_from(row->values[i].p, row->values[i].n);
    }
    return STR_NONE;
}

static void values_keep(struct hsds_builder *b, struct hsds_row *row, const struct str *v)
{
    size_t n = 0;

    for (size_t i = 0; i < HSDS_VALUES_MAX; i++)
        n += v[i].n != 0;
    row->values = ARENA_ARRAY(b->arena, struct hsds_value, n);
    row->nvalues = 0;
    for (size_t i = 0; i < HSDS_VALUES_MAX; i++) {
        if (v[i].n != 0)
            row->values[row->nvalues++] =
                (struct hsds_value){v[i].p, (uint32_t)v[i].n, (uint16_t)i};
    }
}

void hsds_row_put(struct hsds_builder *b, struct hsds_row *row, int field, struct str value)
{
    struct str v[HSDS_VALUES_MAX] = {0};

    for (size_t i = 0; i < row->nvalues; i++)
        v[row->values[i].field] = str_from(row->values[i].p, row->values[i].n);
    v[field] = value;
    values_keep(b, row, v);
}

static bool is_id(const struct hsds_field *f)
{
    return f->kind == HSDS_ID || f->kind == HSDS_REF || f->kind == HSDS_OWNER;
}

void hsds_draft_ids(struct hsds_draft *d)
{
    const struct hsds_model *m = hsds_model(d->type);

    for (size_t i = 0; i < m->n; i++) {
        if (d->v[i].n == HSDS_UUID_SIZE && is_id(&m->fields[i]))
            d->v[i] = hsds_id_small(d->b->arena, d->v[i]);
    }
}

void hsds_draft_normal(struct hsds_draft *d)
{
    const struct hsds_model *m = hsds_model(d->type);

    for (size_t i = 0; i < m->n; i++) {
        const struct hsds_field *f = &m->fields[i];
        struct str in = d->v[i];
        if (in.n == 0)
            continue;
        if (is_id(f))
            continue;
        const char *why = hsds_value_normal(d->b->arena, f, in, &d->v[i]);
        if (why) {
            struct str s = hsds_short(in);
            hsds_note(d->b, d->file, d->line, N_("\"%s\" of the %s was left out: \"%.*s\": %s"),
                      f->name, hsds_noun(d->b, d->type), STR_ARG(s), hsds_say(d->b, why));
        }
    }
}

/* ---- rows ------------------------------------------------------------------------------------ */

static struct hsds_row *table_add(struct hsds_builder *b, enum hsds_type type)
{
    struct hsds_table *t = &b->table[type];

    if (t->n == t->cap) {
        size_t cap = t->cap ? t->cap * 2 : 256;
        struct hsds_row **v = ARENA_ARRAY(b->arena, struct hsds_row *, cap);
        if (t->n != 0)
            memcpy(v, t->v, t->n * sizeof(*v));
        t->v = v;
        t->cap = cap;
    }
    t->v[t->n] = ARENA_NEW(b->arena, struct hsds_row);
    t->v[t->n]->type = (uint8_t)type;
    return t->v[t->n++];
}

struct hsds_row *hsds_row_of(const struct hsds_builder *b, enum hsds_type type, struct str id)
{
    const struct hsds_table *t = &b->table[type];
    const uint32_t *number = t->ids.cap ? map_get(&t->ids, id) : NULL;
    return number ? t->v[*number] : NULL;
}

/* False, and the row that has it, when the id was used before. */
static bool id_take(struct hsds_builder *b, struct hsds_row *row, struct str id,
                    const struct hsds_row **other)
{
    struct hsds_table *t = &b->table[row->type];
    bool fresh;

    if (t->ids.cap == 0)
        map_init(&t->ids, b->arena);
    uint32_t *number = map_put(&t->ids, id, &fresh);
    if (!fresh) {
        *other = t->v[*number];
        return false;
    }
    *number = (uint32_t)(t->n - 1);
    row->uuid = hsds_uuid(b->arena, b->how->source, (enum hsds_type)row->type, id).p;
    return true;
}

struct hsds_row *hsds_row_make(struct hsds_builder *b, enum hsds_type type, struct str id,
                               uint16_t file, uint32_t line)
{
    struct hsds_row *row = table_add(b, type);
    const struct hsds_row *other;

    row->file = file;
    row->line = line;
    if (!id_take(b, row, id, &other))
        row->uuid = hsds_uuid(b->arena, b->how->source, type, id).p;
    hsds_row_put(b, row, 0, id);
    return row;
}

struct str hsds_part_id(struct hsds_builder *b, const struct hsds_draft *d, struct str owner)
{
    struct buf key;
    struct str s;

    buf_init(&key, NULL, 512, 4u * 1024 * 1024);
    buf_add(&key, owner);
    for (size_t i = 1; i < HSDS_VALUES_MAX; i++) {
        if (d->v[i].n != 0) {
            buf_add_fmt(&key, "\n%zu:%zu:", i, d->v[i].n);
            buf_add(&key, d->v[i]);
        }
    }
    struct str id = STR_NONE;
    if (buf_end(&key, &s) == ERR_OK)
        id = hsds_uuid(b->arena, b->how->source, d->type, s);
    buf_release(&key);
    return id;
}

/* A phone's languages in older versions are a list in one column. */
static enum err phone_languages(struct hsds_draft *d, struct hsds_row *phone)
{
    struct str list = d->v[HSDS_X_LANGUAGES];
    size_t i = 0;

    while (i < list.n) {
        size_t from = i;
        while (i < list.n && list.p[i] != ',' && list.p[i] != ';')
            i++;
        struct str one = str_trim(str_slice(list, from, i++));
        struct hsds_draft l = {.b = d->b, .line = d->line, .file = d->file, .type = HSDS_LANGUAGE};
        struct hsds_row *row;
        if (one.n == 0)
            continue;
        l.v[one.n <= 3 ? HSDS_F(LANGUAGE, code) : HSDS_F(LANGUAGE, name)] = one;
        TRY(hsds_row_add(&l, str_from(phone->uuid, HSDS_UUID_SIZE), &row));
        if (!row->refused)
            (void)hsds_row_place(d->b, phone, row);
    }
    return ERR_OK;
}

static bool is_home(const struct hsds_draft *d, size_t field)
{
    return d->type == HSDS_SERVICE && field == HSDS_F(SERVICE, organization_id);
}

static bool must_check(const struct hsds_draft *d, struct hsds_row *row)
{
    const struct hsds_model *m = hsds_model(d->type);

    for (size_t i = 0; i < m->n; i++) {
        bool home = is_home(d, i);
        if (m->fields[i].need != HSDS_MUST || d->v[i].n != 0 ||
            (home && d->b->how->orphans == HSDS_ORPHANS_KEEP))
            continue;
        hsds_refuse(d->b, row, HSDS_EMPTY, m->fields[i].name, hsds_noun(d->b, d->type));
        d->b->orphans += home;
        return false;
    }
    return true;
}

enum err hsds_row_add(struct hsds_draft *d, struct str owner, struct hsds_row **out)
{
    struct hsds_builder *b = d->b;
    const struct hsds_row *other = NULL;

    if (++b->rows > HSDS_ROWS_MAX)
        return hsds_broken(b, b->names[d->file], d->line, HSDS_TOO_MANY_ROWS);
    struct hsds_row *row = *out = table_add(b, d->type);
    row->line = d->line;
    row->file = d->file;
    hsds_draft_ids(d);
    bool given = d->v[0].n != 0;
    if (!given && hsds_model(d->type)->fields[0].need == HSDS_FILL)
        d->v[0] = hsds_part_id(b, d, owner);
    if (d->v[0].n != 0 && !id_take(b, row, d->v[0], &other)) {
        struct str id = hsds_short(d->v[0]);
        if (given)
            hsds_refuse(b, row, N_("the id \"%.*s\" was used before, on line %u"), STR_ARG(id),
                        other->line);
        else
            hsds_refuse(b, row, N_("it says the same as line %u"), other->line);
        return ERR_OK;
    }
    if (!must_check(d, row))
        return ERR_OK;
    const char *why = hsds_draft_repair(d);
    if (why) {
        hsds_refuse(b, row, "%s", hsds_say(b, why));
        return ERR_OK;
    }
    hsds_draft_normal(d);
    if (!must_check(d, row))
        return ERR_OK;
    values_keep(b, row, d->v);
    if (d->v[HSDS_X_LANGUAGES].n != 0)
        return phone_languages(d, row);
    return ERR_OK;
}

bool hsds_row_place(struct hsds_builder *b, struct hsds_row *owner, struct hsds_row *part)
{
    if (owner->nparts == HSDS_PARTS_MAX) {
        hsds_refuse(b, part, N_("it would be more than 16,384 parts of one %s"),
                    hsds_noun(b, (enum hsds_type)owner->type));
        return false;
    }
    struct hsds_edge *e = ARENA_NEW(b->arena, struct hsds_edge);
    e->row = part;
    if (owner->last)
        owner->last->next = e;
    else
        owner->parts = e;
    owner->last = e;
    owner->nparts++;
    part->placed = true;
    return true;
}
