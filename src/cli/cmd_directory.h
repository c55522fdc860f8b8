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

/* The same context; the texts of the rooms below in the language of the terminal. */
const char *directory_cmd_say(void *ctx, const char *msgid) __attribute__((format_arg(2)));

/* What could have been kept, when something was left out for want of an organization. Also before
 * a failure: it may be what would have helped. */
void directory_cmd_tell_orphans(const struct cli *c, const struct directory_imported *n);

/* A failure whose reason was told on the way: only the advice is left to say. */
enum cli_exit directory_cmd_failed(const struct cli *c, enum err e, const char *advice);

/* What came in, at the end. */
void directory_cmd_tell(const struct cli *c, const struct directory_listening *l,
                        const struct directory_imported *n);

enum cli_exit directory_cmd_export(struct cli *c, struct db *db);
enum cli_exit directory_cmd_pull(struct cli *c, struct db *db);

#endif
