/* What editors do, on both engines: corrections outlive imports, decisions outlive sources. */
#include <jansson.h>
#include <string.h>
#include <unistd.h>

#include "directory/directory_patch.h"
#include "directory/edit_trial.h"
#include "seal/seal.h"

/* ---- corrections ----------------------------------------------------------------------------- */

static void a_correction_outlives_imports(void **state)
{
    struct trial x;
    struct directory_changes h;

    trial_begin(&x, state);
    x.by.now = 2000;
    assert_ok(trial_correct(&x, x.s1, trial_changed(&x, x.s1, "name", "Rescue from evictions")));
    assert_str(trial_entry(&x, x.s1).card.title, "Rescue from evictions");
    assert_true(trial_entry(&x, x.s1).corrected);
    assert_int_equal(trial_entry(&x, x.s1).modified, 2000);
    assert_int_equal(trial_found(&x, "rescue"), 1);

    /* The same again, and something else from the source. */
    trial_import(&x);
    assert_int_equal(x.result.unchanged, 4);
    assert_str(trial_entry(&x, x.s1).card.title, "Rescue from evictions");
    trial_put(&x, "services.csv",
              "id,organization_id,name,description\n"
              "s1,o1,Advice on notices,We listen\ns2,o2,Safe bed,For a night\n");
    x.by.now = 3000;
    trial_import(&x);
    assert_int_equal(x.result.changed, 1);
    assert_int_equal(x.result.disputed, 1);
    assert_non_null(strstr(x.notes, "(name)"));
    assert_str(trial_entry(&x, x.s1).card.title, "Rescue from evictions");
    assert_str(trial_entry(&x, x.s1).description, "We listen");
    assert_int_equal(trial_found(&x, "rescue"), 1);
    assert_int_equal(trial_found(&x, "listen"), 1);

    /* The source comes round: nothing is left to correct. */
    trial_put(&x, "services.csv",
              "id,organization_id,name,description\n"
              "s1,o1,Rescue from evictions,We listen\ns2,o2,Safe bed,For a night\n");
    trial_import(&x);
    assert_int_equal(x.result.disputed, 0);
    assert_false(trial_entry(&x, x.s1).corrected);

    assert_ok(directory_history(x.t->db, x.t->a, x.s1, &h));
    assert_int_equal(h.n, 1);
    assert_int_equal(h.v[0].what, DIRECTORY_CHANGE_CORRECTED);
    assert_str(h.v[0].byline, "Rima");
    assert_int_equal(h.v[0].at, 2000);
    trial_end(&x);
}

static void what_is_wrong_changes_nothing(void **state)
{
    struct trial x;

    trial_begin(&x, state);
    struct directory_doc bad = trial_changed(&x, x.s1, "name", NULL);
    assert_err(trial_correct(&x, x.s1, bad), INVALID);
    bad = trial_changed(&x, x.s1, "organization_id", "5b2c9bf3-0d56-4bd2-bb1d-35ee22c6a4d9");
    assert_err(trial_correct(&x, x.s1, bad), INVALID);
    bad = trial_changed(&x, x.s1, "name", "x");
    bad.id = x.s2;
    assert_err(trial_correct(&x, x.s1, bad), CONFLICT);
    bad.doc = STR("nonsense");
    bad.id = x.s1;
    assert_err(trial_correct(&x, x.s1, bad), INVALID);
    assert_err(trial_correct(&x, x.s1, trial_changed(&x, x.l2, "name", "theirs")), CONFLICT);
    assert_err(trial_correct(&x, x.l1, trial_changed(&x, x.l1, "name", "no entry")), NOT_FOUND);
    bad = trial_changed(&x, x.s1, "name", "x");
    bad.doc = STR_NONE; /* an entry is hidden, not taken apart */
    assert_err(trial_correct(&x, x.s1, bad), INVALID);
    x.by.byline = str_fmt(x.t->a, "%0300d", 1);
    assert_err(trial_correct(&x, x.s1, trial_changed(&x, x.s1, "name", "x")), INVALID);
    assert_str(trial_entry(&x, x.s1).card.title, "Eviction advice");
    assert_true(trial_lists(&x, "Eviction"));
    trial_end(&x);
}

