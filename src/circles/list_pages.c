#include "circles/pages.h"
#include "list.html.h"

/* ---- one's own circles ---- */

static struct str row_fresh(const struct req *req, size_t unread)
{
    return unread ? tr_fmt_n(req->arena, req->lang, "{n} new", "{n} new", unread, NULL, 0)
                  : STR_NONE;
}

/* The rows of one state; list->v is sorted by state. */
static size_t rows_of(const struct req *req, const struct circle_rows *list,
                      enum circle_state state, const struct ui_row **out)
{
    struct ui_row *rows = ARENA_ARRAY(req->arena, struct ui_row, list->n);
    size_t n = 0;
    for (size_t i = 0; i < list->n; i++) {
        const struct circle_row *c = &list->v[i];
        if (c->state != state)
            continue;
        rows[n++] = (struct ui_row){.title = c->name,
                                    .about = c->purpose,
                                    .url = c->url,
                                    .fresh = row_fresh(req, c->unread),
                                    .initial = ui_initial(c->name),
                                    .hue = ui_hue(c->alias)};
    }
    *out = rows;
    return n;
}

static enum err list_get(struct req *req, struct res *res)
{
    struct html h;
    struct ui_page page;
    struct circle_rows list;
    struct space_ctx ctx = req_ctx(req);
    struct circle_list_view v = {.create = url_path(req->arena, "/c/new"),
                                 .discover = url_path(req->arena, "/c"),
                                 .code = url_path(req->arena, "/enter"),
                                 .find = url_path(req->arena, "/find")};
    TRY(circles_list(&ctx, req->viewer, &list));
    v.nrows = rows_of(req, &list, CIRCLE_IN, &v.rows);
    v.nwaiting = rows_of(req, &list, CIRCLE_WAITING, &v.waiting);
    v.ngone = rows_of(req, &list, CIRCLE_GONE, &v.gone);
    page_begin(req, NAV_HOME, &page, &h);
    view_circle_list(&h, &page, &v);
    return page_send(&h, res);
}

/* ---- the circles that can be seen ---- */

static enum err discover_get(struct req *req, struct res *res)
{
    struct html h;
    struct ui_page page;
    struct listings all;
    struct space_ctx ctx = req_ctx(req);
    TRY(listings_read(&ctx, req->viewer, &all));
    struct ui_row *rows = ARENA_ARRAY(req->arena, struct ui_row, all.n);
    for (size_t i = 0; i < all.n; i++)
        rows[i] = (struct ui_row){.title = all.v[i].name,
                                  .about = all.v[i].purpose,
                                  .url = url_path(req->arena, "/c/%" STR_FMT, STR_ARG(all.v[i].id)),
                                  .initial = ui_initial(all.v[i].name),
                                  .hue = ui_hue(all.v[i].id)};
    const struct discover_view v = {.rows = rows,
                                    .nrows = all.n,
                                    .create = url_path(req->arena, "/c/new"),
                                    .code = url_path(req->arena, "/enter"),
                                    .back = url_path(req->arena, "/r")};
    page_begin(req, NAV_HOME, &page, &h);
    view_circle_discover(&h, &page, &v);
    return page_send(&h, res);
}

/* ---- a new one ---- */

static const struct form_field CREATE_FIELDS[] = {FIELDS_CIRCLE, FIELDS_PERSONA};
static const struct form_spec CREATE_FORM = FORM_SPEC(CREATE_FIELDS);

enum err circle_form_page(struct req *req, struct res *res, const struct circle_form_view *v)
{
    struct html h;
    struct ui_page page;
    page_begin(req, NAV_HOME, &page, &h);
    view_circle_form(&h, &page, v);
    return page_send(&h, res);
}

static enum err create_show(struct req *req, struct res *res, const struct form *f)
{
    const struct circle_form_view v = {
        .title = tr(req->lang, N_("Begin a circle")),
        .lead = tr(req->lang, N_("Who begins a circle looks after it, and can hand that on.")),
        .form = f,
        .action = url_path(req->arena, "/c/new"),
        .back = url_path(req->arena, "/r"),
        .submit = tr(req->lang, N_("Begin"))};
    return circle_form_page(req, res, &v);
}

static enum err create_get(struct req *req, struct res *res)
{
    struct form f;
    form_blank(&CREATE_FORM, &f);
    f.value[C_OPENNESS] = STR("request");
    f.value[C_KEEP] = STR("90");
    return create_show(req, res, &f);
}

static enum err create_post(struct req *req, struct res *res)
{
    struct space_ctx ctx = req_ctx(req);
    const struct form *f = req->fields;
    struct str alias;
    if (f->problems)
        return create_show(req, res, f);
    const struct circle plan = circle_of_form(f);
    const struct space_persona persona = persona_of(f, C_PERSONA);
    TRY(circle_create(&ctx, req->viewer, &plan, &persona, &alias));
    return page_go(req, res, url_path(req->arena, "/r/%" STR_FMT, STR_ARG(alias)), NOTICE_NONE);
}

static const struct route ROUTES[] = {
    {HTTP_GET, "/r", NULL, WHO_MEMBER, LANE_READ, NULL, list_get, 0},
    {HTTP_GET, "/c", NULL, WHO_MEMBER, LANE_READ, NULL, discover_get, 0},
    {HTTP_GET, "/c/new", NULL, WHO_MEMBER, LANE_READ, NULL, create_get, 0},
    {HTTP_POST, "/c/new", &CREATE_FORM, WHO_MEMBER, LANE_WRITE, NULL, create_post, ROUTE_BIG},
};
const struct route_table CIRCLES_LIST_ROUTES = ROUTE_TABLE(ROUTES);
