/* awn restore: a backup into a network folder that has its keys and no database yet.
 *
 * The backup itself is never changed: a copy of it in the folder is brought up to date and looked
 * at, and only when the keys fit does the database get its rows, in one transaction. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sendfile.h>
#include <unistd.h>

#include "base/log.h"
#include "cli/cli.h"
#include "cli/copy.h"
#include "cli/secret_fits.h"
#include "db/migrate.h"

static const char MAGIC[] = "SQLite format 3"; /* with its final NUL: sqlite.org/fileformat2 */

static bool looks_like_backup(const char *path)
{
    char head[sizeof MAGIC];
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    bool ok = fd >= 0 && read(fd, head, sizeof head) == (ssize_t)sizeof head &&
              memcmp(head, MAGIC, sizeof head) == 0;
    if (fd >= 0)
        close(fd);
    return ok;
}

static enum err file_copy(const char *from, int to)
{
    int in = open(from, O_RDONLY | O_CLOEXEC);
    ssize_t n = in < 0 ? -1 : 1;
    while (n > 0)
        n = sendfile(to, in, NULL, 1 << 20);
    int code = errno;
    if (in >= 0)
        close(in);
    if (n == 0)
        return ERR_OK;
    log_error("cli", "cannot copy %s: %s", from, strerror(code));
    return code == ENOSPC ? ERR_FULL : ERR_IO;
}

/* The backup's copy, brought to this version. */
static enum err copy_open(struct cli *c, const char *aside, struct db **out)
{
    int ran, version;
    TRY(db_open(str_fmt(c->arena, "sqlite:%s", aside).p, DB_WRITER, out));
    TRY(db_check(*out));
    TRY(db_schema_version(*out, &version));
    if (version == 0)
        return ERR_INVALID;
    return db_migrate(*out, &ran);
}

static enum cli_exit restore_into(struct cli *c, struct db *from)
{
    struct db *to = NULL;
    struct copy_progress p = {.c = c};
    int ran;
    enum err e = db_open(cli_database(c).p, DB_WRITER, &to);
    if (e == ERR_OK)
        e = db_migrate(to, &ran);
    if (e == ERR_OK)
        e = db_copy(from, to, copy_progress, &p);
    db_close(to);
    cli_progress_end(c);
    if (e != ERR_OK && !c->database) /* ours, made just now */
        copy_file_remove(str_fmt(c->arena, "%s/awn.db", c->folder).p);
    if (e == ERR_CONFLICT)
        return cli_fail(c,
                        N_("there is a network in this database already: restore into an empty "
                           "one; nothing was changed"),
                        CLI_NO_ARGS);
    return e == ERR_OK ? CLI_DONE : cli_failed(c, e, N_("Nothing was restored"));
}

static enum cli_exit restore_checked(struct cli *c, const char *aside)
{
    struct seal_home *home = NULL;
    struct db *from = NULL;
    enum cli_exit status = CLI_DONE;
    enum err e = copy_open(c, aside, &from);
    if (e == ERR_VERSION)
        status = cli_fail(
            c, N_("the backup is of a newer Awn: install that version; nothing was changed"),
            CLI_NO_ARGS);
    else if (e != ERR_OK)
        status =
            cli_failed(c, e, N_("This file is no backup that can be read; nothing was changed"));
    if (status == CLI_DONE) {
        e = seal_home_open(c->folder, clock_day(clock_now(c->clock)),
                           cli_has(c, OPTION_CLOCK_IS_RIGHT), &home);
        if (e != ERR_OK)
            status =
                cli_failed(c, e, e == ERR_CLOCK ? N_("When it is right: --clock-is-right") : NULL);
    }
    if (status == CLI_DONE && secret_fits(c, home, from) != ERR_OK)
        status = cli_fail(c,
                          N_("this secret.key is not of the network in the backup: put the right "
                             "one there; nothing was changed"),
                          CLI_NO_ARGS);
    if (status == CLI_DONE)
        status = restore_into(c, from);
    cli_close(home, from);
    return status;
}

enum cli_exit cmd_restore(struct cli *c)
{
    const struct tr_arg file = {"file", str_from_c(c->args[0])};
    const struct tr_arg folder = {"folder", str_from_c(c->folder)};
    if (access(c->args[0], R_OK) != 0)
        return cli_fail(c, N_("there is no file {file} that can be read"), &file, 1);
    if (!looks_like_backup(c->args[0]))
        return cli_fail(c, N_("{file} was not made by awn backup"), &file, 1);
    if (!c->database && access(str_fmt(c->arena, "%s/awn.db", c->folder).p, F_OK) == 0)
        return cli_fail(c,
                        N_("there is a network in {folder} already: restore into a folder that has "
                           "only its keys; nothing was changed"),
                        &folder, 1);
    if (access(str_fmt(c->arena, "%s/secret.key", c->folder).p, F_OK) != 0 &&
        !getenv("CREDENTIALS_DIRECTORY"))
        return cli_fail(c,
                        N_("put secret.key and ratchet.key of the network into {folder} first "
                           "(mode 0600): without them the backup cannot be read"),
                        &folder, 1);
    enum cli_exit status = cli_need_keys(c);
    if (status != CLI_DONE)
        return status;
    cli_quiet(c);
    char *aside = str_to_c(c->arena, str_fmt(c->arena, "%s/restore.XXXXXX", c->folder));
    int fd = mkostemp(aside, O_CLOEXEC);
    if (fd < 0)
        return cli_fail(c, N_("cannot write in {folder}"), &folder, 1);
    enum err e = file_copy(c->args[0], fd);
    close(fd);
    status = e == ERR_OK ? restore_checked(c, aside) : cli_failed(c, e, N_("Nothing was restored"));
    copy_file_remove(aside);
    if (status == CLI_DONE)
        cli_say(c, N_("The network is back. Next: awn doctor, then awn serve."), CLI_NO_ARGS);
    return status;
}
