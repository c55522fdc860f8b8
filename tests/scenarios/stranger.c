/* What a stranger can learn of what is sealed or removed: nothing, by no door.
 *
 * Two networks that differ in one thing: in one there never were the entries that in the other are
 * sealed, removed or were sealed from the beginning. Whoever is not of the network asks both the
 * same: every address there is, with every id; searches in the entries' own words, nearly so, and
 * by the bare consonants; every filter and page of the API; the files that are handed out. The
 * answers must be the same letter for letter, so that no count, order, total, error or entity tag
 * tells that there is something; and none holds a word of it. */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "directory/directory.h"
#include "directory/directory_export.h"
#include "scenarios/world.h"
#include "search/search.h"
#include "site/inside.h"

/* In every text of what is secret. */
#define WORD "Zanzibarine"
#define WORD_AR "زنجبيلوف"
#define BYLINE "Quillonbrook"

#define O1 "0a000000-0000-4000-8000-000000000001"
#define O2 "0a000000-0000-4000-8000-000000000002"
#define OX "0a000000-0000-4000-8000-00000000000f"
#define P1 "0a000000-0000-4000-8000-0000000000d1"
#define P2 "0a000000-0000-4000-8000-0000000000d2"
#define P3 "0a000000-0000-4000-8000-0000000000d3"
#define S1 "0a000000-0000-4000-8000-0000000000e1" /* sealed; of an organization that is public */
#define S2 "0a000000-0000-4000-8000-0000000000e2" /* sealed; at a place that is public */
#define X1 "0a000000-0000-4000-8000-0000000000e3" /* of an organization that is sealed */
#define H1 "0a000000-0000-4000-8000-0000000000e4" /* removed */
#define L1 "0a000000-0000-4000-8000-0000000000c1"
#define L2 "0a000000-0000-4000-8000-0000000000c2"
#define LS "0a000000-0000-4000-8000-0000000000c3"
#define LX "0a000000-0000-4000-8000-0000000000c4"
#define A2 "0a000000-0000-4000-8000-0000000000b2"
#define AS "0a000000-0000-4000-8000-0000000000b3"
#define AT2 "0a000000-0000-4000-8000-0000000000b4"
#define AX "0a000000-0000-4000-8000-0000000000b5"
#define LH "0a000000-0000-4000-8000-0000000000c5"
#define AH "0a000000-0000-4000-8000-0000000000b6"
#define TAX "0a000000-0000-4000-8000-0000000000a1"
#define TERM "0a000000-0000-4000-8000-0000000000a2"

#define PLACE(id, name, street, town)                                                              \
    "{\"id\":\"" id "\",\"location_type\":\"physical\",\"name\":\"" name                           \
    "\",\"addresses\":[{\"address_1\":\"" street "\",\"city\":\"" town                             \
    "\",\"postal_code\":\"11118\",\"address_type\":\"physical\"}]}"
#define AT(id, place) "\"service_at_locations\":[{\"id\":\"" id "\",\"location_id\":\"" place "\"}]"
#define FILED "\"attributes\":[{\"taxonomy_term_id\":\"" TERM "\"}]"
#define WEEK                                                                                       \
    "\"schedules\":[{\"freq\":\"WEEKLY\",\"byday\":\"MO,TU,WE\",\"opens_at\":\"07:13\","           \
    "\"closes_at\":\"22:47\"}]"

#define OPEN_ORGANIZATIONS                                                                         \
    "{\"id\":\"" O1 "\",\"name\":\"Harbour House\",\"description\":\"A house for all\"},"          \
    "{\"id\":\"" O2 "\",\"name\":\"Palm Clinic\",\"description\":\"Doctors\"}"
#define OPEN_SERVICES                                                                              \
    "{\"id\":\"" P1 "\",\"organization_id\":\"" O1                                                 \
    "\",\"name\":\"Legal advice\",\"description\":\"A lawyer listens\"," AT(                       \
        "0a000000-0000-4000-"                                                                      \
        "8000-0000000000b1",                                                                       \
        L1) "," FILED "},"                                                                         \
            "{\"id\":\"" P2 "\",\"organization_id\":\"" O2                                         \
            "\",\"name\":\"HIV test\",\"description\":\"A clinic\"," AT(                           \
                A2, L2) "},"                                                                       \
                        "{\"id\":\"" P3 "\",\"organization_id\":\"" O1                             \
                        "\",\"name\":\"Warm meal\",\"description\":\"Food at noon\"}"
