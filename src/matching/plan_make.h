/* Inside of plan: what is known while one is made. Only for plan*.c. */
#ifndef AWN_MATCHING_PLAN_MAKE_H
#define AWN_MATCHING_PLAN_MAKE_H

#include "matching/plan_inner.h"

#define PLAN_NONE UINT32_MAX

/* The candidates: edges between places, and each ask's own as a list. */
struct plan_edges {
    struct assign_edge *edge;
    uint32_t *next;  /* the ask's next candidate */
    uint32_t *first; /* of each ask; PLAN_NONE */
    size_t n, cap;
};

/* Tells a part of the whole; once told to stop it stays so. */
struct plan_progress {
    const struct assign_watch *outer;
    unsigned from, to, told;
    bool stopped;
};

struct making {
    const struct plan_problem *problem;
    struct arena *tmp;
    struct plan_index index;
    struct plan_edges edges;
    struct plan_progress progress;
    struct assign_watch watch; /* of the stage: tells `progress` */
    int32_t *slots, *room;     /* by place */
    uint32_t *ask_place;       /* card → place */
    uint32_t *fixed_edge;      /* of each fixed pair; PLAN_NONE: refused */
    int32_t *units;            /* of the first units_n edges, from the last round */
    size_t units_n;
    int32_t *need_price, *offer_price; /* from the last round; NULL: none yet */
    bool begun;
    struct plan *out;
};

/* Few enough that everything is looked at. */
bool plan_all_pairs(const struct plan_problem *p);

uint32_t plan_edges_add(struct making *m, struct assign_edge edge);

/* A handle in `a` with all candidates and what is fixed, planned (see assign_run). */
enum err plan_solve(struct making *m, struct arena *a, struct assign_problem *problem,
                    uint32_t within, struct assign **out);

/* m->units are the handle's then, but units of asks that cannot be split come from one offer, or
 * from none. */
enum err plan_round_whole(struct making *m, struct assign *s);

/* Pairs and who goes without. */
void plan_tell_result(struct making *m, struct arena *a, struct assign *s);

#endif
