/* Who gives what to whom: an exact optimum of a stated objective, and its proof.
 *
 * Purpose: a coordinator plans all open needs against all offers at once. Need i asks for slots[i]
 * units, offer j has room[j] units, a candidate edge (i, j) is worth `score` a unit and carries at
 * most `most` units. Looked for are whole numbers x of units with
 *     sum over a need's edges ≤ slots,  sum over an offer's edges ≤ room,  0 ≤ x ≤ most,
 * such that Σ score · x is greatest. Being left without anything counts 0.
 *
 * Proof: prices u of needs and v of offers, none negative. For every plan whatever,
 *     Σ score·x  ≤  Σ slots·u + Σ room·v + Σ most·max(0, score − u − v)  =: bound
 * (the dual of this linear programme; what is pinned is taken out first and counted as it is). A
 * plan whose value equals its bound is therefore the best there is; `bound − value` is how much a
 * better one could gain at most. assign_certify reckons both from the problem itself and shares no
 * code with what made the plan.
 *
 * How: a coarse auction with several units a bid (Bertsekas and Castañon, "The auction algorithm
 * for the transportation problem", Annals of Operations Research 20, 1989) gives prices that are
 * nearly right; sweeps that lower them where a holder would rather leave (price refinement:
 * Goldberg, "An efficient implementation of a scaling minimum-cost flow algorithm", J. Algorithms
 * 22, 1997) bring them nearer; then shortest augmenting paths from both sides, each a search that
 * ends at its nearest goal and moves prices only where it has been, make it exact (Jonker and
 * Volgenant, "A shortest augmenting path algorithm for dense and sparse linear assignment
 * problems", Computing 38, 1987; for capacities: Ahuja, Magnanti, Orlin, "Network Flows", 9.7).
 * The last stage is right from any prices; the first two only make it short. Where a plan near the
 * best is enough, a search that does not end within some dozens of nodes is put off: it leaves
 * prices that are right as far as it went, and mostly nobody asks for it again.
 *
 * The same input gives the same plan, whatever the order of its edges. With `need_key` and
 * `offer_key` (all different) the plan does not depend on the order of needs and offers either.
 *
 * Memory: everything comes from the arena: at most 40 bytes an edge and 64 a need or offer stay
 * taken (a search's queue, which grows by doubling, may add 32 an edge in the worst case); while
 * opening and in the auction 20 more an edge and 32 a need or offer, given back afterwards.
 * Pure: no clock, no randomness, no I/O. Not thread-safe: one handle belongs to one thread.
 */
#ifndef AWN_MATCHING_ASSIGN_H
#define AWN_MATCHING_ASSIGN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"

/* So that a price plus a distance fits 32 bits, and every sum 63 (assign_certify.c). */
#define ASSIGN_SCORE_MAX (1 << 28)
#define ASSIGN_SIDE_MAX (1 << 26)  /* needs, and offers */
#define ASSIGN_EDGES_MAX (1 << 28) /* candidate edges */
#define ASSIGN_UNITS_MAX INT32_MAX /* sum of slots, and sum of room */

struct assign_edge {
    uint32_t need, offer;
    int32_t score; /* 1 … ASSIGN_SCORE_MAX */
    int32_t most;  /* ≥ 0 units; more than slots or room allow is as good as that */
};

struct assign_problem {
    size_t needs, offers, edges;
    const int32_t *slots; /* of each need, ≥ 1 */
    const int32_t *room;  /* of each offer, ≥ 1 */
    const struct assign_edge *edge;
    const uint64_t *need_key, *offer_key; /* NULL: their order is their name */
};

struct assign_plan {
    int32_t *units;       /* of each edge, in the problem's order: least ≤ units ≤ most */
    int32_t *least;       /* what was pinned */
    int32_t *most;        /* what it might carry at most: the problem's, or a lower limit */
    int32_t *need_price;  /* u */
    int32_t *offer_price; /* v */
    int64_t value, bound; /* value ≤ any plan's best ≤ bound; equal: this is the best */
};

/* Called now and then with how much is done (of 1000, never less than before); false stops. */
struct assign_watch {
    bool (*tell)(void *with, unsigned done);
    void *with;
};

struct assign;

/* Takes in the problem, which must outlive the handle. ERR_INVALID: an edge of nobody, a score or
 * size out of bounds, keys that are not all different; ERR_TOO_LARGE: more than the maxima. */
enum err assign_open(struct arena *a, const struct assign_problem *p,
                     struct assign **out) MUST_CHECK;

/* Looks for a plan of which it is proven that none is better by more than `within` millionths of
 * its bound; 0: the optimum. Starts from what is there: after assign_pin and assign_limit only
 * what they touched is planned anew. Stopped by `watch` (may be NULL) it leaves a plan that is
 * valid, only with a larger gap, and the next run goes on. */
void assign_run(struct assign *s, uint32_t within, const struct assign_watch *watch);

/* Instead of beginning from nothing: units of the first n edges (as assign_read gave them for a
 * problem that only had fewer edges, and pinned the same) and prices of offers. The next run goes
 * on from there. Only on a handle that has not run. ERR_INVALID: not a plan of this problem. */
enum err assign_resume(struct assign *s, const int32_t *units, size_t n,
                       const int32_t *offer_price) MUST_CHECK;

/* The plan as it stands; arrays in the arena. */
void assign_read(const struct assign *s, struct arena *a, struct assign_plan *out);

/* Edge `e` carries at least `units` from now on (0: no longer). ERR_CONFLICT when that is more than
 * the edge carries, or than other pinned edges of its need or offer leave. */
enum err assign_pin(struct assign *s, size_t e, int32_t units) MUST_CHECK;

/* Edge `e` carries at most `units` from now on; 0 forbids the pair, the problem's own `most` allows
 * it again. ERR_CONFLICT below what is pinned. */
enum err assign_limit(struct assign *s, size_t e, int32_t units) MUST_CHECK;

/* What a choice costs: how much less the best plan is worth with one unit more on edge `e` (FORCE),
 * or with nothing on it (FORBID). `least` is known from the prices alone. */
enum assign_change { ASSIGN_FORCE, ASSIGN_FORBID };
int64_t assign_cost_least(const struct assign *s, size_t e, enum assign_change change);

/* The same exactly: plans with the change, then without it again (only what it touches moves, and
 * the optimum of what is left stays an optimum). The handle must stand at the optimum.
 * ERR_CONFLICT: the change is not possible. */
enum err assign_cost(struct assign *s, size_t e, enum assign_change change,
                     int64_t *out) MUST_CHECK;

/* Judges a plan on its own: units and prices within bounds, value and bound as reckoned anew.
 * ERR_INVALID: not a plan of this problem, or its sums are not what it says; ERR_TOO_LARGE: a sum
 * does not fit (cannot happen to a plan of assign_read). */
enum err assign_certify(struct arena *a, const struct assign_problem *p,
                        const struct assign_plan *plan) MUST_CHECK;

#endif
