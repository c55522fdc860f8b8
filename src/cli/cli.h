/* The program `awn`: one table of commands, one file a command.
 *
 * Purpose: what a steward types. Wrong use gets one line that says what to do (exit 2); a failure
 * gets one line that says what went wrong and what to do next (exit 1), never a pile of log lines.
 * Texts come in the language of the terminal (LC_ALL, LC_MESSAGES, LANG).
 *
 * How the one line is made: the rooms below log to standard error, and the last thing they logged
 * is the detail. While a command works, standard error is kept aside (cli_quiet) and cli_fail
 * prints that last line with the advice. AWN_DEBUG in the environment shows everything instead.
 *
 * Ownership: `struct cli` lives in main; everything in it until the program ends.
 */
#ifndef AWN_CLI_CLI_H
#define AWN_CLI_CLI_H

#include "base/clock.h"
#include "base/err.h"
#include "db/db.h"
#include "i18n/i18n.h"
#include "seal/home.h"

#define AWN_VERSION "0.1.0"
#define CLI_FOLDER "awn-data"
#define CLI_LISTEN "127.0.0.1:8080"

enum cli_exit { CLI_DONE = 0, CLI_FAILED = 1, CLI_USAGE = 2 };

/* name, letter (0: none), name of its value or NULL, what it is for */
#define CLI_OPTIONS(X)                                                                             \
    X(DATA, "data", 'd', "DIR", N_("the network's folder"))                                        \
    X(DATABASE, "database", 0, "URL", N_("another database: postgresql://…"))                      \
    X(LISTEN, "listen", 'l', "ADDR", N_("an address, a port, or unix:PATH"))                       \
    X(NAME, "name", 0, "WORD", N_("what the network calls itself: an ordinary word"))              \
    X(LANG, "lang", 0, "ar|en", N_("the network's language"))                                      \
    X(ZONE, "zone", 0, "PLACE", N_("whose clocks count: Africa/Cairo, Europe/Berlin"))             \
    X(CLOCK_IS_RIGHT, "clock-is-right", 0, NULL, N_("a clock that jumped far ahead is right"))     \
    X(READERS, "readers", 0, "N", N_("threads that read, 1 to 64"))                                \
    X(TLS_PROXY, "tls-proxy", 0, NULL, N_("a proxy in front speaks TLS"))                          \
    X(STRICT, "strict", 0, NULL, N_("stop at the first row that is refused"))                      \
    X(ORPHANS, "keep-orphans", 0, NULL, N_("keep services whose organization is missing"))         \
    X(SOURCE, "source", 0, "WORD", N_("the name this directory is known by"))                      \
    X(PROXY, "proxy", 0, "URL", N_("go through it: socks5h://127.0.0.1:9050 is Tor"))              \
    X(WHOLE, "whole", 0, NULL, N_("everything again, not only what changed"))                      \
    X(JSON, "json", 0, NULL, N_("print HSDS as JSON"))                                             \
    X(PASSPHRASE_FILE, "passphrase-file", 0, "FILE", N_("read the passphrase there (-: input)"))   \
    X(MAP, "map", 0, "FILE", N_("what the columns of a table mean"))                               \
    X(PREVIEW, "preview", 0, NULL, N_("say what would happen, and write nothing"))                 \
    X(OFFERS, "offers", 0, NULL, N_("the rows are offers, not asks"))                              \
    X(UNTIL, "until", 0, "DAY", N_("delete it all after this day"))                                \
    X(SEED_ONLY, "only-make", 0, NULL, N_("make the demonstration and stop"))                      \
    X(HELP, "help", 'h', NULL, N_("say what a command does"))
enum cli_option {
#define X(name, text, letter, value, what) OPTION_##name,
    CLI_OPTIONS(X)
#undef X
        OPTION_COUNT
};
#define OPTION_BIT(o) (1u << OPTION_##o)

struct cli;
typedef enum cli_exit cli_run(struct cli *c);

struct cli_command {
    const char *name;
    const char *args;       /* "FILE", "" */
    const char *what;       /* one line of the menu, N_() */
    const char *more;       /* the paragraph of `awn help COMMAND`, N_() */
    unsigned options;       /* OPTION_BIT of each it takes */
    int args_min, args_max; /* -1: any number */
    cli_run *run;
};

struct cli {
    const struct cli_command *command;
    const struct clock *clock;
    struct arena *arena, *secret;
    const struct lang *lang; /* of the terminal */
    unsigned given;          /* OPTION_BIT of each that was typed */
    const char *value[OPTION_COUNT];
    char **args;
    int nargs;
    const char *folder;   /* --data, $AWN_DATA, $STATE_DIRECTORY, ./awn-data */
    const char *database; /* --database, $AWN_DATABASE, or NULL */
    int shown;            /* standard error as the person sees it */
    int kept;             /* what was logged meanwhile, or -1 */
};

extern const struct cli_command CLI_COMMANDS[];
extern const size_t CLI_NCOMMANDS;
const struct cli_command *cli_command_find(const char *name);

/* Fills everything but the command from the command line; CLI_USAGE after having said why. */
enum cli_exit cli_parse(struct cli *c, int argc, char **argv);
static inline bool cli_has(const struct cli *c, enum cli_option o)
{
    return (c->given & 1u << o) != 0;
}

/* The menu, and the page of one command. */
void cli_help(const struct cli *c);
void cli_help_command(const struct cli *c, const struct cli_command *command);

/* To standard output, in the terminal's language; `text` is a msgid marked with N_(), with or
 * without {places}. */
void cli_say(const struct cli *c, const char *text, const struct tr_arg *args, size_t nargs);

/* One line "awn: …" to standard error; gives the status back. `text` as above. */
enum cli_exit cli_usage(const struct cli *c, const char *text, const struct tr_arg *args,
                        size_t nargs);
enum cli_exit cli_fail(const struct cli *c, const char *text, const struct tr_arg *args,
                       size_t nargs);
/* The same for an operation that failed: the last log line, or what the error means, then the
 * advice (may be NULL). */
enum cli_exit cli_failed(const struct cli *c, enum err e, const char *advice);
#define CLI_NO_ARGS NULL, 0

/* Keeps standard error aside, and gives it back (what was kept is forgotten, or shown). */
enum cli_kept { CLI_FORGET, CLI_SHOW };
void cli_quiet(struct cli *c);
void cli_loud(struct cli *c, enum cli_kept what);

/* A line that is overwritten while something goes on; on a terminal only. */
void cli_progress(const struct cli *c, struct str line);
void cli_progress_end(const struct cli *c);

/* ---- what several commands do first ---------------------------------------------------------- */

/* --database, or the file in the folder. */
struct str cli_database(const struct cli *c);

/* Are the keys there? Says so and gives CLI_FAILED when they are not. */
enum cli_exit cli_need_keys(const struct cli *c);

/* Opens keys and database of a network that is there and of this version. */
enum cli_exit cli_open(struct cli *c, enum db_role role, struct seal_home **home, struct db **db);
/* Only the database. */
enum cli_exit cli_open_db(struct cli *c, enum db_role role, struct db **db);
void cli_close(struct seal_home *home, struct db *db);

/* Makes a folder and those above it, 0700. ERR_IO, logged. */
enum err cli_folder_make(const char *path) MUST_CHECK;
/* Only those above it. */
enum err cli_folder_above_make(const char *path) MUST_CHECK;

/* The commands (CLI_COMMANDS). */
cli_run cmd_init, cmd_serve, cmd_invite, cmd_directory, cmd_aid, cmd_aid_import, cmd_backup,
    cmd_restore, cmd_doctor, cmd_demo, cmd_help;

#endif
