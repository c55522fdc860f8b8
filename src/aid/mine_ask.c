/* What a member asks: sent, read, changed, ended. */
#include "aid/mine_ask.h"

#include "aid/coordinators.h"
#include "aid/mine_inside.h"
#include "aid/surge.h"
#include "base/clock.h"
#include "members/own.h"

enum err mine_ask_put(const struct space_ctx *ctx, struct viewer *v, const struct aid_card *card,
                      const struct aid_details *details, enum mine_shown shown)
{
    DB_TX struct db_tx tx = {0};
    struct mine m = {.role = MINE_ASKS, .card = *card, .details = *details, .since = ctx->now};
    struct space *own, *board = NULL;
    struct party me = {.as = LOOP_ASKER};

    m.list = shown & MINE_TO_BOARD ? AID_BOARD : AID_DESK;
    m.card.side = AID_ASK;
    m.card.desk_reads = (shown & MINE_TO_DESK) != 0;
    m.card.turn = 1;
    m.card.board = 0;
    mine_seed(v, MINE_ASKS, card->id, &me.seed);
    mailbox_of(&m.card.mailbox, &me.seed);
    TRY(surge_last_day(ctx, card->loop.last_day, &m.card.loop.last_day));
    TRY(db_tx_begin(&tx, ctx->db));
    if (m.list == AID_BOARD) {
        TRY(mine_board_enter(ctx, v, &board));
        TRY(board_put(board, &m.card));
    }
    TRY(party_ask(ctx, &me, &m.card, details));
    TRY(own_make(ctx, v, &own)); /* last of what may fail: it stands on the keyring at once */
    enum err e = mine_find_in(ctx, own, MINE_ASKS, card->id, &(struct mine){0});
    if (e != ERR_NOT_FOUND)
        return e; /* sent twice: what was just written is undone */
    TRY(mine_keep(ctx, v, own, &m));
    if (board)
        TRY(mine_board_turn(v, board));
    return db_tx_commit(&tx);
}

/* ---- reading ----------------------------------------------------------------------------------
 */

/* What the board says of it goes before what letters say: somebody's clock moved it meanwhile. */
static enum err board_look(const struct mine *m, struct mine_ask *out)
{
    struct aid_card there;
    struct aid_card *c = &out->thread.card;
    if (m->list != AID_BOARD || !out->me.board || c->loop.state >= LOOP_CONFIRMED)
        return ERR_OK; /* what is over is over, though the coordinators ended it by themselves */
    enum err e = board_get(out->me.board, board_place(c), c->id, &there);
    const bool waits = c->loop.state <= LOOP_TRIAGED;
    out->rests = waits && (e == ERR_NOT_FOUND || (e == ERR_OK && aid_card_rests(&there, out->at)));
    if (e == ERR_NOT_FOUND)
        return ERR_OK;
    TRY(e);
    const int32_t last = c->loop.last_day;
    c->loop = there.loop;
    c->loop.last_day = last;
    c->helper = there.helper;
    out->on_board = c->loop.state <= LOOP_TRIAGED && !out->rests;
    return ERR_OK;
}

enum err mine_ask_now(const struct space_ctx *ctx, struct viewer *v, const struct mine *m,
                      struct mine_ask *out)
{
    struct aid_letters all;
    int64_t newest = m->since;
    *out = (struct mine_ask){.me = {.as = LOOP_ASKER}, .at = ctx->now};
    mine_seed(v, MINE_ASKS, m->card.id, &out->me.seed);
    TRY(mine_letters(ctx, v, MINE_ASKS, m->card.id, &all));
    if (m->list == AID_BOARD)
        TRY(mine_board_enter(ctx, v, &out->me.board));
    aid_thread_fold(ctx->secret, &all, ctx->now, &out->thread);
    if (!out->thread.found || out->thread.card.id != m->card.id) {
        out->thread.found = true; /* its letters were shorter-lived than the list */
        out->thread.card = m->card;
        out->thread.details = m->details;
        out->thread.has_details = true;
    }
    TRY(board_look(m, out));
    for (size_t i = 0; i < all.n; i++) {
        if (all.v[i].turn > out->turn)
            out->turn = all.v[i].turn;
        if (all.v[i].at > newest)
            newest = all.v[i].at;
    }
    out->at = newest;
    out->accepted = aid_thread_accepted(&out->thread);
    out->over = out->thread.card.loop.last_day < clock_day(ctx->now);
    return ERR_OK;
}

