/* The routes of those who look after the directory; site puts all tables together.
 *   /d/desk …   the desk: reports, what to check, its people
 *   /d/new, /d/:id/edit, /d/:id/checked, /d/:id/remove, /d/:id/history   for its editors
 *   /d/:id/save, /me/saved   what a member keeps for themselves
 */
#ifndef AWN_DIRECTORY_EDITORS_PAGES_H
#define AWN_DIRECTORY_EDITORS_PAGES_H

#include "http/router.h"

extern const struct route_table DIRECTORY_EDITORS_ROUTES;
extern const struct route_table DIRECTORY_EDIT_ROUTES;
extern const struct route_table DIRECTORY_HISTORY_ROUTES;
extern const struct route_table DIRECTORY_SAVED_ROUTES;

#endif