#define OPEN_PLACES                                                                                \
    PLACE(L1, "House", "1 Customs Street", "Haven")                                                \
    "," PLACE(L2, "Clinic", "2 Customs Street", "Haven")
#define TERMS                                                                                      \
    "\"taxonomies\":[{\"id\":\"" TAX "\",\"name\":\"Needs\"}],\"taxonomy_terms\":[{\"id\":\"" TERM \
    "\",\"name\":\"Law\",\"taxonomy_id\":\"" TAX "\"}]"

/* A service with that word in everything that can hold a text. */
#define SECRET_SERVICE(id, organization, more)                                                     \
    "{\"id\":\"" id "\",\"organization_id\":\"" organization "\",\"name\":\"" WORD                 \
    " shelter\",\"alternate_name\":\"" WORD_AR "\",\"description\":\"A lawyer of " WORD            \
    " listens\",\"url\":\"https://zanzibarine.example/\",\"email\":\"help@zanzibarine.example\","  \
    "\"status\":\"active\",\"interpretation_services\":\"" WORD                                    \
    " signs\",\"application_process\":\"Ask " WORD "\",\"fees_description\":\"Five " WORD          \
    "s\",\"accreditations\":\"" WORD " board\",\"eligibility_description\":\"All " WORD            \
    "s\",\"licenses\":\"" WORD " licence\",\"alert\":\"" WORD " is closed\",\"phones\":["          \
    "{\"number\":\"+20 7351 9317\",\"description\":\"" WORD " line\"}],\"languages\":["            \
    "{\"name\":\"" WORD "ish\",\"note\":\"" WORD "\"}],\"service_areas\":[{\"name\":\"" WORD       \
    " Hills\",\"description\":\"" WORD "\"}],\"required_documents\":[{\"document\":\"" WORD        \
    " card\"}],\"cost_options\":[{\"option\":\"" WORD "\"}],\"contacts\":[{\"name\":\"" WORD       \
    " Noor\",\"email\":\"noor@zanzibarine.example\"}],\"funding\":[{\"source\":\"" WORD            \
    "\"}]," FILED "," WEEK "," more "}"
#define SECRET_ORGANIZATION                                                                        \
    "{\"id\":\"" OX "\",\"name\":\"" WORD " house\",\"alternate_name\":\"" WORD_AR                 \
    "\",\"description\":\"" WORD " keeps it\",\"website\":\"https://zanzibarine.example/\","       \
    "\"email\":\"house@zanzibarine.example\",\"legal_status\":\"" WORD "\"}"
#define SECRET_PLACES                                                                              \
    PLACE(LS, WORD " gate", "17 " WORD " Lane", WORD " Bay")                                       \
    "," PLACE(LX, WORD " door", "18 " WORD " Lane",                                                \
              WORD " Bay") "," PLACE(LH, WORD " yard", "19 " WORD " Lane", WORD " Sands")
/* A list in parts: the first three with what is secret and without. */
static void list_write(FILE *f, bool secrets)
{
    const char *const parts[] = {
        "{\"organizations\":[" OPEN_ORGANIZATIONS,
        secrets ? "," SECRET_ORGANIZATION : "",
        "],\"locations\":[" OPEN_PLACES,
        secrets ? "," SECRET_PLACES : "",
        "],\"services\":[" OPEN_SERVICES,
        secrets ? "," SECRET_SERVICE(S1, O1, AT(AS, LS)) : "",
        secrets ? "," SECRET_SERVICE(S2, O2, AT(AT2, L2)) : "",
        secrets ? "," SECRET_SERVICE(X1, OX, AT(AX, LX)) : "",
        secrets ? "," SECRET_SERVICE(H1, O2, AT(AH, LH) ",\"wait_time\":\"a " WORD "\"") : "",
        "]," TERMS "}",
    };
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        assert_true(fputs(parts[i], f) >= 0);
}

/* ---- the two networks ------------------------------------------------------------------------ */

struct pair {
    struct world *w[2]; /* without, and with */
    struct person *guest[2], *gone[2], *sami[2];
    size_t asked;
};
enum { WITHOUT, WITH };

static void import(struct world *w, bool secrets)
{
    struct directory_imported done = {0};
    struct search *search = search_create();
    const char *path = str_to_c(w->arena, str_fmt(w->arena, "%s/in.json", w->db.folder));
    const struct directory_import how = {
        .path = path, .source = STR("city"), .now = w->clock.fixed};
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    list_write(f, secrets);
    assert_int_equal(fclose(f), 0);
    assert_ok(directory_import(world_db(w), search, &how, &done));
    assert_int_equal(done.refused, 0);
    search_destroy(search);
}

