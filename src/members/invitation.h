/* Invitation codes: what is said or shown to somebody, and the secret it stands for. A circle's
 * code looks the same but is another (circles room): neither opens the other's door. */
#ifndef AWN_MEMBERS_INVITATION_H
#define AWN_MEMBERS_INVITATION_H

#include "members/account.h"

/* To the network: a new code (24 characters in six groups) and its secret, for roster_invite in the
 * commons. Reading is forgiving; false when it is no code. */
struct str invitation_create(struct arena *a, struct key *secret);
bool invitation_read(struct str typed, struct key *secret);

#endif
