/* What editors do, on both engines: corrections outlive imports, sealed things leave no trace. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "directory/directory_edit.h"
#include "directory/directory_patch.h"
#include "seal/seal.h"
#include "support/test_db.h"

struct desk {
    struct test_db *t;
    struct search *search;
    char folder[300];
    struct directory_editing by;
    struct directory_imported result;
    char notes[4096]; /* what the last import noted */
    struct str o1, o2, s1, s2, l1, l2, at1;
};

static void put(const struct desk *x, const char *name, const char *text)
{
    char path[400];
    snprintf(path, sizeof(path), "%s/%s", x->folder, name);
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    assert_int_equal(fwrite(text, 1, strlen(text), f), strlen(text));
    assert_int_equal(fclose(f), 0);
}

static void on_event(void *ctx, const struct hsds_event *e)
{
    struct desk *x = ctx;
    size_t n = strlen(x->notes);
    if (e->kind == HSDS_NOTED)
        snprintf(x->notes + n, sizeof(x->notes) - n, "%s: %s\n", e->file, e->why);
}

static enum err import_as(struct desk *x, const char *source, enum directory_mode mode)
{
    const struct directory_import how = {.path = x->folder,
                                         .source = str_from_c(source),
                                         .mode = mode,
                                         .now = x->by.now,
                                         .event = on_event,
                                         .ctx = x};
    x->notes[0] = '\0';
    return directory_import(x->t->db, x->search, &how, &x->result);
}

static void import(struct desk *x)
{
    assert_ok(import_as(x, "trial", DIRECTORY_REPLACE));
}

#define SERVICES                                                                                   \
    "id,organization_id,name,description\n"                                                        \
    "s1,o1,Eviction advice,We read the notice with you\ns2,o2,Safe bed,For a night\n"

static void put_all(const struct desk *x)
{
    put(x, "organizations.csv",
        "id,name,description\no1,Harbour Law,Free advice\no2,Palm House,A shelter\n");
    put(x, "services.csv", SERVICES);
    put(x, "locations.csv", "id,organization_id,name\nl1,o1,Main office\nl2,o2,Backdoor\n");
    put(x, "services_at_location.csv",
        "id,service_id,location_id,description\na1,s1,l1,\na2,s2,l2,\n");
    put(x, "phones.csv",
        "id,location_id,service_id,organization_id,number\np1,,s1,,555 0101\np2,,s2,,555 0102\n");
    put(x, "physical_addresses.csv",
        "id,location_id,address_1,city,state_province,postal_code,country\n"
        "d1,l1,18 Customs Street,Harbour City,,,ZZ\nd2,l2,7 Quietcanary Lane,Harbour City,,,ZZ\n");
}

static void begin(struct desk *x, void **state)
{
    *x = (struct desk){.t = test_db_of(state), .search = search_create()};
    x->by = (struct directory_editing){
        .db = x->t->db, .search = x->search, .byline = STR("Rima"), .now = 1000};
    snprintf(x->folder, sizeof(x->folder), "%s/in", x->t->folder);
    mkdir(x->folder, 0700);
    put_all(x);
    import(x);
    struct arena *a = x->t->a;
    struct str source = STR("trial");
    x->o1 = hsds_uuid(a, source, HSDS_ORGANIZATION, STR("o1"));
    x->o2 = hsds_uuid(a, source, HSDS_ORGANIZATION, STR("o2"));
    x->s1 = hsds_uuid(a, source, HSDS_SERVICE, STR("s1"));
    x->s2 = hsds_uuid(a, source, HSDS_SERVICE, STR("s2"));
    x->l1 = hsds_uuid(a, source, HSDS_LOCATION, STR("l1"));
    x->l2 = hsds_uuid(a, source, HSDS_LOCATION, STR("l2"));
    x->at1 = hsds_uuid(a, source, HSDS_SERVICE_AT_LOCATION, STR("a1"));
}

static void end(struct desk *x)
{
    search_destroy(x->search);
}

static int64_t found(struct desk *x, const char *words)
{
    struct directory_hits hits;
    const struct directory_query q = {.words = str_from_c(words), .limit = 10};
    assert_ok(directory_search(x->t->db, x->search, x->t->a, &q, lang_default(), &hits));
    return hits.total;
}

