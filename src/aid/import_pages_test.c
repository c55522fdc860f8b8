/* Tables on the coordinators' pages: handlers called with requests made by hand. */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "aid/area_store.h"
#include "aid/batch.h"
#include "aid/case_pages.h"
#include "aid/import_pages.h"
#include "aid/routes.h"
#include "base/clock.h"
#include "http/response.h"
#include "search/search.h"
#include "support/by_hand.h"
#include "support/test_db.h"

#define DAY 20000
#define HOUR 3600

struct house {
    struct test_db *t;
    struct seal_home *home;
    struct arena *secret;
    struct search *search;
    struct space_ctx ctx;
    struct viewer amal, sami, noor; /* Amal and Sami coordinate, Noor is a member */
    struct space *commons;
};

static struct asked ask(struct house *x, struct viewer *v, const char *path,
                        const char *const *pairs)
{
    const struct by_hand how = {&AID_DESK_ROUTES, 1, &x->ctx, x->search, NULL};
    return by_hand(&how, v, path, pairs);
}

#define POST(x, v, path, ...) ask(x, v, path, (const char *const[]){__VA_ARGS__, NULL, NULL})
#define HAS(page, text) assert_non_null(strstr((page), (text)))
#define HAS_NOT(page, text) assert_null(strstr((page), (text)))

static const char *get(struct house *x, struct viewer *v, const char *path)
{
    struct asked is = ask(x, v, path, NULL);
    assert_ok(is.e);
    return is.body;
}

static void goes(struct asked is, const char *to)
{
    assert_ok(is.e);
    assert_int_equal(is.res.kind, RES_REDIRECT);
    assert_true(str_starts(is.res.location, str_from_c(to)));
}

/* ---- people -----------------------------------------------------------------------------------
 */

static void member(struct house *x, struct viewer *v)
{
    struct space_ticket t;
    struct space *s;
    struct key secret;
    key_random(&v->keyring.seed);
    key_random(&secret);
    assert_ok(roster_invite(x->commons, &secret, ROLE_INVITE, ROLE_MEMBER, false, DAY + 7));
    space_ticket_new(&t, (struct space_id){0});
    assert_ok(roster_come_in(&x->ctx, &secret, NULL, &t, &s));
    viewer_add_space(&x->ctx, v, SPACE_COMMONS, &t, STR("commons"));
}

static void comes_in(struct house *x, struct viewer *v)
{
    static const struct space_persona NAME = {.name = STR_INIT("Sami")};
    struct desk d;
    struct str code;
    assert_ok(desk_enter(&x->ctx, &DESK_COORDINATORS, &x->amal, NULL, &d));
    assert_ok(desk_code(&d, &code));
    assert_ok(desk_come_in(&x->ctx, &DESK_COORDINATORS, v, code, &NAME));
}

static void house_begin(struct house *x, void **state)
{
    static const struct space_persona AMAL = {.name = STR_INIT("Amal")};
    struct space_ticket t;
    *x = (struct house){
        .t = test_db_of(state), .secret = arena_create(ARENA_PLAIN, 0), .search = search_create()};
    assert_ok(seal_home_create(x->t->folder, DAY));
    assert_ok(seal_home_open(x->t->folder, DAY, false, &x->home));
    x->ctx = (struct space_ctx){.db = x->t->db,
                                .home = x->home,
                                .arena = x->t->a,
                                .secret = x->secret,
                                .now = (int64_t)DAY * DAY_SECONDS + 8 * HOUR};
    key_random(&x->amal.keyring.seed);
    assert_ok(space_create(&x->ctx, NULL, &t, &x->commons));
    viewer_add_space(&x->ctx, &x->amal, SPACE_COMMONS, &t, STR("commons"));
    member(x, &x->sami);
    member(x, &x->noor);
    assert_ok(desk_open(&x->ctx, &DESK_COORDINATORS, &x->amal, &AMAL));
    comes_in(x, &x->sami);
}

static void house_end(struct house *x)
{
    search_destroy(x->search);
    seal_home_close(x->home);
    arena_destroy(x->secret);
}

#define AT "/aid/desk/import"
#define HOW "side", "ask", "days", "30", "source", "", "unapproved", "keep"
#define SHEET                                                                                      \
    "no,what,category,where,contact\n1,a bed for <two>,shelter,Hamra,03 555 014\n"                 \
    "2,\"bread, rice\",Zorb,Nowhere,\n3,,,,\n"

