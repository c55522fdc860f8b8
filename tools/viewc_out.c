#include "viewc.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ISO C promises string literals of 4095 bytes. */
#define LITERAL_MAX 4000

size_t viewc_line(const struct viewc *v, size_t at)
{
    size_t line = 1;
    for (size_t i = 0; i < at && i < v->src.n; i++)
        line += v->src.p[i] == '\n';
    return line;
}

static size_t column(const struct viewc *v, size_t at)
{
    size_t start = at;
    while (start > 0 && v->src.p[start - 1] != '\n')
        start--;
    return str_code_points(str_slice(v->src, start, at)) + 1;
}

void viewc_fail(const struct viewc *v, size_t at, const char *fmt, ...)
{
    fprintf(stderr, "%s:%zu:%zu: error: ", v->file, viewc_line(v, at), column(v, at));
    va_list args;
    va_start(args, fmt);
    vfprintf(stderr, fmt, args);
    va_end(args);
    fputc('\n', stderr);
    exit(1);
}

static void put_literal(struct buf *b, struct str s)
{
    buf_add_char(b, '"');
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (c == '\n') {
            buf_add_c(b, "\\n");
        } else if (c == '\t') {
            buf_add_c(b, "\\t");
        } else if ((unsigned char)c < ' ' || c == 0x7f) {
            buf_add_fmt(b, "\\%03o", (unsigned)c);
        } else {
            if (c == '"' || c == '\\' || c == '?') /* '?': no trigraphs */
                buf_add_char(b, '\\');
            buf_add_char(b, c);
        }
    }
    buf_add_char(b, '"');
}

void viewc_put_line(const struct viewc *v, struct buf *b, size_t at)
{
    buf_add_fmt(b, "#line %zu ", viewc_line(v, at));
    put_literal(b, str_from_c(v->file));
    buf_add_char(b, '\n');
}

void viewc_text(struct viewc *v, size_t at, struct str s)
{
    if (v->text.n == 0)
        v->text_at = at;
    buf_add(&v->text, s);
}

void viewc_flush(struct viewc *v)
{
    struct str rest = str_from(v->text.p, v->text.n);
    while (rest.n) {
        struct str part = str_utf8_prefix(rest, LITERAL_MAX);
        viewc_put_line(v, &v->c, v->text_at);
        buf_add_c(&v->c, "    html_put_raw(h, STR(");
        put_literal(&v->c, part);
        buf_add_c(&v->c, "));\n");
        rest = str_slice(rest, part.n, rest.n);
    }
    v->text.n = 0;
}

void viewc_stmt(struct viewc *v, size_t at, const char *fmt, ...)
{
    viewc_flush(v);
    viewc_put_line(v, &v->c, at);
    char *line;
    va_list args;
    va_start(args, fmt);
    int n = vasprintf(&line, fmt, args);
    va_end(args);
    if (n < 0)
        abort();
    buf_add_c(&v->c, "    ");
    if (v->note.n && (strstr(line, "tr(h") || strstr(line, "tr_fmt"))) {
        buf_add_fmt(&v->c, "/* %" STR_FMT " */ ", STR_ARG(v->note));
        v->note = STR_NONE;
    }
    buf_add(&v->c, str_from(line, (size_t)n));
    buf_add_char(&v->c, '\n');
    free(line);
}

void viewc_write(const struct viewc *v, const char *path, const struct buf *b)
{
    struct str all;
    FILE *f = NULL;
    bool ok =
        buf_end(b, &all) == ERR_OK && (f = fopen(path, "w")) && fwrite(all.p, 1, all.n, f) == all.n;
    if (f && fclose(f) != 0)
        ok = false;
    if (!ok) {
        remove(path);
        fprintf(stderr, "%s: cannot write %s\n", v->file, path);
        exit(1);
    }
}
