/* FOLDER/demo: marks a demonstration, and keeps what is printed at each start. It is empty until
 * the demonstration is whole, so that a start that was broken off is begun anew.
 *
 *     ROLE NAME PASSPHRASE…      three lines
 *     invitation CODE
 */
#ifndef AWN_CLI_DEMO_FILE_H
#define AWN_CLI_DEMO_FILE_H

#include "cli/demo.h"

enum demo_state { DEMO_NONE, DEMO_BROKEN_OFF, DEMO_WHOLE };

enum demo_state demo_file_read(const struct cli *c, struct demo_made *out);

/* Written aside, then renamed. `made` NULL: empty. ERR_IO, logged. */
enum err demo_file_write(const struct cli *c, const struct demo_made *made) MUST_CHECK;

/* Puts compiled-in files into a folder; takes them away again. */
enum err demo_sample_write(const struct cli *c, const char *folder) MUST_CHECK;
void demo_sample_remove(const struct cli *c, const char *folder);

/* Takes away what an unfinished start left: keys, database, the mark. */
void demo_remove(const struct cli *c);

#endif
