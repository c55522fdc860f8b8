/* A fresh database for each test, on a real engine.
 *
 * SQLite: a file in a folder of its own under $TMPDIR. PostgreSQL: a schema of its own in the
 * database that AWN_TEST_PG names (tools/with-postgres starts one); when that is unset, the test
 * is skipped with a visible line. Both are removed after the test, also after a failed one.
 *
 *     static void notes_are_kept(void **state)
 *     {
 *         struct test_db *t = test_db_of(state);
 *         assert_ok(db_run(t->db, …));
 *     }
 *     const struct CMUnitTest tests[] = {TEST_DB(notes_are_kept), …};
 */
#ifndef AWN_TESTS_SUPPORT_TEST_DB_H
#define AWN_TESTS_SUPPORT_TEST_DB_H

#include "base/test.h"

#include "db/db.h"
#include "db/migrate.h"

struct test_db {
    struct db *db;    /* a writer on the migrated database */
    struct arena *a;  /* for answers; gone with the test */
    char url[512];    /* for further connections; they are closed by the test itself */
    char folder[256]; /* a temporary folder of the test's own, on both engines */
    char schema[32];  /* PostgreSQL only */
    enum db_engine engine;
};

/* Each test once an engine. */
#define TEST_DB_SQLITE(fn)                                                                         \
    {                                                                                              \
#fn " on sqlite", fn, test_db_setup_sqlite, test_db_teardown, NULL                         \
    }
#define TEST_DB_POSTGRES(fn)                                                                       \
    {                                                                                              \
#fn " on postgres", fn, test_db_setup_postgres, test_db_teardown, NULL                     \
    }
#define TEST_DB(fn) TEST_DB_SQLITE(fn), TEST_DB_POSTGRES(fn)

int test_db_setup_sqlite(void **state);
int test_db_setup_postgres(void **state);
int test_db_teardown(void **state);

/* The database of this test; skips the test when there is none. */
struct test_db *test_db_of(void **state);

/* The same by hand: false when the engine is not there (it says so). `open` aborts on failure;
 * `open_bare` leaves out the connection and the migration. */
bool test_db_open(enum db_engine engine, struct test_db *out);
bool test_db_open_bare(enum db_engine engine, struct test_db *out);
void test_db_close(struct test_db *t);

/* The folder of a real directory that may stand beside the repository; NULL: it does not. */
const char *test_legal_aid(void);

#endif
