/* Each test puts the walls up in a child of its own, tries one thing there, and looks at how the
 * child ended. A child says what it saw by its exit status: 0 as expected, else a line number. */
#include "base/test.h"

#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/rand.h"
#include "cli/sandbox.h"
#include "support/test_db.h"

struct room {
    char data[64]; /* the data folder */
    char out[64];  /* a folder beside it */
    struct sandbox_config config;
    int listener; /* in the parent: somewhere to connect to */
    int port;
};

#define EXPECT(condition)                                                                          \
    do {                                                                                           \
        if (!(condition))                                                                          \
            _exit(__LINE__ % 200 + 1);                                                             \
    } while (0)

static int listen_on_loopback(int *port)
{
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t n = sizeof at;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_true(fd >= 0);
    assert_int_equal(bind(fd, (struct sockaddr *)&at, sizeof at), 0);
    assert_int_equal(listen(fd, 8), 0);
    assert_int_equal(getsockname(fd, (struct sockaddr *)&at, &n), 0);
    *port = ntohs(at.sin_port);
    return fd;
}

static int setup(void **state)
{
    struct room *r = test_calloc(1, sizeof *r);
    strcpy(r->data, "/tmp/awn-sandbox-XXXXXX"); /* allow banned: a template of known size */
    if (!mkdtemp(r->data))
        return -1;
    snprintf(r->out, sizeof r->out, "%s-out", r->data);
    char secret[96];
    snprintf(secret, sizeof secret, "%s/secret", r->out);
    if (mkdir(r->out, 0700) != 0)
        return -1;
    int fd = open(secret, O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
    if (fd < 0 || write(fd, "x", 1) != 1)
        return -1;
    close(fd);
    r->listener = listen_on_loopback(&r->port);
    r->config = (struct sandbox_config){
        .data = r->data, .listen_port = 0, .reach = SANDBOX_ALONE, .connect_port = -1};
    *state = r;
    return 0;
}

static void remove_folder(const char *path)
{
    DIR *folder = opendir(path);
    const struct dirent *entry;
    while (folder && (entry = readdir(folder)) != NULL)
        unlinkat(dirfd(folder), entry->d_name, 0);
    if (folder)
        closedir(folder);
    rmdir(path);
}

static int teardown(void **state)
{
    struct room *r = *state;
    close(r->listener);
    remove_folder(r->data);
    remove_folder(r->out);
    test_free(r);
    return 0;
}

/* Runs `in` behind the walls, in a child. */
static void behind_walls(struct room *r, void (*in)(struct room *r, struct sandbox_report report))
{
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        struct sandbox_report report = sandbox_apply(&r->config);
        in(r, report);
        _exit(0);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status)); /* not killed by a signal */
    assert_int_equal(WEXITSTATUS(status), 0);
}

static void everything_is_up(struct room *r, struct sandbox_report report)
{
    (void)r;
    EXPECT(report.layer[WALL_NO_NEW_PRIVS] == SANDBOX_ACTIVE);
    EXPECT(report.layer[WALL_SYSCALLS] == SANDBOX_ACTIVE);
    EXPECT((report.layer[WALL_FILES] == SANDBOX_ACTIVE) == (report.landlock_abi >= 1));
    EXPECT((report.layer[WALL_TCP] == SANDBOX_ACTIVE) == (report.landlock_abi >= 4));
    EXPECT((report.layer[WALL_SCOPE] == SANDBOX_ACTIVE) == (report.landlock_abi >= 6));
    struct rlimit core;
    EXPECT(getrlimit(RLIMIT_CORE, &core) == 0 && core.rlim_max == 0);
    EXPECT(setrlimit(RLIMIT_CORE, &core) != 0); /* limits cannot be changed any more */
}

static void no_program(struct room *r, struct sandbox_report report)
{
    (void)r;
    (void)report;
    char name[] = "true", *const argv[] = {name, NULL};
    EXPECT(execv("/bin/true", argv) == -1 && errno == EPERM);
    EXPECT(syscall(SYS_execveat, AT_FDCWD, "/bin/true", argv, NULL, 0) == -1 && errno == EPERM);
    EXPECT(fork() == -1);
    EXPECT(vfork() == -1);
    EXPECT(syscall(SYS_clone, SIGCHLD, NULL, NULL, NULL, NULL) == -1 && errno == EPERM);
}

