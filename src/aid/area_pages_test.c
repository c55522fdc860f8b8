/* The list of places: what stewards do with it, and that nobody else can. */
#include <string.h>

#include "aid/area_csv.h"
#include "aid/area_ready.h"
#include "aid/area_store.h"
#include "aid/routes.h"
#include "base/clock.h"
#include "members/members.h"
#include "members/net.h"
#include "search/search.h"
#include "space/roster.h"
#include "support/test_db.h"

#define DAY 20000

struct house {
    struct test_db *t;
    struct seal_home *home;
    struct arena *secret;
    struct search *search;
    struct space_ctx ctx;
    struct viewer amal, sami; /* Amal is the steward */
};

static void house_begin(struct house *x, void **state)
{
    struct space_ticket t;
    struct space *commons, *s;
    struct key secret;
    *x = (struct house){
        .t = test_db_of(state), .secret = arena_create(ARENA_PLAIN, 0), .search = search_create()};
    assert_ok(seal_home_create(x->t->folder, DAY));
    assert_ok(seal_home_open(x->t->folder, DAY, false, &x->home));
    x->ctx = (struct space_ctx){x->t->db, x->home, x->t->a, x->secret, (int64_t)DAY * DAY_SECONDS};
    key_random(&x->amal.keyring.seed);
    assert_ok(space_create(&x->ctx, NULL, &t, &commons));
    viewer_add_space(&x->ctx, &x->amal, SPACE_COMMONS, &t, STR("commons"));
    key_random(&x->sami.keyring.seed);
    key_random(&secret);
    assert_ok(roster_invite(commons, &secret, ROLE_INVITE, ROLE_MEMBER, false, DAY + 7));
    space_ticket_new(&t, (struct space_id){0});
    assert_ok(roster_come_in(&x->ctx, &secret, NULL, &t, &s));
    viewer_add_space(&x->ctx, &x->sami, SPACE_COMMONS, &t, STR("commons"));
}

static void house_end(struct house *x)
{
    seal_home_close(x->home);
    search_destroy(x->search);
    arena_destroy(x->secret);
}

/* `pairs`: name, value, …, NULL for a POST; NULL for a GET. The page, or where it leads. */
static enum err ask(struct house *x, struct viewer *v, const char *path, const char *const *pairs,
                    const char **out)
{
    struct arena *a = x->t->a;
    struct net *net = ARENA_NEW(a, struct net);
    struct req *req = ARENA_NEW(a, struct req);
    struct form *form = ARENA_NEW(a, struct form);
    struct http_pair *fields = ARENA_ARRAY(a, struct http_pair, 8);
    struct res res = {0};
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
                        .search = x->search,
                        .viewer = v,
                        .lang = net->lang};
    router_check(&AID_AREA_ROUTES, 1);
    assert_ok(router_find(&AID_AREA_ROUTES, 1, req));
    assert_int_equal(req->route->who, WHO_MEMBER);
    if (pairs) {
        for (; pairs[req->form.n * 2]; req->form.n++)
            fields[req->form.n] = (struct http_pair){str_from_c(pairs[req->form.n * 2]),
                                                     str_from_c(pairs[req->form.n * 2 + 1])};
        req->form.v = fields;
        form_parse(a, req->route->form, &req->form, form);
        req->fields = form;
    }
    *out = "";
    enum err e = req->route->handle(req, &res);
    if (e == ERR_OK)
        *out = str_to_c(a, res.kind == RES_REDIRECT ? res.location : res.body);
    return e;
}

static const char *get(struct house *x, const char *path)
{
    const char *out;
    assert_ok(ask(x, &x->amal, path, NULL, &out));
    return out;
}

static const char *post(struct house *x, const char *path, const char *const *pairs)
{
    const char *out;
    assert_ok(ask(x, &x->amal, path, pairs, &out));
    return out;
}
#define POST(x, path, ...) post(x, path, (const char *const[]){__VA_ARGS__, NULL, NULL})
#define HAS(page, text) assert_non_null(strstr((page), (text)))
#define HAS_NOT(page, text) assert_null(strstr((page), (text)))

static struct areas load(struct house *x)
{
    struct areas all;
    assert_ok(areas_load(x->t->db, x->t->a, &all));
    return all;
}

