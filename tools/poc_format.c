#include "poc_format.h"

#include <string.h>

/* The next per cent sign and what belongs to it: *at and *n. 1: a conversion, 0: a sign that
 * begins none, -1: there is no more. Moves *s behind it. */
static int next(const char **s, const char **at, size_t *n)
{
    const char *p = strchr(*s, '%');
    if (!p)
        return -1;
    *at = p++;
    p += strspn(p, "0123456789$"); /* also "%1$s", which changes the order */
    p += strspn(p, "-+ #0'");
    p += strspn(p, "0123456789*$");
    if (*p == '.')
        p += 1 + strspn(p + 1, "0123456789*$");
    p += strspn(p, "hljztLq");
    bool good = *p != '\0' && strchr("diouxXeEfFgGaAcspnmCS%", *p);
    *n = good ? (size_t)(p + 1 - *at) : 1;
    *s = *at + *n;
    return good;
}

static bool any(const char *s)
{
    const char *at;
    size_t n;
    for (int got; (got = next(&s, &at, &n)) >= 0;)
        if (got > 0)
            return true;
    return false;
}

bool format_same(const char *a, const char *b)
{
    if (!any(a) && !any(b))
        return true;
    for (;;) {
        const char *pa, *pb;
        size_t na, nb;
        int ga = next(&a, &pa, &na), gb = next(&b, &pb, &nb);
        if (ga < 0 || gb < 0)
            return ga == gb;
        if (na != nb || memcmp(pa, pb, na) != 0)
            return false;
    }
}
