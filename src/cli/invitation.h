/* How the shell shows an invitation: its code, and where to type it. */
#ifndef AWN_CLI_INVITATION_H
#define AWN_CLI_INVITATION_H

#include "cli/cli.h"

void cli_invitation_print(const struct cli *c, struct str code, struct str address);

#endif
