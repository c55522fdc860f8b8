/* Copies between engines, and what only a server can do: lose a connection, lock out. */
#include "support/test_db.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/rand.h"
#include "db/engine.h"

/* A table of every kind that the copy has to get right: a composite key, text and blob keys, a
 * reference to itself that points forward, a generated column, words that SQL keeps to itself. */
static const char TABLES_SQLITE[] =
    "CREATE TABLE a_child (k TEXT NOT NULL, n BIGINT NOT NULL, parent BLOB NOT NULL"
    "  REFERENCES z_parent (id), \"order\" TEXT, twice BIGINT AS (n * 2) STORED,"
    "  PRIMARY KEY (k, n)) WITHOUT ROWID;"
    "CREATE TABLE z_parent (id BLOB NOT NULL PRIMARY KEY, next BLOB REFERENCES z_parent (id))"
    "  WITHOUT ROWID;"
    "CREATE VIRTUAL TABLE found USING fts5 (k);";
static const char TABLES_POSTGRES[] =
    "CREATE TABLE z_parent (id BYTEA PRIMARY KEY, next BYTEA REFERENCES z_parent (id));"
    "CREATE TABLE a_child (k TEXT NOT NULL, n BIGINT NOT NULL, parent BYTEA NOT NULL"
    "  REFERENCES z_parent (id), \"order\" TEXT,"
    "  twice BIGINT GENERATED ALWAYS AS (n * 2) STORED, PRIMARY KEY (k, n));";

static const struct db_sql ADD_PARENT = {
    "test: add parent", "INSERT INTO z_parent (id, next) VALUES ($1, $2)", NULL, NULL};
static const struct db_sql ADD_CHILD = {
    "test: add child", "INSERT INTO a_child (k, n, parent, \"order\") VALUES ($1, $2, $3, $4)",
    NULL, NULL};
static const struct db_sql ADD_RECORD = {
    "test: add record",
    "INSERT INTO record (id, epoch, expires, rev, sealed) VALUES ($1, $2, $3, 1, $4)", NULL, NULL};
static const struct db_sql ADD_SETTING = {
    "test: add setting", "INSERT INTO setting (name, value) VALUES ($1, $2)", NULL, NULL};
static const struct db_sql ALL[] = {
    {"test: parents", "SELECT id, next FROM z_parent ORDER BY id", NULL, NULL},
    {"test: children", "SELECT n, k, parent, \"order\", twice FROM a_child ORDER BY n", NULL, NULL},
    {"test: records", "SELECT id, epoch, expires, rev, sealed FROM record ORDER BY id", NULL, NULL},
    {"test: settings", "SELECT value, name FROM setting ORDER BY value", NULL, NULL},
};

static void make_tables(struct test_db *t)
{
    assert_ok(
        db_script(t->db, "test: tables", t->engine == DB_SQLITE ? TABLES_SQLITE : TABLES_POSTGRES));
}

static void fill(struct db *db)
{
    static const char *const words[] = {"عون", "Zoë", "a", "B", "é", "_", "", "b a", "👋"};
    struct rng rng = {7};
    DB_TX struct db_tx tx = {0};
    assert_ok(db_tx_begin(&tx, db));
    for (int i = 1; i <= 3; i++) { /* each points to the one before, the first key is the last */
        uint8_t id[2] = {(uint8_t)(9 - i), 0}, next[2] = {(uint8_t)(10 - i), 0};
        assert_ok(db_run(db, &ADD_PARENT,
                         DB_ARGS(db_bytes(id, 2), i > 1 ? db_bytes(next, 2) : db_null()), NULL));
        assert_ok(db_run(db, &ADD_SETTING, DB_ARGS(db_text(str_from_c(words[i])), db_bytes(id, 1)),
                         NULL));
    }
    for (int i = 0; i < 450; i++) {
        uint8_t parent[2] = {(uint8_t)(6 + i % 3), 0}, data[300];
        for (size_t j = 0; j < sizeof data; j++)
            data[j] = (uint8_t)rng_next(&rng);
        assert_ok(db_run(db, &ADD_CHILD,
                         DB_ARGS(db_text(str_from_c(words[i % 9])), db_int(i - 200),
                                 db_bytes(parent, 2), i % 2 ? db_null() : db_text(STR("x"))),
                         NULL));
        assert_ok(db_run(db, &ADD_RECORD,
                         DB_ARGS(db_int(rng_next(&rng)), db_int(i), db_int(0),
                                 db_bytes(data, rng_below(&rng, sizeof data))),
                         NULL));
    }
    assert_ok(db_tx_commit(&tx));
}

