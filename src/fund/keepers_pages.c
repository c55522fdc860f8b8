/* The keepers' desk: what kind of desk it is, and its front page. */
#include "fund/board.h"
#include "fund/pages.h"
#include "keepers.html.h"

DESK_FORMS(FUND, N_("Whoever asks sees it under what you write to them. Left empty, it says “the "
                    "keepers of the fund”: that tells nobody who you are."));

/* Requests first: who waits is told. */
static enum err desk_end(struct desk *d)
{
    TRY(asks_end(d));
    TRY(fund_board_end(d));
    return funds_end(d);
}

const struct desk_kind DESK_FUND = {
    .space = SPACE_FUND,
    .setting = "fund_desk",
    .place_label = "awn desk of the fund",
    .code_label = "awn desk code of the fund",
    .at = FUND_DESK_AT,
    .outside = "/fund",
    .nav = NAV_AID,
    .persona = &FUND_PERSONA_FORM,
    .enter = &FUND_ENTER_FORM,
    .texts =
        {
            .name = N_("Keepers of the fund"),
            .about = N_("Who keeps the common fund, and what is asked of it"),
            .outside = N_("The common fund"),
            .byline = N_("the keepers of the fund"),
            .shown_as = N_("Shown to who asks as: {byline}"),
            .door_lead = N_("Keepers read what members ask the fund for, decide by twos, pay out "
                            "and write down every sum, without names."),
            .open_lead = N_("There is none yet. Who opens it can invite others with a code. At "
                            "least two are needed: nobody decides about money alone."),
            .another_lead = N_("For when nobody can come into the old one any more. Its ledger and "
                               "the requests that wait there are lost."),
            .persona_lead = N_("What was written under the old byline keeps it; a new one counts "
                               "from now on."),
            .invite = N_("Invite a keeper"),
            .invite_lead = N_("A code lets one member of the network come in. Keepers read every "
                              "request and the whole ledger, and approve by twos."),
            .code = N_("A code for one keeper"),
            .code_lead = N_("It is shown only now. It works once, for a member of this network, on "
                            "the page of the desk: under “My things”, then “Keepers of the fund”."),
            .remove_lead = N_("From then on they read no request and no entry that comes. What "
                              "they approved and was not decided yet counts no longer. They see "
                              "the reason."),
            .leave_lead = N_("Others go on with what is open. What you approved and was not "
                             "decided yet counts no longer."),
            .end_lead = N_("Nobody else is there: the desk ends, and with it the ledger and every "
                           "request; who asked is told. Please download the ledger first: on the "
                           "page of each fund, under “More”."),
        },
    .end = desk_end,
};

/* ---- shared -----------------------------------------------------------------------------------
 */

struct url fund_url(const struct req *req, uint32_t fund, const char *more)
{
    return page_url_of(req->arena, str_fmt(req->arena, FUND_DESK_AT "/f/%u%s", fund, more));
}

enum err fund_of(struct req *req, struct desk *d, struct fund *out)
{
    uint64_t n;
    TRY(desk_of(req, &DESK_FUND, d));
    if (!str_to_u64(req->params[0], &n) || n > UINT32_MAX)
        return ERR_NOT_FOUND;
    return fund_find(d, (uint32_t)n, out);
}

int64_t fund_amount(struct form *f, size_t field, const struct currency *c)
{
    int64_t amount = 0;
    if (f->problem[field] != FIELD_IS_NONE)
        return 0;
    enum money_fault fault = money_read(f->value[field], c->digits, &amount);
    if (fault != MONEY_NONE)
        form_reject(f, field, money_fault_text(fault));
    return amount;
}

/* ---- the front page ---------------------------------------------------------------------------
 */

static void funds_fill(const struct req *req, const struct funds *all, struct fund_desk_view *v)
{
    struct fund_row_view *rows = ARENA_ARRAY(req->secret, struct fund_row_view, all->n + 1);
    for (size_t i = 0; i < all->n; i++) {
        const struct fund *f = &all->v[i];
        rows[i] = (struct fund_row_view){
            .name = f->name,
            .there = fund_money(req, ledger_cash(&f->ledger), &f->currency),
            .about = tr_fmt_n(req->secret, req->lang, "{n} entry in the ledger",
                              "{n} entries in the ledger", f->ledger.count, NULL, 0),
            .wrong =
                f->wrong ? fund_say(req, N_("A correction waits for a second person.")) : STR_NONE,
            .url = fund_url(req, f->id, "")};
    }
    v->funds = rows;
    v->nfunds = all->n;
    v->can_create = all->n + all->damaged < FUNDS_MAX;
}

