#include "fund/mine.h"

#include "base/clock.h"
#include "fund/fund.h"
#include "fund/inside.h"
#include "members/own.h"
#include "space/pack.h"

#define KEPT_DAYS (ASK_DAYS + 1)

static struct stream_id stream_of(const struct space *s)
{
    return record_stream(s, "fund mine", STR_NONE);
}

void fund_mine_seed(const struct viewer *v, uint64_t ask, struct key *out)
{
    uint8_t id[8];
    for (int i = 0; i < 8; i++)
        id[i] = (uint8_t)(ask >> (8 * i));
    key_derive(out, &v->keyring.seed, "awn fund ask", str_from(id, sizeof id));
}

/* ---- reading ----------------------------------------------------------------------------------
 */

static bool nobody(const void *roster, const struct tag *tag)
{
    (void)roster;
    (void)tag;
    return false;
}
static const struct ask_desk NO_DESK = {nobody, NULL};

/* The request as its letters add up; false: there are none (any more). */
static bool fold(struct arena *a, const struct fund_letters *all, struct fund_mine *out)
{
    bool found = false;
    for (size_t i = 0; i < all->n; i++) {
        const struct fund_letter *l = &all->v[i];
        struct ask_said *said = out->ask.said;
        const size_t n = out->ask.nsaid;
        if (l->has_about) {
            out->ask = l->about;
            out->ask.said = said;
            out->ask.nsaid = n;
            out->ask.turn = l->turn;
            if (!found)
                out->ask.reply = l->reply;
        }
        out->ended |= l->ended;
        if (found && !l->keepers)
            (void)fund_ask_take(a, &out->ask, l, &NO_DESK);
        else if (found && !l->ended)
            fund_ask_say(a, &out->ask,
                         &(struct ask_said){.at = l->at,
                                            .keepers = true,
                                            .name = l->name,
                                            .words = l->words,
                                            .moves = l->moves,
                                            .move = l->move});
        found |= l->has_about;
    }
    return found;
}

static enum err letters_of(const struct space_ctx *ctx, const struct viewer *v, uint64_t ask,
                           struct fund_letters *out)
{
    struct key seed;
    struct inbox in;
    fund_mine_seed(v, ask, &seed);
    enum err e = mailbox_read(ctx, &seed, &in);
    key_wipe(&seed);
    TRY(e);
    fund_letters_of(ctx->secret, &in, out);
    return ERR_OK;
}

static enum err read_one(const struct space_ctx *ctx, const struct viewer *v, uint64_t id,
                         struct fund_mine *out)
{
    struct fund_letters letters;
    TRY(letters_of(ctx, v, id, &letters));
    out->ask = (struct ask){.id = id};
    if (!fold(ctx->secret, &letters, out) || out->ask.last_day < clock_day(ctx->now))
        return ERR_NOT_FOUND;
    return ERR_OK;
}

/* The numbers of the own space, newest first; `seqs` their records. */
struct numbers {
    uint64_t ask[FUND_MINE_MAX];
    uint32_t seq[FUND_MINE_MAX];
    size_t n;
};

static enum err numbers_of(const struct space_ctx *ctx, struct space *own, struct numbers *out)
{
    struct record_list all;
    ProtobufCAllocator alloc = space_allocator(ctx->secret);
    *out = (struct numbers){.n = 0};
    if (!own)
        return ERR_OK;
    TRY(record_newest(own, stream_of(own), 0, 0, FUND_MINE_MAX, &all));
    for (size_t i = all.n; i-- > 0;) {
        const struct record *r = &all.v[i];
        const FundMine *m =
            r->damaged ? NULL : fund_mine__unpack(&alloc, r->body.n, (const uint8_t *)r->body.p);
        if (!m || m->ask == 0)
            continue;
        out->ask[out->n] = m->ask;
        out->seq[out->n++] = r->seq;
    }
    return ERR_OK;
}

