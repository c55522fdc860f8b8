/* The inbox of a space: anyone who knows the space's number can drop a sealed record,
 * only the space's key-holders can read it, and nobody can see from outside to
 * which space it belongs (the address is a MAC under the server secret).
 * The inbox key pair is derived from the epoch key, so it turns with it.
 */
#ifndef AWN_SPACE_INBOX_H
#define AWN_SPACE_INBOX_H

#include "space/space.h"

#define INBOX_ID_SIZE 16
#define INBOX_MAX 500 /* waiting letters a space; then ERR_TOO_MANY */

struct inbox_letter {
    struct tag id;   /* to take it out */
    struct str body; /* in the secret arena */
};
struct inbox {
    struct inbox_letter *v;
    size_t n;
};

/* Needs no key of the space. `expires`: day, after which nobody can read it. */
enum err inbox_drop(const struct space_ctx *ctx, struct space_id to, int32_t expires,
                    struct str body) MUST_CHECK;

/* Letters in no order; those that do not open are skipped (and logged once). */
enum err inbox_read(struct space *s, struct inbox *out) MUST_CHECK;

enum err inbox_take(struct space *s, const struct tag *id) MUST_CHECK;

#endif
