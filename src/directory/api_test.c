/* What goes out: the API, the export, and a sister network that follows; on both engines. */
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "directory/directory_api.h"
#include "directory/directory_edit.h"
#include "directory/directory_export.h"
#include "directory/directory_pull.h"
#include "http/form.h"
#include "seal/seal.h"
#include "support/test_db.h"

#define NOW 1795255200 /* 2026-11-21 10:00 UTC */
#define ORG "0a000000-0000-4000-8000-000000000001"
#define BED "0a000000-0000-4000-8000-0000000000d1"
#define MEAL "0a000000-0000-4000-8000-0000000000d2"
#define LAW "0a000000-0000-4000-8000-0000000000d3"
#define PLACE "0a000000-0000-4000-8000-0000000000c1"
#define TAXONOMY "0a000000-0000-4000-8000-0000000000e1"
#define TERM "0a000000-0000-4000-8000-0000000000e2"
#define CANARY "Canarystreet 17"

#define ORGANIZATIONS                                                                              \
    "{\"organizations\":[{\"id\":\"" ORG "\",\"name\":\"Harbour "                                  \
    "House\",\"description\":\"دار\"}],"
#define TERMS                                                                                      \
    "\"taxonomies\":[{\"id\":\"" TAXONOMY "\",\"name\":\"Needs\"}],"                               \
    "\"taxonomy_terms\":[{\"id\":\"" TERM "\",\"name\":\"Shelter\",\"taxonomy_id\":\"" TAXONOMY    \
    "\"}]}"
#define BED_JSON(name)                                                                             \
    "{\"id\":\"" BED "\",\"organization_id\":\"" ORG "\",\"name\":\"" name                         \
    "\",\"description\":\"A safe bed for tonight\",\"attributes\":[{\"taxonomy_term_id\":\"" TERM  \
    "\"}],\"service_at_locations\":[{\"location\":{\"id\":\"" PLACE                                \
    "\",\"location_type\":\"physical\",\"name\":\"House\",\"addresses\":[{\"address_1\":\"" CANARY \
    "\",\"city\":\"Haven\",\"postal_code\":\"11118\"}]}}]}"
#define MEAL_JSON ",{\"id\":\"" MEAL "\",\"organization_id\":\"" ORG "\",\"name\":\"Warm meal\"}"
#define LAW_JSON ",{\"id\":\"" LAW "\",\"organization_id\":\"" ORG "\",\"name\":\"Legal advice\"}"

struct net {
    struct test_db *t;
    struct search *search;
};

static void net_open(struct net *n, struct test_db *t)
{
    *n = (struct net){.t = t, .search = search_create()};
}

static const char *path_in(const struct net *n, const char *name)
{
    return str_to_c(n->t->a, str_fmt(n->t->a, "%s/%s", n->t->folder, name));
}

static struct directory_imported import(struct net *n, const char *json, int64_t now)
{
    const char *path = path_in(n, "in.json");
    const struct directory_import how = {.path = path, .source = STR("city"), .now = now};
    struct directory_imported done;
    FILE *f = fopen(path, "w");

    assert_non_null(f);
    assert_true(fputs(json, f) >= 0);
    assert_int_equal(fclose(f), 0);
    assert_ok(directory_import(n->t->db, n->search, &how, &done));
    assert_int_equal(done.refused, 0);
    return done;
}

static void import_all(struct net *n)
{
    (void)import(n, ORGANIZATIONS "\"services\":[" BED_JSON("A bed") MEAL_JSON LAW_JSON "]," TERMS,
                 NOW);
}

static json_t *get(struct net *n, enum hsds_type type, const char *query)
{
    struct http_pairs pairs;
    struct api_asked asked;
    const char *wrong = NULL;
    json_t *page;

    assert_true(form_decode(n->t->a, str_from_c(query), 64, &pairs));
    if (!api_read(&pairs, type, &asked, &wrong))
        fail_msg("%s is refused", wrong);
    assert_ok(api_page(n->t->db, n->search, n->t->a, &asked, &page));
    return page;
}

