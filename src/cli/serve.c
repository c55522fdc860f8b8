#include "cli/serve.h"

#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"
#include "cli/sandbox.h"
#include "site/app.h"

#define STOP_SECONDS 10

/* --listen, taken apart as far as the walls need it; the door itself checks the rest. */
struct listen {
    const char *text;
    const char *socket_dir; /* unix:, else NULL */
    int port;               /* -1: a unix socket */
    bool loopback;
};

static bool host_is_loopback(struct str host)
{
    return str_starts(host, STR("127.")) || str_eq_c(host, "[::1]") || str_eq_c(host, "localhost");
}

static bool listen_read(const struct cli *c, struct listen *out)
{
    struct str text = str_from_c(c->value[OPTION_LISTEN] ? c->value[OPTION_LISTEN] : CLI_LISTEN);
    *out = (struct listen){.text = text.p, .port = -1, .loopback = true};
    if (str_starts(text, STR("unix:"))) {
        struct str path = str_slice(text, 5, text.n);
        size_t slash = path.n;
        while (slash > 0 && path.p[slash - 1] != '/')
            slash--;
        out->socket_dir = slash ? str_to_c(c->arena, str_slice(path, 0, slash)) : ".";
        return path.n > 0 && path.p[path.n - 1] != '/';
    }
    size_t colon = text.n;
    while (colon > 0 && text.p[colon - 1] != ':' && text.p[colon - 1] != ']')
        colon--;
    bool has_host = colon > 0 && text.p[colon - 1] == ':';
    uint64_t port;
    if (!str_to_u64(str_slice(text, has_host ? colon : 0, text.n), &port) || port > 65535)
        return false;
    out->port = (int)port;
    out->loopback = !has_host || host_is_loopback(str_slice(text, 0, colon - 1));
    return true;
}

static bool readers_read(const struct cli *c, int *out)
{
    uint64_t n = 0;
    const char *typed = c->value[OPTION_READERS];
    *out = 0;
    if (!typed)
        return true;
    if (!str_to_u64(str_from_c(typed), &n) || n < 1 || n > 64)
        return false;
    *out = (int)n;
    return true;
}

enum cli_exit serve_check_options(const struct cli *c)
{
    struct listen at;
    int readers;
    if (!listen_read(c, &at))
        return cli_usage(
            c, N_("--listen wants an address like 127.0.0.1:8080, a port, or unix:/a/path"),
            CLI_NO_ARGS);
    if (!readers_read(c, &readers))
        return cli_usage(c, N_("--readers wants a number from 1 to 64"), CLI_NO_ARGS);
    return CLI_DONE;
}

bool serve_is_local(const struct cli *c)
{
    struct listen at;
    return listen_read(c, &at) && at.loopback;
}

/* The signals that end us, blocked in every thread that starts later. */
static void signals_block(sigset_t *out)
{
    const struct sigaction ignore = {.sa_handler = SIG_IGN};
    sigemptyset(out);
    sigaddset(out, SIGTERM);
    sigaddset(out, SIGINT);
    pthread_sigmask(SIG_BLOCK, out, NULL);
    sigaction(SIGPIPE, &ignore, NULL);
    sigaction(SIGHUP, &ignore, NULL);
}

static void walls_put_up(struct cli *c, const struct listen *at)
{
    const char *credentials = getenv("CREDENTIALS_DIRECTORY");
    const char *const reads[] = {credentials, NULL};
    struct sandbox_config walls = {
        .data = c->folder, .socket_dir = at->socket_dir, .reads = reads, .listen_port = at->port};
    sandbox_reach_of(cli_database(c).p, &walls);
    (void)sandbox_apply(&walls); /* what is missing was logged, and doctor tells it */
}

static enum cli_exit serve_until_told(struct cli *c, struct app *app, const struct listen *at,
                                      const sigset_t *ends, serve_ready *ready, void *ctx)
{
    struct server_config config = {.listen = at->text,
                                   .trust_tls_proxy = cli_has(c, OPTION_TLS_PROXY)};
    struct server *server = NULL;
    int which;
    (void)readers_read(c, &config.readers);
    enum err e = server_start(&config, app_steps(app), &server);
    if (e != ERR_OK)
        return cli_failed(c, e, N_("Choose another place with --listen"));
    app_attach(app, server);
    cli_loud(c, CLI_SHOW);
    ready(c, server_address(server), ctx);
    fflush(stdout);
    if (!at->loopback && !config.trust_tls_proxy)
        log_warn("serve", "this address can be reached from outside without TLS: put a proxy with "
                          "TLS in front, or listen on 127.0.0.1 behind an onion service");
    sigwait(ends, &which);
    server_stop(server, STOP_SECONDS);
    return CLI_DONE;
}

enum cli_exit serve_run(struct cli *c, serve_ready *ready, void *ctx)
{
    struct listen at;
    struct app *app = NULL;
    sigset_t ends;
    enum cli_exit status = cli_need_keys(c);
    if (status != CLI_DONE)
        return status;
    (void)listen_read(c, &at);
    const struct app_config config = {.folder = c->folder,
                                      .database = c->database,
                                      .allow_jump = cli_has(c, OPTION_CLOCK_IS_RIGHT)};
    cli_quiet(c);
    signals_block(&ends);
    enum err e = app_open(&config, c->clock, &app);
    if (e != ERR_OK)
        return cli_failed(c, e,
                          e == ERR_CLOCK     ? N_("When it is right: --clock-is-right")
                          : e == ERR_VERSION ? N_("Install the newer Awn that made it; nothing was "
                                                  "changed")
                          : e == ERR_NOT_FOUND
                              ? N_("There is no network in this database: awn init makes one, awn "
                                   "restore brings one back")
                              : N_("awn doctor says more"));
    walls_put_up(c, &at);
    status = serve_until_told(c, app, &at, &ends, ready, ctx);
    app_close(app);
    return status;
}
