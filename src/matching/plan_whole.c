/* Asks that cannot be split, after planning as if they could. */
#include <stdlib.h>

#include "matching/plan_make.h"

#define PASSES_FREE 6 /* then what is whole already may not be broken up again */
#define NEAR 1500     /* of many: millionths that the rest may lack of its best */

static const struct fit_card *card_of(const struct making *m, uint32_t ask)
{
    return &m->problem->asks[m->index.ask_card[ask]];
}

struct served {
    int32_t units, most; /* in all; of one offer */
    int32_t best;        /* score of the best that has any */
    uint32_t edge;       /* which has most; PLAN_NONE: none */
};

static struct served served(const struct making *m, uint32_t ask, const int32_t *units)
{
    struct served s = {.edge = PLAN_NONE};
    for (uint32_t k = m->edges.first[ask]; k != PLAN_NONE; k = m->edges.next[k]) {
        if (units[k] == 0)
            continue;
        s.units += units[k];
        if (m->edges.edge[k].score > s.best)
            s.best = m->edges.edge[k].score;
        if (units[k] > s.most) {
            s.most = units[k];
            s.edge = k;
        }
    }
    return s;
}

/* All units from this offer. */
static bool hold(struct assign *s, uint32_t edge, int32_t units)
{
    return assign_pin(s, edge, units) == ERR_OK;
}

/* From the offer that gave it most, else from its next best, else from nobody. */
static enum err make_whole(struct making *m, struct assign *s, uint32_t ask, uint32_t first)
{
    int32_t units = card_of(m, ask)->units, below = INT32_MAX;
    if (hold(s, first, units))
        return ERR_OK;
    for (;;) {
        int32_t best = 0;
        for (uint32_t k = m->edges.first[ask]; k != PLAN_NONE; k = m->edges.next[k])
            if (m->edges.edge[k].score < below && m->edges.edge[k].score > best)
                best = m->edges.edge[k].score;
        if (best == 0)
            break;
        for (uint32_t k = m->edges.first[ask]; k != PLAN_NONE; k = m->edges.next[k])
            if (m->edges.edge[k].score == best && hold(s, k, units))
                return ERR_OK;
        below = best;
    }
    for (uint32_t k = m->edges.first[ask]; k != PLAN_NONE; k = m->edges.next[k])
        TRY(assign_limit(s, k, 0));
    return ERR_OK;
}

struct broken {
    uint32_t ask, edge;
    int32_t score;
};

/* Who counts most first; then by key. */
static int by_score(const void *one, const void *other)
{
    const struct broken *a = one, *b = other;
    if (a->score != b->score)
        return a->score > b->score ? -1 : 1;
    return a->ask < b->ask ? -1 : a->ask > b->ask;
}

static enum err pass(struct making *m, struct assign *s, struct broken *broken, bool keep,
                     size_t *out)
{
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
    struct assign_plan plan;
    size_t n = 0;
    assign_read(s, a, &plan);
    for (uint32_t i = 0; i < m->problem->asks_n; i++) {
        const struct fit_card *card = card_of(m, i);
        if (!card->whole || card->units < 2)
            continue;
        struct served got = served(m, i, plan.units);
        if (got.edge == PLAN_NONE)
            continue;
        if (got.most < card->units)
            broken[n++] = (struct broken){i, got.edge, got.best};
        else if (keep)
            TRY(assign_pin(s, got.edge, card->units));
    }
    qsort(broken, n, sizeof *broken, by_score);
    for (size_t k = 0; k < n; k++)
        TRY(make_whole(m, s, broken[k].ask, broken[k].edge));
    *out = n;
    return ERR_OK;
}

/* With the rest planned anew after each pass, as long as that takes no time. Of many, what is whole
 * stays so at once, and what was pushed out is planned anew a single time. */
