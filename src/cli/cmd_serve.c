/* awn serve: the network, for browsers. */
#include "cli/serve.h"

static void ready(struct cli *c, struct str address, void *ctx)
{
    (void)ctx;
    cli_say(c, N_("Open at {address}. Ctrl-C ends it."), TR_ARGS({"address", address}));
}

enum cli_exit cmd_serve(struct cli *c)
{
    enum cli_exit status = serve_check_options(c);
    return status == CLI_DONE ? serve_run(c, ready, NULL) : status;
}