static void same_rows(struct test_db *one, struct test_db *other)
{
    for (size_t i = 0; i < sizeof ALL / sizeof *ALL; i++) {
        struct db_rows a, b;
        assert_ok(db_all(one->db, &ALL[i], DB_NO_ARGS, one->a, &a));
        assert_ok(db_all(other->db, &ALL[i], DB_NO_ARGS, other->a, &b));
        assert_true(a.n >= 3);
        assert_int_equal(a.n, b.n);
        for (size_t c = 0; c < a.n * a.columns; c++) {
            assert_int_equal(a.v[c].type, b.v[c].type);
            assert_true(a.v[c].i == b.v[c].i && str_eq(a.v[c].s, b.v[c].s));
        }
    }
}

static void count_rows(void *ctx, const char *table, int64_t rows)
{
    if (strcmp(table, "record") == 0)
        *(int64_t *)ctx = rows;
}

/* sqlite → sqlite, and with a server: sqlite → postgres → sqlite, postgres → postgres. */
static void a_copy_is_the_same(void **state)
{
    static const enum db_engine ways[][3] = {{DB_SQLITE, DB_SQLITE, DB_SQLITE},
                                             {DB_SQLITE, DB_POSTGRES, DB_SQLITE},
                                             {DB_POSTGRES, DB_POSTGRES, DB_POSTGRES}};
    size_t which = (size_t) * *(int **)state;
    struct test_db t[3];
    if (ways[which][1] == DB_POSTGRES && !getenv("AWN_TEST_PG"))
        skip();
    for (int i = 0; i < 3; i++) {
        assert_true(test_db_open(ways[which][i], &t[i]));
        make_tables(&t[i]);
    }
    fill(t[0].db);
    for (int i = 1; i < 3; i++) {
        int64_t told = 0;
        assert_ok(db_copy(t[i - 1].db, t[i].db, count_rows, &told));
        assert_int_equal(told, 450);
        same_rows(&t[0], &t[i]);
        assert_ok(db_check(t[i].db));
    }
    assert_err(db_copy(t[0].db, t[2].db, NULL, NULL), CONFLICT); /* no longer empty */
    assert_err(db_run(t[2].db, &ADD_PARENT,                      /* references hold again */
                      DB_ARGS(db_bytes("q", 1), db_bytes("none", 4)), NULL),
               DB);
    for (int i = 0; i < 3; i++)
        test_db_close(&t[i]);
}

static void a_reader_can_be_copied(void **state)
{
    struct test_db *t = test_db_of(state), backup;
    assert_ok(db_run(t->db, &ADD_SETTING, DB_ARGS(db_text(STR("a")), db_bytes("1", 1)), NULL));
    assert_true(test_db_open(DB_SQLITE, &backup));
    struct db *reader;
    assert_ok(db_open(t->url, DB_READER, &reader));
    for (int i = 0; i < 2; i++) { /* the second finds rows, and says so again afterwards */
        enum err e = db_copy(reader, backup.db, NULL, NULL);
        assert_int_equal(e, i ? ERR_CONFLICT : ERR_OK);
    }
    db_close(reader);
    test_db_close(&backup);
}

static void a_failed_copy_leaves_nothing(void **state)
{
    struct test_db *t = test_db_of(state), other;
    make_tables(t);
    fill(t->db);
    assert_true(test_db_open(DB_SQLITE, &other)); /* lacks the last table, "z_parent" */
    assert_ok(db_script(other.db, "test: some",
                        "CREATE TABLE a_child (k TEXT, n BIGINT, parent BLOB, \"order\" TEXT,"
                        " PRIMARY KEY (k, n))"));
    assert_err(db_copy(t->db, other.db, NULL, NULL), VERSION);
    static const struct db_sql count = {
        "test: count", "SELECT (SELECT count(*) FROM a_child) + (SELECT count(*) FROM record)",
        NULL, NULL};
    struct db_rows r;
    assert_ok(db_all(other.db, &count, DB_NO_ARGS, other.a, &r));
    assert_int_equal(db_cell_int(&r, 0, 0), 0);
    test_db_close(&other);
    assert_true(test_db_open_bare(DB_SQLITE, &other)); /* has no schema at all */
    assert_ok(db_open(other.url, DB_WRITER, &other.db));
    assert_err(db_copy(t->db, other.db, NULL, NULL), VERSION);
    test_db_close(&other);
}

/* --- several connections --- */

static const struct db_sql IMPATIENT = {"test: impatient", NULL, "PRAGMA busy_timeout = 20",
                                        "SET lock_timeout = '20ms'"};

