#include <string.h>

#include "base/log.h"
#include "space/inside.h"

static const struct db_sql SPACE_ADD = {
    .name = "space: add",
    .all = "INSERT INTO space (id, epoch, inbox, mac) VALUES ($1, $2, $3, $4)"};
/* The keys cannot turn under a writer's feet: on both engines there is only one at a time (db.h).
 */
static const struct db_sql SPACE_GET = {.name = "space: get",
                                        .all = "SELECT epoch, inbox, mac FROM space WHERE id = $1"};
static const struct db_sql SPACE_TURN = {
    .name = "space: turn",
    .all = "UPDATE space SET epoch = $1, inbox = $2, mac = $3 WHERE id = $4 AND epoch = $5"};
static const struct db_sql SPACE_DELETE = {.name = "space: delete",
                                           .all = "DELETE FROM space WHERE id = $1"};
static const struct db_sql CHAIN_ADD = {
    .name = "space: add link",
    .all = "INSERT INTO chain (space, epoch, sealed, mac) VALUES ($1, $2, $3, $4)"};
static const struct db_sql CHAIN_ALL = {
    .name = "space: links",
    .all = "SELECT epoch, sealed, mac FROM chain WHERE space = $1 ORDER BY epoch DESC"};
static const struct db_sql CHAIN_DELETE = {.name = "space: delete links",
                                           .all = "DELETE FROM chain WHERE space = $1"};
static const struct db_sql ENVELOPE_PUT = {
    .name = "space: put envelope",
    .all = "INSERT INTO envelope (tag, expires, box, mac) VALUES ($1, $2, $3, $4) "
           "ON CONFLICT (tag) DO UPDATE SET expires = $2, box = $3, mac = $4"};
static const struct db_sql ENVELOPE_GET = {
    .name = "space: get envelope", .all = "SELECT expires, box, mac FROM envelope WHERE tag = $1"};
static const struct db_sql ENVELOPE_DELETE = {.name = "space: delete envelope",
                                              .all = "DELETE FROM envelope WHERE tag = $1"};
static const struct db_sql INBOX_ADD = {
    .name = "space: drop letter",
    .all = "INSERT INTO inbox (id, address, expires, box) VALUES ($1, $2, $3, $4)"};
static const struct db_sql INBOX_COUNT = {.name = "space: count letters",
                                          .all = "SELECT count(*) FROM inbox WHERE address = $1"};
static const struct db_sql INBOX_ALL = {
    .name = "space: letters",
    .all = "SELECT id, expires, box FROM inbox WHERE address = $1 ORDER BY id"};
static const struct db_sql INBOX_DELETE = {
    .name = "space: take letter", .all = "DELETE FROM inbox WHERE id = $1 AND address = $2"};

static const struct db_sql EXPIRE[] = {
    {.name = "space: expire records",
     .all = "DELETE FROM record WHERE expires > 0 AND expires < $1"},
    {.name = "space: expire letters",
     .all = "DELETE FROM inbox WHERE expires > 0 AND expires < $1"},
    {.name = "space: expire envelopes",
     .all = "DELETE FROM envelope WHERE expires > 0 AND expires < $1"},
};

static enum err mac_check(const struct space_ctx *ctx, const char *table, const struct str *columns,
                          size_t n, struct str mac)
{
    uint8_t right[KEY_SIZE];
    seal_row_mac(ctx->home, table, columns, n, right);
    if (seal_eq(str_from(right, sizeof right), mac))
        return ERR_OK;
    log_error("space", "a row of table %s was changed by somebody else: its MAC is wrong", table);
    return ERR_SEAL;
}

static void space_mac(const struct space_ctx *ctx, struct space_id id, uint32_t epoch,
                      const struct box_public *inbox, uint8_t mac[KEY_SIZE])
{
    uint8_t w[2][8];
    const struct str columns[] = {seal_word(w[0], id.v), seal_word(w[1], epoch),
                                  str_from(inbox->b, sizeof inbox->b)};
    seal_row_mac(ctx->home, "space", columns, 3, mac);
}

