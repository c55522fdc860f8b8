/* The serving process, for `awn serve` and `awn demo`. */
#ifndef AWN_CLI_SERVE_H
#define AWN_CLI_SERVE_H

#include "cli/cli.h"

/* Called once the door is open, with its address, to print what a person needs. */
typedef void serve_ready(struct cli *c, struct str address, void *ctx);

/* Opens the network, puts up the walls, serves until SIGTERM or SIGINT, and ends in good order. */
enum cli_exit serve_run(struct cli *c, serve_ready *ready, void *ctx);

/* Refuses wrong --listen and --readers before anything is made. */
enum cli_exit serve_check_options(const struct cli *c);

/* Does --listen mean this machine only? */
bool serve_is_local(const struct cli *c);

#endif
