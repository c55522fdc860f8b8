/* What is sealed leaves no trace in any public table, on both engines. */
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "directory/edit_trial.h"
#include "seal/seal.h"

/* ---- sealing --------------------------------------------------------------------------------- */

/* Every text of the directory's tables, in one. */
static const char *all_text(struct trial *x)
{
    static const struct db_sql ALL[] = {
        {"test: objects", "SELECT parent, place, doc, patch, checked_by FROM directory_object",
         NULL, NULL},
        {"test: changes", "SELECT byline, before, after FROM directory_change", NULL, NULL},
        {"test: entries", "SELECT title, organization, summary, phone, city FROM directory_entry",
         NULL, NULL},
        {"test: words", "SELECT word FROM directory_word", NULL, NULL},
        {"test: lexicon", "SELECT words FROM directory_lexicon", NULL, NULL},
        {"test: areas", "SELECT name FROM directory_area", NULL, NULL},
        {"test: weeks", "SELECT hours FROM directory_week", NULL, NULL},
    };
    char *out = arena_alloc(x->t->a, 1 << 20);
    size_t at = 0;
    for (size_t i = 0; i < sizeof(ALL) / sizeof(ALL[0]); i++) {
        struct db_rows rows;
        assert_ok(db_all(x->t->db, &ALL[i], DB_NO_ARGS, x->t->a, &rows));
        for (size_t k = 0; k < rows.n * rows.columns; k++) {
            struct str s = rows.v[k].s;
            assert_true(at + s.n + 2 < 1 << 20);
            for (size_t b = 0; b < s.n; b++)
                out[at++] = s.p[b] != '\0' ? s.p[b] : ' ';
            out[at++] = '\n';
        }
    }
    return out;
}

static void a_sealed_entry_leaves_nothing(void **state)
{
    static const char *const CANARIES[] = {"Safe bed", "bed",        "Quietcanary", "Backdoor",
                                           "0102",     "Palm House", "secretword"};
    struct trial x;
    struct directory_entry e;
    struct str record;

    trial_begin(&x, state);
    assert_ok(
        trial_correct(&x, x.s2, trial_changed(&x, x.s2, "description", "A secretword night")));
    assert_ok(directory_check(&x.by, x.s2));
    const char *text = all_text(&x);
    for (size_t i = 0; i < sizeof(CANARIES) / sizeof(CANARIES[0]); i++)
        assert_non_null(strstr(text, CANARIES[i]));
    assert_ok(directory_seal_out(&x.by, x.t->a, x.o2, &record));
    text = all_text(&x);
    for (size_t i = 0; i < sizeof(CANARIES) / sizeof(CANARIES[0]); i++) {
        if (strstr(text, CANARIES[i]))
            fail_msg("\"%s\" is still there", CANARIES[i]);
    }
    assert_err(directory_entry_load(x.t->db, x.t->a, x.s2, &e), NOT_FOUND);
    assert_err(directory_seal_out(&x.by, x.t->a, x.s2, &record), NOT_FOUND);

    /* No import brings it back, nor what is new under it. */
    trial_put(&x, "services.csv", TRIAL_SERVICES "s3,o2,Safe bed two,New\n");
    trial_put(&x, "locations.csv",
              "id,organization_id,name\nl1,o1,Main office\nl2,o2,Backdoor\nl3,o2,Backdoor two\n");
    x.by.now = 2000;
    trial_import(&x);
    text = all_text(&x);
    for (size_t i = 0; i < sizeof(CANARIES) / sizeof(CANARIES[0]); i++) {
        if (strstr(text, CANARIES[i]))
            fail_msg("\"%s\" came back", CANARIES[i]);
    }

    /* Those who hold the record see it whole, and can put it back. */
    assert_ok(directory_sealed_entry(x.t->db, x.t->a, record, &e));
    assert_str(e.card.title, "Palm House");
    assert_int_equal(e.nservices, 1);
    assert_ok(directory_sealed_one(x.t->db, x.t->a, record, x.s2, &e));
    assert_str(e.description, "A secretword night");
    assert_str(e.places[0].addresses[0].address_1, "7 Quietcanary Lane");
    assert_err(directory_sealed_one(x.t->db, x.t->a, record, x.s1, &e), NOT_FOUND);
    assert_ok(directory_unseal(&x.by, record));
    assert_err(directory_unseal(&x.by, record), CONFLICT);
    e = trial_entry(&x, x.s2);
    assert_str(e.description, "A secretword night");
    assert_int_equal(e.checked_at, 1000);
    assert_str(e.places[0].addresses[0].address_1, "7 Quietcanary Lane");
    assert_int_equal(trial_found(&x, "secretword"), 1);
    assert_err(directory_unseal(&x.by, STR("{}")), INVALID);
    trial_end(&x);
}

