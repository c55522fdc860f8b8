/* The pages of circles: handlers called with requests made by hand, as the application would after
 * its checks. */
#include "base/test.h"

#include <string.h>

#include "base/clock.h"
#include "circles/pages.h"
#include "directory/directory.h"
#include "search/search.h"
#include "support/test_db.h"

#define DAY0 20000

struct house {
    struct test_db *t;
    struct seal_home *home;
    struct search *search;
    struct arena *secret;
    struct net net;
    struct viewer amal, sami;
    const char *lang;
    enum err e; /* of the last request */
    struct res res;
};

static struct route_table tables_at(size_t i)
{
    const struct route_table *const all[] = {&CIRCLES_LIST_ROUTES,   &CIRCLES_JOIN_ROUTES,
                                             &CIRCLES_THREAD_ROUTES, &CIRCLES_POST_ROUTES,
                                             &CIRCLES_PEOPLE_ROUTES, &CIRCLES_ABOUT_ROUTES,
                                             &CIRCLES_FIND_ROUTES,   &CIRCLES_SHARE_ROUTES};
    return *all[i];
}

static struct space_ctx ctx_of(struct house *x)
{
    return (struct space_ctx){x->t->db, x->home, x->t->a, x->secret, (int64_t)DAY0 * DAY_SECONDS};
}

static void house_begin(struct house *x, void **state)
{
    struct space_ticket t;
    struct space *commons;
    struct key secret;
    *x = (struct house){.t = test_db_of(state), .search = search_create(), .lang = "en"};
    x->secret = arena_create(ARENA_SECRET, 0);
    assert_ok(seal_home_create(x->t->folder, DAY0));
    assert_ok(seal_home_open(x->t->folder, DAY0, false, &x->home));
    x->net = (struct net){.home = x->home, .name = STR("House"), .lang = lang_default()};
    struct space_ctx ctx = ctx_of(x);
    assert_ok(space_create(&ctx, NULL, &t, &commons));
    viewer_add_space(&ctx, &x->amal, SPACE_COMMONS, &t, STR("commons"));
    key_random(&secret);
    assert_ok(roster_invite(commons, &secret, ROLE_INVITE, ROLE_MEMBER, false, DAY0 + 7));
    space_ticket_new(&t, (struct space_id){0});
    assert_ok(roster_come_in(&ctx, &secret, NULL, &t, &commons));
    viewer_add_space(&ctx, &x->sami, SPACE_COMMONS, &t, STR("commons"));
}

static void house_end(struct house *x)
{
    seal_home_close(x->home);
    search_destroy(x->search);
    arena_destroy(x->secret);
}

/* `path` may have a query; `pairs`: name, value, …, NULL for a POST. The body as a C string. */
static const char *ask(struct house *x, struct viewer *v, struct str path, const char *const *pairs,
                       const char *part)
{
    struct arena *a = x->t->a;
    struct req *req = ARENA_NEW(a, struct req);
    struct form *form = ARENA_NEW(a, struct form);
    struct http_pair *fields = ARENA_ARRAY(a, struct http_pair, 20);
    struct route_table tables[8];
    struct str query = path;
    for (size_t i = 0; i < 8; i++)
        tables[i] = tables_at(i);
    struct str place = str_cut(&query, '?');
    struct str place_only = str_cut(&place, '#');
    *req = (struct req){.method = pairs ? HTTP_POST : HTTP_GET,
                        .path = place_only,
                        .part = str_from_c(part),
                        .arena = a,
                        .secret = x->secret,
                        .now = (int64_t)DAY0 * DAY_SECONDS,
                        .app = &x->net,
                        .db = x->t->db,
                        .search = x->search,
                        .viewer = v,
                        .lang = lang_find(str_from_c(x->lang))};
    if (query.p)
        assert_true(form_decode(a, query, 8, &req->query));
    x->res = (struct res){0};
    x->e = router_find(tables, 8, req);
    if (x->e != ERR_OK)
        return "";
    if (pairs) {
        for (; pairs[req->form.n * 2]; req->form.n++)
            fields[req->form.n] = (struct http_pair){str_from_c(pairs[req->form.n * 2]),
                                                     str_from_c(pairs[req->form.n * 2 + 1])};
        req->form.v = fields;
        form_parse(a, req->route->form, &req->form, form);
        req->fields = form;
    }
    x->e = req->route->handle(req, &x->res);
    return x->e == ERR_OK ? str_to_c(a, x->res.body) : "";
}

