#include "i18n/i18n.h"

#define MINUTE 60
#define HOUR 3600
#define DAY 86400

/* Elapsed time, not calendar days: the server does not know where a person is. */
struct str lang_ago(struct arena *a, const struct lang *l, int64_t then, int64_t now)
{
    int64_t past = now > then ? now - then : 0;
    if (past < 2 * MINUTE)
        return str_from_c(tr(l, "just now"));
    if (past < HOUR)
        return tr_fmt_n(a, l, "{n} minute ago", "{n} minutes ago", (uint64_t)(past / MINUTE), NULL,
                        0);
    if (past < DAY)
        return tr_fmt_n(a, l, "{n} hour ago", "{n} hours ago", (uint64_t)(past / HOUR), NULL, 0);
    if (past < 2 * DAY)
        return str_from_c(tr(l, "yesterday"));
    if (past < 7 * DAY)
        return tr_fmt_n(a, l, "{n} day ago", "{n} days ago", (uint64_t)(past / DAY), NULL, 0);
    return lang_date(a, l, then);
}
