#include "support/test_db.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "db/engine.h"

static const struct db_sql MAKE = {
    "test: make", NULL,
    "CREATE TABLE thing (id INTEGER PRIMARY KEY, word TEXT UNIQUE, data BLOB, n BIGINT)",
    "CREATE TABLE thing (id BIGINT PRIMARY KEY, word TEXT UNIQUE, data BYTEA, n BIGINT)"};
static const struct db_sql ADD = {
    "test: add", "INSERT INTO thing (id, word, data, n) VALUES ($1, $2, $3, $4)", NULL, NULL};
static const struct db_sql LIST = {"test: list", "SELECT id, word, data, n FROM thing ORDER BY id",
                                   NULL, NULL};
static const struct db_sql COUNT = {"test: count", "SELECT count(*) FROM thing", NULL, NULL};
static const struct db_sql BROKEN = {"test: broken", "SELECT no_such_column FROM thing", NULL,
                                     NULL};

static struct test_db *with_table(void **state)
{
    struct test_db *t = test_db_of(state);
    assert_ok(db_run(t->db, &MAKE, DB_NO_ARGS, NULL));
    return t;
}

static enum err add(struct db *db, int64_t id)
{
    return db_run(db, &ADD, DB_ARGS(db_int(id), db_null(), db_null(), db_null()), NULL);
}

static int64_t count(struct db *db)
{
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
    struct db_rows rows;
    assert_ok(db_all(db, &COUNT, DB_NO_ARGS, a, &rows));
    return db_cell_int(&rows, 0, 0);
}

static void values_come_back(void **state)
{
    struct test_db *t = with_table(state);
    struct str blob = STR("\0\x01\xff' \0");
    int64_t changed;
    assert_ok(db_run(
        t->db, &ADD,
        DB_ARGS(db_int(INT64_MIN), db_text(STR("عون 👋 '\"\\")), db_blob(blob), db_int(INT64_MAX)),
        &changed));
    assert_int_equal(changed, 1);
    assert_ok(db_run(t->db, &ADD,
                     DB_ARGS(db_int(0), db_text(STR_NONE), db_blob(STR_NONE), db_int(-1)), NULL));
    assert_ok(add(t->db, 1));
    struct db_rows r;
    assert_ok(db_all(t->db, &LIST, DB_NO_ARGS, t->a, &r));
    assert_int_equal(r.n, 3);
    assert_int_equal(r.columns, 4);
    assert_true(db_cell_int(&r, 0, 0) == INT64_MIN && db_cell_int(&r, 0, 3) == INT64_MAX);
    assert_str(db_cell_str(&r, 0, 1), "عون 👋 '\"\\");
    assert_str(db_cell_str(&r, 0, 2), "\0\x01\xff' \0");
    assert_int_equal(r.v[1].type, DB_TEXT);
    assert_int_equal(r.v[2].type, DB_BLOB);
    assert_int_equal(r.v[4 + 1].type, DB_TEXT); /* empty is not NULL */
    assert_int_equal(r.v[4 + 2].type, DB_BLOB);
    assert_int_equal(r.v[4 + 2].s.n, 0);
    assert_int_equal(r.v[8 + 1].type, DB_NULL);
    assert_int_equal(r.v[8 + 3].type, DB_NULL);
    assert_int_equal(db_cell_int(&r, 3, 0), 0); /* beyond the end */
    assert_str(db_cell_str(&r, 0, 4), "");
    assert_str(db_cell_str(&r, 0, 0), "");
}

static void sums_and_truths_are_integers(void **state)
{
    static const struct db_sql sum = {
        "test: sum", "SELECT sum(n), count(*), max(n), CAST($1 AS BIGINT), sum(n) > 1 FROM thing",
        NULL, NULL};
    struct test_db *t = with_table(state);
    static const int64_t each[] = {1, 40002, 9999, INT64_C(100000000), INT64_C(-700000000000000)};
    int64_t total = 0;
    for (size_t i = 0; i < 5; i++) {
        assert_ok(
            db_run(t->db, &ADD, DB_ARGS(db_int(i), db_null(), db_null(), db_int(each[i])), NULL));
        total += each[i];
        ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
        struct db_rows r;
        assert_ok(db_all(t->db, &sum, DB_ARGS(db_int(7)), a, &r));
        assert_true(db_cell_int(&r, 0, 0) == total);
        assert_int_equal(db_cell_int(&r, 0, 1), i + 1);
        assert_int_equal(db_cell_int(&r, 0, 3), 7);
        assert_int_equal(db_cell_int(&r, 0, 4), total > 1);
    }
}

