/* Texts that are printf formats: a translation with other conversions would read arguments that are
 * not there. */
#ifndef AWN_TOOLS_POC_FORMAT_H
#define AWN_TOOLS_POC_FORMAT_H

#include <stdbool.h>

/* Whether both have the same conversions ("%.*s", "%u", "%%"), written the same way, in the same
 * order. True when neither has any: a per cent sign may then stand alone. */
bool format_same(const char *a, const char *b);

#endif
