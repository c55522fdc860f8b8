#include "html/markdown.h"

#include <string.h>

#include <md4c.h>

/* Blocks and spans deeper than this lose their tags, not their text. */
#define DEPTH_MAX 16

#define OUT_FACTOR 24 /* "- - - …": the worst case is a list of lists, two bytes each */

struct writer {
    struct html h; /* only its buffer is used */
    unsigned blocks;
    unsigned spans;
    unsigned images;
    size_t link_at; /* where the text of the link began */
    bool in_pre;
};

static void raw(struct writer *w, struct str s)
{
    html_put_raw(&w->h, s);
}

/* Opens a block: outermost ones find their own direction. */
static void open_block(struct writer *w, const char *name)
{
    if (++w->blocks > DEPTH_MAX)
        return;
    buf_add_char(&w->h.out, '<');
    buf_add_c(&w->h.out, name);
    raw(w, w->blocks == 1 ? STR(" dir=\"auto\">") : STR(">"));
}

static void close_block(struct writer *w, const char *name)
{
    if (w->blocks-- > DEPTH_MAX)
        return;
    raw(w, STR("</"));
    buf_add_c(&w->h.out, name);
    buf_add_char(&w->h.out, '>');
}

static void open_list(struct writer *w, const MD_BLOCK_OL_DETAIL *ol)
{
    if (++w->blocks > DEPTH_MAX)
        return;
    raw(w, STR("<ol"));
    if (w->blocks == 1)
        raw(w, STR(" dir=\"auto\""));
    if (ol->start != 1) {
        raw(w, STR(" start=\""));
        buf_add_u64(&w->h.out, ol->start);
        buf_add_char(&w->h.out, '"');
    }
    buf_add_char(&w->h.out, '>');
}

/* NULL: a block without a tag of its own. */
static const char *block_name(MD_BLOCKTYPE type)
{
    switch (type) {
    case MD_BLOCK_QUOTE:
        return "blockquote";
    case MD_BLOCK_UL:
        return "ul";
    case MD_BLOCK_OL:
        return "ol";
    case MD_BLOCK_LI:
        return "li";
    case MD_BLOCK_HR:
    case MD_BLOCK_H:
    case MD_BLOCK_CODE:
    case MD_BLOCK_P:
        return "p";
    case MD_BLOCK_DOC:
    case MD_BLOCK_HTML:
    case MD_BLOCK_TABLE:
    case MD_BLOCK_THEAD:
    case MD_BLOCK_TBODY:
    case MD_BLOCK_TR:
    case MD_BLOCK_TH:
    case MD_BLOCK_TD:
        return NULL;
    }
    return NULL;
}

static int enter_block(MD_BLOCKTYPE type, void *detail, void *data)
{
    struct writer *w = data;
    const char *name = block_name(type);
    if (type == MD_BLOCK_OL)
        open_list(w, detail);
    else if (name)
        open_block(w, name);
    if (type == MD_BLOCK_H)
        raw(w, STR("<strong>"));
    if (type == MD_BLOCK_HR)
        raw(w, STR("* * *"));
    if (type == MD_BLOCK_CODE) {
        raw(w, STR("<code>"));
        w->in_pre = true;
    }
    return w->h.out.failed;
}

static int leave_block(MD_BLOCKTYPE type, void *detail, void *data)
{
    struct writer *w = data;
    const char *name = block_name(type);
    (void)detail;
    if (type == MD_BLOCK_H)
        raw(w, STR("</strong>"));
    if (type == MD_BLOCK_CODE) {
        raw(w, STR("</code>"));
        w->in_pre = false;
    }
    if (name)
        close_block(w, name);
    return w->h.out.failed;
}

static struct str span_name(MD_SPANTYPE type)
{
    switch (type) {
    case MD_SPAN_EM:
        return STR("em>");
    case MD_SPAN_STRONG:
        return STR("strong>");
    case MD_SPAN_CODE:
        return STR("code>");
    case MD_SPAN_A:
    case MD_SPAN_IMG:
    case MD_SPAN_DEL:
    case MD_SPAN_LATEXMATH:
    case MD_SPAN_LATEXMATH_DISPLAY:
    case MD_SPAN_WIKILINK:
    case MD_SPAN_U:
        return STR_NONE;
    }
    return STR_NONE;
}

/* Inside an image everything is its alternative text, without tags. */
static int enter_span(MD_SPANTYPE type, void *detail, void *data)
{
    struct writer *w = data;
    struct str name = span_name(type);
    (void)detail;
    w->spans++;
    if (type == MD_SPAN_IMG)
        w->images++;
    if (type == MD_SPAN_A)
        w->link_at = w->h.out.n;
    if (name.n && w->spans <= DEPTH_MAX && !w->images) {
        raw(w, STR("<"));
        raw(w, name);
    }
    return w->h.out.failed;
}

/* The address behind the text of a link, unless the text is the address. */
static void put_address(struct writer *w, const MD_SPAN_A_DETAIL *link)
{
    struct str address = str_from(link->href.text, link->href.size);
    size_t before = w->h.out.n;
    raw(w, STR(" (<bdi>"));
    size_t from = w->h.out.n;
    html_put_text(&w->h, address);
    struct str all = str_from(w->h.out.p, w->h.out.n);
    if (address.n == 0 || str_eq(str_slice(all, w->link_at, before), str_slice(all, from, all.n)))
        w->h.out.n = before;
    else
        raw(w, STR("</bdi>)"));
}