static void parameters_may_repeat_and_be_null_first(void **state)
{
    static const struct db_sql find = {
        "test: find", "SELECT id FROM thing WHERE id = $1 OR n = $1 OR word = $2 ORDER BY id", NULL,
        NULL};
    struct test_db *t = with_table(state);
    assert_ok(
        db_run(t->db, &ADD, DB_ARGS(db_int(1), db_text(STR("a")), db_null(), db_int(5)), NULL));
    assert_ok(
        db_run(t->db, &ADD, DB_ARGS(db_int(5), db_text(STR("b")), db_null(), db_int(0)), NULL));
    struct db_rows r;
    assert_ok(db_all(t->db, &find, DB_ARGS(db_null(), db_null()), t->a, &r));
    assert_int_equal(r.n, 0);
    assert_ok(db_all(t->db, &find, DB_ARGS(db_int(5), db_null()), t->a, &r));
    assert_int_equal(r.n, 2);
    assert_ok(db_all(t->db, &find, DB_ARGS(db_int(9), db_text(STR("b"))), t->a, &r));
    assert_int_equal(r.n, 1);
    assert_err(db_all(t->db, &find, DB_ARGS(db_int(9)), t->a, &r), DB); /* one is missing */
}

static void text_must_be_text(void **state)
{
    struct test_db *t = with_table(state);
    struct str bad[] = {STR("a\0b"), STR("\xff")};
    for (size_t i = 0; i < 2; i++)
        assert_err(
            db_run(t->db, &ADD, DB_ARGS(db_int(1), db_text(bad[i]), db_null(), db_null()), NULL),
            INVALID);
    assert_int_equal(count(t->db), 0);
}

static void doubles_conflict(void **state)
{
    struct test_db *t = with_table(state);
    assert_ok(
        db_run(t->db, &ADD, DB_ARGS(db_int(1), db_text(STR("a")), db_null(), db_null()), NULL));
    assert_err(add(t->db, 1), CONFLICT);
    assert_err(
        db_run(t->db, &ADD, DB_ARGS(db_int(2), db_text(STR("a")), db_null(), db_null()), NULL),
        CONFLICT);
    assert_int_equal(count(t->db), 1);
}

static void wrong_sql_is_an_error(void **state)
{
    struct test_db *t = with_table(state);
    assert_err(db_run(t->db, &BROKEN, DB_NO_ARGS, NULL), DB);
    assert_err(db_sql_check(t->db, &BROKEN), DB);
    assert_ok(db_sql_check(t->db, &ADD));
    assert_ok(db_sql_check(t->db, &ADD));
    assert_int_equal(count(t->db), 0); /* and the connection still works */
}

static void changes_are_counted(void **state)
{
    static const struct db_sql set = {"test: set", "UPDATE thing SET n = $1 WHERE id > $2", NULL,
                                      NULL};
    static const struct db_sql make = {"test: make other", "CREATE TABLE other (id BIGINT)", NULL,
                                       NULL};
    struct test_db *t = with_table(state);
    for (int i = 0; i < 4; i++)
        assert_ok(add(t->db, i));
    int64_t changed = 9;
    assert_ok(db_run(t->db, &set, DB_ARGS(db_int(1), db_int(1)), &changed));
    assert_int_equal(changed, 2);
    assert_ok(db_run(t->db, &set, DB_ARGS(db_int(1), db_int(99)), &changed));
    assert_int_equal(changed, 0);
    assert_ok(db_run(t->db, &set, DB_ARGS(db_int(1), db_int(-1)), &changed));
    assert_int_equal(changed, 4);
    assert_ok(db_run(t->db, &COUNT, DB_NO_ARGS, &changed));
    assert_int_equal(changed, 0);
    assert_ok(db_run(t->db, &make, DB_NO_ARGS, &changed));
    assert_int_equal(changed, 0);
}

