#include <string.h>

#include "space/inside.h"

static void *pack_alloc(void *arena, size_t n)
{
    return arena_alloc(arena, n);
}

static void pack_free(void *arena, void *p)
{
    (void)arena;
    (void)p; /* the arena gives everything back at once */
}

ProtobufCAllocator space_allocator(struct arena *a)
{
    return (ProtobufCAllocator){.alloc = pack_alloc, .free = pack_free, .allocator_data = a};
}

struct str space_pack(struct arena *a, const ProtobufCMessage *m)
{
    size_t n = protobuf_c_message_get_packed_size(m);
    uint8_t *p = arena_alloc(a, n);
    return str_from(p, protobuf_c_message_pack(m, p));
}

bool space_fixed(void *out, size_t n, ProtobufCBinaryData from)
{
    if (from.len != n)
        return false;
    memcpy(out, from.data, n);
    return true;
}
