/* Finding: words, needs, places, hours, and the index in step with every change. */
#include "support/test_db.h"

#include <string.h>

#include "base/buf.h"
#include "directory/directory_index.h"
#include "directory/directory_index_store.h"
#include "directory/directory_open.h"
#include "directory/directory_store.h"
#include "hsds/model.h"

struct town {
    struct test_db *t;
    struct search *search;
};

static struct town town_open(void **state)
{
    return (struct town){.t = test_db_of(state), .search = search_create()};
}

static void town_close(struct town *x)
{
    search_destroy(x->search);
}

static struct str id_of(struct arena *a, char kind, unsigned n)
{
    return str_fmt(a, "%c%07x-0000-4000-8000-000000000000", kind, n);
}

static struct store_object object(struct arena *a, int type, struct str id, struct str parent,
                                  struct str place, const char *more)
{
    return (struct store_object){.public_id = id,
                                 .type = type,
                                 .source = 1,
                                 .parent = parent,
                                 .place = place,
                                 .state = STORE_LIVE,
                                 .doc =
                                     str_fmt(a, "{\"id\":\"%" STR_FMT "\",%s}", STR_ARG(id), more)};
}

static void put(struct town *x, int type, struct str id, struct str parent, struct str place,
                const char *more)
{
    struct store_object o = object(x->t->a, type, id, parent, place, more);
    assert_ok(store_object_add(x->t->db, &o));
}

#define ORG(x, n, more)                                                                            \
    put(x, HSDS_ORGANIZATION, id_of((x)->t->a, 'a', n), STR_NONE, STR_NONE, more)
#define SERVICE(x, n, org, more)                                                                   \
    put(x, HSDS_SERVICE, id_of((x)->t->a, 'b', n), id_of((x)->t->a, 'a', org), STR_NONE, more)
#define PLACE(x, n, org, more)                                                                     \
    put(x, HSDS_LOCATION, id_of((x)->t->a, 'c', n), id_of((x)->t->a, 'a', org), STR_NONE, more)
#define AT(x, n, service, place)                                                                   \
    put(x, HSDS_SERVICE_AT_LOCATION, id_of((x)->t->a, 'd', n), id_of((x)->t->a, 'b', service),     \
        id_of((x)->t->a, 'c', place), "\"description\":\"\"")

#define NINE_TO_FIVE                                                                               \
    "\"schedules\":[{\"freq\":\"WEEKLY\",\"byday\":\"MO,TU,WE,TH,FR\",\"opens_at\":\"09:00\","     \
    "\"closes_at\":\"17:00\"}]"
#define NIGHTS                                                                                     \
    "\"schedules\":[{\"freq\":\"WEEKLY\",\"byday\":\"FR,SA\",\"opens_at\":\"20:00\","              \
    "\"closes_at\":\"02:00\"}]"

static void town_fill(struct town *x)
{
    ORG(x, 1,
        "\"name\":\"Harbour Legal Aid\",\"description\":\"Lawyers for people who cannot pay.\"");
    ORG(x, 2, "\"name\":\"بيت السنديان\",\"description\":\"دعم نفسي ومأوى للشباب\"");
    PLACE(x, 1, 1,
          "\"name\":\"Main office\",\"addresses\":[{\"address_1\":\"1 Quay\",\"city\":\"Chicago\","
          "\"state_province\":\"IL\",\"postal_code\":\"60601\",\"country\":\"US\"}]," NINE_TO_FIVE);
    PLACE(x, 2, 2, "\"name\":\"الدار\",\"addresses\":[{\"city\":\"بيروت\",\"country\":\"LB\"}]");
    SERVICE(x, 1, 1,
            "\"name\":\"Armed forces legal aid\",\"description\":\"Advice for soldiers and veterans"
            " about discharge and discrimination.\",\"status\":\"active\","
            "\"languages\":[{\"name\":\"Arabic\"},{\"name\":\"English\",\"code\":\"en\"}]");
    SERVICE(x, 2, 1,
            "\"name\":\"Housing clinic\",\"description\":\"Help with eviction and a place to"
            " stay.\",\"status\":\"active\"");
    SERVICE(x, 3, 2,
            "\"name\":\"جلسات مع معالج نفسي\",\"description\":\"لقاءات فردية مع أطباء ومعالجين\","
            "\"status\":\"active\"," NIGHTS);
    SERVICE(x, 4, 1, "\"name\":\"Old soldiers' desk\",\"status\":\"defunct\"");
    AT(x, 1, 1, 1);
    AT(x, 2, 2, 1);
    AT(x, 3, 3, 2);
    assert_ok(directory_index_build(x->t->db, x->search, NULL, NULL));
}

