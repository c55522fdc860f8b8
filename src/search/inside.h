/* What the files of this room share. */
#ifndef AWN_SEARCH_INSIDE_H
#define AWN_SEARCH_INSIDE_H

#include "search/fold.h"
#include "search/stem.h"

struct UBreakIterator;

struct search {
    struct fold fold;
    struct stem stem;
    struct UBreakIterator *words; /* opened when first needed */
};

/* Forgets the last text. */
void search_wipe(struct search *s);

#endif
