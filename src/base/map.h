/* From a string to a number: ids of an import, words of an index. Keyed with a random seed, so
 * that a made-up file cannot make it slow. Keys are not copied. Grows inside the arena. */
#ifndef AWN_BASE_MAP_H
#define AWN_BASE_MAP_H

#include "base/arena.h"
#include "base/str.h"

struct map {
    struct arena *arena;
    uint64_t seed;
    struct map_slot *slots;
    size_t n, cap;
};

void map_init(struct map *m, struct arena *a);

/* The place of the key's number, or NULL. */
uint32_t *map_get(const struct map *m, struct str key);

/* The place of its number; *fresh says whether the key was new (its number is then 0). Valid until
 * the next put. */
uint32_t *map_put(struct map *m, struct str key, bool *fresh);

/* 64 bits that change when the text does; not against somebody who wants them not to. */
uint64_t map_hash(uint64_t seed, struct str s);

#endif