static char *code_shown(struct person *p)
{
    char *code = str_to_c(p->w->arena, element(p, "code"));
    for (char *c = code; *c; c++)
        if (*c == ' ')
            *c = '-';
    return code;
}

/* A steward, an editor with a byline, and somebody who was a member. */
static void people(struct pair *x, int i)
{
    struct world *w = x->w[i];
    struct person *amal = someone(w, "Amal", "ar");
    joins(amal, w->code, "أمل");
    visit(amal, "/d/desk");
    submit(amal, "Open the desk", "persona", "أمل");
    follow(amal, "Invite an editor");
    submit(amal, "Make a code");
    char *code = code_shown(amal);
    x->sami[i] = newcomer(amal, "Sami", "en", "سامي");
    visit(x->sami[i], "/d/desk");
    submit(x->sami[i], "Come in", "code", code, "persona", "سامي", "byline", BYLINE);
    x->gone[i] = newcomer(amal, "Ghada", "en", "غادة");
    visit(amal, "/people");
    follow(amal, "غادة");
    submit(amal, "/remove", "reason", "انتهى");
    x->guest[i] = someone(w, "a stranger", "en");
}

static const char *entry_at(struct person *p, const char *id, const char *more)
{
    return str_to_c(p->w->arena, str_fmt(p->w->arena, "/d/%s%s", id, more));
}

/* Everything that can be done to an entry before it is sealed, so that there is much to forget. */
static void is_used_much(struct pair *x, const char *id)
{
    struct person *sami = x->sami[WITH], *guest = x->guest[WITH];
    visit(guest, entry_at(guest, id, "/outdated"));
    submit(guest, "/outdated", "reason", "phone", "words", WORD);
    visit(sami, entry_at(sami, id, "/edit"));
    submit(sami, "Save", "cost", "Free for " WORD, "crisis", "1", "affirming", "1", "checked", "1");
    is_answered(sami, 200);
}

static void is_sealed(struct pair *x, const char *id)
{
    struct person *sami = x->sami[WITH];
    visit(sami, entry_at(sami, id, "/edit"));
    submit(sami, "Save", "seen", "members");
    sees(sami, "Only members of this network see this entry.");
}

static const char *is_never_public(struct pair *x)
{
    struct person *sami = x->sami[WITH];
    visit(sami, "/d/new");
    submit(sami, "Save", "name", WORD " refuge", "offered", WORD " union", "about",
           "A bed at " WORD, "street", "19 " WORD " Lane", "city", WORD " Bay", "country", "EG",
           "phone1", "+20 7351 9317", "area", WORD " Hills", "need1", "shelter", "crisis", "1",
           "checked", "1", "seen", "members");
    is_at(sami, "/d/");
    sees(sami, WORD " refuge");
    return str_to_c(sami->w->arena, str_slice(sami->path, 3, str_find_char(sami->path, '?')));
}

/* ---- asking both ----------------------------------------------------------------------------- */

static bool holds(struct str text, const char *what)
{
    return text.n != 0 && memmem(text.p, text.n, what, strlen(what));
}

