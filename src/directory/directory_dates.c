/* Hours that do not come back every week, in words: RFC 5545, 3.3.10, as HSDS 3.0 carries it. */
#include "directory/directory_words.h"

#define PARTS_MAX 16
#define WHOLE_WEEK (sizeof("SU,MO,TU,WE,TH,FR,SA") - 1)

static struct str say(const struct lang *l, const char *msgid)
{
    return str_from_c(tr(l, msgid));
}

/* "SU" … "SA"; STR_NONE otherwise. */
static struct str day_of(const struct lang *l, struct str two)
{
    static const struct {
        const char *code, *name;
    } days[] = {{"SU", N_("Sunday")},    {"MO", N_("Monday")},   {"TU", N_("Tuesday")},
                {"WE", N_("Wednesday")}, {"TH", N_("Thursday")}, {"FR", N_("Friday")},
                {"SA", N_("Saturday")}};
    for (size_t i = 0; i < sizeof(days) / sizeof(days[0]); i++)
        if (str_eq_c(two, days[i].code))
            return say(l, days[i].name);
    return STR_NONE;
}

/* One item of BYDAY: "MO", "1MO", "-1FR". */
static struct str by_day(struct arena *a, const struct lang *l, struct str item, bool monthly)
{
    if (item.n < 2)
        return STR_NONE;
    struct str day = day_of(l, str_slice(item, item.n - 2, item.n));
    struct str number = str_slice(item, 0, item.n - 2);
    int64_t nth = 0;
    const char *text = monthly ? N_("every {day}") : "{day}";
    if (number.n > 0 && number.p[0] == '+')
        number = str_slice(number, 1, number.n);
    if (day.n == 0 || (number.n != 0 && !str_to_i64(number, &nth)))
        return STR_NONE;
    switch (nth) {
    case 1:
        text = N_("the first {day} of the month");
        break;
    case 2:
        text = N_("the second {day} of the month");
        break;
    case 3:
        text = N_("the third {day} of the month");
        break;
    case 4:
        text = N_("the fourth {day} of the month");
        break;
    case 5:
        text = N_("the fifth {day} of the month");
        break;
    case -1:
        text = N_("the last {day} of the month");
        break;
    default:
        break;
    }
    return tr_fmt(a, l, text, TR_ARGS({"day", day}));
}

/* One item of BYMONTHDAY: "15", "-1". */
static struct str by_month_day(struct arena *a, const struct lang *l, struct str item)
{
    int64_t n = 0;
    if (!str_to_i64(item, &n) || n == 0 || n > 31 || n < -31)
        return STR_NONE;
    if (n == -1)
        return say(l, N_("the last day of the month"));
    if (n < 0)
        return STR_NONE;
    return tr_fmt(a, l, N_("day {n} of the month"), TR_ARGS({"n", lang_number(a, l, n)}));
}

static size_t days_fill(struct arena *a, const struct lang *l, const struct directory_dates *d,
                        struct str *parts, size_t max)
{
    size_t n = 0;
    struct str days = d->byday, dates = d->bymonthday;
    bool monthly = str_eq_c(d->freq, "MONTHLY");
    if (!monthly && days.n == WHOLE_WEEK) /* a time of the year, whatever the day */
        days = STR_NONE;
    while (days.p && n < max) {
        struct str one = by_day(a, l, str_trim(str_cut(&days, ',')), monthly);
        if (one.n)
            parts[n++] = one;
    }
    while (dates.p && n < max) {
        struct str one = by_month_day(a, l, str_trim(str_cut(&dates, ',')));
        if (one.n)
            parts[n++] = one;
    }
    return n;
}

/* "every second week", or nothing. */
static struct str pace(struct arena *a, const struct lang *l, const struct directory_dates *d)
{
    int64_t every = 1;
    bool weekly = str_eq_c(d->freq, "WEEKLY"), monthly = str_eq_c(d->freq, "MONTHLY");
    if (str_eq_c(d->freq, "DAILY"))
        return say(l, N_("every day"));
    if ((d->interval.n != 0 && !str_to_i64(d->interval, &every)) || every < 2 || every > 99)
        return STR_NONE;
    if (every == 2)
        return weekly    ? say(l, N_("every second week"))
               : monthly ? say(l, N_("every second month"))
                         : STR_NONE;
    return weekly ? tr_fmt_n(a, l, "every {n} week", "every {n} weeks", (uint64_t)every, NULL, 0)
           : monthly
               ? tr_fmt_n(a, l, "every {n} month", "every {n} months", (uint64_t)every, NULL, 0)
               : STR_NONE;
}

/* The number of days before a month of a year that begins in March, so that the leap day is its
 * last: (153 * m + 2) / 5 counts the days of the months 31 30 31 30 31 31 30 31 30 31 31. */
bool words_iso_day(struct str date, int32_t *out)
{
    int64_t y, m, d;
    struct str rest = str_slice(date, 0, 10);
    if (date.n < 10 || !str_to_i64(str_cut(&rest, '-'), &y) ||
        !str_to_i64(str_cut(&rest, '-'), &m) || !str_to_i64(rest, &d))
        return false;
    if (y < 1 || y > 9999 || m < 1 || m > 12 || d < 1 || d > 31)
        return false;
    y -= m < 3;
    m = (m + 9) % 12;
    *out = (int32_t)(365 * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + d - 1 - 719468);
    return true;
}

/* "2026-03-01" as a date in words; as it stands when it is none. */
static struct str date_text(struct arena *a, const struct lang *l, struct str date)
{
    int32_t day;
    return words_iso_day(date, &day) ? lang_day(a, l, day) : date;
}

static struct str period(struct arena *a, const struct lang *l, const struct directory_dates *d)
{
    struct str from = d->valid_from, to = d->valid_to.n ? d->valid_to : d->until;
    if (from.n != 0 && str_eq(from, to))
        return tr_fmt(a, l, N_("on {date}"), TR_ARGS({"date", date_text(a, l, from)}));
    if (from.n != 0 && to.n != 0)
        return tr_fmt(a, l, N_("from {from} until {to}"),
                      TR_ARGS({"from", date_text(a, l, from)}, {"to", date_text(a, l, to)}));
    if (from.n != 0)
        return tr_fmt(a, l, N_("from {from} on"), TR_ARGS({"from", date_text(a, l, from)}));
    if (to.n != 0)
        return tr_fmt(a, l, N_("until {to}"), TR_ARGS({"to", date_text(a, l, to)}));
    return STR_NONE;
}

bool words_dates_over(const struct directory_dates *d, int32_t day)
{
    int32_t last;
    return words_iso_day(d->valid_to.n ? d->valid_to : d->until, &last) && last < day;
}

bool words_says_closed(const struct directory_dates *d)
{
    return d->opens == DIRECTORY_CLOSED && str_eq_c(d->description, "closed");
}

struct str words_dates(struct arena *a, const struct lang *l, const struct directory_dates *d)
{
    struct str parts[PARTS_MAX];
    size_t n = 0;
    struct str when = pace(a, l, d);
    if (when.n)
        parts[n++] = when;
    n += days_fill(a, l, d, parts + n, PARTS_MAX - n - 3);
    when = period(a, l, d);
    if (when.n)
        parts[n++] = when;
    if (n == 0)
        return STR_NONE;
    if (d->opens != DIRECTORY_CLOSED || words_says_closed(d))
        parts[n++] = words_span(a, l, d->opens, d->closes);
    return words_list(a, l, parts, n);
}
