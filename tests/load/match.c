/* Plans of one family and size, ours and LEMON's in turns: one JSON line. `make bench` reads it.
 *   load_match FAMILY NEEDS ROUNDS [lemon]
 * Times are of this thread alone, from the problem to the certified plan; reading the problem in is
 * part of ours and not of LEMON's. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "matching/assign_instances.h"
#include "matching/assign_lemon.h"

struct ours {
    int64_t us, value, bound;
};

static struct ours plan(const struct assign_problem *p, uint32_t within)
{
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
    struct assign *s;
    struct assign_plan plan;
    int64_t began = assign_thread_us();
    if (assign_open(a, p, &s) != ERR_OK)
        abort();
    assign_run(s, within, NULL);
    assign_read(s, a, &plan);
    if (assign_certify(a, p, &plan) != ERR_OK)
        abort();
    return (struct ours){assign_thread_us() - began, plan.value, plan.bound};
}

static enum assign_family family_of(const char *name)
{
    static const char *const NAMES[] = {
#define X(name) #name,
        ASSIGN_FAMILIES(X)
#undef X
    };
    for (int k = 0; k < FAMILIES; k++)
        if (strcmp(NAMES[k], name) == 0)
            return (enum assign_family)k;
    fprintf(stderr, "load_match: no family '%s'\n", name);
    exit(2);
}

static void check(bool good, const char *what)
{
    if (good)
        return;
    fprintf(stderr, "load_match: %s\n", what);
    exit(1);
}

int main(int argc, char **argv)
{
    if (argc < 4) {
        fprintf(stderr, "usage: load_match FAMILY NEEDS ROUNDS [lemon]\n");
        return 2;
    }
    enum assign_family family = family_of(argv[1]);
    size_t n = strtoul(argv[2], NULL, 10);
    unsigned rounds = (unsigned)strtoul(argv[3], NULL, 10);
    bool lemon = argc > 4;
    printf("[");
    for (unsigned k = 0; k < rounds; k++) {
        ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
        struct rng r = {k + 1};
        struct assign_problem p = assign_instance(a, family, n, 10, (enum assign_most)(k % 3), &r);
        struct ours exact = plan(&p, 0), near = plan(&p, 1000);
        int64_t simplex = 0, scaling = 0;
        check(exact.value == exact.bound, "not proven to be the best");
        check((near.bound - near.value) * 1000 <= near.bound, "not within 0.1 %");
        if (lemon) {
            check(assign_lemon(&p, LEMON_NETWORK_SIMPLEX, &simplex) == exact.value, "not LEMON's");
            if (n <= 10000)
                check(assign_lemon(&p, LEMON_COST_SCALING, &scaling) == exact.value, "not LEMON's");
        }
        printf("%s{\"exact\":%ld,\"near\":%ld,\"simplex\":%ld,\"scaling\":%ld}", k ? "," : "",
               (long)exact.us, (long)near.us, (long)simplex, (long)scaling);
    }
    printf("]\n");
    return 0;
}
