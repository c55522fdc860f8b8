/* libmicrohttpd: connections in, answers out. Its only user.
 *
 * What it does by itself, and we cannot dress in our headers: closing idle connections, and a bare
 * 400, 414 or 431 page for what it cannot parse. It is started without its log, since that may
 * name addresses.
 *
 * Seen in 0.9.75 with epoll: when a client's last bytes and its close arrive together, the close
 * is not noticed. Such a connection goes after `request_seconds` at the latest (conn_tick).
 */
#include <microhttpd.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>

#include "base/log.h"
#include "http/door.h"

/* A little over 32 KiB: from there on the library maps a connection's memory by itself and unmaps
 * it when the connection ends, so nothing typed stays behind on the heap. */
#define CONNECTION_MEMORY (40u * 1024)
#define TASKS_SPARE 32
#define ARENA_BYTES (128u * 1024)
#define SECRET_BYTES (64u * 1024)
/* So much too much is read and thrown away to let the client read its refusal. */
#define DROP_MAX (2u * 1024 * 1024)
#define ANSWER_SECONDS 300 /* to read an answer */
#define IOV_MAX_PIECES 12
#define JOINED_MAX (32u * 1024) /* bytes of a padded body that is copied into one piece */

enum conn_state { CONN_WAITING, CONN_RECEIVING, CONN_HANDLING, CONN_ANSWERING, CONN_EXPIRED };

/* Read by the ticker, written by the connection's reader. */
struct conn {
    struct conn *prev, *next; /* under conns_lock */
    int fd;
    uint64_t peer;
    _Atomic bool used; /* has carried a request already */
    _Atomic enum conn_state state;
    _Atomic int64_t since_us;
};

/* ---- tasks */

static struct task *task_take(struct reader *r)
{
    struct task *t = r->spare;
    if (t) {
        r->spare = t->next;
        r->nspare--;
    } else {
        t = calloc(1, sizeof *t);
        if (!t)
            abort();
        t->req.secret = arena_create(ARENA_SECRET, SECRET_BYTES);
        t->req.arena = arena_create(ARENA_WIPED, ARENA_BYTES);
    }
    *t = (struct task){.reader = r, .req = {.arena = t->req.arena, .secret = t->req.secret}};
    lanes_enter(r->server);
    return t;
}

static void task_destroy(struct task *t)
{
    arena_destroy(t->req.arena);
    arena_destroy(t->req.secret);
    free(t);
}

static void task_give(struct task *t)
{
    struct reader *r = t->reader;
    arena_clear(t->req.arena);
    arena_clear(t->req.secret);
    lanes_leave(r->server);
    if (r->nspare >= TASKS_SPARE) {
        task_destroy(t);
        return;
    }
    t->next = r->spare;
    r->spare = t;
    r->nspare++;
}

/* ---- connections */

static void conn_mark(struct conn *c, enum conn_state state)
{
    c->since_us = clock_monotonic_us();
    c->state = state;
}

/* The ticker may have given up on it in the same moment; then nothing may be sent any more. */
static bool conn_advance(struct conn *c, enum conn_state from, enum conn_state to)
{
    if (!atomic_compare_exchange_strong(&c->state, &from, to))
        return false;
    c->since_us = clock_monotonic_us();
    return true;
}

static struct conn *conn_of(struct MHD_Connection *c)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(c, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    return info ? info->socket_context : NULL;
}

static size_t address_size(const struct sockaddr *a)
{
    return a->sa_family == AF_INET    ? sizeof(struct sockaddr_in)
           : a->sa_family == AF_INET6 ? sizeof(struct sockaddr_in6)
                                      : sizeof a->sa_family;
}

static enum MHD_Result on_accept(void *cls, const struct sockaddr *address, socklen_t n)
{
    struct server *s = ((struct reader *)cls)->server;
    uint64_t peer = rate_peer(s->rate, address, n);
    if (peer == RATE_LOCAL)
        return MHD_YES;
    size_t same = 0;
    pthread_mutex_lock(&s->conns_lock);
    for (struct conn *c = s->conns; c; c = c->next)
        same += c->peer == peer;
    pthread_mutex_unlock(&s->conns_lock);
    return same < CONNECTIONS_PEER_MAX ? MHD_YES : MHD_NO;
}