struct hand {
    struct space *own;
    struct mine m;
    struct mine_ask a;
};

/* Begins everything below, inside its transaction. */
static enum err ask_begin(const struct space_ctx *ctx, struct viewer *v, uint64_t card,
                          struct hand *out)
{
    TRY(mine_enter(ctx, v, &out->own));
    TRY(mine_find_in(ctx, out->own, MINE_ASKS, card, &out->m));
    return mine_ask_now(ctx, v, &out->m, &out->a);
}

/* Ends it: keys of the spaces that were written to turn weekly. */
static enum err ask_end(struct viewer *v, struct hand *h)
{
    return h->a.me.board ? mine_board_turn(v, h->a.me.board) : ERR_OK;
}

/* ---- who helps --------------------------------------------------------------------------------
 */

/* To who said that they could: somebody else can this time. */
static enum err thank(const struct space_ctx *ctx, const struct hand *h,
                      const struct mailbox_to *to)
{
    struct aid_letter l = {.what = AID_NOT_NOW,
                           .card = h->m.card.id,
                           .turn = h->a.turn + 1,
                           .at = ctx->now,
                           .by = LOOP_ASKER};
    mailbox_of(&l.reply, &h->a.me.seed);
    enum err e = mailbox_drop(ctx, to, h->m.card.loop.last_day, aid_letter_pack(ctx->secret, &l));
    return e == ERR_TOO_MANY || e == ERR_EXPIRED ? ERR_OK : e;
}

static bool says_they_can(const struct aid_letter *l)
{
    return (l->what == AID_YES || l->what == AID_CLAIMS) && l->reply.id != 0;
}

/* The newest yes or claim of that mailbox, unless it was taken back. */
static const struct aid_letter *yes_of(const struct aid_thread *t, uint64_t helper)
{
    for (size_t i = t->said.n; i-- > 0;) {
        const struct aid_letter *l = &t->said.v[i];
        if (l->reply.id != helper)
            continue;
        if (l->what == AID_NO)
            return NULL;
        if (says_they_can(l))
            return l;
    }
    return NULL;
}

/* On the card: whoever claimed it is there already; a yes claims it now. */
static enum err take_on(const struct space_ctx *ctx, struct hand *h, const struct aid_letter *yes)
{
    struct aid_card *c = &h->a.thread.card;
    const struct shelf_place at = board_place(c);
    if (c->loop.state == LOOP_CLAIMED && c->helper.id == yes->reply.id)
        return ERR_OK;
    if (c->loop.state == LOOP_CLAIMED || yes->what == AID_CLAIMS)
        return ERR_CONFLICT; /* somebody else's claim waits, or this one ran out */
    TRY(aid_card_move(c, LOOP_OTHER, LOOP_CLAIM, 0, ctx->now));
    c->helper = yes->reply;
    c->offer = yes->has_about ? yes->about.id : 0;
    if (!h->a.me.board || h->a.thread.card.board == 0)
        return ERR_OK;
    const struct board_move m = {
        .by = LOOP_OTHER, .me = yes->reply, .move = LOOP_CLAIM, .turn = h->a.thread.turn + 1};
    enum err e = board_move(h->a.me.board, at, c->id, &m);
    return e == ERR_NOT_FOUND ? ERR_OK : e;
}

enum err mine_ask_accept(const struct space_ctx *ctx, struct viewer *v, uint64_t card,
                         uint64_t helper)
{
    DB_TX struct db_tx tx = {0};
    struct hand h;
    TRY(db_tx_begin(&tx, ctx->db));
    TRY(ask_begin(ctx, v, card, &h));
    struct aid_thread *t = &h.a.thread;
    const struct aid_letter *yes = yes_of(t, helper);
    if (!yes)
        return ERR_NOT_FOUND;
    TRY(take_on(ctx, &h, yes));
    struct aid_letter l = {.what = AID_ACCEPTED,
                           .moves = true,
                           .move = LOOP_CLAIM,
                           .name = yes->name,
                           .words = yes->words,
                           .has_about = true,
                           .about = t->card,
                           .has_details = true,
                           .details = t->details};
    l.about.mailbox = h.m.card.mailbox;
    TRY(party_send(ctx, &h.a.me, t, &t->card.helper, &l));
    for (size_t i = 0; i < t->said.n; i++)
        if (says_they_can(&t->said.v[i]) && t->said.v[i].reply.id != helper &&
            yes_of(t, t->said.v[i].reply.id) == &t->said.v[i])
            TRY(thank(ctx, &h, &t->said.v[i].reply));
    TRY(ask_end(v, &h));
    return db_tx_commit(&tx);
}

