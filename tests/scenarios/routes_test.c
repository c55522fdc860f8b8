/* Two tables that a start of the server trusts: its routes and its statements. */
#include "support/test_db.h"

#include "site/inside.h"
#include "statements.h"

/* router_check aborts on a wrong table. Every room that has doors is there. */
static void routes_are_right(void **state)
{
    static const char *const doors[] = {"/", "/in", "/join", "/d", "/leave"};
    struct route_table tables[SITE_TABLES_MAX];
    size_t n = site_tables(tables);
    (void)state;
    assert_true(n <= SITE_TABLES_MAX);
    router_check(tables, n);
    for (size_t i = 0; i < sizeof doors / sizeof doors[0]; i++) {
        struct req req = {.method = HTTP_GET, .path = str_from_c(doors[i])};
        enum err e = router_find(tables, n, &req);
        assert_true(e == ERR_OK || e == ERR_METHOD);
    }
}

/* What changes something for good is never a GET; what costs a hash is counted. */
static void routes_are_careful(void **state)
{
    struct route_table tables[SITE_TABLES_MAX];
    size_t n = site_tables(tables);
    (void)state;
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < tables[i].n; j++) {
            const struct route *r = &tables[i].v[j];
            if (r->slow && !(r->traits & ROUTE_GUARDED))
                fail_msg("%s: hashing without a guard", r->path);
            if (r->traits & ROUTE_PUBLIC && r->who != WHO_ANYONE)
                fail_msg("%s: a cache would keep what is not for everybody", r->path);
        }
}

static void statements_prepare(void **state)
{
    struct test_db *t = test_db_of(state);
    size_t n = 0;
    for (size_t i = 0; i < sizeof STATEMENTS / sizeof STATEMENTS[0]; i++)
        for (size_t j = 0; j < STATEMENTS[i].n; j++) {
            const struct db_sql *sql = &STATEMENTS[i].v[j];
            n++;
            if (db_sql_check(t->db, sql) != ERR_OK)
                fail_msg("does not prepare: %s", sql->name);
        }
    assert_true(n > 50);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(routes_are_right),
        cmocka_unit_test(routes_are_careful),
        TEST_DB(statements_prepare),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
