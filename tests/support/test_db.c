#include "support/test_db.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/rand.h"

/* A test without its database says nothing, so this is louder than an assertion. */
static void must(enum err e, const char *what)
{
    if (e == ERR_OK)
        return;
    fprintf(stderr, "test_db: %s: %s\n", what, err_text(e));
    abort();
}

static void make_folder(struct test_db *t)
{
    const char *tmp = getenv("TMPDIR");
    snprintf(t->folder, sizeof t->folder, "%s/awn-test-XXXXXX", tmp ? tmp : "/tmp");
    must(mkdtemp(t->folder) ? ERR_OK : ERR_IO, t->folder);
}

static void remove_folder(const char *folder)
{
    DIR *d = opendir(folder);
    for (struct dirent *e; d && (e = readdir(d));)
        if (e->d_name[0] != '.')
            unlinkat(dirfd(d), e->d_name, 0);
    if (d)
        closedir(d);
    rmdir(folder);
}

/* CREATE SCHEMA or DROP SCHEMA, on a connection of its own. */
static void alter_schema(const struct test_db *t, const char *verb, const char *rest)
{
    char text[128];
    snprintf(text, sizeof text, "%s SCHEMA %s%s", verb, t->schema, rest);
    const struct db_sql sql = {"test_db: schema", text, NULL, NULL};
    struct db *db;
    must(db_open(getenv("AWN_TEST_PG"), DB_WRITER, &db), "AWN_TEST_PG");
    must(db_run(db, &sql, DB_NO_ARGS, NULL), text);
    db_close(db);
}

bool test_db_open_bare(enum db_engine engine, struct test_db *t)
{
    *t = (struct test_db){.engine = engine};
    const char *base = getenv("AWN_TEST_PG");
    if (engine == DB_POSTGRES && !base) {
        fprintf(stderr, "test_db: AWN_TEST_PG is not set: no PostgreSQL in this run\n");
        return false;
    }
    make_folder(t);
    t->a = arena_create(ARENA_PLAIN, 0);
    if (engine == DB_SQLITE) {
        snprintf(t->url, sizeof t->url, "sqlite:%s/awn.db", t->folder);
        return true;
    }
    snprintf(t->schema, sizeof t->schema, "test_%016llx", (unsigned long long)rand_u64());
    snprintf(t->url, sizeof t->url, "%s%coptions=-csearch_path%%3D%s", base,
             strchr(base, '?') ? '&' : '?', t->schema);
    alter_schema(t, "CREATE", "");
    return true;
}

bool test_db_open(enum db_engine engine, struct test_db *t)
{
    if (!test_db_open_bare(engine, t))
        return false;
    int ran;
    must(db_open(t->url, DB_WRITER, &t->db), t->url);
    must(db_migrate(t->db, &ran), "migrate");
    return true;
}

void test_db_close(struct test_db *t)
{
    db_close(t->db);
    arena_destroy(t->a);
    remove_folder(t->folder);
    if (t->engine == DB_POSTGRES)
        alter_schema(t, "DROP", " CASCADE");
}

static int set_up(void **state, enum db_engine engine)
{
    struct test_db *t = calloc(1, sizeof *t);
    if (t && !test_db_open(engine, t)) {
        free(t);
        t = NULL;
    }
    *state = t;
    return 0;
}

int test_db_setup_sqlite(void **state)
{
    return set_up(state, DB_SQLITE);
}

int test_db_setup_postgres(void **state)
{
    return set_up(state, DB_POSTGRES);
}

int test_db_teardown(void **state)
{
    struct test_db *t = *state;
    if (t)
        test_db_close(t);
    free(t);
    return 0;
}

struct test_db *test_db_of(void **state)
{
    if (!*state)
        skip();
    return *state;
}

/* Two folders up when the repository is a work tree among others. */
const char *test_legal_aid(void)
{
    static const char *const PLACES[] = {"../shared/data/legal-aid-hsds-1.1",
                                         "../../shared/data/legal-aid-hsds-1.1"};
    for (size_t i = 0; i < 2; i++) {
        if (access(PLACES[i], R_OK) == 0)
            return PLACES[i];
    }
    return NULL;
}
