#include "space/space.h"

#include <string.h>

#include "base/log.h"
#include "base/rand.h"
#include "space/inside.h"

#define EPOCH_START_MAX                                                                            \
    (1u << 20) /* epochs begin anywhere below, so that none tells a space's age */

void space_ticket_new(struct space_ticket *out, struct space_id id)
{
    *out = (struct space_ticket){.id = id};
    rand_bytes(out->tag.b, TAG_SIZE);
    key_random(&out->seed);
}

struct space *space_make(const struct space_ctx *ctx, const struct space_ticket *ticket)
{
    struct space *s = ARENA_NEW(ctx->secret, struct space);
    s->ctx = *ctx;
    s->me = *ticket;
    return s;
}

struct space_id space_id_of(const struct space *s)
{
    return s->me.id;
}

const struct tag *space_tag_of(const struct space *s)
{
    return &s->me.tag;
}

const struct key *space_seed_of(const struct space *s)
{
    return &s->me.seed;
}

const struct space_ctx *space_ctx_of(const struct space *s)
{
    return &s->ctx;
}

void space_inbox_seed(struct key *out, const struct key *epoch_key)
{
    key_derive(out, epoch_key, "awn inbox seed", STR_NONE);
}

static void inbox_public(struct box_public *out, const struct key *epoch_key)
{
    struct key seed;
    space_inbox_seed(&seed, epoch_key);
    box_public_of(out, &seed);
    key_wipe(&seed);
}

static struct seal_place day_place(enum space_table table, const struct tag *row, int32_t expires)
{
    struct seal_place place = {.purpose = SEAL_RECORD, .table = table, .expires = expires};
    memcpy(&place.row, row->b, sizeof place.row);
    memcpy(&place.space, row->b + sizeof place.row, sizeof place.space);
    return place;
}

static enum err day_key(const struct space_ctx *ctx, int32_t expires, struct key *out)
{
    struct key server;
    seal_home_key(ctx->home, "outer seal", &server);
    enum err e = seal_record_key(ctx->home, &server, expires, out);
    key_wipe(&server);
    return e;
}

enum err space_day_seal(const struct space_ctx *ctx, enum space_table table, const struct tag *row,
                        int32_t expires, struct str box, struct str *out)
{
    struct seal_place place = day_place(table, row, expires);
    struct key k;
    TRY(day_key(ctx, expires, &k));
    *out = seal_blob(ctx->arena, &k, &place, SEAL_PAD_TEXT, box);
    key_wipe(&k);
    return ERR_OK;
}

enum err space_day_open(const struct space_ctx *ctx, enum space_table table, const struct tag *row,
                        int32_t expires, struct str sealed, struct str *box)
{
    struct seal_place place = day_place(table, row, expires);
    struct key k;
    TRY(day_key(ctx, expires, &k));
    enum err e = seal_open(ctx->arena, &k, &place, SEAL_PAD_TEXT, sealed, box);
    key_wipe(&k);
    return e;
}

static struct seal_place chain_place(struct space_id id, uint32_t epoch)
{
    return (struct seal_place){
        .purpose = SEAL_CHAIN, .table = TABLE_CHAIN, .space = id.v, .epoch = epoch};
}

/* Writes the link that lets holders of the new key open the one before. */
static enum err link_write(const struct space_ctx *ctx, const struct space_ticket *now,
                           uint32_t previous, const struct key *previous_key)
{
    SpaceLink m = SPACE_LINK__INIT;
    m.previous_epoch = previous;
    m.previous_key = space_bytes(previous_key ? previous_key->b : NULL, previous ? KEY_SIZE : 0);
    m.made_at = now->made_at;
    struct seal_place place = chain_place(now->id, now->epoch);
    struct str sealed = seal_blob(ctx->arena, &now->epoch_key, &place, SEAL_PAD_TEXT,
                                  space_pack(ctx->secret, &m.base));
    return store_chain_add(ctx, now->id, now->epoch, sealed);
}

