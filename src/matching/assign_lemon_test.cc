/* Thousands of small instances of all families: our optimum is LEMON's, and certified. */
#include <cstdio>

extern "C" {
#include "matching/assign_instances.h"
#include "matching/assign_lemon.h"
}

static bool same(struct arena *a, const struct assign_problem *p, lemon_way way)
{
    struct assign *s;
    struct assign_plan plan;
    int64_t us;
    if (assign_open(a, p, &s) != ERR_OK)
        return false;
    assign_run(s, 0, nullptr);
    assign_read(s, a, &plan);
    return assign_certify(a, p, &plan) == ERR_OK && plan.value == plan.bound &&
           plan.value == assign_lemon(p, way, &us);
}

int main()
{
    struct rng r = {4};
    struct arena *a = arena_create(ARENA_PLAIN, 0);
    int bad = 0, all = 0;
    for (; all < 3000; all++) {
        arena_clear(a);
        auto family = (assign_family)(all % FAMILIES);
        auto most = (assign_most)(all / FAMILIES % MOST_KINDS);
        size_t n = 1 + rng_below(&r, all % 100 == 0 ? 400 : 40);
        unsigned edges = 1 + (unsigned)rng_below(&r, 10);
        auto p = assign_instance(a, family, n, edges, most, &r);
        if (!same(a, &p, (lemon_way)(all % LEMON_WAYS))) {
            bad++;
            printf("instance %d (family %d, %zu) differs\n", all, (int)family, n);
        }
    }
    arena_destroy(a);
    printf("%d instances, %d differ\n", all, bad);
    return bad > 0;
}
