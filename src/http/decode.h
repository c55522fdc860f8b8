/* Percent-decoding, shared by paths and forms. Inside the http room only.
 * Source: RFC 3986, 2.1; WHATWG URL, 5.1 (where '+' is a space). */
#ifndef AWN_HTTP_DECODE_H
#define AWN_HTTP_DECODE_H

#include <stdbool.h>
#include <stddef.h>

enum decode_plus { PLUS_IS_PLUS, PLUS_IS_SPACE };

/* Decodes in place, *n becomes the new length. False when a '%' has no two digits behind it. */
bool http_percent_decode(char *p, size_t *n, enum decode_plus plus);

#endif
