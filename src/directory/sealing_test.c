/* What sealing leaves behind: nothing in any table, nothing in the engine's files once the day has
 * turned; and what happens to what is sealed when sources, editors and imports go on. */
#include <dirent.h>
#include <fcntl.h>
#include <jansson.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "directory/directory_edit.h"
#include "directory/directory_export.h"
#include "directory/directory_towns.h"
#include "seal/seal.h"
#include "support/test_db.h"

#define ORG "0a000000-0000-4000-8000-000000000001"
#define OTHER "0a000000-0000-4000-8000-000000000002"
#define BED "0a000000-0000-4000-8000-0000000000d1"
#define MEAL "0a000000-0000-4000-8000-0000000000d2"
#define LAW "0a000000-0000-4000-8000-0000000000d3"
#define PLACE "0a000000-0000-4000-8000-0000000000c1"
#define BED_AT "0a000000-0000-4000-8000-0000000000b1"
#define MEAL_AT "0a000000-0000-4000-8000-0000000000b2"

/* In everything that is said of the bed and of its place. */
#define CANARY "uietcanary"

struct desk {
    struct test_db *t;
    struct search *search;
    struct directory_editing by;
    char notes[4096];
};

#define HEAD                                                                                       \
    "{\"organizations\":[{\"id\":\"" ORG "\",\"name\":\"Harbour House\",\"description\":\"x\"},"   \
    "{\"id\":\"" OTHER "\",\"name\":\"Upper floor\",\"description\":\"x\"}],"
#define PLACE_JSON                                                                                 \
    "\"locations\":[{\"id\":\"" PLACE "\",\"location_type\":\"physical\",\"name\":"                \
    "\"Quietcanary gate\",\"transportation\":\"Bus to Quietcanary\","                              \
    "\"external_identifier\":\"Quietcanary-17\",\"addresses\":[{\"address_1\":"                    \
    "\"7 Quietcanary Lane\",\"city\":\"Quietcanary Bay\",\"address_type\":\"physical\"}]}],"
#define AT(id) "\"service_at_locations\":[{\"id\":\"" id "\",\"location_id\":\"" PLACE "\"}]"
#define BED_JSON                                                                                   \
    "{\"id\":\"" BED "\",\"organization_id\":\"" ORG "\",\"name\":\"Quietcanary bed\","            \
    "\"description\":\"Quietcanary nights\",\"phones\":[{\"number\":\"+1 777 uietcanary\"}],"      \
    "\"schedules\":[{\"freq\":\"WEEKLY\",\"byday\":\"TU\",\"opens_at\":\"19:17\",\"closes_at\":"   \
    "\"21:43\"}],\"service_areas\":[{\"name\":\"Quietcanary Hills\"}]," AT(BED_AT) "}"
#define MEAL_BARE "{\"id\":\"" MEAL "\",\"organization_id\":\"" OTHER "\",\"name\":\"Warm meal\""
#define LAW_JSON "{\"id\":\"" LAW "\",\"organization_id\":\"" ORG "\",\"name\":\"Legal advice\"}"

#define ALONE HEAD PLACE_JSON "\"services\":[" BED_JSON "," MEAL_BARE "}," LAW_JSON "]}"
#define SHARED                                                                                     \
    HEAD PLACE_JSON "\"services\":[" BED_JSON "," MEAL_BARE "," AT(MEAL_AT) "}," LAW_JSON "]}"

static void on_event(void *ctx, const struct hsds_event *e)
{
    struct desk *x = ctx;
    size_t n = strlen(x->notes);
    if (e->kind == HSDS_NOTED)
        snprintf(x->notes + n, sizeof(x->notes) - n, "%s: %s\n", e->file, e->why);
}

static const char *json_at(struct desk *x, const char *json)
{
    const char *path = str_to_c(x->t->a, str_fmt(x->t->a, "%s/in.json", x->t->folder));
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    assert_true(fputs(json, f) >= 0);
    assert_int_equal(fclose(f), 0);
    return path;
}

static void import(struct desk *x, const char *json)
{
    struct directory_imported done;
    const struct directory_import how = {.path = json_at(x, json),
                                         .source = STR("city"),
                                         .now = x->by.now,
                                         .event = on_event,
                                         .ctx = x};
    x->notes[0] = '\0';
    assert_ok(directory_import(x->t->db, x->search, &how, &done));
    assert_int_equal(done.refused, 0);
}

