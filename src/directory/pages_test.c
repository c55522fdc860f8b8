/* The directory's pages, handlers called with requests made by hand. */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "directory/directory.h"
#include "directory/directory_pages.h"
#include "directory/editors.h"
#include "members/net.h"
#include "support/test_db.h"

#define DAY 20000 /* 2024-10-04, a Friday */

struct house {
    struct test_db *t;
    struct seal_home *home;
    struct search *search;
    struct net net;
};

static void house_begin(struct house *x, void **state)
{
    struct directory_imported result;

    *x = (struct house){.t = test_db_of(state), .search = search_create()};
    assert_ok(seal_home_create(x->t->folder, DAY));
    assert_ok(seal_home_open(x->t->folder, DAY, false, &x->home));
    x->net = (struct net){.home = x->home, .name = STR("Home"), .lang = lang_default()};
    const struct directory_import how = {
        .path = "src/directory/sample", .source = STR("sample"), .now = (int64_t)DAY * DAY_SECONDS};
    assert_ok(directory_import(x->t->db, x->search, &how, &result));
}

static void house_end(struct house *x)
{
    seal_home_close(x->home);
    search_destroy(x->search);
}

/* Asks as the application would after its checks; the page as a C string. */
static const char *ask(const struct house *x, enum http_method method, struct str path,
                       const char *lang, const struct http_pairs *fields, enum err *e)
{
    struct req *req = ARENA_NEW(x->t->a, struct req);
    struct form *form = ARENA_NEW(x->t->a, struct form);
    struct res res = {0};

    *req = (struct req){.method = method,
                        .path = path,
                        .arena = x->t->a,
                        .secret = x->t->a,
                        .now = (int64_t)DAY * DAY_SECONDS + 3600,
                        .app = &x->net,
                        .db = x->t->db,
                        .search = x->search,
                        .lang = lang_find(str_from_c(lang))};
    const struct route_table tables[] = {DIRECTORY_ROUTES, DIRECTORY_ENTRY_ROUTES,
                                         DIRECTORY_REPORT_ROUTES};
    router_check(tables, 3);
    *e = router_find(tables, 3, req);
    if (*e != ERR_OK)
        return "";
    if (fields) {
        form_parse(x->t->a, req->route->form, fields, form);
        req->fields = form;
    }
    *e = req->route->handle(req, &res);
    if (*e != ERR_OK)
        return "";
    if (res.kind == RES_REDIRECT)
        return str_to_c(x->t->a, res.location);
    assert_int_equal(res.kind, RES_PAGE);
    assert_int_equal(res.status, 200);
    return str_to_c(x->t->a, res.body);
}

static const char *get(const struct house *x, struct str path, const char *lang)
{
    enum err e;
    const char *page = ask(x, HTTP_GET, path, lang, NULL, &e);
    assert_ok(e);
    return page;
}

static const char *look_for(const struct house *x, const char *query, const char *at,
                            const char *lang)
{
    const struct http_pair pairs[] = {{STR("q"), str_from_c(query)}, {STR("at"), str_from_c(at)}};
    const struct http_pairs fields = {pairs, at ? 2 : 1};
    enum err e;
    const char *page = ask(x, HTTP_POST, STR("/d"), lang, &fields, &e);
    assert_ok(e);
    return page;
}

#define HAS(page, text) assert_non_null(strstr((page), (text)))
#define HAS_NOT(page, text) assert_null(strstr((page), (text)))

static void anyone_can_look(void **state)
{
    struct house x;

    house_begin(&x, state);
    const char *page = get(&x, STR("/d"), "ar");
    HAS(page, "dir=\"rtl\"");
    HAS(page, "name=\"q\"");
    HAS(page, "name=\"need\" value=\"shelter\"");
    HAS(page, "٢٨ خدمة");
    page = get(&x, STR("/d"), "en");
    HAS(page, "28 services from 11 organizations");
    /* What is looked for travels in the body. */
    HAS_NOT(page, "method=\"get\"");
    house_end(&x);
}