/* Whether a word finds an entry with that word in its title (a need may lead to others). */
static bool lists(struct desk *x, const char *word)
{
    struct directory_hits hits;
    const struct directory_query q = {.words = str_from_c(word), .limit = 10};
    bool any = false;
    assert_ok(directory_search(x->t->db, x->search, x->t->a, &q, lang_default(), &hits));
    for (size_t i = 0; i < hits.n; i++)
        any = any || strstr(str_to_c(x->t->a, hits.v[i].card.title), word);
    return any;
}

static struct directory_entry entry(struct desk *x, struct str id)
{
    struct directory_entry e;
    assert_ok(directory_entry_load(x->t->db, x->t->a, id, &e));
    return e;
}

/* The document of an object with one text changed. */
static struct directory_doc changed(struct desk *x, struct str id, const char *key,
                                    const char *value)
{
    struct directory_object o;
    assert_ok(directory_object_get(x->t->db, x->t->a, id, &o));
    json_t *doc = hsds_doc_load(o.doc);
    assert_non_null(doc);
    if (value)
        json_object_set_new(doc, key, json_string(value));
    else
        json_object_del(doc, key);
    char *text = json_dumps(doc, JSON_COMPACT);
    struct directory_doc out = {
        .type = o.type, .id = id, .doc = str_copy(x->t->a, str_from_c(text))};
    free(text);
    json_decref(doc);
    return out;
}

static enum err correct(struct desk *x, struct str of, struct directory_doc doc)
{
    return directory_correct(&x->by, of, &(struct directory_docs){.v = &doc, .n = 1});
}

/* ---- corrections ----------------------------------------------------------------------------- */

static void a_correction_outlives_imports(void **state)
{
    struct desk x;
    struct directory_changes h;

    begin(&x, state);
    x.by.now = 2000;
    assert_ok(correct(&x, x.s1, changed(&x, x.s1, "name", "Rescue from evictions")));
    assert_str(entry(&x, x.s1).card.title, "Rescue from evictions");
    assert_true(entry(&x, x.s1).corrected);
    assert_int_equal(entry(&x, x.s1).modified, 2000);
    assert_int_equal(found(&x, "rescue"), 1);

    /* The same again, and something else from the source. */
    import(&x);
    assert_int_equal(x.result.unchanged, 4);
    assert_str(entry(&x, x.s1).card.title, "Rescue from evictions");
    put(&x, "services.csv",
        "id,organization_id,name,description\n"
        "s1,o1,Advice on notices,We listen\ns2,o2,Safe bed,For a night\n");
    x.by.now = 3000;
    import(&x);
    assert_int_equal(x.result.changed, 1);
    assert_int_equal(x.result.disputed, 1);
    assert_non_null(strstr(x.notes, "(name)"));
    assert_str(entry(&x, x.s1).card.title, "Rescue from evictions");
    assert_str(entry(&x, x.s1).description, "We listen");
    assert_int_equal(found(&x, "rescue"), 1);
    assert_int_equal(found(&x, "listen"), 1);

    /* The source comes round: nothing is left to correct. */
    put(&x, "services.csv",
        "id,organization_id,name,description\n"
        "s1,o1,Rescue from evictions,We listen\ns2,o2,Safe bed,For a night\n");
    import(&x);
    assert_int_equal(x.result.disputed, 0);
    assert_false(entry(&x, x.s1).corrected);

    assert_ok(directory_history(x.t->db, x.t->a, x.s1, &h));
    assert_int_equal(h.n, 1);
    assert_int_equal(h.v[0].what, DIRECTORY_CHANGE_CORRECTED);
    assert_str(h.v[0].byline, "Rima");
    assert_int_equal(h.v[0].at, 2000);
    end(&x);
}

