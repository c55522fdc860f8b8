#include "html/html.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define EXTERNAL_MAX 2048

static bool is_alnum(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

static bool is_one_of(char c, const char *list)
{
    return c && strchr(list, c);
}

/* RFC 3986, 2.3: unreserved characters stand for themselves, `also` too. */
static void add_encoded(struct buf *b, struct str s, const char *also)
{
    static const char HEX[] = "0123456789ABCDEF";
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (is_alnum(c) || is_one_of(c, "-._~") || is_one_of(c, also)) {
            buf_add_char(b, c);
        } else {
            unsigned char u = (unsigned char)c;
            buf_add(b, str_from((char[]){'%', HEX[u >> 4], HEX[u & 15]}, 3));
        }
    }
}

static void add_segment(struct buf *b, struct str s)
{
    if (s.n == 0 || str_eq_c(s, ".") || str_eq_c(s, ".."))
        s = STR("-");
    add_encoded(b, s, "");
}

static void add_signed(struct buf *b, long long v)
{
    buf_add_fmt(b, "%lld", v);
}

/* The formats that are known: anything else is a bug in the caller. */
enum spec {
    SPEC_S,
    SPEC_STR,
    SPEC_D,
    SPEC_U,
    SPEC_LD,
    SPEC_LU,
    SPEC_LLD,
    SPEC_LLU,
    SPEC_ZU,
    SPEC_PERCENT
};

static enum spec spec_of(const char *fmt, size_t *length)
{
    static const struct {
        const char *text;
        enum spec spec;
    } SPECS[] = {{"s", SPEC_S},   {".*s", SPEC_STR},  {"d", SPEC_D},     {"u", SPEC_U},
                 {"ld", SPEC_LD}, {"lu", SPEC_LU},    {"lld", SPEC_LLD}, {"llu", SPEC_LLU},
                 {"zu", SPEC_ZU}, {"%", SPEC_PERCENT}};
    for (size_t i = 0; i < sizeof SPECS / sizeof *SPECS; i++) {
        *length = strlen(SPECS[i].text);
        if (strncmp(fmt, SPECS[i].text, *length) == 0)
            return SPECS[i].spec;
    }
    abort();
}

struct url url_path(struct arena *a, const char *fmt, ...)
{
    if (fmt[0] != '/' || fmt[1] == '/')
        abort();
    struct buf b;
    buf_init(&b, a, 128, HTML_PAGE_MAX);
    va_list args;
    va_start(args, fmt);
    while (*fmt) {
        size_t literal = strcspn(fmt, "%");
        buf_add(&b, str_from(fmt, literal));
        fmt += literal;
        if (!*fmt)
            break;
        size_t length;
        enum spec spec = spec_of(++fmt, &length);
        fmt += length;
        switch (spec) {
        case SPEC_S:
            add_segment(&b, str_from_c(va_arg(args, const char *)));
            break;
        case SPEC_STR: {
            int n = va_arg(args, int);
            const char *p = va_arg(args, const char *);
            add_segment(&b, str_from(p, (size_t)n));
            break;
        }
        case SPEC_D:
            add_signed(&b, va_arg(args, int));
            break;
        case SPEC_U:
            buf_add_u64(&b, va_arg(args, unsigned));
            break;
        case SPEC_LD:
            add_signed(&b, va_arg(args, long));
            break;
        case SPEC_LU:
            buf_add_u64(&b, va_arg(args, unsigned long));
            break;
        case SPEC_LLD:
            add_signed(&b, va_arg(args, long long));
            break;
        case SPEC_LLU:
            buf_add_u64(&b, va_arg(args, unsigned long long));
            break;
        case SPEC_ZU:
            buf_add_u64(&b, va_arg(args, size_t));
            break;
        case SPEC_PERCENT:
            buf_add_char(&b, '%');
            break;
        }
    }
    va_end(args);
    struct url u;
    if (buf_end(&b, &u.s) != ERR_OK)
        abort(); /* the values are bounded at the door */
    return u;
}