static struct directory_hits ask(struct town *x, struct directory_query q)
{
    struct directory_hits hits;

    q.limit = q.limit ? q.limit : 50;
    assert_ok(directory_search(x->t->db, x->search, x->t->a, &q, lang_find(STR("en")), &hits));
    return hits;
}

static struct str titles(struct town *x, const struct directory_hits *hits)
{
    struct buf b;
    struct str out;

    buf_init(&b, x->t->a, 256, 1 << 20);
    for (size_t i = 0; i < hits->n; i++) {
        buf_add(&b, i ? STR(" | ") : STR(""));
        buf_add(&b, hits->v[i].card.title);
    }
    assert_ok(buf_end(&b, &out));
    return out;
}

#define ASK(x, ...) ask(x, (struct directory_query){__VA_ARGS__})
#define assert_found(x, literal, ...)                                                              \
    do {                                                                                           \
        struct directory_hits hits_ = ASK(x, __VA_ARGS__);                                         \
        assert_str(titles(x, &hits_), literal);                                                    \
    } while (0)

/* ---- words, needs, near spellings ------------------------------------------------------------ */

static void words_are_found_and_say_why(void **state)
{
    struct town x = town_open(state);
    town_fill(&x);

    struct directory_hits hits = ASK(&x, .words = STR("eviction"));
    assert_true(hits.n >= 1);
    assert_str(hits.v[0].card.title, "Housing clinic");
    assert_str(hits.v[0].card.city, "Chicago");
    assert_int_equal(hits.v[0].nreasons, 1);
    assert_int_equal(hits.v[0].reasons[0].kind, DIRECTORY_AS_TYPED);
    assert_str(hits.v[0].reasons[0].text, "eviction");
    assert_int_equal(ASK(&x, .words = STR("")).total, 0);
    assert_int_equal(ASK(&x, .words = STR("desk")).total, 0); /* defunct */
    assert_int_equal(ASK(&x, .words = STR("xylophone")).total, 0);
    town_close(&x);
}

static void languages_meet_in_concepts(void **state)
{
    struct town x = town_open(state);
    town_fill(&x);

    struct directory_hits hits = ASK(&x, .words = STR("محامي عسكري"));
    assert_true(hits.n >= 1);
    assert_str(hits.v[0].card.title, "Armed forces legal aid");
    assert_int_equal(hits.v[0].reasons[0].kind, DIRECTORY_CONCEPT);
    town_close(&x);
}

static void typing_errors_are_forgiven(void **state)
{
    struct town x = town_open(state);
    town_fill(&x);

    struct directory_hits hits = ASK(&x, .words = STR("evicton"));
    assert_true(hits.n >= 1);
    assert_str(hits.v[0].card.title, "Housing clinic");
    assert_int_equal(hits.v[0].reasons[0].kind, DIRECTORY_NEAR_SPELLING);
    assert_str(hits.v[0].reasons[0].text, "eviction");
    assert_found(&x, "بيت السنديان | جلسات مع معالج نفسي", .words = STR("السنديا"));
    /* Short words of which a letter is replaced are other words, unless its neighbour was typed. */
    hits = ASK(&x, .words = STR("staa"));
    assert_true(hits.n >= 1);
    assert_str(hits.v[0].card.title, "Housing clinic");
    assert_str(hits.v[0].reasons[0].text, "stay");
    hits = ASK(&x, .words = STR("stao"));
    assert_true(hits.n == 0 || !str_eq_c(hits.v[0].reasons[0].text, "stay"));
    town_close(&x);
}