static void words_find_entries(void **state)
{
    struct house x;

    house_begin(&x, state);
    const char *page = look_for(&x, "محامي عسكري", NULL, "ar");
    HAS(page, "محامٍ لقضايا الخدمة العسكرية");
    HAS(page, "value=\"محامي عسكري\"");
    HAS(page, "ما يطابق:");
    HAS(page, "+44 20 7946 0110");
    page = look_for(&x, "zzzz \"><script>", NULL, "en");
    HAS(page, "Nothing found");
    HAS_NOT(page, "<script>");
    page = look_for(&x, "", NULL, "en");
    HAS(page, "Often needed");
    house_end(&x);
}

static void results_are_turned_by_buttons(void **state)
{
    struct house x;

    house_begin(&x, state);
    const char *first = look_for(&x, "free", NULL, "en");
    HAS(first, "name=\"at\" value=\"10\"");
    HAS(first, ">More<");
    HAS_NOT(first, ">Back</button>");
    const char *second = look_for(&x, "free", "10", "en");
    HAS_NOT(second, "name=\"at\" value=\"10\"");
    HAS(second, ">Back</button>");
    const char *odd = look_for(&x, "free", "x", "en");
    HAS(odd, "name=\"at\" value=\"10\"");
    house_end(&x);
}

static void an_entry_says_everything(void **state)
{
    struct house x;
    struct directory_hits hits;
    enum err e;

    house_begin(&x, state);
    assert_ok(
        directory_search(x.t->db, x.search, x.t->a,
                         &(struct directory_query){.words = STR("family law clinic"), .limit = 1},
                         lang_default(), &hits));
    struct str path = str_fmt(x.t->a, "/d/%.*s", STR_ARG(hits.v[0].card.id));
    const char *page = get(&x, path, "en");
    HAS(page, "Family law clinic");
    HAS(page, "Harbour Law Centre");
    HAS(page, "href=\"tel:3125550145\"");
    HAS(page, "rel=\"noreferrer noopener\"");
    HAS(page, "href=\"https://harbourlaw.example.org\"");
    HAS(page, "18 Customs Street, Harbour City");
    HAS(page, "13:00 to 17:00");
    HAS(page, "today");
    HAS(page, "Nobody here has checked this yet.");
    HAS(page, "/outdated\"");
    HAS(page, "closed now");
    HAS(page, "From the list");
    HAS_NOT(page, "/share");
    page = get(&x, path, "ar");
    HAS(page, "من ١٣:٠٠ إلى ١٧:٠٠");
    HAS(page, "lang=\"en\"");

    (void)ask(&x, HTTP_GET, STR("/d/000000000000"), "ar", NULL, &e);
    assert_int_equal(e, ERR_NOT_FOUND);
    (void)ask(&x, HTTP_GET, STR("/d/nonsense"), "ar", NULL, &e);
    assert_int_equal(e, ERR_NOT_FOUND);
    house_end(&x);
}

/* A list from elsewhere must not bring markup or bad addresses into our pages. */
static void hostile_entries_stay_text(void **state)
{
    static const struct db_sql SPOIL = {
        "test: spoil",
        "UPDATE directory_entry SET title = '<b>x', url = 'javascript:alert(1)',"
        " summary = '\"><img src=x>' WHERE title = 'Food pantry'",
        NULL, NULL};
    struct house x;

    house_begin(&x, state);
    assert_ok(db_run(x.t->db, &SPOIL, DB_NO_ARGS, NULL));
    struct directory_hits hits;
    assert_ok(directory_search(x.t->db, x.search, x.t->a,
                               &(struct directory_query){.words = STR("food pantry"), .limit = 1},
                               lang_default(), &hits));
    const char *page = look_for(&x, "food pantry", NULL, "en");
    HAS(page, "&lt;b&gt;x");
    HAS_NOT(page, "<b>x");
    HAS_NOT(page, "<img");
    page = get(&x, str_fmt(x.t->a, "/d/%.*s", STR_ARG(hits.v[0].card.id)), "en");
    HAS_NOT(page, "<b>x");
    HAS_NOT(page, "javascript:");
    house_end(&x);
}

