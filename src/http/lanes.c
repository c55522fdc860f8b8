/* Lanes: who works on a task, and where it waits meanwhile. */
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/log.h"
#include "http/door.h"

#define BUSY_SECONDS 5      /* Retry-After of an honest 503 */
#define JOB_LINGER_US 50000 /* jobs alone wait this long for a batch to ride in */

static void queue_push(struct queue *q, struct task *t)
{
    t->next = NULL;
    if (q->tail)
        q->tail->next = t;
    else
        q->head = t;
    q->tail = t;
    q->n++;
}

static struct task *queue_pop(struct queue *q)
{
    struct task *t = q->head;
    if (!t)
        return NULL;
    q->head = t->next;
    if (!q->head)
        q->tail = NULL;
    q->n--;
    t->next = NULL;
    return t;
}

void lanes_wait_until(pthread_cond_t *c, pthread_mutex_t *m, int64_t until_us)
{
    struct timespec t = {.tv_sec = until_us / 1000000, .tv_nsec = until_us % 1000000 * 1000};
    (void)pthread_cond_timedwait(c, m, &t);
}

void task_fail(struct task *t, enum err e)
{
    const struct server_app *app = &t->reader->server->app;
    t->res = (struct res){.kind = RES_PAGE, .status = err_status(e)};
    app->fail(app->ctx, &t->req, &t->res, e);
    if (e == ERR_BUSY && t->res.retry_after == 0)
        t->res.retry_after = BUSY_SECONDS;
}

static void finish(struct task *t, enum task_stage stage)
{
    t->stage = stage;
    door_resume(t);
}

static void finish_failed(struct task *t, enum err e)
{
    task_fail(t, e);
    finish(t, TASK_DONE);
}

/* Has the client closed its connection? Asked while the connection is suspended, when the library
 * does not look. */
static bool client_gone(const struct task *t)
{
    struct pollfd p = {.fd = t->fd, .events = POLLRDHUP};
    return poll(&p, 1, 0) == 1;
}

/* ---- reading */

static enum task_next read_now(struct task *t)
{
    struct server *s = t->reader->server;
    t->req.woken = t->stage == TASK_WOKEN;
    t->rings = s->rings;
    t->res = (struct res){0};
    s->app.handle(s->app.ctx, t->reader->worker, &t->req, &t->res);
    if (t->res.kind != RES_PARK)
        return NEXT_ANSWER;
    int64_t now = clock_monotonic_us();
    if (!t->parked_before)
        t->park_until_us = now + (int64_t)t->res.seconds * 1000000;
    t->parked_before = true;
    t->wait = WAIT_PARK;
    if (now < t->park_until_us && !s->stopping)
        return NEXT_WAIT;
    t->res = (struct res){.kind = RES_EVENTS, .status = 204};
    return NEXT_ANSWER;
}

enum task_next lanes_step(struct task *t)
{
    switch (t->stage) {
    case TASK_READY:
        if (t->req.route->slow) {
            t->wait = WAIT_HASH;
            return NEXT_WAIT;
        }
        if (t->req.route->lane == LANE_WRITE) {
            t->wait = WAIT_WRITE;
            return NEXT_WAIT;
        }
        return read_now(t);
    case TASK_HASHED:
    case TASK_WOKEN:
        return read_now(t);
    case TASK_DONE:
        return NEXT_ANSWER;
    case TASK_GONE:
        return NEXT_DROP;
    }
    return NEXT_DROP;
}

/* The first task that is due leaves the queue; when none is, *until_us tells when the first will
 * be. */
static struct task *queue_pop_due(struct queue *q, int64_t *until_us)
{
    int64_t now = clock_monotonic_us();
    struct task *before = NULL;
    *until_us = INT64_MAX;
    for (struct task *t = q->head; t; before = t, t = t->next) {
        if (t->due_us > now) {
            *until_us = t->due_us < *until_us ? t->due_us : *until_us;
            continue;
        }
        if (!before)
            return queue_pop(q);
        before->next = t->next;
        if (q->tail == t)
            q->tail = before;
        q->n--;
        t->next = NULL;
        return t;
    }
    return NULL;
}

static bool queue_task(struct server *s, struct queue *q, size_t most, const bool *closed,
                       pthread_cond_t *wake, struct task *t)
{
    pthread_mutex_lock(&s->lock);
    bool fits = !*closed && q->n < most;
    if (fits) {
        queue_push(q, t);
        pthread_cond_signal(wake);
    }
    pthread_mutex_unlock(&s->lock);
    return fits;
}