static void assert_list(struct net *n, enum hsds_type type, const char *query, int total,
                        const char *first)
{
    json_t *page = get(n, type, query);
    json_t *contents = json_object_get(page, "contents");

    if (json_integer_value(json_object_get(page, "total_items")) != total)
        fail_msg("%s: %s", query, json_dumps(page, 0));
    assert_int_equal(json_integer_value(json_object_get(page, "size")), json_array_size(contents));
    if (first)
        assert_string_equal(json_string_value(json_object_get(json_array_get(contents, 0), "id")),
                            first);
    json_decref(page);
}

static void test_lists(void **state)
{
    struct net n;

    net_open(&n, test_db_of(state));
    import_all(&n);
    assert_list(&n, HSDS_SERVICE, "", 3, BED);
    assert_list(&n, HSDS_SERVICE, "page=2&per_page=2", 3, LAW);
    assert_list(&n, HSDS_SERVICE, "page=9", 3, NULL);
    assert_list(&n, HSDS_SERVICE, "minimal=true", 3, BED);
    assert_list(&n, HSDS_SERVICE, "search=meal", 1, MEAL);
    assert_list(&n, HSDS_SERVICE, "search=meal&organization_id=" TERM, 0, NULL);
    assert_list(&n, HSDS_SERVICE, "organization_id=" ORG, 3, BED);
    assert_list(&n, HSDS_SERVICE, "organization_id=" BED, 0, NULL);
    assert_list(&n, HSDS_SERVICE, "modified_after=2026-11-21T10:00:00Z", 3, BED);
    assert_list(&n, HSDS_SERVICE, "modified_after=2026-11-21T10:00:01Z", 0, NULL);
    assert_list(&n, HSDS_SERVICE, "taxonomy_term_id=" TERM, 1, BED);
    assert_list(&n, HSDS_SERVICE, "taxonomy_id=" TAXONOMY, 1, BED);
    assert_list(&n, HSDS_SERVICE, "taxonomy_term_id=" MEAL, 0, NULL);
    assert_list(&n, HSDS_SERVICE, "postcode=11118", 1, BED);
    assert_list(&n, HSDS_SERVICE, "proximity=Haven", 1, BED);
    assert_list(&n, HSDS_SERVICE, "proximity=500", 3, BED);
    assert_list(&n, HSDS_SERVICE_AT_LOCATION, "", 1, NULL);
    assert_list(&n, HSDS_SERVICE_AT_LOCATION, "search=bed", 1, NULL);
    assert_list(&n, HSDS_SERVICE_AT_LOCATION, "organization_id=" ORG, 1, NULL);
    assert_list(&n, HSDS_ORGANIZATION, "", 1, ORG);
    assert_list(&n, HSDS_ORGANIZATION, "search=harbour", 1, ORG);
    assert_list(&n, HSDS_TAXONOMY, "search=needs", 1, TAXONOMY);
    assert_list(&n, HSDS_TAXONOMY_TERM, "taxonomy_id=" TAXONOMY, 1, TERM);
    search_destroy(n.search);
}

