/* What the parts of `awn directory` share. */
#ifndef AWN_CLI_CMD_DIRECTORY_H
#define AWN_CLI_CMD_DIRECTORY_H

#include "cli/cli.h"
#include "directory/directory.h"

/* What reading, writing and packing say on the way: the context of directory_cmd_event. */
struct directory_listening {
    struct cli *cli;
    int64_t notes;
};
void directory_cmd_event(void *ctx, const struct hsds_event *event);

/* What came in, at the end. */
void directory_cmd_tell(const struct cli *c, const struct directory_listening *l,
                        const struct directory_imported *n);

enum cli_exit directory_cmd_export(struct cli *c, struct db *db);
enum cli_exit directory_cmd_pull(struct cli *c, struct db *db);

#endif
