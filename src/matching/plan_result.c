/* What a plan says: pairs, and who goes without. */
#include "matching/plan_make.h"

/* The best score an ask's candidates could have given it; 0: none. */
static int32_t best_of(const struct making *m, uint32_t ask)
{
    int32_t best = 0;
    for (uint32_t k = m->edges.first[ask]; k != PLAN_NONE; k = m->edges.next[k])
        if (m->edges.edge[k].most > 0 && m->edges.edge[k].score > best)
            best = m->edges.edge[k].score;
    return best;
}

static bool first_of(const struct assign_edge *a, const struct assign_edge *b)
{
    return a->score != b->score ? a->score > b->score : a->offer < b->offer;
}

/* The pairs of one ask, best first. */
static void add_pairs(struct making *m, struct assign *s, const struct assign_plan *plan,
                      uint32_t ask)
{
    struct plan *out = m->out;
    size_t from = out->pairs;
    int32_t best = best_of(m, ask);
    for (uint32_t k = m->edges.first[ask]; k != PLAN_NONE; k = m->edges.next[k]) {
        const struct assign_edge *e = &m->edges.edge[k];
        if (m->units[k] == 0)
            continue;
        size_t at = out->pairs++;
        for (; at > from && first_of(e, &m->edges.edge[out->pair[at - 1].candidate]); at--)
            out->pair[at] = out->pair[at - 1];
        out->pair[at] = (struct plan_pair){.ask = m->index.ask_card[ask],
                                           .offer = m->index.offer_card[e->offer],
                                           .units = m->units[k],
                                           .score = e->score,
                                           .best = best,
                                           .wanted = plan->offer_price[e->offer],
                                           .cost = assign_cost_least(s, k, ASSIGN_FORBID),
                                           .candidate = k};
    }
}

static int32_t missing(const struct making *m, uint32_t ask)
{
    int32_t units = m->problem->asks[m->index.ask_card[ask]].units;
    for (uint32_t k = m->edges.first[ask]; k != PLAN_NONE; k = m->edges.next[k])
        units -= m->units[k];
    return units;
}

static struct plan_unmet explain(struct making *m, uint32_t ask, int32_t units)
{
    struct plan_unmet u = {.ask = m->index.ask_card[ask], .units = units};
    if (best_of(m, ask) > 0)
        u.why = PLAN_TAKEN;
    else if (m->edges.first[ask] != PLAN_NONE)
        u.why = PLAN_FORBIDDEN;
    else
        plan_index_why(&m->index, ask, &u);
    return u;
}

void plan_tell_result(struct making *m, struct arena *a, struct assign *s)
{
    const struct plan_problem *p = m->problem;
    struct plan *out = m->out;
    struct assign_plan plan;
    size_t pairs = 0;
    assign_read(s, m->tmp, &plan);
    out->value = 0;
    for (size_t k = 0; k < m->edges.n; k++) {
        pairs += m->units[k] > 0;
        out->value += (int64_t)m->units[k] * m->edges.edge[k].score;
    }
    out->pair = ARENA_ARRAY(a, struct plan_pair, pairs);
    struct plan_unmet *all = ARENA_ARRAY(m->tmp, struct plan_unmet, p->asks_n);
    for (uint32_t ask = 0; ask < p->asks_n; ask++) { /* area by area, for the ways */
        int32_t units = missing(m, ask);
        if (units > 0)
            all[m->index.ask_card[ask]] = explain(m, ask, units);
        out->unmets += units > 0;
    }
    out->unmet = ARENA_ARRAY(a, struct plan_unmet, out->unmets);
    for (size_t i = 0, n = 0; i < p->asks_n; i++) {
        add_pairs(m, s, &plan, m->ask_place[i]);
        if (all[i].units > 0)
            out->unmet[n++] = all[i];
    }
}
