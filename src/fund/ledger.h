/* The ledger of a common fund: double entry, in whole minor units of one currency.
 *
 * Purpose: what comes in and goes out stands as entries that are never changed. An entry moves
 * money between accounts: two to LEDGER_POSTINGS postings whose sum is zero (a debit is above zero,
 * a credit below). What was wrong is put right by the opposite entry. Nothing of it bears a name.
 *
 * Invariants, after every entry that was taken: the balances of all accounts add up to zero; a box
 * with cash, what is lent and what is promised are never below zero; entries count 1, 2, 3 …; no
 * sum overflows. An entry that would break one is refused, and nothing changed. The same entries
 * give the same ledger.
 *
 * Source: L. Pacioli, Summa de arithmetica (1494), tract XI, for the method; months by the days
 * algorithm of H. Hinnant, "chrono-Compatible Low-Level Date Algorithms" (civil_from_days).
 *
 * Pure. Errors: ERR_INVALID: not an entry; ERR_CONFLICT: an account would fall below zero;
 * ERR_TOO_LARGE: a sum would be too large to count.
 */
#ifndef AWN_FUND_LEDGER_H
#define AWN_FUND_LEDGER_H

#include "fund/money.h"

#include "base/err.h"

/* For what money is given. Numbers are stored; a kind's account is 10 + its number. */
#define FUND_KINDS(X)                                                                              \
    X(FOOD, 1, "food", N_("Food and daily needs"))                                                 \
    X(HOME, 2, "home", N_("Rent and housing"))                                                     \
    X(HEALTH, 3, "health", N_("Doctors and medicines"))                                            \
    X(WAY, 4, "way", N_("Travel and transport"))                                                   \
    X(PAPERS, 5, "papers", N_("Papers and legal help"))                                            \
    X(LEARNING, 6, "learning", N_("School and training"))                                          \
    X(THINGS, 7, "things", N_("Things and tools"))                                                 \
    X(OTHER, 8, "other", N_("Something else"))
#define FUND_KIND_COUNT 8
enum fund_kind {
#define X(name, number, code, text) FUND_##name = number,
    FUND_KINDS(X)
#undef X
};

/* Numbers are stored: never change one. */
#define LEDGER_ACCOUNTS(X)                                                                         \
    X(HAND, 1, "cash box", N_("In the box"))                                                       \
    X(BANK, 2, "bank or wallet", N_("In an account"))                                              \
    X(GIFTS, 3, "gifts", N_("Gifts that came in"))                                                 \
    X(PLEDGED, 4, "pledged", N_("Promised, not here yet"))                                         \
    X(PROMISES, 5, "promises", N_("Promises, the other side"))                                     \
    X(LOANS, 6, "loans", N_("Lent, to come back"))                                                 \
    X(COSTS, 7, "costs", N_("Fees and costs"))
#define LEDGER_KIND_BASE 10
#define LEDGER_ACCOUNT_MAX (LEDGER_KIND_BASE + FUND_KIND_COUNT)
enum ledger_account {
#define X(name, number, code, text) LEDGER_##name = number,
    LEDGER_ACCOUNTS(X)
#undef X
};

/* What an entry was. Numbers are stored. */
#define LEDGER_WHATS(X)                                                                            \
    X(GIFT, 1, "gift", N_("A gift came in"))                                                       \
    X(PLEDGE, 2, "pledge", N_("A gift is promised"))                                               \
    X(KEPT, 3, "pledge kept", N_("A promised gift came in"))                                       \
    X(LAPSED, 4, "pledge lapsed", N_("A promised gift will not come"))                             \
    X(PAID, 5, "paid", N_("Paid out"))                                                             \
    X(LENT, 6, "lent", N_("Lent"))                                                                 \
    X(REPAID, 7, "repaid", N_("A loan came back"))                                                 \
    X(GIVEN, 8, "loan forgiven", N_("A loan is given as a gift"))                                  \
    X(COST, 9, "cost", N_("A fee or a cost"))                                                      \
    X(TO_BANK, 10, "to account", N_("From the box into the account"))                              \
    X(TO_HAND, 11, "to box", N_("From the account into the box"))                                  \
    X(REVERSAL, 12, "reversal", N_("A correction"))
enum ledger_what {
#define X(name, number, code, text) LEDGER_IS_##name = number,
    LEDGER_WHATS(X)
#undef X
};
#define LEDGER_WHAT_MAX LEDGER_IS_REVERSAL

#define LEDGER_POSTINGS 4
#define LEDGER_MAX (INT64_MAX / 4) /* of one account, either way */
struct ledger_posting {
    int account; /* enum ledger_account, or LEDGER_KIND_BASE + enum fund_kind */
    int64_t amount;
};
struct ledger_entry {
    uint32_t number;
    int32_t day;
    enum ledger_what what;
    uint32_t reverses; /* of LEDGER_IS_REVERSAL: which one; else 0 */
    struct ledger_posting v[LEDGER_POSTINGS];
    size_t n;
};

struct ledger {
    uint32_t count; /* entries so far */
    int64_t balance[LEDGER_ACCOUNT_MAX + 1];
};

bool ledger_is_account(int account);

/* Takes an entry, whose number must be count + 1. */
enum err ledger_put(struct ledger *l, const struct ledger_entry *e) MUST_CHECK;

/* An entry of that kind. `box`: LEDGER_HAND or LEDGER_BANK, where one is asked for; `kind`: for
 * PAID and GIVEN. Number and day are the caller's. ERR_INVALID: also for a REVERSAL. */
enum err ledger_entry_make(enum ledger_what what, int box, enum fund_kind kind, int64_t amount,
                           struct ledger_entry *out) MUST_CHECK;

/* The opposite of an entry. ERR_INVALID: it is itself a correction. */
enum err ledger_entry_reverse(const struct ledger_entry *of, struct ledger_entry *out) MUST_CHECK;

/* Money that is there; what an entry is about (the sum of its debits). */
int64_t ledger_cash(const struct ledger *l);
int64_t ledger_amount(const struct ledger_entry *e);

/* Months count on: year × 12 + month (from 0). A day as year, month and day of the month (from 1);
 * the first day of a month. */
int32_t ledger_month(int32_t day);
void ledger_date(int32_t day, int *year, int *month, int *of_month);
int32_t ledger_month_begins(int32_t month);

/* msgids; NULL for no such number. And what stands in files. */
const char *ledger_account_text(int account);
const char *ledger_account_code(int account);
const char *ledger_what_text(enum ledger_what what);
const char *ledger_what_code(enum ledger_what what);
const char *fund_kind_text(int kind);

#endif
