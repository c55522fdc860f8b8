/* The schedules of HSDS documents: those that come back every week as a table, others as they
 * are. */
#include <stdlib.h>
#include <string.h>

#include "directory/directory_compose.h"
#include "directory/directory_rules.h"
#include "hsds/value.h"

#define HOURS_MAX 200 /* of one entry or place */

struct finding {
    struct arena *arena;
    struct directory_hours *hours;
    struct directory_dates *dates;
    struct str *notes;
    size_t nhours, ndates, nnotes;
};

/* Keys that make a schedule more than a plain week. */
static bool is_plain(struct arena *a, const json_t *s)
{
    static const char *const MORE[] = {"valid_from", "valid_to",  "until",     "count",
                                       "byweekno",   "byyearday", "bymonthday"};
    struct str freq = doc_text(a, s, "freq"), interval = doc_text(a, s, "interval");

    for (size_t i = 0; i < sizeof(MORE) / sizeof(MORE[0]); i++) {
        if (doc_text(a, s, MORE[i]).n != 0)
            return false;
    }
    return (freq.n == 0 || str_eq_c(freq, "WEEKLY")) &&
           (interval.n == 0 || str_eq_c(interval, "1"));
}

static void note_add(struct finding *f, struct str note)
{
    for (size_t i = 0; i < f->nnotes; i++) {
        if (str_eq(f->notes[i], note))
            return;
    }
    if (note.n != 0 && f->nnotes < HOURS_MAX)
        f->notes[f->nnotes++] = note;
}

static int time_of(struct str s)
{
    int minutes;
    return directory_time(s, &minutes) ? minutes : DIRECTORY_CLOSED;
}

/* One row a day of BYDAY; false (and nothing taken) when a day is not a plain one. */
static bool week_add(struct finding *f, struct str days, int opens, int closes)
{
    struct directory_hours rows[7];
    size_t n = 0;

    while (days.p) {
        struct str day = str_trim(str_cut(&days, ','));
        int weekday;
        if (day.n == 0)
            continue;
        if (n == 7 || !hsds_weekday(day, &weekday))
            return false;
        rows[n++] =
            (struct directory_hours){.weekday = weekday + 1, .opens = opens, .closes = closes};
    }
    if (n == 0 || f->nhours + n > HOURS_MAX)
        return false;
    memcpy(f->hours + f->nhours, rows, n * sizeof(*rows));
    f->nhours += n;
    return true;
}

static void dates_add(struct finding *f, const json_t *s, int opens, int closes)
{
    struct arena *a = f->arena;

    if (f->ndates == HOURS_MAX)
        return;
    f->dates[f->ndates++] = (struct directory_dates){
        .freq = doc_text(a, s, "freq"),
        .byday = doc_text(a, s, "byday"),
        .bymonthday = doc_text(a, s, "bymonthday"),
        .byweekno = doc_text(a, s, "byweekno"),
        .byyearday = doc_text(a, s, "byyearday"),
        .interval = doc_text(a, s, "interval"),
        .count = doc_text(a, s, "count"),
        .wkst = doc_text(a, s, "wkst"),
        .dtstart = doc_text(a, s, "dtstart"),
        .until = doc_text(a, s, "until"),
        .valid_from = doc_text(a, s, "valid_from"),
        .valid_to = doc_text(a, s, "valid_to"),
        .opens = opens,
        .closes = closes,
        .description = doc_text(a, s, "description"),
        .link = doc_text(a, s, "schedule_link"),
        .attending = doc_text(a, s, "attending_type"),
    };
}

static void schedule_add(struct finding *f, const json_t *s)
{
    struct arena *a = f->arena;
    struct str days = doc_text(a, s, "byday"), about = doc_text(a, s, "description");
    int opens = time_of(doc_text(a, s, "opens_at")), closes = time_of(doc_text(a, s, "closes_at"));
    bool closed = opens == DIRECTORY_CLOSED && str_eq_c(about, "closed");

    note_add(f, doc_text(a, s, "notes"));
    if (opens != DIRECTORY_CLOSED && closes == DIRECTORY_CLOSED)
        closes = 24 * 60;
    if ((opens != DIRECTORY_CLOSED || closed) && is_plain(a, s) && days.n != 0 &&
        week_add(f, days, opens, closes)) {
        if (!closed)
            note_add(f, about);
        return;
    }
    if (days.n == 0 && opens == DIRECTORY_CLOSED && is_plain(a, s) &&
        doc_text(a, s, "schedule_link").n == 0) {
        note_add(f, about);
        return;
    }
    dates_add(f, s, opens, closes);
}

static int by_day(const void *pa, const void *pb)
{
    const struct directory_hours *a = pa, *b = pb;
    if (a->weekday != b->weekday)
        return a->weekday - b->weekday;
    return a->opens != b->opens ? a->opens - b->opens : a->closes - b->closes;
}

void doc_hours(struct arena *a, json_t *const *docs, size_t n, struct directory_hours_found *out)
{
    size_t all = 0;

    for (size_t i = 0; i < n; i++)
        all += json_array_size(json_object_get(docs[i], "schedules"));
    *out = (struct directory_hours_found){0};
    if (all == 0)
        return;
    struct finding f = {.arena = a,
                        .hours = ARENA_ARRAY(a, struct directory_hours, HOURS_MAX),
                        .dates = ARENA_ARRAY(a, struct directory_dates, HOURS_MAX),
                        .notes = ARENA_ARRAY(a, struct str, HOURS_MAX)};
    for (size_t i = 0; i < n; i++) {
        const json_t *list = json_object_get(docs[i], "schedules");
        for (size_t k = 0; k < json_array_size(list); k++)
            schedule_add(&f, json_array_get(list, k));
    }
    if (f.nhours != 0)
        qsort(f.hours, f.nhours, sizeof(*f.hours), by_day);
    *out = (struct directory_hours_found){.hours = f.hours,
                                          .nhours = f.nhours,
                                          .dates = f.dates,
                                          .ndates = f.ndates,
                                          .notes = f.notes,
                                          .nnotes = f.nnotes};
}
