/* The commons: the space of all members, and what one may do in it.
 *
 * A steward is a facilitator of the commons; who may invite is written in the roster. Nobody's
 * place there is known outside the sealed roster.
 */
#ifndef AWN_MEMBERS_COMMONS_H
#define AWN_MEMBERS_COMMONS_H

#include "members/net.h"

struct commons {
    struct membership *m;
    struct space *s;
    struct roster roster;
    struct roster_entry *me;
    bool steward, may_invite;
};

/* Comes in and reads the roster. ERR_DENIED: no commons (any more). */
enum err commons_open(const struct req *req, struct commons *out) MUST_CHECK;

/* The weekly turn of its keys, on requests that write anyway. */
enum err commons_turn(const struct req *req, struct commons *c) MUST_CHECK;

/* The person or open invitation that viewer_alias_of names so; NULL when there is none. */
struct roster_entry *commons_find(const struct req *req, const struct commons *c, struct str alias);

size_t commons_stewards(const struct commons *c);

/* Does the network still know the viewer? For the home page; `why` holds the reason of a removal.
 */
enum commons_state { COMMONS_IN, COMMONS_REMOVED, COMMONS_NONE };
enum err members_commons_state(const struct space_ctx *ctx, struct viewer *v,
                               struct space_removal *why, enum commons_state *out) MUST_CHECK;

#endif
