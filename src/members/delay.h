/* The throttle, asked and told about requests. Who guesses is counted by the name that was typed;
 * forms that ask a signed-in person for the passphrase again have no name and count by the session.
 */
#ifndef AWN_MEMBERS_DELAY_H
#define AWN_MEMBERS_DELAY_H

#include "members/net.h"

/* Seconds to wait before this attempt is hashed. Reads only the route, the form and the cookies. */
int members_signin_delay(const struct net *net, const struct req *req);

/* How the attempt went, by the writer's handler. */
void members_signin_failed(const struct req *req);
void members_signin_succeeded(const struct req *req);

#endif