static struct conn *conn_open(struct server *s, struct MHD_Connection *connection)
{
    struct conn *c = calloc(1, sizeof *c);
    if (!c)
        abort();
    const struct sockaddr *address =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS)->client_addr;
    c->fd = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
    c->peer = address ? rate_peer(s->rate, address, address_size(address)) : RATE_LOCAL;
    conn_mark(c, CONN_WAITING);
    pthread_mutex_lock(&s->conns_lock);
    c->next = s->conns;
    if (c->next)
        c->next->prev = c;
    s->conns = c;
    pthread_mutex_unlock(&s->conns_lock);
    return c;
}

static void conn_close(struct server *s, struct conn *c)
{
    pthread_mutex_lock(&s->conns_lock);
    if (c->prev)
        c->prev->next = c->next;
    else
        s->conns = c->next;
    if (c->next)
        c->next->prev = c->prev;
    pthread_mutex_unlock(&s->conns_lock);
    free(c);
}

static void on_connection(void *cls, struct MHD_Connection *connection, void **context,
                          enum MHD_ConnectionNotificationCode what)
{
    struct server *s = ((struct reader *)cls)->server;
    if (what == MHD_CONNECTION_NOTIFY_STARTED) {
        *context = conn_open(s, connection);
    } else if (*context) {
        conn_close(s, *context);
        *context = NULL;
    }
}

/* An answer past the library, where it does not let us give one: then the connection ends. */
static void answer_bare(int fd, const char *status)
{
    char line[160];
    int n = snprintf(line, sizeof line,
                     "HTTP/1.1 %s\r\nCache-Control: no-store\r\nContent-Length: 0\r\n"
                     "Connection: close\r\n\r\n",
                     status);
    (void)!send(fd, line, (size_t)n, MSG_DONTWAIT | MSG_NOSIGNAL);
}

static void conn_tick(const struct server *s, struct conn *c, int64_t now_us)
{
    int64_t limit = (int64_t)s->config.request_seconds * 1000000;
    int64_t age = now_us - c->since_us;
    enum conn_state state = c->state;
    switch (state) {
    case CONN_WAITING:
        /* An idle connection is closed by the library; one that gets here trickles. */
        if (age < (c->used ? 2 * limit : limit))
            return;
        break;
    case CONN_RECEIVING:
        if (age < limit)
            return;
        break;
    case CONN_ANSWERING:
        if (age >= (int64_t)ANSWER_SECONDS * 1000000)
            (void)shutdown(c->fd, SHUT_RDWR);
        return;
    case CONN_HANDLING:
    case CONN_EXPIRED:
        return;
    }
    if (!conn_advance(c, state, CONN_EXPIRED))
        return;
    answer_bare(c->fd, "408 Request Timeout");
    (void)shutdown(c->fd, SHUT_RDWR);
}

void door_tick(struct server *s, int64_t now_us)
{
    pthread_mutex_lock(&s->conns_lock);
    for (struct conn *c = s->conns; c; c = c->next)
        conn_tick(s, c, now_us);
    pthread_mutex_unlock(&s->conns_lock);
}

/* ---- answers */

static struct MHD_Response *body_padded(const struct server *s, struct str body, size_t padding)
{
    struct MHD_IoVec v[IOV_MAX_PIECES];
    unsigned n = 0;
    if (body.n)
        v[n++] = (struct MHD_IoVec){body.p, body.n};
    for (size_t left = padding - 1; left;) {
        size_t step = left > SPACES ? SPACES : left;
        v[n++] = (struct MHD_IoVec){s->spaces, step};
        left -= step;
    }
    v[n++] = (struct MHD_IoVec){"\n", 1};
    return MHD_create_response_from_iovec(v, n, NULL, NULL);
}

/* One piece leaves together with its headers, in one call to the kernel; copying a page costs less
 * than a second one. */
static struct MHD_Response *body_joined(struct arena *a, struct str body, size_t padding)
{
    char *p = arena_alloc(a, body.n + padding);
    if (body.n)
        memcpy(p, body.p, body.n);
    memset(p + body.n, ' ', padding - 1);
    p[body.n + padding - 1] = '\n';
    return MHD_create_response_from_buffer(body.n + padding, p, MHD_RESPMEM_PERSISTENT);
}

