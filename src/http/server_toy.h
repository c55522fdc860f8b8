/* A toy application and a small client, for server_test.c. What must wait, waits for a gate that
 * the test opens. Tests only. */
#ifndef AWN_HTTP_SERVER_TOY_H
#define AWN_HTTP_SERVER_TOY_H

#include "base/test.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "http/server.h"

/* ---- the toy */

enum gate { GATE_WRITE, GATE_HASH, GATES };

struct toy {
    struct clock clock;
    struct server *server;
    struct str address; /* outlives the server */
    pthread_mutex_t lock;
    pthread_cond_t opened;
    bool closed[GATES];
    atomic_int writing, hashing, commits, handled, ticks, jobs, job_in_batch, workers;
    atomic_bool commit_fails, in_batch, ring_while_looking;
};

static void gate_set(struct toy *t, enum gate g, bool closed)
{
    pthread_mutex_lock(&t->lock);
    t->closed[g] = closed;
    pthread_cond_broadcast(&t->opened);
    pthread_mutex_unlock(&t->lock);
}

static void gate_pass(struct toy *t, enum gate g)
{
    pthread_mutex_lock(&t->lock);
    while (t->closed[g])
        pthread_cond_wait(&t->opened, &t->lock);
    pthread_mutex_unlock(&t->lock);
}

static void page(struct req *req, struct res *res, int status, const char *text, struct str more)
{
    res->kind = RES_PAGE;
    res->status = status;
    res->body = str_fmt(req->arena, "<p>%s %" STR_FMT "</p>\n", text, STR_ARG(more));
}

static enum err show(struct req *req, struct res *res)
{
    page(req, res, 200, "shown", http_pairs_get(&req->query, "q"));
    return ERR_OK;
}

static enum err big(struct req *req, struct res *res)
{
    uint64_t n = 0;
    (void)str_to_u64(req->params[0], &n);
    char *p = arena_alloc(req->arena, n);
    memset(p, 'x', n);
    *res = (struct res){.kind = RES_PAGE, .status = 200, .body = {p, n}};
    return ERR_OK;
}

static enum err file(struct req *req, struct res *res)
{
    (void)req;
    *res = (struct res){.kind = RES_STATIC,
                        .status = 200,
                        .body = STR("a{}"),
                        .content_type = "text/css",
                        .etag = "e1"};
    return ERR_OK;
}

static enum err write_one(struct req *req, struct res *res)
{
    page(req, res, 200, "wrote", http_pairs_get(&req->form, "name"));
    res_cookie_set(res, "__Host-s", STR("token"), 0);
    return ERR_OK;
}

static enum err watch(struct req *req, struct res *res)
{
    struct toy *t = (struct toy *)(uintptr_t)req->app;
    if (req->woken) {
        *res = (struct res){.kind = RES_EVENTS, .status = 200, .body = STR("data: rung\n\n")};
        return ERR_OK;
    }
    if (t->ring_while_looking)
        server_ring(t->server, 7);
    uint64_t seconds = 30;
    (void)str_to_u64(http_pairs_get(&req->query, "s"), &seconds);
    *res = (struct res){.kind = RES_PARK, .channel = 7, .seconds = (int)seconds};
    return ERR_OK;
}

static enum err hash(struct req *req)
{
    struct toy *t = (struct toy *)(uintptr_t)req->app;
    t->hashing++;
    gate_pass(t, GATE_HASH);
    return http_pairs_get(&req->form, "deny").p ? ERR_DENIED : ERR_OK;
}

