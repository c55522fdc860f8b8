#include "hsds/package.h"

#include <csv.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"
#include "hsds/package_zip.h"

struct hsds_package {
    struct arena *arena;
    enum hsds_format format;
    const char *path, *part;     /* where it goes, where it stands until then */
    FILE *table[HSDS_TYPES_END]; /* open when something of the type was written */
    FILE *json;
    enum hsds_type last; /* whose array of the JSON file is open */
    bool begun;          /* that array holds something */
    bool done;
};

static bool ends_with(const char *s, const char *end)
{
    size_t n = strlen(s), m = strlen(end);
    return n >= m && strcmp(s + n - m, end) == 0;
}

enum hsds_format hsds_format_of(const char *path)
{
    if (ends_with(path, ".zip"))
        return HSDS_ZIP;
    return ends_with(path, ".json") ? HSDS_JSON : HSDS_FOLDER;
}

static const char *inside(struct arena *a, const char *folder, const char *file)
{
    return str_to_c(a, str_fmt(a, "%s/%s", folder, file));
}

static enum err failed(const char *path)
{
    log_error("hsds", "writing %s: %s", path, strerror(errno));
    return ERR_IO;
}

enum err hsds_package_begin(struct arena *a, const char *path, struct hsds_package **out)
{
    struct hsds_package *p = ARENA_NEW(a, struct hsds_package);
    struct stat st;

    *p = (struct hsds_package){.arena = a, .format = hsds_format_of(path)};
    struct str name = str_from_c(path);
    while (name.n > 1 && name.p[name.n - 1] == '/')
        name.n--;
    p->path = str_to_c(a, str_copy(a, name));
    p->part = str_to_c(a, str_fmt(a, "%s.part", p->path));
    *out = p;
    if (lstat(p->path, &st) == 0) {
        p->done = true;
        return ERR_CONFLICT;
    }
    hsds_package_drop(p); /* of an export that was cut off */
    p->done = false;
    if (p->format == HSDS_JSON) {
        p->json = fopen(p->part, "wxe");
        if (!p->json)
            return failed(p->part);
        return fputs("{", p->json) < 0 ? failed(p->part) : ERR_OK;
    }
    return mkdir(p->part, 0777) == 0 ? ERR_OK : failed(p->part);
}

/* ---- tables ---------------------------------------------------------------------------------- */

static bool is_column(const struct hsds_field *f)
{
    return f->kind != HSDS_PARTS && f->kind != HSDS_OBJECT && f->kind != HSDS_OBJECTS;
}

static void cell_write(FILE *f, bool first, struct str text)
{
    if (!first)
        (void)fputc(',', f);
    if (text.n != 0)
        (void)csv_fwrite(f, text.p, text.n);
}

static enum err table_open(struct hsds_package *p, enum hsds_type type)
{
    const struct hsds_model *m = hsds_model(type);
    const char *path = inside(p->arena, p->part, m->file);
    bool first = true;

    p->table[type] = fopen(path, "wxe");
    if (!p->table[type])
        return failed(path);
    for (size_t i = 0; i < m->n; i++) {
        if (!is_column(&m->fields[i]))
            continue;
        (void)fprintf(p->table[type], first ? "%s" : ",%s", m->fields[i].name);
        first = false;
    }
    (void)fputs("\r\n", p->table[type]);
    return ERR_OK;
}

/* Whose part a row is. */
struct owner {
    enum hsds_type type; /* HSDS_NONE: of nothing, it is an object */
    const char *id;
};

/* A number as JSON writes it, so that it reads back the same. */
static struct str number_text(struct arena *a, const json_t *value)
{
    char *text = json_dumps(value, JSON_ENCODE_ANY | JSON_COMPACT | JSON_REAL_PRECISION(15));
    struct str s = text ? str_copy(a, str_from_c(text)) : STR_NONE;
    free(text);
    return s;
}

static struct str cell_of(struct arena *a, const struct hsds_field *f, const json_t *object,
                          const struct owner *owner)
{
    const json_t *value = json_object_get(object, f->name);

    if (f->kind == HSDS_OWNED)
        return str_from_c(hsds_model(owner->type)->name);
    if (f->kind == HSDS_OWNER)
        return f->to == HSDS_NONE || f->to == owner->type ? str_from_c(owner->id) : STR_NONE;
    if (json_is_number(value))
        return number_text(a, value);
    return json_is_string(value) ? str_from(json_string_value(value), json_string_length(value))
                                 : STR_NONE;
}

static enum err row_write(struct hsds_package *p, enum hsds_type type, const json_t *object,
                          const struct owner *owner)
{
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 1024);
    const struct hsds_model *m = hsds_model(type);
    const struct owner self = {type, json_string_value(json_object_get(object, "id"))};
    bool first = true;

    if (!self.id)
        return ERR_INVALID;
    if (!p->table[type])
        TRY(table_open(p, type));
    for (size_t i = 0; i < m->n; i++) {
        if (!is_column(&m->fields[i]))
            continue;
        cell_write(p->table[type], first, cell_of(a, &m->fields[i], object, owner));
        first = false;
    }
    (void)fputs("\r\n", p->table[type]);
    for (size_t i = 0; i < m->n; i++) {
        const json_t *parts = json_object_get(object, m->fields[i].name);
        if (m->fields[i].kind != HSDS_PARTS)
            continue;
        for (size_t k = 0; k < json_array_size(parts); k++)
            TRY(row_write(p, m->fields[i].to, json_array_get(parts, k), &self));
    }
    return ferror(p->table[type]) ? failed(m->file) : ERR_OK;
}

