/* Reading a page as a browser without a script does: its text, links and forms.
 *
 * Purpose: scenarios look at what a person would see and press. The reader is strict: a page of
 * ours is well-formed (every element closed, every `<` and `&` of a text escaped, no attribute
 * twice, no id twice), so a text that was not escaped does not pass. `fault` says what is wrong.
 *
 * Ownership: everything lives in the arena. Tests only.
 */
#ifndef AWN_TESTS_SCENARIOS_PAGE_H
#define AWN_TESTS_SCENARIOS_PAGE_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/str.h"

struct page_attr {
    struct str name, value; /* entities decoded */
};

enum page_node_kind { NODE_START, NODE_END, NODE_TEXT };
struct page_node {
    enum page_node_kind kind;
    struct str name; /* of an element */
    struct page_attr *attrs;
    size_t nattrs;
    struct str text; /* NODE_TEXT, entities decoded */
    size_t end;      /* NODE_START: index behind its NODE_END (behind itself for <input>) */
};

struct page {
    struct page_node *v;
    size_t n;
    struct str text; /* all of it that can be seen, white space collapsed */
    struct str title;
    const char *fault; /* NULL: well-formed */
    size_t fault_at;   /* byte of the page */
};

void page_read(struct arena *a, struct str html, struct page *out);

/* Text inside the nodes [from, to), white space collapsed. */
struct str page_text(struct arena *a, const struct page *p, size_t from, size_t to);

/* The value of an attribute; STR_NONE when it is not there. */
struct str page_attr(const struct page_node *n, const char *name);

/* First node at or behind `from` whose text holds `words`; p->n when there is none. */
size_t page_find_text(struct arena *a, const struct page *p, size_t from, struct str words);

/* `words` as a text that is seen: white space collapsed. */
struct str page_squeeze(struct arena *a, struct str words);

/* ---- forms */

enum field_shape { SHAPE_TEXT, SHAPE_HIDDEN, SHAPE_CHOICE, SHAPE_FLAG, SHAPE_BUTTON };
struct page_field {
    struct str name, value;
    enum field_shape shape;
    bool on; /* goes along when the form is sent */
};
struct page_form {
    struct str action, method;
    struct page_field *v;
    size_t n;
    size_t at, end; /* nodes */
};

/* The form that begins at node `at`; there is room for one more field. */
void page_form_read(struct arena *a, const struct page *p, size_t at, struct page_form *out);

/* Fills in, picks, ticks or presses; `value` NULL unticks. False when the form has no such field or
 * no such choice. */
bool page_form_set(struct page_form *f, struct str name, struct str value);

#endif
