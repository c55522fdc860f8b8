#include "aid/routes.h"
#include "aid/coordinators.h"
#include "circles/routes.h"
#include "directory/crisis.h"
#include "directory/directory_api.h"
#include "directory/directory_pages.h"
#include "directory/editors.h"
#include "directory/editors_pages.h"
#include "fund/fund.h"
#include "members/routes.h"
#include "pools/routes.h"
#include "site/inside.h"
#include "teams/routes.h"
#include "thanks/thanks.h"

const struct desk_kind *const SITE_DESKS[] = {&DESK_EDITORS, &DESK_COORDINATORS, &DESK_FUND, NULL};

void site_rows(struct arena *a, struct net *net)
{
    struct net_row *rows =
        ARENA_ARRAY(a, struct net_row, sizeof SITE_DESKS / sizeof *SITE_DESKS + 8);
    rows[net->nrows++] = (struct net_row){"/aid/offers", N_("What you ask and give"),
                                          N_("What you ask, offer and help with"), false};
    for (const struct desk_kind *const *k = SITE_DESKS; *k; k++)
        rows[net->nrows++] = (struct net_row){(*k)->at, (*k)->texts.name, (*k)->texts.about, false};
    rows[net->nrows++] = (struct net_row){"/aid/areas", N_("Places"),
                                          N_("The list that says where things are"), true};
    rows[net->nrows++] = (struct net_row){.path = "/t",
                                          .title = N_("Teams and shifts"),
                                          .about = N_("What people do together, again and again"),
                                          .place = NET_AID};
    rows[net->nrows++] =
        (struct net_row){"/aid/surge", N_("Hard times"),
                         N_("After a disaster: three large doors, and back again"), true};
    rows[net->nrows++] = (struct net_row){
        .path = "/fund",
        .title = N_("The common fund"),
        .about = N_("Money that members share: how much there is, and asking for it"),
        .place = NET_AID};
    rows[net->nrows++] =
        (struct net_row){.path = "/pools",
                         .title = N_("Shared things"),
                         .about = N_("Borrowed and brought back, on a shelf, beds, seats in a car"),
                         .place = NET_AID};
    rows[net->nrows++] = (struct net_row){.path = "/thanks",
                                          .title = N_("Thank you"),
                                          .about = N_("A wall of thanks, and what we did together"),
                                          .place = NET_AID};
    net->rows = rows;
}

size_t site_tables(struct route_table out[SITE_TABLES_MAX])
{
    /* clang-format off */
    const struct route_table *const tables[] = {
        &SITE_HOME_ROUTES,
        &SITE_LEAVE_ROUTES,
        &SITE_FILE_ROUTES,
        &SITE_OWN_ROUTES,
        &MEMBERS_SIGNIN_ROUTES,
        &MEMBERS_JOIN_ROUTES,
        &MEMBERS_RECOVERY_ROUTES,
        &MEMBERS_RECOVER_ROUTES,
        &MEMBERS_KEY_ROUTES,
        &MEMBERS_SETTING_ROUTES,
        &MEMBERS_INVITE_ROUTES,
        &MEMBERS_PEOPLE_ROUTES,
        &DIRECTORY_ROUTES,
        &DIRECTORY_API_ROUTES,
        &DIRECTORY_CRISIS_ROUTES,
        &DIRECTORY_EDITORS_ROUTES,
        &DIRECTORY_EDIT_ROUTES,
        &DIRECTORY_HISTORY_ROUTES,
        &DIRECTORY_SAVED_ROUTES,
        &DIRECTORY_ENTRY_ROUTES,
        &DIRECTORY_REPORT_ROUTES,
        &AID_FRONT_ROUTES,
        &AID_ASK_ROUTES,
        &AID_RECEIPT_CODE_ROUTES,
        &AID_RECEIPT_ROUTES,
        &AID_DESK_ROUTES,
        &AID_THANK_ROUTES,
        &THANKS_ROUTES,
        &AID_PLAN_ROUTES,
        &AID_PRINT_ROUTES,
        &AID_AREA_ROUTES,
        &AID_SURGE_ROUTES,
        &AID_SURGE_ASK_ROUTES,
        &AID_OFFER_ROUTES,
        &FUND_ROUTES,
        &FUND_DESK_ROUTES,
        &FUND_LEDGER_ROUTES,
        &POOLS_ROUTES,
        &POOLS_HELD_ROUTES,
        &POOLS_KEEP_ROUTES,
        &CIRCLES_LIST_ROUTES,
        &CIRCLES_JOIN_ROUTES,
        &CIRCLES_THREAD_ROUTES,
        &CIRCLES_POST_ROUTES,
        &CIRCLES_PEOPLE_ROUTES,
        &CIRCLES_ABOUT_ROUTES,
        &CIRCLES_FIND_ROUTES,
        &CIRCLES_SHARE_ROUTES,
        &TEAMS_TEAM_ROUTES,
        &TEAMS_SERIES_ROUTES,
        &TEAMS_SHIFT_ROUTES,
        &TEAMS_ROLE_ROUTES,
    };
    /* clang-format on */
    _Static_assert(sizeof tables / sizeof tables[0] <= SITE_TABLES_MAX, "SITE_TABLES_MAX");
    size_t n = sizeof tables / sizeof tables[0];
    for (size_t i = 0; i < n; i++)
        out[i] = *tables[i];
    return n;
}
