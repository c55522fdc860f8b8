/* The route tables of mutual aid. */
#ifndef AWN_AID_ROUTES_H
#define AWN_AID_ROUTES_H

#include "http/router.h"

extern const struct route_table AID_FRONT_ROUTES;        /* /aid */
extern const struct route_table AID_ASK_ROUTES;          /* /aid/ask: no account needed */
extern const struct route_table AID_RECEIPT_CODE_ROUTES; /* /aid/receipt/keep: the code is shown */
extern const struct route_table AID_RECEIPT_ROUTES;      /* /aid/receipt */
extern const struct route_table AID_DESK_ROUTES;         /* /aid/desk */
extern const struct route_table AID_THANK_ROUTES;        /* /aid/desk/thanks, /aid/help/…/wall */
extern const struct route_table AID_PLAN_ROUTES;         /* /aid/desk/plan */
extern const struct route_table AID_PRINT_ROUTES;        /* /aid/desk/print, /aid/desk/paper */
extern const struct route_table AID_OFFER_ROUTES;        /* /aid/offers, /aid/help: members */
extern const struct route_table AID_AREA_ROUTES;         /* /aid/areas: stewards */
extern const struct route_table AID_SURGE_ROUTES;        /* /aid/surge: hard times */
extern const struct route_table AID_SURGE_ASK_ROUTES;    /* /aid/ask/short, /aid/give */

#endif
