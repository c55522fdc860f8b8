/* The loop of an ask: from open to gone, by rules that can be read.
 *
 * Purpose: one table says who may do what in which state, what comes next, and by when; pages,
 * stores and the daily care all go by it, so that no ask can be forgotten between two people.
 *
 *     open → triaged → claimed → promised → handed over → confirmed → (reimbursed) → closed → gone
 *       ↑_________________________________________|  it did not happen: back, and at the top
 *
 * Invariants (loop_test.c holds them): every state but CLOSED and GONE has a move for a person and
 * a day on which the clock moves it; nothing leads out of GONE; a claim that goes quiet is let go;
 * what did not happen stands above all that waits as urgently. A move that is not in the table
 * changes nothing.
 *
 * Pure: no I/O; `now` is an argument, seconds UTC. Errors: ERR_DENIED not this actor's to do;
 * ERR_CONFLICT somebody was first (the state is another by now).
 */
#ifndef AWN_AID_LOOP_H
#define AWN_AID_LOOP_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

/* Numbers are stored: never change one. The text tells the asker where their ask stands. */
#define LOOP_STATES(X)                                                                             \
    X(OPEN, 1, N_("Waiting for somebody who can help"))                                            \
    X(TRIAGED, 2, N_("Read by the coordinators; waiting for somebody who can help"))               \
    X(CLAIMED, 3, N_("Somebody would like to help and is making a plan"))                          \
    X(PROMISED, 4, N_("Promised"))                                                                 \
    X(HANDED, 5, N_("Handed over; waiting for a word that it arrived"))                            \
    X(CONFIRMED, 6, N_("It arrived"))                                                              \
    X(REIMBURSED, 7, N_("It arrived, and what was spent is paid back"))                            \
    X(CLOSED, 8, N_("Done"))                                                                       \
    X(GONE, 9, N_("Ended"))
enum loop_state {
#define X(name, number, text) LOOP_##name = number,
    LOOP_STATES(X)
#undef X
};

/* Numbers are stored. Hours are those within which the next thing should have happened. */
#define LOOP_URGENCIES(X)                                                                          \
    X(NOW, 1, N_("Now, today"))                                                                    \
    X(WEEK, 2, N_("This week"))                                                                    \
    X(MONTH, 3, N_("This month"))                                                                  \
    X(WHENEVER, 4, N_("Whenever it is possible"))
enum loop_urgency {
#define X(name, number, text) LOOP_##name = number,
    LOOP_URGENCIES(X)
#undef X
};

/* Who does something. One person may be several of these; each move is asked about one. */
enum loop_actor {
    LOOP_ASKER = 1,
    LOOP_HELPER = 2,      /* who claimed it */
    LOOP_OTHER = 4,       /* a member who could help */
    LOOP_COORDINATOR = 8, /* also for an asker or a helper who reports on paper or by telephone */
    LOOP_CLOCK = 16
};

enum loop_move {
    LOOP_TRIAGE,    /* a coordinator has read it */
    LOOP_CLAIM,     /* "I can" */
    LOOP_LET_GO,    /* "I cannot after all", or nothing was heard */
    LOOP_PROMISE,   /* when, where, how to recognise each other */
    LOOP_HAND,      /* it was given */
    LOOP_CONFIRM,   /* the asker has it */
    LOOP_MISS,      /* it did not happen */
    LOOP_REIMBURSE, /* two approved, and it was paid out */
    LOOP_CLOSE,
    LOOP_WITHDRAW, /* the asker needs it no more */
    LOOP_FORGET    /* its day has come */
};
#define LOOP_MOVES (LOOP_FORGET + 1)

struct loop {
    enum loop_state state;
    enum loop_urgency urgency;
    bool spent;       /* money was spent that is to come back */
    uint16_t missed;  /* how often it did not happen */
    int64_t since;    /* when it came into this state */
    int64_t asked;    /* when it was asked */
    int64_t meet;     /* PROMISED: the time agreed; else 0 */
    int32_t last_day; /* on which it is deleted, whatever its state */
};

/* A new ask. `last_day`: days since 1970; at most LOOP_DAYS_MAX from now, else that. */
#define LOOP_DAYS_MAX 180
struct loop loop_new(enum loop_urgency urgency, int32_t last_day, int64_t now);

/* May the actor do it now? */
bool loop_may(const struct loop *l, enum loop_actor actor, enum loop_move move);

/* Does it. `meet` is the time agreed, for LOOP_PROMISE; else 0. */
enum err loop_do(struct loop *l, enum loop_actor actor, enum loop_move move, int64_t meet,
                 int64_t now) MUST_CHECK;

/* What the clock does by itself at `now`: false when nothing is due. */
bool loop_due(const struct loop *l, int64_t now, enum loop_move *move);

/* What happens next: whose turn it is (one loop_actor; 0 when it is over), what (a msgid), and by
 * when it should have happened; after that it rises by itself. */
struct loop_next {
    unsigned turn;
    const char *what;
    int64_t by;
};
struct loop_next loop_next(const struct loop *l);

/* Order in which asks wait to be helped: higher first. Overdue above not, what was missed above
 * what was not, urgent above calm, older above newer. The same ask always has the same place at the
 * same time. */
int64_t loop_rank(const struct loop *l, int64_t now);

const char *loop_state_text(enum loop_state s);
const char *loop_urgency_text(enum loop_urgency u);

#endif
