/* What the store's files share. Nobody else includes this. */
#ifndef AWN_POOLS_INSIDE_H
#define AWN_POOLS_INSIDE_H

#include "pools/pack.h"

#define POOL_AFTER_DAYS 30 /* letters and one's own note of a hold are kept, after it ended */
#define POOL_KEEP_DAYS 400 /* one's own note of keeping; made new with every look after it */

/* The commons, for one call. */
struct pool_place {
    const struct space_ctx *ctx;
    struct viewer *v;
    struct space *s;
    int32_t today;
};
enum err pool_in(const struct space_ctx *ctx, struct viewer *v, struct pool_place *out) MUST_CHECK;
/* The weekly turn of its keys, after something was written there. */
enum err pool_in_turn(const struct pool_place *at) MUST_CHECK;

enum err pool_list_read(const struct pool_place *at, struct pool_list *out) MUST_CHECK;
enum err pool_get(const struct pool_place *at, uint64_t id, struct pool *out) MUST_CHECK;
enum err pool_write(const struct pool_place *at, const struct pool *p) MUST_CHECK;
enum err pool_remove(const struct pool_place *at, const struct pool *p) MUST_CHECK; /* items too */

enum err pool_items_read(const struct pool_place *at, const struct pool *p,
                         struct pool_items *out) MUST_CHECK;
enum err pool_item_get(const struct pool_place *at, const struct pool *p, uint64_t id,
                       struct pool_item *out) MUST_CHECK;
/* A new one where x->seq is 0. */
enum err pool_item_write(const struct pool_place *at, const struct pool *p,
                         const struct pool_item *x) MUST_CHECK;
enum err pool_item_remove(const struct pool_place *at, const struct pool *p,
                          const struct pool_item *x) MUST_CHECK;

/* mine.c: one's own list. `own` may be NULL: then there is nothing. */
enum err pool_mine_read(const struct space_ctx *ctx, struct space *own,
                        struct pool_mines *out) MUST_CHECK;
struct pool_mine *pool_mine_of(struct pool_mines *all, enum pool_role role, uint64_t id);
enum err pool_mine_keep(const struct space_ctx *ctx, struct viewer *v, struct space *own,
                        const struct pool_mine *m) MUST_CHECK;
enum err pool_mine_drop(struct viewer *v, struct space *own, const struct pool_mine *m) MUST_CHECK;
void pool_hold_seed(const struct viewer *v, uint64_t hold, struct key *out);

/* Letters in the box of a seed; of one hold, or (0) all. Taking them out. */
enum err pool_box_read(const struct space_ctx *ctx, const struct key *seed, uint64_t hold,
                       struct pool_letters *out) MUST_CHECK;
enum err pool_box_empty(const struct space_ctx *ctx, const struct key *seed,
                        uint64_t hold) MUST_CHECK;
/* Until when a letter about a hold is kept. */
int32_t pool_letter_day(const struct pool_place *at, int32_t until);

/* ask.c: of who leaves. What hinders nobody is skipped. */
enum err pool_held_end(const struct space_ctx *ctx, struct viewer *v,
                       const struct pool_mine *m) MUST_CHECK;

#endif
