/* Reading folders, zip files and JSON: what is taken, what is refused, what is broken. */
#include <archive.h>
#include <archive_entry.h>
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/rand.h"
#include "base/test.h"
#include "hsds/hsds.h"

#define SAMPLE "src/hsds/sample/"
#define EVENTS_MAX 64

struct trial {
    struct arena *a;
    char folder[64];
    struct hsds_event events[EVENTS_MAX]; /* all but progress */
    size_t n, progress;
    enum hsds_orphans orphans;
    hsds_known_fn *known;
    struct hsds_set *set;
};

static void on_event(void *ctx, const struct hsds_event *event)
{
    struct trial *x = ctx;
    if (event->kind == HSDS_PROGRESS) {
        x->progress++;
        return;
    }
    if (x->n == EVENTS_MAX)
        return;
    struct hsds_event *e = &x->events[x->n++];
    *e = *event;
    e->file = str_to_c(x->a, str_from_c(event->file));
    e->why = event->why ? str_to_c(x->a, str_from_c(event->why)) : "";
}

static int trial_begin(void **state)
{
    struct trial *x = calloc(1, sizeof(*x));
    x->a = arena_create(ARENA_PLAIN, 0);
    memcpy(x->folder, "/tmp/awn-hsds-XXXXXX", sizeof("/tmp/awn-hsds-XXXXXX"));
    *state = x;
    return mkdtemp(x->folder) ? 0 : -1;
}

static void folder_clear(const struct trial *x)
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

static int trial_end(void **state)
{
    struct trial *x = *state;
    folder_clear(x);
    rmdir(x->folder);
    arena_destroy(x->a);
    free(x);
    return 0;
}

static const char *in_folder(struct trial *x, const char *name)
{
    return str_to_c(x->a, str_fmt(x->a, "%s/%s", x->folder, name));
}

static void put_bytes(struct trial *x, const char *name, struct str s)
{
    FILE *f = fopen(in_folder(x, name), "w");
    assert_non_null(f);
    assert_int_equal(fwrite(s.p, 1, s.n, f), s.n);
    assert_int_equal(fclose(f), 0);
}

static void put(struct trial *x, const char *name, const char *text)
{
    put_bytes(x, name, str_from_c(text));
}

static enum err read_path(struct trial *x, const char *path)
{
    const struct hsds_reading how = {.path = path,
                                     .source = STR("test"),
                                     .orphans = x->orphans,
                                     .event = on_event,
                                     .known = x->known,
                                     .ctx = x};
    x->n = x->progress = 0;
    return hsds_read(x->a, &how, &x->set);
}

static enum err read_folder(struct trial *x)
{
    return read_path(x, x->folder);
}

/* Some event says so. */
static void assert_told(const struct trial *x, enum hsds_event_kind kind, const char *file,
                        uint32_t line, const char *part)
{
    for (size_t i = 0; i < x->n; i++) {
        const struct hsds_event *e = &x->events[i];
        if (e->kind == kind && strcmp(e->file, file) == 0 && e->line == line &&
            strstr(e->why, part))
            return;
    }
    for (size_t i = 0; i < x->n; i++)
        print_message("told: %d %s:%u: %s\n", x->events[i].kind, x->events[i].file,
                      x->events[i].line, x->events[i].why);
    fail_msg("nothing says \"%s\" of %s, line %u", part, file, line);
}

static struct str doc_of(const struct trial *x, enum hsds_type type, size_t i)
{
    assert_true(x->set->from[type] + i < x->set->n);
    const struct hsds_object *o = &x->set->v[x->set->from[type] + i];
    assert_int_equal(o->type, type);
    return o->doc;
}

static void assert_has(struct str doc, const char *part)
{
    if (!memmem(doc.p, doc.n, part, strlen(part)))
        fail_msg("%.*s\nhas no %s", STR_ARG(doc), part);
}

/* ---- samples --------------------------------------------------------------------------------- */

