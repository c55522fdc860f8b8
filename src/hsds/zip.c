/* A package in a zip file: read entry by entry, nothing is unpacked to disk.
 *
 * libarchive reads whatever order the entries stand in; rows are linked at the end anyway. A bomb
 * is noticed by what came out so far, never by what the headers promise. */
#include "hsds/inside.h"

#include <archive.h>
#include <archive_entry.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define RATIO_FROM (16u * 1024 * 1024) /* bytes that may come out before the ratio counts */
#define TAIL_MAX (65536 + 22)          /* the end record stands this near the end */

struct zip {
    struct hsds_builder *b;
    struct archive *archive;
    const char *name; /* of the zip file */
    uint64_t packed;  /* its bytes */
    uint64_t unpacked;
    const char *why; /* what broke it, for source_read's caller: a msgid */
    const char *seen[HSDS_ZIP_FILES];
    size_t nseen;
};

static void archive_close(struct archive **a)
{
    if (*a)
        (void)archive_read_free(*a);
}
#define ARCHIVE_LOCAL __attribute__((cleanup(archive_close)))

/* The library's own words are English; what they come to is one of two. */
static const char *library_says(struct archive *a)
{
    const char *s = archive_error_string(a);
    return s && strstr(s, "nsupported")
               ? N_("it is packed in a way that is not read here; pack it as a plain zip file")
               : N_("it cannot be unpacked; it is damaged, or was not copied completely");
}

/* Counts what came out; false when it is too much. */
static bool count(struct zip *z, size_t n)
{
    z->unpacked += n;
    if (z->unpacked > HSDS_ZIP_MAX)
        z->why = N_("more than 1 GiB comes out of it");
    else if (z->unpacked > RATIO_FROM && z->unpacked / HSDS_ZIP_RATIO > z->packed)
        z->why = N_("far more comes out of it than a directory can be (a zip bomb?)");
    return z->why == NULL;
}

static ssize_t entry_read(void *from, char *p, size_t n)
{
    struct zip *z = from;
    la_ssize_t got = archive_read_data(z->archive, p, n);

    if (got < 0) {
        z->why = library_says(z->archive);
        return -1;
    }
    return count(z, (size_t)got) ? (ssize_t)got : -1;
}

/* `why` is a msgid. */
static enum err zip_broken(const struct zip *z, const char *entry, const char *why)
{
    why = hsds_say(z->b, why);
    return entry ? hsds_broken(z->b, z->name, 0, N_("\"%s\" in it: %s"), entry, why)
                 : hsds_broken(z->b, z->name, 0, "%s", why);
}

/* Whether the path is one that a package could have: no way out of the folder, no odd bytes. */
static bool is_safe(const char *path)
{
    struct str rest = str_from_c(path);

    if (rest.n == 0 || rest.n > 1024 || rest.p[0] == '/' || rest.p[0] == '\\' ||
        !str_is_utf8(rest) || memchr(rest.p, '\\', rest.n) || (rest.n > 1 && rest.p[1] == ':'))
        return false;
    while (rest.n != 0) {
        if (str_eq_c(str_cut(&rest, '/'), ".."))
            return false;
    }
    return true;
}

/* Files that archivers add on their own. */
static bool is_dust(const char *path)
{
    const char *slash = strrchr(path, '/');
    return (slash ? slash[1] : path[0]) == '.' || str_starts(str_from_c(path), STR("__MACOSX/"));
}

static enum err json_entry(struct zip *z, const char *name)
{
    struct buf all;
    struct str text;
    ssize_t got = 1;

    buf_init(&all, z->b->arena, 64 * 1024, HSDS_JSON_MAX);
    while (got > 0) {
        char *p = buf_reserve(&all, 64 * 1024);
        got = p ? entry_read(z, p, 64 * 1024) : 0;
        all.n += got > 0 ? (size_t)got : 0;
    }
    if (got < 0)
        return ERR_IO;
    if (buf_end(&all, &text) != ERR_OK)
        return zip_broken(z, name, HSDS_TOO_LONG);
    return hsds_json_file_take(z->b, name, text);
}

/* What an entry is; broken when it may not be there. *name: without its folders. */
static enum err entry_check(struct zip *z, struct archive_entry *e, const char **name)
{
    const char *path = archive_entry_pathname_utf8(e);

