/* What a member gives: the list, and one offer. */
#include "aid/offer_pages.h"

#include <stdlib.h>

#include "aid/ask_own.h"
#include "aid/offer_form.h"
#include "aid/offer_view.h"
#include "aid/receipt_words.h"
#include "aid/routes.h"
#include "aid/thank.h"
#include "base/clock.h"
#include "offers.html.h"

/* ---- names and marks --------------------------------------------------------------------------
 */

static struct tag tag_of(enum mine_role role, uint64_t card)
{
    struct tag t = {{0}};
    for (int i = 0; i < 8; i++)
        t.b[i] = (uint8_t)(card >> (8 * i));
    t.b[8] = (uint8_t)role;
    return t;
}

struct str mine_alias(const struct req *req, enum mine_role role, uint64_t card)
{
    struct tag t = tag_of(role, card);
    return viewer_alias_of(req, &t);
}

enum err mine_named(struct req *req, enum mine_role role, struct str alias, struct mine *out)
{
    struct space_ctx ctx = req_ctx(req);
    struct mine_list all;
    TRY(mine_all(&ctx, req->viewer, &all));
    for (size_t i = 0; i < all.n; i++) {
        if (all.v[i].role != role || !str_eq(mine_alias(req, role, all.v[i].card.id), alias))
            continue;
        *out = all.v[i];
        return ERR_OK;
    }
    return ERR_NOT_FOUND;
}

struct url offer_url(const struct req *req, const struct aid_card *card, const char *more)
{
    const struct str alias = mine_alias(req, MINE_OFFERS, card->id);
    return page_url_of(req->arena,
                       str_fmt(req->arena, "/aid/offers/%" STR_FMT "%s", STR_ARG(alias), more));
}

struct url help_url(const struct req *req, const struct aid_card *card, const char *more)
{
    const struct str alias = mine_alias(req, MINE_HELPS, card->id);
    return page_url_of(req->arena,
                       str_fmt(req->arena, "/aid/help/%" STR_FMT "%s", STR_ARG(alias), more));
}

struct str mine_ends(const struct req *req, const struct aid_card *card)
{
    return tr_fmt(req->secret, req->lang, N_("It ends by itself on {date}."),
                  TR_ARGS({"date", lang_day(req->secret, req->lang, card->loop.last_day)}));
}

static struct membership *own_membership(const struct req *req)
{
    struct keyring *k = &req->viewer->keyring;
    for (size_t i = 0; i < k->nspaces; i++)
        if (k->spaces[i].kind == SPACE_OWN)
            return &k->spaces[i];
    return NULL;
}

uint32_t mine_seen(const struct req *req, enum mine_role role, uint64_t card)
{
    struct membership *own = own_membership(req);
    return own ? viewer_mark(own, mine_alias(req, role, card)) : 0;
}

void mine_see(const struct req *req, enum mine_role role, uint64_t card, uint32_t turn)
{
    struct space_ctx ctx = req_ctx(req);
    struct membership *own = own_membership(req);
    if (own && turn > mine_seen(req, role, card))
        viewer_set_mark(&ctx, req->viewer, own, mine_alias(req, role, card), turn);
}

/* ---- the list ---------------------------------------------------------------------------------
 */

struct news {
    int64_t at;
    struct ui_row row;
};

static int newer_first(const void *x, const void *y)
{
    const struct news *a = x, *b = y;
    return (a->at < b->at) - (a->at > b->at);
}

static const char *offer_state(const struct mine *m, int64_t now)
{
    if (m->at.seq == 0)
        return N_("paused");
    if (m->card.taken >= m->card.units)
        return N_("given");
    if (aid_card_rests(&m->card, now))
        return N_("not shown: does it still stand?");
    return aid_card_open(&m->card, now) ? N_("on the board") : N_("left in peace for now");
}

