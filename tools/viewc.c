/* viewc in.html out.c out.h: compiles views (ARCHITECTURE.md, "Views") to C. */
#include "viewc.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SOURCE_MAX (1u << 20)
#define OUTPUT_MAX (16u << 20)

/* What ended a body. */
enum stop { STOP_END, STOP_ELSE, STOP_ELIF };

static enum stop body(struct viewc *v, size_t opened_at, const char *what);

static void expect_close(struct viewc *v, const char *close)
{
    struct token t = viewc_peek(v);
    if (t.kind == TOK_OP && viewc_is(t, "="))
        viewc_fail(v, t.at, "an expression assigns nothing ('==' compares)");
    viewc_expect(v, close, "only names, -> . [] ! && || comparisons and numbers");
}

/* {{ … }} */
static void hole(struct viewc *v, size_t at)
{
    enum hole where = ctx_hole(v, at);
    v->at = at + 2;
    size_t value_at = viewc_peek(v).at;
    struct str x;
    enum value kind = viewc_value(v, IN_PAGE, &x);
    expect_close(v, "}}");
    if (where == HOLE_URL) {
        if (kind != VALUE_EXPR && kind != VALUE_URL)
            viewc_fail(v, value_at, "a text where an address stands");
        viewc_stmt(v, value_at, "html_put_url(h, %" STR_FMT ");", STR_ARG(x));
        return;
    }
    const char *put = where == HOLE_TEXT ? "html_put" : "html_put_attr";
    switch (kind) {
    case VALUE_EXPR:
        break;
    case VALUE_CSTR:
        put = "html_put_cstr";
        break;
    case VALUE_STR:
        put = "html_put_text";
        break;
    case VALUE_URL:
        viewc_fail(v, value_at, "an address stands in an address attribute only");
    }
    viewc_stmt(v, value_at, "%s(h, %" STR_FMT ");", put, STR_ARG(x));
}

/* {% if e %} … {% elif e %} … {% else %} … {% end %} */
static void block_if(struct viewc *v, size_t at)
{
    ctx_control(v, at, CONTROL_IF);
    struct ctx start = v->ctx, joined = v->ctx;
    bool first = true, otherwise = false;
    enum stop stop = STOP_ELIF;
    while (stop != STOP_END) {
        if (stop == STOP_ELIF) {
            size_t cond_at = viewc_peek(v).at;
            struct str cond = viewc_expr(v);
            viewc_stmt(v, cond_at, "%sif (%" STR_FMT ") {", first ? "" : "} else ", STR_ARG(cond));
        } else {
            viewc_stmt(v, at, "} else {");
            otherwise = true;
        }
        expect_close(v, "%}");
        v->ctx = start;
        stop = body(v, at, "if");
        if (!first)
            ctx_join(v, v->at, &joined);
        joined = v->ctx;
        first = false;
        if (otherwise && stop != STOP_END)
            viewc_fail(v, v->at, "nothing but {%% end %%} follows {%% else %%}");
    }
    if (!otherwise)
        ctx_join(v, v->at, &start);
    viewc_stmt(v, v->at, "}");
    expect_close(v, "%}");
    v->ctx.after_block = false;
}

/* {% for x in array : count %} … {% end %} */
static void block_for(struct viewc *v, size_t at)
{
    ctx_control(v, at, CONTROL_FOR);
    struct ctx start = v->ctx;
    size_t name_at = viewc_peek(v).at;
    struct str x = viewc_name(v, "a name");
    if (str_eq_c(x, "h"))
        viewc_fail(v, name_at, "the name h is taken by the page");
    viewc_expect(v, "in", "{% for x in array : count %}");
    struct str array = viewc_expr(v);
    viewc_expect(v, ":", "{% for x in array : count %}");
    struct str count = viewc_expr(v);
    expect_close(v, "%}");
    unsigned i = v->loops++;
    viewc_stmt(v, name_at,
               "for (size_t view_%u = 0; view_%u < (size_t)(%" STR_FMT "); view_%u++) {", i, i,
               STR_ARG(count), i);
    viewc_stmt(v, name_at,
               "const __typeof__((%" STR_FMT ")[0]) *%" STR_FMT " = &(%" STR_FMT
               ")[view_%u]; (void)%" STR_FMT ";",
               STR_ARG(array), STR_ARG(x), STR_ARG(array), i, STR_ARG(x));
    if (body(v, at, "for") != STOP_END)
        viewc_fail(v, v->at, "{%% else %%} belongs to an if");
    ctx_join(v, v->at, &start);
    viewc_stmt(v, v->at, "}");
    expect_close(v, "%}");
}

