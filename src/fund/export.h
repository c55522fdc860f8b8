/* The ledger as a file for the treasurer: one line a posting, without names.
 *
 * CSV as RFC 4180 has it (UTF-8, CRLF, quotation marks doubled). Columns: number, date (ISO 8601),
 * what, account, amount (Latin digits, a point, a minus in front), currency, reverses, fund. The
 * amounts of one number add up to zero. A text cell that a spreadsheet would run (it begins with
 * = + - @ or a control character; OWASP, "CSV Injection") gets an apostrophe in front.
 *
 * Pure. Ownership: the arena. ERR_TOO_LARGE: above FUND_CSV_MAX bytes.
 */
#ifndef AWN_FUND_EXPORT_H
#define AWN_FUND_EXPORT_H

#include "fund/store.h"

#define FUND_CSV_MAX (16u << 20)

enum err fund_csv(struct arena *a, const struct fund *f, const struct fund_entries *all,
                  struct str *out) MUST_CHECK;

/* One text cell. */
struct str fund_csv_cell(struct arena *a, struct str s);

#endif