static void write_later(struct server *s, struct task *t)
{
    if (!queue_task(s, &s->write, CONNECTIONS_MAX, &s->write_closed, &s->write_wake, t))
        finish_failed(t, ERR_BUSY);
}

static void park(struct server *s, struct task *t)
{
    enum { PARKED, RUNG, FULL } what = PARKED;
    pthread_mutex_lock(&s->lock);
    if (s->park_closed || s->bells[t->res.channel % BELLS] > t->rings) {
        what = RUNG;
    } else if (s->nparked == PARKED_MAX) {
        what = FULL;
    } else {
        t->next = s->parked;
        s->parked = t;
        s->nparked++;
    }
    pthread_mutex_unlock(&s->lock);
    if (what == FULL)
        t->res = (struct res){.kind = RES_EVENTS, .status = 204};
    if (what != PARKED)
        finish(t, what == RUNG ? TASK_WOKEN : TASK_DONE);
}

/* Slower and slower for a name at which many guesses failed: it waits in the queue, holding no
 * worker. Those who wait so may fill only a part of the queue; false when that part is full. */
static bool hash_delay(struct server *s, struct task *t)
{
    int seconds = s->app.delay ? s->app.delay(s->app.ctx, &t->req) : 0;
    size_t waiting = 0;
    int64_t now = clock_monotonic_us();
    t->due_us = now + (int64_t)seconds * 1000000;
    if (seconds == 0)
        return true;
    pthread_mutex_lock(&s->lock);
    for (const struct task *q = s->hash.head; q; q = q->next)
        waiting += q->due_us > now;
    pthread_mutex_unlock(&s->lock);
    return waiting < (size_t)s->config.hash_queue / 4 + 1;
}

void lanes_wait(struct task *t)
{
    struct server *s = t->reader->server;
    switch (t->wait) {
    case WAIT_HASH:
        if (!hash_delay(s, t)) {
            finish_failed(t, ERR_BUSY);
            break;
        }
        if (!queue_task(s, &s->hash, (size_t)s->config.hash_queue, &s->hash_closed, &s->hash_wake,
                        t))
            finish_failed(t, ERR_BUSY);
        break;
    case WAIT_WRITE:
        write_later(s, t);
        break;
    case WAIT_PARK:
        park(s, t);
        break;
    }
}

/* ---- hashing */

struct hasher {
    struct server *s;
    void *worker;
};

static void hash_one(struct server *s, void *worker, struct task *t)
{
    if (client_gone(t)) {
        finish(t, TASK_GONE);
        return;
    }
    enum err e = s->app.slow(s->app.ctx, worker, &t->req);
    if (e != ERR_OK)
        finish_failed(t, e);
    else if (t->req.route->lane == LANE_WRITE)
        write_later(s, t);
    else
        finish(t, TASK_HASHED);
}

static void *hasher_run(void *arg)
{
    struct hasher h = *(struct hasher *)arg;
    free(arg);
    for (;;) {
        pthread_mutex_lock(&h.s->lock);
        struct task *t = NULL;
        while (!h.s->hash_closed) {
            int64_t until;
            t = queue_pop_due(&h.s->hash, &until);
            if (t)
                break;
            if (until == INT64_MAX)
                pthread_cond_wait(&h.s->hash_wake, &h.s->lock);
            else
                lanes_wait_until(&h.s->hash_wake, &h.s->lock, until);
        }
        bool closed = h.s->hash_closed;
        if (!t)
            t = queue_pop(&h.s->hash);
        pthread_mutex_unlock(&h.s->lock);
        if (!t)
            return NULL;
        if (closed)
            finish_failed(t, ERR_BUSY);
        else
            hash_one(h.s, h.worker, t);
    }
}

/* ---- writing */

struct batch {
    struct task *tasks;
    struct job *jobs;
};

static bool batch_waits(struct server *s)
{
    if (s->write.head || s->write_closed || s->njobs >= BATCH_MAX)
        return false;
    if (!s->jobs) {
        pthread_cond_wait(&s->write_wake, &s->lock);
        return true;
    }
    int64_t until = s->job_since_us + JOB_LINGER_US;
    if (clock_monotonic_us() >= until)
        return false;
    lanes_wait_until(&s->write_wake, &s->lock, until);
    return true;
}

