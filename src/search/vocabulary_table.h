/* The tables that tools/vocabc makes of /vocabulary. Room-internal, shared with the tool.
 *
 * A phrase is a run of pairs: the stem that each of its words has in its language ("word") and how
 * it is written ("spelling", folded). Phrases are sorted by the stem they begin with, longest
 * first. Texts are places in one run of bytes: nothing is relocated at start, and what twelve
 * languages take is shared by all processes. Slots are open addressing over vocab_hash: number + 1,
 * 0 for none; their number is a power of 2.
 */
#ifndef AWN_SEARCH_VOCABULARY_TABLE_H
#define AWN_SEARCH_VOCABULARY_TABLE_H

#include "search/vocabulary.h"

#define VOCAB_PHRASE_MAX 6 /* words */

struct vocab_text {
    uint32_t at; /* in VOCAB.texts */
    uint16_t n;
};

struct vocab_word {
    struct vocab_text stem;
    uint16_t from, to; /* phrases that begin with it */
    uint16_t langs;    /* SEARCH_LANG_BIT of those whose phrases have it */
};

struct vocab_spelling {
    struct vocab_text folded;
    uint64_t letters; /* VOCAB_LETTER of each, without the article */
    uint16_t word;
    uint16_t langs; /* SEARCH_LANG_BIT of those that write it */
    uint8_t points; /* code points without the article */
    uint8_t bare;   /* bytes of the article */
};

struct vocab_pair {
    uint16_t word, spelling;
};

/* Where a phrase may be found. "?" in the files makes it ASKED. */
enum vocab_use { VOCAB_ANYWHERE, VOCAB_ASKED };

struct vocab_phrase {
    uint32_t pairs; /* its first */
    uint16_t concept;
    uint8_t n;
    uint8_t use;
    uint8_t lang; /* whose stems its words have */
};

/* An Arabic spelling by its skeleton, sorted by key; `full` keeps doubled consonants. */
struct vocab_key {
    struct vocab_text key, full;
    uint16_t spelling;
};

struct vocab {
    const struct concept *concepts;
    const struct concept *const *tops;
    const char *const *langs;
    const uint32_t
        *labels; /* [concept * nlangs + lang], where it is in `texts`; 0: there is none */
    const char *texts;
    const struct vocab_word *words;
    const struct vocab_spelling *spellings;
    const struct vocab_pair *pairs;
    const struct vocab_phrase *phrases;
    const struct vocab_key *keys;
    const uint16_t *word_slots, *spelling_slots;
    unsigned nconcepts, ntops, nlangs, english, nwords, nspellings, nkeys, nslots;
    unsigned lang_bits; /* SEARCH_LANG_BIT of every file */
    uint64_t version;   /* another one for other data */
};

extern const struct vocab VOCAB;

/* One bit of a set of letters; letters may share one. */
#define VOCAB_LETTER(c) ((uint64_t)1 << ((c)&63))

/* FNV-1a, 32 bits (draft-eastlake-fnv). */
static inline uint32_t vocab_hash(struct str text)
{
    uint32_t h = 2166136261u;
    for (size_t i = 0; i < text.n; i++)
        h = (h ^ (unsigned char)text.p[i]) * 16777619u;
    return h;
}

#endif