static void the_oldest_version_is_read(void **state)
{
    struct trial *x = *state;

    assert_ok(read_path(x, SAMPLE "1.1"));
    assert_str(x->set->version, "1.1");
    struct str service = doc_of(x, HSDS_SERVICE, 0);
    assert_has(service, "\"status\":\"active\",\"fees_description\":\"Free\","
                        "\"eligibility_description\":\"Tenants\",\"phones\":[");
    assert_has(service, "\"freq\":\"WEEKLY\",\"byday\":\"MO\",\"opens_at\":\"09:00\","
                        "\"closes_at\":\"17:30\"");
    assert_has(service, "\"byday\":\"SU\",\"description\":\"closed\"");
    assert_has(service, "\"valid_from\":\"2026-12-25\",\"valid_to\":\"2026-12-26\"");
    assert_has(service, "\"option\":\"cash\"");
    assert_has(service, "\"value\":\"tenants\"");
    assert_has(service, "\"code\":\"en\"},{");
    assert_has(doc_of(x, HSDS_LOCATION, 0), "\"description\":\"ramp\"");
    assert_has(doc_of(x, HSDS_LOCATION, 2), "\"location_type\":\"postal\"");
    assert_has(doc_of(x, HSDS_TAXONOMY_TERM, 1), "\"parent_id\":");
    assert_has(doc_of(x, HSDS_ORGANIZATION, 1), "ext. 0 or 1");
    assert_told(x, HSDS_NOTED, "services.csv", 4, "none of active");
    assert_told(x, HSDS_REFUSED, "services.csv", 5, "points to the organization \"9\"");
    assert_told(x, HSDS_REFUSED, "phones.csv", 4, "points to the service \"99\"");
    assert_told(x, HSDS_REFUSED, "physical_addresses.csv", 3, "nothing of the address");
    assert_told(x, HSDS_REFUSED, "regular_schedules.csv", 4, "not a day of the week");
    assert_told(x, HSDS_REFUSED, "services_taxonomy.csv", 3, "taxonomy term \"nowhere\"");
    assert_int_equal(x->set->refused, 5);
}

static void version_two_is_read(void **state)
{
    struct trial *x = *state;

    assert_ok(read_path(x, SAMPLE "2.0"));
    assert_str(x->set->version, "2.0");
    assert_int_equal(x->set->refused, 0);
    assert_has(doc_of(x, HSDS_SERVICE, 0), "\"attributes\":[{\"id\":");
    assert_has(doc_of(x, HSDS_LOCATION, 0), "\"attributes\":[{\"id\":");
    assert_has(doc_of(x, HSDS_SERVICE_AT_LOCATION, 0),
               "\"timezone\":2,\"freq\":\"WEEKLY\",\"interval\":1,\"byday\":\"MO,WE\","
               "\"opens_at\":\"09:00\"");
    assert_has(doc_of(x, HSDS_TAXONOMY_TERM, 0), "\"name\":\"Housing\"");
}

static void sets_equal(const struct hsds_set *a, const struct hsds_set *b)
{
    assert_int_equal(a->n, b->n);
    for (size_t i = 0; i < a->n; i++) {
        size_t k = 0;
        while (k < b->n && !(b->v[k].type == a->v[i].type && str_eq(b->v[k].id, a->v[i].id)))
            k++;
        assert_true(k < b->n);
        if (!str_eq(a->v[i].doc, b->v[k].doc))
            fail_msg("%.*s\nand\n%.*s", STR_ARG(a->v[i].doc), STR_ARG(b->v[k].doc));
        assert_int_equal(a->v[i].digest, b->v[k].digest);
        assert_true(str_eq(a->v[i].parent, b->v[k].parent));
        assert_true(str_eq(a->v[i].place, b->v[k].place));
    }
}

