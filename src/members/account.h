/* Accounts: found by a keyed hash of the sign-in name, opened by one of four equal slots.
 *
 * What is written for a sign-in that fails is the same as for one that succeeds: one session row.
 * The caller (pages) answers both with the same bytes: a cookie and a redirect.
 */
#ifndef AWN_MEMBERS_ACCOUNT_H
#define AWN_MEMBERS_ACCOUNT_H

#include "members/members.h"
#include "seal/slots.h"

#define NAME_MIN 3
#define NAME_MAX 60
#define PASSPHRASE_MIN 12 /* code points; the suggested ones are far longer */
#define PASSPHRASE_MAX 200
#define RECOVERY_BYTES 15 /* 24 characters in six groups */
#define INVITATION_BYTES 15

struct account {
    bool found;
    uint64_t id;
    uint8_t name_mac[KEY_SIZE];
    uint8_t salt[SALT_SIZE]; /* a steady fake one when not found */
    struct str slots;
    struct str access; /* the access key, sealed under the root key */
    struct str keyring;
    int64_t version;
};

/* Adds a space to a keyring that belongs to no viewer yet (joining). */
struct membership *keyring_add_space(struct arena *a, struct keyring *k, enum space_kind kind,
                                     const struct space_ticket *ticket, struct str label,
                                     int64_t now);

/* By folded sign-in name. Success also when there is none (found = false, everything else
 * plausible). */
enum err account_find(const struct space_ctx *ctx, struct str name, struct account *out) MUST_CHECK;
enum err account_by_id(const struct space_ctx *ctx, uint64_t id, struct account *out) MUST_CHECK;

/* What the slow step hands to the handler (req->slow). */
struct hashed {
    struct account account;
    struct key passphrase; /* slot_hash of what was typed as passphrase or recovery code */
    struct key fresh;      /* slot_hash of a new passphrase, when the form has one */
    struct key recovery;   /* slot_hash of a new recovery code, when one was made */
    struct str recovery_code;
    uint8_t salt[SALT_SIZE]; /* for a new account */
};

/* A new account with its keyring; ERR_CONFLICT when the name is taken. */
struct new_account {
    struct str name;
    const struct hashed *hashed;
    const struct keyring *keyring;
};
enum err account_create(const struct space_ctx *ctx, const struct new_account *n,
                        struct key *access, uint64_t *id) MUST_CHECK;

/* Opens the slots with a hash. ERR_DENIED. */
enum err account_open(const struct space_ctx *ctx, const struct account *a,
                      const struct key *hashed, enum slot_kind *kind, struct key *root,
                      struct key *access) MUST_CHECK;

/* Replaces one slot (change of passphrase or recovery code), keeping the salt. */
enum err account_set_slot(const struct space_ctx *ctx, struct account *a, enum slot_kind kind,
                          const struct key *hashed, const struct key *root) MUST_CHECK;

/* A new access key: every session but the viewer's own ends, and stolen session rows open nothing.
 */
enum err account_rotate_access(const struct space_ctx *ctx, struct account *a,
                               const struct key *root, struct viewer *v) MUST_CHECK;

enum err account_delete(const struct space_ctx *ctx, uint64_t id) MUST_CHECK;

/* Sessions. `token` receives 43 characters for the cookie. */
enum err session_start(const struct space_ctx *ctx, uint64_t account, const struct key *access,
                       struct str carry, struct str *token) MUST_CHECK;
enum err session_start_failed(const struct space_ctx *ctx, struct str typed, struct str carry,
                              struct str *token) MUST_CHECK;
enum err session_end(const struct space_ctx *ctx, const uint8_t id[SESSION_ID_SIZE]) MUST_CHECK;
/* By the cookie's token, whatever state it is in: the quick exit. */
enum err session_end_token(const struct space_ctx *ctx, struct str token) MUST_CHECK;
/* Puts a fresh session on the keyring's list, and leaves out those that are too old. */
void session_list_add(const struct space_ctx *ctx, struct viewer *v);
/* Ends a session of the viewer's (also this one) and notes so on the list, so that its row, put
 * back by somebody, opens nothing. */
enum err session_list_end(const struct space_ctx *ctx, struct viewer *v,
                          const uint8_t id[SESSION_ID_SIZE]) MUST_CHECK;
/* Rewrites the session's sealed part (after carry was used, or the access key turned). */
enum err session_rewrite(const struct space_ctx *ctx, struct viewer *v) MUST_CHECK;
enum err sessions_expire(struct db *db, int32_t today, int64_t *gone) MUST_CHECK;

#endif
