#include "viewc.h"

#include <string.h>

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || is_digit(c);
}

static size_t string_end(const struct viewc *v, size_t at)
{
    for (size_t i = at + 1; i < v->src.n && v->src.p[i] != '\n'; i++) {
        if (v->src.p[i] == '"')
            return i + 1;
        if (v->src.p[i] == '\\') {
            i++;
            if (i >= v->src.n || !strchr("\"\\n", v->src.p[i]))
                viewc_fail(v, i - 1, "only \\\" \\\\ and \\n are known in a string");
        }
    }
    viewc_fail(v, at, "this string does not end on its line");
}

static size_t operator_length(struct str rest)
{
    static const char *const TWO[] = {"->", "&&", "||", "==", "!=", "<=", ">="};
    for (size_t i = 0; i < sizeof TWO / sizeof *TWO; i++)
        if (str_starts(rest, str_from_c(TWO[i])))
            return 2;
    return 1;
}

struct token viewc_peek(const struct viewc *v)
{
    size_t at = v->at;
    while (at < v->src.n && is_space(v->src.p[at]))
        at++;
    struct token t = {.kind = TOK_EOF, .at = at, .end = at};
    if (at < v->src.n) {
        struct str rest = str_slice(v->src, at, v->src.n);
        char c = rest.p[0];
        if (str_starts(rest, STR("}}")) || str_starts(rest, STR("%}"))) {
            t.kind = TOK_CLOSE;
            t.end = at + 2;
        } else if (is_word(c)) {
            t.kind = is_digit(c) ? TOK_INT : TOK_NAME;
            while (t.end < v->src.n && is_word(v->src.p[t.end]))
                t.end++;
        } else if (c == '"') {
            t.kind = TOK_STRING;
            t.end = string_end(v, at);
        } else {
            t.kind = TOK_OP;
            t.end = at + operator_length(rest);
        }
    }
    t.s = str_slice(v->src, t.at, t.end);
    return t;
}

struct token viewc_next(struct viewc *v)
{
    struct token t = viewc_peek(v);
    v->at = t.end;
    return t;
}

bool viewc_is(struct token t, const char *what)
{
    return t.kind != TOK_STRING && str_eq_c(t.s, what);
}

bool viewc_accept(struct viewc *v, const char *what)
{
    struct token t = viewc_peek(v);
    if (!viewc_is(t, what))
        return false;
    v->at = t.end;
    return true;
}

void viewc_expect(struct viewc *v, const char *what, const char *why)
{
    struct token t = viewc_peek(v);
    if (t.kind == TOK_EOF)
        viewc_fail(v, t.at, "the file ends where '%s' should stand (%s)", what, why);
    if (!viewc_accept(v, what))
        viewc_fail(v, t.at, "'%s' expected, '%" STR_FMT "' found (%s)", what, STR_ARG(t.s), why);
}

static bool is_keyword(struct str s)
{
    static const char *const KEYWORDS[] = {
        "auto",     "break",  "case",   "char",     "const",    "continue", "default",   "do",
        "double",   "else",   "enum",   "extern",   "float",    "for",      "goto",      "if",
        "inline",   "int",    "long",   "register", "restrict", "return",   "short",     "signed",
        "sizeof",   "static", "struct", "switch",   "typedef",  "union",    "unsigned",  "void",
        "volatile", "while",  "typeof", "asm",      "_Generic", "_Alignof", "__typeof__"};
    for (size_t i = 0; i < sizeof KEYWORDS / sizeof *KEYWORDS; i++)
        if (str_eq_c(s, KEYWORDS[i]))
            return true;
    return false;
}

struct str viewc_name(struct viewc *v, const char *what)
{
    struct token t = viewc_next(v);
    if (t.kind != TOK_NAME || is_keyword(t.s))
        viewc_fail(v, t.at, "%s expected, '%" STR_FMT "' found", what, STR_ARG(t.s));
    return t.s;
}

static void expr_or(struct viewc *v, struct buf *out);

static void integer(struct viewc *v, struct token t, struct buf *out)
{
    for (size_t i = 0; i < t.s.n; i++)
        if (!is_digit(t.s.p[i]) || (i == 0 && t.s.p[0] == '0' && t.s.n > 1))
            viewc_fail(v, t.at, "'%" STR_FMT "' is not a decimal number", STR_ARG(t.s));
    buf_add(out, t.s);
}

static void primary(struct viewc *v, struct buf *out)
{
    struct token t = viewc_peek(v);
    if (t.kind == TOK_INT) {
        integer(v, viewc_next(v), out);
    } else if (t.kind == TOK_STRING) {
        viewc_fail(v, t.at, "a text stands in _(\"…\")");
    } else if (viewc_accept(v, "(")) {
        buf_add_char(out, '(');
        expr_or(v, out);
        viewc_expect(v, ")", "a parenthesis is open");
        buf_add_char(out, ')');
    } else {
        buf_add(out, viewc_name(v, "a name"));
    }
}

