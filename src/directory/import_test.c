/* Import, entries and search, on both engines. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "directory/directory.h"
#include "directory/directory_index.h"
#include "seal/seal.h"
#include "support/test_db.h"

#define EVENTS_MAX 64

/* A folder being put together, and what importing it said. */
struct trial {
    struct test_db *t;
    struct search *search;
    char folder[300];
    struct directory_imported result;
    struct hsds_event events[EVENTS_MAX]; /* all but progress; texts in t->a */
    size_t n;
    size_t progress;
    bool anew; /* the index was made anew */
    enum directory_refusals refusals;
    enum hsds_orphans orphans;
    struct str source;
    int64_t now;
};

static void trial_clear(struct trial *x)
{
    DIR *d = opendir(x->folder);
    const struct dirent *e;
    while (d && (e = readdir(d)) != NULL) {
        if (e->d_name[0] != '.')
            unlinkat(dirfd(d), e->d_name, 0);
    }
    if (d)
        closedir(d);
}

static void trial_begin(struct trial *x, void **state)
{
    *x = (struct trial){.t = test_db_of(state), .source = STR("trial"), .now = 1000};
    x->search = search_create();
    snprintf(x->folder, sizeof(x->folder), "%s/in", x->t->folder);
    mkdir(x->folder, 0700);
}

static void trial_end(struct trial *x)
{
    trial_clear(x);
    rmdir(x->folder);
    search_destroy(x->search);
}

static void put_bytes(const struct trial *x, const char *name, const char *p, size_t n)
{
    char path[400];
    snprintf(path, sizeof(path), "%s/%s", x->folder, name);
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    assert_int_equal(fwrite(p, 1, n, f), n);
    assert_int_equal(fclose(f), 0);
}

static void put(const struct trial *x, const char *name, const char *text)
{
    put_bytes(x, name, text, strlen(text));
}

static void on_event(void *ctx, const struct hsds_event *event)
{
    struct trial *x = ctx;
    if (event->kind == HSDS_PROGRESS) {
        x->progress++;
        x->anew = x->anew || strcmp(event->stage, "indexing") == 0;
        return;
    }
    if (x->n == EVENTS_MAX)
        return;
    struct hsds_event *e = &x->events[x->n++];
    *e = *event;
    e->file = str_to_c(x->t->a, str_from_c(event->file));
    e->why = event->why ? str_to_c(x->t->a, str_from_c(event->why)) : "";
}

static enum err import_folder(struct trial *x, const char *folder)
{
    const struct directory_import how = {
        .path = folder,
        .source = x->source,
        .refusals = x->refusals,
        .orphans = x->orphans,
        .now = x->now,
        .event = on_event,
        .ctx = x,
    };
    x->n = 0;
    return directory_import(x->t->db, x->search, &how, &x->result);
}

static enum err import(struct trial *x)
{
    return import_folder(x, x->folder);
}

static void assert_told(const struct trial *x, size_t i, enum hsds_event_kind kind,
                        const char *file, uint32_t line, const char *part)
{
    assert_true(i < x->n);
    assert_int_equal(x->events[i].kind, kind);
    assert_string_equal(x->events[i].file, file);
    assert_int_equal(x->events[i].line, line);
    if (!strstr(x->events[i].why, part))
        fail_msg("\"%s\" does not say \"%s\"", x->events[i].why, part);
}

static struct directory_hits find(struct trial *x, const char *query)
{
    struct directory_hits hits;
    assert_ok(directory_search(x->t->db, x->search, x->t->a,
                               &(struct directory_query){.words = str_from_c(query), .limit = 50},
                               lang_default(), &hits));
    return hits;
}

/* Whether an entry of that title is found. */
static bool finds(struct trial *x, const char *query, const char *title)
{
    struct directory_hits hits = find(x, query);
    for (size_t i = 0; i < hits.n; i++) {
        if (str_eq_c(hits.v[i].card.title, title))
            return true;
    }
    return false;
}

