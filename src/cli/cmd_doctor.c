/* awn doctor: what a steward can look at; the network's own part. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/doctor.h"
#include "cli/secret_fits.h"
#include "cli/serve.h"
#include "db/migrate.h"
#include "directory/directory.h"

void doctor_tell(struct doctor *d, enum verdict v, const char *text, const struct tr_arg *args,
                 size_t nargs, const char *advice)
{
    static const char *const words[] = {
#define X(name, word) [VERDICT_##name] = word,
        DOCTOR_VERDICTS(X)
#undef X
    };
    struct cli *c = d->c;
    d->look += v == VERDICT_LOOK;
    d->wrong += v == VERDICT_WRONG;
    printf("%-6s ", tr(c->lang, words[v]));
    cli_say(c, text, args, nargs);
    if (advice && v != VERDICT_OK)
        printf("       %s\n", tr(c->lang, advice));
}

/* Mode and owner of a file or folder that nobody else may open. */
static void check_private(struct doctor *d, const char *path, unsigned mode)
{
    struct stat st;
    const struct tr_arg args[] = {{"path", str_from_c(path)},
                                  {"mode", str_fmt(d->c->arena, "%04o", mode)}};
    if (stat(path, &st) != 0)
        doctor_tell(d, VERDICT_WRONG, N_("{path} is missing"), args, 2,
                    N_("put it back from where it is kept apart"));
    else if (st.st_uid != geteuid() && geteuid() != 0)
        doctor_tell(d, VERDICT_WRONG, N_("{path} belongs to somebody else"), args, 2,
                    N_("run awn as the user that owns it, or chown it"));
    else if ((st.st_mode & 077) != 0)
        doctor_tell(d, VERDICT_WRONG, N_("{path} can be opened by others"), args, 2,
                    mode == 0700 ? N_("chmod 700") : N_("chmod 600"));
    else
        doctor_tell(d, VERDICT_OK, N_("{path} is private"), args, 2, NULL);
}

/* The keys, and the day they stand on. */
static void check_keys(struct doctor *d, struct seal_home **home)
{
    struct cli *c = d->c;
    int32_t today = clock_day(clock_now(c->clock));
    enum err e = seal_home_open(c->folder, today, cli_has(c, OPTION_CLOCK_IS_RIGHT), home);
    if (e == ERR_CLOCK)
        doctor_tell(d, VERDICT_WRONG, N_("the clock and ratchet.key are days apart"), CLI_NO_ARGS,
                    N_("set the clock right; if it is right, start once with --clock-is-right"));
    else if (e != ERR_OK)
        doctor_tell(d, VERDICT_WRONG, N_("the keys do not open"), CLI_NO_ARGS,
                    N_("put both back from the same network; AWN_DEBUG=1 awn doctor says more"));
    else
        doctor_tell(d, VERDICT_OK, N_("the keys open and stand on today"), CLI_NO_ARGS, NULL);
}

static void check_version(struct doctor *d, struct db *db)
{
    int version = 0, known = db_schema_known();
    enum err e = db_schema_version(db, &version);
    struct tr_arg args[] = {{"version", str_fmt(d->c->arena, "%d", version)},
                            {"known", str_fmt(d->c->arena, "%d", known)}};
    if (e != ERR_OK)
        doctor_tell(d, VERDICT_WRONG, N_("the database does not answer"), CLI_NO_ARGS, NULL);
    else if (version > known)
        doctor_tell(d, VERDICT_WRONG, N_("the database is of a newer Awn ({version}, not {known})"),
                    args, 2, N_("install that version"));
    else if (version < known)
        doctor_tell(d, VERDICT_LOOK, N_("the database is of an older Awn ({version}, not {known})"),
                    args, 2, N_("awn serve brings it up to date"));
    else
        doctor_tell(d, VERDICT_OK, N_("the database is of this version ({version})"), args, 2,
                    NULL);
}

static void check_rows(struct doctor *d, const struct seal_home *home, struct db *db)
{
    struct cli *c = d->c;
    struct directory_counts n = {0};
    if (db_check(db) != ERR_OK)
        doctor_tell(d, VERDICT_WRONG, N_("the database is damaged"), CLI_NO_ARGS,
                    N_("stop awn, copy the folder, and restore the newest backup"));
    else
        doctor_tell(d, VERDICT_OK, N_("the database is whole"), CLI_NO_ARGS, NULL);
    if (home && secret_fits(c, home, db) != ERR_OK)
        doctor_tell(d, VERDICT_WRONG, N_("secret.key is not of this database"), CLI_NO_ARGS,
                    N_("put the right one back, or a row was changed by somebody else"));
    else if (home)
        doctor_tell(d, VERDICT_OK, N_("secret.key is of this database"), CLI_NO_ARGS, NULL);
    if (directory_count(db, &n) != ERR_OK)
        return;
    doctor_tell(d, n.services ? VERDICT_OK : VERDICT_LOOK,
                N_("the directory has {organizations} organizations and {services} services"),
                TR_ARGS({"organizations", lang_number(c->arena, c->lang, n.organizations)},
                        {"services", lang_number(c->arena, c->lang, n.services)}),
                N_("fill it with awn directory import"));
}

static void check_database(struct doctor *d, const struct seal_home *home)
{
    struct cli *c = d->c;
    struct db *db = NULL;
    int version = 0;
    struct str file = str_fmt(c->arena, "%s/awn.db", c->folder);
    if (!c->database && access(file.p, F_OK) != 0) {
        doctor_tell(d, VERDICT_WRONG, N_("there is no database here"), CLI_NO_ARGS,
                    N_("name it with --database, or bring it back with awn restore"));
        return;
    }
    if (!c->database)
        check_private(d, file.p, 0600);
    if (db_open(cli_database(c).p, DB_READER, &db) != ERR_OK) {
        doctor_tell(d, VERDICT_WRONG, N_("the database does not open"), CLI_NO_ARGS,
                    N_("AWN_DEBUG=1 awn doctor says more"));
        return;
    }
    check_version(d, db);
    if (db_schema_version(db, &version) == ERR_OK && version == db_schema_known())
        check_rows(d, home, db);
    db_close(db);
}

enum cli_exit cmd_doctor(struct cli *c)
{
    struct doctor d = {.c = c};
    struct seal_home *home = NULL;
    enum cli_exit status = serve_check_options(c);
    if (status != CLI_DONE)
        return status;
    cli_quiet(c);
    struct str secret = str_fmt(c->arena, "%s/secret.key", c->folder);
    check_private(&d, c->folder, 0700);
    if (access(c->folder, F_OK) == 0) {
        check_private(&d, secret.p, 0600);
        check_private(&d, str_fmt(c->arena, "%s/ratchet.key", c->folder).p, 0600);
        check_keys(&d, &home);
        check_database(&d, home);
    }
    doctor_machine(&d, home);
    seal_home_close(home);
    putchar('\n');
    if (d.wrong)
        cli_say(c, N_("Something is wrong: see above."), CLI_NO_ARGS);
    else
        cli_say(c,
                d.look ? N_("Nothing is wrong; some lines are worth a look.") : N_("All is well."),
                CLI_NO_ARGS);
    return d.wrong ? CLI_FAILED : CLI_DONE;
}
