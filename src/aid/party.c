#include "aid/party.h"

#include "aid/board.h"
#include "aid/coordinators.h"
#include "aid/surge.h"
#include "base/clock.h"

static const struct mailbox_to NOBODY;

/* A claim on the board that was not accepted has nothing to read yet. */
static struct mailbox_to other_of(const struct party *p, const struct aid_thread *t)
{
    if (p->as == LOOP_HELPER)
        return t->card.mailbox;
    return aid_thread_accepted(t) ? t->card.helper : NOBODY;
}

bool party_waits(const struct party *p, const struct aid_thread *t)
{
    size_t n = 0;
    for (size_t i = t->said.n; i-- > 0 && t->said.v[i].by == p->as;)
        n++;
    return n >= PARTY_UNREAD;
}

/* One letter, to all that it concerns. The other party's full mailbox stops nobody; nor does a desk
 * that is gone, when the ask stands on the board or ends. */
static enum err send(const struct space_ctx *ctx, const struct party *p,
                     const struct aid_card *card, const struct mailbox_to *other,
                     struct aid_letter *l)
{
    struct mailbox_to mine;
    const int32_t day = card->loop.last_day;
    mailbox_of(&mine, &p->seed);
    l->by = p->as;
    l->at = ctx->now;
    l->reply = mine;
    struct str body = aid_letter_pack(ctx->secret, l);
    if (card->desk_reads || card->side == AID_OFFER) {
        enum err e = desk_drop(ctx, &DESK_COORDINATORS, day, body);
        const bool ends = l->moves && l->move == LOOP_WITHDRAW;
        if (e != ERR_OK && (e != ERR_NOT_FOUND || (card->board == 0 && !ends)))
            return e;
    }
    if (other->id != 0) {
        enum err e = mailbox_drop(ctx, other, day, body);
        if (e != ERR_OK && e != ERR_TOO_MANY)
            return e;
    }
    return mailbox_drop(ctx, &mine, day, body);
}

enum err party_ask(const struct space_ctx *ctx, const struct party *p, const struct aid_card *card,
                   const struct aid_details *details)
{
    DB_TX struct db_tx tx = {0};
    struct aid_letter l = {.what = AID_INTAKE,
                           .card = card->id,
                           .turn = 1,
                           .state = card->loop.state,
                           .has_about = true,
                           .about = *card,
                           .has_details = true,
                           .details = *details};
    mailbox_of(&l.about.mailbox, &p->seed);
    TRY(surge_last_day(ctx, card->loop.last_day, &l.about.loop.last_day));
    TRY(db_tx_begin(&tx, ctx->db));
    TRY(send(ctx, p, &l.about, &NOBODY, &l));
    return db_tx_commit(&tx);
}

enum err party_read(const struct space_ctx *ctx, const struct party *p, struct aid_thread *out)
{
    struct inbox in;
    struct aid_letters letters;
    TRY(mailbox_read(ctx, &p->seed, &in));
    aid_letters_of(ctx->secret, &in, &letters);
    aid_thread_fold(ctx->secret, &letters, ctx->now, out);
    bool over = out->card.loop.last_day < clock_day(ctx->now);
    return out->found && !over ? ERR_OK : ERR_NOT_FOUND;
}

enum err party_send(const struct space_ctx *ctx, const struct party *p, const struct aid_thread *t,
                    const struct mailbox_to *other, struct aid_letter *l)
{
    DB_TX struct db_tx tx = {0};
    l->card = t->card.id;
    l->turn = t->turn + 1;
    l->place = t->at;
    l->state = t->card.loop.state;
    TRY(db_tx_begin(&tx, ctx->db));
    TRY(send(ctx, p, &t->card, other, l));
    return db_tx_commit(&tx);
}

