#include "http/server.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/log.h"
#include "http/door.h"
#include "http/job.h"

#define SECOND_US 1000000

static void *ticker_run(void *arg)
{
    struct server *s = arg;
    int32_t day = clock_day(clock_now(s->app.clock));
    int64_t next = clock_monotonic_us() + SECOND_US;
    pthread_mutex_lock(&s->lock);
    while (!s->tick_closed) {
        int64_t now_us = clock_monotonic_us();
        if (now_us < next) {
            lanes_wait_until(&s->tick_wake, &s->lock, next);
            continue;
        }
        next = now_us + SECOND_US;
        pthread_mutex_unlock(&s->lock);
        int64_t now = clock_now(s->app.clock);
        if (clock_day(now) != day) {
            rate_turn(s->rate);
            day = clock_day(now);
        }
        lanes_tick(s, now_us);
        if (s->app.jobs)
            job_board_tick(s->app.jobs, now);
        door_tick(s, now_us);
        if (s->app.tick)
            s->app.tick(s->app.ctx, now);
        pthread_mutex_lock(&s->lock);
    }
    pthread_mutex_unlock(&s->lock);
    return NULL;
}

static int at_most(long wanted, int least, int most)
{
    return wanted < least ? least : wanted > most ? most : (int)wanted;
}

static struct server *server_create(const struct server_config *config,
                                    const struct server_app *app)
{
    struct server *s = calloc(1, sizeof *s);
    if (!s)
        abort();
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    s->app = *app;
    s->config = *config;
    s->listen_fd = -1;
    s->config.hash_queue = config->hash_queue > 0 ? config->hash_queue : 32;
    s->config.request_seconds = config->request_seconds > 0 ? config->request_seconds : 10;
    s->nreaders = at_most(config->readers > 0 ? config->readers : cores, 1, READERS_MAX);
    s->nhashers = at_most(config->hashers > 0 ? config->hashers : cores / 2, 1, HASHERS_MAX);
    s->rate = rate_create();
    s->spaces = malloc(SPACES);
    if (!s->spaces || pthread_mutex_init(&s->conns_lock, NULL) != 0)
        abort();
    memset(s->spaces, ' ', SPACES);
    lanes_init(s);
    return s;
}

static void server_destroy(struct server *s)
{
    for (int i = 0; i < s->nreaders; i++)
        if (s->readers[i].worker)
            s->app.worker_close(s->app.ctx, s->readers[i].worker);
    lanes_release(s);
    pthread_mutex_destroy(&s->conns_lock);
    rate_destroy(s->rate);
    free(s->spaces);
    free(s);
}

/* Every connection is a descriptor, and so is every database file. */
static void raise_descriptors(void)
{
    struct rlimit l;
    if (getrlimit(RLIMIT_NOFILE, &l) != 0 || l.rlim_cur >= 4096)
        return;
    l.rlim_cur = l.rlim_max < 4096 ? l.rlim_max : 4096;
    (void)setrlimit(RLIMIT_NOFILE, &l);
}

static enum err start_threads(struct server *s)
{
    TRY(lanes_start(s));
    if (s->app.jobs)
        TRY(job_board_start(s->app.jobs));
    for (int i = 0; i < s->nreaders; i++) {
        struct reader *r = &s->readers[i];
        r->server = s;
        r->worker = s->app.worker_open(s->app.ctx, LANE_READ);
        if (!r->worker)
            return ERR_CONFIG;
    }
    s->ticker_running = pthread_create(&s->ticker, NULL, ticker_run, s) == 0;
    if (!s->ticker_running)
        return ERR_BUSY;
    for (int i = 0; i < s->nreaders; i++)
        TRY(door_start(&s->readers[i], (unsigned)(CONNECTIONS_MAX / s->nreaders)));
    return ERR_OK;
}

enum err server_start(const struct server_config *config, const struct server_app *app,
                      struct server **out)
{
    struct server *s = server_create(config, app);
    enum err e = listen_open(config->listen, &s->listen_fd, s->address, sizeof s->address);
    if (e != ERR_OK) {
        server_destroy(s);
        return e;
    }
    raise_descriptors();
    /* Signals are the main thread's business. */
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    e = start_threads(s);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (e != ERR_OK) {
        log_error("http", "cannot start: %s", err_text(e));
        server_stop(s, 0);
        return ERR_CONFIG;
    }
    *out = s;
    return ERR_OK;
}

struct str server_address(const struct server *s)
{
    return str_from_c(s->address);
}

static void ticker_stop(struct server *s)
{
    pthread_mutex_lock(&s->lock);
    s->tick_closed = true;
    pthread_cond_signal(&s->tick_wake);
    pthread_mutex_unlock(&s->lock);
    if (s->ticker_running)
        pthread_join(s->ticker, NULL);
}

/* From the outside in: no new connections; wait for what is in flight; then the workers; then,
 * when nothing can be suspended any more, the event loops. */
void server_stop(struct server *s, int seconds)
{
    s->stopping = true;
    for (int i = 0; i < s->nreaders; i++)
        door_quiesce(&s->readers[i]);
    close(s->listen_fd);
    listen_forget(s->address);
    lanes_wake_all(s);
    lanes_wait_idle(s, clock_monotonic_us() + (int64_t)seconds * SECOND_US);
    ticker_stop(s);
    if (s->app.jobs)
        job_board_stop(s->app.jobs);
    lanes_stop(s);
    lanes_wait_idle(s, clock_monotonic_us() + SECOND_US / 4);
    for (int i = 0; i < s->nreaders; i++)
        door_stop(&s->readers[i]);
    server_destroy(s);
}

/* ---- without sockets */

static enum err run_steps(const struct server_app *app, void *reader, void *writer, struct req *req,
                          struct res *res)
{
    TRY(app->route(app->ctx, req));
    if (req->form_broken && req->route->who != WHO_LEAVING)
        return ERR_INVALID;
    if (req->route->slow)
        TRY(app->slow(app->ctx, reader, req));
    if (req->route->lane != LANE_WRITE) {
        app->handle(app->ctx, reader, req, res);
        return ERR_OK;
    }
    TRY(app->batch_begin(app->ctx, writer));
    app->handle(app->ctx, writer, req, res);
    return app->batch_commit(app->ctx, writer);
}

void server_run_inline(const struct server_app *app, void *reader, void *writer, struct req *req,
                       struct res *res)
{
    *res = (struct res){0};
    req->now = clock_now(app->clock);
    enum err e = run_steps(app, reader, writer, req, res);
    if (e != ERR_OK) {
        *res = (struct res){.kind = RES_PAGE, .status = err_status(e)};
        app->fail(app->ctx, req, res, e);
    }
    res_revalidate(res, req->if_none_match);
}