#define ORGANIZATIONS "id,name,description\no1,Harbour Law,Free advice\no2,Palm House,A shelter\n"
#define SERVICES                                                                                   \
    "id,organization_id,name,description\n"                                                        \
    "s1,o1,Eviction advice,\"We read the notice\nwith you\"\ns2,o2,Safe bed,For a night\n"

static void put_small(const struct trial *x)
{
    put(x, "organizations.csv", ORGANIZATIONS);
    put(x, "services.csv", SERVICES);
}

/* ---- import ---------------------------------------------------------------------------------- */

static void a_folder_becomes_entries(void **state)
{
    struct trial x;
    struct directory_entry e;
    struct directory_counts counts;

    trial_begin(&x, state);
    put_small(&x);
    put(&x, "notes.txt", "hello");
    put(&x, "locations.csv", "id,organization_id,name\nl1,o1,Main office\n");
    put(&x, "phones.csv",
        "id,location_id,service_id,organization_id,number,extension\n"
        ",,,o1,(312) 555-0101,\n,l1,,,312 555 0102,7\n,,s1,,312 555 0103,\n");
    put(&x, "physical_addresses.csv",
        "id,location_id,address_1,city,state_province,postal_code,country\n"
        ",l1,\"18 Customs Street\nFirst floor\",Harbour City,,,ZZ\n");
    put(&x, "regular_schedules.csv",
        "id,service_id,location_id,weekday,opens_at,closes_at\n"
        ",,l1,Tuesday,9:00,17:30\n,,l1,Monday,,\n");
    assert_ok(import(&x));
    assert_int_equal(x.n, 1);
    assert_told(&x, 0, HSDS_IGNORED, "notes.txt", 0, "");
    assert_true(x.progress > 0);
    assert_int_equal(x.result.organizations, 2);
    assert_int_equal(x.result.services, 2);
    assert_int_equal(x.result.added, 4);

    struct directory_hits hits = find(&x, "eviction");
    assert_true(hits.n >= 1); /* a need may lead to others */
    assert_str(hits.v[0].card.title, "Eviction advice");
    assert_str(hits.v[0].card.organization, "Harbour Law");
    assert_str(hits.v[0].card.phone, "312 555 0103");
    assert_str(hits.v[0].card.city, "Harbour City");
    assert_int_equal(hits.v[0].nwords, 1);
    assert_str(hits.v[0].words[0], "eviction");

    assert_ok(directory_entry_load(x.t->db, x.t->a, hits.v[0].card.id, &e));
    assert_str(e.description, "We read the notice\nwith you");
    assert_str(e.organization.title, "Harbour Law");
    assert_int_equal(e.nphones, 2);
    assert_str(e.phones[0].tel, "tel:3125550103");
    assert_int_equal(e.nplaces, 1); /* the organization's only one */
    assert_str(e.places[0].addresses[0].address_1, "18 Customs Street\nFirst floor");
    assert_str(e.places[0].phones[0].tel, "tel:3125550102;ext=7");
    assert_int_equal(e.places[0].nhours, 2);
    assert_int_equal(e.places[0].hours[0].opens, DIRECTORY_CLOSED);
    assert_int_equal(e.places[0].hours[1].weekday, 2);
    assert_int_equal(e.places[0].hours[1].closes, 17 * 60 + 30);
    assert_str(e.source, "trial");
    assert_int_equal(e.imported, 1000);
    assert_int_equal(e.checked_at, 0);

    assert_ok(directory_entry_load(x.t->db, x.t->a, e.organization.id, &e));
    assert_int_equal(e.nservices, 1);
    assert_str(e.services[0].title, "Eviction advice");
    assert_err(directory_entry_load(x.t->db, x.t->a, STR("000000000000"), &e), NOT_FOUND);
    assert_err(directory_entry_load(x.t->db, x.t->a, STR("../../etc"), &e), NOT_FOUND);
    assert_ok(directory_count(x.t->db, &counts));
    assert_int_equal(counts.services, 2);
    assert_int_equal(counts.organizations, 2);
    assert_int_equal(counts.imported, 1000);
    trial_end(&x);
}

