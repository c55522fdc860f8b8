/* The directory's routes; site puts all tables together.
 *   GET /d          what is needed?
 *   POST /d         the answers (a search never stands in an address)
 *   GET /d/:id      one entry
 *   GET, POST /d/:id/outdated   anybody says that it is out of date
 * GET and POST /d/:id/share belong to circles. */
#ifndef AWN_DIRECTORY_DIRECTORY_PAGES_H
#define AWN_DIRECTORY_DIRECTORY_PAGES_H

#include "http/router.h"

extern const struct route_table DIRECTORY_ROUTES;
extern const struct route_table DIRECTORY_ENTRY_ROUTES;
extern const struct route_table DIRECTORY_REPORT_ROUTES;

#endif
