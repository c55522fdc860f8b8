#include "hsds/package_zip.h"

#include <archive.h>
#include <archive_entry.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"

/* The first day a zip can name: the time of writing would make each export differ. */
#define ZIP_TIME 315532800 /* 1980-01-01, seconds */

static enum err failed(struct archive *zip, const char *file)
{
    const char *why = archive_error_string(zip);
    log_error("hsds", "packing %s: %s", file, why ? why : "it cannot be read");
    return ERR_IO;
}

static enum err bytes_copy(struct archive *zip, int fd)
{
    char bytes[64 * 1024];
    ssize_t n;

    while ((n = read(fd, bytes, sizeof(bytes))) > 0) {
        if (archive_write_data(zip, bytes, (size_t)n) != n)
            return ERR_IO;
    }
    return n < 0 ? ERR_IO : ERR_OK;
}

static enum err file_add(struct archive *zip, int folder, const char *file)
{
    struct archive_entry *entry = archive_entry_new();
    struct stat st;
    enum err e = ERR_IO;
    int fd = openat(folder, file, O_RDONLY | O_CLOEXEC);

    if (entry && fd >= 0 && fstat(fd, &st) == 0) {
        archive_entry_set_pathname(entry, file);
        archive_entry_set_size(entry, st.st_size);
        archive_entry_set_filetype(entry, AE_IFREG);
        archive_entry_set_perm(entry, 0644);
        archive_entry_set_mtime(entry, ZIP_TIME, 0);
        if (archive_write_header(zip, entry) == ARCHIVE_OK)
            e = bytes_copy(zip, fd);
    }
    if (fd >= 0)
        close(fd);
    archive_entry_free(entry);
    return e == ERR_OK ? ERR_OK : failed(zip, file);
}

static enum err files_add(struct archive *zip, const char *folder, const char *const *files,
                          size_t n, const char *path)
{
    int dir = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    enum err e = dir < 0 ? ERR_IO : ERR_OK;

    if (e == ERR_OK && (archive_write_set_format_zip(zip) != ARCHIVE_OK ||
                        archive_write_set_options(zip, "compression=deflate") != ARCHIVE_OK ||
                        archive_write_open_filename(zip, path) != ARCHIVE_OK))
        e = failed(zip, path);
    for (size_t i = 0; i < n && e == ERR_OK; i++)
        e = file_add(zip, dir, files[i]);
    if (e == ERR_OK && archive_write_close(zip) != ARCHIVE_OK)
        e = failed(zip, path);
    if (dir >= 0)
        close(dir);
    return e;
}

enum err package_zip(const char *folder, const char *const *files, size_t n, const char *path)
{
    struct archive *zip = archive_write_new();

    if (!zip)
        return ERR_IO;
    enum err e = files_add(zip, folder, files, n, path);
    archive_write_free(zip);
    return e;
}