/* {% call view(args) %} */
static void block_call(struct viewc *v, size_t at)
{
    ctx_control(v, at, CONTROL_CALL);
    size_t name_at = viewc_peek(v).at;
    struct str name = viewc_name(v, "the name of a view");
    struct buf args;
    buf_init(&args, v->arena, 128, 64 * 1024);
    viewc_expect(v, "(", "{% call view(arguments) %}");
    for (bool more = !viewc_accept(v, ")"); more; more = viewc_accept(v, ",")) {
        struct str arg;
        viewc_value(v, IN_CALL, &arg);
        buf_add_fmt(&args, ", %" STR_FMT, STR_ARG(arg));
        if (viewc_accept(v, ")"))
            break;
        if (!viewc_is(viewc_peek(v), ","))
            viewc_expect(v, ")", "names, -> . [] ! && || comparisons, numbers, _(\"…\")");
    }
    expect_close(v, "%}");
    struct str all;
    if (buf_end(&args, &all) != ERR_OK)
        viewc_fail(v, at, "too many arguments");
    viewc_stmt(v, name_at, "view_%" STR_FMT "(h%" STR_FMT ");", STR_ARG(name), STR_ARG(all));
}

/* {# … #}; a note to translators goes along, where xgettext looks for it. */
static size_t comment(struct viewc *v, size_t at)
{
    struct str rest = str_slice(v->src, at, v->src.n);
    for (size_t i = 2; i + 1 < rest.n; i++) {
        if (rest.p[i] != '#' || rest.p[i + 1] != '}')
            continue;
        struct str note = str_trim(str_slice(rest, 2, i));
        if (str_starts(note, STR("TRANSLATORS:"))) {
            if (memmem(note.p, note.n, "*/", 2))
                viewc_fail(v, at, "'*/' in a note to translators");
            v->note = note;
        }
        return at + i + 2;
    }
    viewc_fail(v, at, "this comment does not end");
}

/* Text up to the next {{, {% or {#. */
static size_t literal_end(const struct viewc *v, size_t at)
{
    for (; at + 1 < v->src.n; at++)
        if (v->src.p[at] == '{' && strchr("{%#", v->src.p[at + 1]))
            return at;
    return v->src.n;
}

static void nest(struct viewc *v, size_t at, void (*block)(struct viewc *, size_t))
{
    if (++v->nested > VIEWC_DEPTH)
        viewc_fail(v, at, "more than %d blocks inside one another", VIEWC_DEPTH);
    block(v, at);
    v->nested--;
}

/* Leaves v->at after the word that ended it (the condition or "%}" follows). */
static enum stop body(struct viewc *v, size_t opened_at, const char *what)
{
    for (;;) {
        size_t at = literal_end(v, v->at);
        ctx_literal(v, v->at, at);
        if (at == v->src.n)
            viewc_fail(v, opened_at, "this %s has no {%% end %%}", what);
        char mark = v->src.p[at + 1];
        if (mark == '#') {
            v->at = comment(v, at);
            continue;
        }
        if (mark == '{') {
            hole(v, at);
            continue;
        }
        v->at = at + 2;
        struct token t = viewc_next(v);
        if (viewc_is(t, "if")) {
            nest(v, at, block_if);
        } else if (viewc_is(t, "for")) {
            nest(v, at, block_for);
        } else if (viewc_is(t, "call")) {
            block_call(v, at);
        } else if (viewc_is(t, "end")) {
            if (v->nested > 0) /* the end of the view sees to its own white space */
                ctx_control(v, at, strcmp(what, "for") == 0 ? CONTROL_END_FOR : CONTROL_END);
            return STOP_END;
        } else if (viewc_is(t, "else") || viewc_is(t, "elif")) {
            if (v->nested == 0)
                viewc_fail(v, t.at, "{%% %" STR_FMT " %%} without an if", STR_ARG(t.s));
            ctx_control(v, at, CONTROL_BRANCH);
            return viewc_is(t, "else") ? STOP_ELSE : STOP_ELIF;
        } else {
            viewc_fail(v, t.at, "'%" STR_FMT "' is no block: if, elif, else, for, call, end",
                       STR_ARG(t.s));
        }
    }
}

/* One parameter, "const struct thing *t": words and stars, with a name at its end. */
static void parameter(struct viewc *v, struct buf *out)
{
    struct token last = {.kind = TOK_OP};
    size_t words = 0;
    buf_add_char(out, ',');
    for (;;) {
        struct token t = viewc_peek(v);
        if (viewc_is(t, ")") || viewc_is(t, ",")) {
            if (words < 2 || last.kind != TOK_NAME)
                viewc_fail(v, t.at, "a parameter is a type and a name");
            if (str_eq_c(last.s, "h"))
                viewc_fail(v, last.at, "the name h is taken by the page");
            return;
        }
        if (t.kind != TOK_NAME && !viewc_is(t, "*"))
            viewc_fail(v, t.at, "'%" STR_FMT "' in the parameters of a view", STR_ARG(t.s));
        words += t.kind == TOK_NAME;
        buf_add_fmt(out, " %" STR_FMT, STR_ARG(t.s));
        last = viewc_next(v);
    }
}

/* ", const struct thing * t, bool last" */
static struct str parameters(struct viewc *v)
{
    size_t at = v->at;
    struct buf out;
    buf_init(&out, v->arena, 128, 16 * 1024);
    viewc_expect(v, "(", "{% view name(parameters) %}");
    if (!viewc_accept(v, ")")) {
        parameter(v, &out);
        while (viewc_accept(v, ","))
            parameter(v, &out);
        viewc_expect(v, ")", "{% view name(parameters) %}");
    }
    struct str s = STR_NONE;
    if (buf_end(&out, &s) != ERR_OK)
        viewc_fail(v, at, "too many parameters");
    return s;
}

