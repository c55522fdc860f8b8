/* What is cut out of words before they are kept, and what numbers and days in them say. */
#include <string.h>

#include "aid/import_inside.h"
#include "base/buf.h"
#include "base/clock.h"
#include "hsds/moment.h"

/* ---- code points ------------------------------------------------------------------------------
 */

/* Digits of three scripts; -1. */
static int digit_of(uint32_t c)
{
    if (c >= '0' && c <= '9')
        return (int)(c - '0');
    if (c >= 0x660 && c <= 0x669)
        return (int)(c - 0x660);
    return c >= 0x6f0 && c <= 0x6f9 ? (int)(c - 0x6f0) : -1;
}

static bool is_space(uint32_t c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == 0xa0;
}

/* The code point at `at`, and where it ends; 0 at the end. */
static uint32_t look(struct str s, size_t at, size_t *end)
{
    *end = at;
    return at < s.n ? str_utf8_next(s, end) : 0;
}

/* ---- coordinates ------------------------------------------------------------------------------
 */

static bool is_point(uint32_t c)
{
    return c == '.' || c == 0x66b;
}

/* Digits, a point, two digits or more, at most 180 before the point: where it ends; 0: none. */
static size_t decimal_end(struct str s, size_t at)
{
    size_t whole = 0, part = 0, next;
    int value = 0;
    uint32_t c;
    for (; digit_of(c = look(s, at, &next)) >= 0 && whole <= 3; at = next, whole++)
        value = value * 10 + digit_of(c);
    if (whole == 0 || whole > 3 || value > 180 || !is_point(c))
        return 0;
    for (at = next; digit_of(look(s, at, &next)) >= 0; at = next)
        part++;
    return part >= 2 ? at : 0;
}

#define BETWEEN_MAX 14 /* code points between two numbers of degrees: "° N, lon: " */

/* Of "18.5 N, lon: -72.3". */
static bool is_joint(uint32_t c)
{
    return c == 0 ? false
           : c < 0x80
               ? strchr(" ,;:/|()[]=+-NSEWnsewlationgudLATIONGUD\t\n", (int)c) != NULL
               : c == 0xb0 || c == 0x60c || c == 0x61b || c == 0xa0 || c == 0x2212 || c == 0xba;
}

/* Where a pair of degrees that begins here ends; 0: none does. */
static size_t pair_end(struct str s, size_t at)
{
    const size_t first = decimal_end(s, at);
    size_t k = first, next;
    for (size_t n = 0; first != 0 && n <= BETWEEN_MAX; n++, k = next) {
        const uint32_t c = look(s, k, &next);
        if (digit_of(c) >= 0)
            return k > first ? decimal_end(s, k) : 0;
        if (!is_joint(c))
            return 0;
    }
    return 0;
}

/* Where what begins at a place ends; 0: nothing does. `before`: the code point in front of it. */
typedef size_t end_fn(struct str s, size_t at, uint32_t before);

/* Without what `ends` finds. */
static struct str without(struct arena *a, struct str s, end_fn *ends, bool *cut)
{
    struct buf b;
    struct str out;
    size_t from = 0, next;
    uint32_t before = 0;
    buf_init(&b, a, s.n + 1, s.n + 1);
    for (size_t at = 0; at < s.n; at = next) {
        const uint32_t c = look(s, at, &next);
        const size_t end = ends(s, at, before);
        before = c;
        if (end == 0)
            continue;
        buf_add(&b, str_slice(s, from, at));
        from = next = end;
        *cut = true;
    }
    buf_add(&b, str_slice(s, from, s.n));
    return buf_end(&b, &out) == ERR_OK ? str_trim(out) : STR_NONE;
}

static size_t degrees_end(struct str s, size_t at, uint32_t before)
{
    size_t next;
    const uint32_t c = look(s, at, &next);
    if (digit_of(before) >= 0 || is_point(before))
        return 0;
    return pair_end(s, c == '-' || c == 0x2212 ? next : at);
}

