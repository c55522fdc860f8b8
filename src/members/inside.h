/* What the files of the members room share; nobody else includes this. */
#ifndef AWN_MEMBERS_INSIDE_H
#define AWN_MEMBERS_INSIDE_H

#include "members/account.h"
#include "members/keyring.pb-c.h"

/* Numbers of the tables in the associated data of sealed blobs. Never change one. */
enum members_table { TABLE_KEYRING = 16, TABLE_SESSION = 17, TABLE_ACCESS = 18, TABLE_DRAFT = 19 };

/* keyring.c */
struct str keyring_seal(const struct space_ctx *ctx, const struct keyring *k,
                        const struct key *access, uint64_t account, int64_t version);
/* A keyring's next version: random, so that none tells how often its owner was here. */
int64_t keyring_version_new(void);
enum err keyring_open(const struct space_ctx *ctx, const struct key *access, uint64_t account,
                      int64_t version, struct str blob, struct keyring *out) MUST_CHECK;

/* session.c */
struct session_data {
    uint64_t account;
    struct key access;
    int64_t started, seen;
    bool failed, fresh;
    struct str typed, carry;
};
struct str session_seal(const struct space_ctx *ctx, const uint8_t id[SESSION_ID_SIZE],
                        const struct key *key, const struct session_data *d);

/* members_store.c: rows with their MACs. */
struct session_row {
    int32_t expires;
    struct str sealed;
};
enum err store_session_add(const struct space_ctx *ctx, const uint8_t id[SESSION_ID_SIZE],
                           int32_t expires, struct str sealed) MUST_CHECK;
enum err store_session_get(const struct space_ctx *ctx, const uint8_t id[SESSION_ID_SIZE],
                           struct session_row *out) MUST_CHECK;
enum err store_session_delete(struct db *db, const uint8_t id[SESSION_ID_SIZE]) MUST_CHECK;
/* Only while the row is there: an ended session does not come back. */
enum err store_session_rewrite(struct db *db, const uint8_t id[SESSION_ID_SIZE], struct str sealed,
                               struct str mac) MUST_CHECK;
void session_mac(const struct space_ctx *ctx, const uint8_t id[SESSION_ID_SIZE], int32_t expires,
                 struct str sealed, uint8_t mac[KEY_SIZE]);
enum err store_sessions_expire(struct db *db, int32_t today, int64_t *gone) MUST_CHECK;

enum err store_account_by_name(const struct space_ctx *ctx, const uint8_t mac[KEY_SIZE],
                               struct account *out) MUST_CHECK;
enum err store_account_by_id(const struct space_ctx *ctx, uint64_t id,
                             struct account *out) MUST_CHECK;
enum err store_keyring_get(const struct space_ctx *ctx, uint64_t id, int64_t *version,
                           struct str *blob) MUST_CHECK;
enum err store_keyring_put(struct db *db, uint64_t id, int64_t from, int64_t to,
                           struct str blob) MUST_CHECK;
enum err store_account_add(const struct space_ctx *ctx, const struct account *a) MUST_CHECK;
enum err store_account_keys(const struct space_ctx *ctx, const struct account *a) MUST_CHECK;
enum err store_account_delete(struct db *db, uint64_t id) MUST_CHECK;

#endif
