#include "aid/receipt.h"
#include "base/log.h"
#include "http/job.h"
#include "leave.html.h"
#include "members/account.h"
#include "site/inside.h"

#define FALLBACK "https://www.wikipedia.org/"

/* The place a person chose, as long as it is an ordinary https address. */
static struct url leave_target(struct req *req)
{
    struct url to;
    const struct str wishes[] = {
        req->viewer ? req->viewer->keyring.leave_to : STR_NONE,
        req_net(req)->leave_to,
        STR(FALLBACK),
    };
    for (size_t i = 0; i < sizeof wishes / sizeof wishes[0]; i++)
        if (str_starts(wishes[i], STR("https://")) && url_external(req->arena, wishes[i], &to))
            return to;
    return to;
}

static enum err away(struct req *req, struct res *res, struct url to)
{
    struct html h;
    html_init(&h, req->arena, req->lang);
    const struct leave_view v = {.code = str_from_c(lang_code(req->lang)), .to = to};
    view_away(&h, &v);
    TRY(page_send(&h, res));
    res->refresh = to.s;
    res->clear_site_data = true;
    res_cookie_clear(res, SESSION_COOKIE);
    res_cookie_clear(res, RECEIPT_COOKIE);
    return ERR_OK;
}

/* Takes the session off the keyring's list, so that a row put back opens nothing. Nobody is kept
 * here for it: what goes wrong with it is undone and forgotten. */
static void leave_list(struct req *req, const struct space_ctx *ctx)
{
    DB_TX struct db_tx tx = {0};
    struct viewer *v = req->viewer;
    if (db_tx_begin(&tx, req->db) != ERR_OK)
        return;
    if (session_list_end(ctx, v, v->session) != ERR_OK)
        return;
    struct str changes = viewer_changes(ctx, v, true);
    if (changes.n && viewer_write(req->db, changes.p) == ERR_OK && db_tx_commit(&tx) != ERR_OK)
        log_debug("site", "a session was ended but not taken off its list");
}

/* Ends the session whatever else is wrong: a stale token, a broken form, no session at all. */
static enum err leave(struct req *req, struct res *res)
{
    struct space_ctx ctx = req_ctx(req);
    struct url to = leave_target(req);
    if (req->viewer) {
        leave_list(req, &ctx);
        job_forget(req_net(req)->jobs, req->viewer->session);
    }
    TRY(session_end_token(&ctx, http_pairs_get(&req->cookies, SESSION_COOKIE)));
    req->viewer = NULL;
    return away(req, res, to);
}

void leave_anyway(struct req *req, struct res *res)
{
    *res = (struct res){0};
    if (away(req, res, leave_target(req)) != ERR_OK)
        res->body = STR_NONE;
}

/* Where the script goes once the session has ended. */
static enum err leave_away(struct req *req, struct res *res)
{
    if (str_eq_c(req->fetch_site, "cross-site")) /* no other site signs anybody out */
        return ERR_DENIED;
    return away(req, res, leave_target(req));
}

static const struct route ROUTES[] = {
    {HTTP_POST, "/leave", &FORM_NOTHING, WHO_LEAVING, LANE_WRITE, NULL, leave, 0},
    {HTTP_GET, "/away", NULL, WHO_ANYONE, LANE_READ, NULL, leave_away, ROUTE_PASSIVE},
};
const struct route_table SITE_LEAVE_ROUTES = ROUTE_TABLE(ROUTES);
