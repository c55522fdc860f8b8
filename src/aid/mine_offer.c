/* What a member offers: on the board, at rest, asked, answered. */
#include <stdlib.h>
#include <string.h>

#include "aid/coordinators.h"
#include "aid/mine_inside.h"
#include "base/clock.h"
#include "members/own.h"

/* ---- the board --------------------------------------------------------------------------------
 */

enum err mine_board_enter(const struct space_ctx *ctx, struct viewer *v, struct space **out)
{
    struct membership *m = viewer_commons(v);
    return m ? viewer_enter(ctx, v, m, NULL, out) : ERR_DENIED;
}

enum err mine_board_turn(struct viewer *v, struct space *board)
{
    bool rotated;
    TRY(space_rotate_weekly(board, &viewer_commons(v)->ticket, &rotated));
    if (rotated)
        viewer_touch(v);
    return ERR_OK;
}

struct board_row {
    struct aid_card card;
    struct shelf_place at;
};

static int newer_first(const void *x, const void *y)
{
    const struct board_row *a = x, *b = y;
    if (a->card.loop.asked != b->card.loop.asked)
        return a->card.loop.asked < b->card.loop.asked ? 1 : -1;
    return (a->card.id > b->card.id) - (a->card.id < b->card.id);
}

enum err mine_board(const struct space_ctx *ctx, struct viewer *v, struct shelf_cards *out)
{
    struct space *board;
    struct shelf_cards all;
    size_t n = 0;
    TRY(mine_board_enter(ctx, v, &board));
    TRY(shelf_all(board, AID_OFFER, NULL, &all));
    struct board_row *rows = ARENA_ARRAY(ctx->secret, struct board_row, all.n);
    for (size_t i = 0; i < all.n; i++)
        if (aid_card_open(&all.v[i], ctx->now))
            rows[n++] = (struct board_row){all.v[i], all.at[i]};
    if (n != 0)
        qsort(rows, n, sizeof *rows, newer_first);
    for (size_t i = 0; i < n; i++) {
        all.v[i] = rows[i].card;
        all.at[i] = rows[i].at;
    }
    *out = (struct shelf_cards){.v = all.v, .at = all.at, .n = n, .damaged = all.damaged};
    return ERR_OK;
}

/* ---- one offer --------------------------------------------------------------------------------
 */

/* Off the board, when it stands there still; what was marked on it there comes along. */
static enum err take_off(struct space *board, struct mine *m)
{
    struct aid_card now;
    if (m->at.seq == 0)
        return ERR_OK;
    enum err e = shelf_get(board, AID_OFFER, m->at, m->card.id, &now);
    if (e == ERR_OK) {
        m->card.taken = now.taken;
        m->card.requests = now.requests;
        m->card.requested = now.requested;
        e = shelf_take(board, AID_OFFER, m->at, m->card.id);
    }
    m->at = (struct shelf_place){0};
    return e == ERR_NOT_FOUND ? ERR_OK : e;
}

enum err mine_offer_put(const struct space_ctx *ctx, struct viewer *v, const struct aid_card *card,
                        const struct aid_details *details)
{
    DB_TX struct db_tx tx = {0};
    struct mine m = {.role = MINE_OFFERS, .list = AID_BOARD, .since = ctx->now};
    struct space *own, *board;
    struct key seed;

    TRY(db_tx_begin(&tx, ctx->db));
    TRY(mine_board_enter(ctx, v, &board));
    TRY(own_make(ctx, v, &own)); /* last of what may fail: it stands on the keyring at once */
    enum err e = mine_find_in(ctx, own, MINE_OFFERS, card->id, &m);
    if (e != ERR_OK && e != ERR_NOT_FOUND)
        return e;
    TRY(take_off(board, &m));
    const struct aid_card before = m.card;
    m.card = *card;
    m.details = *details;
    m.card.side = AID_OFFER;
    m.card.confirmed = clock_day(ctx->now);
    m.card.requests = before.requests;
    m.card.requested = before.requested;
    m.card.taken = before.taken < card->units ? before.taken : 0; /* offered again */
    if (e == ERR_OK)
        m.card.loop.asked = before.loop.asked;
    mine_seed(v, MINE_OFFERS, card->id, &seed);
    mailbox_of(&m.card.mailbox, &seed);
    key_wipe(&seed);
    TRY(shelf_put(board, &m.card, &m.at));
    TRY(mine_keep(ctx, v, own, &m));
    TRY(mine_board_turn(v, board));
    return db_tx_commit(&tx);
}

enum err mine_offer_now(const struct space_ctx *ctx, struct viewer *v, struct mine *m)
{
    struct space *board;
    struct aid_card there;
    if (m->at.seq == 0)
        return ERR_OK;
    TRY(mine_board_enter(ctx, v, &board));
    enum err e = shelf_get(board, AID_OFFER, m->at, m->card.id, &there);
    if (e == ERR_NOT_FOUND) {
        m->at = (struct shelf_place){0};
        return ERR_OK;
    }
    TRY(e);
    m->card.taken = there.taken;
    m->card.requests = there.requests;
    m->card.requested = there.requested;
    return ERR_OK;
}

enum err mine_offer_rest(const struct space_ctx *ctx, struct viewer *v, uint64_t card)
{
    DB_TX struct db_tx tx = {0};
    struct space *own, *board;
    struct mine m;

