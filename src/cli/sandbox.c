#include "cli/sandbox.h"

#include <errno.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include "base/buf.h"
#include "base/log.h"
#include "cli/sandbox_layers.h"

static enum sandbox_state state_of(int result, const char *what)
{
    if (result == 0)
        return SANDBOX_ACTIVE;
    log_warn("sandbox", "%s: %s", what, strerror(errno));
    return SANDBOX_FAILED;
}

struct sandbox_report sandbox_apply(const struct sandbox_config *config)
{
    struct sandbox_report report = {0};
    const struct rlimit none = {0, 0};
    report.layer[WALL_NO_NEW_PRIVS] =
        state_of(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "no_new_privs");
    report.layer[WALL_NOT_DUMPABLE] = state_of(prctl(PR_SET_DUMPABLE, 0, 0, 0, 0), "dumpable");
    report.layer[WALL_NO_CORE] = state_of(setrlimit(RLIMIT_CORE, &none), "RLIMIT_CORE");
    sandbox_landlock(config, &report);
    sandbox_seccomp(config, &report);
    return report;
}

/* The port in "postgresql://user:word@host:5433/name?…", or 5432. */
static int postgres_port(struct str authority)
{
    for (size_t i = authority.n; i > 0; i--) {
        char c = authority.p[i - 1];
        if (c == ']' || c == '@')
            break;
        if (c == ':') {
            uint64_t port;
            bool ok = str_to_u64(str_slice(authority, i, authority.n), &port);
            return ok && port <= 65535 ? (int)port : 5432;
        }
    }
    return 5432;
}

void sandbox_reach_of(const char *database_url, struct sandbox_config *config)
{
    struct str url = str_from_c(database_url);
    config->reach = SANDBOX_ALONE;
    config->connect_port = -1;
    bool postgres = str_starts(url, STR("postgresql://")) || str_starts(url, STR("postgres://"));
    if (!postgres)
        return;
    (void)str_cut(&url, '/');
    (void)str_cut(&url, '/');
    struct str rest = url;
    struct str before_query = str_cut(&rest, '?');
    struct str authority = str_cut(&before_query, '/');
    struct str host = authority;
    size_t at = str_find_char(host, '@');
    if (at < host.n)
        host = str_slice(host, at + 1, host.n);
    /* No host, an escaped path as host, or host=/… in the query: a unix socket. */
    bool socket = host.n == 0 || host.p[0] == ':' || str_starts(host, STR("%2F")) ||
                  str_starts(host, STR("%2f"));
    while (rest.n > 0) {
        struct str parameter = str_cut(&rest, '&');
        struct str name = str_cut(&parameter, '=');
        uint64_t port;
        if (str_eq_c(name, "host"))
            socket = str_starts(parameter, STR("/")) || str_starts(parameter, STR("%2F")) ||
                     str_starts(parameter, STR("%2f"));
        if (str_eq_c(name, "port") && str_to_u64(parameter, &port) && port <= 65535)
            config->connect_port = (int)port;
    }
    config->reach = socket ? SANDBOX_UNIX_SOCKET : SANDBOX_TCP;
    if (config->connect_port < 0)
        config->connect_port = postgres_port(authority);
}

static const char *layer_text(enum sandbox_layer layer)
{
    static const char *const TEXT[] = {
#define X(name, text) [WALL_##name] = text,
        SANDBOX_LAYERS(X)
#undef X
    };
    return TEXT[layer];
}

static const char *state_text(enum sandbox_state state)
{
    switch (state) {
    case SANDBOX_ABSENT:
        return "not in this kernel";
    case SANDBOX_FAILED:
        return "failed";
    case SANDBOX_ACTIVE:
        return "active";
    }
    return "";
}

struct str sandbox_describe(const struct sandbox_report *report, struct arena *a)
{
    struct buf out;
    buf_init(&out, a, 512, 4096);
    for (enum sandbox_layer i = 0; i < WALL_COUNT; i++)
        buf_add_fmt(&out, "%s: %s\n", layer_text(i), state_text(report->layer[i]));
    struct str text = STR_NONE;
    return buf_end(&out, &text) == ERR_OK ? text : STR_NONE;
}