static enum err offer_news(struct req *req, const struct case_words *w, struct mine *m,
                           struct news *out)
{
    struct space_ctx ctx = req_ctx(req);
    struct aid_letters asked;
    const bool stood = m->at.seq != 0;
    TRY(mine_offer_now(&ctx, req->viewer, m));
    if (stood && m->at.seq == 0)
        m->at.seq = 1; /* it was left out because it rested: it can stand again */
    TRY(mine_asked(&ctx, req->viewer, m->card.id, &asked));
    *out = (struct news){
        .at = asked.n ? asked.v[asked.n - 1].at : m->since,
        .row = {.title = case_title(w, &m->card),
                .about = tr_fmt(req->secret, req->lang, N_("You offer: {what} · {state}"),
                                TR_ARGS({"what", case_about(w, &m->card)},
                                        {"state", case_say_text(w, offer_state(m, req->now))})),
                .url = offer_url(req, &m->card, "")}};
    if (asked.n)
        out->row.fresh = tr_fmt_n(req->secret, req->lang, "{n} question waits",
                                  "{n} questions wait", asked.n, NULL, 0);
    return ERR_OK;
}

static const char *help_state(const struct mine *m, const struct mine_help *h)
{
    switch (h->state) {
    case MINE_HELP_WAITS:
        if (m->list == AID_BOARD)
            return N_("your yes is with whoever asks");
        return N_("your yes is with the coordinators");
    case MINE_HELP_SPARE:
        return N_("somebody else can this time");
    case MINE_HELP_OVER:
        return N_("it has ended");
    case MINE_HELP_ON:
        break;
    }
    switch (h->thread.card.loop.state) {
    case LOOP_CLAIMED:
        return N_("a time and a place are needed");
    case LOOP_PROMISED:
        return N_("a meeting is agreed");
    case LOOP_HANDED:
        return N_("handed over");
    case LOOP_OPEN:
    case LOOP_TRIAGED:
    case LOOP_CONFIRMED:
    case LOOP_REIMBURSED:
    case LOOP_CLOSED:
    case LOOP_GONE:
        break;
    }
    return N_("it arrived");
}

static enum err help_news(struct req *req, const struct case_words *w, const struct mine *m,
                          struct news *out)
{
    struct space_ctx ctx = req_ctx(req);
    struct mine_help h;
    TRY(mine_help(&ctx, req->viewer, m, &h));
    *out = (struct news){
        .at = h.at,
        .row = {.title = case_title(w, &m->card),
                .about = tr_fmt(req->secret, req->lang, N_("You help: {state}"),
                                TR_ARGS({"state", case_say_text(w, help_state(m, &h))})),
                .url = help_url(req, &m->card, "")}};
    if (h.turn > mine_seen(req, MINE_HELPS, m->card.id))
        out->row.fresh = case_say_text(w, N_("new"));
    return ERR_OK;
}

/* Something on the board that nobody said still stands, soon or already not shown. */
static bool asks_to_stand(const struct mine *m, int64_t now)
{
    const bool there = m->role == MINE_OFFERS && m->at.seq != 0 && m->card.confirmed != 0;
    return there && m->card.confirmed + AID_STANDS_DAYS - 3 <= clock_day(now);
}

static enum err list_get(struct req *req, struct res *res)
{
    struct space_ctx ctx = req_ctx(req);
    struct html h;
    struct ui_page page;
    struct mine_list all;
    struct case_words w;
    size_t n = 0;
    bool still = false;

    TRY(case_words_begin(req, &w));
    TRY(mine_all(&ctx, req->viewer, &all));
    struct news *news = ARENA_ARRAY(req->secret, struct news, all.n);
    for (size_t i = 0; i < all.n; i++) {
        const struct mine *m = &all.v[i];
        enum err e;
        still |= asks_to_stand(m, req->now);
        switch (m->role) {
        case MINE_OFFERS:
            TRY(offer_news(req, &w, &all.v[i], &news[n++]));
            break;
        case MINE_HELPS:
            TRY(help_news(req, &w, m, &news[n++]));
            break;
        case MINE_ASKS:
            e = my_ask_row(req, &w, m, &news[n].row, &news[n].at, &still);
            if (e != ERR_OK && e != ERR_NOT_FOUND)
                return e;
            n += e == ERR_OK;
            break;
        }
    }
    if (n != 0)
        qsort(news, n, sizeof *news, newer_first);
    struct ui_row *rows = ARENA_ARRAY(req->secret, struct ui_row, n);
    for (size_t i = 0; i < n; i++)
        rows[i] = news[i].row;
    const struct offers_view v = {.rows = rows,
                                  .nrows = n,
                                  .still = still,
                                  .stand = url_path(req->arena, "/aid/offers/still"),
                                  .ask = url_path(req->arena, "/aid/ask"),
                                  .create = url_path(req->arena, "/aid/offers/new"),
                                  .board = url_path(req->arena, "/aid/board"),
                                  .back = url_path(req->arena, "/aid")};
    page_begin(req, NAV_AID, &page, &h);
    view_offers(&h, &page, &v);
    return page_send(&h, res);
}