static void a_change_can_be_taken_back(void **state)
{
    struct trial x;
    struct directory_changes h;

    trial_begin(&x, state);
    assert_ok(trial_correct(&x, x.s1, trial_changed(&x, x.s1, "name", "First")));
    x.by.now = 1001;
    assert_ok(trial_correct(&x, x.s1, trial_changed(&x, x.s1, "description", "Second")));
    x.by.now = 1002;
    assert_ok(trial_correct(&x, x.s1, trial_changed(&x, x.l1, "name", "Front office")));
    assert_str(trial_entry(&x, x.s1).places[0].name, "Front office");
    assert_ok(directory_history(x.t->db, x.t->a, x.s1, &h));
    assert_int_equal(h.n, 3);
    assert_true(str_eq(h.v[0].object, x.l1));
    assert_int_equal(h.v[1].nfields, 1);
    assert_str(h.v[1].fields[0], "description");
    assert_ok(directory_revert(&x.by, x.s1, x.s1, h.v[1].n));
    assert_str(trial_entry(&x, x.s1).description, "We read the notice with you");
    assert_str(trial_entry(&x, x.s1).card.title, "First");
    assert_ok(directory_revert(&x.by, x.s1, x.s1, h.v[2].n));
    assert_str(trial_entry(&x, x.s1).card.title, "Eviction advice");
    assert_true(trial_lists(&x, "Eviction"));
    assert_err(directory_revert(&x.by, x.s1, x.s1, 99), NOT_FOUND);
    assert_err(directory_revert(&x.by, x.s1, x.s2, 1), NOT_FOUND);
    assert_ok(directory_history(x.t->db, x.t->a, x.s1, &h));
    assert_int_equal(h.n, 5);
    assert_int_equal(h.v[0].what, DIRECTORY_CHANGE_REVERTED);
    trial_end(&x);
}

static void places_come_and_go(void **state)
{
    struct trial x;

    trial_begin(&x, state);
    struct arena *a = x.t->a;
    struct str place = directory_object_id(a), at = directory_object_id(a);
    struct directory_doc more[] = {
        {HSDS_LOCATION, place,
         str_fmt(a, "{\"id\":\"%.*s\",\"location_type\":\"physical\",\"name\":\"Annex\"}",
                 STR_ARG(place))},
        {HSDS_SERVICE_AT_LOCATION, at,
         str_fmt(a, "{\"id\":\"%.*s\",\"service_id\":\"%.*s\",\"location_id\":\"%.*s\"}",
                 STR_ARG(at), STR_ARG(x.s1), STR_ARG(place))},
    };
    assert_ok(directory_correct(&x.by, x.s1, &(struct directory_docs){more, 2}));
    assert_int_equal(trial_entry(&x, x.s1).nplaces, 2);
    trial_import(&x); /* what is ours is not the source's to remove */
    assert_int_equal(trial_entry(&x, x.s1).nplaces, 2);
    struct directory_doc away = {HSDS_SERVICE_AT_LOCATION, x.at1, STR_NONE};
    assert_ok(trial_correct(&x, x.s1, away));
    assert_int_equal(trial_entry(&x, x.s1).nplaces, 1);
    trial_import(&x);
    assert_int_equal(trial_entry(&x, x.s1).nplaces, 1);
    assert_str(trial_entry(&x, x.s1).places[0].name, "Annex");
    trial_end(&x);
}

static void our_own_entries_stand_beside(void **state)
{
    struct trial x;
    struct directory_sources sources;

    trial_begin(&x, state);
    struct arena *a = x.t->a;
    struct str id = directory_object_id(a);
    struct directory_doc doc = {
        HSDS_SERVICE, id,
        str_fmt(a,
                "{\"id\":\"%.*s\",\"organization_id\":\"%.*s\",\"name\":\"Night bus\","
                "\"status\":\"active\"}",
                STR_ARG(id), STR_ARG(x.o1))};
    assert_ok(directory_add(&x.by, &(struct directory_docs){&doc, 1}));
    assert_err(directory_add(&x.by, &(struct directory_docs){&doc, 1}), CONFLICT);
    assert_true(trial_lists(&x, "Night"));
    assert_str(trial_entry(&x, id).source, "here");
    assert_str(trial_entry(&x, id).organization.title, "Harbour Law");
    trial_import(&x);
    assert_int_equal(x.result.removed, 0);
    assert_true(trial_lists(&x, "Night"));
    assert_err(trial_import_as(&x, "here", DIRECTORY_REPLACE), INVALID);
    assert_ok(directory_sources(x.t->db, a, &sources));
    assert_int_equal(sources.n, 2);
    assert_int_equal(sources.v[1].origin, DIRECTORY_HERE);
    assert_int_equal(sources.v[1].objects, 1);
    trial_end(&x);
}