static enum err stop_at_third(void *ctx, const struct db_value *cells, size_t columns)
{
    int *seen = ctx;
    assert_int_equal(columns, 4);
    assert_int_equal(cells[0].i, *seen);
    return ++*seen == 3 ? ERR_EXPIRED : ERR_OK;
}

static void each_stops_early(void **state)
{
    struct test_db *t = with_table(state);
    for (int i = 0; i < 10; i++)
        assert_ok(add(t->db, i));
    int seen = 0;
    DB_TX struct db_tx tx = {0};
    assert_ok(db_tx_begin(&tx, t->db));
    assert_err(db_each(t->db, &LIST, DB_NO_ARGS, stop_at_third, &seen), EXPIRED);
    assert_int_equal(seen, 3);
    assert_ok(add(t->db, 10)); /* stopping is no failure: the transaction lives */
    assert_ok(db_tx_commit(&tx));
    assert_int_equal(count(t->db), 11);
}

struct nested {
    struct db *db;
    int inner, outer;
};

static enum err count_inner(void *ctx, const struct db_value *cells, size_t columns)
{
    (void)cells, (void)columns;
    ++((struct nested *)ctx)->inner;
    return ERR_OK;
}

static enum err ask_again(void *ctx, const struct db_value *cells, size_t columns)
{
    (void)columns;
    struct nested *n = ctx;
    assert_int_equal(cells[0].i, n->outer++);
    return db_each(n->db, &LIST, DB_NO_ARGS, count_inner, n);
}

static void a_statement_may_run_inside_itself(void **state)
{
    struct test_db *t = with_table(state);
    for (int i = 0; i < 5; i++)
        assert_ok(add(t->db, i));
    struct nested n = {.db = t->db};
    assert_ok(db_each(t->db, &LIST, DB_NO_ARGS, ask_again, &n));
    assert_int_equal(n.outer, 5);
    assert_int_equal(n.inner, 25);
}

/* --- transactions --- */

static void leaving_rolls_back(void **state)
{
    struct test_db *t = with_table(state);
    {
        DB_TX struct db_tx tx = {0};
        assert_ok(db_tx_begin(&tx, t->db));
        assert_ok(add(t->db, 1));
        assert_int_equal(count(t->db), 1);
    }
    assert_int_equal(count(t->db), 0);
    DB_TX struct db_tx tx = {0};
    assert_ok(db_tx_begin(&tx, t->db));
    assert_ok(add(t->db, 1));
    assert_ok(db_tx_commit(&tx));
    assert_int_equal(count(t->db), 1);
}

static void add_inside(struct db *db, int64_t id, bool commit)
{
    DB_TX struct db_tx tx = {0};
    assert_ok(db_tx_begin(&tx, db));
    assert_ok(add(db, id));
    {
        DB_TX struct db_tx deeper = {0};
        assert_ok(db_tx_begin(&deeper, db));
        assert_ok(add(db, id + 1));
        assert_ok(db_tx_commit(&deeper));
    }
    if (commit)
        assert_ok(db_tx_commit(&tx));
}

static void transactions_nest(void **state)
{
    struct test_db *t = with_table(state);
    DB_TX struct db_tx tx = {0};
    assert_ok(db_tx_begin(&tx, t->db));
    add_inside(t->db, 10, true);
    add_inside(t->db, 20, false);
    add_inside(t->db, 30, true);
    assert_ok(db_tx_commit(&tx));
    struct db_rows r;
    assert_ok(db_all(t->db, &LIST, DB_NO_ARGS, t->a, &r));
    assert_int_equal(r.n, 4);
    assert_int_equal(db_cell_int(&r, 1, 0), 11);
    assert_int_equal(db_cell_int(&r, 2, 0), 30);
}

