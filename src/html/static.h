/* The files of static/, compiled into the binary by tools/embed-static.c.
 *
 * Each has the hash of its content in its address ("/s/style.3f9c2a1b.css"), so that a browser may
 * keep it for ever. Everything here is constant; nothing is allocated.
 */
#ifndef AWN_HTML_STATIC_H
#define AWN_HTML_STATIC_H

#include "base/str.h"

struct html_static {
    struct str name;  /* "style.css" */
    struct str path;  /* "/s/style.3f9c2a1b.css" */
    struct str type;  /* "text/css; charset=utf-8" */
    struct str etag;  /* with its quotes */
    struct str bytes; /* as it is */
    struct str gzip;  /* p == NULL where packing saves nothing */
};

/* By hashed address; NULL when there is none. */
const struct html_static *html_static_find(struct str path);

/* By name ("sw.js", for what must stand under a fixed address); NULL when there is none. */
const struct html_static *html_static_named(struct str name);

#endif
