/* The vocabulary that is compiled in, and how texts meet it. Facts about single concepts are few,
 * since volunteers change them. */
#include "base/test.h"

#include <string.h>

#include "search/inside.h"
#include "search/vocabulary_table.h"

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

#define HITS 64

/* How a text means a concept, in a query or a document; -1 not at all. */
static int asked(const char *text, const char *id)
{
    struct vocabulary_hit hits[HITS];
    size_t n = vocabulary_find(s, a, str_from_c(text), hits, HITS);
    for (size_t i = 0; i < n; i++)
        if (strcmp(hits[i].concept->id, id) == 0)
            return (int)hits[i].how;
    return -1;
}

static int told(const char *text, const char *id)
{
    struct vocabulary_hit hits[HITS];
    struct search_tokens t;
    search_document(s, a, str_from_c(text), &t);
    size_t n = vocabulary_find_tokens(&t, hits, HITS);
    for (size_t i = 0; i < n; i++)
        if (strcmp(hits[i].concept->id, id) == 0)
            return (int)hits[i].how;
    return -1;
}

static void concepts_are_linked(void **state)
{
    (void)state;
    const struct concept *const *tops;
    size_t ntops = vocabulary_tops(&tops);
    assert_true(ntops >= 5 && ntops <= 20);
    for (size_t i = 0; i < ntops; i++)
        assert_true(tops[i]->top && tops[i]->nabove == 0);
    for (size_t i = 0; i < vocabulary_count(); i++) {
        const struct concept *c = vocabulary_at(i);
        assert_int_equal(c->number, i);
        assert_ptr_equal(vocabulary_concept(str_from_c(c->id)), c);
        assert_true(c->nabove >= c->nbroader);
        for (unsigned k = 0; k < c->nbroader; k++)
            assert_ptr_equal(c->above[k], c->broader[k]);
        for (unsigned k = 0; k < c->nabove; k++)
            assert_ptr_not_equal(c->above[k], c);
        for (unsigned k = 0; k < c->nnear; k++) {
            bool back = false;
            for (unsigned m = 0; m < c->near[k]->nnear; m++)
                back |= c->near[k]->near[m] == c;
            assert_true(back);
        }
        assert_true(strlen(vocabulary_label(c, "en")) > 0);
        assert_string_equal(vocabulary_label(c, "xx"), vocabulary_label(c, "en"));
    }
    assert_null(vocabulary_at(vocabulary_count()));
    assert_null(vocabulary_concept(STR("no-such-need")));
    assert_non_null(strstr(vocabulary_label(vocabulary_concept(STR("lawyer")), "ar"), "محام"));
}

/* Every phrase, as it stands in the files, means its concept: in a query for sure, and in a
 * document unless it has a question mark, or is part of a longer phrase's words. */
static void phrases_mean_their_concepts(void **state)
{
    (void)state;
    struct vocabulary_hit hits[HITS];
    for (unsigned w = 0; w < VOCAB.nwords; w++) {
        for (unsigned i = VOCAB.words[w].from; i < VOCAB.words[w].to; i++) {
            const struct vocab_phrase *p = &VOCAB.phrases[i];
            struct str text = STR_NONE;
            bool met = false;
            for (unsigned k = 0; k < p->n; k++) {
                struct vocab_text t = VOCAB.spellings[VOCAB.pairs[p->pairs + k].spelling].folded;
                text = str_fmt(a, "%" STR_FMT " %.*s", STR_ARG(text), (int)t.n, VOCAB.texts + t.at);
            }
            size_t n = vocabulary_find(s, a, text, hits, HITS);
            for (size_t k = 0; k < n; k++)
            met |= hits[k].concept->number == p->concept && hits[k].how <= VOCABULARY_STEM;
            if (!met)
                fail_msg("\"%" STR_FMT "\" is not %s", STR_ARG(text),
                         VOCAB.concepts[p->concept].id);
            arena_clear(a);
        }
    }
}

