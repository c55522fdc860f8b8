#include "hsds/value.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "hsds/hsds.h"

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return lower(c) >= 'a' && lower(c) <= 'z';
}

bool hsds_same_word(struct str s, const char *word)
{
    size_t i = 0;
    while (i < s.n && word[i] && lower(s.p[i]) == lower(word[i]))
        i++;
    return i == s.n && !word[i];
}

/* ---- numbers --------------------------------------------------------------------------------- */

#define NUMBER_LONGEST 60

struct str hsds_number_real(struct arena *a, double v)
{
    char *p = arena_alloc(a, 32);
    int n = 0;

    if (v == 0)
        return STR("0");
    for (int digits = 15; digits <= 17; digits++) {
        n = snprintf(p, 32, "%.*g", digits, v);
        if (strtod(p, NULL) == v)
            break;
    }
    return str_from(p, (size_t)n);
}

/* An optional sign, digits, perhaps a point and an exponent, and nothing else. */
static bool is_decimal(struct str s)
{
    size_t i = 0, digits = 0;

    if (i < s.n && (s.p[i] == '-' || s.p[i] == '+'))
        i++;
    for (; i < s.n && is_digit(s.p[i]); i++)
        digits++;
    if (i < s.n && s.p[i] == '.') {
        for (i++; i < s.n && is_digit(s.p[i]); i++)
            digits++;
    }
    if (digits != 0 && i < s.n && lower(s.p[i]) == 'e') {
        i++;
        if (i < s.n && (s.p[i] == '-' || s.p[i] == '+'))
            i++;
        size_t from = i;
        while (i < s.n && is_digit(s.p[i]))
            i++;
        digits = i > from ? digits : 0;
    }
    return digits != 0 && i == s.n;
}

static bool is_plain_integer(struct str s)
{
    size_t i = s.n != 0 && s.p[0] == '-' ? 1 : 0;

    if (s.n - i == 0 || s.n - i > 18 || (s.p[i] == '0' && s.n != 1))
        return false;
    for (; i < s.n; i++) {
        if (!is_digit(s.p[i]))
            return false;
    }
    return true;
}

bool hsds_number(struct arena *a, struct str in, struct str *out)
{
    char copy[NUMBER_LONGEST + 1];

    if (is_plain_integer(in)) {
        *out = in;
        return true;
    }
    if (in.n > NUMBER_LONGEST || !is_decimal(in))
        return false;
    memcpy(copy, in.p, in.n);
    copy[in.n] = '\0';
    double v = strtod(copy, NULL);
    if (!isfinite(v))
        return false;
    *out = hsds_number_real(a, v);
    return true;
}

/* ---- dates and times ------------------------------------------------------------------------- */

/* Exactly n digits; moves *s behind them. */
static bool cut_digits(struct str *s, size_t n, int *out)
{
    *out = 0;
    if (s->n < n)
        return false;
    for (size_t i = 0; i < n; i++) {
        if (!is_digit(s->p[i]))
            return false;
        *out = *out * 10 + (s->p[i] - '0');
    }
    *s = str_slice(*s, n, s->n);
    return true;
}

static bool cut_char(struct str *s, char c)
{
    if (s->n == 0 || s->p[0] != c)
        return false;
    *s = str_slice(*s, 1, s->n);
    return true;
}