static struct sockaddr_in loopback(int port)
{
    return (struct sockaddr_in){.sin_family = AF_INET,
                                .sin_port = htons((uint16_t)port),
                                .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
}

static void no_way_out(struct room *r, struct sandbox_report report)
{
    (void)report;
    struct sockaddr_in to = loopback(r->port);
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    EXPECT(fd >= 0); /* needed to listen */
    EXPECT(connect(fd, (struct sockaddr *)&to, sizeof to) == -1 && errno == EPERM);
    EXPECT(sendto(fd, "x", 1, MSG_FASTOPEN, (struct sockaddr *)&to, sizeof to) == -1);
    char byte = 'x';
    struct iovec part = {&byte, 1};
    struct msghdr message = {
        .msg_name = &to, .msg_namelen = sizeof to, .msg_iov = &part, .msg_iovlen = 1};
    EXPECT(sendmsg(fd, &message, MSG_FASTOPEN) == -1);
    EXPECT(sendmsg(fd, &message, MSG_NOSIGNAL) == -1);
    EXPECT(socket(AF_INET, SOCK_DGRAM, 0) == -1);
    EXPECT(socket(AF_INET6, SOCK_DGRAM, 0) == -1);
    EXPECT(socket(AF_UNIX, SOCK_DGRAM, 0) == -1);
    EXPECT(socket(AF_NETLINK, SOCK_RAW, 0) == -1);
    EXPECT(socket(AF_PACKET, SOCK_RAW, 0) == -1);
    struct sockaddr_un local = {.sun_family = AF_UNIX, .sun_path = "/run/anything"};
    int unix_fd = socket(AF_UNIX, SOCK_STREAM, 0);
    EXPECT(connect(unix_fd, (struct sockaddr *)&local, sizeof local) == -1 && errno == EPERM);
}

static void can_serve(struct room *r, struct sandbox_report report)
{
    (void)r;
    (void)report;
    struct sockaddr_in at = loopback(0);
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    int yes = 1;
    EXPECT(setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) == 0);
    EXPECT(bind(fd, (struct sockaddr *)&at, sizeof at) == 0);
    EXPECT(listen(fd, 8) == 0);
    EXPECT(accept4(fd, NULL, NULL, SOCK_CLOEXEC) == -1 && errno == EAGAIN);
}

static void only_its_port(struct room *r, struct sandbox_report report)
{
    if (report.layer[WALL_TCP] != SANDBOX_ACTIVE)
        return;
    struct sockaddr_in other = loopback(r->config.listen_port + 1);
    EXPECT(bind(socket(AF_INET, SOCK_STREAM, 0), (struct sockaddr *)&other, sizeof other) == -1 &&
           errno == EACCES);
}

static void own_files_only(struct room *r, struct sandbox_report report)
{
    char path[128], moved[128];
    snprintf(path, sizeof path, "%s/note", r->data);
    snprintf(moved, sizeof moved, "%s/moved", r->data);
    int fd = open(path, O_CREAT | O_RDWR | O_TRUNC | O_CLOEXEC, 0600);
    EXPECT(fd >= 0 && write(fd, "x", 1) == 1 && fsync(fd) == 0 && ftruncate(fd, 0) == 0);
    EXPECT(rename(path, moved) == 0 && unlink(moved) == 0);
    EXPECT(open(r->data, O_RDONLY | O_DIRECTORY | O_CLOEXEC) >= 0);
    EXPECT(open("/dev/urandom", O_RDONLY | O_CLOEXEC) >= 0);
    if (report.layer[WALL_FILES] != SANDBOX_ACTIVE)
        return;
    snprintf(path, sizeof path, "%s/secret", r->out);
    EXPECT(open(path, O_RDONLY | O_CLOEXEC) == -1 && errno == EACCES);
    EXPECT(open(path, O_WRONLY | O_CLOEXEC) == -1 && errno == EACCES);
    EXPECT(unlink(path) == -1 && errno == EACCES);
    snprintf(path, sizeof path, "%s/new", r->out);
    EXPECT(open(path, O_CREAT | O_WRONLY | O_CLOEXEC, 0600) == -1 && errno == EACCES);
    EXPECT(open("/etc/passwd", O_RDONLY | O_CLOEXEC) == -1 && errno == EACCES);
    EXPECT(open("/proc/self/maps", O_RDONLY | O_CLOEXEC) == -1);
    EXPECT(opendir("/") == NULL);
    snprintf(path, sizeof path, "%s/../%s-out/secret", r->data, r->data + 5);
    EXPECT(open(path, O_RDONLY | O_CLOEXEC) == -1 && errno == EACCES);
    EXPECT(symlink("/etc/passwd", "link") == -1 && errno == EPERM);
}