static void begin(struct desk *x, void **state, const char *json)
{
    *x = (struct desk){.t = test_db_of(state), .search = search_create()};
    x->by = (struct directory_editing){
        .db = x->t->db, .search = x->search, .byline = STR("Rima"), .now = 1000};
    import(x, json);
}

static void end(struct desk *x)
{
    search_destroy(x->search);
}

/* ---- looking --------------------------------------------------------------------------------- */

static const struct db_sql TABLES = {
    "test: tables", NULL,
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'directory%' ORDER BY name",
    "SELECT CAST(tablename AS TEXT) FROM pg_tables WHERE schemaname = current_schema() AND"
    " tablename LIKE 'directory%' ORDER BY 1"};

/* Every cell of every table of the directory that there is, also of those nobody thought of. */
static bool any_cell_holds(struct desk *x, const char *word)
{
    struct arena *a = x->t->a;
    struct db_rows names, rows;
    bool found = false;

    assert_ok(db_all(x->t->db, &TABLES, DB_NO_ARGS, a, &names));
    assert_true(names.n > 8);
    for (size_t i = 0; i < names.n; i++) {
        const struct db_sql all = {
            "test: all", str_to_c(a, str_fmt(a, "SELECT * FROM %.*s", STR_ARG(names.v[i].s))), NULL,
            NULL};
        assert_ok(db_all(x->t->db, &all, DB_NO_ARGS, a, &rows));
        for (size_t k = 0; k < rows.n * rows.columns; k++) {
            struct str s = rows.v[k].s;
            found = found || (s.n != 0 && memmem(s.p, s.n, word, strlen(word)));
        }
    }
    return found;
}

static const char *const TRACES[] = {CANARY, "19:17", "1157", "777"};

static void assert_no_trace(struct desk *x)
{
    for (size_t i = 0; i < sizeof(TRACES) / sizeof(TRACES[0]); i++) {
        if (any_cell_holds(x, TRACES[i]))
            fail_msg("\"%s\" is still there", TRACES[i]);
    }
}

static int64_t number(struct desk *x, const char *sql)
{
    const struct db_sql one = {"test: number", sql, NULL, NULL};
    struct db_rows rows;

    assert_ok(db_all(x->t->db, &one, DB_NO_ARGS, x->t->a, &rows));
    assert_int_equal(rows.n, 1);
    return db_cell_int(&rows, 0, 0);
}

static bool town_is_offered(struct desk *x)
{
    struct str *towns;
    size_t n;
    bool offered = false;

    assert_ok(directory_towns(x->t->db, x->t->a, &towns, &n));
    for (size_t i = 0; i < n; i++)
        offered = offered || str_eq_c(towns[i], "Quietcanary Bay");
    return offered;
}

static bool is_there(struct desk *x, const char *id)
{
    struct directory_object o;
    enum err e = directory_object_get(x->t->db, x->t->a, str_from_c(id), &o);

    assert_true(e == ERR_OK || e == ERR_NOT_FOUND);
    return e == ERR_OK;
}

static bool export_holds(struct desk *x, const char *word)
{
    const char *path = str_to_c(x->t->a, str_fmt(x->t->a, "%s/out.json", x->t->folder));
    const struct directory_export how = {.path = path};
    char *bytes = arena_alloc(x->t->a, 1 << 20);
    struct directory_exported done;

    (void)unlink(path);
    assert_ok(directory_export(x->t->db, &how, &done));
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t size = read(fd, bytes, 1 << 20);
    close(fd);
    assert_true(size > 0);
    return memmem(bytes, (size_t)size, word, strlen(word)) != NULL;
}

static struct str sealed(struct desk *x, const char *id)
{
    struct str record;
    assert_ok(directory_seal_out(&x->by, x->t->a, str_from_c(id), &record));
    return record;
}

static enum err rename_to(struct desk *x, const char *id, const char *name)
{
    struct directory_object o;
    struct directory_doc doc = {.type = HSDS_SERVICE, .id = str_from_c(id)};

    assert_ok(directory_object_get(x->t->db, x->t->a, doc.id, &o));
    json_t *j = hsds_doc_load(o.doc);
    json_object_set_new(j, "name", json_string(name));
    assert_ok(hsds_doc_write(x->t->a, HSDS_SERVICE, j, &doc.doc));
    json_decref(j);
    return directory_correct(&x->by, doc.id, &(struct directory_docs){&doc, 1});
}

