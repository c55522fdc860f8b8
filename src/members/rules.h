/* What a sign-in name and a passphrase must be. Each answers NULL, or the msgid of what is wrong.
 */
#ifndef AWN_MEMBERS_RULES_H
#define AWN_MEMBERS_RULES_H

#include "members/fold.h"
#include "seal/words.h"

/* Letters of any script, digits, spaces and hyphens; NAME_MIN to NAME_MAX code points, also once it
 * is folded. */
const char *rules_name(struct req *req, struct str typed);

/* PASSPHRASE_MIN code points at least, also once it is folded: letters and digits count. */
const char *rules_passphrase(struct req *req, struct str typed);

/* In which words to suggest. */
enum words_lang rules_words(const struct req *req);

#define SUGGESTED_WORDS 7

#endif
