/* Inside of plan: where offers lie, and what an ask sees of them. Only for plan*.c.
 *
 * Asks and offers are numbered here by area, kind and key ("place"): nothing depends on the order
 * of the cards, and what is looked at together lies together. An offer stands in the bucket of its
 * area once for each kind it serves. */
#ifndef AWN_MATCHING_PLAN_INNER_H
#define AWN_MATCHING_PLAN_INNER_H

#include "matching/plan.h"

#define PLAN_KINDS 32

/* One area with offers; its buckets are begin[0] … begin[PLAN_KINDS]. */
struct plan_area {
    uint32_t area;
    uint32_t begin[PLAN_KINDS + 1];
    int32_t price[PLAN_KINDS]; /* the lowest of a bucket's offers */
};

struct plan_way {
    uint32_t minutes; /* the longer of there and back */
    uint32_t at;      /* which plan_area */
};

struct plan_index {
    const struct plan_problem *problem;
    uint32_t *ask_card, *offer_card; /* place → number among the cards */
    struct fit_brief *offer;         /* of each place */
    struct plan_area *areas;
    size_t areas_n;
    uint32_t *offers; /* places, bucket by bucket */
    uint32_t kinds;   /* that any offer serves */

    struct plan_way *ways; /* from ways_from: nearest first, without those one cannot reach */
    size_t ways_n;
    uint32_t ways_from;
    bool ways_known;
};

/* ERR_INVALID: keys that are not all different. */
enum err plan_index_make(struct arena *a, const struct plan_problem *p, struct plan_index *out);

/* Ways from an area; remembers the last. */
void plan_index_from(struct plan_index *x, uint32_t area);

/* The lowest price of each bucket, of prices by place. */
void plan_index_prices(struct plan_index *x, const int32_t *offer_price);

struct plan_pick {
    int32_t gain, score, units;
    uint32_t offer; /* place */
    uint64_t tie;
};

struct plan_look {
    /* asked */
    const int32_t *offer_price; /* by place; NULL: all 0 */
    int32_t need_price;
    size_t budget, each; /* pairs to look at, and in one bucket */
    size_t most;         /* picks, ≤ PLAN_KEPT */
    unsigned round;      /* each round begins elsewhere in a bucket */
    bool (*known)(const void *with, uint32_t ask, uint32_t offer);
    const void *with;
    /* found: offers not known whose score is above both prices, most gain first */
    struct plan_pick pick[PLAN_KEPT];
    size_t n, looked;
    bool cut; /* not all that could matter was looked at */
};

void plan_index_look(struct plan_index *x, uint32_t ask, struct plan_look *look);

/* Why an ask has no candidate at all. */
void plan_index_why(struct plan_index *x, uint32_t ask, struct plan_unmet *out);

#endif
