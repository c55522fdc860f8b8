/* Folding and splitting in one pass. Room-internal.
 *
 * fold_run writes the folded words of a text to `out`, each between single spaces (also before the
 * first and after the last), so that a word's beginning can be looked for as " abc".
 *
 * A word is a run of letters, marks and decimal digits of one script (Arabic, Latin, or all
 * others); digits belong to either side; an apostrophe between two Latin letters belongs to the
 * word. Code points below U+0250 and the Arabic block go through a table that is made with ICU when
 * the folder is created, so the quick way and the long way cannot disagree; everything else is
 * folded by ICU, one normalisation unit at a time.
 */
#ifndef AWN_SEARCH_FOLD_H
#define AWN_SEARCH_FOLD_H

#include "base/str.h"

enum fold_class {
    FOLD_SLOW, /* ask ICU */
    FOLD_SEP,
    FOLD_DROP,
    FOLD_APOS,
    FOLD_MARK,
    FOLD_DIGIT,
    FOLD_LATIN,
    FOLD_ARABIC,
    FOLD_OTHER,
};

#define FOLD_TABLE 0x700

struct fold_entry {
    uint8_t class;
    uint8_t n;
    char b[2];
};

struct fold_span {
    size_t at, n;    /* the word in out */
    size_t from, to; /* in the text */
};

struct fold {
    struct fold_entry table[FOLD_TABLE];
    char *out;
    size_t n, cap;
    struct fold_span *spans;
    size_t nspans, cap_spans;
    bool unspaced; /* a script without spaces between words occurs */
    /* the word being written */
    bool open, want_spans;
    enum fold_class script; /* FOLD_DIGIT: no letter yet */
};

enum fold_spans { FOLD_NO_SPANS, FOLD_SPANS };

void fold_init(struct fold *f);
void fold_release(struct fold *f);

/* False when the text is not valid UTF-8 without NUL. */
bool fold_run(struct fold *f, struct str text, enum fold_spans spans);

/* Whether a folded word has letters of a script without spaces between words. */
bool fold_is_unspaced(struct str word);

/* Overwrites what the last run left behind: it may have been a sealed text. */
void fold_wipe(struct fold *f);

#endif
