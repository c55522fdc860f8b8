/* What goes out comes in again the same: packages, and nested answers. */
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/test.h"
#include "hsds/compose.h"
#include "hsds/moment.h"
#include "hsds/package.h"

/* Everything the model has at least once, and what CSV finds hard: quotes, commas, line breaks,
 * Arabic, numbers with many digits. */
static const char TEXT[] =
    "{\"organizations\":[{\"id\":\"0a000000-0000-4000-8000-000000000001\",\"name\":\"دار "
    "\\\"الأمان\\\", "
    "بيت\",\"description\":\"line one\\nline two\",\"website\":\"https://dar.example\","
    "\"year_incorporated\":2011,\"contacts\":[{\"name\":\"Desk\",\"phones\":[{\"number\":\"+962 6 "
    "000\",\"extension\":12,\"languages\":[{\"name\":\"Arabic\",\"code\":\"ar\"}]}]}],"
    "\"organization_identifiers\":[{\"identifier\":\"77\",\"identifier_type\":\"register\"}],"
    "\"programs\":[{\"id\":\"0a000000-0000-4000-8000-0000000000b1\",\"name\":\"Nights\"}],"
    "\"funding\":[{\"source\":\"members\"}],"
    "\"locations\":[{\"id\":\"0a000000-0000-4000-8000-0000000000c1\",\"location_type\":"
    "\"physical\","
    "\"name\":\"House\",\"latitude\":31.951569,\"longitude\":-35.923963,"
    "\"addresses\":[{\"address_1\":\"1, Street\",\"city\":\"عمّان\",\"country\":\"JO\"}],"
    "\"accessibility\":[{\"description\":\"ramp\"}],"
    "\"schedules\":[{\"freq\":\"WEEKLY\",\"byday\":\"MO,TU\",\"opens_at\":\"09:00\",\"closes_at\":"
    "\"17:00\"}]}]}],"
    "\"services\":[{\"id\":\"0a000000-0000-4000-8000-0000000000d1\",\"name\":\"A bed\","
    "\"organization_id\":\"0a000000-0000-4000-8000-000000000001\","
    "\"program_id\":\"0a000000-0000-4000-8000-0000000000b1\",\"status\":\"active\","
    "\"minimum_age\":18,\"cost_options\":[{\"option\":\"free\",\"amount\":0.1,\"currency\":\"JOD\"}"
    "],"
    "\"required_documents\":[{\"document\":\"none\"}],\"service_areas\":[{\"name\":\"City\"}],"
    "\"languages\":[{\"name\":\"Arabic\"}],\"attributes\":[{\"value\":\"x\",\"taxonomy_term_id\":"
    "\"0a000000-0000-4000-8000-0000000000e2\"}],\"last_modified\":\"2026-11-20T10:00:00Z\","
    "\"service_at_locations\":[{\"id\":\"0a000000-0000-4000-8000-0000000000f1\",\"location_id\":"
    "\"0a000000-0000-4000-8000-0000000000c1\",\"description\":\"at the back\",\"phones\":[{"
    "\"number\":\"123\"}]}]},"
    "{\"id\":\"0a000000-0000-4000-8000-0000000000d2\",\"name\":\"A meal\","
    "\"organization_id\":\"0a000000-0000-4000-8000-000000000001\"}],"
    "\"taxonomies\":[{\"id\":\"0a000000-0000-4000-8000-0000000000e1\",\"name\":\"Needs\"}],"
    "\"taxonomy_terms\":[{\"id\":\"0a000000-0000-4000-8000-0000000000e2\",\"name\":\"Shelter\","
    "\"taxonomy_id\":\"0a000000-0000-4000-8000-0000000000e1\"}]}";

struct house {
    struct arena *arena;
    char folder[64];
    struct hsds_set *set;
};

static struct hsds_set *set_of(struct arena *a, struct str json)
{
    const struct hsds_reading how = {.source = STR_INIT("test")};
    struct hsds_builder *b;
    struct hsds_set *set;

    assert_ok(hsds_set_begin(a, &how, &b));
    assert_ok(hsds_set_add_json(b, "text", HSDS_NONE, json));
    assert_ok(hsds_set_end(b, &set));
    assert_int_equal(set->refused, 0);
    for (size_t i = 0; i < set->n; i++)
        assert_string_equal(set->files[set->v[i].file], "text");
    return set;
}

static int setup(void **state)
{
    struct house *h = calloc(1, sizeof(*h));

    h->arena = arena_create(ARENA_PLAIN, 0);
    (void)snprintf(h->folder, sizeof(h->folder), "/tmp/awn-package-XXXXXX");
    assert_non_null(mkdtemp(h->folder));
    h->set = set_of(h->arena, str_from_c(TEXT));
    assert_int_equal(h->set->n, 8);
    *state = h;
    return 0;
}

static int on_path(const char *path, const struct stat *st, int kind, struct FTW *walk)
{
    (void)st, (void)kind, (void)walk;
    return remove(path);
}

