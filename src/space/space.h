/* The sealed space: a log of records that only its key-holders can read, a roster
 * that is itself sealed, and an inbox into which anyone can drop a sealed record.
 *
 * Purpose: everything private is a space of some kind. Whoever holds the current
 * epoch key is in; there is no permission table.
 *
 * Epochs: every removal, every departure and every week makes a new epoch key, in
 * the same transaction as its cause. It is delivered as one envelope per roster
 * entry, found by that entry's random tag and boxed to its key. The newest epoch
 * key opens the older ones, link by link (table chain).
 *
 * Ownership: a struct space lives in the context's secret arena. One thread, one request.
 * Clock: `now` in the context, seconds UTC. Errors: ERR_DENIED nobody of that tag is
 * in the space (any more); ERR_STALE somebody turned the keys between reading and
 * writing (run the request again); ERR_SEAL a row does not open or its MAC is wrong.
 */
#ifndef AWN_SPACE_SPACE_H
#define AWN_SPACE_SPACE_H

#include "db/db.h"
#include "seal/home.h"
#include "seal/seal.h"

#define SPACE_WEEK_DAYS 7

/* What every call needs; made once a request. */
struct space_ctx {
    struct db *db;
    const struct seal_home *home;
    struct arena *arena;  /* plain: blobs, lists */
    struct arena *secret; /* locked: keys and opened text */
    int64_t now;
};

struct space_id {
    uint64_t v; /* random, 62 bits */
};

/* What a person keeps of a space, in the keyring: enough to come in again. */
struct space_ticket {
    struct space_id id;
    struct tag tag;     /* who they are there */
    struct key seed;    /* their box and signing key pairs there */
    struct key locator; /* where the space's records stand */
    uint32_t epoch;     /* newest epoch they know, 0: none yet (asked to join) */
    struct key epoch_key;
    int64_t made_at; /* when that epoch began */
};

struct space;

/* A random tag and seed for a space that a person wants to enter. */
void space_ticket_new(struct space_ticket *out, struct space_id id);

/* Makes a space with its founder as the one entry (role facilitator, may invite), and
 * the founder's ticket. */
struct space_persona {
    struct str name;
    struct str pronouns;
    struct str about;
};
enum err space_create(const struct space_ctx *ctx, const struct space_persona *founder,
                      struct space_ticket *ticket, struct space **out) MUST_CHECK;

/* Comes in. When the epoch has moved on since the ticket was written, opens the
 * envelope, brings *ticket up to date and says so in *fresher (save the keyring). If the
 * person was removed, ERR_DENIED and *reason holds the remover's words (may be NULL). */
struct space_removal {
    struct str reason;
    struct str by;
};
enum err space_enter(const struct space_ctx *ctx, struct space_ticket *ticket, bool *fresher,
                     struct space_removal *removal, struct space **out) MUST_CHECK;

struct space_id space_id_of(const struct space *s);
const struct tag *space_tag_of(const struct space *s);
const struct key *space_seed_of(const struct space *s);
const struct space_ctx *space_ctx_of(const struct space *s);

/* A new epoch key for everyone on the roster. Entries whose signature does not hold get
 * no envelope. Writes the ticket's new epoch back. */
enum err space_rotate(struct space *s, struct space_ticket *ticket) MUST_CHECK;

/* Rotates when the epoch is a week old; *rotated says whether it did. */
enum err space_rotate_weekly(struct space *s, struct space_ticket *ticket,
                             bool *rotated) MUST_CHECK;

/* Deletes the whole space: records of the given streams, roster, chain, envelopes. */
struct stream_id;
enum err space_destroy(struct space *s) MUST_CHECK;

/* The day's care: deletes rows whose last day has passed. Needs no key. *gone: rows. */
enum err space_expire(struct db *db, int32_t today, int64_t *gone) MUST_CHECK;

#endif
