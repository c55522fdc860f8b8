/* Words that a person can remember and say: sign-in names, passphrases, codes.
 *
 * Lists: 1,024 Arabic and 1,024 English common words, written for Awn (src/seal/words/ar.txt and
 * en.txt, compiled in): short, distinct in the first four letters, easy to hear, harmless, no
 * gendered insults, no religion or politics. Entropy: 10 bits a word; a passphrase has seven words
 * (70 bits), hardened by argon2id and the pepper.
 */
#ifndef AWN_SEAL_WORDS_H
#define AWN_SEAL_WORDS_H

#include "seal/seal.h"

enum words_lang { WORDS_AR, WORDS_EN };

#define WORDS_COUNT 1024

struct str words_at(enum words_lang lang, size_t i);
size_t words_find(enum words_lang lang, struct str word); /* WORDS_COUNT when absent */

/* n random words joined by single spaces. */
struct str words_passphrase(struct arena *a, enum words_lang lang, size_t n);

/* A suggested sign-in name: two words and two digits, joined by hyphens. */
struct str words_name(struct arena *a, enum words_lang lang);

/* A code for codes shown once (invitation, recovery): `bytes` random bytes as Crockford base32 in
 * groups of four, hyphenated: "k7f2-9qxe-…". Reading accepts any case, spaces, missing hyphens and
 * Arabic-Indic digits; false when it is not a code of that many bytes. */
struct str code_create(struct arena *a, void *out, size_t bytes);
bool code_read(struct str typed, void *out, size_t bytes);

/* Folding before hashing: NFKC-like is the caller's (search room); here: trims, single spaces,
 * ASCII lower case. */
struct str words_fold(struct arena *a, struct str typed);

#endif
