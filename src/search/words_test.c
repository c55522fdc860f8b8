/* Words of several languages, near spellings, skeletons. */
#include "base/test.h"

#include <string.h>

#include "base/clock.h"
#include "base/rand.h"
#include "search/inside.h"

static struct search *s;
static struct arena *a;

static int setup(void **state)
{
    (void)state;
    s = search_create();
    a = arena_create(ARENA_PLAIN, 0);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    search_destroy(s);
    arena_destroy(a);
    return 0;
}

static struct str stem_in(const char *word, enum search_lang lang)
{
    struct search_tokens t;
    search_document_in(s, a, str_from_c(word), lang, &t);
    assert_int_equal(t.n, 1);
    return t.v[0].text;
}

static void tags_are_languages(void **state)
{
    (void)state;
    assert_int_equal(search_lang_find(STR("pt")), SEARCH_PT);
    assert_int_equal(search_lang_find(STR("PT_br")), SEARCH_PT);
    assert_int_equal(search_lang_find(STR("zh-Hant")), SEARCH_ZH);
    assert_int_equal(search_lang_find(STR("ptx")), SEARCH_LANG_UNKNOWN);
    assert_int_equal(search_lang_find(STR("p")), SEARCH_LANG_UNKNOWN);
    assert_int_equal(search_lang_find(STR("")), SEARCH_LANG_UNKNOWN);
    assert_int_equal(search_lang_find(STR("sv")), SEARCH_LANG_UNKNOWN);
}

/* With and without diacritics: both are folded. */
static void forms_meet_in_their_language(void **state)
{
    (void)state;
    static const struct {
        enum search_lang lang;
        const char *one, *other;
    } FORMS[] = {
        {SEARCH_AR, "محامي", "المحامين"},
        {SEARCH_EN, "lawyer", "lawyers"},
        {SEARCH_IT, "avvocato", "avvocati"},
        {SEARCH_IT, "città", "citta"},
        {SEARCH_IT, "medico", "medici"},
        {SEARCH_FR, "avocat", "avocats"},
        {SEARCH_FR, "réfugié", "refugiees"},
        {SEARCH_FR, "égalité", "egalites"},
        {SEARCH_DE, "Anwalt", "Anwälte"},
        {SEARCH_DE, "Anwältin", "Anwältinnen"},
        {SEARCH_DE, "Unterkunft", "unterkunfte"},
        {SEARCH_PT, "advogado", "advogados"},
        {SEARCH_PT, "discriminação", "discriminacoes"},
        {SEARCH_PT, "legal", "legais"},
        {SEARCH_RU, "юрист", "юристов"},
        {SEARCH_RU, "жильё", "жилье"},
        {SEARCH_ES, "abogado", "abogados"},
        {SEARCH_ES, "habitación", "habitaciones"},
        {SEARCH_ES, "información", "informacion"},
        {SEARCH_TR, "avukat", "avukatlar"},
        {SEARCH_TR, "avukat", "avukatı"},
        {SEARCH_TR, "sağlık", "sagligi"},
        {SEARCH_TR, "hak", "haklari"},
        {SEARCH_PL, "prawnik", "PRAWNIK"},
        {SEARCH_EN, "юрист", "юристу"},
        {SEARCH_FR, "محامي", "للمحامي"},
    };
    int wrong = 0;
    for (size_t i = 0; i < sizeof(FORMS) / sizeof(FORMS[0]); i++) {
        struct str one = stem_in(FORMS[i].one, FORMS[i].lang);
        struct str other = stem_in(FORMS[i].other, FORMS[i].lang);
        if (str_eq(one, other))
            continue;
        wrong++;
        print_error("%s → %" STR_FMT ", %s → %" STR_FMT "\n", FORMS[i].one, STR_ARG(one),
                    FORMS[i].other, STR_ARG(other));
    }
    assert_int_equal(wrong, 0);
    struct search_tokens t;
    search_document_in(s, a, STR("弁護士に相談"), SEARCH_JA, &t);
    assert_true(t.n > 1); /* by ICU's dictionary */
}

static bool asks_for(const char *query, enum search_lang page, unsigned langs, struct str stem)
{
    struct search_terms q;
    search_query_in(s, a, str_from_c(query), page, langs, &q);
    assert_int_equal(q.n, 1);
    for (size_t i = 0; i < q.v[0].n; i++) {
        assert_true(i == 0 || !str_eq(q.v[0].stems[i], q.v[0].stems[i - 1]));
        if (str_eq(q.v[0].stems[i], stem))
            return true;
    }
    return false;
}