/* ---- nothing is left ------------------------------------------------------------------------- */

static void nothing_of_it_is_left_in_any_table(void **state)
{
    struct desk x;

    begin(&x, state, ALONE);
    assert_ok(rename_to(&x, BED, "Bed of Quietcanary"));
    assert_ok(directory_check(&x.by, STR(BED)));
    assert_true(town_is_offered(&x));
    for (size_t i = 0; i < 1; i++)
        assert_true(any_cell_holds(&x, TRACES[i]));
    int64_t weeks = number(&x, "SELECT count(*) FROM directory_week");
    assert_int_equal(weeks, 1);
    (void)sealed(&x, BED);
    assert_no_trace(&x);
    assert_false(town_is_offered(&x));
    assert_int_equal(number(&x, "SELECT count(*) FROM directory_week"), 0);
    assert_false(export_holds(&x, CANARY));
    assert_false(export_holds(&x, BED));
    assert_false(export_holds(&x, PLACE));
    import(&x, ALONE);
    assert_no_trace(&x);
    assert_false(town_is_offered(&x));
    end(&x);
}

/* Where an entry stood among the titles, when it is open and how much it says is in arrays by
 * number: a number that is free says nothing. */
static void a_free_number_says_nothing(void **state)
{
    struct desk x;
    struct db_rows rows;
    static const struct db_sql ENTRY = {
        "test: entry", "SELECT entry FROM directory_entry WHERE public_id = '" BED "'", NULL, NULL};
    static const struct db_sql ARRAYS = {
        "test: arrays", "SELECT packed FROM directory_weeks ORDER BY id", NULL, NULL};
    static const size_t SIZE[] = {4, 2, 2};

    begin(&x, state, ALONE);
    assert_ok(db_all(x.t->db, &ENTRY, DB_NO_ARGS, x.t->a, &rows));
    size_t entry = (size_t)db_cell_int(&rows, 0, 0);
    for (int after = 0; after < 2; after++) {
        bool any = false;
        if (after)
            (void)sealed(&x, BED);
        assert_ok(db_all(x.t->db, &ARRAYS, DB_NO_ARGS, x.t->a, &rows));
        assert_int_equal(rows.n, 3);
        for (size_t i = 0; i < rows.n; i++)
            for (size_t k = 0; k < SIZE[i]; k++)
                any = any || rows.v[i].s.p[entry * SIZE[i] + k] != 0;
        assert_int_equal(any, !after);
    }
    end(&x);
}

/* What is removed is no secret, but strangers are not shown it either. */
static void what_is_removed_is_not_offered(void **state)
{
    struct desk x;

    begin(&x, state, SHARED);
    assert_true(town_is_offered(&x));
    assert_ok(directory_hide(&x.by, STR(BED)));
    assert_true(town_is_offered(&x)); /* the meal is there too */
    assert_ok(directory_hide(&x.by, STR(MEAL)));
    assert_false(town_is_offered(&x));
    assert_int_equal(number(&x, "SELECT count(*) FROM directory_week"), 0);
    assert_false(export_holds(&x, CANARY));
    import(&x, SHARED);
    assert_false(export_holds(&x, CANARY));
    assert_false(town_is_offered(&x));
    assert_ok(directory_unhide(&x.by, STR(BED)));
    assert_true(is_there(&x, PLACE));
    end(&x);
}

/* ---- the engine's files ---------------------------------------------------------------------- */

/* How often the word stands in the files below a folder; `but`: a folder that is left out. */
static size_t files_hold(const char *folder, const char *word, const char *but)
{
    DIR *d = opendir(folder);
    size_t n = 0;

    assert_non_null(d);
    for (struct dirent *e; (e = readdir(d));) {
        char path[600];
        struct stat st;
        if (e->d_name[0] == '.' || strcmp(e->d_name, but) == 0)
            continue;
        snprintf(path, sizeof(path), "%s/%s", folder, e->d_name);
        if (lstat(path, &st) != 0)
            continue;
        if (S_ISDIR(st.st_mode)) {
            n += files_hold(path, word, but);
        } else if (S_ISREG(st.st_mode) && st.st_size != 0) {
            int fd = open(path, O_RDONLY | O_CLOEXEC);
            char *bytes = malloc((size_t)st.st_size);
            assert_non_null(bytes);
            ssize_t got = fd >= 0 ? read(fd, bytes, (size_t)st.st_size) : 0;
            const char *at = bytes, *last = bytes + (got > 0 ? got : 0);
            while ((at = memmem(at, (size_t)(last - at), word, strlen(word)))) {
                n++;
                at++;
            }
            free(bytes);
            if (fd >= 0)
                close(fd);
        }
    }
    closedir(d);
    return n;
}

