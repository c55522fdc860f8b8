/* Somebody without an account: asking, and what stands behind the receipt. Handlers are called with
 * requests made by hand; a small jar holds what a browser would keep. */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "aid/area_store.h"
#include "aid/cases.h"
#include "aid/receipt.h"
#include "aid/routes.h"
#include "base/clock.h"
#include "http/response.h"
#include "search/search.h"
#include "support/test_db.h"

#define DAY 20000
#define HOUR 3600
#define JAR_MAX 16

struct house {
    struct test_db *t;
    struct seal_home *home;
    struct arena *secret;
    struct search *search;
    struct space_ctx ctx;
    struct viewer amal; /* the coordinator */
    struct space *commons;
    const char *lang;
    struct str cookie; /* what the stranger's browser holds */
};

struct asked {
    enum err e;
    struct res res;
    const char *body; /* empty unless e is ERR_OK */
};

static const struct route_table *tables_of(size_t *n)
{
    static struct route_table all[4];
    all[0] = AID_FRONT_ROUTES;
    all[1] = AID_ASK_ROUTES;
    all[2] = AID_RECEIPT_CODE_ROUTES;
    all[3] = AID_RECEIPT_ROUTES;
    *n = 4;
    return all;
}

/* The jar of the browser. */
static void cookie_keep(struct house *x, const struct res *res)
{
    for (size_t i = 0; i < res->ncookies; i++) {
        assert_string_equal(res->cookies[i].name, RECEIPT_COOKIE);
        x->cookie =
            res->cookies[i].op == COOKIE_SET ? str_copy(x->t->a, res->cookies[i].value) : STR_NONE;
    }
}

/* `pairs`: name, value, …, NULL for a POST; NULL for a GET. */
static struct asked ask(struct house *x, const char *path, const char *const *pairs)
{
    static const struct net NOTHING;
    struct arena *a = x->t->a;
    struct net *net = ARENA_NEW(a, struct net);
    struct req *req = ARENA_NEW(a, struct req);
    struct form *form = ARENA_NEW(a, struct form);
    struct http_pair *fields = ARENA_ARRAY(a, struct http_pair, 24);
    struct http_pair *cookie = ARENA_NEW(a, struct http_pair);
    struct asked out = {.body = ""};
    size_t n;
    const struct route_table *tables = tables_of(&n);
    *net = NOTHING;
    net->home = x->home;
    net->name = STR("Home");
    net->lang = lang_find(str_from_c(x->lang));
    *cookie = (struct http_pair){STR(RECEIPT_COOKIE), x->cookie};
    *req = (struct req){.method = pairs ? HTTP_POST : HTTP_GET,
                        .path = str_from_c(path),
                        .cookies = {cookie, x->cookie.n ? 1 : 0},
                        .arena = a,
                        .secret = x->secret,
                        .now = x->ctx.now,
                        .app = net,
                        .db = x->t->db,
                        .search = x->search,
                        .lang = net->lang};
    assert_ok(router_find(tables, n, req));
    if (pairs) {
        for (; pairs[req->form.n * 2]; req->form.n++)
            fields[req->form.n] = (struct http_pair){str_from_c(pairs[req->form.n * 2]),
                                                     str_from_c(pairs[req->form.n * 2 + 1])};
        req->form.v = fields;
        form_parse(a, req->route->form, &req->form, form);
        req->fields = form;
    }
    out.e = req->route->handle(req, &out.res);
    if (out.e == ERR_OK) {
        out.body = str_to_c(a, out.res.body);
        cookie_keep(x, &out.res);
    }
    return out;
}

#define POST(x, path, ...) ask(x, path, (const char *const[]){__VA_ARGS__, NULL, NULL})
#define HAS(page, text) assert_non_null(strstr((page), (text)))
#define HAS_NOT(page, text) assert_null(strstr((page), (text)))

static const char *get(struct house *x, const char *path)
{
    struct asked is = ask(x, path, NULL);
    assert_ok(is.e);
    return is.body;
}