enum err fund_mine_all(const struct space_ctx *ctx, struct viewer *v, struct fund_mine_list *out)
{
    struct space *own;
    struct numbers all;
    TRY(own_enter(ctx, v, &own));
    TRY(numbers_of(ctx, own, &all));
    *out = (struct fund_mine_list){.v = ARENA_ARRAY(ctx->secret, struct fund_mine, all.n + 1)};
    for (size_t i = 0; i < all.n; i++) {
        out->v[out->n] = (struct fund_mine){.seq = all.seq[i]};
        enum err e = read_one(ctx, v, all.ask[i], &out->v[out->n]);
        if (e == ERR_NOT_FOUND)
            continue;
        TRY(e);
        out->n++;
    }
    return ERR_OK;
}

enum err fund_mine_find(const struct space_ctx *ctx, struct viewer *v, uint64_t ask,
                        struct fund_mine *out)
{
    struct space *own;
    struct numbers all;
    TRY(own_enter(ctx, v, &own));
    TRY(numbers_of(ctx, own, &all));
    for (size_t i = 0; i < all.n; i++) {
        if (all.ask[i] != ask)
            continue;
        *out = (struct fund_mine){.seq = all.seq[i]};
        return read_one(ctx, v, ask, out);
    }
    return ERR_NOT_FOUND;
}

/* ---- writing ----------------------------------------------------------------------------------
 */

/* To the desk, and a copy for oneself; of a receipt the copy has no words. */
static enum err send(const struct space_ctx *ctx, const struct viewer *v, int32_t day,
                     struct fund_letter *l)
{
    struct key seed;
    fund_mine_seed(v, l->ask, &seed);
    mailbox_of(&l->reply, &seed);
    key_wipe(&seed);
    l->at = ctx->now;
    TRY(desk_drop(ctx, &DESK_FUND, day, fund_letter_pack(ctx->secret, l)));
    if (l->moves && l->move == ASK_SHOW)
        l->words = STR_NONE;
    return mailbox_drop(ctx, &l->reply, day, fund_letter_pack(ctx->secret, l));
}

enum err fund_mine_ask(const struct space_ctx *ctx, struct viewer *v, const struct ask *ask)
{
    DB_TX struct db_tx tx = {0};
    struct space *own;
    struct numbers all;
    uint32_t seq;
    FundMine m = FUND_MINE__INIT;
    struct fund_letter l = {.ask = ask->id, .turn = 1, .has_about = true, .about = *ask};
    TRY(db_tx_begin(&tx, ctx->db));
    ask_begin(&l.about, ctx->now);
    TRY(send(ctx, v, l.about.last_day, &l));
    TRY(own_make(ctx, v, &own)); /* last of what may fail: it stands on the keyring at once */
    TRY(numbers_of(ctx, own, &all));
    if (all.n >= FUND_MINE_MAX)
        return ERR_TOO_MANY;
    m.ask = ask->id;
    TRY(record_append(own, stream_of(own), clock_day(ctx->now) + KEPT_DAYS,
                      space_pack(ctx->secret, &m.base), &seq));
    TRY(own_turn(v, own));
    return db_tx_commit(&tx);
}

enum err fund_mine_say(const struct space_ctx *ctx, struct viewer *v, uint64_t ask,
                       struct str words)
{
    DB_TX struct db_tx tx = {0};
    struct fund_mine m;
    TRY(db_tx_begin(&tx, ctx->db));
    TRY(fund_mine_find(ctx, v, ask, &m));
    struct fund_letter l = {.ask = ask, .turn = m.ask.turn + 1, .words = words};
    TRY(send(ctx, v, m.ask.last_day, &l));
    return db_tx_commit(&tx);
}