static void a_shared_place_stays(void **state)
{
    struct trial x;
    struct directory_entry e;
    struct str record;

    trial_begin(&x, state);
    trial_put(&x, "services_at_location.csv",
              "id,service_id,location_id,description\na1,s1,l1,\na2,s2,l1,\n");
    trial_import(&x);
    assert_ok(directory_seal_out(&x.by, x.t->a, x.s2, &record));
    assert_int_equal(trial_entry(&x, x.s1).nplaces, 1);
    assert_ok(directory_sealed_entry(x.t->db, x.t->a, record, &e));
    assert_int_equal(e.nplaces, 1);
    assert_str(e.organization.title, "Palm House"); /* still public */
    trial_end(&x);
}

static void only_the_address_is_sealed(void **state)
{
    static const char CANARY[] = "uietcanary";
    struct trial x;
    struct directory_entry e;
    struct str record;

    trial_begin(&x, state);
    assert_ok(
        trial_correct(&x, x.s2, trial_changed(&x, x.l2, "transportation", "Bus to Quietcanary")));
    assert_ok(directory_addresses_seal(&x.by, x.t->a, x.s2, &record));
    assert_null(strstr(all_text(&x), CANARY));
    e = trial_entry(&x, x.s2);
    assert_int_equal(e.card.tags, DIRECTORY_TAG_ADDRESS_SEALED);
    assert_int_equal(e.nplaces, 1);
    assert_int_equal(e.places[0].naddresses, 0);
    assert_str(e.places[0].name, "Backdoor");
    assert_str(e.phones[0].number, "555 0102");

    /* An import that changes the place, and a new one, bring no address. */
    trial_put(&x, "locations.csv",
              "id,organization_id,name\nl1,o1,Main office\nl2,o2,Side door\nl3,o2,Third door\n");
    trial_put(&x, "services_at_location.csv",
              "id,service_id,location_id,description\na1,s1,l1,\na2,s2,l2,\na3,s2,l3,\n");
    trial_put(
        &x, "physical_addresses.csv",
        "id,location_id,address_1,city,state_province,postal_code,country\n"
        "d1,l1,18 Customs Street,Harbour City,,,ZZ\nd2,l2,8 Quietcanary Lane,Harbour City,,,ZZ\n"
        "d3,l3,9 Quietcanary Lane,Harbour City,,,ZZ\n");
    x.by.now = 2000;
    trial_import(&x);
    assert_null(strstr(all_text(&x), CANARY));
    assert_non_null(strstr(x.notes, "was left out"));
    assert_int_equal(trial_entry(&x, x.s2).nplaces, 2);

    /* Nor does an editor. */
    struct directory_doc doc = trial_changed(&x, x.l2, "transportation", "Bus 5");
    assert_err(trial_correct(&x, x.s2, doc), INVALID);

    e = trial_entry(&x, x.s2);
    assert_ok(directory_sealed_addresses(x.t->a, record, &e));
    for (size_t i = 0; i < e.nplaces; i++) {
        if (!str_eq(e.places[i].id, x.l2))
            continue;
        assert_str(e.places[i].addresses[0].address_1, "7 Quietcanary Lane");
        assert_str(e.places[i].transportation, "Bus to Quietcanary");
    }
    assert_ok(directory_addresses_unseal(&x.by, x.s2, record));
    e = trial_entry(&x, x.s2);
    assert_int_equal(e.card.tags, 0);
    assert_non_null(strstr(all_text(&x), CANARY));
    assert_err(directory_addresses_unseal(&x.by, x.s1, record), INVALID);
    trial_end(&x);
}