static void queries_ask_in_every_language(void **state)
{
    (void)state;
    unsigned langs = SEARCH_LANG_BIT(SEARCH_IT) | SEARCH_LANG_BIT(SEARCH_PL);
    assert_true(asks_for("avvocati", SEARCH_AR, langs, stem_in("avvocato", SEARCH_IT)));
    assert_false(asks_for("avvocati", SEARCH_AR, 0, stem_in("avvocato", SEARCH_IT)));
    assert_true(asks_for("avvocati", SEARCH_IT, 0, stem_in("avvocato", SEARCH_IT)));
    assert_true(asks_for("lawyers", SEARCH_IT, 0, stem_in("lawyer", SEARCH_EN)));
    assert_true(asks_for("prawniks", SEARCH_AR, langs, STR("prawniks")));
    assert_true(asks_for("юристов", SEARCH_AR, 0, stem_in("юрист", SEARCH_RU)));
    static const char *const JOINED[][2] = {{"هالسكن", "سكن"},   {"عالبيت", "بيت"},
                                            {"ومحامي", "محامي"}, {"لمحامي", "محامي"},
                                            {"بمحامي", "محامي"}, {"فطبيب", "طبيب"}};
    for (size_t i = 0; i < sizeof(JOINED) / sizeof(JOINED[0]); i++)
        if (!asks_for(JOINED[i][0], SEARCH_AR, 0, stem_in(JOINED[i][1], SEARCH_AR)))
            fail_msg("%s does not ask for %s", JOINED[i][0], JOINED[i][1]);
    struct search_terms q;
    search_query_in(s, a, STR("a lawyer for me"), SEARCH_EN, ~0u, &q);
    assert_int_equal(q.n, 1);
    assert_int_equal(q.v[0].from, 2);
    assert_true(q.v[0].n >= 1 && q.v[0].n <= SEARCH_STEMS_MAX);
    assert_str(q.v[0].stems[0], "lawyer");
    search_query_in(s, a, STR(""), SEARCH_EN, ~0u, &q);
    assert_int_equal(q.n, 0);
}

/* ---- near ------------------------------------------------------------------------------------ */

/* Boytsov, "Indexing methods for approximate dictionary searching", JEA 16 (2011), 2.1: the whole
 * table. */
static int plain_distance(const uint32_t *x, int nx, const uint32_t *y, int ny)
{
    int d[16][16];
    for (int i = 0; i <= nx; i++) {
        for (int j = 0; j <= ny; j++) {
            int best = i == 0 ? j : j == 0 ? i : 99;
            if (i > 0 && j > 0) {
                int replaced = d[i - 1][j - 1] + (x[i - 1] != y[j - 1]);
                best = replaced < best ? replaced : best;
                best = d[i - 1][j] + 1 < best ? d[i - 1][j] + 1 : best;
                best = d[i][j - 1] + 1 < best ? d[i][j - 1] + 1 : best;
            }
            if (i > 1 && j > 1 && x[i - 1] == y[j - 2] && x[i - 2] == y[j - 1] &&
                d[i - 2][j - 2] + 1 < best)
                best = d[i - 2][j - 2] + 1;
            d[i][j] = best;
        }
    }
    return d[nx][ny];
}

static const char *const LETTERS[] = {"a", "b", "م", "ح", "д"};
static const uint32_t POINTS[] = {'a', 'b', 0x645, 0x62D, 0x434};

static struct str spell(const uint32_t *numbers, int n, uint32_t *points)
{
    struct str out = STR_NONE;
    for (int i = 0; i < n; i++) {
        out = str_fmt(a, "%" STR_FMT "%s", STR_ARG(out), LETTERS[numbers[i]]);
        points[i] = POINTS[numbers[i]];
    }
    return out;
}

static void near_is_the_plain_distance(void **state)
{
    (void)state;
    struct rng r = {11};
    int met[3] = {0};
    for (int round = 0; round < 20000; round++) {
        uint32_t x[16], y[16], px[16], py[16];
        int nx = (int)rng_below(&r, 9), ny = 0;
        for (int i = 0; i < nx; i++)
            x[i] = (uint32_t)rng_below(&r, 5);
        for (int i = 0; i < nx; i++) { /* y: mostly x with a few steps */
            uint64_t step = rng_below(&r, 9);
            if (step == 0)
                continue;
            y[ny++] = step == 1 ? (uint32_t)rng_below(&r, 5) : x[i];
            if (step == 2 && ny > 1) {
                uint32_t swap = y[ny - 1];
                y[ny - 1] = y[ny - 2];
                y[ny - 2] = swap;
            }
            if (step == 3)
                y[ny++] = (uint32_t)rng_below(&r, 5);
        }
        ny = ny > 15 ? 15 : ny;
        struct str sx = spell(x, nx, px), sy = spell(y, ny, py);
        int want = plain_distance(px, nx, py, ny);
        for (int most = 0; most <= 2; most++) {
            int got = -1;
            if (search_near(sx, sy, most, &got) != (want <= most) || (want <= most && got != want))
                fail_msg("\"%" STR_FMT "\" \"%" STR_FMT "\": %d, not %d (at most %d)", STR_ARG(sx),
                         STR_ARG(sy), got, want, most);
        }
        if (want <= 2)
            met[want]++;
        arena_clear(a);
    }
    assert_true(met[0] > 500 && met[1] > 500 && met[2] > 500);
}

