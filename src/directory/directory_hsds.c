#include "directory/directory_hsds.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"
#include "directory/directory_csv.h"
#include "directory/directory_rules.h"

struct column {
    const char *name;
    enum hsds_need need;
};

#define X(id, text, need) {text, HSDS_##need},
static const struct column ORGANIZATIONS[] = {HSDS_ORGANIZATION_COLUMNS(X)};
static const struct column SERVICES[] = {HSDS_SERVICE_COLUMNS(X)};
static const struct column LOCATIONS[] = {HSDS_LOCATION_COLUMNS(X)};
static const struct column SERVICES_AT[] = {HSDS_SERVICE_AT_LOCATION_COLUMNS(X)};
static const struct column PHONES[] = {HSDS_PHONE_COLUMNS(X)};
static const struct column ADDRESSES[] = {HSDS_ADDRESS_COLUMNS(X)};
static const struct column SCHEDULES[] = {HSDS_REGULAR_SCHEDULE_COLUMNS(X)};
#undef X

struct layout {
    const struct column *columns;
    size_t n;
};

static const struct layout LAYOUTS[HSDS_FILES_COUNT] = {
    [HSDS_ORGANIZATION] = {ORGANIZATIONS, ORGANIZATION_COLUMNS},
    [HSDS_SERVICE] = {SERVICES, SERVICE_COLUMNS},
    [HSDS_LOCATION] = {LOCATIONS, LOCATION_COLUMNS},
    [HSDS_SERVICE_AT_LOCATION] = {SERVICES_AT, AT_COLUMNS},
    [HSDS_PHONE] = {PHONES, PHONE_COLUMNS},
    [HSDS_POSTAL_ADDRESS] = {ADDRESSES, ADDRESS_COLUMNS},
    [HSDS_PHYSICAL_ADDRESS] = {ADDRESSES, ADDRESS_COLUMNS},
    [HSDS_REGULAR_SCHEDULE] = {SCHEDULES, SCHEDULE_COLUMNS},
};

struct file_name {
    const char *file, *noun;
    enum hsds_file_need need;
};

static const struct file_name FILES[HSDS_FILES_COUNT] = {
#define X(id, file, noun, need) {file, noun, need},
    HSDS_FILES(X)
#undef X
};

const char *hsds_file_name(enum hsds_file f)
{
    return FILES[f].file;
}

const char *hsds_noun(enum hsds_file f)
{
    return FILES[f].noun;
}

static void tell(const struct hsds *h, struct directory_event event)
{
    if (h->how->event)
        h->how->event(h->how->ctx, &event);
}

void hsds_refuse(struct hsds *h, enum hsds_file f, struct hsds_row *row, const char *fmt, ...)
{
    char why[512];
    va_list args;

    va_start(args, fmt);
    (void)vsnprintf(why, sizeof(why), fmt, args);
    va_end(args);
    row->refused = true;
    h->refused++;
    tell(h, (struct directory_event){
                .kind = DIRECTORY_REFUSED, .file = FILES[f].file, .line = row->line, .why = why});
}

static enum err broken(const struct hsds *h, const char *file, uint32_t line, const char *why)
{
    tell(h, (struct directory_event){
                .kind = DIRECTORY_BROKEN, .file = file, .line = line, .why = why});
    return ERR_INVALID;
}

/* ---- one file -------------------------------------------------------------------------------- */

#define NO_COLUMN UINT16_MAX

struct file_reading {
    struct hsds *h;
    enum hsds_file file;
    bool header;                     /* was read */
    uint16_t place[CSV_COLUMNS_MAX]; /* column of the file → column of the table */
    size_t columns;                  /* of the file */
    uint64_t size, told;             /* bytes: of the file, at the last progress */
};

static bool same_name(struct str s, const char *name)
{
    size_t n = strlen(name);
    if (s.n != n)
        return false;
    for (size_t i = 0; i < n; i++) {
        char c = s.p[i] >= 'A' && s.p[i] <= 'Z' ? (char)(s.p[i] | 0x20) : s.p[i];
        if (c != name[i])
            return false;
    }
    return true;
}

