/* A load generator for what wrk cannot say: each request is another one, a form is sent once only,
 * latencies are kept exactly, and who is asked to come back later does so.
 *
 *     client PORT FILE [connections N] [seconds S] [count N] [pace MS] [retry S]
 *
 * FILE holds whole requests, each after a line with its length in bytes; idle connections take the
 * next in turn, from the first again after the last. Thirty-two '@' in a request become another
 * number each time. `pace`: a connection waits so long between answer and next request. `retry`: an
 * answer 503 is asked again after S seconds, and the time counts from the first try.
 * Prints one line of JSON. One thread; run it on a core of its own.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "base/clock.h"

#define MARK "@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@"
#define HEAD_MAX 8192
#define SAMPLES_MAX (4u << 20)
#define STUCK_US 60000000

struct request {
    char *p;
    size_t n;
    char *mark; /* where the number goes, or NULL */
};

enum conn_state { CONN_IDLE, CONN_SENDING, CONN_HEAD, CONN_BODY };

struct conn {
    int fd; /* -1: not connected */
    enum conn_state state;
    const struct request *r;
    char *out; /* the request as it is sent */
    size_t sent;
    char head[HEAD_MAX + 1];
    size_t nhead;
    size_t left; /* of the body */
    int status;
    bool closes, again;
    int64_t first_us; /* of the first try */
    int64_t due_us;   /* idle until then */
};

struct load {
    int port, epoll;
    struct request *requests;
    size_t nrequests, next, longest;
    struct conn *conns;
    size_t nconns;
    double seconds, pace, retry;
    size_t count;
    size_t begun, done, errors, retried, status[600];
    uint64_t number;
    float *ms;
    size_t nms;
    int64_t began, ends;
};

static void die(const char *what)
{
    fprintf(stderr, "client: %s: %s\n", what, strerror(errno));
    exit(1);
}

static void requests_read(struct load *l, const char *path)
{
    FILE *f = fopen(path, "r");
    size_t n, cap = 0;
    if (!f)
        die(path);
    while (fscanf(f, "%zu", &n) == 1 && fgetc(f) == '\n') {
        if (l->nrequests == cap) {
            cap = cap ? cap * 2 : 16;
            l->requests = realloc(l->requests, cap * sizeof *l->requests);
        }
        struct request *r = &l->requests[l->nrequests++];
        r->p = calloc(1, n + 1);
        r->n = n;
        if (fread(r->p, 1, n, f) != n)
            die(path);
        r->mark = strstr(r->p, MARK);
        l->longest = n > l->longest ? n : l->longest;
    }
    fclose(f);
    if (l->nrequests == 0)
        die("no requests");
}