static bool tells(const struct person *p)
{
    static const char *const words[] = {WORD,   "zanzibarine", WORD_AR,
                                        BYLINE, "7351 9317",   "73519317"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (holds(p->html, words[i]) || holds(p->answer, words[i]))
            return true;
    return false;
}

/* What was typed stands in the page again: then only the sameness counts. */
enum echo { NOT_TYPED, TYPED };

static void same(struct pair *x, struct person *const who[2], const char *what, enum echo echo)
{
    struct str a = who[WITHOUT]->page.n ? who[WITHOUT]->page.text : who[WITHOUT]->html;
    struct str b = who[WITH]->page.n ? who[WITH]->page.text : who[WITH]->html;
    x->asked++;
    if (echo == NOT_TYPED && tells(who[WITH]))
        fail_msg("%s tells %s", what, who[WITH]->called);
    if (who[WITHOUT]->status != who[WITH]->status)
        fail_msg("%s: %s is answered %d, and %d where there is nothing", what, who[WITH]->called,
                 who[WITH]->status, who[WITHOUT]->status);
    if (!str_eq(header(who[WITHOUT], "ETag"), header(who[WITH], "ETag")) &&
        str_starts(str_from_c(what), STR("/hsds")))
        fail_msg("%s: another ETag", what);
    if (!str_eq(a, b) && strcmp(what, "/in/code") != 0) /* suggests a passphrase */
        fail_msg("%s is not the same for %s:\n%" STR_FMT
                 "\n---- where there is nothing:\n%" STR_FMT,
                 what, who[WITH]->called, STR_ARG(b), STR_ARG(a));
}

static void get(struct pair *x, struct person *const who[2], const char *path)
{
    for (int i = 0; i < 2; i++)
        person_ask(who[i], &(struct errand){.path = str_from_c(path), .typed = true});
    same(x, who, path, strchr(path, '=') ? TYPED : NOT_TYPED);
}

/* Every address that can be asked for, with every id in it. */
static void every_address(struct pair *x, struct person *const who[2], const char *const ids[],
                          size_t nids)
{
    struct route_table tables[SITE_TABLES_MAX];
    size_t n = site_tables(tables);
    struct arena *a = x->w[WITH]->arena;
    for (size_t t = 0; t < n; t++)
        for (size_t r = 0; r < tables[t].n; r++) {
            const struct route *route = &tables[t].v[r];
            size_t times = strchr(route->path, ':') ? nids : 1;
            if (route->method != HTTP_GET || strcmp(route->path, "/guide") == 0)
                continue;
            for (size_t i = 0; i < times; i++) {
                struct str rest = str_from_c(route->path), path = STR_NONE;
                (void)str_cut(&rest, '/');
                while (rest.p) {
                    struct str part = str_cut(&rest, '/');
                    path = str_fmt(a, "%" STR_FMT "/%" STR_FMT, STR_ARG(path),
                                   STR_ARG(str_starts(part, STR(":")) ? str_from_c(ids[i]) : part));
                }
                get(x, who, path.n ? str_to_c(a, path) : "/");
            }
        }
}

/* Its own words, nearly those, bare consonants, in the other alphabet, what it is about. */
static void every_search(struct pair *x, struct person *const who[2])
{
    static const char *const words[] = {
        WORD,       "zanzibarin",    "Zanzibarinne",      "Zanzibarnie", "znzbrn",    WORD_AR,
        "زنجبلوف",  "الزنجبيلوف",    "Zanzibarine house", "shelter",     "lawyer",    "محامي",
        "a listen", "zanzibarinish", "7351 9317",         "refuge",      "union bed", "law clinic"};
    static const char *const rest[][2] = {
        {"area", WORD " Bay"}, {"area", WORD " Hills"}, {"area", "Haven"},  {"area", "11118"},
        {"need", "lawyer"},    {"need", "shelter"},     {"language", "ar"}, {"open", "1"},
        {"affirming", "1"},    {"papers", "1"},         {"at", "10"},
    };
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        for (size_t k = 0; k <= sizeof rest / sizeof rest[0]; k++) {
            struct str what = str_fmt(x->w[WITH]->arena, "searching %s", words[i]);
            for (int p = 0; p < 2; p++) {
                visit(who[p], "/d");
                struct str token = field(who[p], "_token");
                const char *t = str_to_c(who[p]->w->arena, token);
                if (k == 0)
                    post_raw(who[p], "/d", "_token", t, "q", words[i]);
                else if (i == 0)
                    post_raw(who[p], "/d", "_token", t, rest[k - 1][0], rest[k - 1][1]);
                else
                    post_raw(who[p], "/d", "_token", t, "q", words[i], rest[k - 1][0],
                             rest[k - 1][1]);
            }
            same(x, who, str_to_c(x->w[WITH]->arena, what), TYPED);
            if (k == 0 && strcmp(words[i], "lawyer") == 0)
                sees(who[WITH], "Legal advice");
            if (i != 0 && k != 0 && i < 9)
                break; /* nothing is found by them: no condition makes it more */
        }
}

static void every_filter(struct pair *x, struct person *const who[2])
{
    static const char *const lists[] = {"organizations", "services", "service_at_locations",
                                        "taxonomies", "taxonomy_terms"};
    static const char *const filters[] = {"",
                                          "full=true",
                                          "full=true&full_service=true",
                                          "minimal=true",
                                          "per_page=1",
                                          "per_page=1&page=2",
                                          "per_page=1&page=3",
                                          "per_page=1&page=4",
                                          "per_page=2&page=2&search=lawyer",
                                          "search=" WORD,
                                          "search=zanzibarinne",
                                          "search=znzbrn",
                                          "search=%D8%B2%D9%86%D8%AC%D8%A8%D9%8A%D9%84%D9%88%D9%81",
                                          "search=shelter",
                                          "search=lawyer",
                                          "postcode=11118",
                                          "proximity=Haven",
                                          "proximity=" WORD "%20Bay",
                                          "proximity=" WORD "%20Hills",
                                          "proximity=500",
                                          "organization_id=" O1,
                                          "organization_id=" O2,
                                          "organization_id=" OX,
                                          "taxonomy_id=" TAX,
                                          "taxonomy_term_id=" TERM,
                                          "modified_after=2020-01-01T00:00:00Z",
                                          "modified_after=2026-09-21T14:13:20Z",
                                          "modified_after=2026-09-21T14:13:21Z",
                                          "modified_after=2026-09-21T14:23:20Z",
                                          "modified_after=2026-09-21T14:23:21Z",
                                          "modified_after=2030-01-01T00:00:00Z",
                                          "page=99999",
                                          "page=0",
                                          "parent_id=" OX};
    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++)
        for (size_t k = 0; k < sizeof filters / sizeof filters[0]; k++) {
            struct arena *a = x->w[WITH]->arena;
            get(x, who, str_to_c(a, str_fmt(a, "/hsds/%s?%s", lists[i], filters[k])));
        }
}