static void tables_and_json_give_the_same_documents(void **state)
{
    struct trial *x = *state;

    assert_ok(read_path(x, SAMPLE "3.0"));
    assert_str(x->set->version, "3.0");
    assert_int_equal(x->n, 0);
    assert_int_equal(x->set->n, 7);
    const struct hsds_set *tables = x->set;
    assert_ok(read_path(x, SAMPLE "service.json"));
    assert_int_equal(x->n, 0);
    sets_equal(tables, x->set);
    assert_ok(read_path(x, SAMPLE "page.json"));
    sets_equal(tables, x->set);
    const struct hsds_object *service = &x->set->v[x->set->from[HSDS_SERVICE]];
    assert_true(str_eq(service->parent, x->set->v[0].id));
    for (size_t t = 1; t < HSDS_TYPES_END; t++)
        assert_int_equal(tables->count[t], x->set->count[t]);
}

/* ---- any data, both ways --------------------------------------------------------------------- */

/* A text with what CSV and JSON must escape. */
static struct str some_text(struct arena *a, struct rng *r)
{
    static const char *const WORDS[] = {"aid",        "\"x\"", "a,b", "مأوى", "back\\slash",
                                        "two\nlines", "é",     "{}",  "\t.",  "0"};
    struct buf b;
    struct str s;
    buf_init(&b, a, 64, 1024);
    buf_add_c(&b, "T");
    for (size_t n = rng_below(r, 4); n != 0; n--) {
        buf_add_c(&b, " ");
        buf_add_c(&b, WORDS[rng_below(r, 10)]);
    }
    assert_ok(buf_end(&b, &s));
    return str_trim(s);
}

static struct str csv_quoted(struct arena *a, struct str s)
{
    struct buf b;
    struct str out;
    buf_init(&b, a, s.n + 8, 8192);
    buf_add_char(&b, '"');
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '"')
            buf_add_char(&b, '"');
        buf_add_char(&b, s.p[i]);
    }
    buf_add_char(&b, '"');
    assert_ok(buf_end(&b, &out));
    return out;
}

static struct str some_id(struct arena *a, int kind, size_t i)
{
    return str_fmt(a, "00000000-0000-4000-8%03d-%012zx", kind, i);
}

static json_t *json_of(struct str s)
{
    return json_stringn(s.p, s.n);
}

struct both {
    struct arena *a;
    struct rng r;
    struct buf organizations, services, phones, languages;
    json_t *list;
};

static json_t *both_phone(struct both *w, size_t id, struct str service)
{
    struct str uuid = some_id(w->a, 3, id), number = some_text(w->a, &w->r);
    struct str language = some_text(w->a, &w->r), luuid = some_id(w->a, 4, id);
    struct str q = csv_quoted(w->a, number), ql = csv_quoted(w->a, language);
    unsigned extension = (unsigned)rng_below(&w->r, 2000);

    buf_add_fmt(&w->phones, "%.*s,%.*s,%.*s,%u\n", STR_ARG(uuid), STR_ARG(service), STR_ARG(q),
                extension);
    buf_add_fmt(&w->languages, "%.*s,%.*s,%.*s\n", STR_ARG(luuid), STR_ARG(uuid), STR_ARG(ql));
    return json_pack("{s:o, s:o, s:i, s:[{s:o, s:o}]}", "id", json_of(uuid), "number",
                     json_of(number), "extension", (int)extension, "languages", "id",
                     json_of(luuid), "name", json_of(language));
}