static const char *get(struct house *x, struct viewer *v, struct str path)
{
    const char *body = ask(x, v, path, NULL, NULL);
    assert_ok(x->e);
    assert_int_equal(x->res.kind, RES_PAGE);
    return body;
}

#define POST(x, v, path, ...) ask(x, v, path, (const char *const[]){__VA_ARGS__, NULL, NULL}, NULL)
#define HAS(page, text) assert_non_null(strstr((page), (text)))
#define HAS_NOT(page, text) assert_null(strstr((page), (text)))

static struct str went(const struct house *x)
{
    assert_ok(x->e);
    assert_int_equal(x->res.kind, RES_REDIRECT);
    return x->res.location;
}

static struct str at(struct house *x, struct str path, const char *more)
{
    struct str rest = path;
    rest = str_cut(&path, '#');
    rest = str_cut(&rest, '?');
    return str_fmt(x->t->a, "%" STR_FMT "%s", STR_ARG(rest), more);
}

static struct str begin_circle(struct house *x, const char *openness)
{
    POST(x, &x->amal, STR("/c/new"), "name", "Evening", "purpose", "listening", "agreements",
         "- be kind", "openness", openness, "keep", "90", "persona", "Amal", "pronouns", "she",
         "about", "");
    return went(x);
}

/* Sami comes in by a code. */
static struct str come_in(struct house *x, struct str circle)
{
    struct space_ctx ctx = ctx_of(x);
    struct str code, alias = str_slice(circle, 3, circle.n);
    assert_ok(circles_code(&ctx, &x->amal, alias, 7, &code));
    POST(x, &x->sami, STR("/enter"), "code", str_to_c(x->t->a, code), "persona", "Sami <b>");
    return at(x, went(x), "");
}

static void the_tables_are_right(void **state)
{
    struct route_table tables[8];
    (void)state;
    for (size_t i = 0; i < 8; i++)
        tables[i] = tables_at(i);
    router_check(tables, 8);
}

