/* Values, ids, patches and documents. */
#include <stdlib.h>
#include <string.h>

#include "base/test.h"
#include "hsds/hsds.h"
#include "hsds/hsds_csv.h"
#include "hsds/scan.h"
#include "hsds/value.h"

struct pair {
    const char *in, *out; /* NULL: no value */
};

static void check_pairs(const struct hsds_field *f, const struct pair *p, size_t n)
{
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);

    for (size_t i = 0; i < n; i++) {
        struct str out;
        const char *why = hsds_value_normal(a, f, str_from_c(p[i].in), &out);
        if ((why != NULL) != (p[i].out == NULL) || (!why && !str_eq_c(out, p[i].out)))
            fail_msg("\"%s\" became \"%.*s\" (%s)", p[i].in, STR_ARG(out), why ? why : "taken");
        assert_true(!why || out.n == 0);
    }
}

#define CHECK(type, field, ...)                                                                    \
    check_pairs(&hsds_model(HSDS_##type)->fields[HSDS_F(type, field)],                             \
                (const struct pair[]){__VA_ARGS__},                                                \
                sizeof((const struct pair[]){__VA_ARGS__}) / sizeof(struct pair))

static void values_become_those_of_the_standard(void **state)
{
    (void)state;
    CHECK(LOCATION, latitude, {"51.50", "51.5"}, {"-0.120", "-0.12"}, {"007", "7"}, {".5", "0.5"},
          {"+3", "3"}, {"1e2", "100"}, {"12", "12"}, {"-0", "0"}, {"0.1", "0.1"}, {"1,5", NULL},
          {"nan", NULL}, {"0x10", NULL}, {"1e999", NULL}, {"north", NULL}, {"", ""}, {"-", NULL});
    CHECK(SCHEDULE, valid_from, {"2026-02-28", "2026-02-28"}, {"2026/02/28", "2026-02-28"},
          {"20260228", "2026-02-28"}, {"2026-02-28T10:00:00Z", "2026-02-28"}, {"2026-02-29", NULL},
          {"2024-02-29", "2024-02-29"}, {"28.02.2026", NULL}, {"soon", NULL}, {"2026-13-01", NULL});
    CHECK(SERVICE, last_modified, {"2026-03-01T10:00:00Z", "2026-03-01T10:00:00Z"},
          {"2026-03-01T10:00:00.120Z", "2026-03-01T10:00:00.120Z"},
          {"2026-03-01 10:00", "2026-03-01T10:00:00Z"}, {"2026-03-01", "2026-03-01T00:00:00Z"},
          {"2026-03-01T10:00:00+03:30", "2026-03-01T10:00:00+03:30"}, {"yesterday", NULL});
    CHECK(SCHEDULE, opens_at, {"9:00", "09:00"}, {"0930", "09:30"}, {"5:30 pm", "17:30"},
          {"12 a.m.", "00:00"}, {"10:00:00", "10:00"}, {"24:00", "00:00"}, {"25:00", NULL},
          {"13 pm", NULL}, {"noon", NULL}, {"9:61", NULL});
    CHECK(SERVICE, status, {"Active", "active"}, {"TEMPORARILY CLOSED", "temporarily closed"},
          {"open", NULL});
    CHECK(SERVICE, url, {"http://a.example/x", "http://a.example/x"},
          {"www.a.example", "https://www.a.example"}, {"//a.example", "https://a.example"},
          {"a.example:8080/x", "https://a.example:8080/x"},
          {"mailto:a@b.example", "mailto:a@b.example"},
          {"https://a.example/عن", "https://a.example/%D8%B9%D9%86"}, {"see our page", NULL},
          {"a@b.example", NULL}, {"nowhere", NULL});
    CHECK(SERVICE, email, {"a@b.example", "a@b.example"}, {"mailto:a@b.example", "a@b.example"},
          {"a@b, c@d", NULL}, {"a at b", NULL}, {"@b", NULL});
}

static void weekdays_are_read_in_many_forms(void **state)
{
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
    struct str out;
    (void)state;

    assert_true(hsds_weekdays(a, STR("Monday, wed; 7"), &out));
    assert_str(out, "MO,WE,SU");
    assert_true(hsds_weekdays(a, STR("-1FR,2MO"), &out));
    assert_str(out, "-1FR,2MO");
    assert_false(hsds_weekdays(a, STR("Monday to Friday"), &out));
}

static void weekdays_are_read(void **state)
{
    int day = 0;
    (void)state;

    assert_true(hsds_weekday(STR("Monday"), &day));
    assert_int_equal(day, 0);
    assert_true(hsds_weekday(STR("sun"), &day));
    assert_int_equal(day, 6);
    assert_true(hsds_weekday(STR("TH"), &day));
    assert_int_equal(day, 3);
    assert_true(hsds_weekday(STR("5"), &day));
    assert_int_equal(day, 4);
    assert_false(hsds_weekday(STR("0"), &day));
    assert_false(hsds_weekday(STR("8"), &day));
    assert_false(hsds_weekday(STR("m"), &day));
    assert_false(hsds_weekday(STR("mond"), &day));
    assert_false(hsds_weekday(STR("mondays"), &day));
    assert_false(hsds_weekday(STR(""), &day));
}

static void ids_are_uuids(void **state)
{
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
    struct str x = hsds_uuid(a, STR("s"), HSDS_SERVICE, STR("1"));
    (void)state;

    assert_true(hsds_is_uuid(x));
    assert_int_equal(x.p[14], '8');
    assert_true(str_eq(x, hsds_uuid(a, STR("s"), HSDS_SERVICE, STR("1"))));
    assert_false(str_eq(x, hsds_uuid(a, STR("s"), HSDS_LOCATION, STR("1"))));
    assert_false(str_eq(x, hsds_uuid(a, STR("t"), HSDS_SERVICE, STR("1"))));
    assert_false(str_eq(x, hsds_uuid(a, STR("s"), HSDS_SERVICE, STR("2"))));
    assert_str(hsds_uuid(a, STR("s"), HSDS_SERVICE, STR("AC148810-D857-441C-9679-408F346DE14B")),
               "ac148810-d857-441c-9679-408f346de14b");
    assert_false(hsds_is_uuid(STR("ac148810-d857-441c-9679-408f346de14")));
}

/* The id of an entry stands in addresses that people keep: it must not change with the program. */
static void ids_never_change(void **state)
{
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
    (void)state;
    assert_str(hsds_uuid(a, STR("test"), HSDS_ORGANIZATION, STR("1")),
               "78ce37aa-46a6-8d5e-aedb-e285a9c9f582");
}

/* ---- patches --------------------------------------------------------------------------------- */

struct merging {
    const char *doc, *patch, *result;
};

/* The examples of RFC 7386, appendix A, whose result is an object. */
static const struct merging RFC[] = {
    {"{\"a\":\"b\"}", "{\"a\":\"c\"}", "{\"a\":\"c\"}"},
    {"{\"a\":\"b\"}", "{\"b\":\"c\"}", "{\"a\":\"b\",\"b\":\"c\"}"},
    {"{\"a\":\"b\"}", "{\"a\":null}", "{}"},
    {"{\"a\":\"b\",\"b\":\"c\"}", "{\"a\":null}", "{\"b\":\"c\"}"},
    {"{\"a\":[\"b\"]}", "{\"a\":\"c\"}", "{\"a\":\"c\"}"},
    {"{\"a\":\"c\"}", "{\"a\":[\"b\"]}", "{\"a\":[\"b\"]}"},
    {"{\"a\":{\"b\":\"c\"}}", "{\"a\":{\"b\":\"d\",\"c\":null}}", "{\"a\":{\"b\":\"d\"}}"},
    {"{\"a\":[{\"b\":\"c\"}]}", "{\"a\":[1]}", "{\"a\":[1]}"},
    {"{\"e\":null}", "{\"a\":1}", "{\"e\":null,\"a\":1}"},
    {"{}", "{\"a\":{\"bb\":{\"ccc\":null}}}", "{\"a\":{\"bb\":{}}}"},
};

static json_t *load(const char *s)
{
    json_t *o = hsds_doc_load(str_from_c(s));
    assert_non_null(o);
    return o;
}

static void merging_is_that_of_the_rfc(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(RFC) / sizeof(RFC[0]); i++) {
        json_t *doc = load(RFC[i].doc), *patch = load(RFC[i].patch), *want = load(RFC[i].result);
        json_t *got = hsds_merge(doc, patch);
        if (!json_equal(got, want))
            fail_msg("example %zu", i);
        json_decref(got);
        json_decref(want);
        json_decref(patch);
        json_decref(doc);
    }
}

