/* A full disk, a database of a newer program, a secret file that is wrong or gone. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "scenarios/world.h"

static struct person *salma_writes(struct world *w)
{
    struct person *salma = someone(w, "Salma", "en");
    joins(salma, w->code, "Salma");
    begins_circle(salma, "Tuesday", "Talking", .openness = "open", .keep = "90",
                  .persona = "Salwa");
    begins(salma, "Before the trouble", "These words were here before.");
    return salma;
}

static void all_is_there(struct person *salma)
{
    opens(salma, "Tuesday", "Before the trouble");
    sees(salma, "These words were here before.");
}

/* ---- a full disk */

/* SQLite may not grow any more. PostgreSQL has no such setting for one test: a trigger answers as a
 * full disk does (class 53, disk_full). */
static const struct db_sql FULL[] = {
    {"scenario: full", NULL, "PRAGMA max_page_count = 1",
     "CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS "
     "$$ BEGIN RAISE EXCEPTION 'no room' USING ERRCODE = '53100'; END $$"},
    {"scenario: full record", NULL, "SELECT 1",
     "CREATE TRIGGER no_room BEFORE INSERT ON record EXECUTE FUNCTION no_room()"},
};
static const struct db_sql ROOM[] = {
    {"scenario: room", NULL, "PRAGMA max_page_count = 1000000", "DROP TRIGGER no_room ON record"},
};

static void run(struct world *w, const struct db_sql *sql)
{
    struct db_rows rows;
    assert_ok(db_all(world_db(w), sql, DB_NO_ARGS, w->arena, &rows));
}

static void a_full_disk(void **state)
{
    struct world *w = world_of(state);
    struct person *salma = salma_writes(w);
    char *text = arena_alloc(w->arena, 7001);
    memset(text, 'w', 7000);
    for (size_t i = 0; i < sizeof FULL / sizeof FULL[0]; i++)
        run(w, &FULL[i]);
    world_expects_log(w, "");
    int sent = 0;
    do {
        opens(salma, "Tuesday", "Before the trouble");
        answers(salma, text);
        sent++;
    } while (salma->status == 200 && sent < 20);
    is_answered(salma, 507);
    sees(salma, "There is no room left");
    sees(salma, "wwwwwwww"); /* what was typed stands in the form, to be sent again */
    assert_true(w->logged > 0);
    world_expects_log(w, NULL);

    /* Reading goes on; nothing is half there; with room again, writing goes on. */
    all_is_there(salma);
    visit(salma, "/r");
    is_answered(salma, 200);
    run(w, &ROOM[0]);
    all_is_there(salma);
    answers(salma, "There is room again.");
    sees(salma, "There is room again.");
    world_restart(w);
    all_is_there(salma);
    sees(salma, "There is room again.");
}

/* ---- a database of a newer program */

static void a_database_from_a_newer_version(void **state)
{
    static const struct db_sql newer = {
        "scenario: newer", "INSERT INTO schema_step (number, name) VALUES (9999, 'from-tomorrow')",
        NULL, NULL};
    static const struct db_sql undo = {"scenario: undo",
                                       "DELETE FROM schema_step WHERE number = 9999", NULL, NULL};
    struct world *w = world_of(state);
    struct person *salma = salma_writes(w);
    int64_t rows = world_rows(w, "record");
    assert_ok(db_run(world_db(w), &newer, DB_NO_ARGS, NULL));
    world_stop(w);
    world_expects_log(w, "newer");
    assert_err(world_start(w), VERSION);
    assert_true(w->logged > 0); /* the log says what to do */
    world_expects_log(w, NULL);

    struct db *db;
    assert_ok(db_open(w->db.url, DB_WRITER, &db));
    assert_ok(db_run(db, &undo, DB_NO_ARGS, NULL));
    db_close(db);
    assert_ok(world_start(w));
    assert_int_equal(world_rows(w, "record"), rows);
    all_is_there(salma);
}

/* ---- the secret file */

static const char *in_folder(const struct world *w, const char *name)
{
    return str_fmt(w->arena, "%s/%s", w->db.folder, name).p;
}

static void does_not_start(struct world *w)
{
    world_expects_log(w, "secret.key");
    assert_err(world_start(w), CONFIG);
    assert_true(w->logged > 0);
    world_expects_log(w, NULL);
}

static void wrong_or_missing_secret_file(void **state)
{
    struct world *w = world_of(state);
    struct person *salma = salma_writes(w);
    const char *secret = in_folder(w, "secret.key"), *aside = in_folder(w, "aside");
    world_stop(w);

    /* Missing. */
    assert_int_equal(rename(secret, aside), 0);
    does_not_start(w);
    assert_int_not_equal(access(secret, F_OK), 0); /* no new one is made in its place */

    /* Cut short. */
    FILE *f = fopen(secret, "we");
    assert_non_null(f);
    assert_true(fputs("half a key", f) >= 0);
    assert_int_equal(fclose(f), 0);
    does_not_start(w);

    /* Of another network. */
    struct test_db other;
    assert_true(test_db_open_bare(DB_SQLITE, &other));
    assert_ok(seal_home_create(other.folder, clock_day(w->clock.fixed)));
    assert_int_equal(rename(str_fmt(w->arena, "%s/secret.key", other.folder).p, secret), 0);
    does_not_start(w);
    test_db_close(&other);

    /* The right one. */
    assert_int_equal(rename(aside, secret), 0);
    assert_ok(world_start(w));
    all_is_there(salma);
}

SCENARIO_MAIN(SCENARIO("a full disk", a_full_disk),
              SCENARIO("a database from a newer version", a_database_from_a_newer_version),
              SCENARIO("wrong or missing secret file", wrong_or_missing_secret_file))