enum err space_create(const struct space_ctx *ctx, const struct space_persona *founder,
                      struct space_ticket *ticket, struct space **out)
{
    DB_TX struct db_tx tx = {0};
    struct box_public inbox;
    struct roster_entry entry;
    struct space_ticket t;

    space_ticket_new(&t, (struct space_id){(rand_u64() >> 2) | 1});
    key_random(&t.locator);
    key_random(&t.epoch_key);
    t.epoch = 1 + (uint32_t)(rand_u64() % EPOCH_START_MAX);
    t.made_at = ctx->now;
    TRY(db_tx_begin(&tx, ctx->db));
    inbox_public(&inbox, &t.epoch_key);
    TRY(store_space_add(ctx, t.id, t.epoch, &inbox));
    TRY(link_write(ctx, &t, 0, NULL));
    struct space *s = space_make(ctx, &t);
    roster_entry_init(&entry, &t.tag, &t.seed, ROLE_FACILITATOR, founder);
    entry.may_invite = true;
    TRY(roster_admit(s, &entry));
    TRY(db_tx_commit(&tx));
    *ticket = t;
    *out = s;
    return ERR_OK;
}

enum err space_enter(const struct space_ctx *ctx, struct space_ticket *ticket, bool *fresher,
                     struct space_removal *removal, struct space **out)
{
    uint32_t epoch;
    struct box_public inbox;
    *fresher = false;
    enum err e = store_space_get(ctx, ticket->id, &epoch, &inbox);
    if (e != ERR_OK)
        return e == ERR_NOT_FOUND ? ERR_DENIED : e;
    if (ticket->epoch != epoch) {
        struct envelope env;
        e = envelope_open(ctx, &ticket->tag, &ticket->seed, &env);
        if (e != ERR_OK)
            return e == ERR_NOT_FOUND ? ERR_DENIED : e;
        if (env.removed) {
            if (removal)
                *removal = env.why;
            return ERR_DENIED;
        }
        if (env.space.v != ticket->id.v || env.epoch != epoch) {
            log_error("space", "an envelope is not of its space's epoch");
            return ERR_SEAL;
        }
        ticket->epoch = env.epoch;
        ticket->epoch_key = env.epoch_key;
        ticket->locator = env.locator;
        ticket->made_at = env.made_at;
        *fresher = true;
    }
    *out = space_make(ctx, ticket);
    return ERR_OK;
}

/* The key before the last one known; ERR_SEAL when there is none. */
static enum err chain_step(struct space *s)
{
    struct epoch_key at =
        s->nolder ? s->older[s->nolder - 1] : (struct epoch_key){s->me.epoch, s->me.epoch_key};
    const struct seal_place place = chain_place(s->me.id, at.epoch);
    ProtobufCAllocator alloc = space_allocator(s->ctx.secret);
    for (size_t i = 0; i < s->nchain; i++) {
        if (s->chain[i].epoch != at.epoch)
            continue;
        struct str plain;
        TRY(seal_open(s->ctx.secret, &at.key, &place, SEAL_PAD_TEXT, s->chain[i].sealed, &plain));
        const SpaceLink *m = space_link__unpack(&alloc, plain.n, (const uint8_t *)plain.p);
        if (!m || m->previous_epoch == 0 || s->nolder == s->nchain ||
            !space_fixed(at.key.b, KEY_SIZE, m->previous_key))
            return ERR_SEAL;
        at.epoch = m->previous_epoch;
        s->older[s->nolder++] = at;
        return ERR_OK;
    }
    return ERR_SEAL;
}

/* Opens the chain from the newest key back, as far as it must. */
enum err space_epoch_key(struct space *s, uint32_t epoch, struct key *out)
{
    if (epoch == s->me.epoch) {
        *out = s->me.epoch_key;
        return ERR_OK;
    }
    if (!s->chain) {
        TRY(store_chain_all(&s->ctx, s->me.id, &s->chain, &s->nchain));
        s->older = ARENA_ARRAY(s->ctx.secret, struct epoch_key, s->nchain);
    }
    for (size_t i = 0;; i++) {
        if (i == s->nolder)
            TRY(chain_step(s));
        if (s->older[i].epoch == epoch) {
            *out = s->older[i].key;
            return ERR_OK;
        }
    }
}

