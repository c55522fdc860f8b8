/* The page for right now: lines that can be called, and what to do.
 *
 * Purpose: GET /now, for anybody, one tap away on every page; GET /now/all is the same with every
 * part open, for paper. Everything stands on the one page, so that it needs no connection once it
 * is open. The lines are entries of the directory that an editor tagged CRISIS; who checked them
 * and when stands with each.
 */
#ifndef AWN_DIRECTORY_CRISIS_H
#define AWN_DIRECTORY_CRISIS_H

#include "directory/directory.h"
#include "http/router.h"

#define CRISIS_LINES_MAX 40

/* How far a line can be relied on. */
enum crisis_trust { CRISIS_FRESH, CRISIS_OLD /* checked over a year ago */, CRISIS_UNCHECKED };
#define CRISIS_OLD_AFTER (365 * 86400)

struct crisis_line {
    struct directory_entry entry;
    enum crisis_trust trust;
};
struct crisis_lines {
    struct crisis_line *v;
    size_t n;
};

/* LIVE entries with the tag, with what they say in effect: those that can be relied on first, then
 * by id; at most CRISIS_LINES_MAX. */
enum err directory_crisis_load(struct db *db, struct arena *a, int64_t now,
                               struct crisis_lines *out) MUST_CHECK;

extern const struct route_table DIRECTORY_CRISIS_ROUTES;

#endif
