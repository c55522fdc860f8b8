/* Small ways with the documents of an entry, for the files of the form. Texts that are handed out
 * live in the arena; json_t are jansson's, borrowed unless it says otherwise. */
#ifndef AWN_DIRECTORY_EDIT_JSON_H
#define AWN_DIRECTORY_EDIT_JSON_H

#include <jansson.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

/* A string member, copied; STR_NONE when it is not there. */
struct str edit_get(struct arena *a, const json_t *o, const char *key);

/* Sets it, or takes it away when the text is empty. */
void edit_set(json_t *o, const char *key, struct str text);

/* An array member; made when it is not there. */
json_t *edit_parts(json_t *o, const char *key);

/* The i-th object of an array member, or NULL. */
json_t *edit_part(const json_t *o, const char *key, size_t i);

/* A new part with a new id, at the end of the array. */
json_t *edit_part_add(struct arena *a, json_t *o, const char *key);

/* Takes an array member away when it is empty. */
void edit_parts_tidy(json_t *o, const char *key);

/* The texts `field` of all parts, with `between` between them. */
struct str edit_join(struct arena *a, const json_t *o, const char *key, const char *field,
                     const char *between);

/* Makes the parts be these texts, cut at any of the characters in `cuts`; parts whose text stays
 * keep everything else that they have. */
void edit_split(struct arena *a, json_t *o, const char *key, const char *field, struct str typed,
                const char *cuts);

/* Compact text. ERR_TOO_LARGE. */
enum err edit_dump(struct arena *a, const json_t *o, struct str *out) MUST_CHECK;

#endif
