/* The work itself: reading what stands on desk and board, and planning. */
#include <stdlib.h>
#include <string.h>

#include "aid/area_store.h"
#include "aid/plan_inside.h"
#include "base/rand.h"

#define BLOCK ((size_t)1 << 20)
#define READ_HALF 20000 /* cards after which half of a stage's progress is told */

/* Where the stages of the work end, of JOB_ALL. */
enum { AT_ASKS = 200, AT_DESK = 250, AT_BOARD = 400, AT_PLAN = 960 };

struct gathering {
    const struct plan_source *from;
    struct arena *keep, *tmp;
    struct plan_desk *p;
    const struct assign_watch *outer;
    unsigned begins, ends; /* of this stage */
    struct plan_askeds asked;
    struct map asked_by_ask;   /* id of an ask → place in `asked`, plus one, of the last time */
    struct map taken_by_offer; /* id of an offer → units that those who were asked may still give */
};

/* ---- progress ---------------------------------------------------------------------------------
 */

static bool tells(struct gathering *g, unsigned part)
{
    return !g->outer ||
           g->outer->tell(g->outer->with, g->begins + (g->ends - g->begins) * part / JOB_ALL);
}

static void tells_read(void *with, size_t done)
{
    (void)tells(with, (unsigned)(JOB_ALL * done / (done + READ_HALF)));
}

static bool tells_plan(void *with, unsigned done)
{
    return tells(with, done);
}

static enum err stage(struct gathering *g, unsigned ends)
{
    g->begins = g->ends;
    g->ends = ends;
    return tells(g, 0) ? ERR_OK : ERR_BUSY;
}

/* ---- cards ------------------------------------------------------------------------------------
 */

static struct str key_of(const uint64_t *id)
{
    return str_from((const char *)id, sizeof *id);
}

static void card_keep(struct arena *keep, struct plan_cards *all, const struct aid_card *c,
                      struct shelf_place at, bool board)
{
    struct plan_card *out = &all->v[all->n++];
    *out = (struct plan_card){.card = *c, .at = at, .board = board};
    out->card.line = str_copy(keep, c->line);
    if (c->side == AID_ASK)
        plan_words_hash(out->card.line, out->words);
}

/* Was somebody asked about it who has time to answer? */
static bool has_time(const struct gathering *g, const struct aid_card *ask)
{
    const uint32_t *last = map_get(&g->asked_by_ask, key_of(&ask->id));
    return last && plan_asked_waits(ask->loop.urgency, g->asked.v[*last - 1].at, g->from->ctx->now);
}

/* What those who were asked about it may give is kept for it. */
static void keep_for(struct gathering *g, const struct aid_card *ask)
{
    for (size_t i = 0; i < g->asked.n; i++) {
        const struct plan_asked *a = &g->asked.v[i];
        bool fresh;
        if (a->ask == ask->id && plan_asked_waits(ask->loop.urgency, a->at, g->from->ctx->now))
            *map_put(&g->taken_by_offer, key_of(&a->offer), &fresh) += (uint32_t)a->units;
    }
}

#define ANSWERS_READ 500 /* asks whose letters are looked through for a no */

/* Of asks about which somebody was asked: those that everybody declined are planned like others. */
static enum err answering(struct gathering *g, struct desk *d, const struct case_rows *rows,
                          const size_t *some, size_t n)
{
    uint64_t ids[ANSWERS_READ] = {0};
    bool refused[ANSWERS_READ] = {false};
    const size_t looked = n < ANSWERS_READ ? n : ANSWERS_READ;
    for (size_t i = 0; i < looked; i++)
        ids[i] = rows->v[some[i]].card.id;
    TRY(cases_refused(d, ids, looked, refused));
    for (size_t i = 0; i < n; i++) {
        const struct case_row *r = &rows->v[some[i]];
        if (i < looked && refused[i]) {
            card_keep(g->keep, &g->p->asks, &r->card, r->at, false);
            continue;
        }
        g->p->answering++;
        keep_for(g, &r->card);
    }
    return ERR_OK;
}

/* Comes into a space of the ticket for one reading; everything in `a`. */
static enum err come_in(const struct gathering *g, const struct space_ticket *ticket,
                        struct arena *a, struct desk *out)
{
    struct space_ticket *mine = ARENA_NEW(a, struct space_ticket);
    bool fresher;
    *mine = *ticket;
    *out = (struct desk){.kind = &DESK_COORDINATORS, .ctx = *g->from->ctx};
    out->ctx.arena = out->ctx.secret = a;
    return space_enter(&out->ctx, mine, &fresher, NULL, &out->s);
}