static void goes(struct asked is, const char *to)
{
    assert_ok(is.e);
    assert_int_equal(is.res.kind, RES_REDIRECT);
    assert_true(str_starts(is.res.location, str_from_c(to)));
}

static void house_begin(struct house *x, void **state)
{
    struct space_ticket t;
    size_t n;
    const struct route_table *tables = tables_of(&n);
    router_check(tables, n);
    *x = (struct house){.t = test_db_of(state),
                        .secret = arena_create(ARENA_PLAIN, 0),
                        .search = search_create(),
                        .lang = "en"};
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
}

static void desk_begin(struct house *x)
{
    static const struct space_persona AMAL = {.name = STR_INIT("Amal")};
    assert_ok(desk_open(&x->ctx, &DESK_COORDINATORS, &x->amal, &AMAL));
}

static void house_end(struct house *x)
{
    seal_home_close(x->home);
    search_destroy(x->search);
    arena_destroy(x->secret);
}

static void wait(struct house *x, int64_t seconds)
{
    int32_t before = clock_day(x->ctx.now);
    x->ctx.now += seconds;
    if (clock_day(x->ctx.now) == before)
        return;
    seal_home_close(x->home);
    assert_ok(seal_home_open(x->t->folder, clock_day(x->ctx.now), true, &x->home));
    x->ctx.home = x->home;
}

/* What stands between two texts on the page, behind `from`. */
static const char *between(struct house *x, const char *page, const char *from, const char *to)
{
    const char *at = strstr(page, from);
    assert_non_null(at);
    at += strlen(from);
    const char *end = strstr(at, to);
    assert_non_null(end);
    return str_to_c(x->t->a, str_from(at, (size_t)(end - at)));
}

static const char *sealed_on(struct house *x, const char *page)
{
    return between(x, page, "name=\"sealed\" value=\"", "\"");
}

/* "abcd-efgh-…" from the page with the receipt. */
static const char *code_on(struct house *x, const char *page)
{
    struct str rest = str_from_c(between(x, page, "id=\"receipt\"", "</p>"));
    struct str code = STR_NONE;
    str_cut(&rest, '<');
    for (int i = 0; i < RECEIPT_GROUPS; i++) {
        str_cut(&rest, '>');
        struct str group = str_cut(&rest, '<');
        assert_int_equal(group.n, 4);
        code = code.n ? str_fmt(x->t->a, "%" STR_FMT "-%" STR_FMT, STR_ARG(code), STR_ARG(group))
                      : group;
        str_cut(&rest, '<');
    }
    return str_to_c(x->t->a, code);
}

#define BED                                                                                        \
    "kind", "shelter", "urgency", "1", "q1", "2", "q2", "3", "line", "a bed for tonight", "words", \
        "I cannot go home", "contact", "by letters only", "lang1", "ar", "helper", "w", "need2",   \
        "1", "near0", "1", "avoid", "the third unit\n\nHarbour Street", "days", "14"

/* Asks, and is shown the receipt. */
static const char *asks(struct house *x)
{
    struct asked is = POST(x, "/aid/ask", "kind", "shelter", "urgency", "1");
    assert_ok(is.e);
    const char *sealed = sealed_on(x, is.body);
    is = POST(x, "/aid/ask/send", "sealed", sealed, BED);
    assert_ok(is.e);
    assert_int_equal(is.res.status, 200);
    return is.body;
}

static struct case_rows at_desk(struct house *x)
{
    struct desk d;
    struct case_rows rows;
    assert_ok(desk_enter(&x->ctx, &DESK_COORDINATORS, &x->amal, NULL, &d));
    assert_ok(cases_list(&d, AID_ASK, &rows));
    return rows;
}

/* ---- asking -----------------------------------------------------------------------------------
 */

static void nobody_reads(struct house *x)
{
    const char *page = get(x, "/aid");
    HAS(page, "nobody reads asks so far");
    HAS_NOT(page, "href=\"/aid/ask\"");
    HAS(get(x, "/aid/ask"), "Nobody could read it yet");
    struct asked is = POST(x, "/aid/ask/send", BED);
    assert_ok(is.e);
    HAS(is.body, "Nobody could read it yet");
    assert_int_equal(x->cookie.n, 0);
    desk_begin(x);
    page = get(x, "/aid");
    HAS(page, "href=\"/aid/ask\"");
    HAS(page, "1 hour");
    HAS(page, "4 days");
}

