#include "cli/invitation.h"

#include <stdio.h>

void cli_invitation_print(const struct cli *c, struct str code, struct str address)
{
    (void)c;
    printf("\n    %" STR_FMT "\n    %" STR_FMT "/join\n\n", STR_ARG(code), STR_ARG(address));
}