/* ---- one offer --------------------------------------------------------------------------------
 */

/* What the last answer came to: "?a=…" in the address, nothing private. */
static void answer_say(struct req *req, struct ui_page *page)
{
    struct str said = http_pairs_get(&req->query, "a");
    if (str_eq_c(said, "thanks"))
        page_say(req, page, UI_GOOD,
                 str_from_c(tr(req->lang, N_("Thank you for answering. Nobody asks why."))));
    else if (str_eq_c(said, "gone"))
        page_say(req, page, UI_NOTE,
                 str_from_c(tr(req->lang, N_("This question has ended, or was answered before. "
                                             "Nothing more is needed."))));
}

static void asked_fill(const struct req *req, const struct case_words *w, const struct mine *m,
                       const struct aid_letters *asked, struct offer_view *v)
{
    struct ui_row *rows = ARENA_ARRAY(req->secret, struct ui_row, asked->n);
    for (size_t i = 0; i < asked->n; i++) {
        struct str letter = viewer_alias_of(req, &asked->v[i].id);
        const char *more =
            str_to_c(req->arena, str_fmt(req->arena, "/asked/%" STR_FMT, STR_ARG(letter)));
        rows[i] = (struct ui_row){.title = case_title(w, &asked->v[i].about),
                                  .about = case_about(w, &asked->v[i].about),
                                  .url = offer_url(req, &m->card, more),
                                  .fresh = case_say_text(w, N_("new"))};
    }
    v->asked = rows;
    v->nasked = asked->n;
}

static struct str peace_text(const struct req *req, const struct aid_card *c)
{
    int32_t day = c->requested + (int32_t)c->rest;
    return tr_fmt(req->secret, req->lang,
                  N_("It is on your list; until {date} nobody is shown it, and nobody asks."),
                  TR_ARGS({"date", lang_day(req->secret, req->lang, day)}));
}

static enum err offer_get(struct req *req, struct res *res)
{
    struct space_ctx ctx = req_ctx(req);
    struct html h;
    struct ui_page page;
    struct case_words w;
    struct case_facts facts, limits;
    struct aid_letters asked;
    struct mine m;

    TRY(mine_named(req, MINE_OFFERS, req->params[0], &m));
    TRY(mine_offer_now(&ctx, req->viewer, &m));
    TRY(case_words_begin(req, &w));
    TRY(mine_asked(&ctx, req->viewer, m.card.id, &asked));
    case_facts_of(&w, &m.card, &m.details, &facts);
    case_limits_of(&w, &m.card, &m.details, &limits);
    struct offer_view v = {.title = case_title(&w, &m.card),
                           .about = case_about(&w, &m.card),
                           .ends = mine_ends(req, &m.card),
                           .rests = m.at.seq == 0,
                           .given = m.card.taken >= m.card.units,
                           .resting = !aid_card_open(&m.card, req->now),
                           .facts = facts.v,
                           .nfacts = facts.n,
                           .limits = limits.v,
                           .nlimits = limits.n,
                           .words = m.details.words,
                           .change = offer_url(req, &m.card, "/change"),
                           .rest = offer_url(req, &m.card, "/rest"),
                           .stand = offer_url(req, &m.card, "/stand"),
                           .end = offer_url(req, &m.card, "/end"),
                           .back = url_path(req->arena, "/aid/offers")};
    v.peace = peace_text(req, &m.card);
    asked_fill(req, &w, &m, &asked, &v);
    page_begin(req, NAV_AID, &page, &h);
    answer_say(req, &page);
    view_offer(&h, &page, &v);
    return page_send(&h, res);
}