enum err store_space_add(const struct space_ctx *ctx, struct space_id id, uint32_t epoch,
                         const struct box_public *inbox)
{
    uint8_t mac[KEY_SIZE];
    space_mac(ctx, id, epoch, inbox, mac);
    return db_run(ctx->db, &SPACE_ADD,
                  DB_ARGS(db_int(id.v), db_int(epoch), db_bytes(inbox->b, sizeof inbox->b),
                          db_bytes(mac, sizeof mac)),
                  NULL);
}

enum err store_space_get(const struct space_ctx *ctx, struct space_id id, uint32_t *epoch,
                         struct box_public *inbox)
{
    struct db_rows rows;
    TRY(db_all(ctx->db, &SPACE_GET, DB_ARGS(db_int(id.v)), ctx->arena, &rows));
    struct str box = db_cell_str(&rows, 0, 1);
    if (rows.n == 0)
        return ERR_NOT_FOUND;
    if (box.n != sizeof inbox->b)
        return ERR_SEAL;
    *epoch = (uint32_t)db_cell_int(&rows, 0, 0);
    memcpy(inbox->b, box.p, sizeof inbox->b);
    uint8_t right[KEY_SIZE];
    space_mac(ctx, id, *epoch, inbox, right);
    if (*epoch != db_cell_int(&rows, 0, 0) ||
        !seal_eq(str_from(right, sizeof right), db_cell_str(&rows, 0, 2))) {
        log_error("space", "a row of table space was changed by somebody else: its MAC is wrong");
        return ERR_SEAL;
    }
    return ERR_OK;
}

enum err store_space_turn(const struct space_ctx *ctx, struct space_id id, uint32_t from,
                          uint32_t to, const struct box_public *inbox)
{
    uint8_t mac[KEY_SIZE];
    int64_t changed;
    space_mac(ctx, id, to, inbox, mac);
    TRY(db_run(ctx->db, &SPACE_TURN,
               DB_ARGS(db_int(to), db_bytes(inbox->b, sizeof inbox->b), db_bytes(mac, sizeof mac),
                       db_int(id.v), db_int(from)),
               &changed));
    return changed == 1 ? ERR_OK : ERR_STALE;
}

enum err store_space_delete(const struct space_ctx *ctx, struct space_id id)
{
    TRY(db_run(ctx->db, &CHAIN_DELETE, DB_ARGS(db_int(id.v)), NULL));
    return db_run(ctx->db, &SPACE_DELETE, DB_ARGS(db_int(id.v)), NULL);
}

enum err store_chain_add(const struct space_ctx *ctx, struct space_id id, uint32_t epoch,
                         struct str sealed)
{
    uint8_t w[2][8], mac[KEY_SIZE];
    const struct str columns[] = {seal_word(w[0], id.v), seal_word(w[1], epoch), sealed};
    seal_row_mac(ctx->home, "chain", columns, 3, mac);
    return db_run(ctx->db, &CHAIN_ADD,
                  DB_ARGS(db_int(id.v), db_int(epoch), db_blob(sealed), db_bytes(mac, sizeof mac)),
                  NULL);
}

enum err store_chain_all(const struct space_ctx *ctx, struct space_id id, struct chain_row **out,
                         size_t *n)
{
    struct db_rows rows;
    TRY(db_all(ctx->db, &CHAIN_ALL, DB_ARGS(db_int(id.v)), ctx->arena, &rows));
    struct chain_row *links = ARENA_ARRAY(ctx->arena, struct chain_row, rows.n);
    for (size_t i = 0; i < rows.n; i++) {
        links[i].epoch = (uint32_t)db_cell_int(&rows, i, 0);
        links[i].sealed = db_cell_str(&rows, i, 1);
        uint8_t w[2][8];
        const struct str columns[] = {seal_word(w[0], id.v),
                                      seal_word(w[1], (uint64_t)db_cell_int(&rows, i, 0)),
                                      links[i].sealed};
        TRY(mac_check(ctx, "chain", columns, 3, db_cell_str(&rows, i, 2)));
    }
    *out = links;
    *n = rows.n;
    return ERR_OK;
}

