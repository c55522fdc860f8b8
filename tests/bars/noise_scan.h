/* Bar 1: looking for many texts in many bytes, each in every form in which it might leak.
 *
 * A needle is kept as UTF-8, UTF-16 (both orders), base64 (three alignments, both alphabets), hex
 * (both cases), percent-encoded (both cases) and folded as the search folds it. Its first eight
 * bytes stand in a table; every eight bytes of a file are asked for there, so that a file is read
 * once however many needles there are. What is compressed or in pieces smaller than a needle is
 * not found.
 */
#ifndef AWN_TESTS_BARS_NOISE_SCAN_H
#define AWN_TESTS_BARS_NOISE_SCAN_H

#include "bars/bar.h"

#define SCAN_FORMS(X)                                                                              \
    X(UTF8, "UTF-8")                                                                               \
    X(UTF16LE, "UTF-16LE")                                                                         \
    X(UTF16BE, "UTF-16BE")                                                                         \
    X(BASE64_0, "base64")                                                                          \
    X(BASE64_1, "base64, one byte in")                                                             \
    X(BASE64_2, "base64, two bytes in")                                                            \
    X(BASE64URL_0, "base64url")                                                                    \
    X(BASE64URL_1, "base64url, one byte in")                                                       \
    X(BASE64URL_2, "base64url, two bytes in")                                                      \
    X(HEX, "hex")                                                                                  \
    X(HEX_UPPER, "HEX")                                                                            \
    X(PERCENT, "percent-encoding")                                                                 \
    X(PERCENT_LOWER, "percent-encoding, lower case")                                               \
    X(FOLDED, "folded")
enum scan_form {
#define X(name, text) SCAN_##name,
    SCAN_FORMS(X)
#undef X
        SCAN_FORM_COUNT
};

struct scan;

struct scan *scan_create(size_t needles);
void scan_destroy(struct scan *s);

/* Adds a text in all its forms; those under eight bytes are left out. */
void scan_add(struct scan *s, struct str needle);
size_t scan_needles(const struct scan *s);

/* A form of a text; STR_NONE when it has none of its own. */
struct str scan_form_of(struct scan *s, struct arena *a, struct str needle, enum scan_form form);
const char *scan_form_name(enum scan_form form);

struct scan_hit {
    struct str needle;
    enum scan_form form;
    char where[200];
};

/* How many times anything was found, and the first place. */
struct scan_result {
    size_t hits, files;
    uint64_t bytes;
    struct scan_hit first;
};
void scan_bytes(struct scan *s, struct str bytes, const char *where, struct scan_result *r);
/* All files below the folder; links are not followed, what cannot be read is left out. */
void scan_tree(struct scan *s, const char *folder, struct scan_result *r);

#endif
