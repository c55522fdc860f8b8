/* The two secrets that live beside the database and never in it.
 *
 * secret.key   32 random bytes, 0600: the server secret. Sub-keys by label.
 * ratchet.key  a day and a 32-byte key, 0600: K(d+1) = H(K(d)). Rewritten in place
 *              (and fsynced) each midnight UTC; the old bytes are overwritten before the new
 *              are made durable under a temporary name and renamed.
 *
 * Files have a magic line, a version and a checksum, so that a wrong, cut or
 * mixed-up file gets its own message (ERR_CONFIG; the log names the file and what
 * to do). A ratchet.key fits only the secret.key it was made with. With systemd,
 * $CREDENTIALS_DIRECTORY/secret.key is used when it exists.
 *
 * Several processes may have one folder open: a lock on the folder (flock) lets one turn at a
 * time, and whoever comes second finds the file turned. Turning needs to write in the folder.
 */
#ifndef AWN_SEAL_HOME_H
#define AWN_SEAL_HOME_H

#include "seal/seal.h"

#define RETENTION_MAX_DAYS 400 /* how far ahead a record may expire */

struct seal_home;

/* Makes both files in `dir`; ERR_CONFLICT if one is there already. */
enum err seal_home_create(const char *dir, int32_t today) MUST_CHECK;

/* Opens both. Turns the ratchet forward by up to two days when it lags. If the clock is more
 * than two days ahead of the file, or behind it, nothing is changed and ERR_CLOCK
 * is returned (`allow_jump`: the steward said that the clock is right; ahead only).
 * *out lives in locked memory; released with seal_home_close. */
enum err seal_home_open(const char *dir, int32_t today, bool allow_jump,
                        struct seal_home **out) MUST_CHECK;
void seal_home_close(struct seal_home *h);

/* Sub-key of the server secret: "pepper", "blind-index", "row-mac", "fake-salt", "csrf", "draft", …
 */
void seal_home_key(const struct seal_home *h, const char *label, struct key *out);

/* The day the ratchet stands on. */
int32_t seal_home_day(const struct seal_home *h);

/* K(day) for today ≤ day ≤ today + RETENTION_MAX_DAYS, precomputed; ERR_EXPIRED before,
 * ERR_INVALID after. Thread-safe beside seal_home_turn. */
enum err seal_home_day_key(const struct seal_home *h, int32_t day, struct key *out) MUST_CHECK;

/* Turns to `today`: writes the new file, wipes the old keys from memory. Same
 * rules about jumps as seal_home_open; 0 or more days; nothing to do is success. */
enum err seal_home_turn(struct seal_home *h, int32_t today, bool allow_jump) MUST_CHECK;

/* The key of a record: KDF(epoch key, K(expires)); expires 0 = KDF(epoch key, "never"). */
enum err seal_record_key(const struct seal_home *h, const struct key *epoch, int32_t expires,
                         struct key *out) MUST_CHECK;

/* A number as a column of a row's MAC: eight bytes, little-endian, in `out`. */
struct str seal_word(uint8_t out[8], uint64_t v);

/* MAC over the columns of a key row (accounts, envelopes, epochs, sessions …): every field is
 * length-prefixed, so columns cannot run into each other. */
void seal_row_mac(const struct seal_home *h, const char *table, const struct str *columns, size_t n,
                  uint8_t out[KEY_SIZE]);

#endif
