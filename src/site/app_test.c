/* The application where something fails: leaving, and the day's turn. */
#include "base/test.h"

#include <string.h>

#include "site/app.h"
#include "site/network.h"
#include "support/test_db.h"

#define DAY0 20000

struct house {
    struct test_db *t;
    struct clock clock;
    struct app *app;
};

static void house_begin(struct house *x, void **state)
{
    const struct network_settings s = {STR("House"), STR("en"), STR("https://weather.example/"), 0};
    struct str code;
    *x = (struct house){.t = test_db_of(state)};
    clock_init_fixed(&x->clock, (int64_t)DAY0 * DAY_SECONDS + 43200);
    assert_ok(network_create(x->t->folder, x->t->url, &s, &x->clock, x->t->a, &code));
    const struct app_config config = {.folder = x->t->folder, .database = x->t->url};
    assert_ok(app_open(&config, &x->clock, &x->app));
}

/* A full disk, a busy server, too large a form: whoever wants to leave is let go. */
static void leaving_needs_nothing(void **state)
{
    static const enum err failures[] = {ERR_FULL, ERR_BUSY, ERR_TOO_LARGE, ERR_DB, ERR_TOO_MANY};
    struct house x;
    house_begin(&x, state);
    const struct server_app *steps = app_steps(x.app);
    ARENA_LOCAL struct arena *secret = arena_create(ARENA_SECRET, 0);
    for (size_t i = 0; i < sizeof failures / sizeof failures[0]; i++) {
        struct req req = {.method = HTTP_POST,
                          .path = STR("/leave"),
                          .arena = x.t->a,
                          .secret = secret,
                          .now = x.clock.fixed};
        struct res res = {0};
        assert_ok(steps->route(steps->ctx, &req));
        (steps->fail)(steps->ctx, &req, &res, failures[i]);
        assert_true(res.clear_site_data);
        assert_int_equal(res.ncookies, 2); /* the session's and a receipt's */
        for (size_t k = 0; k < res.ncookies; k++)
            assert_int_equal(res.cookies[k].op, COOKIE_CLEAR);
        assert_str(res.refresh, "https://weather.example/");
    }
    app_close(x.app);
}

/* What was typed waits for its writer, sealed, in the page that asks to sign in: but no passphrase.
 */
static void a_draft_keeps_no_passphrase(void **state)
{
    static const struct http_pair typed[] = {
        {STR_INIT("current"), STR_INIT("blue moon over hills")},
        {STR_INIT("passphrase"), STR_INIT("kept words")}};
    struct house x;
    house_begin(&x, state);
    ARENA_LOCAL struct arena *secret = arena_create(ARENA_SECRET, 0);
    struct req req = {.method = HTTP_POST,
                      .path = STR("/me/key"),
                      .form = {typed, 2},
                      .arena = x.t->a,
                      .secret = secret};
    struct res res;
    struct draft d;
    void *reader = app_worker_open(x.app, LANE_READ), *writer = app_worker_open(x.app, LANE_WRITE);
    app_handle(x.app, reader, writer, &req, &res);
    char *page = str_to_c(x.t->a, res.body), *carry = strstr(page, "name=\"carry\" value=\"");
    assert_non_null(carry);
    carry += strlen("name=\"carry\" value=\"");
    const struct space_ctx ctx = members_ctx(&req, app_net(x.app)->home);
    assert_ok(draft_open(&ctx, str_from(carry, strcspn(carry, "\"")), &d));
    assert_null(http_pairs_get(&d.fields, "current").p);
    assert_str(http_pairs_get(&d.fields, "passphrase"), "kept words");
    app_worker_close(x.app, reader);
    app_worker_close(x.app, writer);
    app_close(x.app);
}

/* What could not be deleted at midnight is deleted as soon as it can be. */
static void the_turn_is_finished_later(void **state)
{
    static const struct db_sql add = {
        .name = "test: letter",
        .all = "INSERT INTO inbox (id, address, expires, box) VALUES ($1, $1, $2, $1)"};
    static const struct db_sql count = {.name = "test: letters",
                                        .all = "SELECT count(*) FROM inbox"};
    static const struct db_sql aside = {.name = "test: aside",
                                        .all = "ALTER TABLE inbox RENAME TO inbox_aside"};
    static const struct db_sql again = {.name = "test: again",
                                        .all = "ALTER TABLE inbox_aside RENAME TO inbox"};
    struct house x;
    struct db_rows rows;
    house_begin(&x, state);
    struct db *db = x.t->db;
    int64_t tomorrow = x.clock.fixed + DAY_SECONDS;
    assert_ok(db_run(db, &add, DB_ARGS(db_bytes("0123456789abcdef", 16), db_int(DAY0)), NULL));
    assert_ok(db_run(db, &aside, DB_NO_ARGS, NULL));
    assert_err(app_turn(x.app, tomorrow, db), DB);
    assert_ok(db_run(db, &again, DB_NO_ARGS, NULL));
    assert_ok(app_turn(x.app, tomorrow, db));
    assert_ok(db_all(db, &count, DB_NO_ARGS, x.t->a, &rows));
    assert_int_equal(db_cell_int(&rows, 0, 0), 0);
    app_close(x.app);
}

int main(void)
{
    seal_init();
    const struct CMUnitTest tests[] = {
        TEST_DB(leaving_needs_nothing),
        TEST_DB(a_draft_keeps_no_passphrase),
        TEST_DB(the_turn_is_finished_later),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
