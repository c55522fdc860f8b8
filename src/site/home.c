#include "home.html.h"
#include "members/commons.h"
#include "members/routes.h"
#include "site/inside.h"

/* What is to be said on arrival goes along. */
static enum err go_to_circles(struct req *req, struct res *res)
{
    struct str code = http_pairs_get(&req->query, "n");
    struct url to = url_path(req->arena, "/r");
    for (size_t i = 0; i < code.n; i++)
        if (code.p[i] < 'a' || code.p[i] > 'z')
            return page_go(req, res, to, NOTICE_NONE);
    if (code.n)
        to.s = str_fmt(req->arena, "/r?n=%" STR_FMT, STR_ARG(code));
    return page_go(req, res, to, NOTICE_NONE);
}

/* A member's start page is the list of their circles. */
static enum err home_member(struct req *req, struct res *res)
{
    struct space_ctx ctx = req_ctx(req);
    struct space_removal why = {STR_NONE, STR_NONE};
    enum commons_state state;
    TRY(members_commons_state(&ctx, req->viewer, &why, &state));
    if (state == COMMONS_REMOVED)
        return own_removed_page(req, res, &why);
    return go_to_circles(req, res);
}

static enum err home(struct req *req, struct res *res)
{
    struct html h;
    struct ui_page page;
    if (req->viewer)
        return home_member(req, res);
    page_begin(req, NAV_HOME, &page, &h);
    view_home_stranger(&h, &page);
    return page_send(&h, res);
}

static enum err about_get(struct req *req, struct res *res)
{
    struct html h;
    struct ui_page page;
    page_begin(req, NAV_HOME, &page, &h);
    view_about(&h, &page);
    return page_send(&h, res);
}

static enum err guide_get(struct req *req, struct res *res)
{
    struct html h;
    struct ui_page page;
    page_begin(req, NAV_HOME, &page, &h);
    view_ui_guide(&h, &page);
    return page_send(&h, res);
}

static const struct route ROUTES[] = {
    {HTTP_GET, "/", NULL, WHO_ANYONE, LANE_READ, NULL, home, 0},
    {HTTP_GET, "/about", NULL, WHO_ANYONE, LANE_READ, NULL, about_get, 0},
    {HTTP_GET, "/guide", NULL, WHO_ANYONE, LANE_READ, NULL, guide_get, 0},
};
const struct route_table SITE_HOME_ROUTES = ROUTE_TABLE(ROUTES);
