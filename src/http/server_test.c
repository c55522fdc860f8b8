/* The door with a toy application behind it, over real sockets. Nothing sleeps for a guessed
 * time. */
#include "http/server_toy.h"

#include <sys/stat.h>

static void get_and_head(void **state)
{
    struct toy *t = *state;
    struct answer a = ask(t, GET("/?q=%D8%B9+x"));
    assert_int_equal(a.status, 200);
    assert_int_equal(a.length, 16384);
    assert_memory_equal(a.body, "<p>shown ع x</p>\n     ", 22);
    assert_null(strcasestr(a.head, "\r\nDate:"));
    assert_null(strcasestr(a.head, "\r\nServer:"));
    assert_non_null(strstr(a.head, "\r\nContent-Security-Policy: default-src 'none';"));
    size_t lines = 0;
    for (const char *p = a.head; (p = strstr(p, "\r\n")); p += 2)
        lines++;
    assert_int_equal(lines, 1 + 9 + 1 + 1); /* status, those of http_test, length, the empty one */

    int fd = call(t);
    say(fd, "HEAD / HTTP/1.1\r\nHost: a\r\n\r\n" GET("/"));
    struct answer head = hear_of(fd, true), after = hear(fd);
    close(fd);
    assert_int_equal(head.status, 200);
    assert_non_null(strstr(head.head, "Content-Length: 16384\r\n"));
    assert_int_equal(after.length, 16384);
}