/* Four pantries in one odd place, two elsewhere, and sixty choirs, so that a pantry is rare. */
static void pantries_fill(struct town *x)
{
    ORG(x, 1, "\"name\":\"House of many things\"");
    for (unsigned i = 0; i < 60; i++)
        SERVICE(x, 10 + i, 1, "\"name\":\"Choir practice\",\"status\":\"active\"");
    for (unsigned i = 1; i <= 4; i++)
        SERVICE(x, i, 1,
                "\"name\":\"Food pantry\",\"description\":\"Wednesdays in the wombatorium.\","
                "\"status\":\"active\"");
    SERVICE(x, 5, 1,
            "\"name\":\"Community pantry\",\"description\":\"A food bank round the corner.\","
            "\"status\":\"active\"");
    SERVICE(x, 6, 1,
            "\"name\":\"Chess\",\"description\":\"Tournaments in the quokkery.\","
            "\"status\":\"active\"");
    SERVICE(x, 7, 1,
            "\"name\":\"Food pantry\",\"description\":\"At the quokkery.\","
            "\"status\":\"active\"");
    assert_ok(directory_index_build(x->t->db, x->search, NULL, NULL));
}

static void what_the_best_agree_on_is_found_behind_them(void **state)
{
    struct town x = town_open(state);
    pantries_fill(&x);

    assert_found(&x,
                 "Food pantry | Food pantry | Food pantry | Food pantry | Community pantry | "
                 "Food pantry",
                 .words = STR("wombatorium"));
    assert_found(&x, "Community pantry | Food pantry", .words = STR("wombatorium"), .offset = 4);
    struct directory_hits hits = ASK(&x, .words = STR("wombatorium"));
    assert_int_equal(hits.v[0].nreasons, 2);
    assert_int_equal(hits.v[0].reasons[0].kind, DIRECTORY_AS_TYPED);
    assert_int_equal(hits.v[5].nwords, 0);
    assert_int_equal(hits.v[5].reasons[0].kind, DIRECTORY_CONCEPT);
    /* Two are too few to agree. */
    assert_int_equal(ASK(&x, .words = STR("quokkery")).total, 2);
    town_close(&x);
}

/* "Dublin" is also a word of asylum law. */
static void a_town_that_is_a_word_too_is_the_town(void **state)
{
    struct town x = town_open(state);
    for (unsigned i = 1; i <= 8; i++) {
        ORG(&x, i, "\"name\":\"Four Winds\"");
        PLACE(&x, i, i,
              i <= 2 ? "\"name\":\"House\",\"addresses\":[{\"city\":\"Dublin\"}]"
                     : "\"name\":\"House\",\"addresses\":[{\"city\":\"Cork\"}]");
    }
    SERVICE(&x, 1, 1, "\"name\":\"Asylum law\",\"status\":\"active\"");
    SERVICE(&x, 2, 3,
            "\"name\":\"Asylum interviews\",\"description\":\"Against deportation.\","
            "\"status\":\"active\"");
    assert_ok(directory_index_build(x.t->db, x.search, NULL, NULL));

    struct directory_hits hits = ASK(&x, .words = STR("Dublin"));
    assert_int_equal(hits.total, 3);
    for (size_t i = 0; i < hits.n; i++)
        assert_str(hits.v[i].card.city, "Dublin");
    /* Unless it stands in a phrase. */
    hits = ASK(&x, .words = STR("Dublin transfer"));
    bool cork = false;
    for (size_t i = 0; i < hits.n; i++)
        cork = cork || str_eq_c(hits.v[i].card.city, "Cork");
    assert_true(cork);
    town_close(&x);
}

/* Forty entries elsewhere, so that what is rare is rare. */
static void elsewhere_fill(struct town *x)
{
    for (unsigned i = 1; i <= 4; i++) {
        ORG(x, 20 + i, "\"name\":\"Four Winds\"");
        PLACE(x, 20 + i, 20 + i, "\"name\":\"House\",\"addresses\":[{\"city\":\"Cork\"}]");
        for (unsigned k = 0; k < 10; k++)
            SERVICE(x, 200 + 10 * i + k, 20 + i,
                    "\"name\":\"Choir practice\",\"status\":\"active\"");
    }
}

