/* What is one's own: what one keeps, what one has; a copy of it, and its end. */
#include <string.h>

#include "base/clock.h"
#include "members/own.h"
#include "pools/inside.h"

static struct stream_id stream_of(const struct space *s)
{
    return record_stream(s, "pools mine", STR_NONE);
}

void pool_hold_seed(const struct viewer *v, uint64_t hold, struct key *out)
{
    uint8_t id[8];
    for (int i = 0; i < 8; i++)
        id[i] = (uint8_t)(hold >> (8 * i));
    key_derive(out, &v->keyring.seed, "awn pool hold", str_from(id, sizeof id));
}

enum err pool_mine_read(const struct space_ctx *ctx, struct space *own, struct pool_mines *out)
{
    struct record_list all;
    *out = (struct pool_mines){0};
    if (!own)
        return ERR_OK;
    TRY(record_newest(own, stream_of(own), 0, 0, 2 * (size_t)POOL_MINE_MAX, &all));
    out->v = ARENA_ARRAY(ctx->secret, struct pool_mine, all.n);
    for (size_t i = all.n; i-- > 0;)
        out->n += pool_mine_unpack(ctx->secret, &all.v[i], &out->v[out->n]);
    return ERR_OK;
}

struct pool_mine *pool_mine_of(struct pool_mines *all, enum pool_role role, uint64_t id)
{
    for (size_t i = 0; i < all->n; i++)
        if (all->v[i].role == role && (role == POOL_KEEPS ? all->v[i].pool : all->v[i].hold) == id)
            return &all->v[i];
    return NULL;
}

enum err pool_mine_keep(const struct space_ctx *ctx, struct viewer *v, struct space *own,
                        const struct pool_mine *m)
{
    struct pool_mines all;
    uint32_t seq;
    size_t same = 0;
    const int32_t day =
        m->role == POOL_KEEPS ? clock_day(ctx->now) + POOL_KEEP_DAYS : m->until + POOL_AFTER_DAYS;
    struct str body = pool_mine_pack(ctx->secret, m);
    if (m->seq != 0) {
        TRY(record_rewrite(own, stream_of(own), m->seq, day, body));
        return own_turn(v, own);
    }
    TRY(pool_mine_read(ctx, own, &all));
    for (size_t i = 0; i < all.n; i++)
        same += all.v[i].role == m->role;
    if (same >= POOL_MINE_MAX)
        return ERR_TOO_MANY;
    TRY(record_append(own, stream_of(own), day, body, &seq));
    return own_turn(v, own);
}

enum err pool_mine_drop(struct viewer *v, struct space *own, const struct pool_mine *m)
{
    TRY(record_delete(own, stream_of(own), m->seq));
    return own_turn(v, own);
}

enum err pools_mine(const struct space_ctx *ctx, struct viewer *v, struct pool_mines *out)
{
    struct space *own;
    TRY(own_enter(ctx, v, &own));
    return pool_mine_read(ctx, own, out);
}

bool pool_is_mine(const struct pool_mines *all, const struct pool *p, struct key *seed)
{
    struct mailbox_to to;
    for (size_t i = 0; i < all->n; i++) {
        if (all->v[i].role != POOL_KEEPS || all->v[i].pool != p->id)
            continue;
        mailbox_of(&to, &all->v[i].seed);
        if (to.id != p->mailbox.id)
            continue;
        *seed = all->v[i].seed;
        return true;
    }
    return false;
}

/* ---- boxes ------------------------------------------------------------------------------------
 */

enum err pool_box_read(const struct space_ctx *ctx, const struct key *seed, uint64_t hold,
                       struct pool_letters *out)
{
    struct inbox in;
    TRY(mailbox_read(ctx, seed, &in));
    pool_letters_of(ctx->secret, &in, hold, out);
    return ERR_OK;
}

enum err pool_box_empty(const struct space_ctx *ctx, const struct key *seed, uint64_t hold)
{
    struct pool_letters all;
    TRY(pool_box_read(ctx, seed, hold, &all));
    for (size_t i = 0; i < all.n; i++)
        TRY(mailbox_take(ctx, seed, &all.v[i].id));
    return ERR_OK;
}

int32_t pool_letter_day(const struct pool_place *at, int32_t until)
{
    return (until > at->today ? until : at->today) + POOL_AFTER_DAYS;
}

/* ---- all of it --------------------------------------------------------------------------------
 */

static json_t *text(struct str s)
{
    return json_stringn(s.p ? s.p : "", s.n);
}

enum err pools_export(const struct space_ctx *ctx, struct viewer *v, json_t **out)
{
    struct pool_mines all;
    TRY(pools_mine(ctx, v, &all));
    *out = json_array();
    for (size_t i = 0; i < all.n; i++) {
        const struct pool_mine *m = &all.v[i];
        json_array_append_new(
            *out, json_pack("{s:s, s:s, s:o, s:o, s:I, s:I, s:I, s:I}", "what",
                            m->role == POOL_KEEPS ? "keeps" : "has", "kind",
                            pool_kind_code(m->kind), "pool", text(m->title), "name", text(m->name),
                            "units", (json_int_t)m->units, "since", (json_int_t)m->since,
                            "first_day", (json_int_t)m->from, "last_day", (json_int_t)m->until));
    }
    return ERR_OK;
}

/* Nobody who leaves is held back by a box that is full, or by what has ended already. */
static bool hinders(enum err e)
{
    return e != ERR_OK && e != ERR_NOT_FOUND && e != ERR_TOO_MANY && e != ERR_CONFLICT &&
           e != ERR_DENIED && e != ERR_EXPIRED;
}

enum err pools_end(const struct space_ctx *ctx, struct viewer *v)
{
    DB_TX struct db_tx tx = {0};
    struct pool_mines all;
    struct space *own;
    TRY(db_tx_begin(&tx, ctx->db));
    TRY(own_enter(ctx, v, &own));
    if (!own)
        return ERR_OK;
    TRY(pool_mine_read(ctx, own, &all));
    for (size_t i = 0; i < all.n; i++) {
        enum err e = all.v[i].role == POOL_KEEPS ? pool_leave(ctx, v, all.v[i].pool)
                                                 : pool_held_end(ctx, v, &all.v[i]);
        if (hinders(e))
            return e;
    }
    TRY(record_delete_stream(own, stream_of(own)));
    return db_tx_commit(&tx);
}
