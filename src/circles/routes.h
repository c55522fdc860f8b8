/* The route tables of the circles room; site puts all tables together. */
#ifndef AWN_CIRCLES_ROUTES_H
#define AWN_CIRCLES_ROUTES_H

#include "http/router.h"

extern const struct route_table CIRCLES_LIST_ROUTES;   /* /r, /c, /c/new */
extern const struct route_table CIRCLES_JOIN_ROUTES;   /* /c/…, /enter */
extern const struct route_table CIRCLES_THREAD_ROUTES; /* /r/…, /r/…/new, /r/…/t/… */
extern const struct route_table CIRCLES_POST_ROUTES;   /* /r/…/t/…/p/… */
extern const struct route_table CIRCLES_PEOPLE_ROUTES; /* /r/…/people, /r/…/me, /r/…/invite */
extern const struct route_table CIRCLES_ABOUT_ROUTES;  /* /r/…/about, settings, leave, end */
extern const struct route_table CIRCLES_FIND_ROUTES;   /* /find */
extern const struct route_table CIRCLES_SHARE_ROUTES;  /* /d/…/share */

#endif
