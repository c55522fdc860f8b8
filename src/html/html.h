/* HTML output, typed by what it is and where it stands.
 *
 * Purpose: the only way to write a page. Views (*.html files) are compiled by tools/viewc.c to C
 * functions that call what is declared here; nobody writes HTML in C.
 *
 * What is typed:
 *   struct str, const char *   text, escaped (& < > " ')
 *   integers                   digits of the page's language are the views' choice: html_put_int
 * writes ASCII struct url                 the only thing an URL attribute (href, src, action,
 * formaction) accepts struct html_safe           markup made by another view or by the md4c
 * renderer, put in as it is
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

/* "/r/%s/t/%s" with each %s percent-encoded as one path segment, %d as a number. The format must
 * start with a single '/' and is a literal. */
struct url url_path(struct arena *a, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* Adds "#fragment". */
struct url url_anchor(struct arena *a, struct url u, struct str fragment);

/* An address from data (directory entries): http, https, mailto, tel only; otherwise false. */
bool url_external(struct arena *a, struct str text, struct url *out);

/* The hashed address of a file in static/ ("style.css"); aborts on an unknown name. */
struct url url_static(const char *name);

void html_put_raw(struct html *h, struct str literal); /* template text only */
void html_put_text(struct html *h, struct str s);
void html_put_cstr(struct html *h, const char *s);
void html_put_int(struct html *h, int64_t v);
void html_put_url(struct html *h, struct url u); /* escapes for a quoted attribute */
void html_put_safe(struct html *h, struct html_safe s);

/* {{ x }} in text and quoted attributes; a struct url or any other type in the wrong place does not
 * build. */
#define html_put(h, x)                                                                             \
    _Generic((x),                                                                                  \
        struct str: html_put_text,                                                                 \
        const char *: html_put_cstr,                                                               \
        char *: html_put_cstr,                                                                     \
        int: html_put_int,                                                                         \
        long: html_put_int,                                                                        \
        unsigned: html_put_int,                                                                    \
        unsigned long: html_put_int,                                                               \
        struct html_safe: html_put_safe)((h), (x))

/* What a person wrote, as markup: paragraphs, line breaks, lists, emphasis, links shown as text
 * only. Rendered with md4c; raw HTML and images off; only paragraph-level elements come out. */
struct html_safe html_markdown(struct arena *a, struct str text);

/* The finished page. */
enum err html_end(struct html *h, struct str *out) MUST_CHECK;

#endif