/* Only one organization writes the town's name in Arabic letters; it sounds like the town's. */
static void a_name_that_sounds_like_the_town_is_its_name(void **state)
{
    struct town x = town_open(state);
    elsewhere_fill(&x);
    ORG(&x, 1, "\"name\":\"Lantern\"");
    ORG(&x, 2, "\"name\":\"Olive tree\"");
    PLACE(&x, 1, 1, "\"name\":\"Home\",\"addresses\":[{\"city\":\"Istanbul\"}]");
    PLACE(&x, 2, 2, "\"name\":\"Home\",\"addresses\":[{\"city\":\"Istanbul\"}]");
    for (unsigned i = 1; i <= 4; i++) {
        SERVICE(&x, i, 1,
                "\"name\":\"حديقة إسطنبول\","
                "\"status\":\"active\"");
        AT(&x, i, i, 1);
    }
    SERVICE(&x, 5, 2, "\"name\":\"Garden\",\"status\":\"active\"");
    AT(&x, 5, 5, 2);
    assert_ok(directory_index_build(x.t->db, x.search, NULL, NULL));

    /* So it weighs as much there as where it is written. */
    struct directory_hits hits = ASK(&x, .words = STR("إسطنبول"));
    assert_int_equal(hits.n, 7);
    assert_true(hits.v[0].score == hits.v[6].score);
    town_close(&x);
}

/* Half of the entries say where they are in one script, half in the other. */
static void a_town_has_two_names(void **state)
{
    struct town x = town_open(state);
    elsewhere_fill(&x);
    for (unsigned i = 1; i <= 4; i++) {
        ORG(&x, i, "\"name\":\"Lantern\"");
        PLACE(&x, i, i, "\"name\":\"Home\",\"addresses\":[{\"city\":\"Nablus\"}]");
        SERVICE(&x, i, i,
                i < 4 ? "\"name\":\"Garden\",\"status\":\"active\","
                        "\"service_areas\":[{\"name\":\"نابلس\"}]"
                      : "\"name\":\"Garden\",\"status\":\"active\"");
        AT(&x, i, i, i);
    }
    SERVICE(&x, 5, 1,
            "\"name\":\"Seeds\",\"status\":\"active\","
            "\"service_areas\":[{\"name\":\"نابلس\"}]");
    AT(&x, 5, 5, 1);
    assert_ok(directory_index_build(x.t->db, x.search, NULL, NULL));

    struct directory_hits hits = ASK(&x, .words = STR("garden نابلس"));
    assert_true(hits.n >= 4);
    for (size_t i = 0; i < 4; i++)
        assert_str(hits.v[i].card.title, "Garden");
    town_close(&x);
}

/* A word that nobody knows the meaning of is rarer than the need, and yet weighs less; and what is
 * Arabic in Latin letters may be a word of another language too. */
static void needs_weigh_more_than_rare_words(void **state)
{
    struct town x = town_open(state);
    elsewhere_fill(&x);
    ORG(&x, 1, "\"name\":\"Lantern\"");
    SERVICE(&x, 1, 1, "\"name\":\"Wombatorium\",\"status\":\"active\"");
    SERVICE(&x, 2, 1, "\"name\":\"Eviction\",\"status\":\"active\"");
    for (unsigned i = 3; i <= 5; i++)
        SERVICE(&x, i, 1, "\"name\":\"Eviction\",\"status\":\"active\"");
    SERVICE(&x, 6, 1, "\"name\":\"Immigration lawyer\",\"status\":\"active\"");
    assert_ok(directory_index_build(x.t->db, x.search, NULL, NULL));

    struct directory_hits hits = ASK(&x, .words = STR("eviction wombatorium"));
    assert_int_equal(hits.n, 5);
    assert_str(hits.v[4].card.title, "Wombatorium");
    hits = ASK(&x, .words = STR("muhami hijra"));
    assert_true(hits.n > 0);
    assert_int_equal(hits.v[0].nwords, 2);
    town_close(&x);
}

/* The same in four languages: first what is written in the one that is asked in; and what is spoken
 * there when a language is asked for by name. */
