/* awn invite: an invitation into the network, made with a member's own key (invitation.h). */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "cli/cli.h"
#include "cli/invitation.h"
#include "members/account.h"

/* One line from a terminal (not shown while it is typed), a file, or standard input. */
static bool line_read(int fd, struct arena *secret, struct str *out)
{
    char *p = arena_alloc(secret, 4 * PASSPHRASE_MAX + 2);
    size_t n = 0;
    while (n < 4 * PASSPHRASE_MAX + 1) {
        ssize_t got = read(fd, p + n, 1);
        if (got != 1 || p[n] == '\n')
            break;
        n++;
    }
    *out = str_trim(str_from(p, n));
    return out->n > 0 && str_is_utf8(*out);
}

static bool prompt(struct cli *c, struct str *out)
{
    struct termios was, hidden;
    int fd = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
    if (fd < 0 || tcgetattr(fd, &was) != 0) {
        if (fd >= 0)
            close(fd);
        return line_read(STDIN_FILENO, c->secret, out);
    }
    hidden = was;
    hidden.c_lflag &= ~(tcflag_t)ECHO;
    tcsetattr(fd, TCSAFLUSH, &hidden);
    dprintf(fd, "%s", tr(c->lang, N_("Passphrase (it is not shown): ")));
    bool ok = line_read(fd, c->secret, out);
    tcsetattr(fd, TCSAFLUSH, &was);
    dprintf(fd, "\n");
    close(fd);
    return ok;
}

static bool passphrase_read(struct cli *c, struct str *out)
{
    const char *file = c->value[OPTION_PASSPHRASE_FILE];
    if (!file)
        return prompt(c, out);
    if (strcmp(file, "-") == 0)
        return line_read(STDIN_FILENO, c->secret, out);
    int fd = open(file, O_RDONLY | O_CLOEXEC);
    bool ok = fd >= 0 && line_read(fd, c->secret, out);
    if (fd >= 0)
        close(fd);
    return ok;
}

enum cli_exit cmd_invite(struct cli *c)
{
    struct seal_home *home = NULL;
    struct db *db = NULL;
    struct str passphrase, code = STR_NONE;
    bool allowed = false;
    enum cli_exit status = cli_open(c, DB_WRITER, &home, &db);
    if (status == CLI_DONE && !passphrase_read(c, &passphrase))
        status = cli_fail(c,
                          N_("there was no passphrase: type it at the prompt, or name a file "
                             "with --passphrase-file"),
                          CLI_NO_ARGS);
    if (status == CLI_DONE) {
        const struct space_ctx ctx = {db, home, c->arena, c->secret, clock_now(c->clock)};
        enum err e = cli_invite(&ctx, c->args[0], passphrase, &allowed, &code);
        if (e == ERR_DENIED)
            status =
                cli_fail(c, N_("this name and passphrase open nothing: try again"), CLI_NO_ARGS);
        else if (e != ERR_OK)
            status = cli_failed(c, e, N_("No invitation was made"));
        else if (!allowed)
            status =
                cli_fail(c, N_("this member may not invite: ask somebody who may"), CLI_NO_ARGS);
    }
    cli_close(home, db);
    if (status != CLI_DONE)
        return status;
    cli_say(c, N_("One invitation, for one person, for 14 days:"), CLI_NO_ARGS);
    cli_invitation_print(code, STR("http://" CLI_LISTEN));
    return CLI_DONE;
}
