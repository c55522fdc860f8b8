/* Instances to plan, of five families, for tests and for the bench. Tests only. */
#ifndef AWN_MATCHING_ASSIGN_INSTANCES_H
#define AWN_MATCHING_ASSIGN_INSTANCES_H

#include "base/rand.h"
#include "matching/assign.h"

/* uniform: offers and scores (1 … 1000) at random.
 * local:   offers within 32 of one's own number on a line, nearer is better.
 * towns:   the same on a map, within three steps each way.
 * ties:    five different scores, half as many units as are needed.
 * skewed:  everybody wants the same few offers; scores 1 … 100,000, most of them low. */
#define ASSIGN_FAMILIES(X) X(uniform) X(local) X(towns) X(ties) X(skewed)

enum assign_family {
#define X(name) FAMILY_##name,
    ASSIGN_FAMILIES(X)
#undef X
        FAMILIES
};

/* What an edge carries: as much as both ends, one unit, or something in between. */
enum assign_most { MOST_FREE, MOST_ONE, MOST_RANDOM, MOST_KINDS };

/* n needs and n offers of 1 to 5 units, up to `edges` (≤ 16) edges a need; all in the arena. */
struct assign_problem assign_instance(struct arena *a, enum assign_family family, size_t n,
                                      unsigned edges, enum assign_most most, struct rng *r);

#endif
