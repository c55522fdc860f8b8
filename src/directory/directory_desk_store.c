/* The setting that says where the desk is. */
#include <string.h>

#include "directory/directory_report.h"

static const struct db_sql DESK_GET = {
    "directory: desk", "SELECT value FROM setting WHERE name = 'directory_desk'", NULL, NULL};
static const struct db_sql DESK_PUT = {
    "directory: put desk",
    "INSERT INTO setting (name, value) VALUES ('directory_desk', $1)"
    " ON CONFLICT (name) DO UPDATE SET value = $1",
    NULL, NULL};
static const struct db_sql DESK_NONE = {
    "directory: no desk", "DELETE FROM setting WHERE name = 'directory_desk'", NULL, NULL};

/* So that nobody with a database shell leads the reports to a space of their own. */
static struct str desk_value(const struct space_ctx *ctx, struct space_id desk)
{
    struct key k;
    uint8_t mac[KEY_SIZE];
    struct str id = str_fmt(ctx->arena, "%llu", (unsigned long long)desk.v);
    seal_home_key(ctx->home, "desk", &k);
    seal_mac(mac, &k, "awn desk of the directory", id);
    key_wipe(&k);
    return str_fmt(ctx->arena, "%" STR_FMT " %" STR_FMT, STR_ARG(id),
                   STR_ARG(seal_hex(ctx->arena, str_from(mac, sizeof mac))));
}

enum err directory_desk_get(const struct space_ctx *ctx, struct space_id *out)
{
    struct db_rows rows;
    TRY(db_all(ctx->db, &DESK_GET, DB_NO_ARGS, ctx->arena, &rows));
    if (rows.n == 0)
        return ERR_NOT_FOUND;
    struct str value = db_cell_str(&rows, 0, 0), rest = value;
    if (!str_to_u64(str_cut(&rest, ' '), &out->v) || !seal_eq(value, desk_value(ctx, *out)))
        return ERR_SEAL;
    return ERR_OK;
}

enum err directory_desk_put(const struct space_ctx *ctx, struct space_id desk)
{
    return db_run(ctx->db, &DESK_PUT, DB_ARGS(db_blob(desk_value(ctx, desk))), NULL);
}

enum err directory_desk_drop(const struct space_ctx *ctx)
{
    return db_run(ctx->db, &DESK_NONE, DB_NO_ARGS, NULL);
}
