/* From words a person typed to tokens that match: fold, split, stem.
 *
 * Pure: text in, tokens out. The same function prepares what is stored and what is asked, on both
 * engines. Folding: NFKC and case folding (ICU); Arabic: tatweel, harakat and superscript alef
 * dropped; أإآٱ → ا, ى → ي, ؤ → و, ئ → ي, ة → ه, Persian ی ک → ي ك; Arabic-Indic and Persian digits
 * → ASCII; Latin diacritics dropped. Splitting: runs of letters and digits of one script, an
 * apostrophe between Latin letters stays; scripts without spaces between words by ICU's word
 * boundaries. Then per word the stemmer of its script (libstemmer's Snowball): Arabic, after the
 * article, also behind و ف ب ك ل, is cut; Russian for Cyrillic; for Latin that of the text's
 * language when the caller knows it, else English; French and Italian without what is elided before
 * the word (l'avocat, dell'avvocato). A document keeps all its words; a query loses
 * the stop words of Arabic and English unless nothing else is left.
 *
 * What was read may be a sealed text: nothing of it stays in the `struct search` after a call.
 */
#ifndef AWN_SEARCH_SEARCH_H
#define AWN_SEARCH_SEARCH_H

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

struct search; /* tables, stemmers and scratch, some 20 KiB: one per thread */

/* The languages of Awn, and the Snowball stemmer of each; without one, words are only folded. */
#define SEARCH_LANGS(X)                                                                            \
    X(AR, "ar", "arabic")                                                                          \
    X(EN, "en", "english")                                                                         \
    X(IT, "it", "italian")                                                                         \
    X(FR, "fr", "french")                                                                          \
    X(DE, "de", "german")                                                                          \
    X(PT, "pt", "portuguese")                                                                      \
    X(RU, "ru", "russian")                                                                         \
    X(ES, "es", "spanish")                                                                         \
    X(TR, "tr", "turkish")                                                                         \
    X(PL, "pl", NULL)                                                                              \
    X(JA, "ja", NULL)                                                                              \
    X(ZH, "zh", NULL)
enum search_lang {
    SEARCH_LANG_UNKNOWN,
#define X(name, code, stemmer) SEARCH_##name,
    SEARCH_LANGS(X)
#undef X
};
#define SEARCH_LANG_BIT(lang) (1u << (lang))

/* The language of a tag as documents carry it: "pt", "pt-BR", "PT_br". UNKNOWN for others. */
enum search_lang search_lang_find(struct str tag);

struct search *search_create(void) __attribute__((returns_nonnull));
void search_destroy(struct search *s); /* NULL is allowed */

struct search_token {
    struct str text;   /* stem, in the arena */
    struct str folded; /* the folded word before stemming */
    size_t from, to;   /* bytes in the original text, for highlighting */
    bool stop;         /* a stop word */
};
struct search_tokens {
    struct search_token *v;
    size_t n;
    enum search_lang lang; /* whose stems the Latin words have */
};

#define SEARCH_TOKEN_MAX 64 /* bytes; longer words are cut at a code point */
#define SEARCH_QUERY_MAX 16 /* words */

/* Tokens of a document (all words) or of a query (at most 16 words, no duplicates). Invalid UTF-8
 * gives none. */
void search_document(struct search *s, struct arena *a, struct str text, struct search_tokens *out);
void search_query(struct search *s, struct arena *a, struct str text, struct search_tokens *out);

/* Tokens of a text whose language is known: its Latin words are stemmed in that language.
 * search_document is this with SEARCH_LANG_UNKNOWN. Still, every script has its own stemmer: Arabic
 * words in an English text are Arabic. */
void search_document_in(struct search *s, struct arena *a, struct str text, enum search_lang lang,
                        struct search_tokens *out);

/* A query against documents of several languages: per word the stems it may stand under, best guess
 * first, none twice. `langs` are the bits (SEARCH_LANG_BIT) of the languages in which the documents
 * are, the page's own first choice is `page`; English always takes part. Arabic words also give
 * what stays after a dialect's article (هال, عال) or one letter written together (و ف ب ل ك). */
#define SEARCH_STEMS_MAX 6
struct search_term {
    struct str folded;
    size_t from, to; /* bytes in the query */
    struct str stems[SEARCH_STEMS_MAX];
    size_t n;
};
struct search_terms {
    struct search_term *v; /* at most SEARCH_QUERY_MAX */
    size_t n;
};
void search_query_in(struct search *s, struct arena *a, struct str text, enum search_lang page,
                     unsigned langs, struct search_terms *out);

/* Whether two folded words are at most `most` (0–2) steps apart, and how many: one code point put
 * in, left out, replaced, or two neighbours swapped, no place touched twice (optimal string
 * alignment distance). Words of more than SEARCH_TOKEN_MAX bytes are near to nothing. Quick enough
 * to walk a lexicon; *distance is set only when true and may be NULL. */
bool search_near(struct str a, struct str b, int most, int *distance);

/* A coarse key of consonants of a folded Arabic or Latin word, ASCII: words that share it *may* be
 * forms of one another (a broken plural, or Arabizi). Empty when fewer than two consonants stay, or
 * for other scripts; an empty key meets nothing. Classes and their source: skeleton.c. */
struct str search_skeleton(struct search *s, struct arena *a, struct str folded_word);

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
