/* The two layers of the sandbox that need more than a line; only sandbox.c calls them. Each fills
 * in its own part of the report and logs what is missing. */
#ifndef AWN_CLI_SANDBOX_LAYERS_H
#define AWN_CLI_SANDBOX_LAYERS_H

#include "cli/sandbox.h"

void sandbox_landlock(const struct sandbox_config *config, struct sandbox_report *report);
void sandbox_seccomp(const struct sandbox_config *config, struct sandbox_report *report);

#endif