static struct str first_entry(const struct house *x)
{
    struct directory_hits hits;
    const struct directory_query query = {.words = STR("food pantry"), .limit = 1};
    assert_ok(directory_search(x->t->db, x->search, x->t->a, &query, lang_default(), &hits));
    assert_true(hits.n == 1);
    return str_fmt(x->t->a, "/d/%.*s/outdated", STR_ARG(hits.v[0].card.id));
}

static const char *report(const struct house *x, struct str path, const char *reason,
                          const char *words)
{
    const struct http_pair pairs[] = {{STR("reason"), str_from_c(reason)},
                                      {STR("words"), str_from_c(words)}};
    const struct http_pairs fields = {pairs, 2};
    enum err e;
    const char *said = ask(x, HTTP_POST, path, "en", &fields, &e);
    assert_ok(e);
    return said;
}

static void a_report_without_a_desk_is_not_kept(void **state)
{
    static const struct db_sql LETTERS = {"test: letters", "SELECT COUNT(*) FROM inbox", NULL,
                                          NULL};
    struct house x;
    struct db_rows rows;

    house_begin(&x, state);
    struct str path = first_entry(&x);
    const char *page = get(&x, path, "en");
    HAS(page, "Nobody could read it yet");
    HAS_NOT(page, "<textarea");
    page = report(&x, path, "gone", "shut since May");
    HAS(page, "Nobody could read it yet");
    assert_ok(db_all(x.t->db, &LETTERS, DB_NO_ARGS, x.t->a, &rows));
    assert_int_equal(db_cell_int(&rows, 0, 0), 0);
    house_end(&x);
}

static void a_report_reaches_the_desk(void **state)
{
    struct house x;
    struct space *desk;
    struct space_ticket ticket;
    struct inbox inbox;
    struct directory_report r;
    const struct space_persona founder = {.name = STR("Desk")};

    house_begin(&x, state);
    const struct space_ctx ctx = {.db = x.t->db,
                                  .home = x.home,
                                  .arena = x.t->a,
                                  .secret = x.t->a,
                                  .now = (int64_t)DAY * DAY_SECONDS};
    assert_ok(space_create(&ctx, &founder, &ticket, &desk));
    assert_ok(desk_place_put(&ctx, &DESK_EDITORS, ticket.id));
    struct str path = first_entry(&x);
    const char *page = get(&x, path, "ar");
    HAS(page, "value=\"unsafe\"");
    HAS(page, "<textarea");

    /* What cannot be taken is shown again with what was typed. */
    page = report(&x, path, "", "the number rings <here>");
    HAS(page, "the number rings &lt;here&gt;");
    HAS(page, "Please choose one of these.");
    page = report(&x, path, "other", "  ");
    HAS(page, "A few words say what it is.");
    assert_ok(inbox_read(desk, &inbox));
    assert_int_equal(inbox.n, 0);

    assert_non_null(strstr(report(&x, path, "phone", "the number rings <here>"), "/thanks"));
    assert_ok(inbox_read(desk, &inbox));
    assert_int_equal(inbox.n, 1);
    assert_true(directory_report_unpack(x.t->a, inbox.v[0].body, &r));
    assert_str(r.title, "Food pantry");
    assert_str(r.words, "the number rings <here>");
    assert_int_equal(r.reason, DIRECTORY_REPORT_PHONE);
    assert_int_equal(r.day, DAY);
    HAS(get(&x, str_fmt(x.t->a, "%.*s/thanks", STR_ARG(path)), "en"), "Thank you");
    house_end(&x);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST_DB(anyone_can_look),
        TEST_DB(words_find_entries),
        TEST_DB_SQLITE(results_are_turned_by_buttons),
        TEST_DB(an_entry_says_everything),
        TEST_DB_SQLITE(hostile_entries_stay_text),
        TEST_DB(a_report_without_a_desk_is_not_kept),
        TEST_DB(a_report_reaches_the_desk),
    };
    seal_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
