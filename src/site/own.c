/* One's own data as a file, and leaving for good. Both ask for the passphrase again. */
#include <jansson.h>
#include <stdlib.h>

#include "aid/mine.h"
#include "circles/circles.h"
#include "desk/desk.h"
#include "directory/saved.h"
#include "fund/fund.h"
#include "members/commons.h"
#include "members/own.h"
#include "own.html.h"
#include "pools/pools.h"
#include "site/inside.h"
#include "site/own_view.h"
#include "teams/teams.h"
#include "thanks/thanks.h"

enum { F_CURRENT, F_WORDS };
static const struct form_field COPY_FIELDS[] = {[F_CURRENT] = REAUTH_FIELD};
static const struct form_spec COPY_FORM = FORM_SPEC(COPY_FIELDS);

static const struct form_choice WORDS[] = {
    {"remove", N_("Take my words with me: they vanish for everybody"), PARTING_REMOVE},
    {"keep", N_("Leave them here without a name"), PARTING_NAMELESS},
    {NULL, NULL, 0},
};
static const struct form_field END_FIELDS[] = {
    [F_CURRENT] = REAUTH_FIELD,
    [F_WORDS] = {.name = "words",
                 .label = N_("What was written in the circles"),
                 .kind = FIELD_CHOICE,
                 .required = true,
                 .choices = WORDS},
};
static const struct form_spec END_FORM = FORM_SPEC(END_FIELDS);

void view_own_words_field(struct html *h, const struct form *f)
{
    view_ui_field(h, f, F_WORDS);
}

typedef void own_view(struct html *h, const struct ui_page *p, const struct form *f);

static enum err own_show(struct req *req, struct res *res, own_view *view, const struct form *f)
{
    struct html h;
    struct ui_page page;
    page_begin(req, NAV_ME, &page, &h);
    view(&h, &page, f);
    return page_send(&h, res);
}

static enum err copy_get(struct req *req, struct res *res)
{
    struct form f;
    form_blank(&COPY_FORM, &f);
    return own_show(req, res, view_own_copy, &f);
}

static json_t *json_of(struct str s)
{
    return json_stringn(s.n ? s.p : "", s.n);
}

/* What the features have of somebody. */
struct parts {
    json_t *circles, *saved, *aid, *pools, *teams, *fund, *thanks;
};

static void parts_drop(struct parts *p)
{
    json_decref(p->circles);
    json_decref(p->saved);
    json_decref(p->aid);
    json_decref(p->pools);
    json_decref(p->teams);
    json_decref(p->fund);
    json_decref(p->thanks);
    *p = (struct parts){0};
}

static enum err parts_make(const struct space_ctx *ctx, struct viewer *v, struct parts *p)
{
    TRY(saved_export(ctx, v, &p->saved));
    TRY(mine_export(ctx, v, &p->aid));
    TRY(pools_export(ctx, v, &p->pools));
    TRY(teams_export(ctx, v, &p->teams));
    TRY(fund_mine_export(ctx, v, &p->fund));
    TRY(thanks_export(ctx, v, &p->thanks));
    return circles_export(ctx, v, &p->circles);
}

/* Everything there is about the account, but no key. The parts are its own from then on. */
static json_t *copy_make(const struct viewer *v, const struct parts *p)
{
    json_t *sessions = json_array();
    for (size_t i = 0; i < v->keyring.nsessions; i++)
        json_array_append_new(sessions, json_integer(v->keyring.sessions[i].started));
    return json_pack("{s:o, s:o, s:i, s:o, s:b, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}",
                     "sign_in_name", json_of(v->keyring.name), "language", json_of(v->keyring.lang),
                     "theme", (int)v->keyring.theme, "leave_to", json_of(v->keyring.leave_to),
                     "recovery_code_confirmed", (int)v->keyring.recovery_confirmed,
                     "sessions_started", sessions, "circles", p->circles, "saved_entries", p->saved,
                     "mutual_aid", p->aid, "shared_things", p->pools, "teams", p->teams,
                     "common_fund", p->fund, "thanks", p->thanks);
}

