/* The pages of two kinds of desk, side by side: handlers called with requests made by hand. */
#include <string.h>

#include "desk/house_test.h"
#include "http/response.h"

static enum err front_get(struct req *req, struct res *res)
{
    struct html h;
    struct ui_page page;
    struct desk d;
    struct desk_people_view v;
    const struct desk_kind *kind = req->route->about;
    enum err e = desk_of(req, kind, &d);
    if (e == ERR_DENIED)
        return desk_door(req, res, kind);
    TRY(e);
    desk_people_fill(req, &d, &v);
    page_begin(req, kind->nav, &page, &h);
    view_ui_page_begin(&h, &page);
    view_desk_people(&h, &v);
    view_ui_page_end(&h, &page);
    return page_send(&h, res);
}

static const struct route ROUTES[] = {
    {HTTP_GET, "/lamps/desk", NULL, WHO_MEMBER, LANE_READ, NULL, front_get, 0, &DESK_LAMP},
    DESK_ROUTES("/lamps/desk", LAMP),
    {HTTP_GET, "/wells/desk", NULL, WHO_MEMBER, LANE_READ, NULL, front_get, 0, &DESK_WELL},
    DESK_ROUTES("/wells/desk", WELL),
};
static const struct route_table TABLE = ROUTE_TABLE(ROUTES);

struct asked {
    enum err e;
    struct res res;
    const char *body; /* empty unless e is ERR_OK */
};

/* `pairs`: name, value, …, NULL for a POST; NULL for a GET. */
static struct asked ask(struct house *x, struct viewer *v, const char *path,
                        const char *const *pairs)
{
    static const struct net NOTHING;
    struct arena *a = x->t->a;
    struct net *net = ARENA_NEW(a, struct net);
    struct req *req = ARENA_NEW(a, struct req);
    struct form *form = ARENA_NEW(a, struct form);
    struct http_pair *fields = ARENA_ARRAY(a, struct http_pair, 8);
    struct asked out = {.body = ""};
    *net = NOTHING;
    net->home = x->home;
    net->name = STR("Home");
    net->lang = lang_find(STR("en"));
    *req = (struct req){.method = pairs ? HTTP_POST : HTTP_GET,
                        .path = str_from_c(path),
                        .arena = a,
                        .secret = x->secret,
                        .now = x->ctx.now,
                        .app = net,
                        .db = x->t->db,
                        .viewer = v,
                        .lang = net->lang};
    assert_ok(router_find(&TABLE, 1, req));
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
        out.body = str_to_c(a, out.res.body);
    return out;
}

#define POST(x, v, path, ...) ask(x, v, path, (const char *const[]){__VA_ARGS__, NULL, NULL})
#define HAS(page, text) assert_non_null(strstr((page), (text)))
#define HAS_NOT(page, text) assert_null(strstr((page), (text)))

static const char *get(struct house *x, struct viewer *v, const char *path)
{
    struct asked is = ask(x, v, path, NULL);
    assert_ok(is.e);
    HAS_NOT(is.body, strncmp(path, "/wells", 6) == 0 ? "Lamp " : "Well ");
    HAS_NOT(is.body, strncmp(path, "/wells", 6) == 0 ? "/lamps" : "/wells");
    return is.body;
}

static void opens(struct house *x, const char *path, const char *at)
{
    struct asked is = POST(x, &x->amal, path, "persona", "Amal", "byline", "");
    assert_ok(is.e);
    assert_int_equal(is.res.kind, RES_REDIRECT);
    assert_true(str_starts(is.res.location, str_from_c(at)));
}

static void each_says_its_own(void **state)
{
    struct house x;
    house_begin(&x, state);
    const char *page = get(&x, &x.amal, "/wells/desk");
    HAS(page, "Well door");
    HAS(page, "Well open");
    HAS(page, "Travellers see it.");
    HAS(page, "action=\"/wells/desk/open\"");
    HAS(page, "href=\"/wells\"");
    opens(&x, "/wells/desk/open", "/wells/desk");
    opens(&x, "/lamps/desk/open", "/lamps/desk");

    page = get(&x, &x.amal, "/wells/desk");
    HAS(page, "Well shown as Well byline");
    HAS(page, "href=\"/wells/desk/invite\"");
    page = get(&x, &x.amal, "/lamps/desk");
    HAS(page, "Lamp shown as Lamp byline");
    HAS(get(&x, &x.amal, "/wells/desk/invite"), "Well invited");
    HAS(get(&x, &x.amal, "/wells/desk/me"), "Well persona");
    HAS(get(&x, &x.amal, "/wells/desk/leave"), "Well ended");
    page = get(&x, &x.sami, "/lamps/desk");
    HAS(page, "Lamp door");
    HAS(page, "Sailors see it.");
    HAS(page, "action=\"/lamps/desk/enter\"");
    assert_err(ask(&x, &x.sami, "/lamps/desk/open", NULL).e, DENIED);
    house_end(&x);
}

static void a_person_of_one_is_nobody_at_the_other(void **state)
{
    struct house x;
    struct desk well;
    struct str code;
    house_begin(&x, state);
    opens(&x, "/wells/desk/open", "/wells/desk");
    opens(&x, "/lamps/desk/open", "/lamps/desk");
    assert_ok(desk_enter(&x.ctx, &DESK_WELL, &x.amal, NULL, &well));
    assert_ok(desk_code(&well, &code));
    const char *typed = str_to_c(x.t->a, code);
    struct asked is =
        POST(&x, &x.sami, "/lamps/desk/enter", "code", typed, "persona", "Sami", "byline", "");
    assert_ok(is.e);
    HAS(is.body, "This code opens nothing.");
    is = POST(&x, &x.sami, "/wells/desk/enter", "code", typed, "persona", "Sami", "byline", "");
    assert_ok(is.e);
    assert_int_equal(is.res.kind, RES_REDIRECT);

    const char *page = get(&x, &x.amal, "/wells/desk");
    const char *link = strstr(page, "href=\"/wells/desk/people/");
    assert_non_null(link);
    link += strlen("href=\"");
    const char *sami = str_to_c(x.t->a, str_from(link, strcspn(link, "\"")));
    page = get(&x, &x.amal, sami);
    HAS(page, "Sami");
    HAS(page, "Well removed");
    const char *alias = strrchr(sami, '/');
    assert_err(
        ask(&x, &x.amal, str_to_c(x.t->a, str_fmt(x.t->a, "/lamps/desk/people%s", alias)), NULL).e,
        NOT_FOUND);
    is = POST(&x, &x.amal, str_to_c(x.t->a, str_fmt(x.t->a, "%s/remove", sami)), "reason", "rest");
    assert_ok(is.e);
    page = get(&x, &x.sami, "/wells/desk");
    HAS(page, "Your part in the desk has ended");
    HAS(page, "action=\"/wells/desk/away\"");
    house_end(&x);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST_DB(each_says_its_own),
        TEST_DB(a_person_of_one_is_nobody_at_the_other),
    };
    seal_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
