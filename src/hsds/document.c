/* Rows into documents. */
#include <string.h>

#include "hsds/inside.h"

void hsds_json_string(struct buf *b, struct str s)
{
    static const char HEX[] = "0123456789abcdef";
    size_t from = 0;

    buf_add_char(b, '"');
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c >= 0x20 && c != '"' && c != '\\')
            continue;
        buf_add(b, str_slice(s, from, i));
        from = i + 1;
        buf_add_char(b, '\\');
        if (c == '"' || c == '\\')
            buf_add_char(b, (char)c);
        else if (c == '\n')
            buf_add_char(b, 'n');
        else if (c == '\t')
            buf_add_char(b, 't');
        else {
            buf_add_c(b, "u00");
            buf_add_char(b, HEX[c >> 4]);
            buf_add_char(b, HEX[c & 15]);
        }
    }
    buf_add(b, str_slice(s, from, s.n));
    buf_add_char(b, '"');
}

static void key_write(struct buf *b, const char *name)
{
    if (b->p[b->n - 1] != '{')
        buf_add_char(b, ',');
    buf_add_char(b, '"');
    buf_add_c(b, name);
    buf_add_c(b, "\":");
}

/* The UUID of an object that a row points to. */
static struct str ref_uuid(struct hsds_builder *b, enum hsds_type to, struct str id)
{
    const struct hsds_row *target = hsds_row_of(b, to, id);

    if (target && target->uuid)
        return str_from(target->uuid, HSDS_UUID_SIZE);
    return hsds_is_uuid(id) ? id : hsds_uuid(b->arena, b->how->source, to, id);
}

static void row_write(struct hsds_builder *b, struct buf *out, struct hsds_row *row, size_t *count);

static void parts_write(struct hsds_builder *b, struct buf *out, const struct hsds_row *row,
                        const struct hsds_field *f, size_t *count)
{
    bool any = false;

    for (const struct hsds_edge *e = row->parts; e; e = e->next) {
        if (e->row->type != f->to || e->row->refused)
            continue;
        if (any) {
            buf_add_char(out, ',');
        } else {
            key_write(out, f->name);
            buf_add_char(out, '[');
            any = true;
        }
        row_write(b, out, e->row, count);
    }
    if (any)
        buf_add_char(out, ']');
}

static void fill_write(struct buf *out, const struct hsds_field *f)
{
    if (f->need != HSDS_FILL)
        return;
    key_write(out, f->name);
    hsds_json_string(out, f->kind == HSDS_ENUM ? str_from_c(hsds_words(f->words)[0]) : STR(""));
}

static void value_write(struct hsds_builder *b, struct buf *out, const struct hsds_field *f,
                        struct str v)
{
    if (f->kind == HSDS_OWNER || f->kind == HSDS_OWNED)
        return;
    if (v.n == 0) {
        fill_write(out, f);
        return;
    }
    key_write(out, f->name);
    if (f->kind == HSDS_NUMBER)
        buf_add(out, v);
    else
        hsds_json_string(out, f->kind == HSDS_REF ? ref_uuid(b, f->to, v) : v);
}

static void row_write(struct hsds_builder *b, struct buf *out, struct hsds_row *row, size_t *count)
{
    const struct hsds_model *m = hsds_model((enum hsds_type)row->type);
    size_t next = 0;

    if (!row->written)
        count[row->type]++;
    row->written = true;
    buf_add_c(out, "{\"id\":\"");
    buf_add(out, str_from(row->uuid, HSDS_UUID_SIZE));
    buf_add_char(out, '"');
    for (size_t i = 1; i < m->n && !out->failed; i++) {
        const struct hsds_field *f = &m->fields[i];
        struct str v = STR_NONE;
        while (next < row->nvalues && row->values[next].field < i)
            next++;
        if (next < row->nvalues && row->values[next].field == i)
            v = str_from(row->values[next].p, row->values[next].n);
        if (f->kind == HSDS_PARTS) {
            if (row->parts)
                parts_write(b, out, row, f, count);
        } else if (f->kind != HSDS_OBJECT && f->kind != HSDS_OBJECTS) {
            value_write(b, out, f, v);
        }
    }
    buf_add_char(out, '}');
}