static void with_places(struct house *x)
{
    struct area hamra = {.name = STR("Hamra"), .placed = true, .lat = 33.8962, .lon = 35.4786};
    uint32_t id = 0;
    assert_ok(area_put(x->t->db, x->t->a, &hamra, &id));
}

static size_t asks_there(struct house *x)
{
    struct desk d;
    struct case_rows rows;
    assert_ok(desk_enter(&x->ctx, &DESK_COORDINATORS, &x->amal, NULL, &d));
    assert_ok(cases_list(&d, AID_ASK, &rows));
    return rows.n;
}

static void a_table_is_looked_at_before_it_counts(void **state)
{
    struct house x;
    house_begin(&x, state);
    with_places(&x);
    HAS(get(&x, &x.amal, "/aid/desk"), AT);
    const char *page = get(&x, &x.amal, AT);
    HAS(page, "name=\"table\"");
    HAS_NOT(page, "What would come in");
    struct asked is = POST(&x, &x.amal, AT, "table", SHEET, HOW, "what", "look");
    assert_ok(is.e);
    HAS(is.body, "2 rows would come in.");
    HAS(is.body, "Nothing in it says what is needed.");
    HAS(is.body, "name=\"c:1:what\"");
    HAS(is.body, "name=\"k:Zorb\"");
    HAS(is.body, "<rect");
    HAS(is.body, "a bed for &lt;two&gt;");
    HAS_NOT(is.body, "<two>");
    assert_int_equal(asks_there(&x), 0);
    house_end(&x);
}

static void it_is_mapped_and_taken_in(void **state)
{
    struct house x;
    struct desk d;
    struct case_rows rows;
    struct aid_thread t;
    house_begin(&x, state);
    with_places(&x);
    struct asked is = POST(&x, &x.amal, AT, "table", SHEET, HOW, "what", "look", "k:Zorb", "food",
                           "c:3:where", "out");
    assert_ok(is.e);
    HAS(is.body, "<option value=\"food\" selected>");
    HAS(is.body, "kind,&#34;Zorb&#34;,food");
    HAS_NOT(is.body, "<bdi>Hamra</bdi>:");
    goes(POST(&x, &x.amal, AT, "table", SHEET, HOW, "what", "take", "k:Zorb", "food"), "/aid/desk");
    assert_int_equal(asks_there(&x), 2);
    assert_ok(desk_enter(&x.ctx, &DESK_COORDINATORS, &x.amal, NULL, &d));
    assert_ok(cases_list(&d, AID_ASK, &rows));
    for (size_t i = 0; i < 2; i++) {
        assert_int_not_equal(rows.v[i].at.seq, 0); /* taken in, not waiting */
        assert_int_equal(rows.v[i].card.loop.last_day, DAY + 30);
        const bool bed = rows.v[i].card.kind == AID_SHELTER;
        if (!bed)
            assert_int_equal(rows.v[i].card.kind, AID_FOOD);
        assert_ok(case_read(&d, AID_ASK, rows.v[i].at, rows.v[i].card.id, &t));
        assert_true(str_eq_c(t.details.contact, bed ? "03 555 014" : ""));
        const char *page =
            get(&x, &x.amal,
                str_to_c(x.t->a,
                         str_fmt(x.t->a, "/aid/desk/a/%" STR_FMT,
                                 STR_ARG(shelf_handle(x.t->a, rows.v[i].at, rows.v[i].card.id)))));
        HAS(page, bed ? "03 555 014" : "Nowhere");
    }
    house_end(&x);
}

static void the_same_table_again_adds_nothing(void **state)
{
    struct house x;
    house_begin(&x, state);
    goes(POST(&x, &x.amal, AT, "table", SHEET, HOW, "what", "take"), "/aid/desk");
    struct asked is = POST(&x, &x.sami, AT, "table", SHEET, HOW, "what", "take");
    assert_ok(is.e);
    assert_int_equal(is.res.kind, RES_PAGE);
    HAS(is.body, "Here already: 2.");
    HAS(is.body, "0 rows would come in.");
    assert_int_equal(asks_there(&x), 2);
    house_end(&x);
}

static void offers_come_in_too(void **state)
{
    struct house x;
    house_begin(&x, state);
    goes(POST(&x, &x.amal, AT, "table", "what,phone\na sofa,03 555 014\n", "side", "offer", "days",
              "90", "source", "list", "unapproved", "keep", "what", "take"),
         "/aid/desk");
    assert_int_equal(asks_there(&x), 0);
    const char *page = get(&x, &x.amal, "/aid/desk/offers");
    HAS(page, "a sofa");
    HAS(page, "03 555 014");
    house_end(&x);
}

