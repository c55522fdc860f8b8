/* Random bytes, and random numbers that can be repeated.
 *
 * rand_bytes is the kernel's generator, for identifiers and nonces; keys are made
 * in the seal room. `struct rng` is a small seeded generator for tests, property
 * checks and demonstration data only: never for anything secret.
 * Source: SplitMix64, Steele, Lea, Flood, "Fast splittable pseudorandom number
 * generators", OOPSLA 2014.
 */
#ifndef AWN_BASE_RAND_H
#define AWN_BASE_RAND_H

#include <stddef.h>
#include <stdint.h>

void rand_bytes(void *out, size_t n); /* aborts if the kernel has none */
uint64_t rand_u64(void);

struct rng {
    uint64_t state;
};

uint64_t rng_next(struct rng *r);
uint64_t rng_below(struct rng *r, uint64_t n); /* uniform in [0, n), n > 0 */

#endif
