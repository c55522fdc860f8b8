#include "hsds/hsds_csv.h"

#include <csv.h>
#include <string.h>

#include "hsds/encoding.h"
#include "hsds/hsds.h"

#define CHUNK (64u * 1024)

/* One file being read. libcsv's callbacks cannot stop it, so `failed` is sticky and is asked after
 * every piece that was fed. */
struct reading {
    struct csv_parser parser;
    struct arena *arena;
    csv_row_fn *row;
    void *ctx;
    struct csv_broken *broken;
    enum err failed;
    uint32_t line;     /* the physical line being fed */
    uint32_t row_line; /* where the open row began */
    size_t row_bytes;  /* of the open row */
    uint64_t bytes;    /* of the file */
    bool open;         /* inside a row */
    bool after_cr;     /* an LF now would belong to the same line end */
    struct str fields[CSV_COLUMNS_MAX];
    size_t nfields;
};

static void reading_break(struct reading *r, uint32_t line, const char *why)
{
    if (r->failed != ERR_OK)
        return;
    r->failed = ERR_INVALID;
    *r->broken = (struct csv_broken){.line = line, .why = why};
}

/* The length of a control character of the upper half (a terminal may obey U+009B) or of one that
 * turns the direction of all that follows (U+202D, U+202E), or 0. */
static size_t control(struct str s, size_t i)
{
    const unsigned char *p = (const unsigned char *)s.p + i;

    if (s.n - i >= 2 && p[0] == 0xc2 && p[1] >= 0x80 && p[1] < 0xa0)
        return 2;
    return s.n - i >= 3 && p[0] == 0xe2 && p[1] == 0x80 && (p[2] == 0xad || p[2] == 0xae) ? 3 : 0;
}

static bool is_plain(struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c < 0x20 || c == 0x7f || (c >= 0xc2 && control(s, i) != 0))
            return false;
    }
    return true;
}

/* Copies a field without carriage returns and control characters. */
struct str hsds_text_clean(struct arena *a, struct str raw)
{
    raw = str_trim(raw);
    if (is_plain(raw))
        return str_copy(a, raw);
    char *p = arena_alloc(a, raw.n);
    size_t n = 0;
    for (size_t i = 0; i < raw.n; i++) {
        unsigned char c = (unsigned char)raw.p[i];
        size_t more = c >= 0xc2 ? control(raw, i) : 0;
        if (c == '\r') {
            if (i + 1 < raw.n && raw.p[i + 1] == '\n')
                continue;
            c = '\n';
        } else if ((c < 0x20 && c != '\n') || c == 0x7f || more != 0) {
            c = ' ';
            i += more != 0 ? more - 1 : 0;
        }
        p[n++] = (char)c;
    }
    return str_trim(str_from(p, n));
}

static void on_field(void *p, size_t n, void *ctx)
{
    struct reading *r = ctx;
    struct str raw = str_from(p, n);

    if (r->failed != ERR_OK)
        return;
    if (n > HSDS_FIELD_MAX) {
        reading_break(r, r->row_line,
                      N_("a field is longer than 64 KiB; is a quotation mark missing?"));
    } else if (n != 0 && memchr(p, 0, n)) {
        reading_break(r, r->row_line, HSDS_ZERO_BYTE);
    } else if (!str_is_utf8(raw)) {
        reading_break(r, r->row_line, hsds_encoding_advice(raw));
    } else if (r->nfields == CSV_COLUMNS_MAX) {
        reading_break(r, r->row_line, N_("there are more than 128 columns"));
    } else {
        r->fields[r->nfields++] = hsds_text_clean(r->arena, raw);
    }
}

static void on_row(int terminator, void *ctx)
{
    struct reading *r = ctx;
    (void)terminator;

    if (r->failed == ERR_OK)
        r->failed = r->row(r->ctx, r->row_line, r->fields, r->nfields, r->bytes);
    r->nfields = 0;
    r->row_bytes = 0;
    r->open = false;
}

/* Of what libcsv passes over between rows, and nothing else: a form feed begins one. */
static bool is_blank(struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] != ' ' && s.p[i] != '\t' && s.p[i] != '\r' && s.p[i] != '\n')
            return false;
    }
    return true;
}

/* Feeds bytes that hold at most one line end, and that at their end. */
static enum err reading_feed(struct reading *r, struct str piece)
{
    if (!r->open && !is_blank(piece)) {
        r->open = true;
        r->row_line = r->line;
    }
    r->bytes += piece.n;
    if (r->open)
        r->row_bytes += piece.n;
    if (r->row_bytes > HSDS_LINE_MAX)
        reading_break(r, r->row_line,
                      N_("a row is longer than 1 MiB; is a quotation mark missing?"));
    if (r->failed != ERR_OK)
        return r->failed;
    if (csv_parse(&r->parser, piece.p, piece.n, on_field, on_row, r) != piece.n)
        reading_break(r, r->line, N_("a quotation mark stands where none may stand"));
    return r->failed;
}

