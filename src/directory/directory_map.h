/* From a string to a number: ids of an import, words of the index. Keyed with a random seed, so
 * that a made-up file cannot make it slow. Keys are not copied. Grows inside the arena. */
#ifndef AWN_DIRECTORY_DIRECTORY_MAP_H
#define AWN_DIRECTORY_DIRECTORY_MAP_H

#include "base/arena.h"
#include "base/str.h"

struct directory_map {
    struct arena *arena;
    uint64_t seed;
    struct directory_slot *slots;
    size_t n, cap;
};

void directory_map_init(struct directory_map *m, struct arena *a);

/* The place of the key's number, or NULL. */
uint32_t *directory_map_get(const struct directory_map *m, struct str key);

/* The place of its number; *fresh says whether the key was new (its number is then 0). Valid until
 * the next put. */
uint32_t *directory_map_put(struct directory_map *m, struct str key, bool *fresh);

/* 64 bits that change when the text does; not against somebody who wants them not to. */
uint64_t directory_hash(uint64_t seed, struct str s);

#endif
