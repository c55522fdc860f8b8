/* The common fund: what the rest of the house needs of it.
 *
 * The keepers' desk (desk/desk.h), and what a member leaves behind: fund/mine.h has the export and
 * the end.
 */
#ifndef AWN_FUND_FUND_H
#define AWN_FUND_FUND_H

#include "desk/desk.h"
#include "fund/mine.h"
#include "http/router.h"

extern const struct desk_kind DESK_FUND;

extern const struct route_table FUND_ROUTES;        /* /fund: members */
extern const struct route_table FUND_DESK_ROUTES;   /* /fund/desk: keepers */
extern const struct route_table FUND_LEDGER_ROUTES; /* /fund/desk/f: one fund */

#endif
