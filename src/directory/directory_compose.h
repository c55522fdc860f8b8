/* An entry from its documents: pure, nothing is read from the database here. Inside the room. */
#ifndef AWN_DIRECTORY_DIRECTORY_COMPOSE_H
#define AWN_DIRECTORY_DIRECTORY_COMPOSE_H

#include <jansson.h>

#include "directory/directory_object.h"

/* What an entry is made of. `self` is a service or an organization. */
struct directory_parts {
    const struct directory_object *self;
    const struct directory_object *organization; /* of a service, or NULL */
    const struct directory_object *program;      /* or NULL */
    struct directory_objects at;                 /* of a service: its service_at_locations */
    struct directory_objects places;             /* its locations */
    const struct str *terms;                     /* names of its taxonomy terms */
    size_t nterms;
};

/* Fills everything that stands in the documents, the card too; what else an entry has (its source,
 * an organization's services, needs) is the caller's. ERR_DB: a document is damaged. */
enum err directory_compose(struct arena *a, const struct directory_parts *parts,
                           struct directory_entry *out) MUST_CHECK;

/* ---- reading a document ---------------------------------------------------------------------- */

/* A text, or a number as it is written; STR_NONE when it is neither. Copied into the arena. */
struct str doc_text(struct arena *a, const json_t *object, const char *key);

/* The ids of the taxonomy terms that an object's attributes name. At most `max`. */
size_t doc_terms(struct arena *a, const json_t *doc, struct str *out, size_t max);

/* The parts of an array that give hours, places or ways to reach somebody. */
void doc_phones(struct arena *a, const json_t *doc, const struct directory_phone **out, size_t *n);
void doc_addresses(struct arena *a, const json_t *doc, const struct directory_address **out,
                   size_t *n);

/* The hours of some documents together. */
struct directory_hours_found {
    const struct directory_hours *hours; /* of every week, by weekday and time */
    size_t nhours;
    const struct directory_dates *dates; /* all others */
    size_t ndates;
    const struct str *notes;
    size_t nnotes;
};
void doc_hours(struct arena *a, json_t *const *docs, size_t n, struct directory_hours_found *out);

#endif