/* ---- one JSON file --------------------------------------------------------------------------- */

static enum err json_add(struct hsds_package *p, enum hsds_type type, struct str doc)
{
    if (type != p->last) {
        (void)fprintf(p->json, "%s\n\"%s\":[", p->last == HSDS_NONE ? "" : "],",
                      hsds_model(type)->collection);
        p->last = type;
        p->begun = false;
    }
    (void)fputs(p->begun ? ",\n" : "\n", p->json);
    p->begun = true;
    return fwrite(doc.p, 1, doc.n, p->json) == doc.n ? ERR_OK : failed(p->part);
}

enum err hsds_package_add(struct hsds_package *p, enum hsds_type type, struct str doc)
{
    static const struct owner nobody = {HSDS_NONE, ""};

    if (p->format == HSDS_JSON)
        return json_add(p, type, doc);
    json_t *object = hsds_doc_load(doc);
    if (!object)
        return ERR_INVALID;
    enum err e = row_write(p, type, object, &nobody);
    json_decref(object);
    return e;
}

/* ---- the end --------------------------------------------------------------------------------- */

/* Closes for good: what the kernel has not yet taken is told here. */
static enum err file_finish(FILE **f)
{
    if (!*f)
        return ERR_OK;
    bool bad = fflush(*f) != 0 || fsync(fileno(*f)) != 0;
    bad |= fclose(*f) != 0;
    *f = NULL;
    return bad ? failed("the package") : ERR_OK;
}

static json_t *resource_describe(enum hsds_type type)
{
    const struct hsds_model *m = hsds_model(type);
    json_t *fields = json_array();

    for (size_t i = 0; i < m->n; i++) {
        if (is_column(&m->fields[i]))
            json_array_append_new(
                fields, json_pack("{s:s, s:s}", "name", m->fields[i].name, "type",
                                  m->fields[i].kind == HSDS_NUMBER ? "number" : "string"));
    }
    return json_pack("{s:s, s:s, s:s, s:s, s:s, s:{s:s, s:o}}", "profile", "tabular-data-resource",
                     "name", m->name, "path", m->file, "format", "csv", "mediatype", "text/csv",
                     "schema", "primaryKey", "id", "fields", fields);
}

static enum err describe(struct hsds_package *p)
{
    const char *path = inside(p->arena, p->part, "datapackage.json");
    json_t *resources = json_array();

    for (size_t t = HSDS_NONE + 1; t < HSDS_TYPES_END; t++) {
        if (p->table[t])
            json_array_append_new(resources, resource_describe((enum hsds_type)t));
    }
    json_t *o = json_pack("{s:s, s:s, s:s, s:o}", "name", "human_services_data", "profile",
                          "tabular-data-package", "version", "3.0.0", "resources", resources);
    int bad = json_dump_file(o, path, JSON_INDENT(2));
    json_decref(o);
    return bad ? failed(path) : ERR_OK;
}

static enum err tables_end(struct hsds_package *p)
{
    static const enum hsds_type NEEDED[] = {HSDS_ORGANIZATION, HSDS_SERVICE};
    const char *files[HSDS_TYPES_END + 1];
    size_t n = 0;

    for (size_t i = 0; i < sizeof(NEEDED) / sizeof(NEEDED[0]); i++) {
        if (!p->table[NEEDED[i]])
            TRY(table_open(p, NEEDED[i]));
    }
    TRY(describe(p));
    files[n++] = "datapackage.json";
    for (size_t t = HSDS_NONE + 1; t < HSDS_TYPES_END; t++) {
        if (p->table[t])
            files[n++] = hsds_model((enum hsds_type)t)->file;
        TRY(file_finish(&p->table[t]));
    }
    if (p->format == HSDS_FOLDER)
        return ERR_OK;
    TRY(package_zip(p->part, files, n, inside(p->arena, p->part, "package.zip")));
    return ERR_OK;
}

enum err hsds_package_end(struct hsds_package *p)
{
    const char *whole = p->part;

    if (p->format == HSDS_JSON) {
        (void)fputs(p->last == HSDS_NONE ? "}\n" : "\n]}\n", p->json);
        TRY(file_finish(&p->json));
    } else {
        TRY(tables_end(p));
    }
    if (p->format == HSDS_ZIP)
        whole = inside(p->arena, p->part, "package.zip");
    if (rename(whole, p->path) != 0)
        return failed(p->path);
    if (p->format == HSDS_ZIP)
        hsds_package_drop(p);
    p->done = true;
    return ERR_OK;
}

void hsds_package_drop(struct hsds_package *p)
{
    if (p->done)
        return;
    p->done = true;
    if (p->json)
        (void)fclose(p->json);
    p->json = NULL;
    /* Somebody may have put a link there: what it leads to is not ours. */
    int folder = open(p->part, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    for (size_t t = HSDS_NONE + 1; t < HSDS_TYPES_END; t++) {
        if (p->table[t])
            (void)fclose(p->table[t]);
        p->table[t] = NULL;
        if (folder >= 0)
            (void)unlinkat(folder, hsds_model((enum hsds_type)t)->file, 0);
    }
    if (folder < 0) {
        (void)unlink(p->part);
        return;
    }
    (void)unlinkat(folder, "datapackage.json", 0);
    (void)unlinkat(folder, "package.zip", 0);
    (void)close(folder);
    (void)rmdir(p->part);
}
