/* CSV files: which there are in 1.1, 2.0 and 3.x, and what their columns are called. */
#include <string.h>

#include "hsds/inside.h"
#include "hsds/value.h"

/* How a file differs from the table of 3.0 that its rows go to. */
enum form {
    FORM_PLAIN,
    FORM_PHYSICAL, /* addresses of one type */
    FORM_POSTAL,
    FORM_WEEKLY,     /* regular_schedules: one weekday a row */
    FORM_HOLIDAY,    /* holiday_schedules */
    FORM_OF_SERVICE, /* taxonomy terms or attributes of services */
    FORM_OF_ANY,     /* the same of anything; link_type says of what */
    FORM_ELIGIBILITY /* a value of the service; columns as of required_documents */
};

enum since { SINCE_1, SINCE_2, SINCE_3 /* or in every version */ };

struct hsds_file {
    const char *name;
    enum hsds_type type;
    enum form form;
    enum since since;
};

/* The names of 3.0 come from the model; these are others. */
static const struct hsds_file OTHERS[] = {
    {"services_at_location.csv", HSDS_SERVICE_AT_LOCATION, FORM_PLAIN, SINCE_2},
    {"services_at_locations.csv", HSDS_SERVICE_AT_LOCATION, FORM_PLAIN, SINCE_2},
    {"service_at_locations.csv", HSDS_SERVICE_AT_LOCATION, FORM_PLAIN, SINCE_3},
    {"physical_addresses.csv", HSDS_ADDRESS, FORM_PHYSICAL, SINCE_2},
    {"postal_addresses.csv", HSDS_ADDRESS, FORM_POSTAL, SINCE_2},
    {"regular_schedules.csv", HSDS_SCHEDULE, FORM_WEEKLY, SINCE_1},
    {"holiday_schedules.csv", HSDS_SCHEDULE, FORM_HOLIDAY, SINCE_1},
    {"regular_schedule.csv", HSDS_SCHEDULE, FORM_WEEKLY, SINCE_1},
    {"holiday_schedule.csv", HSDS_SCHEDULE, FORM_HOLIDAY, SINCE_1},
    {"services_taxonomy.csv", HSDS_ATTRIBUTE, FORM_OF_SERVICE, SINCE_1},
    {"service_taxonomy.csv", HSDS_ATTRIBUTE, FORM_OF_SERVICE, SINCE_1},
    {"service_taxonomies.csv", HSDS_ATTRIBUTE, FORM_OF_SERVICE, SINCE_1},
    {"service_attributes.csv", HSDS_ATTRIBUTE, FORM_OF_SERVICE, SINCE_2},
    {"other_attributes.csv", HSDS_ATTRIBUTE, FORM_OF_ANY, SINCE_2},
    {"link_taxonomies.csv", HSDS_ATTRIBUTE, FORM_OF_ANY, SINCE_2},
    {"taxonomy.csv", HSDS_TAXONOMY_TERM, FORM_PLAIN, SINCE_1},
    {"accessibility_for_disabilities.csv", HSDS_ACCESSIBILITY, FORM_PLAIN, SINCE_2},
    {"payment_accepted.csv", HSDS_COST_OPTION, FORM_PLAIN, SINCE_2},
    {"payments_accepted.csv", HSDS_COST_OPTION, FORM_PLAIN, SINCE_2},
    {"eligibility.csv", HSDS_REQUIRED_DOCUMENT, FORM_ELIGIBILITY, SINCE_1},
    {"eligibilities.csv", HSDS_REQUIRED_DOCUMENT, FORM_ELIGIBILITY, SINCE_1},
    {"fundings.csv", HSDS_FUNDING, FORM_PLAIN, SINCE_3},
    {"accessibilities.csv", HSDS_ACCESSIBILITY, FORM_PLAIN, SINCE_3},
};

static const struct hsds_file PLAIN[HSDS_TYPES_END] = {
#define X(id, key, noun, file, collection) [HSDS_##id] = {file, HSDS_##id, FORM_PLAIN, SINCE_3},
    HSDS_TYPES(X)
#undef X
};

/* A column of an older version. It counts when the header has not got the one of 3.0. */
struct alias {
    enum hsds_type type;
    enum form form; /* FORM_PLAIN: any */
    const char *name;
    int field;
};

