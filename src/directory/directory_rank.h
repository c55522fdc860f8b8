/* Ranking: which entries answer a query best. Pure; integers only, so that the order is the same on
 * every machine and engine.
 *
 * BM25 (Robertson, Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", 2009, 3.3),
 * with the fields' weights folded into the term frequency (BM25F, ibid. 3.4) and quantised when
 * the index is built ("impacts": Anh, Moffat, SIGIR 2001, 2006): a posting is an entry number and
 * one byte. A query then adds up idf × impact. Lengths are measured against a fixed one and not
 * against the average of the corpus, so that an entry's postings depend on nothing but itself, and
 * an entry can be changed in place.
 *
 * A term of a query may be written in several ways (its stem, a concept, a near spelling): its
 * alternatives, each with a weight. Of those that an entry has, the best counts, not their sum.
 *
 * Ties: the lower number in `order`, which follows titles.
 *
 * A word's postings are one packed run of bytes: how many, then per entry the distance to the one
 * before (LEB128) and its impact byte.
 */
#ifndef AWN_DIRECTORY_DIRECTORY_RANK_H
#define AWN_DIRECTORY_DIRECTORY_RANK_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"

struct posting {
    uint32_t entry;
    uint8_t impact; /* 1 … 255 */
};

/* log2(1 + (n - df + 0.5) / (df + 0.5)) in 256ths; 0 < df <= n. */
uint32_t rank_idf(uint64_t n, uint64_t df);

/* weight × (k1 + 1) / (weight + k1 × (1 - b + b × length / RANK_LENGTH)), scaled to 1 … 255. All in
 * the unit of the field weights. */
#define RANK_LENGTH 160
uint8_t rank_impact(uint64_t weight, uint64_t length);

/* `v` is sorted by entry, without doubles, n > 0. */
void rank_pack(struct buf *out, const struct posting *v, size_t n);

/* The way back. ERR_DB when they are damaged, or name an entry that is not below `slots`. */
enum err rank_unpack(struct arena *a, struct str postings, uint64_t slots, struct posting **out,
                     size_t *n) MUST_CHECK;

/* How many entries a word has, 0 for STR_NONE. */
uint64_t rank_count(struct str postings);

#define RANK_ENOUGH 10 /* matches; fewer are filled up with what answers in part */
#define RANK_TERMS_MAX 16
#define RANK_ALTS_MAX 64
#define RANK_FILTERS_MAX 32

/* One way to write a term: its packed postings (or STR_NONE), and what it is worth of 256. */
struct rank_alt {
    struct str postings;
    uint16_t weight;
    uint8_t term;
};

/* An entry must be in at least one list of each group (0, 1, …). */
struct rank_filter {
    struct str postings;
    uint8_t group;
};

struct rank_query {
    const struct rank_alt *alts; /* sorted by term */
    size_t nalts, nterms;
    size_t nlearned;        /* of the terms, the last: nobody asked for them, so they may add to
                               what matches, and nothing is wanting without them */
    const uint16_t *scale;  /* by term: of its weight, in 256ths; NULL: the whole */
    const uint64_t *places; /* each the bits of the alternatives that name one place */
    size_t nplaces;
    uint64_t readable; /* alternatives that find nothing, but without any of which an entry is
                          probably in a language that who asks does not read; 0: all are read */
    uint64_t spoken;   /* alternatives that are the languages asked by name; 0: none */
    const struct rank_filter *filters; /* sorted by group */
    size_t nfilters, ngroups;
    const uint16_t *week; /* by entry; NULL: all times are welcome */
    const bool *open;     /* by week: whether such an entry is */
    size_t nopen;
    const uint32_t *order;   /* by entry; NULL: its number */
    const uint16_t *quality; /* by entry: the score when there are no terms; may be NULL */
    uint64_t slots;          /* entries are numbered below this … */
    uint64_t live;           /* … and so many of the numbers are taken */
    size_t offset, limit;
};

struct rank_match {
    uint32_t entry;
    uint32_t order;
    uint64_t alts; /* bit i: it has alternative i */
    uint64_t score;
};

struct rank_result {
    struct rank_match *v;
    size_t n;
    int64_t total;
};

/* The matches [offset, offset + limit), best first. An entry matches when its terms make at least
 * half of the query's weight; behind fewer than RANK_ENOUGH of those stand entries that make an
 * eighth, up to that number; when there are neither, entries with any. Terms that nobody wrote
 * count for nothing. Score: the sum over the terms, times the square of the share of the query's
 * weight that matches; an entry that is not in a place asked for stands behind those that are (a
 * quarter of its score, and never more than fair). One that is not readable loses a quarter of its
 * score, one without the languages asked for a third. Without terms: entries that pass the filters,
 * by quality (and by the impact of the first group). ERR_DB when postings are damaged. */
enum err rank_find(struct arena *a, const struct rank_query *q, struct rank_result *out) MUST_CHECK;

#endif
