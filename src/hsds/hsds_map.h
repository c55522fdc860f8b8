/* From a string to a number: ids of what is read.. Keyed with a random seed, so
 * that a made-up file cannot make it slow. Keys are not copied. Grows inside the arena. */
#ifndef AWN_HSDS_MAP_H
#define AWN_HSDS_MAP_H

#include "base/arena.h"
#include "base/str.h"

struct hsds_map {
    struct arena *arena;
    uint64_t seed;
    struct hsds_slot *slots;
    size_t n, cap;
};

void hsds_map_init(struct hsds_map *m, struct arena *a);

/* The place of the key's number, or NULL. */
uint32_t *hsds_map_get(const struct hsds_map *m, struct str key);

/* The place of its number; *fresh says whether the key was new (its number is then 0). Valid until
 * the next put. */
uint32_t *hsds_map_put(struct hsds_map *m, struct str key, bool *fresh);

/* 64 bits that change when the text does; not against somebody who wants them not to. */
uint64_t hsds_hash(uint64_t seed, struct str s);

#endif
