/* The view compiler, inside: *.html views become C (syntax: ARCHITECTURE.md, "Views").
 *
 * viewc.c       the file, its views and blocks
 * viewc_expr.c  tokens, expressions, translations
 * viewc_html.c  where in the HTML each byte stands, white space, the balance of tags
 * viewc_out.c   messages and the two files that come out
 *
 * Positions are byte offsets into the source; lines and columns are counted only for messages.
 * A mistake in a view ends the program with "file:line:column: error: text".
 */
#ifndef AWN_TOOLS_VIEWC_H
#define AWN_TOOLS_VIEWC_H

#include "base/buf.h"

#define VIEWC_DEPTH 64 /* open tags, nested blocks */

enum place {
    PLACE_TEXT,
    PLACE_RCDATA, /* title, textarea */
    PLACE_RAW,    /* script, style */
    PLACE_COMMENT,
    PLACE_DECLARATION,
    PLACE_TAG_NAME,
    PLACE_TAG, /* between attributes */
    PLACE_ATTR_NAME,
    PLACE_ATTR_EQUALS,
    PLACE_ATTR_QUOTED,
    PLACE_ATTR_BARE,
};

enum attr_kind { ATTR_TEXT, ATTR_URL, ATTR_EVENT, ATTR_STYLE, ATTR_DOCUMENT };

/* What an URL attribute holds so far. */
enum fill { FILL_NOTHING, FILL_LITERAL, FILL_EXPR };

enum space { SPACE_NONE, SPACE_INLINE, SPACE_NEWLINE };

struct open_tag {
    struct str name; /* in small letters */
    size_t at;
};

struct ctx {
    enum place place;
    enum space space; /* white space seen in text, not written yet */
    bool after_block; /* white space with a newline is not needed here */

    size_t tag_at; /* of its '<' */
    size_t name_at;
    struct str tag; /* in small letters */
    bool closing;
    bool need_space; /* an attribute may not start here */
    bool tag_space;  /* white space between attributes, not written yet */
    bool has_http_equiv, has_content_expr;

    size_t attr_at;
    struct str attr;
    enum attr_kind kind;
    char quote;
    enum fill fill;

    struct open_tag open[VIEWC_DEPTH];
    size_t depth;
};

/* open: leaves tags open for another view; close: closes tags of another view. */
enum balance { BALANCE_WHOLE, BALANCE_OPEN, BALANCE_CLOSE };

enum control {
    CONTROL_IF,
    CONTROL_BRANCH,
    CONTROL_FOR,
    CONTROL_CALL,
    CONTROL_END,
    CONTROL_END_FOR,
};

struct viewc {
    const char *file;
    struct str src;
    size_t at;
    struct arena *arena;
    struct buf c, h; /* the two files */
    struct buf text; /* literal text on its way to c */
    size_t text_at;  /* where it began */
    struct ctx ctx;
    enum balance balance;
    struct str note; /* to translators, for the next translation */
    unsigned loops;  /* number of the next loop variable */
    unsigned nested; /* blocks around here */
};

/* viewc_out.c */
_Noreturn void viewc_fail(const struct viewc *v, size_t at, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
size_t viewc_line(const struct viewc *v, size_t at);
void viewc_put_line(const struct viewc *v, struct buf *b, size_t at); /* #line */
void viewc_text(struct viewc *v, size_t at, struct str s);            /* literal HTML */
void viewc_flush(struct viewc *v);                                    /* … into a statement */
void viewc_stmt(struct viewc *v, size_t at, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
void viewc_write(const struct viewc *v, const char *path, const struct buf *b);

/* viewc_expr.c */
enum tok { TOK_NAME, TOK_INT, TOK_STRING, TOK_OP, TOK_CLOSE, TOK_EOF };
struct token {
    enum tok kind;
    struct str s;
    size_t at, end;
};
struct token viewc_peek(const struct viewc *v);
struct token viewc_next(struct viewc *v);
bool viewc_is(struct token t, const char *what);
bool viewc_accept(struct viewc *v, const char *what);
void viewc_expect(struct viewc *v, const char *what, const char *why);
struct str viewc_name(struct viewc *v, const char *what); /* a C identifier, no keyword */

/* C text of an expression. */
struct str viewc_expr(struct viewc *v);

/* What {{ }} and the arguments of a call hold. */
enum value { VALUE_EXPR, VALUE_CSTR, VALUE_STR, VALUE_URL };
enum where { IN_PAGE, IN_CALL };
enum value viewc_value(struct viewc *v, enum where where, struct str *out);

/* viewc_html.c */
enum hole { HOLE_TEXT, HOLE_ATTR, HOLE_URL };
void ctx_begin(struct viewc *v);
void ctx_literal(struct viewc *v, size_t from, size_t to);
enum hole ctx_hole(struct viewc *v, size_t at);
void ctx_control(struct viewc *v, size_t at, enum control what);
/* Two branches come together: they must have ended at the same place. */
void ctx_join(struct viewc *v, size_t at, const struct ctx *other);
void ctx_end(struct viewc *v, size_t at);

#endif