static void a_failure_ends_only_the_innermost(void **state)
{
    struct test_db *t = with_table(state);
    DB_TX struct db_tx tx = {0};
    assert_ok(db_tx_begin(&tx, t->db));
    assert_ok(add(t->db, 1));
    for (int i = 0; i < 3; i++) {
        DB_TX struct db_tx inner = {0};
        assert_ok(db_tx_begin(&inner, t->db));
        assert_ok(add(t->db, 2));
        if (i == 1)
            assert_err(db_run(t->db, &BROKEN, DB_NO_ARGS, NULL), DB);
        else
            assert_err(add(t->db, 1), CONFLICT);
        assert_err(add(t->db, 3), DB); /* nothing more in here, on either engine */
        struct db_tx deeper = {0};
        assert_err(db_tx_begin(&deeper, t->db), DB);
        if (i == 2)
            assert_err(db_tx_commit(&inner), DB);
    }
    assert_ok(add(t->db, 4));
    assert_ok(db_tx_commit(&tx));
    assert_int_equal(count(t->db), 2);
}

static void a_failure_outside_is_forgotten(void **state)
{
    struct test_db *t = with_table(state);
    {
        DB_TX struct db_tx tx = {0};
        assert_ok(db_tx_begin(&tx, t->db));
        assert_ok(add(t->db, 1));
        assert_err(add(t->db, 1), CONFLICT);
        assert_err(db_tx_commit(&tx), DB);
    }
    assert_int_equal(count(t->db), 0);
    assert_ok(add(t->db, 1));
    assert_err(add(t->db, 1), CONFLICT);
    assert_ok(add(t->db, 2));
}

/* --- readers --- */

static void a_reader_cannot_write(void **state)
{
    struct test_db *t = with_table(state);
    struct db *reader;
    assert_ok(db_open(t->url, DB_READER, &reader));
    assert_err(add(reader, 1), DB);
    assert_int_equal(count(reader), 0);
    db_close(reader);
}

static void a_reader_sees_one_state(void **state)
{
    struct test_db *t = with_table(state);
    struct db *reader;
    assert_ok(db_open(t->url, DB_READER, &reader));
    {
        DB_TX struct db_tx writing = {0};
        assert_ok(db_tx_begin(&writing, t->db));
        assert_ok(add(t->db, 1));
        assert_int_equal(count(reader), 0); /* and does not wait for the writer */
        assert_ok(db_tx_commit(&writing));
    }
    {
        DB_TX struct db_tx reading = {0};
        assert_ok(db_tx_begin(&reading, reader));
        assert_int_equal(count(reader), 1);
        assert_ok(add(t->db, 2));
        assert_int_equal(count(reader), 1);
    }
    assert_int_equal(count(reader), 2);
    db_close(reader);
}

/* --- the schema --- */

static void migrating_twice_does_nothing(void **state)
{
    struct test_db *t = test_db_of(state);
    int ran = 9, version;
    assert_ok(db_migrate(t->db, &ran));
    assert_int_equal(ran, 0);
    assert_ok(db_schema_version(t->db, &version));
    assert_int_equal(version, db_schema_known());
    assert_ok(db_check(t->db));
}

static void an_empty_database_is_version_0(void **state)
{
    (void)state;
    for (enum db_engine e = DB_SQLITE; e <= DB_POSTGRES; e++) {
        struct test_db t;
        if (!test_db_open_bare(e, &t))
            continue;
        int version = 9, ran;
        assert_ok(db_open(t.url, DB_WRITER, &t.db));
        assert_ok(db_schema_version(t.db, &version));
        assert_int_equal(version, 0);
        assert_ok(db_migrate(t.db, &ran));
        assert_true(ran > 0);
        test_db_close(&t);
    }
}

static void a_newer_database_is_refused(void **state)
{
    static const struct db_sql future = {
        "test: future", "INSERT INTO schema_step (number, name) VALUES (9999, 'x')", NULL, NULL};
    struct test_db *t = test_db_of(state);
    int ran;
    assert_ok(db_run(t->db, &future, DB_NO_ARGS, NULL));
    assert_err(db_migrate(t->db, &ran), VERSION);
}

