#include "fund/ask.h"

#include <string.h>

#include "base/clock.h"

#define DAY DAY_SECONDS

void ask_begin(struct ask *a, int64_t now)
{
    a->state = ASK_ASKED;
    a->since = a->asked = now;
    a->last_day = clock_day(now) + ASK_DAYS;
}

bool ask_is_over(const struct ask *a)
{
    return a->state == ASK_CLOSED || a->state == ASK_REFUSED || a->state == ASK_WITHDRAWN;
}

/* ---- who may ----------------------------------------------------------------------------------
 */

static bool same(const struct tag *a, const struct tag *b)
{
    return memcmp(a->b, b->b, TAG_SIZE) == 0;
}

static bool is_there(const struct ask_by *by, const struct tag *who)
{
    return by->desk->there(by->desk->roster, who);
}

static bool among(const struct tag *list, size_t n, const struct tag *who)
{
    for (size_t i = 0; i < n; i++)
        if (same(&list[i], who))
            return true;
    return false;
}

/* Somebody of the desk has spoken first, and is still there. */
static bool first_counts(const struct ask *a, const struct ask_by *by)
{
    return a->has_first && is_there(by, &a->first);
}

/* The two who approved see the receipt; somebody else only where one of them cannot any more. */
static enum err may_see(const struct ask *a, const struct ask_by *by)
{
    size_t can = 0;
    if (among(a->seen, a->nseen, by->keeper))
        return ERR_CONFLICT;
    if (among(a->approver, a->napprovers, by->keeper))
        return ERR_OK;
    for (size_t i = 0; i < a->napprovers; i++)
        can += !among(a->seen, a->nseen, &a->approver[i]) && is_there(by, &a->approver[i]);
    return can < 2 - a->nseen ? ERR_OK : ERR_DENIED;
}

static enum err keeper_may(const struct ask *a, const struct ask_by *by, enum ask_move move)
{
    const bool paid = a->state == ASK_PAID || a->state == ASK_SHOWN;
    const bool before = a->state == ASK_ASKED || a->state == ASK_ONE || a->state == ASK_DOUBTED;
    if (by->asker || !by->keeper)
        return ERR_DENIED;
    switch (move) {
    case ASK_APPROVE:
        if (!before)
            return ERR_CONFLICT;
        return a->state == ASK_ONE && first_counts(a, by) && same(&a->first, by->keeper)
                   ? ERR_DENIED
                   : ERR_OK;
    case ASK_REFUSE:
        if (!before && a->state != ASK_APPROVED)
            return ERR_CONFLICT;
        return a->state == ASK_DOUBTED && first_counts(a, by) && same(&a->first, by->keeper)
                   ? ERR_DENIED
                   : ERR_OK;
    case ASK_PAY:
        return a->state == ASK_APPROVED ? ERR_OK : ERR_CONFLICT;
    case ASK_SEE:
        return paid ? may_see(a, by) : ERR_CONFLICT;
    case ASK_SHOW:
    case ASK_ARRIVE:
    case ASK_WITHDRAW:
        break;
    }
    return ERR_DENIED;
}

enum err ask_may(const struct ask *a, const struct ask_by *by, enum ask_move move)
{
    const bool paid = a->state == ASK_PAID || a->state == ASK_SHOWN;
    switch (move) {
    case ASK_APPROVE:
    case ASK_REFUSE:
    case ASK_PAY:
    case ASK_SEE:
        return keeper_may(a, by, move);
    case ASK_SHOW:
        return !by->asker ? ERR_DENIED : paid ? ERR_OK : ERR_CONFLICT;
    case ASK_ARRIVE:
        return !by->asker ? ERR_DENIED : paid && !a->arrived ? ERR_OK : ERR_CONFLICT;
    case ASK_WITHDRAW:
        return !by->asker ? ERR_DENIED : paid || ask_is_over(a) ? ERR_CONFLICT : ERR_OK;
    }
    return ERR_DENIED;
}

/* ---- moves ------------------------------------------------------------------------------------
 */

static void over(struct ask *a, enum ask_state state, int64_t now)
{
    const int32_t soon = clock_day(now) + ASK_CLOSED_DAYS;
    a->state = state;
    a->receipt = STR_NONE;
    if (soon < a->last_day)
        a->last_day = soon;
}

static void speaks_first(struct ask *a, const struct tag *who, enum ask_state state)
{
    a->state = state;
    a->has_first = true;
    a->first = *who;
    a->napprovers = 0;
}

