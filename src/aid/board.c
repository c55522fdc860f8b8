#include "aid/board.h"

#include <stdlib.h>
#include <string.h>

#include "aid/thread.h"
#include "base/clock.h"

void board_card(const struct aid_card *full, int64_t now, struct aid_card *out)
{
    *out = (struct aid_card){.id = full->id,
                             .side = AID_ASK,
                             .kind = full->kind,
                             .area = full->area,
                             .units = 1,
                             .from = full->from,
                             .until = full->until,
                             .line = full->line,
                             .mailbox = full->mailbox,
                             .helper = full->helper,
                             .desk_reads = full->desk_reads,
                             .loop = full->loop,
                             .turn = full->turn,
                             .confirmed = clock_day(now)};
}

enum err board_put(struct space *s, struct aid_card *full)
{
    struct aid_card card;
    struct shelf_place at;
    board_card(full, space_ctx_of(s)->now, &card);
    TRY(shelf_put(s, &card, &at));
    full->board = at.seq;
    return ERR_OK;
}

enum err board_get(struct space *s, struct shelf_place at, uint64_t id, struct aid_card *out)
{
    if (at.seq == 0)
        return ERR_NOT_FOUND;
    TRY(shelf_get(s, AID_ASK, at, id, out));
    aid_card_tick(out, space_ctx_of(s)->now);
    out->board = at.seq;
    return ERR_OK;
}

static bool is_gone(const struct aid_card *c)
{
    return c->loop.state >= LOOP_CONFIRMED;
}

static enum err keep(struct space *s, struct shelf_place at, const struct aid_card *card)
{
    return is_gone(card) ? shelf_take(s, AID_ASK, at, card->id) : shelf_change(s, at, card);
}

static bool is_box(const struct mailbox_to *a, const struct mailbox_to *b)
{
    return a->id != 0 && a->id == b->id && memcmp(&a->key, &b->key, sizeof a->key) == 0;
}

/* Is it theirs to move? */
static bool is_theirs(const struct aid_card *c, const struct board_move *m)
{
    switch (m->by) {
    case LOOP_ASKER:
        return is_box(&m->me, &c->mailbox);
    case LOOP_HELPER:
        return is_box(&m->me, &c->helper);
    case LOOP_OTHER:
        return m->me.id != 0;
    case LOOP_COORDINATOR:
    case LOOP_CLOCK:
        break;
    }
    return false;
}

enum err board_move(struct space *s, struct shelf_place at, uint64_t id, const struct board_move *m)
{
    const int64_t now = space_ctx_of(s)->now;
    struct aid_card card;
    TRY(board_get(s, at, id, &card));
    if (!is_theirs(&card, m))
        return m->by == LOOP_HELPER ? ERR_CONFLICT : ERR_DENIED; /* let go meanwhile */
    if (m->move == LOOP_CLAIM && aid_card_rests(&card, now))
        return ERR_NOT_FOUND;
    TRY(aid_card_move(&card, m->by, m->move, m->meet, now));
    if (m->move == LOOP_CLAIM)
        card.helper = m->me;
    if (m->turn > card.turn)
        card.turn = m->turn;
    else if (m->turn == 0)
        card.turn++;
    return keep(s, at, &card);
}

enum err board_follow(struct space *s, const struct aid_card *card, struct shelf_place at,
                      uint32_t turn)
{
    struct aid_card there;
    enum err e = board_get(s, at, card->id, &there);
    if (e == ERR_NOT_FOUND)
        return ERR_OK;
    TRY(e);
    there.loop = card->loop;
    there.loop.last_day = at.day;
    there.helper = card->helper;
    if (turn > there.turn)
        there.turn = turn;
    return keep(s, at, &there);
}

enum err board_change(struct space *s, struct shelf_place at, struct aid_card *full)
{
    struct aid_card there, new;
    enum err e = board_get(s, at, full->id, &there);
    if (e != ERR_OK && e != ERR_NOT_FOUND)
        return e;
    board_card(full, space_ctx_of(s)->now, &new);
    if (e == ERR_OK) {
        new.loop = there.loop;
        new.loop.last_day = full->loop.last_day;
        new.helper = there.helper;
        new.turn = there.turn;
        if (new.loop.last_day == at.day)
            return shelf_change(s, at, &new);
        TRY(shelf_take(s, AID_ASK, at, full->id));
    }
    TRY(shelf_put(s, &new, &at));
    full->board = at.seq;
    return ERR_OK;
}

enum err board_take(struct space *s, struct shelf_place at, uint64_t id)
{
    enum err e = at.seq == 0 ? ERR_NOT_FOUND : shelf_take(s, AID_ASK, at, id);
    return e == ERR_NOT_FOUND ? ERR_OK : e;
}

struct ranked {
    int64_t rank;
    struct aid_card card;
    struct shelf_place at;
};

static int higher_first(const void *x, const void *y)
{
    const struct ranked *a = x, *b = y;
    if (a->rank != b->rank)
        return a->rank < b->rank ? 1 : -1;
    return (a->card.id > b->card.id) - (a->card.id < b->card.id);
}

enum err board_asks(struct space *s, struct shelf_cards *out)
{
    const int64_t now = space_ctx_of(s)->now;
    struct shelf_cards all;
    size_t n = 0;
    TRY(shelf_all(s, AID_ASK, NULL, &all));
    struct ranked *v = ARENA_ARRAY(space_ctx_of(s)->secret, struct ranked, all.n);
    for (size_t i = 0; i < all.n; i++) {
        struct aid_card *c = &all.v[i];
        aid_card_tick(c, now);
        if (!aid_card_open(c, now))
            continue;
        c->board = all.at[i].seq;
        v[n++] = (struct ranked){loop_rank(&c->loop, now), *c, all.at[i]};
    }
    if (n != 0)
        qsort(v, n, sizeof *v, higher_first);
    for (size_t i = 0; i < n; i++) {
        all.v[i] = v[i].card;
        all.at[i] = v[i].at;
    }
    *out = (struct shelf_cards){.v = all.v, .at = all.at, .n = n, .damaged = all.damaged};
    return ERR_OK;
}
