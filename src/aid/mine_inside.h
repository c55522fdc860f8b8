/* What the files of one's own list share. Inside the aid room. */
#ifndef AWN_AID_MINE_INSIDE_H
#define AWN_AID_MINE_INSIDE_H

#include "aid/mine.h"
#include "space/record.h"

/* The own space. ERR_NOT_FOUND: there is none, so nothing is in it. */
enum err mine_enter(const struct space_ctx *ctx, struct viewer *v, struct space **out) MUST_CHECK;

/* Writes a record: a new one where m->seq is 0. ERR_TOO_MANY. */
enum err mine_keep(const struct space_ctx *ctx, struct viewer *v, struct space *own,
                   const struct mine *m) MUST_CHECK;
enum err mine_drop(struct viewer *v, struct space *own, const struct mine *m) MUST_CHECK;

enum err mine_find_in(const struct space_ctx *ctx, struct space *own, enum mine_role role,
                      uint64_t card, struct mine *out) MUST_CHECK;

/* Every letter in a mailbox of one's own. */
enum err mine_letters(const struct space_ctx *ctx, const struct viewer *v, enum mine_role role,
                      uint64_t card, struct aid_letters *out) MUST_CHECK;
enum err mine_letters_drop(const struct space_ctx *ctx, const struct viewer *v, enum mine_role role,
                           uint64_t card) MUST_CHECK;

/* The commons, and the weekly turn of its keys after something was written there. */
enum err mine_board_enter(const struct space_ctx *ctx, struct viewer *v,
                          struct space **out) MUST_CHECK;
enum err mine_board_turn(struct viewer *v, struct space *board) MUST_CHECK;

#endif
