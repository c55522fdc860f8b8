/* A run of bytes that somebody else owns.
 *
 * Purpose: strings inside the house are pointer and length; C strings appear only
 * at the edges of libraries. The same type carries binary data (blobs).
 *
 * Invariants: p may be NULL only when n is 0. Nothing here allocates except into
 * an arena that is passed in. Text is UTF-8; str_is_utf8 says whether it really is.
 */
#ifndef AWN_BASE_STR_H
#define AWN_BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

struct str {
    const char *p;
    size_t n;
};

#define STR(literal) ((struct str){"" literal, sizeof(literal) - 1})
/* For the initialiser of a static object. */
#define STR_INIT(literal)                                                                          \
    {                                                                                              \
        "" literal, sizeof(literal) - 1                                                            \
    }
#define STR_NONE ((struct str){NULL, 0})

/* Marks a text that people read, for the catalogues (i18n room). */
#define N_(msgid) msgid

/* For printf: `log_warn("%" STR_FMT, STR_ARG(s))`. */
#define STR_FMT ".*s"
#define STR_ARG(s) (int)(s).n, (s).p

struct str str_from_c(const char *s); /* NULL gives STR_NONE */
struct str str_from(const void *p, size_t n);

bool str_eq(struct str a, struct str b); /* not constant-time: not for secrets */
bool str_eq_c(struct str a, const char *b);
int str_cmp(struct str a, struct str b); /* bytewise, as memcmp */
bool str_starts(struct str s, struct str prefix);
bool str_ends(struct str s, struct str suffix);

/* Byte offset of the first `c`, or s.n when there is none. */
size_t str_find_char(struct str s, char c);

/* The bytes [from, to), clamped to the string. */
struct str str_slice(struct str s, size_t from, size_t to);

/* Splits at the first `sep`: returns what is before it, leaves the rest in *s.
 * Without a separator it returns the whole and leaves *s empty with p == NULL. */
struct str str_cut(struct str *s, char sep);

/* Without ASCII white space at both ends. */
struct str str_trim(struct str s);

/* Copies into the arena; the C form adds the final NUL. */
struct str str_copy(struct arena *a, struct str s);
char *str_to_c(struct arena *a, struct str s) __attribute__((returns_nonnull));

/* printf into the arena. */
struct str str_fmt(struct arena *a, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* The whole string as a decimal number; false on anything else, or overflow. */
bool str_to_u64(struct str s, uint64_t *out);
bool str_to_i64(struct str s, int64_t *out);

/* Well-formed UTF-8 (RFC 3629: no surrogates, no overlong forms) without NUL. */
bool str_is_utf8(struct str s);

/* Number of code points; s must be valid UTF-8. */
size_t str_code_points(struct str s);

/* The longest prefix of at most n bytes that does not cut a code point. */
struct str str_utf8_prefix(struct str s, size_t n);

/* Decodes the code point at *pos and moves *pos behind it; s must be valid UTF-8. */
uint32_t str_utf8_next(struct str s, size_t *pos);

#endif
