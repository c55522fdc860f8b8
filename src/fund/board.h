/* What all members may know of the funds: one record a fund in the commons (stream "fund board").
 *
 * Purpose: how much is there (exactly or as a range, as the keepers choose), what came in and went
 * out in each month by kind (always as ranges: one person's need must not be read from a sum), how
 * one gives, how one asks. Ranges are made before anything is written: members hold no more.
 *
 * Invariants: written in the transaction of what it tells; a record ends a year after it was last
 * written; a desk that took the place of another one takes its board down.
 */
#ifndef AWN_FUND_BOARD_H
#define AWN_FUND_BOARD_H

#include "fund/store.h"

#define FUND_BOARD_DAYS 366

struct fund_flow {
    int account; /* LEDGER_GIFTS, a kind's account, LEDGER_LOANS or LEDGER_COSTS */
    int64_t low, high;
};
struct fund_board_month {
    int32_t month;
    struct fund_flow v[LEDGER_ACCOUNT_MAX];
    size_t n;
};
struct fund_shown {
    uint32_t fund;
    struct str name;
    struct currency currency;
    int64_t low, high; /* what is there; equal: exactly this */
    int64_t at;
    struct str give, asking;
    struct fund_board_month months[FUND_MONTHS]; /* newest first */
    size_t nmonths;
};
struct fund_board {
    struct fund_shown *v;
    size_t n;
};

/* Writes it anew, inside the caller's transaction. Somebody who keeps the fund is a member. */
enum err fund_board_put(struct desk *d) MUST_CHECK;

/* Takes it down: the desk ends. */
enum err fund_board_end(struct desk *d) MUST_CHECK;

/* For any member. Nothing where there is no desk. */
enum err fund_board_read(const struct space_ctx *ctx, struct viewer *v,
                         struct fund_board *out) MUST_CHECK;

#endif