static void a_circle_from_beginning_to_end(void **state)
{
    struct house x;
    house_begin(&x, state);
    HAS(get(&x, &x.amal, STR("/r")), "Not in a circle yet");
    HAS(get(&x, &x.amal, STR("/c/new")), "name=\"openness\"");
    const char *page = POST(&x, &x.amal, STR("/c/new"), "name", "", "purpose", "kept words");
    HAS(page, "kept words");
    HAS(page, "role=\"alert\"");
    struct str amal = begin_circle(&x, "request");
    HAS(get(&x, &x.amal, amal), "It is quiet here");
    struct str sami = come_in(&x, amal);
    HAS(get(&x, &x.sami, at(&x, sami, "/new")), "name=\"once\"");
    POST(&x, &x.sami, at(&x, sami, "/new"), "title", "A <question>", "text", "**bold** words",
         "note", "heavy", "once", "abc");
    struct str thread = went(&x);
    HAS(get(&x, &x.amal, STR("/r")), "1 new");
    page = get(&x, &x.amal, amal);
    HAS(page, "A &lt;question&gt;");
    HAS(page, "1 new");
    struct str there = at(&x, amal, str_to_c(x.t->a, str_slice(thread, sami.n, thread.n)));
    page = get(&x, &x.amal, there);
    HAS(page, "<strong>bold</strong>");
    HAS(page, "Sami &lt;b&gt;");
    HAS(page, "class=\"fold\"");
    HAS(page, "data-events=\"/r/");
    HAS(page, "name=\"kind\" value=\"heard\"");
    HAS_NOT(get(&x, &x.amal, amal), "1 new");
    POST(&x, &x.amal, at(&x, there, "/p/1/affirm"), "kind", "heard");
    went(&x);
    HAS(get(&x, &x.amal, there), "aria-pressed=\"true\"");
    page = get(&x, &x.sami, thread);
    HAS_NOT(page, "aria-pressed=\"true\"");
    HAS(page, "A kind word has come");
    HAS(get(&x, &x.sami, at(&x, thread, "/p/1")), "Amal");
    HAS_NOT(get(&x, &x.amal, at(&x, there, "/p/1")), "Only who wrote it");
    POST(&x, &x.amal, there, "text", "an answer");
    went(&x);
    assert_int_equal(x.res.nrings, 1);
    HAS(POST(&x, &x.amal, there, "text", ""), "role=\"alert\"");
    POST(&x, &x.sami, at(&x, thread, "/p/1/edit"), "text", "other words", "note", "");
    went(&x);
    HAS(get(&x, &x.amal, there), "other words");
    ask(&x, &x.amal, at(&x, there, "/p/1/edit"), NULL, NULL);
    assert_int_equal(x.e, ERR_DENIED);
    HAS(get(&x, &x.sami, at(&x, thread, "/p/1/back")), "Take the words back?");
    ask(&x, &x.sami, at(&x, thread, "/p/1/back"), (const char *const[]){NULL}, NULL);
    HAS(get(&x, &x.amal, there), "Taken back by who wrote it.");
    house_end(&x);
}

static void new_words_come_by_themselves(void **state)
{
    struct house x;
    house_begin(&x, state);
    struct str circle = begin_circle(&x, "hidden");
    POST(&x, &x.amal, at(&x, circle, "/new"), "title", "t", "text", "one");
    struct str thread = went(&x);
    ask(&x, &x.amal, at(&x, thread, "/events?after=1"), NULL, NULL);
    assert_ok(x.e);
    assert_int_equal(x.res.kind, RES_PARK);
    uint64_t channel = x.res.channel;
    POST(&x, &x.amal, thread, "text", "two");
    assert_true(x.res.rings[0] == channel);
    /* An address of any length is no conversation, and nothing waits for one that is not there. */
    ask(&x, &x.amal,
        at(&x, circle,
           "/t/0123456789012345678901234567890123456789012345678901234567890123456789"
           "0123456789012345678901234567890123456789/events"),
        NULL, NULL);
    assert_err(x.e, NOT_FOUND);
    ask(&x, &x.amal, at(&x, circle, "/t/00000000/events"), NULL, NULL);
    assert_err(x.e, NOT_FOUND);
    const char *body = ask(&x, &x.amal, at(&x, thread, "/events?after=1"), NULL, NULL);
    assert_int_equal(x.res.kind, RES_EVENTS);
    HAS(body, "id: 2\n");
    body = ask(&x, &x.amal, thread, NULL, "posts");
    assert_int_equal(x.res.kind, RES_PART);
    HAS(body, "id=\"p2\"");
    HAS_NOT(body, "<html");
    house_end(&x);
}

/* The address of the person behind Amal on her page of people. */
static struct str other_person(struct house *x, struct str circle)
{
    const char *page = get(x, &x->amal, at(x, circle, "/people"));
    const char *link = strstr(page, "/people/");
    assert_non_null(link);
    const char *second = strstr(link + 1, "/people/");
    link = second ? second : link;
    return at(x, circle, str_to_c(x->t->a, str_from(link, strcspn(link, "\""))));
}

