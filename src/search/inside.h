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

/* The key of search_skeleton; FULL keeps doubled consonants, also those a vowel stands between: a
 * second look at words of few consonants. */
enum skeleton_kind { SKELETON_COARSE, SKELETON_FULL };
struct str skeleton_of(struct arena *a, struct str folded, enum skeleton_kind kind);

/* The stems a folded word may stand under, best guess first (search_query_in). `stem` is the one
 * search_document gives it. */
void query_stems(struct search *s, struct arena *a, struct str stem, enum search_lang page,
                 unsigned langs, struct search_term *out);

/* Forgets the last text. */
void search_wipe(struct search *s);

#endif