static enum err header_read(struct file_reading *r, uint32_t line, const struct str *fields,
                            size_t n)
{
    const struct layout *layout = &LAYOUTS[r->file];
    const char *file = FILES[r->file].file;
    struct arena *a = r->h->arena;
    bool seen[CSV_COLUMNS_MAX] = {false};

    for (size_t i = 0; i < n; i++) {
        r->place[i] = NO_COLUMN;
        for (size_t c = 0; c < layout->n; c++) {
            if (!same_name(fields[i], layout->columns[c].name))
                continue;
            if (seen[c])
                return broken(r->h, file, line,
                              str_to_c(a, str_fmt(a, "the column \"%s\" stands twice in the header",
                                                  layout->columns[c].name)));
            seen[c] = true;
            r->place[i] = (uint16_t)c;
        }
    }
    for (size_t c = 0; c < layout->n; c++) {
        if (layout->columns[c].need != HSDS_MAY && !seen[c])
            return broken(r->h, file, line,
                          str_to_c(a, str_fmt(a,
                                              "the header has no column \"%s\"; the first line of "
                                              "the file must name its columns",
                                              layout->columns[c].name)));
    }
    r->columns = n;
    r->header = true;
    return ERR_OK;
}

static struct hsds_row *table_add(struct arena *a, struct hsds_table *t)
{
    if (t->n == t->cap) {
        size_t cap = t->cap ? t->cap * 2 : 256;
        struct hsds_row *v = ARENA_ARRAY(a, struct hsds_row, cap);
        if (t->n != 0)
            memcpy(v, t->v, t->n * sizeof(*v));
        t->v = v;
        t->cap = cap;
    }
    return &t->v[t->n++];
}

/* Weekday and times, which a later step wants as numbers. */
static void schedule_check(struct hsds *h, struct hsds_row *row)
{
    struct str opens = row->v[SCHEDULE_OPENS], closes = row->v[SCHEDULE_CLOSES];
    struct str day = row->v[SCHEDULE_WEEKDAY];
    int weekday, from, to;

    row->opens = row->closes = DIRECTORY_CLOSED;
    if (!directory_weekday(day, &weekday)) {
        hsds_refuse(h, HSDS_REGULAR_SCHEDULE, row, "\"%.*s\" is not a day of the week",
                    HSDS_SHORT(day));
        return;
    }
    row->weekday = (uint16_t)weekday;
    if (opens.n == 0 && closes.n == 0)
        return;
    if (!directory_time(opens, &from) || !directory_time(closes, &to)) {
        hsds_refuse(
            h, HSDS_REGULAR_SCHEDULE, row,
            "opening hours need two times such as 9:00 and 17:30, or none for a closed day");
        return;
    }
    row->opens = (int16_t)from;
    row->closes = (int16_t)to;
}

static void row_check(struct file_reading *r, struct hsds_row *row)
{
    const struct layout *layout = &LAYOUTS[r->file];
    struct hsds_table *t = &r->h->table[r->file];
    bool fresh;

    if (row->v[0].n != 0) {
        uint32_t *number = directory_map_put(&t->ids, row->v[0], &fresh);
        if (!fresh) {
            hsds_refuse(r->h, r->file, row, "the id \"%.*s\" was used before, on line %u",
                        HSDS_SHORT(row->v[0]), t->v[*number].line);
            return;
        }
        *number = (uint32_t)(row - t->v);
    }
    for (size_t c = 0; c < layout->n; c++) {
        if (layout->columns[c].need == HSDS_NEED && row->v[c].n == 0) {
            hsds_refuse(r->h, r->file, row, "\"%s\" is empty, and every %s must have one",
                        layout->columns[c].name, FILES[r->file].noun);
            return;
        }
    }
    if (r->file == HSDS_REGULAR_SCHEDULE)
        schedule_check(r->h, row);
}