static const struct alias ALIASES[] = {
    {HSDS_ORGANIZATION, FORM_PLAIN, "url", HSDS_F(ORGANIZATION, website)},
    {HSDS_SERVICE, FORM_PLAIN, "fees", HSDS_F(SERVICE, fees_description)},
    {HSDS_SERVICE, FORM_PLAIN, "eligibility", HSDS_F(SERVICE, eligibility_description)},
    {HSDS_LANGUAGE, FORM_PLAIN, "language", HSDS_F(LANGUAGE, name)},
    {HSDS_ACCESSIBILITY, FORM_PLAIN, "accessibility", HSDS_F(ACCESSIBILITY, description)},
    {HSDS_SERVICE_AREA, FORM_PLAIN, "service_area", HSDS_F(SERVICE_AREA, name)},
    {HSDS_TAXONOMY_TERM, FORM_PLAIN, "vocabulary", HSDS_F(TAXONOMY_TERM, taxonomy)},
    {HSDS_TAXONOMY_TERM, FORM_PLAIN, "term", HSDS_F(TAXONOMY_TERM, name)},
    {HSDS_COST_OPTION, FORM_PLAIN, "payment", HSDS_F(COST_OPTION, option)},
    {HSDS_PHONE, FORM_PLAIN, "language", HSDS_X_LANGUAGES},
    {HSDS_ADDRESS, FORM_PLAIN, "organization_id", HSDS_X_ORGANIZATION},
    {HSDS_SCHEDULE, FORM_PLAIN, "weekday", HSDS_X_WEEKDAY},
    {HSDS_SCHEDULE, FORM_HOLIDAY, "closed", HSDS_X_CLOSED},
    {HSDS_SCHEDULE, FORM_HOLIDAY, "start_date", HSDS_X_START},
    {HSDS_SCHEDULE, FORM_HOLIDAY, "end_date", HSDS_X_END},
    {HSDS_ATTRIBUTE, FORM_OF_SERVICE, "service_id", HSDS_F(ATTRIBUTE, link_id)},
    {HSDS_ATTRIBUTE, FORM_PLAIN, "taxonomy_id", HSDS_F(ATTRIBUTE, taxonomy_term_id)},
    {HSDS_ATTRIBUTE, FORM_PLAIN, "taxonomy_detail", HSDS_F(ATTRIBUTE, value)},
    {HSDS_ATTRIBUTE, FORM_OF_ANY, "link_type", HSDS_F(ATTRIBUTE, link_entity)},
    {HSDS_REQUIRED_DOCUMENT, FORM_ELIGIBILITY, "eligibility", HSDS_F(REQUIRED_DOCUMENT, document)},
};
#define NALIASES (sizeof(ALIASES) / sizeof(ALIASES[0]))

/* Files that belong to the standard and hold nothing for us. */
static const char *const PASSED[] = {"datapackage.json", "meta_table_descriptions.csv",
                                     "meta_table_description.csv", "metadata.json"};

bool hsds_file_passed(struct str name)
{
    for (size_t i = 0; i < sizeof(PASSED) / sizeof(PASSED[0]); i++) {
        if (hsds_same_word(name, PASSED[i]))
            return true;
    }
    return false;
}

const struct hsds_file *hsds_file_find(struct str name)
{
    struct str bare = str_slice(name, 0, name.n > 4 ? name.n - 4 : 0);

    /* First: "taxonomy.csv" of 1.1 holds terms. */
    for (size_t i = 0; i < sizeof(OTHERS) / sizeof(OTHERS[0]); i++) {
        if (hsds_same_word(name, OTHERS[i].name))
            return &OTHERS[i];
    }
    for (size_t t = HSDS_NONE + 1; t < HSDS_TYPES_END; t++) {
        if (hsds_same_word(name, PLAIN[t].name) ||
            (name.n > 4 && hsds_same_word(str_slice(name, bare.n, name.n), ".csv") &&
             hsds_same_word(bare, hsds_model((enum hsds_type)t)->name)))
            return &PLAIN[t];
    }
    return NULL;
}

/* ---- the header ------------------------------------------------------------------------------ */

#define NO_COLUMN UINT16_MAX

struct taking {
    struct hsds_builder *b;
    const struct hsds_file *file;
    uint16_t name;
    bool header;                     /* was read */
    uint16_t place[CSV_COLUMNS_MAX]; /* column of the file → field */
    size_t columns;                  /* of the file */
    uint64_t size, told;             /* bytes: of the file, at the last progress */
};

static bool is_column(const struct hsds_field *f)
{
    return f->kind != HSDS_PARTS && f->kind != HSDS_OBJECT && f->kind != HSDS_OBJECTS;
}

