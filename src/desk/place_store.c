/* The settings that say where each desk is, and what comes to it from outside. */
#include "desk/inside.h"

static const struct db_sql PLACE_GET = {"desk: place", "SELECT value FROM setting WHERE name = $1",
                                        NULL, NULL};
static const struct db_sql PLACE_PUT = {"desk: put place",
                                        "INSERT INTO setting (name, value) VALUES ($1, $2)"
                                        " ON CONFLICT (name) DO UPDATE SET value = $2",
                                        NULL, NULL};
static const struct db_sql PLACE_DROP = {"desk: no place", "DELETE FROM setting WHERE name = $1",
                                         NULL, NULL};

/* So that nobody with a database shell leads the letters to a space of their own. */
static struct str place_value(const struct space_ctx *ctx, const struct desk_kind *kind,
                              struct space_id desk)
{
    struct key k;
    uint8_t mac[KEY_SIZE];
    struct str id = str_fmt(ctx->arena, "%llu", (unsigned long long)desk.v);
    seal_home_key(ctx->home, "desk", &k);
    seal_mac(mac, &k, kind->place_label, id);
    key_wipe(&k);
    return str_fmt(ctx->arena, "%" STR_FMT " %" STR_FMT, STR_ARG(id),
                   STR_ARG(seal_hex(ctx->arena, str_from(mac, sizeof mac))));
}

enum err desk_place_get(const struct space_ctx *ctx, const struct desk_kind *kind,
                        struct space_id *out)
{
    struct db_rows rows;
    TRY(db_all(ctx->db, &PLACE_GET, DB_ARGS(db_text(str_from_c(kind->setting))), ctx->arena,
               &rows));
    if (rows.n == 0)
        return ERR_NOT_FOUND;
    struct str value = db_cell_str(&rows, 0, 0), rest = value;
    if (!str_to_u64(str_cut(&rest, ' '), &out->v) || !seal_eq(value, place_value(ctx, kind, *out)))
        return ERR_SEAL;
    return ERR_OK;
}

enum err desk_place_put(const struct space_ctx *ctx, const struct desk_kind *kind,
                        struct space_id desk)
{
    return db_run(
        ctx->db, &PLACE_PUT,
        DB_ARGS(db_text(str_from_c(kind->setting)), db_blob(place_value(ctx, kind, desk))), NULL);
}

enum err desk_place_drop(const struct space_ctx *ctx, const struct desk_kind *kind)
{
    return db_run(ctx->db, &PLACE_DROP, DB_ARGS(db_text(str_from_c(kind->setting))), NULL);
}

enum err desk_drop(const struct space_ctx *ctx, const struct desk_kind *kind, int32_t until,
                   struct str body)
{
    struct space_id desk;
    TRY(desk_place_get(ctx, kind, &desk));
    return inbox_drop(ctx, desk, until, body);
}
