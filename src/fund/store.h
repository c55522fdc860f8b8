/* The funds of the keepers' desk, as they are sealed.
 *
 * Purpose: each fund is one record with its settings and balances (stream "fund state", its number
 * is the fund's), and a stream of entries that only grows (stream "fund ledger" + fund). Each entry
 * holds the hash up to the one before, the state holds the hash up to the newest and how many there
 * are: a row that was taken out, put elsewhere or brought back is seen (fund_check). Somebody with
 * the whole database can put all of it back to how it was together; nothing inside can tell that.
 *
 * Invariants: an entry, the balances it changes and what members see (board.h) are written in one
 * transaction, or nothing is. Neither state nor entries have a last day: they bear no name, and go
 * with the desk.
 *
 *     hash of nothing = 32 zero bytes
 *     hash up to an entry = BLAKE2b keyed with zeros over "awn fund entry", the entry as it is
 *                           sealed (which begins with the hash up to the one before)
 *
 * Each call that writes is a transaction. Ownership: the desk's secret arena. Errors:
 * ERR_NOT_FOUND: no such fund; ERR_CONFLICT: an account would fall below zero, or somebody was
 * first; ERR_SEAL: a row was changed from outside; ERR_TOO_MANY: as many as there can be.
 */
#ifndef AWN_FUND_STORE_H
#define AWN_FUND_STORE_H

#include "desk/desk.h"
#include "fund/ledger.h"

#define FUNDS_MAX 12
#define FUND_NAME_MAX 60
#define FUND_TEXT_MAX 2000
#define FUND_MONTHS 13 /* that the state remembers: one more than a year */

struct fund_month {
    int32_t month;
    int64_t moved[LEDGER_ACCOUNT_MAX + 1]; /* by account */
    int64_t cash;                          /* at its end, or now */
    bool closed;                           /* it was counted, and was right */
};

struct fund {
    uint32_t id; /* record in the stream; 0: a new one */
    struct str name;
    struct currency currency;
    bool exact; /* members see the balance as it is; else as a range */
    struct str give, asking;
    struct ledger ledger;
    uint8_t head[KEY_SIZE];
    struct fund_month months[FUND_MONTHS]; /* newest first; only those with an entry */
    size_t nmonths;
    uint32_t wrong; /* an entry that somebody wants corrected; 0: none */
    struct tag wrong_by;
};
struct funds {
    struct fund *v; /* by number */
    size_t n, damaged;
};

enum err funds_read(struct desk *d, struct funds *out) MUST_CHECK;
enum err fund_find(struct desk *d, uint32_t id, struct fund *out) MUST_CHECK;

/* A new one, empty; or other settings (name, exact, texts) of one that is there: the currency
 * stays. */
enum err fund_make(struct desk *d, const struct fund *settings, uint32_t *id) MUST_CHECK;
enum err fund_change(struct desk *d, const struct fund *settings) MUST_CHECK;

/* Books an entry of today; number and day are filled in. */
enum err fund_book(struct desk *d, uint32_t id, struct ledger_entry *e) MUST_CHECK;
/* The same as a part of the caller's transaction, without the members' board. */
enum err fund_book_in(struct desk *d, uint32_t id, struct ledger_entry *e) MUST_CHECK;

/* A correction takes two: the first wants it, the second (somebody else, while the first is at the
 * desk) books it. `seen`: the entry that was waiting on the page, 0 for none. ERR_CONFLICT also:
 * another one waits, or it was corrected before; ERR_DENIED: the first pressed again. */
enum fund_corrected { FUND_WANTED, FUND_CORRECTED };
enum err fund_correct(struct desk *d, uint32_t id, uint32_t number,
                      enum fund_corrected *out) MUST_CHECK;
/* Takes the wish back. */
enum err fund_correct_not(struct desk *d, uint32_t id) MUST_CHECK;

/* Marks a month that is over as counted. ERR_INVALID: it is not over; ERR_CONFLICT: what was
 * counted is not what the books say at the end of that month. */
enum err fund_close(struct desk *d, uint32_t id, int32_t month, int64_t counted) MUST_CHECK;

/* Entries with a number below `before` (0: all), the newest `limit`, newest last. */
struct fund_entries {
    struct ledger_entry *v;
    size_t n, damaged;
};
enum err fund_entries(struct desk *d, uint32_t id, uint32_t before, size_t limit,
                      struct fund_entries *out) MUST_CHECK;

/* Everything added up again from the first entry. `right`: chain and balances hold. */
struct fund_checked {
    bool right;
    uint32_t wrong_at; /* the first entry that does not fit; 0: the balances do not */
};
enum err fund_check(struct desk *d, uint32_t id, struct fund_checked *out) MUST_CHECK;

/* For the end of the desk: deletes all of it. */
enum err funds_end(struct desk *d) MUST_CHECK;

#endif