static void what_is_no_table_is_said(void **state)
{
    struct house x;
    house_begin(&x, state);
    struct asked is = POST(&x, &x.amal, AT, "table", "a,b\n\"open", HOW, "what", "take");
    assert_ok(is.e);
    HAS(is.body, "a quotation mark is opened here and never closed");
    HAS(is.body, "&#34;open"); /* what was typed is kept */
    is = POST(&x, &x.amal, AT, "table", "", HOW, "what", "look");
    HAS(is.body, "Please fill this in.");
    is = POST(&x, &x.amal, AT, "table", "only a header", HOW, "what", "look");
    HAS(is.body, "there is no row");
    house_end(&x);
}

static void only_coordinators_come_here(void **state)
{
    struct house x;
    house_begin(&x, state);
    assert_err(ask(&x, &x.noor, AT, NULL).e, DENIED);
    assert_err(POST(&x, &x.noor, AT, "table", SHEET, HOW, "what", "take").e, DENIED);
    assert_err(ask(&x, &x.noor, "/aid/desk/numbers", NULL).e, DENIED);
    assert_int_equal(asks_there(&x), 0);
    house_end(&x);
}

static void numbers_say_nothing_of_few(void **state)
{
    struct house x;
    struct str sheet = STR("no,what,category,where\n");
    house_begin(&x, state);
    with_places(&x);
    for (int i = 0; i < 7; i++)
        sheet = str_fmt(x.t->a, "%" STR_FMT "%d,bread,food,Hamra\n", STR_ARG(sheet), i);
    for (int i = 10; i < 14; i++)
        sheet = str_fmt(x.t->a, "%" STR_FMT "%d,a lawyer,legal,Hamra\n", STR_ARG(sheet), i);
    goes(POST(&x, &x.amal, AT, "table", str_to_c(x.t->a, sheet), HOW, "what", "take"), "/aid/desk");
    const char *csv = get(&x, &x.amal, "/aid/desk/numbers");
    /* day 20,000 is 4 October 2024, a Friday */
    assert_string_equal(csv, "week,area,kind,asks\n2024-09-30,\"Hamra\",food,5-9\n");
    house_end(&x);
}

/* What a crisis map wrote out, with all that people get wrong: in, on the list, and every one of
 * them has its page. */
static void a_crisis_maps_reports_have_their_pages(void **state)
{
    struct house x;
    struct desk d;
    struct case_rows rows;
    char text[64 * 1024] = "";
    const char *path = getenv("AWN_TEST_REPORTS");
    if (!path)
        skip();
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    assert_true(fd >= 0 && read(fd, text, sizeof text - 1) > 0);
    close(fd);
    house_begin(&x, state);
    with_places(&x);
    struct asked is = POST(&x, &x.amal, AT, "table", text, HOW, "what", "look");
    assert_ok(is.e);
    HAS(is.body, "65 rows would come in.");
    goes(POST(&x, &x.amal, AT, "table", text, HOW, "what", "take", "k:Animals", "other"),
         "/aid/desk");
    assert_ok(desk_enter(&x.ctx, &DESK_COORDINATORS, &x.amal, NULL, &d));
    assert_ok(cases_list(&d, AID_ASK, &rows));
    assert_int_equal(rows.n, 65);
    for (size_t i = 0; i < rows.n; i += 8) {
        const struct str handle = shelf_handle(x.t->a, rows.v[i].at, rows.v[i].card.id);
        const struct str to = str_fmt(x.t->a, "/aid/desk/a/%" STR_FMT, STR_ARG(handle));
        HAS(get(&x, &x.amal, str_to_c(x.t->a, to)), "What is asked");
    }
    house_end(&x);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST_DB(a_table_is_looked_at_before_it_counts),
        TEST_DB(it_is_mapped_and_taken_in),
        TEST_DB(the_same_table_again_adds_nothing),
        TEST_DB(offers_come_in_too),
        TEST_DB(what_is_no_table_is_said),
        TEST_DB(only_coordinators_come_here),
        TEST_DB(numbers_say_nothing_of_few),
        TEST_DB(a_crisis_maps_reports_have_their_pages),
    };
    seal_init();
    i18n_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