/* The body stays where it is, in the task's arena, until on_completed. */
static struct MHD_Response *body_of(const struct server *s, struct arena *a, const struct res *res)
{
    size_t padding = res_padding(res);
    if (padding && res->body.n + padding <= JOINED_MAX)
        return body_joined(a, res->body, padding);
    if (padding)
        return body_padded(s, res->body, padding);
    struct str body = res->status == 204 || res->status == 304 ? STR_NONE : res->body;
    return MHD_create_response_from_buffer(body.n, (void *)(uintptr_t)body.p,
                                           MHD_RESPMEM_PERSISTENT);
}

static enum MHD_Result answer(struct task *t)
{
    const struct server *s = t->reader->server;
    struct MHD_Connection *c = t->connection;
    res_revalidate(&t->res, t->req.if_none_match);
    struct MHD_Response *r = body_of(s, t->req.arena, &t->res);
    if (!r)
        return MHD_NO;
    struct res_header h[RES_HEADERS_MAX];
    size_t n = res_headers(t->req.arena, &t->res,
                           s->config.trust_tls_proxy ? TRANSPORT_TLS : TRANSPORT_PLAIN, h);
    enum MHD_Result fine = MHD_YES;
    for (size_t i = 0; i < n && fine == MHD_YES; i++)
        fine = MHD_add_response_header(r, h[i].name, h[i].value);
    if (s->stopping && fine == MHD_YES)
        fine = MHD_add_response_header(r, MHD_HTTP_HEADER_CONNECTION, "close");
    if (fine == MHD_YES) {
        conn_mark(conn_of(c), CONN_ANSWERING);
        fine = MHD_queue_response(c, (unsigned)t->res.status, r);
    } else {
        log_error("http", "an answer with a header that the library refuses");
    }
    MHD_destroy_response(r);
    return fine;
}

static void refuse(struct task *t, enum err e, int status)
{
    t->refused = true;
    task_fail(t, e);
    t->res.status = status;
    t->stage = TASK_DONE;
}

/* ---- requests */

struct heads {
    struct task *t;
    size_t n;
    bool wrong; /* not UTF-8, or twice what can be there only once */
    bool chunked, has_length, expects;
    uint64_t length;
    struct str cookie;
};

static void head_once(struct heads *h, struct str *at, struct str value)
{
    if (at->p || !str_is_utf8(value))
        h->wrong = true;
    *at = value;
}

static void head_cookie(struct heads *h, struct str value)
{
    /* A proxy that speaks HTTP/2 to the browser may leave them in pieces (RFC 9113, 8.2.3). */
    h->cookie = h->cookie.p ? str_fmt(h->t->req.secret, "%" STR_FMT "; %" STR_FMT,
                                      STR_ARG(h->cookie), STR_ARG(value))
                            : value;
}

static enum MHD_Result on_header(void *cls, enum MHD_ValueKind kind, const char *name, size_t nname,
                                 const char *value, size_t nvalue)
{
    (void)kind;
    struct heads *h = cls;
    struct req *q = &h->t->req;
    const struct {
        const char *name;
        struct str *at;
    } once[] = {{"Host", &q->host},
                {"Origin", &q->origin},
                {"Sec-Fetch-Site", &q->fetch_site},
                {"Accept-Language", &q->accept_language},
                {"X-Part", &q->part},
                {"If-None-Match", &q->if_none_match},
                {"Last-Event-ID", &q->range_id},
                {"Content-Type", &h->t->content_type}};
    struct str v = {value ? value : "", nvalue};
    h->n++;
    if (strlen(name) != nname || (nvalue && memchr(value, 0, nvalue)))
        h->wrong = true;
    for (size_t i = 0; i < sizeof once / sizeof once[0]; i++)
        if (strcasecmp(name, once[i].name) == 0)
            head_once(h, once[i].at, v);
    if (strcasecmp(name, "Cookie") == 0) {
        head_cookie(h, v);
    } else if (strcasecmp(name, "Accept-Encoding") == 0) {
        q->accepts_gzip |= memmem(v.p, v.n, "gzip", 4) != NULL;
    } else if (strcasecmp(name, "Transfer-Encoding") == 0) {
        h->chunked = true;
    } else if (strcasecmp(name, "Expect") == 0) {
        h->expects = true;
    } else if (strcasecmp(name, "Content-Length") == 0) {
        h->wrong |= h->has_length || !str_to_u64(v, &h->length);
        h->has_length = true;
    }
    return MHD_YES;
}

static enum http_method method_of(const char *m)
{
    return strcmp(m, "GET") == 0    ? HTTP_GET
           : strcmp(m, "HEAD") == 0 ? HTTP_HEAD
           : strcmp(m, "POST") == 0 ? HTTP_POST
                                    : HTTP_OTHER;
}

