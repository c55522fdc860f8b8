#include "aid/receipt.h"

#include <string.h>

#include "seal/words.h"

#define VERSION 1
#define TABLE_RECEIPT 64 /* of no table: what the seal of the cookie is bound to */
#define COOKIE_CHARS 256

struct str receipt_create(const struct space_ctx *ctx, struct receipt *out)
{
    *out = (struct receipt){.started = ctx->now};
    return code_create(ctx->secret, out->code, sizeof out->code);
}

bool receipt_read(const struct space_ctx *ctx, struct str typed, struct receipt *out)
{
    *out = (struct receipt){.started = ctx->now};
    return code_read(typed, out->code, sizeof out->code);
}

struct party receipt_party(const struct space_ctx *ctx, const struct receipt *r)
{
    struct party p = {.as = LOOP_ASKER};
    struct key k;
    seal_home_key(ctx->home, "receipt", &k);
    key_derive(&p.seed, &k, "awn receipt", str_from(r->code, sizeof r->code));
    key_wipe(&k);
    return p;
}

/* ---- the cookie -------------------------------------------------------------------------------
 */

static const struct seal_place PLACE = {.purpose = SEAL_SESSION, .table = TABLE_RECEIPT};

struct visit {
    uint8_t version;
    uint8_t code[RECEIPT_BYTES];
    uint8_t started[8], seen[8]; /* little-endian */
};
_Static_assert(sizeof(struct visit) == 1 + RECEIPT_BYTES + 16, "bytes without gaps");

static int64_t time_of(const uint8_t b[8])
{
    uint64_t v = 0;
    for (int i = 7; i >= 0; i--)
        v = v << 8 | b[i];
    return (int64_t)v;
}

struct str receipt_seal(const struct space_ctx *ctx, const struct receipt *r)
{
    struct visit *v = ARENA_NEW(ctx->secret, struct visit);
    struct key k;
    v->version = VERSION;
    memcpy(v->code, r->code, sizeof v->code);
    seal_word(v->started, (uint64_t)r->started);
    seal_word(v->seen, (uint64_t)ctx->now);
    seal_home_key(ctx->home, "receipt visit", &k);
    struct str blob = seal_blob(ctx->arena, &k, &PLACE, SEAL_PAD_NONE, str_from(v, sizeof *v));
    key_wipe(&k);
    return seal_base64(ctx->arena, blob);
}

bool receipt_open(const struct space_ctx *ctx, struct str cookie, struct receipt *out)
{
    struct str blob, plain = STR_NONE;
    struct key k;
    *out = (struct receipt){0};
    if (cookie.n == 0 || cookie.n > COOKIE_CHARS || !seal_from_base64(ctx->arena, cookie, &blob))
        return false;
    seal_home_key(ctx->home, "receipt visit", &k);
    enum err e = seal_open(ctx->secret, &k, &PLACE, SEAL_PAD_NONE, blob, &plain);
    key_wipe(&k);
    if (e != ERR_OK || plain.n != sizeof(struct visit))
        return false;
    const struct visit *v = (const struct visit *)plain.p;
    int64_t started = time_of(v->started), seen = time_of(v->seen);
    if (v->version != VERSION || ctx->now - started >= RECEIPT_MAX_SECONDS ||
        ctx->now - seen >= RECEIPT_IDLE_SECONDS || ctx->now < started - 60 || ctx->now < seen - 60)
        return false;
    memcpy(out->code, v->code, sizeof out->code);
    out->started = started;
    return true;
}