static const struct currency *currency_of(const struct funds *all, uint32_t fund)
{
    for (size_t i = 0; i < all->n; i++)
        if (all->v[i].id == fund)
            return &all->v[i].currency;
    return NULL;
}

static void asks_fill(const struct req *req, const struct desk *d, const struct funds *funds,
                      const struct ask_rows *all, struct fund_desk_view *v)
{
    struct fund_ask_row_view *rows = ARENA_ARRAY(req->secret, struct fund_ask_row_view, all->n + 1);
    for (size_t i = 0; i < all->n; i++) {
        const struct ask *a = &all->v[i].ask;
        const struct ask_next next = ask_next(a, true);
        struct ask_desk desk;
        struct ask_by by;
        asks_by(d, a, &desk, &by);
        rows[i] = (struct fund_ask_row_view){
            .title = fund_title(req, a, currency_of(funds, a->fund)),
            .state = fund_say(req, ask_state_text(a->state)),
            .next = fund_next(req, a, true),
            .late = next.by != 0 && req->now >= next.by,
            .mine = by.asker,
            .fresh = all->v[i].waiting ? tr_fmt_n(req->secret, req->lang, "{n} new letter",
                                                  "{n} new letters", all->v[i].waiting, NULL, 0)
                                       : STR_NONE,
            .url = page_url_of(req->arena, str_fmt(req->arena, FUND_DESK_AT "/a/%" STR_FMT,
                                                   STR_ARG(fund_alias(req, a->id))))};
    }
    v->asks = rows;
    v->nasks = all->n;
}

static enum err front_get(struct req *req, struct res *res)
{
    struct html h;
    struct ui_page page;
    struct desk d;
    struct funds funds;
    struct ask_rows asks;
    struct fund_desk_view v = {.create = url_path(req->arena, FUND_DESK_AT "/new"),
                               .back = url_path(req->arena, "/fund")};
    enum err e = desk_of(req, &DESK_FUND, &d);
    if (e == ERR_DENIED)
        return desk_door(req, res, &DESK_FUND);
    TRY(e);
    TRY(funds_read(&d, &funds));
    TRY(asks_read(&d, &asks));
    funds_fill(req, &funds, &v);
    asks_fill(req, &d, &funds, &asks, &v);
    if (funds.damaged + asks.damaged)
        v.damaged =
            tr_fmt_n(req->secret, req->lang, "{n} record here cannot be opened.",
                     "{n} records here cannot be opened.", funds.damaged + asks.damaged, NULL, 0);
    desk_people_fill(req, &d, &v.people);
    page_begin(req, NAV_AID, &page, &h);
    view_fund_desk(&h, &page, &v);
    return page_send(&h, res);
}

static const struct route ROUTES[] = {
    {HTTP_GET, FUND_DESK_AT, NULL, WHO_MEMBER, LANE_READ, NULL, front_get, 0},
    DESK_ROUTES("/fund/desk", FUND),
    {HTTP_GET, FUND_DESK_AT "/new", NULL, WHO_MEMBER, LANE_READ, NULL, fund_new_get, 0},
    {HTTP_POST, FUND_DESK_AT "/new", &FUND_NEW_FORM, WHO_MEMBER, LANE_WRITE, NULL, fund_new_post,
     0},
    {HTTP_GET, FUND_DESK_AT "/a/:ask", NULL, WHO_MEMBER, LANE_READ, NULL, fund_keep_get, 0},
    {HTTP_POST, FUND_DESK_AT "/a/:ask/do", &FUND_DO_FORM, WHO_MEMBER, LANE_WRITE, NULL,
     fund_do_post, 0},
    {HTTP_POST, FUND_DESK_AT "/a/:ask/say", &FUND_SAY_FORM, WHO_MEMBER, LANE_WRITE, NULL,
     fund_say_post, 0},
};
const struct route_table FUND_DESK_ROUTES = ROUTE_TABLE(ROUTES);
