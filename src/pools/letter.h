/* Letters between who borrows and who keeps.
 *
 * Purpose: who has what stands in these and nowhere else. Whoever asks writes to the mailbox of the
 * pool; whoever keeps it answers to a mailbox that the borrower derives for each hold.
 *
 * Invariants: a letter ends with its day. One that does not open, or has a wrong shape, is skipped.
 * Ownership: the given arena; texts borrow from the letter that was read.
 */
#ifndef AWN_POOLS_LETTER_H
#define AWN_POOLS_LETTER_H

#include "pools/pool.h"

/* Numbers are stored. */
enum pool_what {
    POOL_ASKS = 1,
    POOL_SAYS = 2, /* words only */
    POOL_YES = 3,
    POOL_NO = 4, /* it is free again */
    POOL_HANDED = 5,
    POOL_BACK = 6,
    POOL_REMINDS = 7,
    POOL_CANCELS = 8, /* the borrower does not need it any more */
    POOL_LEAVES = 9,  /* the borrower leaves the network */
    POOL_ENDED = 10,  /* the pool has ended */
    POOL_KEY = 11     /* the pool's seed, for another keeper: behind a code */
};
#define POOL_WHAT_MAX POOL_KEY

struct pool_letter {
    struct tag id; /* of the letter in its box */
    enum pool_what what;
    uint64_t pool, item, hold;
    int64_t at;
    uint32_t turn;
    bool keeper;
    struct str name, words;
    uint32_t units;
    int32_t from, until;
    struct mailbox_to reply; /* of POOL_ASKS */
    struct key seed;         /* of POOL_KEY */
    struct str title;        /* of POOL_KEY */
};
struct pool_letters {
    struct pool_letter *v; /* oldest first */
    size_t n;
};

struct str pool_letter_pack(struct arena *a, const struct pool_letter *l);

/* hold 0: all of them. */
void pool_letters_of(struct arena *a, const struct inbox *in, uint64_t hold,
                     struct pool_letters *out);

uint32_t pool_letters_turn(const struct pool_letters *all);

/* What asked for it; NULL when it is gone. */
const struct pool_letter *pool_letters_ask(const struct pool_letters *all, uint64_t hold);

#endif
