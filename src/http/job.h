/* Long work: what takes seconds runs beside the requests, never on their threads.
 *
 * Purpose: a plan or an import would hold up everybody if it ran where pages are made. So a handler
 * puts it on the board and answers at once; one thread of its own does it, and the person's next
 * pages ask how far it is, and take what came of it.
 *
 * A job belongs to an owner (32 bytes that only that person's requests know, such as the number of
 * their session) and is of a kind; an owner has one of each kind at most. What it makes lies in
 * the job's own memory, which is wiped JOB_KEPT_SECONDS after it was last looked at, when the owner
 * stops or begins it anew, at sign-out (job_forget) and when the server ends. Nothing is written
 * anywhere.
 *
 * Bounds: JOB_SLOTS jobs in all, waiting, running or kept; where they are full, those kept longest
 * make room, and when none is left over, ERR_BUSY says so. JOB_RUN_SECONDS a job, then it is told
 * to stop. What is kept is JOB_KEPT_BYTES at most: a larger whole loses its oldest first.
 *
 * Memory of a job is wiped, but not locked: 200,000 cards do not fit what a process may lock.
 *
 * Threads: every function may be called from any thread. A result is held by one request at a time;
 * others of the same owner wait for it. Without a server (scenarios) job_go does the work at once.
 */
#ifndef AWN_HTTP_JOB_H
#define AWN_HTTP_JOB_H

#include "http/request.h"

#define JOB_OWNER_SIZE 32
#define JOB_SLOTS 8
#define JOB_KEPT_SECONDS (15 * 60)
#define JOB_RUN_SECONDS 120
#define JOB_KEPT_BYTES ((size_t)256 << 20)
#define JOB_ALL 1000 /* progress of what is done */

struct server_app;
struct job_board;

/* What the work is given. Its request is nobody's: it has the worker's connection, an arena for
 * everything that may go when the work ends, the application and the time, and no viewer. Both its
 * arenas are one, wiped. */
struct job_run {
    struct req *req;
    struct arena *keep; /* for what is made */
    void *made;         /* the work's to set: in `keep` */
    void *at;           /* the board's own */
};

/* Says how much is done (of JOB_ALL, never less than before). False: stop, nobody wants it now. */
bool job_tell(const struct job_run *j, unsigned done);

struct job_kind {
    const char *name; /* for the log */
    /* `input` lives as long as the job. An error makes it JOB_FAILED. */
    enum err (*run)(struct job_run *j, const void *input);
};

/* The application's steps must outlive the board. */
struct job_board *job_board_create(const struct server_app *app) __attribute__((returns_nonnull));
void job_board_destroy(struct job_board *b); /* NULL is allowed */

/* For the server: its thread, with a worker of its own (server_app.worker_open). */
enum err job_board_start(struct job_board *b) MUST_CHECK;
void job_board_stop(struct job_board *b); /* stops what runs, and wipes all there is */
void job_board_tick(struct job_board *b, int64_t now);

enum job_state {
    JOB_NONE,
    JOB_WAITING, /* others come first */
    JOB_RUNNING,
    JOB_READY, /* `made` is there, and held */
    JOB_FAILED
};

/* One request's hold on a job. */
struct job_hold {
    enum job_state state;
    unsigned done; /* JOB_RUNNING: of JOB_ALL */
    enum err e;    /* JOB_FAILED */
    void *made;    /* JOB_READY: whose memory is `keep`; may be changed while held */
    struct arena *keep;
    struct arena *input; /* of job_begin: locked, for what job_go gives */
    struct job_board *board;
    void *at;
};
#define JOB_HOLD __attribute__((cleanup(job_release)))

/* How is it, at `now`? A held job must be released (JOB_HOLD). */
void job_look(struct job_board *b, const uint8_t owner[JOB_OWNER_SIZE], const struct job_kind *kind,
              int64_t now, struct job_hold *out);
void job_release(struct job_hold *h);

/* A new one, to be filled; what the owner had of the kind is gone. ERR_CONFLICT: it waits or runs
 * already; ERR_BUSY: the board is full. Released without job_go it is as if it had never been. */
enum err job_begin(struct job_board *b, const uint8_t owner[JOB_OWNER_SIZE],
                   const struct job_kind *kind, int64_t now, struct job_hold *out) MUST_CHECK;
void job_go(struct job_hold *h, const void *input);

/* Nobody wants it any more, whatever its state; or any of the owner's. */
void job_drop(struct job_board *b, const uint8_t owner[JOB_OWNER_SIZE],
              const struct job_kind *kind);
void job_forget(struct job_board *b, const uint8_t owner[JOB_OWNER_SIZE]); /* b may be NULL */

#endif