static int column_find(const struct hsds_file *file, struct str name)
{
    const struct hsds_model *m = hsds_model(file->type);

    for (size_t i = 0; i < m->n; i++) {
        if (is_column(&m->fields[i]) && hsds_same_word(name, m->fields[i].name))
            return (int)i;
    }
    return -1;
}

static int alias_find(const struct hsds_file *file, struct str name)
{
    for (size_t i = 0; i < NALIASES; i++) {
        const struct alias *a = &ALIASES[i];
        if (a->type == file->type && (a->form == FORM_PLAIN || a->form == file->form) &&
            hsds_same_word(name, a->name))
            return a->field;
    }
    return -1;
}

static enum err column_missing(const struct taking *t, uint32_t line, const char *column)
{
    return hsds_broken(t->b, t->b->names[t->name], line,
                       N_("the header has no column \"%s\"; the first line of the file must name "
                          "its columns"),
                       column);
}

/* The name a person would look for: of an older version when the file is one. */
static const char *column_name(const struct hsds_file *file, int field)
{
    for (size_t i = 0; i < NALIASES; i++) {
        if (ALIASES[i].type == file->type && ALIASES[i].field == field &&
            ALIASES[i].form == file->form && file->form != FORM_PLAIN)
            return ALIASES[i].name;
    }
    return field == HSDS_X_WEEKDAY ? "weekday" : hsds_model(file->type)->fields[field].name;
}

static enum err header_check(const struct taking *t, uint32_t line, const bool *seen)
{
    const struct hsds_model *m = hsds_model(t->file->type);
    bool keep = t->b->how->orphans == HSDS_ORPHANS_KEEP && t->file->type == HSDS_SERVICE;

    for (size_t i = 0; i < m->n; i++) {
        if (m->fields[i].need == HSDS_MUST && !seen[i] &&
            !(keep && i == HSDS_F(SERVICE, organization_id)))
            return column_missing(t, line, column_name(t->file, (int)i));
    }
    if (t->file->form == FORM_WEEKLY && !seen[HSDS_X_WEEKDAY])
        return column_missing(t, line, "weekday");
    if (t->file->form == FORM_HOLIDAY && !seen[HSDS_X_START])
        return column_missing(t, line, "start_date");
    return ERR_OK;
}

static enum err header_read(struct taking *t, uint32_t line, const struct str *fields, size_t n)
{
    bool seen[HSDS_VALUES_MAX] = {false};

    for (size_t i = 0; i < n; i++) {
        int field = column_find(t->file, fields[i]);
        t->place[i] = field < 0 ? NO_COLUMN : (uint16_t)field;
        if (field >= 0 && seen[field])
            return hsds_broken(t->b, t->b->names[t->name], line,
                               N_("the column \"%s\" stands twice in the header"),
                               hsds_model(t->file->type)->fields[field].name);
        if (field >= 0)
            seen[field] = true;
    }
    for (size_t i = 0; i < n; i++) {
        int field = alias_find(t->file, fields[i]);
        if (field < 0 || seen[field])
            continue;
        seen[field] = true;
        t->place[i] = (uint16_t)field;
    }
    t->columns = n;
    t->header = true;
    return header_check(t, line, seen);
}

/* ---- rows ------------------------------------------------------------------------------------ */

/* What the file's name says about each of its rows. */
static void form_apply(const struct hsds_file *file, struct hsds_draft *d)
{
    struct str *type = &d->v[HSDS_F(ADDRESS, address_type)];

    switch (file->form) {
    case FORM_PHYSICAL:
        *type = type->n != 0 ? *type : STR("physical");
        break;
    case FORM_POSTAL:
        *type = type->n != 0 ? *type : STR("postal");
        break;
    case FORM_OF_SERVICE:
        d->v[HSDS_F(ATTRIBUTE, link_entity)] = STR("service");
        break;
    case FORM_PLAIN:
    case FORM_WEEKLY:
    case FORM_HOLIDAY:
    case FORM_OF_ANY:
    case FORM_ELIGIBILITY:
        break;
    }
}

static void late_add(const struct hsds_draft *d)
{
    struct hsds_late *l = ARENA_NEW(d->b->arena, struct hsds_late);
    struct str text = d->v[HSDS_F(REQUIRED_DOCUMENT, document)];

    if (text.n == 0)
        return;
    *l = (struct hsds_late){.service = d->v[HSDS_F(REQUIRED_DOCUMENT, service_id)],
                            .text = text,
                            .line = d->line,
                            .file = d->file};
    *d->b->late_end = l;
    d->b->late_end = &l->next;
}