/* A digit, a point, a digit: where it is worth looking. */
static bool has_decimals(struct str s)
{
    uint32_t two = 0, one = 0;
    for (size_t pos = 0; pos < s.n;) {
        const uint32_t c = str_utf8_next(s, &pos);
        if (digit_of(c) >= 0 && is_point(one) && digit_of(two) >= 0)
            return true;
        two = one;
        one = c;
    }
    return false;
}

struct str import_without_points(struct arena *a, struct str text, bool *cut)
{
    return has_decimals(text) ? without(a, text, degrees_end, cut) : text;
}

/* ---- telephone numbers and mail ---------------------------------------------------------------
 */

#define PHONE_DIGITS 7

static bool in_phone(uint32_t c)
{
    return c == ' ' || c == '-' || c == '.' || c == '(' || c == ')' || c == '+' || c == '/' ||
           c == 0xa0 || c == 0x200e || c == 0x202a || c == 0x202c;
}

/* Where a run of digits with what stands between them ends; 0: it has too few. */
static size_t phone_end(struct str s, size_t at, uint32_t before)
{
    size_t digits = 0, end = 0, next;
    uint32_t c = look(s, at, &next);
    if (digit_of(before) >= 0 || (digit_of(c) < 0 && c != '+'))
        return 0;
    for (; at < s.n; at = next) {
        c = look(s, at, &next);
        if (digit_of(c) >= 0) {
            digits++;
            end = next;
        } else if (!in_phone(c)) {
            break;
        }
    }
    return digits >= PHONE_DIGITS ? end : 0;
}

/* The word around an "@" that begins here; 0: none. */
static size_t mail_end(struct str s, size_t at, uint32_t before)
{
    bool is = false;
    size_t next;
    if (before != 0 && !is_space(before))
        return 0;
    for (; at < s.n; at = next) {
        const uint32_t c = look(s, at, &next);
        if (is_space(c))
            break;
        is = is || c == '@';
    }
    return is ? at : 0;
}

static size_t contact_end(struct str s, size_t at, uint32_t before)
{
    const size_t end = phone_end(s, at, before);
    return end ? end : mail_end(s, at, before);
}

struct str import_without_contacts(struct arena *a, struct str text)
{
    bool cut = false;
    return import_has_contact(text) ? without(a, text, contact_end, &cut) : text;
}

bool import_has_contact(struct str text)
{
    size_t digits = 0;
    for (size_t pos = 0; pos < text.n;) {
        const uint32_t c = str_utf8_next(text, &pos);
        if (c == '@')
            return true;
        if (digit_of(c) >= 0)
            digits++;
        else if (!in_phone(c))
            digits = 0;
        if (digits >= PHONE_DIGITS)
            return true;
    }
    return false;
}

struct str import_at_most(struct str text, size_t most, bool *cut)
{
    size_t pos = 0, n = 0;
    while (pos < text.n && n < most) {
        str_utf8_next(text, &pos);
        n++;
    }
    if (pos < text.n)
        *cut = true;
    return str_trim(str_slice(text, 0, pos));
}

/* ---- numbers ----------------------------------------------------------------------------------
 */

bool import_degrees(struct str s, int bound, double *out)
{
    int64_t whole = 0, part = 0, unit = 1000000;
    bool minus = false, any = false, pointed = false;
    for (size_t pos = 0; pos < s.n;) {
        const uint32_t c = str_utf8_next(s, &pos);
        const int d = digit_of(c);
        if (d >= 0 && !pointed && whole <= 1000) {
            whole = whole * 10 + d;
            any = true;
        } else if (d >= 0 && pointed) {
            unit /= 10;
            part += d * unit;
        } else if ((c == '.' || c == ',' || c == 0x66b) && any && !pointed) {
            pointed = true;
        } else if ((c == '-' || c == 0x2212) && !any) {
            minus = true;
        } else if ((c == 'S' || c == 'W') && any) {
            minus = true;
        } else if (!is_space(c) && c != 0xb0 && c != 'N' && c != 'E') {
            return false;
        }
    }
    int64_t all = whole * 1000000 + part;
    *out = (double)(minus ? -all : all) / 1e6;
    return any && all <= (int64_t)bound * 1000000;
}

