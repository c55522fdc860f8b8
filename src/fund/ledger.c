#include "fund/ledger.h"

bool ledger_is_account(int account)
{
    return (account >= LEDGER_HAND && account <= LEDGER_COSTS) ||
           (account > LEDGER_KIND_BASE && account <= LEDGER_ACCOUNT_MAX);
}

/* Accounts that hold something: there cannot be less than nothing of it. */
static bool holds(int account)
{
    return account == LEDGER_HAND || account == LEDGER_BANK || account == LEDGER_LOANS ||
           account == LEDGER_PLEDGED;
}

static bool is_entry(const struct ledger_entry *e)
{
    int64_t sum = 0;
    if (e->n < 2 || e->n > LEDGER_POSTINGS || e->what < LEDGER_IS_GIFT ||
        e->what > LEDGER_WHAT_MAX || (e->what == LEDGER_IS_REVERSAL) != (e->reverses != 0) ||
        e->reverses >= e->number)
        return false;
    for (size_t i = 0; i < e->n; i++) {
        const struct ledger_posting *p = &e->v[i];
        if (!ledger_is_account(p->account) || p->amount == 0 || p->amount > MONEY_MAX ||
            p->amount < -MONEY_MAX)
            return false;
        for (size_t k = 0; k < i; k++)
            if (e->v[k].account == p->account)
                return false;
        sum += p->amount;
    }
    return sum == 0;
}

enum err ledger_put(struct ledger *l, const struct ledger_entry *e)
{
    struct ledger after = *l;
    if (e->number != l->count + 1 || !is_entry(e))
        return ERR_INVALID;
    for (size_t i = 0; i < e->n; i++) {
        int64_t *balance = &after.balance[e->v[i].account];
        *balance += e->v[i].amount; /* both far below 2^62 */
        if (*balance > LEDGER_MAX || *balance < -LEDGER_MAX)
            return ERR_TOO_LARGE;
        if (holds(e->v[i].account) && *balance < 0)
            return ERR_CONFLICT;
    }
    after.count++;
    *l = after;
    return ERR_OK;
}

/* ---- entries ----------------------------------------------------------------------------------
 */

static void post(struct ledger_entry *e, int to, int from, int64_t amount)
{
    e->v[e->n++] = (struct ledger_posting){to, amount};
    e->v[e->n++] = (struct ledger_posting){from, -amount};
}

enum err ledger_entry_make(enum ledger_what what, int box, enum fund_kind kind, int64_t amount,
                           struct ledger_entry *out)
{
    const int account = LEDGER_KIND_BASE + (int)kind;
    *out = (struct ledger_entry){.what = what};
    if (amount <= 0 || amount > MONEY_MAX || (box != LEDGER_HAND && box != LEDGER_BANK) ||
        kind < FUND_FOOD || kind > FUND_OTHER)
        return ERR_INVALID;
    switch (what) {
    case LEDGER_IS_GIFT:
        post(out, box, LEDGER_GIFTS, amount);
        return ERR_OK;
    case LEDGER_IS_PLEDGE:
        post(out, LEDGER_PLEDGED, LEDGER_PROMISES, amount);
        return ERR_OK;
    case LEDGER_IS_KEPT:
        post(out, box, LEDGER_GIFTS, amount);
        post(out, LEDGER_PROMISES, LEDGER_PLEDGED, amount);
        return ERR_OK;
    case LEDGER_IS_LAPSED:
        post(out, LEDGER_PROMISES, LEDGER_PLEDGED, amount);
        return ERR_OK;
    case LEDGER_IS_PAID:
        post(out, account, box, amount);
        return ERR_OK;
    case LEDGER_IS_LENT:
        post(out, LEDGER_LOANS, box, amount);
        return ERR_OK;
    case LEDGER_IS_REPAID:
        post(out, box, LEDGER_LOANS, amount);
        return ERR_OK;
    case LEDGER_IS_GIVEN:
        post(out, account, LEDGER_LOANS, amount);
        return ERR_OK;
    case LEDGER_IS_COST:
        post(out, LEDGER_COSTS, box, amount);
        return ERR_OK;
    case LEDGER_IS_TO_BANK:
        post(out, LEDGER_BANK, LEDGER_HAND, amount);
        return ERR_OK;
    case LEDGER_IS_TO_HAND:
        post(out, LEDGER_HAND, LEDGER_BANK, amount);
        return ERR_OK;
    case LEDGER_IS_REVERSAL:
        break;
    }
    return ERR_INVALID;
}