static void languages_that_are_read_stand_first(void **state)
{
    struct town x = town_open(state);
    elsewhere_fill(&x);
    ORG(&x, 1, "\"name\":\"Lantern\"");
    SERVICE(&x, 1, 1,
            "\"name\":\"Aide juridique\",\"description\":\"Un avocat pour les locataires. Un "
            "avocat vous aide.\",\"status\":\"active\","
            "\"languages\":[{\"name\":\"French\",\"code\":\"fr\"}]");
    SERVICE(&x, 2, 1,
            "\"name\":\"The yellow house: a lawyer\",\"description\":\"With a tea room and a "
            "library and, "
            "now and then, a lawyer.\",\"status\":\"active\","
            "\"languages\":[{\"name\":\"English\",\"code\":\"en\"}]");
    SERVICE(&x, 3, 1,
            "\"name\":\"The blue house: a lawyer\",\"description\":\"With a tea room and a library "
            "and, "
            "now and then, a lawyer.\",\"status\":\"active\","
            "\"languages\":[{\"name\":\"Arabic\",\"code\":\"ar\"}]");
    SERVICE(&x, 4, 1,
            "\"name\":\"Interpreters\",\"description\":\"An interpreter for you and, now and then, "
            "a lawyer.\","
            "\"status\":\"active\",\"languages\":[{\"name\":\"Arabic\",\"code\":\"ar\"}]");
    assert_ok(directory_index_build(x.t->db, x.search, NULL, NULL));

    struct directory_hits hits = ASK(&x, .words = STR("avocat"));
    assert_str(hits.v[0].card.title, "Aide juridique");
    hits = ASK(&x, .words = STR("lawyer"));
    assert_int_equal(hits.n, 4);
    assert_str(hits.v[0].card.title, "The blue house: a lawyer");
    assert_str(hits.v[1].card.title, "The yellow house: a lawyer");
    hits = ASK(&x, .words = STR("Arabic lawyer"));
    assert_str(hits.v[0].card.title, "The blue house: a lawyer");
    assert_int_equal(hits.n, 4);
    assert_str(hits.v[1].card.title, "Interpreters");
    assert_true(hits.v[2].score * 4 < hits.v[0].score);
    /* It is no interpreter that is asked for. */
    hits = ASK(&x, .words = STR("Arabic speaking lawyer"));
    assert_str(hits.v[0].card.title, "The blue house: a lawyer");
    town_close(&x);
}

/* ---- conditions ------------------------------------------------------------------------------ */

static void conditions_narrow_what_is_found(void **state)
{
    struct town x = town_open(state);
    town_fill(&x);

    assert_found(&x, "Armed forces legal aid", .language = STR("ar"), .area = STR("Chicago"),
                 .words = STR("aid"));
    assert_found(&x, "Armed forces legal aid", .language = STR("Arabic"), .area = STR("Chicago"));
    assert_found(&x, "Armed forces legal aid", .language = STR("العربية"), .area = STR("60601"));
    assert_int_equal(ASK(&x, .language = STR("Klingon")).total, 0);
    assert_int_equal(ASK(&x, .area = STR("Chicago")).total, 3);
    assert_int_equal(ASK(&x, .area = STR("near Chicago, IL")).total, 3);
    assert_int_equal(ASK(&x, .area = STR("Chigaco")).total, 3);
    assert_int_equal(ASK(&x, .area = STR("بيروت")).total, 2);
    assert_int_equal(ASK(&x, .area = STR("Paris")).total, 0);
    assert_int_equal(ASK(&x, .need = STR("legal"), .area = STR("Chicago")).n > 0, 1);
    assert_int_equal(ASK(&x, .need = STR("no-such-need")).total, 0);
    assert_int_equal(ASK(&x, .tags = DIRECTORY_TAG_CRISIS).total, 0);
    town_close(&x);
}

/* 2026-11-20 was a Friday. */
#define FRIDAY INT64_C(1795132800)
#define HOURS 3600

static void open_now_is_known_open(void **state)
{
    struct town x = town_open(state);
    town_fill(&x);
    struct zone *chicago = zone_open(STR("America/Chicago"));

    /* 15:30 UTC: 9:30 in Chicago. */
    int64_t morning = FRIDAY + 15 * HOURS + 1800;
    assert_int_equal(ASK(&x, .open_now = true, .now = morning, .zone = chicago).total, 3);
    /* In UTC it is 23:30: only the night. */
    assert_found(&x, "جلسات مع معالج نفسي", .open_now = true, .now = FRIDAY + 23 * HOURS);
    assert_found(&x, "جلسات مع معالج نفسي", .open_now = true, .now = FRIDAY + 25 * HOURS);
    assert_int_equal(ASK(&x, .open_now = true, .now = FRIDAY + 26 * HOURS).total, 0);
    struct directory_hits hits = ASK(&x, .words = STR("eviction"), .now = morning, .zone = chicago);
    assert_int_equal(hits.v[0].open, DIRECTORY_OPEN);
    hits = ASK(&x, .words = STR("eviction"), .now = FRIDAY);
    assert_int_equal(hits.v[0].open, DIRECTORY_SHUT);
    hits = ASK(&x, .words = STR("eviction"));
    assert_int_equal(hits.v[0].open, DIRECTORY_OPEN_UNKNOWN);
    hits = ASK(&x, .words = STR("السنديان"), .now = FRIDAY);
    assert_str(hits.v[0].card.title, "بيت السنديان");
    assert_int_equal(hits.v[0].open, DIRECTORY_OPEN_UNKNOWN);
    zone_close(chicago);
    town_close(&x);
}