static void postfix(struct viewc *v, struct buf *out)
{
    primary(v, out);
    for (;;) {
        struct token t = viewc_peek(v);
        if (viewc_is(t, "->") || viewc_is(t, ".")) {
            viewc_next(v);
            buf_add(out, t.s);
            buf_add(out, viewc_name(v, "the name of a field"));
        } else if (viewc_accept(v, "[")) {
            buf_add_char(out, '[');
            expr_or(v, out);
            viewc_expect(v, "]", "a bracket is open");
            buf_add_char(out, ']');
        } else if (viewc_is(t, "(")) {
            viewc_fail(v, t.at, "an expression calls nothing: compute it before the view");
        } else if (viewc_is(t, "=")) {
            viewc_fail(v, t.at, "an expression assigns nothing ('==' compares)");
        } else {
            return;
        }
    }
}

static void unary(struct viewc *v, struct buf *out)
{
    if (viewc_accept(v, "!")) {
        buf_add_char(out, '!');
        unary(v, out);
    } else if (viewc_accept(v, "-")) {
        struct token t = viewc_next(v);
        if (t.kind != TOK_INT)
            viewc_fail(v, t.at, "'-' stands before a number only");
        buf_add_char(out, '-');
        integer(v, t, out);
    } else {
        postfix(v, out);
    }
}

static void comparison(struct viewc *v, struct buf *out)
{
    static const char *const OPS[] = {"==", "!=", "<=", ">=", "<", ">"};
    unary(v, out);
    struct token t = viewc_peek(v);
    for (size_t i = 0; i < sizeof OPS / sizeof *OPS; i++) {
        if (viewc_accept(v, OPS[i])) {
            buf_add_fmt(out, " %" STR_FMT " ", STR_ARG(t.s));
            unary(v, out);
            return;
        }
    }
}

static void expr_and(struct viewc *v, struct buf *out)
{
    comparison(v, out);
    while (viewc_accept(v, "&&")) {
        buf_add_c(out, " && ");
        comparison(v, out);
    }
}

static void expr_or(struct viewc *v, struct buf *out)
{
    expr_and(v, out);
    while (viewc_accept(v, "||")) {
        buf_add_c(out, " || ");
        expr_and(v, out);
    }
}

static void out_init(struct viewc *v, struct buf *out)
{
    buf_init(out, v->arena, 128, 64 * 1024);
}

static struct str out_end(const struct viewc *v, size_t at, const struct buf *out)
{
    struct str s = STR_NONE;
    if (buf_end(out, &s) != ERR_OK)
        viewc_fail(v, at, "this expression is too long");
    return s;
}

struct str viewc_expr(struct viewc *v)
{
    size_t at = v->at;
    struct buf out;
    out_init(v, &out);
    expr_or(v, &out);
    return out_end(v, at, &out);
}

/* One msgid: string literals side by side are one text. */
static struct str message(struct viewc *v, struct buf *out)
{
    struct token t = viewc_peek(v);
    if (t.kind != TOK_STRING)
        viewc_fail(v, t.at, "a text in quotes expected, '%" STR_FMT "' found", STR_ARG(t.s));
    size_t from = out->n;
    while (viewc_peek(v).kind == TOK_STRING) {
        if (out->n != from)
            buf_add_char(out, ' ');
        buf_add(out, viewc_next(v).s);
    }
    return str_copy(v->arena, str_slice(str_from(out->p, out->n), from, out->n));
}

static bool has_place(struct str msg, struct str name)
{
    for (size_t i = 0; i + name.n + 1 < msg.n; i++)
        if (msg.p[i] == '{' && msg.p[i + 1 + name.n] == '}' &&
            memcmp(msg.p + i + 1, name.p, name.n) == 0)
            return true;
    return false;
}

#define PLACES_MAX 12

struct places {
    struct str names[PLACES_MAX];
    size_t n;
};

/* Every {place} of a text needs a value: a forgotten one would be seen by a person. */
static void check_places(const struct viewc *v, size_t at, struct str msg, const struct places *p)
{
    for (size_t i = 0; i < msg.n; i++) {
        size_t end = i + 1;
        if (msg.p[i] != '{')
            continue;
        while (end < msg.n && is_word(msg.p[end]))
            end++;
        if (end == i + 1 || end == msg.n || msg.p[end] != '}')
            viewc_fail(v, at, "'{' in a text begins a place such as {name}");
        struct str name = str_slice(msg, i + 1, end);
        bool known = false;
        for (size_t k = 0; k < p->n; k++)
            known = known || str_eq(p->names[k], name);
        if (!known)
            viewc_fail(v, at, "the place {%" STR_FMT "} has no value", STR_ARG(name));
        i = end;
    }
}

