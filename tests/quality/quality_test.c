/* The search finds what it should in a small made directory, and the same on both engines. The
 * floor is below what is measured (docs/figures.md): it catches what breaks, `make bench` says how
 * good it is. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "directory/directory.h"
#include "generate.h"
#include "queries.h"
#include "support/test_db.h"

#define WORDS "tests/quality"
#define SERVICES 3000
#define SEED 11
#define FLOOR 0.90

struct small {
    struct arena *a;
    char folder[128];
    struct truth truth;
    struct queries queries;
    struct hits *hits[2]; /* by engine */
    bool asked[2];
};

static const char *const FILES[] = {
    "organizations.csv", "services.csv",  "locations.csv",    "addresses.csv",
    "phones.csv",        "schedules.csv", "languages.csv",    "service_at_location.csv",
    "cost_options.csv",  "truth.tsv",     "service_areas.csv"};

static void folder_make(char *out, size_t size)
{
    const char *tmp = getenv("TMPDIR");
    snprintf(out, size, "%s/awn-quality-XXXXXX", tmp ? tmp : "/tmp");
    assert_non_null(mkdtemp(out));
}

static void folder_remove(const char *folder)
{
    char path[300];
    for (size_t i = 0; i < sizeof FILES / sizeof *FILES; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, FILES[i]);
        unlink(path);
    }
    rmdir(folder);
}

static int set_up(void **state)
{
    struct arena *a = arena_create(ARENA_PLAIN, 0);
    struct small *s = ARENA_NEW(a, struct small);
    s->a = a;
    folder_make(s->folder, sizeof s->folder);
    made_write(WORDS, s->folder, SERVICES, SEED);
    s->truth = truth_read(a, str_to_c(a, str_fmt(a, "%s/truth.tsv", s->folder)));
    s->queries = queries_read(a, WORDS "/queries.tsv", &s->truth, STR("legal-aid"));
    *state = s;
    return 0;
}

static int tear_down(void **state)
{
    struct small *s = *state;
    folder_remove(s->folder);
    arena_destroy(s->a);
    return 0;
}

/* Asks every query, those of the other set too, once an engine. */
static bool ask(struct small *s, enum db_engine engine)
{
    struct test_db t;
    struct directory_imported done;
    if (s->asked[engine])
        return true;
    if (!test_db_open(engine, &t))
        return false;
    struct search *search = search_create();
    const struct directory_import how = {
        .path = s->folder, .source = STR("made"), .now = 1700000000};
    assert_ok(directory_import(t.db, search, &how, &done));
    assert_int_equal(done.services, SERVICES);
    assert_int_equal(done.refused, 0);
    s->hits[engine] = ARENA_ARRAY(s->a, struct hits, s->queries.n);
    for (size_t i = 0; i < s->queries.n; i++) {
        const struct directory_query q = {.words = s->queries.v[i].text, .limit = TOP};
        struct directory_hits hits;
        arena_clear(t.a);
        assert_ok(directory_search(t.db, search, t.a, &q, lang_find(STR("en")), &hits));
        for (size_t k = 0; k < hits.n && k < TOP; k++)
            s->hits[engine][i].id[k] = str_copy(s->a, hits.v[k].card.id);
        s->hits[engine][i].n = hits.n < TOP ? hits.n : TOP;
    }
    search_destroy(search);
    test_db_close(&t);
    return s->asked[engine] = true;
}

static void enough_is_found(void **state)
{
    struct small *s = *state;
    double sum = 0;
    size_t n = 0;
    assert_true(ask(s, DB_SQLITE));
    for (size_t i = 0; i < s->queries.n; i++) {
        const struct query *q = &s->queries.v[i];
        if (q->set != SET_MADE || !q->best)
            continue;
        sum += hits_recall(q, &s->hits[DB_SQLITE][i]);
        n++;
    }
    assert_true(n >= 20);
    print_message("recall at 10 of %zu queries: %.3f\n", n, sum / (double)n);
    assert_true(sum / (double)n >= FLOOR);
}

static void both_engines_find_the_same(void **state)
{
    struct small *s = *state;
    assert_true(ask(s, DB_SQLITE));
    if (!ask(s, DB_POSTGRES))
        skip();
    for (size_t i = 0; i < s->queries.n; i++) {
        const struct hits *a = &s->hits[DB_SQLITE][i], *b = &s->hits[DB_POSTGRES][i];
        assert_int_equal(a->n, b->n);
        for (size_t k = 0; k < a->n; k++)
            assert_true(str_eq(a->id[k], b->id[k]));
    }
}

static void the_same_seed_makes_the_same(void **state)
{
    struct small *s = *state;
    char again[128], path[200];
    folder_make(again, sizeof again);
    made_write(WORDS, again, SERVICES, SEED);
    for (size_t i = 0; i < sizeof FILES / sizeof *FILES; i++) {
        snprintf(path, sizeof path, "%s/%s", s->folder, FILES[i]);
        struct str first = file_all(s->a, path);
        snprintf(path, sizeof path, "%s/%s", again, FILES[i]);
        assert_true(str_eq(first, file_all(s->a, path)));
    }
    folder_remove(again);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_seed_makes_the_same),
        cmocka_unit_test(enough_is_found),
        cmocka_unit_test(both_engines_find_the_same),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
