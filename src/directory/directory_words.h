/* The directory's data in words of the page's language. Pure. */
#ifndef AWN_DIRECTORY_DIRECTORY_WORDS_H
#define AWN_DIRECTORY_DIRECTORY_WORDS_H

#include "directory/directory_rules.h"
#include "directory/directory_view.h"
#include "i18n/i18n.h"

/* "one, two, three" with the language's comma. */
struct str words_list(struct arena *a, const struct lang *l, const struct str *words, size_t n);

/* An address on one line. */
struct str words_address(struct arena *a, const struct lang *l,
                         const struct directory_address *address);

/* Seven rows, Sunday first, the one of `day` (days since 1970) marked; none when nothing is known.
 * Returns how many. */
size_t words_week(struct arena *a, const struct lang *l, const struct directory_hours *hours,
                  size_t n, int32_t day, const struct directory_hours_view **out);

#endif