enum err party_say(const struct space_ctx *ctx, const struct party *p, const struct aid_thread *t,
                   struct str name, struct str words)
{
    struct aid_letter l = {.what = AID_SAYS, .name = name, .words = words};
    const struct mailbox_to other = other_of(p, t);
    return party_waits(p, t) ? ERR_TOO_MANY : party_send(ctx, p, t, &other, &l);
}

enum err party_change(const struct space_ctx *ctx, const struct party *p, struct aid_thread *t,
                      const struct aid_card *card, const struct aid_details *details)
{
    struct aid_letter l = {.what = AID_CHANGED,
                           .by = p->as,
                           .has_about = true,
                           .about = *card,
                           .has_details = true,
                           .details = *details};
    const struct mailbox_to other = other_of(p, t);
    if (party_waits(p, t))
        return ERR_TOO_MANY;
    mailbox_of(&l.reply, &p->seed);
    TRY(aid_thread_take(t, &l));
    l.about = t->card; /* with where it stands, for who reads this letter first */
    return party_send(ctx, p, t, &other, &l);
}

/* On the board first: it is the truth there. What is not there (any more) goes by letters alone. */
static enum err board_first(const struct party *p, const struct aid_card *card,
                            const struct aid_letter *l)
{
    if (!p->board || card->board == 0)
        return ERR_OK;
    const struct board_move m = {
        .by = p->as, .me = l->reply, .move = l->move, .meet = l->meeting.at, .turn = l->turn};
    enum err e = board_move(p->board, board_place(card), card->id, &m);
    return e == ERR_NOT_FOUND ? ERR_OK : e;
}

static enum err move(const struct space_ctx *ctx, const struct party *p, struct aid_thread *t,
                     struct aid_letter *l)
{
    const struct mailbox_to other = other_of(p, t);
    const struct aid_card before = t->card;
    l->what = AID_WANTS;
    l->card = t->card.id;
    l->turn = t->turn + 1;
    l->place = t->at;
    l->moves = true;
    mailbox_of(&l->reply, &p->seed);
    l->by = p->as;
    l->at = ctx->now;
    TRY(board_first(p, &before, l));
    TRY(aid_thread_move(t, l));
    l->state = t->card.loop.state;
    return send(ctx, p, &before, &other, l);
}

enum err party_move(const struct space_ctx *ctx, const struct party *p, struct aid_thread *t,
                    enum loop_move what, const struct aid_meeting *meeting, struct str words)
{
    DB_TX struct db_tx tx = {0};
    struct aid_letter l = {.move = what, .words = words};
    if (meeting)
        l.meeting = *meeting;
    if (what == LOOP_PROMISE && party_waits(p, t))
        return ERR_TOO_MANY;
    TRY(db_tx_begin(&tx, ctx->db));
    TRY(move(ctx, p, t, &l));
    return db_tx_commit(&tx);
}

enum err party_hand(const struct space_ctx *ctx, const struct party *p, struct aid_thread *t,
                    enum party_spent spent, struct str words)
{
    DB_TX struct db_tx tx = {0};
    struct aid_letter l = {.move = LOOP_HAND, .words = words, .spent = spent == PARTY_SPENT};
    TRY(db_tx_begin(&tx, ctx->db));
    TRY(move(ctx, p, t, &l));
    return db_tx_commit(&tx);
}

enum err party_forget(const struct space_ctx *ctx, const struct party *p, struct aid_thread *t)
{
    DB_TX struct db_tx tx = {0};
    struct inbox in;
    enum loop_move ends = p->as == LOOP_ASKER ? LOOP_WITHDRAW : LOOP_LET_GO;

    TRY(db_tx_begin(&tx, ctx->db));
    if (loop_may(&t->card.loop, p->as, ends))
        TRY(move(ctx, p, t, &(struct aid_letter){.move = ends}));
    TRY(mailbox_read(ctx, &p->seed, &in));
    for (size_t i = 0; i < in.n; i++)
        TRY(mailbox_take(ctx, &p->seed, &in.v[i].id));
    return db_tx_commit(&tx);
}
