#include "aid/area_field.h"
#include "aid/area_store.h"
#include "aid/surge_pages.h"
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

/* In hard times everybody begins with three doors. What cannot be read of it (a row that somebody
 * changed) must not close the front page. */
static enum err home_doors(struct req *req, struct res *res, bool *shown)
{
    struct html h;
    struct ui_page page;
    struct areas areas;
    struct surge now;
    struct space_ctx ctx = req_ctx(req);
    struct doors_view v = {.member = req->viewer != NULL};
    *shown = surge_read(&ctx, &now) == ERR_OK && now.state == SURGE_ON;
    if (!*shown)
        return ERR_OK;
    TRY(areas_load(req->db, req->arena, &areas));
    v.about = surge_about(req, &areas, &now);
    v.text = now.text;
    const struct area *where = area_find(&areas, now.area);
    v.area = where ? area_name(req, where) : STR_NONE;
    v.give = url_path(req->arena, v.member ? "/aid/offers/new" : "/aid/give");
    page_begin(req, NAV_HOME, &page, &h);
    view_home_doors(&h, &page, &v);
    return page_send(&h, res);
}

/* A member's start page is the list of their circles. */
static enum err home_member(struct req *req, struct res *res)
{
    struct space_ctx ctx = req_ctx(req);
    struct space_removal why = {STR_NONE, STR_NONE};
    enum commons_state state;
    bool shown;
    TRY(members_commons_state(&ctx, req->viewer, &why, &state));
    if (state == COMMONS_REMOVED)
        return own_removed_page(req, res, &why);
    TRY(home_doors(req, res, &shown));
    return shown ? ERR_OK : go_to_circles(req, res);
}

static enum err home(struct req *req, struct res *res)
{
    struct html h;
    struct ui_page page;
    bool shown;
    if (req->viewer)
        return home_member(req, res);
    TRY(home_doors(req, res, &shown));
    if (shown)
        return ERR_OK;
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
