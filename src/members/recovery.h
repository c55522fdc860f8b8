/* The recovery code: made, read, shown once and confirmed by typing two of its groups.
 *
 * Nothing of it is stored but the slot that it opens. Between the page that shows it and the page
 * that asks for two groups it travels in the page itself, sealed under the server secret.
 */
#ifndef AWN_MEMBERS_RECOVERY_H
#define AWN_MEMBERS_RECOVERY_H

#include "members/account.h"
#include "members/page.h"
#include "members/qr.h"

#define RECOVERY_GROUPS 6

/* Makes a code: its text and its slot hash under the salt go into out->recovery_code and
 * out->recovery. Slow. */
enum err recovery_create(const struct space_ctx *ctx, const uint8_t salt[SALT_SIZE],
                         struct hashed *out) MUST_CHECK;

/* What slot_hash takes for a typed code; false when it is no code. */
bool recovery_read(struct arena *secret, struct str typed, struct str *out);

/* The page that shows a code once; req->viewer is its owner. */
enum err recovery_show(struct req *req, struct res *res, struct str code) MUST_CHECK;

struct recovery_view {
    struct str groups[RECOVERY_GROUPS];
    struct str sealed; /* the code, and which groups are asked for */
    struct qr qr;
    const struct form *form;
    size_t first, second; /* fields of the form */
    bool wrong;
};

/* One group to type, in the type of codes. */
void view_recovery_group(struct html *h, const struct form *f, size_t field);

#endif
