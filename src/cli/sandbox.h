/* The walls around the serving process.
 *
 * Purpose: should a request ever take the process over, it finds itself in a room without doors: no
 * other program can be started, no connection made, no file opened outside the data folder, no
 * core image written, no other process touched.
 *
 * Layers, each independent, each reported: no_new_privs; not dumpable (no ptrace, no core, /proc
 * closed); RLIMIT_CORE 0; Landlock (files below the named folders only; TCP only as named, from
 * ABI 4; no signals or abstract sockets outwards, from ABI 6); seccomp (an allow-list of system
 * calls with their arguments; unknown calls give ENOSYS, so that the C library falls back; named
 * dangerous ones give EPERM).
 *
 * Order: after the data folder exists and the server's options are known, before any thread starts
 * (Landlock holds for the calling thread and those it starts). The listening socket may be bound
 * afterwards. There is no way back.
 *
 * Errors: a layer that the kernel does not have is logged in one line, and the others still hold;
 * the steward sees them with `awn doctor`.
 * Sources: landlock(7), seccomp(2), linux/landlock.h (numbers repeated in sandbox.c because
 * Debian 12's headers stop at ABI 1).
 */
#ifndef AWN_CLI_SANDBOX_H
#define AWN_CLI_SANDBOX_H

#include "base/arena.h"
#include "base/str.h"

/* What the database engine needs of the world. */
enum sandbox_reach {
    SANDBOX_ALONE,       /* SQLite: no outgoing connection of any kind */
    SANDBOX_UNIX_SOCKET, /* PostgreSQL over a unix socket */
    SANDBOX_TCP          /* PostgreSQL over TCP: name lookups, and one port */
};

struct sandbox_config {
    const char *data;         /* folder: read, write, create, remove */
    const char *socket_dir;   /* folder of a unix socket to listen on, or NULL */
    const char *const *reads; /* further files and folders to read, ends with NULL; may be NULL */
    int listen_port;          /* the one TCP port to bind; -1: none */
    enum sandbox_reach reach;
    int connect_port; /* SANDBOX_TCP: the one port to connect to */
};

enum sandbox_state {
    SANDBOX_ABSENT, /* the kernel does not have it */
    SANDBOX_FAILED, /* it has, and refused: see the log */
    SANDBOX_ACTIVE
};

#define SANDBOX_LAYERS(X)                                                                          \
    X(NO_NEW_PRIVS, "no new privileges")                                                           \
    X(NOT_DUMPABLE, "not dumpable")                                                                \
    X(NO_CORE, "no core images")                                                                   \
    X(FILES, "files (Landlock)")                                                                   \
    X(TCP, "TCP (Landlock)")                                                                       \
    X(SCOPE, "signals (Landlock)")                                                                 \
    X(SYSCALLS, "system calls (seccomp)")
enum sandbox_layer {
#define X(name, text) WALL_##name,
    SANDBOX_LAYERS(X)
#undef X
        WALL_COUNT
};

struct sandbox_report {
    enum sandbox_state layer[WALL_COUNT];
    int landlock_abi; /* 0: none */
};

/* Puts up every layer there is, and logs those that are missing. */
struct sandbox_report sandbox_apply(const struct sandbox_config *config);

/* What a database URL (db.h) asks for: fills reach and connect_port. */
void sandbox_reach_of(const char *database_url, struct sandbox_config *config);

/* "files (Landlock): active", one layer a line, for `awn doctor`. */
struct str sandbox_describe(const struct sandbox_report *report, struct arena *a);

#endif
