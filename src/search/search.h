/* From words a person typed to tokens that match: fold, split, stem.
 *
 * Pure: text in, tokens out. The same function prepares what is stored and what is asked, on both
 * engines. Folding: NFKC and case folding (ICU); Arabic: tatweel, harakat and superscript alef
 * dropped; أإآٱ → ا, ى → ي, ؤ → و, ئ → ي, ة → ه, Persian ی ک → ي ك; Arabic-Indic and Persian digits
 * → ASCII; Latin diacritics dropped. Splitting: ICU word boundaries; then per token the stemmer of
 * its script and language (libstemmer: Snowball Arabic and English), after the Arabic article and
 * one-letter conjunctions (و ف ب ك ل + ال) are cut. Stop words of both languages are dropped unless
 * nothing else is left.
 */
#ifndef AWN_SEARCH_SEARCH_H
#define AWN_SEARCH_SEARCH_H

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

struct search; /* stemmers and break iterators: one per thread */

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

/* Tokens of a document (all words) or of a query (at most 16 words, no duplicates). Invalid UTF-8
 * gives none. */
void search_document(struct search *s, struct arena *a, struct str text, struct search_tokens *out);
void search_query(struct search *s, struct arena *a, struct str text, struct search_tokens *out);

/* Folding alone, also for sign-in names and codes: same rules, words kept in order, single spaces.
 */
struct str search_fold(struct search *s, struct arena *a, struct str text);

/* How well a document answers a query, in thousandths: every query token that occurs adds, rare
 * ones are the caller's to weigh. 0 = does not match (some token is missing). Used for search
 * inside circles, in memory. */
int search_match(const struct search_tokens *query, const struct search_tokens *doc);

#endif
