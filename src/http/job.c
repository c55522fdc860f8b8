#include "http/job.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "http/server.h"

#define BLOCK ((size_t)1 << 20)

enum stage { STAGE_FREE, STAGE_FILLING, STAGE_WAITING, STAGE_RUNNING, STAGE_READY, STAGE_FAILED };

/* What a job has in memory; owned by the filler, the worker or the holder, one after the other. */
struct load {
    struct arena *input, *keep;
    const void *given;
    void *made;
};

struct slot {
    enum stage stage;
    uint8_t owner[JOB_OWNER_SIZE];
    const struct job_kind *kind;
    struct load load;
    enum err e;
    bool held, doomed; /* doomed: wiped by whoever lets go of it */
    uint64_t turn;     /* who came first */
    int64_t until;     /* seconds, of the application's clock */
    int64_t stop_us;   /* monotonic */
    atomic_uint done;
    atomic_bool stop;
};

struct job_board {
    const struct server_app *app;
    pthread_mutex_t lock; /* over all below, but for the slots' atomics */
    pthread_cond_t wake, let_go;
    struct slot slots[JOB_SLOTS];
    uint64_t turns;
    pthread_t thread;
    void *worker;
    bool running, closed;
};

/* ---- slots; all under the lock ----------------------------------------------------------------
 */

/* Empties the slot; what it held is wiped by the caller, without the lock. */
static struct load slot_empty(struct slot *s)
{
    const struct load gone = s->load;
    s->load = (struct load){0};
    s->stage = STAGE_FREE;
    s->held = s->doomed = false;
    s->kind = NULL;
    explicit_bzero(s->owner, sizeof s->owner);
    return gone;
}

static void load_wipe(struct load l)
{
    arena_destroy(l.input);
    arena_destroy(l.keep);
}

static struct slot *slot_of(struct job_board *b, const uint8_t *owner, const struct job_kind *kind)
{
    for (size_t i = 0; i < JOB_SLOTS; i++) {
        struct slot *s = &b->slots[i];
        if (s->stage != STAGE_FREE && !s->doomed && s->kind == kind &&
            memcmp(s->owner, owner, JOB_OWNER_SIZE) == 0)
            return s;
    }
    return NULL;
}

static bool is_over(const struct slot *s)
{
    return (s->stage == STAGE_READY || s->stage == STAGE_FAILED) && !s->held;
}

/* Takes it away, now or as soon as whoever has it lets go. */
static struct load slot_doom(struct slot *s)
{
    if (s->stage == STAGE_FILLING || s->stage == STAGE_RUNNING || s->held) {
        s->doomed = true;
        s->stop = true;
        return (struct load){0};
    }
    return slot_empty(s);
}

/* What is kept longest, of those nobody looks at right now. */
static struct slot *slot_oldest(struct job_board *b, const struct slot *but)
{
    struct slot *oldest = NULL;
    for (size_t i = 0; i < JOB_SLOTS; i++) {
        struct slot *s = &b->slots[i];
        if (s != but && is_over(s) && (!oldest || s->until < oldest->until))
            oldest = s;
    }
    return oldest;
}

static size_t kept_bytes(const struct job_board *b)
{
    size_t sum = 0;
    for (size_t i = 0; i < JOB_SLOTS; i++)
        if (b->slots[i].stage == STAGE_READY && !b->slots[i].held)
            sum += arena_used(b->slots[i].load.keep);
    return sum;
}

/* ---- the work ---------------------------------------------------------------------------------
 */

bool job_tell(const struct job_run *j, unsigned done)
{
    struct slot *s = j->at;
    if (done > s->done)
        s->done = done < JOB_ALL ? done : JOB_ALL;
    return !s->stop && clock_monotonic_us() < s->stop_us;
}

/* Runs on what the slot had; nobody else touches it meanwhile. */
static enum err slot_run(struct job_board *b, struct slot *s, void *worker, struct load *l)
{
    ARENA_LOCAL struct arena *scratch = arena_create(ARENA_WIPED, BLOCK);
    struct req *req = ARENA_NEW(scratch, struct req);
    struct job_run job = {.req = req, .keep = l->keep, .at = s};
    *req = (struct req){.arena = scratch, .secret = scratch, .now = clock_now(b->app->clock)};
    b->app->attach(b->app->ctx, worker, req);
    enum err e = s->kind->run(&job, l->given);
    l->made = job.made;
    if (e != ERR_OK)
        log_info("job", "%s: %s", s->kind->name, err_text(e));
    return e;
}