static const struct form_spec NO_FORM = {NULL, 0};
static const struct route ROUTES[] = {
    {HTTP_GET, "/", NULL, WHO_ANYONE, LANE_READ, NULL, show, 0},
    {HTTP_GET, "/guarded", NULL, WHO_ANYONE, LANE_READ, NULL, show, ROUTE_GUARDED},
    {HTTP_GET, "/big/:n", NULL, WHO_ANYONE, LANE_READ, NULL, big, 0},
    {HTTP_GET, "/style.css", NULL, WHO_ANYONE, LANE_READ, NULL, file, ROUTE_PUBLIC},
    {HTTP_GET, "/watch", NULL, WHO_ANYONE, LANE_READ, NULL, watch, ROUTE_PASSIVE},
    {HTTP_POST, "/read", &NO_FORM, WHO_ANYONE, LANE_READ, NULL, show, 0},
    {HTTP_POST, "/write", &NO_FORM, WHO_ANYONE, LANE_WRITE, NULL, write_one, 0},
    {HTTP_POST, "/bigger", &NO_FORM, WHO_ANYONE, LANE_WRITE, NULL, write_one, ROUTE_BIG},
    {HTTP_POST, "/sign-in", &NO_FORM, WHO_ANYONE, LANE_WRITE, hash, write_one, 0},
    {HTTP_POST, "/sign-in-read", &NO_FORM, WHO_ANYONE, LANE_READ, hash, show, 0},
    {HTTP_POST, "/leave", &NO_FORM, WHO_LEAVING, LANE_WRITE, NULL, write_one, 0},
};
static const struct route_table TABLE[] = {ROUTE_TABLE(ROUTES)};

static void *toy_open(void *ctx, enum lane lane)
{
    (void)lane;
    ((struct toy *)ctx)->workers++;
    return malloc(1);
}

static void toy_close(void *ctx, void *worker)
{
    ((struct toy *)ctx)->workers--;
    free(worker);
}

static enum err toy_route(void *ctx, struct req *req)
{
    req->app = ctx;
    return router_find(TABLE, 1, req);
}

static int toy_delay(void *ctx, const struct req *req)
{
    (void)ctx;
    return str_eq_c(http_pairs_get(&req->form, "name"), "guessed often") ? 1 : 0;
}

static enum err toy_slow(void *ctx, void *worker, struct req *req)
{
    (void)ctx, (void)worker;
    return req->route->slow(req);
}

static void toy_handle(void *ctx, void *worker, struct req *req, struct res *res)
{
    struct toy *t = ctx;
    (void)worker;
    if (req->route->lane == LANE_WRITE) {
        t->writing++;
        gate_pass(t, GATE_WRITE);
    }
    t->handled++;
    assert_ok(req->route->handle(req, res));
}

static enum err toy_begin(void *ctx, void *worker)
{
    (void)worker;
    ((struct toy *)ctx)->in_batch = true;
    return ERR_OK;
}

static enum err toy_commit(void *ctx, void *worker)
{
    struct toy *t = ctx;
    (void)worker;
    t->in_batch = false;
    t->commits++;
    return t->commit_fails ? ERR_FULL : ERR_OK;
}

static void toy_fail(void *ctx, struct req *req, struct res *res, enum err e)
{
    (void)ctx;
    page(req, res, err_status(e), err_text(e), STR(""));
}

static void toy_tick(void *ctx, int64_t now)
{
    (void)now;
    ((struct toy *)ctx)->ticks++;
}

static struct server_app app_of(struct toy *t)
{
    return (struct server_app){.ctx = t,
                               .clock = &t->clock,
                               .worker_open = toy_open,
                               .worker_close = toy_close,
                               .route = toy_route,
                               .delay = toy_delay,
                               .slow = toy_slow,
                               .handle = toy_handle,
                               .batch_begin = toy_begin,
                               .batch_commit = toy_commit,
                               .fail = toy_fail,
                               .tick = toy_tick};
}

static struct toy *toy_start(const struct server_config *config)
{
    struct toy *t = calloc(1, sizeof *t);
    assert_non_null(t);
    clock_init_fixed(&t->clock, 1000000);
    pthread_mutex_init(&t->lock, NULL);
    pthread_cond_init(&t->opened, NULL);
    struct server_app app = app_of(t);
    assert_ok(server_start(config, &app, &t->server));
    t->address = str_from_c(strdup(server_address(t->server).p));
    return t;
}

static void toy_stop(struct toy *t)
{
    server_stop(t->server, 5);
    assert_int_equal(t->workers, 0);
    free((char *)(uintptr_t)t->address.p);
    free(t);
}

