/* Pools as records of the commons, and what of them is one's own.
 *
 * Purpose: a pool is a record of stream "pools" of the commons, each of its items one of stream
 * "pool items" + its id. Every member reads both; nothing in them says who keeps the pool or has
 * anything of it. Who keeps it holds the seed of its mailbox, in a list of their own (stream "pools
 * mine" of the own space); who has something holds the number of their hold there, and derives the
 * mailbox for answers from it:
 *
 *     seed = BLAKE2b(keyring's seed, "awn pool hold", hold id)
 *
 * The pool's own seed is random, so that it can be given to another keeper and changed.
 *
 * Invariants: every call that writes keeps all of it or nothing, in one writer's transaction: of
 * two at once the second reads what the first left. Records end on the pool's last day, a ride
 * POOL_RIDE_AFTER days after it; holds and letters some days after they end.
 *
 * Ownership: the context's secret arena. Errors: ERR_DENIED not of the network (any more), or no
 * keeper; ERR_NOT_FOUND no such pool, item or hold (any more); ERR_CONFLICT somebody was first, or
 * a move that is not possible now; ERR_TOO_MANY a list or a mailbox is full.
 */
#ifndef AWN_POOLS_STORE_H
#define AWN_POOLS_STORE_H

#include "members/members.h"
#include "pools/letter.h"
#include "pools/pools.h"
#include "space/record.h"

#define POOL_MINE_MAX 100
#define POOL_SAYS_MAX 6 /* letters with words only, of one borrower about one hold */
#define POOL_CODE_BYTES 15
#define POOL_CODE_DAYS 7

uint64_t pool_number(void); /* random, never 0 */

struct pool_list {
    struct pool *v; /* newest first */
    size_t n;
};
struct pool_items {
    struct pool_item *v; /* oldest first; a ride by its time */
    size_t n;
};
enum err pools_all(const struct space_ctx *ctx, struct viewer *v, struct pool_list *out) MUST_CHECK;
enum err pools_items(const struct space_ctx *ctx, struct viewer *v, const struct pool *p,
                     struct pool_items *out) MUST_CHECK;

/* ---- one's own ---- */

/* Numbers are stored. */
enum pool_role { POOL_KEEPS = 1, POOL_HAS = 2 };
struct pool_mine {
    uint32_t seq;
    enum pool_role role;
    uint64_t pool;
    enum pool_kind kind;
    struct str title;
    int64_t since;
    struct key seed; /* POOL_KEEPS */
    /* POOL_HAS */
    uint64_t item, hold;
    struct str name; /* of the thing */
    uint32_t units;
    int32_t from, until;
    int64_t at;
    uint32_t said;
};
struct pool_mines {
    struct pool_mine *v; /* newest first */
    size_t n;
};
enum err pools_mine(const struct space_ctx *ctx, struct viewer *v,
                    struct pool_mines *out) MUST_CHECK;
/* Does the viewer keep it, today? A seed that was changed keeps nothing. */
bool pool_is_mine(const struct pool_mines *all, const struct pool *p, struct key *seed);

/* ---- asking for something ---- */

struct pool_wish {
    uint64_t pool, item, hold; /* hold: a fresh number; sent twice it is the same */
    uint32_t units;
    int32_t from, until;
    struct str name, words; /* to the keeper */
};
/* ERR_CONFLICT: not free (any more). ERR_EXPIRED: the pool rests. */
enum err pool_ask(const struct space_ctx *ctx, struct viewer *v,
                  const struct pool_wish *wish) MUST_CHECK;

/* Taking from a store, or putting there; *left: what there is now, also with ERR_CONFLICT. */
enum pool_stock_way { POOL_STOCK_TAKE, POOL_STOCK_PUT };
struct pool_stock_move {
    uint64_t pool, item;
    enum pool_stock_way way;
    uint32_t count;
    int32_t best; /* of what is put */
};
enum err pool_stock_do(const struct space_ctx *ctx, struct viewer *v,
                       const struct pool_stock_move *move, uint32_t *left) MUST_CHECK;