/* Path, query, headers: false when something of it was refused. */
static bool read_head(struct task *t, const char *method, struct heads *h)
{
    const struct server *s = t->reader->server;
    struct MHD_Connection *c = t->connection;
    struct req *q = &t->req;
    q->method = method_of(method);
    q->now = clock_now(s->app.clock);
    q->peer = conn_of(c)->peer;
    q->secure = q->peer == RATE_LOCAL || s->config.trust_tls_proxy;
    q->scheme = s->config.trust_tls_proxy ? STR("https") : STR("http");
    size_t bytes = MHD_get_connection_info(c, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE)->header_size;
    (void)MHD_get_connection_values_n(c, MHD_HEADER_KIND, on_header, h);
    struct str query = t->uri, path = str_cut(&query, '?');
    if (path.n > HTTP_PATH_MAX) {
        refuse(t, ERR_TOO_LARGE, 414);
    } else if (bytes > HEADER_BYTES_MAX || h->n > HEADERS_MAX) {
        refuse(t, ERR_TOO_LARGE, 431);
    } else if (h->wrong || (h->chunked && h->has_length) ||
               !http_path_decode(q->arena, path, &q->path) ||
               !form_decode(q->arena, query, HTTP_PAIRS_MAX, &q->query)) {
        refuse(t, ERR_INVALID, 400);
    }
    return !t->refused;
}

/* Route, rate and size: what can be said before the body is read. */
static void admit(struct task *t, const struct heads *h)
{
    struct server *s = t->reader->server;
    struct req *q = &t->req;
    enum err e = s->app.route(s->app.ctx, q);
    unsigned traits = e == ERR_OK ? q->route->traits : 0;
    int wait = rate_take(s->rate, q->peer, traits & ROUTE_GUARDED ? RATE_GUARDED : RATE_ORDINARY,
                         clock_monotonic_us());
    size_t most = q->method != HTTP_POST ? 0 : traits & ROUTE_BIG ? BODY_BIG_MAX : BODY_MAX;
    if (wait) {
        refuse(t, ERR_TOO_MANY, err_status(ERR_TOO_MANY));
        t->res.retry_after = wait;
    } else if (e != ERR_OK) {
        refuse(t, e, err_status(e));
    } else if (h->length > most) {
        refuse(t, ERR_TOO_LARGE, 413);
    } else {
        if (!(traits & ROUTE_PUBLIC))
            http_cookies_decode(q->arena, h->cookie, &q->cookies);
        /* A promise of much costs its sender nothing: locked memory for it comes as it arrives. */
        size_t first = h->length < BODY_MAX ? h->length : BODY_MAX;
        buf_init(&t->body, q->secret, first ? first : 1024, most);
    }
}

static enum MHD_Result on_head(struct task *t, const char *method)
{
    struct heads h = {.t = t};
    if (read_head(t, method, &h))
        admit(t, &h);
    bool smuggled = h.chunked && h.has_length;
    /* Who waits for "100 Continue" hears at once; a little too much is read to its end, since an
     * answer to somebody who is still sending often gets lost. */
    if (t->refused && (smuggled || h.expects || h.length > DROP_MAX))
        return conn_advance(conn_of(t->connection), CONN_RECEIVING, CONN_HANDLING) ? answer(t)
                                                                                   : MHD_NO;
    return MHD_YES;
}

static enum MHD_Result on_body(struct task *t, const char *data, size_t n)
{
    if (!t->refused) {
        buf_add(&t->body, str_from(data, n));
        if (t->body.failed)
            refuse(t, ERR_TOO_LARGE, 413);
    }
    /* The library's buffer is written to by nobody but us now; passphrases pass through here. */
    explicit_bzero((void *)(uintptr_t)data, n);
    t->dropped += t->refused ? n : 0;
    if (t->dropped <= DROP_MAX)
        return MHD_YES;
    if (conn_advance(conn_of(t->connection), CONN_RECEIVING, CONN_EXPIRED))
        answer_bare(t->fd, "413 Content Too Large");
    return MHD_NO;
}

static bool is_form(struct str content_type)
{
    struct str type = str_trim(str_cut(&content_type, ';'));
    struct str form = STR("application/x-www-form-urlencoded");
    return type.n == form.n && strncasecmp(type.p, form.p, form.n) == 0;
}

