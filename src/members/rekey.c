#include "members/rekey.h"

#include <string.h>

#include "members/inside.h"
#include "members/recovery.h"

enum err rekey_hash(const struct space_ctx *ctx, struct str name, struct str code,
                    struct str passphrase, struct hashed *out)
{
    TRY(account_find(ctx, name, &out->account));
    memcpy(out->salt, out->account.salt, SALT_SIZE);
    TRY(slot_hash(ctx->home, code, out->salt, &out->passphrase));
    TRY(slot_hash(ctx->home, passphrase, out->salt, &out->fresh));
    return recovery_create(ctx, out->salt, out);
}

enum err rekey_sessions(const struct space_ctx *ctx, struct account *a, const struct key *root,
                        struct viewer *v)
{
    for (size_t i = 0; i < v->keyring.nsessions; i++)
        if (memcmp(v->keyring.sessions[i].id, v->session, SESSION_ID_SIZE) != 0)
            TRY(session_end(ctx, v->keyring.sessions[i].id));
    return account_rotate_access(ctx, a, root, v);
}

/* Nobody is signed in: the keyring is opened and sealed again by hand. */
static enum err turn(const struct space_ctx *ctx, struct account *a, const struct key *root,
                     struct key *access)
{
    struct viewer v = {.account = a->id, .access = *access};
    TRY(keyring_open(ctx, access, a->id, a->version, a->keyring, &v.keyring));
    TRY(rekey_sessions(ctx, a, root, &v));
    v.keyring.nsessions = 0;
    v.keyring.recovery_confirmed = false;
    *access = v.access;
    int64_t next = keyring_version_new();
    struct str sealed = keyring_seal(ctx, &v.keyring, access, a->id, next);
    return store_keyring_put(ctx->db, a->id, a->version, next, sealed);
}

enum err rekey_recover(const struct space_ctx *ctx, const struct hashed *hashed, struct str name,
                       struct key *access, uint64_t *account)
{
    DB_TX struct db_tx tx = {0};
    struct account a;
    struct key root;
    enum slot_kind kind;
    TRY(db_tx_begin(&tx, ctx->db));
    TRY(account_find(ctx, name, &a));
    TRY(account_open(ctx, &a, &hashed->passphrase, &kind, &root, access));
    if (kind != SLOT_RECOVERY)
        return ERR_DENIED;
    TRY(account_set_slot(ctx, &a, SLOT_PASSPHRASE, &hashed->fresh, &root));
    TRY(account_set_slot(ctx, &a, SLOT_RECOVERY, &hashed->recovery, &root));
    TRY(turn(ctx, &a, &root, access));
    key_wipe(&root);
    *account = a.id;
    return db_tx_commit(&tx);
}
