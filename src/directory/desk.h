/* The desk: the sealed space of those who look after the directory.
 *
 * Purpose: a role is a key. Whoever can come into the desk may add, correct, tag and remove entries
 * and reads the reports that anybody may drop there; nobody else may. There is no table of rights.
 * A steward of the network opens the desk; others come in by a code that works once.
 *
 * Where it is says the plain setting "directory_desk" (directory_report.h), so that a letter can be
 * dropped by somebody without a key. Who its people are stands sealed in its roster, as in any
 * space: their name inside the desk, and in the place of "a few words" their byline, the words
 * under which the public sees what they checked or changed. An empty byline is "the editors' desk".
 *
 * Invariants: who was removed from the network is not in the desk either; a desk that has people
 * has a keeper (ROLE_FACILITATOR), who lets in and takes out; when its last person leaves, the desk
 * ends, its letters with it.
 *
 * Ownership: everything lives in the context's secret arena. Errors: ERR_DENIED: not in the desk
 * (any more), or there is none.
 */
#ifndef AWN_DIRECTORY_DESK_H
#define AWN_DIRECTORY_DESK_H

#include "directory/directory_report.h"
#include "members/members.h"

#define DESK_NAME_MAX 40
#define DESK_BYLINE_MAX 60
#define DESK_REASON_MAX 500
#define DESK_CODE_DAYS 7
#define DESK_CODE_BYTES 15

struct desk {
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
enum err desk_enter(const struct space_ctx *ctx, struct viewer *v, struct space_removal *why,
                    struct desk *out) MUST_CHECK;

/* May the viewer (NULL: a stranger) edit? Cheap for who holds no key of a desk. */
enum err desk_may_edit(const struct space_ctx *ctx, struct viewer *v, bool *out) MUST_CHECK;

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
enum err desk_standing_of(const struct space_ctx *ctx, struct viewer *v,
                          struct desk_standing *out) MUST_CHECK;

/* Opens a desk, also in the place of one to which nobody has the key any more: who was in that one
 * can edit nothing from then on. Stewards only (ERR_DENIED); ERR_CONFLICT: the viewer is in it. */
enum err desk_open(const struct space_ctx *ctx, struct viewer *v,
                   const struct space_persona *persona) MUST_CHECK;

/* The weekly turn of the keys; called by everything that writes. */
enum err desk_turn(struct desk *d) MUST_CHECK;

/* The words under which the public sees what the viewer does: STR_NONE for "the editors' desk". */
struct str desk_byline(const struct desk *d);

/* Name inside and byline. What was written under an older byline keeps it. */
enum err desk_persona_set(struct desk *d, const struct space_persona *persona) MUST_CHECK;

/* A code that lets one member of the network in, good for DESK_CODE_DAYS. Keepers (ERR_DENIED). */
enum err desk_code(struct desk *d, struct str *code) MUST_CHECK;

/* ERR_INVALID: not a code; ERR_DENIED, ERR_EXPIRED: one that opens nothing (any more);
 * ERR_CONFLICT: already in. */
enum err desk_come_in(const struct space_ctx *ctx, struct viewer *v, struct str typed,
                      const struct space_persona *persona) MUST_CHECK;

/* By keepers (ERR_DENIED), of others. `who` is an entry of d->roster. */
enum err desk_remove(struct desk *d, const struct roster_entry *who, struct str reason) MUST_CHECK;
enum err desk_make_keeper(struct desk *d, struct roster_entry *who) MUST_CHECK;

/* The last keeper is followed by who has been there longest; the last person ends the desk. */
enum err desk_leave(struct desk *d) MUST_CHECK;

/* For who leaves the network: out of the desk, and it off the keyring, whatever its state. */
enum err desk_leave_surely(const struct space_ctx *ctx, struct viewer *v) MUST_CHECK;

/* Takes a desk one is no longer in off the keyring; nothing for who is in it. */
enum err desk_put_away(const struct space_ctx *ctx, struct viewer *v) MUST_CHECK;

/* ---- reports ---- */

struct desk_letter {
    struct tag id;
    struct directory_report report;
};
struct desk_letters {
    struct desk_letter *v; /* newest day first */
    size_t n;
};
enum err desk_letters_read(struct desk *d, struct desk_letters *out) MUST_CHECK;

/* Takes a letter out. *last: no other one waits about the same entry. ERR_NOT_FOUND: another editor
 * was first. */
enum err desk_letter_take(struct desk *d, const struct tag *id, struct str *entry,
                          bool *last) MUST_CHECK;

#endif