static void what_is_wrong_changes_nothing(void **state)
{
    struct desk x;

    begin(&x, state);
    struct directory_doc bad = changed(&x, x.s1, "name", NULL);
    assert_err(correct(&x, x.s1, bad), INVALID);
    bad = changed(&x, x.s1, "organization_id", "5b2c9bf3-0d56-4bd2-bb1d-35ee22c6a4d9");
    assert_err(correct(&x, x.s1, bad), INVALID);
    bad = changed(&x, x.s1, "name", "x");
    bad.id = x.s2;
    assert_err(correct(&x, x.s1, bad), CONFLICT);
    bad.doc = STR("nonsense");
    bad.id = x.s1;
    assert_err(correct(&x, x.s1, bad), INVALID);
    assert_err(correct(&x, x.s1, changed(&x, x.l2, "name", "theirs")), CONFLICT);
    assert_err(correct(&x, x.l1, changed(&x, x.l1, "name", "no entry")), NOT_FOUND);
    bad = changed(&x, x.s1, "name", "x");
    bad.doc = STR_NONE; /* an entry is hidden, not taken apart */
    assert_err(correct(&x, x.s1, bad), INVALID);
    x.by.byline = str_fmt(x.t->a, "%0300d", 1);
    assert_err(correct(&x, x.s1, changed(&x, x.s1, "name", "x")), INVALID);
    assert_str(entry(&x, x.s1).card.title, "Eviction advice");
    assert_true(lists(&x, "Eviction"));
    end(&x);
}

static void a_change_can_be_taken_back(void **state)
{
    struct desk x;
    struct directory_changes h;

    begin(&x, state);
    assert_ok(correct(&x, x.s1, changed(&x, x.s1, "name", "First")));
    x.by.now = 1001;
    assert_ok(correct(&x, x.s1, changed(&x, x.s1, "description", "Second")));
    x.by.now = 1002;
    assert_ok(correct(&x, x.s1, changed(&x, x.l1, "name", "Front office")));
    assert_str(entry(&x, x.s1).places[0].name, "Front office");
    assert_ok(directory_history(x.t->db, x.t->a, x.s1, &h));
    assert_int_equal(h.n, 3);
    assert_true(str_eq(h.v[0].object, x.l1));
    assert_int_equal(h.v[1].nfields, 1);
    assert_str(h.v[1].fields[0], "description");
    assert_ok(directory_revert(&x.by, x.s1, x.s1, h.v[1].n));
    assert_str(entry(&x, x.s1).description, "We read the notice with you");
    assert_str(entry(&x, x.s1).card.title, "First");
    assert_ok(directory_revert(&x.by, x.s1, x.s1, h.v[2].n));
    assert_str(entry(&x, x.s1).card.title, "Eviction advice");
    assert_true(lists(&x, "Eviction"));
    assert_err(directory_revert(&x.by, x.s1, x.s1, 99), NOT_FOUND);
    assert_err(directory_revert(&x.by, x.s1, x.s2, 1), NOT_FOUND);
    assert_ok(directory_history(x.t->db, x.t->a, x.s1, &h));
    assert_int_equal(h.n, 5);
    assert_int_equal(h.v[0].what, DIRECTORY_CHANGE_REVERTED);
    end(&x);
}

static void places_come_and_go(void **state)
{
    struct desk x;

    begin(&x, state);
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
    assert_int_equal(entry(&x, x.s1).nplaces, 2);
    import(&x); /* what is ours is not the source's to remove */
    assert_int_equal(entry(&x, x.s1).nplaces, 2);
    struct directory_doc away = {HSDS_SERVICE_AT_LOCATION, x.at1, STR_NONE};
    assert_ok(correct(&x, x.s1, away));
    assert_int_equal(entry(&x, x.s1).nplaces, 1);
    import(&x);
    assert_int_equal(entry(&x, x.s1).nplaces, 1);
    assert_str(entry(&x, x.s1).places[0].name, "Annex");
    end(&x);
}

static void our_own_entries_stand_beside(void **state)
{
    struct desk x;
    struct directory_sources sources;

    begin(&x, state);
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
    assert_true(lists(&x, "Night"));
    assert_str(entry(&x, id).source, "here");
    assert_str(entry(&x, id).organization.title, "Harbour Law");
    import(&x);
    assert_int_equal(x.result.removed, 0);
    assert_true(lists(&x, "Night"));
    assert_err(import_as(&x, "here", DIRECTORY_REPLACE), INVALID);
    assert_ok(directory_sources(x.t->db, a, &sources));
    assert_int_equal(sources.n, 2);
    assert_int_equal(sources.v[1].origin, DIRECTORY_HERE);
    assert_int_equal(sources.v[1].objects, 1);
    end(&x);
}

