/* UUIDs and digests. */
#include <string.h>

#include "hsds/inside.h"

static const char HEX[] = "0123456789abcdef";

/* 1: a digit or small letter of a UUID, 2: a capital one. */
static const unsigned char KIND[256] = {
    ['0'] = 1, ['1'] = 1, ['2'] = 1, ['3'] = 1, ['4'] = 1, ['5'] = 1, ['6'] = 1, ['7'] = 1,
    ['8'] = 1, ['9'] = 1, ['a'] = 1, ['b'] = 1, ['c'] = 1, ['d'] = 1, ['e'] = 1, ['f'] = 1,
    ['A'] = 2, ['B'] = 2, ['C'] = 2, ['D'] = 2, ['E'] = 2, ['F'] = 2,
};

static bool is_uuid(struct str s, bool small)
{
    unsigned seen = 0, wrong = 0;

    if (s.n != HSDS_UUID_SIZE || s.p[8] != '-' || s.p[13] != '-' || s.p[18] != '-' ||
        s.p[23] != '-')
        return false;
    for (size_t i = 0; i < s.n; i++) {
        unsigned kind = KIND[(unsigned char)s.p[i]];
        seen |= kind;
        wrong += kind == 0;
    }
    return wrong == 4 && !(small && (seen & 2));
}

bool hsds_is_uuid(struct str s)
{
    return is_uuid(s, true);
}

struct str hsds_id_small(struct arena *a, struct str id)
{
    return !is_uuid(id, false) || is_uuid(id, true) ? id : hsds_uuid(a, STR_NONE, HSDS_NONE, id);
}

struct str hsds_uuid(struct arena *a, struct str source, enum hsds_type type, struct str id)
{
    char *out = arena_alloc(a, HSDS_UUID_SIZE);

    if (is_uuid(id, false)) {
        for (size_t i = 0; i < HSDS_UUID_SIZE; i++)
            out[i] = id.p[i] >= 'A' && id.p[i] <= 'F' ? (char)(id.p[i] | 0x20) : id.p[i];
        return str_from(out, HSDS_UUID_SIZE);
    }
    /* Two hashes with fixed seeds: against accidents, not against somebody who wants two ids to be
     * the same: whoever writes a source can give two things one id anyway. */
    uint64_t seed = map_hash(0x61776e2068736473u + (uint64_t)type, source);
    uint64_t half[2] = {map_hash(seed, id), map_hash(~seed * 0x9e3779b97f4a7c15u, id)};
    unsigned char b[16];
    memcpy(b, half, sizeof(b));
    b[6] = (unsigned char)(0x80 | (b[6] & 0x0f));
    b[8] = (unsigned char)(0x80 | (b[8] & 0x3f));
    size_t n = 0;
    for (size_t i = 0; i < 16; i++) {
        if (i == 4 || i == 6 || i == 8 || i == 10)
            out[n++] = '-';
        out[n++] = HEX[b[i] >> 4];
        out[n++] = HEX[b[i] & 15];
    }
    return str_from(out, n);
}

uint64_t hsds_digest(struct str doc)
{
    return map_hash(0x6873647320646f63u, doc);
}
