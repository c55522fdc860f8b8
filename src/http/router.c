#include "http/router.h"

#include <stdlib.h>
#include <string.h>

#include "base/log.h"

static _Noreturn void wrong(const struct route *r, const char *what)
{
    log_error("http", "route %s: %s", r->path ? r->path : "(no path)", what);
    abort();
}

/* The next segment of a path that begins with '/': what stands up to the next '/'. */
static struct str segment_next(struct str *rest)
{
    struct str s = str_slice(*rest, 1, rest->n);
    size_t n = str_find_char(s, '/');
    *rest = str_slice(s, n, s.n);
    return str_slice(s, 0, n);
}

static bool is_param(struct str segment)
{
    return segment.n && segment.p[0] == ':';
}

/* Two patterns that match exactly the same paths. */
static bool same_paths(const char *x, const char *y)
{
    struct str a = str_from_c(x), b = str_from_c(y);
    while (a.n && b.n) {
        struct str sa = segment_next(&a), sb = segment_next(&b);
        if (is_param(sa) != is_param(sb) || (!is_param(sa) && !str_eq(sa, sb)))
            return false;
    }
    return a.n == b.n;
}

static void check_route(const struct route *r)
{
    if (!r->path || r->path[0] != '/')
        wrong(r, "the path does not begin with a slash");
    if (r->method != HTTP_GET && r->method != HTTP_POST)
        wrong(r, "the method is neither GET nor POST");
    if (r->who == WHO_UNSET)
        wrong(r, "nobody said who may");
    if (r->lane == LANE_UNSET)
        wrong(r, "no lane");
    if (!r->handle)
        wrong(r, "no handler");
    if (r->method == HTTP_POST && !r->form)
        wrong(r, "a POST without a form");
    if (r->form && r->form->n > FORM_FIELDS_MAX)
        wrong(r, "too many fields");
    if (r->method == HTTP_GET && r->slow)
        wrong(r, "a GET with a slow step");
    size_t params = 0;
    for (struct str rest = str_from_c(r->path); rest.n;)
        params += is_param(segment_next(&rest));
    if (params > ROUTE_PARAMS_MAX)
        wrong(r, "too many parameters");
}

void router_check(const struct route_table *tables, size_t n)
{
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < tables[i].n; j++)
            check_route(&tables[i].v[j]);
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < tables[i].n; j++) {
            const struct route *r = &tables[i].v[j];
            for (size_t k = 0; k <= i; k++)
                for (size_t l = 0; l < (k == i ? j : tables[k].n); l++)
                    if (tables[k].v[l].method == r->method &&
                        same_paths(tables[k].v[l].path, r->path))
                        wrong(r, "another route matches the same");
        }
}

/* Does the pattern match? `rank` has a bit for every literal segment, the first one highest. */
static bool path_matches(const char *pattern, struct str path, uint32_t *rank,
                         struct str params[ROUTE_PARAMS_MAX])
{
    struct str want = str_from_c(pattern);
    size_t nparams = 0;
    uint32_t bit = 1u << 31;
    *rank = 0;
    while (want.n && path.n) {
        struct str w = segment_next(&want), have = segment_next(&path);
        if (is_param(w)) {
            if (have.n == 0)
                return false;
            params[nparams++] = have;
        } else {
            if (!str_eq(w, have))
                return false;
            *rank |= bit;
        }
        bit >>= 1;
    }
    return want.n == path.n;
}

enum err router_find(const struct route_table *tables, size_t n, struct req *req)
{
    enum http_method method = req->method == HTTP_HEAD ? HTTP_GET : req->method;
    enum err e = method == HTTP_OTHER ? ERR_METHOD : ERR_NOT_FOUND;
    uint32_t best = 0;
    req->route = NULL;
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < tables[i].n; j++) {
            const struct route *r = &tables[i].v[j];
            struct str params[ROUTE_PARAMS_MAX] = {{0}};
            uint32_t rank;
            if (!path_matches(r->path, req->path, &rank, params))
                continue;
            if (r->method != method) {
                e = req->route ? e : ERR_METHOD;
                continue;
            }
            if (req->route && rank <= best)
                continue;
            best = rank;
            e = ERR_OK;
            req->route = r;
            memcpy(req->params, params, sizeof params);
        }
    return e;
}

/* An onion service speaks plain HTTP to us and to the browser, whatever a proxy beside it does. */
static bool scheme_ok(const struct req *req, struct str scheme)
{
    if (!str_eq_c(scheme, "http") && !str_eq_c(scheme, "https"))
        return false;
    return req->scheme.n == 0 || str_eq(req->scheme, scheme) || str_ends(req->host, STR(".onion"));
}

bool router_origin_ok(const struct req *req)
{
    if (req->fetch_site.p && !str_eq_c(req->fetch_site, "same-origin") &&
        !str_eq_c(req->fetch_site, "none"))
        return false;
    if (!req->origin.p || str_eq_c(req->origin, "null"))
        return true; /* the form token decides */
    struct str host = req->origin, scheme = str_cut(&host, ':');
    if (!scheme_ok(req, scheme) || !str_starts(host, STR("//")))
        return false;
    return req->host.n && str_eq(str_slice(host, 2, host.n), req->host);
}
