#include "seal/slots.h"

#include <assert.h>
#include <sodium.h>
#include <string.h>

#include "base/log.h"
#include "seal/internal.h"

/* A slot is a blob like every other: version, suite, nonce, then kind and root key
 * sealed. An unused one has the same two first bytes and random ones behind them,
 * which without the right key cannot be told apart. */
#define SLOT_PLAIN (1 + KEY_SIZE)
#define SLOT_SIZE (SEAL_HEAD + SLOT_PLAIN + SEAL_TAG)

/* The cost that the design names; libsodium fixes the lanes to 1. */
#define HASH_MEMORY (64u << 20)
#define HASH_PASSES 3u

static_assert(crypto_pwhash_SALTBYTES == SALT_SIZE, "salt size");

enum err slot_hash(const struct seal_home *h, struct str passphrase, const uint8_t salt[SALT_SIZE],
                   struct key *out)
{
    bool weak = home_hash_is_weak(h);
    struct key slow, pepper;
    if (crypto_pwhash(slow.b, KEY_SIZE, (const char *)bytes_of(passphrase), passphrase.n, salt,
                      weak ? crypto_pwhash_OPSLIMIT_MIN : HASH_PASSES,
                      weak ? crypto_pwhash_MEMLIMIT_MIN : HASH_MEMORY,
                      crypto_pwhash_ALG_ARGON2ID13)) {
        log_warn("seal", "no memory for a passphrase hash (64 MiB each)");
        sodium_memzero(out, sizeof *out);
        return ERR_BUSY;
    }
    seal_home_key(h, "pepper", &pepper);
    key_derive(out, &pepper, "slot-hash", str_from(slow.b, KEY_SIZE));
    key_wipe(&slow);
    key_wipe(&pepper);
    return ERR_OK;
}

void slot_fake_salt(const struct seal_home *h, struct str name_mac, uint8_t out[SALT_SIZE])
{
    struct key k;
    uint8_t mac[KEY_SIZE];
    seal_home_key(h, "fake-salt", &k);
    seal_mac(mac, &k, "salt", name_mac);
    memcpy(out, mac, SALT_SIZE);
    key_wipe(&k);
}

size_t slots_size(void)
{
    return (size_t)SLOT_COUNT * SLOT_SIZE;
}

static void slot_fill(uint8_t *slot)
{
    randombytes_buf(slot, SLOT_SIZE);
    slot[0] = SEAL_VERSION;
    slot[1] = SEAL_SUITE_AEAD;
}

struct str slots_create(struct arena *a)
{
    uint8_t *out = arena_alloc(a, slots_size());
    for (size_t i = 0; i < SLOT_COUNT; i++)
        slot_fill(out + i * SLOT_SIZE);
    return str_from(out, slots_size());
}

/* The account goes into the slot's key, its number into key and place. */
static void slot_key(struct key *out, const struct key *hashed, size_t number, struct str account)
{
    static const char *const labels[SLOT_COUNT] = {"slot-0", "slot-1", "slot-2", "slot-3"};
    key_derive(out, hashed, labels[number], account);
}

static struct seal_place slot_place(size_t number)
{
    return (struct seal_place){.purpose = SEAL_SLOT, .row = number};
}

struct str slots_set(struct arena *a, struct str slots, struct str account, enum slot_kind kind,
                     const struct key *hashed, const struct key *root)
{
    size_t number = (size_t)kind;
    assert(slots.n == slots_size() && number < SLOT_COUNT && hashed && root);
    uint8_t *out = arena_copy(a, slots.p, slots.n);
    uint8_t plain[SLOT_PLAIN];
    struct seal_place place = slot_place(number);
    struct key k;
    plain[0] = (uint8_t)number;
    memcpy(plain + 1, root->b, KEY_SIZE);
    slot_key(&k, hashed, number, account);
    seal_blob_into(out + number * SLOT_SIZE, &k, &place, str_from(plain, sizeof plain));
    sodium_memzero(plain, sizeof plain);
    key_wipe(&k);
    return str_from(out, slots.n);
}

struct str slots_clear(struct arena *a, struct str slots, enum slot_kind kind)
{
    size_t number = (size_t)kind;
    assert(slots.n == slots_size() && number < SLOT_COUNT);
    uint8_t *out = arena_copy(a, slots.p, slots.n);
    slot_fill(out + number * SLOT_SIZE);
    return str_from(out, slots.n);
}

enum err slots_open(struct str slots, struct str account, const struct key *hashed,
                    enum slot_kind *kind, struct key *root)
{
    assert(hashed);
    memset(root, 0, sizeof *root);
    *kind = SLOT_PASSPHRASE;
    if (slots.n != slots_size())
        return ERR_SEAL;
    /* All four are tried, and what is found is kept by masks, so that the work does
     * not tell which one it was. Two that open cannot be: the keys differ. */
    uint8_t found = 0, number = 0;
    for (size_t i = 0; i < SLOT_COUNT; i++) {
        uint8_t plain[SLOT_PLAIN] = {0};
        struct seal_place place = slot_place(i);
        struct key k;
        slot_key(&k, hashed, i, account);
        enum err e =
            seal_open_into(plain, &k, &place, str_from(slots.p + i * SLOT_SIZE, SLOT_SIZE));
        uint8_t mask = (uint8_t) - (e == ERR_OK && plain[0] == i);
        for (size_t j = 0; j < KEY_SIZE; j++)
            root->b[j] |= mask & plain[1 + j];
        number |= mask & (uint8_t)i;
        found |= mask;
        sodium_memzero(plain, sizeof plain);
        key_wipe(&k);
    }
    *kind = (enum slot_kind)number;
    return found ? ERR_OK : ERR_DENIED;
}