static void importing_again_updates(void **state)
{
    struct trial x;
    struct directory_card card;

    trial_begin(&x, state);
    put_small(&x);
    assert_ok(import(&x));
    struct str bed = find(&x, "bed").v[0].card.id;
    struct str eviction = find(&x, "eviction").v[0].card.id;

    assert_ok(import(&x));
    assert_int_equal(x.result.unchanged, 4);
    assert_int_equal(x.result.added + x.result.changed + x.result.removed, 0);
    assert_true(str_eq(find(&x, "bed").v[0].card.id, bed));

    put(&x, "services.csv",
        "organization_id,name,id,description\n"
        "o2,Safe room,s2,For a week\no2,Meals,s3,Hot\n");
    x.now = 2000;
    assert_ok(import(&x));
    assert_int_equal(x.result.unchanged, 2);
    assert_int_equal(x.result.changed, 1);
    assert_int_equal(x.result.added, 1);
    assert_int_equal(x.result.removed, 1);
    assert_ok(directory_card_load(x.t->db, x.t->a, bed, &card));
    assert_str(card.title, "Safe room");
    assert_err(directory_card_load(x.t->db, x.t->a, eviction, &card), NOT_FOUND);
    assert_false(finds(&x, "eviction", "Eviction advice"));
    assert_false(finds(&x, "bed", "Safe bed"));

    /* Another source with the same ids stands beside it and is left alone. */
    x.source = STR("other");
    put_small(&x);
    assert_ok(import(&x));
    assert_int_equal(x.result.added, 4);
    assert_true(find(&x, "palm house").total >= 5);
    x.source = STR("trial");
    put(&x, "organizations.csv", "id,name\no9,Alone\n");
    put(&x, "services.csv", "id,organization_id,name\n");
    assert_ok(import(&x));
    assert_int_equal(x.result.removed, 4);
    assert_true(finds(&x, "eviction", "Eviction advice"));
    assert_int_equal(find(&x, "meals").n, 0);
    trial_end(&x);
}

/* All titles that some words find, in their order. */
static struct str found(struct trial *x)
{
    static const char *const WORDS[] = {"advice", "number 7", "harbor", "warm", "palm house"};
    struct buf b;
    struct str out;

    buf_init(&b, x->t->a, 4096, 1 << 20);
    for (size_t w = 0; w < sizeof(WORDS) / sizeof(WORDS[0]); w++) {
        struct directory_hits hits = find(x, WORDS[w]);
        buf_add_fmt(&b, "%s %zu\n", WORDS[w], (size_t)hits.total);
        for (size_t i = 0; i < hits.n; i++) {
            buf_add(&b, hits.v[i].card.title);
            buf_add_char(&b, '\n');
        }
    }
    assert_ok(buf_end(&b, &out));
    return out;
}

static void put_many(struct trial *x, size_t n, const char *third)
{
    struct buf b;
    struct str text;

    buf_init(&b, x->t->a, 4096, 1 << 20);
    buf_add_c(&b, "id,organization_id,name,description\n");
    for (size_t i = 0; i < n; i++)
        buf_add_fmt(&b, "s%zu,o%zu,%s number %zu,Harbor advice\n", i, 1 + i % 2,
                    i == 3 ? third : "Room", i);
    assert_ok(buf_end(&b, &text));
    put_bytes(x, "services.csv", text.p, text.n);
}

static void few_changes_leave_the_index_where_it_is(void **state)
{
    struct trial x;

    trial_begin(&x, state);
    put(&x, "organizations.csv", ORGANIZATIONS);
    put_many(&x, 40, "Room");
    assert_ok(import(&x));
    assert_true(x.anew);

    x.anew = false;
    put_many(&x, 39, "Warm place"); /* one changed, one gone */
    assert_ok(import(&x));
    assert_int_equal(x.result.changed + x.result.removed, 2);
    put_many(&x, 43, "Warm place"); /* some new */
    put(&x, "organizations.csv", "id,name\no1,Harbour Law\no2,Palm House\no3,New here\n");
    assert_ok(import(&x));
    assert_int_equal(x.result.added, 5);
    assert_int_equal(x.result.changed, 2);
    assert_false(x.anew);
    assert_true(finds(&x, "warm", "Warm place number 3"));
    struct str in_place = found(&x);
    assert_ok(directory_index_build(x.t->db, x.search, NULL, NULL));
    assert_string_equal(str_to_c(x.t->a, found(&x)), str_to_c(x.t->a, in_place));

    put_many(&x, 400, "Warm place"); /* too many to follow one by one */
    assert_ok(import(&x));
    assert_true(x.anew);
    trial_end(&x);
}

