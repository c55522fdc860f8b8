/* Ranking: which entries answer some words best. Pure; integers only, so that the order is the
 * same on every machine and engine.
 *
 * BM25 (Robertson, Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", 2009, 3.3),
 * with the fields' weights folded into the term frequency (BM25F, ibid. 3.4) and quantised when
 * the index is built ("impacts": Anh, Moffat, SIGIR 2001, 2006): a posting is an entry number and
 * one byte. A query then adds up idf × impact.
 *
 * Entries are numbered from 0 in the order of their titles, so that the lower number wins a tie.
 *
 * A word's postings are one packed run of bytes: how many, then per entry the distance to the one
 * before (LEB128) and its impact byte.
 */
#ifndef AWN_DIRECTORY_DIRECTORY_RANK_H
#define AWN_DIRECTORY_DIRECTORY_RANK_H

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

/* weight × (k1 + 1) / (weight + k1 × (1 - b + b × length / average)), scaled to 1 … 255. All in
 * the unit of the field weights. */
uint8_t rank_impact(uint64_t weight, uint64_t length, uint64_t average);

/* `v` is sorted by entry, without doubles, n > 0. */
void rank_pack(struct buf *out, const struct posting *v, size_t n);

/* What one word of the query brings: its packed postings (none: STR_NONE). */
struct rank_word {
    struct str postings;
};
#define RANK_WORDS_MAX 16

struct rank_match {
    uint32_t entry;
    uint32_t words; /* bit i: word i of the query matches */
    uint64_t score;
};

struct rank_result {
    struct rank_match *v;
    size_t n;
    int64_t total;
};

/* The matches [offset, offset + limit), best first, of a corpus of n entries. Score: the sum over
 * the words, times the share of the query's weight that matches. ERR_DB when postings are
 * damaged. */
enum err rank_find(struct arena *a, const struct rank_word *words, size_t nwords, uint64_t n,
                   size_t offset, size_t limit, struct rank_result *out) MUST_CHECK;

#endif
