#include "directory/directory_index_inside.h"

#include <string.h>

#include "base/buf.h"
#include "directory/directory_index_store.h"
#include "search/vocabulary.h"

#define RULES 5 /* goes up whenever the same documents would give other words */

int64_t index_version(void)
{
    uint64_t h = RULES ^ vocabulary_version();

    for (size_t i = 0; i < vocabulary_count(); i++) {
        const struct concept *c = vocabulary_at(i);
        h = map_hash(h, str_from_c(c->id));
        h = map_hash(h, str_from_c(vocabulary_label(c, "ar")));
        h = h * 31 + c->nabove;
    }
    int64_t v = (int64_t)(h >> 1);
    return v ? v : 1;
}

struct str index_area_of(struct str word)
{
    struct str sign = STR("@area:");
    return str_starts(word, sign) ? str_slice(word, sign.n, word.n) : STR_NONE;
}

void index_arrays_init(struct index_arrays *x, struct arena *a, size_t n)
{
    *x = (struct index_arrays){.order = ARENA_ARRAY(a, uint32_t, n),
                               .week = ARENA_ARRAY(a, uint16_t, n),
                               .quality = ARENA_ARRAY(a, uint16_t, n),
                               .n = n};
}

static size_t size_of(enum index_array which)
{
    return which == INDEX_ORDER ? sizeof(uint32_t) : sizeof(uint16_t);
}

static void number_put(char *p, size_t size, uint32_t v)
{
    for (size_t i = 0; i < size; i++)
        p[i] = (char)(v >> (8 * i));
}

#if __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
static uint32_t number_get(const char *p, size_t size)
{
    uint32_t v = 0;

    for (size_t i = 0; i < size; i++)
        v |= (uint32_t)(unsigned char)p[i] << (8 * i);
    return v;
}
#endif

static uint32_t number_of(const struct index_arrays *x, enum index_array which, size_t i)
{
    switch (which) {
    case INDEX_ORDER:
        return x->order[i];
    case INDEX_WEEK:
        return x->week[i];
    case INDEX_QUALITY:
        return x->quality[i];
    }
    return 0;
}

static enum err array_write(struct db *db, struct arena *scratch, const struct index_arrays *x,
                            enum index_array which)
{
    size_t size = size_of(which);

    for (size_t from = 0; from < x->n; from += INDEX_CHUNK) {
        size_t n = x->n - from < INDEX_CHUNK ? x->n - from : INDEX_CHUNK;
        arena_clear(scratch);
        char *bytes = arena_alloc(scratch, n * size);
        for (size_t i = 0; i < n; i++)
            number_put(bytes + i * size, size, number_of(x, which, from + i));
        TRY(index_chunk_put(db, which, (int64_t)(from / INDEX_CHUNK), str_from(bytes, n * size)));
    }
    return ERR_OK;
}

enum err index_arrays_write(struct db *db, struct arena *scratch, const struct index_arrays *x)
{
    TRY(array_write(db, scratch, x, INDEX_ORDER));
    TRY(array_write(db, scratch, x, INDEX_WEEK));
    return array_write(db, scratch, x, INDEX_QUALITY);
}

static enum err array_put(struct db *db, struct arena *scratch, enum index_array which,
                          int64_t entry, uint32_t v)
{
    size_t size = size_of(which), at = (size_t)(entry % INDEX_CHUNK) * size;
    struct str old;

    arena_clear(scratch);
    TRY(index_chunk_get(db, scratch, which, entry / INDEX_CHUNK, &old));
    size_t n = at + size > old.n ? at + size : old.n;
    char *bytes = arena_alloc(scratch, n);
    if (old.n != 0)
        memcpy(bytes, old.p, old.n);
    number_put(bytes + at, size, v);
    return index_chunk_put(db, which, entry / INDEX_CHUNK, str_from(bytes, n));
}

enum err index_arrays_put(struct db *db, struct arena *scratch, int64_t entry, uint32_t order,
                          uint16_t week, uint16_t quality)
{
    TRY(array_put(db, scratch, INDEX_ORDER, entry, order));
    TRY(array_put(db, scratch, INDEX_WEEK, entry, week));
    return array_put(db, scratch, INDEX_QUALITY, entry, quality);
}

/* Numbers of a chunk, in this machine's order. */
static void numbers_get(void *to, struct str packed, size_t size, size_t n)
{
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    memcpy(to, packed.p, n * size);
#else
    for (size_t i = 0; i < n; i++) {
        uint32_t v = number_get(packed.p + i * size, size);
        if (size == sizeof(uint32_t))
            ((uint32_t *)to)[i] = v;
        else
            ((uint16_t *)to)[i] = (uint16_t)v;
    }
#endif
}

/* All chunks of an array, one behind the other. */
static enum err array_read(struct db *db, struct arena *a, enum index_array which, int64_t slots,
                           void *out)
{
    size_t size = size_of(which), n = 0, all = (size_t)slots;
    struct db_rows rows;

    TRY(index_array_get(db, a, which, &rows));
    for (size_t r = 0; r < rows.n && n < all; r++) {
        struct str packed = db_cell_str(&rows, r, 0);
        size_t some = packed.n / size < all - n ? packed.n / size : all - n;
        if (some != 0)
            numbers_get((char *)out + n * size, packed, size, some);
        n += some;
    }
    return n == all ? ERR_OK : ERR_DB;
}

static enum err shorts_read(struct db *db, struct arena *a, enum index_array which, int64_t slots,
                            const uint16_t **out)
{
    uint16_t *v = ARENA_ARRAY(a, uint16_t, (size_t)slots);

    *out = v;
    return array_read(db, a, which, slots, v);
}

enum err index_order_read(struct db *db, struct arena *a, int64_t slots, const uint32_t **out)
{
    uint32_t *v = ARENA_ARRAY(a, uint32_t, (size_t)slots);

    *out = v;
    return array_read(db, a, INDEX_ORDER, slots, v);
}

enum err index_week_read(struct db *db, struct arena *a, int64_t slots, const uint16_t **out)
{
    return shorts_read(db, a, INDEX_WEEK, slots, out);
}

enum err index_quality_read(struct db *db, struct arena *a, int64_t slots, const uint16_t **out)
{
    return shorts_read(db, a, INDEX_QUALITY, slots, out);
}