enum err space_record_key(struct space *s, uint32_t epoch, int32_t expires, struct key *out)
{
    struct cached_key *c = &s->cache[(epoch * 31 + (uint32_t)expires) % KEY_CACHE];
    if (!c->used || c->epoch != epoch || c->expires != expires) {
        struct key k;
        TRY(space_epoch_key(s, epoch, &k));
        TRY(seal_record_key(s->ctx.home, &k, expires, &c->key));
        c->epoch = epoch;
        c->expires = expires;
        c->used = true;
    }
    *out = c->key;
    return ERR_OK;
}

static bool signature_holds(struct space *s, const struct roster *r, const struct roster_entry *e)
{
    const struct roster_entry *by = roster_find(r, &e->admitted_by);
    return by && roster_verify(s, e, &by->sign) == ERR_OK;
}

enum err space_rotate_to(struct space *s, struct space_ticket *ticket, const struct roster *roster)
{
    struct space_ticket next = s->me;
    struct box_public inbox;
    key_random(&next.epoch_key);
    next.epoch = s->me.epoch + 1;
    next.made_at = s->ctx.now;
    inbox_public(&inbox, &next.epoch_key);
    TRY(store_space_turn(&s->ctx, s->me.id, s->me.epoch, next.epoch, &inbox));
    TRY(link_write(&s->ctx, &next, s->me.epoch, &s->me.epoch_key));
    const struct envelope env = {.space = next.id,
                                 .epoch = next.epoch,
                                 .epoch_key = next.epoch_key,
                                 .locator = next.locator,
                                 .made_at = next.made_at};
    for (size_t i = 0; i < roster->n; i++) {
        const struct roster_entry *e = &roster->v[i];
        if (e->role == ROLE_PAST || (e->until && e->until < seal_home_day(s->ctx.home)))
            continue;
        if (!signature_holds(s, roster, e)) {
            log_error("space", "a roster entry's signature does not hold: it gets no new key");
            continue;
        }
        TRY(envelope_put(&s->ctx, &e->tag, &e->box, e->until, &env));
    }
    s->me = next;
    s->chain = NULL;
    s->nolder = 0;
    memset(s->cache, 0, sizeof s->cache);
    *ticket = next;
    return ERR_OK;
}

enum err space_rotate(struct space *s, struct space_ticket *ticket)
{
    DB_TX struct db_tx tx = {0};
    struct roster roster;
    TRY(db_tx_begin(&tx, s->ctx.db));
    TRY(roster_read(s, &roster));
    TRY(space_rotate_to(s, ticket, &roster));
    return db_tx_commit(&tx);
}

enum err space_rotate_weekly(struct space *s, struct space_ticket *ticket, bool *rotated)
{
    *rotated = s->ctx.now - s->me.made_at >= (int64_t)SPACE_WEEK_DAYS * 86400;
    return *rotated ? space_rotate(s, ticket) : ERR_OK;
}

enum err space_destroy(struct space *s)
{
    DB_TX struct db_tx tx = {0};
    struct roster roster;
    TRY(db_tx_begin(&tx, s->ctx.db));
    TRY(roster_read(s, &roster));
    for (size_t i = 0; i < roster.n; i++) {
        enum err e = envelope_drop(&s->ctx, &roster.v[i].tag);
        if (e != ERR_OK && e != ERR_NOT_FOUND)
            return e;
    }
    TRY(record_delete_stream(s, record_stream(s, "roster", STR_NONE)));
    TRY(store_space_delete(&s->ctx, s->me.id));
    return db_tx_commit(&tx);
}

enum err space_expire(struct db *db, int32_t today, int64_t *gone)
{
    return store_expire(db, today, gone);
}
