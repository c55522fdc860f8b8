#include "members/account.h"

#include <string.h>

#include "base/rand.h"
#include "members/inside.h"

static void name_index(const struct space_ctx *ctx, struct str name, uint8_t out[KEY_SIZE])
{
    struct key k;
    seal_home_key(ctx->home, "blind-index", &k);
    seal_mac(out, &k, "awn sign-in name", name);
    key_wipe(&k);
}

enum err account_find(const struct space_ctx *ctx, struct str name, struct account *out)
{
    uint8_t mac[KEY_SIZE];
    name_index(ctx, name, mac);
    *out = (struct account){0};
    enum err e = store_account_by_name(ctx, mac, out);
    if (e == ERR_NOT_FOUND) {
        memcpy(out->name_mac, mac, KEY_SIZE);
        slot_fake_salt(ctx->home, str_from(mac, KEY_SIZE), out->salt);
        out->slots = slots_create(ctx->arena);
        return ERR_OK;
    }
    return e;
}

enum err account_by_id(const struct space_ctx *ctx, uint64_t id, struct account *out)
{
    *out = (struct account){0};
    return store_account_by_id(ctx, id, out);
}

static struct str account_name(const struct account *a)
{
    return str_from(a->name_mac, KEY_SIZE);
}

static struct seal_place access_place(const struct account *a)
{
    return (struct seal_place){.purpose = SEAL_ACCESS, .table = TABLE_ACCESS, .row = a->id};
}

static void access_seal(const struct space_ctx *ctx, struct account *a, const struct key *root,
                        const struct key *access)
{
    struct seal_place place = access_place(a);
    a->access = seal_blob(ctx->arena, root, &place, SEAL_PAD_NONE, str_from(access->b, KEY_SIZE));
}

enum err account_create(const struct space_ctx *ctx, const struct new_account *n,
                        struct key *access, uint64_t *id)
{
    struct account a = {.found = true, .id = rand_u64() >> 2, .version = keyring_version_new()};
    struct key root;
    key_random(&root);
    key_random(access);
    name_index(ctx, n->name, a.name_mac);
    memcpy(a.salt, n->hashed->salt, SALT_SIZE);
    a.slots = slots_create(ctx->arena);
    a.slots =
        slots_set(ctx->arena, a.slots, account_name(&a), SLOT_PASSPHRASE, &n->hashed->fresh, &root);
    a.slots = slots_set(ctx->arena, a.slots, account_name(&a), SLOT_RECOVERY, &n->hashed->recovery,
                        &root);
    access_seal(ctx, &a, &root, access);
    key_wipe(&root);
    a.keyring = keyring_seal(ctx, n->keyring, access, a.id, a.version);
    *id = a.id;
    return store_account_add(ctx, &a);
}

enum err account_open(const struct space_ctx *ctx, const struct account *a,
                      const struct key *hashed, enum slot_kind *kind, struct key *root,
                      struct key *access)
{
    struct seal_place place = access_place(a);
    struct str plain;
    TRY(slots_open(a->slots, account_name(a), hashed, kind, root));
    if (!a->found)
        return ERR_DENIED;
    TRY(seal_open(ctx->secret, root, &place, SEAL_PAD_NONE, a->access, &plain));
    if (plain.n != KEY_SIZE)
        return ERR_SEAL;
    memcpy(access->b, plain.p, KEY_SIZE);
    return ERR_OK;
}

enum err account_set_slot(const struct space_ctx *ctx, struct account *a, enum slot_kind kind,
                          const struct key *hashed, const struct key *root)
{
    a->slots = slots_set(ctx->arena, a->slots, account_name(a), kind, hashed, root);
    return store_account_keys(ctx, a);
}

enum err account_rotate_access(const struct space_ctx *ctx, struct account *a,
                               const struct key *root, struct viewer *v)
{
    struct key access;
    key_random(&access);
    access_seal(ctx, a, root, &access);
    TRY(store_account_keys(ctx, a));
    v->access = access;
    v->keyring.nsessions = 0;
    struct member_session *only = ARENA_NEW(ctx->secret, struct member_session);
    memcpy(only->id, v->session, SESSION_ID_SIZE);
    only->started = v->started;
    v->keyring.sessions = only;
    v->keyring.nsessions = 1;
    viewer_touch(v);
    return session_rewrite(ctx, v);
}

enum err account_delete(const struct space_ctx *ctx, uint64_t id)
{
    return store_account_delete(ctx->db, id);
}
