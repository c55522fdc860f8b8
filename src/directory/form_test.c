/* What editors type: hours, and a form that goes into documents and back. */
#include <jansson.h>
#include <string.h>

#include "base/test.h"
#include "directory/edit.h"
#include "directory/edit_hours.h"
#include "hsds/hsds.h"

static const char *hours(struct arena *a, const char *typed)
{
    struct edit_day day;
    switch (edit_day_read(str_from_c(typed), &day)) {
    case EDIT_HOURS_OK:
        return str_to_c(a, edit_day_write(a, &day, "closed"));
    case EDIT_HOURS_UNREADABLE:
        return "?";
    case EDIT_HOURS_AFTERNOON:
        return "afternoon?";
    }
    return "";
}

static void hours_are_forgiving(void **state)
{
    static const char *const PAIRS[][2] = {
        {"", ""},
        {"  ", ""},
        {"9-17", "09:00–17:00"},
        {"9:00–13:00, 15:00–18:00", "09:00–13:00, 15:00–18:00"},
        {"٩-١٧", "09:00–17:00"},
        {"۹ - ۱۷:۳۰", "09:00–17:30"},
        {"٩:٣٠ – ١٢:٠٠ ، ١٥-١٨", "09:30–12:00, 15:00–18:00"},
        {"من ٩ إلى ١٣ و١٥ إلى ١٨", "09:00–13:00, 15:00–18:00"},
        {"من 9 صباحًا حتى 5 مساءً", "09:00–17:00"},
        {"9am-5pm", "09:00–17:00"},
        {"9 a.m. to 12 p.m. and 1 p.m. until 5:30 PM", "09:00–12:00, 13:00–17:30"},
        {"12 am - 12 pm", "00:00–12:00"},
        {"0900-1730", "09:00–17:30"},
        {"9.30-17.15", "09:30–17:15"},
        {"22-06", "22:00–06:00"},
        {"22:00-2:00", "22:00–02:00"},
        {"18-0", "18:00–00:00"},
        {"8-24", "08:00–24:00"},
        {"24 hours", "00:00–24:00"},
        {"٢٤ ساعة", "00:00–24:00"},
        {"Closed", "closed"},
        {"مغلق", "closed"},
        {"9-5", "afternoon?"},
        {"٩-٥", "afternoon?"},
        {"9", "?"},
        {"9-", "?"},
        {"-17", "?"},
        {"9-17,", "?"},
        {"9-12 13-19", "09:00–12:00, 13:00–19:00"},
        {"25-26", "?"},
        {"9:60-10", "?"},
        {"9:5-10", "?"},
        {"9-9", "?"},
        {"13 pm - 14", "?"},
        {"0 am - 3", "?"},
        {"mornings", "?"},
        {"9-17 mornings", "?"},
        {"1-2,3-4,5-6,7-8,9-10", "?"},
        {"99999999999999-3", "?"},
    };
    struct arena *a = arena_create(ARENA_PLAIN, 0);
    (void)state;
    for (size_t i = 0; i < sizeof PAIRS / sizeof PAIRS[0]; i++) {
        const char *got = hours(a, PAIRS[i][0]);
        if (strcmp(got, PAIRS[i][1]) != 0)
            fail_msg("“%s” is read as “%s”, not “%s”", PAIRS[i][0], got, PAIRS[i][1]);
        if (got[0] && got[0] != '?' && got[0] != 'a')
            assert_string_equal(hours(a, got), got);
    }
    arena_destroy(a);
}

/* ---- the form ---- */

#define ORG "11111111-1111-4111-8111-111111111111"
#define SERVICE "22222222-2222-4222-8222-222222222222"
#define PLACE "33333333-3333-4333-8333-333333333333"
#define AT "44444444-4444-4444-8444-444444444444"

static const char OLD[] =
    "{\"id\":\"" SERVICE "\",\"organization_id\":\"" ORG "\",\"name\":\"Harbour clinic\","
    "\"description\":\"Tests\",\"url\":\"https://harbour.example\",\"status\":\"active\","
    "\"wait_time\":\"a week\",\"phones\":[{\"id\":\"p1\",\"number\":\"+1 1\","
    "\"extension\":7},{\"id\":\"p2\",\"number\":\"+1 2\"},{\"id\":\"p3\",\"number\":"
    "\"+1 3\"},{\"id\":\"p4\",\"number\":\"+1 4\"}],\"schedules\":[{\"id\":\"s1\","
    "\"freq\":\"WEEKLY\",\"byday\":\"MO,TU\",\"opens_at\":\"09:00\",\"closes_at\":"
    "\"17:00\"},{\"id\":\"s2\",\"freq\":\"MONTHLY\",\"byday\":\"1SA\",\"opens_at\":"
    "\"10:00\",\"closes_at\":\"12:00\"}],\"languages\":[{\"id\":\"l1\",\"name\":\"English\","
    "\"code\":\"en\",\"note\":\"also sign\"}]}";