enum err mine_ask_move(const struct space_ctx *ctx, struct viewer *v, uint64_t card,
                       enum loop_move move, struct str words)
{
    DB_TX struct db_tx tx = {0};
    struct hand h;
    TRY(db_tx_begin(&tx, ctx->db));
    TRY(ask_begin(ctx, v, card, &h));
    const struct mailbox_to claimed = h.a.thread.card.helper;
    const bool waits = claimed.id != 0 && !h.a.accepted;
    TRY(party_move(ctx, &h.a.me, &h.a.thread, move, NULL, words));
    if (waits)
        TRY(thank(ctx, &h, &claimed));
    TRY(ask_end(v, &h));
    return db_tx_commit(&tx);
}

/* ---- asking quietly ---------------------------------------------------------------------------
 */

/* As much as somebody who is asked may know. */
static struct aid_card shown(const struct aid_card *c)
{
    struct aid_card some = *c;
    some.mailbox = some.helper = (struct mailbox_to){0};
    some.offer = 0;
    some.loop.missed = 0;
    return some;
}

static bool was_asked(const struct aid_thread *t, uint64_t offer)
{
    for (size_t i = 0; i < t->said.n; i++)
        if (t->said.v[i].what == AID_PROPOSAL && t->said.v[i].about.id == offer)
            return true;
    return false;
}

static enum err offer_mark(const struct space_ctx *ctx, struct space *board, struct shelf_place at,
                           uint64_t id, struct aid_card *out)
{
    TRY(shelf_get(board, AID_OFFER, at, id, out));
    if (!aid_card_open(out, ctx->now))
        return ERR_CONFLICT;
    out->requests++;
    out->requested = clock_day(ctx->now);
    return shelf_change(board, at, out);
}

enum err mine_ask_propose(const struct space_ctx *ctx, struct viewer *v, uint64_t card,
                          struct shelf_place at, uint64_t offer, struct str words)
{
    DB_TX struct db_tx tx = {0};
    struct hand h;
    struct space *board;
    struct aid_card its;
    TRY(db_tx_begin(&tx, ctx->db));
    TRY(ask_begin(ctx, v, card, &h));
    struct aid_thread *t = &h.a.thread;
    if (!aid_card_open(&t->card, ctx->now) || was_asked(t, offer))
        return ERR_CONFLICT;
    TRY(mine_board_enter(ctx, v, &board));
    TRY(offer_mark(ctx, board, at, offer, &its));
    struct aid_letter l = {.what = AID_PROPOSAL,
                           .words = words,
                           .card = card,
                           .turn = t->turn + 1,
                           .at = ctx->now,
                           .by = LOOP_ASKER,
                           .state = t->card.loop.state,
                           .has_about = true,
                           .about = shown(&t->card)};
    mailbox_of(&l.reply, &h.a.me.seed);
    TRY(mailbox_drop(ctx, &its.mailbox, t->card.loop.last_day, aid_letter_pack(ctx->secret, &l)));
    l.about = shown(&its); /* who asks, and the coordinators, remember whom they asked */
    TRY(party_send(ctx, &h.a.me, t, &(struct mailbox_to){0}, &l));
    TRY(mine_board_turn(v, board));
    return db_tx_commit(&tx);
}

/* ---- changing and ending ----------------------------------------------------------------------
 */

static enum err change(const struct space_ctx *ctx, struct viewer *v, struct hand *h,
                       const struct aid_card *now, const struct aid_details *details)
{
    struct aid_card card = *now;
    const struct aid_card *before = &h->a.thread.card;
    card.board = before->board;
    card.turn = before->turn;
    card.mailbox = before->mailbox;
    card.desk_reads = before->desk_reads;
    card.helper = before->helper;
    card.loop = before->loop;
    card.loop.last_day = now->loop.last_day;
    if (h->a.me.board && before->loop.state < LOOP_CONFIRMED)
        TRY(board_change(h->a.me.board, board_place(before), &card));
    TRY(party_change(ctx, &h->a.me, &h->a.thread, &card, details));
    h->m.card = card;
    h->m.details = *details;
    return mine_keep(ctx, v, h->own, &h->m);
}

