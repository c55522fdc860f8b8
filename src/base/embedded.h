/* Files that are compiled in: tables that tools/embed-files writes, `SYMBOL[]` and `SYMBOL_n`. */
#ifndef AWN_BASE_EMBEDDED_H
#define AWN_BASE_EMBEDDED_H

#include "base/str.h"

struct embedded {
    const char *name; /* the last part of its path */
    struct str bytes;
};

#endif