static enum err row_read(void *ctx, uint32_t line, const struct str *fields, size_t n,
                         uint64_t bytes)
{
    struct file_reading *r = ctx;
    struct hsds *h = r->h;

    if (!r->header)
        return header_read(r, line, fields, n);
    if (++h->rows > DIRECTORY_ROWS_MAX)
        return broken(h, FILES[r->file].file, line, "there are more than 2,000,000 rows");

    struct hsds_row *row = table_add(h->arena, &h->table[r->file]);
    *row = (struct hsds_row){.line = line};
    row->v = ARENA_ARRAY(h->arena, struct str, LAYOUTS[r->file].n);
    if (n != r->columns) {
        hsds_refuse(h, r->file, row, "it has %zu fields, and the header has %zu", n, r->columns);
        return ERR_OK;
    }
    for (size_t i = 0; i < n; i++) {
        if (r->place[i] != NO_COLUMN)
            row->v[r->place[i]] = fields[i];
    }
    row_check(r, row);
    if (bytes - r->told > 1024 * 1024) {
        r->told = bytes;
        tell(h, (struct directory_event){.kind = DIRECTORY_PROGRESS,
                                         .stage = FILES[r->file].file,
                                         .done = bytes,
                                         .total = r->size});
    }
    return ERR_OK;
}

static enum err file_read(struct hsds *h, int folder, enum hsds_file f)
{
    const char *name = FILES[f].file;
    struct file_reading *r = ARENA_NEW(h->arena, struct file_reading);
    struct csv_broken why;
    struct stat st;

    directory_map_init(&h->table[f].ids, h->arena);
    int fd = openat(folder, name, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0 && errno == ENOENT) {
        if (FILES[f].need == HSDS_FILE_NEEDED)
            return broken(h, name, 0, "the folder has no such file, and an HSDS folder must");
        return ERR_OK;
    }
    if (fd < 0 || fstat(fd, &st) != 0 || !S_ISREG(st.st_mode)) {
        if (fd >= 0)
            close(fd);
        return broken(h, name, 0, "it cannot be read");
    }
    *r = (struct file_reading){.h = h, .file = f, .size = (uint64_t)st.st_size};
    enum err e = directory_csv_read(fd, h->arena, row_read, r, &why);
    close(fd);
    if (e == ERR_INVALID && why.why)
        return broken(h, name, why.line, why.why);
    if (e == ERR_IO)
        return broken(h, name, 0, "reading it failed half-way");
    TRY(e);
    if (!r->header)
        return broken(h, name, 0, "it is empty; the first line of the file must name its columns");
    tell(h, (struct directory_event){
                .kind = DIRECTORY_PROGRESS, .stage = name, .done = r->size, .total = r->size});
    return ERR_OK;
}

/* ---- the folder ------------------------------------------------------------------------------ */

static bool is_known(const char *name)
{
    for (size_t f = 0; f < HSDS_FILES_COUNT; f++) {
        if (strcmp(name, FILES[f].file) == 0)
            return true;
    }
    return false;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

#define IGNORED_MAX 256 /* files told about: a wrong folder may hold a million */

/* Tells about the files that nothing is read from, in the order of their names. */
static void tell_ignored(struct hsds *h)
{
    char **names = ARENA_ARRAY(h->arena, char *, IGNORED_MAX);
    const struct dirent *e;
    size_t n = 0;
    DIR *d = opendir(h->how->folder);

    while (d && n < IGNORED_MAX && (e = readdir(d)) != NULL) {
        if (e->d_name[0] != '.' && !is_known(e->d_name))
            names[n++] = str_to_c(h->arena, str_from_c(e->d_name));
    }
    if (d)
        closedir(d);
    qsort(names, n, sizeof(char *), by_name);
    for (size_t i = 0; i < n; i++)
        tell(h, (struct directory_event){.kind = DIRECTORY_IGNORED, .file = names[i]});
}

enum err hsds_read(struct arena *a, const struct directory_import *how, struct hsds **out)
{
    struct hsds *h = ARENA_NEW(a, struct hsds);

    *h = (struct hsds){.arena = a, .how = how};
    int folder = open(how->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0) {
        (void)broken(h, how->folder, 0, "there is no such folder, or it may not be read");
        return ERR_NOT_FOUND;
    }
    tell_ignored(h);
    enum err e = ERR_OK;
    for (size_t f = 0; f < HSDS_FILES_COUNT && e == ERR_OK; f++)
        e = file_read(h, folder, (enum hsds_file)f);
    close(folder);
    *out = h;
    return e;
}
