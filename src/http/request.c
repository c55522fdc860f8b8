#include "http/request.h"

#include <string.h>

#include "http/decode.h"

struct str http_pairs_get(const struct http_pairs *pairs, const char *name)
{
    for (size_t i = 0; i < pairs->n; i++)
        if (str_eq_c(pairs->v[i].name, name))
            return pairs->v[i].value.p ? pairs->v[i].value : STR("");
    return STR_NONE;
}

static int hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool http_percent_decode(char *p, size_t *n, enum decode_plus plus)
{
    size_t to = 0;
    for (size_t i = 0; i < *n; i++) {
        char c = p[i];
        if (c == '%') {
            if (*n - i < 3)
                return false;
            int high = hex_value(p[i + 1]), low = hex_value(p[i + 2]);
            if (high < 0 || low < 0)
                return false;
            c = (char)(high << 4 | low);
            i += 2;
        } else if (c == '+' && plus == PLUS_IS_SPACE) {
            c = ' ';
        }
        p[to++] = c;
    }
    *n = to;
    return true;
}

static bool segment_ok(struct str s)
{
    return s.n && !str_eq_c(s, ".") && !str_eq_c(s, "..");
}

bool http_path_decode(struct arena *a, struct str raw, struct str *out)
{
    if (raw.n == 0 || raw.n > HTTP_PATH_MAX || raw.p[0] != '/')
        return false;
    size_t slashes = 0, slashes_after = 0;
    for (size_t i = 0; i < raw.n; i++)
        slashes += raw.p[i] == '/';
    char *p = arena_copy(a, raw.p, raw.n);
    size_t n = raw.n;
    if (!http_percent_decode(p, &n, PLUS_IS_PLUS))
        return false;
    for (size_t i = 0; i < n; i++) {
        if ((unsigned char)p[i] < 0x20 || p[i] == 0x7F || p[i] == '\\')
            return false;
        slashes_after += p[i] == '/';
    }
    struct str path = {p, n}, rest = {p + 1, n - 1};
    if (slashes != slashes_after || !str_is_utf8(path))
        return false;
    while (rest.n)
        if (!segment_ok(str_cut(&rest, '/')))
            return false;
    *out = path;
    return true;
}

static bool cookie_ok(struct str name, struct str value)
{
    for (size_t i = 0; i < name.n; i++)
        if (name.p[i] <= ' ' || name.p[i] >= 0x7F)
            return false;
    for (size_t i = 0; i < value.n; i++)
        if (value.p[i] <= ' ' || value.p[i] >= 0x7F)
            return false;
    return name.n > 0;
}

void http_cookies_decode(struct arena *a, struct str header, struct http_pairs *out)
{
    struct http_pair *v = ARENA_ARRAY(a, struct http_pair, HTTP_PAIRS_MAX);
    size_t n = 0;
    while (header.n && n < HTTP_PAIRS_MAX) {
        struct str value = str_trim(str_cut(&header, ';'));
        struct str name = str_cut(&value, '=');
        if (value.p && cookie_ok(name, value))
            v[n++] = (struct http_pair){name, value};
    }
    *out = (struct http_pairs){v, n};
}
