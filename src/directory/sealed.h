/* What of the directory only members of the network may see: sealed records in the commons.
 *
 * Purpose: an entry that must not be public is not hidden by a filter but taken out of the public
 * tables (directory_edit.h); what brings it back stands in one record of the commons, in the stream
 * "directory". The same for the addresses of an entry whose street must not be public.
 *
 * Invariants: at most SEALED_MAX records, the documents of each at most
 * DIRECTORY_RECORD_MAX; nothing of them stands
 * in a table, an index, an export, a history. Who may read: whoever can enter the commons. Who
 * writes: the editors' pages only.
 *
 * Ownership: the context's secret arena. ERR_DENIED: not of the network.
 */
#ifndef AWN_DIRECTORY_SEALED_H
#define AWN_DIRECTORY_SEALED_H

#include "directory/directory_edit.h"
#include "members/members.h"

#define SEALED_MAX 300

/* Numbers are stored: never change one. */
enum sealed_what { SEALED_ENTRY = 1, SEALED_ADDRESSES = 2 };

struct sealed {
    uint32_t seq;
    enum sealed_what what;
    struct str id;              /* public id of the entry */
    struct str record;          /* as directory_edit.h made it; empty when it was never public */
    struct str addresses;       /* of an entry whose addresses were sealed before it was */
    struct directory_docs docs; /* in effect: the entry first; of SEALED_ADDRESSES its locations */
    unsigned tags;
    struct str checked_by;
    int64_t checked_at;
};
struct sealed_list {
    struct sealed *v;
    size_t n;
};

enum err sealed_all(const struct space_ctx *ctx, struct viewer *v,
                    struct sealed_list *out) MUST_CHECK;

/* Of one entry. ERR_NOT_FOUND, also for a stranger (v NULL). */
enum err sealed_find(const struct space_ctx *ctx, struct viewer *v, struct str id,
                     struct sealed *out) MUST_CHECK;

/* Puts it in the place of the one of that entry, or adds it. ERR_TOO_MANY, ERR_TOO_LARGE. */
enum err sealed_put(const struct space_ctx *ctx, struct viewer *v,
                    const struct sealed *it) MUST_CHECK;

enum err sealed_drop(const struct space_ctx *ctx, struct viewer *v, struct str id) MUST_CHECK;

/* A SEALED_ENTRY as an entry. */
enum err sealed_entry_of(const struct space_ctx *ctx, const struct sealed *it,
                         struct directory_entry *out) MUST_CHECK;

/* ---- for the pages that anybody sees ---- */

/* As directory_entry_load, and for a viewer of the network (v may be NULL) also what is sealed: the
 * entry, or its addresses. *sealed says so. ERR_NOT_FOUND: the same for who may not see it and for
 * an id that nobody has. */
enum err sealed_entry_load(const struct space_ctx *ctx, struct viewer *v, struct str id,
                           struct directory_entry *out, bool *sealed) MUST_CHECK;

/* Sealed entries that match the words of a query, best first; none for a stranger. */
struct sealed_hits {
    struct directory_card *v;
    size_t n;
};
enum err sealed_search(const struct space_ctx *ctx, struct viewer *v, struct search *search,
                       struct str words, struct sealed_hits *out) MUST_CHECK;

#endif