static void checks_tags_and_doubts(void **state)
{
    struct desk x;

    begin(&x, state);
    assert_ok(directory_doubt(x.t->db, x.s1, 20));
    assert_ok(directory_doubt(x.t->db, x.s1, 10));
    assert_int_equal(entry(&x, x.s1).doubted, 20);
    assert_err(directory_doubt(x.t->db, x.l1, 20), NOT_FOUND);
    x.by.now = 5000;
    assert_ok(directory_check(&x.by, x.s1));
    assert_ok(directory_tag(&x.by, x.s1, DIRECTORY_TAG_CRISIS | DIRECTORY_TAG_ADDRESS_SEALED));
    struct directory_entry e = entry(&x, x.s1);
    assert_int_equal(e.card.tags, DIRECTORY_TAG_CRISIS);
    assert_int_equal(e.checked_at, 5000);
    assert_str(e.checked_by, "Rima");
    assert_int_equal(e.doubted, 0);
    put(&x, "services.csv", "id,organization_id,name\ns1,o1,Renamed\ns2,o2,Safe bed\n");
    import(&x);
    e = entry(&x, x.s1);
    assert_str(e.card.title, "Renamed");
    assert_int_equal(e.card.tags, DIRECTORY_TAG_CRISIS);
    assert_int_equal(e.checked_at, 5000);
    end(&x);
}

static void what_is_hidden_stays_hidden(void **state)
{
    struct desk x;
    struct directory_entry e;
    struct directory_hidden *hidden;
    size_t n;

    begin(&x, state);
    assert_ok(directory_hide(&x.by, x.o2));
    assert_err(directory_entry_load(x.t->db, x.t->a, x.s2, &e), NOT_FOUND);
    assert_false(lists(&x, "bed"));
    put(&x, "services.csv",
        "id,organization_id,name,description\n"
        "s1,o1,Eviction advice,We read the notice with you\ns2,o2,Safe bunk,For a night\n"
        "s3,o2,Warm bunk,New\n");
    x.by.now = 2000;
    import(&x);
    assert_int_equal(x.result.added, 1);
    assert_false(lists(&x, "bunk"));
    assert_ok(directory_hidden_list(x.t->db, x.t->a, &hidden, &n));
    assert_true(n >= 1);
    assert_err(directory_unhide(&x.by, x.o1), NOT_FOUND);
    end(&x);
}

static void hiding_is_taken_back(void **state)
{
    struct desk x;
    struct directory_hidden *hidden;
    size_t n;

    begin(&x, state);
    x.by.now = 2000;
    assert_ok(directory_hide(&x.by, x.o2));
    assert_ok(directory_hidden_list(x.t->db, x.t->a, &hidden, &n));
    assert_int_equal(n, 1); /* its service goes along */
    assert_str(hidden[0].title, "Palm House");
    assert_ok(directory_unhide(&x.by, x.o2));
    assert_true(lists(&x, "bed"));
    assert_int_equal(entry(&x, x.s2).nplaces, 1);
    end(&x);
}

/* ---- sealing --------------------------------------------------------------------------------- */

/* Every text of the directory's tables, in one. */
static const char *all_text(struct desk *x)
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
    struct desk x;
    struct directory_entry e;
    struct str record;

    begin(&x, state);
    assert_ok(correct(&x, x.s2, changed(&x, x.s2, "description", "A secretword night")));
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
    put(&x, "services.csv", SERVICES "s3,o2,Safe bed two,New\n");
    put(&x, "locations.csv",
        "id,organization_id,name\nl1,o1,Main office\nl2,o2,Backdoor\nl3,o2,Backdoor two\n");
    x.by.now = 2000;
    import(&x);
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
    e = entry(&x, x.s2);
    assert_str(e.description, "A secretword night");
    assert_int_equal(e.checked_at, 1000);
    assert_str(e.places[0].addresses[0].address_1, "7 Quietcanary Lane");
    assert_int_equal(found(&x, "secretword"), 1);
    assert_err(directory_unseal(&x.by, STR("{}")), INVALID);
    end(&x);
}