enum err mine_ask_change(const struct space_ctx *ctx, struct viewer *v, uint64_t card,
                         const struct aid_card *now, const struct aid_details *details)
{
    DB_TX struct db_tx tx = {0};
    struct hand h;
    TRY(db_tx_begin(&tx, ctx->db));
    TRY(ask_begin(ctx, v, card, &h));
    if (h.a.thread.card.loop.state >= LOOP_CONFIRMED)
        return ERR_CONFLICT;
    TRY(change(ctx, v, &h, now, details));
    TRY(ask_end(v, &h));
    return db_tx_commit(&tx);
}

enum err mine_ask_end(const struct space_ctx *ctx, struct viewer *v, uint64_t card)
{
    DB_TX struct db_tx tx = {0};
    struct hand h;
    TRY(db_tx_begin(&tx, ctx->db));
    TRY(ask_begin(ctx, v, card, &h));
    const struct mailbox_to claimed = h.a.thread.card.helper;
    const struct shelf_place at = board_place(&h.a.thread.card);
    if (claimed.id != 0 && !h.a.accepted)
        TRY(thank(ctx, &h, &claimed));
    TRY(party_forget(ctx, &h.a.me, &h.a.thread));
    if (h.a.me.board)
        TRY(board_take(h.a.me.board, at, card));
    TRY(mine_letters_drop(ctx, v, MINE_ASKS, card));
    TRY(mine_drop(v, h.own, &h.m));
    TRY(ask_end(v, &h));
    return db_tx_commit(&tx);
}

enum err mine_ask_off(const struct space_ctx *ctx, struct viewer *v, const struct mine *m)
{
    DB_TX struct db_tx tx = {0};
    struct mine_ask a;
    if (m->list != AID_BOARD)
        return ERR_OK;
    TRY(db_tx_begin(&tx, ctx->db));
    TRY(mine_ask_now(ctx, v, m, &a));
    TRY(board_take(a.me.board, board_place(&a.thread.card), m->card.id));
    return db_tx_commit(&tx);
}

/* ---- they still stand -------------------------------------------------------------------------
 */

static enum err ask_stand(const struct space_ctx *ctx, struct viewer *v, struct space *own,
                          const struct mine *m)
{
    DB_TX struct db_tx tx = {0};
    struct hand h = {.own = own, .m = *m};
    struct aid_card there;
    TRY(db_tx_begin(&tx, ctx->db));
    TRY(mine_ask_now(ctx, v, m, &h.a));
    struct aid_card card = h.a.thread.card;
    if (m->list != AID_BOARD || card.loop.state > LOOP_TRIAGED)
        return ERR_OK;
    enum err e = board_get(h.a.me.board, board_place(&card), card.id, &there);
    if (e == ERR_OK)
        e = board_change(h.a.me.board, board_place(&card), &card);
    else if (e == ERR_NOT_FOUND) /* others are told where it stands now */
        e = change(ctx, v, &h, &card, &h.a.thread.details);
    if (e == ERR_TOO_MANY)
        return ERR_OK; /* the desk is full: another day */
    TRY(e);
    TRY(ask_end(v, &h));
    return db_tx_commit(&tx);
}

static enum err offer_stand(const struct space_ctx *ctx, struct viewer *v, const struct mine *m)
{
    return m->at.seq == 0 ? ERR_OK : mine_offer_put(ctx, v, &m->card, &m->details);
}

enum err mine_stand(const struct space_ctx *ctx, struct viewer *v)
{
    DB_TX struct db_tx tx = {0};
    struct mine_list all;
    struct space *own;
    TRY(db_tx_begin(&tx, ctx->db));
    TRY(mine_enter(ctx, v, &own));
    TRY(mine_all(ctx, v, &all));
    for (size_t i = 0; i < all.n; i++) {
        if (all.v[i].role == MINE_OFFERS)
            TRY(offer_stand(ctx, v, &all.v[i]));
        else if (all.v[i].role == MINE_ASKS)
            TRY(ask_stand(ctx, v, own, &all.v[i]));
    }
    return db_tx_commit(&tx);
}
