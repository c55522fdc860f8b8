#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void buf_init(struct buf *b, struct arena *a, size_t first, size_t max)
{
    *b = (struct buf){.arena = a, .max = max};
    if (first > max)
        first = max;
    if (first)
        (void)buf_reserve(b, first);
}

void buf_release(struct buf *b)
{
    if (!b->arena)
        free(b->p);
    *b = (struct buf){.failed = true};
}

char *buf_reserve(struct buf *b, size_t n)
{
    if (b->failed || n > b->max - b->n) {
        b->failed = true;
        return NULL;
    }
    if (b->cap - b->n < n) {
        size_t cap = b->cap ? b->cap : 64;
        while (cap < b->n + n)
            cap *= 2;
        if (cap > b->max)
            cap = b->max;
        if (b->arena) {
            char *p = b->cap ? arena_extend(b->arena, b->p, b->cap, cap) : NULL;
            if (!p) {
                p = arena_alloc(b->arena, cap);
                if (b->n)
                    memcpy(p, b->p, b->n);
            }
            b->p = p;
        } else {
            b->p = realloc(b->p, cap);
            if (!b->p)
                abort();
        }
        b->cap = cap;
    }
    return b->p + b->n;
}

void buf_add(struct buf *b, struct str s)
{
    bool fits = !b->failed && s.n <= b->cap - b->n;
    char *p = fits ? b->p + b->n : buf_reserve(b, s.n);
    if (p && s.n) {
        memcpy(p, s.p, s.n);
        b->n += s.n;
    }
}

void buf_add_c(struct buf *b, const char *s)
{
    buf_add(b, str_from_c(s));
}

void buf_add_char(struct buf *b, char c)
{
    if (!b->failed && b->n < b->cap)
        b->p[b->n++] = c;
    else
        buf_add(b, str_from(&c, 1));
}

void buf_add_u64(struct buf *b, uint64_t v)
{
    char digits[20];
    size_t at = sizeof digits;
    do {
        digits[--at] = (char)('0' + v % 10);
        v /= 10;
    } while (v);
    buf_add(b, str_from(digits + at, sizeof digits - at));
}

void buf_add_fmt(struct buf *b, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    int n = vsnprintf(NULL, 0, fmt, ap);
    va_end(ap);
    if (n < 0)
        abort();
    char *p = buf_reserve(b, (size_t)n + 1);
    if (!p)
        return;
    va_start(ap, fmt);
    (void)vsnprintf(p, (size_t)n + 1, fmt, ap);
    va_end(ap);
    b->n += (size_t)n;
}

enum err buf_end(const struct buf *b, struct str *out)
{
    if (b->failed)
        return ERR_TOO_LARGE;
    *out = str_from(b->p, b->n);
    return ERR_OK;
}