static void a_shared_place_stays(void **state)
{
    struct desk x;
    struct directory_entry e;
    struct str record;

    begin(&x, state);
    put(&x, "services_at_location.csv",
        "id,service_id,location_id,description\na1,s1,l1,\na2,s2,l1,\n");
    import(&x);
    assert_ok(directory_seal_out(&x.by, x.t->a, x.s2, &record));
    assert_int_equal(entry(&x, x.s1).nplaces, 1);
    assert_ok(directory_sealed_entry(x.t->db, x.t->a, record, &e));
    assert_int_equal(e.nplaces, 1);
    assert_str(e.organization.title, "Palm House"); /* still public */
    end(&x);
}

static void only_the_address_is_sealed(void **state)
{
    static const char CANARY[] = "uietcanary";
    struct desk x;
    struct directory_entry e;
    struct str record;

    begin(&x, state);
    assert_ok(correct(&x, x.s2, changed(&x, x.l2, "transportation", "Bus to Quietcanary")));
    assert_ok(directory_addresses_seal(&x.by, x.t->a, x.s2, &record));
    assert_null(strstr(all_text(&x), CANARY));
    e = entry(&x, x.s2);
    assert_int_equal(e.card.tags, DIRECTORY_TAG_ADDRESS_SEALED);
    assert_int_equal(e.nplaces, 1);
    assert_int_equal(e.places[0].naddresses, 0);
    assert_str(e.places[0].name, "Backdoor");
    assert_str(e.phones[0].number, "555 0102");

    /* An import that changes the place, and a new one, bring no address. */
    put(&x, "locations.csv",
        "id,organization_id,name\nl1,o1,Main office\nl2,o2,Side door\nl3,o2,Third door\n");
    put(&x, "services_at_location.csv",
        "id,service_id,location_id,description\na1,s1,l1,\na2,s2,l2,\na3,s2,l3,\n");
    put(&x, "physical_addresses.csv",
        "id,location_id,address_1,city,state_province,postal_code,country\n"
        "d1,l1,18 Customs Street,Harbour City,,,ZZ\nd2,l2,8 Quietcanary Lane,Harbour City,,,ZZ\n"
        "d3,l3,9 Quietcanary Lane,Harbour City,,,ZZ\n");
    x.by.now = 2000;
    import(&x);
    assert_null(strstr(all_text(&x), CANARY));
    assert_non_null(strstr(x.notes, "was left out"));
    assert_int_equal(entry(&x, x.s2).nplaces, 2);

    /* Nor does an editor. */
    struct directory_doc doc = changed(&x, x.l2, "transportation", "Bus 5");
    assert_err(correct(&x, x.s2, doc), INVALID);

    e = entry(&x, x.s2);
    assert_ok(directory_sealed_addresses(x.t->a, record, &e));
    for (size_t i = 0; i < e.nplaces; i++) {
        if (!str_eq(e.places[i].id, x.l2))
            continue;
        assert_str(e.places[i].addresses[0].address_1, "7 Quietcanary Lane");
        assert_str(e.places[i].transportation, "Bus to Quietcanary");
    }
    assert_ok(directory_addresses_unseal(&x.by, x.s2, record));
    e = entry(&x, x.s2);
    assert_int_equal(e.card.tags, 0);
    assert_non_null(strstr(all_text(&x), CANARY));
    assert_err(directory_addresses_unseal(&x.by, x.s1, record), INVALID);
    end(&x);
}

/* A row's digest of a place, as it stands in the table. */
static int64_t digest_of(struct desk *x, struct str id)
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
    struct desk x;
    struct directory_object o;
    struct str record;

    begin(&x, state);
    assert_ok(directory_object_get(x.t->db, x.t->a, x.l2, &o));
    int64_t whole = digest_of(&x, x.l2);
    assert_int_equal(whole, (int64_t)hsds_digest(o.doc));
    assert_ok(directory_addresses_seal(&x.by, x.t->a, x.s2, &record));
    assert_true(digest_of(&x, x.l2) != whole);
    x.by.now = 2000;
    import(&x); /* the same again is no change */
    assert_true(digest_of(&x, x.l2) != whole);
    assert_ok(directory_object_get(x.t->db, x.t->a, x.l2, &o));
    assert_int_equal(o.modified, 1000);
    end(&x);
}

