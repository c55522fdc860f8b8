#include "circles/pages.h"
#include "find.html.h"

static const struct form_field FIND_FIELDS[] = {
    {.name = "q", .label = N_("Words to look for"), .kind = FIELD_LINE, .max = 200}};
static const struct form_spec FIND_FORM = FORM_SPEC(FIND_FIELDS);

static enum err find_show(struct req *req, struct res *res, const struct find_view *v)
{
    struct html h;
    struct ui_page page;
    page_begin(req, NAV_HOME, &page, &h);
    view_circle_find(&h, &page, v);
    return page_send(&h, res);
}

static enum err find_get(struct req *req, struct res *res)
{
    const struct find_view v = {0};
    return find_show(req, res, &v);
}

static struct found_view found_show(const struct req *req, const struct found *f)
{
    struct url to = thread_url(req, f->alias, f->thread);
    /* The page that the post stands on, whether it is the newest or an older one. */
    to.s = str_fmt(req->arena, "%" STR_FMT "?before=%u", STR_ARG(to.s), (unsigned)f->post.seq + 1);
    return (struct found_view){
        .title = thread_title(req, f->title),
        .where = tr_fmt(req->arena, req->lang, N_("{circle} · {name} · {when}"),
                        TR_ARGS({"circle", f->circle}, {"name", person_of(req, &f->post.by).name},
                                {"when", page_ago(req, f->post.at)})),
        .excerpt = f->excerpt,
        .note = f->post.note,
        .url = url_anchor(req->arena, to, str_fmt(req->arena, "p%u", (unsigned)f->post.seq))};
}

static enum err find_post(struct req *req, struct res *res)
{
    struct founds all;
    struct space_ctx ctx = req_ctx(req);
    struct find_view v = {.query = req->fields->value[0], .asked = req->fields->value[0].n > 0};
    if (req->fields->problems || !v.asked)
        return find_show(req, res, &v);
    TRY(circles_find(&ctx, req->viewer, req->search, v.query, &all));
    struct found_view *hits = ARENA_ARRAY(req->arena, struct found_view, all.n);
    for (size_t i = 0; i < all.n; i++)
        hits[i] = found_show(req, &all.v[i]);
    v.hits = hits;
    v.nhits = all.n;
    v.more = all.more;
    return find_show(req, res, &v);
}

static const struct route ROUTES[] = {
    {HTTP_GET, "/find", NULL, WHO_MEMBER, LANE_READ, NULL, find_get, 0},
    {HTTP_POST, "/find", &FIND_FORM, WHO_MEMBER, LANE_READ, NULL, find_post, ROUTE_GUARDED},
};
const struct route_table CIRCLES_FIND_ROUTES = ROUTE_TABLE(ROUTES);