static void conn_open(struct load *l, struct conn *c)
{
    struct sockaddr_in to = {.sin_family = AF_INET,
                             .sin_port = htons((uint16_t)l->port),
                             .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    struct epoll_event ev = {.events = EPOLLIN | EPOLLOUT | EPOLLET, .data.ptr = c};
    int one = 1;
    c->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (c->fd < 0)
        die("socket");
    setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    if (connect(c->fd, (struct sockaddr *)&to, sizeof to) != 0 && errno != EINPROGRESS)
        die("connect");
    if (epoll_ctl(l->epoll, EPOLL_CTL_ADD, c->fd, &ev) != 0)
        die("epoll");
}

static void conn_close(struct conn *c)
{
    if (c->fd >= 0)
        close(c->fd);
    c->fd = -1;
}

static void send_more(struct load *l, struct conn *c);

static bool over(const struct load *l)
{
    return l->count ? l->begun >= l->count : clock_monotonic_us() >= l->ends;
}

static void conn_start(struct load *l, struct conn *c)
{
    if (!c->again) {
        if (over(l))
            return;
        c->r = &l->requests[l->next++ % l->nrequests];
        memcpy(c->out, c->r->p, c->r->n);
        if (c->r->mark) {
            char number[33];
            snprintf(number, sizeof number, "%032llx",
                     (unsigned long long)(l->number++ * 0x9e3779b97f4a7c15u));
            memcpy(c->out + (c->r->mark - c->r->p), number, 32);
        }
        c->first_us = clock_monotonic_us();
        l->begun++;
    }
    c->again = false;
    c->sent = c->nhead = 0;
    c->state = CONN_SENDING;
    if (c->fd < 0)
        conn_open(l, c);
    else
        send_more(l, c);
}

static void finished(struct load *l, struct conn *c)
{
    int64_t now = clock_monotonic_us();
    c->state = CONN_IDLE;
    c->due_us = now + (int64_t)(l->pace * 1000);
    if (c->closes)
        conn_close(c);
    if (c->status == 503 && l->retry > 0 && now < l->ends) {
        c->again = true;
        c->due_us = now + (int64_t)(l->retry * 1e6);
        l->retried++;
        return;
    }
    l->done++;
    l->status[c->status < 600 ? c->status : 0]++;
    if (l->nms < SAMPLES_MAX)
        l->ms[l->nms++] = (float)((double)(now - c->first_us) / 1000);
}

static void failed(struct load *l, struct conn *c)
{
    conn_close(c);
    if (c->state != CONN_IDLE)
        l->errors++;
    c->state = CONN_IDLE;
    c->due_us = clock_monotonic_us() + 1000;
}

static void send_more(struct load *l, struct conn *c)
{
    while (c->state == CONN_SENDING) {
        ssize_t n = send(c->fd, c->out + c->sent, c->r->n - c->sent, MSG_NOSIGNAL);
        if (n < 0) {
            if (errno != EAGAIN && errno != ENOTCONN)
                failed(l, c);
            return;
        }
        c->sent += (size_t)n;
        if (c->sent == c->r->n)
            c->state = CONN_HEAD;
    }
}

static const char *header(const char *head, const char *name)
{
    for (const char *p = strstr(head, "\r\n"); p; p = strstr(p + 2, "\r\n"))
        if (strncasecmp(p + 2, name, strlen(name)) == 0)
            return p + 2 + strlen(name);
    return NULL;
}

/* The head is complete: what follows? False: we do not understand it. */
static bool head_read(struct conn *c, size_t end)
{
    size_t beyond = c->nhead - end;
    c->head[end] = 0;
    const char *length = header(c->head, "content-length:"), *conn = header(c->head, "connection:");
    if (strncmp(c->head, "HTTP/1.1 ", 9) != 0)
        return false;
    c->status = (int)strtol(c->head + 9, NULL, 10);
    c->closes = conn && strncasecmp(conn + strspn(conn, " "), "close", 5) == 0;
    c->left = length ? strtoul(length, NULL, 10) : 0;
    if (!length && c->status != 204 && c->status != 304)
        return false;
    if (beyond > c->left)
        return false;
    c->left -= beyond;
    c->state = CONN_BODY;
    return true;
}

static void receive(struct load *l, struct conn *c)
{
    static char sink[1 << 18];
    for (;;) {
        bool head = c->state != CONN_BODY;
        char *to = head ? c->head + c->nhead : sink;
        size_t room = head ? HEAD_MAX - c->nhead : c->left < sizeof sink ? c->left : sizeof sink;
        ssize_t n = recv(c->fd, to, room, 0);
        if (n < 0 && errno == EAGAIN)
            return;
        if (n <= 0 || c->state == CONN_IDLE) {
            failed(l, c);
            return;
        }
        if (head) {
            c->nhead += (size_t)n;
            c->head[c->nhead] = 0;
            const char *end = strstr(c->head, "\r\n\r\n");
            if (!end && c->nhead < HEAD_MAX)
                continue;
            if (!end || !head_read(c, (size_t)(end - c->head) + 4)) {
                failed(l, c);
                return;
            }
        } else {
            c->left -= (size_t)n;
        }
        if (c->left)
            continue;
        finished(l, c);
        return;
    }
}

static bool all_quiet(const struct load *l)
{
    for (size_t i = 0; i < l->nconns; i++)
        if (l->conns[i].state != CONN_IDLE || l->conns[i].again)
            return false;
    return true;
}

static void start_due(struct load *l)
{
    int64_t now = clock_monotonic_us();
    for (size_t i = 0; i < l->nconns; i++)
        if (l->conns[i].state == CONN_IDLE && l->conns[i].due_us <= now)
            conn_start(l, &l->conns[i]);
}

static void run(struct load *l)
{
    struct epoll_event events[256];
    l->began = clock_monotonic_us();
    l->ends = l->count ? INT64_MAX : l->began + (int64_t)(l->seconds * 1e6);
    start_due(l);
    int64_t stuck = l->began + STUCK_US + (int64_t)(l->seconds * 1e6);
    while (!(over(l) && all_quiet(l)) && clock_monotonic_us() < stuck) {
        int n = epoll_wait(l->epoll, events, 256, 1);
        for (int i = 0; i < n; i++) {
            struct conn *c = events[i].data.ptr;
            if (c->state == CONN_SENDING)
                send_more(l, c);
            if (events[i].events & (EPOLLIN | EPOLLHUP | EPOLLERR) && c->fd >= 0)
                receive(l, c);
            if (c->state == CONN_IDLE && c->due_us <= clock_monotonic_us())
                conn_start(l, c);
        }
        start_due(l);
    }
}

static int by_size(const void *a, const void *b)
{
    float x = *(const float *)a, y = *(const float *)b;
    return (x > y) - (x < y);
}

static double quantile(const struct load *l, double q)
{
    return l->nms ? (double)l->ms[(size_t)((double)(l->nms - 1) * q)] : 0;
}

static void report(struct load *l)
{
    double seconds = (double)(clock_monotonic_us() - l->began) / 1e6;
    bool first = true;
    qsort(l->ms, l->nms, sizeof *l->ms, by_size);
    printf("{\"requests\": %zu, \"seconds\": %.3f, \"rate\": %.1f, \"errors\": %zu, "
           "\"retried\": %zu, \"p50\": %.3f, \"p95\": %.3f, \"p99\": %.3f, \"max\": %.3f, "
           "\"status\": {",
           l->done, seconds, (double)l->done / seconds, l->errors, l->retried, quantile(l, 0.5),
           quantile(l, 0.95), quantile(l, 0.99), quantile(l, 1));
    for (int i = 0; i < 600; i++) {
        if (l->status[i] == 0)
            continue;
        printf("%s\"%d\": %zu", first ? "" : ", ", i, l->status[i]);
        first = false;
    }
    printf("}}\n");
}

int main(int argc, char **argv)
{
    struct load l = {.nconns = 1, .seconds = 1};
    if (argc < 3 || argc % 2 == 0) {
        fprintf(stderr, "usage: client PORT FILE [connections N] [seconds S] [count N] [pace MS] "
                        "[retry S]\n");
        return 2;
    }
    l.port = (int)strtol(argv[1], NULL, 10);
    requests_read(&l, argv[2]);
    for (int i = 3; i + 1 < argc; i += 2) {
        double v = strtod(argv[i + 1], NULL);
        if (strcmp(argv[i], "connections") == 0)
            l.nconns = (size_t)v;
        else if (strcmp(argv[i], "seconds") == 0)
            l.seconds = v;
        else if (strcmp(argv[i], "count") == 0)
            l.count = (size_t)v;
        else if (strcmp(argv[i], "pace") == 0)
            l.pace = v;
        else if (strcmp(argv[i], "retry") == 0)
            l.retry = v;
    }
    l.number = (uint64_t)clock_monotonic_us();
    l.epoll = epoll_create1(EPOLL_CLOEXEC);
    l.ms = calloc(SAMPLES_MAX, sizeof *l.ms);
    l.conns = calloc(l.nconns, sizeof *l.conns);
    for (size_t i = 0; i < l.nconns; i++) {
        l.conns[i].fd = -1;
        l.conns[i].out = calloc(1, l.longest + 1);
    }
    run(&l);
    report(&l);
    return 0;
}