static void forms_and_guesses_are_told_apart(void **state)
{
    (void)state;
    assert_int_equal(asked("محامي عسكري", "lawyer"), VOCABULARY_EXACT);
    assert_int_equal(asked("محامي عسكري", "military"), VOCABULARY_EXACT);
    assert_int_equal(asked("I need a LAWYER", "lawyer"), VOCABULARY_EXACT);
    assert_int_equal(asked("lawyers", "lawyer"), VOCABULARY_STEM);
    assert_int_equal(asked("والمحامين", "lawyer"), VOCABULARY_EXACT);
    assert_int_equal(asked("3askari", "military"), VOCABULARY_SKELETON);
    assert_int_equal(asked("mo7ami", "lawyer"), VOCABULARY_SKELETON);
    assert_int_equal(asked("2anoun", "legal"), VOCABULARY_SKELETON); /* قانون as it is spoken */
    assert_int_equal(asked("lawer", "lawyer"), VOCABULARY_NEAR);
    assert_int_equal(asked("الاجئين", "refugee"), VOCABULARY_NEAR);   /* of two lams one */
    assert_int_equal(asked("القاح", "vaccination"), VOCABULARY_NEAR); /* likewise, another's stem */
    assert_int_equal(asked("doktor nafsi", "therapist"), VOCABULARY_SKELETON);
    assert_int_equal(asked("asnan", "dentist"), VOCABULARY_SKELETON); /* of few consonants */
    assert_int_equal(asked("I do not have papers", "undocumented"), VOCABULARY_EXACT); /* don't */
    assert_int_equal(asked("laywer", "lawyer"), VOCABULARY_NEAR);
    assert_int_equal(asked("وللعسكريين", "military"), VOCABULARY_EXACT);
    assert_int_equal(asked("qqqqq", "lawyer"), -1);
    assert_int_equal(asked("", "lawyer"), -1);
    assert_int_equal(asked("\xff", "lawyer"), -1);
    assert_int_equal(told("our lawyers", "lawyer"), VOCABULARY_STEM);
    assert_int_equal(told("مكتب المحامي", "lawyer"), VOCABULARY_STEM);
    assert_int_equal(told("عيادة الهجرة", "divorce"), -1); /* هجر has the same stem */
    assert_int_equal(told("lawer", "lawyer"), -1);
    assert_int_equal(told("mo7ami", "lawyer"), -1);
}

/* Every language of the folder, by words as they are typed: inflected, elided, without diacritics,
 * with small words inside a phrase. */
static void languages_reach_their_concepts(void **state)
{
    (void)state;
    static const char *const WORDS[][2] = {
        {"je cherche un avocat", "lawyer"},
        {"besoin de l'avocate", "lawyer"},
        {"refugiees", "refugee"},
        {"demander de l'asile", "asylum"},
        {"chassée de chez moi", "thrown-out"},
        {"hormonotherapie", "hormone-care"},
        {"me echaron de mi casa", "thrown-out"},
        {"abogadas", "lawyer"},
        {"cambiar de nombre", "name-gender-change"},
        {"depresion", "depression"},
        {"dado de baja del ejército", "discharge"},
        {"Rechtsanwältinnen", "lawyer"},
        {"Notunterkünfte", "night-shelter"},
        {"Asylantrag", "asylum"},
        {"Abschiebung", "deportation"},
        {"Wehrpflicht", "draft"},
        {"avukatlar", "lawyer"},
        {"siginma evi", "night-shelter"},
        {"evden kovuldum", "thrown-out"},
        {"vicdani ret", "draft"},
        {"юриста", "lawyer"},
        {"меня выгнали из дома", "thrown-out"},
        {"шантажируют", "blackmail"},
        {"отсрочка от армии", "draft"},
        {"сменить имя", "name-gender-change"},
        {"court martial", "court-martial"},
        {"محكمة عسكرية", "court-martial"},
        {"الأخصائية الاجتماعية", "social-worker"},
    };
    for (size_t i = 0; i < sizeof(WORDS) / sizeof(WORDS[0]); i++) {
        int how = asked(WORDS[i][0], WORDS[i][1]);
        if (how != VOCABULARY_EXACT && how != VOCABULARY_STEM)
            fail_msg("\"%s\" is not %s (%d)", WORDS[i][0], WORDS[i][1], how);
    }
    /* what another language cuts alike is not meant */
    assert_int_equal(told("log in to see its logs", "shelter"), -1);
    assert_int_equal(asked("log in", "shelter"), -1);
    assert_int_equal(asked("on my mind", "minority"), -1);
    assert_int_equal(asked("its", "sti"), -1);
    assert_int_equal(told("kind people", "children"), -1);
    assert_string_equal(vocabulary_label(vocabulary_concept(STR("lawyer")), "tr"),
                        "Avukat ve hukuki danışmanlık");
}