/* Where a hold of one's own stands. */
enum pool_stage {
    POOL_STAGE_WAITS,
    POOL_STAGE_PROMISED,
    POOL_STAGE_OUT,
    POOL_STAGE_BACK,  /* it was given back */
    POOL_STAGE_OVER,  /* slept, driven */
    POOL_STAGE_FREED, /* the keeper could not, or did not answer in time */
    POOL_STAGE_ENDED  /* the pool is not there any more */
};
struct pool_held {
    enum pool_stage stage;
    bool late;
    int32_t until;
    struct pool_letters letters; /* of the keeper, and one's own words */
};
enum err pool_held_read(const struct space_ctx *ctx, struct viewer *v, const struct pool_mine *m,
                        struct pool_held *out) MUST_CHECK;
enum err pool_held_say(const struct space_ctx *ctx, struct viewer *v, uint64_t hold,
                       struct str words) MUST_CHECK;
/* Gives the place free (ERR_CONFLICT: it was handed over) and tells the keeper; off the list. */
enum err pool_held_cancel(const struct space_ctx *ctx, struct viewer *v, uint64_t hold) MUST_CHECK;
/* Off the list with its letters: of one that is over. ERR_CONFLICT: it is not. */
enum err pool_held_forget(const struct space_ctx *ctx, struct viewer *v, uint64_t hold) MUST_CHECK;

/* ---- keeping ---- */

/* A new one (its id is fresh; sent twice it is the same), kept by the viewer. */
enum err pool_open(const struct space_ctx *ctx, struct viewer *v, const struct pool *p) MUST_CHECK;
/* Title, line, rules, area, last day. */
enum err pool_change(const struct space_ctx *ctx, struct viewer *v,
                     const struct pool *facts) MUST_CHECK;
/* "It goes on": wakes it, too. */
enum err pool_confirm(const struct space_ctx *ctx, struct viewer *v, uint64_t pool) MUST_CHECK;

/* Adds (a fresh id) or changes: what is said of it and how many; what is held and counted stays.
 * ERR_CONFLICT: more are held than there would be. */
enum err pool_item_put(const struct space_ctx *ctx, struct viewer *v, uint64_t pool,
                       const struct pool_item *facts) MUST_CHECK;
enum pool_item_move { POOL_ITEM_AWAY, POOL_ITEM_HERE, POOL_ITEM_GONE };
/* GONE with ERR_CONFLICT: somebody has it, or will. */
enum err pool_item_do(const struct space_ctx *ctx, struct viewer *v, uint64_t pool, uint64_t item,
                      enum pool_item_move move) MUST_CHECK;

/* Every letter that waits. */
enum err pool_letters_read(const struct space_ctx *ctx, struct viewer *v, const struct pool *p,
                           struct pool_letters *out) MUST_CHECK;

/* What a keeper does with a hold: POOL_YES, NO, HANDED, BACK, REMINDS or SAYS. The borrower is told
 * where they can be. ERR_CONFLICT: not possible now. */
struct pool_answer {
    uint64_t pool, item, hold;
    enum pool_what what;
    struct str words;
};
enum err pool_answer(const struct space_ctx *ctx, struct viewer *v,
                     const struct pool_answer *answer) MUST_CHECK;
/* May it be done in this state? */
bool pool_may(enum pool_kind kind, const struct pool_hold *h, enum pool_what what, int32_t today);

/* Another keeper: a code that works once, for POOL_CODE_DAYS. ERR_INVALID: no whole code. */
enum err pool_code(const struct space_ctx *ctx, struct viewer *v, uint64_t pool,
                   struct str *code) MUST_CHECK;
enum err pool_code_take(const struct space_ctx *ctx, struct viewer *v, struct str typed,
                        uint64_t *pool) MUST_CHECK;
/* A new seed: whoever else kept it keeps it no more. Letters that wait come along. */
enum err pool_turn(const struct space_ctx *ctx, struct viewer *v, uint64_t pool) MUST_CHECK;

/* Away from keeping; the last one ends the pool, and whoever has something is told. */
enum err pool_leave(const struct space_ctx *ctx, struct viewer *v, uint64_t pool) MUST_CHECK;
enum err pool_end(const struct space_ctx *ctx, struct viewer *v, uint64_t pool) MUST_CHECK;
/* By a steward of the commons, who keeps it or not; the caller knows that they are. */
enum err pool_close(const struct space_ctx *ctx, struct viewer *v, uint64_t pool) MUST_CHECK;

#endif
