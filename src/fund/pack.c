/* What the fund seals, to and from protobuf. */
#include <stdlib.h>
#include <string.h>

#include "fund/inside.h"
#include "space/pack.h"

/* ---- small parts ------------------------------------------------------------------------------
 */

static FundBox *box_message(struct arena *a, const struct mailbox_to *to)
{
    if (to->id == 0)
        return NULL;
    FundBox *m = ARENA_NEW(a, FundBox);
    fund_box__init(m);
    m->id = to->id;
    m->key = space_bytes(to->key.b, sizeof to->key.b);
    return m;
}

static bool box_read(const FundBox *m, struct mailbox_to *out)
{
    *out = (struct mailbox_to){0};
    if (!m)
        return true;
    out->id = m->id;
    return m->id != 0 && space_fixed(out->key.b, sizeof out->key.b, m->key);
}

static FundPosting *posting(struct arena *a, int account, int64_t amount)
{
    FundPosting *p = ARENA_NEW(a, FundPosting);
    fund_posting__init(p);
    p->account = (uint32_t)account;
    p->amount = amount;
    return p;
}

static size_t balances_message(struct arena *a, const int64_t *v, FundPosting ***out)
{
    size_t n = 0;
    *out = ARENA_ARRAY(a, FundPosting *, LEDGER_ACCOUNT_MAX + 1);
    for (int i = 0; i <= LEDGER_ACCOUNT_MAX; i++)
        if (v[i] != 0)
            (*out)[n++] = posting(a, i, v[i]);
    return n;
}

static bool balances_read(FundPosting *const *m, size_t n, int64_t *v)
{
    for (size_t i = 0; i < n; i++) {
        if (!ledger_is_account((int)m[i]->account))
            return false;
        v[m[i]->account] = m[i]->amount;
    }
    return true;
}

static size_t tags_message(struct arena *a, const struct tag *v, size_t n,
                           ProtobufCBinaryData **out)
{
    *out = ARENA_ARRAY(a, ProtobufCBinaryData, n + 1);
    for (size_t i = 0; i < n; i++)
        (*out)[i] = space_bytes(v[i].b, TAG_SIZE);
    return n;
}

static bool tags_read(const ProtobufCBinaryData *m, size_t n, struct tag out[2], size_t *count)
{
    *count = n;
    for (size_t i = 0; i < n; i++)
        if (i >= 2 || !space_fixed(out[i].b, TAG_SIZE, m[i]))
            return false;
    return true;
}

/* ---- requests ---------------------------------------------------------------------------------
 */

static FundSaid *said_message(struct arena *a, const struct ask_said *s)
{
    FundSaid *m = ARENA_NEW(a, FundSaid);
    fund_said__init(m);
    m->at = s->at;
    m->keepers = s->keepers;
    m->name = str_to_c(a, s->name);
    m->words = str_to_c(a, s->words);
    m->move = s->moves ? 1 + (uint32_t)s->move : 0;
    return m;
}

FundAsk *fund_ask_message(struct arena *a, const struct ask *ask, bool for_keepers)
{
    FundAsk *m = ARENA_NEW(a, FundAsk);
    fund_ask__init(m);
    m->id = ask->id;
    m->fund = ask->fund;
    m->kind = ask->kind;
    m->amount = ask->amount;
    m->loan = ask->loan;
    m->other = ask->other;
    m->needed = ask->needed;
    m->name = str_to_c(a, ask->name);
    m->words = str_to_c(a, ask->words);
    m->how = str_to_c(a, ask->how);
    m->reply = box_message(a, &ask->reply);
    m->state = ask->state;
    m->since = ask->since;
    m->asked = ask->asked;
    m->last_day = ask->last_day;
    if (for_keepers || ask->state == ASK_REFUSED) /* doubts stay among the keepers */
        m->reason = str_to_c(a, ask->reason);
    m->arrived = ask->arrived;
    m->entry = ask->entry;
    m->turn = ask->turn;
    if (!for_keepers)
        return m;
    if (ask->has_first)
        m->first = space_bytes(ask->first.b, TAG_SIZE);
    m->n_approvers = tags_message(a, ask->approver, ask->napprovers, &m->approvers);
    m->n_seen = tags_message(a, ask->seen, ask->nseen, &m->seen);
    m->receipt = str_to_c(a, ask->receipt);
    m->said = ARENA_ARRAY(a, FundSaid *, ask->nsaid + 1);
    for (size_t i = 0; i < ask->nsaid; i++)
        m->said[m->n_said++] = said_message(a, &ask->said[i]);
    return m;
}

struct str fund_ask_pack(struct arena *a, const struct ask *ask)
{
    return space_pack(a, &fund_ask_message(a, ask, true)->base);
}

