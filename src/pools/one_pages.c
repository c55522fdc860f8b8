/* One pool, and its shopping list; a steward takes it down. */
#include <string.h>

#include "members/commons.h"
#include "pools.html.h"
#include "pools/pages.h"

static struct pool_item_row_view row_of(const struct req *req, const struct pool_page *x,
                                        const struct pool_item *it)
{
    struct pool_item_row_view row = {.title = it->name,
                                     .about = pool_item_text(req, x, it),
                                     .url = pool_item_url(req, x->p.id, it->id, "")};
    if (x->p.kind == POOL_BEDS && !it->away) {
        row.drawn = true;
        pool_draw_nights(req, x, it, &row.draw);
    } else if (x->p.kind == POOL_PANTRY) {
        row.low = pool_stock_low(it);
        row.drawn = it->low != 0;
        pool_draw_stock(req, it, &row.draw);
    }
    return row;
}

enum err pool_get_page(struct req *req, struct res *res)
{
    struct html h;
    struct ui_page page;
    struct pool_page x;
    struct commons c;
    TRY(pool_page_begin(req, &x));
    TRY(commons_open(req, &c));
    struct pool_item_row_view *rows =
        ARENA_ARRAY(req->secret, struct pool_item_row_view, x.items.n);
    struct pool_one_view v = {.title = x.p.title,
                              .line = x.p.line,
                              .rules = x.p.rules,
                              .rests = pool_rests(&x.p, x.today),
                              .keeps = x.keeps,
                              .steward = c.steward && !x.keeps,
                              .pantry = x.p.kind == POOL_PANTRY,
                              .beds = x.p.kind == POOL_BEDS,
                              .rows = rows,
                              .keep = pool_url(req, x.p.id, "/keep"),
                              .add = pool_url(req, x.p.id, "/keep/add"),
                              .shopping = pool_url(req, x.p.id, "/list"),
                              .close = pool_url(req, x.p.id, "/close"),
                              .back = url_path(req->arena, "/pools")};
    if (x.p.area != 0)
        v.area = area_label(req, &x.areas, x.p.area);
    v.ends = tr_fmt(req->secret, req->lang, N_("It ends by itself on {date}."),
                    TR_ARGS({"date", pool_day(req, x.p.last_day)}));
    for (size_t i = 0; i < x.items.n; i++)
        if (x.p.kind != POOL_RIDE || x.items.v[i].at > req->now)
            rows[v.nrows++] = row_of(req, &x, &x.items.v[i]);
    page_begin(req, NAV_AID, &page, &h);
    view_pool_one(&h, &page, &v);
    return page_send(&h, res);
}

/* ---- shopping ---------------------------------------------------------------------------------
 */

static struct str soon_text(const struct req *req, const struct pool_page *x,
                            const struct pool_item *it)
{
    const struct pool_batch *b = &it->batch[0];
    const struct str n = pool_stock_text(req, it, b->count);
    if (b->best < x->local)
        return tr_fmt(req->secret, req->lang, N_("{n}: the day was {day}"),
                      TR_ARGS({"n", n}, {"day", pool_day(req, b->best)}));
    return tr_fmt(req->secret, req->lang, N_("{n}: best before {day}"),
                  TR_ARGS({"n", n}, {"day", pool_day(req, b->best)}));
}

enum err pool_list_get(struct req *req, struct res *res)
{
    struct html h;
    struct ui_page page;
    struct pool_page x;
    TRY(pool_page_begin(req, &x));
    if (x.p.kind != POOL_PANTRY)
        return ERR_NOT_FOUND;
    struct ui_fact *low = ARENA_ARRAY(req->secret, struct ui_fact, x.items.n);
    struct ui_fact *soon = ARENA_ARRAY(req->secret, struct ui_fact, x.items.n);
    struct pool_shopping_view v = {
        .title = x.p.title, .low = low, .soon = soon, .back = pool_url(req, x.p.id, "")};
    for (size_t i = 0; i < x.items.n; i++) {
        const struct pool_item *it = &x.items.v[i];
        if (pool_stock_low(it))
            low[v.nlow++] = (struct ui_fact){
                it->name,
                tr_fmt(req->secret, req->lang, N_("{missing} missing, {n} there"),
                       TR_ARGS({"missing", pool_stock_text(req, it, it->low - pool_stock(it))},
                               {"n", lang_number(req->secret, req->lang, pool_stock(it))}))};
        if (pool_stock_ends(it) != 0 && pool_stock_ends(it) <= x.local + POOL_SOON_DAYS)
            soon[v.nsoon++] = (struct ui_fact){it->name, soon_text(req, &x, it)};
    }
    page_begin(req, NAV_AID, &page, &h);
    view_pool_shopping(&h, &page, &v);
    return page_send(&h, res);
}

/* ---- taken down -------------------------------------------------------------------------------
 */

/* ERR_NOT_FOUND for who is no steward: the page is not there for them. */
static enum err steward_page(struct req *req, struct pool_page *x)
{
    struct commons c;
    TRY(commons_open(req, &c));
    if (!c.steward)
        return ERR_NOT_FOUND;
    return pool_page_begin(req, x);
}

enum err pool_close_get(struct req *req, struct res *res)
{
    struct html h;
    struct ui_page page;
    struct pool_page x;
    TRY(steward_page(req, &x));
    const struct ui_confirm c = {
        .question = pool_say(req, N_("Take this down for everybody?")),
        .consequence = pool_say(
            req, N_("It is gone for all members at once, with everything in it. Whoever has "
                    "something of it sees that it has ended, and can still write to whoever they "
                    "have it from where they know them.")),
        .action = pool_url(req, x.p.id, "/close"),
        .back = pool_url(req, x.p.id, ""),
        .yes = pool_say(req, N_("Take it down"))};
    page_begin(req, NAV_AID, &page, &h);
    view_ui_confirm(&h, &page, &c);
    return page_send(&h, res);
}

enum err pool_close_post(struct req *req, struct res *res)
{
    struct pool_page x;
    enum err e = steward_page(req, &x);
    if (e == ERR_OK)
        e = pool_close(&x.ctx, req->viewer, x.p.id);
    if (e != ERR_OK && e != ERR_NOT_FOUND) /* pressed twice */
        return e;
    return page_go(req, res, url_path(req->arena, "/pools"), NOTICE_GONE);
}
