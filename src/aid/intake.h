/* What the pages for strangers share. */
#ifndef AWN_AID_INTAKE_H
#define AWN_AID_INTAKE_H

#include "aid/receipt.h"
#include "aid/when.h"
#include "members/page.h"

/* Does anybody read what is asked? */
enum err aid_is_read(const struct req *req, bool *out) MUST_CHECK;

/* "12 hours", "2 days". */
struct str aid_span_text(const struct req *req, int64_t seconds);

/* "today at 14:30", by the clocks of the network. */
struct str aid_when_text(const struct req *req, int64_t at);

/* The page with a new receipt's code, and the cookie of the visit that begins with it. */
enum err receipt_show(struct req *req, struct res *res, const struct receipt *r, struct str code,
                      const struct loop *loop) MUST_CHECK;

/* A code that waits in a form: sealed, and back. Opens today and tomorrow. */
struct str receipt_carry(const struct space_ctx *ctx, struct str code);
bool receipt_carried(const struct space_ctx *ctx, struct str sealed, struct receipt *r,
                     struct str *code);

#endif