/* Takes what waits; empty only at the end. */
static struct batch batch_take(struct server *s)
{
    struct batch b = {0};
    struct task **end = &b.tasks;
    pthread_mutex_lock(&s->lock);
    while (batch_waits(s))
        ;
    for (size_t i = 0; i < BATCH_MAX && s->write.head; i++) {
        *end = queue_pop(&s->write);
        end = &(*end)->next;
    }
    b.jobs = s->jobs;
    s->jobs = NULL;
    s->jobs_end = &s->jobs;
    s->njobs = 0;
    pthread_mutex_unlock(&s->lock);
    return b;
}

static void jobs_free(struct job *j)
{
    while (j) {
        struct job *next = j->next;
        explicit_bzero(j->ctx, j->n);
        free(j);
        j = next;
    }
}

static void batch_run(struct server *s, struct batch *b)
{
    const struct server_app *app = &s->app;
    void *worker = s->write_worker;
    enum err e = app->batch_begin(app->ctx, worker);
    if (e == ERR_OK) {
        for (struct task *t = b->tasks; t; t = t->next) {
            t->res = (struct res){0};
            app->handle(app->ctx, worker, &t->req, &t->res);
            if (t->res.kind == RES_PARK)
                task_fail(t, ERR_CONFIG); /* writing is not waiting */
        }
        for (struct job *j = b->jobs; j; j = j->next)
            if (j->run(app->ctx, worker, j->ctx) != ERR_OK)
                log_debug("http", "a small job of upkeep failed");
        e = app->batch_commit(app->ctx, worker);
    }
    for (struct task *t = b->tasks; t; t = t->next)
        if (e != ERR_OK)
            task_fail(t, e);
}

static void *writer_run(void *arg)
{
    struct server *s = arg;
    for (;;) {
        struct batch b = batch_take(s);
        if (!b.tasks && !b.jobs)
            return NULL;
        batch_run(s, &b);
        for (struct task *t = b.tasks, *next; t; t = next) {
            next = t->next; /* once resumed, the task is the reader's */
            finish(t, TASK_DONE);
        }
        jobs_free(b.jobs);
    }
}

void server_later(struct server *s, server_job *job, const void *job_ctx, size_t n)
{
    struct job *j = malloc(sizeof *j + n);
    if (!j)
        abort();
    j->next = NULL;
    j->run = job;
    j->n = n;
    if (n)
        memcpy(j->ctx, job_ctx, n);
    pthread_mutex_lock(&s->lock);
    bool fits = !s->write_closed && s->njobs < JOBS_MAX;
    if (fits) {
        if (!s->jobs)
            s->job_since_us = clock_monotonic_us();
        *s->jobs_end = j;
        s->jobs_end = &j->next;
        s->njobs++;
        pthread_cond_signal(&s->write_wake);
    }
    pthread_mutex_unlock(&s->lock);
    if (!fits)
        jobs_free(j);
}

/* ---- parking */

enum park_look { LOOK_CHANNEL, LOOK_TIME, LOOK_ALL };

/* Takes out of the parked who are to be resumed; resuming is done outside the lock. */
static struct task *unpark(struct server *s, enum park_look look, uint64_t channel, int64_t now_us)
{
    struct task *out = NULL;
    for (struct task **at = &s->parked; *at;) {
        struct task *t = *at;
        bool gone = look == LOOK_TIME && client_gone(t);
        bool rung = look == LOOK_CHANNEL && t->res.channel == channel;
        bool late = look == LOOK_TIME && now_us >= t->park_until_us;
        if (!gone && !rung && !late && look != LOOK_ALL) {
            at = &t->next;
            continue;
        }
        *at = t->next;
        s->nparked--;
        t->stage = gone ? TASK_GONE : TASK_WOKEN;
        t->next = out;
        out = t;
    }
    return out;
}

static void resume_all(struct task *t)
{
    while (t) {
        struct task *next = t->next;
        door_resume(t);
        t = next;
    }
}

void server_ring(struct server *s, uint64_t channel)
{
    if (!s)
        return;
    pthread_mutex_lock(&s->lock);
    s->bells[channel % BELLS] = ++s->rings;
    struct task *woken = unpark(s, LOOK_CHANNEL, channel, 0);
    pthread_mutex_unlock(&s->lock);
    resume_all(woken);
}