static enum err reading_chunk(struct reading *r, struct str chunk)
{
    while (chunk.n != 0) {
        size_t n = 0;
        while (n < chunk.n && chunk.p[n] != '\n' && chunk.p[n] != '\r')
            n++;
        bool ended = n < chunk.n;
        struct str piece = str_slice(chunk, 0, ended ? n + 1 : n);

        TRY(reading_feed(r, piece));
        if (ended) {
            if (!(chunk.p[n] == '\n' && r->after_cr && n == 0))
                r->line++;
            r->after_cr = chunk.p[n] == '\r';
        } else {
            r->after_cr = false;
        }
        chunk = str_slice(chunk, piece.n, chunk.n);
    }
    return ERR_OK;
}

static void reading_init(struct reading *r, struct arena *a, csv_row_fn *row, void *ctx,
                         struct csv_broken *broken)
{
    *r = (struct reading){
        .arena = a, .row = row, .ctx = ctx, .broken = broken, .line = 1, .row_line = 1};
    *broken = (struct csv_broken){0};
    if (csv_init(&r->parser, CSV_STRICT | CSV_STRICT_FINI) != 0)
        __builtin_trap();
    csv_set_blk_size(&r->parser, 4096);
}

/* What every way of reading ends with. */
static enum err reading_end(struct reading *r)
{
    if (r->failed == ERR_OK && csv_fini(&r->parser, on_field, on_row, r) != 0)
        reading_break(r, r->row_line, N_("a quotation mark is opened here and never closed"));
    csv_free(&r->parser);
    return r->failed;
}

static struct str without_mark(struct str s)
{
    return str_starts(s, STR("\xEF\xBB\xBF")) ? str_slice(s, 3, s.n) : s;
}

/* Reads until the chunk is full or the source ends: so that a byte order mark is never cut. */
static ssize_t chunk_read(hsds_source_fn *source, void *from, char *p)
{
    size_t n = 0;
    while (n < CHUNK) {
        ssize_t got = source(from, p + n, CHUNK - n);
        if (got < 0)
            return -1;
        if (got == 0)
            break;
        n += (size_t)got;
    }
    return (ssize_t)n;
}

/* The first bytes of a file: what they show to be no CSV breaks it, a mark is taken away. */
static struct str first_look(struct reading *r, struct str s)
{
    const char *why = hsds_encoding_wrong(s);
    if (why)
        reading_break(r, 0, why);
    return without_mark(s);
}

enum err hsds_csv_read(hsds_source_fn *source, void *from, struct arena *a, csv_row_fn *row,
                       void *ctx, struct csv_broken *broken)
{
    struct reading *r = ARENA_NEW(a, struct reading);
    char *chunk = arena_alloc(a, CHUNK);
    bool first = true;

    reading_init(r, a, row, ctx, broken);
    while (r->failed == ERR_OK) {
        ssize_t n = chunk_read(source, from, chunk);
        if (n < 0)
            r->failed = ERR_IO;
        if (n <= 0)
            break;
        struct str s = str_from(chunk, (size_t)n);
        if (first)
            s = first_look(r, s);
        first = false;
        if (r->failed == ERR_OK)
            r->failed = reading_chunk(r, s);
    }
    return reading_end(r);
}

enum err hsds_csv_read_text(struct str text, struct arena *a, csv_row_fn *row, void *ctx,
                            struct csv_broken *broken)
{
    struct reading *r = ARENA_NEW(a, struct reading);

    reading_init(r, a, row, ctx, broken);
    text = first_look(r, text);
    if (r->failed == ERR_OK)
        r->failed = reading_chunk(r, text);
    return reading_end(r);
}

enum err hsds_csv_read_loosely(struct str text, char separator, struct arena *a, csv_row_fn *row,
                               void *ctx, struct csv_broken *broken)
{
    struct reading *r = ARENA_NEW(a, struct reading);

    reading_init(r, a, row, ctx, broken);
    csv_set_delim(&r->parser, (unsigned char)separator);
    csv_set_opts(&r->parser, 0);
    text = first_look(r, text);
    if (r->failed == ERR_OK)
        r->failed = reading_chunk(r, text);
    csv_set_opts(&r->parser, CSV_STRICT | CSV_STRICT_FINI); /* what is never closed breaks it */
    return reading_end(r);
}