/* Lists longer than what is read at once, and answers with very much in them. */
static void test_long_lists(void **state)
{
    struct directory_published one;
    json_t *object;
    struct net n;

    net_open(&n, test_db_of(state));
    struct str json = STR(ORGANIZATIONS "\"services\":[" MEAL_JSON);
    char *text = arena_alloc(n.t->a, 128 * 450);
    size_t at = 0;
    for (int i = 0; i < 449; i++)
        at += (size_t)snprintf(text + at, 128,
                               ",{\"id\":\"0b000000-0000-4000-8000-%012d\","
                               "\"organization_id\":\"" ORG "\",\"name\":\"Warm soup %d\"}",
                               i, i);
    json = str_fmt(n.t->a, "%" STR_FMT "%s]}", STR_ARG(json), text);
    char *all = str_to_c(n.t->a, json);
    char *extra = strstr(all, "[,{");
    assert_non_null(extra);
    extra[1] = ' ';
    assert_int_equal(import(&n, all, NOW).services, 450);
    assert_list(&n, HSDS_SERVICE, "minimal=true&per_page=10000", 450, MEAL);
    json_t *page = get(&n, HSDS_SERVICE, "minimal=true&per_page=300&page=2");
    assert_int_equal(json_array_size(json_object_get(page, "contents")), 150);
    assert_true(json_is_true(json_object_get(page, "last_page")));
    json_decref(page);
    page = get(&n, HSDS_SERVICE, "search=soup&per_page=100&page=5");
    assert_int_equal(json_integer_value(json_object_get(page, "total_items")), 449);
    assert_int_equal(json_array_size(json_object_get(page, "contents")), 49);
    json_decref(page);

    struct directory_publisher publisher = {.db = n.t->db, .arena = n.t->a, .most = 10000};
    const struct hsds_lookup lookup = directory_publish_lookup(&publisher);
    assert_ok(directory_publish_one(n.t->db, n.t->a, HSDS_ORGANIZATION, STR(ORG), &one));
    assert_err(hsds_compose(&lookup, HSDS_ORGANIZATION, one.doc, HSDS_FULL_DEEP, &object),
               TOO_LARGE);
    search_destroy(n.search);
}

static void test_what_is_refused(void **state)
{
    static const char *const WRONG[] = {
        "page=0",     "page=-1",           "per_page=x",   "full=perhaps", "modified_after=soon",
        "format=csv", "organization_id=1", "page=99999999"};
    struct net n;

    net_open(&n, test_db_of(state));
    for (size_t i = 0; i < sizeof(WRONG) / sizeof(WRONG[0]); i++) {
        struct http_pairs pairs;
        struct api_asked asked;
        const char *wrong = NULL;
        assert_true(form_decode(n.t->a, str_from_c(WRONG[i]), 64, &pairs));
        assert_false(api_read(&pairs, HSDS_SERVICE, &asked, &wrong));
        assert_memory_equal(wrong, WRONG[i], strlen(wrong));
    }
    search_destroy(n.search);
}

/* What this network made sure of is told in the standard's words. */
static void test_tags_and_checks_go_out(void **state)
{
    struct directory_published one;
    struct net n;

    net_open(&n, test_db_of(state));
    import_all(&n);
    const struct directory_editing by = {n.t->db, n.search, STR("desk"), NOW};
    assert_ok(directory_tag(&by, STR(MEAL), DIRECTORY_TAG_AFFIRMING | DIRECTORY_TAG_NO_PAPERS));
    assert_ok(directory_check(&by, STR(MEAL)));
    assert_ok(directory_publish_one(n.t->db, n.t->a, HSDS_SERVICE, STR(MEAL), &one));
    json_t *doc = hsds_doc_load(one.doc);
    assert_int_equal(json_array_size(json_object_get(doc, "attributes")), 2);
    assert_string_equal(json_string_value(json_object_get(doc, "assured_date")), "2026-11-21");
    assert_null(strstr(str_to_c(n.t->a, one.doc), "desk"));
    const char *term = json_string_value(
        json_object_get(json_array_get(json_object_get(doc, "attributes"), 0), "taxonomy_term_id"));
    assert_ok(directory_publish_one(n.t->db, n.t->a, HSDS_TAXONOMY_TERM, str_from_c(term), &one));
    assert_list(&n, HSDS_SERVICE, str_to_c(n.t->a, str_fmt(n.t->a, "taxonomy_term_id=%s", term)), 1,
                MEAL);
    json_decref(doc);
    search_destroy(n.search);
}

/* ---- export ---------------------------------------------------------------------------------- */

static struct str exported(struct net *n, const char *name)
{
    const char *path = path_in(n, name);
    const struct directory_export how = {.path = path};
    char *bytes = arena_alloc(n->t->a, 1 << 20);
    struct directory_exported done;

