#include "aid/thread.h"

#include <string.h>

static bool same_box(const struct mailbox_to *a, const struct mailbox_to *b)
{
    return a->id != 0 && a->id == b->id && memcmp(&a->key, &b->key, sizeof a->key) == 0;
}

/* Who writes is whom they say to be. Coordinators write from their desk, where nobody else is. */
static bool is_actor(const struct aid_card *c, const struct aid_letter *l)
{
    switch (l->by) {
    case LOOP_ASKER:
        return same_box(&l->reply, &c->mailbox);
    case LOOP_HELPER:
        return same_box(&l->reply, &c->helper);
    case LOOP_OTHER:
    case LOOP_COORDINATOR:
    case LOOP_CLOCK:
        return false;
    }
    return false;
}

static void after_move(struct aid_card *card, enum loop_move move)
{
    if (move == LOOP_LET_GO || move == LOOP_MISS) {
        card->helper = (struct mailbox_to){0};
        card->offer = 0;
    }
}

enum err aid_card_move(struct aid_card *card, enum loop_actor by, enum loop_move move, int64_t meet,
                       int64_t now)
{
    TRY(loop_do(&card->loop, by, move, meet, now));
    after_move(card, move);
    return ERR_OK;
}

bool aid_card_tick(struct aid_card *card, int64_t now)
{
    enum loop_move move;
    bool moved = false;
    while (card->side == AID_ASK && loop_due(&card->loop, now, &move) &&
           aid_card_move(card, LOOP_CLOCK, move, 0, now) == ERR_OK)
        moved = true;
    return moved;
}

enum err aid_thread_move(struct aid_thread *t, const struct aid_letter *l)
{
    if (!l->moves || l->card != t->card.id)
        return ERR_INVALID;
    if (!is_actor(&t->card, l))
        return ERR_DENIED;
    TRY(aid_card_move(&t->card, l->by, l->move, l->meeting.at, l->at));
    if (l->move == LOOP_HAND && l->spent)
        t->card.loop.spent = true;
    if (l->move == LOOP_PROMISE)
        t->meeting = l->meeting;
    else if (t->card.helper.id == 0)
        t->meeting = (struct aid_meeting){0};
    return ERR_OK;
}

static enum err claim(struct aid_card *card, const struct mailbox_to *helper, int64_t at)
{
    if (helper->id == 0)
        return ERR_INVALID;
    aid_card_tick(card, at);
    if (card->loop.state == LOOP_CLAIMED && same_box(&card->helper, helper))
        return ERR_OK; /* it waited to be accepted */
    TRY(aid_card_move(card, LOOP_OTHER, LOOP_CLAIM, 0, at));
    card->helper = *helper;
    card->offer = 0;
    return ERR_OK;
}

/* Words, limits, days; not where it stands, nor whose it is. */
static void reword(struct aid_thread *t, const struct aid_letter *l)
{
    struct aid_card new = l->about;
    new.id = t->card.id;
    new.side = t->card.side;
    new.mailbox = t->card.mailbox;
    new.helper = t->card.helper;
    new.offer = t->card.offer;
    new.desk_reads = t->card.desk_reads;
    new.counted = t->card.counted;
    new.said = t->card.said;
    new.batched = t->card.batched;
    new.marks = t->card.marks;
    new.loop = t->card.loop;
    new.loop.last_day = l->about.loop.last_day;
    t->card = new;
    if (l->has_details) {
        t->details = l->details;
        t->has_details = true;
    }
}

enum err aid_thread_take(struct aid_thread *t, const struct aid_letter *l)
{
    switch (l->what) {
    case AID_WANTS:
        return aid_thread_move(t, l);
    case AID_CLAIMS:
        return claim(&t->card, &l->reply, l->at);
    case AID_NO: /* who claimed it, before they were accepted */
        if (t->card.loop.state != LOOP_CLAIMED || !same_box(&l->reply, &t->card.helper))
            return ERR_INVALID;
        return aid_card_move(&t->card, LOOP_HELPER, LOOP_LET_GO, 0, l->at);
    case AID_ACCEPTED:
        if (l->by != LOOP_ASKER || !is_actor(&t->card, l) || !l->has_about)
            return ERR_INVALID;
        TRY(claim(&t->card, &l->about.helper, l->at));
        t->card.offer = l->about.offer;
        return ERR_OK;
    case AID_CHANGED:
        if (l->by != LOOP_ASKER || !is_actor(&t->card, l) || !l->has_about)
            return ERR_INVALID;
        reword(t, l);
        return ERR_OK;
    case AID_INTAKE:
    case AID_SAYS:
    case AID_THANKS:
    case AID_MOVED:
    case AID_PROPOSAL:
    case AID_YES:
    case AID_NOT_NOW:
    case AID_AGREED:
    case AID_BATCH:
    case AID_SURGE_OVER:
    case AID_SURGE_THANKS:
        break;
    }
    return ERR_INVALID;
}

