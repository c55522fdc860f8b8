/* Records of the room, packed and unpacked. Nobody else includes this.
 *
 * Ownership: what is unpacked lives as long as the arena; false for what is not of our shape. */
#ifndef AWN_POOLS_PACK_H
#define AWN_POOLS_PACK_H

#include "pools.pb-c.h"
#include "pools/store.h"
#include "space/pack.h"

struct str pool_pack(struct arena *a, const struct pool *p);
bool pool_unpack(struct arena *a, const struct record *r, struct pool *out);

struct str pool_item_pack(struct arena *a, const struct pool_item *x);
bool pool_item_unpack(struct arena *a, const struct record *r, struct pool_item *out);

struct str pool_mine_pack(struct arena *a, const struct pool_mine *m);
bool pool_mine_unpack(struct arena *a, const struct record *r, struct pool_mine *out);

PoolMailbox *pool_mailbox_message(struct arena *a, const struct mailbox_to *to);
bool pool_mailbox_read(const PoolMailbox *m, struct mailbox_to *out);

#endif