void lanes_tick(struct server *s, int64_t now_us)
{
    pthread_mutex_lock(&s->lock);
    struct task *woken = unpark(s, LOOK_TIME, 0, now_us);
    pthread_mutex_unlock(&s->lock);
    resume_all(woken);
}

void lanes_wake_all(struct server *s)
{
    pthread_mutex_lock(&s->lock);
    s->park_closed = true;
    struct task *woken = unpark(s, LOOK_ALL, 0, 0);
    pthread_mutex_unlock(&s->lock);
    resume_all(woken);
}

/* ---- counting */

void lanes_enter(struct server *s)
{
    pthread_mutex_lock(&s->lock);
    s->in_flight++;
    pthread_mutex_unlock(&s->lock);
}

void lanes_leave(struct server *s)
{
    pthread_mutex_lock(&s->lock);
    if (--s->in_flight == 0)
        pthread_cond_signal(&s->idle);
    pthread_mutex_unlock(&s->lock);
}

void lanes_wait_idle(struct server *s, int64_t until_us)
{
    pthread_mutex_lock(&s->lock);
    while (s->in_flight && clock_monotonic_us() < until_us)
        lanes_wait_until(&s->idle, &s->lock, until_us);
    pthread_mutex_unlock(&s->lock);
}

void server_count(struct server *s, struct server_counts *out)
{
    pthread_mutex_lock(&s->lock);
    *out = (struct server_counts){s->in_flight, s->hash.n, s->write.n, s->nparked};
    pthread_mutex_unlock(&s->lock);
}

/* ---- threads */

void lanes_init(struct server *s)
{
    pthread_condattr_t monotonic;
    if (pthread_mutex_init(&s->lock, NULL) != 0 || pthread_condattr_init(&monotonic) != 0 ||
        pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC) != 0)
        abort();
    pthread_cond_t *const all[] = {&s->hash_wake, &s->write_wake, &s->tick_wake, &s->idle};
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
        if (pthread_cond_init(all[i], &monotonic) != 0)
            abort();
    pthread_condattr_destroy(&monotonic);
    s->jobs_end = &s->jobs;
}

void lanes_release(struct server *s)
{
    jobs_free(s->jobs);
    pthread_cond_t *const all[] = {&s->hash_wake, &s->write_wake, &s->tick_wake, &s->idle};
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
        pthread_cond_destroy(all[i]);
    pthread_mutex_destroy(&s->lock);
}

enum err lanes_start(struct server *s)
{
    const struct server_app *app = &s->app;
    s->write_worker = app->worker_open(app->ctx, LANE_WRITE);
    if (!s->write_worker)
        return ERR_CONFIG;
    for (int i = 0; i < s->nhashers; i++) {
        s->hash_workers[i] = app->worker_open(app->ctx, LANE_READ);
        if (!s->hash_workers[i])
            return ERR_CONFIG;
    }
    s->writer_running = pthread_create(&s->writer, NULL, writer_run, s) == 0;
    for (int i = 0; i < s->nhashers && s->writer_running; i++) {
        struct hasher *h = malloc(sizeof *h);
        if (!h)
            abort();
        *h = (struct hasher){s, s->hash_workers[i]};
        if (pthread_create(&s->hashers[i], NULL, hasher_run, h) != 0) {
            free(h);
            break;
        }
        s->hashers_running++;
    }
    return s->hashers_running == s->nhashers ? ERR_OK : ERR_BUSY;
}

void lanes_stop(struct server *s)
{
    const struct server_app *app = &s->app;
    pthread_mutex_lock(&s->lock);
    s->hash_closed = true;
    pthread_cond_broadcast(&s->hash_wake);
    pthread_mutex_unlock(&s->lock);
    for (int i = 0; i < s->hashers_running; i++)
        pthread_join(s->hashers[i], NULL);
    pthread_mutex_lock(&s->lock); /* hashers hand on to the writer, so it ends after them */
    s->write_closed = true;
    pthread_cond_broadcast(&s->write_wake);
    pthread_mutex_unlock(&s->lock);
    if (s->writer_running)
        pthread_join(s->writer, NULL);
    for (int i = 0; i < s->nhashers; i++)
        if (s->hash_workers[i])
            app->worker_close(app->ctx, s->hash_workers[i]);
    if (s->write_worker)
        app->worker_close(app->ctx, s->write_worker);
}
