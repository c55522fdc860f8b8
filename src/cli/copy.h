/* What backup and restore share. */
#ifndef AWN_CLI_COPY_H
#define AWN_CLI_COPY_H

#include "cli/cli.h"

struct copy_progress {
    const struct cli *c;
};
/* A db_progress_fn; ctx is a struct copy_progress. */
void copy_progress(void *ctx, const char *table, int64_t rows_done);

/* Removes a database file of SQLite and what the engine puts beside it. */
void copy_file_remove(const char *path);

#endif
