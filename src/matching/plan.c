#include "matching/plan.h"

#include <string.h>

#include "matching/plan_make.h"

/* Where not all pairs can be looked at: how many an ask looks at in one area, in the first round
 * and in later ones, and how many later ones there are. Measured: twice as many find a hundredth
 * more. */
#define LOOK_EACH 16
#define LOOK_FIRST 64
#define LOOK_AGAIN 48
#define ROUNDS_LARGE 1
/* In the first round, points that a candidate loses for each ask that has it already and each unit
 * it has: else everybody would look for help at the same few. */
#define CROWD 40
/* Millionths: how near the best plan of the candidates. What asks that cannot be split push out is
 * planned once more afterwards, nearer (plan_whole.c). */
#define ROUGH 1000000
#define NEAR 5000
#define TELL_EACH 1024

/* ---- progress */

static bool tell(void *with, unsigned done)
{
    struct plan_progress *p = with;
    unsigned all = p->from + (p->to - p->from) * done / 1000;
    if (all > p->told)
        p->told = all;
    if (!p->stopped && p->outer && !p->outer->tell(p->outer->with, p->told))
        p->stopped = true;
    return !p->stopped;
}

static void stage(struct making *m, unsigned to)
{
    m->progress.from = m->progress.to;
    m->progress.to = to;
}

/* ---- candidates */

uint32_t plan_edges_add(struct making *m, struct assign_edge edge)
{
    struct plan_edges *e = &m->edges;
    if (e->n == e->cap) {
        size_t cap = e->cap + e->cap / 2 + 1024;
        struct assign_edge *more = ARENA_ARRAY(m->tmp, struct assign_edge, cap);
        uint32_t *next = ARENA_ARRAY(m->tmp, uint32_t, cap);
        if (e->n > 0) {
            memcpy(more, e->edge, e->n * sizeof *more);
            memcpy(next, e->next, e->n * sizeof *next);
        }
        e->edge = more;
        e->next = next;
        e->cap = cap;
    }
    e->edge[e->n] = edge;
    e->next[e->n] = e->first[edge.need];
    e->first[edge.need] = (uint32_t)e->n;
    return (uint32_t)e->n++;
}

static bool known(const void *with, uint32_t ask, uint32_t offer)
{
    const struct plan_edges *e = with;
    for (uint32_t k = e->first[ask]; k != PLAN_NONE; k = e->next[k])
        if (e->edge[k].offer == offer)
            return true;
    return false;
}

/* ---- the problem, by place */

static uint32_t *places(struct arena *a, const uint32_t *card, size_t n)
{
    uint32_t *place = ARENA_ARRAY(a, uint32_t, n);
    for (size_t i = 0; i < n; i++)
        place[card[i]] = (uint32_t)i;
    return place;
}

/* Cards without units take part as if they had one; no pair of theirs is allowed. */
static enum err count_units(struct arena *a, const struct fit_card *cards, const uint32_t *card,
                            size_t n, int32_t **out)
{
    int64_t sum = 0;
    *out = ARENA_ARRAY(a, int32_t, n);
    for (size_t i = 0; i < n; i++) {
        (*out)[i] = cards[card[i]].units > 0 ? cards[card[i]].units : 1;
        sum += (*out)[i];
    }
    return sum <= ASSIGN_UNITS_MAX ? ERR_OK : ERR_TOO_LARGE;
}

static enum err take_fixed(struct making *m)
{
    const struct plan_problem *p = m->problem;
    uint32_t *offer_place = places(m->tmp, m->index.offer_card, p->offers_n);
    for (size_t k = 0; k < p->fixed_n; k++) {
        const struct plan_fixed *x = &p->fixed[k];
        m->fixed_edge[k] = PLAN_NONE;
        if (x->ask >= p->asks_n || x->offer >= p->offers_n || x->units < 0 ||
            known(&m->edges, m->ask_place[x->ask], offer_place[x->offer]))
            return ERR_INVALID;
        struct fit f;
        fit_between(&p->asks[x->ask], &p->offers[x->offer], p->world, &f);
        m->out->refused[k] = f.broken;
        if (f.allowed)
            m->fixed_edge[k] =
                plan_edges_add(m, (struct assign_edge){m->ask_place[x->ask], offer_place[x->offer],
                                                       f.score, x->units > 0 ? f.units : 0});
    }
    return ERR_OK;
}