static void a_difference_leads_from_one_to_the_other(void **state)
{
    static const char *const DOCS[] = {
        "{}",
        "{\"id\":\"1\",\"name\":\"a\",\"phones\":[{\"number\":\"1\"}]}",
        "{\"id\":\"1\",\"name\":\"b\",\"phones\":[{\"number\":\"1\"},{\"number\":\"2\"}]}",
        "{\"id\":\"1\",\"alert\":\"x\",\"o\":{\"p\":{\"q\":1},\"r\":[]}}",
        "{\"id\":\"1\",\"o\":{\"p\":{\"s\":2}}}",
    };
    (void)state;
    for (size_t i = 0; i < 5; i++) {
        for (size_t k = 0; k < 5; k++) {
            json_t *from = load(DOCS[i]), *to = load(DOCS[k]);
            json_t *patch = hsds_diff(from, to), *back = hsds_merge(from, patch);
            assert_true(json_equal(back, to));
            assert_int_equal(json_object_size(patch) == 0, i == k);
            json_decref(back);
            json_decref(patch);
            json_decref(to);
            json_decref(from);
        }
    }
}

static void deep_documents_are_refused(void **state)
{
    char deep[400] = "";
    size_t n = 0;
    (void)state;

    for (size_t i = 0; i < 40; i++, n += 5)
        snprintf(deep + n, 6, "{\"a\":");
    deep[n++] = '1';
    for (size_t i = 0; i < 40; i++)
        deep[n++] = '}';
    json_t *doc = load(deep), *none = json_object();
    assert_null(hsds_merge(none, doc));
    assert_null(hsds_diff(none, doc));
    json_decref(none);
    json_decref(doc);
}

