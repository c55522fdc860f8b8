/* Protobuf messages taken from, and unpacked into, an arena: for every room that seals
 * records. Unpacked messages live as long as the arena; nothing is freed one by one. */
#ifndef AWN_SPACE_PACK_H
#define AWN_SPACE_PACK_H

#include <stdbool.h>

#include <protobuf-c/protobuf-c.h>

#include "base/str.h"

ProtobufCAllocator space_allocator(struct arena *a);
struct str space_pack(struct arena *a, const ProtobufCMessage *m);

/* A bytes field that points to somebody else's memory; packing copies it. */
static inline ProtobufCBinaryData space_bytes(const void *p, size_t n)
{
    return (ProtobufCBinaryData){.len = n, .data = (uint8_t *)p};
}

/* Copies a fixed-size field; false when its length is another. */
bool space_fixed(void *out, size_t n, ProtobufCBinaryData from);

#endif