/* {% view name(parameters) [open|close] %} … {% end %} */
static void view(struct viewc *v, size_t at)
{
    size_t name_at = viewc_peek(v).at;
    struct str name = viewc_name(v, "the name of a view");
    struct str params = parameters(v);
    v->balance = viewc_accept(v, "open")    ? BALANCE_OPEN
                 : viewc_accept(v, "close") ? BALANCE_CLOSE
                                            : BALANCE_WHOLE;
    expect_close(v, "%}");
    viewc_put_line(v, &v->h, name_at);
    buf_add_fmt(&v->h, "void view_%" STR_FMT "(struct html *h%" STR_FMT ");\n", STR_ARG(name),
                STR_ARG(params));
    viewc_put_line(v, &v->c, name_at);
    buf_add_fmt(&v->c, "void view_%" STR_FMT "(struct html *h%" STR_FMT ")\n{\n    (void)h;\n",
                STR_ARG(name), STR_ARG(params));
    ctx_begin(v);
    if (body(v, at, "view") != STOP_END)
        viewc_fail(v, v->at, "{%% else %%} without an if");
    ctx_end(v, v->at);
    expect_close(v, "%}");
    viewc_flush(v);
    v->note = STR_NONE;
    buf_add_c(&v->c, "}\n\n");
}

/* {% use "x.h" %} */
static void use(struct viewc *v, size_t at)
{
    struct token t = viewc_next(v);
    bool ok = t.kind == TOK_STRING && str_ends(t.s, STR(".h\""));
    for (size_t i = 1; ok && i + 1 < t.s.n; i++)
        ok = t.s.p[i] == '/' || t.s.p[i] == '.' || t.s.p[i] == '-' || t.s.p[i] == '_' ||
             (t.s.p[i] >= '0' && t.s.p[i] <= '9') ||
             ((t.s.p[i] | 32) >= 'a' && (t.s.p[i] | 32) <= 'z');
    if (!ok)
        viewc_fail(v, t.at, "{%% use \"room/header.h\" %%}");
    expect_close(v, "%}");
    viewc_put_line(v, &v->h, at);
    buf_add_fmt(&v->h, "#include %" STR_FMT "\n", STR_ARG(t.s));
}

static void file(struct viewc *v)
{
    while (v->at < v->src.n) {
        size_t at = literal_end(v, v->at);
        for (size_t i = v->at; i < at; i++)
            if (!strchr(" \t\r\n", v->src.p[i]))
                viewc_fail(v, i, "outside of a view stand only use, view and comments");
        if (at == v->src.n)
            return;
        if (v->src.p[at + 1] == '#') {
            v->at = comment(v, at);
            v->note = STR_NONE;
            continue;
        }
        v->at = at + 2;
        struct token t = viewc_next(v);
        if (v->src.p[at + 1] == '%' && viewc_is(t, "use"))
            use(v, at);
        else if (v->src.p[at + 1] == '%' && viewc_is(t, "view"))
            view(v, at);
        else
            viewc_fail(v, at, "outside of a view stand only use, view and comments");
    }
}

static struct str read_file(struct arena *a, const char *path)
{
    FILE *f = fopen(path, "r");
    char *p = arena_alloc(a, SOURCE_MAX);
    size_t n = f ? fread(p, 1, SOURCE_MAX, f) : 0;
    if (!f || ferror(f) || n == SOURCE_MAX) {
        fprintf(stderr, "%s: cannot be read, or is too long\n", path);
        exit(1);
    }
    fclose(f);
    struct str s = str_from(p, n);
    if (!str_is_utf8(s)) {
        fprintf(stderr, "%s:1:1: error: this file is not UTF-8\n", path);
        exit(1);
    }
    return s;
}

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

int main(int argc, char **argv)
{
    if (argc != 4) {
        fputs("usage: viewc in.html out.c out.h\n", stderr);
        return 2;
    }
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
    struct viewc *v = ARENA_NEW(a, struct viewc);
    *v = (struct viewc){.file = argv[1], .arena = a, .src = read_file(a, argv[1])};
    buf_init(&v->c, a, 64 * 1024, OUTPUT_MAX);
    buf_init(&v->h, a, 4096, OUTPUT_MAX);
    buf_init(&v->text, a, 8192, OUTPUT_MAX);
    buf_add_fmt(&v->h, "/* Made by viewc from %s. */\n#pragma once\n#include \"html/html.h\"\n",
                base_name(argv[1]));
    buf_add_fmt(&v->c,
                "/* Made by viewc from %s. */\n#include \"%s\"\n#include \"i18n/i18n.h\"\n\n",
                base_name(argv[1]), base_name(argv[3]));
    file(v);
    viewc_write(v, argv[2], &v->c);
    viewc_write(v, argv[3], &v->h);
    return 0;
}
