/* Landlock: which files and which TCP ports. Numbers from the kernel's linux/landlock.h. */
#include "cli/sandbox_layers.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/log.h"

#define SYS_CREATE_RULESET 444 /* the same on every architecture */
#define SYS_ADD_RULE 445
#define SYS_RESTRICT_SELF 446
#define CREATE_RULESET_VERSION 1u
#define RULE_PATH_BENEATH 1
#define RULE_NET_PORT 2

#define FS_EXECUTE (1ull << 0)
#define FS_WRITE_FILE (1ull << 1)
#define FS_READ_FILE (1ull << 2)
#define FS_READ_DIR (1ull << 3)
#define FS_REMOVE_DIR (1ull << 4)
#define FS_REMOVE_FILE (1ull << 5)
#define FS_MAKE_DIR (1ull << 7)
#define FS_MAKE_REG (1ull << 8)
#define FS_MAKE_SOCK (1ull << 9)
#define FS_ABI_1 ((1ull << 13) - 1)
#define FS_REFER (1ull << 13)     /* ABI 2 */
#define FS_TRUNCATE (1ull << 14)  /* ABI 3 */
#define FS_IOCTL_DEV (1ull << 15) /* ABI 5 */
#define NET_BIND_TCP (1ull << 0)  /* ABI 4 */
#define NET_CONNECT_TCP (1ull << 1)
#define SCOPE_ABSTRACT_UNIX (1ull << 0) /* ABI 6 */
#define SCOPE_SIGNAL (1ull << 1)

/* What applies to a single file, as opposed to a folder. */
#define FS_OF_FILES (FS_EXECUTE | FS_WRITE_FILE | FS_READ_FILE | FS_TRUNCATE | FS_IOCTL_DEV)

struct ruleset_attr {
    uint64_t fs;
    uint64_t net;
    uint64_t scoped;
};
struct path_attr {
    uint64_t allowed;
    int32_t parent;
} __attribute__((packed));
struct net_attr {
    uint64_t allowed;
    uint64_t port;
};

static const char *const READS_ALWAYS[] = {
    "/usr/share/zoneinfo", "/etc/localtime", "/dev/urandom", "/dev/null", NULL,
};
/* Looking up a host name and checking its certificate. */
static const char *const READS_FOR_TCP[] = {
    "/etc/hosts",
    "/etc/resolv.conf",
    "/etc/nsswitch.conf",
    "/etc/host.conf",
    "/etc/gai.conf",
    "/etc/services",
    "/etc/ssl",
    "/usr/share/ca-certificates",
    "/usr/lib",
    "/lib",
    "/run/systemd/resolve",
    "/etc/ld.so.cache",
    NULL,
};

/* A ruleset while it is being filled. */
struct walls {
    int fd;
    uint64_t handled; /* file rights that are forbidden unless a rule gives them */
};

/* A path that is not there needs no rule; anything else that fails does. */
static bool allow_path(const struct walls *w, const char *path, uint64_t rights)
{
    int fd = open(path, O_PATH | O_CLOEXEC);
    if (fd < 0)
        return errno == ENOENT;
    struct stat st;
    bool ok = fstat(fd, &st) == 0;
    if (ok && !S_ISDIR(st.st_mode))
        rights &= FS_OF_FILES;
    const struct path_attr attr = {rights & w->handled, fd};
    ok = ok && syscall(SYS_ADD_RULE, w->fd, RULE_PATH_BENEATH, &attr, 0) == 0;
    close(fd);
    if (!ok)
        log_warn("sandbox", "Landlock, %s: %s", path, strerror(errno));
    return ok;
}

static bool allow_reads(const struct walls *w, const char *const *paths)
{
    bool ok = true;
    for (; paths && *paths; paths++)
        ok = allow_path(w, *paths, FS_READ_FILE | FS_READ_DIR) && ok;
    return ok;
}

