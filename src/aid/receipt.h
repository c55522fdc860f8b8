/* The receipt: what somebody without an account holds of their ask.
 *
 * Purpose: a code of 120 bits, on paper or in a photo, is the seed of the ask's mailbox; whoever
 * has it reads what came, answers, confirms, withdraws, deletes. Nothing of it is stored. While
 * somebody looks at their ask, the code travels in a cookie, sealed under the server secret, so
 * that it need not be typed for each page; without a cookie only the page with the code itself
 * works.
 *
 * Invariants: the cookie opens for RECEIPT_IDLE_SECONDS after the last page, and for
 * RECEIPT_MAX_SECONDS after the code was typed; leaving and closing clear it. It is not kept
 * anywhere else, so a copy of it made on the device opens for as long, and no longer.
 *
 * Ownership: codes live in the secret arena.
 */
#ifndef AWN_AID_RECEIPT_H
#define AWN_AID_RECEIPT_H

#include "aid/party.h"

#define RECEIPT_COOKIE "__Host-r"
#define RECEIPT_BYTES 15
#define RECEIPT_GROUPS 6
#define RECEIPT_IDLE_SECONDS (20 * 60)
#define RECEIPT_MAX_SECONDS (2 * 3600)

struct receipt {
    uint8_t code[RECEIPT_BYTES];
    int64_t started; /* when the code was typed, or made */
};

/* A new one; its text is "k7f2-9qxe-…". */
struct str receipt_create(const struct space_ctx *ctx, struct receipt *out);

/* As it was typed: any case, with or without spaces. False: not a whole code. */
bool receipt_read(const struct space_ctx *ctx, struct str typed, struct receipt *out);

/* Who holds it: the asker. */
struct party receipt_party(const struct space_ctx *ctx, const struct receipt *r);

/* The cookie's value for a visit that goes on now; and back. */
struct str receipt_seal(const struct space_ctx *ctx, const struct receipt *r);
bool receipt_open(const struct space_ctx *ctx, struct str cookie, struct receipt *out);

#endif
