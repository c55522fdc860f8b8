#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/cli.h"

#define BASICS (OPTION_BIT(DATA) | OPTION_BIT(DATABASE) | OPTION_BIT(HELP))
#define WITH_CLOCK (BASICS | OPTION_BIT(CLOCK_IS_RIGHT))
#define SERVING (WITH_CLOCK | OPTION_BIT(LISTEN) | OPTION_BIT(READERS) | OPTION_BIT(TLS_PROXY))

const struct cli_command CLI_COMMANDS[] = {
    {"init", "", N_("make a network, and its first invitation"),
     N_("Makes the folder, its two keys, the database and the first invitation. Whoever comes in "
        "with it becomes the first steward. Nothing that is there is ever overwritten."),
     BASICS | OPTION_BIT(NAME) | OPTION_BIT(LANG) | OPTION_BIT(ZONE), 0, 0, cmd_init},
    {"serve", "", N_("open the door: answer browsers until told to stop"),
     N_("Serves the network. SIGTERM or Ctrl-C answers what is in flight and ends. The process "
        "locks itself in: no other program, no outgoing connection, no file outside the folder."),
     SERVING, 0, 0, cmd_serve},
    {"invite", "NAME", N_("make an invitation, as a member who may invite"),
     N_("Nobody's key lies on this machine, so the shell alone can invite nobody. A member who may "
        "invite gives their sign-in name, and their passphrase at the prompt."),
     WITH_CLOCK | OPTION_BIT(PASSPHRASE_FILE), 1, 1, cmd_invite},
    {"directory", "import PATH | export PATH | pull URL | search WORDS…",
     N_("fill the directory, hand it on, or look something up"),
     N_("import reads a list in the open standard (HSDS 1.1, 2.0, 3.x; a folder, .zip, .json or "
        ".ndjson): all of it or nothing; reading it again updates. export writes all that "
        "everybody "
        "may see, as a folder, NAME.zip or NAME.json. pull follows another network's or city's "
        "feed, says what changed, and leaves corrections made here as they are. search prints what "
        "the words find."),
     BASICS | OPTION_BIT(STRICT) | OPTION_BIT(ORPHANS) | OPTION_BIT(SOURCE) | OPTION_BIT(JSON) |
         OPTION_BIT(PROXY) | OPTION_BIT(WHOLE),
     1, -1, cmd_directory},
    {"aid", "import FILE.csv | areas import FILE.csv | areas list",
     N_("mutual aid: take a table of asks in, or a list of places"),
     N_("import seals the rows of a table (of a spreadsheet, or as crisis maps write them out) "
        "into "
        "the coordinators' inbox; it needs nobody's key. With --preview it says what would come in "
        "by kind and place, which rows are refused and why, and writes the mapping of the columns "
        "to the FILE of --map when there is none yet. With --source the same number of the same "
        "source comes in once, also when its words have changed. areas import adds a table of "
        "places to the list that asks and offers choose from: columns name, "
        "other, parent, neighbours, lat, lon. Rows that cannot be taken are told with line and "
        "reason. Instead of a file, a list that comes along: amman, beirut, berlin, cairo, "
        "lebanon, london, tunis. areas list prints what is there."),
     BASICS | OPTION_BIT(STRICT) | OPTION_BIT(SOURCE) | OPTION_BIT(MAP) | OPTION_BIT(PREVIEW) |
         OPTION_BIT(OFFERS) | OPTION_BIT(UNTIL),
     2, 3, cmd_aid},
    {"backup", "FILE", N_("copy the database into a file, also while serving"),
     N_("Makes one SQLite file of either kind of database, of one moment. secret.key and "
        "ratchet.key are not in it: without them nobody can read it."),
     BASICS, 1, 1, cmd_backup},
    {"restore", "FILE", N_("put a backup into an empty network folder"),
     N_("The folder holds secret.key and ratchet.key of the same network, and no database yet. The "
        "backup is looked at first, and is not changed."),
     WITH_CLOCK, 1, 1, cmd_restore},
    {"doctor", "", N_("look whether everything is as it should be"),
     N_("Each line says ok, look or wrong, and what to do. Ends with 1 when something is wrong."),
     WITH_CLOCK | OPTION_BIT(LISTEN), 0, 0, cmd_doctor},
    {"demo", "", N_("start a demonstration with made-up people"),
     N_("Makes a small community with some weeks of conversation when the folder is empty, serves "
        "it, and prints how to enter. Never use it for real people."),
     SERVING | OPTION_BIT(SEED_ONLY), 0, 0, cmd_demo},
    {"help", "[COMMAND]", N_("this page, or the page of a command"),
     N_("Says what a command does and which options it takes."), OPTION_BIT(HELP), 0, 1, cmd_help},
};
const size_t CLI_NCOMMANDS = sizeof CLI_COMMANDS / sizeof CLI_COMMANDS[0];

const struct cli_command *cli_command_find(const char *name)
{
    for (size_t i = 0; i < CLI_NCOMMANDS; i++)
        if (strcmp(CLI_COMMANDS[i].name, name) == 0)
            return &CLI_COMMANDS[i];
    return NULL;
}

/* As POSIX orders them; "ar_EG.UTF-8" is Arabic, everything unknown is English. */
static const struct lang *terminal_language(void)
{
    static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const char *value = getenv(names[i]);
        if (!value || !*value)
            continue;
        struct str code = str_from_c(value);
        const struct lang *l = lang_find(str_slice(code, 0, strcspn(value, "_.@")));
        return l ? l : lang_find(STR("en"));
    }
    return lang_find(STR("en"));
}

/* What this process holds is nobody's to read: no core image, no debugger. */
static void process_close(void)
{
    const struct rlimit none = {0, 0};
    (void)setrlimit(RLIMIT_CORE, &none);
    (void)prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
    (void)umask(077);
}

static enum cli_exit run(struct cli *c, int argc, char **argv)
{
    const char *word = argc > 1 ? argv[1] : "help";
    if (strcmp(word, "--version") == 0 || strcmp(word, "-V") == 0) {
        printf("awn %s\n", AWN_VERSION);
        return CLI_DONE;
    }
    if (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0)
        word = "help";
    c->command = cli_command_find(word);
    if (!c->command)
        return cli_usage(c, N_("there is no command “{word}”; awn help lists them"),
                         TR_ARGS({"word", str_from_c(word)}));
    enum cli_exit status = cli_parse(c, argc > 1 ? argc - 1 : argc, argc > 1 ? argv + 1 : argv);
    if (status != CLI_DONE)
        return status;
    if (cli_has(c, OPTION_HELP)) {
        cli_help_command(c, c->command);
        return CLI_DONE;
    }
    return c->command->run(c);
}

int main(int argc, char **argv)
{
    process_close();
    seal_init();
    i18n_init();
    struct cli c = {.clock = &CLOCK_REAL,
                    .arena = arena_create(ARENA_PLAIN, 0),
                    .secret = arena_create(ARENA_SECRET, 0),
                    .lang = terminal_language(),
                    .shown = STDERR_FILENO,
                    .kept = -1};
    enum cli_exit status = run(&c, argc, argv);
    cli_loud(&c, CLI_FORGET);
    if (fflush(stdout) != 0 && status == CLI_DONE)
        status =
            cli_fail(&c, N_("cannot write the answer: the output is full or closed"), CLI_NO_ARGS);
    arena_destroy(c.secret);
    arena_destroy(c.arena);
    i18n_close();
    return (int)status;
}
