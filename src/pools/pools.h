/* Pools: things lent, stock, beds by night, seats by ride.
 *
 * Purpose: the room's door for who leaves and who takes a copy along; its pages are in routes.h.
 * Ownership: the context's arenas; the caller decrefs the JSON. Errors: as of the commons.
 */
#ifndef AWN_POOLS_POOLS_H
#define AWN_POOLS_POOLS_H

#include <jansson.h>

#include "members/members.h"

/* A JSON array of what the viewer keeps, and has. */
enum err pools_export(const struct space_ctx *ctx, struct viewer *v, json_t **out) MUST_CHECK;

/* For who leaves for good, before they leave the commons: what was asked for is free again, keepers
 * learn that a loan's borrower leaves, what only they kept ends. */
enum err pools_end(const struct space_ctx *ctx, struct viewer *v) MUST_CHECK;

#endif