static void *add_one(void *p)
{
    pthread_setname_np(pthread_self(), "awn-test");
    *(int *)p += 1;
    return NULL;
}

static void threads_start(struct room *r, struct sandbox_report report)
{
    (void)r;
    (void)report;
    int count = 0;
    for (int i = 0; i < 4; i++) {
        pthread_t thread;
        EXPECT(pthread_create(&thread, NULL, add_one, &count) == 0);
        EXPECT(pthread_join(thread, NULL) == 0);
    }
    EXPECT(count == 4);
    void *p = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    EXPECT(p != MAP_FAILED && mlock(p, 4096) == 0);
    EXPECT(mprotect(p, 4096, PROT_READ) == 0);
    EXPECT(mprotect(p, 4096, PROT_READ | PROT_EXEC) == -1);
    EXPECT(mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1,
                0) == MAP_FAILED);
    uint8_t bytes[32];
    rand_bytes(bytes, sizeof bytes);
    EXPECT(clock_now(&CLOCK_REAL) > 0);
}

static void a_thread_is_walled_too(struct room *r, struct sandbox_report report)
{
    (void)report;
    struct sockaddr_in to = loopback(r->port);
    pthread_t thread;
    EXPECT(pthread_create(&thread, NULL, add_one, &(int){0}) == 0);
    pthread_join(thread, NULL);
    EXPECT(connect(socket(AF_INET, SOCK_STREAM, 0), (struct sockaddr *)&to, sizeof to) == -1);
}

static void nobody_else_is_touched(struct room *r, struct sandbox_report report)
{
    (void)r;
    (void)report;
    EXPECT(ptrace(PTRACE_ATTACH, getppid(), NULL, NULL) == -1 && errno == EPERM);
    EXPECT(kill(getppid(), 0) == -1 && errno == EPERM);
    EXPECT(syscall(SYS_process_vm_readv, getppid(), NULL, 0, NULL, 0, 0) == -1 && errno == EPERM);
    EXPECT(syscall(SYS_unshare, 0) == -1 && errno == EPERM);
    EXPECT(syscall(SYS_bpf, 0, NULL, 0) == -1 && errno == EPERM);
    EXPECT(syscall(SYS_io_uring_setup, 1, NULL) == -1 && errno == EPERM);
    EXPECT(syscall(SYS_keyctl, 0, 0) == -1 && errno == EPERM);
    EXPECT(syscall(SYS_memfd_create, "x", 0) == -1 && errno == EPERM);
    EXPECT(setuid(0) == -1 && errno == EPERM);
    EXPECT(prctl(PR_SET_DUMPABLE, 1, 0, 0, 0) == -1);
}

static void sqlite_works(struct room *r, struct sandbox_report report)
{
    (void)report;
    static const struct db_sql make = {"sandbox test: make", "CREATE TABLE t (i BIGINT)", NULL,
                                       NULL};
    static const struct db_sql add = {"sandbox test: add", "INSERT INTO t VALUES ($1)", NULL, NULL};
    static const struct db_sql sort = {"sandbox test: sort", "SELECT i FROM t ORDER BY -i", NULL,
                                       NULL};
    char url[128];
    snprintf(url, sizeof url, "sqlite:%s/awn.db", r->data);
    struct db *writer, *reader;
    EXPECT(db_open(url, DB_WRITER, &writer) == ERR_OK);
    EXPECT(db_run(writer, &make, DB_NO_ARGS, NULL) == ERR_OK);
    for (int i = 0; i < 100; i++)
        EXPECT(db_run(writer, &add, DB_ARGS(db_int(i)), NULL) == ERR_OK);
    EXPECT(db_open(url, DB_READER, &reader) == ERR_OK);
    struct arena *a = arena_create(ARENA_SECRET, 0);
    struct db_rows rows;
    EXPECT(db_all(reader, &sort, DB_NO_ARGS, a, &rows) == ERR_OK && rows.n == 100);
    EXPECT(db_tidy(writer) == ERR_OK && db_check(writer) == ERR_OK);
    db_close(reader);
    db_close(writer);
    arena_destroy(a);
}

static void connects_where_it_may(struct room *r, struct sandbox_report report)
{
    struct sockaddr_in to = loopback(r->port), other = loopback(9);
    EXPECT(connect(socket(AF_INET, SOCK_STREAM, 0), (struct sockaddr *)&to, sizeof to) == 0);
    if (report.layer[WALL_TCP] == SANDBOX_ACTIVE)
        EXPECT(connect(socket(AF_INET, SOCK_STREAM, 0), (struct sockaddr *)&other, sizeof other) ==
                   -1 &&
               errno == EACCES);
}

