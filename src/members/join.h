/* Coming in by invitation: an account, a person in the commons, a session. */
#ifndef AWN_MEMBERS_JOIN_H
#define AWN_MEMBERS_JOIN_H

#include "members/invitation.h"

/* The slow part: hashes the passphrase and a new recovery code under the name's salt. `name` and
 * `passphrase` are folded. The same name gives the same salt always, so that a form sent twice
 * still opens what its first copy made. */
enum err join_hash(const struct space_ctx *ctx, struct str name, struct str passphrase,
                   struct hashed *out) MUST_CHECK;

struct joining {
    struct key invitation; /* invitation_read */
    struct str name;       /* as the person writes it, kept on the keyring */
    struct str folded;     /* as it is looked up */
    struct str label;      /* what the network calls itself */
    struct space_persona persona;
    const struct hashed *hashed;
};

/* Everything or nothing. ERR_CONFLICT: the name is taken; ERR_EXPIRED, ERR_DENIED: the invitation
 * has run out, or was used, or never was. */
enum err join_create(const struct space_ctx *ctx, const struct joining *j, struct key *access,
                     uint64_t *account) MUST_CHECK;

/* The form was sent twice: the account is there already and this passphrase opens it. Replaces its
 * recovery code by the one just made, which is the one that will be seen. ERR_DENIED: it is
 * somebody else's name, or nobody's. */
enum err join_again(const struct space_ctx *ctx, const struct hashed *hashed, struct str folded,
                    struct key *access, uint64_t *account) MUST_CHECK;

#endif
