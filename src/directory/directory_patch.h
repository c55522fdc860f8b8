/* A source's document and the correction over it: RFC 7386. Pure. Inside the room. */
#ifndef AWN_DIRECTORY_DIRECTORY_PATCH_H
#define AWN_DIRECTORY_DIRECTORY_PATCH_H

#include "directory/directory_store.h"

/* The name of the source of what is made here. */
#define DIRECTORY_OWN_SOURCE STR("here")

/* doc with patch over it, as text; doc itself when the patch is empty. ERR_DB: damaged. */
enum err directory_effective(struct arena *a, struct str doc, struct str patch,
                             struct str *out) MUST_CHECK;

/* The patch that makes `want` of doc: empty when they are equal. *fields: the names of the fields
 * in which two effective documents differ. */
enum err directory_patch_make(struct arena *a, struct str doc, struct str want,
                              struct str *patch) MUST_CHECK;
enum err directory_fields_changed(struct arena *a, struct str doc, struct str before,
                                  struct str after, const struct str **out, size_t *n) MUST_CHECK;

/* The patch over a source's new document. *fields: "name, phones": where the patch stands and the
 * source changed its mind. */
enum err directory_patch_carry(struct arena *a, struct str before, struct str now, struct str patch,
                               struct str *out, struct str *fields) MUST_CHECK;

/* ---- what is taken out ----------------------------------------------------------------------- */

/* Takes what tells where it is out of a location's document (or patch): addresses, coordinates, the
 * way there, and the log of changes, which repeats them. */
enum err directory_place_strip(struct arena *a, struct str *doc, bool *stripped) MUST_CHECK;

/* The same, keeping what was taken: a document of those fields, STR_NONE when there were none. */
enum err directory_place_take(struct arena *a, struct str *doc, struct str *taken) MUST_CHECK;

/* A row that only holds the place of a sealed object. */
void directory_row_blank(struct store_object *row);

/* ---- text ------------------------------------------------------------------------------------ */

/* Compact, keys as they stand. ERR_TOO_LARGE beyond the bound of a document. */
enum err directory_json_text(struct arena *a, const void *json, struct str *out) MUST_CHECK;

#endif
