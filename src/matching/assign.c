#include "matching/assign.h"

#include <string.h>

#include "matching/assign_inner.h"

/* Measured: a finer auction costs more than the searches it saves, a coarser one less than it
 * lengthens them; what is fine depends on how far the scores of one need lie apart, not on how high
 * they are. Four sweeps of refining halve the searches. */
#define COARSE 8   /* an auction's step is how far they lie apart ÷ this … */
#define FINEST 256 /* … and no less than the best score ÷ this, or prices of equals creep */
#define FIRST 6    /* a first auction's step is so many of the second's */
#define SWEEPS 4

bool assign_tell(struct assign *s, unsigned done)
{
    if (done > s->told)
        s->told = done;
    if (s->watch && !s->watch->tell(s->watch->with, s->told))
        s->stopped = true;
    return s->stopped;
}

/* One sweep: a holder that would rather have something else is offered a lower price. */
static void refine(struct assign *s, int32_t *lowest)
{
    int32_t *v = s->price + s->needs;
    memcpy(lowest, v, s->offers * sizeof *v);
    for (uint32_t i = 0; i < s->needs; i++) {
        int32_t u = 0;
        uint32_t to = s->cells_of[i + 1];
        for (uint32_t k = s->cells_of[i]; k < to && s->cells[k].score > u; k++) {
            int32_t gain = s->cells[k].score - v[s->cells[k].offer];
            if (gain > u && s->flows[k].x < s->flows[k].most)
                u = gain;
        }
        for (uint32_t k = s->cells_of[i]; k < to; k++) {
            const struct cell *c = &s->cells[k];
            if (s->flows[k].x > 0 && c->score - u < lowest[c->offer])
                lowest[c->offer] = c->score > u ? c->score - u : 0;
        }
    }
    memcpy(v, lowest, s->offers * sizeof *v);
}

static int32_t step(const struct assign *s)
{
    int64_t apart = 0;
    for (uint32_t i = 0; i < s->needs; i++)
        if (s->cells_of[i] < s->cells_of[i + 1])
            apart += s->cells[s->cells_of[i]].score - s->cells[s->cells_of[i + 1] - 1].score;
    int64_t eps = s->needs > 0 ? apart / s->needs / COARSE : 0;
    return (eps > s->score_max / FINEST ? (int32_t)eps : s->score_max / FINEST) + 1;
}

/* Nobody holds anything, but prices stay a step below where they were: the next auction is short.
 */
static void start_over(struct assign *s, int32_t eps)
{
    for (uint32_t k = 0; k < s->edges; k++)
        s->flows[k].x = 0;
    for (uint32_t j = s->needs; j < s->needs + s->offers; j++)
        s->price[j] = s->spare[j] == 0 && s->price[j] > eps ? s->price[j] - eps : 0;
    memcpy(s->spare, s->slots, (s->needs + s->offers) * sizeof *s->spare);
}

static void begin(struct assign *s, bool rough)
{
    ARENA_LOCAL struct arena *tmp = arena_create(ARENA_PLAIN, 0);
    int32_t *lowest = ARENA_ARRAY(tmp, int32_t, s->offers), eps = step(s);
    assign_auction(s, eps * FIRST);
    for (unsigned k = 0; k < SWEEPS; k++)
        refine(s, lowest);
    if (!rough) {
        start_over(s, eps);
        assign_auction(s, eps);
    }
    for (unsigned k = 0; k < SWEEPS && !rough; k++)
        refine(s, lowest);
    for (uint32_t i = 0; i < s->needs; i++)
        assign_fit_need(s, i);
    s->started = true;
}

void assign_run(struct assign *s, uint32_t within, const struct assign_watch *watch)
{
    s->watch = watch;
    s->told = 0;
    s->stopped = false;
    if (!s->started)
        begin(s, within >= 1000000); /* anything will do */
    assign_settle(s, within);
    if (!s->stopped)
        assign_tell(s, 1000);
    s->watch = NULL;
    s->stopped = false;
}

int64_t assign_value(const struct assign *s)
{
    int64_t sum = 0;
    for (uint32_t k = 0; k < s->edges; k++)
        sum += (int64_t)(s->flows[k].x + (s->pinned ? s->pinned[k] : 0)) * s->cells[k].score;
    return sum;
}

/* ---- the plan */

static uint32_t place(const uint32_t *places, size_t i)
{
    return places ? places[i] : (uint32_t)i;
}

static void read_prices(const struct assign *s, struct assign_plan *out)
{
    const struct assign_problem *p = s->problem;
    for (size_t i = 0; i < p->needs; i++) {
        uint32_t at = place(s->need_place, i);
        out->need_price[i] = s->price[at];
        out->bound += (int64_t)s->slots[at] * s->price[at];
    }
    for (size_t j = 0; j < p->offers; j++) {
        uint32_t at = place(s->offer_place, j);
        out->offer_price[j] = s->price[s->needs + at];
        out->bound += (int64_t)s->room[at] * s->price[s->needs + at];
    }
}

void assign_read(const struct assign *s, struct arena *a, struct assign_plan *out)
{
    const struct assign_problem *p = s->problem;
    *out = (struct assign_plan){
        .units = ARENA_ARRAY(a, int32_t, p->edges),
        .least = ARENA_ARRAY(a, int32_t, p->edges),
        .most = ARENA_ARRAY(a, int32_t, p->edges),
        .need_price = ARENA_ARRAY(a, int32_t, p->needs),
        .offer_price = ARENA_ARRAY(a, int32_t, p->offers),
    };
    read_prices(s, out);
    for (size_t e = 0; e < p->edges; e++) {
        uint32_t k = s->edge_cell[e];
        int32_t pinned = s->pinned ? s->pinned[k] : 0;
        int32_t r = p->edge[e].score - out->need_price[p->edge[e].need] -
                    out->offer_price[p->edge[e].offer];
        out->least[e] = pinned;
        out->units[e] = s->flows[k].x + pinned;
        out->most[e] = s->flows[k].most + pinned;
        out->value += (int64_t)out->units[e] * p->edge[e].score;
        out->bound += (int64_t)pinned * p->edge[e].score;
        if (r > 0)
            out->bound += (int64_t)r * s->flows[k].most;
    }
}
