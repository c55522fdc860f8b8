#include "directory/edit_week.h"

#include <string.h>

#include "directory/edit_json.h"

#define DAY_MINUTES (24 * 60)

static const char *const DAYS[EDIT_DAYS] = {"MO", "TU", "WE", "TH", "FR", "SA", "SU"};

/* "09:30", with or without seconds; -1. */
static int minutes_of(struct str s)
{
    if (s.n < 5 || s.p[2] != ':')
        return -1;
    for (size_t i = 0; i < 5; i++)
        if (i != 2 && (s.p[i] < '0' || s.p[i] > '9'))
            return -1;
    int m = ((s.p[0] - '0') * 10 + s.p[1] - '0') * 60 + (s.p[3] - '0') * 10 + s.p[4] - '0';
    return m <= DAY_MINUTES ? m : -1;
}

static bool is_weekly(const json_t *s)
{
    static const char *const dated[] = {"valid_from", "valid_to", "dtstart",    "until",
                                        "count",      "interval", "bymonthday", "byweekno",
                                        "byyearday",  NULL};
    for (const char *const *k = dated; *k; k++)
        if (json_object_get(s, *k))
            return false;
    const char *freq = json_string_value(json_object_get(s, "freq"));
    return json_object_get(s, "byday") && (!freq || strcmp(freq, "WEEKLY") == 0);
}

static bool is_closed(const json_t *s)
{
    const char *said = json_string_value(json_object_get(s, "description"));
    return said && strcmp(said, "closed") == 0;
}

/* Which days; false when it is more than names of days ("1MO"). */
static bool days_of(struct arena *a, const json_t *s, bool out[EDIT_DAYS])
{
    struct str rest = edit_get(a, s, "byday");
    memset(out, 0, EDIT_DAYS * sizeof out[0]);
    while (rest.n) {
        struct str one = str_trim(str_cut(&rest, ','));
        size_t d = 0;
        while (d < EDIT_DAYS && !str_eq_c(one, DAYS[d]))
            d++;
        if (d == EDIT_DAYS)
            return false;
        out[d] = true;
    }
    return true;
}

/* One schedule as it can be shown in the form. */
static bool understood(struct arena *a, const json_t *s, bool days[EDIT_DAYS],
                       struct edit_span *span, bool *closed)
{
    *closed = is_closed(s);
    span->opens = minutes_of(edit_get(a, s, "opens_at"));
    span->closes = minutes_of(edit_get(a, s, "closes_at"));
    if (span->opens == 0 && span->closes == DAY_MINUTES - 1)
        span->closes = DAY_MINUTES;
    return is_weekly(s) && days_of(a, s, days) &&
           (*closed || (span->opens >= 0 && span->closes >= 0));
}

static void span_add(struct edit_day *day, struct edit_span span)
{
    if (day->n == EDIT_SPANS_MAX)
        return;
    size_t at = day->n++;
    for (; at > 0 && day->v[at - 1].opens > span.opens; at--)
        day->v[at] = day->v[at - 1];
    day->v[at] = span;
}

void edit_week_read(struct arena *a, const json_t *schedules, struct edit_week *out)
{
    *out = (struct edit_week){0};
    for (size_t i = 0; i < json_array_size(schedules); i++) {
        bool days[EDIT_DAYS], closed;
        struct edit_span span;
        if (!understood(a, json_array_get(schedules, i), days, &span, &closed))
            continue;
        for (size_t d = 0; d < EDIT_DAYS; d++)
            if (days[d] && closed)
                out->days[d].closed = out->days[d].n == 0;
            else if (days[d])
                span_add(&out->days[d], span);
    }
    for (size_t d = 0; d < EDIT_DAYS; d++)
        out->days[d].closed &= out->days[d].n == 0;
}

static struct str time_text(struct arena *a, int minutes)
{
    if (minutes == DAY_MINUTES) /* the standard has no 24:00 */
        minutes--;
    return str_fmt(a, "%02d:%02d", minutes / 60, minutes % 60);
}

/* A schedule for all days that have this span (NULL: that are closed) and were not yet written. */
static void schedule_add(struct arena *a, json_t *owner, const struct edit_week *week,
                         const struct edit_span *span, const json_t *like,
                         bool done[EDIT_DAYS][EDIT_SPANS_MAX])
{
    struct str byday = STR_NONE;
    for (size_t d = 0; d < EDIT_DAYS; d++) {
        const struct edit_day *day = &week->days[d];
        bool has = !span && day->closed;
        for (size_t i = 0; span && i < day->n; i++)
            if (day->v[i].opens == span->opens && day->v[i].closes == span->closes)
                has = done[d][i] = true;
        if (has)
            byday = byday.n ? str_fmt(a, "%" STR_FMT ",%s", STR_ARG(byday), DAYS[d])
                            : str_from_c(DAYS[d]);
    }
    if (byday.n == 0)
        return;
    json_t *s = edit_part_add(a, owner, "schedules");
    edit_set(s, "freq", STR("WEEKLY"));
    edit_set(s, "byday", byday);
    if (like)
        json_object_set(s, "timezone", json_object_get(like, "timezone"));
    if (!span) {
        edit_set(s, "description", STR("closed"));
        return;
    }
    edit_set(s, "opens_at", time_text(a, span->opens));
    /* Until midnight, begun before it: the next day begins. */
    edit_set(s, "closes_at",
             time_text(a, span->closes == DAY_MINUTES && span->opens > 0 ? 0 : span->closes));
}

void edit_week_write(struct arena *a, json_t *owner, const struct edit_week *week)
{
    json_t *old = json_incref(edit_parts(owner, "schedules")), *like = NULL;
    bool done[EDIT_DAYS][EDIT_SPANS_MAX] = {{false}};
    json_object_set_new(owner, "schedules", json_array());
    for (size_t i = 0; i < json_array_size(old); i++) {
        bool days[EDIT_DAYS], closed;
        struct edit_span span;
        json_t *s = json_array_get(old, i);
        if (!understood(a, s, days, &span, &closed))
            json_array_append(edit_parts(owner, "schedules"), s);
        else if (!like && json_object_get(s, "timezone"))
            like = s;
    }
    for (size_t d = 0; d < EDIT_DAYS; d++)
        for (size_t i = 0; i < week->days[d].n; i++)
            if (!done[d][i])
                schedule_add(a, owner, week, &week->days[d].v[i], like, done);
    schedule_add(a, owner, week, NULL, like, done);
    edit_parts_tidy(owner, "schedules");
    json_decref(old);
}