static void sizes_on_the_wire(void **state)
{
    struct toy *t = *state;
    static const struct {
        const char *text;
        size_t length;
    } cases[] = {{GET("/big/0"), 16384},      {GET("/big/16384"), 16384},
                 {GET("/big/16385"), 32768},  {GET("/big/65000"), 65536},
                 {GET("/big/65537"), 131072}, {GET("/big/131073"), 262144},
                 {GET("/nowhere"), 16384}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_int_equal(ask(t, cases[i].text).length, cases[i].length);
    struct answer a = ask(t, GET("/style.css"));
    assert_int_equal(a.length, 3);
    a = ask(t, "GET /style.css HTTP/1.1\r\nHost: a\r\nIf-None-Match: \"e1\"\r\n\r\n");
    assert_int_equal(a.status, 304);
    assert_non_null(strstr(a.head, "ETag: \"e1\"\r\n"));
}

static void statuses(void **state)
{
    struct toy *t = *state;
    char path[2200], many[4000] = GET("/"), wide[20000], endless[60000];
    memset(path, 'a', sizeof path);
    memcpy(path, "GET /", 5);
    (void)snprintf(path + 2000, 200, " HTTP/1.1\r\nHost: a\r\n\r\n");
    size_t n = strlen(many) - 2;
    for (int i = 0; i < 64; i++)
        n += (size_t)snprintf(many + n, sizeof many - n, "X-%d: y\r\n", i);
    (void)snprintf(many + n, sizeof many - n, "\r\n");
    memset(wide, 'b', sizeof wide);
    memcpy(wide, "GET / HTTP/1.1\r\nHost: a\r\nX: ", 28);
    memcpy(wide + sizeof wide - 5, "\r\n\r\n", 5);
    memset(endless, 'b', sizeof endless);
    memcpy(endless, "GET / HTTP/1.1\r\nHost: a\r\nX: ", 28);
    memcpy(endless + sizeof endless - 5, "\r\n\r\n", 5);
    const struct {
        const char *text;
        int status;
    } cases[] = {
        {GET("/nowhere"), 404},
        {GET("/write"), 405},
        {"OPTIONS / HTTP/1.1\r\nHost: a\r\n\r\n", 405},
        {"DELETE / HTTP/1.1\r\nHost: a\r\n\r\n", 405},
        {"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n", 405},
        {GET("/a/../b"), 400},
        {GET("/a%00"), 400},
        {GET("//"), 400},
        {GET("/?q=%ff"), 400},
        {GET("/?q=%"), 400},
        {"GET http://a/ HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        {"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400},
        {"GET / HTTP/1.1\r\nHost: a\r\nOrigin: http://a\r\nOrigin: http://b\r\n\r\n", 400},
        {"GET / HTTP/1.1\r\nHost: a\r\nOrigin: \xff\r\n\r\n", 400},
        {"GET / HTTP/1.1\r\n\r\n", 400},
        {"GARBAGE\r\n\r\n", 0}, /* the library just hangs up */
        {"POST /write HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
         "Content-Length: 2\r\n\r\n{}",
         400},
        {"POST /write HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\n"
         "Content-Length: 3\r\n\r\na=%",
         400},
        {"POST /write HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: "
         "chunked\r\n\r\n"
         "0\r\n\r\n",
         400},
        {"POST /leave HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\n"
         "Content-Length: 3\r\n\r\na=%",
         200},
        {path, 414},
        {many, 431},
        {wide, 431},
        {endless, 431},
        {GET("/"), 200},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        int status = ask(t, cases[i].text).status;
        if (status != cases[i].status)
            print_error("case %zu: %.40s\n", i, cases[i].text);
        assert_int_equal(status, cases[i].status);
    }
}

static void bodies_too_large(void **state)
{
    struct toy *t = *state;
    static char text[300000];
    const char *head = "POST /write HTTP/1.1\r\nHost: a\r\nContent-Type: "
                       "application/x-www-form-urlencoded\r\n";
    int before = t->handled;
    /* A little too much: read to the end, then refused, and the connection goes on. */
    int fd = call(t);
    memset(text, 'x', sizeof text);
    int n = snprintf(text, sizeof text, "%sContent-Length: 70000\r\n\r\n", head);
    text[n] = 'x';
    say_bytes(fd, text, (size_t)n + 70000);
    struct answer a = hear(fd);
    assert_int_equal(a.status, 413);
    assert_non_null(strcasestr(a.head, "Content-Security-Policy"));
    say(fd, GET("/"));
    assert_int_equal(hear(fd).status, 200);
    close(fd);
    /* Far too much: refused before anything of it was sent. */
    (void)snprintf(text, sizeof text, "%sContent-Length: 99999999\r\n\r\n", head);
    assert_int_equal(ask(t, text).status, 413);
    (void)snprintf(text, sizeof text, "%sContent-Length: 70000\r\nExpect: 100-continue\r\n\r\n",
                   head);
    assert_int_equal(ask(t, text).status, 413);
    /* Of unknown length: counted. */
    n = snprintf(text, sizeof text, "%sTransfer-Encoding: chunked\r\n\r\n20000\r\n", head);
    memset(text + n, 'x', 0x20000);
    memcpy(text + n + 0x20000, "\r\n0\r\n\r\n", 8);
    assert_int_equal(ask(t, text).status, 413);
    assert_int_equal(t->handled, before + 1);
    /* A route for big ones takes it. */
    n = snprintf(text, sizeof text,
                 "POST /bigger HTTP/1.1\r\nHost: a\r\nContent-Type: "
                 "application/x-www-form-urlencoded; charset=utf-8\r\nContent-Length: 200000\r\n"
                 "\r\nname=x&y=");
    memset(text + n, 'y', 200000);
    fd = call(t);
    say_bytes(fd, text, (size_t)n + 200000 - 9);
    assert_memory_equal(hear(fd).body, "<p>wrote x", 10);
    close(fd);
}

static void body_truncated(void **state)
{
    struct toy *t = *state;
    int before = t->handled;
    AWAIT(counts(t).in_flight == 0); /* those of the tests before */
    int fd = call(t);
    say(fd, "POST /write HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc");
    AWAIT(counts(t).in_flight == 1);
    close(fd);
    AWAIT(counts(t).in_flight == 0);
    assert_int_equal(t->handled, before);
}

static void expect_continue(void **state)
{
    struct toy *t = *state;
    int fd = call(t);
    say(fd, "POST /write HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\n"
            "Content-Length: 6\r\nExpect: 100-continue\r\n\r\n");
    assert_int_equal(hear(fd).status, 100);
    say(fd, "name=x");
    struct answer a = hear(fd);
    close(fd);
    assert_int_equal(a.status, 200);
    assert_non_null(strstr(a.head, "Set-Cookie: __Host-s=token; Path=/; Secure; HttpOnly; "
                                   "SameSite=Strict\r\n"));
}

static void many_on_one_connection(void **state)
{
    struct toy *t = *state;
    int fd = call(t);
    say(fd, GET("/?q=1"));
    say_post(fd, "/write", "name=2");
    say(fd, GET("/nowhere"));
    say_post(fd, "/sign-in", "name=4");
    say_post(fd, "/sign-in-read?q=5", "name=5");
    say_post(fd, "/read?q=6", "");
    static const char *const expected[] = {"<p>shown 1", "<p>wrote 2", "<p>not found",
                                           "<p>wrote 4", "<p>shown 5", "<p>shown 6"};
    for (size_t i = 0; i < 6; i++)
        assert_memory_equal(hear(fd).body, expected[i], strlen(expected[i]));
    close(fd);
}

#define CROWD 40

static void one_commit_for_many(void **state)
{
    struct toy *t = *state;
    int first = call(t), others[CROWD];
    int before = t->commits, writing = t->writing;
    gate_set(t, GATE_WRITE, true);
    say_post(first, "/write", "name=first");
    AWAIT(t->writing == writing + 1); /* the writer has taken it alone */
    for (int i = 0; i < CROWD; i++) {
        char body[32];
        (void)snprintf(body, sizeof body, "name=%d.", i);
        others[i] = call(t);
        say_post(others[i], "/write", body);
    }
    AWAIT(counts(t).writing == CROWD);
    /* Reading goes on meanwhile. */
    assert_int_equal(ask(t, GET("/")).status, 200);
    assert_int_equal(t->commits, before);
    gate_set(t, GATE_WRITE, false);
    assert_int_equal(hear(first).status, 200);
    for (int i = 0; i < CROWD; i++) {
        char body[32];
        int n = snprintf(body, sizeof body, "<p>wrote %d.", i);
        assert_memory_equal(hear(others[i]).body, body, (size_t)n);
        close(others[i]);
    }
    close(first);
    assert_int_equal(t->commits, before + 2);
}

static void commit_fails_for_all(void **state)
{
    struct toy *t = *state;
    int fds[3], writing = t->writing;
    gate_set(t, GATE_WRITE, true);
    t->commit_fails = true;
    for (int i = 0; i < 3; i++) {
        fds[i] = call(t);
        say_post(fds[i], "/write", "name=x");
        AWAIT(t->writing == writing + 1);
    }
    AWAIT(counts(t).writing == 2);
    gate_set(t, GATE_WRITE, false);
    for (int i = 0; i < 3; i++) {
        struct answer a = hear(fds[i]);
        assert_int_equal(a.status, 507);
        assert_null(strstr(a.head, "Set-Cookie")); /* nothing of the lost answer is left */
        close(fds[i]);
    }
    t->commit_fails = false;
}

static void hashing_queue_full(void **state)
{
    struct toy *t = *state;
    int fds[4], hashing = t->hashing;
    gate_set(t, GATE_HASH, true);
    for (size_t i = 0; i < 4; i++) {
        fds[i] = call(t);
        say_post(fds[i], "/sign-in", "name=x");
        AWAIT(t->hashing == hashing + 1 && counts(t).hashing == i);
    }
    int fd = call(t);
    say_post(fd, "/sign-in", "name=x");
    struct answer a = hear(fd);
    assert_int_equal(a.status, 503);
    assert_non_null(strstr(a.head, "Retry-After: 5\r\n"));
    close(fd);
    assert_int_equal(ask(t, GET("/")).status, 200);
    close(fds[3]); /* gone before its turn: not worth hashing for */
    gate_set(t, GATE_HASH, false);
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(hear(fds[i]).status, 200);
        close(fds[i]);
    }
    AWAIT(counts(t).in_flight == 0);
    assert_int_equal(t->hashing, hashing + 3);
    fd = call(t);
    say_post(fd, "/sign-in", "deny=1");
    assert_int_equal(hear(fd).status, 403);
    close(fd);
}

