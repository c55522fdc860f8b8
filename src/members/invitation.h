/* Invitation codes: what is said or shown to somebody, and the secret it stands for. The same for
 * the network and for a circle; which of the two a code opens is known only to the space it belongs
 * to.
 */
#ifndef AWN_MEMBERS_INVITATION_H
#define AWN_MEMBERS_INVITATION_H

#include "members/account.h"

/* A new code (24 characters in six groups) and its secret, for roster_invite. */
struct str invitation_create(struct arena *a, struct key *secret);

/* Reads what was typed, forgivingly; false when it is no code. */
bool invitation_read(struct str typed, struct key *secret);

#endif