static void tidying_keeps_everything(void **state)
{
    static const struct db_sql keep = {
        "test: keep", "INSERT INTO session (id, expires, sealed, mac) VALUES ($1, 1, $1, $1)", NULL,
        NULL};
    static const struct db_sql kept = {"test: kept", "SELECT id FROM session", NULL, NULL};
    struct test_db *t = test_db_of(state);
    for (int i = 9; i >= 0; i--) {
        char id = (char)i;
        assert_ok(db_run(t->db, &keep, DB_ARGS(db_bytes(&id, 1)), NULL));
    }
    assert_ok(db_tidy(t->db));
    struct db_rows r;
    assert_ok(db_all(t->db, &kept, DB_NO_ARGS, t->a, &r));
    assert_int_equal(r.n, 10);
    for (int i = 0; i < 10; i++) /* in the order of the keys, not of coming */
        assert_int_equal(db_cell_str(&r, (size_t)i, 0).p[0], i);
    if (t->engine == DB_SQLITE) {
        struct stat st;
        char wal[600];
        snprintf(wal, sizeof wal, "%s/awn.db-wal", t->folder);
        assert_int_equal(stat(wal, &st), 0);
        assert_int_equal(st.st_size, 0);
    }
}

/* --- when things go wrong --- */

static void addresses_are_checked(void **state)
{
    (void)state;
    struct db *db;
    assert_err(db_open("mysql://x", DB_WRITER, &db), CONFIG);
    assert_err(db_open(NULL, DB_WRITER, &db), CONFIG);
    assert_err(db_open("sqlite:/nonexistent/folder/awn.db", DB_WRITER, &db), DB);
    assert_err(db_open("sqlite:/tmp/awn-no-such-file.db", DB_READER, &db), DB);
    assert_int_equal(access("/tmp/awn-no-such-file.db", F_OK), -1); /* not made by a reader */
    assert_err(db_open("postgresql:///x?host=/nonexistent", DB_WRITER, &db), DB);
    assert_null(db);
}

