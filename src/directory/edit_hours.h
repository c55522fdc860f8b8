/* The opening hours of one day, as people write them.
 *
 * "9-17", "9:00–13:00, 15:00–18:00", "٩ - ١٧", "من ٩ إلى ١٣ و١٥ إلى ١٨", "9am to 5pm", "closed",
 * "24 hours". Digits in Latin, Arabic-Indic or Persian; hours from 0 to 24, or with am, pm, ص, م.
 *
 * "9-5" is not guessed at: a closing hour of one digit that comes before the opening one may mean
 * the afternoon or the next morning. Written "17", "5 pm" or "05:00" it is clear.
 */
#ifndef AWN_DIRECTORY_EDIT_HOURS_H
#define AWN_DIRECTORY_EDIT_HOURS_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/str.h"

#define EDIT_SPANS_MAX 4
#define EDIT_DAYS 7

struct edit_span {
    int opens, closes; /* minutes after midnight; closes before opens: the next morning */
};
struct edit_day {
    bool closed; /* said to be closed; with neither this nor spans nothing is known */
    struct edit_span v[EDIT_SPANS_MAX];
    size_t n;
};

enum edit_hours_fault {
    EDIT_HOURS_OK,
    EDIT_HOURS_UNREADABLE,
    EDIT_HOURS_AFTERNOON /* "9-5" */
};
enum edit_hours_fault edit_day_read(struct str typed, struct edit_day *out);

/* "09:00–13:00, 15:00–18:00"; `closed`: the word for a day that is closed. Reads back the same. */
struct str edit_day_write(struct arena *a, const struct edit_day *day, const char *closed);

bool edit_day_same(const struct edit_day *a, const struct edit_day *b);

#endif