static void test_layers(void **state)
{
    behind_walls(*state, everything_is_up);
}
static void test_exec(void **state)
{
    behind_walls(*state, no_program);
}
static void test_connect(void **state)
{
    behind_walls(*state, no_way_out);
}
static void test_serve(void **state)
{
    struct room *r = *state;
    behind_walls(r, can_serve);
    r->config.listen_port = 39221;
    behind_walls(r, only_its_port);
}
static void test_files(void **state)
{
    behind_walls(*state, own_files_only);
}
static void test_threads(void **state)
{
    behind_walls(*state, threads_start);
    behind_walls(*state, a_thread_is_walled_too);
}
static void test_others(void **state)
{
    behind_walls(*state, nobody_else_is_touched);
}
static void test_sqlite(void **state)
{
    behind_walls(*state, sqlite_works);
}
static void test_reach_tcp(void **state)
{
    struct room *r = *state;
    r->config.reach = SANDBOX_TCP;
    r->config.connect_port = r->port;
    behind_walls(r, connects_where_it_may);
}

/* A statement on a real PostgreSQL, opened behind the walls that its own URL asks for. */
static void postgres_works(struct room *r, struct sandbox_report report)
{
    (void)r;
    (void)report;
    static const struct db_sql one = {"sandbox test: one", "SELECT 1", NULL, NULL};
    struct db *db;
    struct db_rows rows;
    struct arena *a = arena_create(ARENA_PLAIN, 0);
    EXPECT(db_open(getenv("AWN_TEST_PG"), DB_WRITER, &db) == ERR_OK);
    EXPECT(db_all(db, &one, DB_NO_ARGS, a, &rows) == ERR_OK && rows.n == 1);
    db_close(db);
    arena_destroy(a);
}

static void test_postgres(void **state)
{
    struct room *r = *state;
    const char *url = getenv("AWN_TEST_PG");
    if (!url)
        skip();
    sandbox_reach_of(url, &r->config);
    behind_walls(r, postgres_works);
}

static void test_reach_of(void **state)
{
    (void)state;
    static const struct {
        const char *url;
        enum sandbox_reach reach;
        int port;
    } CASES[] = {
        {"sqlite:/var/lib/awn/awn.db", SANDBOX_ALONE, -1},
        {"postgresql:///awn", SANDBOX_UNIX_SOCKET, 5432},
        {"postgresql:///awn?host=/run/postgresql&user=awn", SANDBOX_UNIX_SOCKET, 5432},
        {"postgresql://%2Frun%2Fpostgresql/awn", SANDBOX_UNIX_SOCKET, 5432},
        {"postgresql://awn@:5433/awn", SANDBOX_UNIX_SOCKET, 5433},
        {"postgresql://db.example/awn", SANDBOX_TCP, 5432},
        {"postgresql://awn:word@db.example:6000/awn", SANDBOX_TCP, 6000},
        {"postgresql://awn@[::1]:6001/awn", SANDBOX_TCP, 6001},
        {"postgresql://awn@[::1]/awn", SANDBOX_TCP, 5432},
        {"postgres:///awn?host=db.example&port=6002", SANDBOX_TCP, 6002},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        struct sandbox_config c = {0};
        sandbox_reach_of(CASES[i].url, &c);
        assert_int_equal(c.reach, CASES[i].reach);
        assert_int_equal(c.connect_port, CASES[i].port);
    }
}

static void test_describe(void **state)
{
    (void)state;
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
    struct sandbox_report report = {.layer[WALL_FILES] = SANDBOX_ACTIVE};
    struct str text = sandbox_describe(&report, a);
    const char *c = str_to_c(a, text);
    assert_non_null(strstr(c, "files (Landlock): active\n"));
    assert_non_null(strstr(c, "system calls (seccomp): not in this kernel\n"));
}

int main(void)
{
#define IN_ROOM(fn) cmocka_unit_test_setup_teardown(fn, setup, teardown)
    const struct CMUnitTest tests[] = {
        IN_ROOM(test_layers),
        IN_ROOM(test_exec),
        IN_ROOM(test_connect),
        IN_ROOM(test_serve),
        IN_ROOM(test_files),
        IN_ROOM(test_threads),
        IN_ROOM(test_others),
        IN_ROOM(test_sqlite),
        IN_ROOM(test_reach_tcp),
        IN_ROOM(test_postgres),
        cmocka_unit_test(test_reach_of),
        cmocka_unit_test(test_describe),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