static void flush(struct desk *x)
{
    static const struct db_sql CHECKPOINT = {"test: checkpoint", NULL,
                                             "PRAGMA wal_checkpoint(PASSIVE)", "CHECKPOINT"};
    struct db_rows rows;
    assert_ok(db_all(x->t->db, &CHECKPOINT, DB_NO_ARGS, x->t->a, &rows));
}

static size_t kept(struct desk *x)
{
    const char *pg = getenv("AWN_TEST_PG_FOLDER");
    flush(x);
    if (x->t->engine == DB_POSTGRES)
        return pg ? files_hold(pg, CANARY, "pg_wal") : 0;
    return files_hold(x->t->folder, CANARY, "in.json");
}

/* What was public stands in freed pages and dead rows until the day turns, and then no more. */
static void the_files_forget(void **state)
{
    struct desk x;

    begin(&x, state, ALONE);
    (void)unlink(json_at(&x, ALONE));
    if (x.t->engine == DB_POSTGRES && !getenv("AWN_TEST_PG_FOLDER"))
        skip();
    assert_ok(rename_to(&x, BED, "Bed of Quietcanary"));
    assert_true(kept(&x) > 0);
    struct str record = sealed(&x, BED);
    assert_non_null(memmem(record.p, record.n, CANARY, strlen(CANARY)));
    assert_ok(db_tidy(x.t->db));
    size_t n = kept(&x);
    if (n != 0)
        fail_msg("%zu times in the engine's files", n);
    assert_false(any_cell_holds(&x, CANARY));
    end(&x);
}

/* ---- a place that two had -------------------------------------------------------------------- */

static struct directory_doc place_doc(struct desk *x)
{
    struct directory_doc doc = {.type = HSDS_LOCATION, .id = STR(PLACE)};
    struct directory_object o;

    assert_ok(directory_object_get(x->t->db, x->t->a, doc.id, &o));
    doc.doc = o.doc;
    return doc;
}

static void the_last_one_there_takes_the_place_along(void **state)
{
    struct desk x;
    struct directory_entry e;

    begin(&x, state, SHARED);
    struct directory_doc place = place_doc(&x);
    struct str bed = sealed(&x, BED);
    assert_true(is_there(&x, PLACE)); /* the meal is there */
    assert_true(export_holds(&x, "Quietcanary Lane"));
    x.by.now = 2000;
    import(&x, ALONE); /* no longer */
    assert_non_null(strstr(x.notes, "only an entry that is sealed here is left there"));
    assert_false(is_there(&x, PLACE));
    assert_no_trace(&x);
    assert_false(export_holds(&x, CANARY));

    /* Back in public, its editors give the place again. */
    assert_ok(directory_unseal(&x.by, bed));
    assert_ok(directory_correct(&x.by, STR(BED), &(struct directory_docs){&place, 1}));
    assert_ok(directory_entry_load(x.t->db, x.t->a, STR(BED), &e));
    assert_int_equal(e.nplaces, 1);
    assert_str(e.places[0].addresses[0].address_1, "7 Quietcanary Lane");
    x.by.now = 3000;
    import(&x, ALONE);
    assert_true(is_there(&x, PLACE));
    end(&x);
}

/* An organization's own place stays: it says nothing of who is there besides. */
static void a_place_of_an_organization_stays_its_own(void **state)
{
    static const char OWNED[] = "\"name\":\"Quietcanary gate\",\"organization_id\":\"" OTHER "\",";
    struct desk x;
    char before[8192], after[8192];
    static const char NAME[] = "\"name\":\"Quietcanary gate\",";

    snprintf(before, sizeof(before), "%.*s%s%s", (int)(strstr(SHARED, NAME) - SHARED), SHARED,
             OWNED, strstr(SHARED, NAME) + strlen(NAME));
    snprintf(after, sizeof(after), "%.*s%s%s", (int)(strstr(ALONE, NAME) - ALONE), ALONE, OWNED,
             strstr(ALONE, NAME) + strlen(NAME));
    begin(&x, state, before);
    (void)sealed(&x, BED);
    import(&x, after);
    assert_true(is_there(&x, PLACE));
    end(&x);
}