enum err ledger_entry_reverse(const struct ledger_entry *of, struct ledger_entry *out)
{
    if (of->what == LEDGER_IS_REVERSAL || of->number == 0)
        return ERR_INVALID;
    *out = (struct ledger_entry){.what = LEDGER_IS_REVERSAL, .reverses = of->number, .n = of->n};
    for (size_t i = 0; i < of->n; i++)
        out->v[i] = (struct ledger_posting){of->v[i].account, -of->v[i].amount};
    return ERR_OK;
}

int64_t ledger_cash(const struct ledger *l)
{
    return l->balance[LEDGER_HAND] + l->balance[LEDGER_BANK];
}

/* A promise that is kept moves its sum twice; the cash is what it is about. */
int64_t ledger_amount(const struct ledger_entry *e)
{
    int64_t sum = 0;
    for (size_t i = 0; i < e->n; i++)
        if (e->v[i].amount > 0)
            sum += e->v[i].amount;
    return e->n == LEDGER_POSTINGS ? sum / 2 : sum;
}

/* ---- months -----------------------------------------------------------------------------------
 */

void ledger_date(int32_t day, int *year, int *month, int *of_month)
{
    const int32_t z = day + 719468;
    const int32_t era = (z >= 0 ? z : z - 146096) / 146097;
    const int32_t doe = z - era * 146097;
    const int32_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    const int32_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    const int32_t mp = (5 * doy + 2) / 153;
    *of_month = doy - (153 * mp + 2) / 5 + 1;
    *month = mp < 10 ? mp + 3 : mp - 9;
    *year = yoe + era * 400 + (*month <= 2);
}

int32_t ledger_month(int32_t day)
{
    int year, month, of_month;
    ledger_date(day, &year, &month, &of_month);
    return year * 12 + month - 1;
}

int32_t ledger_month_begins(int32_t month)
{
    const int32_t m = month % 12 + 1, y = month / 12 - (m <= 2);
    const int32_t era = y / 400, yoe = y - era * 400;
    const int32_t doy = (153 * (m > 2 ? m - 3 : m + 9) + 2) / 5;
    const int32_t doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
    return era * 146097 + doe - 719468;
}

/* ---- texts ------------------------------------------------------------------------------------
 */

const char *fund_kind_text(int kind)
{
    switch (kind) {
#define X(name, number, code, text)                                                                \
    case number:                                                                                   \
        return text;
        FUND_KINDS(X)
#undef X
    default:
        return NULL;
    }
}

const char *ledger_account_text(int account)
{
    switch (account) {
#define X(name, number, code, text)                                                                \
    case number:                                                                                   \
        return text;
        LEDGER_ACCOUNTS(X)
#undef X
    default:
        return fund_kind_text(account - LEDGER_KIND_BASE);
    }
}

const char *ledger_account_code(int account)
{
    switch (account) {
#define X(name, number, code, text)                                                                \
    case number:                                                                                   \
        return code;
        LEDGER_ACCOUNTS(X)
#undef X
#define X(name, number, code, text)                                                                \
    case LEDGER_KIND_BASE + number:                                                                \
        return "paid out: " code;
        FUND_KINDS(X)
#undef X
    default:
        return NULL;
    }
}

const char *ledger_what_text(enum ledger_what what)
{
    switch (what) {
#define X(name, number, code, text)                                                                \
    case number:                                                                                   \
        return text;
        LEDGER_WHATS(X)
#undef X
    }
    return NULL;
}

const char *ledger_what_code(enum ledger_what what)
{
    switch (what) {
#define X(name, number, code, text)                                                                \
    case number:                                                                                   \
        return code;
        LEDGER_WHATS(X)
#undef X
    }
    return NULL;
}
