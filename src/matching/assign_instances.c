#include "matching/assign_instances.h"

#include <math.h>

struct map {
    size_t n;
    int64_t width; /* of the map on which towns lie */
};

static int64_t near_by(struct rng *r, int64_t at, int64_t reach)
{
    return at + (int64_t)rng_below(r, (uint64_t)(2 * reach + 1)) - reach;
}

static double unit(struct rng *r)
{
    return (double)(rng_next(r) >> 11) * 0x1p-53;
}

static int64_t pick_offer(enum assign_family family, const struct map *m, int64_t i, struct rng *r)
{
    switch (family) {
    case FAMILY_local:
        return near_by(r, i, 32);
    case FAMILY_towns: {
        int64_t row = near_by(r, i / m->width, 3), col = near_by(r, i % m->width, 3);
        return row < 0 || col < 0 || col >= m->width ? -1 : row * m->width + col;
    }
    case FAMILY_skewed: {
        double x = unit(r);
        return (int64_t)((double)m->n * x * x * x);
    }
    case FAMILY_uniform:
    case FAMILY_ties:
    case FAMILIES:
        break;
    }
    return (int64_t)rng_below(r, m->n);
}

static int32_t pick_score(enum assign_family family, const struct map *m, int64_t i, int64_t j,
                          struct rng *r)
{
    double far = 0;
    switch (family) {
    case FAMILY_local:
        far = 20 * fabs((double)(i - j));
        break;
    case FAMILY_towns:
        far = 100 *
              hypot((double)(i / m->width - j / m->width), (double)(i % m->width - j % m->width));
        break;
    case FAMILY_ties:
        return 10 + 10 * (int32_t)rng_below(r, 5);
    case FAMILY_skewed:
        return 1 + (int32_t)exp(unit(r) * 11.5);
    case FAMILY_uniform:
    case FAMILIES:
        return 1 + (int32_t)rng_below(r, 1000);
    }
    int32_t score = 1000 - (int32_t)far + (int32_t)rng_below(r, 300);
    return score < 1 ? 1 : score;
}

static void sides(struct arena *a, enum assign_family family, size_t n, struct rng *r,
                  struct assign_problem *p)
{
    int32_t *slots = ARENA_ARRAY(a, int32_t, n), *room = ARENA_ARRAY(a, int32_t, n);
    for (size_t i = 0; i < n; i++) {
        slots[i] = 1 + (int32_t)rng_below(r, 5);
        room[i] = 1 + (int32_t)rng_below(r, family == FAMILY_ties ? 2 : 5);
    }
    p->slots = slots;
    p->room = room;
}

static int32_t pick_most(enum assign_most most, int32_t fits, struct rng *r)
{
    switch (most) {
    case MOST_ONE:
        return 1;
    case MOST_RANDOM:
        return 1 + (int32_t)rng_below(r, (uint64_t)fits);
    case MOST_FREE:
    case MOST_KINDS:
        break;
    }
    return fits;
}

struct assign_problem assign_instance(struct arena *a, enum assign_family family, size_t n,
                                      unsigned edges, enum assign_most most, struct rng *r)
{
    struct assign_problem p = {.needs = n, .offers = n};
    struct map m = {n, (int64_t)ceil(sqrt((double)n))};
    struct assign_edge *edge = ARENA_ARRAY(a, struct assign_edge, n * edges);
    sides(a, family, n, r, &p);
    p.edge = edge;
    for (size_t i = 0; i < n; i++) {
        size_t first = p.edges;
        for (unsigned tries = 0; p.edges < first + edges && tries < 4 * edges; tries++) {
            int64_t j = pick_offer(family, &m, (int64_t)i, r);
            size_t e = first;
            while (e < p.edges && edge[e].offer != j)
                e++;
            if (j < 0 || j >= (int64_t)n || e < p.edges)
                continue;
            int32_t fits = p.slots[i] < p.room[j] ? p.slots[i] : p.room[j];
            edge[p.edges++] = (struct assign_edge){(uint32_t)i, (uint32_t)j,
                                                   pick_score(family, &m, (int64_t)i, j, r),
                                                   pick_most(most, fits, r)};
        }
    }
    return p;
}