static enum err prepare(struct making *m)
{
    const struct plan_problem *p = m->problem;
    if (p->asks_n > ASSIGN_SIDE_MAX || p->offers_n > ASSIGN_SIDE_MAX)
        return ERR_TOO_LARGE;
    TRY(plan_index_make(m->tmp, p, &m->index));
    TRY(count_units(m->tmp, p->asks, m->index.ask_card, p->asks_n, &m->slots));
    TRY(count_units(m->tmp, p->offers, m->index.offer_card, p->offers_n, &m->room));
    m->ask_place = places(m->tmp, m->index.ask_card, p->asks_n);
    m->edges.first = ARENA_ARRAY(m->tmp, uint32_t, p->asks_n);
    memset(m->edges.first, 0xff, p->asks_n * sizeof *m->edges.first);
    m->fixed_edge = ARENA_ARRAY(m->tmp, uint32_t, p->fixed_n);
    return take_fixed(m);
}

/* ---- rounds */

struct looked {
    size_t added;
    bool cut; /* not all that matters was looked at */
};

bool plan_all_pairs(const struct plan_problem *p)
{
    return p->offers_n == 0 || p->asks_n <= PLAN_PAIRS_ALL / p->offers_n;
}

/* Worth nothing more to it: it lacks something, or nearly. */
static bool lacks(const struct making *m, uint32_t ask)
{
    return m->need_price && m->need_price[ask] == 0;
}

/* How many pairs asks look at that got less than they want: they look further every round. */
static size_t budget_lacking(const struct making *m, unsigned round)
{
    size_t lacking = 0;
    for (uint32_t i = 0; i < m->problem->asks_n; i++)
        lacking += lacks(m, i);
    size_t share = PLAN_PAIRS_ALL / (lacking + 1), most = (size_t)LOOK_AGAIN << (2 * round);
    return share < LOOK_AGAIN ? LOOK_AGAIN : share < most ? share : most;
}

static void look_one(struct making *m, uint32_t ask, struct plan_look *look, int32_t *crowd,
                     struct looked *sum)
{
    plan_index_look(&m->index, ask, look);
    m->out->looked += look->looked;
    sum->cut = sum->cut || look->cut;
    sum->added += look->n;
    for (size_t k = 0; k < look->n; k++) {
        const struct plan_pick *pick = &look->pick[k];
        plan_edges_add(m, (struct assign_edge){ask, pick->offer, pick->score, pick->units});
        if (crowd)
            crowd[pick->offer] += CROWD * pick->units / m->room[pick->offer];
    }
}

static struct looked look_all(struct making *m, unsigned round)
{
    const struct plan_problem *p = m->problem;
    struct looked sum = {0};
    bool all = plan_all_pairs(p);
    int32_t *crowd = round == 0 ? ARENA_ARRAY(m->tmp, int32_t, p->offers_n) : NULL;
    struct plan_look look = {.offer_price = crowd ? crowd : m->offer_price,
                             .round = round,
                             .each = all ? SIZE_MAX : (size_t)LOOK_EACH << 2 * round,
                             .most = round == 0 ? PLAN_KEPT : PLAN_ADDED,
                             .known = known,
                             .with = &m->edges};
    size_t far = round == 0 ? LOOK_FIRST : budget_lacking(m, round);
    if (m->offer_price)
        plan_index_prices(&m->index, m->offer_price);
    for (size_t i = 0; i < p->asks_n && !m->progress.stopped; i++) {
        uint32_t ask = (uint32_t)i;
        look.need_price = m->need_price ? m->need_price[ask] : 0;
        look.budget = all ? SIZE_MAX : round == 0 || lacks(m, ask) ? far : LOOK_AGAIN;
        look_one(m, ask, &look, crowd, &sum);
        if (i % TELL_EACH == 0)
            tell(&m->progress, (unsigned)(i * 1000 / p->asks_n));
    }
    return sum;
}