    if (!path)
        path = archive_entry_pathname(e);
    if (!path || !is_safe(path))
        return zip_broken(z, NULL, N_("a file in it has a name that leads out of the folder"));
    path = str_to_c(z->b->arena, str_from_c(path));
    if (archive_entry_is_encrypted(e))
        return zip_broken(z, path, N_("it is encrypted; pack it without a password"));
    if (++z->nseen > HSDS_ZIP_FILES)
        return zip_broken(z, NULL, N_("there are more than 64 files in it"));
    *name = NULL;
    if (archive_entry_filetype(e) == AE_IFDIR || is_dust(path))
        return ERR_OK;
    if (archive_entry_filetype(e) != AE_IFREG || archive_entry_hardlink(e))
        return zip_broken(z, path, N_("it is no plain file"));
    const char *slash = strrchr(path, '/');
    *name = slash ? slash + 1 : path;
    for (size_t i = 0; i + 1 < z->nseen; i++) {
        if (z->seen[i] && strcmp(z->seen[i], *name) == 0)
            return zip_broken(z, *name, N_("it stands there twice"));
    }
    z->seen[z->nseen - 1] = *name;
    return ERR_OK;
}

/* `tables`: the package has CSV files, so JSON in it is something else. */
static enum err entry_take(struct zip *z, struct archive_entry *e, bool tables)
{
    const char *name;
    enum err got = ERR_OK;

    TRY(entry_check(z, e, &name));
    if (!name || hsds_file_passed(str_from_c(name)))
        return ERR_OK;
    const struct hsds_file *file = hsds_file_find(str_from_c(name));
    uint64_t size = archive_entry_size_is_set(e) ? (uint64_t)archive_entry_size(e) : 0;
    if (file)
        got = hsds_csv_take(z->b, file, name, entry_read, z, size);
    else if (!tables && hsds_is_json_name(str_from_c(name)))
        got = json_entry(z, name);
    else
        hsds_tell(z->b, (struct hsds_event){.kind = HSDS_IGNORED, .file = name});
    /* Not its own fault: the reader only knows that reading failed. */
    if (got == ERR_IO && z->why)
        return zip_broken(z, name, z->why);
    return got;
}

static enum err archive_begin(struct zip *z, int fd, struct archive **out)
{
    *out = z->archive = archive_read_new();
    if (!z->archive || lseek(fd, 0, SEEK_SET) != 0)
        return ERR_IO;
    (void)archive_read_support_format_zip(z->archive);
    if (archive_read_open_fd(z->archive, fd, 64 * 1024) != ARCHIVE_OK)
        return zip_broken(z, NULL, library_says(z->archive));
    return ERR_OK;
}

/* The next entry, or NULL behind the last. */
static enum err entry_next(struct zip *z, struct archive_entry **e)
{
    int r = archive_read_next_header(z->archive, e);

    if (r == ARCHIVE_EOF)
        *e = NULL;
    else if (r != ARCHIVE_OK && r != ARCHIVE_WARN)
        return zip_broken(z, NULL, library_says(z->archive));
    return ERR_OK;
}

/* Which files there are, before any is read. */
static enum err tables_count(struct zip *z, int fd, size_t *tables, size_t *texts)
{
    ARCHIVE_LOCAL struct archive *archive = NULL;
    struct archive_entry *e;

    *tables = *texts = 0;
    TRY(archive_begin(z, fd, &archive));
    for (;;) {
        const char *name;
        TRY(entry_next(z, &e));
        if (!e)
            break;
        TRY(entry_check(z, e, &name));
        if (!name || hsds_file_passed(str_from_c(name)))
            continue;
        *tables += hsds_file_find(str_from_c(name)) != NULL;
        *texts += hsds_is_json_name(str_from_c(name));
    }
    z->nseen = 0;
    memset(z->seen, 0, sizeof(z->seen));
    return ERR_OK;
}

/* A zip file ends with a record that says so; one that was cut off has none. */
static bool is_whole(struct hsds_builder *b, int fd, uint64_t size)
{
    size_t n = size < TAIL_MAX ? (size_t)size : TAIL_MAX;
    char *p = arena_alloc(b->arena, n);
    ssize_t got = pread(fd, p, n, (off_t)(size - n));

    for (ssize_t i = got - 22; i >= 0; i--) {
        if (memcmp(p + i, "PK\5\6", 4) == 0)
            return true;
    }
    return false;
}

enum err hsds_zip_take(struct hsds_builder *b, int fd, const char *name)
{
    ARCHIVE_LOCAL struct archive *archive = NULL;
    struct zip *z = ARENA_NEW(b->arena, struct zip);
    struct archive_entry *e;
    size_t tables, texts;
    struct stat st;

    *z = (struct zip){.b = b, .name = name};
    if (fstat(fd, &st) != 0)
        return ERR_IO;
    z->packed = (uint64_t)st.st_size;
    if (!is_whole(b, fd, z->packed))
        return zip_broken(z, NULL, N_("its end is missing; it was not copied completely"));
    TRY(tables_count(z, fd, &tables, &texts));
    TRY(archive_begin(z, fd, &archive));
    for (;;) {
        TRY(entry_next(z, &e));
        if (!e)
            break;
        TRY(entry_take(z, e, tables != 0));
    }
    return hsds_tables_check(b, texts == 0 || tables != 0);
}