bool fund_ask_read(struct arena *a, const FundAsk *m, struct ask *out)
{
    if (!m || m->id == 0 || m->state < ASK_ASKED || m->state > ASK_STATE_LAST ||
        m->kind < FUND_FOOD || m->kind > FUND_OTHER || m->amount <= 0 || m->amount > MONEY_MAX)
        return false;
    *out = (struct ask){.id = m->id,
                        .fund = m->fund,
                        .kind = (enum fund_kind)m->kind,
                        .amount = m->amount,
                        .loan = m->loan,
                        .other = m->other,
                        .needed = m->needed,
                        .name = str_from_c(m->name),
                        .words = str_from_c(m->words),
                        .how = str_from_c(m->how),
                        .state = (enum ask_state)m->state,
                        .since = m->since,
                        .asked = m->asked,
                        .last_day = m->last_day,
                        .has_first = m->first.len != 0,
                        .reason = str_from_c(m->reason),
                        .receipt = str_from_c(m->receipt),
                        .arrived = m->arrived,
                        .entry = m->entry,
                        .turn = m->turn};
    if ((out->has_first && !space_fixed(out->first.b, TAG_SIZE, m->first)) ||
        !tags_read(m->approvers, m->n_approvers, out->approver, &out->napprovers) ||
        !tags_read(m->seen, m->n_seen, out->seen, &out->nseen) || !box_read(m->reply, &out->reply))
        return false;
    out->said = ARENA_ARRAY(a, struct ask_said, m->n_said + 1);
    for (size_t i = 0; i < m->n_said; i++) {
        const FundSaid *s = m->said[i];
        if (s->move > 1 + ASK_MOVE_LAST)
            return false;
        out->said[out->nsaid++] =
            (struct ask_said){.at = s->at,
                              .keepers = s->keepers,
                              .name = str_from_c(s->name),
                              .words = str_from_c(s->words),
                              .moves = s->move != 0,
                              .move = s->move ? (enum ask_move)(s->move - 1) : ASK_APPROVE};
    }
    return true;
}

bool fund_ask_unpack(struct arena *a, struct str body, struct ask *out)
{
    ProtobufCAllocator alloc = space_allocator(a);
    return fund_ask_read(a, fund_ask__unpack(&alloc, body.n, (const uint8_t *)body.p), out);
}

void fund_ask_say(struct arena *a, struct ask *ask, const struct ask_said *said)
{
    const size_t from = ask->nsaid >= ASK_SAID_MAX ? ask->nsaid - ASK_SAID_MAX + 1 : 0;
    struct ask_said *v = ARENA_ARRAY(a, struct ask_said, ask->nsaid - from + 1);
    for (size_t i = from; i < ask->nsaid; i++)
        v[i - from] = ask->said[i];
    v[ask->nsaid - from] = *said;
    ask->nsaid = ask->nsaid - from + 1;
    ask->said = v;
}

static bool same_box(const struct mailbox_to *a, const struct mailbox_to *b)
{
    return a->id != 0 && a->id == b->id && memcmp(&a->key, &b->key, sizeof a->key) == 0;
}

bool fund_ask_take(struct arena *a, struct ask *ask, const struct fund_letter *l,
                   const struct ask_desk *desk)
{
    const struct ask_by by = {.asker = true, .desk = desk};
    if (l->ask != ask->id || l->keepers || !same_box(&l->reply, &ask->reply))
        return false;
    if (l->moves && ask_do(ask, &by, l->move, l->words, 0, l->at) != ERR_OK)
        return false;
    if (l->turn > ask->turn)
        ask->turn = l->turn;
    fund_ask_say(
        a, ask,
        &(struct ask_said){.at = l->at,
                           .moves = l->moves,
                           .move = l->move,
                           /* the words of a receipt are nowhere but in it */
                           .words = l->moves && l->move == ASK_SHOW ? STR_NONE : l->words});
    return true;
}

/* ---- letters ----------------------------------------------------------------------------------
 */

struct str fund_letter_pack(struct arena *a, const struct fund_letter *l)
{
    FundLetter m = FUND_LETTER__INIT;
    m.ask = l->ask;
    m.turn = l->turn;
    m.at = l->at;
    m.keepers = l->keepers;
    m.move = l->moves ? 1 + (uint32_t)l->move : 0;
    m.name = str_to_c(a, l->name);
    m.words = str_to_c(a, l->words);
    m.about = l->has_about ? fund_ask_message(a, &l->about, false) : NULL;
    m.reply = box_message(a, &l->reply);
    m.ended = l->ended;
    return space_pack(a, &m.base);
}

bool fund_letter_unpack(struct arena *a, struct str body, struct fund_letter *out)
{
    ProtobufCAllocator alloc = space_allocator(a);
    const FundLetter *m = fund_letter__unpack(&alloc, body.n, (const uint8_t *)body.p);
    if (!m || m->ask == 0 || m->move > 1 + ASK_MOVE_LAST)
        return false;
    *out = (struct fund_letter){.ask = m->ask,
                                .turn = m->turn,
                                .at = m->at,
                                .keepers = m->keepers,
                                .moves = m->move != 0,
                                .move = m->move ? (enum ask_move)(m->move - 1) : ASK_APPROVE,
                                .name = str_from_c(m->name),
                                .words = str_from_c(m->words),
                                .has_about = m->about != NULL,
                                .ended = m->ended};
    return (!m->about || (fund_ask_read(a, m->about, &out->about) && out->about.id == m->ask)) &&
           box_read(m->reply, &out->reply);
}

