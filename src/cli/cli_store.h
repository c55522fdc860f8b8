/* What the shell asks a database directly: a few row numbers, to see whether the secret fits. */
#ifndef AWN_CLI_CLI_STORE_H
#define AWN_CLI_CLI_STORE_H

#include "db/db.h"

struct row_numbers {
    uint64_t *v;
    size_t n;
};
/* The first rows in the order of their (random) numbers; at most 20. */
enum err cli_some_accounts(struct db *db, struct arena *a, struct row_numbers *out) MUST_CHECK;
enum err cli_some_spaces(struct db *db, struct arena *a, struct row_numbers *out) MUST_CHECK;

#endif