/* A name at which many guesses failed waits; nobody behind it does, and it may not fill the queue.
 */
static void a_delayed_name_holds_nobody_up(void **state)
{
    struct toy *t = *state;
    int fds[3], hashing = t->hashing;
    fds[0] = call(t);
    say_post(fds[0], "/sign-in", "name=guessed+often");
    AWAIT(counts(t).hashing == 1);
    fds[1] = call(t);
    say_post(fds[1], "/sign-in", "name=guessed+often");
    fds[2] = call(t);
    say_post(fds[2], "/sign-in", "name=x");
    assert_int_equal(hear(fds[2]).status, 200);
    assert_int_equal(t->hashing, hashing + 1);
    assert_int_equal(hear(fds[1]).status, 503);
    assert_int_equal(hear(fds[0]).status, 200);
    assert_int_equal(t->hashing, hashing + 2);
    for (int i = 0; i < 3; i++)
        close(fds[i]);
}

static void parked_and_rung(void **state)
{
    struct toy *t = *state;
    int fds[3];
    for (size_t i = 0; i < 3; i++) {
        fds[i] = call(t);
        say(fds[i], GET("/watch"));
    }
    AWAIT(counts(t).parked == 3);
    server_ring(t->server, 8);
    assert_int_equal(counts(t).parked, 3);
    server_ring(t->server, 7);
    for (size_t i = 0; i < 3; i++) {
        struct answer a = hear(fds[i]);
        assert_int_equal(a.status, 200);
        assert_string_equal(a.body, "data: rung\n\n");
        say(fds[i], GET("/")); /* the connection lives on */
        assert_int_equal(hear(fds[i]).length, 16384);
        close(fds[i]);
    }
    /* A ring between looking and parking is not lost. */
    t->ring_while_looking = true;
    assert_string_equal(ask(t, GET("/watch")).body, "data: rung\n\n");
    t->ring_while_looking = false;
}

