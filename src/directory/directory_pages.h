/* The directory's routes; site puts all tables together.
 *   GET /d          what is needed?
 *   POST /d         the answers (a search never stands in an address)
 *   GET /d/:id      one entry
 * GET and POST /d/:id/share belong to circles. */
#ifndef AWN_DIRECTORY_DIRECTORY_PAGES_H
#define AWN_DIRECTORY_DIRECTORY_PAGES_H

#include "http/router.h"

extern const struct route_table DIRECTORY_ROUTES;

#endif
