/* Invitation codes: what is said or shown to somebody, and the secret it stands for. A circle's
 * code and the network's look the same; which door one opens shows only when it is tried. */
#ifndef AWN_MEMBERS_INVITATION_H
#define AWN_MEMBERS_INVITATION_H

#include "members/account.h"

/* To the network: a new code (24 characters in six groups) and its secret, for roster_invite in the
 * commons. Reading is forgiving; false when it is no code. */
struct str invitation_create(struct arena *a, struct key *secret);
bool invitation_read(struct str typed, struct key *secret);

/* The same for a circle: neither kind of code opens the other's door. */
struct str circle_invitation_create(struct arena *a, struct key *secret);
bool circle_invitation_read(struct str typed, struct key *secret);

#endif
