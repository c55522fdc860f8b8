/* Invitations from the shell.
 *
 * The shell holds nobody's key, so it signs a member in as the server does: one argon2id, the
 * slots, a session that ends at once, the commons of their keyring.
 */
#ifndef AWN_CLI_INVITATION_H
#define AWN_CLI_INVITATION_H

#include "cli/cli.h"
#include "members/members.h"

#define CLI_INVITATION_DAYS 14

/* ERR_DENIED: name and passphrase open nothing. Success with *allowed false: this member may not
 * invite, and nothing was made. */
enum err cli_invite(const struct space_ctx *ctx, const char *name, struct str passphrase,
                    bool *allowed, struct str *code) MUST_CHECK;

/* The code, and the address that has it filled in. */
void cli_invitation_print(struct str code, struct str address);

#endif