struct url url_anchor(struct arena *a, struct url u, struct str fragment)
{
    struct buf b;
    buf_init(&b, a, u.s.n + fragment.n + 2, HTML_PAGE_MAX);
    buf_add(&b, u.s);
    buf_add_char(&b, '#');
    add_encoded(&b, fragment, "");
    struct url out;
    if (buf_end(&b, &out.s) != ERR_OK)
        abort();
    return out;
}

/* The scheme in small letters with its ':', or false. */
static bool cut_scheme(struct str *rest, const char **scheme)
{
    static const char *const SCHEMES[] = {"https:", "http:", "mailto:", "tel:"};
    for (size_t i = 0; i < sizeof SCHEMES / sizeof *SCHEMES; i++) {
        size_t n = strlen(SCHEMES[i]);
        if (rest->n > n && strncasecmp(rest->p, SCHEMES[i], n) == 0) {
            *scheme = SCHEMES[i];
            *rest = str_slice(*rest, n, rest->n);
            return true;
        }
    }
    return false;
}

/* host[:port] without a user name. Names of other scripts are left to the browser. */
static bool is_authority(struct str s)
{
    size_t colon = str_find_char(s, ':');
    struct str port = str_slice(s, colon, s.n);
    uint64_t number = 0;
    if (colon == 0 || s.n == 0 || s.p[0] == '.')
        return false;
    for (size_t i = 0; i < colon; i++)
        if (!is_alnum(s.p[i]) && !is_one_of(s.p[i], "-._") && (unsigned char)s.p[i] < 0x80)
            return false;
    return port.n == 0 ||
           (str_to_u64(str_slice(port, 1, port.n), &number) && number > 0 && number < 65536);
}

static bool is_web(struct str rest)
{
    if (!str_starts(rest, STR("//")))
        return false;
    rest = str_slice(rest, 2, rest.n);
    size_t n = 0;
    while (n < rest.n && !is_one_of(rest.p[n], "/?#"))
        n++;
    return is_authority(str_slice(rest, 0, n));
}

static bool is_mail(struct str s)
{
    size_t at = str_find_char(s, '@');
    struct str host = str_slice(s, at + 1, s.n);
    if (at == 0 || at >= s.n || str_find_char(host, ':') != host.n)
        return false;
    for (size_t i = 0; i < at; i++)
        if (!is_alnum(s.p[i]) && !is_one_of(s.p[i], "-._+"))
            return false;
    return is_authority(host);
}

static bool is_phone(struct str s)
{
    bool digit = false;
    for (size_t i = 0; i < s.n; i++) {
        bool here = s.p[i] >= '0' && s.p[i] <= '9';
        digit = digit || here;
        if (!here && !is_one_of(s.p[i], "+-.()*"))
            return false;
    }
    return digit;
}

/* No spaces, controls (also C1, and those that turn the direction of text) or what HTML and RFC
 * 3986 keep out of addresses. */
static bool is_clean(struct str s)
{
    if (!str_is_utf8(s))
        return false;
    for (size_t at = 0; at < s.n;) {
        uint32_t c = str_utf8_next(s, &at);
        if (c <= ' ' || (c >= 0x7f && c <= 0xa0) || (c < 0x7f && is_one_of((char)c, "\"<>\\^`{|}")))
            return false;
        if (c == 0x61c || c == 0xad || c == 0xfeff || c == 0x3000 || (c >= 0x2000 && c <= 0x206f) ||
            c >= 0xe0000 || (c >= 0xe000 && c <= 0xf8ff))
            return false;
    }
    return true;
}

bool url_external(struct arena *a, struct str text, struct url *out)
{
    struct str rest = text;
    const char *scheme;
    if (text.n > EXTERNAL_MAX || !is_clean(text) || !cut_scheme(&rest, &scheme))
        return false;
    bool good = scheme[0] == 'h' ? is_web(rest) : scheme[0] == 'm' ? is_mail(rest) : is_phone(rest);
    if (good)
        out->s = str_fmt(a, "%s%" STR_FMT, scheme, STR_ARG(rest));
    return good;
}
