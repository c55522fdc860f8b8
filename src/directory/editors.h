/* The editors' desk: who looks after the directory, and what people report to them.
 *
 * Purpose: whoever can come into this desk (desk/desk.h) may add, correct, tag, seal and remove
 * entries and reads the reports that anybody may drop there. The byline is what the public sees of
 * an editor on what they checked or changed; an empty one is "the editors' desk".
 *
 * Ownership: everything lives in the context's secret arena.
 */
#ifndef AWN_DIRECTORY_EDITORS_H
#define AWN_DIRECTORY_EDITORS_H

#include "desk/desk.h"
#include "directory/directory_report.h"

extern const struct desk_kind DESK_EDITORS;

struct editors_letter {
    struct tag id;
    struct directory_report report;
};
struct editors_letters {
    struct editors_letter *v; /* newest day first */
    size_t n;
};
enum err editors_letters_read(struct desk *d, struct editors_letters *out) MUST_CHECK;

/* Takes a letter out. *last: no other one waits about the same entry. ERR_NOT_FOUND: another editor
 * was first. */
enum err editors_letter_take(struct desk *d, const struct tag *id, struct str *entry,
                             bool *last) MUST_CHECK;

#endif