static void checks_tags_and_doubts(void **state)
{
    struct trial x;

    trial_begin(&x, state);
    assert_ok(directory_doubt(x.t->db, x.s1, 20));
    assert_ok(directory_doubt(x.t->db, x.s1, 10));
    assert_int_equal(trial_entry(&x, x.s1).doubted, 20);
    assert_err(directory_doubt(x.t->db, x.l1, 20), NOT_FOUND);
    x.by.now = 5000;
    assert_ok(directory_check(&x.by, x.s1));
    assert_ok(directory_tag(&x.by, x.s1, DIRECTORY_TAG_CRISIS | DIRECTORY_TAG_ADDRESS_SEALED));
    struct directory_entry e = trial_entry(&x, x.s1);
    assert_int_equal(e.card.tags, DIRECTORY_TAG_CRISIS);
    assert_int_equal(e.checked_at, 5000);
    assert_str(e.checked_by, "Rima");
    assert_int_equal(e.doubted, 0);
    trial_put(&x, "services.csv", "id,organization_id,name\ns1,o1,Renamed\ns2,o2,Safe bed\n");
    trial_import(&x);
    e = trial_entry(&x, x.s1);
    assert_str(e.card.title, "Renamed");
    assert_int_equal(e.card.tags, DIRECTORY_TAG_CRISIS);
    assert_int_equal(e.checked_at, 5000);
    trial_end(&x);
}

static void what_is_hidden_stays_hidden(void **state)
{
    struct trial x;
    struct directory_entry e;
    struct directory_hidden *hidden;
    size_t n;

    trial_begin(&x, state);
    assert_ok(directory_hide(&x.by, x.o2));
    assert_err(directory_entry_load(x.t->db, x.t->a, x.s2, &e), NOT_FOUND);
    assert_false(trial_lists(&x, "bed"));
    trial_put(&x, "services.csv",
              "id,organization_id,name,description\n"
              "s1,o1,Eviction advice,We read the notice with you\ns2,o2,Safe bunk,For a night\n"
              "s3,o2,Warm bunk,New\n");
    x.by.now = 2000;
    trial_import(&x);
    assert_int_equal(x.result.added, 1);
    assert_false(trial_lists(&x, "bunk"));
    assert_ok(directory_hidden_list(x.t->db, x.t->a, &hidden, &n));
    assert_true(n >= 1);
    assert_err(directory_unhide(&x.by, x.o1), NOT_FOUND);
    trial_end(&x);
}

static void hiding_is_taken_back(void **state)
{
    struct trial x;
    struct directory_hidden *hidden;
    size_t n;

    trial_begin(&x, state);
    x.by.now = 2000;
    assert_ok(directory_hide(&x.by, x.o2));
    assert_ok(directory_hidden_list(x.t->db, x.t->a, &hidden, &n));
    assert_int_equal(n, 1); /* its service goes along */
    assert_str(hidden[0].title, "Palm House");
    assert_ok(directory_unhide(&x.by, x.o2));
    assert_true(trial_lists(&x, "bed"));
    assert_int_equal(trial_entry(&x, x.s2).nplaces, 1);
    trial_end(&x);
}

/* ---- more than one source -------------------------------------------------------------------- */

#define UUID_O "5b2c9bf3-0d56-4bd2-bb1d-35ee22c6a4d9"
#define UUID_S "0c3fe6f1-5a04-4d3c-9f0c-9d26ff4a2b11"

