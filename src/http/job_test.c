/* Long work: whose it is, how long it is kept, and that nobody waits for it. */
#include "base/test.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <string.h>

#include "base/clock.h"
#include "http/job.h"
#include "http/server.h"

#define NOW 1000000

struct yard {
    struct clock clock;
    struct server_app app;
    struct job_board *board;
    atomic_int workers, runs;
    atomic_bool gate; /* closed: work waits here */
};

static const uint8_t ME[JOB_OWNER_SIZE] = {1}, YOU[JOB_OWNER_SIZE] = {2};

static void *yard_open(void *ctx, enum lane lane)
{
    assert_int_equal(lane, LANE_READ);
    ((struct yard *)ctx)->workers++;
    return ctx;
}

static void yard_close(void *ctx, void *worker)
{
    (void)worker;
    ((struct yard *)ctx)->workers--;
}

static void yard_attach(void *ctx, void *worker, struct req *req)
{
    assert_ptr_equal(worker, ctx);
    req->app = ctx;
}

/* Makes its input, doubled; tells half; waits at the gate. */
static enum err doubling(struct job_run *j, const void *input)
{
    struct yard *y = (struct yard *)(uintptr_t)j->req->app;
    int *made = ARENA_NEW(j->keep, int);
    y->runs++;
    do
        if (!job_tell(j, JOB_ALL / 2))
            return ERR_BUSY;
    while (y->gate && sched_yield() == 0);
    *made = *(const int *)input * 2;
    j->made = made;
    return *made < 0 ? ERR_INVALID : ERR_OK;
}
static const struct job_kind DOUBLING = {"doubling", doubling};
static const struct job_kind OTHER = {"other", doubling};

static void yard_begin(struct yard *y)
{
    memset(y, 0, sizeof *y);
    clock_init_fixed(&y->clock, NOW);
    y->app = (struct server_app){.ctx = y,
                                 .clock = &y->clock,
                                 .worker_open = yard_open,
                                 .worker_close = yard_close,
                                 .attach = yard_attach};
    y->board = job_board_create(&y->app);
}

static void yard_end(struct yard *y)
{
    y->gate = false;
    job_board_destroy(y->board);
    assert_int_equal(y->workers, 0);
}

static enum err begins(struct yard *y, const uint8_t *who, const struct job_kind *kind, int number)
{
    JOB_HOLD struct job_hold h;
    TRY(job_begin(y->board, who, kind, NOW, &h));
    int *input = ARENA_NEW(h.input, int);
    *input = number;
    job_go(&h, input);
    return ERR_OK;
}

static enum job_state state_of(struct yard *y, const uint8_t *who, int64_t now)
{
    JOB_HOLD struct job_hold h;
    job_look(y->board, who, &DOUBLING, now, &h);
    return h.state;
}

static void awaits(struct yard *y, const uint8_t *who, enum job_state want)
{
    const int64_t until = clock_monotonic_us() + 5000000;
    while (state_of(y, who, NOW) != want) {
        assert_true(clock_monotonic_us() < until);
        sched_yield();
    }
}

static void without_a_server_it_is_done_at_once(void **state)
{
    struct yard y;
    (void)state;
    yard_begin(&y);
    assert_int_equal(state_of(&y, ME, NOW), JOB_NONE);
    assert_ok(begins(&y, ME, &DOUBLING, 21));
    {
        JOB_HOLD struct job_hold h;
        job_look(y.board, ME, &DOUBLING, NOW, &h);
        assert_int_equal(h.state, JOB_READY);
        assert_int_equal(*(int *)h.made, 42);
        *(int *)h.made = 43;
    }
    {
        JOB_HOLD struct job_hold h;
        job_look(y.board, ME, &DOUBLING, NOW, &h);
        assert_int_equal(*(int *)h.made, 43);
    }
    assert_int_equal(state_of(&y, YOU, NOW), JOB_NONE); /* nobody else's */
    assert_ok(begins(&y, ME, &DOUBLING, 1));            /* anew */
    job_drop(y.board, ME, &OTHER);
    assert_int_equal(state_of(&y, ME, NOW), JOB_READY);
    job_drop(y.board, ME, &DOUBLING);
    assert_int_equal(state_of(&y, ME, NOW), JOB_NONE);
    assert_ok(begins(&y, ME, &DOUBLING, -1));
    {
        JOB_HOLD struct job_hold h;
        job_look(y.board, ME, &DOUBLING, NOW, &h);
        assert_int_equal(h.state, JOB_FAILED);
        assert_int_equal(h.e, ERR_INVALID);
    }
    yard_end(&y);
}