bool aid_thread_accepted(const struct aid_thread *t)
{
    for (size_t i = t->said.n; i-- > 0;) {
        const struct aid_letter *l = &t->said.v[i];
        if (l->what == AID_ACCEPTED && l->about.helper.id == t->card.helper.id)
            return true;
        if (l->what == AID_CLAIMS && l->reply.id == t->card.helper.id)
            return false;
    }
    return t->card.helper.id != 0;
}

/* A letter that brings the card as it stands. */
static void card_take(struct aid_thread *t, const struct aid_letter *l)
{
    if (l->has_about)
        t->card = l->about;
    if (l->place.seq != 0)
        t->at = l->place;
    if (l->has_details) {
        t->details = l->details;
        t->has_details = true;
    }
    if (l->meeting.at != 0)
        t->meeting = l->meeting;
    else if (t->card.helper.id == 0)
        t->meeting = (struct aid_meeting){0};
    if (t->card.helper.id == 0)
        t->helper = STR_NONE;
    t->found = true;
}

static bool is_about(const struct aid_thread *t, const struct aid_letter *l)
{
    return t->found ? l->card == t->card.id : l->has_about && l->about.id == l->card;
}

void aid_thread_begin(struct arena *a, size_t most, struct aid_thread *out)
{
    *out =
        (struct aid_thread){.said = {.v = ARENA_ARRAY(a, struct aid_letter, most)}, .room = most};
}

/* One more at the end; the room doubles. */
static void said_add(struct arena *a, struct aid_thread *t, const struct aid_letter *l)
{
    if (t->said.n == t->room) {
        size_t room = t->room ? t->room * 2 : 16;
        struct aid_letter *v = ARENA_ARRAY(a, struct aid_letter, room);
        if (t->said.n != 0)
            memcpy(v, t->said.v, t->said.n * sizeof *v);
        t->said.v = v;
        t->room = room;
    }
    t->said.v[t->said.n++] = *l;
}

static bool is_helper(const struct aid_thread *t, const struct aid_letter *l)
{
    return l->what != AID_YES && l->what != AID_NO && l->reply.id != 0 &&
           l->reply.id == t->card.helper.id;
}

void aid_thread_add(struct arena *a, struct aid_thread *t, const struct aid_letter *l)
{
    if (!is_about(t, l))
        return;
    switch (l->what) {
    case AID_INTAKE:
    case AID_MOVED:
    case AID_ACCEPTED:
    case AID_SURGE_OVER:
        card_take(t, l);
        break;
    case AID_CHANGED:
        if (!t->found)
            card_take(t, l); /* the first letter has ended: the ask stays longer than it was to */
        else if (aid_thread_take(t, l) != ERR_OK)
            return;
        break;
    case AID_WANTS:
    case AID_CLAIMS:
        if (aid_thread_take(t, l) != ERR_OK)
            return;
        break;
    case AID_NO:
        if (aid_thread_take(t, l) == ERR_OK)
            t->helper = STR_NONE;
        break;
    case AID_SAYS:
    case AID_THANKS:
    case AID_PROPOSAL:
    case AID_YES:
    case AID_NOT_NOW:
    case AID_SURGE_THANKS:
    case AID_AGREED:
    case AID_BATCH:
        break;
    }
    if (l->turn > t->turn)
        t->turn = l->turn;
    if ((is_helper(t, l) || l->what == AID_ACCEPTED) && l->name.n != 0)
        t->helper = l->name;
    if (t->card.helper.id == 0)
        t->helper = STR_NONE;
    said_add(a, t, l);
}

void aid_thread_fold(struct arena *a, const struct aid_letters *letters, int64_t now,
                     struct aid_thread *out)
{
    aid_thread_begin(a, letters->n, out);
    for (size_t i = 0; i < letters->n; i++)
        aid_thread_add(a, out, &letters->v[i]);
    if (out->found)
        aid_card_tick(&out->card, now);
}