static void the_first_page_asks_two_things(struct house *x)
{
    desk_begin(x);
    HAS(get(x, "/aid/ask"), "value=\"shelter\"");
    struct asked is = POST(x, "/aid/ask", "kind", "", "urgency", "2");
    assert_ok(is.e);
    HAS(is.body, "Please choose one of these.");
    HAS(is.body, "value=\"2\" required checked");
    is = POST(x, "/aid/ask", "kind", "food", "urgency", "2");
    assert_ok(is.e);
    HAS(is.body, "What can they not eat?");
    HAS_NOT(is.body, "For how many nights?");
    HAS(is.body, "name=\"kind\" value=\"food\"");
    HAS(is.body, "value=\"30\" checked"); /* kept a month */
}

static void mistakes_keep_what_was_typed(struct house *x)
{
    desk_begin(x);
    struct asked is = POST(x, "/aid/ask/send", "kind", "food", "urgency", "2", "q1", "many",
                           "words", "since yesterday", "days", "30");
    assert_ok(is.e);
    HAS(is.body, "Please write a number.");
    HAS(is.body, "since yesterday");
    HAS(is.body, "value=\"many\"");
    is = POST(x, "/aid/ask/send", "kind", "other", "urgency", "2", "days", "30");
    assert_ok(is.e);
    HAS(is.body, "A few words say what would help.");
    assert_int_equal(at_desk(x).n, 0);
}

static void an_ask_arrives_whole(struct house *x)
{
    struct desk d;
    struct aid_thread t;
    desk_begin(x);
    asks(x);
    struct case_rows rows = at_desk(x);
    assert_int_equal(rows.n, 1);
    assert_ok(desk_enter(&x->ctx, &DESK_COORDINATORS, &x->amal, NULL, &d));
    assert_ok(case_read(&d, AID_ASK, rows.v[0].at, rows.v[0].card.id, &t));
    assert_int_equal(t.card.kind, AID_SHELTER);
    assert_int_equal(t.card.units, 2);
    assert_int_equal(t.card.number[1], 3);
    assert_int_equal(t.card.answered, 3);
    assert_int_equal(t.card.genders, AID_WOMAN);
    assert_int_equal(t.card.needs, AID_TRAIT_CHILDREN_WELCOME);
    assert_int_equal(t.card.avoids, AID_NEARBY_PETS);
    assert_int_equal(t.card.speaks, 1);
    assert_int_equal(t.card.loop.last_day, DAY + 14);
    assert_str(t.card.line, "a bed for tonight");
    assert_str(t.details.words, "I cannot go home");
    assert_str(t.details.contact, "by letters only");
    assert_int_equal(t.details.navoid, 2);
    assert_str(t.details.avoid[1], "Harbour Street");
}

static void a_place_without_a_list_is_words(struct house *x)
{
    struct desk d;
    struct aid_thread t;
    desk_begin(x);
    assert_ok(POST(x, "/aid/ask/send", "kind", "ride", "urgency", "2", "q1", "the harbour", "q4",
                   "3", "days", "30")
                  .e);
    struct case_rows rows = at_desk(x);
    assert_ok(desk_enter(&x->ctx, &DESK_COORDINATORS, &x->amal, NULL, &d));
    assert_ok(case_read(&d, AID_ASK, rows.v[0].at, rows.v[0].card.id, &t));
    assert_str(t.details.answer[0], "the harbour");
    assert_int_equal(t.card.units, 3);
}

static void a_full_desk_keeps_what_was_typed(struct house *x)
{
    desk_begin(x);
    for (int i = 0; i < INBOX_MAX; i++)
        assert_ok(desk_drop(&x->ctx, &DESK_COORDINATORS, DAY + 7, STR("full")));
    struct asked is = POST(x, "/aid/ask/send", BED);
    assert_ok(is.e);
    assert_int_equal(is.res.status, 503);
    HAS(is.body, "could not be taken just now");
    HAS(is.body, "I cannot go home");
    assert_int_equal(x->cookie.n, 0);
}