static const char OLD_AT[] =
    "{\"id\":\"" AT "\",\"service_id\":\"" SERVICE "\",\"location_id\":\"" PLACE "\"}";
static const char OLD_PLACE[] =
    "{\"id\":\"" PLACE "\",\"location_type\":\"physical\",\"latitude\":1.5,\"longitude\":2.5,"
    "\"addresses\":[{\"id\":\"a1\",\"address_1\":\"18 Customs Street\",\"city\":\"Harbour\","
    "\"postal_code\":\"123\",\"country\":\"EG\",\"address_type\":\"physical\"}]}";

static struct directory_doc DOCS[3];

static struct edit old_entry(void)
{
    DOCS[0] = (struct directory_doc){HSDS_SERVICE, STR(SERVICE), str_from_c(OLD)};
    DOCS[1] = (struct directory_doc){HSDS_SERVICE_AT_LOCATION, STR(AT), str_from_c(OLD_AT)};
    DOCS[2] = (struct directory_doc){HSDS_LOCATION, STR(PLACE), str_from_c(OLD_PLACE)};
    return (struct edit){.type = HSDS_SERVICE,
                         .docs = {DOCS, 3},
                         .offered = STR("Harbour"),
                         .tags = DIRECTORY_TAG_AFFIRMING,
                         .seen = EDIT_SEEN_ALL};
}

static const char *doc_at(struct arena *a, const struct directory_docs *docs, int type)
{
    for (size_t i = 0; i < docs->n; i++)
        if (docs->v[i].type == type)
            return str_to_c(a, docs->v[i].doc);
    return "";
}

#define HAS(text, part) assert_non_null(strstr((text), (part)))
#define HAS_NOT(text, part) assert_null(strstr((text), (part)))

static void an_entry_fills_the_form(void **state)
{
    struct arena *a = arena_create(ARENA_PLAIN, 0);
    struct edit e = old_entry();
    struct form f;
    (void)state;
    edit_fill(a, &e, lang_find(STR("ar")), &f);
    assert_str(f.value[EDIT_NAME], "Harbour clinic");
    assert_str(f.value[EDIT_PHONE_3], "+1 3");
    assert_str(f.value[EDIT_SPOKEN], "English");
    assert_str(f.value[EDIT_MONDAY], "09:00–17:00");
    assert_str(f.value[EDIT_SATURDAY], "");
    assert_str(f.value[EDIT_STREET], "18 Customs Street");
    assert_str(f.value[EDIT_COUNTRY], "مصر");
    assert_str(f.value[EDIT_STATE], "active");
    assert_str(f.value[EDIT_SEEN], "all");
    assert_int_equal(f.number[EDIT_AFFIRMING], 1);
    assert_int_equal(edit_tags(&f), DIRECTORY_TAG_AFFIRMING);
    arena_destroy(a);
}

static void what_is_not_touched_stays(void **state)
{
    struct arena *a = arena_create(ARENA_PLAIN, 0);
    struct edit e = old_entry();
    const struct lang *ar = lang_find(STR("ar"));
    struct form f, was;
    struct directory_docs docs;
    (void)state;
    edit_fill(a, &e, ar, &f);
    was = f;
    assert_ok(edit_apply(a, &e, &f, ar, STR_NONE, &docs));
    assert_int_equal(docs.n, 1);
    assert_str(docs.v[0].doc, OLD);

    f.value[EDIT_PHONE_2] = STR_NONE;
    f.value[EDIT_PHONE_1] = STR("+20 1");
    f.value[EDIT_SPOKEN] = STR("العربية، English");
    f.value[EDIT_TUESDAY] = STR("مغلق");
    f.value[EDIT_WEB] = STR("harbour.example/new");
    f.value[EDIT_NEED_1] = STR("lawyer");
    edit_check(a, &was, &f);
    assert_int_equal(f.problems, 0);
    assert_ok(edit_apply(a, &e, &f, ar, STR_NONE, &docs));
    assert_int_equal(docs.n, 1);
    const char *d = doc_at(a, &docs, HSDS_SERVICE);
    HAS(d, "\"wait_time\":\"a week\"");
    HAS(d, "\"number\":\"+20 1\",\"extension\":7");
    HAS_NOT(d, "+1 2");
    HAS(d, "+1 4");
    HAS(d, "\"byday\":\"1SA\"");
    HAS(d, "\"byday\":\"MO\"");
    HAS(d, "\"byday\":\"TU\",\"description\":\"closed\"");
    HAS(d, "\"note\":\"also sign\"");
    HAS(d, "\"name\":\"العربية\",\"code\":\"ar\"");
    HAS(d, "https://harbour.example/new");
    HAS(d, "\"value\":\"lawyer\"");

    /* And the form of what came out is what was typed. */
    struct form again;
    DOCS[0].doc = docs.v[0].doc;
    edit_fill(a, &e, ar, &again);
    assert_str(again.value[EDIT_PHONE_2], "+1 3");
    assert_str(again.value[EDIT_TUESDAY], "مغلق");
    assert_str(again.value[EDIT_NEED_1], "lawyer");
    size_t fields[FORM_FIELDS_MAX];
    assert_int_equal(edit_differ(&again, &again, fields), 0);
    arena_destroy(a);
}

