#include "base/map.h"

#include <string.h>

#include "base/rand.h"

struct map_slot {
    struct str key; /* p == NULL: free */
    uint32_t hash;
    uint32_t value;
};

__extension__ typedef unsigned __int128 wide;

static uint64_t mix(uint64_t a, uint64_t b)
{
    wide x = (wide)a * b;
    return (uint64_t)x ^ (uint64_t)(x >> 64);
}

/* Multiply and fold, eight bytes at a time (after Wang Yi's wyhash). */
uint64_t map_hash(uint64_t seed, struct str s)
{
    const uint64_t k0 = 0xa0761d6478bd642fu, k1 = 0xe7037ed1a0b428dbu;
    uint64_t h = mix(seed ^ k0, s.n ^ k1);

    while (s.n != 0) {
        uint64_t word = 0;
        size_t n = s.n < 8 ? s.n : 8;
        memcpy(&word, s.p, n);
        h = mix(h ^ word, k1 ^ seed);
        h ^= h >> 29;
        s = str_slice(s, n, s.n);
    }
    return mix(h ^ k0, k1);
}

void map_init(struct map *m, struct arena *a)
{
    *m = (struct map){.arena = a, .seed = rand_u64(), .cap = 1024};
    m->slots = ARENA_ARRAY(a, struct map_slot, m->cap);
}

static struct map_slot *slot_find(const struct map *m, struct str key, uint32_t hash)
{
    size_t i = hash & (m->cap - 1);
    while (m->slots[i].key.p && !(m->slots[i].hash == hash && str_eq(m->slots[i].key, key)))
        i = (i + 1) & (m->cap - 1);
    return &m->slots[i];
}

static void map_grow(struct map *m)
{
    struct map bigger = *m;

    bigger.cap = m->cap * 2;
    bigger.slots = ARENA_ARRAY(m->arena, struct map_slot, bigger.cap);
    for (size_t i = 0; i < m->cap; i++) {
        if (m->slots[i].key.p)
            *slot_find(&bigger, m->slots[i].key, m->slots[i].hash) = m->slots[i];
    }
    *m = bigger;
}

uint32_t *map_get(const struct map *m, struct str key)
{
    if (!key.p)
        key.p = "";
    struct map_slot *s = slot_find(m, key, (uint32_t)map_hash(m->seed, key));
    return s->key.p ? &s->value : NULL;
}

uint32_t *map_put(struct map *m, struct str key, bool *fresh)
{
    if (!key.p)
        key.p = "";
    uint32_t hash = (uint32_t)map_hash(m->seed, key);
    struct map_slot *s = slot_find(m, key, hash);

    *fresh = !s->key.p;
    if (!*fresh)
        return &s->value;
    if ((m->n + 1) * 2 > m->cap) {
        map_grow(m);
        s = slot_find(m, key, hash);
    }
    m->n++;
    *s = (struct map_slot){.key = key, .hash = hash};
    return &s->value;
}
