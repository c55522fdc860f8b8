/* What a file's bytes say about how it was saved, and how to save it right. */
#ifndef AWN_HSDS_ENCODING_H
#define AWN_HSDS_ENCODING_H

#include "base/str.h"

#define HSDS_ZERO_BYTE N_("there is a zero byte in it; this is not a text file")

/* A file's first bytes: why it cannot be read as text in UTF-8 (a msgid), or NULL. */
const char *hsds_encoding_wrong(struct str start);

/* For bytes that are not UTF-8: what they probably are, and what to do (a msgid). */
const char *hsds_encoding_advice(struct str bytes);

#endif
