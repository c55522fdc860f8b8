/* Inside of assign: how the problem lies in memory. Only for assign*.c.
 *
 * Needs and offers are renumbered (by key), a need's cells stand together, best score first, and so
 * do an offer's backs: whoever looks for something better than d stops at the first score that
 * cannot reach it.
 *
 * Invariants between two stages: `spare` of a need (offer) is what its cells leave of its slots
 * (room), pinned units taken out of slots, room, x and most alike. After assign_fit_need also,
 * with r = score − u − v:   x < most → r ≤ 0,   x > 0 → r ≥ 0,   u, v ≥ 0.
 * The plan is the best when moreover  spare > 0 → price = 0  on both sides.
 */
#ifndef AWN_MATCHING_ASSIGN_INNER_H
#define AWN_MATCHING_ASSIGN_INNER_H

#include "matching/assign.h"

struct cell {
    uint32_t offer;
    int32_t score;
};

struct flow {
    int32_t x, most;
};

struct back {
    uint32_t need;
    uint32_t cell;
    int32_t score;
};

/* What a search knows of a node: needs first, then offers. */
struct mark {
    int32_t dist;
    uint32_t seen;   /* 2 · search: reached, one more: settled */
    uint32_t cell;   /* by which it was reached */
    uint32_t before; /* from which node */
};

struct waiting {
    int32_t dist;
    uint32_t node;
};

struct assign {
    const struct assign_problem *problem;
    struct arena *arena;
    uint32_t needs, offers, edges;
    uint32_t *need_place, *offer_place; /* the problem's number → ours; NULL: the same */
    uint32_t *edge_cell;                /* the problem's edge → its cell */
    uint32_t *cells_of;                 /* needs + 1 */
    uint32_t *backs_of;                 /* offers + 1 */
    struct cell *cells;
    struct flow *flows; /* of each cell */
    struct back *backs;
    int32_t *slots, *room; /* without what is pinned */
    int32_t *spare;        /* of needs, then of offers */
    int32_t *price;        /* u of needs, then v of offers */
    int32_t *pinned;       /* of each cell; NULL: none yet */
    int32_t score_max;
    bool started; /* the auction is over */

    struct mark *marks; /* of searches */
    uint32_t search;
    uint32_t *stack, *settled;
    struct waiting *heap;
    size_t heap_n, heap_cap;

    int64_t value, gap;               /* of the plan, while it is settled: see assign_settle */
    const struct assign_watch *watch; /* of the run */
    unsigned told;
    bool stopped;
};

/* Coarse prices and a plan that nearly fits them. */
void assign_auction(struct assign *s, int32_t eps);

/* Lowers offers' prices towards what their holders would pay, so many times. */
void assign_refine(struct assign *s, unsigned sweeps);

/* Gives a need the lowest price at which nothing more is wanted, and takes back units that are
 * worth less: the invariant holds for its cells. */
void assign_fit_need(struct assign *s, uint32_t need);

/* Augments until the gap (given the invariant: what is left over, at its price) is at most so many
 * millionths of the bound, or until stopped. */
void assign_settle(struct assign *s, uint32_t within);

/* Σ score · units, pinned ones too. */
int64_t assign_value(const struct assign *s);

/* Reports progress; true: stop. */
bool assign_tell(struct assign *s, unsigned done);

#endif
