#include "bars/bar.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define SHOWN 20

void bar_begin(struct bar *b, const char *name)
{
    *b = (struct bar){.name = name, .errors = -1};
    setenv("AWN_TEST_HASH", "weak", 1);
    seal_init();
}

bool bar_full(void)
{
    const char *size = getenv("AWN_BARS");
    return size && strcmp(size, "full") == 0;
}

size_t bar_size(size_t small, size_t full)
{
    return bar_full() ? full : small;
}

bool bar_check(struct bar *b, bool ok, const char *fmt, ...)
{
    if (ok) {
        b->passed++;
        return true;
    }
    if (b->failed++ < SHOWN) {
        va_list ap;
        va_start(ap, fmt);
        printf("FAILED: ");
        vprintf(fmt, ap);
        printf("\n");
        va_end(ap);
    }
    return false;
}

void bar_must(enum err e, const char *what)
{
    if (e == ERR_OK)
        return;
    printf("the bar itself does not work: %s: %s\n0 passed, 1 failed\n", what, err_text(e));
    fflush(stdout);
    abort();
}

void bar_log_quiet(struct bar *b, const char *folder)
{
    snprintf(b->log, sizeof b->log, "%s/log", folder);
    int fd = open(b->log, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    b->errors = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
    if (fd < 0 || b->errors < 0 || dup2(fd, STDERR_FILENO) < 0)
        bar_must(ERR_IO, "turning the log away");
    close(fd);
}

struct str bar_log_loud(struct bar *b, struct arena *a)
{
    if (dup2(b->errors, STDERR_FILENO) < 0)
        bar_must(ERR_IO, "turning the log back");
    close(b->errors);
    b->errors = -1;
    return bar_file(a, b->log);
}

const char *bar_where(const struct bar *b)
{
    return b->engines > 1 ? "on SQLite and PostgreSQL" : "on SQLite only (no AWN_TEST_PG)";
}

int bar_end(const struct bar *b, double value, const char *unit, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    printf("figure bar_%s %g %s\n", b->name, value, unit);
    vprintf(fmt, ap);
    printf("\n%zu passed, %zu failed\n", b->passed, b->failed);
    va_end(ap);
    return b->failed || !b->passed;
}

struct str bar_file(struct arena *a, const char *path)
{
    struct stat st;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || fstat(fd, &st))
        bar_must(ERR_IO, path);
    char *p = arena_alloc(a, (size_t)st.st_size + 1);
    size_t n = 0;
    ssize_t got;
    while (n < (size_t)st.st_size && (got = read(fd, p + n, (size_t)st.st_size - n)) > 0)
        n += (size_t)got;
    close(fd);
    return str_from(p, n);
}

void bar_file_copy(const char *from, const char *to)
{
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
    struct str s = bar_file(a, from);
    int fd = open(to, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (fd < 0 || write(fd, s.p, s.n) != (ssize_t)s.n)
        bar_must(ERR_IO, to);
    close(fd);
}

bool bar_holds(struct str hay, struct str needle)
{
    return needle.n && memmem(hay.p, hay.n, needle.p, needle.n);
}

static bool net_open(enum db_engine engine, struct bar_net *n)
{
    char path[300];
    *n = (struct bar_net){0};
    if (!test_db_open(engine, &n->t))
        return false;
    n->db = n->t.db;
    snprintf(path, sizeof path, "%s/demo", n->t.folder);
    int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0)
        bar_must(ERR_IO, path);
    close(fd);
    MUST(seal_home_create(n->t.folder, DAY0));
    MUST(seal_home_open(n->t.folder, DAY0, false, &n->home));
    n->arena = arena_create(ARENA_PLAIN, 1 << 20);
    n->secret = arena_create(ARENA_SECRET, 1 << 18);
    n->keep = arena_create(ARENA_PLAIN, 1 << 20);
    n->ctx = (struct space_ctx){n->db, n->home, n->arena, n->secret, NOON(DAY0)};
    return true;
}

static void net_close(struct bar_net *n)
{
    test_db_close(&n->t);
    seal_home_close(n->home);
    arena_destroy(n->arena);
    arena_destroy(n->secret);
    arena_destroy(n->keep);
}

void bar_on_engines(struct bar *b, void (*each)(struct bar *b, struct bar_net *n, void *arg),
                    void *arg)
{
    for (enum db_engine e = DB_SQLITE; e <= DB_POSTGRES; e++) {
        struct bar_net n;
        if (!net_open(e, &n))
            continue;
        b->engines++;
        each(b, &n, arg);
        net_close(&n);
    }
}

void net_clear(struct bar_net *n)
{
    arena_clear(n->arena);
    arena_clear(n->secret);
}

void net_day(struct bar_net *n, int32_t day)
{
    int64_t gone;
    n->ctx.now = NOON(day);
    MUST(seal_home_turn(n->home, day, false));
    MUST(space_expire(n->db, day, &gone));
    MUST(db_tidy(n->db));
}