    TRY(db_tx_begin(&tx, ctx->db));
    TRY(mine_enter(ctx, v, &own));
    TRY(mine_find_in(ctx, own, MINE_OFFERS, card, &m));
    TRY(mine_board_enter(ctx, v, &board));
    TRY(take_off(board, &m));
    TRY(mine_keep(ctx, v, own, &m));
    TRY(mine_board_turn(v, board));
    return db_tx_commit(&tx);
}

enum err mine_offer_end(const struct space_ctx *ctx, struct viewer *v, uint64_t card)
{
    DB_TX struct db_tx tx = {0};
    struct space *own, *board;
    struct mine m;

    TRY(db_tx_begin(&tx, ctx->db));
    TRY(mine_enter(ctx, v, &own));
    TRY(mine_find_in(ctx, own, MINE_OFFERS, card, &m));
    TRY(mine_board_enter(ctx, v, &board));
    TRY(take_off(board, &m));
    TRY(mine_letters_drop(ctx, v, MINE_OFFERS, card));
    TRY(mine_drop(v, own, &m));
    TRY(mine_board_turn(v, board));
    return db_tx_commit(&tx);
}

/* ---- asked, and answered ----------------------------------------------------------------------
 */

static bool waits(const struct aid_letter *l, int64_t now)
{
    return l->what == AID_PROPOSAL && l->has_about && l->about.side == AID_ASK &&
           l->about.id == l->card && l->about.loop.last_day >= clock_day(now);
}

enum err mine_asked(const struct space_ctx *ctx, struct viewer *v, uint64_t card,
                    struct aid_letters *out)
{
    struct aid_letters all;
    TRY(mine_letters(ctx, v, MINE_OFFERS, card, &all));
    *out = (struct aid_letters){.v = all.v};
    for (size_t i = 0; i < all.n; i++)
        if (waits(&all.v[i], ctx->now))
            out->v[out->n++] = all.v[i];
    return ERR_OK;
}

/* An offer as an answer names it: the desk knows it, and needs no mailbox twice. */
static struct aid_card named(const struct aid_card *c)
{
    struct aid_card some = *c;
    some.mailbox = some.helper = (struct mailbox_to){0};
    return some;
}

static enum err answer_send(const struct space_ctx *ctx, const struct viewer *v,
                            const struct mine *offer, const struct aid_letter *asked,
                            const struct mine_answer *answer)
{
    struct key seed;
    struct aid_letter l = {.what = answer->what,
                           .card = asked->card,
                           .turn = asked->turn + 1,
                           .at = ctx->now,
                           .by = LOOP_OTHER,
                           .place = asked->place,
                           .state = asked->state,
                           .has_about = true,
                           .about = named(&offer->card)};
    if (answer->what == AID_YES) {
        l.by = LOOP_HELPER;
        l.name = answer->name;
        l.words = answer->words;
        l.has_details = true;
        l.details = offer->details;
        mine_seed(v, MINE_HELPS, asked->card, &seed);
        mailbox_of(&l.reply, &seed);
        key_wipe(&seed);
    }
    const int32_t day = asked->about.loop.last_day;
    struct str body = aid_letter_pack(ctx->secret, &l);
    if (asked->by != LOOP_ASKER)
        return desk_drop(ctx, &DESK_COORDINATORS, day, body);
    enum err e = asked->about.desk_reads ? desk_drop(ctx, &DESK_COORDINATORS, day, body) : ERR_OK;
    if (e != ERR_OK && e != ERR_TOO_MANY && e != ERR_NOT_FOUND)
        return e;
    return mailbox_drop(ctx, &asked->reply, day, body); /* who asked decides */
}

enum err mine_answer(const struct space_ctx *ctx, struct viewer *v, uint64_t offer,
                     const struct mine_answer *answer)
{
    DB_TX struct db_tx tx = {0};
    struct aid_letters asked;
    struct space *own;
    struct mine m, help;
    struct key seed;
    size_t i = 0;

    TRY(db_tx_begin(&tx, ctx->db));
    TRY(mine_enter(ctx, v, &own));
    TRY(mine_find_in(ctx, own, MINE_OFFERS, offer, &m));
    TRY(mine_asked(ctx, v, offer, &asked));
    while (i < asked.n && memcmp(asked.v[i].id.b, answer->letter.b, TAG_SIZE) != 0)
        i++;
    if (i == asked.n)
        return ERR_NOT_FOUND;
    TRY(answer_send(ctx, v, &m, &asked.v[i], answer));
    mine_seed(v, MINE_OFFERS, offer, &seed);
    enum err e = mailbox_take(ctx, &seed, &asked.v[i].id);
    key_wipe(&seed);
    TRY(e);
    if (answer->what == AID_YES) {
        /* two offers may be asked about the same ask; the list has it once */
        e = mine_find_in(ctx, own, MINE_HELPS, asked.v[i].card, &help);
        if (e == ERR_NOT_FOUND)
            help = (struct mine){.role = MINE_HELPS};
        else
            TRY(e);
        help.card = asked.v[i].about;
        help.list = asked.v[i].by == LOOP_ASKER ? AID_BOARD : AID_DESK;
        help.card.mailbox = asked.v[i].reply;
        help.at = asked.v[i].place;
        help.since = ctx->now;
        help.name = answer->name;
        help.words = answer->words;
        help.offer = offer;
        help.turn = asked.v[i].turn + 1;
        TRY(mine_keep(ctx, v, own, &help));
    }
    return db_tx_commit(&tx);
}
