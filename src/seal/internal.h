/* What the files of this room share and no other room sees.
 *
 * Ownership: nothing here allocates; callers wipe what they were given.
 */
#ifndef AWN_SEAL_INTERNAL_H
#define AWN_SEAL_INTERNAL_H

#include <unistd.h>

#include "seal/home.h"

#define SEAL_VERSION 1
#define SEAL_SUITE_AEAD 1 /* XChaCha20-Poly1305-IETF */
#define SEAL_SUITE_BOX 2  /* crypto_box_seal: X25519, XSalsa20-Poly1305 */
#define SEAL_HEAD 26      /* version, suite, nonce */
#define SEAL_TAG 16

/* libsodium wants a valid pointer even for no bytes. */
static inline const unsigned char *bytes_of(struct str s)
{
    return (const unsigned char *)(s.p ? s.p : "");
}

static inline void put_le(uint8_t *to, uint64_t v, size_t bytes)
{
    for (size_t i = 0; i < bytes; i++)
        to[i] = (uint8_t)(v >> 8 * i);
}

static inline uint64_t get_le(const uint8_t *from, size_t bytes)
{
    uint64_t v = 0;
    for (size_t i = 0; i < bytes; i++)
        v |= (uint64_t)from[i] << 8 * i;
    return v;
}

/* Unpadded sealing into memory of the caller: out has SEAL_HEAD + plain.n + SEAL_TAG bytes. `plain`
 * may stand at out + SEAL_HEAD. */
void seal_blob_into(uint8_t *out, const struct key *k, const struct seal_place *place,
                    struct str plain);

/* The reverse: out has blob.n - SEAL_HEAD - SEAL_TAG bytes; blob.n was checked by the caller. */
enum err seal_open_into(uint8_t *out, const struct key *k, const struct seal_place *place,
                        struct str blob) MUST_CHECK;

/* --- home_file.c: the two files of home.h --------------------------------- */

#define PAIR_SIZE 16

struct ratchet {
    int32_t day;
    struct key key;
};

static inline void fd_close(int *fd)
{
    if (*fd >= 0)
        close(*fd);
}
#define FD_LOCAL __attribute__((cleanup(fd_close)))

/* `dir` is for the log; `at` is that folder, open. All log what is wrong and what to do. */
enum err home_file_secret_write(int at, const char *dir, const struct key *secret) MUST_CHECK;
enum err home_file_secret_read(int at, const char *dir, struct key *secret) MUST_CHECK;

/* Reads ratchet.key, and ends a turn that was interrupted. The caller holds the folder's lock. */
enum err home_file_ratchet_read(int at, const char *dir, const struct key *secret,
                                struct ratchet *out) MUST_CHECK;

/* Replaces ratchet.key (or makes it); the bytes of the old one are overwritten. */
enum err home_file_ratchet_write(int at, const char *dir, const struct key *secret,
                                 const struct ratchet *r) MUST_CHECK;

/* ERR_CONFLICT when either file is there. */
enum err home_file_absent(int at, const char *dir) MUST_CHECK;

/* Overwrites secret.key and takes it away: only for a folder whose making failed. */
void home_file_secret_remove(int at);

/* --- home.c ---------------------------------------------------------------- */

/* K(day + 1) of K(day). */
void ratchet_next(struct key *out, const struct key *k);

/* Whether this folder belongs to a test or demonstration; see slots.c. */
bool home_hash_is_weak(const struct seal_home *h);

#endif
