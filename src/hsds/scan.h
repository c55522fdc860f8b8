/* A document, looked at where it stands.
 *
 * Purpose: what only reads documents, and many of them (the index reads all), needs no tables of
 * keys and no copies. One pass makes a tree of nodes; texts without escapes are pieces of the
 * document.
 *
 * For documents that hsds_doc_write or hsds_read made: the grammar of JSON is held to (RFC 8259),
 * but numbers are pieces of text here, and of two equal keys the first is found. Text is not
 * checked to be UTF-8: the database did that.
 *
 * Ownership: nodes live in the arena; the document has to outlive them.
 */
#ifndef AWN_HSDS_SCAN_H
#define AWN_HSDS_SCAN_H

#include "base/arena.h"
#include "base/str.h"

#define HSDS_SCAN_DEPTH 16

enum hsds_node_kind {
    HSDS_NODE_OBJECT,
    HSDS_NODE_ARRAY,
    HSDS_NODE_TEXT,
    HSDS_NODE_NUMBER,
    HSDS_NODE_WORD /* true, false, null */
};

struct hsds_node {
    enum hsds_node_kind kind;
    struct str key;  /* of a member of an object */
    struct str text; /* decoded; numbers and words as they are written */
    const struct hsds_node *first, *next;
    size_t n; /* members or elements */
};

/* NULL when it is no JSON object, or deeper than HSDS_SCAN_DEPTH. */
const struct hsds_node *hsds_scan(struct arena *a, struct str doc);

/* A member; NULL when there is none, `node` is NULL or no object. */
const struct hsds_node *hsds_node_get(const struct hsds_node *node, const char *key);

/* The text of a member; STR_NONE when it is not there, or no text. */
struct str hsds_node_text(const struct hsds_node *node, const char *key);

/* The elements of an array, one by one: hsds_node_first(v), v->next. NULL for anything else. */
const struct hsds_node *hsds_node_first(const struct hsds_node *node);

#endif
