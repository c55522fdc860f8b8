/* A folder or file of any form: finds out which, and reads it. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "hsds/encoding.h"
#include "hsds/inside.h"

enum err hsds_set_begin(struct arena *a, const struct hsds_reading *how, struct hsds_builder **out)
{
    struct hsds_builder *b = ARENA_NEW(a, struct hsds_builder);

    b->arena = a;
    b->out = a;
    b->how = how;
    b->late_end = &b->late;
    *out = b;
    return ERR_OK;
}

enum err hsds_set_add_json(struct hsds_builder *b, const char *name, enum hsds_type type,
                           struct str json)
{
    return hsds_json_take(b, name, type, HSDS_JSON_TEXT, json);
}

enum err hsds_set_end(struct hsds_builder *b, struct hsds_set **out)
{
    hsds_link(b);
    return hsds_documents(b, out);
}

/* ---- files ----------------------------------------------------------------------------------- */

static ssize_t fd_read(void *from, char *p, size_t n)
{
    ssize_t got;
    do {
        got = read(*(const int *)from, p, n);
    } while (got < 0 && errno == EINTR);
    return got;
}

static void fd_close(int *fd)
{
    if (*fd >= 0)
        close(*fd);
}
#define FD_LOCAL __attribute__((cleanup(fd_close)))

/* The whole file in the arena. */
static enum err file_load(struct hsds_builder *b, int fd, const char *name, uint64_t size,
                          struct str *out)
{
    size_t n = 0;
    ssize_t got = 1;

    if (size > HSDS_JSON_MAX)
        return hsds_broken(b, name, 0, HSDS_TOO_LONG);
    char *p = arena_alloc(b->arena, size + 1);
    while (n < size && (got = fd_read(&fd, p + n, size - n)) > 0)
        n += (size_t)got;
    if (got < 0) {
        (void)hsds_broken(b, name, 0, HSDS_HALF_WAY);
        return ERR_IO;
    }
    *out = str_from(p, n);
    return ERR_OK;
}

static bool has_ending(struct str name, const char *ending)
{
    struct str e = str_from_c(ending);
    if (name.n < e.n)
        return false;
    for (size_t i = 0; i < e.n; i++) {
        char c = name.p[name.n - e.n + i];
        if ((c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c) != e.p[i])
            return false;
    }
    return true;
}

static bool is_lines(struct str name)
{
    return has_ending(name, ".ndjson") || has_ending(name, ".jsonl");
}

bool hsds_is_json_name(struct str name)
{
    return has_ending(name, ".json") || is_lines(name);
}

enum err hsds_json_file_take(struct hsds_builder *b, const char *name, struct str text)
{
    return hsds_json_take(b, name, HSDS_NONE,
                          is_lines(str_from_c(name)) ? HSDS_JSON_LINES : HSDS_JSON_TEXT, text);
}

static enum err json_file(struct hsds_builder *b, int fd, const char *name, uint64_t size)
{
    struct str text;
    TRY(file_load(b, fd, name, size, &text));
    return hsds_json_file_take(b, name, text);
}

/* ---- the folder ------------------------------------------------------------------------------ */

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

#define FOLDER_MAX 1024 /* files looked at: a wrong folder may hold a million */

static size_t folder_list(struct arena *a, const char *path, char **names)
{
    const struct dirent *e;
    size_t n = 0;
    DIR *d = opendir(path);

    while (d && n < FOLDER_MAX && (e = readdir(d)) != NULL) {
        if (e->d_name[0] != '.')
            names[n++] = str_to_c(a, str_from_c(e->d_name));
    }
    if (d)
        closedir(d);
    qsort(names, n, sizeof(char *), by_name);
    return n;
}

static enum err folder_file(struct hsds_builder *b, int folder, const char *name,
                            const struct hsds_file *file)
{
    FD_LOCAL int fd = openat(folder, name, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    struct stat st;

    if (fd < 0 || fstat(fd, &st) != 0 || !S_ISREG(st.st_mode))
        return hsds_broken(b, name, 0, N_("it cannot be read"));
    if (file) {
        enum err e = hsds_csv_take(b, file, name, fd_read, &fd, (uint64_t)st.st_size);
        if (e == ERR_IO)
            (void)hsds_broken(b, name, 0, HSDS_HALF_WAY);
        return e;
    }
    return json_file(b, fd, name, (uint64_t)st.st_size);
}

/* Tables when there are any, else all JSON files. */
static enum err folder_read(struct hsds_builder *b, int folder)
{
    char **names = ARENA_ARRAY(b->arena, char *, FOLDER_MAX);
    size_t n = folder_list(b->arena, b->how->path, names), tables = 0, texts = 0;

    for (size_t i = 0; i < n; i++) {
        struct str name = str_from_c(names[i]);
        tables += hsds_file_find(name) != NULL;
        texts += hsds_is_json_name(name) && !hsds_file_passed(name);
    }
    for (size_t i = 0; i < n; i++) {
        struct str name = str_from_c(names[i]);
        bool text = tables == 0 && hsds_is_json_name(name);
        if (!hsds_file_find(name) && !text && !hsds_file_passed(name))
            hsds_tell(b, (struct hsds_event){.kind = HSDS_IGNORED, .file = names[i]});
    }
    for (size_t i = 0; i < n; i++) {
        struct str name = str_from_c(names[i]);
        const struct hsds_file *file = hsds_file_find(name);
        if (hsds_file_passed(name) || (!file && (tables != 0 || !hsds_is_json_name(name))))
            continue;
        TRY(folder_file(b, folder, names[i], file));
    }
    return hsds_tables_check(b, texts == 0 || tables != 0);
}

/* ---- whatever it is -------------------------------------------------------------------------- */

static enum err path_read(struct hsds_builder *b)
{
    const char *path = b->how->path;
    const char *slash = strrchr(path, '/');
    const char *name = slash && slash[1] ? slash + 1 : path;
    FD_LOCAL int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    struct stat st;
    char start[4] = {0};

    if (fd < 0 || fstat(fd, &st) != 0 || (!S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode))) {
        (void)hsds_broken(b, path, 0, N_("there is no such folder or file, or it may not be read"));
        return ERR_NOT_FOUND;
    }
    if (S_ISDIR(st.st_mode))
        return folder_read(b, fd);
    if (pread(fd, start, sizeof(start), 0) == 4 &&
        (memcmp(start, "PK\3\4", 4) == 0 || memcmp(start, "PK\5\6", 4) == 0))
        return hsds_zip_take(b, fd, name);
    if (hsds_is_json_name(str_from_c(name)))
        return json_file(b, fd, name, (uint64_t)st.st_size);
    if (has_ending(str_from_c(name), ".zip"))
        return hsds_broken(b, name, 0, N_("it is not a zip file, or its beginning is damaged"));
    return hsds_broken(b, name, 0,
                       N_("it is neither a folder of CSV files, nor a zip file of them, nor JSON"));
}

enum err hsds_read(struct arena *a, const struct hsds_reading *how, struct hsds_set **out)
{
    ARENA_LOCAL struct arena *rows = arena_create(ARENA_PLAIN, 1024 * 1024);
    struct hsds_builder *b;

    TRY(hsds_set_begin(rows, how, &b));
    b->out = a;
    TRY(path_read(b));
    return hsds_set_end(b, out);
}
