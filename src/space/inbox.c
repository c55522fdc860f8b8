#include "space/inbox.h"

#include <string.h>

#include "base/log.h"
#include "base/rand.h"
#include "space/inside.h"

#define OLDER_TRIED 64 /* letters wait through at most this many turns of the keys */

static void inbox_address(const struct space_ctx *ctx, struct space_id id, uint8_t out[TAG_SIZE])
{
    struct key k;
    uint8_t mac[KEY_SIZE];
    seal_home_key(ctx->home, "inbox address", &k);
    seal_mac(mac, &k, "awn inbox", str_from(&id.v, sizeof id.v));
    memcpy(out, mac, TAG_SIZE);
    key_wipe(&k);
}

static struct str letter_context(struct arena *a, struct space_id id)
{
    return str_fmt(a, "awn inbox 1:%llu", (unsigned long long)id.v);
}

enum err inbox_drop(const struct space_ctx *ctx, struct space_id to, int32_t expires,
                    struct str body)
{
    struct box_public inbox;
    uint32_t epoch;
    uint8_t address[TAG_SIZE];
    struct tag id;
    int64_t waiting;
    TRY(store_space_get(ctx, to, &epoch, &inbox));
    inbox_address(ctx, to, address);
    TRY(store_inbox_count(ctx, address, &waiting));
    if (waiting >= INBOX_MAX)
        return ERR_TOO_MANY;
    rand_bytes(id.b, TAG_SIZE);
    struct str box = box_blob(ctx->arena, &inbox, letter_context(ctx->arena, to), body);
    TRY(space_day_seal(ctx, TABLE_INBOX, &id, expires, box, &box));
    return store_inbox_add(ctx, &id, address, expires, box);
}

/* A letter may have been dropped under an older epoch's key. */
static enum err letter_open(struct space *s, const struct tag *id, int64_t expires, struct str box,
                            struct str *body)
{
    struct str context = letter_context(s->ctx.arena, s->me.id);
    enum err e = ERR_SEAL;
    if (expires != (int32_t)expires)
        return ERR_SEAL;
    TRY(space_day_open(&s->ctx, TABLE_INBOX, id, (int32_t)expires, box, &box));
    for (uint32_t back = 0; back < OLDER_TRIED && e == ERR_SEAL; back++) {
        struct key epoch_key, seed;
        if (space_epoch_key(s, s->me.epoch - back, &epoch_key) != ERR_OK)
            break;
        space_inbox_seed(&seed, &epoch_key);
        e = box_open(s->ctx.secret, &seed, context, box, body);
        key_wipe(&seed);
        key_wipe(&epoch_key);
    }
    return e;
}

enum err inbox_read(struct space *s, struct inbox *out)
{
    struct db_rows rows;
    uint8_t address[TAG_SIZE];
    inbox_address(&s->ctx, s->me.id, address);
    TRY(store_inbox_all(&s->ctx, address, &rows));
    out->v = ARENA_ARRAY(s->ctx.secret, struct inbox_letter, rows.n);
    out->n = 0;
    for (size_t i = 0; i < rows.n; i++) {
        struct inbox_letter *l = &out->v[out->n];
        struct str id = db_cell_str(&rows, i, 0);
        enum err e = ERR_SEAL;
        if (id.n == TAG_SIZE) {
            memcpy(l->id.b, id.p, TAG_SIZE);
            e = letter_open(s, &l->id, db_cell_int(&rows, i, 1), db_cell_str(&rows, i, 2),
                            &l->body);
        }
        if (e == ERR_OK)
            out->n++;
        else if (e != ERR_EXPIRED)
            log_error("space", "a letter in an inbox does not open");
    }
    return ERR_OK;
}

enum err inbox_take(struct space *s, const struct tag *id)
{
    uint8_t address[TAG_SIZE];
    inbox_address(&s->ctx, s->me.id, address);
    return store_inbox_delete(&s->ctx, id, address);
}
