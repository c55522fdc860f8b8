#include "aid/card.h"

#include <string.h>

#include "aid/inside.h"
#include "base/clock.h"
#include "base/rand.h"

const struct aid_language aid_languages[AID_LANGUAGE_COUNT] = {
#define X(bit, code, name) {bit, code, name},
    AID_LANGUAGES(X)
#undef X
};

uint64_t aid_card_id(void)
{
    uint64_t id = 0;
    while (id == 0)
        rand_bytes(&id, sizeof id);
    return id;
}

/* ---- as messages ------------------------------------------------------------------------------
 */

AidMailbox *aid_mailbox_message(struct arena *a, const struct mailbox_to *to)
{
    if (to->id == 0)
        return NULL;
    AidMailbox *m = ARENA_NEW(a, AidMailbox);
    aid_mailbox__init(m);
    m->id = to->id;
    m->key = space_bytes(to->key.b, sizeof to->key.b);
    return m;
}

bool aid_mailbox_read(const AidMailbox *m, struct mailbox_to *out)
{
    *out = (struct mailbox_to){0};
    if (!m)
        return true;
    out->id = m->id;
    return m->id != 0 && space_fixed(out->key.b, sizeof out->key.b, m->key);
}

AidCard *aid_card_message(struct arena *a, const struct aid_card *c)
{
    AidCard *m = ARENA_NEW(a, AidCard);
    aid_card__init(m);
    m->id = c->id;
    m->side = c->side;
    m->kind = c->kind;
    m->area = c->area;
    m->reach = c->reach;
    m->units = (uint32_t)c->units;
    m->taken = (uint32_t)c->taken;
    m->from = c->from;
    m->until = c->until;
    m->speaks = c->speaks;
    m->must_talk = c->must_talk;
    m->gender = c->gender;
    m->genders = c->genders;
    m->has = c->has;
    m->needs = c->needs;
    m->avoids = c->avoids;
    m->near = c->near;
    m->line = str_to_c(a, c->line);
    m->answers = ARENA_ARRAY(a, AidAnswer *, AID_QUESTIONS_MAX);
    for (unsigned i = 0; i < AID_QUESTIONS_MAX; i++) {
        if (!(c->answered & 1u << i))
            continue;
        AidAnswer *answer = ARENA_NEW(a, AidAnswer);
        aid_answer__init(answer);
        answer->question = i + 1;
        answer->number = c->number[i];
        m->answers[m->n_answers++] = answer;
    }
    m->mailbox = aid_mailbox_message(a, &c->mailbox);
    m->repeat = c->repeat;
    m->requests = c->requests;
    m->requested = c->requested;
    m->rest = c->rest;
    m->state = c->loop.state;
    m->urgency = c->loop.urgency;
    m->spent = c->loop.spent;
    m->missed = c->loop.missed;
    m->since = c->loop.since;
    m->asked = c->loop.asked;
    m->meet = c->loop.meet;
    m->last_day = c->loop.last_day;
    m->helper = aid_mailbox_message(a, &c->helper);
    m->offer = c->offer;
    m->desk_reads = c->desk_reads;
    m->counted = c->counted;
    m->said = c->said;
    m->batch_day = c->batched.day;
    m->batch_seq = c->batched.seq;
    m->marks = c->marks;
    m->board = c->board;
    m->confirmed = c->confirmed;
    m->turn = c->turn;
    return m;
}

static bool sides_hold(const AidCard *m)
{
    if (m->side == AID_ASK)
        return m->state >= LOOP_OPEN && m->state <= LOOP_GONE && m->urgency >= LOOP_NOW &&
               m->urgency <= LOOP_WHENEVER;
    return m->side == AID_OFFER && m->repeat >= AID_ONCE && m->repeat <= AID_STANDING;
}

bool aid_card_of_message(const AidCard *m, struct aid_card *out)
{
    if (!m || m->id == 0 || !sides_hold(m) || !aid_kind_find((int)m->kind) || m->units < 1 ||
        m->units > AID_UNITS_MAX || m->rest > LOOP_DAYS_MAX || m->taken > AID_UNITS_MAX ||
        m->missed > UINT16_MAX)
        return false;
    *out = (struct aid_card){
        .id = m->id,
        .side = (enum aid_side)m->side,
        .kind = (enum aid_kind)m->kind,
        .area = m->area,
        .reach = m->reach,
        .units = (int32_t)m->units,
        .taken = (int32_t)m->taken,
        .from = m->from,
        .until = m->until,
        .speaks = m->speaks,
        .must_talk = m->must_talk,
        .gender = m->gender,
        .genders = m->genders,
        .has = m->has,
        .needs = m->needs,
        .avoids = m->avoids,
        .near = m->near,
        .line = str_from_c(m->line),
        .repeat = (enum aid_repeat)m->repeat,
        .requests = m->requests,
        .requested = m->requested,
        .rest = m->rest,
        .loop = {.state = (enum loop_state)m->state,
                 .urgency = (enum loop_urgency)m->urgency,
                 .spent = m->spent,
                 .missed = (uint16_t)m->missed,
                 .since = m->since,
                 .asked = m->asked,
                 .meet = m->meet,
                 .last_day = m->last_day},
        .offer = m->offer,
        .desk_reads = m->desk_reads,
        .counted = m->counted,
        .said = m->said,
        .batched = {m->batch_day, m->batch_seq},
        .marks = m->marks,
        .board = m->board,
        .confirmed = m->confirmed,
        .turn = m->turn,
    };
    for (size_t i = 0; i < m->n_answers; i++) {
        uint32_t q = m->answers[i]->question;
        if (q < 1 || q > AID_QUESTIONS_MAX)
            continue;
        out->number[q - 1] = m->answers[i]->number;
        out->answered |= 1u << (q - 1);
    }
    return aid_mailbox_read(m->mailbox, &out->mailbox) && aid_mailbox_read(m->helper, &out->helper);
}

struct str aid_card_pack(struct arena *a, const struct aid_card *c)
{
    return space_pack(a, &aid_card_message(a, c)->base);
}

bool aid_card_unpack(struct arena *a, struct str body, struct aid_card *out)
{
    ProtobufCAllocator alloc = space_allocator(a);
    return aid_card_of_message(aid_card__unpack(&alloc, body.n, (const uint8_t *)body.p), out);
}

/* ---- what it means ----------------------------------------------------------------------------
 */

bool aid_card_rests(const struct aid_card *c, int64_t now)
{
    const bool waits = c->side == AID_OFFER || c->loop.state <= LOOP_TRIAGED;
    return c->confirmed != 0 && waits && c->confirmed + AID_STANDS_DAYS < clock_day(now);
}

bool aid_card_open(const struct aid_card *c, int64_t now)
{
    int32_t today = clock_day(now);
    if (aid_card_rests(c, now) || c->loop.last_day < today || (c->until != 0 && c->until < today))
        return false;
    if (c->side == AID_OFFER)
        return c->taken < c->units &&
               (c->rest == 0 || c->requests == 0 || c->requested + (int32_t)c->rest <= today);
    return c->loop.state == LOOP_OPEN || c->loop.state == LOOP_TRIAGED;
}

bool aid_card_is(const struct aid_card *c, const struct key *seed)
{
    struct mailbox_to me;
    mailbox_of(&me, seed);
    return me.id == c->mailbox.id && memcmp(&me.key, &c->mailbox.key, sizeof me.key) == 0;
}
