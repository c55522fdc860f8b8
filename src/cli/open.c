#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"
#include "cli/cli.h"
#include "db/migrate.h"
#include "site/network.h"

struct str cli_database(const struct cli *c)
{
    return network_database(c->arena, c->folder, c->database);
}

static bool there(const struct cli *c, const char *name)
{
    return access(str_fmt(c->arena, "%s/%s", c->folder, name).p, F_OK) == 0;
}

enum cli_exit cli_need_keys(const struct cli *c)
{
    const struct tr_arg folder = {"folder", str_from_c(c->folder)};
    struct stat st;
    if (stat(c->folder, &st) != 0)
        return cli_fail(c,
                        N_("there is no network in {folder}: make one with awn init, or name its "
                           "folder with --data"),
                        &folder, 1);
    const char *credentials = getenv("CREDENTIALS_DIRECTORY");
    bool secret = there(c, "secret.key") ||
                  (credentials && *credentials &&
                   access(str_fmt(c->arena, "%s/secret.key", credentials).p, F_OK) == 0);
    bool ratchet = there(c, "ratchet.key");
    if (secret && ratchet)
        return CLI_DONE;
    if (!secret && !ratchet && !there(c, "awn.db"))
        return cli_fail(c,
                        N_("there is no network in {folder}: make one with awn init, or name its "
                           "folder with --data"),
                        &folder, 1);
    return cli_fail(c,
                    N_("{file} is missing from {folder}: put it back from where it is kept apart; "
                       "without it nothing here can be read"),
                    TR_ARGS({"file", secret ? STR("ratchet.key") : STR("secret.key")}, folder));
}

static const char *advice_of(enum err e)
{
    if (e == ERR_CLOCK)
        return N_("When it is right: --clock-is-right");
    if (e == ERR_BUSY)
        return N_("Another program holds the database: try again in a moment");
    return NULL;
}

enum cli_exit cli_open_db(struct cli *c, enum db_role role, struct db **db)
{
    struct network_settings settings;
    int version = 0;
    *db = NULL;
    cli_quiet(c);
    if (!c->database && !there(c, "awn.db"))
        return cli_fail(c,
                        N_("there is no database in {folder}: name it with --database, or bring it "
                           "back with awn restore"),
                        TR_ARGS({"folder", str_from_c(c->folder)}));
    enum err e = db_open(cli_database(c).p, role, db);
    if (e == ERR_OK)
        e = db_schema_version(*db, &version);
    if (e != ERR_OK)
        return cli_failed(c, e, advice_of(e));
    if (version > db_schema_known())
        return cli_fail(c,
                        N_("the database is of a newer Awn: install that version; nothing was "
                           "changed"),
                        CLI_NO_ARGS);
    e = version == db_schema_known() ? network_settings_read(*db, c->arena, &settings)
                                     : ERR_VERSION;
    if (e == ERR_NOT_FOUND || version == 0)
        return cli_fail(c,
                        N_("the database is empty: make a network with awn init, or bring one "
                           "back with awn restore"),
                        CLI_NO_ARGS);
    if (e == ERR_VERSION)
        return cli_fail(c, N_("the database is of an older Awn: awn serve brings it up to date"),
                        CLI_NO_ARGS);
    return e == ERR_OK ? CLI_DONE : cli_failed(c, e, advice_of(e));
}

enum cli_exit cli_open(struct cli *c, enum db_role role, struct seal_home **home, struct db **db)
{
    *home = NULL;
    *db = NULL;
    enum cli_exit status = cli_need_keys(c);
    if (status != CLI_DONE)
        return status;
    cli_quiet(c);
    enum err e = seal_home_open(c->folder, clock_day(clock_now(c->clock)),
                                cli_has(c, OPTION_CLOCK_IS_RIGHT), home);
    if (e != ERR_OK)
        return cli_failed(c, e, advice_of(e));
    return cli_open_db(c, role, db);
}

void cli_close(struct seal_home *home, struct db *db)
{
    db_close(db);
    seal_home_close(home);
}

enum err cli_folder_make(const char *path)
{
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 4096);
    char *p = str_to_c(a, str_from_c(path));
    for (char *at = p + 1; *p; at++) {
        if (*at && *at != '/')
            continue;
        char was = *at;
        *at = 0;
        if (mkdir(p, 0700) != 0 && errno != EEXIST) {
            log_error("cli", "cannot make the folder %s: %s", p, strerror(errno));
            return ERR_IO;
        }
        if (!was)
            return ERR_OK;
        *at = was;
    }
    return ERR_INVALID;
}

enum err cli_folder_above_make(const char *path)
{
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 4096);
    size_t n = strlen(path);
    while (n > 1 && path[n - 1] == '/')
        n--;
    while (n > 0 && path[n - 1] != '/')
        n--;
    return n > 1 ? cli_folder_make(str_to_c(a, str_from(path, n - 1))) : ERR_OK;
}