static void both_service(struct both *w, size_t i)
{
    struct str uuid = some_id(w->a, 2, i), name = some_text(w->a, &w->r);
    size_t organization = rng_below(&w->r, 5);
    struct str owner = some_id(w->a, 1, organization);
    struct str oname = str_fmt(w->a, "O%zu", organization), q = csv_quoted(w->a, name);
    double age = (double)rng_below(&w->r, 4000) / 8;
    json_t *phones = json_array();

    for (size_t n = rng_below(&w->r, 3); n != 0; n--)
        assert_int_equal(json_array_append_new(phones, both_phone(w, i * 8 + n, uuid)), 0);
    buf_add_fmt(&w->services, "%.*s,%.*s,%.*s,active,%.3f\n", STR_ARG(uuid), STR_ARG(owner),
                STR_ARG(q), age);
    json_t *o =
        json_pack("{s:o, s:o, s:s, s:f, s:o, s:{s:o, s:o, s:s}}", "id", json_of(uuid), "name",
                  json_of(name), "status", "Active", "minimum_age", age, "phones", phones,
                  "organization", "id", json_of(owner), "name", json_of(oname), "description", "");
    assert_int_equal(json_array_append_new(w->list, o), 0);
}

static struct str text_of(struct buf *b)
{
    struct str s;
    assert_ok(buf_end(b, &s));
    return s;
}

static void any_data_is_the_same_both_ways(void **state)
{
    struct trial *x = *state;

    for (uint64_t seed = 1; seed <= 20; seed++) {
        struct both w = {.a = x->a, .r = {seed}, .list = json_array()};
        struct buf *all[] = {&w.organizations, &w.services, &w.phones, &w.languages};
        for (size_t i = 0; i < 4; i++)
            buf_init(all[i], x->a, 1024, 1024 * 1024);
        buf_add_c(&w.organizations, "id,name,description\n");
        buf_add_c(&w.services, "id,organization_id,name,status,minimum_age\n");
        buf_add_c(&w.phones, "id,service_id,number,extension\n");
        buf_add_c(&w.languages, "id,phone_id,name\n");
        for (size_t i = 0; i < 30; i++)
            both_service(&w, i);
        bool used[5] = {false};
        for (size_t i = 0; i < json_array_size(w.list); i++) {
            const char *name = json_string_value(json_object_get(
                json_object_get(json_array_get(w.list, i), "organization"), "name"));
            used[name[1] - '0'] = true;
        }
        for (size_t i = 0; i < 5; i++) {
            struct str id = some_id(x->a, 1, i);
            if (used[i])
                buf_add_fmt(&w.organizations, "%.*s,O%zu,\n", STR_ARG(id), i);
        }
        put_bytes(x, "organizations.csv", text_of(&w.organizations));
        put_bytes(x, "services.csv", text_of(&w.services));
        put_bytes(x, "phones.csv", text_of(&w.phones));
        put_bytes(x, "languages.csv", text_of(&w.languages));
        assert_ok(read_folder(x));
        if (x->n != 0)
            fail_msg("%s:%u: %s", x->events[0].file, x->events[0].line, x->events[0].why);
        const struct hsds_set *tables = x->set;
        assert_int_equal(json_dump_file(w.list, in_folder(x, "all.json"), 0), 0);
        assert_ok(read_path(x, in_folder(x, "all.json")));
        assert_int_equal(x->n, 0);
        sets_equal(tables, x->set);
        folder_clear(x);
        json_decref(w.list);
    }
}

/* ---- rows that are refused ------------------------------------------------------------------- */

#define ORGANIZATIONS "id,name,description\no1,Harbour Law,Free advice\n"
#define SERVICES "id,organization_id,name,status\ns1,o1,Eviction advice,active\n"

static void put_small(struct trial *x)
{
    put(x, "organizations.csv", ORGANIZATIONS);
    put(x, "services.csv", SERVICES);
}