static void refused_rows_are_told_with_their_lines(void **state)
{
    struct trial x;

    trial_begin(&x, state);
    put(&x, "organizations.csv",
        "id,name,description\n"
        "o1,Harbour Law,\"three\nlines\nlong\"\n"
        ",Nobody,\n"
        "o1,Again,\n"
        "o4,,nameless\n"
        "o5,Five,a,b\n");
    put(&x, "services.csv",
        "id,organization_id,name,description\r\n"
        "s1,o1,Advice,\"a\r\nb\"\r\n"
        "s2,o2,Lost,\r\n"
        "s3,o4,Nameless,\r\n");
    put(&x, "phones.csv",
        "id,service_id,organization_id,number\n"
        ",s2,,555\n,,,555\n,s9,,555\n,s1,,\n,s1,,555-0101\n");
    put(&x, "regular_schedules.csv",
        "id,service_id,weekday,opens_at,closes_at\n"
        ",s1,Someday,9:00,17:00\n,s1,Monday,9:00,\n"
        ",s1,Monday,25:00,26:00\n,s1,Monday,9:00,17:00\n");
    assert_ok(import(&x));
    const char *o = "organizations.csv", *s = "services.csv", *p = "phones.csv",
               *r = "regular_schedules.csv";
    assert_told(&x, 0, HSDS_REFUSED, o, 5, "\"id\" is empty");
    assert_told(&x, 1, HSDS_REFUSED, o, 6, "used before, on line 2");
    assert_told(&x, 2, HSDS_REFUSED, o, 7, "\"name\" is empty");
    assert_told(&x, 3, HSDS_REFUSED, o, 8, "4 fields, and the header has 3");
    assert_told(&x, 4, HSDS_REFUSED, p, 5, "\"number\" is empty");
    assert_told(&x, 5, HSDS_REFUSED, r, 2, "not a day of the week");
    assert_told(&x, 6, HSDS_REFUSED, r, 3, "two times");
    assert_told(&x, 7, HSDS_REFUSED, r, 4, "not a time");
    assert_told(&x, 8, HSDS_REFUSED, s, 4, "not in organizations.csv");
    assert_told(&x, 9, HSDS_REFUSED, s, 5, "was refused (organizations.csv, line 7)");
    assert_told(&x, 10, HSDS_REFUSED, p, 2, "was refused (services.csv, line 4)");
    assert_told(&x, 11, HSDS_REFUSED, p, 3, "does not say whose");
    assert_told(&x, 12, HSDS_REFUSED, p, 4, "not in services.csv");
    assert_int_equal(x.n, 13);
    assert_int_equal(x.result.refused, 13);
    assert_int_equal(x.result.services, 1);
    assert_str(find(&x, "advice").v[0].card.phone, "555-0101");

    x.orphans = HSDS_ORPHANS_KEEP;
    assert_ok(import(&x));
    assert_int_equal(x.result.services, 3);
    assert_int_equal(find(&x, "lost").n, 1);
    assert_int_equal(find(&x, "lost").v[0].card.organization.n, 0);

    x.refusals = DIRECTORY_REFUSALS_STOP;
    x.orphans = HSDS_ORPHANS_REFUSE;
    assert_err(import(&x), INVALID);
    assert_int_equal(find(&x, "lost").n, 1);
    trial_end(&x);
}