static void a_file_of_something_else_is_refused(void **state)
{
    (void)state;
    struct test_db t;
    assert_true(test_db_open_bare(DB_SQLITE, &t));
    int fd = open(t.url + strlen("sqlite:"), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    for (int i = 0; i < 1000; i++)
        assert_int_equal(write(fd, "not a database\n", 15), 15);
    close(fd);
    struct db *db;
    assert_err(db_open(t.url, DB_WRITER, &db), DB);
    assert_err(db_open(t.url, DB_READER, &db), DB);
    test_db_close(&t);
}

static void the_file_is_private(void **state)
{
    struct test_db *t = test_db_of(state);
    static const char *const names[] = {"awn.db", "awn.db-wal", "awn.db-shm"};
    for (size_t i = 0; i < 3; i++) {
        char path[600];
        struct stat st;
        snprintf(path, sizeof path, "%s/%s", t->folder, names[i]);
        assert_int_equal(stat(path, &st), 0);
        assert_int_equal(st.st_mode & 0777, 0600);
    }
}

static void a_full_disk_is_told_and_survived(void **state)
{
    static const struct db_sql limit = {"test: limit", "PRAGMA max_page_count = 60", NULL, NULL};
    static const struct db_sql lift = {"test: lift", "PRAGMA max_page_count = 1000000", NULL, NULL};
    struct test_db *t = with_table(state);
    static char big[10000];
    assert_ok(db_run(t->db, &limit, DB_NO_ARGS, NULL));
    enum err e = ERR_OK;
    int64_t i = 0;
    {
        DB_TX struct db_tx tx = {0};
        assert_ok(db_tx_begin(&tx, t->db));
        for (; i < 200 && e == ERR_OK; i++) {
            DB_TX struct db_tx inner = {0};
            assert_ok(db_tx_begin(&inner, t->db));
            e = db_run(t->db, &ADD,
                       DB_ARGS(db_int(i), db_null(), db_bytes(big, sizeof big), db_null()), NULL);
            if (e == ERR_OK)
                assert_ok(db_tx_commit(&inner));
        }
        assert_int_equal(e, ERR_FULL);
        /* SQLite may have given up the whole: then the outer cannot commit either */
        e = db_tx_commit(&tx);
        assert_int_equal(count(t->db), e == ERR_OK ? i - 1 : 0);
        assert_true(e == ERR_OK || e == ERR_FULL);
    }
    assert_ok(db_run(t->db, &lift, DB_NO_ARGS, NULL));
    assert_ok(add(t->db, 1000));
    assert_ok(db_check(t->db));
}

static void damage_is_found(void **state)
{
    struct test_db *t = with_table(state);
    static const char data[2000] = "x";
    for (int i = 0; i < 100; i++)
        assert_ok(db_run(t->db, &ADD,
                         DB_ARGS(db_int(i), db_null(), db_bytes(data, sizeof data), db_null()),
                         NULL));
    assert_ok(db_check(t->db));
    db_close(t->db);
    t->db = NULL;
    int fd = open(t->url + strlen("sqlite:"), O_RDWR | O_CLOEXEC);
    off_t size = lseek(fd, 0, SEEK_END);
    char junk[4096];
    memset(junk, 0xA5, sizeof junk);
    assert_int_equal(pwrite(fd, junk, sizeof junk, size - 3 * 4096), sizeof junk);
    close(fd);
    assert_ok(db_open(t->url, DB_WRITER, &t->db));
    assert_err(db_check(t->db), DB);
}

/* A child that commits and tells; it never ends by itself. */
static _Noreturn void commit_and_tell(const char *url, int fd)
{
    struct db *db;
    if (db_open(url, DB_WRITER, &db) != ERR_OK)
        _exit(1);
    for (int64_t i = 0;; i++) {
        DB_TX struct db_tx tx = {0};
        if (db_tx_begin(&tx, db) != ERR_OK || add(db, i) != ERR_OK || db_tx_commit(&tx) != ERR_OK ||
            write(fd, &i, sizeof i) != sizeof i)
            _exit(1);
    }
}

static void what_was_committed_survives_a_kill(void **state)
{
    struct test_db *t = with_table(state);
    db_close(t->db);
    t->db = NULL;
    int64_t told = -1;
    int fds[2];
    assert_int_equal(pipe(fds), 0);
    pid_t child = fork();
    if (child == 0)
        commit_and_tell(t->url, fds[1]);
    close(fds[1]);
    while (told < 60 && read(fds[0], &told, sizeof told) == sizeof told)
        ;
    kill(child, SIGKILL);
    for (int64_t i; read(fds[0], &i, sizeof i) == sizeof i;)
        told = i;
    close(fds[0]);
    assert_int_equal(waitpid(child, NULL, 0), child);
    assert_true(told >= 60);
    assert_ok(db_open(t->url, DB_WRITER, &t->db));
    struct db_rows r;
    assert_ok(db_all(t->db, &LIST, DB_NO_ARGS, t->a, &r));
    assert_true((int64_t)r.n > told);
    for (size_t i = 0; i < r.n; i++)
        assert_int_equal(db_cell_int(&r, i, 0), i);
    assert_ok(db_check(t->db));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST_DB(values_come_back),
        TEST_DB(sums_and_truths_are_integers),
        TEST_DB(parameters_may_repeat_and_be_null_first),
        TEST_DB(text_must_be_text),
        TEST_DB(doubles_conflict),
        TEST_DB(wrong_sql_is_an_error),
        TEST_DB(changes_are_counted),
        TEST_DB(each_stops_early),
        TEST_DB(a_statement_may_run_inside_itself),
        TEST_DB(leaving_rolls_back),
        TEST_DB(transactions_nest),
        TEST_DB(a_failure_ends_only_the_innermost),
        TEST_DB(a_failure_outside_is_forgotten),
        TEST_DB(a_reader_cannot_write),
        TEST_DB(a_reader_sees_one_state),
        TEST_DB(migrating_twice_does_nothing),
        TEST_DB(a_newer_database_is_refused),
        TEST_DB(tidying_keeps_everything),
        TEST_DB(what_was_committed_survives_a_kill),
        TEST_DB_SQLITE(the_file_is_private),
        TEST_DB_SQLITE(a_full_disk_is_told_and_survived),
        TEST_DB_SQLITE(damage_is_found),
        cmocka_unit_test(an_empty_database_is_version_0),
        cmocka_unit_test(addresses_are_checked),
        cmocka_unit_test(a_file_of_something_else_is_refused),
    };
    return cmocka_run_group_tests_name("db", tests, NULL, NULL);
}