static void bad_rows_are_told_with_their_lines(void **state)
{
    struct trial *x = *state;

    put(x, "organizations.csv",
        "id,name,description\no1,A,\no1,B,\n,C,\no4,,\no5,E\n\"o6\",\"F\nG\",\no7,H,\n");
    put(x, "services.csv", "id,organization_id,name\ns1,o1,One\ns2,,Two\ns3,o4,Three\n");
    put(x, "phones.csv",
        "id,service_id,number\np1,s1,\np2,,123\np3,s3,124\np4,s1,125\n,s1,126\n,s1,126\n");
    put(x, "attributes.csv", "id,link_id,link_entity,taxonomy_term_id\na1,s1,service,t9\n");
    put(x, "notes.txt", "");
    assert_ok(read_folder(x));
    assert_told(x, HSDS_REFUSED, "organizations.csv", 3, "\"o1\" was used before, on line 2");
    assert_told(x, HSDS_REFUSED, "organizations.csv", 4, "\"id\" is empty");
    assert_told(x, HSDS_REFUSED, "organizations.csv", 5, "\"name\" is empty");
    assert_told(x, HSDS_REFUSED, "organizations.csv", 6, "2 fields, and the header has 3");
    assert_told(x, HSDS_REFUSED, "services.csv", 3, "\"organization_id\" is empty");
    assert_told(x, HSDS_REFUSED, "services.csv", 4, "belongs to the organization \"o4\"");
    assert_told(x, HSDS_REFUSED, "phones.csv", 2, "\"number\" is empty");
    assert_told(x, HSDS_REFUSED, "phones.csv", 3, "does not say whose");
    assert_told(x, HSDS_REFUSED, "phones.csv", 4, "belongs to the service \"s3\"");
    assert_told(x, HSDS_REFUSED, "phones.csv", 7, "the same as line 6");
    assert_told(x, HSDS_REFUSED, "attributes.csv", 2, "taxonomy term \"t9\"");
    assert_told(x, HSDS_IGNORED, "notes.txt", 0, "");
    assert_int_equal(x->set->refused, 11);
    assert_int_equal(x->set->count[HSDS_ORGANIZATION], 3);
    assert_int_equal(x->set->count[HSDS_PHONE], 2);
    assert_has(doc_of(x, HSDS_ORGANIZATION, 1), "\"name\":\"F\\nG\"");
    assert_int_equal(x->set->v[x->set->n - 1].line, 2);
}

static void a_service_can_be_kept_without_its_organization(void **state)
{
    struct trial *x = *state;

    put(x, "organizations.csv", ORGANIZATIONS);
    put(x, "services.csv", "id,organization_id,name\ns1,o9,One\ns2,,Two\n");
    assert_ok(read_folder(x));
    assert_int_equal(x->set->count[HSDS_SERVICE], 0);
    x->orphans = HSDS_ORPHANS_KEEP;
    assert_ok(read_folder(x));
    assert_int_equal(x->set->count[HSDS_SERVICE], 2);
    assert_told(x, HSDS_NOTED, "services.csv", 2, "there is no organization \"o9\"");
    assert_int_equal(x->set->v[x->set->from[HSDS_SERVICE]].parent.n, 0);
}

static bool knows_all(void *ctx, enum hsds_type type, struct str id)
{
    (void)ctx;
    return type == HSDS_ORGANIZATION && hsds_is_uuid(id);
}

static void a_feed_may_point_to_what_is_known(void **state)
{
    struct trial *x = *state;

    put(x, "x.ndjson",
        "{\"id\":\"s1\",\"name\":\"A\",\"status\":\"active\",\"organization_id\":\"o1\"}\n\n"
        "{\"id\":\"s2\",\"name\":\"B\",\"status\":\"active\",\"program_id\":\"p\","
        "\"organization_id\":\"o1\"}\n{\"x\":1}\n7\n");
    assert_ok(read_path(x, in_folder(x, "x.ndjson")));
    assert_int_equal(x->set->n, 0);
    assert_told(x, HSDS_REFUSED, "x.ndjson", 1, "organization \"o1\", which is not in what");
    x->known = knows_all;
    assert_ok(read_path(x, in_folder(x, "x.ndjson")));
    assert_int_equal(x->set->n, 2);
    assert_told(x, HSDS_NOTED, "x.ndjson", 3, "there is no program");
    assert_told(x, HSDS_REFUSED, "x.ndjson", 4, "do not tell what it is");
    assert_told(x, HSDS_REFUSED, "x.ndjson", 5, "no object");
    assert_true(
        str_eq(x->set->v[0].parent, hsds_uuid(x->a, STR("test"), HSDS_ORGANIZATION, STR("o1"))));
}