/* The longest phrase, told with its place; concepts of one phrase side by side. */
static void hits_stand_in_their_places(void **state)
{
    (void)state;
    struct vocabulary_hit hits[HITS];
    struct str text = STR("«محامٍ» and a lawyer, lawyers");
    size_t n = vocabulary_find(s, a, text, hits, HITS), met = 0;
    static const char *const WORDS[] = {"محامٍ", "lawyer", "lawyers"};
    for (size_t i = 0; i < n; i++) {
        assert_true(i == 0 || hits[i].from == hits[i - 1].from ||
                    hits[i].token >= hits[i - 1].token + hits[i - 1].ntokens);
        if (strcmp(hits[i].concept->id, "lawyer") == 0)
            assert_true(str_eq_c(str_slice(text, hits[i].from, hits[i].to), WORDS[met++]));
    }
    assert_int_equal(met, 3);
    assert_int_equal(vocabulary_find(s, a, text, hits, 1), 1);
    assert_int_equal(vocabulary_find(s, a, text, hits, 0), 0);
    for (unsigned i = 0; i < VOCAB.nconcepts; i++) { /* a phrase of several words is one hit */
        for (unsigned w = 0; w < VOCAB.nwords; w++) {
            const struct vocab_phrase *p = &VOCAB.phrases[VOCAB.words[w].from];
            if (VOCAB.words[w].from == VOCAB.words[w].to || p->concept != i || p->n < 3)
                continue;
            struct str phrase = STR_NONE;
            for (unsigned k = 0; k < p->n; k++) {
                struct vocab_text t = VOCAB.spellings[VOCAB.pairs[p->pairs + k].spelling].folded;
                phrase = str_fmt(a, "%" STR_FMT "%s%.*s", STR_ARG(phrase), k ? " the " : "",
                                 (int)t.n, VOCAB.texts + t.at);
            }
            n = vocabulary_find(s, a, phrase, hits, HITS);
            assert_true(n > 0 && hits[0].token == 0 && hits[0].to == phrase.n);
        }
    }
}

/* Entries are tagged while a directory of 50,000 is indexed: the bar is wide, for sanitizers. */
static void documents_are_walked(void **state)
{
    (void)state;
    struct vocabulary_hit hits[HITS];
    struct search_tokens t;
    search_document(s, a,
                    STR("The legal clinic helps service members, veterans and their families with "
                        "discharge upgrades, discrimination at work and housing. تساعد العيادة "
                        "القانونية العسكريين وعائلاتهم في قضايا التمييز والسكن والعمل. Walk in on "
                        "Mondays, no appointment needed, confidential and free of charge."),
                    &t);
    size_t n = vocabulary_find_tokens(&t, hits, HITS);
    assert_true(n >= 5);
    assert_int_equal(vocabulary_find_tokens(&t, hits, HITS), n);
}

/* Behind a phrase stand the concepts of its words, but not those it means anyway, nor words that
 * are only cut alike. */
static void words_of_a_phrase_count_too(void **state)
{
    (void)state;
    static const struct {
        const char *text, *id;
        int inner; /* -1: not meant at all */
    } WORDS[] = {
        {"military harassment", "military-abuse", 0},
        {"military harassment", "harassment", 1},
        {"housing lawyers", "landlord", 0},
        {"housing lawyers", "lawyer", 1},
        {"قضاء عسكري", "court-martial", 0},
        {"القضاء العسكري", "military", 1},
        {"legal aid", "legal", -1},   /* the kind of need */
        {"financial aid", "hiv", -1}, /* aids */
        {"harassment", "harassment", 0},
    };
    for (size_t i = 0; i < sizeof(WORDS) / sizeof(WORDS[0]); i++) {
        struct vocabulary_hit hits[HITS];
        int inner = -1;
        size_t n = vocabulary_find(s, a, str_from_c(WORDS[i].text), hits, HITS);
        for (size_t k = 0; k < n; k++)
            if (strcmp(hits[k].concept->id, WORDS[i].id) == 0)
                inner = hits[k].inner;
        if (inner != WORDS[i].inner)
            fail_msg("%s in \"%s\": %d", WORDS[i].id, WORDS[i].text, inner);
    }
    assert_int_equal(told("military harassment", "harassment"), VOCABULARY_EXACT);
}

/* The second of two phrases that share a word stands where it is written so; which language asks.
 */
static void phrases_may_cross(void **state)
{
    (void)state;
    struct vocabulary_hit hits[HITS];
    assert_int_equal(told("Immigration law clinic", "papers"), VOCABULARY_EXACT);
    assert_int_equal(told("Immigration law clinic", "lawyer"), VOCABULARY_EXACT);
    assert_int_equal(told("mental illness treatment", "torture"), -1); /* not ill treatment */

    assert_true(vocabulary_find(s, a, STR("avocat"), hits, HITS) > 0);
    assert_int_equal(hits[0].langs, SEARCH_LANG_BIT(SEARCH_FR));
    assert_true(vocabulary_find(s, a, STR("lawyers"), hits, HITS) > 0);
    assert_int_equal(hits[0].langs, SEARCH_LANG_BIT(SEARCH_EN)); /* an English plural */
    assert_true(vocabulary_find(s, a, STR("lawer"), hits, HITS) > 0);
    assert_int_equal(hits[0].langs, 0); /* guessed */
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(concepts_are_linked),
        TEST(phrases_mean_their_concepts),
        TEST(forms_and_guesses_are_told_apart),
        TEST(languages_reach_their_concepts),
        TEST(hits_stand_in_their_places),
        TEST(documents_are_walked),
        TEST(words_of_a_phrase_count_too),
        TEST(phrases_may_cross),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
