/* awn invite: an invitation into the network, made with a member's own key.
 *
 * The shell holds nobody's key, so it signs a member in as the server does: one argon2id, the
 * slots, a session that ends at once, the commons of their keyring. */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "cli/cli.h"
#include "cli/invitation.h"
#include "members/account.h"
#include "members/fold.h"
#include "members/invitation.h"
#include "search/search.h"

#define DAYS 14

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

/* ERR_DENIED: name or passphrase is wrong. */
static enum err sign_in(const struct space_ctx *ctx, const char *name, struct str passphrase,
                        struct viewer **out)
{
    struct search *search = search_create();
    struct req fold = {.search = search, .secret = ctx->secret};
    struct account account;
    struct key hashed, root, access;
    enum slot_kind kind;
    struct str token;
    enum err e = account_find(ctx, fold_name(&fold, str_from_c(name)), &account);
    struct str folded = fold_passphrase(&fold, passphrase);
    search_destroy(search);
    TRY(e);
    TRY(slot_hash(ctx->home, folded, account.salt, &hashed));
    TRY(account_open(ctx, &account, &hashed, &kind, &root, &access));
    key_wipe(&root);
    TRY(session_start(ctx, account.id, &access, STR_NONE, &token));
    return viewer_open(ctx, token, NULL, out);
}

static enum err may_invite(struct space *s, bool *out)
{
    struct roster roster;
    TRY(roster_read(s, &roster));
    const struct roster_entry *me = roster_find(&roster, space_tag_of(s));
    *out = me && (me->may_invite || me->role == ROLE_FACILITATOR);
    return ERR_OK;
}

static enum err invite(const struct space_ctx *ctx, const char *name, struct str passphrase,
                       bool *allowed, struct str *code)
{
    DB_TX struct db_tx tx = {0};
    struct viewer *v;
    struct space *s;
    struct key secret;
    *allowed = false;
    TRY(db_tx_begin(&tx, ctx->db));
    TRY(sign_in(ctx, name, passphrase, &v));
    struct membership *commons = viewer_commons(v);
    if (!commons)
        return ERR_NOT_FOUND;
    TRY(viewer_enter(ctx, v, commons, NULL, &s));
    TRY(may_invite(s, allowed));
    if (!*allowed)
        return ERR_OK;
    *code = invitation_create(ctx->arena, &secret);
    TRY(roster_invite(s, &secret, ROLE_INVITE, ROLE_MEMBER, false, clock_day(ctx->now) + DAYS));
    key_wipe(&secret);
    TRY(session_end(ctx, v->session));
    return db_tx_commit(&tx);
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
        enum err e = invite(&ctx, c->args[0], passphrase, &allowed, &code);
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
    cli_invitation_print(c, code, STR("http://" CLI_LISTEN));
    return CLI_DONE;
}
