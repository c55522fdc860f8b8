/* The same words find the same entries in the same order on both engines. */
#include "base/buf.h"
#include "directory/directory.h"
#include "seal/seal.h"
#include "support/test_db.h"

#define SAMPLE "src/directory/sample"

static const char *const QUERIES[] = {
    "armed forces",
    "legal aid",
    "lawyer",
    "housing",
    "eviction",
    "free",
    "shelter tonight",
    "veterans",
    "discrimination",
    "work",
    "family law",
    "custody",
    "bankruptcy",
    "debt",
    "immigration",
    "asylum papers",
    "disability",
    "elder law",
    "domestic violence",
    "protection",
    "Chicago",
    "Harbour City",
    "library",
    "self help center",
    "forms",
    "advice desk",
    "court",
    "criminal records",
    "expungement",
    "tenant",
    "landlord notice",
    "mediation",
    "benefits",
    "health",
    "clinic",
    "therapist",
    "counselling",
    "test",
    "food",
    "meals",
    "bed",
    "school",
    "the",
    "of",
    "zzzz",
    "",
    "free free free",
    "محامي",
    "محامٍ عسكري",
    "المحامي",
    "سكن",
    "مأوى",
    "سرير آمن",
    "علاج نفسي",
    "معالجة",
    "فحص",
    "فحوص الدم",
    "دواء",
    "طبيبة",
    "مجموعة دعم",
    "الأهل",
    "شكوى",
    "مدرسة",
    "توثيق",
    "أوراق الإقامة",
    "المرفأ",
    "الوادي",
    "العمل lawyer",
};

/* Fills `out` with a line a query: what it finds, in order. */
static struct str all_answers(struct test_db *t, struct search *search)
{
    struct buf b;
    struct str out;
    buf_init(&b, t->a, 1 << 16, 1 << 22);
    for (size_t i = 0; i < sizeof(QUERIES) / sizeof(QUERIES[0]); i++) {
        struct directory_hits hits;
        assert_ok(directory_search(t->db, search, t->a,
                                   &(struct directory_query){.words = str_from_c(QUERIES[i]),
                                                             .offset = i % 3,
                                                             .limit = 12},
                                   lang_default(), &hits));
        buf_add_fmt(&b, "%s: %lld", QUERIES[i], (long long)hits.total);
        for (size_t k = 0; k < hits.n; k++) {
            buf_add_fmt(&b, " %.*s=%lld", STR_ARG(hits.v[k].card.id), (long long)hits.v[k].score);
            assert_true(hits.v[k].card.title.n > 0);
        }
        buf_add_char(&b, '\n');
    }
    assert_ok(buf_end(&b, &out));
    return out;
}

static void both_engines_find_the_same(void **state)
{
    const enum db_engine engines[] = {DB_SQLITE, DB_POSTGRES};
    struct str answers[2];
    struct test_db t[2];
    struct search *search = search_create();
    struct directory_imported result;
    (void)state;

    for (int i = 0; i < 2; i++) {
        if (!test_db_open(engines[i], &t[i])) {
            if (i == 1)
                test_db_close(&t[0]);
            search_destroy(search);
            skip();
        }
        struct directory_import how = {
            .path = SAMPLE, .source = STR("sample"), .orphans = HSDS_ORPHANS_KEEP, .now = 1};
        assert_ok(directory_import(t[i].db, search, &how, &result));
        how.source = STR("legal aid");
        how.path = test_legal_aid();
        if (how.path)
            assert_ok(directory_import(t[i].db, search, &how, &result));
        answers[i] = all_answers(&t[i], search);
    }
    assert_true(str_eq(answers[0], answers[1]));
    assert_true(answers[0].n > 1000);
    for (int i = 0; i < 2; i++)
        test_db_close(&t[i]);
    search_destroy(search);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(both_engines_find_the_same),
    };
    seal_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
