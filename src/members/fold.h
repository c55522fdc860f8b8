/* How sign-in names and passphrases are made comparable before hashing: the search room's folding,
 * so that alef with and without hamza, case, digits and spaces do not keep anybody out. */
#ifndef AWN_MEMBERS_FOLD_H
#define AWN_MEMBERS_FOLD_H

#include "http/request.h"

struct str fold_name(struct req *req, struct str typed);
struct str fold_passphrase(struct req *req, struct str typed);

#endif