/* Every broken folder is refused whole, says why, and leaves what was there as it was. */
static void broken_folders_change_nothing(void **state)
{
    static const struct {
        const char *file, *text;
        size_t n; /* 0: a C string */
        uint32_t line;
        const char *why;
    } CASES[] = {
        {"services.csv", "", 0, 0, "empty"},
        {"services.csv", "\n\n", 0, 0, "empty"},
        {"services.csv", "id,name\ns1,x\n", 0, 1, "no column \"organization_id\""},
        {"services.csv", "s1,o1,Advice\n", 0, 1, "no column"},
        {"services.csv", "id,organization_id,name,name\n", 0, 1, "twice"},
        {"services.csv", "id,organization_id,name\ns1,o1,\"open\n", 0, 2, "never closed"},
        {"services.csv", "id,organization_id,name\ns1,o1,a\"b\n", 0, 2, "quotation mark"},
        {"services.csv", "id,organization_id,name\ns1,o1,caf\xe9\n", 0, 2, "UTF-8"},
        {"services.csv", "id,organization_id,name\ns1,o1,a\0b\n", 33, 2, "zero byte"},
        {"phones.csv", "id,service_id\n", 0, 1, "no column \"number\""},
        {"locations.csv", "id;organization_id;name\n", 0, 1, "no column"},
        {"organizations.csv", "id,name\n", 0, 0, ""},
    };
    struct trial x;

    trial_begin(&x, state);
    put_small(&x);
    assert_ok(import(&x));
    for (size_t i = 0; i < sizeof(CASES) / sizeof(CASES[0]); i++) {
        trial_clear(&x);
        put_small(&x);
        if (str_eq_c(str_from_c(CASES[i].file), "organizations.csv"))
            put(&x, "services.csv", "id,organization_id,name\n");
        put_bytes(&x, CASES[i].file, CASES[i].text,
                  CASES[i].n ? CASES[i].n : strlen(CASES[i].text));
        assert_err(import(&x), INVALID);
        assert_int_equal(x.events[x.n - 1].kind, HSDS_BROKEN);
        if (x.events[x.n - 1].line != CASES[i].line || !strstr(x.events[x.n - 1].why, CASES[i].why))
            fail_msg("case %zu: line %u, %s", i, x.events[x.n - 1].line, x.events[x.n - 1].why);
        assert_true(finds(&x, "eviction", "Eviction advice"));
    }
    trial_clear(&x);
    put(&x, "organizations.csv", ORGANIZATIONS);
    assert_err(import(&x), INVALID);
    assert_told(&x, 0, HSDS_BROKEN, "services.csv", 0, "no such file");
    assert_err(import_folder(&x, "/nowhere/at/all"), NOT_FOUND);
    x.source = STR("");
    assert_err(import(&x), INVALID);
    assert_true(finds(&x, "eviction", "Eviction advice"));
    trial_end(&x);
}

/* A failure while writing rolls everything back. */
static void a_failed_write_changes_nothing(void **state)
{
    static const struct db_sql STEAL = {
        "test: a row in the way",
        "CREATE UNIQUE INDEX test_in_the_way ON directory_object (type) WHERE modified = 2000",
        NULL, NULL};
    struct trial x;
    struct directory_hits hits;

    trial_begin(&x, state);
    put_small(&x);
    assert_ok(import(&x));
    assert_ok(db_run(x.t->db, &STEAL, DB_NO_ARGS, NULL));
    put(&x, "organizations.csv", "id,name\no1,Renamed Law\no2,Palm House\no3,New House\n");
    x.now = 2000;
    assert_err(import(&x), CONFLICT);
    hits = find(&x, "palm");
    assert_int_equal(hits.total, 2); /* Palm House and its bed */
    assert_int_equal(find(&x, "renamed").n, 0);
    assert_int_equal(find(&x, "harbour").total, 2);
    trial_end(&x);
}

/* ---- search ---------------------------------------------------------------------------------- */

#define SAMPLE "src/directory/sample"

