/* A kind of need that an editor chose for an entry: an attribute whose term is a concept of the
 * vocabulary. Its term's id is made of the concept's, so it is the same in every network. Inside
 * the room. */
#ifndef AWN_DIRECTORY_DIRECTORY_NEED_H
#define AWN_DIRECTORY_DIRECTORY_NEED_H

#include <jansson.h>

#include "search/vocabulary.h"

/* The id of a concept's taxonomy term. */
struct str directory_need_term(struct arena *a, struct str concept);

/* The concept that an attribute names, or NULL; the same by its value and its taxonomy_term_id. */
const struct concept *directory_need_of(struct arena *a, const json_t *attribute);
const struct concept *directory_need_named(struct arena *a, struct str value, struct str term);

#endif
