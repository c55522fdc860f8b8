/* Which public entries want looking at: doubted by somebody, checked long ago, never checked.
 * Inside the room. */
#ifndef AWN_DIRECTORY_EDITORS_LIST_H
#define AWN_DIRECTORY_EDITORS_LIST_H

#include "base/arena.h"
#include "db/db.h"

struct editors_listed {
    struct str id, title;
    int64_t checked_at; /* seconds, or 0 */
    int64_t doubted;    /* day, or 0 */
};
struct editors_list {
    struct editors_listed *v; /* at most ten */
    size_t n;
};
struct editors_lists {
    struct editors_list doubted; /* newest first */
    struct editors_list oldest;  /* checked before `old`, longest ago first */
    struct editors_list never;   /* changed last first */
    int64_t never_total;
};
enum err editors_lists_read(struct db *db, struct arena *a, int64_t old,
                            struct editors_lists *out) MUST_CHECK;

/* The last report about it was answered. */
enum err editors_doubt_clear(struct db *db, struct str id) MUST_CHECK;

#endif
