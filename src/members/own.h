/* A member's own space: what a person keeps for nobody else.
 *
 * Purpose: SPACE_OWN is made when something is first kept there; several rooms keep streams of
 * their own in it. Whoever writes calls own_turn in the same transaction.
 */
#ifndef AWN_MEMBERS_OWN_H
#define AWN_MEMBERS_OWN_H

#include "members/members.h"

/* *out is NULL when there is none yet. */
enum err own_enter(const struct space_ctx *ctx, struct viewer *v, struct space **out) MUST_CHECK;

/* Comes in; makes it first where there is none. */
enum err own_make(const struct space_ctx *ctx, struct viewer *v, struct space **out) MUST_CHECK;

/* The weekly turn of its keys. */
enum err own_turn(struct viewer *v, struct space *s) MUST_CHECK;

/* For who leaves for good, after every room deleted its streams. */
enum err own_end(const struct space_ctx *ctx, struct viewer *v) MUST_CHECK;

#endif
