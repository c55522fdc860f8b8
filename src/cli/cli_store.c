#include "cli/cli_store.h"

static const struct db_sql SOME_ACCOUNTS = {.name = "cli: some accounts",
                                            .all = "SELECT id FROM account ORDER BY id LIMIT 20"};
static const struct db_sql SOME_SPACES = {.name = "cli: some spaces",
                                          .all = "SELECT id FROM space ORDER BY id LIMIT 20"};
static enum err numbers(struct db *db, struct arena *a, const struct db_sql *sql,
                        struct row_numbers *out)
{
    struct db_rows rows;
    TRY(db_all(db, sql, DB_NO_ARGS, a, &rows));
    out->n = rows.n;
    out->v = ARENA_ARRAY(a, uint64_t, rows.n);
    for (size_t i = 0; i < rows.n; i++)
        out->v[i] = (uint64_t)db_cell_int(&rows, i, 0);
    return ERR_OK;
}

enum err cli_some_accounts(struct db *db, struct arena *a, struct row_numbers *out)
{
    return numbers(db, a, &SOME_ACCOUNTS, out);
}

enum err cli_some_spaces(struct db *db, struct arena *a, struct row_numbers *out)
{
    return numbers(db, a, &SOME_SPACES, out);
}
