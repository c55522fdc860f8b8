#include "members/join.h"

#include <string.h>

#include "members/recovery.h"

enum err join_hash(const struct space_ctx *ctx, struct str name, struct str passphrase,
                   struct hashed *out)
{
    TRY(account_find(ctx, name, &out->account));
    memcpy(out->salt, out->account.salt, SALT_SIZE);
    TRY(slot_hash(ctx->home, passphrase, out->salt, &out->fresh));
    return recovery_create(ctx, out->salt, out);
}

enum err join_create(const struct space_ctx *ctx, const struct joining *j, struct key *access,
                     uint64_t *account)
{
    DB_TX struct db_tx tx = {0};
    struct space_ticket ticket;
    struct space *commons;
    struct keyring keyring = {.name = j->name};
    TRY(db_tx_begin(&tx, ctx->db));
    space_ticket_new(&ticket, (struct space_id){0});
    TRY(roster_come_in(ctx, &j->invitation, &j->persona, &ticket, &commons));
    key_random(&keyring.seed);
    keyring_add_space(ctx->secret, &keyring, SPACE_COMMONS, &ticket, j->label, ctx->now);
    const struct new_account n = {.name = j->folded, .hashed = j->hashed, .keyring = &keyring};
    TRY(account_create(ctx, &n, access, account));
    return db_tx_commit(&tx);
}

enum err join_again(const struct space_ctx *ctx, const struct hashed *hashed, struct str folded,
                    struct key *access, uint64_t *account)
{
    struct account a;
    enum slot_kind kind;
    struct key root;
    TRY(account_find(ctx, folded, &a));
    TRY(account_open(ctx, &a, &hashed->fresh, &kind, &root, access));
    *account = a.id;
    enum err e = ERR_DENIED;
    if (kind == SLOT_PASSPHRASE)
        e = account_set_slot(ctx, &a, SLOT_RECOVERY, &hashed->recovery, &root);
    key_wipe(&root);
    return e;
}