    (void)unlink(path);
    assert_ok(directory_export(n->t->db, &how, &done));
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t size = read(fd, bytes, 1 << 20);
    assert_true(size > 0);
    close(fd);
    return str_from(bytes, (size_t)size);
}

/* One's own export changes nothing where it came from, and makes the same somewhere else. */
static void test_export_is_the_identity(void **state)
{
    struct test_db *t = test_db_of(state), other;
    struct directory_imported done;
    struct net here, there;

    net_open(&here, t);
    import_all(&here);
    const struct directory_editing by = {t->db, here.search, STR("desk"), NOW};
    assert_ok(directory_tag(&by, STR(BED), DIRECTORY_TAG_CRISIS));
    assert_ok(directory_check(&by, STR(BED)));
    struct str json = exported(&here, "out.json"), zip = exported(&here, "out.zip");

    assert_true(test_db_open(t->engine, &other));
    net_open(&there, &other);
    for (int i = 0; i < 2; i++) {
        const struct directory_import how = {.path =
                                                 path_in(&here, i == 0 ? "out.json" : "out.zip"),
                                             .source = STR("city"),
                                             .now = NOW + 5000};
        assert_ok(directory_import(other.db, there.search, &how, &done));
        assert_int_equal(done.refused, 0);
        assert_int_equal(i == 0 ? done.added : done.unchanged, 4);
        assert_true(str_eq(json, exported(&there, "again.json")));
        assert_true(str_eq(zip, exported(&there, "again.zip")));
    }
    search_destroy(there.search);
    test_db_close(&other);
    search_destroy(here.search);
}

/* ---- what must not leave --------------------------------------------------------------------- */

static bool holds(json_t *value, const char *word)
{
    char *text = json_dumps(value, 0);
    bool found = strstr(text, word) != NULL;

    free(text);
    json_decref(value);
    return found;
}

static bool anything_holds(struct net *n, const char *word)
{
    static const enum hsds_type LISTS[] = {HSDS_ORGANIZATION, HSDS_SERVICE,
                                           HSDS_SERVICE_AT_LOCATION, HSDS_TAXONOMY,
                                           HSDS_TAXONOMY_TERM};
    bool found = false;

    for (size_t i = 0; i < sizeof(LISTS) / sizeof(LISTS[0]); i++) {
        found |= holds(get(n, LISTS[i], "full=true"), word);
        found |= holds(get(n, LISTS[i], "full=true&full_service=true"), word);
        found |= holds(get(n, LISTS[i], ""), word);
    }
    struct str json = exported(n, "leak.json");
    return found || memmem(json.p, json.n, word, strlen(word)) != NULL;
}

static void test_sealed_and_hidden_stay(void **state)
{
    struct directory_published one;
    struct str record;
    struct net n;

    net_open(&n, test_db_of(state));
    import_all(&n);
    const struct directory_editing by = {n.t->db, n.search, STR("desk"), NOW};
    assert_true(anything_holds(&n, CANARY)); /* the look sees what is there */
    assert_true(anything_holds(&n, "safe bed"));
    assert_true(anything_holds(&n, "Warm meal"));

    assert_ok(directory_addresses_seal(&by, n.t->a, STR(BED), &record));
    assert_false(anything_holds(&n, CANARY));
    assert_true(anything_holds(&n, "safe bed"));
    assert_ok(directory_seal_out(&by, n.t->a, STR(BED), &record));
    assert_false(anything_holds(&n, "safe bed"));
    assert_false(anything_holds(&n, PLACE));
    assert_err(directory_publish_one(n.t->db, n.t->a, HSDS_SERVICE, STR(BED), &one), NOT_FOUND);
    assert_err(directory_publish_one(n.t->db, n.t->a, HSDS_LOCATION, STR(PLACE), &one), NOT_FOUND);
    assert_ok(directory_hide(&by, STR(MEAL)));
    assert_false(anything_holds(&n, "Warm meal"));
    import_all(&n); /* the city brings both again */
    assert_false(anything_holds(&n, CANARY));
    assert_false(anything_holds(&n, "safe bed"));
    assert_false(anything_holds(&n, "Warm meal"));
    search_destroy(n.search);
}

