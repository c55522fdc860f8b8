#include "viewc.h"

#include <string.h>
#include <strings.h>

/* Lists of names in small letters; " name " is looked up with its spaces.
 * Source: HTML Living Standard, 13.1.2 (void elements), 4.4 and 15.3 (blocks), 13.2.6.4.7
 * (start tags that close a paragraph). */
static const char VOIDS[] = " area base br col embed hr img input link meta source track wbr ";
static const char BLOCKS[] =
    " html head body main nav header footer section article aside div p ul ol li dl dt dd table "
    "caption thead tbody tfoot tr td th form fieldset legend h1 h2 h3 h4 h5 h6 hr br pre "
    "blockquote figure figcaption details summary address hgroup menu search title meta link "
    "base script style noscript option optgroup template dialog ";
static const char CLOSE_P[] =
    " address article aside blockquote details dialog div dl fieldset figcaption figure footer "
    "form h1 h2 h3 h4 h5 h6 header hgroup hr main menu nav ol p pre search section table ul ";
static const char URLS[] =
    " href src action formaction poster data cite srcset imagesrcset ping manifest background "
    "xlink:href longdesc ";

static bool listed(const char *list, struct str name)
{
    for (const char *at = list; (at = strchr(at, ' ')) && at[1]; at++)
        if (strncmp(at + 1, name.p, name.n) == 0 && at[1 + name.n] == ' ')
            return name.n > 0;
    return false;
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_name(char c)
{
    return is_letter(c) || (c >= '0' && c <= '9') || c == '-' || c == ':' || c == '_';
}

static struct str small(struct viewc *v, size_t from, size_t to)
{
    char *p = arena_alloc(v->arena, to - from);
    for (size_t i = from; i < to; i++)
        p[i - from] =
            (char)(v->src.p[i] >= 'A' && v->src.p[i] <= 'Z' ? v->src.p[i] + 32 : v->src.p[i]);
    return str_from(p, to - from);
}

static bool inside(const struct ctx *c, const char *name)
{
    for (size_t i = 0; i < c->depth; i++)
        if (str_eq_c(c->open[i].name, name))
            return true;
    return false;
}

static void put(struct viewc *v, size_t from, size_t to)
{
    viewc_text(v, from, str_slice(v->src, from, to));
}

/* White space in text, once it is known what follows. With a newline in it, it is only worth
 * something between two inline things. */
static void settle_space(struct viewc *v, size_t at, bool before_block)
{
    struct ctx *c = &v->ctx;
    bool idle = c->space == SPACE_NEWLINE && (before_block || c->after_block);
    if (c->space != SPACE_NONE && !idle)
        viewc_text(v, at, c->space == SPACE_NEWLINE ? STR("\n") : STR(" "));
    c->space = SPACE_NONE;
}

static void tag_begin(struct viewc *v, size_t at, size_t name_at)
{
    struct ctx *c = &v->ctx;
    size_t end = name_at;
    while (end < v->src.n && is_name(v->src.p[end]))
        end++;
    settle_space(v, at, listed(BLOCKS, small(v, name_at, end)));
    put(v, at, name_at);
    c->place = PLACE_TAG_NAME;
    c->tag_at = at;
    c->name_at = name_at;
    c->closing = name_at == at + 2;
    c->has_http_equiv = c->has_content_expr = false;
}

static size_t in_text(struct viewc *v, size_t i, size_t to)
{
    struct ctx *c = &v->ctx;
    char ch = v->src.p[i];
    bool pre = inside(c, "pre");
    if (is_space(ch) && !pre) {
        if (c->space != SPACE_NEWLINE)
            c->space = ch == '\n' ? SPACE_NEWLINE : SPACE_INLINE;
        return i + 1;
    }
    struct str rest = str_slice(v->src, i, to);
    if (ch != '<') {
        settle_space(v, i, false);
        put(v, i, i + 1);
        c->after_block = false;
        return i + 1;
    }
    if (str_starts(rest, STR("<!--"))) {
        c->place = PLACE_COMMENT;
        return i + 4;
    }
    if (str_starts(rest, STR("<!"))) {
        settle_space(v, i, true);
        c->place = PLACE_DECLARATION;
        c->after_block = true;
        return i;
    }
    if (rest.n > 1 && is_letter(rest.p[1])) {
        tag_begin(v, i, i + 1);
        return i + 1;
    }
    if (rest.n > 2 && rest.p[1] == '/' && is_letter(rest.p[2])) {
        tag_begin(v, i, i + 2);
        return i + 2;
    }
    if (to < v->src.n && (rest.n == 1 || (rest.n == 2 && rest.p[1] == '/')))
        viewc_fail(v, to, "an expression or block in the name of a tag");
    viewc_fail(v, i, "'<' begins no tag: write &lt;");
}

static size_t in_comment(struct viewc *v, size_t i, size_t to)
{
    for (; i + 3 <= to; i++) {
        if (memcmp(v->src.p + i, "-->", 3) == 0) {
            v->ctx.place = PLACE_TEXT;
            return i + 3;
        }
    }
    return to;
}

static size_t in_declaration(struct viewc *v, size_t i)
{
    put(v, i, i + 1);
    if (v->src.p[i] == '>')
        v->ctx.place = PLACE_TEXT;
    return i + 1;
}

/* script, style: as it stands; title, textarea: text without tags. */
static size_t in_raw(struct viewc *v, size_t i, size_t to)
{
    struct ctx *c = &v->ctx;
    struct str name = c->open[c->depth - 1].name;
    if (v->src.p[i] == '<') {
        size_t end = i + 2 + name.n;
        if (end <= to && v->src.p[i + 1] == '/' &&
            strncasecmp(v->src.p + i + 2, name.p, name.n) == 0) {
            tag_begin(v, i, i + 2);
            return i + 2;
        }
        if (c->place == PLACE_RCDATA)
            viewc_fail(v, i, "no tags inside <%" STR_FMT ">: write &lt;", STR_ARG(name));
    }
    put(v, i, i + 1);
    return i + 1;
}

static void tag_name_end(struct viewc *v, size_t i)
{
    struct ctx *c = &v->ctx;
    c->tag = small(v, c->name_at, i);
    c->place = PLACE_TAG;
    c->need_space = true;
    c->tag_space = false;
}

static void check_paragraph(const struct viewc *v)
{
    const struct ctx *c = &v->ctx;
    for (size_t i = c->depth; i-- > 0 && listed(CLOSE_P, c->tag);) {
        struct str name = c->open[i].name;
        if (listed(" button td th caption object template svg ", name))
            return;
        if (str_eq_c(name, "p"))
            viewc_fail(v, c->tag_at, "<%" STR_FMT "> cannot stand inside <p> (line %zu)",
                       STR_ARG(c->tag), viewc_line(v, c->open[i].at));
    }
}

static void close_element(struct viewc *v)
{
    struct ctx *c = &v->ctx;
    if (listed(VOIDS, c->tag))
        viewc_fail(v, c->tag_at, "<%" STR_FMT "> has no closing tag", STR_ARG(c->tag));
    if (c->depth == 0) {
        if (v->balance != BALANCE_CLOSE)
            viewc_fail(v, c->tag_at, "</%" STR_FMT "> closes nothing in this view",
                       STR_ARG(c->tag));
        return;
    }
    const struct open_tag *top = &c->open[c->depth - 1];
    if (!str_eq(top->name, c->tag))
        viewc_fail(v, c->tag_at, "</%" STR_FMT "> stands where <%" STR_FMT "> of line %zu is open",
                   STR_ARG(c->tag), STR_ARG(top->name), viewc_line(v, top->at));
    c->depth--;
}

/* An HTML parser drops one newline after these start tags: give it one to drop, so that a text
 * that begins with a newline keeps it. */
static void keep_first_newline(struct viewc *v, size_t end)
{
    if ((str_eq_c(v->ctx.tag, "textarea") || str_eq_c(v->ctx.tag, "pre")) &&
        !(end < v->src.n && v->src.p[end] == '\n'))
        viewc_text(v, end, STR("\n"));
}

static void open_element(struct viewc *v, size_t end, bool self_closed)
{
    struct ctx *c = &v->ctx;
    if (c->has_http_equiv && c->has_content_expr)
        viewc_fail(v, c->tag_at, "an expression in the content of <meta http-equiv>");
    check_paragraph(v);
    if (listed(VOIDS, c->tag)) {
        viewc_text(v, c->tag_at, STR(">"));
        return;
    }
    if (self_closed) {
        if (!inside(c, "svg") && !inside(c, "math"))
            viewc_fail(v, c->tag_at, "<%" STR_FMT "/>: HTML ignores the '/', write </%" STR_FMT ">",
                       STR_ARG(c->tag), STR_ARG(c->tag));
        viewc_text(v, c->tag_at, STR("/>"));
        return;
    }
    if (c->depth == VIEWC_DEPTH)
        viewc_fail(v, c->tag_at, "more than %d tags are open", VIEWC_DEPTH);
    c->open[c->depth++] = (struct open_tag){.name = c->tag, .at = c->tag_at};
    viewc_text(v, c->tag_at, STR(">"));
    keep_first_newline(v, end);
    if (listed(" script style ", c->tag))
        c->place = PLACE_RAW;
    else if (listed(" title textarea ", c->tag))
        c->place = PLACE_RCDATA;
}

static void tag_end(struct viewc *v, size_t end, bool self_closed)
{
    struct ctx *c = &v->ctx;
    c->place = PLACE_TEXT;
    c->after_block = listed(BLOCKS, c->tag);
    if (c->closing) {
        close_element(v);
        viewc_text(v, c->tag_at, STR(">"));
    } else {
        open_element(v, end, self_closed);
    }
}

static enum attr_kind attr_kind(struct str name)
{
    if (name.n > 2 && name.p[0] == 'o' && name.p[1] == 'n')
        return ATTR_EVENT;
    if (str_eq_c(name, "style"))
        return ATTR_STYLE;
    if (str_eq_c(name, "srcdoc"))
        return ATTR_DOCUMENT;
    return listed(URLS, name) ? ATTR_URL : ATTR_TEXT;
}

static void attr_name_end(struct viewc *v, size_t i)
{
    struct ctx *c = &v->ctx;
    c->attr = small(v, c->attr_at, i);
    c->kind = attr_kind(c->attr);
    c->fill = FILL_NOTHING;
    c->has_http_equiv = c->has_http_equiv || str_eq_c(c->attr, "http-equiv");
    c->place = PLACE_TAG;
    c->need_space = true;
    c->tag_space = false;
}

static size_t in_tag(struct viewc *v, size_t i, size_t to)
{
    struct ctx *c = &v->ctx;
    char ch = v->src.p[i];
    if (is_space(ch)) {
        c->tag_space = true;
        return i + 1;
    }
    if (ch == '>') {
        tag_end(v, i + 1, false);
        return i + 1;
    }
    if (ch == '/' && i + 1 < to && v->src.p[i + 1] == '>' && !c->closing) {
        tag_end(v, i + 2, true);
        return i + 2;
    }
    if (c->closing)
        viewc_fail(v, i, "'>' expected: a closing tag has no attributes");
    if (!is_name(ch))
        viewc_fail(v, i, "'%c' begins no attribute", ch);
    if (c->need_space && !c->tag_space)
        viewc_fail(v, i, "a space is missing before this attribute");
    if (c->tag_space)
        viewc_text(v, i, STR(" "));
    c->place = PLACE_ATTR_NAME;
    c->attr_at = i;
    return i;
}

static size_t in_attr_name(struct viewc *v, size_t i)
{
    struct ctx *c = &v->ctx;
    char ch = v->src.p[i];
    if (is_name(ch) || ch == '.') {
        put(v, i, i + 1);
        return i + 1;
    }
    attr_name_end(v, i);
    if (ch == '=') {
        put(v, i, i + 1);
        c->place = PLACE_ATTR_EQUALS;
        return i + 1;
    }
    return i;
}

static size_t in_attr_equals(struct viewc *v, size_t i)
{
    struct ctx *c = &v->ctx;
    char ch = v->src.p[i];
    if (is_space(ch) || ch == '>')
        viewc_fail(v, i, "the value of %" STR_FMT " is missing", STR_ARG(c->attr));
    if (ch != '"' && ch != '\'') {
        c->place = PLACE_ATTR_BARE;
        return i;
    }
    put(v, i, i + 1);
    c->quote = ch;
    c->place = PLACE_ATTR_QUOTED;
    return i + 1;
}

/* "script:" addresses have no place in a view, not even as literals. */
static void check_literal_url(const struct viewc *v, size_t i)
{
    static const char *const SCHEMES[] = {"javascript:", "vbscript:"};
    for (size_t k = 0; k < sizeof SCHEMES / sizeof *SCHEMES; k++)
        if (v->src.n - i > strlen(SCHEMES[k]) &&
            strncasecmp(v->src.p + i, SCHEMES[k], strlen(SCHEMES[k])) == 0)
            viewc_fail(v, i, "%s is no address", SCHEMES[k]);
}

static size_t in_attr_quoted(struct viewc *v, size_t i, size_t to)
{
    struct ctx *c = &v->ctx;
    if (v->src.p[i] == c->quote) {
        put(v, i, i + 1);
        c->place = PLACE_TAG;
        return i + 1;
    }
    if (c->kind == ATTR_URL) {
        if (c->fill == FILL_EXPR)
            viewc_fail(v, i, "%" STR_FMT " holds one whole address: text beside {{ }}",
                       STR_ARG(c->attr));
        if (c->fill == FILL_NOTHING && !is_space(v->src.p[i])) {
            check_literal_url(v, i);
            c->fill = FILL_LITERAL;
        }
    }
    if (v->src.p[i] != '\n') {
        put(v, i, i + 1);
        return i + 1;
    }
    while (i < to && is_space(v->src.p[i]))
        i++;
    viewc_text(v, i, STR(" "));
    return i;
}

static size_t in_attr_bare(struct viewc *v, size_t i)
{
    char ch = v->src.p[i];
    if (is_space(ch) || ch == '>') {
        v->ctx.place = PLACE_TAG;
        return i;
    }
    if (strchr("\"'<=`", ch))
        viewc_fail(v, i, "put the value of %" STR_FMT " in quotes", STR_ARG(v->ctx.attr));
    put(v, i, i + 1);
    return i + 1;
}

static size_t in_tag_name(struct viewc *v, size_t i)
{
    if (is_name(v->src.p[i])) {
        put(v, i, i + 1);
        return i + 1;
    }
    tag_name_end(v, i);
    return i;
}

static size_t step(struct viewc *v, size_t i, size_t to)
{
    switch (v->ctx.place) {
    case PLACE_TEXT:
        return in_text(v, i, to);
    case PLACE_RCDATA:
    case PLACE_RAW:
        return in_raw(v, i, to);
    case PLACE_COMMENT:
        return in_comment(v, i, to);
    case PLACE_DECLARATION:
        return in_declaration(v, i);
    case PLACE_TAG_NAME:
        return in_tag_name(v, i);
    case PLACE_TAG:
        return in_tag(v, i, to);
    case PLACE_ATTR_NAME:
        return in_attr_name(v, i);
    case PLACE_ATTR_EQUALS:
        return in_attr_equals(v, i);
    case PLACE_ATTR_QUOTED:
        return in_attr_quoted(v, i, to);
    case PLACE_ATTR_BARE:
        return in_attr_bare(v, i);
    }
    return to;
}

void ctx_literal(struct viewc *v, size_t from, size_t to)
{
    while (from < to)
        from = step(v, from, to);
}

static enum hole attr_hole(struct viewc *v, size_t at)
{
    struct ctx *c = &v->ctx;
    switch (c->kind) {
    case ATTR_EVENT:
        viewc_fail(v, at, "an expression in the event attribute %" STR_FMT, STR_ARG(c->attr));
    case ATTR_STYLE:
        viewc_fail(v, at, "an expression in a style attribute");
    case ATTR_DOCUMENT:
        viewc_fail(v, at, "an expression in srcdoc");
    case ATTR_URL:
        if (c->fill != FILL_NOTHING)
            viewc_fail(v, at, "%" STR_FMT " holds one whole address: {{ }} beside something else",
                       STR_ARG(c->attr));
        c->fill = FILL_EXPR;
        return HOLE_URL;
    case ATTR_TEXT:
        c->has_content_expr = c->has_content_expr || str_eq_c(c->attr, "content");
        return HOLE_ATTR;
    }
    return HOLE_ATTR;
}

enum hole ctx_hole(struct viewc *v, size_t at)
{
    struct ctx *c = &v->ctx;
    switch (c->place) {
    case PLACE_TEXT:
        settle_space(v, at, false);
        c->after_block = false;
        return HOLE_TEXT;
    case PLACE_RCDATA:
        return HOLE_ATTR;
    case PLACE_ATTR_QUOTED:
        return attr_hole(v, at);
    case PLACE_RAW:
        viewc_fail(v, at, "an expression in <%" STR_FMT ">", STR_ARG(c->open[c->depth - 1].name));
    case PLACE_COMMENT:
        viewc_fail(v, at, "an expression in a comment");
    case PLACE_DECLARATION:
        viewc_fail(v, at, "an expression in a declaration");
    case PLACE_TAG_NAME:
        viewc_fail(v, at, "an expression in the name of a tag");
    case PLACE_TAG:
    case PLACE_ATTR_NAME:
        viewc_fail(v, at, "an expression in the name of an attribute");
    case PLACE_ATTR_EQUALS:
    case PLACE_ATTR_BARE:
        viewc_fail(v, at, "an expression in an attribute without quotes");
    }
    return HOLE_TEXT;
}

static void tag_control(struct viewc *v, size_t at, enum control what)
{
    struct ctx *c = &v->ctx;
    if (c->place == PLACE_TAG_NAME)
        tag_name_end(v, at);
    if (c->place == PLACE_ATTR_NAME)
        attr_name_end(v, at);
    if (c->closing)
        viewc_fail(v, at, "a block in a closing tag");
    if (what == CONTROL_FOR)
        viewc_fail(v, at, "a for between attributes");
    if (c->tag_space) {
        viewc_text(v, at, STR(" "));
        c->need_space = c->tag_space = false;
    }
}

void ctx_control(struct viewc *v, size_t at, enum control what)
{
    struct ctx *c = &v->ctx;
    if (what == CONTROL_CALL && c->place != PLACE_TEXT)
        viewc_fail(v, at, "a call stands between tags, not inside one");
    switch (c->place) {
    case PLACE_TEXT:
        settle_space(v, at, what == CONTROL_BRANCH || what == CONTROL_END);
        c->after_block = what == CONTROL_IF || what == CONTROL_BRANCH || what == CONTROL_FOR;
        return;
    case PLACE_RCDATA:
        return;
    case PLACE_TAG_NAME:
    case PLACE_ATTR_NAME:
    case PLACE_TAG:
        tag_control(v, at, what);
        return;
    case PLACE_ATTR_QUOTED:
        if (what == CONTROL_FOR && c->kind == ATTR_URL)
            viewc_fail(v, at, "a for in an address");
        return;
    case PLACE_RAW:
    case PLACE_COMMENT:
    case PLACE_DECLARATION:
        viewc_fail(v, at, "a block in a script, style, comment or declaration");
    case PLACE_ATTR_EQUALS:
    case PLACE_ATTR_BARE:
        viewc_fail(v, at, "a block in an attribute without quotes");
    }
}

static struct str describe(struct viewc *v, const struct ctx *c)
{
    if (c->place == PLACE_ATTR_QUOTED)
        return str_fmt(v->arena, "in the attribute %" STR_FMT, STR_ARG(c->attr));
    if (c->place == PLACE_TAG)
        return str_fmt(v->arena, "in the tag <%" STR_FMT ">", STR_ARG(c->tag));
    if (c->depth == 0)
        return STR("outside all tags of the view");
    return str_fmt(v->arena, "inside <%" STR_FMT "> of line %zu",
                   STR_ARG(c->open[c->depth - 1].name), viewc_line(v, c->open[c->depth - 1].at));
}

static bool same_place(const struct ctx *a, const struct ctx *b)
{
    bool same = a->place == b->place && a->depth == b->depth;
    if (a->place == PLACE_TAG || a->place == PLACE_ATTR_QUOTED)
        same = same && a->tag_at == b->tag_at;
    if (a->place == PLACE_ATTR_QUOTED)
        same = same && a->attr_at == b->attr_at;
    for (size_t i = 0; same && i < a->depth; i++)
        same = str_eq(a->open[i].name, b->open[i].name);
    return same;
}

void ctx_join(struct viewc *v, size_t at, const struct ctx *other)
{
    struct ctx *c = &v->ctx;
    if (!same_place(c, other)) {
        struct str here = describe(v, c), there = describe(v, other);
        viewc_fail(v, at, "one way ends %" STR_FMT ", another %" STR_FMT, STR_ARG(here),
                   STR_ARG(there));
    }
    c->need_space = c->need_space || other->need_space;
    c->has_http_equiv = c->has_http_equiv || other->has_http_equiv;
    c->has_content_expr = c->has_content_expr || other->has_content_expr;
    if (c->fill < other->fill)
        c->fill = other->fill;
}

void ctx_begin(struct viewc *v)
{
    v->ctx = (struct ctx){.place = PLACE_TEXT, .after_block = true};
}

void ctx_end(struct viewc *v, size_t at)
{
    struct ctx *c = &v->ctx;
    if (c->place == PLACE_COMMENT)
        viewc_fail(v, at, "the view ends inside a comment");
    if (c->place != PLACE_TEXT && c->place != PLACE_RCDATA && c->place != PLACE_RAW)
        viewc_fail(v, at, "the view ends inside a tag");
    if (c->depth && v->balance != BALANCE_OPEN) {
        const struct open_tag *top = &c->open[c->depth - 1];
        viewc_fail(v, top->at, "<%" STR_FMT "> is not closed in this view", STR_ARG(top->name));
    }
    settle_space(v, at, true);
}
