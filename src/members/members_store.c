#include <string.h>

#include "base/log.h"
#include "members/inside.h"

static const struct db_sql SESSION_ADD = {
    .name = "members: add session",
    .all = "INSERT INTO session (id, expires, sealed, mac) VALUES ($1, $2, $3, $4)"};
static const struct db_sql SESSION_GET = {
    .name = "members: get session",
    .all = "SELECT expires, sealed, mac FROM session WHERE id = $1"};
static const struct db_sql SESSION_DELETE = {.name = "members: end session",
                                             .all = "DELETE FROM session WHERE id = $1"};
static const struct db_sql SESSION_REWRITE = {
    .name = "members: rewrite session",
    .all = "UPDATE session SET sealed = $1, mac = $2 WHERE id = $3"};
static const struct db_sql SESSIONS_EXPIRE = {.name = "members: expire sessions",
                                              .all = "DELETE FROM session WHERE expires < $1"};
static const struct db_sql ACCOUNT_BY_NAME = {
    .name = "members: account by name",
    .all = "SELECT id, name_mac, salt, slots, access, keyring, version, mac FROM account "
           "WHERE name_mac = $1"};
static const struct db_sql ACCOUNT_BY_ID = {
    .name = "members: account",
    .all = "SELECT id, name_mac, salt, slots, access, keyring, version, mac FROM account "
           "WHERE id = $1"};
static const struct db_sql KEYRING_GET = {
    .name = "members: keyring", .all = "SELECT version, keyring FROM account WHERE id = $1"};
static const struct db_sql KEYRING_PUT = {
    .name = "members: put keyring",
    .all = "UPDATE account SET version = $1, keyring = $2 WHERE id = $3 AND version = $4"};
static const struct db_sql ACCOUNT_ADD = {
    .name = "members: add account",
    .all = "INSERT INTO account (id, name_mac, salt, slots, access, keyring, version, mac) "
           "VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"};
static const struct db_sql ACCOUNT_KEYS = {
    .name = "members: put keys",
    .all = "UPDATE account SET slots = $1, access = $2, mac = $3 WHERE id = $4"};
static const struct db_sql ACCOUNT_DELETE = {.name = "members: delete account",
                                             .all = "DELETE FROM account WHERE id = $1"};

void session_mac(const struct space_ctx *ctx, const uint8_t id[SESSION_ID_SIZE], int32_t expires,
                 struct str sealed, uint8_t mac[KEY_SIZE])
{
    uint8_t w[8];
    const struct str columns[] = {str_from(id, SESSION_ID_SIZE), seal_word(w, (uint64_t)expires),
                                  sealed};
    seal_row_mac(ctx->home, "session", columns, 3, mac);
}

enum err store_session_add(const struct space_ctx *ctx, const uint8_t id[SESSION_ID_SIZE],
                           int32_t expires, struct str sealed)
{
    uint8_t mac[KEY_SIZE];
    session_mac(ctx, id, expires, sealed, mac);
    return db_run(ctx->db, &SESSION_ADD,
                  DB_ARGS(db_bytes(id, SESSION_ID_SIZE), db_int(expires), db_blob(sealed),
                          db_bytes(mac, sizeof mac)),
                  NULL);
}

enum err store_session_get(const struct space_ctx *ctx, const uint8_t id[SESSION_ID_SIZE],
                           struct session_row *out)
{
    struct db_rows rows;
    uint8_t mac[KEY_SIZE];
    TRY(db_all(ctx->db, &SESSION_GET, DB_ARGS(db_bytes(id, SESSION_ID_SIZE)), ctx->arena, &rows));
    if (rows.n == 0)
        return ERR_SIGNED_OUT;
    out->expires = (int32_t)db_cell_int(&rows, 0, 0);
    out->sealed = db_cell_str(&rows, 0, 1);
    session_mac(ctx, id, out->expires, out->sealed, mac);
    if (out->expires != db_cell_int(&rows, 0, 0) ||
        !seal_eq(str_from(mac, sizeof mac), db_cell_str(&rows, 0, 2))) {
        log_error("members", "a session was changed by somebody else: its MAC is wrong");
        return ERR_SIGNED_OUT;
    }
    return ERR_OK;
}

enum err store_session_delete(struct db *db, const uint8_t id[SESSION_ID_SIZE])
{
    return db_run(db, &SESSION_DELETE, DB_ARGS(db_bytes(id, SESSION_ID_SIZE)), NULL);
}

enum err store_session_rewrite(struct db *db, const uint8_t id[SESSION_ID_SIZE], struct str sealed,
                               struct str mac)
{
    return db_run(db, &SESSION_REWRITE,
                  DB_ARGS(db_blob(sealed), db_blob(mac), db_bytes(id, SESSION_ID_SIZE)), NULL);
}