static int older_first(const void *x, const void *y)
{
    const struct fund_letter *a = x, *b = y;
    if (a->turn != b->turn)
        return a->turn < b->turn ? -1 : 1;
    if (a->at != b->at)
        return a->at < b->at ? -1 : 1;
    return memcmp(a->id.b, b->id.b, TAG_SIZE);
}

void fund_letters_of(struct arena *a, const struct inbox *in, struct fund_letters *out)
{
    *out = (struct fund_letters){.v = ARENA_ARRAY(a, struct fund_letter, in->n + 1)};
    for (size_t i = 0; i < in->n; i++) {
        if (!fund_letter_unpack(a, in->v[i].body, &out->v[out->n]))
            continue;
        out->v[out->n++].id = in->v[i].id;
    }
    if (out->n != 0)
        qsort(out->v, out->n, sizeof *out->v, older_first);
}

/* ---- the ledger -------------------------------------------------------------------------------
 */

struct str fund_entry_pack(struct arena *a, const struct ledger_entry *e, const uint8_t *before)
{
    FundEntry m = FUND_ENTRY__INIT;
    FundPosting *v[LEDGER_POSTINGS];
    m.number = e->number;
    m.day = e->day;
    m.what = e->what;
    m.reverses = e->reverses;
    m.postings = v;
    for (size_t i = 0; i < e->n; i++)
        v[m.n_postings++] = posting(a, e->v[i].account, e->v[i].amount);
    m.before = space_bytes(before, KEY_SIZE);
    return space_pack(a, &m.base);
}

bool fund_entry_unpack(struct arena *a, struct str body, struct ledger_entry *out,
                       uint8_t before[KEY_SIZE])
{
    ProtobufCAllocator alloc = space_allocator(a);
    const FundEntry *m = fund_entry__unpack(&alloc, body.n, (const uint8_t *)body.p);
    if (!m || m->n_postings > LEDGER_POSTINGS || m->what < LEDGER_IS_GIFT ||
        m->what > LEDGER_WHAT_MAX || !space_fixed(before, KEY_SIZE, m->before))
        return false;
    *out = (struct ledger_entry){.number = m->number,
                                 .day = m->day,
                                 .what = (enum ledger_what)m->what,
                                 .reverses = m->reverses,
                                 .n = m->n_postings};
    for (size_t i = 0; i < m->n_postings; i++)
        out->v[i] = (struct ledger_posting){(int)m->postings[i]->account, m->postings[i]->amount};
    return true;
}

static FundMonth *month_message(struct arena *a, const struct fund_month *month)
{
    FundMonth *m = ARENA_NEW(a, FundMonth);
    fund_month__init(m);
    m->month = month->month;
    m->n_moved = balances_message(a, month->moved, &m->moved);
    m->cash = month->cash;
    m->closed = month->closed;
    return m;
}

struct str fund_state_pack(struct arena *a, const struct fund *f)
{
    FundState m = FUND_STATE__INIT;
    FundMonth *months[FUND_MONTHS];
    m.name = str_to_c(a, f->name);
    m.currency = str_to_c(a, str_from_c(f->currency.code));
    m.exact = f->exact;
    m.give = str_to_c(a, f->give);
    m.asking = str_to_c(a, f->asking);
    m.count = f->ledger.count;
    m.n_balances = balances_message(a, f->ledger.balance, &m.balances);
    m.head = space_bytes(f->head, KEY_SIZE);
    m.months = months;
    for (size_t i = 0; i < f->nmonths; i++)
        months[m.n_months++] = month_message(a, &f->months[i]);
    m.wrong = f->wrong;
    if (f->wrong)
        m.wrong_by = space_bytes(f->wrong_by.b, TAG_SIZE);
    return space_pack(a, &m.base);
}

bool fund_state_unpack(struct arena *a, const struct record *r, struct fund *out)
{
    ProtobufCAllocator alloc = space_allocator(a);
    const FundState *m =
        r->damaged ? NULL : fund_state__unpack(&alloc, r->body.n, (const uint8_t *)r->body.p);
    if (!m)
        return false;
    *out = (struct fund){.id = r->seq,
                         .name = str_from_c(m->name),
                         .exact = m->exact,
                         .give = str_from_c(m->give),
                         .asking = str_from_c(m->asking),
                         .ledger = {.count = m->count},
                         .wrong = m->wrong};
    if (!money_currency(str_from_c(m->currency), &out->currency) ||
        !space_fixed(out->head, KEY_SIZE, m->head) || m->n_months > FUND_MONTHS ||
        (m->wrong && !space_fixed(out->wrong_by.b, TAG_SIZE, m->wrong_by)) ||
        !balances_read(m->balances, m->n_balances, out->ledger.balance))
        return false;
    for (size_t i = 0; i < m->n_months; i++) {
        struct fund_month *month = &out->months[out->nmonths++];
        month->month = m->months[i]->month;
        month->cash = m->months[i]->cash;
        month->closed = m->months[i]->closed;
        if (!balances_read(m->months[i]->moved, m->months[i]->n_moved, month->moved))
            return false;
    }
    return true;
}