static void nothing_decided_is_lost_with_its_source(void **state)
{
    static const char CANARY[] = "uietcanary";
    struct desk x;
    struct str record;

    begin(&x, state);
    assert_ok(directory_addresses_seal(&x.by, x.t->a, x.s2, &record));
    assert_ok(directory_hide(&x.by, x.s1));
    put(&x, "organizations.csv", "id,name,description\no3,Other Law,Free advice\n");
    put(&x, "services.csv", "id,organization_id,name,description\ns9,o3,Other advice,x\n");
    put(&x, "locations.csv", "id,organization_id,name\n");
    put(&x, "services_at_location.csv", "id,service_id,location_id,description\n");
    put(&x, "phones.csv", "id,location_id,service_id,organization_id,number\n");
    put(&x, "physical_addresses.csv",
        "id,location_id,address_1,city,state_province,postal_code,country\n");
    x.by.now = 2000;
    import(&x);
    assert_false(lists(&x, "bed"));
    assert_false(lists(&x, "Eviction"));
    assert_null(strstr(all_text(&x), "Safe bed"));

    put_all(&x);
    x.by.now = 3000;
    import(&x);
    assert_true(lists(&x, "bed"));
    assert_false(lists(&x, "Eviction"));
    assert_null(strstr(all_text(&x), CANARY));
    struct directory_entry e = entry(&x, x.s2);
    assert_int_equal(e.card.tags, DIRECTORY_TAG_ADDRESS_SEALED);
    assert_int_equal(e.nplaces, 1);
    assert_int_equal(e.places[0].naddresses, 0);
    assert_ok(directory_addresses_unseal(&x.by, x.s2, record));
    assert_non_null(strstr(all_text(&x), CANARY));
    end(&x);
}

/* An organization's address is not given away by its services, old or new. */
static void its_services_keep_the_secret(void **state)
{
    static const char CANARY[] = "uietcanary";
    struct desk x;
    struct str record;

    begin(&x, state);
    put(&x, "locations.csv", "id,organization_id,name\nl1,o1,Main office\nl2,,Backdoor\n");
    assert_ok(import_as(&x, "trial", DIRECTORY_REPLACE));
    assert_non_null(strstr(all_text(&x), CANARY));
    assert_ok(directory_addresses_seal(&x.by, x.t->a, x.o2, &record));
    assert_null(strstr(all_text(&x), CANARY));

    put(&x, "locations.csv", "id,organization_id,name\nl1,o1,Main office\nl3,,Backdoor\n");
    put(&x, "services_at_location.csv",
        "id,service_id,location_id,description\na1,s1,l1,\na3,s2,l3,\n");
    put(&x, "physical_addresses.csv",
        "id,location_id,address_1,city,state_province,postal_code,country\n"
        "d1,l1,18 Customs Street,Harbour City,,,ZZ\nd3,l3,9 Quietcanary Lane,Harbour City,,,ZZ\n");
    x.by.now = 2000;
    import(&x);
    assert_int_equal(entry(&x, x.s2).nplaces, 1);
    assert_null(strstr(all_text(&x), CANARY));
    end(&x);
}

/* A page shows forty places; all of them are sealed. */
static void all_of_many_addresses_are_sealed(void **state)
{
    struct desk x;
    struct str record;
    char places[8192] = "id,organization_id,name\n", at[8192] = "id,service_id,location_id\n";
    char addresses[16384] = "id,location_id,address_1,city,state_province,postal_code,country\n";
    char line[100];

    begin(&x, state);
    for (int i = 0; i < DIRECTORY_PLACES_MAX + 5; i++) {
        snprintf(line, sizeof line, "m%d,,House %d\n", i, i);
        strncat(places, line, sizeof places - strlen(places) - 1);
        snprintf(line, sizeof line, "b%d,s2,m%d\n", i, i);
        strncat(at, line, sizeof at - strlen(at) - 1);
        snprintf(line, sizeof line, "e%d,m%d,%d Quietcanary Lane,Harbour City,,,ZZ\n", i, i, i);
        strncat(addresses, line, sizeof addresses - strlen(addresses) - 1);
    }
    put(&x, "locations.csv", places);
    put(&x, "services_at_location.csv", at);
    put(&x, "physical_addresses.csv", addresses);
    import(&x);
    assert_ok(directory_addresses_seal(&x.by, x.t->a, x.s2, &record));
    assert_null(strstr(all_text(&x), "uietcanary"));
    end(&x);
}