/* The fields that say what a document hangs on. */
static struct str ref_of(struct hsds_builder *b, const struct hsds_row *row, int field)
{
    struct str id = field < 0 ? STR_NONE : hsds_row_get(row, field);
    const struct hsds_field *f =
        &hsds_model((enum hsds_type)row->type)->fields[field < 0 ? 0 : field];
    return id.n == 0 ? STR_NONE : str_copy(b->out, ref_uuid(b, f->to, id));
}

static const int PARENT[HSDS_OBJECTS_END] = {
    [HSDS_NONE] = -1,
    [HSDS_ORGANIZATION] = HSDS_F(ORGANIZATION, parent_organization_id),
    [HSDS_SERVICE] = HSDS_F(SERVICE, organization_id),
    [HSDS_LOCATION] = HSDS_F(LOCATION, organization_id),
    [HSDS_SERVICE_AT_LOCATION] = HSDS_F(SERVICE_AT_LOCATION, service_id),
    [HSDS_PROGRAM] = HSDS_F(PROGRAM, organization_id),
    [HSDS_TAXONOMY] = -1,
    [HSDS_TAXONOMY_TERM] = HSDS_F(TAXONOMY_TERM, taxonomy_id),
};

static enum err object_write(struct hsds_builder *b, struct buf *out, struct hsds_row *row,
                             struct hsds_set *set)
{
    struct str doc;

    out->n = 0;
    out->failed = false;
    row_write(b, out, row, set->count);
    if (buf_end(out, &doc) != ERR_OK) {
        hsds_refuse(b, row, N_("with all that belongs to it, it is longer than 1 MiB"));
        set->count[row->type]--;
        return ERR_OK;
    }
    struct hsds_object *o = &set->v[set->n++];
    *o = (struct hsds_object){
        .type = (enum hsds_type)row->type,
        .id = str_copy(b->out, str_from(row->uuid, HSDS_UUID_SIZE)),
        .doc = str_copy(b->out, doc),
        .parent = ref_of(b, row, PARENT[row->type]),
        .digest = hsds_digest(doc),
        .line = row->line,
        .file = row->file,
    };
    if (row->type == HSDS_SERVICE_AT_LOCATION)
        o->place = ref_of(b, row, HSDS_F(SERVICE_AT_LOCATION, location_id));
    return ERR_OK;
}

enum err hsds_documents(struct hsds_builder *b, struct hsds_set **out)
{
    struct hsds_set *set = ARENA_NEW(b->out, struct hsds_set);
    struct buf doc;
    size_t most = 0;

    for (size_t t = 0; t < HSDS_OBJECTS_END; t++)
        most += b->table[t].n;
    set->v = ARENA_ARRAY(b->out, struct hsds_object, most);
    set->files = ARENA_ARRAY(b->out, const char *, b->nnames);
    for (size_t i = 0; i < b->nnames; i++)
        set->files[i] = str_to_c(b->out, str_from_c(b->names[i]));
    buf_init(&doc, NULL, 64 * 1024, HSDS_DOC_MAX);
    for (size_t t = HSDS_NONE + 1; t < HSDS_OBJECTS_END; t++) {
        set->from[t] = set->n;
        for (size_t i = 0; i < b->table[t].n; i++) {
            if (!b->table[t].v[i]->refused)
                (void)object_write(b, &doc, b->table[t].v[i], set);
        }
    }
    for (size_t t = HSDS_OBJECTS_END; t < HSDS_TYPES_END; t++)
        set->from[t] = set->n;
    buf_release(&doc);
    set->rows = b->rows;
    set->refused = b->refused;
    set->orphans = b->orphans;
    set->version = b->older ? STR("1.1") : b->old ? STR("2.0") : STR("3.0");
    *out = set;
    return ERR_OK;
}