#define OTHER "0a000000-0000-4000-8000-000000000002"

/* A place that others use stays when its organization is sealed, and does not say whose it is. */
static void test_nothing_names_what_is_sealed(void **state)
{
    struct str record;
    struct net n;

    net_open(&n, test_db_of(state));
    (void)import(&n,
                 "{\"organizations\":[{\"id\":\"" ORG "\",\"name\":\"Harbour House\"},"
                 "{\"id\":\"" OTHER "\",\"name\":\"Upper floor\",\"parent_organization_id\":\"" ORG
                 "\"}],\"locations\":[{\"id\":\"" PLACE "\",\"organization_id\":\"" ORG
                 "\",\"location_type\":\"physical\",\"name\":\"House\"}],"
                 "\"services\":[{\"id\":\"" MEAL "\",\"organization_id\":\"" OTHER
                 "\",\"name\":\"Warm meal\",\"service_at_locations\":[{\"location_id\":\"" PLACE
                 "\"}]}]}",
                 NOW);
    const struct directory_editing by = {n.t->db, n.search, STR("desk"), NOW};
    assert_true(anything_holds(&n, ORG));
    assert_ok(directory_seal_out(&by, n.t->a, STR(ORG), &record));
    assert_false(anything_holds(&n, ORG));
    assert_true(anything_holds(&n, PLACE));
    assert_true(anything_holds(&n, OTHER));
    search_destroy(n.search);
}

/* ---- following ------------------------------------------------------------------------------- */

struct sister {
    struct net *net;
    int asked; /* pages */
    int added, changed, removed, corrected;
    bool broken;
    bool cut; /* says that there is one page, and gives half of it */
};

/* The sister's API, without a wire. */
static enum err on_fetch(void *ctx, struct arena *a, struct str address, struct str *body)
{
    struct sister *s = ctx;
    struct str rest = str_slice(address, strlen("http://sister/hsds"), address.n);
    struct str path = str_cut(&rest, '?');
    json_t *o = NULL;

    s->asked++;
    if (path.n == 0)
        o = json_pack("{s:s}", "version", "3.0");
    for (int t = HSDS_NONE + 1; path.n != 0 && t < HSDS_OBJECTS_END; t++) {
        if (str_eq_c(str_slice(path, 1, path.n), hsds_model((enum hsds_type)t)->collection))
            o = get(s->net, (enum hsds_type)t, str_to_c(a, rest));
    }
    if (!o)
        return ERR_NOT_FOUND;
    if (s->broken && s->asked == 6)
        json_object_clear(o);
    if (s->cut && str_eq_c(path, "/services")) {
        json_object_del(o, "total_pages");
        json_array_remove(json_object_get(o, "contents"), 0);
    }
    char *text = json_dumps(o, JSON_COMPACT);
    json_decref(o);
    *body = str_copy(a, str_from_c(text));
    free(text);
    return ERR_OK;
}

static void on_move(void *ctx, const struct directory_move *move)
{
    struct sister *s = ctx;

    if (move->type != HSDS_SERVICE)
        return;
    s->added += move->what == DIRECTORY_ADDED;
    s->changed += move->what == DIRECTORY_CHANGED;
    s->removed += move->what == DIRECTORY_REMOVED;
    s->corrected += move->corrected;
}

static enum err follow(struct net *n, struct sister *s, int64_t now)
{
    const struct directory_pull how = {.url = STR("http://sister/hsds"),
                                       .source = STR("sister"),
                                       .now = now,
                                       .fetch = on_fetch,
                                       .move = on_move,
                                       .ctx = s};
    struct directory_imported done;

    s->asked = s->added = s->changed = s->removed = s->corrected = 0;
    return directory_pull(n->t->db, n->search, &how, &done);
}