/* A page that was open when somebody left must not meet who came after. */
static void an_old_button_meets_nobody_else(void **state)
{
    struct house x;
    house_begin(&x, state);
    struct str amal = begin_circle(&x, "open");
    const char *link = strstr(get(&x, &x.sami, STR("/c")), "href=\"/c/");
    while (link && strncmp(link + 9, "new", 3) == 0)
        link = strstr(link + 1, "href=\"/c/");
    assert_non_null(link);
    struct str listing = str_from(link + 6, 11);
    POST(&x, &x.sami, at(&x, listing, "/join"), "persona", "Sami");
    struct str sami = at(&x, went(&x), ""), before = other_person(&x, amal);
    POST(&x, &x.sami, at(&x, sami, "/leave"), "words", "remove");
    went(&x);
    POST(&x, &x.sami, at(&x, listing, "/join"), "persona", "Somebody else");
    sami = at(&x, went(&x), "");
    ask(&x, &x.amal, at(&x, before, "/make"), (const char *const[]){NULL}, NULL);
    assert_int_equal(x.e, ERR_NOT_FOUND);
    POST(&x, &x.amal, at(&x, before, "/remove"), "reason", "meant for who left");
    assert_int_equal(x.e, ERR_NOT_FOUND);
    HAS(get(&x, &x.sami, sami), "It is quiet here");
    ask(&x, &x.amal, at(&x, other_person(&x, amal), "/make"), (const char *const[]){NULL}, NULL);
    went(&x);
    house_end(&x);
}

static void people_come_and_go(void **state)
{
    struct house x;
    house_begin(&x, state);
    struct str amal = begin_circle(&x, "request");
    const char *page = get(&x, &x.sami, STR("/c"));
    HAS(page, "Evening");
    const char *link = strstr(page, "href=\"/c/");
    while (link && strncmp(link + 9, "new", 3) == 0)
        link = strstr(link + 1, "href=\"/c/");
    assert_non_null(link);
    struct str listing = str_from(link + 6, 11);
    HAS(get(&x, &x.sami, listing), "be kind");
    POST(&x, &x.sami, at(&x, listing, "/ask"), "persona", "Sami", "words", "please let me in");
    assert_str(went(&x), "/r?n=asked");
    HAS(get(&x, &x.sami, STR("/r")), "Waiting for an answer");
    struct str sami = str_fmt(x.t->a, "/r/%" STR_FMT, STR_ARG(x.sami.keyring.spaces[1].alias));
    HAS(get(&x, &x.sami, sami), "Take the request back");
    page = get(&x, &x.amal, at(&x, amal, "/people"));
    HAS(page, "please let me in");
    struct str letter = str_from(strstr(page, "name=\"letter\" value=\"") + 21, 32);
    POST(&x, &x.amal, at(&x, amal, "/asked"), "letter", str_to_c(x.t->a, letter), "answer", "in");
    went(&x);
    HAS(get(&x, &x.sami, sami), "It is quiet here");
    HAS_NOT(get(&x, &x.sami, at(&x, sami, "/people")), "/people/");
    HAS(get(&x, &x.sami, at(&x, sami, "/about")), "be kind");
    HAS(get(&x, &x.sami, at(&x, sami, "/me")), "value=\"Sami\"");
    POST(&x, &x.sami, at(&x, sami, "/me"), "persona", "Samira");
    went(&x);
    page = get(&x, &x.amal, at(&x, amal, "/people"));
    HAS(page, "Samira");
    HAS(get(&x, &x.amal, at(&x, amal, "/leave")), "Ask another person");
    POST(&x, &x.amal, at(&x, amal, "/leave"), "words", "remove");
    assert_int_equal(x.res.kind, RES_PAGE);
    HAS(get(&x, &x.amal, at(&x, amal, "/settings")), "be kind");
    page = get(&x, &x.amal, at(&x, amal, "/invite"));
    HAS(page, "name=\"days\"");
    page = POST(&x, &x.amal, at(&x, amal, "/invite"), "days", "7");
    HAS(page, "class=\"secret code\"");
    POST(&x, &x.amal, at(&x, other_person(&x, amal), "/remove"), "reason", "this was **too** much");
    went(&x);
    page = get(&x, &x.sami, sami);
    HAS(page, "this was <strong>too</strong> much");
    HAS(page, "put it away");
    HAS(get(&x, &x.sami, STR("/r")), "No longer open");
    ask(&x, &x.sami, at(&x, sami, "/out"), (const char *const[]){NULL}, NULL);
    went(&x);
    ask(&x, &x.sami, sami, NULL, NULL);
    assert_int_equal(x.e, ERR_NOT_FOUND);
    HAS(get(&x, &x.amal, at(&x, amal, "/leave")), "Nobody else is here");
    ask(&x, &x.amal, at(&x, amal, "/end"), (const char *const[]){NULL}, NULL);
    went(&x);
    HAS(get(&x, &x.amal, STR("/c")), "No circle can be seen yet");
    house_end(&x);
}