bool import_number(struct str s, int64_t *out)
{
    bool any = false;
    *out = 0;
    for (size_t pos = 0; pos < s.n;) {
        const uint32_t c = str_utf8_next(s, &pos);
        const int d = digit_of(c);
        if (d < 0 && any)
            return is_space(c) || (c > 0x40 && c != 0x66b); /* "3 people", but not "3.5" or "3-4" */
        if (d < 0 && c == '-')
            return false;
        if (d < 0)
            continue;
        if (*out > INT32_MAX)
            return false;
        *out = *out * 10 + d;
        any = true;
    }
    return any;
}

/* ---- days -------------------------------------------------------------------------------------
 */

/* Up to three numbers with one of - / . between; what a time says behind it does not count. */
static size_t parts_of(struct str s, int64_t part[3], size_t digits[3], uint32_t *between)
{
    size_t n = 0;
    bool inside = false;
    *between = 0;
    for (size_t pos = 0; pos < s.n;) {
        const uint32_t c = str_utf8_next(s, &pos);
        const int d = digit_of(c);
        if (d >= 0) {
            if (!inside && n == 3)
                return n;
            if (!inside) {
                part[n] = 0;
                digits[n++] = 0;
            }
            inside = true;
            if (++digits[n - 1] > 4)
                return 0;
            part[n - 1] = part[n - 1] * 10 + d;
            continue;
        }
        if (n == 3)
            return is_space(c) || c == 'T' || c == ',' || c == 0x60c ? n : 0;
        if (!inside || (c != '/' && c != '-' && c != '.') || (*between && *between != c))
            return 0;
        *between = c;
        inside = false;
    }
    return n;
}

bool import_day(struct arena *a, struct str text, enum import_dates dates, int32_t *out)
{
    int64_t p[3], year, month, day, at;
    size_t digits[3];
    uint32_t between;
    text = str_trim(text);
    if (parts_of(text, p, digits, &between) != 3)
        return false;
    if (digits[0] == 4) {
        year = p[0];
        month = p[1];
        day = p[2];
    } else {
        /* One that can only be the other way is: there is no thirteenth month. */
        const bool can_dmy = p[1] <= 12, can_mdy = p[0] <= 12 && between == '/';
        const bool mdy = can_mdy && (dates == IMPORT_MDY || !can_dmy);
        year = digits[2] == 2 ? 2000 + p[2] : p[2];
        month = p[mdy ? 0 : 1];
        day = p[mdy ? 1 : 0];
        if (digits[2] != 4 && digits[2] != 2)
            return false;
    }
    /* The C library's calendar says whether there is such a day: 31 June would be another. */
    const struct str iso = str_fmt(a, "%04d-%02d-%02d", (int)year, (int)month, (int)day);
    *out = hsds_moment_read(iso, &at) ? clock_day(at) : 0;
    return hsds_moment_read(iso, &at) && str_eq(hsds_day(a, at), iso);
}

enum import_order import_order_of(struct str text)
{
    int64_t p[3];
    size_t digits[3];
    uint32_t between;
    if (parts_of(str_trim(text), p, digits, &between) != 3 || between != '/' || digits[0] == 4)
        return IMPORT_ORDER_NONE;
    if (p[0] > 12 && p[1] <= 12)
        return IMPORT_ORDER_DMY;
    return p[1] > 12 && p[0] <= 12 ? IMPORT_ORDER_MDY : IMPORT_ORDER_NONE;
}
