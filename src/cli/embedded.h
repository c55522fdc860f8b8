/* Files that are compiled in (tools/embed-files): the demonstration's words and its directory. */
#ifndef AWN_CLI_EMBEDDED_H
#define AWN_CLI_EMBEDDED_H

#include "base/embedded.h"

extern const struct embedded DEMO_FILES[]; /* community.txt */
extern const size_t DEMO_FILES_n;
extern const struct embedded SAMPLE_FILES[]; /* src/directory/sample */
extern const size_t SAMPLE_FILES_n;

#endif