static void a_place_of_the_list(struct house *x)
{
    struct desk d;
    struct aid_thread t;
    const struct area city = {.name = STR_INIT("Harbour City")};
    uint32_t id = 0;
    desk_begin(x);
    assert_ok(area_put(x->t->db, x->t->a, &city, &id));
    struct asked is = POST(x, "/aid/ask", "kind", "ride", "urgency", "2");
    assert_ok(is.e);
    HAS(is.body, "Harbour City");
    const char *number = str_to_c(x->t->a, str_fmt(x->t->a, "%u", id));
    is = POST(x, "/aid/ask/send", "kind", "ride", "urgency", "2", "area", number, "q2", "nowhere",
              "days", "30");
    assert_ok(is.e);
    HAS(is.body, "This place is not on the list");
    is = POST(x, "/aid/ask/send", "kind", "ride", "urgency", "2", "area", number, "q2",
              "harbour city", "days", "30");
    assert_ok(is.e);
    struct case_rows rows = at_desk(x);
    assert_int_equal(rows.n, 1);
    assert_ok(desk_enter(&x->ctx, &DESK_COORDINATORS, &x->amal, NULL, &d));
    assert_ok(case_read(&d, AID_ASK, rows.v[0].at, rows.v[0].card.id, &t));
    assert_int_equal(t.card.area, id);
    assert_int_equal(t.card.answered, 2);
    assert_int_equal(t.card.number[1], id);
    HAS(get(x, "/aid/receipt"), "Harbour City");
}

static void sent_twice_is_one_ask(struct house *x)
{
    desk_begin(x);
    struct asked is = POST(x, "/aid/ask", "kind", "shelter", "urgency", "1");
    assert_ok(is.e);
    const char *sealed = sealed_on(x, is.body);
    is = POST(x, "/aid/ask/send", "sealed", sealed, BED);
    const char *code = code_on(x, is.body);
    is = POST(x, "/aid/ask/send", "sealed", sealed, BED);
    assert_string_equal(code_on(x, is.body), code);
    assert_int_equal(at_desk(x).n, 1);
}

/* ---- the receipt ------------------------------------------------------------------------------
 */

static const char *group(struct house *x, const char *code, char digit)
{
    return str_to_c(x->t->a, str_from(code + (digit - '1') * 5, 4));
}

static void the_code_is_typed_again(struct house *x)
{
    desk_begin(x);
    const char *page = asks(x), *code = code_on(x, page), *sealed = sealed_on(x, page);
    HAS(page, "class=\"qr\"");
    struct asked is = POST(x, "/aid/receipt/keep", "sealed", sealed);
    assert_ok(is.e);
    const char *first = strstr(is.body, "name=\"g"), *second = strstr(first + 1, "name=\"g");
    const char *one = str_to_c(x->t->a, str_from(first + 6, 2));
    const char *two = str_to_c(x->t->a, str_from(second + 6, 2));
    HAS_NOT(is.body, group(x, code, one[1]));
    is = POST(x, "/aid/receipt/keep", "sealed", sealed, one, group(x, code, one[1]), two, "0000");
    assert_ok(is.e);
    HAS(is.body, "This group is another one");
    is = POST(x, "/aid/receipt/again", "sealed", sealed);
    assert_string_equal(code_on(x, is.body), code);
    goes(POST(x, "/aid/receipt/keep", "sealed", sealed, one, group(x, code, one[1]), two,
              group(x, code, two[1])),
         "/aid/receipt");
    goes(POST(x, "/aid/receipt/keep", "sealed", "nonsense"), "/aid/receipt");
}

