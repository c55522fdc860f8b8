/* Members with accounts and sessions, made the way the pages make them. */
#ifndef AWN_TESTS_BARS_PEOPLE_H
#define AWN_TESTS_BARS_PEOPLE_H

#include "bars/bar.h"
#include "members/account.h"

/* A member with an account and a session. */
struct member {
    struct str name, passphrase;
    struct hashed hashed;
    uint64_t id;
    struct key access;
};
void member_create(struct bar_net *n, struct str name, struct str passphrase, struct member *out);
/* Signs in once more: a session that is listed on the keyring. */
struct str member_sign_in(struct bar_net *n, const struct member *p);

#endif
