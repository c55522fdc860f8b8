/* The four equal slots that open a member's root key, and the passphrase hash.
 *
 * Every account has four slots of the same size: 0 passphrase, 1 recovery code,
 * 2 duress, 3 spare; unused ones are random bytes. All four are always tried.
 * passphrase → argon2id(64 MiB, t=3, salt) → BLAKE2b with the pepper → slot keys.
 * A slot's plaintext is a kind byte and the root key. Without the server secret a slot
 * cannot be tested against a guess.
 */
#ifndef AWN_SEAL_SLOTS_H
#define AWN_SEAL_SLOTS_H

#include "seal/home.h"

#define SLOT_COUNT 4
#define SALT_SIZE 16

enum slot_kind { SLOT_PASSPHRASE, SLOT_RECOVERY, SLOT_DURESS, SLOT_SPARE };

/* The expensive step: about 64 MiB and a tenth of a second. Called on the hashing
 * workers only. ERR_BUSY when memory cannot be had. The passphrase is normalised by the
 * caller (members fold spaces and letter case before). */
enum err slot_hash(const struct seal_home *h, struct str passphrase, const uint8_t salt[SALT_SIZE],
                   struct key *out) MUST_CHECK;

/* Cost for tests: the least that libsodium allows, same code. Only when, at seal_home_open, the
 * environment had AWN_TEST_HASH=weak and a file named `demo` stood beside the keys; both are looked
 * at once, and a warning is logged. */

/* Salt shown for a name that does not exist: MAC under the server secret. */
void slot_fake_salt(const struct seal_home *h, struct str name_mac, uint8_t out[SALT_SIZE]);

/* Bytes of all four slots together. */
size_t slots_size(void);

/* Four random-filled slots. */
struct str slots_create(struct arena *a);

/* Slots with number `kind` replaced by one that `hashed` opens to `root`. `account` (the name MAC)
 * is bound as associated data. The slot's own number is bound too. */
struct str slots_set(struct arena *a, struct str slots, struct str account, enum slot_kind kind,
                     const struct key *hashed, const struct key *root);

/* Slot `kind` filled with random bytes again. */
struct str slots_clear(struct arena *a, struct str slots, enum slot_kind kind);

/* Tries all four; ERR_DENIED when none opens. Same work whichever opens. */
enum err slots_open(struct str slots, struct str account, const struct key *hashed,
                    enum slot_kind *kind, struct key *root) MUST_CHECK;

#endif