static void the_code_opens_it(struct house *x)
{
    desk_begin(x);
    const char *code = code_on(x, asks(x));
    HAS(get(x, "/aid/receipt"), "a bed for tonight"); /* the visit began with the ask */
    goes(POST(x, "/aid/receipt/close", NULL), "/aid");
    assert_int_equal(x->cookie.n, 0);
    HAS(get(x, "/aid/receipt"), "name=\"code\"");

    char *loud = str_to_c(x->t->a, str_fmt(x->t->a, "  %s ", code));
    for (char *c = loud; *c; c++)
        *c = *c == '-' ? ' ' : *c >= 'a' && *c <= 'z' ? (char)(*c - 32) : *c;
    goes(POST(x, "/aid/receipt", "code", loud), "/aid/receipt");
    const char *page = get(x, "/aid/receipt");
    HAS(page, "a bed for tonight");
    HAS(page, "Waiting for somebody who can help");
    HAS(page, "A coordinator reads it.");
    HAS(page, "Step 1 of 6");
    HAS(page, "I cannot go home");
    HAS(page, "the third unit · Harbour Street");
    x->lang = "ar";
    HAS(get(x, "/aid/receipt"), "dir=\"rtl\"");
}

static void a_wrong_code_looks_as_one_that_ended(struct house *x)
{
    desk_begin(x);
    const char *code = code_on(x, asks(x));
    const char *wrong =
        str_to_c(x->t->a, str_fmt(x->t->a, "%s%s", *code == 'a' ? "b" : "a", code + 1));
    x->cookie = STR_NONE;
    struct asked never = POST(x, "/aid/receipt", "code", wrong);
    assert_ok(never.e);
    HAS(never.body, "Nothing is behind this code");
    assert_int_equal(x->cookie.n, 0);
    goes(POST(x, "/aid/receipt", "code", code), "/aid/receipt");
    HAS(POST(x, "/aid/receipt/delete", NULL).body, "It is deleted");
    struct asked ended = POST(x, "/aid/receipt", "code", code);
    assert_ok(ended.e);
    assert_int_equal(ended.res.status, never.res.status);
    assert_int_equal(ended.res.ncookies, never.res.ncookies);
    assert_int_equal(ended.res.body.n, never.res.body.n);
    char *as_typed = strstr(ended.body, code);
    assert_non_null(as_typed);
    memcpy(as_typed, wrong, strlen(wrong));
    assert_string_equal(ended.body, never.body);
    assert_ok(POST(x, "/aid/receipt", "code", "abcd").e);
    HAS(POST(x, "/aid/receipt", "code", "abcd").body, "This is not a whole code");
}

static void the_visit_ends(struct house *x)
{
    desk_begin(x);
    asks(x);
    for (int i = 0; i < 7; i++) { /* looked at again and again, for almost two hours */
        wait(x, 17 * 60);
        HAS(get(x, "/aid/receipt"), "a bed for tonight");
    }
    struct str last = x->cookie;
    wait(x, 60);
    HAS(get(x, "/aid/receipt"), "name=\"code\""); /* two hours are over */
    assert_int_equal(x->cookie.n, 0);
    x->cookie = last;
    HAS(get(x, "/aid/receipt"), "name=\"code\"");

    asks(x);
    wait(x, 20 * 60);
    HAS(get(x, "/aid/receipt"), "name=\"code\""); /* nobody was there for twenty minutes */
}

