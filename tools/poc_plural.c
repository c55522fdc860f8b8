#include "poc_plural.h"

#include <string.h>

#define DEPTH_MAX 100

struct reader {
    const char *p;
    unsigned long n;
    bool bad;
    int depth;
};

static unsigned long ternary(struct reader *r);

static bool take(struct reader *r, const char *op)
{
    while (*r->p == ' ' || *r->p == '\t')
        r->p++;
    size_t len = strlen(op);
    if (strncmp(r->p, op, len) != 0)
        return false;
    r->p += len;
    return true;
}

static unsigned long number(struct reader *r)
{
    unsigned long v = 0;
    if (*r->p < '0' || *r->p > '9' || (*r->p == '0' && r->p[1] >= '0' && r->p[1] <= '9')) {
        r->bad = true; /* nothing, or what C would read as octal */
        return 0;
    }
    for (; *r->p >= '0' && *r->p <= '9'; r->p++) {
        v = v * 10 + (unsigned long)(*r->p - '0');
        r->bad |= v > 1000000;
    }
    return v;
}

static unsigned long unary(struct reader *r)
{
    if (++r->depth > DEPTH_MAX)
        r->bad = true;
    if (r->bad)
        return 0;
    unsigned long v;
    if (take(r, "!")) {
        v = !unary(r);
    } else if (take(r, "(")) {
        v = ternary(r);
        r->bad |= !take(r, ")");
    } else if (take(r, "n")) {
        v = r->n;
    } else {
        v = number(r);
    }
    r->depth--;
    return v;
}

/* The binary operators, tightest last. A longer one stands before its prefix. */
static const char *const LEVELS[][5] = {
    {"||"}, {"&&"}, {"==", "!="}, {"<=", ">=", "<", ">"}, {"+", "-"}, {"*", "%"},
};
#define NLEVELS (sizeof(LEVELS) / sizeof(LEVELS[0]))

static unsigned long apply(struct reader *r, const char *op, unsigned long a, unsigned long b)
{
    switch (op[0]) {
    case '|':
        return a || b;
    case '&':
        return a && b;
    case '=':
        return a == b;
    case '!':
        return a != b;
    case '<':
        return op[1] ? a <= b : a < b;
    case '>':
        return op[1] ? a >= b : a > b;
    case '+':
        return a + b;
    case '-':
        return a - b;
    case '*':
        return a * b;
    default:
        r->bad |= b == 0;
        return b ? a % b : 0;
    }
}

static unsigned long binary(struct reader *r, size_t level)
{
    if (level == NLEVELS)
        return unary(r);
    unsigned long v = binary(r, level + 1);
    for (size_t i = 0; i < 5 && LEVELS[level][i] && !r->bad; i++) {
        if (!take(r, LEVELS[level][i]))
            continue;
        v = apply(r, LEVELS[level][i], v, binary(r, level + 1));
        i = (size_t)-1; /* a further operator of the same level */
    }
    return v;
}

static unsigned long ternary(struct reader *r)
{
    if (++r->depth > DEPTH_MAX)
        r->bad = true;
    if (r->bad)
        return 0;
    unsigned long v = binary(r, 0);
    if (take(r, "?")) {
        unsigned long yes = ternary(r);
        r->bad |= !take(r, ":");
        unsigned long no = ternary(r);
        v = v ? yes : no;
    }
    r->depth--;
    return v;
}

bool plural_eval(const char *expr, unsigned long n, unsigned long *out)
{
    struct reader r = {.p = expr, .n = n};
    *out = ternary(&r);
    (void)take(&r, ""); /* trailing white space */
    return !r.bad && *r.p == '\0';
}

bool plural_census(const char *expr, unsigned nplurals, unsigned uses[])
{
    memset(uses, 0, nplurals * sizeof(uses[0]));
    for (unsigned long n = 0; n <= 1000; n++) {
        unsigned long form;
        if (!plural_eval(expr, n, &form) || form >= nplurals)
            return false;
        uses[form]++;
    }
    return true;
}
