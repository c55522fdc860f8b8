/* The desk: a sealed space whose keys are a role of the network.
 *
 * Purpose: a role is a key. Whoever can come into a desk does its work and reads the letters that
 * anybody may drop there; nobody else may. There is no table of rights. A steward of the network
 * opens the desk; others come in by a code that works once. What kind of desk (kind.h), and what
 * its letters say, is its feature's own.
 *
 * Where it is says a plain setting, with a MAC under the server secret, so that a letter can be
 * dropped by somebody without a key, and so that a database shell leads no letter elsewhere. Who
 * its people are stands sealed in its roster, as in any space: their name inside the desk, and in
 * the place of "a few words" their byline, the words under which others see what they did. An
 * empty byline is the desk's own.
 *
 * Invariants: who was removed from the network is in no desk either; a desk that has people has a
 * keeper (ROLE_FACILITATOR), who lets in and takes out; when its last person leaves, the desk ends,
 * its letters with it. Two kinds share nothing: neither letters nor codes nor people.
 *
 * Ownership: everything lives in the context's secret arena. Errors: ERR_DENIED: not in the desk
 * (any more), or there is none.
 */
#ifndef AWN_DESK_DESK_H
#define AWN_DESK_DESK_H

#include "desk/kind.h"
#include "space/inbox.h"

#define DESK_CODE_DAYS 7
#define DESK_CODE_BYTES 15

struct desk {
    const struct desk_kind *kind;
    struct space_ctx ctx;
    struct viewer *viewer;
    struct membership *m;
    struct space *s;
    struct roster roster;
    struct roster_entry *me;
    bool keeper; /* may let people in and take them out */
};

/* Comes in. ERR_DENIED: no desk, not in it, or no longer of the network; *why (may be NULL): what
 * the remover said. */
enum err desk_enter(const struct space_ctx *ctx, const struct desk_kind *kind, struct viewer *v,
                    struct space_removal *why, struct desk *out) MUST_CHECK;

/* Is the viewer (NULL: a stranger) in it? Cheap for who holds no key of such a desk. */
enum err desk_may(const struct space_ctx *ctx, const struct desk_kind *kind, struct viewer *v,
                  bool *out) MUST_CHECK;

/* Where somebody stands towards the desk. */
enum desk_state {
    DESK_NONE, /* nobody has opened one */
    DESK_OUT,  /* there is one, and the viewer is not in it */
    DESK_IN
};
struct desk_standing {
    enum desk_state state;
    bool steward; /* of the network: may open one */
    bool removed; /* was in this one; `why` says what was said */
    struct space_removal why;
};
enum err desk_standing_of(const struct space_ctx *ctx, const struct desk_kind *kind,
                          struct viewer *v, struct desk_standing *out) MUST_CHECK;

/* Opens a desk, also in the place of one to which nobody has the key any more: who was in that one
 * can do nothing from then on. Stewards only (ERR_DENIED); ERR_CONFLICT: the viewer is in it. */
enum err desk_open(const struct space_ctx *ctx, const struct desk_kind *kind, struct viewer *v,
                   const struct space_persona *persona) MUST_CHECK;

/* The weekly turn of the keys; called by everything that writes. */
enum err desk_turn(struct desk *d) MUST_CHECK;

/* The words under which others see what the viewer does: STR_NONE for the desk's own. */
struct str desk_byline(const struct desk *d);

/* Name inside and byline. What was written under an older byline keeps it. */
enum err desk_persona_set(struct desk *d, const struct space_persona *persona) MUST_CHECK;

/* A code that lets one member of the network in, good for DESK_CODE_DAYS. Keepers (ERR_DENIED). */
enum err desk_code(struct desk *d, struct str *code) MUST_CHECK;

/* ERR_INVALID: not a code; ERR_DENIED, ERR_EXPIRED: one that opens nothing (any more);
 * ERR_CONFLICT: already in. */
enum err desk_come_in(const struct space_ctx *ctx, const struct desk_kind *kind, struct viewer *v,
                      struct str typed, const struct space_persona *persona) MUST_CHECK;

/* By keepers (ERR_DENIED), of others. `who` is an entry of d->roster. */
enum err desk_remove(struct desk *d, const struct roster_entry *who, struct str reason) MUST_CHECK;
enum err desk_make_keeper(struct desk *d, struct roster_entry *who) MUST_CHECK;

/* The last keeper is followed by who has been there longest; the last person ends the desk. */
enum err desk_leave(struct desk *d) MUST_CHECK;

/* For who leaves the network: out of every desk of the list (it ends with NULL), and off the
 * keyring with it, whatever its state. */
enum err desk_leave_all(const struct space_ctx *ctx, const struct desk_kind *const *kinds,
                        struct viewer *v) MUST_CHECK;

/* Takes a desk one is no longer in off the keyring; nothing for who is in it. */
enum err desk_put_away(const struct space_ctx *ctx, const struct desk_kind *kind,
                       struct viewer *v) MUST_CHECK;

/* ---- from outside ---- */

/* Drops a letter; needs no key, and keeps nothing of who did. Nobody can read it after the day
 * `until`. The desk reads it with inbox_read(d->s) and takes it out with inbox_take and desk_turn.
 * ERR_NOT_FOUND: there is no desk, nobody could read it, nothing was kept; ERR_TOO_MANY: as many as
 * can wait are waiting. */
enum err desk_drop(const struct space_ctx *ctx, const struct desk_kind *kind, int32_t until,
                   struct str body) MUST_CHECK;

/* Where the desk is. ERR_NOT_FOUND: nobody has opened one; ERR_SEAL: somebody changed the row. */
enum err desk_place_get(const struct space_ctx *ctx, const struct desk_kind *kind,
                        struct space_id *out) MUST_CHECK;
enum err desk_place_put(const struct space_ctx *ctx, const struct desk_kind *kind,
                        struct space_id desk) MUST_CHECK;

#endif
