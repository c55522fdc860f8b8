#include "db/migrate.h"

#include "base/buf.h"
#include "base/log.h"
#include "db/engine.h"
#include "db/steps.h"

static const struct db_sql HAS_STEPS = {
    "migrate: is there a schema", NULL,
    "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'schema_step'",
    "SELECT count(*) FROM information_schema.tables"
    " WHERE table_schema = current_schema() AND table_name = 'schema_step'"};
static const struct db_sql MAKE_STEPS = {
    "migrate: make the table of steps",
    "CREATE TABLE IF NOT EXISTS schema_step (number BIGINT PRIMARY KEY, name TEXT NOT NULL)", NULL,
    NULL};
static const struct db_sql LIST_STEPS = {
    "migrate: list steps", "SELECT number FROM schema_step ORDER BY number", NULL, NULL};
static const struct db_sql FIND_STEP = {
    "migrate: find step", "SELECT number FROM schema_step WHERE number = $1", NULL, NULL};
static const struct db_sql ADD_STEP = {
    "migrate: add step", "INSERT INTO schema_step (number, name) VALUES ($1, $2)", NULL, NULL};

int db_schema_known(void)
{
    return DB_STEPS[DB_STEPS_COUNT - 1].number;
}

static enum err list_steps(struct db *db, struct arena *a, struct db_rows *out)
{
    *out = (struct db_rows){0};
    struct db_rows there;
    TRY(db_all(db, &HAS_STEPS, DB_NO_ARGS, a, &there));
    if (db_cell_int(&there, 0, 0) == 0)
        return ERR_OK;
    return db_all(db, &LIST_STEPS, DB_NO_ARGS, a, out);
}

enum err db_schema_version(struct db *db, int *out)
{
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 4096);
    struct db_rows steps;
    *out = 0;
    TRY(list_steps(db, a, &steps));
    if (steps.n)
        *out = (int)db_cell_int(&steps, steps.n - 1, 0);
    return ERR_OK;
}

static bool known(int64_t number)
{
    for (size_t i = 0; i < DB_STEPS_COUNT; i++)
        if (DB_STEPS[i].number == number)
            return true;
    return false;
}

/* The lines of a step that are meant for this engine. */
static char *text_for(struct arena *a, enum db_engine engine, struct str text)
{
    struct buf b;
    buf_init(&b, a, text.n + 1, text.n + 1);
    bool ours = true;
    while (text.n) {
        struct str line = str_cut(&text, '\n');
        struct str word = str_trim(line);
        if (str_eq_c(word, "-- sqlite"))
            ours = engine == DB_SQLITE;
        else if (str_eq_c(word, "-- postgres"))
            ours = engine == DB_POSTGRES;
        else if (str_eq_c(word, "-- both"))
            ours = true;
        else if (ours) {
            buf_add(&b, line);
            buf_add_char(&b, '\n');
        }
    }
    return str_to_c(a, str_from(b.p, b.n));
}

static enum err run_step(struct db *db, const struct db_step_file *step, int *ran)
{
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 0);
    DB_TX struct db_tx tx = {0};
    TRY(db_tx_begin(&tx, db));
    struct db_rows done; /* asked inside: another node may have been faster */
    TRY(db_all(db, &FIND_STEP, DB_ARGS(db_int(step->number)), a, &done));
    if (done.n)
        return db_tx_commit(&tx);
    TRY(db_script(db, step->name, text_for(a, db_engine_of(db), str_from_c(step->text))));
    TRY(db_run(db, &ADD_STEP, DB_ARGS(db_int(step->number), db_text(str_from_c(step->name))),
               NULL));
    TRY(db_tx_commit(&tx));
    ++*ran;
    return ERR_OK;
}

static enum err make_steps(struct db *db)
{
    DB_TX struct db_tx tx = {0};
    TRY(db_tx_begin(&tx, db));
    TRY(db_run(db, &MAKE_STEPS, DB_NO_ARGS, NULL));
    return db_tx_commit(&tx);
}

enum err db_migrate(struct db *db, int *ran)
{
    ARENA_LOCAL struct arena *a = arena_create(ARENA_PLAIN, 4096);
    struct db_rows steps;
    *ran = 0;
    TRY(list_steps(db, a, &steps));
    for (size_t i = 0; i < steps.n; i++) {
        if (!known(db_cell_int(&steps, i, 0))) {
            log_error("db",
                      "the database is newer than this program: it has step %d, this "
                      "program knows up to %d. Install the newer program.",
                      (int)db_cell_int(&steps, i, 0), db_schema_known());
            return ERR_VERSION;
        }
    }
    if (steps.n == DB_STEPS_COUNT)
        return ERR_OK;
    TRY(make_steps(db));
    for (size_t i = 0; i < DB_STEPS_COUNT; i++)
        TRY(run_step(db, &DB_STEPS[i], ran));
    return ERR_OK;
}