enum err plan_solve(struct making *m, struct arena *a, struct assign_problem *problem,
                    uint32_t within, struct assign **out)
{
    const struct plan_problem *p = m->problem;
    *problem = (struct assign_problem){.needs = p->asks_n,
                                       .offers = p->offers_n,
                                       .edges = m->edges.n,
                                       .slots = m->slots,
                                       .room = m->room,
                                       .edge = m->edges.edge};
    TRY(assign_open(a, problem, out));
    for (size_t k = 0; k < p->fixed_n; k++) {
        if (m->fixed_edge[k] == PLAN_NONE || p->fixed[k].units == 0)
            continue;
        const struct fit_card *ask = &p->asks[p->fixed[k].ask];
        bool all = ask->whole && ask->units > p->fixed[k].units;
        enum err err = assign_pin(*out, m->fixed_edge[k], all ? ask->units : p->fixed[k].units);
        if (err == ERR_CONFLICT)
            m->out->refused[k] = PLAN_FULL;
        else if (err != ERR_OK)
            return err;
    }
    if (m->units_n == m->edges.n && m->offer_price && within == 0)
        TRY(assign_resume(*out, m->units, m->units_n, m->offer_price));
    assign_run(*out, within, &m->watch);
    return ERR_OK;
}

static enum err solve_round(struct making *m)
{
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
    struct assign_problem problem;
    struct assign *s;
    struct assign_plan plan;
    /* Of many, only prices are wanted: the auction's will do. */
    TRY(plan_solve(m, a, &problem, plan_all_pairs(m->problem) ? 0 : ROUGH, &s));
    assign_read(s, a, &plan);
    m->units = arena_copy(m->tmp, plan.units, m->edges.n * sizeof *plan.units);
    m->units_n = m->edges.n;
    m->need_price = arena_copy(m->tmp, plan.need_price, problem.needs * sizeof(int32_t));
    m->offer_price = arena_copy(m->tmp, plan.offer_price, problem.offers * sizeof(int32_t));
    m->out->value = plan.value;
    return ERR_OK;
}

/* Until no pair that was looked at would make the plan better. */
static enum err search(struct making *m)
{
    unsigned rounds = plan_all_pairs(m->problem) ? PLAN_ROUNDS : ROUNDS_LARGE;
    stage(m, 200);
    look_all(m, 0);
    stage(m, 500);
    TRY(solve_round(m));
    for (unsigned round = 1; round <= rounds && !m->progress.stopped; round++) {
        unsigned left = 900 - m->progress.to;
        stage(m, m->progress.to + left / 4);
        struct looked found = look_all(m, round);
        m->out->every = found.added == 0 && !found.cut && !m->progress.stopped;
        /* After the last of few rounds comes the plan that stays. */
        if (found.added == 0 || (!plan_all_pairs(m->problem) && round == rounds))
            break;
        stage(m, m->progress.to + left / 4);
        TRY(solve_round(m));
    }
    return ERR_OK;
}

/* The plan that stays: what the rounds knew moves into the caller's arena. */
static enum err finish(struct making *m, struct arena *a)
{
    struct plan *out = m->out;
    struct assign_problem *problem = ARENA_NEW(a, struct assign_problem);
    struct assign_plan plan;
    m->edges.edge = arena_copy(a, m->edges.edge, m->edges.n * sizeof *m->edges.edge);
    m->slots = arena_copy(a, m->slots, m->problem->asks_n * sizeof *m->slots);
    m->room = arena_copy(a, m->room, m->problem->offers_n * sizeof *m->room);
    stage(m, 950);
    TRY(plan_solve(m, a, problem, plan_all_pairs(m->problem) ? 0 : NEAR, &out->inner));
    assign_read(out->inner, m->tmp, &plan);
    out->bound = plan.bound;
    stage(m, 1000);
    TRY(plan_round_whole(m, out->inner));
    out->exact = plan_all_pairs(m->problem);
    out->candidates = m->edges.n;
    out->stopped = m->progress.stopped;
    plan_tell_result(m, a, out->inner);
    return ERR_OK;
}

enum err plan_make(struct arena *a, const struct plan_problem *p, const struct assign_watch *watch,
                   struct plan **out)
{
    ARENA_LOCAL struct arena *tmp = arena_create(ARENA_PLAIN, 0);
    struct making m = {.problem = p, .tmp = tmp, .progress = {.outer = watch}};
    m.watch = (struct assign_watch){tell, &m.progress};
    m.out = ARENA_NEW(a, struct plan);
    m.out->refused = ARENA_ARRAY(a, uint32_t, p->fixed_n);
    TRY(prepare(&m));
    TRY(search(&m));
    TRY(finish(&m, a));
    *out = m.out;
    return ERR_OK;
}

enum err plan_cost(struct plan *plan, size_t pair, int64_t *out)
{
    if (pair >= plan->pairs || plan->stopped || !plan->exact)
        return ERR_INVALID;
    return assign_cost(plan->inner, plan->pair[pair].candidate, ASSIGN_FORBID, out);
}