/* ---- the index in step ----------------------------------------------------------------------- */

static uint64_t next(uint64_t *seed)
{
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return *seed >> 33;
}

static const char *const WORDS[] = {
    "lawyer",   "shelter", "food",        "clinic", "night",   "soldiers", "advice",
    "eviction", "therapy", "young",       "family", "محامي",   "مأوى",     "طبيب",
    "أطباء",    "عسكري",   "تمييز",       "hiv",    "testing", "harbour",  "free",
    "court",    "papers",  "counselling", "النفسي", "lantern", "window",   "transport"};
static const char *const CITIES[] = {"Chicago", "Springfield", "بيروت", "Aurora", "Cairo"};
#define PICK(list, seed) (list)[next(seed) % (sizeof(list) / sizeof((list)[0]))]

static const char *random_doc(struct arena *a, uint64_t *seed)
{
    struct str name = STR_NONE, text = STR_NONE;

    for (uint64_t n = 1 + next(seed) % 2; n > 0; n--)
        name = str_fmt(a, "%" STR_FMT " %s", STR_ARG(name), PICK(WORDS, seed));
    for (uint64_t n = next(seed) % 12; n > 0; n--)
        text = str_fmt(a, "%" STR_FMT " %s", STR_ARG(text), PICK(WORDS, seed));
    const char *hours = next(seed) % 3 == 0 ? "," NIGHTS : next(seed) % 3 ? "," NINE_TO_FIVE : "";
    return str_to_c(a, str_fmt(a,
                               "\"name\":\"%" STR_FMT "\",\"description\":\"%" STR_FMT
                               "\",\"addresses\":[{\"city\":\"%s\"}],\"status\":\"%s\"%s",
                               STR_ARG(name), STR_ARG(text), PICK(CITIES, seed),
                               next(seed) % 9 == 0 ? "inactive" : "active", hours));
}

/* Everything the index says: the answers to many queries. */
static struct str answers(struct town *x, struct arena *a)
{
    struct buf b;
    struct str out;

    buf_init(&b, a, 4096, 1 << 22);
    for (size_t i = 0; i < sizeof(WORDS) / sizeof(WORDS[0]) * 4; i++) {
        const char *second[] = {"", "lawer", "shelter", "عساكر"};
        struct directory_query q = {
            .words = str_fmt(a, "%s %s", WORDS[i / 4], second[i % 4]),
            .area = i % 7 == 0   ? STR("Chicago")
                    : i % 7 == 1 ? STR("Chicgo")
                                 : STR_NONE,
            .open_now = i % 5 == 0,
            .now = FRIDAY + (int64_t)i * HOURS,
            .limit = 20,
        };
        if (i % 11 == 0)
            q.words = STR_NONE;
        struct directory_hits hits = ask(x, q);
        buf_add_fmt(&b, "%zu %lld:", i, (long long)hits.total);
        for (size_t k = 0; k < hits.n; k++)
            buf_add_fmt(&b, " %" STR_FMT "=%lld/%d/%zu", STR_ARG(hits.v[k].card.id),
                        (long long)hits.v[k].score, hits.v[k].open, hits.v[k].nreasons);
        buf_add_char(&b, '\n');
    }
    assert_ok(buf_end(&b, &out));
    return out;
}