static enum err copy_post(struct req *req, struct res *res)
{
    struct space_ctx ctx = req_ctx(req);
    struct form *f = reauth_form(req);
    struct account account;
    struct key root;
    struct parts parts = {0};
    enum err e = f->problems ? ERR_DENIED : reauth_check(req, f, &account, &root);
    if (e == ERR_DENIED)
        return own_show(req, res, view_own_copy, f);
    TRY(e);
    key_wipe(&root);
    e = parts_make(&ctx, req->viewer, &parts);
    if (e != ERR_OK)
        parts_drop(&parts);
    TRY(e);
    json_t *all = copy_make(req->viewer, &parts);
    char *text = all ? json_dumps(all, JSON_INDENT(2)) : NULL;
    json_decref(all);
    if (!text)
        return ERR_IO;
    res->body = str_copy(req->arena, str_from_c(text));
    seal_wipe(text, res->body.n);
    free(text);
    res->kind = RES_DOWNLOAD;
    res->status = 200;
    res->content_type = "application/json";
    res->file_name = "copy.json";
    return ERR_OK;
}

static enum err end_get(struct req *req, struct res *res)
{
    struct form f;
    form_blank(&END_FORM, &f);
    return own_show(req, res, view_own_end, &f);
}

/* A network is never left without a steward: whoever has been there longest follows. */
static enum err commons_leave(struct req *req)
{
    struct commons c;
    enum err e = commons_open(req, &c);
    if (e != ERR_OK)
        return e == ERR_DENIED ? ERR_OK : e;
    if (c.steward && commons_stewards(&c) == 1) {
        struct roster_entry *heir = NULL;
        for (size_t i = 0; i < c.roster.n; i++) {
            struct roster_entry *p = &c.roster.v[i];
            if (p->role == ROLE_MEMBER && (!heir || p->since < heir->since))
                heir = p;
        }
        if (heir) {
            heir->role = ROLE_FACILITATOR;
            heir->may_invite = true;
            TRY(roster_update(c.s, heir));
        }
    }
    return roster_take_out(c.s, &c.m->ticket, &c.m->ticket.tag, EXIT_LEFT, NULL);
}

static enum err end_post(struct req *req, struct res *res)
{
    struct space_ctx ctx = req_ctx(req);
    struct form *f = reauth_form(req);
    struct viewer *v = req->viewer;
    struct account account;
    struct key root;
    struct html h;
    struct ui_page page;
    enum err e = f->problems ? ERR_DENIED : reauth_check(req, f, &account, &root);
    if (e == ERR_DENIED)
        return own_show(req, res, view_own_end, f);
    TRY(e);
    key_wipe(&root);
    TRY(circles_leave_all(&ctx, v, (enum circle_parting)f->number[F_WORDS]));
    TRY(mine_end(&ctx, v));
    TRY(fund_mine_end(&ctx, v));
    TRY(thanks_end(&ctx, v));
    TRY(pools_end(&ctx, v));
    TRY(desk_leave_all(&ctx, SITE_DESKS, v));
    TRY(saved_end(&ctx, v));
    TRY(own_end(&ctx, v));
    TRY(commons_leave(req));
    for (size_t i = 0; i < v->keyring.nsessions; i++)
        TRY(session_end(&ctx, v->keyring.sessions[i].id));
    TRY(session_end(&ctx, v->session));
    TRY(account_delete(&ctx, v->account));
    req->viewer = NULL; /* nothing of it is written back */
    res_cookie_clear(res, SESSION_COOKIE);
    page_begin(req, NAV_HOME, &page, &h);
    view_own_ended(&h, &page);
    return page_send(&h, res);
}

enum err own_removed_page(struct req *req, struct res *res, const struct space_removal *why)
{
    struct html h;
    struct ui_page page;
    page_begin(req, NAV_HOME, &page, &h);
    view_own_removed(&h, &page, why->reason, why->by);
    return page_send(&h, res);
}

static const struct route ROUTES[] = {
    {HTTP_GET, "/me/export", NULL, WHO_MEMBER, LANE_READ, NULL, copy_get, 0},
    {HTTP_POST, "/me/export", &COPY_FORM, WHO_MEMBER, LANE_WRITE, reauth_slow, copy_post,
     ROUTE_GUARDED},
    {HTTP_GET, "/me/leave", NULL, WHO_MEMBER, LANE_READ, NULL, end_get, 0},
    {HTTP_POST, "/me/leave", &END_FORM, WHO_MEMBER, LANE_WRITE, reauth_slow, end_post,
     ROUTE_GUARDED},
};
const struct route_table SITE_OWN_ROUTES = ROUTE_TABLE(ROUTES);
