#include "directory/directory_rules.h"

#include <string.h>

#include "base/buf.h"

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* At most two digits (or four, "0930"); moves *s behind them. */
static bool cut_number(struct str *s, size_t most, int *out)
{
    size_t n = 0;
    *out = 0;
    while (n < s->n && n < most && is_digit(s->p[n]))
        *out = *out * 10 + (s->p[n++] - '0');
    *s = str_slice(*s, n, s->n);
    return n != 0;
}

static bool cut_half(struct str *s, int *hour)
{
    struct str rest = str_trim(*s);
    if (rest.n == 0)
        return true;
    bool pm = lower(rest.p[0]) == 'p';
    if (rest.n != 2 || (!pm && lower(rest.p[0]) != 'a') || lower(rest.p[1]) != 'm')
        return false;
    if (*hour < 1 || *hour > 12)
        return false;
    *hour = *hour % 12 + (pm ? 12 : 0);
    return true;
}

bool directory_time(struct str s, int *out)
{
    int hour, minute = 0, second = 0;

    if (!cut_number(&s, 4, &hour))
        return false;
    if (hour > 99) {
        minute = hour % 100;
        hour /= 100;
    } else if (str_starts(s, STR(":"))) {
        s = str_slice(s, 1, s.n);
        if (!cut_number(&s, 2, &minute))
            return false;
        if (str_starts(s, STR(":"))) {
            s = str_slice(s, 1, s.n);
            if (!cut_number(&s, 2, &second))
                return false;
        }
    }
    if (str_starts(s, STR("Z")))
        s = str_slice(s, 1, s.n);
    if (!cut_half(&s, &hour) || minute > 59 || second > 59 || hour * 60 + minute > 24 * 60)
        return false;
    *out = hour * 60 + minute;
    return true;
}

/* The digit, or the keypad's digit for a capital letter behind digits; 0 when it is neither. */
static char dial_digit(uint32_t c, bool letters)
{
    static const char KEYPAD[] = "22233344455566677778889999";
    if (c >= '0' && c <= '9')
        return (char)c;
    if (c >= 0x660 && c <= 0x669)
        return (char)('0' + (c - 0x660));
    if (c >= 0x6f0 && c <= 0x6f9)
        return (char)('0' + (c - 0x6f0));
    if (letters && c >= 'A' && c <= 'Z')
        return KEYPAD[c - 'A'];
    return 0;
}

/* Digits up to `stop` characters that end a number; returns how many. */
static size_t dial(struct buf *b, struct str s, size_t *pos, size_t most)
{
    size_t n = 0;
    while (*pos < s.n && n < most) {
        size_t before = *pos;
        uint32_t c = str_utf8_next(s, pos);
        char d = dial_digit(c, n != 0);
        if (d != 0) {
            buf_add_char(b, d);
            n++;
        } else if (n != 0 && !(c < 0x80 && strchr(" -.()/\t", (int)c)) && c != 0xa0 &&
                   c != 0x2011 && c != 0x2013 && c != 0x200e) {
            *pos = before;
            break;
        } else if (n >= 7 && c == '(') {
            *pos = before;
            break;
        }
    }
    return n;
}

struct str directory_tel(struct arena *a, struct str number, struct str extension)
{
    struct buf b;
    struct str out;
    size_t pos = 0;

    if (!str_is_utf8(number) || !str_is_utf8(extension))
        return STR_NONE;
    buf_init(&b, a, 48, 128);
    buf_add_c(&b, "tel:");
    if (str_starts(str_trim(number), STR("+")))
        buf_add_char(&b, '+');
    if (dial(&b, number, &pos, 15) < 3)
        return STR_NONE;

    struct str rest = str_trim(str_slice(number, pos, number.n));
    bool more = rest.n != 0 && (lower(rest.p[0]) == 'x' || str_starts(rest, STR("ext")));
    struct str ext = extension.n != 0 ? extension : more ? rest : STR_NONE;
    struct buf digits;
    struct str d;
    buf_init(&digits, a, 16, 32);
    for (pos = 0; pos < ext.n;) {
        char digit = dial_digit(str_utf8_next(ext, &pos), false);
        if (digit != 0 && digits.n < 10)
            buf_add_char(&digits, digit);
    }
    if (buf_end(&digits, &d) == ERR_OK && d.n != 0) {
        buf_add_c(&b, ";ext=");
        buf_add(&b, d);
    }
    return buf_end(&b, &out) == ERR_OK ? out : STR_NONE;
}

#define SUMMARY_MAX 240

struct str directory_summary(struct arena *a, struct str text)
{
    char *p = arena_alloc(a, SUMMARY_MAX + 4);
    size_t n = 0, i = 0;

    text = str_trim(text);
    for (; i < text.n && n < SUMMARY_MAX; i++) {
        bool space = strchr(" \t\r\n", text.p[i]) != NULL;
        if (!space)
            p[n++] = text.p[i];
        else if (n != 0 && p[n - 1] != ' ')
            p[n++] = ' ';
    }
    if (i == text.n)
        return str_from(p, n);
    size_t cut = n;
    while (cut > SUMMARY_MAX / 2 && p[cut - 1] != ' ')
        cut--;
    if (cut <= SUMMARY_MAX / 2) {
        /* No space near the end: cut before a code point. */
        for (cut = n; cut > 0 && (p[cut - 1] & 0xc0) == 0x80;)
            cut--;
        cut -= cut > 0 ? 1 : 0;
    }
    struct str whole = str_trim(str_from(p, cut));
    memcpy(p + whole.n, "…", sizeof("…") - 1);
    return str_from(p, whole.n + sizeof("…") - 1);
}

struct str directory_web(struct arena *a, struct str url)
{
    if (url.n == 0 || str_find_char(url, ':') < url.n || str_find_char(url, '.') == url.n ||
        str_find_char(url, ' ') < url.n || str_find_char(url, '@') < url.n)
        return url;
    return str_fmt(a, "https://%" STR_FMT, STR_ARG(url));
}
