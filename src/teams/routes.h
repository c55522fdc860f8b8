/* The route tables of the teams room; site puts all tables together. */
#ifndef AWN_TEAMS_ROUTES_H
#define AWN_TEAMS_ROUTES_H

#include "http/router.h"

extern const struct route_table TEAMS_TEAM_ROUTES;   /* /t, /t/:team, about, thanks */
extern const struct route_table TEAMS_SERIES_ROUTES; /* /t/:team/new, /t/:team/r/… */
extern const struct route_table TEAMS_SHIFT_ROUTES;  /* /t/:team/s/… */
extern const struct route_table TEAMS_ROLE_ROUTES;   /* /t/:team/roles */

#endif