/* `, name=expr, …)` → TR_ARGS(…), or NULL, 0. */
static void places(struct viewc *v, struct str one, struct str many, struct places *p,
                   struct buf *out)
{
    size_t given = 0;
    while (viewc_accept(v, ",")) {
        struct token t = viewc_peek(v);
        struct str name = viewc_name(v, "the name of a place");
        viewc_expect(v, "=", "values of places are written name=expression");
        if (!has_place(one, name) && !has_place(many, name))
            viewc_fail(v, t.at, "the text has no place {%" STR_FMT "}", STR_ARG(name));
        if (p->n == PLACES_MAX)
            viewc_fail(v, t.at, "more than %d places", PLACES_MAX);
        p->names[p->n++] = name;
        buf_add_fmt(out, "%s{\"%" STR_FMT "\", html_place(h, ", given++ ? ", " : ", TR_ARGS(",
                    STR_ARG(name));
        expr_or(v, out);
        buf_add_c(out, ")}");
    }
    buf_add_c(out, given ? ")" : ", NULL, 0");
    viewc_expect(v, ")", "the text ends here");
}

static enum value translation(struct viewc *v, struct buf *out)
{
    size_t at = viewc_peek(v).at;
    struct buf msg;
    out_init(v, &msg);
    struct str one = message(v, &msg);
    if (viewc_accept(v, ")")) {
        check_places(v, at, one, &(struct places){.n = 0});
        buf_add_fmt(out, "tr(h->lang, %" STR_FMT ")", STR_ARG(one));
        return VALUE_CSTR;
    }
    struct places p = {.n = 0};
    buf_add_fmt(out, "tr_fmt(h->arena, h->lang, %" STR_FMT, STR_ARG(one));
    places(v, one, STR_NONE, &p, out);
    buf_add_char(out, ')');
    check_places(v, at, one, &p);
    return VALUE_STR;
}

static enum value plural(struct viewc *v, struct buf *out)
{
    size_t at = viewc_peek(v).at;
    struct buf msg;
    out_init(v, &msg);
    struct str one = message(v, &msg);
    viewc_expect(v, ",", "n_(\"one\", \"many\", count)");
    struct str many = message(v, &msg);
    viewc_expect(v, ",", "n_(\"one\", \"many\", count)");
    buf_add_fmt(out, "tr_fmt_n(h->arena, h->lang, %" STR_FMT ", %" STR_FMT ", (uint64_t)(",
                STR_ARG(one), STR_ARG(many));
    expr_or(v, out);
    buf_add_char(out, ')');
    struct places p = {.names = {STR("n")}, .n = 1};
    places(v, one, many, &p, out);
    buf_add_char(out, ')');
    check_places(v, at, one, &p);
    check_places(v, at, many, &p);
    return VALUE_STR;
}

/* A name in quotes: of a file, a field, an icon; never prose, which has to be translated. */
static struct str quoted_name(struct viewc *v)
{
    struct token t = viewc_next(v);
    if (t.kind != TOK_STRING)
        viewc_fail(v, t.at, "a name in quotes expected");
    struct str s = str_slice(t.s, 1, t.s.n - 1);
    for (size_t i = 0; i < s.n; i++)
        if (!(s.p[i] >= 'a' && s.p[i] <= 'z') && !is_digit(s.p[i]) && !strchr("-_./#", s.p[i]))
            viewc_fail(v, t.at + 1 + i,
                       "a text stands in _(\"…\"); a name has small letters, digits and - _ . /");
    return s;
}

/* static("icons.svg#heart") */
static enum value static_file(struct viewc *v, struct buf *out)
{
    struct str fragment = quoted_name(v);
    viewc_expect(v, ")", "static(\"name\")");
    struct str name = str_cut(&fragment, '#');
    if (fragment.p)
        buf_add_fmt(out,
                    "url_anchor(h->arena, url_static(\"%" STR_FMT "\"), STR(\"%" STR_FMT "\"))",
                    STR_ARG(name), STR_ARG(fragment));
    else
        buf_add_fmt(out, "url_static(\"%" STR_FMT "\")", STR_ARG(name));
    return VALUE_URL;
}

static bool accept_call(struct viewc *v, const char *name)
{
    size_t at = v->at;
    if (viewc_accept(v, name) && viewc_accept(v, "("))
        return true;
    v->at = at;
    return false;
}

enum value viewc_value(struct viewc *v, enum where where, struct str *text)
{
    size_t at = v->at;
    struct buf out;
    out_init(v, &out);
    enum value kind = VALUE_EXPR;
    struct token t = viewc_peek(v);
    if (accept_call(v, "_")) {
        kind = translation(v, &out);
    } else if (accept_call(v, "n_")) {
        kind = plural(v, &out);
    } else if (accept_call(v, "static")) {
        kind = static_file(v, &out);
    } else if (where == IN_CALL && t.kind == TOK_STRING) {
        struct str name = quoted_name(v);
        kind = VALUE_CSTR;
        buf_add_fmt(&out, "\"%" STR_FMT "\"", STR_ARG(name));
    } else if (where == IN_CALL && viewc_accept(v, "&")) {
        buf_add_char(&out, '&');
        postfix(v, &out);
    } else {
        expr_or(v, &out);
    }
    *text = out_end(v, at, &out);
    return kind;
}