static enum err asks_read(struct gathering *g)
{
    ARENA_LOCAL struct arena *a = arena_create(ARENA_WIPED, BLOCK);
    const struct shelf_watch watch = {tells_read, g};
    struct plan_cards *all = &g->p->asks;
    struct case_rows rows;
    struct desk d;
    TRY(stage(g, AT_ASKS));
    TRY(come_in(g, g->from->desk, a, &d));
    TRY(plan_asked_all(&d, &g->asked));
    struct plan_asked *asked = arena_copy(g->tmp, g->asked.v, g->asked.n * sizeof *asked);
    g->asked.v = asked;
    for (size_t i = 0; i < g->asked.n; i++) { /* oldest first */
        bool fresh;
        *map_put(&g->asked_by_ask, key_of(&asked[i].ask), &fresh) = (uint32_t)i + 1;
    }
    TRY(cases_rows(&d, AID_ASK, &watch, &rows));
    g->p->damaged += rows.damaged;
    all->v = ARENA_ARRAY(g->keep, struct plan_card, rows.n);
    size_t *asked_about = ARENA_ARRAY(a, size_t, rows.n + 1), n = 0;
    for (size_t i = 0; i < rows.n; i++) {
        if (!aid_card_open(&rows.v[i].card, g->from->ctx->now))
            continue;
        if (has_time(g, &rows.v[i].card))
            asked_about[n++] = i;
        else
            card_keep(g->keep, all, &rows.v[i].card, rows.v[i].at, false);
    }
    return answering(g, &d, &rows, asked_about, n);
}

static void offer_keep(struct gathering *g, struct aid_card *c, struct shelf_place at, bool board)
{
    const uint32_t *taken = map_get(&g->taken_by_offer, key_of(&c->id));
    if (taken)
        c->taken += *taken < AID_UNITS_MAX ? (int32_t)*taken : AID_UNITS_MAX;
    if (aid_card_open(c, g->from->ctx->now))
        card_keep(g->keep, &g->p->offers, c, at, board);
}

/* Offers of the desk, then those of the board; together in one list. */
static enum err offers_read(struct gathering *g)
{
    ARENA_LOCAL struct arena *a = arena_create(ARENA_WIPED, BLOCK);
    const struct shelf_watch watch = {tells_read, g};
    struct case_rows rows;
    struct shelf_cards board;
    struct desk d, commons;
    TRY(stage(g, AT_DESK));
    TRY(come_in(g, g->from->desk, a, &d));
    TRY(cases_rows(&d, AID_OFFER, &watch, &rows));
    TRY(stage(g, AT_BOARD));
    TRY(come_in(g, g->from->board, a, &commons));
    TRY(shelf_all(commons.s, AID_OFFER, &watch, &board));
    g->p->damaged += rows.damaged + board.damaged;
    g->p->offers.v = ARENA_ARRAY(g->keep, struct plan_card, rows.n + board.n);
    for (size_t i = 0; i < rows.n; i++)
        offer_keep(g, &rows.v[i].card, rows.v[i].at, false);
    for (size_t i = 0; i < board.n; i++)
        offer_keep(g, &board.v[i], board.at[i], true);
    return ERR_OK;
}

/* ---- planning ---------------------------------------------------------------------------------
 */

static struct fit_card *fit_cards(const struct gathering *g, const struct plan_cards *all)
{
    struct fit_card *v = ARENA_ARRAY(g->tmp, struct fit_card, all->n + 1);
    for (size_t i = 0; i < all->n; i++)
        plan_fit_card(g->p, &all->v[i].card, g->p->made_at, &v[i]);
    return v;
}

static void places(const struct plan_cards *all, struct map *out)
{
    for (size_t i = 0; i < all->n; i++) {
        bool fresh;
        *map_put(out, key_of(&all->v[i].card.id), &fresh) = (uint32_t)i;
    }
}

static int by_pair(const void *x, const void *y)
{
    const struct plan_fixed *a = x, *b = y;
    if (a->ask != b->ask)
        return a->ask < b->ask ? -1 : 1;
    if (a->offer != b->offer)
        return a->offer < b->offer ? -1 : 1;
    return (a->units > b->units) - (a->units < b->units);
}

