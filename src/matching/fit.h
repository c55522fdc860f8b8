/* Who fits whom, and why: a score in points, each with its reason.
 *
 * Purpose: an ask and an offer are described by the same kind of card. fit_between looks at limits
 * first: what either side rules out is never weighed against anything. Then every reason gives its
 * points, so that a page can say in words why somebody is proposed, and what does not fit.
 *
 * Invariants (fit_test.c): a broken limit means score 0 and allowed false, whatever else fits; the
 * result is the same whichever card comes first; a reason gives 0 … its most points, never fewer
 * for a shorter way, a longer common time, more room, one more common language, one more good
 * handover, a longer wait, more urgency, one more broken promise, or a helper asked less often. The
 * short way (fit_brief_score) says the same as the long one.
 * Whole numbers only; no clock: `now` comes with the question.
 *
 * Units: minutes since 1970 for times, minutes for ways. Masks and codes mean what the caller
 * says; 0 in a mask means nothing is said. Cards borrow their lists.
 */
#ifndef AWN_MATCHING_FIT_H
#define AWN_MATCHING_FIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* reason, most points */
#define FIT_REASONS(X)                                                                             \
    X(KIND, 200)     /* exactly what is asked for, or something that also does */                  \
    X(WAY, 200)      /* how near */                                                                \
    X(TIME, 120)     /* how much of the time both have */                                          \
    X(ROOM, 100)     /* how much of the ask the offer covers */                                    \
    X(LANGUAGE, 80)  /* a language both speak well; half for one that either only manages */       \
    X(KNOWN, 60)     /* good handovers between the two */                                          \
    X(URGENT, 240)   /* now, this week, this month, whenever */                                    \
    X(WAITING, 120)  /* days the ask has been open */                                              \
    X(LET_DOWN, 120) /* promises to this ask that did not happen */                                \
    X(RESTED, 100)   /* the helper was not asked much lately */

enum fit_reason {
#define X(name, most) FIT_##name,
    FIT_REASONS(X)
#undef X
        FIT_REASONS_N
};

/* limits that rule a pair out */
#define FIT_LIMITS(X)                                                                              \
    X(SIDES)    /* two asks, or two offers */                                                      \
    X(SELF)     /* one person's own */                                                             \
    X(KIND)     /* nothing of what is asked for */                                                 \
    X(OVER)     /* no longer open */                                                               \
    X(TIME)     /* no time in common */                                                            \
    X(WAY)      /* further than either goes, or no way at all */                                   \
    X(ROOM)     /* less than an ask that cannot be split */                                        \
    X(LANGUAGE) /* no common language, and one side needs one */                                   \
    X(GENDER)                                                                                      \
    X(NEEDS)  /* something one side must have, the other has not: a lift, a licence */             \
    X(AVOIDS) /* something one side must not meet: pets, smoke */                                  \
    X(GROUP)  /* from a unit, town or workplace that one side rules out */                         \
    X(PERSON) /* a person that one side rules out */

enum fit_limit {
#define X(name) FIT_LIMIT_##name,
    FIT_LIMITS(X)
#undef X
        FIT_LIMITS_N
};

enum fit_side { FIT_ASK, FIT_OFFER };
enum fit_urgency { FIT_WHENEVER, FIT_MONTH, FIT_WEEK, FIT_NOW };

/* Tags of groups or persons: keyed hashes, in any order. */
struct fit_tags {
    const uint64_t *p;
    size_t n;
};

struct fit_card {
    uint64_t key; /* breaks ties, the same way for everybody */
    uint64_t person;
    enum fit_side side;
    uint32_t kind;            /* what it is about: one bit */
    uint32_t kinds;           /* what also does: bits */
    uint32_t area;            /* a number of the network's own list */
    uint32_t farthest;        /* minutes; 0: no limit */
    int64_t from, until;      /* when; until > from */
    int64_t closes;           /* no longer open from then on */
    int32_t units;            /* wanted, or to give; ≥ 1 */
    bool whole;               /* an ask that cannot be split */
    uint64_t speaks, manages; /* languages: well, and so so */
    bool must_talk;           /* a common language is a limit */
    uint32_t gender;          /* one bit */
    uint32_t genders;         /* only with these; 0: anybody */
    uint64_t has, needs, avoids;
    struct fit_tags groups, avoid_groups, avoid_persons;
    /* of an ask */
    enum fit_urgency urgency;
    int64_t opened;
    unsigned let_down;
    /* of an offer */
    unsigned asked; /* times in the last weeks */
};

#define FIT_NO_WAY UINT32_MAX

/* What is not on the cards. The way counts as the longer of there and back. */
struct fit_world {
    int64_t now;
    uint32_t (*minutes)(const void *with, uint32_t from, uint32_t to);     /* FIT_NO_WAY: none */
    unsigned (*handovers)(const void *with, uint64_t one, uint64_t other); /* NULL: unknown */
    const void *with;
};

struct fit {
    bool allowed;
    uint32_t broken; /* limits: bit 1 << enum fit_limit */
    int32_t score;   /* sum of the points, and 1 for being allowed; 0 when not */
    int32_t points[FIT_REASONS_N];
    uint32_t minutes; /* of the way */
    int64_t common;   /* minutes both have */
    int32_t units;    /* that could be given */
    uint64_t languages;
};

/* Most points of a reason. */
int32_t fit_most(enum fit_reason reason);

void fit_between(const struct fit_card *one, const struct fit_card *other,
                 const struct fit_world *world, struct fit *out);

/* No offer so many minutes away can have a greater score for this ask. Falls with minutes. */
int32_t fit_hope(const struct fit_card *ask, const struct fit_world *world, uint32_t minutes);

/* A card made ready for looking at many: two cache lines, and no more than what decides. Borrows
 * the card. */
struct fit_brief {
    int64_t from, until;
    uint64_t person;
    uint64_t speaks, languages; /* well; at all */
    uint64_t has, needs, avoids;
    /* A bit a tag, so two that share no bit share no tag. */
    uint64_t groups, avoid_groups;
    uint64_t key;
    const struct fit_card *card;
    uint32_t kind, kinds; /* what it is about; what does at all */
    uint32_t gender, genders;
    uint32_t farthest;
    int32_t units;
    int16_t points; /* its own, whoever is on the other side */
    bool must_talk, whole;
    bool avoids_persons;
    bool shut; /* over, or without units: fits nobody */
};

void fit_brief_make(const struct fit_card *card, const struct fit_world *world,
                    struct fit_brief *out);

/* The score of fit_between for an ask and an offer so many minutes apart (the longer of there and
 * back), and the units; 0 when it is not allowed, or surely below `least`. */
int32_t fit_brief_score(const struct fit_brief *ask, const struct fit_brief *offer,
                        uint32_t minutes, const struct fit_world *world, int32_t least,
                        int32_t *units);

struct fit_choice {
    uint32_t card; /* its number among `others` */
    struct fit fit;
};

/* The best `most` of `others` that are allowed, best first; equal scores by key. Returns how
 * many. Nothing depends on the order of `others`, if their keys are different. */
size_t fit_best(const struct fit_card *card, const struct fit_card *others, size_t n,
                const struct fit_world *world, struct fit_choice *out, size_t most);

#endif