enum err store_sessions_expire(struct db *db, int32_t today, int64_t *gone)
{
    return db_run(db, &SESSIONS_EXPIRE, DB_ARGS(db_int(today)), gone);
}

static void account_mac(const struct space_ctx *ctx, const struct account *a, uint8_t mac[KEY_SIZE])
{
    uint8_t w[8];
    const struct str columns[] = {seal_word(w, a->id), str_from(a->name_mac, KEY_SIZE),
                                  str_from(a->salt, SALT_SIZE), a->slots, a->access};
    seal_row_mac(ctx->home, "account", columns, 5, mac);
}

static enum err account_row(const struct space_ctx *ctx, const struct db_rows *rows,
                            struct account *out)
{
    uint8_t mac[KEY_SIZE];
    struct str name_mac = db_cell_str(rows, 0, 1), salt = db_cell_str(rows, 0, 2);
    if (rows->n == 0)
        return ERR_NOT_FOUND;
    if (name_mac.n != KEY_SIZE || salt.n != SALT_SIZE)
        return ERR_SEAL;
    out->found = true;
    out->id = (uint64_t)db_cell_int(rows, 0, 0);
    memcpy(out->name_mac, name_mac.p, KEY_SIZE);
    memcpy(out->salt, salt.p, SALT_SIZE);
    out->slots = db_cell_str(rows, 0, 3);
    out->access = db_cell_str(rows, 0, 4);
    out->keyring = db_cell_str(rows, 0, 5);
    out->version = db_cell_int(rows, 0, 6);
    account_mac(ctx, out, mac);
    if (!seal_eq(str_from(mac, sizeof mac), db_cell_str(rows, 0, 7))) {
        log_error("members", "an account was changed by somebody else: its MAC is wrong");
        return ERR_SEAL;
    }
    return ERR_OK;
}

enum err store_account_by_name(const struct space_ctx *ctx, const uint8_t mac[KEY_SIZE],
                               struct account *out)
{
    struct db_rows rows;
    TRY(db_all(ctx->db, &ACCOUNT_BY_NAME, DB_ARGS(db_bytes(mac, KEY_SIZE)), ctx->arena, &rows));
    return account_row(ctx, &rows, out);
}

enum err store_account_by_id(const struct space_ctx *ctx, uint64_t id, struct account *out)
{
    struct db_rows rows;
    TRY(db_all(ctx->db, &ACCOUNT_BY_ID, DB_ARGS(db_int(id)), ctx->arena, &rows));
    return account_row(ctx, &rows, out);
}

enum err store_keyring_get(const struct space_ctx *ctx, uint64_t id, int64_t *version,
                           struct str *blob)
{
    struct db_rows rows;
    TRY(db_all(ctx->db, &KEYRING_GET, DB_ARGS(db_int(id)), ctx->arena, &rows));
    if (rows.n == 0)
        return ERR_SIGNED_OUT; /* the account is gone */
    *version = db_cell_int(&rows, 0, 0);
    *blob = db_cell_str(&rows, 0, 1);
    return ERR_OK;
}

enum err store_keyring_put(struct db *db, uint64_t id, int64_t from, int64_t to, struct str blob)
{
    int64_t changed;
    TRY(db_run(db, &KEYRING_PUT, DB_ARGS(db_int(to), db_blob(blob), db_int(id), db_int(from)),
               &changed));
    return changed == 1 ? ERR_OK : ERR_CONFLICT;
}

enum err store_account_add(const struct space_ctx *ctx, const struct account *a)
{
    uint8_t mac[KEY_SIZE];
    account_mac(ctx, a, mac);
    return db_run(ctx->db, &ACCOUNT_ADD,
                  DB_ARGS(db_int(a->id), db_bytes(a->name_mac, KEY_SIZE),
                          db_bytes(a->salt, SALT_SIZE), db_blob(a->slots), db_blob(a->access),
                          db_blob(a->keyring), db_int(a->version), db_bytes(mac, sizeof mac)),
                  NULL);
}

enum err store_account_keys(const struct space_ctx *ctx, const struct account *a)
{
    uint8_t mac[KEY_SIZE];
    int64_t changed;
    account_mac(ctx, a, mac);
    TRY(db_run(
        ctx->db, &ACCOUNT_KEYS,
        DB_ARGS(db_blob(a->slots), db_blob(a->access), db_bytes(mac, sizeof mac), db_int(a->id)),
        &changed));
    return changed == 1 ? ERR_OK : ERR_NOT_FOUND;
}

enum err store_account_delete(struct db *db, uint64_t id)
{
    return db_run(db, &ACCOUNT_DELETE, DB_ARGS(db_int(id)), NULL);
}
