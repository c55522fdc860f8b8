/* Codes of cases, for paper.
 *
 * Purpose: a printed list says which row is which ask without saying anything else: a code is made
 * from the case's number under a key of the desk, so that a sheet that is found on the street tells
 * nothing, and leads to nothing without the desk's own key. Two codes of one desk are never the
 * same: a code is as short as it can be without being the beginning of another's.
 *
 * Scheme: CASE_CODE_SHORT letters and more where needed, of the 32 of Crockford's base 32 (0-9 and
 * A-Z without I, L, O, U), then one that checks: the word c1 … cn, k is a code when
 *     c1·a^n + c2·a^(n-1) + … + cn·a + k = 0
 * over the field of 32 elements, a being the root of x^5 + x^2 + 1. a has order 31, so every wrong
 * letter is found, and every two letters that changed places, wherever they stand (up to 30 apart):
 * what Verhoeff (Error Detecting Decimal Codes, 1969) counts as nine of ten slips of the hand. It
 * is a Reed-Solomon code with one check symbol (Reed and Solomon, 1960), and for neighbours the
 * same as Damm's (2004) of order 32. A letter too many or too few is found 31 times of 32.
 *
 * Pure. Ownership: values; arenas are for work.
 */
#ifndef AWN_AID_CASE_CODE_H
#define AWN_AID_CASE_CODE_H

#include "base/arena.h"
#include "base/str.h"
#include "seal/seal.h"

#define CASE_CODE_SHORT 5 /* letters, without the one that checks */
#define CASE_CODE_LONG 12

struct case_code {
    char text[CASE_CODE_LONG + 2]; /* capitals, ends with NUL; empty: none */
};

/* Codes of all of them, each with as few letters as it can have beside the others. The same number
 * twice has the same code. */
void case_codes_of(struct arena *a, const struct key *k, const uint64_t *ids, size_t n,
                   struct case_code *out);

/* Of one alone: a sign for something that is never looked up (who helps with two rows is the same).
 */
void case_code_alone(const struct key *k, uint64_t id, struct case_code *out);

/* As somebody types it: small letters, O for 0, I and L for 1, digits of any of our languages, with
 * or without hyphens. CASE_CODE_SLIP: it looks like one, and its last letter says it is none (it is
 * in *out as it was typed). */
enum case_code_told { CASE_CODE_FINE, CASE_CODE_SLIP, CASE_CODE_NONE };
enum case_code_told case_code_read(struct str typed, struct case_code *out);

/* One letter as it is typed, as it stands in a code; 0: there is no such letter. */
char case_code_letter(uint32_t typed);

/* The letter that checks a word of such letters; 0: there is another letter in it. */
char case_code_check(struct str letters);

/* The only one of `all` that is nearest to what was typed, with two slips at most (a letter wrong,
 * missing, too many, or two neighbours in the other's place); false: none, or several. */
bool case_code_nearest(const struct case_code *all, size_t n, const struct case_code *typed,
                       size_t *which);

#endif