static bool allow_port(const struct walls *w, int port, uint64_t rights)
{
    const struct net_attr attr = {rights, (uint64_t)port};
    return port < 0 || syscall(SYS_ADD_RULE, w->fd, RULE_NET_PORT, &attr, 0) == 0;
}

static bool fill(const struct walls *w, const struct sandbox_config *config, int abi)
{
    bool ok =
        allow_path(w, config->data,
                   FS_READ_FILE | FS_WRITE_FILE | FS_READ_DIR | FS_REMOVE_DIR | FS_REMOVE_FILE |
                       FS_MAKE_DIR | FS_MAKE_REG | FS_MAKE_SOCK | FS_REFER | FS_TRUNCATE);
    if (config->socket_dir)
        ok = allow_path(w, config->socket_dir, FS_MAKE_SOCK | FS_REMOVE_FILE) && ok;
    ok = allow_reads(w, READS_ALWAYS) && ok;
    ok = allow_reads(w, config->reads) && ok;
    if (config->reach == SANDBOX_TCP)
        ok = allow_reads(w, READS_FOR_TCP) && ok;
    if (abi >= 4) {
        ok = allow_port(w, config->listen_port, NET_BIND_TCP) && ok;
        if (config->reach == SANDBOX_TCP) {
            ok = allow_port(w, config->connect_port, NET_CONNECT_TCP) && ok;
            ok = allow_port(w, 53, NET_CONNECT_TCP) && ok; /* long answers of name servers */
        }
    }
    return ok;
}

static uint64_t handled_files(int abi)
{
    uint64_t fs = FS_ABI_1;
    if (abi >= 2)
        fs |= FS_REFER;
    if (abi >= 3)
        fs |= FS_TRUNCATE;
    if (abi >= 5)
        fs |= FS_IOCTL_DEV;
    return fs;
}

/* Older kernels know a shorter struct and want its exact size, or zeros behind it. */
static size_t attr_size(int abi)
{
    if (abi >= 6)
        return sizeof(struct ruleset_attr);
    return abi >= 4 ? offsetof(struct ruleset_attr, scoped) : offsetof(struct ruleset_attr, net);
}

void sandbox_landlock(const struct sandbox_config *config, struct sandbox_report *report)
{
    long version = syscall(SYS_CREATE_RULESET, NULL, 0, CREATE_RULESET_VERSION);
    int abi = version > 0 ? (int)version : 0;
    report->landlock_abi = abi;
    if (abi == 0) {
        log_warn("sandbox", "this kernel has no Landlock: files outside the data folder are kept "
                            "closed by ordinary permissions only");
        return;
    }
    const struct ruleset_attr attr = {
        .fs = handled_files(abi),
        .net = abi >= 4 ? NET_BIND_TCP | NET_CONNECT_TCP : 0,
        .scoped = abi >= 6 ? SCOPE_ABSTRACT_UNIX | SCOPE_SIGNAL : 0,
    };
    struct walls w = {.handled = attr.fs};
    w.fd = (int)syscall(SYS_CREATE_RULESET, &attr, attr_size(abi), 0);
    bool ok = w.fd >= 0 && fill(&w, config, abi) && syscall(SYS_RESTRICT_SELF, w.fd, 0) == 0;
    if (!ok)
        log_warn("sandbox", "Landlock (ABI %d): %s", abi, strerror(errno));
    if (w.fd >= 0)
        close(w.fd);
    enum sandbox_state state = ok ? SANDBOX_ACTIVE : SANDBOX_FAILED;
    report->layer[WALL_FILES] = state;
    report->layer[WALL_TCP] = abi >= 4 ? state : SANDBOX_ABSENT;
    report->layer[WALL_SCOPE] = abi >= 6 ? state : SANDBOX_ABSENT;
    if (abi < 4)
        log_warn("sandbox",
                 "this kernel's Landlock (ABI %d) does not know TCP: outgoing "
                 "connections are forbidden by seccomp only",
                 abi);
}