static void a_code_that_opens_nothing_is_said_kindly(void **state)
{
    struct house x;
    house_begin(&x, state);
    const char *page =
        POST(&x, &x.sami, STR("/enter"), "code", "k7f2-9qxe", "persona", "Sami kept");
    HAS(page, "not a whole code");
    HAS(page, "Sami kept");
    page =
        POST(&x, &x.sami, STR("/enter"), "code", "0000-0000-0000-0000-0000-0000", "persona", "S");
    HAS(page, "This code opens nothing");
    house_end(&x);
}

static void words_are_found_and_cards_are_put(void **state)
{
    struct house x;
    struct directory_imported done;
    struct directory_hits hits;
    house_begin(&x, state);
    const struct directory_import how = {
        .path = "src/directory/sample", .source = STR("sample"), .now = (int64_t)DAY0 * 86400};
    assert_ok(directory_import(x.t->db, x.search, &how, &done));
    assert_ok(directory_search(x.t->db, x.search, x.t->a,
                               &(struct directory_query){.words = STR("محامي"), .limit = 1},
                               lang_default(), &hits));
    assert_int_equal(hits.n, 1);
    struct str entry = hits.v[0].card.id;
    struct str share = str_fmt(x.t->a, "/d/%" STR_FMT "/share", STR_ARG(entry));
    x.lang = "ar";
    HAS(get(&x, &x.amal, share), "لا حلقات لك بعد");
    struct str circle = begin_circle(&x, "hidden");
    const char *page = get(&x, &x.amal, share);
    HAS(page, "<option value=\"");
    struct str alias = str_slice(circle, 3, circle.n);
    POST(&x, &x.amal, share, "to", str_to_c(x.t->a, alias), "text", "هذا المكتب ساعدني");
    struct str thread = at(&x, went(&x), "");
    page = get(&x, &x.amal, thread);
    HAS(page, "class=\"referral\"");
    HAS(page, str_to_c(x.t->a, str_fmt(x.t->a, "href=\"/d/%" STR_FMT "\"", STR_ARG(entry))));
    page = POST(&x, &x.amal, share, "to", "00000000", "text", "kept words");
    HAS(page, "kept words");
    page = POST(&x, &x.amal, STR("/find"), "q", "مكتب");
    HAS(page, "المكتب ساعدني");
    HAS(page, "?before=2#p1");
    HAS(get(&x, &x.amal, at(&x, thread, "?before=2")), "المكتب ساعدني");
    house_end(&x);
}

int main(void)
{
    seal_init();
    i18n_init();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_tables_are_right),
        TEST_DB(a_circle_from_beginning_to_end),
        TEST_DB(new_words_come_by_themselves),
        TEST_DB(people_come_and_go),
        TEST_DB(an_old_button_meets_nobody_else),
        TEST_DB(a_code_that_opens_nothing_is_said_kindly),
        TEST_DB(words_are_found_and_cards_are_put),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