static void parked_and_late_or_gone(void **state)
{
    struct toy *t = *state;
    int ticks = t->ticks;
    int gone = call(t);
    say(gone, GET("/watch"));
    AWAIT(counts(t).parked == 1);
    close(gone);
    assert_int_equal(ask(t, GET("/watch?s=0")).status, 204);
    assert_string_equal(ask(t, GET("/watch?s=1")).body, "data: rung\n\n");
    AWAIT(counts(t).parked == 0 && counts(t).in_flight == 0);
    assert_true(t->ticks > ticks);
}

static enum err job(void *ctx, void *worker, void *job_ctx)
{
    struct toy *t = ctx;
    (void)worker;
    t->job_in_batch += t->in_batch;
    t->jobs += *(int *)job_ctx;
    return ERR_OK;
}

static void jobs_for_later(void **state)
{
    struct toy *t = *state;
    int before = t->commits;
    for (int i = 1; i <= 10; i++)
        server_later(t->server, job, &i, sizeof i);
    AWAIT(t->jobs == 55);
    assert_int_equal(t->job_in_batch, 10);
    AWAIT(t->commits > before);
    assert_in_range(t->commits - before, 1, 2);
    server_ring(NULL, 1);
}

static void no_limit_on_loopback(void **state)
{
    struct toy *t = *state;
    int fd = call(t);
    for (int i = 0; i < 200; i++) {
        say(fd, GET("/guarded"));
        assert_int_equal(hear(fd).status, 200);
    }
    close(fd);
}

static void slow_senders(void **state)
{
    (void)state;
    struct server_config c = {.listen = "127.0.0.1:0", .readers = 1, .request_seconds = 1};
    struct toy *t = toy_start(&c);
    int fds[3];
    static const char *const begun[] = {
        "GET / HTT", "GET / HTTP/1.1\r\nHost: a\r\n",
        "POST /write HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc"};
    for (size_t i = 0; i < 3; i++) {
        fds[i] = call(t);
        say(fds[i], begun[i]);
    }
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(hear(fds[i]).status, 408);
        char byte;
        assert_int_equal(recv(fds[i], &byte, 1, 0), 0);
        close(fds[i]);
    }
    AWAIT(counts(t).in_flight == 0);
    toy_stop(t);
}

static void unix_socket(void **state)
{
    (void)state;
    char folder[] = "/tmp/awn-http-XXXXXX", where[64];
    assert_non_null(mkdtemp(folder));
    (void)snprintf(where, sizeof where, "unix:%s/s", folder);
    struct server_config c = {.listen = where, .readers = 1};
    /* What a server that died leaves behind is replaced. */
    struct sockaddr_un at = {.sun_family = AF_UNIX};
    (void)snprintf(at.sun_path, sizeof at.sun_path, "%s", where + 5);
    int dead = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_int_equal(bind(dead, (struct sockaddr *)&at, sizeof at), 0);
    close(dead);
    struct toy *t = toy_start(&c);
    struct stat st;
    assert_int_equal(stat(where + 5, &st), 0);
    assert_int_equal(st.st_mode & 07777, 0660);
    assert_int_equal(ask(t, GET("/")).status, 200);
    int fd = call(t);
    say_post(fd, "/write", "name=x");
    assert_memory_equal(hear(fd).body, "<p>wrote x", 10);
    close(fd);
    /* One that lives is not. */
    struct server_app app = app_of(t);
    struct server *second;
    assert_err(server_start(&c, &app, &second), CONFIG);
    assert_int_equal(ask(t, GET("/")).status, 200);
    toy_stop(t);
    assert_int_not_equal(stat(where + 5, &st), 0);
    assert_int_equal(rmdir(folder), 0);
}

