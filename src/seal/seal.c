#include "seal/seal.h"

#include <assert.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "seal/internal.h"

#define PREFIX 4 /* length of a padded text, little-endian */
#define PAD_STEP 16384
#define PLACE_SIZE (2 + 4 + 4 + 8 + 8 + 4 + 4 + 4)

static_assert(crypto_aead_xchacha20poly1305_ietf_KEYBYTES == KEY_SIZE, "key size");
static_assert(2 + crypto_aead_xchacha20poly1305_ietf_NPUBBYTES == SEAL_HEAD, "head size");
static_assert(crypto_aead_xchacha20poly1305_ietf_ABYTES == SEAL_TAG, "tag size");

void seal_init(void)
{
    if (sodium_init() < 0)
        abort();
}

void key_random(struct key *out)
{
    randombytes_buf(out->b, sizeof out->b);
}

void key_wipe(struct key *k)
{
    sodium_memzero(k, sizeof *k);
}

bool key_eq(const struct key *a, const struct key *b)
{
    return sodium_memcmp(a->b, b->b, KEY_SIZE) == 0;
}

bool seal_eq(struct str a, struct str b)
{
    return a.n == b.n && (a.n == 0 || sodium_memcmp(a.p, b.p, a.n) == 0);
}

void seal_wipe(void *p, size_t n)
{
    if (n)
        sodium_memzero(p, n);
}

void seal_mac(uint8_t out[KEY_SIZE], const struct key *k, const char *label, struct str data)
{
    assert(k && label);
    crypto_generichash_blake2b_state s;
    crypto_generichash_blake2b_init(&s, k->b, KEY_SIZE, KEY_SIZE);
    crypto_generichash_blake2b_update(&s, (const unsigned char *)label, strlen(label) + 1);
    crypto_generichash_blake2b_update(&s, bytes_of(data), data.n);
    crypto_generichash_blake2b_final(&s, out, KEY_SIZE);
    sodium_memzero(&s, sizeof s);
}

void key_derive(struct key *out, const struct key *k, const char *label, struct str data)
{
    seal_mac(out->b, k, label, data);
}

static bool purpose_is_known(enum seal_purpose p)
{
    switch (p) {
#define X(name, number)                                                                            \
    case SEAL_##name:                                                                              \
        return true;
        SEAL_PURPOSES(X)
#undef X
    }
    return false;
}

static void place_bytes(uint8_t out[PLACE_SIZE], const struct seal_place *p)
{
    assert(p && purpose_is_known(p->purpose));
    out[0] = SEAL_VERSION;
    out[1] = SEAL_SUITE_AEAD;
    put_le(out + 2, p->purpose, 4);
    put_le(out + 6, p->table, 4);
    put_le(out + 10, p->space, 8);
    put_le(out + 18, p->row, 8);
    put_le(out + 26, p->epoch, 4);
    put_le(out + 30, (uint32_t)p->expires, 4);
    put_le(out + 34, p->rev, 4);
}

void seal_blob_into(uint8_t *out, const struct key *k, const struct seal_place *place,
                    struct str plain)
{
    assert(k);
    uint8_t ad[PLACE_SIZE];
    place_bytes(ad, place);
    out[0] = SEAL_VERSION;
    out[1] = SEAL_SUITE_AEAD;
    randombytes_buf(out + 2, SEAL_HEAD - 2);
    crypto_aead_xchacha20poly1305_ietf_encrypt(out + SEAL_HEAD, NULL, bytes_of(plain), plain.n, ad,
                                               sizeof ad, NULL, out + 2, k->b);
}

enum err seal_open_into(uint8_t *out, const struct key *k, const struct seal_place *place,
                        struct str blob)
{
    assert(k && blob.n >= SEAL_HEAD + SEAL_TAG);
    const unsigned char *b = bytes_of(blob);
    uint8_t ad[PLACE_SIZE];
    place_bytes(ad, place);
    if (b[0] != SEAL_VERSION || b[1] != SEAL_SUITE_AEAD)
        return ERR_SEAL;
    /* libsodium checks the tag before it writes a byte of plaintext. */
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(out, NULL, NULL, b + SEAL_HEAD,
                                                   blob.n - SEAL_HEAD, ad, sizeof ad, b + 2, k->b))
        return ERR_SEAL;
    return ERR_OK;
}

/* Bytes that a plaintext of n bytes has once it is padded. */
static size_t padded_size(enum seal_padding padding, size_t n)
{
    switch (padding) {
    case SEAL_PAD_NONE:
        return n;
    case SEAL_PAD_TEXT:
        assert(n <= UINT32_MAX - PAD_STEP);
        n += PREFIX;
        if (n <= 256)
            return 256;
        if (n <= 1024)
            return 1024;
        if (n <= 4096)
            return 4096;
        return (n + PAD_STEP - 1) / PAD_STEP * PAD_STEP;
    }
    abort();
}

size_t seal_size(enum seal_padding padding, size_t n)
{
    return SEAL_HEAD + padded_size(padding, n) + SEAL_TAG;
}

struct str seal_blob(struct arena *a, const struct key *k, const struct seal_place *place,
                     enum seal_padding padding, struct str plain)
{
    size_t body = padded_size(padding, plain.n);
    uint8_t *out = arena_alloc(a, SEAL_HEAD + body + SEAL_TAG);
    if (padding == SEAL_PAD_TEXT) {
        /* Padded and then sealed in place: no second copy of the text is left behind. The arena
         * gives zeroed memory. */
        uint8_t *at = out + SEAL_HEAD;
        put_le(at, plain.n, PREFIX);
        memcpy(at + PREFIX, bytes_of(plain), plain.n);
        plain = str_from(at, body);
    }
    seal_blob_into(out, k, place, plain);
    return str_from(out, SEAL_HEAD + body + SEAL_TAG);
}

/* The text inside a padded plaintext; false when the padding is not the one that
 * sealing would have chosen. */
static bool unpad(const uint8_t *body, size_t n, struct str *plain)
{
    if (n < PREFIX)
        return false;
    size_t inner = (size_t)get_le(body, PREFIX);
    if (inner > n - PREFIX || padded_size(SEAL_PAD_TEXT, inner) != n)
        return false;
    *plain = str_from(body + PREFIX, inner);
    return true;
}

enum err seal_open(struct arena *a, const struct key *k, const struct seal_place *place,
                   enum seal_padding padding, struct str blob, struct str *plain)
{
    *plain = STR_NONE;
    if (blob.n < SEAL_HEAD + SEAL_TAG)
        return ERR_SEAL;
    size_t n = blob.n - SEAL_HEAD - SEAL_TAG;
    uint8_t *body = arena_alloc(a, n);
    TRY(seal_open_into(body, k, place, blob));
    if (padding == SEAL_PAD_NONE) {
        *plain = str_from(body, n);
        return ERR_OK;
    }
    if (!unpad(body, n, plain)) {
        seal_wipe(body, n);
        return ERR_SEAL;
    }
    return ERR_OK;
}
