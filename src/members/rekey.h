/* New keys for an account: after the recovery code was used, and to end every other session. */
#ifndef AWN_MEMBERS_REKEY_H
#define AWN_MEMBERS_REKEY_H

#include "members/account.h"

/* The slow part of a recovery: hashes the typed code (recovery_read), the new passphrase (folded)
 * and a new recovery code, whether the name exists or not. */
enum err rekey_hash(const struct space_ctx *ctx, struct str name, struct str code,
                    struct str passphrase, struct hashed *out) MUST_CHECK;

/* The code opens the account: the new passphrase and the new recovery code take their slots, the
 * access key turns (every session ends), nothing is confirmed any more. In one transaction.
 * ERR_DENIED: no such name, or another code. */
enum err rekey_recover(const struct space_ctx *ctx, const struct hashed *hashed, struct str name,
                       struct key *access, uint64_t *account) MUST_CHECK;

/* Ends all sessions but the viewer's, and turns the access key, so that nothing copied of them
 * opens anything. */
enum err rekey_sessions(const struct space_ctx *ctx, struct account *a, const struct key *root,
                        struct viewer *v) MUST_CHECK;

#endif