static void the_cookie_cannot_be_made(struct house *x)
{
    struct receipt r;
    desk_begin(x);
    const char *code = code_on(x, asks(x));
    struct str good = x->cookie;
    assert_true(receipt_open(&x->ctx, good, &r));
    assert_null(memmem(good.p, good.n, code, 4));
    for (size_t i = 0; i < good.n; i++) {
        char *bad = str_to_c(x->t->a, good);
        bad[i] = bad[i] == 'A' ? 'B' : 'A';
        struct str changed = str_from_c(bad), raw[2];
        /* The last character has bits that are of no byte. */
        bool same = seal_from_base64(x->t->a, changed, &raw[0]) &&
                    seal_from_base64(x->t->a, good, &raw[1]) && str_eq(raw[0], raw[1]);
        assert_true(same || !receipt_open(&x->ctx, changed, &r));
    }
    assert_false(receipt_open(&x->ctx, str_slice(good, 0, good.n - 4), &r));
    assert_false(receipt_open(&x->ctx, STR_NONE, &r));

    /* Of another network, with another secret. */
    struct house other = *x;
    char folder[300];
    (void)snprintf(folder, sizeof folder, "%s/other", x->t->folder);
    assert_int_equal(mkdir(folder, 0700), 0);
    assert_ok(seal_home_create(folder, DAY));
    assert_ok(seal_home_open(folder, DAY, false, &other.home));
    other.ctx.home = other.home;
    assert_false(receipt_open(&other.ctx, good, &r));
    seal_home_close(other.home);
    /* Not from before its time either. */
    x->ctx.now -= HOUR;
    assert_false(receipt_open(&x->ctx, good, &r));
    x->ctx.now += HOUR;
}

/* ---- answers ----------------------------------------------------------------------------------
 */

static struct case_row case_of(struct house *x, struct desk *d)
{
    struct case_rows rows;
    assert_ok(desk_enter(&x->ctx, &DESK_COORDINATORS, &x->amal, NULL, d));
    assert_ok(cases_list(d, AID_ASK, &rows));
    assert_int_equal(rows.n, 1);
    return rows.v[0];
}

static void words_go_both_ways(struct house *x)
{
    struct desk d;
    struct aid_thread t;
    desk_begin(x);
    asks(x);
    struct case_row row = case_of(x, &d);
    assert_ok(case_say(&d, row.at, row.card.id, STR("Is a sofa fine?")));
    const char *page = get(x, "/aid/receipt");
    HAS(page, "Is a sofa fine?");
    HAS(page, "the coordinators");
    goes(POST(x, "/aid/receipt/say", "say", "A sofa is fine"), "/aid/receipt?n=sent");
    goes(POST(x, "/aid/receipt/say", "say", "A sofa is fine"), "/aid/receipt?n=sent");
    row = case_of(x, &d);
    assert_ok(case_read(&d, AID_ASK, row.at, row.card.id, &t));
    size_t times = 0;
    for (size_t i = 0; i < t.said.n; i++)
        times += str_eq_c(t.said.v[i].words, "A sofa is fine");
    assert_int_equal(times, 1);
    HAS(POST(x, "/aid/receipt/say", "say", "").body, "Please fill this in.");

    /* Written slowly: the words wait for the code. */
    wait(x, 21 * 60);
    struct asked is = POST(x, "/aid/receipt/say", "say", "and thank you");
    HAS(is.body, "name=\"words\" value=\"and thank you\"");
    HAS(is.body, "name=\"code\"");
}

static void promised(struct house *x)
{
    struct desk d;
    const struct aid_meeting m = {.at = x->ctx.now + 3 * HOUR,
                                  .where = STR_INIT("under the clock"),
                                  .sign = STR_INIT("a red scarf")};
    struct case_row row = case_of(x, &d);
    assert_ok(case_move(&d, row.at, row.card.id, LOOP_CLAIM, NULL, STR_NONE));
    row = case_of(x, &d);
    assert_ok(case_move(&d, row.at, row.card.id, LOOP_PROMISE, &m, STR_NONE));
}

static void a_meeting_is_taken_along(struct house *x)
{
    desk_begin(x);
    asks(x);
    goes(POST(x, "/aid/receipt/calendar", NULL), "/aid/receipt"); /* there is none yet */
    promised(x);
    const char *page = get(x, "/aid/receipt");
    HAS(page, "under the clock");
    HAS(page, "a red scarf");
    HAS(page, "today at 11:00");
    HAS(page, "The meeting, as agreed. When: today at 11:00.");
    HAS_NOT(page, "13:00");
    HAS(page, "Step 4 of 6");
    struct asked is = POST(x, "/aid/receipt/calendar", NULL);
    assert_ok(is.e);
    assert_int_equal(is.res.kind, RES_DOWNLOAD);
    HAS(is.body, "SUMMARY:Meeting");
    HAS(is.body, "DTSTART:20241004T110000Z");
    HAS_NOT(is.body, "clock");
    HAS_NOT(is.body, "a bed for");
    HAS_NOT(is.body, "Home");
    is = POST(x, "/aid/receipt/calendar", "place", "1");
    HAS(is.body, "LOCATION:under the clock");
    HAS_NOT(is.body, "scarf");
    x->lang = "ar";
    HAS(POST(x, "/aid/receipt/calendar", NULL).body, "SUMMARY:موعد");
}