/* Both were sealed, one after the other; they come back in either order. */
static void two_at_one_place_come_back(void **state)
{
    struct directory_entry e;
    struct desk x;

    begin(&x, state, SHARED);
    struct directory_doc place = place_doc(&x);
    const struct directory_docs docs = {&place, 1};
    struct str bed = sealed(&x, BED), meal = sealed(&x, MEAL);
    assert_no_trace(&x);
    assert_err(directory_correct(&x.by, STR(LAW), &docs), CONFLICT); /* it is not there */
    assert_ok(directory_unseal(&x.by, bed));
    assert_ok(directory_correct(&x.by, STR(BED), &docs));
    assert_ok(directory_unseal(&x.by, meal));
    assert_ok(directory_entry_load(x.t->db, x.t->a, STR(MEAL), &e));
    assert_int_equal(e.nplaces, 1);
    assert_ok(directory_entry_load(x.t->db, x.t->a, STR(BED), &e));
    assert_int_equal(e.nplaces, 1);
    assert_err(directory_unseal(&x.by, meal), CONFLICT);

    bed = sealed(&x, BED);
    meal = sealed(&x, MEAL);
    assert_ok(directory_unseal(&x.by, meal));
    assert_ok(directory_unseal(&x.by, bed));
    assert_ok(directory_entry_load(x.t->db, x.t->a, STR(BED), &e));
    assert_int_equal(e.nplaces, 1);
    assert_true(town_is_offered(&x) || number(&x, "SELECT count(*) FROM directory_town") == 0);
    end(&x);
}

/* ---- removing and bringing back -------------------------------------------------------------- */

/* One was removed alone and one with its organization, in the same second. */
static void what_was_removed_before_stays_removed(void **state)
{
    struct desk x;

    begin(&x, state, ALONE);
    assert_ok(directory_hide(&x.by, STR(LAW)));
    assert_ok(directory_hide(&x.by, STR(ORG)));
    assert_ok(directory_unhide(&x.by, STR(ORG)));
    assert_true(is_there(&x, BED));
    assert_false(is_there(&x, LAW));
    assert_ok(directory_unhide(&x.by, STR(LAW)));
    assert_true(is_there(&x, LAW));
    end(&x);
}

#define RENAMED                                                                                    \
    HEAD PLACE_JSON "\"services\":[{\"id\":\"" BED "\",\"organization_id\":\"" ORG                 \
                    "\",\"name\":\"Another bed\",\"service_at_locations\":[{\"id\":\"" BED_AT      \
                    "\",\"location_id\":\"" PLACE "\",\"description\":\"Second door\"},"           \
                    "{\"id\":\"" MEAL_AT "\",\"location_id\":\"" PLACE                             \
                    "\",\"description\":\"Third door\"}]}," MEAL_BARE "}," LAW_JSON "]}"

/* Its source goes on changing it, and has more of it: it comes back whole, with all of that. */
static void what_is_removed_comes_back_as_its_source_has_it(void **state)
{
    struct directory_entry e;
    struct desk x;

    begin(&x, state, ALONE);
    assert_ok(directory_hide(&x.by, STR(ORG)));
    x.by.now = 2000;
    import(&x, RENAMED);
    assert_false(is_there(&x, BED));
    assert_false(export_holds(&x, "door"));
    x.by.now = 3000;
    assert_ok(directory_unhide(&x.by, STR(ORG)));
    assert_ok(directory_entry_load(x.t->db, x.t->a, STR(BED), &e));
    assert_str(e.card.title, "Another bed");
    assert_int_equal(e.nplaces, 2); /* by two doors */
    assert_true(is_there(&x, BED_AT));
    assert_true(is_there(&x, MEAL_AT));
    assert_true(is_there(&x, LAW));
    end(&x);
}

/* ---- at the same time ------------------------------------------------------------------------ */

