/* Entries that a member keeps for themselves: in a sealed space of their own.
 *
 * Purpose: stream "saved" of the own space (members/own.h) has one record an entry: its id, what it
 * was called, a private note.
 *
 * Invariants: at most SAVED_MAX; nobody but the person has the key; it goes when they leave.
 * Ownership: the context's secret arena.
 */
#ifndef AWN_DIRECTORY_SAVED_H
#define AWN_DIRECTORY_SAVED_H

#include <jansson.h>

#include "members/members.h"

#define SAVED_MAX 200
#define SAVED_NOTE_MAX 500 /* code points */

struct saved {
    uint32_t seq;
    struct str entry, title, note;
    int64_t at;
};
struct saved_list {
    struct saved *v; /* newest first */
    size_t n;
};

enum err saved_all(const struct space_ctx *ctx, struct viewer *v,
                   struct saved_list *out) MUST_CHECK;

/* ERR_NOT_FOUND. */
enum err saved_find(const struct space_ctx *ctx, struct viewer *v, struct str entry,
                    struct saved *out) MUST_CHECK;

/* Keeps it, or changes its note. ERR_TOO_MANY. */
enum err saved_put(const struct space_ctx *ctx, struct viewer *v, struct str entry,
                   struct str title, struct str note) MUST_CHECK;

enum err saved_remove(const struct space_ctx *ctx, struct viewer *v, struct str entry) MUST_CHECK;

/* All of it, as a JSON array; the caller decrefs it. */
enum err saved_export(const struct space_ctx *ctx, struct viewer *v, json_t **out) MUST_CHECK;

/* For who leaves for good: all of it goes. */
enum err saved_end(const struct space_ctx *ctx, struct viewer *v) MUST_CHECK;

#endif
