#include "aid/party.h"

#include "aid/coordinators.h"
#include "aid/surge.h"
#include "base/clock.h"

static int32_t last_day(const struct aid_thread *t)
{
    return t->card.loop.last_day;
}

static const struct mailbox_to *other_of(const struct party *p, const struct aid_card *card)
{
    return p->as == LOOP_ASKER ? &card->helper : &card->mailbox;
}

/* One letter, to all that it concerns. The other party's full mailbox stops nobody. */
static enum err send(const struct space_ctx *ctx, const struct party *p,
                     const struct mailbox_to *other, int32_t day, struct aid_letter *l)
{
    struct mailbox_to mine;
    mailbox_of(&mine, &p->seed);
    l->by = p->as;
    l->at = ctx->now;
    l->reply = mine;
    struct str body = aid_letter_pack(ctx->secret, l);
    TRY(desk_drop(ctx, &DESK_COORDINATORS, day, body));
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
    TRY(send(ctx, p, &(struct mailbox_to){0}, l.about.loop.last_day, &l));
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

enum err party_say(const struct space_ctx *ctx, const struct party *p, const struct aid_thread *t,
                   struct str name, struct str words)
{
    DB_TX struct db_tx tx = {0};
    struct aid_letter l = {.what = AID_SAYS,
                           .card = t->card.id,
                           .turn = t->turn + 1,
                           .place = t->at,
                           .name = name,
                           .words = words};
    TRY(db_tx_begin(&tx, ctx->db));
    TRY(send(ctx, p, other_of(p, &t->card), last_day(t), &l));
    return db_tx_commit(&tx);
}

/* Does the move of the letter, and sends it. Without a transaction of its own. */
static enum err move(const struct space_ctx *ctx, const struct party *p, struct aid_thread *t,
                     struct aid_letter *l)
{
    const struct mailbox_to other = *other_of(p, &t->card);
    int32_t day = last_day(t);
    l->what = AID_WANTS;
    l->card = t->card.id;
    l->turn = t->turn + 1;
    l->place = t->at;
    l->moves = true;
    mailbox_of(&l->reply, &p->seed);
    l->by = p->as;
    l->at = ctx->now;
    TRY(aid_thread_move(t, l));
    l->state = t->card.loop.state;
    return send(ctx, p, &other, day, l);
}

enum err party_move(const struct space_ctx *ctx, const struct party *p, struct aid_thread *t,
                    enum loop_move what, const struct aid_meeting *meeting, struct str words)
{
    DB_TX struct db_tx tx = {0};
    struct aid_letter l = {.move = what, .words = words};
    if (meeting)
        l.meeting = *meeting;
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
