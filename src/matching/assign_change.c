/* Changes to a plan, and what they cost. A change leaves the invariant in place (assign_inner.h)
 * and at most some units left over at a price; the next run starts from there. */
#include <assert.h>

#include "matching/assign_inner.h"

static int32_t *pinned_of(struct assign *s, uint32_t cell)
{
    if (!s->pinned)
        s->pinned = ARENA_ARRAY(s->arena, int32_t, s->edges);
    return &s->pinned[cell];
}

static uint32_t need_of(const struct assign *s, size_t e)
{
    uint32_t i = s->problem->edge[e].need;
    return s->need_place ? s->need_place[i] : i;
}

static void put_back(struct assign *s, uint32_t need, uint32_t cell, int32_t units)
{
    s->flows[cell].x -= units;
    s->spare[need] += units;
    s->spare[s->needs + s->cells[cell].offer] += units;
}

/* Takes units from a need's own plan, the least worth first, until `want` are to spare. */
static void free_need(struct assign *s, uint32_t need, int32_t want)
{
    for (uint32_t k = s->cells_of[need + 1]; k > s->cells_of[need] && s->spare[need] < want; k--) {
        int32_t lack = want - s->spare[need], x = s->flows[k - 1].x;
        put_back(s, need, k - 1, x < lack ? x : lack);
    }
}

static void free_offer(struct assign *s, uint32_t offer, int32_t want)
{
    int32_t *spare = &s->spare[s->needs + offer];
    for (uint32_t k = s->backs_of[offer + 1]; k > s->backs_of[offer] && *spare < want; k--) {
        const struct back *b = &s->backs[k - 1];
        int32_t lack = want - *spare, x = s->flows[b->cell].x;
        if (x == 0)
            continue;
        put_back(s, b->need, b->cell, x < lack ? x : lack);
        if (s->started)
            assign_fit_need(s, b->need);
    }
}

enum err assign_pin(struct assign *s, size_t e, int32_t units)
{
    if (e >= s->edges || units < 0)
        return ERR_INVALID;
    uint32_t k = s->edge_cell[e], i = need_of(s, e), j = s->cells[k].offer;
    int32_t *pinned = pinned_of(s, k);
    int32_t more = units - *pinned;
    struct flow *f = &s->flows[k];
    if (more > f->most || more > s->slots[i] || more > s->room[j])
        return ERR_CONFLICT;
    /* Units that are there already only change their name; so do units that are let go. */
    int32_t there = more < f->x ? more : f->x;
    f->x -= there;
    free_need(s, i, more - there);
    free_offer(s, j, more - there);
    s->spare[i] -= more - there;
    s->spare[s->needs + j] -= more - there;
    f->most -= more;
    s->slots[i] -= more;
    s->room[j] -= more;
    *pinned = units;
    if (s->started)
        assign_fit_need(s, i);
    return ERR_OK;
}

enum err assign_limit(struct assign *s, size_t e, int32_t units)
{
    if (e >= s->edges || units < 0)
        return ERR_INVALID;
    const struct assign_edge *g = &s->problem->edge[e];
    uint32_t k = s->edge_cell[e], i = need_of(s, e);
    int32_t pinned = s->pinned ? s->pinned[k] : 0, most = g->most < units ? g->most : units;
    if (most < pinned)
        return ERR_CONFLICT;
    if (s->problem->slots[g->need] < most)
        most = s->problem->slots[g->need];
    if (s->problem->room[g->offer] < most)
        most = s->problem->room[g->offer];
    struct flow *f = &s->flows[k];
    f->most = most - pinned;
    if (f->x > f->most)
        put_back(s, i, k, f->x - f->most);
    if (s->started)
        assign_fit_need(s, i);
    return ERR_OK;
}

enum err assign_resume(struct assign *s, const int32_t *units, size_t n, const int32_t *offer_price)
{
    const struct assign_problem *p = s->problem;
    if (s->started || n > s->edges)
        return ERR_INVALID;
    for (size_t j = 0; j < p->offers; j++) {
        int32_t v = offer_price[j] < s->score_max ? offer_price[j] : s->score_max;
        if (v < 0)
            return ERR_INVALID;
        s->price[s->needs + (s->offer_place ? s->offer_place[j] : j)] = v;
    }
    for (size_t e = 0; e < n; e++) {
        uint32_t k = s->edge_cell[e], i = need_of(s, e);
        int32_t x = units[e] - (s->pinned ? s->pinned[k] : 0);
        if (x < 0 || x > s->flows[k].most || x > s->spare[i] ||
            x > s->spare[s->needs + s->cells[k].offer])
            return ERR_INVALID;
        put_back(s, i, k, -x);
    }
    for (uint32_t i = 0; i < s->needs; i++)
        assign_fit_need(s, i);
    s->started = true;
    return ERR_OK;
}

int64_t assign_cost_least(const struct assign *s, size_t e, enum assign_change change)
{
    assert(e < s->edges);
    uint32_t k = s->edge_cell[e];
    int32_t r =
        s->cells[k].score - s->price[need_of(s, e)] - s->price[s->needs + s->cells[k].offer];
    switch (change) {
    case ASSIGN_FORCE:
        return r < 0 ? -(int64_t)r : 0;
    case ASSIGN_FORBID:
        return r > 0 ? (int64_t)r * s->flows[k].x : 0;
    }
    return 0;
}

enum err assign_cost(struct assign *s, size_t e, enum assign_change change, int64_t *out)
{
    if (e >= s->edges)
        return ERR_INVALID;
    uint32_t k = s->edge_cell[e];
    int32_t pinned = *pinned_of(s, k), most = s->flows[k].most + pinned;
    int64_t before = assign_value(s);
    switch (change) {
    case ASSIGN_FORCE:
        TRY(assign_pin(s, e, pinned + s->flows[k].x + 1));
        assign_settle(s, 0);
        *out = before - assign_value(s);
        TRY(assign_pin(s, e, pinned));
        break;
    case ASSIGN_FORBID:
        if (pinned > 0)
            return ERR_CONFLICT;
        TRY(assign_limit(s, e, 0));
        assign_settle(s, 0);
        *out = before - assign_value(s);
        TRY(assign_limit(s, e, most));
        break;
    }
    assign_settle(s, 0);
    return ERR_OK;
}