enum err fund_mine_move(const struct space_ctx *ctx, struct viewer *v, uint64_t ask,
                        enum ask_move move, struct str words)
{
    DB_TX struct db_tx tx = {0};
    struct fund_mine m;
    const struct ask_by by = {.asker = true, .desk = &NO_DESK};
    TRY(db_tx_begin(&tx, ctx->db));
    TRY(fund_mine_find(ctx, v, ask, &m));
    TRY(ask_may(&m.ask, &by, move));
    struct fund_letter l = {
        .ask = ask, .turn = m.ask.turn + 1, .moves = true, .move = move, .words = words};
    TRY(send(ctx, v, m.ask.last_day, &l));
    return db_tx_commit(&tx);
}

static enum err letters_drop(const struct space_ctx *ctx, const struct viewer *v, uint64_t ask)
{
    struct key seed;
    struct inbox in;
    fund_mine_seed(v, ask, &seed);
    enum err e = mailbox_read(ctx, &seed, &in);
    for (size_t i = 0; e == ERR_OK && i < in.n; i++)
        e = mailbox_take(ctx, &seed, &in.v[i].id);
    key_wipe(&seed);
    return e;
}

/* Nobody is held back by a desk that is full or gone. */
static bool hinders(enum err e)
{
    return e != ERR_OK && e != ERR_NOT_FOUND && e != ERR_TOO_MANY && e != ERR_CONFLICT;
}

static enum err drop(const struct space_ctx *ctx, struct viewer *v, struct space *own, uint32_t seq,
                     uint64_t ask)
{
    enum err e = fund_mine_move(ctx, v, ask, ASK_WITHDRAW, STR_NONE);
    if (hinders(e))
        return e;
    TRY(letters_drop(ctx, v, ask));
    return record_delete(own, stream_of(own), seq);
}

enum err fund_mine_drop(const struct space_ctx *ctx, struct viewer *v, uint64_t ask)
{
    DB_TX struct db_tx tx = {0};
    struct space *own;
    struct numbers all;
    TRY(db_tx_begin(&tx, ctx->db));
    TRY(own_enter(ctx, v, &own));
    TRY(numbers_of(ctx, own, &all));
    for (size_t i = 0; i < all.n; i++) {
        if (all.ask[i] != ask)
            continue;
        TRY(drop(ctx, v, own, all.seq[i], ask));
        TRY(own_turn(v, own));
        return db_tx_commit(&tx);
    }
    return ERR_NOT_FOUND;
}

/* ---- all of it --------------------------------------------------------------------------------
 */

static json_t *text(struct str s)
{
    return json_stringn(s.p ? s.p : "", s.n);
}

enum err fund_mine_export(const struct space_ctx *ctx, struct viewer *v, json_t **out)
{
    struct fund_mine_list all;
    TRY(fund_mine_all(ctx, v, &all));
    *out = json_array();
    for (size_t i = 0; i < all.n; i++) {
        const struct ask *a = &all.v[i].ask;
        json_array_append_new(*out, json_pack("{s:I, s:i, s:i, s:o, s:o, s:o, s:I, s:i}", "amount",
                                              (json_int_t)a->amount, "kind", (int)a->kind, "state",
                                              (int)a->state, "name", text(a->name), "words",
                                              text(a->words), "how", text(a->how), "asked",
                                              (json_int_t)a->asked, "last_day", (int)a->last_day));
    }
    return ERR_OK;
}

enum err fund_mine_end(const struct space_ctx *ctx, struct viewer *v)
{
    DB_TX struct db_tx tx = {0};
    struct space *own;
    struct numbers all;
    TRY(db_tx_begin(&tx, ctx->db));
    TRY(own_enter(ctx, v, &own));
    if (!own)
        return ERR_OK;
    TRY(numbers_of(ctx, own, &all));
    for (size_t i = 0; i < all.n; i++)
        TRY(drop(ctx, v, own, all.seq[i], all.ask[i]));
    TRY(record_delete_stream(own, stream_of(own)));
    return db_tx_commit(&tx);
}