static void slot_finish(struct job_board *b, struct slot *s, void *worker, struct load l)
{
    struct load gone[JOB_SLOTS] = {0};
    size_t n = 0;
    const enum err e = slot_run(b, s, worker, &l);
    const int64_t now = clock_now(b->app->clock);
    arena_destroy(l.input); /* keys, perhaps: not needed any more */
    l.input = NULL;
    pthread_mutex_lock(&b->lock);
    s->load = l;
    s->stage = e == ERR_OK ? STAGE_READY : STAGE_FAILED;
    s->e = e;
    s->until = now + JOB_KEPT_SECONDS;
    if (s->doomed || (e != ERR_OK && s->stop))
        gone[n++] = slot_empty(s);
    while (n < JOB_SLOTS && kept_bytes(b) > JOB_KEPT_BYTES) {
        struct slot *oldest = slot_oldest(b, s);
        if (!oldest)
            break;
        gone[n++] = slot_empty(oldest);
    }
    pthread_mutex_unlock(&b->lock);
    while (n > 0)
        load_wipe(gone[--n]);
}

/* The slot's load is the runner's from here on. */
static struct load slot_take(struct slot *s)
{
    const struct load l = s->load;
    s->load = (struct load){0};
    s->stage = STAGE_RUNNING;
    s->stop_us = clock_monotonic_us() + (int64_t)JOB_RUN_SECONDS * 1000000;
    return l;
}

static struct slot *slot_next(struct job_board *b)
{
    struct slot *first = NULL;
    for (size_t i = 0; i < JOB_SLOTS; i++) {
        struct slot *s = &b->slots[i];
        if (s->stage == STAGE_WAITING && (!first || s->turn < first->turn))
            first = s;
    }
    return first;
}

static void *board_run(void *arg)
{
    struct job_board *b = arg;
    for (;;) {
        struct load l = {0};
        struct slot *s = NULL;
        pthread_mutex_lock(&b->lock);
        while (!b->closed && !(s = slot_next(b)))
            pthread_cond_wait(&b->wake, &b->lock);
        if (s)
            l = slot_take(s);
        pthread_mutex_unlock(&b->lock);
        if (!s)
            return NULL;
        slot_finish(b, s, b->worker, l);
    }
}

/* ---- the board --------------------------------------------------------------------------------
 */

struct job_board *job_board_create(const struct server_app *app)
{
    struct job_board *b = calloc(1, sizeof *b);
    if (!b || pthread_mutex_init(&b->lock, NULL) != 0 || pthread_cond_init(&b->wake, NULL) != 0 ||
        pthread_cond_init(&b->let_go, NULL) != 0)
        abort();
    b->app = app;
    return b;
}

enum err job_board_start(struct job_board *b)
{
    if (!b->worker)
        b->worker = b->app->worker_open(b->app->ctx, LANE_READ);
    if (!b->worker)
        return ERR_CONFIG;
    b->closed = false;
    b->running = pthread_create(&b->thread, NULL, board_run, b) == 0;
    return b->running ? ERR_OK : ERR_BUSY;
}

void job_board_stop(struct job_board *b)
{
    pthread_mutex_lock(&b->lock);
    b->closed = true;
    for (size_t i = 0; i < JOB_SLOTS; i++)
        b->slots[i].stop = true;
    pthread_cond_broadcast(&b->wake);
    const bool running = b->running;
    pthread_mutex_unlock(&b->lock);
    if (running)
        pthread_join(b->thread, NULL);
    pthread_mutex_lock(&b->lock);
    b->running = false;
    pthread_mutex_unlock(&b->lock);
    for (size_t i = 0; i < JOB_SLOTS; i++) {
        pthread_mutex_lock(&b->lock);
        struct slot *s = &b->slots[i];
        const struct load gone = s->stage == STAGE_FREE ? (struct load){0} : slot_doom(s);
        pthread_mutex_unlock(&b->lock);
        load_wipe(gone);
    }
    if (b->worker)
        b->app->worker_close(b->app->ctx, b->worker);
    b->worker = NULL;
}

void job_board_destroy(struct job_board *b)
{
    if (!b)
        return;
    job_board_stop(b);
    pthread_cond_destroy(&b->wake);
    pthread_cond_destroy(&b->let_go);
    pthread_mutex_destroy(&b->lock);
    free(b);
}

void job_board_tick(struct job_board *b, int64_t now)
{
    for (size_t i = 0; i < JOB_SLOTS; i++) {
        struct load gone = {0};
        pthread_mutex_lock(&b->lock);
        struct slot *s = &b->slots[i];
        if (is_over(s) && s->until <= now)
            gone = slot_empty(s);
        pthread_mutex_unlock(&b->lock);
        load_wipe(gone);
    }
}

/* ---- for requests -----------------------------------------------------------------------------
 */

/* Waits until nobody else holds the job; it may be gone then. */
static struct slot *slot_free_to_hold(struct job_board *b, const uint8_t *owner,
                                      const struct job_kind *kind)
{
    struct slot *s;
    while ((s = slot_of(b, owner, kind)) && s->held)
        pthread_cond_wait(&b->let_go, &b->lock);
    return s;
}