struct racing {
    struct desk *x;
    struct db *other;
    struct arena *a;
    enum { AS_IT_READS, AS_IT_WRITES } when;
    bool done;
    pthread_t thread;
    bool threaded;
    enum err e;
};

static void *seals(void *arg)
{
    struct racing *r = arg;
    struct search *search = search_create();
    const struct directory_editing by = {r->other, search, STR("Rima"), 1500};
    struct str record;

    r->e = directory_seal_out(&by, r->a, STR(BED), &record);
    search_destroy(search);
    return NULL;
}

static void on_race(void *ctx, const struct hsds_event *e)
{
    struct racing *r = ctx;
    bool writes = e->kind == HSDS_PROGRESS && e->stage && strcmp(e->stage, "writing") == 0;

    if (r->done || writes != (r->when == AS_IT_WRITES))
        return;
    r->done = true;
    if (writes) { /* waits until the import is done */
        r->threaded = pthread_create(&r->thread, NULL, seals, r) == 0;
        assert_true(r->threaded);
    } else {
        (void)seals(r);
    }
}

/* An import that has read its file already, or is writing, when an editor seals. */
static void an_import_and_an_editor(void **state)
{
    struct desk x;
    static const struct db_sql BACK = {"test: back", "DELETE FROM directory_object", NULL, NULL};

    begin(&x, state, ALONE);
    for (int when = AS_IT_READS; when <= AS_IT_WRITES; when++) {
        struct directory_imported done;
        struct racing r = {.x = &x, .a = arena_create(ARENA_PLAIN, 0)};
        const struct directory_import how = {.path = json_at(&x, RENAMED),
                                             .source = STR("city"),
                                             .now = 2000,
                                             .event = on_race,
                                             .ctx = &r};
        r.when = when == AS_IT_READS ? AS_IT_READS : AS_IT_WRITES;
        assert_ok(db_open(x.t->url, DB_WRITER, &r.other));
        assert_ok(directory_import(x.t->db, x.search, &how, &done));
        assert_true(r.done);
        if (r.threaded)
            assert_int_equal(pthread_join(r.thread, NULL), 0);
        assert_ok(r.e);
        assert_false(is_there(&x, BED));
        assert_false(any_cell_holds(&x, "Another bed"));
        assert_false(any_cell_holds(&x, "Second door"));
        assert_false(any_cell_holds(&x, "Quietcanary bed"));
        db_close(r.other);
        arena_destroy(r.a);
        assert_ok(db_run(x.t->db, &BACK, DB_NO_ARGS, NULL));
        import(&x, ALONE);
        assert_true(is_there(&x, BED));
    }
    end(&x);
}

/* ---- when its source goes on ----------------------------------------------------------------- */

#define WITHOUT                                                                                    \
    "{\"organizations\":[{\"id\":\"" OTHER "\",\"name\":\"Upper floor\",\"description\":\"x\"}],"  \
    "\"services\":[" MEAL_BARE "}]}"

/* Alone it would point nowhere, or say that its organization is sealed. */
static void it_does_not_come_back_without_its_organization(void **state)
{
    struct desk x;

    begin(&x, state, ALONE);
    struct str bed = sealed(&x, BED), house = sealed(&x, ORG);
    assert_err(directory_unseal(&x.by, bed), CONFLICT);
    assert_false(is_there(&x, BED));
    assert_ok(directory_unseal(&x.by, house));
    assert_ok(directory_unseal(&x.by, bed));
    bed = sealed(&x, BED);
    import(&x, WITHOUT);
    assert_false(is_there(&x, ORG));
    assert_err(directory_unseal(&x.by, bed), CONFLICT);
    import(&x, ALONE);
    assert_ok(directory_unseal(&x.by, bed));
    end(&x);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST_DB(nothing_of_it_is_left_in_any_table),
        TEST_DB(a_free_number_says_nothing),
        TEST_DB(what_is_removed_is_not_offered),
        TEST_DB(the_files_forget),
        TEST_DB(the_last_one_there_takes_the_place_along),
        TEST_DB(a_place_of_an_organization_stays_its_own),
        TEST_DB(two_at_one_place_come_back),
        TEST_DB(what_was_removed_before_stays_removed),
        TEST_DB(what_is_removed_comes_back_as_its_source_has_it),
        TEST_DB(an_import_and_an_editor),
        TEST_DB(it_does_not_come_back_without_its_organization),
    };
    seal_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