static void near_has_bounds(void **state)
{
    (void)state;
    char longest[SEARCH_TOKEN_MAX + 1];
    memset(longest, 'q', sizeof(longest));
    assert_true(search_near(STR("lawer"), STR("lawyer"), 1, NULL));
    assert_true(search_near(STR("محمي"), STR("محامي"), 1, NULL));
    assert_true(search_near(STR_NONE, STR("ab"), 2, NULL));
    assert_false(search_near(STR("lawyer"), STR("law"), 2, NULL));
    assert_false(search_near(STR("ab"), STR("ac"), -1, NULL));
    assert_false(search_near(STR("abc"), STR("xyz"), 9, NULL)); /* 2 is the most */
    assert_true(search_near(str_from(longest, SEARCH_TOKEN_MAX),
                            str_from(longest, SEARCH_TOKEN_MAX - 2), 2, NULL));
    assert_false(search_near(str_from(longest, SEARCH_TOKEN_MAX + 1),
                             str_from(longest, SEARCH_TOKEN_MAX + 1), 2, NULL));
    int64_t t0 = clock_monotonic_us();
    int met = 0;
    for (int i = 0; i < 100000; i++)
        met += search_near(STR("discrimination"), STR("deskriminaton"), 2, NULL);
    int64_t t1 = clock_monotonic_us();
    print_message("a near word takes %.0f ns\n", (double)(t1 - t0) / 100);
    assert_int_equal(met, 0);
    assert_true(t1 - t0 < 2000000);
}

/* ---- skeletons ------------------------------------------------------------------------------- */

static const char *const KIN[][2] = {
    /* broken plurals */
    {"طبيب", "أطباء"},
    {"عسكري", "عساكر"},
    {"حق", "حقوق"},
    {"بيت", "بيوت"},
    {"مكتب", "مكاتب"},
    {"مأوى", "مآوي"},
    {"محكمة", "محاكم"},
    {"مسكن", "مساكن"},
    {"ملجأ", "ملاجئ"},
    {"سجن", "سجون"},
    {"سجين", "سجناء"},
    {"وثيقة", "وثائق"},
    {"ورقة", "أوراق"},
    {"طفل", "أطفال"},
    {"ولد", "أولاد"},
    {"دواء", "أدوية"},
    {"مرض", "أمراض"},
    {"مريض", "مرضى"},
    {"قانون", "قوانين"},
    {"عنوان", "عناوين"},
    {"جندي", "جنود"},
    {"جيش", "جيوش"},
    {"شرطي", "شرطة"},
    {"عيادة", "عيادات"},
    {"مستشفى", "مستشفيات"},
    {"صديق", "أصدقاء"},
    {"قريب", "أقارب"},
    {"قريب", "أقرباء"},
    {"عامل", "عمال"},
    {"شغل", "أشغال"},
    {"عمل", "أعمال"},
    {"دين", "ديون"},
    {"قرض", "قروض"},
    {"مال", "أموال"},
    {"تهديد", "تهديدات"},
    {"فحص", "فحوص"},
    {"فحص", "فحوصات"},
    {"تحليل", "تحاليل"},
    {"مدرسة", "مدارس"},
    {"درس", "دروس"},
    {"طالب", "طلاب"},
    {"كتاب", "كتب"},
    {"لاجئ", "لاجئون"},
    {"جواز", "جوازات"},
    {"تأشيرة", "تأشيرات"},
    {"حد", "حدود"},
    {"نفس", "نفوس"},
    {"يتيم", "أيتام"},
    {"أسرة", "أسر"},
    {"عائلة", "عوائل"},
    {"غرفة", "غرف"},
    {"شقة", "شقق"},
    {"فندق", "فنادق"},
    {"مركز", "مراكز"},
    {"جمعية", "جمعيات"},
    {"منظمة", "منظمات"},
    {"خدمة", "خدمات"},
    {"مشكلة", "مشاكل"},
    {"شكوى", "شكاوى"},
    {"قضية", "قضايا"},
    {"جار", "جيران"},
    {"فقير", "فقراء"},
    {"غريب", "غرباء"},
    {"خبير", "خبراء"},
    {"هرمون", "هرمونات"},
    {"حبة", "حبوب"},
    {"إبرة", "إبر"},
    {"صيدلية", "صيدليات"},
    {"المحامي", "محامون"},
    {"والطبيب", "الأطباء"},
    {"امرأة", "نساء"},
    {"رجل", "رجال"},
    {"شاب", "شباب"},
    {"ماء", "مياه"},
    /* Arabizi, and the Latin letters of names */
    {"عسكري", "3askari"},
    {"محامي", "mo7ami"},
    {"محامي", "muhami"},
    {"محامي", "moha'mi"},
    {"محامي", "mouhami"},
    {"محامية", "mo7amia"},
    {"المحامي", "almuhami"},
    {"طبيب", "6abib"},
    {"طبيب", "tabib"},
    {"طبيب", "tabeeb"},
    {"سكن", "sakan"},
    {"شغل", "shu8l"},
    {"شغل", "shughl"},
    {"شغل", "sho8ol"},
    {"حقوق", "7o2o2"},
    {"حقوق", "huquq"},
    {"حقوق", "7oqooq"},
    {"قانون", "qanun"},
    {"قانون", "9anoon"},
    {"مستشفى", "mostashfa"},
    {"خوف", "5of"},
    {"خوف", "khof"},
    {"خطر", "khatar"},
    {"صحة", "se77a"},
    {"صحة", "sihha"},
    {"نفسي", "nafsi"},
    {"دكتور", "doktor"},
    {"دكتور", "duktur"},
    {"لاجئ", "lage2"},
    {"لاجئ", "laji2"},
    {"لاجئين", "laj2een"},
    {"بيت", "beit"},
    {"غرفة", "ghorfa"},
    {"غرفة", "8orfa"},
    {"مدرسة", "madrasa"},
    {"عنف", "3onf"},
    {"عنف", "3unf"},
    {"تمييز", "tamyeez"},
    {"تمييز", "tamyiz"},
    {"جيش", "jaish"},
    {"جيش", "geish"},
    {"فلوس", "floos"},
    {"فحص", "fa7s"},
    {"مأوى", "ma2wa"},
    {"طلاق", "tala2"},
    {"زواج", "zawaj"},
    {"زواج", "gawaz"},
    {"مخدرات", "mokhadarat"},
    {"هجرة", "hijra"},
    {"جواز", "jawaz"},
    {"شرطة", "shorta"},
    {"ضرب", "darb"},
};