/* A row's digest of a place, as it stands in the table. */
static int64_t digest_of(struct trial *x, struct str id)
{
    static const struct db_sql SQL = {
        "test: digest", "SELECT digest, modified FROM directory_object WHERE public_id = $1", NULL,
        NULL};
    struct db_rows rows;
    assert_ok(db_all(x->t->db, &SQL, DB_ARGS(db_text(id)), x->t->a, &rows));
    assert_int_equal(rows.n, 1);
    return db_cell_int(&rows, 0, 0);
}

static void a_sealed_address_leaves_no_proof(void **state)
{
    struct trial x;
    struct directory_object o;
    struct str record;

    trial_begin(&x, state);
    assert_ok(directory_object_get(x.t->db, x.t->a, x.l2, &o));
    int64_t whole = digest_of(&x, x.l2);
    assert_int_equal(whole, (int64_t)hsds_digest(o.doc));
    assert_ok(directory_addresses_seal(&x.by, x.t->a, x.s2, &record));
    assert_true(digest_of(&x, x.l2) != whole);
    x.by.now = 2000;
    trial_import(&x); /* the same again is no change */
    assert_true(digest_of(&x, x.l2) != whole);
    assert_ok(directory_object_get(x.t->db, x.t->a, x.l2, &o));
    assert_int_equal(o.modified, 1000);
    trial_end(&x);
}

static void nothing_decided_is_lost_with_its_source(void **state)
{
    static const char CANARY[] = "uietcanary";
    struct trial x;
    struct str record;

    trial_begin(&x, state);
    assert_ok(directory_addresses_seal(&x.by, x.t->a, x.s2, &record));
    assert_ok(directory_hide(&x.by, x.s1));
    trial_put(&x, "organizations.csv", "id,name,description\no3,Other Law,Free advice\n");
    trial_put(&x, "services.csv", "id,organization_id,name,description\ns9,o3,Other advice,x\n");
    trial_put(&x, "locations.csv", "id,organization_id,name\n");
    trial_put(&x, "services_at_location.csv", "id,service_id,location_id,description\n");
    trial_put(&x, "phones.csv", "id,location_id,service_id,organization_id,number\n");
    trial_put(&x, "physical_addresses.csv",
              "id,location_id,address_1,city,state_province,postal_code,country\n");
    x.by.now = 2000;
    trial_import(&x);
    assert_false(trial_lists(&x, "bed"));
    assert_false(trial_lists(&x, "Eviction"));
    assert_null(strstr(all_text(&x), "Safe bed"));

    trial_put_all(&x);
    x.by.now = 3000;
    trial_import(&x);
    assert_true(trial_lists(&x, "bed"));
    assert_false(trial_lists(&x, "Eviction"));
    assert_null(strstr(all_text(&x), CANARY));
    struct directory_entry e = trial_entry(&x, x.s2);
    assert_int_equal(e.card.tags, DIRECTORY_TAG_ADDRESS_SEALED);
    assert_int_equal(e.nplaces, 1);
    assert_int_equal(e.places[0].naddresses, 0);
    assert_ok(directory_addresses_unseal(&x.by, x.s2, record));
    assert_non_null(strstr(all_text(&x), CANARY));
    trial_end(&x);
}

