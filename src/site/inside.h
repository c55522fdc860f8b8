/* What the files of the site room share. */
#ifndef AWN_SITE_INSIDE_H
#define AWN_SITE_INSIDE_H

#include "desk/kind.h"
#include "http/router.h"
#include "members/page.h"
#include "site/network.h"

/* All route tables of the house (routes.c); returns how many. */
#define SITE_TABLES_MAX 80
size_t site_tables(struct route_table out[SITE_TABLES_MAX]);

/* Every kind of desk there is; ends with NULL. Each has a row in "My things"; who leaves the
 * network leaves them all. */
extern const struct desk_kind *const SITE_DESKS[];
void site_rows(struct arena *a, struct net *net);

/* A page that says what went wrong and what one can do; never what went wrong inside. */
void error_page(struct req *req, struct res *res, enum err e);

/* For who wanted to leave and met a failure (a full disk, a busy server, too large a form): the
 * browser forgets all the same and goes on. The session itself may last until it is idle. */
void leave_anyway(struct req *req, struct res *res);

extern const struct route_table SITE_HOME_ROUTES;
extern const struct route_table SITE_LEAVE_ROUTES;
extern const struct route_table SITE_FILE_ROUTES;
extern const struct route_table SITE_OWN_ROUTES; /* /me/export, /me/leave */

/* For somebody whom the network has removed: what was said, and where to go on. */
enum err own_removed_page(struct req *req, struct res *res,
                          const struct space_removal *why) MUST_CHECK;

#endif