static int start(void **state)
{
    struct server_config c = {.listen = "127.0.0.1:0", .readers = 2, .hashers = 1, .hash_queue = 3};
    *state = toy_start(&c);
    return 0;
}

static int stop(void **state)
{
    toy_stop(*state);
    return 0;
}

/* Looks again and again until it is so; five seconds are a failure. */
#define AWAIT(condition)                                                                           \
    do {                                                                                           \
        int64_t until_ = clock_monotonic_us() + 5000000;                                           \
        while (!(condition)) {                                                                     \
            assert_true(clock_monotonic_us() < until_);                                            \
            sched_yield();                                                                         \
        }                                                                                          \
    } while (0)

static struct server_counts counts(struct toy *t)
{
    struct server_counts c;
    server_count(t->server, &c);
    return c;
}

/* ---- a client */

struct answer {
    int status;
    size_t length; /* of the body */
    char head[8192];
    char body[512]; /* its beginning */
};

static int dial(struct str address)
{
    struct timeval patience = {.tv_sec = 5};
    int fd;
    if (str_starts(address, STR("unix:"))) {
        struct sockaddr_un at = {.sun_family = AF_UNIX};
        memcpy(at.sun_path, address.p + 5, address.n - 5);
        fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
        if (connect(fd, (struct sockaddr *)&at, sizeof at) != 0)
            return close(fd), -1;
    } else {
        struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
        at.sin_port = htons((uint16_t)strtoul(strrchr(address.p, ':') + 1, NULL, 10));
        fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        if (connect(fd, (struct sockaddr *)&at, sizeof at) != 0)
            return close(fd), -1;
    }
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    return fd;
}

static int call(struct toy *t)
{
    int fd = dial(t->address);
    assert_true(fd >= 0);
    return fd;
}

static void say_bytes(int fd, const char *p, size_t n)
{
    while (n) {
        ssize_t sent = send(fd, p, n, MSG_NOSIGNAL);
        if (sent <= 0)
            return; /* refused in the middle: what was answered tells */
        p += sent;
        n -= (size_t)sent;
    }
}

static void say(int fd, const char *text)
{
    say_bytes(fd, text, strlen(text));
}

static void say_post(int fd, const char *path, const char *body)
{
    char text[2048];
    (void)snprintf(text, sizeof text,
                   "POST %s HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded"
                   "\r\nContent-Length: %zu\r\n\r\n%s",
                   path, strlen(body), body);
    say(fd, text);
}

/* One answer from the wire, no byte more (the next one may follow). Status 0: closed without. */
static struct answer hear_of(int fd, bool head_only)
{
    struct answer a = {0};
    size_t n = 0;
    while (n < sizeof a.head - 1 && (n < 4 || memcmp(a.head + n - 4, "\r\n\r\n", 4) != 0)) {
        if (recv(fd, a.head + n, 1, 0) != 1)
            return (struct answer){0};
        n++;
    }
    a.status = (int)strtoul(a.head + 9, NULL, 10);
    const char *length = strcasestr(a.head, "\r\nContent-Length:");
    size_t want = length && !head_only ? strtoul(length + 17, NULL, 10) : 0;
    char rest[4096];
    while (a.length < want) {
        size_t step = want - a.length < sizeof rest ? want - a.length : sizeof rest;
        ssize_t got = recv(fd, rest, step, 0);
        if (got <= 0)
            return (struct answer){0};
        for (size_t i = 0; i < (size_t)got && a.length + i < sizeof a.body - 1; i++)
            a.body[a.length + i] = rest[i];
        a.length += (size_t)got;
    }
    return a;
}

static struct answer hear(int fd)
{
    return hear_of(fd, false);
}

static struct answer ask(struct toy *t, const char *text)
{
    int fd = call(t);
    say(fd, text);
    struct answer a = hear(fd);
    close(fd);
    return a;
}

#define GET(path) "GET " path " HTTP/1.1\r\nHost: a\r\n\r\n"

#endif