/* What people decided, and what was asked before, as pairs of this plan, each once; never wins. */
static void fixed_fill(const struct gathering *g, struct plan_problem *problem)
{
    const struct plan_desk *p = g->p;
    const size_t most = p->nfix + g->asked.n;
    struct plan_fixed *v = ARENA_ARRAY(g->tmp, struct plan_fixed, most + 1);
    struct map asks, offers;
    size_t n = 0, kept = 0;
    if (most == 0)
        return;
    map_init(&asks, g->tmp);
    map_init(&offers, g->tmp);
    places(&p->asks, &asks);
    places(&p->offers, &offers);
    for (size_t i = 0; i < most; i++) {
        const bool is_fix = i < p->nfix;
        const struct plan_asked *a = is_fix ? NULL : &g->asked.v[i - p->nfix];
        const uint64_t ids[2] = {is_fix ? p->fix[i].ask : a->ask,
                                 is_fix ? p->fix[i].offer : a->offer};
        const uint32_t *ask = map_get(&asks, key_of(&ids[0]));
        const uint32_t *offer = map_get(&offers, key_of(&ids[1]));
        if (!ask || !offer)
            continue;
        const int32_t want = problem->asks[*ask].units, has = problem->offers[*offer].units;
        const bool never = !is_fix || p->fix[i].never;
        v[n++] = (struct plan_fixed){*ask, *offer, never ? 0 : want < has ? want : has};
    }
    if (n > 1)
        qsort(v, n, sizeof *v, by_pair);
    for (size_t i = 0; i < n; i++)
        if (kept == 0 || v[kept - 1].ask != v[i].ask || v[kept - 1].offer != v[i].offer)
            v[kept++] = v[i];
    problem->fixed = v;
    problem->fixed_n = kept;
}

struct ranked {
    int64_t rank;
    uint32_t pair;
};

static int by_rank(const void *x, const void *y)
{
    const struct ranked *a = x, *b = y;
    if (a->rank != b->rank)
        return a->rank < b->rank ? 1 : -1;
    return (a->pair > b->pair) - (a->pair < b->pair);
}

/* The pairs, the most pressing asks first. */
static void lines_fill(const struct gathering *g, const struct plan *plan,
                       const struct plan_problem *problem)
{
    struct plan_desk *p = g->p;
    struct ranked *order = ARENA_ARRAY(g->tmp, struct ranked, plan->pairs + 1);
    bool *pinned = ARENA_ARRAY(g->tmp, bool, p->asks.n + 1);
    for (size_t i = 0; i < problem->fixed_n; i++) {
        pinned[problem->fixed[i].ask] |= problem->fixed[i].units > 0;
        p->refused += problem->fixed[i].units > 0 && plan->refused[i] != 0;
    }
    for (size_t i = 0; i < plan->pairs; i++) {
        const struct loop *l = &p->asks.v[plan->pair[i].ask].card.loop;
        order[i] = (struct ranked){loop_rank(l, p->made_at), (uint32_t)i};
    }
    if (plan->pairs > 1)
        qsort(order, plan->pairs, sizeof *order, by_rank);
    p->line = ARENA_ARRAY(g->keep, struct plan_line, plan->pairs + 1);
    for (size_t i = 0; i < plan->pairs; i++) {
        const struct plan_pair *r = &plan->pair[order[i].pair];
        struct plan_line *l = &p->line[p->lines++];
        *l = (struct plan_line){.ask = r->ask,
                                .offer = r->offer,
                                .units = r->units,
                                .score = r->score,
                                .best = r->best,
                                .wanted = r->wanted,
                                .cost = r->cost};
        for (size_t k = 0; pinned[r->ask] && k < problem->fixed_n; k++)
            l->pinned |= problem->fixed[k].ask == r->ask && problem->fixed[k].offer == r->offer &&
                         problem->fixed[k].units > 0;
    }
}

static enum err planned(struct gathering *g)
{
    struct plan_desk *p = g->p;
    const struct assign_watch watch = {tells_plan, g};
    const struct fit_world world = plan_world(p, p->made_at);
    struct plan_problem problem = {.asks_n = p->asks.n,
                                   .offers_n = p->offers.n,
                                   .asks = fit_cards(g, &p->asks),
                                   .offers = fit_cards(g, &p->offers),
                                   .world = &world};
    struct plan *plan;
    TRY(stage(g, AT_PLAN));
    fixed_fill(g, &problem);
    TRY(plan_make(g->tmp, &problem, &watch, &plan));
    if (plan->stopped)
        return ERR_BUSY;
    lines_fill(g, plan, &problem);
    p->unmet = arena_copy(g->keep, plan->unmet, plan->unmets * sizeof *plan->unmet);
    p->unmets = plan->unmets;
    p->value = plan->value;
    p->bound = plan->bound;
    p->every = plan->every;
    p->exact = plan->exact;
    return ERR_OK;
}

