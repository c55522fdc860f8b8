/* The routes of those who look after the directory; site puts all tables together.
 *   /d/desk …   the desk: reports, what to check, its people
 *   /d/new, /d/:id/edit, /d/:id/checked, /d/:id/remove, /d/:id/history   for its editors
 *   /d/:id/save, /me/saved   what a member keeps for themselves
 */
#ifndef AWN_DIRECTORY_DESK_PAGES_H
#define AWN_DIRECTORY_DESK_PAGES_H

#include "http/router.h"
#include "i18n/i18n.h"

extern const struct route_table DIRECTORY_DESK_ROUTES;
extern const struct route_table DIRECTORY_EDIT_ROUTES;
extern const struct route_table DIRECTORY_HISTORY_ROUTES;
extern const struct route_table DIRECTORY_SAVED_ROUTES;

/* A byline as it is shown: "the editors' desk" where it is empty. */
struct str desk_byline_text(const struct lang *lang, struct str byline);

#endif
