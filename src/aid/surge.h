/* Hard times: the switch that turns the everyday tool into one for the days after a disaster, and
 * back.
 *
 * Purpose: whether it is on, where and why, until which day, and the day on which everything that
 * came in meanwhile is deleted. Strangers' pages must know it, so it is a plain setting with a MAC
 * under the server secret; who proposed it is not in it.
 *
 * Two people: a steward of the network and a coordinator, who are not the same person. One
 * proposes, the other confirms within SURGE_CONFIRM_HOURS; beginning, going on longer and ending
 * alike. A proposal stands sealed in the commons (stream "aid surge"), signed with its writer's key
 * there. Somebody who holds both roles counts as either, never as both.
 *
 * Invariants: it ends by itself after `until`; what came in has no day after `last_day`
 * (surge_last_day), and prolonging does not move what is there already. `last_day` is never before
 * `until`. Units: days since 1970 UTC, both inclusive; seconds UTC. Errors: ERR_DENIED neither of
 * the two roles, or not this person's to confirm; ERR_CONFLICT it stands otherwise by now;
 * ERR_NOT_FOUND no such proposal (any more); ERR_INVALID days out of range; ERR_SEAL the setting
 * was changed from outside.
 */
#ifndef AWN_AID_SURGE_H
#define AWN_AID_SURGE_H

#include "members/commons.h"
#include "space/record.h"

/* Numbers are stored. */
#define SURGE_KINDS(X)                                                                             \
    X(EARTHQUAKE, 1, "earthquake", N_("An earthquake"))                                            \
    X(FLOOD, 2, "flood", N_("A flood or a storm"))                                                 \
    X(FIRE, 3, "fire", N_("A fire"))                                                               \
    X(CONFLICT, 4, "conflict", N_("Fighting, or people driven from home"))                         \
    X(ECONOMIC, 5, "economic", N_("An economic blow"))                                             \
    X(ILLNESS, 6, "illness", N_("An illness that spreads"))                                        \
    X(OTHER, 7, "other", N_("Something else"))
enum surge_kind {
#define X(name, number, code, text) SURGE_##name = number,
    SURGE_KINDS(X)
#undef X
};
#define SURGE_KIND_COUNT 7
const char *surge_kind_text(enum surge_kind k); /* a msgid */

#define SURGE_TEXT_MAX 200   /* code points of the line for everybody */
#define SURGE_DAYS_MAX 90    /* that it can last from today, and that things are kept after it */
#define SURGE_SHORT_HOURS 72 /* in which the forms are short */
#define SURGE_CONFIRM_HOURS 24
#define SURGE_PROPOSALS_MAX 8

enum surge_state {
    SURGE_NONE, /* never, or all of it is deleted by now */
    SURGE_ON,
    SURGE_OVER /* ended; what came in is there until last_day */
};

struct surge {
    enum surge_state state; /* at the time it was read; not stored */
    uint32_t area;          /* 0: everywhere */
    enum surge_kind kind;
    int64_t since;
    int32_t until;    /* the last day on which it is on */
    int32_t last_day; /* on which what came in is there for the last time */
    int64_t ended;    /* switched off before its time; 0: not */
    struct str text;  /* may be empty */
};

/* As it stands now; the text lives in the context's arena. */
enum err surge_read(const struct space_ctx *ctx, struct surge *out) MUST_CHECK;

/* Is it on, and are the first hours not over? */
bool surge_is_short(const struct surge *s, int64_t now);

/* What those read in their letters who asked in vain, and who helped. Msgids. */
const char *surge_over_text(void);
const char *surge_thanks_text(void);

/* When it ended, or will. */
int64_t surge_end_of(const struct surge *s);

/* The last day that something may have which comes in now: `wanted`, or earlier. Everybody who
 * takes something in calls it. */
enum err surge_last_day(const struct space_ctx *ctx, int32_t wanted, int32_t *out) MUST_CHECK;

/* ---- the two who switch ---- */

/* Numbers are stored. */
enum surge_act { SURGE_BEGIN = 1, SURGE_PROLONG = 2, SURGE_END = 3 };
enum surge_role { SURGE_STEWARD = 1, SURGE_COORDINATOR = 2 };

/* Who asks, in the commons; `roles`: bits. */
struct surge_person {
    const struct space_ctx *ctx;
    struct space *commons;
    const struct roster *roster;
    struct tag tag;
    unsigned roles;
};

struct surge_proposal {
    uint32_t seq;
    enum surge_act act;
    struct surge wanted; /* BEGIN: all of it; PROLONG: until and last_day; END: nothing */
    int64_t at;
    struct tag by;
    unsigned roles;  /* that its writer held */
    struct str name; /* of its writer, as the commons knows them */
    bool mine, can_confirm;
};
struct surge_proposals {
    struct surge_proposal *v;
    size_t n;
};

/* Those that can still be confirmed: newest first. Whose writer is no longer here, holds the role
 * no longer that the commons knows of, or did not sign it, are not among them. */
enum err surge_proposals(const struct surge_person *p, struct surge_proposals *out) MUST_CHECK;

/* Inside a transaction of the caller. An older proposal of the same person goes. */
enum err surge_propose(const struct surge_person *p, const struct surge_proposal *what) MUST_CHECK;

/* By the other one: it is done. */
enum err surge_confirm(const struct surge_person *p, uint32_t seq) MUST_CHECK;

/* Takes a proposal back, or says no to it. */
enum err surge_refuse(const struct surge_person *p, uint32_t seq) MUST_CHECK;

#endif