/* Saying of it that it is out of date, with the form of another one. */
static void every_report(struct pair *x, struct person *const who[2], const char *const ids[],
                         size_t nids)
{
    for (size_t i = 0; i < nids; i++) {
        for (int p = 0; p < 2; p++) {
            visit(who[p], "/d/" P1 "/outdated");
            post_raw(who[p], entry_at(who[p], ids[i], "/outdated"), "_token",
                     str_to_c(who[p]->w->arena, field(who[p], "_token")), "reason", "phone",
                     "words", "gone");
        }
        same(x, who, entry_at(who[WITH], ids[i], "/outdated, sent"), NOT_TYPED);
    }
}

static struct str file_of(struct world *w, const char *name)
{
    const char *path = str_to_c(w->arena, str_fmt(w->arena, "%s/%s", w->db.folder, name));
    const struct directory_export how = {.path = path};
    struct directory_exported done;
    char *bytes = arena_alloc(w->arena, 1 << 20);
    (void)unlink(path);
    assert_ok(directory_export(world_db(w), &how, &done));
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t size = read(fd, bytes, 1 << 20);
    close(fd);
    assert_true(size > 500);
    return str_from(bytes, (size_t)size);
}

static void every_file(struct pair *x)
{
    static const char *const names[] = {"out.json", "out.zip"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        assert_true(str_eq(file_of(x->w[WITHOUT], names[i]), file_of(x->w[WITH], names[i])));
        x->asked++;
    }
}

static void every_door(struct pair *x, const char *never)
{
    const char *const ids[] = {S1,  S2, X1, H1, OX, LS, LX, LH, AS,
                               AT2, AX, AH, O1, P1, P2, L2, A2, never};
    size_t n = sizeof ids / sizeof ids[0];
    struct person *const *who[] = {x->guest, x->gone};
    for (size_t i = 0; i < 2; i++) {
        every_address(x, who[i], ids, n);
        every_search(x, who[i]);
        every_filter(x, who[i]);
        every_report(x, who[i], ids, 10);
    }
    every_file(x);
}

static void nobody_outside_learns_of_it(void **state)
{
    struct world other;
    struct pair x = {.w = {&other, world_of(state)}};
    assert_true(world_open(&other, x.w[WITH]->db.engine));
    import(x.w[WITHOUT], false);
    import(x.w[WITH], true);
    people(&x, WITHOUT);
    people(&x, WITH);

    /* The look sees what is there. */
    visit(x.guest[WITH], "/d/" S1);
    assert_true(tells(x.guest[WITH]));
    visit(x.guest[WITH], "/hsds/services");
    assert_true(tells(x.guest[WITH]));

    is_used_much(&x, S1);
    is_used_much(&x, X1);
    is_used_much(&x, H1);
    world_wait(x.w[WITHOUT], 600);
    world_wait(x.w[WITH], 600);
    is_sealed(&x, S1);
    is_sealed(&x, S2);
    is_sealed(&x, OX);
    visit(x.sami[WITH], "/d/" H1 "/remove");
    submit(x.sami[WITH], "/d/" H1 "/remove");
    const char *never = is_never_public(&x);
    every_door(&x, never);

    /* Its source tells it all again, and the index is made anew. */
    import(x.w[WITHOUT], false);
    import(x.w[WITH], true);
    every_door(&x, never);
    print_message("%zu answers are the same\n", x.asked);
    assert_true(x.asked > 1000);
    world_close(&other);
}

SCENARIO_MAIN(SCENARIO("the directory: what a stranger learns", nobody_outside_learns_of_it))
