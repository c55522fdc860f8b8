/* Money: whole minor units of one currency, how people write amounts, how pages show them.
 *
 * Units: an amount is an int64_t of the currency's smallest unit (cents, fils, millimes); there is
 * no floating point in this room. How many digits stand behind the decimal sign is the currency's
 * own, from ISO 4217 (list one, "minor unit").
 *
 * Reading takes Latin, Arabic-Indic and Persian digits; the decimal signs "." "," "٫"; the signs
 * "." "," "٬", spaces and apostrophes between groups of three. What could be read in two ways
 * ("1,234" of a currency with three digits behind the sign) is never guessed.
 *
 * Pure. Ownership: the given arena.
 */
#ifndef AWN_FUND_MONEY_H
#define AWN_FUND_MONEY_H

#include "base/str.h"
#include "i18n/i18n.h"

#define MONEY_MAX 1000000000000000 /* of one amount; ten of these never overflow */
#define MONEY_TYPED_MAX 40         /* bytes that are looked at */

struct currency {
    char code[4]; /* ISO 4217, upper case */
    int digits;   /* 0 … 4 */
};

/* False when the standard has no such code. Small letters are fine. */
bool money_currency(struct str code, struct currency *out);

/* What can be wrong with a typed amount, and the sentence (a msgid) that says so. */
#define MONEY_FAULTS(X)                                                                            \
    X(NONE, "")                                                                                    \
    X(WRONG, N_("Please write an amount in digits, such as 50 or 12.50."))                         \
    X(NOTHING, N_("Please write an amount above zero."))                                           \
    X(FINE, N_("This currency has fewer digits behind the decimal sign."))                         \
    X(UNCLEAR, N_("This can be read in two ways. Please write it without a sign between the "      \
                  "thousands, and all digits behind the decimal sign, such as 1234.500."))         \
    X(LARGE, N_("This amount is too large."))
enum money_fault {
#define X(name, text) MONEY_##name,
    MONEY_FAULTS(X)
#undef X
};
const char *money_fault_text(enum money_fault f);

/* An amount above zero, at most MONEY_MAX. *out is 0 when there is a fault. */
enum money_fault money_read(struct str typed, int digits, int64_t *out);

/* "1,234.50 JOD", "١٬٢٣٤٫٥٠ JOD": in the digits and signs of the language. */
struct str money_write(struct arena *a, const struct lang *lang, int64_t amount,
                       const struct currency *c);

/* "-1234.50": Latin digits, no groups; for files, and for a form that comes back. */
struct str money_plain(struct arena *a, int64_t amount, int digits);

/* The range an amount is told in, where it is not told exactly: steps of 1, 2, 5, 10 … units of the
 * currency, beginning at 50. 0 gives 0 to 0; below zero is told as nothing. */
void money_range(int64_t amount, int digits, int64_t *low, int64_t *high);

#endif