static int teardown(void **state)
{
    struct house *h = *state;

    (void)nftw(h->folder, on_path, 8, FTW_DEPTH | FTW_PHYS);
    arena_destroy(h->arena);
    free(h);
    return 0;
}

static const char *path_of(struct house *h, const char *name)
{
    return str_to_c(h->arena, str_fmt(h->arena, "%s/%s", h->folder, name));
}

static void package_write(struct house *h, const char *path)
{
    struct hsds_package *p;

    assert_ok(hsds_package_begin(h->arena, path, &p));
    for (size_t i = 0; i < h->set->n; i++)
        assert_ok(hsds_package_add(p, h->set->v[i].type, h->set->v[i].doc));
    assert_ok(hsds_package_end(p));
    hsds_package_drop(p);
}

static void same_sets(const struct hsds_set *a, const struct hsds_set *b)
{
    assert_int_equal(a->n, b->n);
    for (size_t i = 0; i < a->n; i++) {
        bool found = false;
        for (size_t k = 0; k < b->n && !found; k++) {
            if (!str_eq(a->v[i].id, b->v[k].id))
                continue;
            found = true;
            if (!str_eq(a->v[i].doc, b->v[k].doc))
                fail_msg("%.*s\n%.*s", (int)a->v[i].doc.n, a->v[i].doc.p, (int)b->v[k].doc.n,
                         b->v[k].doc.p);
        }
        assert_true(found);
    }
}

static struct str bytes_of(struct house *h, const char *path)
{
    char *bytes = arena_alloc(h->arena, 1 << 20);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t n = read(fd, bytes, 1 << 20);

    assert_true(fd >= 0 && n > 0);
    close(fd);
    return str_from(bytes, (size_t)n);
}

/* A package of any form is read back as the documents it was made of, and leaves nothing beside
 * it. */
static void test_there_and_back(void **state)
{
    static const char *const NAMES[] = {"folder", "package.zip", "package.json"};
    struct house *h = *state;
    struct stat st;

    for (size_t i = 0; i < 3; i++) {
        const char *path = path_of(h, NAMES[i]);
        const struct hsds_reading how = {.path = path, .source = STR_INIT("test")};
        struct hsds_set *set;
        package_write(h, path);
        assert_ok(hsds_read(h->arena, &how, &set));
        assert_int_equal(set->refused, 0);
        same_sets(h->set, set);
        assert_true(lstat(str_to_c(h->arena, str_fmt(h->arena, "%s.part", path)), &st) != 0);
    }
}

static void test_same_bytes(void **state)
{
    struct house *h = *state;

    package_write(h, path_of(h, "one.zip"));
    package_write(h, path_of(h, "two.zip"));
    struct str one = bytes_of(h, path_of(h, "one.zip")), two = bytes_of(h, path_of(h, "two.zip"));
    assert_true(str_eq(one, two));
}

static void test_nothing_is_overwritten(void **state)
{
    struct house *h = *state;
    const char *path = path_of(h, "there.json");
    struct hsds_package *p;

    package_write(h, path);
    struct str before = bytes_of(h, path);
    assert_err(hsds_package_begin(h->arena, path, &p), CONFLICT);
    hsds_package_drop(p);
    assert_true(str_eq(before, bytes_of(h, path)));
    /* One that is dropped leaves nothing. */
    assert_ok(hsds_package_begin(h->arena, path_of(h, "dropped"), &p));
    assert_ok(hsds_package_add(p, h->set->v[0].type, h->set->v[0].doc));
    hsds_package_drop(p);
    assert_int_not_equal(access(path_of(h, "dropped"), F_OK), 0);
    assert_int_not_equal(access(path_of(h, "dropped.part"), F_OK), 0);
}

/* A link where the package is put together leads to what is not ours. */
static void test_links_are_not_followed(void **state)
{
    struct house *h = *state;
    const char *theirs = path_of(h, "theirs"), *file = path_of(h, "theirs/services.csv");
    struct hsds_package *p;

    assert_int_equal(mkdir(theirs, 0700), 0);
    FILE *f = fopen(file, "w");
    assert_non_null(f);
    assert_int_equal(fclose(f), 0);
    assert_int_equal(symlink(theirs, path_of(h, "ours.part")), 0);
    assert_ok(hsds_package_begin(h->arena, path_of(h, "ours"), &p));
    assert_int_equal(access(file, F_OK), 0);
    hsds_package_drop(p);
    assert_int_equal(access(file, F_OK), 0);
}

/* ---- nested ---------------------------------------------------------------------------------- */

static enum err one(void *ctx, enum hsds_type type, struct str id, struct str *doc)
{
    const struct house *h = ctx;

    *doc = STR_NONE;
    for (size_t i = 0; i < h->set->n; i++) {
        if (h->set->v[i].type == type && str_eq(h->set->v[i].id, id))
            *doc = h->set->v[i].doc;
    }
    return ERR_OK;
}