static void the_sample_is_whole(void **state)
{
    static const char *const ASKED[][2] = {
        {"مأوى", "Night shelter"},
        {"سرير آمن", "سرير آمن لليلة أو لأسابيع"},
        {"محامي عسكري", "محامٍ لقضايا الخدمة العسكرية"},
        {"معالج نفسي", "جلسات فردية مع معالج نفسي"},
        {"فحص", "فحوص سريعة وسرّية"},
        {"night shelter", "Night shelter"},
        {"food", "Food pantry"},
        {"discrimination at work", "Discrimination at work"},
        {"therapist by telephone", "Counselling by telephone"},
        {"military discharge", "Military discharge and records"},
    };
    struct trial x;

    trial_begin(&x, state);
    assert_ok(import_folder(&x, SAMPLE));
    assert_int_equal(x.n, 0); /* nothing refused, nothing ignored */
    assert_int_equal(x.result.services, 28);
    for (size_t i = 0; i < sizeof(ASKED) / sizeof(ASKED[0]); i++) {
        struct directory_hits hits = find(&x, ASKED[i][0]);
        bool found = false;
        for (size_t k = 0; k < hits.n && k < 3; k++)
            found = found || str_eq_c(hits.v[k].card.title, ASKED[i][1]);
        if (!found)
            fail_msg("\"%s\" does not find \"%s\"", ASKED[i][0], ASKED[i][1]);
    }
    struct directory_entry e;
    assert_ok(directory_entry_load(x.t->db, x.t->a, find(&x, "محامي عسكري").v[0].card.id, &e));
    assert_str(e.card.language, "ar");
    assert_str(e.phones[0].tel, "tel:+442079460110;ext=715");
    trial_end(&x);
}

static void soldiers_find_their_lawyers(void **state)
{
    struct trial x;

    trial_begin(&x, state);
    if (!test_legal_aid()) {
        print_message("[ SKIPPED ] shared/data/legal-aid-hsds-1.1 is not here\n");
        trial_end(&x);
        skip();
    }
    assert_ok(import_folder(&x, test_legal_aid()));
    assert_int_equal(x.result.organizations, 33);
    assert_int_equal(x.result.services, 89);
    struct directory_hits hits = find(&x, "armed forces legal aid");
    assert_str(hits.v[0].card.title, "Illinois Armed Forces Legal Aid Network");
    x.orphans = HSDS_ORPHANS_KEEP;
    assert_ok(import_folder(&x, test_legal_aid()));
    assert_int_equal(x.result.services, 429);
    assert_int_equal(x.result.refused,
                     20); /* a service without an id, 19 phones without a number */
    hits = find(&x, "armed forces legal aid");
    assert_str(hits.v[0].card.title, "Illinois Armed Forces Legal Aid Network");
    trial_end(&x);
}

static void pages_of_hits_follow_each_other(void **state)
{
    struct trial x;
    struct directory_hits all, page;

    trial_begin(&x, state);
    assert_ok(import_folder(&x, SAMPLE));
    all = find(&x, "free");
    assert_true(all.n > 5);
    assert_int_equal(all.total, all.n);
    for (size_t at = 0; at < all.n; at += 3) {
        assert_ok(directory_search(
            x.t->db, x.search, x.t->a,
            &(struct directory_query){.words = STR("free"), .offset = at, .limit = 3},
            lang_default(), &page));
        assert_int_equal(page.total, all.total);
        for (size_t i = 0; i < page.n; i++)
            assert_true(str_eq(page.v[i].card.id, all.v[at + i].card.id));
    }
    assert_ok(directory_search(
        x.t->db, x.search, x.t->a,
        &(struct directory_query){.words = STR("free"), .offset = 100000, .limit = 100000},
        lang_default(), &page));
    assert_int_equal(page.n, 0);
    assert_ok(directory_search(
        x.t->db, x.search, x.t->a,
        &(struct directory_query){.words = STR("\xff\xfe"), .offset = 0, .limit = 10},
        lang_default(), &page));
    assert_int_equal(page.n, 0);
    trial_end(&x);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST_DB(a_folder_becomes_entries),
        TEST_DB(importing_again_updates),
        TEST_DB(few_changes_leave_the_index_where_it_is),
        TEST_DB(refused_rows_are_told_with_their_lines),
        TEST_DB(broken_folders_change_nothing),
        TEST_DB(a_failed_write_changes_nothing),
        TEST_DB(the_sample_is_whole),
        TEST_DB(soldiers_find_their_lawyers),
        TEST_DB(pages_of_hits_follow_each_other),
    };
    seal_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
