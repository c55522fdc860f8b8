/* How the fund's pages say amounts, months, states. Texts are in the request's language and secret
 * arena. Inside the fund room. */
#ifndef AWN_FUND_WORDS_H
#define AWN_FUND_WORDS_H

#include "fund/board.h"
#include "fund/mine.h"
#include "fund/view.h"
#include "members/page.h"

struct str fund_say(const struct req *req, const char *msgid);
struct str fund_money(const struct req *req, int64_t amount, const struct currency *c);

/* "between … and …", "up to …", "nothing", or the amount where both are equal. */
struct str fund_range(const struct req *req, int64_t low, int64_t high, const struct currency *c);

/* "November 2026" */
struct str fund_month_text(const struct req *req, int32_t month);

/* "Next: … By: …." */
struct str fund_next(const struct req *req, const struct ask *a, bool for_keepers);

/* "Food and daily needs · 120.00 JOD"; without a currency when the fund is gone. */
struct str fund_title(const struct req *req, const struct ask *a, const struct currency *c);

/* What was said about a request, oldest first. For who asked, keepers have no names but the byline.
 */
void fund_said_fill(const struct req *req, const struct ask *a, bool for_keepers,
                    struct fund_said_view **out, size_t *n);

/* What is asked: amount, kind, by when, how it is paid … */
#define FUND_FACTS 8
size_t fund_facts_fill(const struct req *req, const struct ask *a, const struct currency *c,
                       struct ui_fact *out);

/* How a request is named in the viewer's addresses. */
struct str fund_alias(const struct req *req, uint64_t ask);

#endif
