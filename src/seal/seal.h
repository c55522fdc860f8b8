/* Keys, sealed blobs, key pairs, tokens. With its siblings in this folder the only
 * user of libsodium; nothing here invents a primitive.
 *
 * Blob format (all sealed fields of the house):
 *   byte 0     version, 1
 *   byte 1     suite, 1 = XChaCha20-Poly1305-IETF
 *   24 bytes   random nonce
 *   rest       ciphertext and 16-byte tag
 * Associated data binds version, suite and a `struct seal_place`, so that no blob
 * can be moved to another table, space, row, epoch, day or purpose, or be put back
 * after the row was rewritten (rev).
 *
 * Text is padded to 256 B / 1 / 4 / 16 KiB classes (and above that to multiples of
 * 16 KiB) before sealing: 4-byte little-endian length, then data, then zeros; the
 * class counts the length prefix.
 *
 * Misuse (a NULL key, an unknown purpose) aborts; a blob that does not open is
 * ERR_SEAL, and nothing of the plaintext is left in the output.
 */
#ifndef AWN_SEAL_SEAL_H
#define AWN_SEAL_SEAL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

#define KEY_SIZE 32
#define TAG_SIZE 16 /* a person's random tag in a space */

struct key {
    uint8_t b[KEY_SIZE];
};
struct tag {
    uint8_t b[TAG_SIZE];
};

/* Must be called once before anything else in this room; aborts if libsodium fails. */
void seal_init(void);

void key_random(struct key *out);
void key_wipe(struct key *k);
bool key_eq(const struct key *a, const struct key *b); /* constant time */
bool seal_eq(struct str a, struct str b);              /* constant time for equal lengths */
void seal_wipe(void *p, size_t n);

/* out = BLAKE2b-256 keyed with `k` over label, a zero byte, data. The one key
 * derivation of the house; every label is a constant, listed in SECURITY.md. */
void key_derive(struct key *out, const struct key *k, const char *label, struct str data);

/* The same function as a message authentication code. */
void seal_mac(uint8_t out[KEY_SIZE], const struct key *k, const char *label, struct str data);

/* What a blob is for; part of the associated data. Numbers never change. */
#define SEAL_PURPOSES(X)                                                                           \
    X(RECORD, 1)                                                                                   \
    X(CHAIN, 2)                                                                                    \
    X(KEYRING, 3)                                                                                  \
    X(SESSION, 4)                                                                                  \
    X(SLOT, 5)                                                                                     \
    X(ACCESS, 6)                                                                                   \
    X(DRAFT, 7)                                                                                    \
    X(SETTINGS, 8)
enum seal_purpose {
#define X(name, number) SEAL_##name = number,
    SEAL_PURPOSES(X)
#undef X
};

/* Where a blob belongs. Unused parts stay 0; the layout is fixed: purpose,
 * table, space, row, epoch, day, rev as little-endian words. */
struct seal_place {
    enum seal_purpose purpose;
    uint32_t table; /* a constant per table, from the room that owns it */
    uint64_t space;
    uint64_t row;
    uint32_t epoch;
    int32_t expires; /* day, or 0 for never */
    uint32_t rev;
};

enum seal_padding { SEAL_PAD_NONE, SEAL_PAD_TEXT };

/* Sealed copy of `plain` in the arena. */
struct str seal_blob(struct arena *a, const struct key *k, const struct seal_place *place,
                     enum seal_padding padding, struct str plain);

/* Opens a blob into the arena (give a secret arena for keys). ERR_SEAL. */
enum err seal_open(struct arena *a, const struct key *k, const struct seal_place *place,
                   enum seal_padding padding, struct str blob, struct str *plain) MUST_CHECK;

/* Size on disk of a text of n bytes, padded and sealed. */
size_t seal_size(enum seal_padding padding, size_t n);

/* Key pairs, derived from one seed: X25519 to receive, Ed25519 to sign. */
struct box_public {
    uint8_t b[32];
};
struct sign_public {
    uint8_t b[32];
};
struct signature {
    uint8_t b[64];
};
void box_public_of(struct box_public *out, const struct key *seed);
void sign_public_of(struct sign_public *out, const struct key *seed);

/* Anonymous box to a public key (crypto_box_seal), version and suite byte first.
 * `context` (tag, space, purpose …) is hashed into the front of the plaintext and
 * checked on opening, since the construction has no associated data. */
struct str box_blob(struct arena *a, const struct box_public *to, struct str context,
                    struct str plain);
enum err box_open(struct arena *a, const struct key *seed, struct str context, struct str blob,
                  struct str *plain) MUST_CHECK;

void sign_bytes(struct signature *out, const struct key *seed, const char *label, struct str data);
enum err sign_check(const struct signature *s, const struct sign_public *by, const char *label,
                    struct str data) MUST_CHECK;

/* Text forms of binary: lower-case hex; unpadded base64url; and Crockford base32
 * (lower case, read forgivingly: o as 0, i and l as 1), for codes and addresses. */
struct str seal_hex(struct arena *a, struct str bytes);
bool seal_from_hex(struct arena *a, struct str text, struct str *bytes);
struct str seal_base64(struct arena *a, struct str bytes);
bool seal_from_base64(struct arena *a, struct str text, struct str *bytes);
struct str seal_base32(struct arena *a, struct str bytes);
bool seal_from_base32(struct arena *a, struct str text, struct str *bytes);

#endif