/* What goes over to a sealed entry goes with it. */
static void what_moves_under_a_seal_is_sealed(void **state)
{
    struct desk x;
    struct str record;

    begin(&x, state);
    assert_ok(directory_seal_out(&x.by, x.t->a, x.s2, &record));
    put(&x, "services_at_location.csv",
        "id,service_id,location_id,description\na1,s2,l1,By the blue door\n");
    x.by.now = 2000;
    import(&x);
    assert_null(strstr(all_text(&x), "blue door"));
    end(&x);
}

/* ---- more than one source -------------------------------------------------------------------- */

#define UUID_O "5b2c9bf3-0d56-4bd2-bb1d-35ee22c6a4d9"
#define UUID_S "0c3fe6f1-5a04-4d3c-9f0c-9d26ff4a2b11"

static void the_first_source_keeps_an_object(void **state)
{
    struct desk x;

    begin(&x, state);
    put(&x, "organizations.csv", "id,name,description\n" UUID_O ",First Law,x\n");
    put(&x, "services.csv", "id,organization_id,name\n" UUID_S "," UUID_O ",First help\n");
    unlink("locations.csv");
    put(&x, "locations.csv", "id,organization_id,name\n");
    put(&x, "services_at_location.csv", "id,service_id,location_id,description\n");
    put(&x, "phones.csv", "id,location_id,service_id,organization_id,number\n");
    put(&x, "physical_addresses.csv",
        "id,location_id,address_1,city,state_province,postal_code,country\n");
    assert_ok(import_as(&x, "first", DIRECTORY_REPLACE));
    put(&x, "services.csv",
        "id,organization_id,name\n" UUID_S "," UUID_O ",Second help\nq1," UUID_O ",Third help\n");
    assert_ok(import_as(&x, "second", DIRECTORY_REPLACE));
    assert_int_equal(x.result.elsewhere, 2);
    assert_int_equal(x.result.added, 1);
    assert_non_null(strstr(x.notes, "known already from \"first\""));
    assert_str(entry(&x, STR(UUID_S)).card.title, "First help");
    assert_int_equal(entry(&x, STR(UUID_O)).nservices, 2);
    end(&x);
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
    struct desk x;
    struct moves m = {0};
    struct hsds_builder *b;
    struct hsds_set *set;

    begin(&x, state);
    struct arena *a = x.t->a;
    assert_ok(correct(&x, x.s1, changed(&x, x.s1, "name", "Ours")));
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
    assert_str(entry(&x, x.s1).card.title, "Ours");
    assert_true(found(&x, "brand new") >= 1);
    assert_true(lists(&x, "bed"));
    assert_ok(directory_source_follow(x.t->db, STR("trial"), STR("https://a.example"), STR("c")));
    assert_err(directory_source_follow(x.t->db, STR("nobody"), STR("x"), STR("c")), NOT_FOUND);
    end(&x);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST_DB(a_correction_outlives_imports),
        TEST_DB(what_is_wrong_changes_nothing),
        TEST_DB(a_change_can_be_taken_back),
        TEST_DB(places_come_and_go),
        TEST_DB(our_own_entries_stand_beside),
        TEST_DB(checks_tags_and_doubts),
        TEST_DB(a_sealed_address_leaves_no_proof),
        TEST_DB(nothing_decided_is_lost_with_its_source),
        TEST_DB(its_services_keep_the_secret),
        TEST_DB(all_of_many_addresses_are_sealed),
        TEST_DB(what_moves_under_a_seal_is_sealed),
        TEST_DB(what_is_hidden_stays_hidden),
        TEST_DB(hiding_is_taken_back),
        TEST_DB(a_sealed_entry_leaves_nothing),
        TEST_DB(a_shared_place_stays),
        TEST_DB(only_the_address_is_sealed),
        TEST_DB(the_first_source_keeps_an_object),
        TEST_DB(an_update_removes_nothing),
    };
    seal_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
