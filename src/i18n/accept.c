#include "i18n/i18n.h"

/* A weight in thousandths: 0, 0.5, 0.125, 1, 1.000 (RFC 9110, 12.4.2); -1 when it is none. */
static int weight(struct str s)
{
    if (s.n == 0 || s.n > 5 || (s.p[0] != '0' && s.p[0] != '1') || (s.n > 1 && s.p[1] != '.'))
        return -1;
    int v = (s.p[0] - '0') * 1000, unit = 100;
    for (size_t i = 2; i < s.n; i++, unit /= 10) {
        if (s.p[i] < '0' || s.p[i] > '9')
            return -1;
        v += (s.p[i] - '0') * unit;
    }
    return v <= 1000 ? v : -1;
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* By the primary subtag: ar-EG is answered with ar. */
static const struct lang *find_range(struct str range)
{
    char code[8];
    struct str primary = str_slice(range, 0, str_find_char(range, '-'));
    if (primary.n == 0 || primary.n > sizeof(code))
        return NULL;
    for (size_t i = 0; i < primary.n; i++)
        code[i] = lower(primary.p[i]);
    return lang_find(str_from(code, primary.n));
}

const struct lang *lang_accept(struct str header, const struct lang *otherwise)
{
    const struct lang *best = NULL;
    int best_weight = 0; /* q=0 means "not this one" */
    while (header.n) {
        struct str params = str_cut(&header, ',');
        struct str range = str_trim(str_cut(&params, ';'));
        int q = 1000;
        while (params.n) {
            struct str value = str_cut(&params, ';');
            struct str name = str_trim(str_cut(&value, '='));
            if (str_eq_c(name, "q") || str_eq_c(name, "Q"))
                q = weight(str_trim(value));
        }
        const struct lang *l = str_eq_c(range, "*") ? otherwise : find_range(range);
        if (l && q > best_weight) {
            best = l;
            best_weight = q;
        }
    }
    return best ? best : otherwise;
}
