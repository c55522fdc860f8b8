/* What an import is made of. Inside the room. */
#ifndef AWN_DIRECTORY_DIRECTORY_TAKE_H
#define AWN_DIRECTORY_DIRECTORY_TAKE_H

#include "directory/directory.h"

void import_tell(const struct directory_import *how, struct hsds_event event);

/* A text, or a format, as the person will read it. */
const char *import_say(const struct directory_import *how, const char *msgid)
    __attribute__((format_arg(2)));

/* Writes a set that was checked, inside the caller's transaction, and brings the index in step when
 * few objects changed. *anew: the caller makes the index; nothing of the set is needed for that. */
enum err import_write(struct db *db, struct search *search, const struct directory_import *how,
                      const struct hsds_set *set, struct directory_imported *out,
                      bool *anew) MUST_CHECK;

#endif