/* ---- files that are broken ------------------------------------------------------------------- */

struct breakage {
    const char *file;
    struct str text;
    uint32_t line;
    const char *why;
};

static void broken_files_stop_everything(void **state)
{
    static const struct breakage CASES[] = {
        {"services.csv", STR_INIT("id,organization_id,name\ns1,o1,\"x\n"), 2, "never closed"},
        {"services.csv", STR_INIT("id,organization_id,name\ns1,o1,x\"y\n"), 2, "quotation mark"},
        {"services.csv", STR_INIT("id,organization_id,name\ns1,o1,a\0b\n"), 2, "zero byte"},
        {"services.csv", STR_INIT("id,name\ns1,x\n"), 1, "no column \"organization_id\""},
        {"services.csv", STR_INIT("id,organization_id,name,name\n"), 1, "stands twice"},
        {"services.csv", STR_INIT(""), 0, "empty"},
        {"services.csv", STR_INIT("\xFF\xFEi\0d\0,\0"), 0, "iconv -f UTF-16"},
        {"services.csv", STR_INIT("i\0d\0,\0n\0"), 0, "iconv -f UTF-16"},
        {"services.csv", STR_INIT("PK\3\4xxxx"), 0, "spreadsheet"},
        {"services.csv", STR_INIT("id,organization_id,name\ns1,o1,caf\xE9 a\n"), 2, "WINDOWS-1252"},
        {"services.csv", STR_INIT("id,organization_id,name\ns1,o1,\xE3\xD4\xE6\xD1\xC9\n"), 2,
         "WINDOWS-1256"},
        {"regular_schedules.csv", STR_INIT("id,service_id,opens_at\n"), 1, "no column \"weekday\""},
        {"phones.csv", STR_INIT("id,service_id\n"), 1, "no column \"number\""},
    };
    struct trial *x = *state;

    for (size_t i = 0; i < sizeof(CASES) / sizeof(CASES[0]); i++) {
        put_small(x);
        put_bytes(x, CASES[i].file, CASES[i].text);
        assert_err(read_folder(x), INVALID);
        assert_told(x, HSDS_BROKEN, CASES[i].file, CASES[i].line, CASES[i].why);
        folder_clear(x);
    }
    put(x, "services.csv", SERVICES);
    assert_err(read_folder(x), INVALID);
    assert_told(x, HSDS_BROKEN, "organizations.csv", 0, "no such file");
    assert_err(read_path(x, in_folder(x, "nothing")), NOT_FOUND);
    put(x, "x.pdf", "%PDF");
    assert_err(read_path(x, in_folder(x, "x.pdf")), INVALID);
    assert_told(x, HSDS_BROKEN, "x.pdf", 0, "neither");
}