static void it_is_kept_for_a_while_only(void **state)
{
    struct yard y;
    (void)state;
    yard_begin(&y);
    assert_ok(begins(&y, ME, &DOUBLING, 1));
    assert_ok(begins(&y, YOU, &DOUBLING, 1));
    assert_int_equal(state_of(&y, ME, NOW + 600), JOB_READY); /* looked at: kept on */
    assert_int_equal(state_of(&y, YOU, NOW + JOB_KEPT_SECONDS), JOB_NONE);
    assert_int_equal(state_of(&y, ME, NOW + JOB_KEPT_SECONDS), JOB_READY);
    job_forget(y.board, YOU);
    assert_int_equal(state_of(&y, ME, NOW), JOB_READY);
    job_forget(y.board, ME);
    assert_int_equal(state_of(&y, ME, NOW), JOB_NONE);
    job_forget(NULL, ME);
    /* one that was never filled is none */
    {
        JOB_HOLD struct job_hold h;
        assert_ok(job_begin(y.board, ME, &DOUBLING, NOW, &h));
    }
    assert_int_equal(state_of(&y, ME, NOW), JOB_NONE);
    yard_end(&y);
}

static void the_board_is_bounded(void **state)
{
    struct yard y;
    uint8_t who[JOB_OWNER_SIZE] = {9};
    (void)state;
    yard_begin(&y);
    for (int i = 0; i < JOB_SLOTS + 3; i++) { /* kept ones make room */
        who[1] = (uint8_t)i;
        assert_ok(begins(&y, who, &DOUBLING, i));
    }
    y.gate = true;
    assert_ok(job_board_start(y.board));
    for (int i = 0; i < JOB_SLOTS; i++) {
        who[1] = (uint8_t)(100 + i);
        assert_ok(begins(&y, who, &DOUBLING, i));
    }
    assert_err(begins(&y, ME, &DOUBLING, 1), BUSY);
    assert_err(begins(&y, who, &DOUBLING, 1), CONFLICT);
    job_drop(y.board, who, &DOUBLING); /* one that waits is gone at once */
    assert_ok(begins(&y, ME, &DOUBLING, 5));
    y.gate = false;
    awaits(&y, ME, JOB_READY);
    yard_end(&y);
}

static void it_can_be_stopped(void **state)
{
    struct yard y;
    (void)state;
    yard_begin(&y);
    y.gate = true;
    assert_ok(job_board_start(y.board));
    assert_ok(begins(&y, ME, &DOUBLING, 1));
    awaits(&y, ME, JOB_RUNNING);
    job_drop(y.board, ME, &DOUBLING);
    assert_int_equal(state_of(&y, ME, NOW), JOB_NONE);
    y.gate = true;
    assert_ok(begins(&y, ME, &DOUBLING, 1)); /* the next one follows */
    awaits(&y, ME, JOB_RUNNING);
    {
        JOB_HOLD struct job_hold h;
        job_look(y.board, ME, &DOUBLING, NOW, &h);
        assert_in_range(h.done, 0, JOB_ALL / 2);
    }
    job_board_stop(y.board); /* the server ends in the middle of it */
    assert_int_equal(state_of(&y, ME, NOW), JOB_NONE);
    yard_end(&y);
}

/* Several threads at once, for the thread sanitizer. */
static void *many_looks(void *arg)
{
    struct yard *y = arg;
    for (int i = 0; i < 200; i++) {
        JOB_HOLD struct job_hold h;
        job_look(y->board, ME, &DOUBLING, NOW, &h);
        if (h.state == JOB_READY)
            ++*(int *)h.made;
        else if (h.state == JOB_NONE)
            (void)begins(y, ME, &DOUBLING, i);
        if (i % 50 == 49 && h.state == JOB_READY)
            job_drop(y->board, ME, &DOUBLING); /* while it is held */
    }
    return NULL;
}

static void from_many_threads(void **state)
{
    struct yard y;
    pthread_t t[4];
    (void)state;
    yard_begin(&y);
    assert_ok(job_board_start(y.board));
    for (int i = 0; i < 4; i++)
        assert_int_equal(pthread_create(&t[i], NULL, many_looks, &y), 0);
    for (int i = 0; i < 4; i++)
        pthread_join(t[i], NULL);
    (void)begins(&y, ME, &DOUBLING, 1); /* the worker may have come to none so far */
    awaits(&y, ME, JOB_READY);
    assert_true(y.runs > 0);
    yard_end(&y);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_a_server_it_is_done_at_once),
        cmocka_unit_test(it_is_kept_for_a_while_only),
        cmocka_unit_test(the_board_is_bounded),
        cmocka_unit_test(it_can_be_stopped),
        cmocka_unit_test(from_many_threads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
