/* Following another directory's feed: an HSDS 3.x API of a sister network or a city.
 *
 * Purpose: what changed there since the last time comes in, what is gone there goes; what was
 * corrected, sealed or hidden here stays so. All or nothing: every page is fetched and read before
 * the first row is written.
 *
 * Asked for are /taxonomies, /taxonomy_terms, /organizations (all optional there) and /services,
 * fully nested, with modified_after; then the ids of all services, to see which are gone. The
 * moment to ask from next time is kept with the source: a day before this pull began, so that a
 * clock that is off loses nothing; what comes twice is unchanged.
 *
 * This room makes no connection: the caller fetches.
 */
#ifndef AWN_DIRECTORY_DIRECTORY_PULL_H
#define AWN_DIRECTORY_DIRECTORY_PULL_H

#include "directory/directory.h"

#define PULL_PAGES_MAX 20000 /* of one collection */
#define PULL_PER_PAGE 50
#define PULL_BYTES_MAX (1024u * 1024 * 1024) /* of all answers together */

/* The body of a GET, in the arena. ERR_NOT_FOUND: a 404; ERR_IO: it cannot be had (told by whoever
 * fetches). */
typedef enum err directory_fetch_fn(void *ctx, struct arena *a, struct str address,
                                    struct str *body);

struct directory_pull {
    struct str url;    /* of the API's root, without '/' at the end */
    struct str source; /* the name it is known by here */
    enum hsds_orphans orphans;
    bool whole; /* everything again, not only what changed */
    int64_t now;
    directory_fetch_fn *fetch;
    hsds_event_fn *event;
    hsds_say_fn *say; /* may be NULL: English */
    directory_move_fn *move;
    void *ctx; /* of all four */
};

/* ERR_INVALID: what is there is no HSDS 3.x API, or its pages cannot be read (told as
 * HSDS_BROKEN); ERR_IO from fetch. After an error nothing changed. */
enum err directory_pull(struct db *db, struct search *search, const struct directory_pull *how,
                        struct directory_imported *out) MUST_CHECK;

#endif
