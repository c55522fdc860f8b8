#include "hsds/scan.h"

#include <string.h>

struct scan {
    struct arena *arena;
    const char *p, *end;
};

static bool value_read(struct scan *s, unsigned depth, struct hsds_node *out);

static void skip_space(struct scan *s)
{
    while (s->p < s->end && (*s->p == ' ' || *s->p == '\n' || *s->p == '\t' || *s->p == '\r'))
        s->p++;
}

static bool take(struct scan *s, char c)
{
    skip_space(s);
    if (s->p == s->end || *s->p != c)
        return false;
    s->p++;
    return true;
}

/* ---- text ------------------------------------------------------------------------------------ */

static int hex_of(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c = (char)(c | 0x20);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool unit_read(const char *p, const char *end, uint32_t *out)
{
    *out = 0;
    for (int i = 0; i < 4; i++) {
        int h = p + i < end ? hex_of(p[i]) : -1;
        if (h < 0)
            return false;
        *out = *out << 4 | (uint32_t)h;
    }
    return true;
}

static size_t utf8_put(char *out, uint32_t c)
{
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    size_t n = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    for (size_t i = n - 1; i > 0; i--, c >>= 6)
        out[i] = (char)(0x80 | (c & 0x3f));
    out[0] = (char)((0xf00u >> n & 0xf0u) | c);
    return n;
}

/* *p stands behind "\u". */
static bool escape_wide(const char **p, const char *end, char *out, size_t *n)
{
    uint32_t c, low;

    if (!unit_read(*p, end, &c) || (c >= 0xdc00 && c < 0xe000))
        return false;
    *p += 4;
    if (c >= 0xd800 && c < 0xdc00) {
        if (end - *p < 6 || (*p)[0] != '\\' || (*p)[1] != 'u' || !unit_read(*p + 2, end, &low) ||
            low < 0xdc00 || low >= 0xe000)
            return false;
        *p += 6;
        c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
    }
    *n += utf8_put(out + *n, c);
    return true;
}

static bool escape_read(const char **p, const char *end, char *out, size_t *n)
{
    static const char FROM[] = "\"\\/bfnrt", TO[] = "\"\\/\b\f\n\r\t";
    const char *found = *p < end && **p ? strchr(FROM, **p) : NULL;

    if (found) {
        out[(*n)++] = TO[found - FROM];
        ++*p;
        return true;
    }
    if (*p == end || **p != 'u')
        return false;
    ++*p;
    return escape_wide(p, end, out, n);
}

static bool unescape(struct scan *s, struct str raw, struct str *out)
{
    char *to = arena_alloc(s->arena, raw.n); /* an escape is longer than what it says */
    const char *p = raw.p, *end = raw.p + raw.n;
    size_t n = 0;

    while (p < end) {
        if (*p != '\\') {
            to[n++] = *p++;
            continue;
        }
        p++;
        if (!escape_read(&p, end, to, &n))
            return false;
    }
    *out = str_from(to, n);
    return true;
}

static bool text_read(struct scan *s, struct str *out)
{
    bool escaped = false;

    if (!take(s, '"'))
        return false;
    const char *from = s->p;
    for (; s->p < s->end && *s->p != '"'; s->p++) {
        if ((unsigned char)*s->p < 0x20)
            return false;
        if (*s->p == '\\') {
            escaped = true;
            if (++s->p == s->end)
                return false;
        }
    }
    if (s->p == s->end)
        return false;
    *out = str_from(from, (size_t)(s->p++ - from));
    return !escaped || unescape(s, *out, out);
}

/* ---- everything else ------------------------------------------------------------------------- */

static bool is_digit(const struct scan *s)
{
    return s->p < s->end && *s->p >= '0' && *s->p <= '9';
}

static bool digits(struct scan *s)
{
    if (!is_digit(s))
        return false;
    while (is_digit(s))
        s->p++;
    return true;
}

static bool number_read(struct scan *s, struct str *out)
{
    const char *from = s->p;

    s->p += *s->p == '-';
    const char *whole = s->p;
    if (!digits(s) || (*whole == '0' && s->p - whole > 1))
        return false;
    if (s->p < s->end && *s->p == '.') {
        s->p++;
        if (!digits(s))
            return false;
    }
    if (s->p < s->end && (*s->p | 0x20) == 'e') {
        s->p++;
        s->p += s->p < s->end && (*s->p == '+' || *s->p == '-');
        if (!digits(s))
            return false;
    }
    *out = str_from(from, (size_t)(s->p - from));
    return true;
}

static bool word_read(struct scan *s, struct str *out)
{
    static const struct str WORDS[] = {STR_INIT("true"), STR_INIT("false"), STR_INIT("null")};
    struct str rest = str_from(s->p, (size_t)(s->end - s->p));

    for (size_t i = 0; i < sizeof(WORDS) / sizeof(WORDS[0]); i++) {
        if (str_starts(rest, WORDS[i])) {
            *out = str_slice(rest, 0, WORDS[i].n);
            s->p += WORDS[i].n;
            return true;
        }
    }
    return false;
}

/* What stands between the brackets: members when `close` is '}', else elements. */
static bool list_read(struct scan *s, unsigned depth, char close, struct hsds_node *out)
{
    const struct hsds_node **last = &out->first;

    s->p++;
    if (depth == 0)
        return false;
    if (take(s, close))
        return true;
    do {
        struct hsds_node *node = ARENA_NEW(s->arena, struct hsds_node);
        if (close == '}' && (!text_read(s, &node->key) || !take(s, ':')))
            return false;
        if (!value_read(s, depth - 1, node))
            return false;
        *last = node;
        last = &node->next;
        out->n++;
    } while (take(s, ','));
    return take(s, close);
}

static bool value_read(struct scan *s, unsigned depth, struct hsds_node *out)
{
    skip_space(s);
    if (s->p == s->end)
        return false;
    switch (*s->p) {
    case '{':
        out->kind = HSDS_NODE_OBJECT;
        return list_read(s, depth, '}', out);
    case '[':
        out->kind = HSDS_NODE_ARRAY;
        return list_read(s, depth, ']', out);
    case '"':
        out->kind = HSDS_NODE_TEXT;
        return text_read(s, &out->text);
    case 't':
    case 'f':
    case 'n':
        out->kind = HSDS_NODE_WORD;
        return word_read(s, &out->text);
    default: /* a character */
        out->kind = HSDS_NODE_NUMBER;
        return number_read(s, &out->text);
    }
}

const struct hsds_node *hsds_scan(struct arena *a, struct str doc)
{
    struct scan s = {.arena = a, .p = doc.p, .end = doc.p + doc.n};
    struct hsds_node *root = ARENA_NEW(a, struct hsds_node);

    if (doc.n == 0 || !value_read(&s, HSDS_SCAN_DEPTH, root) || root->kind != HSDS_NODE_OBJECT)
        return NULL;
    skip_space(&s);
    return s.p == s.end ? root : NULL;
}

const struct hsds_node *hsds_node_get(const struct hsds_node *node, const char *key)
{
    size_t n = strlen(key);

    if (!node || node->kind != HSDS_NODE_OBJECT)
        return NULL;
    for (const struct hsds_node *m = node->first; m; m = m->next) {
        if (m->key.n == n && memcmp(m->key.p, key, n) == 0)
            return m;
    }
    return NULL;
}

struct str hsds_node_text(const struct hsds_node *node, const char *key)
{
    const struct hsds_node *m = hsds_node_get(node, key);
    return m && m->kind == HSDS_NODE_TEXT ? m->text : STR_NONE;
}

const struct hsds_node *hsds_node_first(const struct hsds_node *node)
{
    return node && node->kind == HSDS_NODE_ARRAY ? node->first : NULL;
}
