#include "space/inbox.h"

#include <string.h>

#include "base/log.h"
#include "base/rand.h"
#include "space/inside.h"
#include "space/mailbox.h"

#define OLDER_TRIED 64 /* letters wait through at most this many turns of the keys */

/* `label` tells spaces' inboxes and mailboxes apart. */
static void address_of(const struct space_ctx *ctx, const char *label, uint64_t id,
                       uint8_t out[TAG_SIZE])
{
    struct key k;
    uint8_t mac[KEY_SIZE];
    seal_home_key(ctx->home, "inbox address", &k);
    seal_mac(mac, &k, label, str_from(&id, sizeof id));
    memcpy(out, mac, TAG_SIZE);
    key_wipe(&k);
}

static void inbox_address(const struct space_ctx *ctx, struct space_id id, uint8_t out[TAG_SIZE])
{
    address_of(ctx, "awn inbox", id.v, out);
}

static struct str letter_context(struct arena *a, struct space_id id)
{
    return str_fmt(a, "awn inbox 1:%llu", (unsigned long long)id.v);
}

static enum err letter_add(const struct space_ctx *ctx, const uint8_t address[TAG_SIZE],
                           int64_t most, int32_t expires, struct str box)
{
    struct tag id;
    int64_t waiting;
    TRY(store_inbox_count(ctx, address, &waiting));
    if (waiting >= most)
        return ERR_TOO_MANY;
    rand_bytes(id.b, TAG_SIZE);
    TRY(space_day_seal(ctx, TABLE_INBOX, &id, expires, box, &box));
    return store_inbox_add(ctx, &id, address, expires, box);
}

enum err inbox_drop(const struct space_ctx *ctx, struct space_id to, int32_t expires,
                    struct str body)
{
    struct box_public inbox;
    uint32_t epoch;
    uint8_t address[TAG_SIZE];
    TRY(store_space_get(ctx, to, &epoch, &inbox));
    inbox_address(ctx, to, address);
    struct str box = box_blob(ctx->arena, &inbox, letter_context(ctx->arena, to), body);
    return letter_add(ctx, address, INBOX_MAX, expires, box);
}

/* Opens the box of one letter; `with` is a space, or a mailbox's seed. */
typedef enum err open_fn(const struct space_ctx *ctx, void *with, struct str box, struct str *body);

/* A letter may have been dropped under an older epoch's key. */
static enum err space_letter_open(const struct space_ctx *ctx, void *with, struct str box,
                                  struct str *body)
{
    struct space *s = with;
    struct str context = letter_context(ctx->arena, s->me.id);
    enum err e = ERR_SEAL;
    for (uint32_t back = 0; back < OLDER_TRIED && e == ERR_SEAL; back++) {
        struct key epoch_key, seed;
        if (space_epoch_key(s, s->me.epoch - back, &epoch_key) != ERR_OK)
            break;
        space_inbox_seed(&seed, &epoch_key);
        e = box_open(ctx->secret, &seed, context, box, body);
        key_wipe(&seed);
        key_wipe(&epoch_key);
    }
    return e;
}

static enum err letter_open(const struct space_ctx *ctx, const struct db_rows *rows, size_t i,
                            open_fn *open, void *with, struct inbox_letter *out)
{
    struct str id = db_cell_str(rows, i, 0), box = db_cell_str(rows, i, 2);
    int64_t expires = db_cell_int(rows, i, 1);
    if (id.n != TAG_SIZE || expires != (int32_t)expires)
        return ERR_SEAL;
    memcpy(out->id.b, id.p, TAG_SIZE);
    TRY(space_day_open(ctx, TABLE_INBOX, &out->id, (int32_t)expires, box, &box));
    return open(ctx, with, box, &out->body);
}

static enum err letters_read(const struct space_ctx *ctx, const uint8_t address[TAG_SIZE],
                             open_fn *open, void *with, struct inbox *out)
{
    struct db_rows rows;
    TRY(store_inbox_all(ctx, address, &rows));
    out->v = ARENA_ARRAY(ctx->secret, struct inbox_letter, rows.n);
    out->n = 0;
    for (size_t i = 0; i < rows.n; i++) {
        enum err e = letter_open(ctx, &rows, i, open, with, &out->v[out->n]);
        if (e == ERR_OK)
            out->n++;
        else if (e != ERR_EXPIRED)
            log_error("space", "a letter does not open");
    }
    return ERR_OK;
}

enum err inbox_read(struct space *s, struct inbox *out)
{
    uint8_t address[TAG_SIZE];
    inbox_address(&s->ctx, s->me.id, address);
    return letters_read(&s->ctx, address, space_letter_open, s, out);
}

enum err inbox_take(struct space *s, const struct tag *id)
{
    uint8_t address[TAG_SIZE];
    inbox_address(&s->ctx, s->me.id, address);
    return store_inbox_delete(&s->ctx, id, address);
}

/* ---- mailboxes ------------------------------------------------------------------------------- */

static void mailbox_seed(struct key *out, const struct key *seed)
{
    key_derive(out, seed, "awn mailbox key", STR_NONE);
}

void mailbox_of(struct mailbox_to *out, const struct key *seed)
{
    struct key k;
    key_derive(&k, seed, "awn mailbox number", STR_NONE);
    memcpy(&out->id, k.b, sizeof out->id);
    out->id |= 1; /* 0 is none */
    mailbox_seed(&k, seed);
    box_public_of(&out->key, &k);
    key_wipe(&k);
}

static void mailbox_address(const struct space_ctx *ctx, uint64_t id, uint8_t out[TAG_SIZE])
{
    address_of(ctx, "awn mailbox", id, out);
}

static struct str mailbox_context(struct arena *a, uint64_t id)
{
    return str_fmt(a, "awn mailbox 1:%llu", (unsigned long long)id);
}

enum err mailbox_drop(const struct space_ctx *ctx, const struct mailbox_to *to, int32_t expires,
                      struct str body)
{
    uint8_t address[TAG_SIZE];
    mailbox_address(ctx, to->id, address);
    struct str box = box_blob(ctx->arena, &to->key, mailbox_context(ctx->arena, to->id), body);
    return letter_add(ctx, address, MAILBOX_MAX, expires, box);
}

struct mailbox_opening {
    struct key seed;
    struct str context;
};

static enum err mailbox_letter_open(const struct space_ctx *ctx, void *with, struct str box,
                                    struct str *body)
{
    const struct mailbox_opening *o = with;
    return box_open(ctx->secret, &o->seed, o->context, box, body);
}

enum err mailbox_read(const struct space_ctx *ctx, const struct key *seed, struct inbox *out)
{
    struct mailbox_opening o;
    struct mailbox_to me;
    uint8_t address[TAG_SIZE];
    mailbox_of(&me, seed);
    mailbox_seed(&o.seed, seed);
    o.context = mailbox_context(ctx->arena, me.id);
    mailbox_address(ctx, me.id, address);
    enum err e = letters_read(ctx, address, mailbox_letter_open, &o, out);
    key_wipe(&o.seed);
    return e;
}

enum err mailbox_take(const struct space_ctx *ctx, const struct key *seed, const struct tag *id)
{
    struct mailbox_to me;
    uint8_t address[TAG_SIZE];
    mailbox_of(&me, seed);
    mailbox_address(ctx, me.id, address);
    return store_inbox_delete(ctx, id, address);
}
