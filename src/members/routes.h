/* The route tables of the members room; site puts all tables together. */
#ifndef AWN_MEMBERS_ROUTES_H
#define AWN_MEMBERS_ROUTES_H

#include "http/router.h"

extern const struct route_table MEMBERS_SIGNIN_ROUTES; /* /in, /out */
extern const struct route_table MEMBERS_JOIN_ROUTES;   /* /join … */
extern const struct route_table
    MEMBERS_RECOVERY_ROUTES; /* /join/keep: confirming the recovery code */
extern const struct route_table MEMBERS_RECOVER_ROUTES; /* /in/code */
extern const struct route_table MEMBERS_KEY_ROUTES;     /* /me/key, /me/code */
extern const struct route_table MEMBERS_INVITE_ROUTES;  /* /invite */
extern const struct route_table MEMBERS_PEOPLE_ROUTES;  /* /people, /me/persona */
extern const struct route_table MEMBERS_SETTING_ROUTES; /* /me … */

#endif
