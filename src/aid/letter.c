#include "aid/letter.h"

#include <stdlib.h>
#include <string.h>

#include "aid/inside.h"

/* ---- parts ------------------------------------------------------------------------------------
 */

AidDetails *aid_details_message(struct arena *a, const struct aid_details *d)
{
    AidDetails *m = ARENA_NEW(a, AidDetails);
    aid_details__init(m);
    m->answers = ARENA_ARRAY(a, AidWords *, AID_QUESTIONS_MAX);
    for (uint32_t i = 0; i < AID_QUESTIONS_MAX; i++) {
        if (d->answer[i].n == 0)
            continue;
        AidWords *answer = ARENA_NEW(a, AidWords);
        aid_words__init(answer);
        answer->question = i + 1;
        answer->words = str_to_c(a, d->answer[i]);
        m->answers[m->n_answers++] = answer;
    }
    m->words = str_to_c(a, d->words);
    m->who = str_to_c(a, d->who);
    m->contact = str_to_c(a, d->contact);
    m->lang = str_to_c(a, d->lang);
    m->where = str_to_c(a, d->where);
    m->avoid = ARENA_ARRAY(a, char *, AID_AVOID_MAX);
    for (size_t i = 0; i < d->navoid && i < AID_AVOID_MAX; i++)
        m->avoid[m->n_avoid++] = str_to_c(a, d->avoid[i]);
    return m;
}

void aid_details_read(const AidDetails *m, struct aid_details *out)
{
    *out = (struct aid_details){.words = str_from_c(m->words),
                                .who = str_from_c(m->who),
                                .contact = str_from_c(m->contact),
                                .lang = str_from_c(m->lang),
                                .where = str_from_c(m->where)};
    for (size_t i = 0; i < m->n_answers; i++) {
        uint32_t q = m->answers[i]->question;
        if (q >= 1 && q <= AID_QUESTIONS_MAX)
            out->answer[q - 1] = str_from_c(m->answers[i]->words);
    }
    for (size_t i = 0; i < m->n_avoid && i < AID_AVOID_MAX; i++)
        out->avoid[out->navoid++] = str_from_c(m->avoid[i]);
}

static AidMeeting *meeting_message(struct arena *a, const struct aid_meeting *meeting)
{
    if (meeting->at == 0)
        return NULL;
    AidMeeting *m = ARENA_NEW(a, AidMeeting);
    aid_meeting__init(m);
    m->at = meeting->at;
    m->where = str_to_c(a, meeting->where);
    m->sign = str_to_c(a, meeting->sign);
    return m;
}

static AidBatch *batch_message(struct arena *a, const struct aid_letter *l)
{
    if (l->nbatch == 0)
        return NULL;
    AidBatch *m = ARENA_NEW(a, AidBatch);
    aid_batch__init(m);
    m->items = ARENA_ARRAY(a, AidBatchItem *, l->nbatch);
    for (size_t i = 0; i < l->nbatch; i++) {
        AidBatchItem *item = ARENA_NEW(a, AidBatchItem);
        aid_batch_item__init(item);
        item->id = l->batch[i].card.id;
        item->card = aid_card_message(a, &l->batch[i].card);
        item->details = aid_details_message(a, &l->batch[i].details);
        m->items[m->n_items++] = item;
    }
    return m;
}

/* What is no card is passed over. */
static void batch_of_message(struct arena *a, const AidBatch *m, struct aid_letter *out)
{
    if (!m || m->n_items == 0)
        return;
    out->batch = ARENA_ARRAY(a, struct aid_batch_item, m->n_items);
    for (size_t i = 0; i < m->n_items; i++) {
        struct aid_batch_item *item = &out->batch[out->nbatch];
        if (!m->items[i]->details || !aid_card_of_message(m->items[i]->card, &item->card))
            continue;
        aid_details_read(m->items[i]->details, &item->details);
        out->nbatch++;
    }
}

/* ---- the letter -------------------------------------------------------------------------------
 */

struct str aid_letter_pack(struct arena *a, const struct aid_letter *l)
{
    AidLetter m = AID_LETTER__INIT;
    m.what = l->what;
    m.card = l->card;
    m.turn = l->turn;
    m.at = l->at;
    m.by = l->by;
    m.name = str_to_c(a, l->name);
    m.words = str_to_c(a, l->words);
    m.move = l->moves ? 1 + (uint32_t)l->move : 0;
    m.spent = l->spent;
    m.state = l->state;
    m.about = l->has_about ? aid_card_message(a, &l->about) : NULL;
    m.details = l->has_details ? aid_details_message(a, &l->details) : NULL;
    m.meeting = meeting_message(a, &l->meeting);
    m.day = l->place.day;
    m.seq = l->place.seq;
    m.reply = aid_mailbox_message(a, &l->reply);
    m.thanks = l->thanks;
    if (l->what == AID_AGREED)
        m.agreed = space_bytes(l->agreed.b, TAG_SIZE);
    m.batch = batch_message(a, l);
    return space_pack(a, &m.base);
}

bool aid_letter_unpack(struct arena *a, struct str body, struct aid_letter *out)
{
    ProtobufCAllocator alloc = space_allocator(a);
    const AidLetter *m = aid_letter__unpack(&alloc, body.n, (const uint8_t *)body.p);

    if (!m || m->what < AID_INTAKE || m->what > AID_WHAT_LAST || m->card == 0 ||
        m->move > LOOP_MOVES || m->state > LOOP_GONE)
        return false;
    *out = (struct aid_letter){.what = (enum aid_what)m->what,
                               .card = m->card,
                               .turn = m->turn,
                               .at = m->at,
                               .by = (enum loop_actor)m->by,
                               .name = str_from_c(m->name),
                               .words = str_from_c(m->words),
                               .moves = m->move != 0,
                               .move = m->move ? (enum loop_move)(m->move - 1) : LOOP_TRIAGE,
                               .spent = m->spent,
                               .state = (enum loop_state)m->state,
                               .place = {m->day, m->seq},
                               .has_about = m->about != NULL,
                               .has_details = m->details != NULL,
                               .thanks = m->thanks};
    if (m->details)
        aid_details_read(m->details, &out->details);
    if (m->what == AID_AGREED && !space_fixed(out->agreed.b, TAG_SIZE, m->agreed))
        return false;
    batch_of_message(a, m->batch, out);
    if (m->meeting)
        out->meeting = (struct aid_meeting){m->meeting->at, str_from_c(m->meeting->where),
                                            str_from_c(m->meeting->sign)};
    return (!m->about || aid_card_of_message(m->about, &out->about)) &&
           aid_mailbox_read(m->reply, &out->reply);
}

static int older_first(const void *x, const void *y)
{
    const struct aid_letter *a = x, *b = y;
    if (a->turn != b->turn)
        return a->turn < b->turn ? -1 : 1;
    if (a->at != b->at)
        return a->at < b->at ? -1 : 1;
    return memcmp(a->id.b, b->id.b, TAG_SIZE);
}

void aid_letters_of(struct arena *a, const struct inbox *in, struct aid_letters *out)
{
    *out = (struct aid_letters){.v = ARENA_ARRAY(a, struct aid_letter, in->n)};
    for (size_t i = 0; i < in->n; i++) {
        struct aid_letter *l = &out->v[out->n];
        if (!aid_letter_unpack(a, in->v[i].body, l))
            continue;
        l->id = in->v[i].id;
        out->n++;
    }
    qsort(out->v, out->n, sizeof *out->v, older_first);
}
