/* /aid: what somebody can do here, and whether anybody reads what is asked. */
#include "aid/area_store.h"
#include "aid/ask_view.h"
#include "aid/coordinators.h"
#include "aid/intake.h"
#include "aid/routes.h"
#include "aid/surge_pages.h"
#include "front.html.h"

#define HOUR 3600
#define DAY (24 * HOUR)

struct str aid_span_text(const struct req *req, int64_t seconds)
{
    if (seconds < DAY)
        return tr_fmt_n(req->arena, req->lang, "{n} hour", "{n} hours", (uint64_t)seconds / HOUR,
                        NULL, 0);
    return tr_fmt_n(req->arena, req->lang, "{n} day", "{n} days", (uint64_t)seconds / DAY, NULL, 0);
}

enum err aid_is_read(const struct req *req, bool *out)
{
    struct space_ctx ctx = req_ctx(req);
    struct space_id desk;
    enum err e = desk_place_get(&ctx, &DESK_COORDINATORS, &desk);
    *out = e == ERR_OK;
    return e == ERR_NOT_FOUND ? ERR_OK : e;
}

/* Within what time an ask of each urgency should be read, from the loop's own table. */
static void soon_fill(const struct req *req, struct front_view *v)
{
    struct ui_fact *facts = ARENA_ARRAY(req->arena, struct ui_fact, LOOP_WHENEVER);
    for (int u = LOOP_NOW; u <= LOOP_WHENEVER; u++) {
        struct loop l = loop_new((enum loop_urgency)u, INT32_MAX, req->now);
        facts[v->nsoon++] =
            (struct ui_fact){str_from_c(tr(req->lang, loop_urgency_text((enum loop_urgency)u))),
                             aid_span_text(req, loop_next(&l).by - req->now)};
    }
    v->soon = facts;
}

/* What other rooms bring, for members. */
static void more_fill(const struct req *req, struct front_view *v)
{
    const struct net *net = req_net(req);
    struct ui_row *rows = ARENA_ARRAY(req->arena, struct ui_row, net->nrows);
    for (size_t i = 0; v->member && i < net->nrows; i++)
        if (net->rows[i].place == NET_AID)
            rows[v->nmore++] =
                (struct ui_row){.title = str_from_c(tr(req->lang, net->rows[i].title)),
                                .about = str_from_c(tr(req->lang, net->rows[i].about)),
                                .url = page_url_of(req->arena, str_from_c(net->rows[i].path))};
    v->more = rows;
}

static enum err surge_fill(const struct req *req, struct front_view *v)
{
    struct surge now;
    struct areas areas;
    struct space_ctx ctx = req_ctx(req);
    TRY(surge_read(&ctx, &now));
    if (now.state != SURGE_ON)
        return ERR_OK;
    TRY(areas_load(req->db, req->arena, &areas));
    v->surge = surge_about(req, &areas, &now);
    v->surge_text = now.text;
    v->deletion = surge_deletion(req, &now);
    return ERR_OK;
}

static enum err front_get(struct req *req, struct res *res)
{
    struct html h;
    struct ui_page page;
    struct space_ctx ctx = req_ctx(req);
    struct front_view v = {.member = req->viewer != NULL};
    TRY(aid_is_read(req, &v.read));
    TRY(desk_may(&ctx, &DESK_COORDINATORS, req->viewer, &v.coordinator));
    soon_fill(req, &v);
    more_fill(req, &v);
    TRY(surge_fill(req, &v));
    page_begin(req, NAV_AID, &page, &h);
    view_aid_front(&h, &page, &v);
    return page_send(&h, res);
}

static const struct route ROUTES[] = {
    {HTTP_GET, "/aid", NULL, WHO_ANYONE, LANE_READ, NULL, front_get, 0},
};
const struct route_table AID_FRONT_ROUTES = ROUTE_TABLE(ROUTES);
