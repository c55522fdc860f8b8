/* The vocabulary of needs: concepts, and the words people have for them in each language.
 *
 * Purpose: languages meet in concepts. What a text mentions is found by a walk over its words; an
 * entry is indexed under the concepts it mentions and all that are broader, and a query's words
 * give concepts in the same way. The data are the plain files in /vocabulary (format: its
 * README.md), compiled in by tools/vocabc, which refuses what is not right. A phrase is stored as
 * the stems of its words in its language, so inflected forms meet, and a stem never means a word
 * of another language that happens to be cut alike; stop words, and the small words of the other
 * languages (de, la, der, di …), that stand between its words are passed over.
 *
 * Everything here is constant and lives as long as the program.
 */
#ifndef AWN_SEARCH_VOCABULARY_H
#define AWN_SEARCH_VOCABULARY_H

#include "search/search.h"

struct concept {
    const char *id;  /* "lawyer": letters a–z, digits and -, at most 30 */
    unsigned number; /* 0 … vocabulary_count() - 1, in the order of concepts.txt */
    bool top;        /* a kind of need: nothing is broader */
    unsigned nbroader, nabove, nnear;
    const struct concept *const *broader; /* as written in concepts.txt */
    const struct concept *const *above;   /* all that are broader, the nearest first */
    const struct concept *const *near;    /* related both ways */
};

size_t vocabulary_count(void);
const struct concept *vocabulary_at(size_t number);

/* A number that is another one whenever the words are others. */
uint64_t vocabulary_version(void);

/* By id; NULL when there is none. */
const struct concept *vocabulary_concept(struct str id);

/* The name of a concept in a language ("ar"), else in English. Static. */
const char *vocabulary_label(const struct concept *c, const char *lang);

/* The kinds of need, in the order of concepts.txt. */
size_t vocabulary_tops(const struct concept *const **out);

/* How surely a text means the concept, the surest first. */
enum vocabulary_how {
    VOCABULARY_EXACT,    /* written as in the vocabulary, but for folding and the article */
    VOCABULARY_STEM,     /* an inflected form */
    VOCABULARY_SKELETON, /* the same consonants: a broken plural, or Arabizi */
    VOCABULARY_NEAR,     /* one or two letters differ */
};

/* One concept that is meant. A phrase of several concepts gives one hit each, side by side. Hits
 * come in the order of the text; the longest phrase wins, and only one that begins inside it, is
 * written as in the vocabulary and goes on behind it stands beside it. Behind a
 * phrase come, as `inner`, the concepts that its words name by themselves (a military lawyer is a
 * lawyer), but for those it means anyway: written as they are, or in the plural. */
struct vocabulary_hit {
    const struct concept *concept;
    size_t from, to;         /* bytes in the text */
    size_t token, ntokens;   /* which words (in find: as search_document gives them) */
    enum vocabulary_how how; /* the least sure of its words */
    bool inner;              /* inside a longer phrase */
    unsigned langs;          /* SEARCH_LANG_BIT of those that write it so; guessed: 0 */
};

/* For documents: a walk over tokens made by search_document or search_document_in. EXACT and STEM
 * only. Returns how many were written, at most `max`. */
size_t vocabulary_find_tokens(const struct search_tokens *tokens, struct vocabulary_hit *out,
                              size_t max);

/* For queries: words of any language; for words that are not in the vocabulary also near spellings
 * and skeletons. Whether such a guess is wanted for a word that documents do contain is the
 * caller's to say: `how` tells. */
size_t vocabulary_find(struct search *s, struct arena *a, struct str text,
                       struct vocabulary_hit *out, size_t max);

#endif
