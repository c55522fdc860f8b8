#include "directory/directory_open.h"

#include <libical/ical.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "directory/directory_rules.h"

#define DAY_MINUTES 1440
#define NO_DAY INT32_MIN  /* no bound */
#define NO_ZONE INT32_MIN /* the network's */
#define HOLIDAY_DAYS 14   /* hours for a span this short are instead of the others */
#define GROUP_MAX 4096    /* bytes */
#define WEEK_MAX (16u * 1024)
#define EVERY_DAY 127
#define STEPS_MAX 4000 /* of a rule that has to be counted from its start */

/* One line of a group. */
struct line {
    char kind; /* W X R */
    int days, opens, closes;
    int32_t zone, from, to, start;
    struct str rule;
};

/* ---- days ------------------------------------------------------------------------------------ */

/* Days since 1970-01-01 of a date of the Gregorian calendar (Howard Hinnant, "chrono-Compatible
 * Low-Level Date Algorithms": days_from_civil). */
static int32_t day_of(int year, int month, int day)
{
    year -= month <= 2;
    int era = (year >= 0 ? year : year - 399) / 400;
    int of_era = year - era * 400;
    int of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

static int weekday_of(int32_t day)
{
    return ((day + 3) % 7 + 7) % 7; /* 0 Monday */
}

static bool number_cut(struct str s, size_t from, size_t n, int *out)
{
    *out = 0;
    for (size_t i = from; i < from + n; i++) {
        if (i >= s.n || s.p[i] < '0' || s.p[i] > '9')
            return false;
        *out = *out * 10 + (s.p[i] - '0');
    }
    return true;
}

/* "2026-11-21", also with a time behind it. */
static int32_t date_read(struct str s)
{
    int year, month, day;

    if (s.n < 10 || s.p[4] != '-' || s.p[7] != '-' || !number_cut(s, 0, 4, &year) ||
        !number_cut(s, 5, 2, &month) || !number_cut(s, 8, 2, &day) || month < 1 || month > 12 ||
        day < 1 || day > 31)
        return NO_DAY;
    return day_of(year, month, day);
}

/* ---- from schedules to lines ----------------------------------------------------------------- */

static struct str text_of(const struct hsds_node *o, const char *key)
{
    return hsds_node_text(o, key);
}

static bool decimal_of(const struct hsds_node *o, const char *key, double *out)
{
    const struct hsds_node *v = hsds_node_get(o, key);
    char text[64];

    if (!v || v->kind != HSDS_NODE_NUMBER || v->text.n >= sizeof(text))
        return false;
    memcpy(text, v->text.p, v->text.n);
    text[v->text.n] = '\0';
    *out = strtod(text, NULL);
    return true;
}

static int number_of(const struct hsds_node *o, const char *key, int otherwise)
{
    uint64_t n;
    double d;

    if (decimal_of(o, key, &d))
        return d >= -100000 && d <= 100000 ? (int)d : otherwise;
    return str_to_u64(text_of(o, key), &n) && n <= 100000 ? (int)n : otherwise;
}

static int32_t zone_of(const struct hsds_node *o)
{
    double hours;

    if (!decimal_of(o, "timezone", &hours) || hours < -15 || hours > 15)
        return NO_ZONE;
    return (int32_t)(hours * 60 + (hours < 0 ? -0.5 : 0.5));
}

/* "MO,WE" → bits; 0 for anything else. */
static int days_read(struct str s)
{
    static const char NAMES[] = "MOTUWETHFRSASU";
    int days = 0;

    while (s.p) {
        struct str one = str_trim(str_cut(&s, ','));
        int day = 0;
        while (day < 7 && !(one.n == 2 && memcmp(one.p, NAMES + 2 * (size_t)day, 2) == 0))
            day++;
        if (day == 7)
            return 0;
        days |= 1 << day;
    }
    return days;
}

/* Only what a rule is made of. */
static bool rule_part(struct buf *b, const char *name, struct str value)
{
    if (value.n == 0)
        return true;
    buf_add_fmt(b, ";%s=", name);
    for (size_t i = 0; i < value.n; i++) {
        char c = value.p[i];
        if (c == ' ')
            continue;
        if (!(c >= 'A' && c <= 'Z') && !(c >= '0' && c <= '9') && !strchr(",+-", c))
            return false;
        buf_add_char(b, c);
    }
    return true;
}

static bool rule_write(struct arena *a, const struct hsds_node *o, struct str freq, struct str *out)
{
    struct buf b;
    int interval = number_of(o, "interval", 1), count = number_of(o, "count", 0);

    buf_init(&b, a, 64, 512);
    buf_add_fmt(&b, "FREQ=%" STR_FMT, STR_ARG(freq));
    if (interval > 1)
        buf_add_fmt(&b, ";INTERVAL=%d", interval);
    if (count > 0)
        buf_add_fmt(&b, ";COUNT=%d", count);
    return rule_part(&b, "BYDAY", text_of(o, "byday")) &&
           rule_part(&b, "BYMONTHDAY", text_of(o, "bymonthday")) &&
           rule_part(&b, "WKST", text_of(o, "wkst")) && buf_end(&b, out) == ERR_OK;
}

static int32_t later(int32_t a, int32_t b)
{
    return a > b ? a : b;
}

static int32_t sooner(int32_t a, int32_t b)
{
    return a == NO_DAY || (b != NO_DAY && b < a) ? b : a;
}

static bool is_holiday(const struct line *l)
{
    return l->from != NO_DAY && l->to != NO_DAY && (l->opens < 0 || l->to - l->from < HOLIDAY_DAYS);
}

/* What comes back every week, or on a few days once. */
static bool line_weekly(const struct hsds_node *o, struct line *l)
{
    struct str byday = text_of(o, "byday");
    int32_t start = date_read(text_of(o, "dtstart"));

    l->kind = is_holiday(l) ? 'X' : 'W';
    l->days = byday.n != 0 ? days_read(byday) : 0;
    if (byday.n != 0)
        return l->days != 0;
    if (l->kind == 'X') {
        l->days = EVERY_DAY;
        return true;
    }
    if (start == NO_DAY)
        return false;
    l->days = 1 << weekday_of(start);
    if (text_of(o, "freq").n == 0) { /* one day, once */
        l->kind = 'X';
        l->from = l->to = start;
    }
    return true;
}

static bool line_ruled(struct arena *a, const struct hsds_node *o, struct str freq, struct line *l)
{
    bool by = text_of(o, "byday").n != 0 || text_of(o, "bymonthday").n != 0;
    int32_t start = date_read(text_of(o, "dtstart"));

    l->kind = 'R';
    l->start = start != NO_DAY ? start : l->from;
    if (l->start == NO_DAY) {
        /* Every month is the same from any start; every second one is not. */
        if (number_of(o, "interval", 1) > 1 || number_of(o, "count", 0) > 0 || !by)
            return false;
        l->start = day_of(2000, 1, 1);
    }
    return rule_write(a, o, freq, &l->rule);
}

/* False when nobody can say what the schedule means. */
static bool line_read(struct arena *a, const struct hsds_node *o, struct line *l)
{
    struct str freq = text_of(o, "freq"), opens = text_of(o, "opens_at");
    struct str closes = text_of(o, "closes_at");
    int32_t start = date_read(text_of(o, "dtstart"));

    *l = (struct line){.opens = -1, .closes = -1, .zone = zone_of(o), .start = NO_DAY};
    l->from = date_read(text_of(o, "valid_from"));
    l->to = sooner(date_read(text_of(o, "valid_to")), date_read(text_of(o, "until")));
    if (opens.n != 0 || closes.n != 0) {
        if (!directory_time(opens, &l->opens) || !directory_time(closes, &l->closes))
            return false;
        if (l->closes == DAY_MINUTES - 1)
            l->closes = DAY_MINUTES; /* 23:59 is how forms write midnight */
    }
    if (text_of(o, "byweekno").n != 0 || text_of(o, "byyearday").n != 0)
        return false; /* RFC 5545 knows them with FREQ=YEARLY only, which HSDS does not */
    bool weekly = freq.n == 0 || str_eq_c(freq, "WEEKLY");
    if (weekly && number_of(o, "interval", 1) <= 1 && number_of(o, "count", 0) <= 0 &&
        text_of(o, "bymonthday").n == 0) {
        l->from = freq.n != 0 && start != NO_DAY ? later(l->from, start) : l->from;
        return line_weekly(o, l);
    }
    return line_ruled(a, o, freq.n != 0 ? freq : STR("WEEKLY"), l);
}

static void number_write(struct buf *b, int32_t v)
{
    if (v == NO_DAY)
        buf_add_c(b, " -");
    else
        buf_add_fmt(b, " %d", v);
}

static struct str line_write(struct arena *a, const struct line *l)
{
    struct buf b;
    struct str out;

    buf_init(&b, a, 64, 1024);
    buf_add_char(&b, l->kind);
    if (l->kind != 'R')
        buf_add_fmt(&b, " %d", l->days);
    buf_add_fmt(&b, " %d %d", l->opens, l->closes);
    number_write(&b, l->zone);
    number_write(&b, l->from);
    number_write(&b, l->to);
    if (l->kind == 'R') {
        number_write(&b, l->start);
        buf_add_char(&b, ' ');
        buf_add(&b, l->rule);
    }
    buf_add_char(&b, '\n');
    return buf_end(&b, &out) == ERR_OK ? out : STR_NONE;
}

static int by_text(const void *a, const void *b)
{
    return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

/* Sorted, without doubles, with `between` between them. */
static struct str joined(struct arena *a, struct str *v, size_t n, struct str between, size_t most)
{
    struct buf b;
    struct str out;
    size_t kept = 0;

    if (n != 0)
        qsort(v, n, sizeof(*v), by_text);
    buf_init(&b, a, 256, most * 2);
    for (size_t i = 0; i < n; i++) {
        if (v[i].n == 0 || (i != 0 && str_eq(v[i], v[i - 1])) || b.n + v[i].n + 1 > most)
            continue;
        if (kept++ != 0)
            buf_add(&b, between);
        buf_add(&b, v[i]);
    }
    return kept != 0 && buf_end(&b, &out) == ERR_OK ? out : STR_NONE;
}

struct str open_group(struct arena *a, const struct hsds_node *schedules)
{
    struct str *v = ARENA_ARRAY(a, struct str, schedules ? schedules->n : 0);
    size_t lines = 0;
    bool hours = false;

    for (const struct hsds_node *o = hsds_node_first(schedules); o; o = o->next) {
        struct line l;
        if (!line_read(a, o, &l))
            continue;
        if (l.kind != 'X' && l.opens < 0)
            continue; /* a day that is closed anyway */
        hours = hours || l.opens >= 0;
        v[lines++] = line_write(a, &l);
    }
    return hours ? joined(a, v, lines, STR(""), GROUP_MAX) : STR_NONE;
}

struct str open_week(struct arena *a, const struct str *groups, size_t n)
{
    struct str *v = ARENA_ARRAY(a, struct str, n);

    for (size_t i = 0; i < n; i++)
        v[i] = groups[i];
    return joined(a, v, n, STR("\n"), WEEK_MAX);
}

/* ---- judging --------------------------------------------------------------------------------- */

static bool int_cut(struct str *s, int32_t *out)
{
    struct str word = str_cut(s, ' ');
    int64_t v;

    if (str_eq_c(word, "-")) {
        *out = NO_DAY;
        return true;
    }
    if (!str_to_i64(word, &v) || v < INT32_MIN || v > INT32_MAX)
        return false;
    *out = (int32_t)v;
    return true;
}

static bool line_parse(struct str s, struct line *l)
{
    struct str kind = str_cut(&s, ' ');

    *l = (struct line){.kind = kind.n == 1 ? kind.p[0] : 0};
    if (l->kind != 'W' && l->kind != 'X' && l->kind != 'R')
        return false;
    if (l->kind != 'R' && !int_cut(&s, &l->days))
        return false;
    if (!int_cut(&s, &l->opens) || !int_cut(&s, &l->closes) || !int_cut(&s, &l->zone) ||
        !int_cut(&s, &l->from) || !int_cut(&s, &l->to))
        return false;
    if (l->kind == 'R' && !int_cut(&s, &l->start))
        return false;
    l->rule = s;
    return l->kind == 'R' ? s.n != 0 : s.n == 0;
}

static struct icaltimetype ical_day(int32_t day)
{
    return icaltime_from_timet_with_zone((time_t)day * 86400, 1, NULL);
}

/* Whether a rule gives that day. A rule that libical does not understand gives none. */
static bool rule_gives(const struct line *l, int32_t day)
{
    char text[600];

    if (day < l->start || l->rule.n >= sizeof(text))
        return false;
    memcpy(text, l->rule.p, l->rule.n);
    text[l->rule.n] = '\0';
    struct icalrecurrencetype rule = icalrecurrencetype_from_string(text);
    if (rule.freq == ICAL_NO_RECURRENCE)
        return false;
    icalrecur_iterator *it = icalrecur_iterator_new(rule, ical_day(l->start));
    if (!it)
        return false;
    bool given = false;
    struct icaltimetype at = ical_day(day);
    if (rule.count == 0)
        (void)icalrecur_iterator_set_start(it, at);
    for (int i = 0; i < STEPS_MAX; i++) {
        struct icaltimetype next = icalrecur_iterator_next(it);
        if (icaltime_is_null_time(next))
            break;
        int c = icaltime_compare_date_only(next, at);
        given = c == 0;
        if (c >= 0)
            break;
    }
    icalrecur_iterator_free(it);
    return given;
}

static bool line_covers(const struct line *l, int32_t day)
{
    if ((l->from != NO_DAY && day < l->from) || (l->to != NO_DAY && day > l->to))
        return false;
    return l->kind == 'R' ? rule_gives(l, day) : (l->days & (1 << weekday_of(day))) != 0;
}

struct moment {
    const struct zone *zone;
    struct zone_time here;
    int64_t now;
};

static struct zone_time clock_of(const struct moment *m, const struct line *l)
{
    if (l->zone == NO_ZONE || l->zone == m->here.standard)
        return m->here;
    return zone_at_offset(l->zone, m->now);
}

/* Whether a line that holds on its clock's day before today (back = 1) or today (0) is open. */
static bool line_open(const struct line *l, const struct zone_time *t, int back)
{
    bool over = l->closes <= l->opens;

    if (l->opens < 0)
        return false;
    if (back)
        return over && t->minute < l->closes;
    return t->minute >= l->opens && (over || t->minute < l->closes);
}

/* One group on one day: holidays stand in for everything else. */
static bool group_open(const struct line *v, size_t n, const struct moment *m, int back)
{
    bool holiday = false, open = false;

    for (size_t i = 0; i < n && !holiday; i++) {
        struct zone_time t = clock_of(m, &v[i]);
        holiday = v[i].kind == 'X' && line_covers(&v[i], t.day - back);
    }
    for (size_t i = 0; i < n && !open; i++) {
        struct zone_time t = clock_of(m, &v[i]);
        if ((v[i].kind == 'X') == holiday && line_open(&v[i], &t, back))
            open = line_covers(&v[i], t.day - back);
    }
    return open;
}

#define LINES_MAX 256

enum directory_open open_judge(struct str week, const struct zone *zone, int64_t now)
{
    const struct moment m = {zone, zone_at(zone, now), now};
    struct line lines[LINES_MAX];
    size_t n = 0;
    bool known = false;

    if (str_eq(week, OPEN_NEVER))
        return DIRECTORY_SHUT;
    while (week.p) {
        struct str text = str_cut(&week, '\n');
        if (text.n != 0 && n < LINES_MAX) {
            if (!line_parse(text, &lines[n]))
                return DIRECTORY_OPEN_UNKNOWN;
            known = known || lines[n].opens >= 0;
            n++;
            continue;
        }
        if (n != 0 && (group_open(lines, n, &m, 0) || group_open(lines, n, &m, 1)))
            return DIRECTORY_OPEN;
        n = 0;
    }
    return known ? DIRECTORY_SHUT : DIRECTORY_OPEN_UNKNOWN;
}
