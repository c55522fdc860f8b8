#include "html/static.h"
#include "site/inside.h"

/* Files with a hash in their name: a browser keeps them for a year. */
static enum err file_get(struct req *req, struct res *res)
{
    const struct html_static *f = html_static_find(req->path);
    if (!f)
        return ERR_NOT_FOUND;
    bool packed = f->gzip.p && req->accepts_gzip;
    res->kind = RES_STATIC;
    res->status = 200;
    res->body = packed ? f->gzip : f->bytes;
    res->gzip = packed;
    res->content_type = f->type.p;
    res->etag = str_to_c(req->arena, str_slice(f->etag, 1, f->etag.n - 1));
    res_revalidate(res, req->if_none_match);
    return ERR_OK;
}

static enum err robots_get(struct req *req, struct res *res)
{
    (void)req;
    res->kind = RES_PUBLIC;
    res->status = 200;
    res->content_type = "text/plain; charset=utf-8";
    res->body = STR("User-agent: *\nDisallow: /\n");
    return ERR_OK;
}

static enum err icon_get(struct req *req, struct res *res)
{
    const struct html_static *f = html_static_named(STR("icon.svg"));
    (void)req;
    if (!f)
        return ERR_NOT_FOUND;
    res->kind = RES_PUBLIC;
    res->status = 200;
    res->content_type = f->type.p;
    res->body = f->bytes;
    return ERR_OK;
}

static const struct route ROUTES[] = {
    {HTTP_GET, "/s/:name", NULL, WHO_ANYONE, LANE_READ, NULL, file_get, ROUTE_PUBLIC},
    {HTTP_GET, "/robots.txt", NULL, WHO_ANYONE, LANE_READ, NULL, robots_get, ROUTE_PUBLIC},
    {HTTP_GET, "/favicon.ico", NULL, WHO_ANYONE, LANE_READ, NULL, icon_get, ROUTE_PUBLIC},
};
const struct route_table SITE_FILE_ROUTES = ROUTE_TABLE(ROUTES);
