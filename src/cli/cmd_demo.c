/* awn demo: made-up people, for looking around. */
#include "cli/serve.h"

enum cli_exit cmd_demo(struct cli *c)
{
    return cli_fail(c, N_("Nothing was made"), CLI_NO_ARGS);
}
