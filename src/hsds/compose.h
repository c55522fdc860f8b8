/* Answers of an HSDS 3.0 API: an object with the objects it belongs to nested in it.
 *
 * Purpose: what is stored is one canonical document an object (hsds.h); what the standard hands out
 * has the others inside ("fully nested") or one level of them ("one-to-one fields"). Pure: where
 * documents come from is the caller's.
 *
 * What is nested in what stands in the model (fields of kind OBJECT and OBJECTS); a nested object
 * never holds what it is nested in, and the id that its place says already is left out. An
 * organization inside a service comes without its locations: an organization with hundreds of
 * them would come with every one of its services.
 *
 * Source: openapi.json of HSDS 3.0 and its examples.
 */
#ifndef AWN_HSDS_COMPOSE_H
#define AWN_HSDS_COMPOSE_H

#include "hsds/hsds.h"

struct hsds_docs {
    const struct str *v;
    size_t n;
};

/* Documents live at least as long as the composing call. Both may give any error, which ends it. */
struct hsds_lookup {
    void *ctx;
    /* STR_NONE when it is not there (or not to be shown): it is then left out. */
    enum err (*one)(void *ctx, enum hsds_type type, struct str id, struct str *doc);
    /* Those of `type` whose parent it is. */
    enum err (*children)(void *ctx, enum hsds_type type, struct str parent, struct hsds_docs *out);
};

enum hsds_depth {
    HSDS_MINIMAL,  /* id and last_modified */
    HSDS_LIST,     /* its own fields that are not arrays; organization and program the same way */
    HSDS_FULL,     /* everything; the services of an organization as HSDS_LIST */
    HSDS_FULL_DEEP /* everything; the services of an organization too */
};

/* *out: a new reference, keys in the order of the model. ERR_INVALID when `doc` is no object. */
enum err hsds_compose(const struct hsds_lookup *lookup, enum hsds_type type, struct str doc,
                      enum hsds_depth depth, json_t **out) MUST_CHECK;

#endif
