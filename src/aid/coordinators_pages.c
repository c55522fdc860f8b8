/* The coordinators' desk: what it is, and its pages. */
#include "aid/case_pages.h"
#include "aid/import_pages.h"
#include "aid/routes.h"
#include "aid/surge_pages.h"

#define AT DESK_AT

DESK_FORMS(COORDINATORS,
           N_("Whoever asks or offers sees it under what you write to them. Left empty, it says "
              "“the coordinators”: that tells nobody who you are."));

const struct desk_kind DESK_COORDINATORS = {
    .space = SPACE_COORDINATORS,
    .setting = "aid_desk",
    .place_label = "awn desk of mutual aid",
    .code_label = "awn desk code of mutual aid",
    .at = AT,
    .outside = "/aid",
    .nav = NAV_AID,
    .persona = &COORDINATORS_PERSONA_FORM,
    .enter = &COORDINATORS_ENTER_FORM,
    .texts =
        {
            .name = N_("Coordinators"),
            .about = N_("Who brings asks and offers together, and what comes in"),
            .outside = N_("Mutual aid"),
            .byline = N_("the coordinators"),
            .shown_as = N_("Shown to who asks or offers as: {byline}"),
            .door_lead = N_("Coordinators read what people ask for and offer, bring them together "
                            "and see to it that no ask is left without an answer."),
            .open_lead = N_("There is none yet. Who opens it can invite other coordinators with a "
                            "code, and receives what people ask for without an account."),
            .another_lead = N_("For when nobody can come into the old one any more. What waits "
                               "there unread is lost; asks on the board stay."),
            .persona_lead = N_("What was written under the old byline keeps it; a new one counts "
                               "from now on."),
            .invite = N_("Invite a coordinator"),
            .invite_lead = N_("A code lets one member of the network come in. Coordinators read "
                              "every ask that is sent to them, with its details."),
            .code = N_("A code for one coordinator"),
            .code_lead = N_("It is shown only now. It works once, for a member of this network, on "
                            "the page of the desk: under “My things”, then “Coordinators”."),
            .remove_lead = N_("From then on they read no ask that comes to the coordinators. They "
                              "see the reason."),
            .leave_lead = N_("Others go on with what is open. What you promised yourself stays "
                             "with you."),
            .end_lead = N_("Nobody else is there: the desk ends, and the asks that wait in it are "
                           "deleted. Those on the board stay."),
        },
    .end = cases_end,
};

static const struct route ROUTES[] = {
    {HTTP_GET, AT, NULL, WHO_MEMBER, LANE_READ, NULL, cases_get, 0},
    DESK_ROUTES("/aid/desk", COORDINATORS),
    {HTTP_GET, AT "/triage", NULL, WHO_MEMBER, LANE_READ, NULL, triage_get, 0},
    {HTTP_POST, AT "/triage", &TRIAGE_FORM, WHO_MEMBER, LANE_WRITE, NULL, triage_post, 0},
    {HTTP_GET, AT "/situation", NULL, WHO_MEMBER, LANE_READ, NULL, situation_get, 0},
    {HTTP_GET, AT "/after", NULL, WHO_MEMBER, LANE_READ, NULL, after_get, 0},
    {HTTP_POST, AT "/after", &AFTER_FORM, WHO_MEMBER, LANE_WRITE, NULL, after_post, 0},
    {HTTP_GET, AT "/after/text", NULL, WHO_MEMBER, LANE_READ, NULL, after_text_get, 0},
    {HTTP_POST, AT "/triaged", &TRIAGED_FORM, WHO_MEMBER, LANE_WRITE, NULL, triaged_post, 0},
    {HTTP_GET, AT "/offers", NULL, WHO_MEMBER, LANE_READ, NULL, cases_offers_get, 0},
    {HTTP_GET, AT "/import", NULL, WHO_MEMBER, LANE_READ, NULL, import_get, 0},
    {HTTP_POST, AT "/import", &IMPORT_FORM, WHO_MEMBER, LANE_WRITE, NULL, import_post, ROUTE_BIG},
    {HTTP_GET, AT "/numbers", NULL, WHO_MEMBER, LANE_READ, NULL, numbers_get, 0},
    {HTTP_GET, AT "/a/:handle", NULL, WHO_MEMBER, LANE_READ, NULL, case_get, 0},
    {HTTP_POST, AT "/a/:handle/say", &CASE_SAY_FORM, WHO_MEMBER, LANE_WRITE, NULL, case_say_post,
     0},
    {HTTP_POST, AT "/a/:handle/move", &CASE_MOVE_FORM, WHO_MEMBER, LANE_WRITE, NULL, case_move_post,
     0},
    {HTTP_POST, AT "/a/:handle/promise", &CASE_PROMISE_FORM, WHO_MEMBER, LANE_WRITE, NULL,
     case_promise_post, 0},
    {HTTP_POST, AT "/a/:handle/accept", &CASE_ACCEPT_FORM, WHO_MEMBER, LANE_WRITE, NULL,
     case_accept_post, 0},
    {HTTP_POST, AT "/a/:handle/propose", &CASE_PROPOSE_FORM, WHO_MEMBER, LANE_WRITE, NULL,
     case_propose_post, 0},
    {HTTP_GET, AT "/a/:handle/same", NULL, WHO_MEMBER, LANE_READ, NULL, case_same_get, 0},
    {HTTP_POST, AT "/a/:handle/same", &CASE_SAME_FORM, WHO_MEMBER, LANE_WRITE, NULL, case_same_post,
     0},
};
const struct route_table AID_DESK_ROUTES = ROUTE_TABLE(ROUTES);
