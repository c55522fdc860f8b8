#include "members/routes.h"
#include "directory/directory_pages.h"
#include "site/inside.h"

size_t site_tables(struct route_table out[SITE_TABLES_MAX])
{
    const struct route_table *const tables[] = {
        &SITE_HOME_ROUTES,    &SITE_LEAVE_ROUTES,       &SITE_FILE_ROUTES, &MEMBERS_SIGNIN_ROUTES,
        &MEMBERS_JOIN_ROUTES, &MEMBERS_RECOVERY_ROUTES, &DIRECTORY_ROUTES,
    };
    size_t n = sizeof tables / sizeof tables[0];
    for (size_t i = 0; i < n; i++)
        out[i] = *tables[i];
    return n;
}
