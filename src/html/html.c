#include "html/html.h"

#include <string.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#define FIRST_SIZE (16u * 1024)

void html_init(struct html *h, struct arena *a, const struct lang *lang)
{
    *h = (struct html){.lang = lang, .arena = a};
    buf_init(&h->out, a, FIRST_SIZE, HTML_PAGE_MAX);
}

enum err html_end(struct html *h, struct str *out)
{
    return buf_end(&h->out, out);
}

void html_put_raw(struct html *h, struct str literal)
{
    buf_add(&h->out, literal);
}

void html_put_safe(struct html *h, struct html_safe s)
{
    buf_add(&h->out, s.s);
}

static struct str entity(char c)
{
    switch (c) {
    case '&':
        return STR("&amp;");
    case '<':
        return STR("&lt;");
    case '>':
        return STR("&gt;");
    case '"':
        return STR("&#34;");
    case '\'':
        return STR("&#39;");
    default:
        return STR_NONE;
    }
}

/* Bytes before the first of & < > " '. */
static size_t plain_length(const char *p, size_t n)
{
    size_t i = 0;
#ifdef __SSE2__
    /* & and ' differ in the lowest bit only, < and > in the next. */
    const __m128i one = _mm_set1_epi8(1), two = _mm_set1_epi8(2);
    const __m128i apostrophe = _mm_set1_epi8('\''), greater = _mm_set1_epi8('>');
    const __m128i quote = _mm_set1_epi8('"');
    for (; i + 16 <= n; i += 16) {
        __m128i x = _mm_loadu_si128((const __m128i *)(const void *)(p + i));
        __m128i hit = _mm_or_si128(_mm_cmpeq_epi8(_mm_or_si128(x, one), apostrophe),
                                   _mm_cmpeq_epi8(_mm_or_si128(x, two), greater));
        hit = _mm_or_si128(hit, _mm_cmpeq_epi8(x, quote));
        int mask = _mm_movemask_epi8(hit);
        if (mask)
            return i + (size_t)__builtin_ctz((unsigned)mask);
    }
#endif
    static const bool SPECIAL[256] = {
        ['&'] = true, ['<'] = true, ['>'] = true, ['"'] = true, ['\''] = true};
    while (i < n && !SPECIAL[(unsigned char)p[i]])
        i++;
    return i;
}

void html_put_text(struct html *h, struct str s)
{
    for (;;) {
        size_t n = plain_length(s.p, s.n);
        buf_add(&h->out, str_from(s.p, n));
        if (n == s.n)
            return;
        buf_add(&h->out, entity(s.p[n]));
        s = str_from(s.p + n + 1, s.n - n - 1);
    }
}

void html_put_cstr(struct html *h, const char *s)
{
    html_put_text(h, str_from_c(s));
}

void html_put_int(struct html *h, int64_t v)
{
    if (v < 0)
        buf_add_char(&h->out, '-');
    buf_add_u64(&h->out, v < 0 ? 0 - (uint64_t)v : (uint64_t)v);
}

void html_put_url(struct html *h, struct url u)
{
    html_put_text(h, u.s);
}