static void broken_json_stops_everything(void **state)
{
    static const struct breakage CASES[] = {
        {"x.json", STR_INIT(""), 0, "empty"},
        {"x.json", STR_INIT("{\n\"id\": 1,\n}"), 3, "not JSON"},
        {"x.json", STR_INIT("[{\"a\":1},\n{\"b\":2}\n"), 3, "cut off"},
        {"x.json", STR_INIT("[{\"a\":1},\n{\"b\":"), 2, "not JSON"},
        {"x.json", STR_INIT("{\"contents\":[{\"id\":\"1\"}"), 1, "cut off"},
        {"x.json", STR_INIT("[]\n[]"), 2, "behind its end"},
        {"x.json", STR_INIT("\xFF\xFE[\0]\0"), 0, "UTF-16"},
        {"x.json", STR_INIT("[\n\"caf\xE9 x\"]"), 2, "WINDOWS-1252"},
        {"x.json", STR_INIT("[\"a\0b\"]"), 0, "zero byte"},
        {"x.json", STR_INIT("{\"services.csv\":[1]}"), 1, "no object"},
        {"x.ndjson", STR_INIT("{}\n{\"a\"\n"), 3, "not JSON"},
        {"x.json", STR_INIT("["), 1, "not JSON"},
    };
    struct trial *x = *state;

    for (size_t i = 0; i < sizeof(CASES) / sizeof(CASES[0]); i++) {
        put_bytes(x, CASES[i].file, CASES[i].text);
        assert_err(read_path(x, in_folder(x, CASES[i].file)), INVALID);
        assert_told(x, HSDS_BROKEN, CASES[i].file, CASES[i].line, CASES[i].why);
    }
    /* Deeper than any honest file. */
    char *deep = arena_alloc(x->a, 100001);
    memset(deep, '[', 100000);
    put_bytes(x, "x.json", str_from(deep, 100000));
    assert_err(read_path(x, in_folder(x, "x.json")), INVALID);
    put(x, "x.json", "\xEF\xBB\xBF []");
    assert_ok(read_path(x, in_folder(x, "x.json")));
    assert_int_equal(x->set->n, 0);
}

/* ---- zip ------------------------------------------------------------------------------------- */

struct packed {
    const char *name;
    struct str text;
    unsigned type; /* AE_IF…; 0: a plain file */
};

/* Packs files; password NULL: none. */
static const char *zip_make(struct trial *x, const char *name, const struct packed *v, size_t n,
                            const char *password)
{
    const char *path = in_folder(x, name);
    struct archive *z = archive_write_new();

    archive_write_set_format_zip(z);
    if (password) {
        assert_int_equal(archive_write_set_options(z, "zip:encryption=zipcrypt"), ARCHIVE_OK);
        archive_write_set_passphrase(z, password);
    }
    assert_int_equal(archive_write_open_filename(z, path), ARCHIVE_OK);
    for (size_t i = 0; i < n; i++) {
        struct archive_entry *e = archive_entry_new();
        archive_entry_set_pathname(e, v[i].name);
        archive_entry_set_filetype(e, v[i].type ? v[i].type : AE_IFREG);
        archive_entry_set_perm(e, 0600);
        archive_entry_set_size(e, (la_int64_t)v[i].text.n);
        if (v[i].type == AE_IFLNK)
            archive_entry_set_symlink(e, "/etc/passwd");
        assert_int_equal(archive_write_header(z, e), ARCHIVE_OK);
        assert_int_equal(archive_write_data(z, v[i].text.p, v[i].text.n), v[i].text.n);
        archive_entry_free(e);
    }
    assert_int_equal(archive_write_free(z), ARCHIVE_OK);
    return path;
}

static void a_zip_file_is_read_like_a_folder(void **state)
{
    const struct packed files[] = {{"data/services.csv", STR_INIT(SERVICES), 0},
                                   {"data/.DS_Store", STR_INIT("x"), 0},
                                   {"data/readme.txt", STR_INIT("x"), 0},
                                   {"data/datapackage.json", STR_INIT("{}"), 0},
                                   {"data/organizations.csv", STR_INIT(ORGANIZATIONS), 0}};
    struct trial *x = *state;

    put_small(x);
    assert_ok(read_folder(x));
    const struct hsds_set *folder = x->set;
    assert_ok(read_path(x, zip_make(x, "x.zip", files, 5, NULL)));
    assert_int_equal(x->n, 1);
    assert_told(x, HSDS_IGNORED, "readme.txt", 0, "");
    sets_equal(folder, x->set);
    const struct packed text[] = {
        {"services.json",
         STR_INIT("[{\"id\":\"s1\",\"name\":\"Eviction advice\",\"organization\":{\"id\":\"o1\","
                  "\"name\":\"Harbour Law\",\"description\":\"Free advice\"}}]"),
         0}};
    assert_ok(read_path(x, zip_make(x, "y.zip", text, 1, NULL)));
    sets_equal(folder, x->set);
}

