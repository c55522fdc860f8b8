/* Circles: a few people who share something, and what they say to each other.
 *
 * Purpose: a circle is a sealed space. Its streams: "about" (one record), "threads" (one record a
 * conversation), "posts" + thread (the words), and the space's own roster and inbox. Circles that
 * do not hide are listed in the commons. Who somebody is, they choose per circle: the names stand
 * in the posts, so that reading needs no roster, and change with their owner.
 *
 * Invariants: nothing of a circle stands outside its space but its listing in the commons, which
 * every member of the network may read; a circle always has a facilitator; words expire on the day
 * they were promised to, whatever happens to them; affirmations have no public count.
 *
 * This header is for the rooms above (site): home page, export, leaving. circles/inside.h has what
 * the room's own files share. Ownership: everything lives in the context's secret arena.
 */
#ifndef AWN_CIRCLES_CIRCLES_H
#define AWN_CIRCLES_CIRCLES_H

#include <jansson.h>

#include "html/html.h"
#include "members/members.h"
#include "ui/ui.h"

/* One row of a person's circles. */
enum circle_state {
    CIRCLE_IN,
    CIRCLE_WAITING, /* asked to join, no answer yet */
    CIRCLE_GONE     /* removed, or the circle ended; not yet put away */
};
struct circle_row {
    struct str alias, name, purpose;
    struct url url;
    enum circle_state state;
    size_t unread;   /* conversations with something new */
    int64_t last_at; /* newest word, 0: none */
};
struct circle_rows {
    struct circle_row *v; /* newest word first, then waiting, then gone */
    size_t n;
};

/* The viewer's circles, as the page /r shows them. Enters each (its ticket may get fresher: the
 * viewer is touched then). */
enum err circles_list(const struct space_ctx *ctx, struct viewer *v,
                      struct circle_rows *out) MUST_CHECK;

/* Circles with something new. */
enum err circles_unread(const struct space_ctx *ctx, struct viewer *v, size_t *out) MUST_CHECK;

/* One's own persona and posts in every circle, as a JSON array; the caller decrefs it. */
enum err circles_export(const struct space_ctx *ctx, struct viewer *v, json_t **out) MUST_CHECK;

/* What happens to one's words when one leaves. */
enum circle_parting {
    PARTING_REMOVE = 1, /* they go */
    PARTING_NAMELESS    /* they stay, without a name or anything that ties them together */
};

/* Leaves every circle, for who leaves for good: nobody can be held back, so where they were the
 * last facilitator the person who has been there longest follows them, and a circle without other
 * people ends. Requests that wait are withdrawn. The keyring has no circles afterwards. */
enum err circles_leave_all(const struct space_ctx *ctx, struct viewer *v,
                           enum circle_parting parting) MUST_CHECK;

/* For filling a network with a demonstration, and for tests of rooms above. */
struct circle_plan {
    struct str name, purpose, agreements;
    int openness;  /* 1 open, 2 by request, 3 by invitation, 4 hidden */
    int keep_days; /* 7, 30, 90, 365 */
};
/* Makes a circle with the viewer as facilitator; *alias is how their addresses name it. */
enum err circles_create(const struct space_ctx *ctx, struct viewer *v,
                        const struct circle_plan *plan, const struct space_persona *persona,
                        struct str *alias) MUST_CHECK;

/* Brings another viewer in, with the code of circles_code. */
enum err circles_come_in(const struct space_ctx *ctx, struct viewer *v, struct str code,
                         const struct space_persona *persona, struct str *alias) MUST_CHECK;
enum err circles_code(const struct space_ctx *ctx, struct viewer *v, struct str alias, int32_t days,
                      struct str *code) MUST_CHECK;

/* Begins a conversation (*thread empty: filled in) or answers in one. */
struct circle_words {
    struct str title; /* of a new conversation */
    struct str text, note;
};
enum err circles_say(const struct space_ctx *ctx, struct viewer *v, struct str alias,
                     const struct circle_words *words, struct str *thread,
                     uint32_t *seq) MUST_CHECK;

/* ---- for rooms above that keep something of their own in a circle: shifts, for one ---- */

/* What they keep, by the name of its stream. The circle deletes all of it when it ends; of a stream
 * of `words` each record belongs to who wrote it, and goes (or stays without them) when their posts
 * do. */
#define CIRCLE_LODGERS(X)                                                                          \
    X(TEAM, "team", false)                                                                         \
    X(SHIFTS, "team shifts", false)                                                                \
    X(SHIFT, "team shift", false)                                                                  \
    X(ROLES, "team roles", false)                                                                  \
    X(NOTES, "team notes", true)                                                                   \
    X(THANKS, "team thanks", true)
enum circle_lodger {
#define X(name, stream, words) CIRCLE_##name,
    CIRCLE_LODGERS(X)
#undef X
};

/* Where the viewer stands in a circle of theirs. */
struct circle_place {
    struct space_ctx ctx;
    struct viewer *viewer;
    struct membership *m; /* its alias, and what was read */
    struct space *s;
    struct str name;
    int32_t keep_days; /* how long words live there */
    struct roster roster;
    const struct roster_entry *me;
    bool facilitates;
};

/* ERR_NOT_FOUND: no such circle of theirs; ERR_DENIED: not in it (any more, or not yet). */
enum err circles_enter(const struct space_ctx *ctx, struct viewer *v, struct str alias,
                       struct circle_place *out) MUST_CHECK;

/* The weekly turn of its keys: by whoever writes, in the same transaction. */
enum err circles_turn(struct circle_place *at) MUST_CHECK;

struct circle_kept {
    uint32_t seq; /* 0: a new one, filled in by circles_keep */
    int32_t expires;
    bool damaged; /* does not open; body is empty */
    bool here;    /* says whose it is */
    struct tag by;
    struct str body;
};
struct circle_keeps {
    struct circle_kept *v; /* oldest first */
    size_t n;
};
/* The newest `limit`; what expired is left out. */
enum err circles_kept(const struct circle_place *at, enum circle_lodger what, size_t limit,
                      struct circle_keeps *out) MUST_CHECK;
/* Appends, or rewrites in place where seq is set (ERR_NOT_FOUND). */
enum err circles_keep(struct circle_place *at, enum circle_lodger what,
                      struct circle_kept *k) MUST_CHECK;
enum err circles_drop(struct circle_place *at, enum circle_lodger what, uint32_t seq) MUST_CHECK;

#endif