/* ---- documents ------------------------------------------------------------------------------- */

#define ID "ac148810-d857-441c-9679-408f346de14b"

static enum err rewrite(struct arena *a, const char *in, struct str *out)
{
    json_t *doc = load(in);
    enum err e = hsds_doc_write(a, HSDS_SERVICE, doc, out);
    json_decref(doc);
    return e;
}

static void a_document_is_written_in_the_order_of_the_model(void **state)
{
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
    struct str out, again;
    (void)state;

    assert_ok(rewrite(a,
                      "{\"status\":\"ACTIVE\",\"phones\":[{\"number\":\"1\",\"service_id\":\"x\"}],"
                      "\"name\":\" a \\\"b\\\" \",\"odd\":1,\"alert\":\"\",\"minimum_age\":18,"
                      "\"schedules\":[{\"id\":\"" ID "\",\"opens_at\":\"9:00\"}],\"id\":\"" ID
                      "\"}",
                      &out));
    assert_true(
        str_starts(out, STR("{\"id\":\"" ID "\",\"name\":\"a \\\"b\\\"\",\"status\":\"active\","
                            "\"minimum_age\":18,\"phones\":[{\"id\":\"")));
    assert_true(str_ends(out, STR("\",\"number\":\"1\"}],\"schedules\":[{\"id\":\"" ID
                                  "\",\"opens_at\":\"09:00\"}]}")));
    assert_ok(rewrite(a, str_to_c(a, out), &again));
    assert_true(str_eq(out, again));
}

static void a_wrong_document_is_not_written(void **state)
{
    static const char *const WRONG[] = {
        "{\"id\":\"" ID "\"}",
        "{\"id\":\"" ID "\",\"name\":\" \"}",
        "{\"name\":\"a\"}",
        "{\"id\":\"7\",\"name\":\"a\"}",
        "{\"id\":\"" ID "\",\"name\":[]}",
        "{\"id\":\"" ID "\",\"name\":\"a\",\"minimum_age\":\"old\"}",
        "{\"id\":\"" ID "\",\"name\":\"a\",\"status\":\"x\"}",
        "{\"id\":\"" ID "\",\"name\":\"a\",\"organization_id\":\"7\"}",
        "{\"id\":\"" ID "\",\"name\":\"a\",\"phones\":{}}",
        "{\"id\":\"" ID "\",\"name\":\"a\",\"phones\":[1]}",
        "{\"id\":\"" ID "\",\"name\":\"a\",\"phones\":[{\"type\":\"voice\"}]}",
    };
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
    struct str out;
    (void)state;

    for (size_t i = 0; i < sizeof(WRONG) / sizeof(WRONG[0]); i++) {
        if (rewrite(a, WRONG[i], &out) != ERR_INVALID)
            fail_msg("taken: %s", WRONG[i]);
    }
    assert_null(hsds_value_wrong(HSDS_SERVICE, HSDS_F(SERVICE, minimum_age), STR("18")));
    assert_non_null(hsds_value_wrong(HSDS_SERVICE, HSDS_F(SERVICE, minimum_age), STR("old")));
    assert_null(hsds_doc_load(STR("[]")));
    assert_null(hsds_doc_load(STR("{")));
    assert_null(hsds_doc_load(STR_NONE));
}

