/* awn backup: the database into one SQLite file, of one moment, under its name only when whole. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"
#include "cli/cli.h"
#include "cli/copy.h"
#include "db/migrate.h"

static enum err sync_path(const char *path, int flags)
{
    int fd = open(path, flags | O_CLOEXEC);
    bool ok = fd >= 0 && fsync(fd) == 0;
    if (!ok)
        log_error("cli", "cannot write %s to the disk: %s", path, strerror(errno));
    if (fd >= 0)
        close(fd);
    return ok ? ERR_OK : ERR_IO;
}

static const char *folder_of(struct arena *a, const char *path)
{
    const char *slash = strrchr(path, '/');
    if (!slash)
        return ".";
    return slash == path ? "/" : str_to_c(a, str_from(path, (size_t)(slash - path)));
}

static enum err backup_fill(struct cli *c, struct db *from, const char *path)
{
    struct db *to = NULL;
    struct copy_progress p = {.c = c};
    int ran;
    TRY(db_open(str_fmt(c->arena, "sqlite:%s", path).p, DB_WRITER, &to));
    enum err e = db_migrate(to, &ran);
    if (e == ERR_OK)
        e = db_copy(from, to, copy_progress, &p);
    if (e == ERR_OK)
        e = db_tidy(to);
    db_close(to);
    cli_progress_end(c);
    return e;
}

static enum err backup_write(struct cli *c, struct db *from, const char *path)
{
    char *aside = str_to_c(c->arena, str_fmt(c->arena, "%s.XXXXXX", path));
    int fd = mkostemp(aside, O_CLOEXEC);
    if (fd < 0) {
        log_error("cli", "cannot write beside %s: %s", path, strerror(errno));
        return errno == ENOSPC ? ERR_FULL : ERR_IO;
    }
    close(fd);
    enum err e = backup_fill(c, from, aside);
    if (e == ERR_OK)
        e = sync_path(aside, O_RDWR);
    if (e == ERR_OK && renameat2(AT_FDCWD, aside, AT_FDCWD, path, RENAME_NOREPLACE) != 0) {
        log_error("cli", "cannot give the backup its name %s: %s", path, strerror(errno));
        e = ERR_IO;
    }
    if (e != ERR_OK) {
        copy_file_remove(aside);
        return e;
    }
    return sync_path(folder_of(c->arena, path), O_RDONLY | O_DIRECTORY);
}

enum cli_exit cmd_backup(struct cli *c)
{
    const char *path = c->args[0];
    const struct tr_arg file = {"file", str_from_c(path)};
    struct db *db;
    if (access(path, F_OK) == 0)
        return cli_fail(c, N_("{file} is there already: choose another name"), &file, 1);
    enum cli_exit status = cli_open_db(c, DB_READER, &db);
    if (status == CLI_DONE) {
        enum err e = backup_write(c, db, path);
        if (e != ERR_OK)
            status = cli_failed(c, e, N_("No backup was made"));
    }
    db_close(db);
    if (status != CLI_DONE)
        return status;
    cli_say(c, N_("The backup is in {file}."), &file, 1);
    cli_say(c,
            N_("secret.key and ratchet.key are not in it, so that a stolen backup stays closed. "
               "Keep a copy of both in another place: without them nobody can read the backup. "
               "Replace the copy of ratchet.key at each backup: an older one could still open "
               "what has expired since."),
            CLI_NO_ARGS);
    return CLI_DONE;
}
