/* The index follows a change of some objects. Inside the room, inside a transaction of the caller.
 *
 *     struct directory_follow f;
 *     TRY(directory_follow_begin(&f, db, search, a, ids, n));   the objects that will change
 *     … change them …
 *     TRY(directory_follow_end(&f));
 */
#ifndef AWN_DIRECTORY_DIRECTORY_FOLLOW_H
#define AWN_DIRECTORY_DIRECTORY_FOLLOW_H

#include "directory/directory_index.h"

struct directory_follow {
    struct directory_index_change *change;
};

enum err directory_follow_begin(struct directory_follow *f, struct db *db, struct search *search,
                                struct arena *a, const struct str *ids, size_t n) MUST_CHECK;
enum err directory_follow_end(struct directory_follow *f) MUST_CHECK;

#endif
