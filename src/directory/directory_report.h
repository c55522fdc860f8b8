/* "This is out of date": what anybody may say about an entry, and who will read it.
 *
 * Purpose: a report is sealed into the inbox of the editors' desk (editors.h). Whoever sends one
 * needs no account, and nothing about them is kept: not who, not from where, not the hour. Outside
 * of the seal an entry only says that it is doubted since a day.
 *
 * Invariants: a report expires DIRECTORY_REPORT_DAYS after its day; at most INBOX_MAX wait.
 * Where there is no desk nothing is kept, and the page says so.
 */
#ifndef AWN_DIRECTORY_DIRECTORY_REPORT_H
#define AWN_DIRECTORY_DIRECTORY_REPORT_H

#include "space/space.h"

#define DIRECTORY_REPORT_DAYS 60
#define DIRECTORY_REPORT_WORDS_MAX 1000 /* code points */

/* Name, number (never changed: it stands in sealed letters), code on the wire, and words. */
#define DIRECTORY_REPORT_REASONS(X)                                                                \
    X(GONE, 1, "gone", N_("It has closed, or is no longer there"))                                 \
    X(MOVED, 2, "moved", N_("It has moved"))                                                       \
    X(PHONE, 3, "phone", N_("The telephone number is wrong"))                                      \
    X(HOURS, 4, "hours", N_("The hours are wrong"))                                                \
    X(UNSAFE, 5, "unsafe", N_("It was not safe there, or not welcoming"))                          \
    X(OTHER, 6, "other", N_("Something else"))
enum directory_report_reason {
#define X(name, number, code, text) DIRECTORY_REPORT_##name = number,
    DIRECTORY_REPORT_REASONS(X)
#undef X
};

/* The msgid of a reason; that of OTHER for a number that is none of them. */
const char *directory_report_text(enum directory_report_reason reason);

struct directory_report {
    struct str entry, title;
    enum directory_report_reason reason;
    struct str words;
    int32_t day;
};

struct str directory_report_pack(struct arena *a, const struct directory_report *r);
/* False when it is not a report. */
bool directory_report_unpack(struct arena *a, struct str body, struct directory_report *out);

/* Drops it into the desk's inbox. ERR_NOT_FOUND: there is no desk, nobody could read it, nothing
 * was kept; ERR_TOO_MANY: as many as can wait are waiting. */
enum err directory_report_send(const struct space_ctx *ctx,
                               const struct directory_report *r) MUST_CHECK;

#endif
