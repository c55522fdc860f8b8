/* HTML output, typed by what it is and where it stands.
 *
 * Purpose: the only way to write a page. Views (*.html files) are compiled by tools/viewc.c to C
 * functions that call what is declared here; nobody writes HTML in C.
 *
 * What is typed:
 *   struct str, const char *   text, escaped (& < > " ')
 *   integers                   ASCII digits; a view that shows a number to a person does it with a
 *                              place, {n}, which takes the language's digits
 *   struct url                 the only thing an URL attribute (href, src, action, formaction, …)
 *                              accepts
 *   struct html_safe           markup made by html_markdown, put in as it is; never in an attribute
 *
 * Ownership: the page grows in the request's arena; strings are copied at once.
 */
#ifndef AWN_HTML_HTML_H
#define AWN_HTML_HTML_H

#include "base/buf.h"

struct lang; /* i18n room */

#define HTML_PAGE_MAX (8u * 1024 * 1024)

struct html {
    struct buf out;
    const struct lang *lang;
    struct arena *arena;
};

void html_init(struct html *h, struct arena *a, const struct lang *lang);

struct html_safe {
    struct str s;
};

/* A checked address. Made only by the functions below. */
struct url {
    struct str s;
};

/* "/r/%s/t/%s": the format is a literal that starts with a single '/'. Each %s, and each "%"
 * STR_FMT with STR_ARG, is percent-encoded as one path segment or query value (RFC 3986, 2.3);
 * where it is empty, "." or ".." it becomes "-", so that no value changes the path around it. Also
 * %d %u %ld %lu %lld %llu %zu and %%. */
struct url url_path(struct arena *a, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* Adds "#fragment". */
struct url url_anchor(struct arena *a, struct url u, struct str fragment);

/* An address from data (directory entries): http, https, mailto, tel, whole and without spaces,
 * control characters, user names or passwords; otherwise false. */
bool url_external(struct arena *a, struct str text, struct url *out);

/* The hashed address of a file in static/ ("style.css"); aborts on an unknown name. */
struct url url_static(const char *name);

void html_put_raw(struct html *h, struct str literal); /* template text only */
void html_put_text(struct html *h, struct str s);
void html_put_cstr(struct html *h, const char *s);
void html_put_int(struct html *h, int64_t v);
void html_put_url(struct html *h, struct url u); /* escapes for a quoted attribute */
void html_put_safe(struct html *h, struct html_safe s);

/* clang-format off */
#define HTML_CASES(str_f, cstr_f, int_f)                                                           \
    struct str: str_f, const char *: cstr_f, char *: cstr_f,                                       \
    short: int_f, unsigned short: int_f, unsigned char: int_f, int: int_f, unsigned: int_f,        \
    long: int_f, unsigned long: int_f, long long: int_f, unsigned long long: int_f

/* {{ x }} in text; a struct url or any other type in the wrong place does not build. */
#define html_put(h, x)                                                                             \
    _Generic((x), struct html_safe: html_put_safe,                                                 \
        HTML_CASES(html_put_text, html_put_cstr, html_put_int))((h), (x))

/* {{ x }} in a quoted attribute, a title or a textarea: no markup. */
#define html_put_attr(h, x)                                                                        \
    _Generic((x), HTML_CASES(html_put_text, html_put_cstr, html_put_int))((h), (x))

/* name=x in a text: the value of a place; numbers are written in the page's language. */
#define html_place(h, x)                                                                           \
    _Generic((x), HTML_CASES(html_place_str, html_place_cstr, html_place_int))((h), (x))
/* clang-format on */
struct str html_place_str(struct html *h, struct str s);
struct str html_place_cstr(struct html *h, const char *s);
struct str html_place_int(struct html *h, int64_t v);

/* What a person wrote (at most HTML_MARKDOWN_MAX bytes are read as markdown, more as plain text),
 * as markup: paragraphs, line breaks, lists, emphasis, quotes and inline code. A heading is a bold
 * paragraph, a link its text with the address behind it, an image its text; raw HTML is text. Only
 * p br ul ol li em strong blockquote code bdi come out. Each outermost block has dir="auto". */
#define HTML_MARKDOWN_MAX (64u * 1024)
struct html_safe html_markdown(struct arena *a, struct str text);

/* The finished page. */
enum err html_end(struct html *h, struct str *out) MUST_CHECK;

#endif
