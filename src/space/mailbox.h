/* A mailbox: letters for one key, without a space and without an account.
 *
 * Purpose: whoever holds a seed (in a receipt on paper, or made of one on a keyring) can be written
 * to by those they gave the mailbox's address and public key. Letters stand in the same table as
 * those of spaces, sealed the same way, and nobody can tell them apart from outside.
 *
 * Invariants: at most MAILBOX_MAX letters wait; each ends with its day, whether it was read or not.
 * Nothing says that a mailbox exists; reading one that nobody ever wrote to finds nothing.
 */
#ifndef AWN_SPACE_MAILBOX_H
#define AWN_SPACE_MAILBOX_H

#include "space/inbox.h"

#define MAILBOX_MAX 200

/* What others need to write to it. id 0: none. */
struct mailbox_to {
    uint64_t id;
    struct box_public key;
};

void mailbox_of(struct mailbox_to *out, const struct key *seed);

/* `expires`: day, after which nobody can read it. ERR_TOO_MANY: it is full; ERR_EXPIRED. */
enum err mailbox_drop(const struct space_ctx *ctx, const struct mailbox_to *to, int32_t expires,
                      struct str body) MUST_CHECK;

/* Letters in no order; those that do not open are skipped (and logged once). */
enum err mailbox_read(const struct space_ctx *ctx, const struct key *seed,
                      struct inbox *out) MUST_CHECK;

enum err mailbox_take(const struct space_ctx *ctx, const struct key *seed,
                      const struct tag *id) MUST_CHECK;

#endif