static int month_days(int year, int month)
{
    static const int DAYS[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return month == 2 && leap ? 29 : DAYS[month - 1];
}

/* Moves *s behind the date. */
static bool cut_date(struct str *s, int *year, int *month, int *day)
{
    if (!cut_digits(s, 4, year))
        return false;
    char mark = s->n != 0 && (s->p[0] == '-' || s->p[0] == '/') ? s->p[0] : 0;
    if (mark)
        (void)cut_char(s, mark);
    if (!cut_digits(s, 2, month) || (mark && !cut_char(s, mark)) || !cut_digits(s, 2, day))
        return false;
    return *month >= 1 && *month <= 12 && *day >= 1 && *day <= month_days(*year, *month);
}

bool hsds_date(struct arena *a, struct str in, struct str *out)
{
    struct str rest = in;
    int year, month, day;

    if (!cut_date(&rest, &year, &month, &day) ||
        (rest.n != 0 && rest.p[0] != 'T' && rest.p[0] != ' '))
        return false;
    if (in.n == 10 && in.p[4] == '-')
        *out = in;
    else
        *out = str_fmt(a, "%04d-%02d-%02d", year, month, day);
    return true;
}

/* "Z", "+03:00", "-0500" or "+3"; empty is no offset. */
static bool cut_offset(struct str s, bool *has, int *offset)
{
    int hours, minutes = 0;

    s = str_trim(s);
    *has = false;
    *offset = 0;
    if (s.n == 0)
        return true;
    *has = true;
    if (s.n == 1 && lower(s.p[0]) == 'z')
        return true;
    bool west = s.p[0] == '-';
    if (!cut_char(&s, '-') && !cut_char(&s, '+'))
        return false;
    if (!cut_digits(&s, 2, &hours) && !cut_digits(&s, 1, &hours))
        return false;
    (void)cut_char(&s, ':');
    if (s.n != 0 && !cut_digits(&s, 2, &minutes))
        return false;
    *offset = (hours * 60 + minutes) * (west ? -1 : 1);
    return s.n == 0 && hours <= 15 && minutes <= 59;
}

static const char *moment_normal(struct arena *a, struct str in, struct str *out)
{
    struct str rest = in;
    int year, month, day, hour = 0, minute = 0, second = 0, offset = 0;
    bool has = false;
    struct str part = STR_NONE;

    if (!cut_date(&rest, &year, &month, &day))
        return N_("it is not a moment such as 2026-11-21T10:00:00Z");
    if (cut_char(&rest, 'T') || cut_char(&rest, 't') || cut_char(&rest, ' ')) {
        if (!cut_digits(&rest, 2, &hour) || !cut_char(&rest, ':') || !cut_digits(&rest, 2, &minute))
            return N_("it is not a moment such as 2026-11-21T10:00:00Z");
        if (cut_char(&rest, ':') && !cut_digits(&rest, 2, &second))
            return N_("it is not a moment such as 2026-11-21T10:00:00Z");
        size_t n = 0;
        if (rest.n > 1 && rest.p[0] == '.') {
            for (n = 1; n < rest.n && is_digit(rest.p[n]);)
                n++;
        }
        part = n > 1 ? str_slice(rest, 0, n) : STR_NONE;
        rest = str_slice(rest, n, rest.n);
    }
    if (!cut_offset(rest, &has, &offset) || hour > 23 || minute > 59 || second > 60)
        return N_("it is not a moment such as 2026-11-21T10:00:00Z");
    int away = offset < 0 ? -offset : offset;
    struct str zone = away == 0
                          ? STR("Z")
                          : str_fmt(a, "%c%02d:%02d", offset < 0 ? '-' : '+', away / 60, away % 60);
    *out = str_fmt(a, "%04d-%02d-%02dT%02d:%02d:%02d%" STR_FMT "%" STR_FMT, year, month, day, hour,
                   minute, second, STR_ARG(part), STR_ARG(zone));
    return NULL;
}

/* One or two digits (or four: "0930"). */
static bool cut_number(struct str *s, size_t most, int *out)
{
    size_t n = 0;
    *out = 0;
    while (n < s->n && n < most && is_digit(s->p[n]))
        *out = *out * 10 + (s->p[n++] - '0');
    *s = str_slice(*s, n, s->n);
    return n != 0;
}

/* "am" or "pm" when it stands there. */
static bool cut_half(struct str *s, int *hour)
{
    struct str rest = str_trim(*s);
    char half = rest.n != 0 ? lower(rest.p[0]) : 0;

    if (half != 'a' && half != 'p')
        return true;
    rest = str_slice(rest, 1, rest.n);
    (void)cut_char(&rest, '.');
    if (rest.n == 0 || lower(rest.p[0]) != 'm' || *hour < 1 || *hour > 12)
        return false;
    rest = str_slice(rest, 1, rest.n);
    (void)cut_char(&rest, '.');
    *hour = *hour % 12 + (half == 'p' ? 12 : 0);
    *s = rest;
    return true;
}

bool hsds_time(struct str s, int *minutes, bool *has_offset, int *offset)
{
    int hour, minute = 0, second = 0;

    if (!cut_number(&s, 4, &hour))
        return false;
    if (hour > 99) {
        minute = hour % 100;
        hour /= 100;
    } else if (cut_char(&s, ':')) {
        if (!cut_number(&s, 2, &minute))
            return false;
        if (cut_char(&s, ':') && !cut_number(&s, 2, &second))
            return false;
        if (cut_char(&s, '.')) {
            int part;
            if (!cut_number(&s, 9, &part))
                return false;
        }
    }
    if (!cut_half(&s, &hour) || !cut_offset(s, has_offset, offset))
        return false;
    if (minute > 59 || second > 59 || hour * 60 + minute > 24 * 60)
        return false;
    *minutes = hour * 60 + minute;
    return true;
}

static const char *time_normal(struct arena *a, struct str in, struct str *out)
{
    int minutes, offset;
    bool has;

    if (!hsds_time(in, &minutes, &has, &offset))
        return N_("it is not a time such as 09:30");
    minutes %= 24 * 60;
    *out = str_fmt(a, "%02d:%02d", minutes / 60, minutes % 60);
    return NULL;
}

bool hsds_weekday(struct str s, int *out)
{
    static const char *const NAMES[] = {"monday", "tuesday",  "wednesday", "thursday",
                                        "friday", "saturday", "sunday"};
    if (s.n == 1 && s.p[0] >= '1' && s.p[0] <= '7') {
        *out = s.p[0] - '1';
        return true;
    }
    for (int day = 0; day < 7; day++) {
        struct str name = str_from_c(NAMES[day]);
        size_t i = 0;
        while (i < s.n && i < name.n && lower(s.p[i]) == name.p[i])
            i++;
        if (i == s.n && (i == 2 || i == 3 || i == name.n)) {
            *out = day;
            return true;
        }
    }
    return false;
}

/* The sign and digits before a weekday ("-1FR"); a weekday's own number is not one. */
static size_t ordinal(struct str s)
{
    size_t n = s.n != 0 && (s.p[0] == '-' || s.p[0] == '+') ? 1 : 0;
    while (n < s.n && is_digit(s.p[n]))
        n++;
    return n == s.n ? 0 : n;
}

bool hsds_weekdays(struct arena *a, struct str in, struct str *out)
{
    const char *const *words = hsds_words(HSDS_WEEKDAY);
    struct buf b;
    size_t i = 0;

    buf_init(&b, a, 32, 256);
    while (i < in.n) {
        size_t from = i;
        int day;
        while (i < in.n && !strchr(",; \t\n", in.p[i]))
            i++;
        struct str one = str_slice(in, from, i);
        i++;
        if (one.n == 0)
            continue;
        size_t n = ordinal(one);
        if (!hsds_weekday(str_slice(one, n, one.n), &day))
            return false;
        if (b.n != 0)
            buf_add_char(&b, ',');
        buf_add(&b, str_slice(one, 0, n));
        buf_add_c(&b, words[day]);
    }
    return buf_end(&b, out) == ERR_OK;
}

/* ---- addresses of the web -------------------------------------------------------------------- */

/* Length of a scheme with its colon, or 0. One with a point in it is the name of a machine. */
static size_t scheme(struct str s)
{
    size_t n = 0;
    while (n < s.n &&
           (is_letter(s.p[n]) || (n != 0 && (is_digit(s.p[n]) || s.p[n] == '+' || s.p[n] == '-'))))
        n++;
    return n > 1 && n + 1 < s.n && s.p[n] == ':' && !is_digit(s.p[n + 1]) ? n + 1 : 0;
}

static bool uri_plain(unsigned char c)
{
    return c > 0x20 && c < 0x7f && !strchr("\"<>\\^`{|}", c);
}

static const char *uri_normal(struct arena *a, struct str in, struct str *out)
{
    static const char HEX[] = "0123456789ABCDEF";
    struct buf b;
    bool plain = true;

    for (size_t i = 0; i < in.n; i++) {
        if ((unsigned char)in.p[i] <= 0x20)
            return N_("it is not the address of one page");
        plain = plain && uri_plain((unsigned char)in.p[i]);
    }
    bool named = scheme(in) != 0;
    if (!named && (str_find_char(in, '.') == in.n || str_find_char(in, '@') < in.n))
        return N_("it is not the address of a page");
    if (plain && named) {
        *out = in;
        return NULL;
    }
    buf_init(&b, a, in.n + 16, 3 * (size_t)HSDS_FIELD_MAX + 16);
    if (!named)
        buf_add_c(&b, str_starts(in, STR("//")) ? "https:" : "https://");
    for (size_t i = 0; i < in.n; i++) {
        unsigned char c = (unsigned char)in.p[i];
        if (uri_plain(c)) {
            buf_add_char(&b, (char)c);
        } else {
            buf_add_char(&b, '%');
            buf_add_char(&b, HEX[c >> 4]);
            buf_add_char(&b, HEX[c & 15]);
        }
    }
    return buf_end(&b, out) == ERR_OK ? NULL : N_("it is too long");
}

static const char *email_normal(struct str in, struct str *out)
{
    if (str_starts(in, STR("mailto:")))
        in = str_slice(in, 7, in.n);
    size_t at = str_find_char(in, '@');
    bool good = at > 0 && at + 1 < in.n;
    for (size_t i = 0; i < in.n; i++)
        good = good && (unsigned char)in.p[i] > 0x20 && !strchr(",;<>", in.p[i]) &&
               (in.p[i] != '@' || i == at);
    if (!good)
        return N_("it is not one e-mail address");
    *out = in;
    return NULL;
}

static const char *word_normal(enum hsds_words which, struct str in, struct str *out)
{
    const char *const *words = hsds_words(which);
    int day;

    for (size_t i = 0; words[i]; i++) {
        if (hsds_same_word(in, words[i])) {
            *out = str_from_c(words[i]);
            return NULL;
        }
    }
    if (which == HSDS_WEEKDAY && hsds_weekday(in, &day)) {
        *out = str_from_c(words[day]);
        return NULL;
    }
    switch (which) {
    case HSDS_STATUS:
        return N_("it is none of active, inactive, defunct, temporarily closed");
    case HSDS_PLACE:
        return N_("it is none of physical, postal, virtual");
    case HSDS_WEEKDAY:
        return N_("it is not a day of the week");
    case HSDS_FREQUENCY:
        return N_("it is neither WEEKLY nor MONTHLY");
    case HSDS_WORDS_NONE:
    case HSDS_WORDS_END:
        break;
    }
    return N_("it is not a word of the standard");
}

const char *hsds_value_normal(struct arena *a, const struct hsds_field *f, struct str in,
                              struct str *out)
{
    *out = STR_NONE;
    if (in.n == 0)
        return NULL;
    switch (f->kind) {
    case HSDS_NUMBER:
        return hsds_number(a, in, out) ? NULL : N_("it is not a number");
    case HSDS_DATE:
        return hsds_date(a, in, out) ? NULL : N_("it is not a date such as 2026-11-21");
    case HSDS_MOMENT:
        return moment_normal(a, in, out);
    case HSDS_TIME:
        return time_normal(a, in, out);
    case HSDS_URI:
        return uri_normal(a, in, out);
    case HSDS_EMAIL:
        return email_normal(in, out);
    case HSDS_ENUM:
        return word_normal(f->words, in, out);
    case HSDS_ID:
    case HSDS_TEXT:
    case HSDS_REF:
    case HSDS_OWNER:
    case HSDS_OWNED:
    case HSDS_PARTS:
    case HSDS_OBJECT:
    case HSDS_OBJECTS:
        break;
    }
    *out = in;
    return NULL;
}
