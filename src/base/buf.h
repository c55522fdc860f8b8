/* A string that grows, up to a maximum it declares when it is born.
 *
 * Purpose: building pages, SQL results, files. The error is sticky: writers are
 * called one after another, and buf_end is asked once whether everything fitted.
 *
 * Ownership: the bytes live in the arena given to buf_init (growing copies inside
 * the arena, so give a good first size), or on the heap when arena is NULL, and
 * then buf_release frees them.
 * Source of the habit: Varnish's VSB, curl's dynbuf.
 */
#ifndef AWN_BASE_BUF_H
#define AWN_BASE_BUF_H

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

struct buf {
    char *p;
    size_t n;   /* bytes written */
    size_t cap; /* bytes allocated */
    size_t max; /* never grows beyond this */
    bool failed;
    struct arena *arena;
};

void buf_init(struct buf *b, struct arena *a, size_t first, size_t max);
void buf_release(struct buf *b);

/* Room for n more bytes: a place to write them to, or NULL once the maximum is
 * passed (and the buffer has failed). The caller adds to b->n what it wrote. */
char *buf_reserve(struct buf *b, size_t n);

void buf_add(struct buf *b, struct str s);
void buf_add_c(struct buf *b, const char *s);
void buf_add_char(struct buf *b, char c);
void buf_add_u64(struct buf *b, uint64_t v);
void buf_add_fmt(struct buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* What was written; ERR_TOO_LARGE when it did not fit. */
enum err buf_end(const struct buf *b, struct str *out) MUST_CHECK;

#endif