static enum err rest_post(struct req *req, struct res *res)
{
    struct space_ctx ctx = req_ctx(req);
    struct mine m;
    TRY(mine_named(req, MINE_OFFERS, req->params[0], &m));
    TRY(mine_offer_rest(&ctx, req->viewer, m.card.id));
    return page_go(req, res, offer_url(req, &m.card, ""), NOTICE_SAVED);
}

static enum err stand_post(struct req *req, struct res *res)
{
    struct space_ctx ctx = req_ctx(req);
    struct mine m;
    TRY(mine_named(req, MINE_OFFERS, req->params[0], &m));
    TRY(mine_offer_put(&ctx, req->viewer, &m.card, &m.details));
    return page_go(req, res, offer_url(req, &m.card, ""), NOTICE_SAVED);
}

static enum err end_get(struct req *req, struct res *res)
{
    struct html h;
    struct ui_page page;
    struct mine m;
    TRY(mine_named(req, MINE_OFFERS, req->params[0], &m));
    const struct ui_confirm c = {
        .question = str_from_c(tr(req->lang, N_("Take the offer back?"))),
        .consequence = str_from_c(
            tr(req->lang, N_("It goes off the board and off your list, with the questions that "
                             "wait. What you said yes to already goes on."))),
        .action = offer_url(req, &m.card, "/end"),
        .back = offer_url(req, &m.card, ""),
        .yes = str_from_c(tr(req->lang, N_("Take it back")))};
    page_begin(req, NAV_AID, &page, &h);
    view_ui_confirm(&h, &page, &c);
    return page_send(&h, res);
}

static enum err end_post(struct req *req, struct res *res)
{
    struct space_ctx ctx = req_ctx(req);
    struct mine m;
    enum err e = mine_named(req, MINE_OFFERS, req->params[0], &m);
    if (e == ERR_OK)
        e = mine_offer_end(&ctx, req->viewer, m.card.id);
    if (e != ERR_OK && e != ERR_NOT_FOUND) /* pressed twice */
        return e;
    return page_go(req, res, url_path(req->arena, "/aid/offers"), NOTICE_GONE);
}

