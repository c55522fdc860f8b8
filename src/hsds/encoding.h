/* What a file's bytes say about how it was saved, and how to save it right. */
#ifndef AWN_HSDS_ENCODING_H
#define AWN_HSDS_ENCODING_H

#include "base/str.h"

/* A file's first bytes: why it cannot be read as text in UTF-8 (English, static), or NULL. */
const char *hsds_encoding_wrong(struct str start);

/* For bytes that are not UTF-8: what they probably are, and what to do (English, static). */
const char *hsds_encoding_advice(struct str bytes);

#endif
