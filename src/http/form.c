#include "http/form.h"

#include <string.h>

#include "http/decode.h"

const struct form_spec FORM_NOTHING = {NULL, 0};

const char *form_problem_text(enum field_problem p)
{
    switch (p) {
#define X(name, text)                                                                              \
    case FIELD_IS_##name:                                                                          \
        return text;
        FIELD_PROBLEMS(X)
#undef X
    }
    return "";
}

bool form_decode(struct arena *a, struct str body, size_t max, struct http_pairs *out)
{
    size_t count = body.n ? 1 : 0;
    for (size_t i = 0; i < body.n; i++)
        count += body.p[i] == '&';
    *out = (struct http_pairs){NULL, 0};
    if (count > max)
        return false;
    struct http_pair *v = ARENA_ARRAY(a, struct http_pair, count);
    struct str rest = {arena_copy(a, body.p, body.n), body.n};
    size_t n = 0;
    while (rest.n) {
        struct str value = str_cut(&rest, '&');
        if (value.n == 0)
            continue;
        struct str name = str_cut(&value, '=');
        if (!http_percent_decode((char *)(uintptr_t)name.p, &name.n, PLUS_IS_SPACE) ||
            !http_percent_decode((char *)(uintptr_t)value.p, &value.n, PLUS_IS_SPACE) ||
            !str_is_utf8(name) || !str_is_utf8(value))
            return false;
        v[n++] = (struct http_pair){name, value};
    }
    *out = (struct http_pairs){v, n};
    return true;
}

void form_blank(const struct form_spec *spec, struct form *out)
{
    *out = (struct form){.spec = spec};
}

