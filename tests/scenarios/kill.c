/* kill -9 loses no acknowledged post: the real server, ended in the middle of its work. */
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/rand.h"
#include "scenarios/world.h"

#define LINES 4  /* connections that write at once */
#define ROUNDS 3 /* servers that are killed */
#define POSTS_MAX 400

static const char *program; /* the path of awn */

struct writer {
    struct world *w;
    const char *socket;
    const char *circle, *cookie, *token;
    int lines[LINES];
    int waits[LINES]; /* the post whose answer that line waits for, or -1 */
    int sent;
    bool acknowledged[POSTS_MAX];
};

/* ---- the server */

static pid_t server_begin(struct writer *o)
{
    int out[2];
    char line[200];
    struct world *w = o->w;
    const char *listen = str_fmt(w->arena, "unix:%s", o->socket).p;
    assert_int_equal(pipe(out), 0);
    pid_t child = fork();
    if (child == 0) {
        (void)prctl(PR_SET_PDEATHSIG, SIGKILL); /* no server outlives a story that went wrong */
        (void)dup2(out[1], STDOUT_FILENO);
        (void)close(out[0]);
        if (w->db.engine == DB_SQLITE)
            (void)execl(program, program, "serve", "--data", w->db.folder, "--listen", listen,
                        (char *)NULL);
        else
            (void)execl(program, program, "serve", "--data", w->db.folder, "--listen", listen,
                        "--database", w->db.url, (char *)NULL);
        _exit(127);
    }
    assert_true(child > 0);
    (void)close(out[1]);
    assert_true(read(out[0], line, sizeof line) > 0); /* "Open at …" */
    (void)close(out[0]);
    return child;
}

static int line_open(const struct writer *o)
{
    struct sockaddr_un to = {.sun_family = AF_UNIX};
    assert_true(strlen(o->socket) < sizeof to.sun_path);
    memcpy(to.sun_path, o->socket, strlen(o->socket));
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_true(fd >= 0);
    assert_int_equal(connect(fd, (struct sockaddr *)&to, sizeof to), 0);
    return fd;
}

/* ---- writing */

static void send_post(struct writer *o, int line)
{
    struct arena *a = o->w->arena;
    struct str body = str_fmt(a, "_token=%s&title=Post+%04d.&text=Words+of+%04d.&once=once-%d-%d",
                              o->token, o->sent, o->sent, getpid(), o->sent);
    struct str all =
        str_fmt(a,
                "POST %s/new HTTP/1.1\r\nHost: house.example\r\nOrigin: http://house.example\r\n"
                "Sec-Fetch-Site: same-origin\r\nCookie: %s=%s\r\n"
                "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: %zu\r\n\r\n"
                "%" STR_FMT,
                o->circle, SESSION_COOKIE, o->cookie, body.n, STR_ARG(body));
    assert_int_equal(send(o->lines[line], all.p, all.n, MSG_NOSIGNAL), all.n);
    o->waits[line] = o->sent++;
}

/* Takes one answer; false when the line is dead. */
static bool take_answer(struct writer *o, int line)
{
    char head[8192];
    size_t n = 0;
    while (n < sizeof head - 1 && (n < 4 || memcmp(head + n - 4, "\r\n\r\n", 4) != 0))
        if (recv(o->lines[line], head + n, 1, 0) != 1)
            return false;
        else
            n++;
    head[n] = '\0';
    if (strncmp(head, "HTTP/1.1 303 ", 13) != 0)
        fail_msg("post %d was answered with %.40s", o->waits[line], head);
    o->acknowledged[o->waits[line]] = true;
    o->waits[line] = -1;
    return true;
}

/* Keeps all lines busy until `most` posts were acknowledged; then, with others on their way, the
 * server is killed. What still came through counts as acknowledged. */
static void write_and_kill(struct writer *o, int most)
{
    pid_t server = server_begin(o);
    struct pollfd ready[LINES];
    int done = 0;
    for (int i = 0; i < LINES; i++) {
        o->lines[i] = line_open(o);
        send_post(o, i);
        ready[i] = (struct pollfd){.fd = o->lines[i], .events = POLLIN};
    }
    while (done < most) {
        assert_true(poll(ready, LINES, 10000) > 0);
        for (int i = 0; i < LINES; i++)
            if (ready[i].revents) {
                assert_true(take_answer(o, i));
                done++;
                send_post(o, i);
            }
    }
    assert_int_equal(kill(server, SIGKILL), 0);
    assert_int_equal(waitpid(server, NULL, 0), server);
    for (int i = 0; i < LINES; i++) {
        (void)take_answer(o, i);
        (void)close(o->lines[i]);
    }
    (void)unlink(o->socket);
}

/* ---- the story */

static void kill_loses_no_acknowledged_post(enum db_engine engine)
{
    struct world w;
    if (!world_open_at(&w, engine, clock_now(&CLOCK_REAL)))
        skip();
    struct person *salma = someone(&w, "Salma", "en");
    joins(salma, w.code, "Salma");
    begins_circle(salma, "Tuesday", "Talking", .openness = "open", .keep = "90",
                  .persona = "Salwa");
    struct writer o = {.w = &w,
                       .socket = str_fmt(w.arena, "%s/socket", w.db.folder).p,
                       .circle = str_to_c(w.arena, salma->path),
                       .cookie = str_to_c(w.arena, cookie_of(salma, SESSION_COOKIE))};
    follow(salma, "Begin a conversation");
    o.token = str_to_c(w.arena, field(salma, "_token"));
    for (int round = 0; round < ROUNDS; round++) {
        world_stop(&w);
        write_and_kill(&o, 5 + (int)(rand_u64() % 25));
        w.clock.fixed = clock_now(&CLOCK_REAL);
        assert_ok(world_start(&w));
        enters(salma, "Tuesday");
        for (int i = 0; i < o.sent; i++)
            if (o.acknowledged[i])
                sees(salma, str_fmt(w.arena, "Post %04d.", i).p);
        /* What was not acknowledged is there whole, or not at all. */
        for (int i = 0; i < o.sent; i++) {
            const char *title = str_fmt(w.arena, "Post %04d.", i).p;
            enters(salma, "Tuesday");
            if (!offered(salma, title))
                continue;
            follow(salma, title);
            sees(salma, str_fmt(w.arena, "Words of %04d.", i).p);
        }
    }
    world_close(&w);
}

static void on_sqlite(void **state)
{
    (void)state;
    kill_loses_no_acknowledged_post(DB_SQLITE);
}

static void on_postgres(void **state)
{
    (void)state;
    kill_loses_no_acknowledged_post(DB_POSTGRES);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        {"kill -9 loses no acknowledged post (sqlite)", on_sqlite, NULL, NULL, NULL},
        {"kill -9 loses no acknowledged post (postgres)", on_postgres, NULL, NULL, NULL},
    };
    if (argc != 2) {
        fprintf(stderr, "usage: scenario_kill PATH-OF-AWN\n");
        return 2;
    }
    program = argv[1];
    return cmocka_run_group_tests(tests, NULL, NULL);
}