static void it_arrives(struct house *x)
{
    desk_begin(x);
    asks(x);
    HAS_NOT(get(x, "/aid/receipt"), "value=\"arrived\"");
    goes(POST(x, "/aid/receipt/did", "what", "arrived"), "/aid/receipt"); /* not yet possible */
    promised(x);
    HAS(get(x, "/aid/receipt"), "value=\"missed\"");
    goes(POST(x, "/aid/receipt/did", "what", "missed", "words", "nobody came"),
         "/aid/receipt?n=sent");
    const char *page = get(x, "/aid/receipt");
    HAS(page, "did not happen 1 time");
    HAS(page, "nobody came");
    HAS_NOT(page, "under the clock</bdi>");
    promised(x);
    goes(POST(x, "/aid/receipt/did", "what", "arrived"), "/aid/receipt?n=sent");
    HAS(get(x, "/aid/receipt"), "Step 6 of 6");
    goes(POST(x, "/aid/receipt/did", "what", "done"), "/aid/receipt?n=sent");
    HAS(get(x, "/aid/receipt"), "It is deleted, with everything in it.");
    wait(x, 9 * (int64_t)DAY_SECONDS);
    HAS(get(x, "/aid/receipt"), "name=\"code\"");
}

static void no_longer_needed(struct house *x)
{
    desk_begin(x);
    asks(x);
    goes(POST(x, "/aid/receipt/did", "what", "withdraw"), "/aid/receipt?n=sent");
    const char *page = get(x, "/aid/receipt");
    HAS(page, "Ended");
    HAS_NOT(page, "value=\"withdraw\"");
    assert_int_equal(at_desk(x).n, 0);
}

static void all_of_it_is_deleted(struct house *x)
{
    desk_begin(x);
    asks(x);
    HAS(get(x, "/aid/receipt/delete"), "Delete everything?");
    HAS(POST(x, "/aid/receipt/delete", NULL).body, "It is deleted");
    assert_int_equal(x->cookie.n, 0);
    assert_int_equal(at_desk(x).n, 0);
}

#define TESTS(X)                                                                                   \
    X(nobody_reads)                                                                                \
    X(the_first_page_asks_two_things)                                                              \
    X(mistakes_keep_what_was_typed)                                                                \
    X(an_ask_arrives_whole)                                                                        \
    X(a_place_without_a_list_is_words)                                                             \
    X(a_full_desk_keeps_what_was_typed)                                                            \
    X(a_place_of_the_list)                                                                         \
    X(sent_twice_is_one_ask)                                                                       \
    X(the_code_is_typed_again)                                                                     \
    X(the_code_opens_it)                                                                           \
    X(a_wrong_code_looks_as_one_that_ended)                                                        \
    X(the_visit_ends)                                                                              \
    X(the_cookie_cannot_be_made)                                                                   \
    X(words_go_both_ways)                                                                          \
    X(a_meeting_is_taken_along)                                                                    \
    X(it_arrives)                                                                                  \
    X(no_longer_needed)                                                                            \
    X(all_of_it_is_deleted)

#define HOUSE_TEST(name)                                                                           \
    static void test_##name(void **state)                                                          \
    {                                                                                              \
        struct house x;                                                                            \
        house_begin(&x, state);                                                                    \
        name(&x);                                                                                  \
        house_end(&x);                                                                             \
    }
TESTS(HOUSE_TEST)

int main(void)
{
#define X(name) TEST_DB(test_##name),
    const struct CMUnitTest tests[] = {TESTS(X)};
#undef X
    seal_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