static enum err plan_again(struct making *m, struct assign *s)
{
    bool all = plan_all_pairs(m->problem);
    struct broken *broken = ARENA_ARRAY(m->tmp, struct broken, m->problem->asks_n);
    for (unsigned turn = 0; !m->progress.stopped && (all || turn < PASSES_FREE); turn++) {
        size_t n = 0;
        TRY(pass(m, s, broken, !all || turn >= PASSES_FREE, &n));
        if (n == 0)
            break;
        if (all)
            assign_run(s, 0, &m->watch);
    }
    if (!all && !m->progress.stopped)
        assign_run(s, NEAR, &m->watch);
    return ERR_OK;
}

/* ---- what is split after all: by hand, without moving what others have */

struct left {
    int32_t *ask, *offer; /* units that are to spare */
};

static void give(struct making *m, struct left *left, uint32_t edge, int32_t units)
{
    m->units[edge] += units;
    left->ask[m->edges.edge[edge].need] -= units;
    left->offer[m->edges.edge[edge].offer] -= units;
}

/* The ask's best candidate that can give `least` more; PLAN_NONE. */
static uint32_t best_left(const struct making *m, const struct left *left, uint32_t ask,
                          int32_t least)
{
    uint32_t best = PLAN_NONE;
    for (uint32_t k = m->edges.first[ask]; k != PLAN_NONE; k = m->edges.next[k]) {
        const struct assign_edge *e = &m->edges.edge[k];
        if (e->most - m->units[k] < least || left->offer[e->offer] < least)
            continue;
        const struct assign_edge *than = best == PLAN_NONE ? NULL : &m->edges.edge[best];
        if (!than || e->score > than->score || (e->score == than->score && e->offer < than->offer))
            best = k;
    }
    return best;
}

static int32_t lesser(int32_t a, int32_t b)
{
    return a < b ? a : b;
}

static void fill(struct making *m, struct left *left, uint32_t ask)
{
    while (left->ask[ask] > 0) {
        uint32_t k = best_left(m, left, ask, 1);
        if (k == PLAN_NONE)
            return;
        const struct assign_edge *e = &m->edges.edge[k];
        give(m, left, k,
             lesser(left->ask[ask], lesser(e->most - m->units[k], left->offer[e->offer])));
    }
}

static void by_hand(struct making *m)
{
    size_t asks = m->problem->asks_n, n = 0;
    struct broken *broken = ARENA_ARRAY(m->tmp, struct broken, asks);
    struct left left = {arena_copy(m->tmp, m->slots, asks * sizeof *m->slots),
                        arena_copy(m->tmp, m->room, m->problem->offers_n * sizeof *m->room)};
    for (uint32_t k = 0; k < m->edges.n; k++) {
        left.ask[m->edges.edge[k].need] -= m->units[k];
        left.offer[m->edges.edge[k].offer] -= m->units[k];
    }
    for (uint32_t i = 0; i < asks; i++) {
        struct served got = served(m, i, m->units);
        if (!card_of(m, i)->whole || got.edge == PLAN_NONE || got.most == m->slots[i])
            continue;
        broken[n++] = (struct broken){i, got.edge, got.best};
        for (uint32_t k = m->edges.first[i]; k != PLAN_NONE; k = m->edges.next[k])
            give(m, &left, k, -m->units[k]);
    }
    qsort(broken, n, sizeof *broken, by_score);
    for (size_t k = 0; k < n; k++) {
        uint32_t edge = best_left(m, &left, broken[k].ask, m->slots[broken[k].ask]);
        if (edge != PLAN_NONE)
            give(m, &left, edge, m->slots[broken[k].ask]);
    }
    for (uint32_t i = 0; i < asks; i++)
        if (!card_of(m, i)->whole)
            fill(m, &left, i);
}

enum err plan_round_whole(struct making *m, struct assign *s)
{
    struct assign_plan plan;
    TRY(plan_again(m, s));
    assign_read(s, m->tmp, &plan);
    m->units = plan.units;
    by_hand(m);
    return ERR_OK;
}