static int leave_span(MD_SPANTYPE type, void *detail, void *data)
{
    struct writer *w = data;
    struct str name = span_name(type);
    if (name.n && w->spans <= DEPTH_MAX && !w->images) {
        raw(w, STR("</"));
        raw(w, name);
    }
    w->spans--;
    if (type == MD_SPAN_IMG)
        w->images--;
    if (type == MD_SPAN_A && !w->images && !w->h.out.failed)
        put_address(w, detail);
    return w->h.out.failed;
}

static int put_text(MD_TEXTTYPE type, const MD_CHAR *p, MD_SIZE n, void *data)
{
    struct writer *w = data;
    struct str s = str_from(p, n);
    switch (type) {
    case MD_TEXT_BR:
    case MD_TEXT_SOFTBR:
        raw(w, w->images ? STR(" ") : STR("<br>"));
        break;
    case MD_TEXT_NULLCHAR:
        raw(w, STR("\xef\xbf\xbd"));
        break;
    case MD_TEXT_CODE:
        while (w->in_pre && str_find_char(s, '\n') < s.n) {
            html_put_text(&w->h, str_cut(&s, '\n'));
            raw(w, STR("<br>"));
        }
        html_put_text(&w->h, s);
        break;
    case MD_TEXT_NORMAL:
    case MD_TEXT_ENTITY:
    case MD_TEXT_HTML:
    case MD_TEXT_LATEXMATH:
        html_put_text(&w->h, s);
        break;
    }
    return w->h.out.failed;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

/* A line without the blanks around it; false at the end. */
static bool next_line(struct str *rest, struct str *line)
{
    if (rest->n == 0)
        return false;
    *line = str_cut(rest, '\n');
    while (line->n && is_blank(line->p[0]))
        *line = str_slice(*line, 1, line->n);
    while (line->n && is_blank(line->p[line->n - 1]))
        *line = str_slice(*line, 0, line->n - 1);
    return true;
}

static bool is_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/* Does a line that begins so look like a list, a heading, a quotation, a rule or a fence? */
static bool begins_block(char c)
{
    return strchr("-+=>#~", c) || (c >= '0' && c <= '9');
}

/* No character that begins markup anywhere, and no line that begins like a block, or with a blank
 * that markdown does not know as one. ('!' is markup before '[' only, '&' before a word or '#'.) */
static bool is_plain(struct str text)
{
    static const bool MARKUP[256] = {
        ['*'] = true,  ['_'] = true,  ['`'] = true,  ['['] = true, [']'] = true,
        ['<'] = true,  ['\\'] = true, ['|'] = true,  ['&'] = true, [0] = true,
        ['\r'] = true, ['\f'] = true, ['\t'] = true, ['\v'] = true};
    for (size_t i = 0; i < text.n; i++) {
        if (!MARKUP[(unsigned char)text.p[i]])
            continue;
        char next = i + 1 < text.n ? text.p[i + 1] : ' ';
        if (text.p[i] != '&' || next == '#' || is_word(next))
            return false;
    }
    struct str line;
    while (next_line(&text, &line))
        if (line.n && begins_block(line.p[0]))
            return false;
    return true;
}

struct html_safe html_markdown_plain(struct arena *a, struct str text)
{
    struct html h = {.arena = a};
    buf_init(&h.out, a, text.n + 64, OUT_FACTOR * text.n + 64);
    struct str line;
    bool open = false;
    while (next_line(&text, &line)) {
        if (line.n)
            html_put_raw(&h, open ? STR("<br>") : STR("<p dir=\"auto\">"));
        else if (open)
            html_put_raw(&h, STR("</p>"));
        html_put_text(&h, line);
        open = line.n > 0;
    }
    if (open)
        html_put_raw(&h, STR("</p>"));
    struct html_safe out = {STR_NONE};
    return buf_end(&h.out, &out.s) == ERR_OK ? out : (struct html_safe){STR_NONE};
}

struct html_safe html_markdown_full(struct arena *a, struct str text)
{
    static const MD_PARSER PARSER = {
        .flags = MD_FLAG_NOHTML | MD_FLAG_NOINDENTEDCODEBLOCKS,
        .enter_block = enter_block,
        .leave_block = leave_block,
        .enter_span = enter_span,
        .leave_span = leave_span,
        .text = put_text,
    };
    struct writer w = {.h = {.arena = a}};
    buf_init(&w.h.out, a, text.n + text.n / 4 + 64, OUT_FACTOR * text.n + 64);
    struct html_safe out;
    /* md4c 0.4.8 looks for line ends with strcspn, so behind the last byte there must be a NUL. */
    if (md_parse(str_to_c(a, text), (MD_SIZE)text.n, &PARSER, &w) != 0 ||
        buf_end(&w.h.out, &out.s) != ERR_OK)
        return html_markdown_plain(a, text);
    return out;
}

struct html_safe html_markdown(struct arena *a, struct str text)
{
    if (text.n > HTML_MARKDOWN_MAX || is_plain(text))
        return html_markdown_plain(a, text);
    return html_markdown_full(a, text);
}
