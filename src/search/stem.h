/* From a folded word to its stem; stop words. Room-internal. */
#ifndef AWN_SEARCH_STEM_H
#define AWN_SEARCH_STEM_H

#include "search/search.h"

struct sb_stemmer;

#define STEM_LANGS (SEARCH_ZH + 1)

#define STEM_STOP_SLOTS 512

struct stem {
    struct sb_stemmer *by[STEM_LANGS];    /* opened when first needed */
    size_t used[STEM_LANGS];              /* longest word since the last wipe */
    char latin[SEARCH_TOKEN_MAX * 2 + 8]; /* the last Latin word */
    uint8_t stop[STEM_STOP_SLOTS];        /* open addressing: number in the list + 1 */
};

void stem_init(struct stem *s);
void stem_release(struct stem *s);
void stem_wipe(struct stem *s); /* overwrites the last word inside the stemmers */

/* The stem (a stop word is its own) of a folded word of at most SEARCH_TOKEN_MAX bytes: points into
 * the word or into the stemmer, good until the next call. Latin words are stemmed in `lang`: its
 * own way when it is written in Latin letters, else the English one. */
struct str stem_word_in(struct stem *s, struct str folded, enum search_lang lang);
struct str stem_word(struct stem *s, struct str folded); /* SEARCH_LANG_UNKNOWN */

/* Whether a folded word says nothing about what is looked for. */
bool stem_is_stop(const struct stem *s, struct str folded);

/* Without the Arabic article; the word itself when it has none. */
struct str stem_bare(struct str folded);

/* Without a dialect's article (هال, عال, شال) or one letter written together (و ف ب ل ك): one of
 * several ways to read a word, so only for queries. Empty when there is nothing to take off. */
struct str stem_without_prefix(struct str folded);

/* Latin without what French and Italian elide before a word: avocat of l'avocat. */
struct str stem_elided(struct str folded);

/* Which stemmer Latin letters get in a text of this language. */
enum search_lang stem_latin_lang(enum search_lang lang);

/* By its first letter of the script; digits alone are neither. */
bool stem_is_arabic(struct str word);
bool stem_is_latin(struct str word);

bool stem_is_cyrillic(struct str word);

/* A folded Latin word with the diacritics that its ending had, in room for twice its bytes and 8;
 * and a text made plain again, in place. Both return the new length. */
size_t stem_write(enum search_lang lang, struct str folded, char *out);
size_t stem_plain(char *p, size_t n);

/* Part of every folded word that has this stem. `prefix`: the word begins with it. Arabic: the stem
 * is a run of the word's letters, but for its first one (Snowball turns يست into است). Latin: the
 * stem begins like the word, but for its last two (dying, die; skies, sky; ability, abl). Cyrillic:
 * up to the first е, which may be ё in the word. */
struct str stem_core(struct str stem, bool *prefix);

#endif
