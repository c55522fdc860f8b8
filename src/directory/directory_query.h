/* From what a person asked to what the index is asked for. Inside the room.
 *
 * Each word asked becomes a term with alternatives, in this order of worth:
 *   its stems                                        written so
 *   concepts that the words name (vocabulary.h)      meant so, in any language
 *   near spellings, if nobody wrote it so            probably a typing error
 *   the same skeleton of consonants                  a broken plural, Arabizi, another script
 *   concepts near to those named, then broader ones  may help too
 * Conditions (need, area, language, tags) become groups of lists; an entry must be in one of each.
 */
#ifndef AWN_DIRECTORY_DIRECTORY_QUERY_H
#define AWN_DIRECTORY_DIRECTORY_QUERY_H

#include "directory/directory.h"
#include "directory/directory_rank.h"
#include "i18n/i18n.h"
#include "search/vocabulary.h"

enum asked_how {
    ASKED_WORD,     /* written so */
    ASKED_CONCEPT,  /* the concept itself */
    ASKED_SPELLING, /* near: `shown` is what it was taken for */
    ASKED_SKELETON,
    ASKED_RELATED /* a concept near to it, or broader */
};

struct asked_alt {
    struct str word; /* of the index */
    uint16_t weight;
    uint8_t term;
    enum asked_how how;
    const struct concept *concept;
    struct str shown;
};

struct asked {
    struct search_terms terms;
    struct asked_alt alts[RANK_ALTS_MAX];
    struct rank_alt ranks[RANK_ALTS_MAX]; /* the same, with their postings */
    size_t nalts;
    uint16_t scale[RANK_TERMS_MAX];  /* of a term's weight, in 256ths */
    uint64_t places[RANK_TERMS_MAX]; /* of rank_query */
    size_t nplaces;
    uint64_t readable, spoken; /* likewise */
    size_t nlearned;           /* directory_feedback.h: a term behind those asked, or none */
    struct rank_filter filters[RANK_FILTERS_MAX];
    size_t nfilters, ngroups;
    struct str area; /* the place that was taken for the one asked; STR_NONE: none asked */
    bool nowhere;    /* a condition that nothing fulfils */
};

/* `slots`: of the corpus. The same words give the same answer on both engines. */
enum err directory_ask(struct db *db, struct search *search, struct arena *a,
                       const struct directory_query *query, const struct lang *lang,
                       struct asked *out) MUST_CHECK;

#endif
