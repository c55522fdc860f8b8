/* The API's routes: read, answer, name errors. */
#include <stdlib.h>

#include "base/buf.h"
#include "directory/directory_api.h"
#include "members/net.h"

#define ANSWER_MAX (32u * 1024 * 1024)

static int on_text(const char *p, size_t n, void *ctx)
{
    buf_add(ctx, str_from(p, n));
    return 0;
}

/* The value as the answer; takes the reference. */
static enum err answer(struct req *req, struct res *res, int status, json_t *value)
{
    struct buf b;

    buf_init(&b, req->arena, 8192, ANSWER_MAX);
    int failed = value ? json_dump_callback(value, on_text, &b, JSON_COMPACT) : -1;
    json_decref(value);
    if (failed)
        return ERR_TOO_LARGE;
    TRY(buf_end(&b, &res->body));
    res->kind = RES_PUBLIC;
    res->status = status;
    res->content_type = "application/json";
    if (status == 200) {
        res->etag = str_to_c(
            req->arena, str_fmt(req->arena, "%016llx", (unsigned long long)hsds_digest(res->body)));
        res_revalidate(res, req->if_none_match);
    }
    return ERR_OK;
}

static enum err not_there(struct req *req, struct res *res)
{
    return answer(req, res, 404, json_pack("{s:s}", "error", "not found"));
}

static enum err list_answer(struct req *req, struct res *res, enum hsds_type type)
{
    struct api_asked asked;
    const char *wrong = NULL;
    json_t *page;

    if (!api_read(&req->query, type, &asked, &wrong))
        return answer(
            req, res, 400,
            json_pack("{s:s, s:s}", "error", "this parameter cannot be read", "parameter", wrong));
    TRY(api_page(req->db, req->search, req->arena, &asked, &page));
    return answer(req, res, 200, page);
}

static enum err one_answer(struct req *req, struct res *res, enum hsds_type type)
{
    struct directory_publisher publisher = {
        .db = req->db, .arena = req->arena, .most = API_NESTED_MAX};
    const struct hsds_lookup lookup = directory_publish_lookup(&publisher);
    struct str services = http_pairs_get(&req->query, "full_service");
    struct directory_published one;
    json_t *object;

    enum err e = directory_publish_one(req->db, req->arena, type, req->params[0], &one);
    if (e == ERR_NOT_FOUND)
        return not_there(req, res);
    TRY(e);
    TRY(hsds_compose(&lookup, type, one.doc,
                     str_eq_c(services, "true") ? HSDS_FULL_DEEP : HSDS_FULL, &object));
    return answer(req, res, 200, object);
}

/* COLLECTION(function prefix, type): both handlers of a collection. */
#define COLLECTION(name, type)                                                                     \
    static enum err name##_list(struct req *req, struct res *res)                                  \
    {                                                                                              \
        return list_answer(req, res, type);                                                        \
    }                                                                                              \
    static enum err name##_one(struct req *req, struct res *res)                                   \
    {                                                                                              \
        return one_answer(req, res, type);                                                         \
    }
COLLECTION(organization, HSDS_ORGANIZATION)
COLLECTION(service, HSDS_SERVICE)
COLLECTION(at, HSDS_SERVICE_AT_LOCATION)
COLLECTION(taxonomy, HSDS_TAXONOMY)
COLLECTION(term, HSDS_TAXONOMY_TERM)

/* Where this network is, as whoever asks calls it. */
static struct str base_of(const struct req *req)
{
    struct str scheme = req->scheme.n != 0 ? req->scheme : STR("http");
    return str_fmt(req->arena, "%" STR_FMT "://%" STR_FMT "/hsds", STR_ARG(scheme),
                   STR_ARG(req->host));
}

static enum err root(struct req *req, struct res *res)
{
    struct str base = base_of(req);
    json_t *o =
        json_pack("{s:s, s:s, s:o}", "version", "3.0", "profile", "https://docs.openreferral.org/",
                  "openapi_url",
                  json_string(str_to_c(req->arena, str_fmt(req->arena, "%" STR_FMT "/openapi.json",
                                                           STR_ARG(base)))));
    return answer(req, res, 200, o);
}

static enum err description(struct req *req, struct res *res)
{
    return answer(req, res, 200, api_describe(req_net(req)->name));
}

#define GET(path, handler)                                                                         \
    {                                                                                              \
        HTTP_GET, path, NULL, WHO_ANYONE, LANE_READ, NULL, handler, ROUTE_PUBLIC                   \
    }
static const struct route ROUTES[] = {
    GET("/hsds", root),
    GET("/hsds/openapi.json", description),
    GET("/hsds/organizations", organization_list),
    GET("/hsds/organizations/:id", organization_one),
    GET("/hsds/services", service_list),
    GET("/hsds/services/:id", service_one),
    GET("/hsds/service_at_locations", at_list),
    GET("/hsds/service_at_locations/:id", at_one),
    GET("/hsds/taxonomies", taxonomy_list),
    GET("/hsds/taxonomies/:id", taxonomy_one),
    GET("/hsds/taxonomy_terms", term_list),
    GET("/hsds/taxonomy_terms/:id", term_one),
};
const struct route_table DIRECTORY_API_ROUTES = ROUTE_TABLE(ROUTES);