#define NKIN (sizeof(KIN) / sizeof(KIN[0]))

static struct str key_of(const char *word)
{
    return search_skeleton(s, a, search_fold(s, a, str_from_c(word)));
}

/* Two pairs of the list are not related unless they share a word's key rightly: the list is counted
 * by distinct first words, of which none is another's form. */
static void skeletons_meet_their_kin(void **state)
{
    (void)state;
    size_t met = 0, missed = 0, pairs = 0, collided = 0;
    for (size_t i = 0; i < NKIN; i++) {
        struct str one = key_of(KIN[i][0]), other = key_of(KIN[i][1]);
        if (one.n && str_eq(one, other))
            met++;
        else if (++missed)
            print_message("  %s %s: %" STR_FMT " %" STR_FMT "\n", KIN[i][0], KIN[i][1],
                          STR_ARG(one), STR_ARG(other));
    }
    for (size_t i = 0; i < NKIN; i++) {
        for (size_t k = 0; k < i; k++) {
            if (strcmp(KIN[i][0], KIN[k][0]) == 0)
                continue;
            struct str one = key_of(KIN[i][0]), other = key_of(KIN[k][0]);
            pairs++;
            collided += one.n && str_eq(one, other);
        }
        arena_clear(a);
    }
    print_message("%zu of %zu kin meet; of %zu other pairs %zu collide\n", met, NKIN, pairs,
                  collided);
    assert_true(met * 100 >= NKIN * 85);
    assert_true(collided * 1000 <= pairs * 8);
}

static void skeletons_are_few_letters(void **state)
{
    (void)state;
    assert_str(key_of("عسكري"), "3skr");
    assert_str(key_of("3askari"), "3skr");
    assert_str(key_of("الأطباء"), "tb");
    assert_int_equal(key_of("ماء").n, 0); /* one consonant says nothing */
    assert_int_equal(key_of("юрист").n, 0);
    assert_int_equal(key_of("123").n, 0);
    assert_int_equal(key_of("").n, 0);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(tags_are_languages),
        TEST(forms_meet_in_their_language),
        TEST(queries_ask_in_every_language),
        TEST(near_is_the_plain_distance),
        TEST(near_has_bounds),
        TEST(skeletons_meet_their_kin),
        TEST(skeletons_are_few_letters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
