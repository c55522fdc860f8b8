/* What a member asks of the fund.
 *
 * Purpose: the own space (members/own.h) remembers which requests there are (stream "fund mine",
 * numbers only); what they are, what was said and where they stand is what the letters in their
 * mailboxes add up to. The seed of a mailbox is derived from the keyring:
 *
 *     seed = BLAKE2b(keyring's seed, "awn fund ask", number of the request)
 *
 * so a keeper of the fund can be told from who asked without anything being kept for it.
 *
 * Invariants: at most FUND_MINE_MAX requests at a time. What is sent stands in the own mailbox, too
 * (a receipt without its words), until the last day of the request. Nobody but the person opens it.
 *
 * Each call that writes keeps all of it or nothing. Ownership: the context's secret arena. Errors:
 * ERR_NOT_FOUND: no such request of one's own, or nobody keeps the fund; ERR_TOO_MANY: the list is
 * full, or the desk is; ERR_CONFLICT: not now.
 */
#ifndef AWN_FUND_MINE_H
#define AWN_FUND_MINE_H

#include <jansson.h>

#include "fund/ask.h"
#include "members/members.h"

#define FUND_MINE_MAX 20

struct fund_mine {
    uint32_t seq;
    struct ask ask;
    bool ended; /* the desk is no more: nobody reads it */
};
struct fund_mine_list {
    struct fund_mine *v; /* newest first */
    size_t n;
};

void fund_mine_seed(const struct viewer *v, uint64_t ask, struct key *out);

enum err fund_mine_all(const struct space_ctx *ctx, struct viewer *v,
                       struct fund_mine_list *out) MUST_CHECK;
enum err fund_mine_find(const struct space_ctx *ctx, struct viewer *v, uint64_t ask,
                        struct fund_mine *out) MUST_CHECK;

/* Sends a new request; id, fund, kind, amount, words … are the caller's, the rest begins. */
enum err fund_mine_ask(const struct space_ctx *ctx, struct viewer *v,
                       const struct ask *ask) MUST_CHECK;

/* Words, or one of the moves of who asks (ASK_SHOW: the words are the receipt). */
enum err fund_mine_say(const struct space_ctx *ctx, struct viewer *v, uint64_t ask,
                       struct str words) MUST_CHECK;
enum err fund_mine_move(const struct space_ctx *ctx, struct viewer *v, uint64_t ask,
                        enum ask_move move, struct str words) MUST_CHECK;

/* Off the list, with all letters; one that goes on is withdrawn first. */
enum err fund_mine_drop(const struct space_ctx *ctx, struct viewer *v, uint64_t ask) MUST_CHECK;

/* A JSON array; the caller decrefs it. */
enum err fund_mine_export(const struct space_ctx *ctx, struct viewer *v, json_t **out) MUST_CHECK;

/* For who leaves for good. */
enum err fund_mine_end(const struct space_ctx *ctx, struct viewer *v) MUST_CHECK;

#endif
