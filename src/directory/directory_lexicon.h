/* The forms of words that stand in the directory, by length: what near spellings are found among.
 * Inside the room. Pure: rows of the table directory_lexicon in, rows out.
 *
 * A row holds the forms of one length in code points, sorted: each a byte and the form, a byte and
 * its stem, and how often it stands in all texts (LEB128).
 */
#ifndef AWN_DIRECTORY_DIRECTORY_LEXICON_H
#define AWN_DIRECTORY_DIRECTORY_LEXICON_H

#include "directory/directory_bag.h"

#define LEXICON_FORM_MIN 4 /* code points; shorter words are near to too many */

/* The length of the row a form belongs in; 0: in none (digits, too short). */
int lexicon_length(struct str form);

/* Sorts forms by length, form, stem. */
void lexicon_sort(const struct bag_form **v, size_t n);

/* A row of sorted forms. Those that occur no more are left out; an empty row is STR_NONE. */
enum err lexicon_pack(struct arena *a, const struct bag_form **v, size_t n,
                      struct str *out) MUST_CHECK;

/* A row with the counts of some sorted forms added to. ERR_DB: damaged, or a count would fall below
 * zero. */
enum err lexicon_merge(struct arena *a, struct str row, const struct bag_form **v, size_t n,
                       struct str *out) MUST_CHECK;

/* The forms of a row that are at most `most` steps from a word; the best so far are kept in `out`,
 * nearest first, then the more frequent, then by form. Returns the new number, at most `max`. */
struct near_form {
    struct str form, stem; /* point into the row */
    int distance;
    int64_t count;
};
enum err lexicon_near(struct str row, struct str word, int most, struct near_form *out, size_t max,
                      size_t *n) MUST_CHECK;

#endif
