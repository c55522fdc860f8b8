/* The list itself: records, seeds, export, the end. */
#include "aid/mine.h"

#include "aid/inside.h"
#include "aid/mine_ask.h"
#include "aid/mine_inside.h"
#include "base/clock.h"
#include "members/own.h"

static struct stream_id stream_of(const struct space *s)
{
    return record_stream(s, "aid mine", STR_NONE);
}

static const char *label_of(enum mine_role role)
{
    switch (role) {
    case MINE_OFFERS:
        return "awn aid offer";
    case MINE_ASKS:
        return "awn aid ask";
    case MINE_HELPS:
        break;
    }
    return "awn aid help";
}

void mine_seed(const struct viewer *v, enum mine_role role, uint64_t card, struct key *out)
{
    uint8_t id[8];
    for (int i = 0; i < 8; i++)
        id[i] = (uint8_t)(card >> (8 * i));
    key_derive(out, &v->keyring.seed, label_of(role), str_from(id, sizeof id));
}

/* ---- records ----------------------------------------------------------------------------------
 */

static struct str mine_pack(struct arena *a, const struct mine *m)
{
    AidMine out = AID_MINE__INIT;
    out.role = m->role;
    out.card = aid_card_message(a, &m->card);
    out.list = m->list;
    out.day = m->at.day;
    out.seq = m->at.seq;
    out.at = m->since;
    out.details = aid_details_message(a, &m->details);
    out.name = str_to_c(a, m->name);
    out.words = str_to_c(a, m->words);
    out.offer = m->offer;
    out.turn = m->turn;
    return space_pack(a, &out.base);
}

static bool mine_unpack(struct arena *a, const struct record *r, struct mine *out)
{
    ProtobufCAllocator alloc = space_allocator(a);
    const AidMine *m =
        r->damaged ? NULL : aid_mine__unpack(&alloc, r->body.n, (const uint8_t *)r->body.p);
    if (!m || m->role < MINE_OFFERS || m->role > MINE_HELPS || m->list < AID_BOARD ||
        m->list > AID_DESK)
        return false;
    *out = (struct mine){.seq = r->seq,
                         .role = (enum mine_role)m->role,
                         .list = (enum aid_list)m->list,
                         .at = {m->day, m->seq},
                         .since = m->at,
                         .name = str_from_c(m->name),
                         .words = str_from_c(m->words),
                         .offer = m->offer,
                         .turn = m->turn};
    if (m->details)
        aid_details_read(m->details, &out->details);
    return aid_card_of_message(m->card, &out->card);
}

static enum err read_all(const struct space_ctx *ctx, struct space *own, struct mine_list *out)
{
    struct record_list all;
    *out = (struct mine_list){0};
    if (!own)
        return ERR_OK;
    TRY(record_newest(own, stream_of(own), 0, 0, 3 * (size_t)MINE_MAX, &all));
    out->v = ARENA_ARRAY(ctx->secret, struct mine, all.n);
    for (size_t i = all.n; i-- > 0;)
        if (mine_unpack(ctx->secret, &all.v[i], &out->v[out->n]) &&
            out->v[out->n].card.loop.last_day >= clock_day(ctx->now))
            out->n++;
    return ERR_OK;
}

enum err mine_all(const struct space_ctx *ctx, struct viewer *v, struct mine_list *out)
{
    struct space *own;
    TRY(own_enter(ctx, v, &own));
    return read_all(ctx, own, out);
}

enum err mine_find_in(const struct space_ctx *ctx, struct space *own, enum mine_role role,
                      uint64_t card, struct mine *out)
{
    struct mine_list all;
    TRY(read_all(ctx, own, &all));
    for (size_t i = 0; i < all.n; i++) {
        if (all.v[i].role != role || all.v[i].card.id != card)
            continue;
        *out = all.v[i];
        return ERR_OK;
    }
    return ERR_NOT_FOUND;
}

enum err mine_find(const struct space_ctx *ctx, struct viewer *v, enum mine_role role,
                   uint64_t card, struct mine *out)
{
    struct space *own;
    TRY(own_enter(ctx, v, &own));
    return mine_find_in(ctx, own, role, card, out);
}

enum err mine_enter(const struct space_ctx *ctx, struct viewer *v, struct space **out)
{
    TRY(own_enter(ctx, v, out));
    return *out ? ERR_OK : ERR_NOT_FOUND;
}

enum err mine_keep(const struct space_ctx *ctx, struct viewer *v, struct space *own,
                   const struct mine *m)
{
    struct mine_list all;
    size_t same = 0;
    uint32_t seq;
    struct str body = mine_pack(ctx->secret, m);
    if (m->seq == 0) {
        TRY(read_all(ctx, own, &all));
        for (size_t i = 0; i < all.n; i++)
            same += all.v[i].role == m->role;
        if (same >= MINE_MAX)
            return ERR_TOO_MANY;
        TRY(record_append(own, stream_of(own), m->card.loop.last_day, body, &seq));
    } else {
        TRY(record_rewrite(own, stream_of(own), m->seq, m->card.loop.last_day, body));
    }
    return own_turn(v, own);
}

