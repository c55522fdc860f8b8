/* The judge. Shares nothing with what makes plans but the shapes in assign.h.
 *
 * Overflow: every product and sum is checked. For a plan of assign_read none can happen: value ≤
 * Σ slots · max score ≤ 2³¹ · 2²⁸ = 2⁵⁹; the two sums of prices are each ≤ 2³¹ · 2²⁹; and the units
 * of edges with score > u + v are all taken, so their sum is ≤ Σ slots and that term ≤ 2⁵⁹. */
#include "matching/assign.h"

static bool add_product(int64_t *sum, int64_t a, int64_t b)
{
    int64_t product;
    return !__builtin_mul_overflow(a, b, &product) && !__builtin_add_overflow(*sum, product, sum);
}

/* What slots or room remain after pinned and after all units; never below 0. */
struct left {
    int64_t pinned, planned;
};

static enum err take(const struct assign_problem *p, const struct assign_plan *plan,
                     struct left *need, struct left *offer)
{
    for (size_t e = 0; e < p->edges; e++) {
        const struct assign_edge *g = &p->edge[e];
        if (plan->least[e] < 0 || plan->units[e] < plan->least[e] ||
            plan->most[e] < plan->units[e] || g->most < plan->most[e])
            return ERR_INVALID;
        need[g->need].pinned += plan->least[e];
        need[g->need].planned += plan->units[e];
        offer[g->offer].pinned += plan->least[e];
        offer[g->offer].planned += plan->units[e];
    }
    return ERR_OK;
}

static enum err side(const int32_t *units, const struct left *taken, const int32_t *price, size_t n,
                     int64_t *bound)
{
    for (size_t i = 0; i < n; i++) {
        if (taken[i].planned > units[i] || price[i] < 0)
            return ERR_INVALID;
        if (!add_product(bound, units[i] - taken[i].pinned, price[i]))
            return ERR_TOO_LARGE;
    }
    return ERR_OK;
}

enum err assign_certify(struct arena *a, const struct assign_problem *p,
                        const struct assign_plan *plan)
{
    struct left *need = ARENA_ARRAY(a, struct left, p->needs);
    struct left *offer = ARENA_ARRAY(a, struct left, p->offers);
    int64_t value = 0, bound = 0;
    TRY(take(p, plan, need, offer));
    TRY(side(p->slots, need, plan->need_price, p->needs, &bound));
    TRY(side(p->room, offer, plan->offer_price, p->offers, &bound));
    for (size_t e = 0; e < p->edges; e++) {
        const struct assign_edge *g = &p->edge[e];
        int64_t r = (int64_t)g->score - plan->need_price[g->need] - plan->offer_price[g->offer];
        if (!add_product(&value, plan->units[e], g->score) ||
            !add_product(&bound, plan->least[e], g->score) ||
            (r > 0 && !add_product(&bound, plan->most[e] - plan->least[e], r)))
            return ERR_TOO_LARGE;
    }
    return value == plan->value && bound == plan->bound && value <= bound ? ERR_OK : ERR_INVALID;
}
