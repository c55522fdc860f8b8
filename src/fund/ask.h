/* A request to the fund: the moves that are possible, who may do them, what comes next.
 *
 *     ASKED → ONE → APPROVED → PAID → SHOWN → CLOSED          (gone on its day)
 *       └ DOUBTED → REFUSED           └──────┘ two have seen it
 *
 * Invariants: approving takes two people, and so does refusing; neither is ever who asks. Whoever
 * approved or doubted first and has left the desk since counts no longer. What was shown of the
 * spending is seen by the two who approved (somebody else stands in for one who has left), and its
 * words are gone when both have. Nobody but who asks may withdraw, and only before it is paid. No
 * move goes back behind PAID.
 *
 * Every state has what is next, whose turn it is, and by when (ask_next): these times are ours,
 * short for people in need. A request ends ASK_DAYS after it was asked at the latest, ASK_CLOSED_
 * DAYS after it was closed, refused or withdrawn.
 *
 * Pure. Errors: ERR_CONFLICT: not now; ERR_DENIED: not by them.
 */
#ifndef AWN_FUND_ASK_H
#define AWN_FUND_ASK_H

#include "fund/ledger.h"
#include "space/mailbox.h"

#define ASK_DAYS 90
#define ASK_CLOSED_DAYS 7
#define ASK_SAID_MAX 60 /* of one request that are kept; the newest */
#define ASK_LINE_MAX 140
#define ASK_WORDS_MAX 2000
#define ASK_NAME_MAX 40

/* Numbers are stored. */
#define ASK_STATES(X)                                                                              \
    X(ASKED, 1, N_("Asked"))                                                                       \
    X(ONE, 2, N_("One person approved it"))                                                        \
    X(APPROVED, 3, N_("Approved by two"))                                                          \
    X(PAID, 4, N_("Paid out"))                                                                     \
    X(SHOWN, 5, N_("Paid out; a receipt is there"))                                                \
    X(CLOSED, 6, N_("Closed: all is done"))                                                        \
    X(DOUBTED, 7, N_("One person has doubts"))                                                     \
    X(REFUSED, 8, N_("Not possible this time"))                                                    \
    X(WITHDRAWN, 9, N_("Withdrawn"))
enum ask_state {
#define X(name, number, text) ASK_##name = number,
    ASK_STATES(X)
#undef X
};
#define ASK_STATE_LAST ASK_WITHDRAWN

/* Numbers are stored. */
enum ask_move {
    ASK_APPROVE = 0,
    ASK_REFUSE = 1,
    ASK_PAY = 2,
    ASK_SEE = 3,  /* the receipt, or that none is needed */
    ASK_SHOW = 4, /* a receipt, by who asked */
    ASK_ARRIVE = 5,
    ASK_WITHDRAW = 6
};
#define ASK_MOVE_LAST ASK_WITHDRAW

struct ask_said {
    int64_t at;
    bool keepers; /* else who asks */
    struct str name, words;
    bool moves;
    enum ask_move move;
};

struct ask {
    uint64_t id;
    uint32_t fund;
    enum fund_kind kind;
    int64_t amount;
    bool loan, other;
    int32_t needed;
    struct str name, words, how;
    struct mailbox_to reply;
    enum ask_state state;
    int64_t since, asked;
    int32_t last_day;
    bool has_first;
    struct tag first;
    struct tag approver[2], seen[2];
    size_t napprovers, nseen;
    struct str reason, receipt;
    bool arrived;
    uint32_t entry;
    uint32_t turn;
    struct ask_said *said; /* oldest first */
    size_t nsaid;
};

/* Who is at the desk, asked of its roster. */
struct ask_desk {
    bool (*there)(const void *roster, const struct tag *tag);
    const void *roster;
};

/* Who does something. `asker`: it is their own request, whatever else they are. */
struct ask_by {
    const struct tag *keeper; /* NULL: not of the desk */
    bool asker;
    const struct ask_desk *desk;
};

/* Does `by` have this move now? ERR_OK, ERR_CONFLICT, ERR_DENIED. */
enum err ask_may(const struct ask *a, const struct ask_by *by, enum ask_move move) MUST_CHECK;

/* Does it. `words`: the reason of a refusal, the receipt. ASK_PAY is the caller's to book first;
 * `entry` is its number then. */
enum err ask_do(struct ask *a, const struct ask_by *by, enum ask_move move, struct str words,
                uint32_t entry, int64_t now) MUST_CHECK;

/* A new one. The rest is the caller's. */
void ask_begin(struct ask *a, int64_t now);

bool ask_is_over(const struct ask *a);

/* What is next: a msgid, and by when (seconds; 0: nothing is). For the keepers, or for who asks. */
struct ask_next {
    const char *what;
    int64_t by;
    bool keepers; /* whose turn it is; else who asked */
};
struct ask_next ask_next(const struct ask *a, bool for_keepers);

/* The order of a list: the lower, the sooner. What is over stands last. */
int64_t ask_rank(const struct ask *a);

const char *ask_state_text(enum ask_state s);
const char *ask_move_text(enum ask_move m);

#endif
