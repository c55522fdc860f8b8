/* From words a person typed to tokens that match: fold, split, stem.
 *
 * Pure: text in, tokens out. The same function prepares what is stored and what is asked, on both
 * engines. Folding: NFKC and case folding (ICU); Arabic: tatweel, harakat and superscript alef
 * dropped; أإآٱ → ا, ى → ي, ؤ → و, ئ → ي, ة → ه, Persian ی ک → ي ك; Arabic-Indic and Persian digits
 * → ASCII; Latin diacritics dropped. Splitting: runs of letters and digits of one script, an
 * apostrophe between Latin letters stays; scripts without spaces between words by ICU's word
 * boundaries. Then per word the stemmer of its script (libstemmer: Snowball Arabic and English),
 * after the Arabic article, also behind و ف ب ك ل, is cut. A document keeps all its words; a query
 * loses the stop words of both languages unless nothing else is left.
 *
 * What was read may be a sealed text: nothing of it stays in the `struct search` after a call.
 */
#ifndef AWN_SEARCH_SEARCH_H
#define AWN_SEARCH_SEARCH_H

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

struct search; /* tables, stemmers and scratch, some 20 KiB: one per thread */

struct search *search_create(void) __attribute__((returns_nonnull));
void search_destroy(struct search *s); /* NULL is allowed */

struct search_token {
    struct str text;   /* stem, in the arena */
    struct str folded; /* the folded word before stemming */
    size_t from, to;   /* bytes in the original text, for highlighting */
};
struct search_tokens {
    struct search_token *v;
    size_t n;
};

#define SEARCH_TOKEN_MAX 64 /* bytes; longer words are cut at a code point */
#define SEARCH_QUERY_MAX 16 /* words */

/* Tokens of a document (all words) or of a query (at most 16 words, no duplicates). Invalid UTF-8
 * gives none. */
void search_document(struct search *s, struct arena *a, struct str text, struct search_tokens *out);
void search_query(struct search *s, struct arena *a, struct str text, struct search_tokens *out);

/* Folding alone, also for sign-in names and codes: same rules, words kept in order, single spaces,
 * none cut. Folding what is folded changes nothing. Invalid UTF-8 gives an empty string. */
struct str search_fold(struct search *s, struct arena *a, struct str text);

/* How well a document answers a query, in thousandths (at most 1000): the mean over the query's
 * tokens of being there, being there repeatedly, and being written alike; rare ones are the
 * caller's to weigh. 0 = does not match (some token is missing, or the query is empty). Used for
 * search inside circles, in memory. */
int search_match(const struct search_tokens *query, const struct search_tokens *doc);

/* The same number as search_match over search_document(text), but without making tokens: folds the
 * text and stems only the words that share a part with a token of the query. The query comes from
 * search_query. */
int search_text_match(struct search *s, const struct search_tokens *query, struct str text);

#endif
