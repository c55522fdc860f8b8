/* The route tables of pools. */
#ifndef AWN_POOLS_ROUTES_H
#define AWN_POOLS_ROUTES_H

#include "http/router.h"

extern const struct route_table POOLS_ROUTES;      /* /pools: members */
extern const struct route_table POOLS_HELD_ROUTES; /* /pools/h: what one has */
extern const struct route_table POOLS_KEEP_ROUTES; /* /pools/p/:pool/keep: who keeps it */

#endif
