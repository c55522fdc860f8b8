/* What the functions of directory_edit.h share. Inside the room. */
#ifndef AWN_DIRECTORY_DIRECTORY_EDITING_H
#define AWN_DIRECTORY_DIRECTORY_EDITING_H

#include "directory/directory_closure.h"
#include "directory/directory_edit.h"
#include "directory/directory_index.h"

/* The row of a service or organization that is LIVE (or in `state`). ERR_NOT_FOUND; ERR_INVALID:
 * the byline is too long. */
enum err editing_entry(const struct directory_editing *by, struct arena *a, struct str public_id,
                       enum store_state state, struct store_object *out) MUST_CHECK;

/* The index is about to change with these rows. */
enum err editing_begin(const struct directory_editing *by, struct arena *a,
                       const struct directory_rows *rows,
                       struct directory_index_change **out) MUST_CHECK;

/* A line of the history of one object. */
enum err editing_note(const struct directory_editing *by, struct str object,
                      enum directory_change_kind what, struct str before,
                      struct str after) MUST_CHECK;

#endif
