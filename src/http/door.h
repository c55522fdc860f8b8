/* Between the parts of the server: mhd.c (the library), lanes.c (queues and workers), server.c
 * (start, stop, ticker). Inside the http room only.
 *
 * A `struct task` is one request on its way. It belongs to one thread at a time: the reader whose
 * connection it came on, or, while its connection is suspended, the queue or worker it was handed
 * to. Handing over is always: suspend, then queue; fill in the answer, then resume.
 * Tasks and their two arenas are kept by their reader and used again.
 */
#ifndef AWN_HTTP_DOOR_H
#define AWN_HTTP_DOOR_H

#include <pthread.h>
#include <stdatomic.h>

#include "base/buf.h"
#include "http/rate.h"
#include "http/server.h"

#define READERS_MAX 4
#define HASHERS_MAX 2
#define BATCH_MAX 256
#define PARKED_MAX 512
#define JOBS_MAX 4096
#define BELLS 1024

#define HEADER_BYTES_MAX (16 * 1024)
#define HEADERS_MAX 64
#define BODY_MAX (64 * 1024)
#define BODY_BIG_MAX (1024 * 1024)
#define CONNECTIONS_MAX 1000
#define CONNECTIONS_PEER_MAX 32

struct server;
struct conn;

enum task_stage {
    TASK_READY,  /* whole request is there, nothing done yet */
    TASK_HASHED, /* its slow step is done */
    TASK_WOKEN,  /* it was parked: run it again */
    TASK_DONE,   /* the answer is in res */
    TASK_GONE    /* nobody waits for the answer */
};
enum task_wait { WAIT_HASH, WAIT_WRITE, WAIT_PARK };
enum task_next { NEXT_ANSWER, NEXT_WAIT, NEXT_DROP };

struct task {
    struct req req;
    struct res res;
    enum task_stage stage;
    enum task_wait wait;
    struct task *next; /* in a queue, or among a reader's spare ones */
    struct reader *reader;

    void *connection; /* the library's */
    int fd;
    bool headed;  /* the headers were looked at */
    bool refused; /* res holds the refusal; what else comes is thrown away */
    struct str uri;
    struct str content_type;
    struct buf body;
    size_t dropped; /* bytes thrown away */

    bool parked_before;
    int64_t park_until_us;
    int64_t due_us; /* hashing begins then at the earliest */
    uint64_t rings; /* rung so far when its handler began to look */
};

struct reader {
    struct server *server;
    void *worker;
    void *daemon; /* the library's */
    struct task *spare;
    size_t nspare;
};

struct queue {
    struct task *head, *tail;
    size_t n;
};

struct job {
    struct job *next;
    server_job *run;
    size_t n;
    unsigned char ctx[];
};

struct server {
    struct server_app app;
    struct server_config config;
    int listen_fd;
    char address[128];
    struct rate *rate;
    char *spaces; /* SPACES bytes of padding, the last one a newline in `newline` */
    atomic_bool stopping;

    struct reader readers[READERS_MAX];
    int nreaders;

    /* lanes.c; all of it under `lock` */
    pthread_mutex_t lock;
    pthread_cond_t hash_wake, write_wake, tick_wake, idle;
    struct queue hash, write;
    struct task *parked;
    size_t nparked;
    struct job *jobs, **jobs_end;
    size_t njobs;
    int64_t job_since_us;
    bool hash_closed, write_closed, park_closed, tick_closed;
    uint64_t bells[BELLS]; /* number of the last ring on channels of that remainder */
    _Atomic uint64_t rings;
    size_t in_flight;

    pthread_t writer, ticker, hashers[HASHERS_MAX];
    void *write_worker, *hash_workers[HASHERS_MAX];
    int nhashers, hashers_running;
    bool writer_running, ticker_running;

    /* mhd.c */
    pthread_mutex_t conns_lock;
    struct conn *conns;
};

#define SPACES (16 * 1024)

/* ---- lanes.c */
void lanes_init(struct server *s);
void lanes_release(struct server *s);
enum err lanes_start(struct server *s) MUST_CHECK;
/* Fails what still waits, ends and joins workers. */
void lanes_stop(struct server *s);

/* Clears res and fills in the page of that error. */
void task_fail(struct task *t, enum err e);

/* On the reader's thread, with a whole request, or after a resume. NEXT_WAIT: suspend the
 * connection, then call lanes_wait. */
enum task_next lanes_step(struct task *t);
void lanes_wait(struct task *t);

/* Wakes whom nobody waits for any more, and who waited long enough; or everybody, at the end. */
void lanes_tick(struct server *s, int64_t now_us);
void lanes_wake_all(struct server *s);

void lanes_enter(struct server *s); /* counts requests in flight */
void lanes_leave(struct server *s);
void lanes_wait_idle(struct server *s, int64_t until_us);

/* Waits on a condition until a monotonic moment. */
void lanes_wait_until(pthread_cond_t *c, pthread_mutex_t *m, int64_t until_us);

/* ---- mhd.c */
enum err door_start(struct reader *r, unsigned connections) MUST_CHECK;
void door_quiesce(struct reader *r);
void door_stop(struct reader *r);
void door_resume(struct task *t);
/* Ends connections that take too long to send or to read. */
void door_tick(struct server *s, int64_t now_us);

/* ---- listen.c */
/* Opens the socket; `address` becomes what to print. A log line says what to do on ERR_CONFIG. */
enum err listen_open(const char *listen, int *fd, char *address, size_t n) MUST_CHECK;
/* Removes the file of a unix socket ("unix:/path"; other addresses have none). */
void listen_forget(const char *address);

#endif