static void stewards_draw_the_list(void **state)
{
    struct house x;
    house_begin(&x, state);
    HAS(get(&x, "/aid/areas"), "There are no places yet");
    POST(&x, "/aid/areas", "name", "بيروت", "other", "Beirut");
    HAS(POST(&x, "/aid/areas", "name", "Hamra", "in", "1"), "/aid/areas?n=saved");
    POST(&x, "/aid/areas", "name", "Verdun", "in", "beirut");
    struct areas all = load(&x);
    assert_int_equal(all.n, 3);
    assert_str(area_path(&all, x.t->a, 3), "Verdun, بيروت");

    const char *page = POST(&x, "/aid/areas", "name", "Hamra", "other", "kept", "in", "1");
    HAS(page, "A place of this name is there already.");
    HAS(page, "value=\"kept\"");
    HAS(POST(&x, "/aid/areas", "name", "", "in", ""), "Please fill this in.");
    POST(&x, "/aid/areas/2/link", "to", "3", "minutes", "١٠");
    page = get(&x, "/aid/areas");
    HAS(page, "3 places");
    HAS(page, " 10</span>");
    HAS(page, "href=\"/aid/areas/2\"");
    page = get(&x, "/aid/areas/2");
    HAS(page, "Verdun, Beirut");
    HAS(page, "10 minutes");
    HAS(page, "Nothing larger");
    HAS(page, "Choose a place");
    HAS(page, "<option value=\"1\" selected>Beirut</option>");
    HAS(POST(&x, "/aid/areas/2/link", "to", "2", "minutes", "5"), "no neighbour of itself");
    HAS(POST(&x, "/aid/areas/2/link", "to", "Moon", "minutes", "5"), "not on the list");
    HAS(POST(&x, "/aid/areas/2/link", "to", "1", "minutes", "9999"), "too small or too large");
    assert_int_equal(load(&x).nlinks, 1);

    HAS(POST(&x, "/aid/areas/1", "name", "Beirut", "in", "2"), "It cannot lie there");
    HAS(POST(&x, "/aid/areas/1", "name", "Beirut", "lat", "x", "lon", "35"), "from -90 to 90");
    POST(&x, "/aid/areas/1", "name", "Beirut", "other", "بيروت", "lat", "33.89", "lon", "35.5");
    all = load(&x);
    assert_str(all.v[0].name, "Beirut");
    assert_int_equal(area_near(&all, 33.9, 35.5, 10), 1);
    HAS(get(&x, "/aid/areas/1"), "value=\"33.89\"");

    POST(&x, "/aid/areas/3/unlink", "to", "2");
    POST(&x, "/aid/areas/3/unlink", "to", "2");
    assert_int_equal(load(&x).nlinks, 0);
    HAS(get(&x, "/aid/areas/3/remove"), "counts as of Beirut");
    POST(&x, "/aid/areas/3/remove", "_", "");
    all = load(&x);
    assert_int_equal(all.n, 2);
    assert_int_equal(area_find(&all, 3)->id, 1);
    const char *out;
    assert_err(ask(&x, &x.amal, "/aid/areas/3", NULL, &out), NOT_FOUND);
    assert_err(ask(&x, &x.amal, "/aid/areas/9x", NULL, &out), NOT_FOUND);
    house_end(&x);
}

static void nobody_else_does(void **state)
{
    static const struct {
        const char *path;
        const char *const pairs[7];
    } writes[] = {
        {"/aid/areas", {"name", "Port", NULL}},
        {"/aid/areas/1", {"name", "Port", NULL}},
        {"/aid/areas/1/link", {"to", "2", "minutes", "5", NULL}},
        {"/aid/areas/1/unlink", {"to", "2", NULL}},
        {"/aid/areas/1/remove", {NULL}},
        {"/aid/areas/import", {"table", "name\nPort\n", "what", "take", NULL}},
        {"/aid/areas/ready", {"file", "london", NULL}},
    };
    static const char *const reads[] = {"/aid/areas",        "/aid/areas/1",
                                        "/aid/areas/import", "/aid/areas/export",
                                        "/aid/areas/ready",  "/aid/areas/1/remove"};
    struct house x;
    const char *out;
    struct str before, after;
    house_begin(&x, state);
    POST(&x, "/aid/areas", "name", "City");
    POST(&x, "/aid/areas", "name", "Part", "in", "1");
    POST(&x, "/aid/areas/1/link", "to", "2", "minutes", "7");
    before = str_from_c(get(&x, "/aid/areas/export"));
    for (size_t i = 0; i < sizeof reads / sizeof *reads; i++)
        assert_err(ask(&x, &x.sami, reads[i], NULL, &out), DENIED);
    for (size_t i = 0; i < sizeof writes / sizeof *writes; i++)
        assert_err(ask(&x, &x.sami, writes[i].path, writes[i].pairs, &out), DENIED);
    after = str_from_c(get(&x, "/aid/areas/export"));
    assert_true(str_eq(before, after));
    HAS(before.p, "\"Part\",\"\",\"City\"");
    house_end(&x);
}