static void approve(struct ask *a, const struct ask_by *by)
{
    if (a->state != ASK_ONE || !first_counts(a, by)) {
        speaks_first(a, by->keeper, ASK_ONE);
        a->reason = STR_NONE;
        return;
    }
    a->state = ASK_APPROVED;
    a->approver[0] = a->first;
    a->approver[1] = *by->keeper;
    a->napprovers = 2;
    a->has_first = false;
}

static void refuse(struct ask *a, const struct ask_by *by, struct str why, int64_t now)
{
    const bool second = a->state == ASK_DOUBTED && first_counts(a, by);
    if (why.n != 0)
        a->reason = why;
    speaks_first(a, by->keeper, ASK_DOUBTED);
    if (second)
        over(a, ASK_REFUSED, now);
}

static void see(struct ask *a, const struct tag *who, int64_t now)
{
    a->seen[a->nseen++] = *who;
    if (a->nseen == 2)
        over(a, ASK_CLOSED, now);
}

enum err ask_do(struct ask *a, const struct ask_by *by, enum ask_move move, struct str words,
                uint32_t entry, int64_t now)
{
    TRY(ask_may(a, by, move));
    switch (move) {
    case ASK_APPROVE:
        approve(a, by);
        break;
    case ASK_REFUSE:
        refuse(a, by, words, now);
        break;
    case ASK_PAY:
        a->state = ASK_PAID;
        a->entry = entry;
        break;
    case ASK_SEE:
        see(a, by->keeper, now);
        break;
    case ASK_SHOW: /* another one is seen anew */
        a->state = ASK_SHOWN;
        a->receipt = words;
        a->nseen = 0;
        break;
    case ASK_ARRIVE:
        a->arrived = true;
        return ERR_OK; /* it changes nobody's turn */
    case ASK_WITHDRAW:
        over(a, ASK_WITHDRAWN, now);
        break;
    }
    a->since = now;
    return ERR_OK;
}

/* ---- what is next -----------------------------------------------------------------------------
 */

static const struct {
    int days;
    bool keepers;
    const char *what, *asker; /* as the keepers read it; as who asks does */
} NEXT[] = {
    [ASK_ASKED] = {2, true, N_("Somebody reads it and says what they think."),
                   N_("The keepers of the fund read it.")},
    [ASK_ONE] = {2, true, N_("A second person approves it, or has doubts."),
                 N_("A second person looks at it.")},
    [ASK_APPROVED] = {3, true, N_("It is paid out."), N_("The money comes to you.")},
    [ASK_PAID] = {14, false, N_("Who asked shows what was paid; or two say that it need not be."),
                  N_("You say that it arrived, and show what was paid, if you can.")},
    [ASK_SHOWN] = {7, true, N_("The two who approved see the receipt. Then its words are deleted."),
                   N_("Two people see the receipt. Then its words are deleted.")},
    [ASK_CLOSED] = {0, true, N_("It is deleted."), N_("It is deleted.")},
    [ASK_DOUBTED] = {2, true, N_("A second person looks: nothing is refused by one alone."),
                     N_("A second person looks at it.")},
    [ASK_REFUSED] = {0, true, N_("It is deleted."), N_("It is deleted.")},
    [ASK_WITHDRAWN] = {0, true, N_("It is deleted."), N_("It is deleted.")},
};

struct ask_next ask_next(const struct ask *a, bool for_keepers)
{
    struct ask_next n = {.what = for_keepers ? NEXT[a->state].what : NEXT[a->state].asker,
                         .keepers = NEXT[a->state].keepers};
    if (!ask_is_over(a))
        n.by = a->since + NEXT[a->state].days * (int64_t)DAY;
    /* money that comes too late is no help */
    const int64_t needed = a->needed == 0 ? 0 : (a->needed + 1) * (int64_t)DAY;
    if (needed != 0 && n.by > needed && a->state != ASK_PAID && a->state != ASK_SHOWN)
        n.by = needed > a->since ? needed : a->since;
    return n;
}

int64_t ask_rank(const struct ask *a)
{
    return ask_is_over(a) ? INT64_MAX : ask_next(a, true).by;
}

const char *ask_state_text(enum ask_state s)
{
    switch (s) {
#define X(name, number, text)                                                                      \
    case number:                                                                                   \
        return text;
        ASK_STATES(X)
#undef X
    }
    return "";
}

const char *ask_move_text(enum ask_move m)
{
    switch (m) {
    case ASK_APPROVE:
        return N_("Approved");
    case ASK_REFUSE:
        return N_("Doubts, or not possible");
    case ASK_PAY:
        return N_("Paid out");
    case ASK_SEE:
        return N_("Seen");
    case ASK_SHOW:
        return N_("Showed a receipt");
    case ASK_ARRIVE:
        return N_("The money arrived");
    case ASK_WITHDRAW:
        return N_("Withdrawn");
    }
    return "";
}
