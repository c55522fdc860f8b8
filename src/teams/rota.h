/* The rules of a rota: which days a series has, who takes which place, and roles with a term.
 *
 * Purpose: pure; no I/O. Who somebody is, is their tag in the circle; whoever is not on its roster
 * any more holds no place (rota_prune).
 *
 * Invariants: a part of a shift never has more people than places, one person holds one place of a
 * shift; one person learns beside a part at most. A place that is offered stays held until somebody
 * takes it, and one person does. Nobody is counted or compared: what is kept is who held a role
 * last, for choosing somebody else.
 *
 * Recurrence is RFC 5545's (libical): RRULE:FREQ=WEEKLY;INTERVAL=every;BYDAY=…;UNTIL=…, and RDATE
 * for single days. Weeks begin on the first day's weekday, so that "every two weeks" counts from
 * the first day.
 *
 * Units: days since 1970 and minutes after midnight are those of the network's zone; instants are
 * seconds UTC. Ownership: the arena that was given.
 */
#ifndef AWN_TEAMS_ROTA_H
#define AWN_TEAMS_ROTA_H

#include "i18n/zone.h"
#include "space/roster.h"

#define ROTA_PARTS 6          /* kinds of work in one shift */
#define ROTA_PLACES_MAX 20    /* people for one of them */
#define ROTA_EXTRA 20         /* single days of a series */
#define ROTA_YEAR 366         /* days a series may go on */
#define ROTA_DAYS 56          /* days ahead in which places are taken */
#define ROTA_AFTER 14         /* days a shift is kept after it was */
#define ROTA_SOON (48 * 3600) /* seconds before a shift in which one asks for a stand-in first */
#define ROTA_BESIDE 2         /* who learn a role */
#define ROTA_PAST 8           /* of whom it is known that they had a role */
#define ROTA_HAND_DAYS 14     /* before a term ends the next one can be asked */

struct rota_part {
    uint32_t id; /* its row in the form, from 1: stays when others go */
    struct str name;
    int places;
};

struct rota_series {
    uint32_t seq; /* of its record; 0: new */
    uint64_t id;  /* random */
    struct str title, programme, aim, place, notes;
    uint32_t area;
    int32_t first, until; /* days, both included */
    int every;            /* weeks; 0: only on the first day, and on single ones */
    unsigned weekdays;    /* bit 0 Monday … bit 6 Sunday; 0: as the first day */
    int start, minutes;   /* after midnight; how long */
    int32_t extra[ROTA_EXTRA];
    size_t nextra;
    struct rota_part parts[ROTA_PARTS];
    size_t nparts;
    bool ended;
    struct str why; /* ended: words for those who had a place */
};

struct rota_hold {
    uint32_t part;
    struct tag who;
    bool beside;   /* learns beside whoever has a place */
    bool offered;  /* looks for a stand-in */
    bool relieved; /* holds nothing any more: somebody took their place, and they should know */
};

enum rota_plan { ROTA_AS_PLANNED = 0, ROTA_CHANGED = 1, ROTA_CANCELLED = 2 }; /* stored */

/* One day of a series on which something was written. */
struct rota_shift {
    uint32_t seq; /* of its record; 0: none yet */
    uint64_t series;
    int32_t day;
    enum rota_plan plan;
    int start; /* of CHANGED: minutes after midnight */
    struct str place, why;
    struct rota_hold *v;
    size_t n;
    bool happened;
    int64_t portions; /* what the team writes down of it; 0: nothing */
    uint32_t turn;    /* counts what those who hold a place should see */
};

/* ---- days and instants ---- */

/* Days of the series within [from, to], rising; at most `max`. */
size_t rota_days(const struct rota_series *s, int32_t from, int32_t to, int32_t *out, size_t max);
bool rota_has_day(const struct rota_series *s, int32_t day);

/* When the clocks of the place say so. An hour that clocks leave out counts as the one after it, of
 * one that they show twice the first. */
int64_t rota_instant(const struct zone *z, int32_t day, int minute);

/* ---- one shift ---- */

enum rota_do {
    ROTA_TAKE = 1, /* a place */
    ROTA_LEARN,    /* beside somebody */
    ROTA_OFF,      /* not coming */
    ROTA_OFFER,    /* looks for a stand-in, and comes unless there is one */
    ROTA_KEEP,     /* does not look any more */
    ROTA_SWAP      /* takes a place that is offered */
};
enum rota_result {
    ROTA_DONE,
    ROTA_FULL,    /* somebody was faster */
    ROTA_ALREADY, /* holds a place of it, or did what was asked before */
    ROTA_NOT      /* no such part, or holds nothing there */
};
/* Changes `x` when it is ROTA_DONE, and nothing otherwise. */
enum rota_result rota_act(const struct rota_series *s, struct rota_shift *x, struct arena *a,
                          const struct tag *who, enum rota_do what, uint32_t part);

/* Who holds a place and is not on the roster, or whose part is gone, holds none. */
void rota_prune(const struct rota_series *s, struct rota_shift *x, const struct roster *roster);

int rota_free(const struct rota_series *s, const struct rota_shift *x, uint32_t part);
/* Of all parts; `offered` may be NULL. */
int rota_free_all(const struct rota_series *s, const struct rota_shift *x, int *offered);
/* The place they hold, or learn beside; NULL: none. */
const struct rota_hold *rota_hold_of(const struct rota_shift *x, const struct tag *who);
bool rota_relieved(const struct rota_shift *x, const struct tag *who);
const struct rota_part *rota_part_of(const struct rota_series *s, uint32_t id);

/* ---- a role with a term ---- */

struct rota_role {
    uint32_t seq;
    uint64_t id;
    struct str title, about;
    int32_t term; /* days */
    bool held;
    struct tag holder;
    int32_t since, until; /* days of the holder's term, both included */
    bool asked;           /* `next` is asked, or said yes */
    bool yes;
    struct tag next;
    struct tag beside[ROTA_BESIDE];
    size_t nbeside;
    struct tag past[ROTA_PAST]; /* the latest last */
    size_t npast;
};

/* Brings it to `today`: a term that is over ends, whoever said yes follows, and who is not on the
 * roster any more has nothing. */
void rota_role_settle(struct rota_role *r, const struct roster *roster, int32_t today);

/* Can the next one be asked? */
bool rota_role_opens(const struct rota_role *r, int32_t today);

/* People of the roster who can be asked, in no order that says anything: who learns it first, then
 * who has not had it lately; `lately` ones only when there is nobody else. */
struct rota_next {
    const struct roster_entry *who;
    bool learned;
};
size_t rota_role_nexts(const struct rota_role *r, const struct roster *roster, struct arena *a,
                       struct rota_next **out);

enum rota_role_do {
    ROLE_TAKE = 1, /* nobody has it, and nobody is asked */
    ROLE_ASK,      /* `whom`; by the holder or who facilitates, which is the caller's to know */
    ROLE_YES,
    ROLE_NO,
    ROLE_BACK, /* the holder gives it back before its day */
    ROLE_BESIDE,
    ROLE_ALONE /* learns it no more */
};
/* On a settled role. False: not possible (any more). */
bool rota_role_act(struct rota_role *r, const struct tag *who, enum rota_role_do what,
                   const struct tag *whom, int32_t today);

#endif