static void a_table_is_looked_at_first(void **state)
{
    static const char table[] = "name,parent,neighbours\nCity,,\nPart,City,Lane 5\nLane,City,\n"
                                "Pier,<Moon>,\n";
    struct house x;
    house_begin(&x, state);
    HAS(get(&x, "/aid/areas/import"), "name=\"table\"");
    const char *page = POST(&x, "/aid/areas/import", "table", table, "what", "look");
    HAS(page, "New places: 3.");
    HAS(page, "Line 5:");
    HAS(page, "Nothing on the list is called so:");
    HAS(page, "Part,City,Lane 5");
    HAS(page, "value=\"take\"");
    HAS(page, "&lt;Moon&gt;");
    HAS_NOT(page, "<Moon>");
    assert_int_equal(load(&x).n, 0);
    POST(&x, "/aid/areas/import", "table", table, "what", "take");
    assert_int_equal(load(&x).n, 3);
    assert_int_equal(load(&x).nlinks, 1);
    page = POST(&x, "/aid/areas/import", "table", "name\nCity\n", "what", "look");
    HAS(page, "As before: 1.");
    HAS_NOT(page, "value=\"take\"");
    page = POST(&x, "/aid/areas/import", "table", "city\n\"x", "what", "take");
    HAS(page, "The first row names the columns");
    HAS(POST(&x, "/aid/areas/import", "table", ""), "Please fill this in.");
    assert_int_equal(load(&x).n, 3);
    house_end(&x);
}

/* Every list that comes along is taken whole, twice, and one beside the other. */
static void lists_that_are_ready_are_right(void **state)
{
    struct house x;
    house_begin(&x, state);
    const char *page = get(&x, "/aid/areas/ready");
    for (const struct area_ready *r = AREA_READIES; r->code; r++) {
        struct areas none = {0};
        struct area_import in;
        struct str text;
        int32_t *minutes;
        HAS(page, r->text);
        assert_true(area_ready_find(str_from_c(r->code), &text));
        assert_ok(area_csv_read(x.search, x.t->a, text, &none, 1, &in));
        for (size_t i = 0; i < in.nrefused; i++)
            print_error("%s.csv:%u: %s %.*s\n", r->code, in.refused[i].line, in.refused[i].why,
                        STR_ARG(in.refused[i].what));
        assert_int_equal(in.nrefused, 0);
        assert_true(in.added > 20 && in.linked > 20);
        for (size_t i = 0; i < in.all.n; i++)
            assert_true(in.all.v[i].other.n && in.all.v[i].placed);
        /* What has a link hangs together with the first that has one. */
        assert_ok(area_minutes(&in.all, x.t->a, in.all.links[0].a, &minutes));
        for (size_t i = 0; i < in.all.nlinks; i++)
            if (minutes[area_find(&in.all, in.all.links[i].b) - in.all.v] == AREA_FAR)
                fail_msg("%s: no way to %.*s", r->code,
                         STR_ARG(area_find(&in.all, in.all.links[i].b)->name));
        POST(&x, "/aid/areas/ready", "file", r->code);
    }
    size_t n = load(&x).n;
    for (const struct area_ready *r = AREA_READIES; r->code; r++)
        POST(&x, "/aid/areas/ready", "file", r->code);
    assert_int_equal(load(&x).n, n);
    const char *out;
    assert_err(
        ask(&x, &x.amal, "/aid/areas/ready", (const char *const[]){"file", "../x", NULL}, &out),
        NOT_FOUND);
    HAS(get(&x, "/aid/areas"), "Kreuzberg");
    house_end(&x);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST_DB(stewards_draw_the_list),
        TEST_DB(nobody_else_does),
        TEST_DB(a_table_is_looked_at_first),
        TEST_DB(lists_that_are_ready_are_right),
    };
    seal_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
