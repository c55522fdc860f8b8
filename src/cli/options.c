#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"

#define LONG_BASE 256 /* getopt_long's value of an option is this plus its number */

static const struct option LONG_OPTIONS[] = {
#define X(name, text, letter, value, what)                                                         \
    {text, (value) ? required_argument : no_argument, NULL, LONG_BASE + OPTION_##name},
    CLI_OPTIONS(X)
#undef X
        {0}};

/* The option of what getopt_long gave; OPTION_COUNT when it is none. */
static enum cli_option option_of(int got)
{
    static const char letters[] = {
#define X(name, text, letter, value, what) (letter),
        CLI_OPTIONS(X)
#undef X
    };
    if (got >= LONG_BASE)
        return (enum cli_option)(got - LONG_BASE);
    for (size_t i = 0; i < sizeof letters; i++)
        if (letters[i] && letters[i] == got)
            return (enum cli_option)i;
    return OPTION_COUNT;
}

static enum cli_exit see_help(const struct cli *c, const char *text, const char *word)
{
    return cli_usage(
        c, text, TR_ARGS({"word", str_from_c(word)}, {"command", str_from_c(c->command->name)}));
}

static enum cli_exit option_take(struct cli *c, enum cli_option o)
{
    if (!(c->command->options & 1u << o))
        return see_help(c, N_("awn {command} takes no {word}; see awn help {command}"),
                        str_fmt(c->arena, "--%s", LONG_OPTIONS[o].name).p);
    c->given |= 1u << o;
    c->value[o] = optarg;
    return CLI_DONE;
}

static enum cli_exit options_read(struct cli *c, int argc, char **argv)
{
    opterr = 0;
    optind = 1;
    for (;;) {
        const char *at = argv[optind < argc ? optind : argc - 1];
        int got = getopt_long(argc, argv, ":hd:l:", LONG_OPTIONS, NULL);
        if (got == -1)
            return CLI_DONE;
        if (got == ':')
            return see_help(c, N_("{word} wants a value; see awn help {command}"), at);
        if (got == '?')
            return see_help(c, N_("there is no option {word}; see awn help {command}"), at);
        enum cli_exit status = option_take(c, option_of(got));
        if (status != CLI_DONE)
            return status;
    }
}

/* Words given to the command, against what it wants. */
static enum cli_exit args_check(const struct cli *c)
{
    const struct cli_command *m = c->command;
    if (cli_has(c, OPTION_HELP))
        return CLI_DONE;
    if (c->nargs < m->args_min)
        return cli_usage(c, N_("write awn {command} {args}; see awn help {command}"),
                         TR_ARGS({"command", str_from_c(m->name)}, {"args", str_from_c(m->args)}));
    if (m->args_max >= 0 && c->nargs > m->args_max)
        return see_help(c, N_("“{word}” is one word too many; see awn help {command}"),
                        c->args[m->args_max]);
    return CLI_DONE;
}

static const char *env(const char *name)
{
    const char *value = getenv(name);
    return value && *value ? value : NULL;
}

static const char *first(const char *a, const char *b)
{
    return a ? a : b;
}

enum cli_exit cli_parse(struct cli *c, int argc, char **argv)
{
    enum cli_exit status = options_read(c, argc, argv);
    if (status != CLI_DONE)
        return status;
    c->args = argv + optind;
    c->nargs = argc - optind;
    c->folder = first(c->value[OPTION_DATA],
                      first(env("AWN_DATA"), first(env("STATE_DIRECTORY"), CLI_FOLDER)));
    c->database = first(c->value[OPTION_DATABASE], env("AWN_DATABASE"));
    if (c->database && !str_starts(str_from_c(c->database), STR("postgresql://")) &&
        !str_starts(str_from_c(c->database), STR("postgres://")))
        return cli_usage(c, N_("--database wants postgresql://…; without it the folder holds one"),
                         CLI_NO_ARGS);
    if (!*c->folder)
        return cli_usage(c, N_("--data wants the name of a folder"), CLI_NO_ARGS);
    return args_check(c);
}
