#include <assert.h>
#include <sodium.h>
#include <string.h>

#include "base/log.h"
#include "seal/internal.h"

#define BOX_HEAD 2
#define CONTEXT_SIZE 32

static_assert(crypto_box_PUBLICKEYBYTES == sizeof(struct box_public), "box key size");
static_assert(crypto_sign_PUBLICKEYBYTES == sizeof(struct sign_public), "sign key size");
static_assert(crypto_sign_BYTES == sizeof(struct signature), "signature size");

/* One seed gives both pairs; each goes through its own label first. */
static void box_pair(const struct key *seed, struct box_public *pk,
                     uint8_t sk[crypto_box_SECRETKEYBYTES])
{
    assert(seed);
    struct key own;
    key_derive(&own, seed, "box", STR_NONE);
    crypto_box_seed_keypair(pk->b, sk, own.b);
    key_wipe(&own);
}

static void sign_pair(const struct key *seed, struct sign_public *pk,
                      uint8_t sk[crypto_sign_SECRETKEYBYTES])
{
    assert(seed);
    struct key own;
    key_derive(&own, seed, "sign", STR_NONE);
    crypto_sign_seed_keypair(pk->b, sk, own.b);
    key_wipe(&own);
}

void box_public_of(struct box_public *out, const struct key *seed)
{
    uint8_t sk[crypto_box_SECRETKEYBYTES];
    box_pair(seed, out, sk);
    sodium_memzero(sk, sizeof sk);
}

void sign_public_of(struct sign_public *out, const struct key *seed)
{
    uint8_t sk[crypto_sign_SECRETKEYBYTES];
    sign_pair(seed, out, sk);
    sodium_memzero(sk, sizeof sk);
}

static void context_hash(uint8_t out[CONTEXT_SIZE], struct str context)
{
    static const unsigned char label[] = "awn box context"; /* with its zero byte */
    crypto_generichash_state s;
    crypto_generichash_init(&s, NULL, 0, CONTEXT_SIZE);
    crypto_generichash_update(&s, label, sizeof label);
    crypto_generichash_update(&s, bytes_of(context), context.n);
    crypto_generichash_final(&s, out, CONTEXT_SIZE);
}

struct str box_blob(struct arena *a, const struct box_public *to, struct str context,
                    struct str plain)
{
    assert(to);
    size_t inner = CONTEXT_SIZE + plain.n;
    size_t n = BOX_HEAD + crypto_box_SEALBYTES + inner;
    uint8_t *out = arena_alloc(a, n);
    uint8_t *m = arena_alloc(a, inner);
    context_hash(m, context);
    memcpy(m + CONTEXT_SIZE, bytes_of(plain), plain.n);
    out[0] = SEAL_VERSION;
    out[1] = SEAL_SUITE_BOX;
    if (crypto_box_seal(out + BOX_HEAD, m, inner, to->b)) {
        /* A key of low order belongs to nobody, so nobody could open the box: random
         * bytes of the same size serve as well, and a forged key stops no server. */
        log_warn("seal", "a public key is not usable; its box will not open");
        randombytes_buf(out + BOX_HEAD, n - BOX_HEAD);
    }
    sodium_memzero(m, inner);
    return str_from(out, n);
}

enum err box_open(struct arena *a, const struct key *seed, struct str context, struct str blob,
                  struct str *plain)
{
    *plain = STR_NONE;
    const unsigned char *b = bytes_of(blob);
    if (blob.n < BOX_HEAD + crypto_box_SEALBYTES + CONTEXT_SIZE || b[0] != SEAL_VERSION ||
        b[1] != SEAL_SUITE_BOX)
        return ERR_SEAL;
    size_t inner = blob.n - BOX_HEAD - crypto_box_SEALBYTES;
    uint8_t *m = arena_alloc(a, inner);
    struct box_public pk;
    uint8_t sk[crypto_box_SECRETKEYBYTES];
    box_pair(seed, &pk, sk);
    int failed = crypto_box_seal_open(m, b + BOX_HEAD, blob.n - BOX_HEAD, pk.b, sk);
    sodium_memzero(sk, sizeof sk);
    uint8_t want[CONTEXT_SIZE];
    context_hash(want, context);
    if (failed || sodium_memcmp(want, m, CONTEXT_SIZE)) {
        sodium_memzero(m, inner);
        return ERR_SEAL;
    }
    *plain = str_from(m + CONTEXT_SIZE, inner - CONTEXT_SIZE);
    return ERR_OK;
}

/* Ed25519ph (RFC 8032), which takes its message in pieces: label, zero byte, data. */
static void sign_feed(crypto_sign_state *s, const char *label, struct str data)
{
    assert(label);
    crypto_sign_init(s);
    crypto_sign_update(s, (const unsigned char *)label, strlen(label) + 1);
    crypto_sign_update(s, bytes_of(data), data.n);
}

void sign_bytes(struct signature *out, const struct key *seed, const char *label, struct str data)
{
    struct sign_public pk;
    uint8_t sk[crypto_sign_SECRETKEYBYTES];
    sign_pair(seed, &pk, sk);
    crypto_sign_state s;
    sign_feed(&s, label, data);
    crypto_sign_final_create(&s, out->b, NULL, sk);
    sodium_memzero(sk, sizeof sk);
}

enum err sign_check(const struct signature *s, const struct sign_public *by, const char *label,
                    struct str data)
{
    assert(s && by);
    crypto_sign_state state;
    sign_feed(&state, label, data);
    return crypto_sign_final_verify(&state, s->b, by->b) ? ERR_SEAL : ERR_OK;
}