/* The last byte is there. */
static void complete(struct task *t)
{
    struct req *q = &t->req;
    struct str body = {t->body.p, t->body.n};
    if (t->refused || body.n == 0)
        return;
    q->form_broken =
        !is_form(t->content_type) || !form_decode(q->secret, body, HTTP_PAIRS_MAX, &q->form);
    if (q->form_broken && q->route->who != WHO_LEAVING)
        refuse(t, ERR_INVALID, 400);
}

static enum MHD_Result on_whole(struct task *t)
{
    struct conn *conn = conn_of(t->connection);
    if (conn->state != CONN_HANDLING) { /* not yet: this is no resumed one */
        if (!conn_advance(conn, CONN_RECEIVING, CONN_HANDLING))
            return MHD_NO;
        complete(t);
    }
    switch (lanes_step(t)) {
    case NEXT_ANSWER:
        return answer(t);
    case NEXT_WAIT:
        MHD_suspend_connection(t->connection);
        lanes_wait(t);
        return MHD_YES;
    case NEXT_DROP:
        break;
    }
    return MHD_NO;
}

static void *on_uri(void *cls, const char *uri, struct MHD_Connection *connection)
{
    struct task *t = task_take(cls);
    struct conn *c = conn_of(connection);
    t->connection = connection;
    t->fd = c->fd;
    t->uri = str_copy(t->req.arena, str_from_c(uri));
    (void)conn_advance(c, CONN_WAITING, CONN_RECEIVING);
    c->used = true;
    return t;
}

static enum MHD_Result on_request(void *cls, struct MHD_Connection *connection, const char *url,
                                  const char *method, const char *version, const char *data,
                                  size_t *n, void **context)
{
    (void)cls, (void)connection, (void)url, (void)version;
    struct task *t = *context;
    if (!t)
        return MHD_NO;
    if (!t->headed) {
        t->headed = true;
        return on_head(t, method);
    }
    if (*n == 0)
        return on_whole(t);
    size_t had = *n;
    *n = 0;
    return on_body(t, data, had);
}

static void on_completed(void *cls, struct MHD_Connection *connection, void **context,
                         enum MHD_RequestTerminationCode why)
{
    (void)cls, (void)why;
    struct conn *c = conn_of(connection);
    if (c && c->state != CONN_EXPIRED)
        conn_mark(c, CONN_WAITING);
    if (*context)
        task_give(*context);
    *context = NULL;
}

/* The path is decoded by http_path_decode alone; the library must not do it first. */
static size_t keep_escapes(void *cls, struct MHD_Connection *connection, char *s)
{
    (void)cls, (void)connection;
    return strlen(s);
}

/* ---- life */

enum err door_start(struct reader *r, unsigned connections)
{
    const struct server *s = r->server;
    r->daemon = MHD_start_daemon(
        MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ITC |
            MHD_USE_SUPPRESS_DATE_NO_CLOCK,
        0, on_accept, r, on_request, r, MHD_OPTION_LISTEN_SOCKET, s->listen_fd,
        MHD_OPTION_CONNECTION_LIMIT, connections, MHD_OPTION_CONNECTION_MEMORY_LIMIT,
        (size_t)CONNECTION_MEMORY, MHD_OPTION_CONNECTION_TIMEOUT,
        (unsigned)s->config.request_seconds + 2, MHD_OPTION_STRICT_FOR_CLIENT, 1,
        MHD_OPTION_NOTIFY_COMPLETED, on_completed, r, MHD_OPTION_NOTIFY_CONNECTION, on_connection,
        r, MHD_OPTION_URI_LOG_CALLBACK, on_uri, r, MHD_OPTION_UNESCAPE_CALLBACK, keep_escapes, NULL,
        MHD_OPTION_END);
    if (r->daemon)
        return ERR_OK;
    log_error("http", "libmicrohttpd does not start");
    return ERR_CONFIG;
}

void door_quiesce(struct reader *r)
{
    if (r->daemon)
        (void)MHD_quiesce_daemon(r->daemon);
}

void door_stop(struct reader *r)
{
    if (r->daemon)
        MHD_stop_daemon(r->daemon);
    while (r->spare) {
        struct task *t = r->spare;
        r->spare = t->next;
        task_destroy(t);
    }
}

void door_resume(struct task *t)
{
    MHD_resume_connection(t->connection);
}