static void one_writer_at_a_time(void **state)
{
    struct test_db *t = test_db_of(state);
    struct db *second;
    assert_ok(db_open(t->url, DB_WRITER, &second));
    assert_ok(db_run(second, &IMPATIENT, DB_NO_ARGS, NULL));
    {
        DB_TX struct db_tx first = {0};
        assert_ok(db_tx_begin(&first, t->db));
        struct db_tx other = {0};
        assert_err(db_tx_begin(&other, second), BUSY);
        assert_err(db_tx_begin(&other, second), BUSY); /* and stays usable */
    }
    DB_TX struct db_tx other = {0};
    assert_ok(db_tx_begin(&other, second));
    assert_ok(db_tx_commit(&other));
    db_close(second);
}

/* Ends the server's side of `db`, as a restart of the server does. */
static void hang_up(struct test_db *t, struct db *db)
{
    static const struct db_sql who = {"test: who", NULL, NULL, "SELECT pg_backend_pid()"};
    static const struct db_sql end = {"test: end", NULL, NULL,
                                      "SELECT pg_terminate_backend($1::int, 5000)"};
    struct db_rows r;
    struct db *other;
    assert_ok(db_all(db, &who, DB_NO_ARGS, t->a, &r));
    int64_t pid = db_cell_int(&r, 0, 0);
    assert_ok(db_open(t->url, DB_WRITER, &other));
    assert_ok(db_all(other, &end, DB_ARGS(db_int(pid)), t->a, &r));
    assert_int_equal(db_cell_int(&r, 0, 0), 1);
    db_close(other);
}

static enum err set(struct db *db, const char *name)
{
    return db_run(db, &ADD_SETTING, DB_ARGS(db_text(str_from_c(name)), db_bytes("1", 1)), NULL);
}

static void a_lost_idle_connection_comes_back(void **state)
{
    struct test_db *t = test_db_of(state);
    assert_ok(set(t->db, "a"));
    hang_up(t, t->db);
    assert_ok(set(t->db, "b")); /* its prepared form was lost too */
    hang_up(t, t->db);
    DB_TX struct db_tx tx = {0};
    assert_ok(db_tx_begin(&tx, t->db));
    assert_ok(set(t->db, "c"));
    assert_ok(db_tx_commit(&tx));
    struct db_rows r;
    assert_ok(db_all(t->db, &ALL[3], DB_NO_ARGS, t->a, &r));
    assert_int_equal(r.n, 3);
}

static void a_lost_transaction_stays_lost(void **state)
{
    struct test_db *t = test_db_of(state);
    {
        DB_TX struct db_tx tx = {0}, inner = {0};
        assert_ok(db_tx_begin(&tx, t->db));
        assert_ok(set(t->db, "a"));
        assert_ok(db_tx_begin(&inner, t->db));
        hang_up(t, t->db);
        assert_err(set(t->db, "b"), DB);
        db_tx_end(&inner);
        assert_err(set(t->db, "c"), DB); /* not silently on a new connection */
        assert_err(db_tx_commit(&tx), DB);
    }
    struct db_rows r;
    assert_ok(db_all(t->db, &ALL[3], DB_NO_ARGS, t->a, &r));
    assert_int_equal(r.n, 0);
    assert_ok(set(t->db, "d"));
}

static void a_parameter_that_was_null_may_be_anything_later(void **state)
{
    static const struct db_sql echo = {"test: echo", "SELECT COALESCE($1, $2)", NULL, NULL};
    static const struct db_sql small = {"test: small",
                                        "SELECT count(*) FROM setting WHERE $1 + 1"
                                        " > 0",
                                        NULL, NULL};
    struct test_db *t = test_db_of(state);
    struct db_rows r;
    assert_ok(db_all(t->db, &echo, DB_ARGS(db_null(), db_null()), t->a, &r));
    assert_ok(db_all(t->db, &echo, DB_ARGS(db_null(), db_int(INT64_MIN)), t->a, &r));
    assert_true(db_cell_int(&r, 0, 0) == INT64_MIN);
    assert_ok(db_all(t->db, &small, DB_ARGS(db_null()), t->a, &r));
    assert_ok(db_all(t->db, &small, DB_ARGS(db_int(INT64_MAX - 1)), t->a, &r));
}

int main(void)
{
    static int ways[] = {0, 1, 2};
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_prestate(a_copy_is_the_same, &ways[0]),
        cmocka_unit_test_prestate(a_copy_is_the_same, &ways[1]),
        cmocka_unit_test_prestate(a_copy_is_the_same, &ways[2]),
        TEST_DB(a_reader_can_be_copied),
        TEST_DB(a_failed_copy_leaves_nothing),
        TEST_DB(one_writer_at_a_time),
        TEST_DB(a_parameter_that_was_null_may_be_anything_later),
        TEST_DB_POSTGRES(a_lost_idle_connection_comes_back),
        TEST_DB_POSTGRES(a_lost_transaction_stays_lost),
    };
    return cmocka_run_group_tests_name("db copy", tests, NULL, NULL);
}
