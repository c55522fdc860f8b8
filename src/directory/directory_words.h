/* The directory's data in words of the page's language. Pure. */
#ifndef AWN_DIRECTORY_DIRECTORY_WORDS_H
#define AWN_DIRECTORY_DIRECTORY_WORDS_H

#include "directory/directory_rules.h"
#include "http/form.h"
#include "i18n/i18n.h"
#include "i18n/zone.h"

/* One line of a week. */
struct directory_hours_view {
    struct str day, hours;
    bool today;
};

/* "one, two, three": between two words of one script its own comma, else the language's. */
struct str words_list(struct arena *a, const struct lang *l, const struct str *words, size_t n);

/* An address on one line. */
struct str words_address(struct arena *a, const struct lang *l,
                         const struct directory_address *address);

/* Codes and names of what is spoken; ends with a value of NULL, begins with any language. */
extern const struct form_choice WORDS_LANGUAGES[];
/* The name of a code ("ar", "ar-SY", "ara" is none of them); STR_NONE when it is not known. */
struct str words_language(const struct lang *l, struct str code);

/* What editors said of an entry, of those tags that are shown; at most two. */
size_t words_tags(const struct lang *l, unsigned tags, const char *out[2]);

/* "Checked here: 3 months ago"; empty when nobody has. */
struct str words_checked_ago(struct arena *a, const struct lang *l, int64_t checked_at,
                             int64_t now);

/* Digits as the language writes them; as it stands when it is no whole number. */
struct str words_number(struct arena *a, const struct lang *l, struct str number);

/* Seven rows, Sunday first, the one of `day` (days since 1970) marked; one row when every day is
 * the same; none when nothing is known. Returns how many. */
size_t words_week(struct arena *a, const struct lang *l, const struct directory_hours *hours,
                  size_t n, int32_t day, const struct directory_hours_view **out);

/* "open now" and until when, or "closed now" and when it opens, on a clock that says `at`. Empty
 * when no hours are known. */
struct str words_now(struct arena *a, const struct lang *l, const struct directory_hours *hours,
                     size_t n, const struct zone_time *at, bool *open, struct str *next);

/* "9:00 to 17:00", "18:00 to midnight", "closed", "open 24 hours". 23:59 and 00:00 end a day. */
struct str words_span(struct arena *a, const struct lang *l, int opens, int closes);

/* "2026-03-01" → days since 1970 (proleptic Gregorian calendar, ISO 8601). */
bool words_iso_day(struct str date, int32_t *out);

/* Hours that do not come back every week: "first Monday of the month, 9:00 to 12:00". */
struct str words_dates(struct arena *a, const struct lang *l, const struct directory_dates *d);
/* Its description says that it is closed then, and nothing else (hsds.h). */
bool words_says_closed(const struct directory_dates *d);
/* Over before that day: no longer worth a line. */
bool words_dates_over(const struct directory_dates *d, int32_t day);

#endif