/* White space by Unicode's property White_Space. */
static bool is_white(uint32_t c)
{
    return c == ' ' || (c >= 0x09 && c <= 0x0D) || c == 0x85 || c == 0xA0 || c == 0x1680 ||
           (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F ||
           c == 0x205F || c == 0x3000;
}

static bool is_control(uint32_t c)
{
    return c < 0x20 || (c >= 0x7F && c < 0xA0);
}

static bool is_joiner(uint32_t c)
{
    return c == 0x200C || c == 0x200D;
}

static bool is_bidi(uint32_t c)
{
    return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0x200E ||
           c == 0x200F || c == 0x061C;
}

/* Shows nothing, and is not needed to write any language: soft hyphen, grapheme joiner, Hangul and
 * Khmer fillers, zero-width space, word joiner and invisible operators, deprecated format
 * characters, braille blank, byte order mark, annotation marks, musical and tag characters,
 * noncharacters. Unicode 15, Default_Ignorable_Code_Point less the joiners and the variation
 * selectors, plus U+2800. */
static bool is_filler(uint32_t c)
{
    return c == 0xAD || c == 0x034F || c == 0x115F || c == 0x1160 || c == 0x17B4 || c == 0x17B5 ||
           (c >= 0x180B && c <= 0x180F) || c == 0x200B || (c >= 0x2060 && c <= 0x2065) ||
           (c >= 0x206A && c <= 0x206F) || c == 0x2800 || c == 0x3164 || c == 0xFEFF ||
           c == 0xFFA0 || (c >= 0xFFF0 && c <= 0xFFFB) || (c >= 0x1BCA0 && c <= 0x1BCA3) ||
           (c >= 0x1D173 && c <= 0x1D17A) || (c >= 0xE0000 && c <= 0xE00FF) ||
           (c >= 0xE01F0 && c <= 0xE0FFF) || (c >= 0xFDD0 && c <= 0xFDEF) || (c & 0xFFFE) == 0xFFFE;
}

static bool is_selector(uint32_t c)
{
    return (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0xE0100 && c <= 0xE01EF);
}

static bool is_visible(uint32_t c)
{
    return !is_white(c) && !is_control(c) && !is_joiner(c) && !is_bidi(c) && !is_filler(c) &&
           !is_selector(c);
}

static bool line_is_odd(struct str s)
{
    uint32_t before = ' ';
    for (size_t i = 0; i < s.n;) {
        uint32_t c = str_utf8_next(s, &i);
        if (is_control(c) || is_bidi(c) || is_filler(c) || c == 0x2028 || c == 0x2029)
            return true;
        if (is_selector(c) && !is_visible(before))
            return true;
        if (is_joiner(c) && (is_white(before) || is_joiner(before)))
            return true;
        if (is_joiner(before) && !is_visible(c))
            return true;
        before = c;
    }
    return is_joiner(before);
}

/* Embeddings and isolates (UAX #9) must close before their line ends, and nothing may override the
 * direction that letters have. */
static bool text_is_odd(struct str s)
{
    int isolates = 0, embeddings = 0;
    for (size_t i = 0; i < s.n;) {
        uint32_t c = str_utf8_next(s, &i);
        if (c == '\n') {
            if (isolates || embeddings)
                return true;
            continue;
        }
        if ((is_control(c) && c != '\t') || c == 0x202D || c == 0x202E)
            return true;
        isolates += c >= 0x2066 && c <= 0x2068;
        isolates -= c == 0x2069 && isolates > 0;
        embeddings += c == 0x202A || c == 0x202B;
        embeddings -= c == 0x202C && embeddings > 0;
    }
    return isolates || embeddings;
}

static bool shows_nothing(struct str s)
{
    for (size_t i = 0; i < s.n;)
        if (is_visible(str_utf8_next(s, &i)))
            return false;
    return true;
}

static struct str trim_white(struct str s)
{
    size_t from = 0, to = 0;
    bool started = false;
    for (size_t i = 0; i < s.n;) {
        size_t at = i;
        if (is_white(str_utf8_next(s, &i)))
            continue;
        from = started ? from : at;
        started = true;
        to = i;
    }
    return str_slice(s, from, to);
}

/* CRLF, CR and Unicode's own line and paragraph separators become LF. */
static struct str unify_lines(struct arena *a, struct str s)
{
    if (str_find_char(s, '\r') == s.n && str_find_char(s, '\xE2') == s.n)
        return s;
    char *p = arena_alloc(a, s.n);
    size_t n = 0;
    for (size_t i = 0; i < s.n;) {
        size_t at = i;
        uint32_t c = str_utf8_next(s, &i);
        if (c == '\r' || c == 0x2028 || c == 0x2029) {
            if (c == '\r' && i < s.n && s.p[i] == '\n')
                i++;
            p[n++] = '\n';
        } else {
            memcpy(p + n, s.p + at, i - at);
            n += i - at;
        }
    }
    return (struct str){p, n};
}

static enum field_problem check_length(const struct form_field *f, struct str s)
{
    size_t n = str_code_points(s);
    if (n == 0)
        return f->required ? FIELD_IS_MISSING : FIELD_IS_NONE;
    if (n < f->min)
        return FIELD_IS_SHORT;
    return f->max && n > f->max ? FIELD_IS_LONG : FIELD_IS_NONE;
}

static enum field_problem parse_words(struct arena *a, const struct form_field *f, struct str typed,
                                      struct str *value)
{
    bool text = f->kind == FIELD_TEXT;
    *value = trim_white(text ? unify_lines(a, typed) : typed);
    if (text ? text_is_odd(*value) : line_is_odd(*value))
        return FIELD_IS_ODD;
    if (f->required && shows_nothing(*value))
        return FIELD_IS_MISSING;
    return check_length(f, *value);
}

static enum field_problem parse_choice(const struct form_field *f, struct str value,
                                       int64_t *number)
{
    for (const struct form_choice *c = f->choices; c && c->value; c++)
        if (str_eq_c(value, c->value)) {
            *number = c->number;
            return FIELD_IS_NONE;
        }
    return value.n || f->required ? FIELD_IS_CHOICE : FIELD_IS_NONE;
}

/* Arabic-Indic and Persian digits become Latin ones. */
static struct str latin_digits(struct arena *a, struct str s)
{
    char *p = arena_alloc(a, s.n);
    size_t n = 0;
    for (size_t i = 0; i < s.n;) {
        size_t at = i;
        uint32_t c = str_utf8_next(s, &i);
        if (c >= 0x660 && c <= 0x669) {
            p[n++] = (char)('0' + (c - 0x660));
        } else if (c >= 0x6F0 && c <= 0x6F9) {
            p[n++] = (char)('0' + (c - 0x6F0));
        } else {
            memcpy(p + n, s.p + at, i - at);
            n += i - at;
        }
    }
    return (struct str){p, n};
}

static enum field_problem parse_int(struct arena *a, const struct form_field *f, struct str typed,
                                    struct str *value, int64_t *number)
{
    *value = trim_white(typed);
    if (value->n == 0)
        return f->required ? FIELD_IS_MISSING : FIELD_IS_NONE;
    int64_t v;
    if (!str_to_i64(latin_digits(a, *value), &v))
        return FIELD_IS_NUMBER;
    if (v < 0 || (uint64_t)v < f->min || (f->max && (uint64_t)v > f->max))
        return FIELD_IS_RANGE;
    *number = v;
    return FIELD_IS_NONE;
}

static enum field_problem parse_field(struct arena *a, const struct form_field *f, struct str typed,
                                      struct str *value, int64_t *number)
{
    if (!str_is_utf8(typed)) /* the door lets none in; a caller of ours might */
        return FIELD_IS_ODD;
    *value = typed;
    switch (f->kind) {
    case FIELD_LINE:
    case FIELD_TEXT:
    case FIELD_HIDDEN:
        return parse_words(a, f, typed, value);
    case FIELD_SECRET:
        return check_length(f, typed);
    case FIELD_CHOICE:
        return parse_choice(f, typed, number);
    case FIELD_FLAG:
        *number = typed.n > 0;
        return f->required && !*number ? FIELD_IS_MISSING : FIELD_IS_NONE;
    case FIELD_INT:
        return parse_int(a, f, typed, value, number);
    }
    return FIELD_IS_OTHER;
}

void form_parse(struct arena *a, const struct form_spec *spec, const struct http_pairs *pairs,
                struct form *out)
{
    form_blank(spec, out);
    for (size_t i = 0; i < spec->n && i < FORM_FIELDS_MAX; i++) {
        const struct form_field *f = &spec->fields[i];
        struct str typed = http_pairs_get(pairs, f->name);
        out->problem[i] = parse_field(a, f, typed, &out->value[i], &out->number[i]);
        out->problems += out->problem[i] != FIELD_IS_NONE;
    }
}

void form_reject(struct form *f, size_t field, const char *said)
{
    f->problems += f->problem[field] == FIELD_IS_NONE;
    f->problem[field] = FIELD_IS_OTHER;
    f->said[field] = said;
}
