/* UUIDs and digests. */
#include <string.h>

#include "hsds/inside.h"

static const char HEX[] = "0123456789abcdef";

static bool is_hex(char c, bool small)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (!small && c >= 'A' && c <= 'F');
}

static bool is_uuid(struct str s, bool small)
{
    if (s.n != HSDS_UUID_SIZE)
        return false;
    for (size_t i = 0; i < s.n; i++) {
        bool dash = i == 8 || i == 13 || i == 18 || i == 23;
        if (dash ? s.p[i] != '-' : !is_hex(s.p[i], small))
            return false;
    }
    return true;
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
