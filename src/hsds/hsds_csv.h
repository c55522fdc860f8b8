/* Reading a CSV file, row by row, with the number of the line each row begins on.
 *
 * RFC 4180 as libcsv reads it in its strict mode, UTF-8, with or without a byte order mark, lines
 * ended by LF, CRLF or CR. Cleaned on the way: CRLF inside a field becomes LF, other control
 * characters a space, white space at both ends goes.
 * What breaks a file (and not only a row): a quotation mark where none may stand or that is never
 * closed, bytes that are not UTF-8, a NUL, a field or row beyond the bounds of hsds.h.
 */
#ifndef AWN_HSDS_HSDS_CSV_H
#define AWN_HSDS_HSDS_CSV_H

#include <sys/types.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

#define CSV_COLUMNS_MAX 128

/* One row, the header row first. Fields live in the arena. `bytes`: read so far. */
typedef enum err csv_row_fn(void *ctx, uint32_t line, const struct str *fields, size_t n,
                            uint64_t bytes);

/* Where bytes come from: at most n of them into p; how many, 0 at the end, -1 when it fails. */
typedef ssize_t hsds_source_fn(void *from, char *p, size_t n);

/* Why a file is broken. */
struct csv_broken {
    uint32_t line;   /* 0: the file as a whole */
    const char *why; /* a msgid */
};

/* ERR_INVALID with *broken told; ERR_IO; or what `row` returned. */
enum err hsds_csv_read(hsds_source_fn *source, void *from, struct arena *a, csv_row_fn *row,
                       void *ctx, struct csv_broken *broken) MUST_CHECK;

/* The same from memory: for tests and the fuzzer. */
enum err hsds_csv_read_text(struct str text, struct arena *a, csv_row_fn *row, void *ctx,
                            struct csv_broken *broken) MUST_CHECK;

/* The same for a table that somebody else's program or hand wrote: another separator between
 * fields, and quotation marks in the middle of a field stand for themselves. */
enum err hsds_csv_read_loosely(struct str text, char separator, struct arena *a, csv_row_fn *row,
                               void *ctx, struct csv_broken *broken) MUST_CHECK;

/* Text as every value is kept: trimmed, CRLF and CR become LF, other control characters a space. */
struct str hsds_text_clean(struct arena *a, struct str raw);

#endif