static void slot_show(struct slot *s, int64_t now, struct job_hold *out)
{
    switch (s->stage) {
    case STAGE_FREE:
    case STAGE_FILLING:
        return;
    case STAGE_WAITING:
        out->state = JOB_WAITING;
        return;
    case STAGE_RUNNING:
        out->state = JOB_RUNNING;
        out->done = s->done;
        return;
    case STAGE_FAILED:
        out->state = JOB_FAILED;
        out->e = s->e;
        return;
    case STAGE_READY:
        s->held = true;
        s->until = now + JOB_KEPT_SECONDS;
        out->state = JOB_READY;
        out->made = s->load.made;
        out->keep = s->load.keep;
        out->at = s;
        return;
    }
}

void job_look(struct job_board *b, const uint8_t owner[JOB_OWNER_SIZE], const struct job_kind *kind,
              int64_t now, struct job_hold *out)
{
    *out = (struct job_hold){.board = b};
    job_board_tick(b, now);
    pthread_mutex_lock(&b->lock);
    struct slot *s = slot_free_to_hold(b, owner, kind);
    if (s)
        slot_show(s, now, out);
    pthread_mutex_unlock(&b->lock);
}

void job_release(struct job_hold *h)
{
    struct slot *s = h->at;
    struct load gone = {0};
    if (!s)
        return;
    h->at = NULL;
    pthread_mutex_lock(&h->board->lock);
    s->held = false;
    if (s->doomed || s->stage == STAGE_FILLING)
        gone = slot_empty(s);
    pthread_cond_broadcast(&h->board->let_go);
    pthread_mutex_unlock(&h->board->lock);
    load_wipe(gone);
}

/* A free slot; the longest kept one makes room. */
static struct slot *slot_get(struct job_board *b, struct load *gone)
{
    for (size_t i = 0; i < JOB_SLOTS; i++)
        if (b->slots[i].stage == STAGE_FREE)
            return &b->slots[i];
    struct slot *s = slot_oldest(b, NULL);
    if (s)
        *gone = slot_empty(s);
    return s;
}

enum err job_begin(struct job_board *b, const uint8_t owner[JOB_OWNER_SIZE],
                   const struct job_kind *kind, int64_t now, struct job_hold *out)
{
    struct load old = {0}, gone = {0};
    enum err e = ERR_OK;
    *out = (struct job_hold){.board = b};
    job_board_tick(b, now);
    pthread_mutex_lock(&b->lock);
    struct slot *s = slot_free_to_hold(b, owner, kind);
    if (s && !is_over(s)) {
        e = ERR_CONFLICT;
    } else {
        if (s)
            old = slot_empty(s);
        s = slot_get(b, &gone);
        e = s ? ERR_OK : ERR_BUSY;
    }
    if (e == ERR_OK) {
        s->stage = STAGE_FILLING;
        memcpy(s->owner, owner, JOB_OWNER_SIZE);
        s->kind = kind;
        s->turn = ++b->turns;
        s->done = 0;
        s->stop = false;
        s->load = (struct load){.input = arena_create(ARENA_SECRET, 4096),
                                .keep = arena_create(ARENA_WIPED, BLOCK)};
        out->at = s;
        out->input = s->load.input;
    }
    pthread_mutex_unlock(&b->lock);
    load_wipe(old);
    load_wipe(gone);
    return e;
}

void job_go(struct job_hold *h, const void *input)
{
    struct job_board *b = h->board;
    struct slot *s = h->at;
    struct load l = {0};
    h->at = NULL;
    pthread_mutex_lock(&b->lock);
    s->load.given = input;
    const bool here = !b->running;
    const bool gone = s->doomed || (here && b->closed);
    if (gone) {
        l = slot_empty(s);
    } else if (here) {
        l = slot_take(s);
    } else {
        s->stage = STAGE_WAITING;
        pthread_cond_signal(&b->wake);
    }
    pthread_mutex_unlock(&b->lock);
    if (gone)
        load_wipe(l);
    if (gone || !here)
        return;
    if (!b->worker)
        b->worker = b->app->worker_open(b->app->ctx, LANE_READ);
    slot_finish(b, s, b->worker, l);
}

void job_drop(struct job_board *b, const uint8_t owner[JOB_OWNER_SIZE], const struct job_kind *kind)
{
    struct load gone = {0};
    pthread_mutex_lock(&b->lock);
    struct slot *s = slot_of(b, owner, kind);
    if (s)
        gone = slot_doom(s);
    pthread_mutex_unlock(&b->lock);
    load_wipe(gone);
}

void job_forget(struct job_board *b, const uint8_t owner[JOB_OWNER_SIZE])
{
    for (size_t i = 0; b && i < JOB_SLOTS; i++) {
        struct load gone = {0};
        pthread_mutex_lock(&b->lock);
        struct slot *s = &b->slots[i];
        if (s->stage != STAGE_FREE && memcmp(s->owner, owner, JOB_OWNER_SIZE) == 0)
            gone = slot_doom(s);
        pthread_mutex_unlock(&b->lock);
        load_wipe(gone);
    }
}
