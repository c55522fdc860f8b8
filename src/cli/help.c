#include <stdio.h>
#include <string.h>

#include "cli/cli.h"

#define COLUMN 28 /* where the explanations begin; what stands before is ASCII or «…» */
#define WIDTH 80

/* Wide on the screen: code points, without marks that take no room. */
static size_t width_of(struct str s)
{
    size_t n = 0, at = 0;
    while (at < s.n) {
        uint32_t c = str_utf8_next(s, &at);
        n += !(c >= 0x064B && c <= 0x0652);
    }
    return n;
}

/* A text broken between words; every line begins with `indent` spaces, the first at `used`. */
static void wrapped(struct str text, size_t indent, size_t used)
{
    printf("%*s", (int)(used < indent ? indent - used : 0), "");
    size_t at = indent;
    while (text.n) {
        struct str word = str_cut(&text, ' ');
        size_t wide = width_of(word);
        if (at > indent && at + 1 + wide > WIDTH) {
            printf("\n%*s", (int)indent, "");
            at = indent;
        } else if (at > indent) {
            putchar(' ');
            at++;
        }
        fwrite(word.p, 1, word.n, stdout);
        at += wide;
    }
    putchar('\n');
}

static void row(const struct cli *c, struct str left, const char *what)
{
    fwrite(left.p, 1, left.n, stdout);
    size_t used = width_of(left);
    if (used >= COLUMN) {
        putchar('\n');
        used = 0;
    }
    wrapped(str_from_c(tr(c->lang, what)), COLUMN, used);
}

static struct str option_left(struct arena *a, const char *text, char letter, const char *value)
{
    struct str name =
        letter ? str_fmt(a, "  -%c, --%s", letter, text) : str_fmt(a, "      --%s", text);
    return value ? str_fmt(a, "%" STR_FMT " %s", STR_ARG(name), value) : name;
}

static void options(const struct cli *c, unsigned which)
{
#define X(name, text, letter, value, what)                                                         \
    if (which & OPTION_BIT(name))                                                                  \
        row(c, option_left(c->arena, text, letter, value), what);
    CLI_OPTIONS(X)
#undef X
}

static void heading(const struct cli *c, const char *text)
{
    printf("\n%s\n", tr(c->lang, text));
}

void cli_help(const struct cli *c)
{
    printf("awn %s — ", AWN_VERSION);
    cli_say(c, N_("peer support and mutual aid, on a server of your own"), CLI_NO_ARGS);
    heading(c, N_("What awn can do:"));
    for (size_t i = 0; i < CLI_NCOMMANDS; i++)
        row(c,
            str_fmt(c->arena, "  %s%s%s", CLI_COMMANDS[i].name, *CLI_COMMANDS[i].args ? " " : "",
                    strlen(CLI_COMMANDS[i].args) > 16 ? "…" : CLI_COMMANDS[i].args),
            CLI_COMMANDS[i].what);
    heading(c, N_("Most commands take:"));
    options(c, OPTION_BIT(DATA) | OPTION_BIT(DATABASE) | OPTION_BIT(LISTEN) | OPTION_BIT(HELP));
    heading(c, N_("To begin:"));
    printf("  awn init --data my-network\n  awn serve --data my-network\n");
    putchar('\n');
    cli_say(c, N_("awn help COMMAND says more; so does man awn."), CLI_NO_ARGS);
}

void cli_help_command(const struct cli *c, const struct cli_command *m)
{
    printf("awn %s", m->name);
    if (*m->args)
        printf(" %s", m->args);
    printf("\n\n");
    wrapped(str_from_c(tr(c->lang, m->what)), 2, 0);
    putchar('\n');
    wrapped(str_from_c(tr(c->lang, m->more)), 2, 0);
    heading(c, N_("Options:"));
    options(c, m->options);
    if (!(m->options & OPTION_BIT(DATA)))
        return;
    putchar('\n');
    wrapped(
        str_from_c(tr(c->lang, N_("Without --data the folder is $AWN_DATA, $STATE_DIRECTORY or "
                                  "./awn-data; without --database, $AWN_DATABASE or the one in the "
                                  "folder; without --listen, 127.0.0.1:8080."))),
        2, 0);
}

enum cli_exit cmd_help(struct cli *c)
{
    if (c->nargs == 0) {
        cli_help(c);
        return CLI_DONE;
    }
    const struct cli_command *m = cli_command_find(c->args[0]);
    if (!m)
        return cli_usage(c, N_("there is no command “{word}”; awn help lists them"),
                         TR_ARGS({"word", str_from_c(c->args[0])}));
    cli_help_command(c, m);
    return CLI_DONE;
}