static void the_first_source_keeps_an_object(void **state)
{
    struct trial x;

    trial_begin(&x, state);
    trial_put(&x, "organizations.csv", "id,name,description\n" UUID_O ",First Law,x\n");
    trial_put(&x, "services.csv", "id,organization_id,name\n" UUID_S "," UUID_O ",First help\n");
    unlink("locations.csv");
    trial_put(&x, "locations.csv", "id,organization_id,name\n");
    trial_put(&x, "services_at_location.csv", "id,service_id,location_id,description\n");
    trial_put(&x, "phones.csv", "id,location_id,service_id,organization_id,number\n");
    trial_put(&x, "physical_addresses.csv",
              "id,location_id,address_1,city,state_province,postal_code,country\n");
    assert_ok(trial_import_as(&x, "first", DIRECTORY_REPLACE));
    trial_put(&x, "services.csv",
              "id,organization_id,name\n" UUID_S "," UUID_O ",Second help\nq1," UUID_O
              ",Third help\n");
    assert_ok(trial_import_as(&x, "second", DIRECTORY_REPLACE));
    assert_int_equal(x.result.elsewhere, 2);
    assert_int_equal(x.result.added, 1);
    assert_non_null(strstr(x.notes, "known already from \"first\""));
    assert_str(trial_entry(&x, STR(UUID_S)).card.title, "First help");
    assert_int_equal(trial_entry(&x, STR(UUID_O)).nservices, 2);
    trial_end(&x);
}

struct moves {
    size_t n[3];
    bool corrected;
};

static void on_move(void *ctx, const struct directory_move *move)
{
    struct moves *m = ctx;
    m->n[move->what]++;
    m->corrected = m->corrected || move->corrected;
}

static void an_update_removes_nothing(void **state)
{
    struct trial x;
    struct moves m = {0};
    struct hsds_builder *b;
    struct hsds_set *set;

    trial_begin(&x, state);
    struct arena *a = x.t->a;
    assert_ok(trial_correct(&x, x.s1, trial_changed(&x, x.s1, "name", "Ours")));
    const struct hsds_reading reading = {
        .source = STR("trial"), .known = directory_knows, .ctx = x.t->db};
    assert_ok(hsds_set_begin(a, &reading, &b));
    struct str page =
        str_fmt(a,
                "{\"contents\":[{\"id\":\"%.*s\",\"organization_id\":\"%.*s\",\"name\":"
                "\"Theirs\",\"status\":\"active\"},{\"id\":\"%s\","
                "\"organization_id\":\"%.*s\",\"name\":\"Brand new\",\"status\":"
                "\"active\"}]}",
                STR_ARG(x.s1), STR_ARG(x.o1), UUID_S, STR_ARG(x.o1));
    assert_ok(hsds_set_add_json(b, "page 1", HSDS_SERVICE, page));
    assert_ok(hsds_set_end(b, &set));
    const struct directory_import how = {
        .source = STR("trial"), .mode = DIRECTORY_UPDATE, .now = 2000, .move = on_move, .ctx = &m};
    assert_ok(directory_take(x.t->db, x.search, &how, set, &x.result));
    assert_int_equal(x.result.added, 1);
    assert_int_equal(x.result.changed, 1);
    assert_int_equal(x.result.removed, 0);
    assert_int_equal(x.result.disputed, 1);
    assert_int_equal(m.n[DIRECTORY_ADDED], 1);
    assert_int_equal(m.n[DIRECTORY_CHANGED], 1);
    assert_true(m.corrected);
    assert_str(trial_entry(&x, x.s1).card.title, "Ours");
    assert_true(trial_found(&x, "brand new") >= 1);
    assert_true(trial_lists(&x, "bed"));
    assert_ok(directory_source_follow(x.t->db, STR("trial"), STR("https://a.example"), STR("c")));
    assert_err(directory_source_follow(x.t->db, STR("nobody"), STR("x"), STR("c")), NOT_FOUND);
    trial_end(&x);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST_DB(a_correction_outlives_imports),    TEST_DB(what_is_wrong_changes_nothing),
        TEST_DB(a_change_can_be_taken_back),       TEST_DB(places_come_and_go),
        TEST_DB(our_own_entries_stand_beside),     TEST_DB(checks_tags_and_doubts),
        TEST_DB(what_is_hidden_stays_hidden),      TEST_DB(hiding_is_taken_back),
        TEST_DB(the_first_source_keeps_an_object), TEST_DB(an_update_removes_nothing),
    };
    seal_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
