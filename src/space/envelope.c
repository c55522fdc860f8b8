#include <string.h>

#include "base/buf.h"
#include "space/inside.h"

/* What an envelope's box is bound to besides its key. */
static struct str envelope_context(struct arena *a, const struct tag *tag)
{
    struct buf b;
    struct str out = STR_NONE;
    buf_init(&b, a, 64, 64);
    buf_add(&b, STR("awn envelope 1:"));
    buf_add(&b, str_from(tag->b, TAG_SIZE));
    enum err e = buf_end(&b, &out);
    (void)e; /* 31 bytes fit into 64 */
    return out;
}

enum err envelope_put(const struct space_ctx *ctx, const struct tag *tag,
                      const struct box_public *to, int32_t expires, const struct envelope *e)
{
    SpaceEnvelope m = SPACE_ENVELOPE__INIT;
    m.space = e->space.v;
    m.epoch = e->epoch;
    m.made_at = e->made_at;
    m.removed = e->removed;
    m.epoch_key = space_bytes(e->epoch_key.b, e->removed ? 0 : KEY_SIZE);
    m.locator = space_bytes(e->locator.b, e->removed ? 0 : KEY_SIZE);
    m.reason = str_to_c(ctx->secret, e->why.reason);
    m.by = str_to_c(ctx->secret, e->why.by);
    struct str plain = space_pack(ctx->secret, &m.base);
    struct str box = box_blob(ctx->arena, to, envelope_context(ctx->arena, tag), plain);
    TRY(space_day_seal(ctx, TABLE_ENVELOPE, tag, expires, box, &box));
    return store_envelope_put(ctx, tag, expires, box);
}

enum err envelope_open(const struct space_ctx *ctx, const struct tag *tag, const struct key *seed,
                       struct envelope *out)
{
    struct str box, plain;
    int32_t expires;
    TRY(store_envelope_get(ctx, tag, &expires, &box));
    TRY(space_day_open(ctx, TABLE_ENVELOPE, tag, expires, box, &box));
    TRY(box_open(ctx->secret, seed, envelope_context(ctx->arena, tag), box, &plain));
    ProtobufCAllocator alloc = space_allocator(ctx->secret);
    const SpaceEnvelope *m = space_envelope__unpack(&alloc, plain.n, (const uint8_t *)plain.p);
    if (!m)
        return ERR_SEAL;
    *out = (struct envelope){
        .removed = m->removed,
        .why = {str_from_c(m->reason), str_from_c(m->by)},
        .space = {m->space},
        .epoch = m->epoch,
        .made_at = m->made_at,
    };
    if (!m->removed && (!space_fixed(out->epoch_key.b, KEY_SIZE, m->epoch_key) ||
                        !space_fixed(out->locator.b, KEY_SIZE, m->locator)))
        return ERR_SEAL;
    return ERR_OK;
}

enum err envelope_drop(const struct space_ctx *ctx, const struct tag *tag)
{
    return store_envelope_delete(ctx, tag);
}
