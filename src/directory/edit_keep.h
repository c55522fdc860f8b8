/* Keeping what an editor changed: in the public tables, or sealed, or on the way between the two.
 *
 * Purpose: one place that knows how an entry moves between "everybody", "everybody but not the
 * address" and "members only", so that no plain text of a sealed entry is ever written into a
 * public table, not even inside a transaction: a new entry for members only is sealed at once, and
 * what is changed of a sealed one is changed in its record.
 *
 * Each function is one transaction. Errors: ERR_NOT_FOUND: no such entry for this viewer;
 * ERR_TOO_MANY, ERR_TOO_LARGE: it cannot be sealed; those of directory_edit.h and space.h.
 */
#ifndef AWN_DIRECTORY_EDIT_KEEP_H
#define AWN_DIRECTORY_EDIT_KEEP_H

#include "directory/edit.h"
#include "directory/sealed.h"

struct edit_kept {
    struct edit edit;
    struct str id;
    struct str base;            /* changes when anything of it does: for two who edit at once */
    struct str organization;    /* id of a service's organization; empty when it has no page */
    struct sealed sealed;       /* of EDIT_SEEN_PLACE and EDIT_SEEN_MEMBERS */
    struct directory_docs open; /* the documents as they stand in public */
};

enum err edit_keep_load(const struct space_ctx *ctx, struct viewer *v, struct str id,
                        struct edit_kept *out) MUST_CHECK;

/* The form must have passed edit_check. */
enum err edit_keep(const struct space_ctx *ctx, struct viewer *v,
                   const struct directory_editing *by, const struct edit_kept *k,
                   const struct form *f, const struct lang *lang) MUST_CHECK;

enum err edit_keep_new(const struct space_ctx *ctx, struct viewer *v,
                       const struct directory_editing *by, const struct form *f,
                       const struct lang *lang, struct str *id) MUST_CHECK;

/* Somebody made sure of it today. */
enum err edit_keep_check(const struct space_ctx *ctx, struct viewer *v,
                         const struct directory_editing *by, const struct edit_kept *k) MUST_CHECK;

/* A sealed entry is deleted; a public one is hidden and can be brought back. */
enum err edit_keep_remove(const struct space_ctx *ctx, struct viewer *v,
                          const struct directory_editing *by, const struct edit_kept *k) MUST_CHECK;

/* The organization of that name, public. ERR_NOT_FOUND. */
enum err editors_organization_find(struct db *db, struct arena *a, struct str name,
                                   struct str *id) MUST_CHECK;

#endif