static void a_street_is_the_places(void **state)
{
    struct arena *a = arena_create(ARENA_PLAIN, 0);
    struct edit e = old_entry();
    const struct lang *en = lang_find(STR("en"));
    struct form f, was;
    struct directory_docs docs;
    (void)state;
    edit_fill(a, &e, en, &f);
    was = f;
    f.value[EDIT_STREET] = STR("2 Other Street");
    f.value[EDIT_COUNTRY] = STR("لبنان");
    edit_check(a, &was, &f);
    assert_int_equal(f.problems, 0);
    assert_ok(edit_apply(a, &e, &f, en, STR_NONE, &docs));
    assert_int_equal(docs.n, 2);
    assert_str(docs.v[0].doc, OLD);
    const char *d = doc_at(a, &docs, HSDS_LOCATION);
    HAS(d, "2 Other Street");
    HAS(d, "\"postal_code\":\"123\"");
    HAS(d, "\"country\":\"LB\"");
    HAS_NOT(d, "latitude");

    /* An entry without a place gets one. */
    e.docs.n = 1;
    edit_fill(a, &e, en, &f);
    assert_str(f.value[EDIT_STREET], "");
    f.value[EDIT_CITY] = STR("Cairo");
    assert_ok(edit_apply(a, &e, &f, en, STR_NONE, &docs));
    assert_int_equal(docs.n, 3);
    HAS(doc_at(a, &docs, HSDS_LOCATION), "\"organization_id\":\"" ORG "\"");
    HAS(doc_at(a, &docs, HSDS_SERVICE_AT_LOCATION), "\"service_id\":\"" SERVICE "\"");
    arena_destroy(a);
}

static void a_new_entry_is_made(void **state)
{
    struct arena *a = arena_create(ARENA_PLAIN, 0);
    const struct lang *ar = lang_find(STR("ar"));
    struct edit e = {.type = HSDS_SERVICE, .seen = EDIT_SEEN_ALL};
    struct form f, was;
    struct directory_docs docs;
    (void)state;
    edit_fill(a, &e, ar, &f);
    was = f;
    f.value[EDIT_NAME] = STR("عيادة");
    f.value[EDIT_ABOUT] = STR("فحوص");
    f.value[EDIT_SUNDAY] = STR("٩-١٧");
    f.value[EDIT_MONDAY] = STR("24");
    edit_check(a, &was, &f);
    assert_int_equal(f.problems, 0);
    assert_ok(edit_apply(a, &e, &f, ar, STR(ORG), &docs));
    assert_int_equal(docs.n, 1);
    assert_true(directory_is_uuid(docs.v[0].id));
    HAS(doc_at(a, &docs, HSDS_SERVICE), "\"organization_id\":\"" ORG "\"");
    HAS(doc_at(a, &docs, HSDS_SERVICE), "\"closes_at\":\"23:59\"");
    struct edit made = {.type = HSDS_SERVICE, .docs = docs, .seen = EDIT_SEEN_ALL};
    edit_fill(a, &made, ar, &f);
    assert_str(f.value[EDIT_MONDAY], "00:00–24:00");
    assert_str(f.value[EDIT_SUNDAY], "09:00–17:00");
    arena_destroy(a);
}

static void mistakes_stand_beside_their_field(void **state)
{
    struct arena *a = arena_create(ARENA_PLAIN, 0);
    struct edit e = old_entry();
    struct form f, was;
    (void)state;
    edit_fill(a, &e, lang_find(STR("en")), &f);
    was = f;
    f.value[EDIT_MONDAY] = STR("9-5");
    f.value[EDIT_EMAIL] = STR("nobody");
    f.value[EDIT_WEB] = STR("javascript:alert(1)");
    f.value[EDIT_COUNTRY] = STR("Atlantis");
    f.value[EDIT_NEED_2] = STR("nothing");
    edit_check(a, &was, &f);
    assert_int_equal(f.problems, 5);
    assert_int_equal(f.problem[EDIT_MONDAY], FIELD_IS_OTHER);
    assert_str(f.value[EDIT_MONDAY], "9-5");
    edit_fill(a, &e, lang_find(STR("en")), &f);
    f.value[EDIT_WEB] = STR("nonsense");
    edit_check(a, &was, &f);
    assert_int_equal(f.problem[EDIT_WEB], FIELD_IS_OTHER);
    DOCS[1].doc = STR("{broken");
    struct directory_docs docs;
    assert_err(edit_apply(a, &e, &f, lang_default(), STR_NONE, &docs), INVALID);
    arena_destroy(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hours_are_forgiving),
        cmocka_unit_test(an_entry_fills_the_form),
        cmocka_unit_test(what_is_not_touched_stays),
        cmocka_unit_test(a_street_is_the_places),
        cmocka_unit_test(a_new_entry_is_made),
        cmocka_unit_test(mistakes_stand_beside_their_field),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
