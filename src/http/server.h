/* The door: sockets, threads and lanes around one function.
 *
 * Purpose: takes requests from libmicrohttpd (mhd.c is its only user), bounds and decodes them,
 * runs the application's steps on the right lane, writes the answer. It knows no feature.
 *
 * Threads: `readers` event-loop threads (one daemon each on one shared listening socket), one
 * writer, `hashers` hashing workers, one for long work (job.h), one ticker (parked requests,
 * timers). Each gets its own `void *worker` made by the application (its database connection and
 * scratch arenas).
 *
 * A request whose shape is wrong is answered through `fail` and never reaches `handle`: a form that
 * is not well-formed (but the quick exit, WHO_LEAVING, is handled whatever its form), 413, 414,
 * 429, 431, 503. What is no HTTP at all is answered by the library with a bare 400 (or 431) page
 * of its own and 408 with a bare line: these carry no headers of ours, and nothing of anybody.
 *
 * Bounds: header block 16 KiB, 64 headers, path 1 KiB, body 64 KiB (1 MiB for ROUTE_BIG), 10 s to
 * send a request, 1,000 connections, 32 per peer address bucket outside loopback; refused with 400,
 * 413, 414, 431, 408, 503. Nobody's address is stored or logged: `req.peer` is a keyed hash, its
 * key lives in memory and is drawn anew each day.
 */
#ifndef AWN_HTTP_SERVER_H
#define AWN_HTTP_SERVER_H

#include "base/clock.h"
#include "http/router.h"

/* Steps of one request, called in this order; the same four functions make app_handle in process.
 */
struct server_app {
    void *ctx;
    const struct clock *clock;

    /* A worker's own state; NULL aborts the start. `lane` LANE_READ is also used for hashing
     * workers. */
    void *(*worker_open)(void *ctx, enum lane lane);
    void (*worker_close)(void *ctx, void *worker);

    /* 1. Finds route, size bound and lane from method and path alone; never touches the database.
     */
    enum err (*route)(void *ctx, struct req *req);
    /* Seconds that a request with a slow step waits before it, in the queue and holding no worker;
     * at most 8. NULL: never. Called on a reader's thread. */
    int (*delay)(void *ctx, const struct req *req);
    /* 2. Only when req->route->slow: the hashing step. `worker` is a hashing worker's. */
    enum err (*slow)(void *ctx, void *worker, struct req *req);
    /* 3. All checks and the handler; always leaves a complete answer in res. */
    void (*handle)(void *ctx, void *worker, struct req *req, struct res *res);
    /* 4. The writer's batch: one transaction around many handles. Returning an error from `commit`
     * turns every answer of the batch into that error's page through `fail`. */
    enum err (*batch_begin)(void *ctx, void *worker);
    enum err (*batch_commit)(void *ctx, void *worker);
    void (*fail)(void *ctx, struct req *req, struct res *res, enum err e);
    /* Every second on the ticker thread: the day's turn, expiry, rate windows. */
    void (*tick)(void *ctx, int64_t now);
    /* Long work (http/job.h): the board that the server gives a thread, or NULL; and what a request
     * of a worker has of the application and of the worker, without a person. */
    struct job_board *jobs;
    void (*attach)(void *ctx, void *worker, struct req *req);
};

struct server_config {
    const char *listen;   /* "127.0.0.1:8080", "[::1]:8080", "8080" (on 127.0.0.1), "unix:/path";
                             port 0: any free one */
    int readers;          /* 0: one per core, at most 4 */
    int hashers;          /* 0: one per two cores, at least 1, at most 2 */
    int hash_queue;       /* 0: 32 waiting sign-ins */
    int request_seconds;  /* 0: 10 to send a whole request */
    bool trust_tls_proxy; /* a proxy in front speaks TLS */
};

struct server;

/* Binds and starts all threads. ERR_CONFIG with a log line that says what to do (port taken, bad
 * address). */
enum err server_start(const struct server_config *config, const struct server_app *app,
                      struct server **out) MUST_CHECK;

/* "http://127.0.0.1:8080", for printing. */
struct str server_address(const struct server *s);

/* Stops accepting, answers what is in flight (at most `seconds`), joins all threads. */
void server_stop(struct server *s, int seconds);

/* Wakes the requests parked on that channel. Thread-safe; called after a commit. A ring between a
 * handler's look at the database and its parking is not lost: that handler runs again at once.
 * s == NULL does nothing (scenarios). */
void server_ring(struct server *s, uint64_t channel);

/* Runs `job` on the writer lane, inside a batch (batch_begin … batch_commit), when there is time;
 * the job takes its own savepoint. Dropped at shutdown, and when 4,096 wait. Copies `n` bytes of
 * ctx, wiped afterwards. For small upkeep such as read marks. */
typedef enum err server_job(void *app_ctx, void *worker, void *job_ctx);
void server_later(struct server *s, server_job *job, const void *job_ctx, size_t n);

/* What goes on right now, for tests and for the steward's status page. */
struct server_counts {
    size_t in_flight; /* requests between their first line and the end of their answer */
    size_t hashing, writing, parked; /* waiting there */
};
void server_count(struct server *s, struct server_counts *out);

/* The same steps without sockets, for scenarios: runs 1 to 4 at once on the calling thread. A
 * parked request is run again with woken = false … true as `woken` says. */
void server_run_inline(const struct server_app *app, void *reader, void *writer, struct req *req,
                       struct res *res);

#endif
