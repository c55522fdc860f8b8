/* What tools/embed-static.c generates; inside the room only. */
#ifndef AWN_HTML_STATIC_FILES_H
#define AWN_HTML_STATIC_FILES_H

#include "html/static.h"

extern const struct html_static STATIC_FILES[]; /* in order of their names */
extern const size_t STATIC_FILE_COUNT;

#endif