enum err mine_drop(struct viewer *v, struct space *own, const struct mine *m)
{
    TRY(record_delete(own, stream_of(own), m->seq));
    return own_turn(v, own);
}

/* ---- mailboxes --------------------------------------------------------------------------------
 */

enum err mine_letters(const struct space_ctx *ctx, const struct viewer *v, enum mine_role role,
                      uint64_t card, struct aid_letters *out)
{
    struct key seed;
    struct inbox in;
    mine_seed(v, role, card, &seed);
    enum err e = mailbox_read(ctx, &seed, &in);
    key_wipe(&seed);
    TRY(e);
    aid_letters_of(ctx->secret, &in, out);
    return ERR_OK;
}

enum err mine_letters_drop(const struct space_ctx *ctx, const struct viewer *v, enum mine_role role,
                           uint64_t card)
{
    struct key seed;
    struct inbox in;
    mine_seed(v, role, card, &seed);
    enum err e = mailbox_read(ctx, &seed, &in);
    for (size_t i = 0; e == ERR_OK && i < in.n; i++)
        e = mailbox_take(ctx, &seed, &in.v[i].id);
    key_wipe(&seed);
    return e;
}

/* ---- all of it --------------------------------------------------------------------------------
 */

static json_t *text(struct str s)
{
    return json_stringn(s.p ? s.p : "", s.n);
}

static const char *role_code(enum mine_role role)
{
    switch (role) {
    case MINE_OFFERS:
        return "offer";
    case MINE_ASKS:
        return "ask";
    case MINE_HELPS:
        break;
    }
    return "help";
}

static json_t *answers_of(const struct mine *m, const struct aid_kind_info *kind)
{
    json_t *all = json_object();
    for (int i = 0; i < kind->n; i++) {
        if (m->card.answered & 1u << i)
            json_object_set_new(all, kind->questions[i].code, json_integer(m->card.number[i]));
        else if (m->details.answer[i].n)
            json_object_set_new(all, kind->questions[i].code, text(m->details.answer[i]));
    }
    return all;
}

static json_t *one_of(const struct mine *m)
{
    const struct aid_kind_info *kind = aid_kind_find(m->card.kind);
    return json_pack("{s:s, s:s, s:o, s:o, s:o, s:o, s:I, s:I, s:b, s:b}", "what",
                     role_code(m->role), "kind", kind->code, "line", text(m->card.line), "answers",
                     answers_of(m, kind), "name", text(m->name), "words", text(m->words), "since",
                     (json_int_t)m->since, "last_day", (json_int_t)m->card.loop.last_day, "rests",
                     m->role == MINE_OFFERS && m->at.seq == 0, "on_board",
                     m->list == AID_BOARD && m->role != MINE_HELPS);
}

enum err mine_export(const struct space_ctx *ctx, struct viewer *v, json_t **out)
{
    struct mine_list all;
    TRY(mine_all(ctx, v, &all));
    *out = json_array();
    for (size_t i = 0; i < all.n; i++)
        json_array_append_new(*out, one_of(&all.v[i]));
    return ERR_OK;
}

/* Nobody who leaves is held back by a desk that is full, or by a board they are off already. */
static bool hinders(enum err e)
{
    return e != ERR_OK && e != ERR_NOT_FOUND && e != ERR_TOO_MANY && e != ERR_CONFLICT &&
           e != ERR_DENIED && e != ERR_EXPIRED;
}

static enum err end_one(const struct space_ctx *ctx, struct viewer *v, const struct mine *m)
{
    enum err e;
    switch (m->role) {
    case MINE_OFFERS:
        return mine_offer_end(ctx, v, m->card.id);
    case MINE_ASKS:
        e = mine_ask_end(ctx, v, m->card.id);
        return e == ERR_OK ? ERR_OK : mine_ask_off(ctx, v, m);
    case MINE_HELPS:
        break;
    }
    return mine_help_end(ctx, v, m->card.id);
}

enum err mine_end(const struct space_ctx *ctx, struct viewer *v)
{
    DB_TX struct db_tx tx = {0};
    struct mine_list all;
    struct space *own;
    TRY(db_tx_begin(&tx, ctx->db));
    TRY(own_enter(ctx, v, &own));
    if (!own)
        return ERR_OK;
    TRY(read_all(ctx, own, &all));
    for (size_t i = 0; i < all.n; i++) {
        enum err e = end_one(ctx, v, &all.v[i]);
        if (hinders(e))
            return e;
        TRY(mine_letters_drop(ctx, v, all.v[i].role, all.v[i].card.id));
    }
    TRY(record_delete_stream(own, stream_of(own)));
    return db_tx_commit(&tx);
}