static void broken_zip_files_stop_everything(void **state)
{
    struct trial *x = *state;
    struct str rows = {arena_alloc(x->a, 30u << 20), 30u << 20};
    memset((char *)(uintptr_t)rows.p, 'a', rows.n);
    const struct {
        struct packed file;
        const char *password, *why;
    } CASES[] = {
        {{"../organizations.csv", STR_INIT(ORGANIZATIONS), 0}, NULL, "leads out"},
        {{"a/../../organizations.csv", STR_INIT(ORGANIZATIONS), 0}, NULL, "leads out"},
        {{"/organizations.csv", STR_INIT(ORGANIZATIONS), 0}, NULL, "leads out"},
        {{"organizations.csv", STR_INIT(""), AE_IFLNK}, NULL, "no plain file"},
        {{"organizations.csv", STR_INIT(ORGANIZATIONS), 0}, "secret", "encrypted"},
        {{"x.json", rows, 0}, NULL, "bomb"},
    };

    for (size_t i = 0; i < sizeof(CASES) / sizeof(CASES[0]); i++) {
        const char *path = zip_make(x, "x.zip", &CASES[i].file, 1, CASES[i].password);
        assert_err(read_path(x, path), INVALID);
        assert_told(x, HSDS_BROKEN, "x.zip", 0, CASES[i].why);
    }
    const struct packed twice[] = {{"a/services.csv", STR_INIT(SERVICES), 0},
                                   {"b/services.csv", STR_INIT(SERVICES), 0}};
    assert_err(read_path(x, zip_make(x, "x.zip", twice, 2, NULL)), INVALID);
    assert_told(x, HSDS_BROKEN, "x.zip", 0, "stands there twice");
    struct packed many[70];
    for (size_t i = 0; i < 70; i++)
        many[i] = (struct packed){str_to_c(x->a, str_fmt(x->a, "%zu.txt", i)), STR("x"), 0};
    assert_err(read_path(x, zip_make(x, "x.zip", many, 70, NULL)), INVALID);
    assert_told(x, HSDS_BROKEN, "x.zip", 0, "more than 64 files");
    put(x, "x.zip", "hello");
    assert_err(read_path(x, in_folder(x, "x.zip")), INVALID);
    assert_told(x, HSDS_BROKEN, "x.zip", 0, "not a zip file");
}

/* Cut anywhere, it is broken and says so. */
static void a_zip_file_that_was_cut_off_is_told(void **state)
{
    const struct packed files[] = {{"organizations.csv", STR_INIT(ORGANIZATIONS), 0},
                                   {"services.csv", STR_INIT(SERVICES), 0}};
    struct trial *x = *state;
    const char *path = zip_make(x, "x.zip", files, 2, NULL);
    struct stat st;

    assert_int_equal(stat(path, &st), 0);
    assert_ok(read_path(x, path));
    for (off_t n = st.st_size - 1; n > 0; n -= 7) {
        assert_int_equal(truncate(path, n), 0);
        assert_err(read_path(x, path), INVALID);
        assert_int_equal(x->events[x->n - 1].kind, HSDS_BROKEN);
    }
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, trial_begin, trial_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_oldest_version_is_read),
        TEST(version_two_is_read),
        TEST(tables_and_json_give_the_same_documents),
        TEST(any_data_is_the_same_both_ways),
        TEST(bad_rows_are_told_with_their_lines),
        TEST(a_service_can_be_kept_without_its_organization),
        TEST(a_feed_may_point_to_what_is_known),
        TEST(broken_files_stop_everything),
        TEST(broken_json_stops_everything),
        TEST(a_zip_file_is_read_like_a_folder),
        TEST(broken_zip_files_stop_everything),
        TEST(a_zip_file_that_was_cut_off_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