static void control_characters_become_spaces(void **state)
{
    struct arena *a = arena_create(ARENA_PLAIN, 0);
    (void)state;

    assert_str(hsds_text_clean(a, STR("a\x1b[1mb")), "a [1mb");
    assert_str(hsds_text_clean(a, STR("a\xc2\x9b"
                                      "31mb")),
               "a 31mb");
    assert_str(hsds_text_clean(a, STR("a\xe2\x80\xae"
                                      "b\xc2")),
               "a b\xc2");
    assert_str(hsds_text_clean(a, STR("\xc2\xa0\u200fدار\u2026\r\nx")),
               "\xc2\xa0\u200fدار\u2026\nx");
    arena_destroy(a);
}

static void documents_are_looked_at_where_they_stand(void **state)
{
    static const char *const BAD[] = {"",
                                      "[]",
                                      "\"a\"",
                                      "{",
                                      "{\"a\":}",
                                      "{\"a\":1,}",
                                      "{a:1}",
                                      "{\"a\":01}",
                                      "{\"a\":1.}",
                                      "{\"a\":-}",
                                      "{\"a\":\"\\x\"}",
                                      "{\"a\":\"",
                                      "{} {}",
                                      "{\"a\":tru}",
                                      "{\"a\":[1}",
                                      "{\"a\":\"\\ud800\"}",
                                      "{\"a\":\"\\udc00\"}",
                                      "{\"a\":\"\n\"}",
                                      "{\"a\":\"\\u12\"}",
                                      "{\"a\":\"\\"};
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
    (void)state;

    const struct hsds_node *o = hsds_scan(
        a, STR(" {\"a\" : \"x\\n\\u0041\\u0639\\ud83d\\ude00\\\"\", \"b\":[1,-2.5e3,true,null],"
               "\"c\":{\"d\":\"\"}}\n"));
    assert_non_null(o);
    assert_str(hsds_node_text(o, "a"), "x\nAع😀\"");
    assert_int_equal(hsds_node_get(o, "b")->n, 4);
    assert_str(hsds_node_first(hsds_node_get(o, "b"))->next->text, "-2.5e3");
    assert_non_null(hsds_node_get(hsds_node_get(o, "c"), "d"));
    assert_null(hsds_node_get(o, "d"));
    assert_null(hsds_node_first(o));
    assert_int_equal(hsds_node_text(o, "b").n, 0);
    for (size_t i = 0; i < sizeof(BAD) / sizeof(BAD[0]); i++) {
        if (hsds_scan(a, str_from_c(BAD[i])))
            fail_msg("taken: %s", BAD[i]);
    }
    char deep[2 * HSDS_SCAN_DEPTH + 16] = "{\"a\":";
    memset(deep + 5, '[', HSDS_SCAN_DEPTH);
    memset(deep + 5 + HSDS_SCAN_DEPTH, ']', HSDS_SCAN_DEPTH);
    deep[5 + 2 * HSDS_SCAN_DEPTH] = '}';
    assert_null(hsds_scan(a, str_from_c(deep)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(weekdays_are_read),
        cmocka_unit_test(documents_are_looked_at_where_they_stand),
        cmocka_unit_test(control_characters_become_spaces),
        cmocka_unit_test(values_become_those_of_the_standard),
        cmocka_unit_test(weekdays_are_read_in_many_forms),
        cmocka_unit_test(ids_are_uuids),
        cmocka_unit_test(ids_never_change),
        cmocka_unit_test(merging_is_that_of_the_rfc),
        cmocka_unit_test(a_difference_leads_from_one_to_the_other),
        cmocka_unit_test(deep_documents_are_refused),
        cmocka_unit_test(a_document_is_written_in_the_order_of_the_model),
        cmocka_unit_test(a_wrong_document_is_not_written),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
