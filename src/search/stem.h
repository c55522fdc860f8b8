/* From a folded word to its stem; stop words. Room-internal. */
#ifndef AWN_SEARCH_STEM_H
#define AWN_SEARCH_STEM_H

#include "base/str.h"

struct sb_stemmer;

#define STEM_STOP_SLOTS 512

struct stem {
    struct sb_stemmer *arabic, *english;
    size_t arabic_used, english_used; /* longest word since the last wipe */
    uint8_t stop[STEM_STOP_SLOTS];    /* open addressing: number in the list + 1 */
};

void stem_init(struct stem *s);
void stem_release(struct stem *s);
void stem_wipe(struct stem *s); /* overwrites the last word inside the stemmers */

/* The stem (a stop word is its own) of a folded word of at most SEARCH_TOKEN_MAX bytes: points into
 * the word or into the stemmer, good until the next call. */
struct str stem_word(struct stem *s, struct str folded);

/* Whether a folded word says nothing about what is looked for. */
bool stem_is_stop(const struct stem *s, struct str folded);

/* Part of every folded word that has this stem. `prefix`: the word begins with it. Arabic: the stem
 * is a run of the word's letters, but for its first one (Snowball turns يست into است). Latin: the
 * stem begins like the word, but for its last two (dying, die; skies, sky; ability, abl). */
struct str stem_core(struct str stem, bool *prefix);

#endif
