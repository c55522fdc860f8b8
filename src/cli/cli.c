#include "cli/cli.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/buf.h"

#define KEPT_MAX 65536 /* of what was logged, from its end */

void cli_say(const struct cli *c, const char *text, const struct tr_arg *args, size_t nargs)
{
    struct str s = tr_fmt(c->arena, c->lang, text, args, nargs);
    fwrite(s.p, 1, s.n, stdout);
    putchar('\n');
}

static void show(const struct cli *c, struct str text)
{
    struct str line = str_fmt(c->arena, "awn: %" STR_FMT "\n", STR_ARG(text));
    cli_progress_end(c);
    fflush(stdout);
    ssize_t ignored = write(c->shown, line.p, line.n);
    (void)ignored; /* nowhere left to report to */
}

enum cli_exit cli_usage(const struct cli *c, const char *text, const struct tr_arg *args,
                        size_t nargs)
{
    show(c, tr_fmt(c->arena, c->lang, text, args, nargs));
    return CLI_USAGE;
}

enum cli_exit cli_fail(const struct cli *c, const char *text, const struct tr_arg *args,
                       size_t nargs)
{
    show(c, tr_fmt(c->arena, c->lang, text, args, nargs));
    return CLI_FAILED;
}

void cli_quiet(struct cli *c)
{
    if (c->kept >= 0 || getenv("AWN_DEBUG"))
        return;
    int aside = memfd_create("awn-log", MFD_CLOEXEC);
    int shown = dup(STDERR_FILENO);
    if (aside < 0 || shown < 0 || dup2(aside, STDERR_FILENO) < 0) {
        close(aside);
        close(shown);
        return;
    }
    c->kept = aside;
    c->shown = shown;
}

/* The end of what was logged, in the arena. */
static struct str kept_read(const struct cli *c)
{
    if (c->kept < 0)
        return STR_NONE;
    off_t size = lseek(c->kept, 0, SEEK_END);
    if (size <= 0)
        return STR_NONE;
    size_t n = size > KEPT_MAX ? KEPT_MAX : (size_t)size;
    char *p = arena_alloc(c->arena, n);
    ssize_t got = pread(c->kept, p, n, size - (off_t)n);
    return str_from(p, got < 0 ? 0 : (size_t)got);
}

void cli_loud(struct cli *c, enum cli_kept what)
{
    if (c->kept < 0)
        return;
    struct str said = what == CLI_SHOW ? kept_read(c) : STR_NONE;
    dup2(c->shown, STDERR_FILENO);
    close(c->shown);
    close(c->kept);
    c->shown = STDERR_FILENO;
    c->kept = -1;
    ssize_t ignored = said.n ? write(STDERR_FILENO, said.p, said.n) : 0;
    (void)ignored;
}

/* "awn: error: db: the text" → "the text"; the last error, or else the last warning. */
static struct str last_detail(struct str log)
{
    struct str error = STR_NONE, warning = STR_NONE;
    while (log.n) {
        struct str line = str_cut(&log, '\n');
        bool is_error = str_starts(line, STR("awn: error: "));
        if (!is_error && !str_starts(line, STR("awn: warning: ")))
            continue;
        for (int i = 0; i < 3; i++)
            (void)str_cut(&line, ':');
        if (line.n)
            *(is_error ? &error : &warning) = str_trim(line);
    }
    return error.n ? error : warning;
}

enum cli_exit cli_failed(const struct cli *c, enum err e, const char *advice)
{
    struct str text = last_detail(kept_read(c));
    if (e == ERR_FULL)
        text = str_from_c(tr(c->lang, N_("the disk is full: make room and try again")));
    if (!text.n)
        text = str_from_c(err_text(e));
    if (advice)
        text = str_fmt(c->arena, "%" STR_FMT ". %s", STR_ARG(text), tr(c->lang, advice));
    show(c, text);
    return CLI_FAILED;
}

void cli_progress(const struct cli *c, struct str line)
{
    if (!isatty(c->shown))
        return;
    struct str s = str_fmt(c->arena, "\r\033[K%" STR_FMT, STR_ARG(line));
    ssize_t ignored = write(c->shown, s.p, s.n);
    (void)ignored;
}

void cli_progress_end(const struct cli *c)
{
    cli_progress(c, STR(""));
}