/* Two cards with one number cannot be planned; the later one is left out. */
static int by_id(const void *x, const void *y)
{
    const struct plan_card *a = x, *b = y;
    return (a->card.id > b->card.id) - (a->card.id < b->card.id);
}

static void cards_unique(struct plan_cards *all)
{
    size_t n = 0;
    if (all->n > 1)
        qsort(all->v, all->n, sizeof *all->v, by_id);
    for (size_t i = 0; i < all->n; i++)
        if (n == 0 || all->v[n - 1].card.id != all->v[i].card.id)
            all->v[n++] = all->v[i];
    all->n = n;
}

static enum err gathered(struct gathering *g)
{
    DB_TX struct db_tx tx = {0};
    TRY(db_tx_begin(&tx, g->from->ctx->db));
    TRY(areas_load(g->from->ctx->db, g->keep, &g->p->areas));
    TRY(asks_read(g));
    TRY(offers_read(g));
    return db_tx_commit(&tx);
}

enum err plan_desk_make(const struct plan_source *from, struct arena *keep,
                        const struct plan_fix *fix, size_t n, const struct assign_watch *watch,
                        struct plan_desk **out)
{
    ARENA_LOCAL struct arena *tmp = arena_create(ARENA_WIPED, BLOCK);
    struct plan_desk *p = ARENA_NEW(keep, struct plan_desk);
    struct gathering g = {.from = from, .keep = keep, .tmp = tmp, .p = p, .outer = watch};
    map_init(&g.asked_by_ask, tmp);
    map_init(&g.taken_by_offer, tmp);
    p->number = rand_u64();
    p->made_at = from->ctx->now;
    p->fix = ARENA_ARRAY(keep, struct plan_fix, PLAN_FIXED_MOST);
    for (size_t i = 0; i < n && i < PLAN_FIXED_MOST; i++)
        p->fix[p->nfix++] = fix[i];
    TRY(gathered(&g));
    p->ways = (struct plan_ways){
        .areas = &p->areas, .row = ARENA_ARRAY(keep, uint16_t *, p->areas.n + 1), .a = keep};
    cards_unique(&p->asks);
    cards_unique(&p->offers);
    TRY(planned(&g));
    plan_alike_make(p, keep);
    *out = p;
    return ERR_OK;
}

/* ---- as long work -----------------------------------------------------------------------------
 */

struct plan_input {
    struct space_ticket desk, board;
    struct plan_fix *fix;
    size_t nfix;
};

static bool job_tells(void *with, unsigned done)
{
    return job_tell(with, done);
}

static enum err plan_run(struct job_run *j, const void *input)
{
    const struct plan_input *in = input;
    const struct space_ctx ctx = req_ctx(j->req);
    const struct plan_source from = {&ctx, &in->desk, &in->board};
    const struct assign_watch watch = {job_tells, j};
    struct plan_desk *made;
    TRY(plan_desk_make(&from, j->keep, in->fix, in->nfix, &watch, &made));
    j->made = made;
    return ERR_OK;
}

static const struct job_kind PLAN_JOB = {"plan", plan_run};

static struct job_board *board_of(const struct req *req)
{
    return req_net(req)->jobs;
}

enum err plan_desk_start(struct req *req, struct desk *d, const struct plan_fix *fix, size_t n)
{
    JOB_HOLD struct job_hold h = {0};
    struct membership *commons = viewer_commons(req->viewer);
    if (!commons)
        return ERR_DENIED;
    TRY(job_begin(board_of(req), req->viewer->session, &PLAN_JOB, req->now, &h));
    struct plan_input *in = ARENA_NEW(h.input, struct plan_input);
    in->desk = d->m->ticket;
    in->board = commons->ticket;
    in->fix = arena_copy(h.input, fix, n * sizeof *fix);
    in->nfix = n;
    job_go(&h, in);
    return ERR_OK;
}

void plan_desk_look(const struct req *req, struct job_hold *out)
{
    job_look(board_of(req), req->viewer->session, &PLAN_JOB, req->now, out);
}

void plan_desk_stop(const struct req *req)
{
    job_drop(board_of(req), req->viewer->session, &PLAN_JOB);
}