#define AT "/aid/offers"
#define HELP "/aid/help/:help"
#define ASK "/aid/asks/:ask"
static const struct route ROUTES[] = {
    {HTTP_GET, "/aid/board", NULL, WHO_MEMBER, LANE_READ, NULL, offer_board_get, 0},
    {HTTP_GET, "/aid/board/:card", NULL, WHO_MEMBER, LANE_READ, NULL, board_ask_get, 0},
    {HTTP_POST, "/aid/board/:card", &BOARD_ASK_FORM, WHO_MEMBER, LANE_WRITE, NULL, board_ask_post,
     0},
    {HTTP_GET, ASK, NULL, WHO_MEMBER, LANE_READ, NULL, my_ask_get, 0},
    {HTTP_POST, ASK "/say", &MY_ASK_SAY_FORM, WHO_MEMBER, LANE_WRITE, NULL, my_ask_say_post, 0},
    {HTTP_POST, ASK "/did", &RECEIPT_DID_FORM, WHO_MEMBER, LANE_WRITE, NULL, my_ask_did_post, 0},
    {HTTP_POST, ASK "/accept", &MY_ASK_ACCEPT_FORM, WHO_MEMBER, LANE_WRITE, NULL,
     my_ask_accept_post, 0},
    {HTTP_POST, ASK "/propose", &MY_ASK_PROPOSE_FORM, WHO_MEMBER, LANE_WRITE, NULL,
     my_ask_propose_post, 0},
    {HTTP_POST, ASK "/calendar", &MY_ASK_CALENDAR_FORM, WHO_MEMBER, LANE_READ, NULL,
     my_ask_calendar_post, 0},
    {HTTP_POST, ASK "/thanks", &AID_THANK_OWN_FORM, WHO_MEMBER, LANE_WRITE, NULL,
     my_ask_thanks_post, 0},
    {HTTP_GET, ASK "/change", NULL, WHO_MEMBER, LANE_READ, NULL, my_ask_change_get, 0},
    {HTTP_POST, ASK "/change", &ASK_FORM, WHO_MEMBER, LANE_WRITE, NULL, my_ask_change_post, 0},
    {HTTP_GET, ASK "/end", NULL, WHO_MEMBER, LANE_READ, NULL, my_ask_end_get, 0},
    {HTTP_POST, ASK "/end", &FORM_NOTHING, WHO_MEMBER, LANE_WRITE, NULL, my_ask_end_post, 0},
    {HTTP_GET, AT, NULL, WHO_MEMBER, LANE_READ, NULL, list_get, 0},
    {HTTP_POST, AT "/still", &FORM_NOTHING, WHO_MEMBER, LANE_WRITE, NULL, still_post, 0},
    {HTTP_GET, AT "/new", NULL, WHO_MEMBER, LANE_READ, NULL, offer_kinds_get, 0},
    {HTTP_GET, AT "/new/:kind", NULL, WHO_MEMBER, LANE_READ, NULL, offer_new_get, 0},
    {HTTP_POST, AT "/new/:kind", &OFFER_FORM, WHO_MEMBER, LANE_WRITE, NULL, offer_new_post, 0},
    {HTTP_GET, AT "/:offer", NULL, WHO_MEMBER, LANE_READ, NULL, offer_get, 0},
    {HTTP_GET, AT "/:offer/change", NULL, WHO_MEMBER, LANE_READ, NULL, offer_change_get, 0},
    {HTTP_POST, AT "/:offer/change", &OFFER_FORM, WHO_MEMBER, LANE_WRITE, NULL, offer_change_post,
     0},
    {HTTP_POST, AT "/:offer/rest", &FORM_NOTHING, WHO_MEMBER, LANE_WRITE, NULL, rest_post, 0},
    {HTTP_POST, AT "/:offer/stand", &FORM_NOTHING, WHO_MEMBER, LANE_WRITE, NULL, stand_post, 0},
    {HTTP_GET, AT "/:offer/end", NULL, WHO_MEMBER, LANE_READ, NULL, end_get, 0},
    {HTTP_POST, AT "/:offer/end", &FORM_NOTHING, WHO_MEMBER, LANE_WRITE, NULL, end_post, 0},
    {HTTP_GET, AT "/:offer/asked/:letter", NULL, WHO_MEMBER, LANE_READ, NULL, offer_asked_get, 0},
    {HTTP_POST, AT "/:offer/asked/:letter", &OFFER_ANSWER_FORM, WHO_MEMBER, LANE_WRITE, NULL,
     offer_asked_post, 0},
    {HTTP_GET, HELP, NULL, WHO_MEMBER, LANE_READ, NULL, help_get, 0},
    {HTTP_POST, HELP, &HELP_SAY_FORM, WHO_MEMBER, LANE_WRITE, NULL, help_post, 0},
    {HTTP_GET, HELP "/calendar", NULL, WHO_MEMBER, LANE_READ, NULL, help_calendar_get, 0},
    {HTTP_GET, HELP "/promise", NULL, WHO_MEMBER, LANE_READ, NULL, help_promise_get, 0},
    {HTTP_POST, HELP "/promise", &HELP_PROMISE_FORM, WHO_MEMBER, LANE_WRITE, NULL,
     help_promise_post, 0},
    {HTTP_GET, HELP "/done", NULL, WHO_MEMBER, LANE_READ, NULL, help_done_get, 0},
    {HTTP_POST, HELP "/done", &HELP_DONE_FORM, WHO_MEMBER, LANE_WRITE, NULL, help_done_post, 0},
    {HTTP_GET, HELP "/stop", NULL, WHO_MEMBER, LANE_READ, NULL, help_stop_get, 0},
    {HTTP_POST, HELP "/stop", &HELP_STOP_FORM, WHO_MEMBER, LANE_WRITE, NULL, help_stop_post, 0},
    {HTTP_POST, HELP "/away", &FORM_NOTHING, WHO_MEMBER, LANE_WRITE, NULL, help_away_post, 0},
};
const struct route_table AID_OFFER_ROUTES = ROUTE_TABLE(ROUTES);