static void addresses_refused(void **state)
{
    struct toy *t = *state;
    struct server_app app = app_of(t);
    struct server *second;
    char taken[64];
    (void)snprintf(taken, sizeof taken, "%s", t->address.p + strlen("http://"));
    const char *const wrong[] = {taken,
                                 "nonsense",
                                 "example.org:80",
                                 "127.0.0.1:99999",
                                 "[::1",
                                 "unix:",
                                 "unix:/nonexistent/folder/s"};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        struct server_config c = {.listen = wrong[i]};
        assert_err(server_start(&c, &app, &second), CONFIG);
    }
}

static void *open_when_deaf(void *arg)
{
    struct toy *t = arg;
    for (int fd; (fd = dial(t->address)) >= 0; close(fd))
        sched_yield();
    gate_set(t, GATE_HASH, false);
    gate_set(t, GATE_WRITE, false);
    return NULL;
}

static void stop_answers_what_is_in_flight(void **state)
{
    (void)state;
    struct server_config c = {.listen = "127.0.0.1:0", .readers = 2, .hashers = 1};
    struct toy *t = toy_start(&c);
    int fds[4];
    gate_set(t, GATE_WRITE, true);
    gate_set(t, GATE_HASH, true);
    static const char *const paths[] = {"/write", "/write", "/sign-in"};
    for (size_t i = 0; i < 3; i++) {
        fds[i] = call(t);
        say_post(fds[i], paths[i], "name=x");
        AWAIT(t->writing == 1); /* or it would take both at once */
    }
    fds[3] = call(t);
    say(fds[3], GET("/watch"));
    AWAIT(t->writing == 1 && t->hashing == 1 && counts(t).writing == 1 && counts(t).parked == 1);
    pthread_t opener;
    pthread_create(&opener, NULL, open_when_deaf, t);
    struct server *s = t->server;
    server_stop(s, 5);
    pthread_join(opener, NULL);
    for (size_t i = 0; i < 3; i++) {
        struct answer a = hear(fds[i]);
        assert_memory_equal(a.body, "<p>wrote x", 10);
        assert_non_null(strcasestr(a.head, "Connection: close\r\n"));
        close(fds[i]);
    }
    assert_int_equal(hear(fds[3]).status, 200);
    close(fds[3]);
    assert_int_equal(t->workers, 0);
    free((char *)(uintptr_t)t->address.p);
    free(t);
}

static void without_sockets(void **state)
{
    struct toy *t = *state;
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
    ARENA_LOCAL struct arena *secret = arena_create(ARENA_SECRET, 0);
    struct server_app app = app_of(t);
    struct http_pair pair = {STR("name"), STR("x")};
    struct res res;
    struct req req = {.method = HTTP_POST,
                      .path = STR("/sign-in"),
                      .arena = a,
                      .secret = secret,
                      .form = {&pair, 1}};
    int commits = t->commits;
    server_run_inline(&app, NULL, NULL, &req, &res);
    assert_int_equal(res.status, 200);
    assert_int_equal(t->commits, commits + 1);
    t->commit_fails = true;
    server_run_inline(&app, NULL, NULL, &req, &res);
    assert_int_equal(res.status, 507);
    assert_int_equal(res.ncookies, 0);
    t->commit_fails = false;
    req.form_broken = true;
    server_run_inline(&app, NULL, NULL, &req, &res);
    assert_int_equal(res.status, 400);
    struct req watching = {.method = HTTP_GET, .path = STR("/watch"), .arena = a, .secret = secret};
    server_run_inline(&app, NULL, NULL, &watching, &res);
    assert_int_equal(res.kind, RES_PARK);
    watching.woken = true;
    server_run_inline(&app, NULL, NULL, &watching, &res);
    assert_int_equal(res.kind, RES_EVENTS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(get_and_head),
        cmocka_unit_test(sizes_on_the_wire),
        cmocka_unit_test(statuses),
        cmocka_unit_test(bodies_too_large),
        cmocka_unit_test(body_truncated),
        cmocka_unit_test(expect_continue),
        cmocka_unit_test(many_on_one_connection),
        cmocka_unit_test(one_commit_for_many),
        cmocka_unit_test(commit_fails_for_all),
        cmocka_unit_test(hashing_queue_full),
        cmocka_unit_test(a_delayed_name_holds_nobody_up),
        cmocka_unit_test(parked_and_rung),
        cmocka_unit_test(parked_and_late_or_gone),
        cmocka_unit_test(jobs_for_later),
        cmocka_unit_test(no_limit_on_loopback),
        cmocka_unit_test(slow_senders),
        cmocka_unit_test(unix_socket),
        cmocka_unit_test(addresses_refused),
        cmocka_unit_test(stop_answers_what_is_in_flight),
        cmocka_unit_test(without_sockets),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
