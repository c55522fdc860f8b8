/* A page asked for by hand: a request without a server, for tests of handlers.
 *
 *     static struct asked ask(struct house *x, struct viewer *v, const char *path,
 *                             const char *const *pairs)
 *     {
 *         const struct by_hand how = {&FUND_ROUTES, 1, &x->ctx};
 *         return by_hand(&how, v, path, pairs);
 *     }
 *
 * The route is found and the form parsed as the application does; who may, form tokens and origin
 * are not looked at. Everything lives in the context's arenas. Only tests include it.
 */
#ifndef AWN_TESTS_SUPPORT_BY_HAND_H
#define AWN_TESTS_SUPPORT_BY_HAND_H

#include "base/test.h"
#include "http/router.h"
#include "members/net.h"

struct by_hand {
    const struct route_table *tables;
    size_t ntables;
    const struct space_ctx *ctx;
    struct search *search; /* may be NULL */
    const struct net *net; /* NULL: a network that speaks English */
};

struct asked {
    enum err e;
    struct res res;
    const char *body; /* or where it leads; empty unless e is ERR_OK */
};

/* `pairs`: name, value, …, NULL for a POST; NULL for a GET. `path` may have "?…". */
static inline struct asked by_hand(const struct by_hand *how, struct viewer *v, const char *path,
                                   const char *const *pairs)
{
    struct arena *a = how->ctx->arena;
    struct req *req = ARENA_NEW(a, struct req);
    struct form *form = ARENA_NEW(a, struct form);
    struct http_pair *fields = ARENA_ARRAY(a, struct http_pair, HTTP_PAIRS_MAX);
    struct asked out = {.body = ""};
    struct str rest = str_from_c(path);
    const struct str p = str_cut(&rest, '?');
    const struct net english = {
        .home = how->ctx->home, .name = STR("Home"), .lang = lang_find(STR("en"))};
    const struct net *net = how->net ? how->net : arena_copy(a, &english, sizeof english);
    *req = (struct req){.method = pairs ? HTTP_POST : HTTP_GET,
                        .path = p,
                        .arena = a,
                        .secret = how->ctx->secret,
                        .now = how->ctx->now,
                        .app = (void *)net,
                        .db = how->ctx->db,
                        .search = how->search,
                        .viewer = v,
                        .lang = net->lang};
    if (rest.n)
        assert_true(form_decode(a, rest, HTTP_PAIRS_MAX, &req->query));
    assert_ok(router_find(how->tables, how->ntables, req));
    if (pairs) {
        for (; pairs[req->form.n * 2]; req->form.n++)
            fields[req->form.n] = (struct http_pair){str_from_c(pairs[req->form.n * 2]),
                                                     str_from_c(pairs[req->form.n * 2 + 1])};
        req->form.v = fields;
        form_parse(a, req->route->form, &req->form, form);
        req->fields = form;
    }
    out.e = req->route->handle(req, &out.res);
    if (out.e == ERR_OK)
        out.body = str_to_c(a, out.res.kind == RES_REDIRECT ? out.res.location : out.res.body);
    return out;
}

#endif
