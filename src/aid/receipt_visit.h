/* A visit: somebody who holds a receipt, and what it leads to. Inside the aid room. */
#ifndef AWN_AID_RECEIPT_VISIT_H
#define AWN_AID_RECEIPT_VISIT_H

#include "aid/ask_own.h"
#include "aid/receipt.h"

struct visit {
    struct space_ctx ctx;
    struct receipt receipt;
    struct party party;
    struct aid_thread thread;
    bool in;
    bool ended; /* the cookie was good, but nothing is there any more */
};

/* By the cookie. */
enum err receipt_visit(struct req *req, struct res *res, struct visit *v) MUST_CHECK;

/* To who has no visit (any more); what was being written goes along. */
enum err receipt_door(struct req *req, struct res *res, const struct visit *v,
                      struct str words) MUST_CHECK;

/* receipt_change_pages.c: other words, limits, another last day. */
route_handle receipt_change_get, receipt_change_post;

#endif
