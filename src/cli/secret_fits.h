/* Do these keys belong to this database? Looks at the MACs of a few rows. */
#ifndef AWN_CLI_SECRET_FITS_H
#define AWN_CLI_SECRET_FITS_H

#include "cli/cli.h"

/* ERR_SEAL: they do not (or somebody changed a row). */
enum err secret_fits(struct cli *c, const struct seal_home *home, struct db *db) MUST_CHECK;

#endif
