/* One button: all open asks against all offers, as a proposal that says what each choice cost.
 *
 * Purpose: asks and offers are cards (fit.h); the plan gives offers' units to asks so that
 * Σ score · units is greatest. Limits are never weighed: a pair that fit_between does not allow is
 * never planned, not even when somebody fixed it.
 *
 * How: 100,000 × 100,000 pairs are never looked at all. Offers lie by area and kind; an ask sees
 * the nearest first, each ask beginning elsewhere in a crowd so that not all want the same ten, and
 * keeps its best few as candidates (assign.h plans those, exactly). Then the plan's prices tell
 * which pairs not kept would make it better; those become candidates too and the plan goes on from
 * where it is (column generation: Ford and Fulkerson, "A suggested computation for maximal
 * multi-commodity network flows", Management Science 5, 1958). When an ask has looked at every
 * offer that could still matter and none is better, the plan is the best of all pairs there are:
 * `every`. Up to PLAN_PAIRS_ALL pairs there is no limit to looking, so that is the rule, and the
 * plan is the best of its candidates exactly. Above, an ask looks at some dozens a round, there are
 * two rounds, and the plan is near the best of the candidates: how near, `bound` says (measured at
 * 100,000 asks and offers: within a hundredth, asks that cannot be split counted in).
 *
 * Asks that cannot be split (`whole`) get all their units from one offer or none. That makes the
 * question hard in theory, so they are rounded: planned as if they could be split, then held at one
 * offer and the rest planned anew (above PLAN_PAIRS_ALL only once, and what is split after that is
 * given out again without moving others). `bound − value` says how much better a plan could be at
 * most: of all pairs when `every`, else of the candidates.
 *
 * The same cards give the same plan, whatever their order (keys all different; ties by key).
 * Memory: at most PLAN_KEPT + PLAN_ROUNDS × PLAN_ADDED candidates an ask, 100 bytes each while it
 * plans. Time grows with areas squared: made for hundreds, up to a few thousand.
 * Pure: no clock, no randomness, no I/O. Not thread-safe: one plan belongs to one thread.
 */
#ifndef AWN_MATCHING_PLAN_H
#define AWN_MATCHING_PLAN_H

#include "matching/assign.h"
#include "matching/fit.h"

#define PLAN_PAIRS_ALL 4000000 /* asks × offers up to which everything is looked at */
#define PLAN_KEPT 8            /* candidates an ask keeps first */
#define PLAN_ADDED 3           /* and may gain in a round */
#define PLAN_ROUNDS 30         /* 1 above PLAN_PAIRS_ALL */

/* What a person decided: this pair gets at least so many units; 0: this pair never. */
struct plan_fixed {
    uint32_t ask, offer;
    int32_t units;
};

struct plan_problem {
    const struct fit_card *asks, *offers;
    size_t asks_n, offers_n;
    const struct fit_world *world;
    const struct plan_fixed *fixed; /* each pair once */
    size_t fixed_n;
};

struct plan_pair {
    uint32_t ask, offer; /* numbers among the cards */
    int32_t units;
    int32_t score;      /* a unit */
    int32_t best;       /* score of the ask's best candidate: what it would have had alone */
    int32_t wanted;     /* what a unit of this offer is worth to the others; 0: nobody lacks it */
    int64_t cost;       /* the plan is worth at least so much less without this pair; see plan_cost.
                         * An estimate when the plan is not `exact` */
    uint32_t candidate; /* for plan_cost */
};

/* Why an ask did not get all it wants. */
#define PLAN_WHYS(X)                                                                               \
    X(NOBODY)    /* no offer of its kinds at all */                                                \
    X(FAR)       /* offers of its kinds, but none within reach */                                  \
    X(LIMITS)    /* offers within reach, each ruled out: `limits` */                               \
    X(FORBIDDEN) /* those that fit were forbidden by a person */                                   \
    X(TAKEN)     /* offers that fit, all given to where they do more */

enum plan_why {
#define X(name) PLAN_##name,
    PLAN_WHYS(X)
#undef X
};

struct plan_unmet {
    uint32_t ask;
    int32_t units; /* missing */
    enum plan_why why;
    uint32_t limits; /* LIMITS: those that alone kept an offer away, else all that did; fit_limit */
};

struct plan {
    struct plan_pair *pair; /* by ask, as the cards stand; best score first */
    size_t pairs;
    struct plan_unmet *unmet; /* as the cards stand */
    size_t unmets;
    uint32_t *refused; /* of each fixed pair: limits it breaks; PLAN_FULL: no units left for it */
    int64_t value;     /* Σ score · units */
    int64_t bound;     /* no plan (of the candidates; of all pairs if `every`) is worth more */
    bool every;        /* nothing was left out: bound holds for all pairs */
    bool exact;        /* the best of the candidates, but for asks that cannot be split; else only
                        * near it (see `bound`), and costs are estimates */
    bool stopped;      /* by `watch`; what stands is valid, only less good */
    size_t looked;     /* pairs looked at */
    size_t candidates;
    struct assign *inner;
};

#define PLAN_FULL (UINT32_C(1) << FIT_LIMITS_N)

/* The plan and all it points to lie in the arena; cards and world are borrowed for as long.
 * ERR_INVALID: keys not all different, a fixed pair of nobody or below 0; ERR_TOO_LARGE: beyond the
 * maxima of assign.h. A card without units, or of the wrong side, is only never planned. */
enum err plan_make(struct arena *a, const struct plan_problem *p, const struct assign_watch *watch,
                   struct plan **out) MUST_CHECK;

/* Exactly how much less the best plan of the candidates is worth without this pair (one search).
 * ERR_CONFLICT: it is fixed, or holds an ask that cannot be split; ERR_INVALID: no such pair, or
 * the plan is not `exact` or was stopped. */
enum err plan_cost(struct plan *plan, size_t pair, int64_t *out) MUST_CHECK;

#endif