enum err store_envelope_put(const struct space_ctx *ctx, const struct tag *tag, int32_t expires,
                            struct str box)
{
    uint8_t w[8], mac[KEY_SIZE];
    const struct str columns[] = {str_from(tag->b, TAG_SIZE), seal_word(w, (uint64_t)expires), box};
    seal_row_mac(ctx->home, "envelope", columns, 3, mac);
    return db_run(ctx->db, &ENVELOPE_PUT,
                  DB_ARGS(db_bytes(tag->b, TAG_SIZE), db_int(expires), db_blob(box),
                          db_bytes(mac, sizeof mac)),
                  NULL);
}

enum err store_envelope_get(const struct space_ctx *ctx, const struct tag *tag, int32_t *expires,
                            struct str *box)
{
    struct db_rows rows;
    uint8_t w[8];
    TRY(db_all(ctx->db, &ENVELOPE_GET, DB_ARGS(db_bytes(tag->b, TAG_SIZE)), ctx->arena, &rows));
    if (rows.n == 0)
        return ERR_NOT_FOUND;
    *expires = (int32_t)db_cell_int(&rows, 0, 0);
    *box = db_cell_str(&rows, 0, 1);
    const struct str columns[] = {str_from(tag->b, TAG_SIZE),
                                  seal_word(w, (uint64_t)db_cell_int(&rows, 0, 0)), *box};
    return mac_check(ctx, "envelope", columns, 3, db_cell_str(&rows, 0, 2));
}

enum err store_envelope_delete(const struct space_ctx *ctx, const struct tag *tag)
{
    int64_t changed;
    TRY(db_run(ctx->db, &ENVELOPE_DELETE, DB_ARGS(db_bytes(tag->b, TAG_SIZE)), &changed));
    return changed == 1 ? ERR_OK : ERR_NOT_FOUND;
}

enum err store_inbox_add(const struct space_ctx *ctx, const struct tag *id,
                         const uint8_t address[TAG_SIZE], int32_t expires, struct str box)
{
    return db_run(ctx->db, &INBOX_ADD,
                  DB_ARGS(db_bytes(id->b, TAG_SIZE), db_bytes(address, TAG_SIZE), db_int(expires),
                          db_blob(box)),
                  NULL);
}

enum err store_inbox_count(const struct space_ctx *ctx, const uint8_t address[TAG_SIZE], int64_t *n)
{
    struct db_rows rows;
    TRY(db_all(ctx->db, &INBOX_COUNT, DB_ARGS(db_bytes(address, TAG_SIZE)), ctx->arena, &rows));
    *n = db_cell_int(&rows, 0, 0);
    return ERR_OK;
}

enum err store_inbox_all(const struct space_ctx *ctx, const uint8_t address[TAG_SIZE],
                         struct db_rows *out)
{
    return db_all(ctx->db, &INBOX_ALL, DB_ARGS(db_bytes(address, TAG_SIZE)), ctx->arena, out);
}

enum err store_inbox_delete(const struct space_ctx *ctx, const struct tag *id,
                            const uint8_t address[TAG_SIZE])
{
    int64_t changed;
    TRY(db_run(ctx->db, &INBOX_DELETE,
               DB_ARGS(db_bytes(id->b, TAG_SIZE), db_bytes(address, TAG_SIZE)), &changed));
    return changed == 1 ? ERR_OK : ERR_NOT_FOUND;
}

enum err store_expire(struct db *db, int32_t today, int64_t *gone)
{
    *gone = 0;
    for (size_t i = 0; i < sizeof EXPIRE / sizeof EXPIRE[0]; i++) {
        int64_t n;
        TRY(db_run(db, &EXPIRE[i], DB_ARGS(db_int(today)), &n));
        *gone += n;
    }
    return ERR_OK;
}
