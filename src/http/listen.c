#include <errno.h>
#include <netdb.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/log.h"
#include "http/door.h"

#define BACKLOG 1024
#define UNIX_PREFIX "unix:"

static void fd_close(int *fd)
{
    if (*fd >= 0)
        close(*fd);
}
#define FD_LOCAL __attribute__((cleanup(fd_close)))

static enum err wrong(const char *where, const char *what)
{
    log_error("http", "cannot listen on \"%s\": %s", where, what);
    return ERR_CONFIG;
}

/* A socket's file stays behind when its server dies: then nobody answers on it. */
static bool unix_is_stale(const struct sockaddr_un *at)
{
    struct stat st;
    if (lstat(at->sun_path, &st) != 0 || !S_ISSOCK(st.st_mode))
        return false;
    FD_LOCAL int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    return fd >= 0 && connect(fd, (const struct sockaddr *)at, sizeof *at) != 0 &&
           errno == ECONNREFUSED;
}

static enum err unix_open(const char *where, int *out)
{
    struct sockaddr_un at = {.sun_family = AF_UNIX};
    const char *path = where + strlen(UNIX_PREFIX);
    if (!*path || strlen(path) >= sizeof at.sun_path)
        return wrong(where, "the path must have 1 to 107 bytes");
    memcpy(at.sun_path, path, strlen(path));
    FD_LOCAL int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0 || fchmod(fd, 0600) != 0)
        return wrong(where, strerror(errno));
    if (bind(fd, (struct sockaddr *)&at, sizeof at) != 0) {
        if (errno != EADDRINUSE)
            return wrong(where, strerror(errno));
        if (!unix_is_stale(&at))
            return wrong(where, "another server answers there; stop it or choose another path");
        unlink(path);
        if (bind(fd, (struct sockaddr *)&at, sizeof at) != 0)
            return wrong(where, strerror(errno));
    }
    /* Born 0600, now for the group (the proxy's) too: never open to others in between. */
    if (chmod(path, 0660) != 0 || listen(fd, BACKLOG) != 0)
        return wrong(where, strerror(errno));
    *out = fd;
    fd = -1;
    return ERR_OK;
}

static enum err tcp_split(const char *where, char host[64], char port[8])
{
    const char *colon = strrchr(where, ':');
    const char *digits = colon ? colon + 1 : where;
    size_t n = colon ? (size_t)(colon - where) : 0;
    uint64_t number;
    if (!str_to_u64(str_from_c(digits), &number) || number > 65535)
        return wrong(where, "write an address and a port, such as 127.0.0.1:8080");
    (void)snprintf(port, 8, "%u", (unsigned)number);
    (void)snprintf(host, 64, "127.0.0.1");
    if (n && !(n == 9 && memcmp(where, "localhost", 9) == 0)) {
        bool brackets = n >= 2 && where[0] == '[' && where[n - 1] == ']';
        (void)snprintf(host, 64, "%.*s", (int)(brackets ? n - 2 : n), where + brackets);
    }
    return ERR_OK;
}

static void tcp_address(int fd, char *out, size_t n)
{
    struct sockaddr_storage at = {0};
    socklen_t len = sizeof at;
    char host[64] = "", port[8] = "";
    (void)getsockname(fd, (struct sockaddr *)&at, &len);
    (void)getnameinfo((struct sockaddr *)&at, len, host, sizeof host, port, sizeof port,
                      NI_NUMERICHOST | NI_NUMERICSERV);
    (void)snprintf(out, n, strchr(host, ':') ? "http://[%s]:%s" : "http://%s:%s", host, port);
}

static enum err tcp_open(const char *where, int *out)
{
    char host[64], port[8];
    TRY(tcp_split(where, host, port));
    struct addrinfo hints = {.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE,
                             .ai_socktype = SOCK_STREAM};
    struct addrinfo *found = NULL;
    if (getaddrinfo(host, port, &hints, &found) != 0)
        return wrong(where, "write the address in numbers, such as 127.0.0.1:8080 or [::1]:8080");
    struct addrinfo at = *found;
    struct sockaddr_storage address = {0};
    memcpy(&address, found->ai_addr, found->ai_addrlen);
    freeaddrinfo(found);
    FD_LOCAL int fd = socket(at.ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    int on = 1;
    if (fd < 0 || setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) != 0)
        return wrong(where, strerror(errno));
    if (bind(fd, (struct sockaddr *)&address, at.ai_addrlen) != 0 || listen(fd, BACKLOG) != 0)
        return wrong(where, errno == EADDRINUSE
                                ? "the port is taken; stop what uses it or choose another"
                                : strerror(errno));
    *out = fd;
    fd = -1;
    return ERR_OK;
}

enum err listen_open(const char *where, int *fd, char *address, size_t n)
{
    if (!where)
        where = "127.0.0.1:8080";
    if (str_starts(str_from_c(where), STR(UNIX_PREFIX))) {
        TRY(unix_open(where, fd));
        (void)snprintf(address, n, "%s", where);
        return ERR_OK;
    }
    TRY(tcp_open(where, fd));
    tcp_address(*fd, address, n);
    return ERR_OK;
}

void listen_forget(const char *where)
{
    if (where && str_starts(str_from_c(where), STR(UNIX_PREFIX)))
        unlink(where + strlen(UNIX_PREFIX));
}
