#include "desk/inside.h"

#include "desk.html.h"

const struct desk_kind *desk_kind_of(const struct req *req)
{
    return req->route->about;
}

const struct desk_texts *desk_texts_in(const struct req *req, const struct desk_kind *kind)
{
    struct desk_texts *t = ARENA_NEW(req->arena, struct desk_texts);
#define X(name) t->name = tr(req->lang, kind->texts.name);
    DESK_TEXTS(X)
#undef X
    return t;
}

struct url desk_url(const struct req *req, const struct desk_kind *kind, const char *more)
{
    return page_url_of(req->arena, str_fmt(req->arena, "%s%s", kind->at, more));
}

struct str desk_byline_text(const struct lang *lang, const struct desk_kind *kind,
                            struct str byline)
{
    return byline.n ? byline : str_from_c(tr(lang, kind->texts.byline));
}

enum err desk_of(struct req *req, const struct desk_kind *kind, struct desk *out)
{
    struct space_ctx ctx = req_ctx(req);
    return desk_enter(&ctx, kind, req->viewer, NULL, out);
}

enum err desk_form_show(struct req *req, struct res *res, const struct desk_form_view *v)
{
    struct html h;
    struct ui_page page;
    page_begin(req, desk_kind_of(req)->nav, &page, &h);
    view_desk_form(&h, &page, v);
    return page_send(&h, res);
}