static struct str name_of(struct net *n, const char *id)
{
    struct directory_object o;

    assert_ok(directory_object_get(n->t->db, n->t->a, str_from_c(id), &o));
    json_t *doc = hsds_doc_load(o.doc);
    struct str name =
        str_copy(n->t->a, str_from_c(json_string_value(json_object_get(doc, "name"))));
    json_decref(doc);
    return name;
}

/* Another network follows: what changed comes, what was corrected there stays, what is gone goes.
 */
static void test_a_sister_follows(void **state)
{
    struct test_db *t = test_db_of(state), other;
    struct net here, there;

    assert_true(test_db_open(t->engine, &other));
    net_open(&here, t);
    net_open(&there, &other);
    struct sister s = {.net = &here};
    import_all(&here);

    assert_ok(follow(&there, &s, NOW));
    assert_int_equal(s.added, 3);
    assert_ok(follow(&there, &s, NOW + 60));
    assert_int_equal(s.added + s.changed + s.removed, 0);

    /* Corrected there; changed here twice. */
    const struct directory_editing by = {other.db, there.search, STR("desk"), NOW + 100};
    struct directory_docs docs;
    assert_ok(directory_docs_load(other.db, other.a, STR(BED), &docs));
    for (size_t i = 0; i < docs.n; i++) {
        if (docs.v[i].type == HSDS_SERVICE) {
            json_t *doc = hsds_doc_load(docs.v[i].doc);
            json_object_set_new(doc, "name", json_string("A bed, rightly called"));
            assert_ok(hsds_doc_write(other.a, HSDS_SERVICE, doc, &docs.v[i].doc));
            json_decref(doc);
        }
    }
    assert_ok(directory_correct(&by, STR(BED), &docs));
    (void)import(&here,
                 ORGANIZATIONS "\"services\":[" BED_JSON("A bunk") MEAL_JSON LAW_JSON "]," TERMS,
                 NOW + 200);
    assert_ok(follow(&there, &s, NOW + 300));
    assert_int_equal(s.changed, 1);
    assert_int_equal(s.corrected, 1);
    assert_str(name_of(&there, BED), "A bed, rightly called");

    /* Gone here, gone there; what is left stays corrected. */
    (void)import(&here, ORGANIZATIONS "\"services\":[" BED_JSON("A bunk") MEAL_JSON "]," TERMS,
                 NOW + 400);
    assert_ok(follow(&there, &s, NOW + 500));
    assert_int_equal(s.removed, 1);
    assert_str(name_of(&there, BED), "A bed, rightly called");
    assert_str(name_of(&there, MEAL), "Warm meal");
    struct directory_object gone;
    assert_err(directory_object_get(other.db, other.a, STR(LAW), &gone), NOT_FOUND);

    /* A page that breaks changes nothing. */
    struct str before = exported(&there, "before.json");
    (void)import(&here, ORGANIZATIONS "\"services\":[" BED_JSON("X") "]," TERMS, NOW + 600);
    s.broken = true;
    assert_err(follow(&there, &s, NOW + 700), INVALID);
    assert_true(str_eq(before, exported(&there, "after.json")));

    /* Nor does a list that is cut short: what is missing in it is not gone. */
    s.broken = false;
    s.cut = true;
    assert_err(follow(&there, &s, NOW + 800), INVALID);
    assert_true(str_eq(before, exported(&there, "after.json")));

    search_destroy(there.search);
    search_destroy(here.search);
    test_db_close(&other);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST_DB(test_lists),
        TEST_DB(test_long_lists),
        TEST_DB(test_what_is_refused),
        TEST_DB(test_tags_and_checks_go_out),
        TEST_DB(test_export_is_the_identity),
        TEST_DB(test_sealed_and_hidden_stay),
        TEST_DB(test_nothing_names_what_is_sealed),
        TEST_DB(test_a_sister_follows),
    };

    seal_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
