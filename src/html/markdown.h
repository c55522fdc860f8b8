/* The two ways of html_markdown, for its tests; inside the room only. */
#ifndef AWN_HTML_MARKDOWN_H
#define AWN_HTML_MARKDOWN_H

#include "html/html.h"

/* Paragraphs and line breaks. On text without markup both give the same. */
struct html_safe html_markdown_plain(struct arena *a, struct str text);
struct html_safe html_markdown_full(struct arena *a, struct str text); /* by md4c */

#endif
