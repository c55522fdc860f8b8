#include "aid/loop.h"

#include "base/clock.h"

#define HOUR 3600
#define DAY (24 * HOUR)

/* ---- how long each state may last -------------------------------------------------------------
 */

/* Seconds, by urgency. `wait`: after which it rises; `quiet`: after which the clock moves it. An
 * ask that waits for a helper is not moved before its last day. A promise counts from the time
 * agreed. The lengths are ours, to be tried with people who coordinate: short where somebody stands
 * in the street, long enough for who reads once a day. */
static const struct {
    int64_t wait[4], quiet[4];
} LASTS[] = {
    [LOOP_OPEN] = {{1 * HOUR, 12 * HOUR, 2 * DAY, 4 * DAY}, {0, 0, 0, 0}},
    [LOOP_TRIAGED] = {{2 * HOUR, 1 * DAY, 4 * DAY, 10 * DAY}, {0, 0, 0, 0}},
    [LOOP_CLAIMED] = {{1 * HOUR, 12 * HOUR, 2 * DAY, 3 * DAY},
                      {3 * HOUR, 1 * DAY, 4 * DAY, 7 * DAY}},
    [LOOP_PROMISED] = {{2 * HOUR, 6 * HOUR, 1 * DAY, 1 * DAY},
                       {1 * DAY, 2 * DAY, 4 * DAY, 7 * DAY}},
    [LOOP_HANDED] = {{12 * HOUR, 1 * DAY, 2 * DAY, 4 * DAY}, {3 * DAY, 5 * DAY, 7 * DAY, 10 * DAY}},
    [LOOP_CONFIRMED] = {{7 * DAY, 7 * DAY, 7 * DAY, 7 * DAY},
                        {14 * DAY, 14 * DAY, 14 * DAY, 14 * DAY}},
    [LOOP_REIMBURSED] = {{1 * DAY, 1 * DAY, 1 * DAY, 1 * DAY},
                         {1 * DAY, 1 * DAY, 1 * DAY, 1 * DAY}},
    [LOOP_CLOSED] = {{0, 0, 0, 0}, {0, 0, 0, 0}},
    [LOOP_GONE] = {{0, 0, 0, 0}, {0, 0, 0, 0}},
};
#define CLOSED_DAYS 7 /* a closed ask can still be read by its people, to thank */

/* ---- who may do what --------------------------------------------------------------------------
 */

#define STATE(s) (1u << LOOP_##s)
#define WAITING (STATE(OPEN) | STATE(TRIAGED))
#define HELD (STATE(CLAIMED) | STATE(PROMISED))
#define ALIVE (WAITING | HELD | STATE(HANDED) | STATE(CONFIRMED) | STATE(REIMBURSED))

static const struct {
    unsigned from;   /* states */
    unsigned actors; /* enum loop_actor */
    enum loop_state to;
} MOVES[LOOP_MOVES] = {
    [LOOP_TRIAGE] = {STATE(OPEN), LOOP_COORDINATOR, LOOP_TRIAGED},
    [LOOP_CLAIM] = {WAITING, LOOP_OTHER | LOOP_COORDINATOR, LOOP_CLAIMED},
    [LOOP_LET_GO] = {HELD, LOOP_HELPER | LOOP_ASKER | LOOP_COORDINATOR | LOOP_CLOCK, LOOP_TRIAGED},
    [LOOP_PROMISE] = {HELD, LOOP_HELPER | LOOP_COORDINATOR, LOOP_PROMISED},
    [LOOP_HAND] = {HELD, LOOP_HELPER | LOOP_COORDINATOR, LOOP_HANDED},
    [LOOP_CONFIRM] = {HELD | STATE(HANDED), LOOP_ASKER | LOOP_COORDINATOR | LOOP_CLOCK,
                      LOOP_CONFIRMED},
    [LOOP_MISS] = {STATE(PROMISED) | STATE(HANDED), LOOP_ASKER | LOOP_HELPER | LOOP_COORDINATOR,
                   LOOP_TRIAGED},
    [LOOP_REIMBURSE] = {STATE(CONFIRMED), LOOP_COORDINATOR, LOOP_REIMBURSED},
    [LOOP_CLOSE] = {STATE(CONFIRMED) | STATE(REIMBURSED),
                    LOOP_ASKER | LOOP_COORDINATOR | LOOP_CLOCK, LOOP_CLOSED},
    [LOOP_WITHDRAW] = {ALIVE, LOOP_ASKER | LOOP_COORDINATOR, LOOP_GONE},
    [LOOP_FORGET] = {ALIVE | STATE(CLOSED), LOOP_CLOCK | LOOP_ASKER, LOOP_GONE},
};

static bool is_in(const struct loop *l, unsigned states)
{
    return ((1u << l->state) & states) != 0;
}

bool loop_may(const struct loop *l, enum loop_actor actor, enum loop_move move)
{
    if ((MOVES[move].actors & (unsigned)actor) == 0 || !is_in(l, MOVES[move].from))
        return false;
    switch (move) {
    case LOOP_CONFIRM: /* silence confirms only what the helper said was given */
        return actor != LOOP_CLOCK || l->state == LOOP_HANDED;
    case LOOP_REIMBURSE:
        return l->spent;
    case LOOP_CLOSE: /* what was spent is not forgotten by closing; in the end the clock closes */
        return actor == LOOP_CLOCK || !l->spent || l->state == LOOP_REIMBURSED;
    case LOOP_TRIAGE:
    case LOOP_CLAIM:
    case LOOP_LET_GO:
    case LOOP_PROMISE:
    case LOOP_HAND:
    case LOOP_MISS:
    case LOOP_WITHDRAW:
    case LOOP_FORGET:
        return true;
    }
    return false;
}