static enum err children(void *ctx, enum hsds_type type, struct str parent, struct hsds_docs *out)
{
    const struct house *h = ctx;
    struct str *v = ARENA_ARRAY(h->arena, struct str, h->set->n);

    *out = (struct hsds_docs){.v = v};
    for (size_t i = 0; i < h->set->n; i++) {
        if (h->set->v[i].type == type && str_eq(h->set->v[i].parent, parent))
            v[out->n++] = h->set->v[i].doc;
    }
    return ERR_OK;
}

static json_t *composed(struct house *h, enum hsds_type type, const char *id, enum hsds_depth depth)
{
    const struct hsds_lookup lookup = {.ctx = h, .one = one, .children = children};
    struct str doc;
    json_t *o;

    assert_ok(one(h, type, str_from_c(id), &doc));
    assert_true(doc.n != 0);
    assert_ok(hsds_compose(&lookup, type, doc, depth, &o));
    return o;
}

#define ORGANIZATION_ID "0a000000-0000-4000-8000-000000000001"
#define SERVICE_ID "0a000000-0000-4000-8000-0000000000d1"

/* An organization with everything in it, read again, is everything. */
static void test_nested_and_back(void **state)
{
    struct house *h = *state;
    json_t *o = composed(h, HSDS_ORGANIZATION, ORGANIZATION_ID, HSDS_FULL_DEEP);
    char *text = json_dumps(o, JSON_COMPACT);

    same_sets(h->set, set_of(h->arena, str_copy(h->arena, str_from_c(text))));
    free(text);
    json_decref(o);
}

static void test_depths(void **state)
{
    struct house *h = *state;
    json_t *full = composed(h, HSDS_SERVICE, SERVICE_ID, HSDS_FULL);
    json_t *list = composed(h, HSDS_SERVICE, SERVICE_ID, HSDS_LIST);
    json_t *minimal = composed(h, HSDS_SERVICE, SERVICE_ID, HSDS_MINIMAL);
    json_t *at = json_array_get(json_object_get(full, "service_at_locations"), 0);

    assert_null(json_object_get(full, "organization_id"));
    assert_non_null(json_object_get(json_object_get(full, "organization"), "contacts"));
    assert_null(json_object_get(json_object_get(full, "organization"), "locations"));
    assert_null(json_object_get(json_object_get(full, "organization"), "services"));
    assert_non_null(json_object_get(json_object_get(at, "location"), "addresses"));
    assert_null(json_object_get(at, "service"));
    assert_null(json_object_get(at, "service_id"));
    assert_non_null(json_object_get(full, "program"));

    assert_null(json_object_get(list, "languages"));
    assert_null(json_object_get(list, "service_at_locations"));
    assert_null(json_object_get(json_object_get(list, "organization"), "contacts"));
    assert_non_null(json_object_get(list, "organization"));

    assert_int_equal(json_object_size(minimal), 2);
    json_decref(full);
    json_decref(list);
    json_decref(minimal);
}

static void test_moments(void **state)
{
    struct house *h = *state;
    static const struct {
        const char *text;
        int64_t at;
    } GOOD[] = {
        {"2026-11-21", 1795219200},
        {"2026-11-21T10:00:00Z", 1795255200},
        {"2026-11-21T10:00:00.123Z", 1795255200},
        {"2026-11-21T12:00:00+02:00", 1795255200},
        {"2026-11-21 10:00:00", 1795255200},
        {"1970-01-01T00:00:00Z", 0},
    };
    static const char *const BAD[] = {"",
                                      "soon",
                                      "2026-11",
                                      "2026-11-21T10:00:00+2",
                                      "2026-13-01",
                                      "2026-11-21T10:00:00Zzz",
                                      "2026-11-21T10:00:00 02:00"};

    for (size_t i = 0; i < sizeof(GOOD) / sizeof(GOOD[0]); i++) {
        int64_t at = -1;
        assert_true(hsds_moment_read(str_from_c(GOOD[i].text), &at));
        assert_int_equal(at, GOOD[i].at);
    }
    for (size_t i = 0; i < sizeof(BAD) / sizeof(BAD[0]); i++) {
        int64_t at;
        assert_false(hsds_moment_read(str_from_c(BAD[i]), &at));
    }
    assert_str(hsds_moment(h->arena, 1795255200), "2026-11-21T10:00:00Z");
    assert_str(hsds_day(h->arena, 1795255200), "2026-11-21");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_there_and_back, setup, teardown),
        cmocka_unit_test_setup_teardown(test_same_bytes, setup, teardown),
        cmocka_unit_test_setup_teardown(test_nothing_is_overwritten, setup, teardown),
        cmocka_unit_test_setup_teardown(test_links_are_not_followed, setup, teardown),
        cmocka_unit_test_setup_teardown(test_nested_and_back, setup, teardown),
        cmocka_unit_test_setup_teardown(test_depths, setup, teardown),
        cmocka_unit_test_setup_teardown(test_moments, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