static void one_edit(struct town *x, uint64_t *seed, bool there[4][16])
{
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
    struct directory_index_change *change;
    static const int TYPES[] = {HSDS_ORGANIZATION, HSDS_SERVICE, HSDS_LOCATION,
                                HSDS_SERVICE_AT_LOCATION};
    unsigned kind = next(seed) % 4, n = (unsigned)(next(seed) % 16);
    struct str id = id_of(a, (char)('a' + kind), n), parent = STR_NONE, place = STR_NONE;

    if (kind == 1 || kind == 2)
        parent = id_of(a, 'a', (unsigned)(next(seed) % 4));
    if (kind == 3) {
        parent = id_of(a, 'b', n);
        place = id_of(a, 'c', (unsigned)(next(seed) % 16));
    }
    struct store_object o = object(a, TYPES[kind], id, parent, place, random_doc(a, seed));
    assert_ok(directory_index_before(x->t->db, x->search, a, &id, 1, &change));
    if (!there[kind][n])
        assert_ok(store_object_add(x->t->db, &o));
    else if (next(seed) % 3 == 0)
        assert_ok(store_object_remove(x->t->db, id));
    else
        assert_ok(store_object_set(x->t->db, &o));
    struct store_object now;
    there[kind][n] = store_object(x->t->db, a, id, &now) == ERR_OK;
    assert_ok(directory_index_after(change));
}

static void edits_in_place_are_as_a_fresh_build(void **state)
{
    struct town x = town_open(state);
    uint64_t seed = 7;
    bool there[4][16] = {{0}};
    int64_t holes = 0;

    assert_ok(directory_index_build(x.t->db, x.search, NULL, NULL));
    for (int round = 0; round < 8; round++) {
        ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
        struct index_corpus corpus, fresh_corpus;
        for (int i = 0; i < 25; i++)
            one_edit(&x, &seed, there);
        struct str in_place = answers(&x, a);
        assert_ok(index_corpus_get(x.t->db, a, &corpus));
        assert_ok(directory_index_build(x.t->db, x.search, NULL, NULL));
        struct str fresh = answers(&x, a);
        assert_ok(index_corpus_get(x.t->db, a, &fresh_corpus));
        assert_int_equal(corpus.live, fresh_corpus.live);
        holes += corpus.slots - fresh_corpus.slots;
        if (!str_eq(in_place, fresh)) {
            size_t i = 0;
            while (in_place.p[i] == fresh.p[i])
                i++;
            fail_msg("round %d:\n%.300s\n--\n%.300s", round, in_place.p + (i > 100 ? i - 100 : 0),
                     fresh.p + (i > 100 ? i - 100 : 0));
        }
    }
    assert_true(holes > 0); /* numbers of entries that went: nothing was made anew in secret */
    town_close(&x);
}

/* ---- both engines ---------------------------------------------------------------------------- */

static void both_engines_answer_alike(void **state)
{
    struct test_db lite, post;
    struct town x = {.search = search_create()};
    uint64_t seed = 11;
    bool there[2][4][16] = {{{0}}};
    (void)state;

    if (!test_db_open(DB_POSTGRES, &post)) {
        town_close(&x);
        skip();
    }
    assert_true(test_db_open(DB_SQLITE, &lite));
    struct test_db *const both[] = {&lite, &post};
    struct str said[2];
    for (size_t i = 0; i < 2; i++) {
        x.t = both[i];
        seed = 11;
        assert_ok(directory_index_build(x.t->db, x.search, NULL, NULL));
        for (int k = 0; k < 80; k++)
            one_edit(&x, &seed, there[i]);
        said[i] = answers(&x, x.t->a);
    }
    assert_true(str_eq(said[0], said[1]));
    assert_true(said[0].n > 10000);
    test_db_close(&lite);
    test_db_close(&post);
    town_close(&x);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST_DB(words_are_found_and_say_why),
        TEST_DB(languages_meet_in_concepts),
        TEST_DB(typing_errors_are_forgiven),
        TEST_DB(what_the_best_agree_on_is_found_behind_them),
        TEST_DB(a_town_that_is_a_word_too_is_the_town),
        TEST_DB(a_name_that_sounds_like_the_town_is_its_name),
        TEST_DB(a_town_has_two_names),
        TEST_DB(needs_weigh_more_than_rare_words),
        TEST_DB(languages_that_are_read_stand_first),
        TEST_DB(conditions_narrow_what_is_found),
        TEST_DB(open_now_is_known_open),
        TEST_DB(edits_in_place_are_as_a_fresh_build),
        cmocka_unit_test(both_engines_answer_alike),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