/* Columns of one form that must have a value. */
static bool form_check(struct hsds_builder *b, const struct hsds_file *file,
                       const struct hsds_draft *d)
{
    int field = file->form == FORM_WEEKLY    ? HSDS_X_WEEKDAY
                : file->form == FORM_HOLIDAY ? HSDS_X_START
                                             : -1;
    struct hsds_row row = {.line = d->line, .file = d->file};

    if (field < 0 || d->v[field].n != 0)
        return true;
    b->rows++;
    hsds_refuse(b, &row, HSDS_EMPTY, field == HSDS_X_WEEKDAY ? "weekday" : "start_date",
                hsds_noun(b, file->type));
    return false;
}

static enum err draft_take(const struct hsds_file *file, struct hsds_draft *d)
{
    struct hsds_row *row;

    form_apply(file, d);
    if (file->form == FORM_ELIGIBILITY) {
        d->b->rows++;
        late_add(d);
        return ERR_OK;
    }
    if (!form_check(d->b, file, d))
        return ERR_OK;
    return hsds_row_add(d, STR_NONE, &row);
}

static enum err row_read(void *ctx, uint32_t line, const struct str *fields, size_t n,
                         uint64_t bytes)
{
    struct taking *t = ctx;
    struct hsds_builder *b = t->b;
    struct hsds_draft d = {.b = b, .line = line, .file = t->name, .type = t->file->type};

    if (!t->header)
        return header_read(t, line, fields, n);
    if (n != t->columns) {
        struct hsds_row row = {.line = line, .file = t->name};
        b->rows++;
        hsds_refuse(b, &row, N_("it has %zu fields, and the header has %zu"), n, t->columns);
        return ERR_OK;
    }
    for (size_t i = 0; i < n; i++) {
        if (t->place[i] != NO_COLUMN)
            d.v[t->place[i]] = fields[i];
    }
    if (bytes - t->told > 1024 * 1024) {
        t->told = bytes;
        hsds_tell(b, (struct hsds_event){.kind = HSDS_PROGRESS,
                                         .stage = b->names[t->name],
                                         .done = bytes,
                                         .total = t->size > bytes ? t->size : bytes});
    }
    return draft_take(t->file, &d);
}

/* What the names of files say about the version. */
static void file_seen(struct hsds_builder *b, const struct hsds_file *file, const char *name)
{
    b->older = b->older || file->since == SINCE_1;
    b->old = b->old || file->since == SINCE_2;
    b->table[file->type].file = name;
}

enum err hsds_csv_take(struct hsds_builder *b, const struct hsds_file *file, const char *name,
                       hsds_source_fn *source, void *from, uint64_t size)
{
    struct taking *t = ARENA_NEW(b->arena, struct taking);
    struct csv_broken why;

    *t = (struct taking){.b = b, .file = file, .name = hsds_name_add(b, name), .size = size};
    name = b->names[t->name];
    file_seen(b, file, name);
    enum err e = hsds_csv_read(source, from, b->arena, row_read, t, &why);
    if (e == ERR_INVALID && why.why)
        return hsds_broken(b, name, why.line, "%s", hsds_say(b, why.why));
    TRY(e);
    if (!t->header)
        return hsds_broken(b, name, 0,
                           N_("it is empty; the first line of the file must name its columns"));
    hsds_tell(
        b, (struct hsds_event){.kind = HSDS_PROGRESS, .stage = name, .done = size, .total = size});
    return ERR_OK;
}

/* ---- rows that stand in JSON ----------------------------------------------------------------- */

enum err hsds_json_row(struct hsds_builder *b, const struct hsds_file *file, uint16_t name,
                       uint32_t line, const json_t *row)
{
    struct hsds_draft d = {.b = b, .line = line, .file = name, .type = file->type};
    const char *key;
    json_t *value;

    file_seen(b, file, b->names[name]);
    json_object_foreach((json_t *)row, key, value)
    {
        int field = column_find(file, str_from_c(key));
        if (field < 0)
            field = alias_find(file, str_from_c(key));
        if (field >= 0 && d.v[field].n == 0)
            d.v[field] = hsds_json_text(b->arena, value);
    }
    return draft_take(file, &d);
}

enum err hsds_tables_check(struct hsds_builder *b, bool tabular)
{
    static const enum hsds_type NEEDED[] = {HSDS_ORGANIZATION, HSDS_SERVICE};

    for (size_t i = 0; tabular && i < 2; i++) {
        if (!b->table[NEEDED[i]].file)
            return hsds_broken(b, PLAIN[NEEDED[i]].name, 0,
                               N_("there is no such file, and a directory in HSDS must have it"));
    }
    return ERR_OK;
}
