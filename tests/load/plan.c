/* A plan from cards, and one ask among many offers: one JSON line. `make bench` reads it.
 *   load_plan ASKS ROUNDS        as many offers; 200 areas
 *   load_plan fit OFFERS ROUNDS  the three best offers for one ask, ten asks a round
 * Times are of this thread alone. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "matching/plan_instances.h"

static int64_t thread_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static void fit_round(size_t n, uint64_t seed)
{
    enum { ASKS = 10, BEST = 3 };
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
    struct rng r = {seed};
    struct plan_land land = plan_land_make(a, 200, &r);
    struct fit_world world = plan_land_world(&land);
    struct fit_card *offers = plan_cards(a, FIT_OFFER, n, &land, 5, &r);
    struct fit_card *asks = plan_cards(a, FIT_ASK, ASKS, &land, 5, &r);
    size_t found = 0;
    int64_t began = thread_us();
    for (int i = 0; i < ASKS; i++) {
        struct fit_choice best[BEST];
        found += fit_best(&asks[i], offers, n, &world, best, BEST);
    }
    printf("{\"us\":%ld,\"found\":%zu}", (long)((thread_us() - began) / ASKS), found);
}

static void plan_round(size_t n, uint64_t seed)
{
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
    struct rng r = {seed};
    struct plan_land land = plan_land_make(a, 200, &r);
    struct fit_world world = plan_land_world(&land);
    struct plan_problem p = {.asks_n = n, .offers_n = n, .world = &world};
    p.asks = plan_cards(a, FIT_ASK, n, &land, 5, &r);
    p.offers = plan_cards(a, FIT_OFFER, n, &land, 5, &r);
    struct plan *plan;
    int64_t began = thread_us();
    if (plan_make(a, &p, NULL, &plan) != ERR_OK)
        abort();
    printf("{\"us\":%ld,\"pairs\":%zu,\"unmet\":%zu,\"looked\":%zu,\"candidates\":%zu,\"every\":%d,"
           "\"value\":%ld,\"bound\":%ld}",
           (long)(thread_us() - began), plan->pairs, plan->unmets, plan->looked, plan->candidates,
           plan->every, (long)plan->value, (long)plan->bound);
}

int main(int argc, char **argv)
{
    bool fit = argc == 4 && strcmp(argv[1], "fit") == 0;
    if (argc != 3 && !fit) {
        fprintf(stderr, "usage: load_plan [fit] CARDS ROUNDS\n");
        return 2;
    }
    size_t n = strtoul(argv[argc - 2], NULL, 10);
    unsigned rounds = (unsigned)strtoul(argv[argc - 1], NULL, 10);
    printf("[");
    for (unsigned k = 0; k < rounds; k++) {
        printf("%s", k ? "," : "");
        (fit ? fit_round : plan_round)(n, k + 1);
    }
    printf("]\n");
    return 0;
}