struct loop loop_new(enum loop_urgency urgency, int32_t last_day, int64_t now)
{
    int32_t most = clock_day(now) + LOOP_DAYS_MAX;

    return (struct loop){.state = LOOP_OPEN,
                         .urgency = urgency,
                         .since = now,
                         .asked = now,
                         .last_day = last_day < most ? last_day : most};
}

enum err loop_do(struct loop *l, enum loop_actor actor, enum loop_move move, int64_t meet,
                 int64_t now)
{
    int32_t kept = clock_day(now) + CLOSED_DAYS;

    if ((MOVES[move].actors & (unsigned)actor) == 0)
        return ERR_DENIED;
    if (!loop_may(l, actor, move))
        return ERR_CONFLICT;
    l->state = MOVES[move].to;
    l->since = now;
    l->meet = move == LOOP_PROMISE ? meet : 0;
    if (move == LOOP_MISS && l->missed < UINT16_MAX)
        l->missed++;
    if (l->state == LOOP_CLOSED && kept < l->last_day)
        l->last_day = kept;
    return ERR_OK;
}

/* ---- the clock --------------------------------------------------------------------------------
 */

/* From when a state's time counts. */
static int64_t counted_from(const struct loop *l)
{
    return l->state == LOOP_PROMISED && l->meet > l->since ? l->meet : l->since;
}

bool loop_due(const struct loop *l, int64_t now, enum loop_move *move)
{
    static const enum loop_move BY_ITSELF[] = {
        [LOOP_CLAIMED] = LOOP_LET_GO,  [LOOP_PROMISED] = LOOP_LET_GO,  [LOOP_HANDED] = LOOP_CONFIRM,
        [LOOP_CONFIRMED] = LOOP_CLOSE, [LOOP_REIMBURSED] = LOOP_CLOSE,
    };
    int64_t quiet = LASTS[l->state].quiet[l->urgency - 1];

    if (l->state == LOOP_GONE)
        return false;
    if (clock_day(now) > l->last_day) {
        *move = LOOP_FORGET;
        return true;
    }
    if (quiet == 0 || now < counted_from(l) + quiet)
        return false;
    *move = BY_ITSELF[l->state];
    return true;
}

/* ---- what is next -----------------------------------------------------------------------------
 */

static const struct {
    unsigned turn;
    const char *what;
} NEXT[] = {
    [LOOP_OPEN] = {LOOP_COORDINATOR, N_("A coordinator reads it.")},
    [LOOP_TRIAGED] = {LOOP_OTHER, N_("Somebody who can help says so.")},
    [LOOP_CLAIMED] = {LOOP_HELPER, N_("Who helps says when and where.")},
    [LOOP_PROMISED] = {LOOP_HELPER, N_("The meeting, as agreed.")},
    [LOOP_HANDED] = {LOOP_ASKER, N_("A word from who asked: did it arrive?")},
    [LOOP_CONFIRMED] = {LOOP_COORDINATOR, N_("What was spent is paid back.")},
    [LOOP_REIMBURSED] = {LOOP_COORDINATOR, N_("It is closed.")},
    [LOOP_CLOSED] = {LOOP_CLOCK, N_("It is deleted, with everything in it.")},
    [LOOP_GONE] = {0, N_("Nothing more.")},
};

struct loop_next loop_next(const struct loop *l)
{
    struct loop_next n = {NEXT[l->state].turn, NEXT[l->state].what,
                          counted_from(l) + LASTS[l->state].wait[l->urgency - 1]};

    if (l->state == LOOP_CLOSED || l->state == LOOP_GONE)
        n.by = ((int64_t)l->last_day + 1) * DAY;
    if (l->state == LOOP_CONFIRMED && !l->spent)
        n.what = NEXT[LOOP_REIMBURSED].what;
    return n;
}

int64_t loop_rank(const struct loop *l, int64_t now)
{
    const int64_t age_max = (int64_t)1 << 40;
    int64_t age = now > l->asked ? now - l->asked : 0;
    bool late = now >= loop_next(l).by;

    return ((int64_t)(l->missed != 0) * 2 + late) * 8 * age_max +
           (int64_t)(LOOP_WHENEVER - l->urgency) * age_max + (age < age_max ? age : age_max - 1);
}

/* ---- words ------------------------------------------------------------------------------------
 */

const char *loop_state_text(enum loop_state s)
{
    switch (s) {
#define X(name, number, text)                                                                      \
    case LOOP_##name:                                                                              \
        return text;
        LOOP_STATES(X)
#undef X
    }
    return "";
}

const char *loop_urgency_text(enum loop_urgency u)
{
    switch (u) {
#define X(name, number, text)                                                                      \
    case LOOP_##name:                                                                              \
        return text;
        LOOP_URGENCIES(X)
#undef X
    }
    return "";
}