/* An organization's address is not given away by its services, old or new. */
static void its_services_keep_the_secret(void **state)
{
    static const char CANARY[] = "uietcanary";
    struct trial x;
    struct str record;

    trial_begin(&x, state);
    trial_put(&x, "locations.csv", "id,organization_id,name\nl1,o1,Main office\nl2,,Backdoor\n");
    assert_ok(trial_import_as(&x, "trial", DIRECTORY_REPLACE));
    assert_non_null(strstr(all_text(&x), CANARY));
    assert_ok(directory_addresses_seal(&x.by, x.t->a, x.o2, &record));
    assert_null(strstr(all_text(&x), CANARY));

    trial_put(&x, "locations.csv", "id,organization_id,name\nl1,o1,Main office\nl3,,Backdoor\n");
    trial_put(&x, "services_at_location.csv",
              "id,service_id,location_id,description\na1,s1,l1,\na3,s2,l3,\n");
    trial_put(
        &x, "physical_addresses.csv",
        "id,location_id,address_1,city,state_province,postal_code,country\n"
        "d1,l1,18 Customs Street,Harbour City,,,ZZ\nd3,l3,9 Quietcanary Lane,Harbour City,,,ZZ\n");
    x.by.now = 2000;
    trial_import(&x);
    assert_int_equal(trial_entry(&x, x.s2).nplaces, 1);
    assert_null(strstr(all_text(&x), CANARY));
    trial_end(&x);
}

static void put_text(const struct trial *x, const char *name, struct buf *b)
{
    struct str text;
    assert_ok(buf_end(b, &text));
    trial_put(x, name, str_to_c(x->t->a, text));
}

/* A page shows forty places; all of them are sealed. */
static void all_of_many_addresses_are_sealed(void **state)
{
    struct trial x;
    struct str record;
    struct buf places, at, addresses;

    trial_begin(&x, state);
    buf_init(&places, x.t->a, 1024, 1 << 16);
    buf_init(&at, x.t->a, 1024, 1 << 16);
    buf_init(&addresses, x.t->a, 1024, 1 << 16);
    buf_add(&places, STR("id,organization_id,name\n"));
    buf_add(&at, STR("id,service_id,location_id\n"));
    buf_add(&addresses, STR("id,location_id,address_1,city,state_province,postal_code,country\n"));
    for (int i = 0; i < DIRECTORY_PLACES_MAX + 5; i++) {
        buf_add_fmt(&places, "m%d,,House %d\n", i, i);
        buf_add_fmt(&at, "b%d,s2,m%d\n", i, i);
        buf_add_fmt(&addresses, "e%d,m%d,%d Quietcanary Lane,Harbour City,,,ZZ\n", i, i, i);
    }
    put_text(&x, "locations.csv", &places);
    put_text(&x, "services_at_location.csv", &at);
    put_text(&x, "physical_addresses.csv", &addresses);
    trial_import(&x);
    assert_ok(directory_addresses_seal(&x.by, x.t->a, x.s2, &record));
    assert_null(strstr(all_text(&x), "uietcanary"));
    trial_end(&x);
}

/* What goes over to a sealed entry goes with it. */
static void what_moves_under_a_seal_is_sealed(void **state)
{
    struct trial x;
    struct str record;

    trial_begin(&x, state);
    assert_ok(directory_seal_out(&x.by, x.t->a, x.s2, &record));
    trial_put(&x, "services_at_location.csv",
              "id,service_id,location_id,description\na1,s2,l1,By the blue door\n");
    x.by.now = 2000;
    trial_import(&x);
    assert_null(strstr(all_text(&x), "blue door"));
    trial_end(&x);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST_DB(a_sealed_address_leaves_no_proof),
        TEST_DB(nothing_decided_is_lost_with_its_source),
        TEST_DB(its_services_keep_the_secret),
        TEST_DB(all_of_many_addresses_are_sealed),
        TEST_DB(what_moves_under_a_seal_is_sealed),
        TEST_DB(a_sealed_entry_leaves_nothing),
        TEST_DB(a_shared_place_stays),
        TEST_DB(only_the_address_is_sealed),
    };
    seal_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
