/* The pages of two kinds of desk, side by side: handlers called with requests made by hand. */
#include <string.h>

#include "desk/desk_toy.h"
#include "http/response.h"
#include "support/by_hand.h"

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

static struct asked ask(struct house *x, struct viewer *v, const char *path,
                        const char *const *pairs)
{
    const struct by_hand how = {&TABLE, 1, &x->ctx, NULL, NULL};
    return by_hand(&how, v, path, pairs);
}

#define POST(x, v, path, ...) ask(x, v, path, (const char *const[]){__VA_ARGS__, NULL, NULL})
#define HAS(page, text) assert_non_null(strstr((page), (text)))
#define HAS_NOT(page, text) assert_null(strstr((page), (text)))

/* An address of a desk of the kind. */
static const char *at(struct house *x, const struct desk_kind *kind, const char *more)
{
    return str_to_c(x->t->a, str_fmt(x->t->a, "%s%s", kind->at, more));
}

static const char *get(struct house *x, struct viewer *v, const struct desk_kind *kind,
                       const char *more)
{
    const struct desk_kind *not = kind == x->kind ? x->other : x->kind;
    struct asked is = ask(x, v, at(x, kind, more), NULL);
    assert_ok(is.e);
    HAS_NOT(is.body, not ->texts.outside);
    HAS_NOT(is.body, not ->texts.byline);
    HAS_NOT(is.body, not ->at);
    return is.body;
}

#define ADDRESS(x, name, kind, more)                                                               \
    str_to_c((x)->t->a, str_fmt((x)->t->a, "%s=\"%s\"", name, at(x, kind, more)))

static void opens(struct house *x, const struct desk_kind *kind)
{
    struct asked is = POST(x, &x->amal, at(x, kind, "/open"), "persona", "Amal", "byline", "");
    assert_ok(is.e);
    assert_int_equal(is.res.kind, RES_REDIRECT);
    assert_true(str_starts(is.res.location, str_from_c(kind->at)));
}

static void each_says_its_own(struct house *x)
{
    const struct desk_kind *k = x->kind;
    const char *page = get(x, &x->amal, k, "");
    HAS(page, k->texts.door_lead);
    HAS(page, k->texts.open_lead);
    HAS(page, k->persona->fields[DESK_FIELD_BYLINE].hint);
    HAS(page, ADDRESS(x, "action", k, "/open"));
    HAS(page, k->outside);
    opens(x, x->other);
    opens(x, k);

    page = get(x, &x->amal, k, "");
    HAS(page, str_to_c(x->t->a, tr_fmt(x->t->a, lang_find(STR("en")), k->texts.shown_as,
                                       TR_ARGS({"byline", str_from_c(k->texts.byline)}))));
    HAS(page, ADDRESS(x, "href", k, "/invite"));
    HAS(get(x, &x->amal, k, "/invite"), k->texts.invite_lead);
    HAS(get(x, &x->amal, k, "/me"), k->texts.persona_lead);
    HAS(get(x, &x->amal, k, "/leave"), k->texts.end_lead);
    struct asked is = POST(x, &x->amal, at(x, k, "/invite"), NULL);
    assert_ok(is.e);
    HAS(is.body, k->texts.code_lead);
    page = get(x, &x->sami, k, "");
    HAS(page, k->texts.door_lead);
    HAS(page, ADDRESS(x, "action", k, "/enter"));
    assert_err(ask(x, &x->sami, at(x, k, "/open"), NULL).e, DENIED);
}

static void a_person_of_one_is_nobody_at_the_other(struct house *x)
{
    struct desk d;
    struct str code;
    opens(x, x->kind);
    opens(x, x->other);
    assert_ok(desk_enter(&x->ctx, x->kind, &x->amal, NULL, &d));
    assert_ok(desk_code(&d, &code));
    const char *typed = str_to_c(x->t->a, code);
    struct asked is = POST(x, &x->sami, at(x, x->other, "/enter"), "code", typed, "persona", "Sami",
                           "byline", "");
    assert_ok(is.e);
    HAS(is.body, "This code opens nothing.");
    is =
        POST(x, &x->sami, at(x, x->kind, "/enter"), "code", typed, "persona", "Sami", "byline", "");
    assert_ok(is.e);
    assert_int_equal(is.res.kind, RES_REDIRECT);

    const char *page = get(x, &x->amal, x->kind, "");
    const char *link = strstr(page, at(x, x->kind, "/people/"));
    assert_non_null(link);
    link += strlen(x->kind->at);
    const char *sami = str_to_c(x->t->a, str_from(link, strcspn(link, "\"")));
    page = get(x, &x->amal, x->kind, sami);
    HAS(page, "Sami");
    HAS(page, x->kind->texts.remove_lead);
    assert_err(ask(x, &x->amal, at(x, x->other, sami), NULL).e, NOT_FOUND);
    const char *end = str_to_c(x->t->a, str_fmt(x->t->a, "%s/remove", sami));
    is = POST(x, &x->amal, at(x, x->kind, end), "reason", "rest");
    assert_ok(is.e);
    page = get(x, &x->sami, x->kind, "");
    HAS(page, "Your part in the desk has ended");
    HAS(page, ADDRESS(x, "action", x->kind, "/away"));
}

#define TESTS(X)                                                                                   \
    X(each_says_its_own)                                                                           \
    X(a_person_of_one_is_nobody_at_the_other)
TESTS(EACH_KIND)

int main(void)
{
    const struct CMUnitTest tests[] = {TESTS(TEST_KINDS)};
    seal_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
