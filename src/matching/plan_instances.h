/* Cards of a made-up network, for tests and for the bench. Tests only. */
#ifndef AWN_MATCHING_PLAN_INSTANCES_H
#define AWN_MATCHING_PLAN_INSTANCES_H

#include "base/rand.h"
#include "matching/plan.h"

/* Areas lie on a square, some ten minutes apart; one in twenty is cut off from one other. */
struct plan_land {
    uint32_t areas;
    uint16_t *minutes; /* from × areas + to; UINT16_MAX: no way */
};

struct plan_land plan_land_make(struct arena *a, uint32_t areas, struct rng *r);

struct fit_world plan_land_world(const struct plan_land *land);

/* n asks or offers: a dozen kinds, of which three are two thirds of all; most people in few areas;
 * few limits; up to `units` each, one ask in five cannot be split; times within a week of
 * the world's now. */
struct fit_card *plan_cards(struct arena *a, enum fit_side side, size_t n,
                            const struct plan_land *land, int32_t units, struct rng *r);

#endif
