#include "aid/thank.h"

#include "aid/inside.h"
#include "aid/tally.h"
#include "base/clock.h"

#define X(name, number, text)                                                                      \
    _Static_assert((int)AID_##name == (number), "a kind of thanks is one of mutual aid");
THANKS_KINDS(X)
#undef X
_Static_assert(THANKS_KIND_COUNT == AID_KIND_COUNT, "as many kinds");

/* Who has a receipt cannot come to the wall; a member can. */
static const struct form_choice TO[] = {
    {"helper", N_("To who helped, and nobody else"), AID_THANKS_PRIVATE},
    {"open", N_("To who helped; they may also put it on the wall"), AID_THANKS_OPEN},
    {"wall", N_("To who helped, and on the wall: the coordinators read it first"), AID_THANKS_DESK},
    {NULL, NULL, 0}};
static const struct form_choice TO_OWN[] = {
    {"helper", N_("To who helped, and nobody else"), AID_THANKS_PRIVATE},
    {"open", N_("To who helped; they may also put it on the wall"), AID_THANKS_OPEN},
    {"wall", N_("To who helped, and on the wall"), AID_THANKS_DESK},
    {NULL, NULL, 0}};
#define FIELDS_TO(choices_to)                                                                      \
    [AID_THANK_WORDS] = {.name = "thanks",                                                         \
                         .label = N_("What you would like to say"),                                \
                         .kind = FIELD_TEXT,                                                       \
                         .max = THANKS_WORDS_MAX,                                                  \
                         .required = true},                                                        \
    [AID_THANK_TO] = {.name = "to",                                                                \
                      .label = N_("To whom"),                                                      \
                      .hint = N_("The wall is read by all members; it never says who asked or "    \
                                 "who helped."),                                                   \
                      .kind = FIELD_CHOICE,                                                        \
                      .choices = (choices_to),                                                     \
                      .required = true},                                                           \
    [AID_THANK_FROM] = {.name = "from",                                                            \
                        .label = N_("A name under it, if you like"),                               \
                        .hint = N_("Left empty, nothing says from whom it is."),                   \
                        .kind = FIELD_LINE,                                                        \
                        .max = THANKS_NAME_MAX}
static const struct form_field FIELDS[] = {FIELDS_TO(TO)};
static const struct form_field OWN_FIELDS[] = {FIELDS_TO(TO_OWN)};
const struct form_spec AID_THANK_FORM = FORM_SPEC(FIELDS);
const struct form_spec AID_THANK_OWN_FORM = FORM_SPEC(OWN_FIELDS);

static bool is_askers(const struct aid_letter *l, const struct aid_card *card)
{
    return l->what == AID_THANKS && l->by == LOOP_ASKER && l->reply.id == card->mailbox.id;
}

bool aid_may_thank(const struct aid_thread *t)
{
    if (t->card.loop.state < LOOP_CONFIRMED || t->card.loop.state == LOOP_GONE)
        return false;
    return aid_thank_of(t) == NULL;
}

const struct aid_letter *aid_thank_of(const struct aid_thread *t)
{
    for (size_t i = t->said.n; i-- > 0;)
        if (is_askers(&t->said.v[i], &t->card))
            return &t->said.v[i];
    return NULL;
}

enum err aid_thank(const struct space_ctx *ctx, const struct party *p, const struct aid_thread *t,
                   enum aid_thanks to, struct str from, struct str words)
{
    DB_TX struct db_tx tx = {0};
    struct mailbox_to mine;
    const int32_t day = t->card.loop.last_day;
    if (p->as != LOOP_ASKER || !aid_may_thank(t))
        return ERR_CONFLICT;
    mailbox_of(&mine, &p->seed);
    const struct aid_letter l = {.what = AID_THANKS,
                                 .card = t->card.id,
                                 .turn = t->turn + 1,
                                 .at = ctx->now,
                                 .by = LOOP_ASKER,
                                 .place = t->at,
                                 .name = from,
                                 .words = words,
                                 .thanks = to,
                                 .reply = mine};
    const struct str body = aid_letter_pack(ctx->secret, &l);
    TRY(db_tx_begin(&tx, ctx->db));
    if (to == AID_THANKS_DESK || t->card.helper.id == 0)
        TRY(desk_drop(ctx, &DESK_COORDINATORS, day, body));
    if (t->card.helper.id != 0)
        TRY(mailbox_drop(ctx, &t->card.helper, day, body));
    TRY(mailbox_drop(ctx, &mine, day, body));
    return db_tx_commit(&tx);
}

/* ---- at the desk ------------------------------------------------------------------------------
 */

static struct stream_id stream_of(const struct desk *d)
{
    return record_stream(d->s, "aid thanks", STR_NONE);
}

static bool is_for_the_wall(const struct aid_letter *l)
{
    return l->what == AID_THANKS && (l->thanks & AID_THANKS_DESK) != 0;
}

struct kept {
    struct aid_letters letters;
    uint32_t *seqs;
};

static enum err kept_read(struct desk *d, struct kept *out)
{
    struct record_list all;
    struct arena *a = d->ctx.secret;
    TRY(record_newest(d->s, stream_of(d), 0, 0, THANK_WAITING_MAX, &all));
    out->letters = (struct aid_letters){.v = ARENA_ARRAY(a, struct aid_letter, all.n + 1)};
    out->seqs = ARENA_ARRAY(a, uint32_t, all.n + 1);
    for (size_t i = 0; i < all.n; i++) {
        struct aid_letter *l = &out->letters.v[out->letters.n];
        if (all.v[i].damaged || !aid_letter_unpack(a, all.v[i].body, l) || !is_for_the_wall(l))
            continue;
        out->seqs[out->letters.n++] = all.v[i].seq;
    }
    return ERR_OK;
}

static const struct aid_letter *of_card(const struct aid_letters *all, uint64_t card)
{
    for (size_t i = 0; i < all->n; i++)
        if (all->v[i].card == card)
            return &all->v[i];
    return NULL;
}

enum err thank_keep(struct desk *d, const struct aid_card *card, const struct aid_letter *l)
{
    struct kept kept;
    struct aid_letter whole = *l;
    uint32_t seq;
    int32_t day = clock_day(d->ctx.now) + THANK_WAIT_DAYS;
    if (!is_for_the_wall(l) || !is_askers(l, card) || card->loop.state == LOOP_GONE)
        return ERR_OK;
    TRY(kept_read(d, &kept));
    if (of_card(&kept.letters, l->card) || kept.letters.n >= THANK_WAITING_MAX)
        return ERR_OK;      /* they read it with the ask all the same */
    whole.has_about = true; /* for its kind */
    whole.about = *card;
    if (day > card->loop.last_day)
        day = card->loop.last_day;
    return record_append(d->s, stream_of(d), day, aid_letter_pack(d->ctx.secret, &whole), &seq);
}

enum err thank_waiting(struct desk *d, struct aid_letters *out)
{
    struct kept kept;
    struct inbox in;
    struct aid_letters letters;
    TRY(kept_read(d, &kept));
    TRY(inbox_read(d->s, &in));
    aid_letters_of(d->ctx.secret, &in, &letters);
    *out = (struct aid_letters){
        .v = ARENA_ARRAY(d->ctx.secret, struct aid_letter, kept.letters.n + letters.n + 1)};
    for (size_t i = 0; i < kept.letters.n; i++)
        out->v[out->n++] = kept.letters.v[i];
    for (size_t i = 0; i < letters.n; i++)
        if (is_for_the_wall(&letters.v[i]) && !of_card(out, letters.v[i].card))
            out->v[out->n++] = letters.v[i];
    return ERR_OK;
}

/* Whoever wrote it may be out of reach by now. */
static enum err tell_softly(struct desk *d, uint64_t card, struct str words)
{
    enum err e = words.n == 0 ? ERR_OK : case_say(d, (struct shelf_place){0}, card, words);
    return e == ERR_NOT_FOUND ? ERR_OK : e;
}

enum err thank_decide(struct desk *d, uint64_t card, enum thank_decision what, struct str words)
{
    DB_TX struct db_tx tx = {0};
    struct kept kept;
    TRY(db_tx_begin(&tx, d->ctx.db));
    TRY(cases_sort(d));
    TRY(kept_read(d, &kept));
    const struct aid_letter *l = of_card(&kept.letters, card);
    if (!l)
        return ERR_NOT_FOUND;
    if (what == THANK_UP)
        TRY(thanks_put(&d->ctx, d->viewer, THANKS_OF_OTHERS, 0,
                       &(struct thanks){.whom = THANKS_SOMEBODY,
                                        .kind = l->has_about ? (uint32_t)l->about.kind : 0,
                                        .words = l->words,
                                        .from = l->name}));
    TRY(record_delete(d->s, stream_of(d), kept.seqs[l - kept.letters.v]));
    TRY(tell_softly(d, card, words));
    TRY(desk_turn(d));
    return db_tx_commit(&tx);
}

enum err thank_forget(struct desk *d, uint64_t card)
{
    struct kept kept;
    TRY(kept_read(d, &kept));
    for (size_t i = 0; i < kept.letters.n; i++)
        if (kept.letters.v[i].card == card)
            TRY(record_delete(d->s, stream_of(d), kept.seqs[i]));
    return ERR_OK;
}

enum err thank_end(struct desk *d)
{
    return record_delete_stream(d->s, stream_of(d));
}

/* ---- together ---------------------------------------------------------------------------------
 */

enum err thank_season(struct desk *d, int32_t day, struct thanks_season *out)
{
    struct tally_day all;
    uint32_t arrived[THANKS_KIND_COUNT + 1] = {0};
    uint64_t bits[THANKS_KIND_COUNT + 1] = {0};
    const int32_t month = clock_day(d->ctx.now) / THANKS_AGAIN_DAYS;
    thanks_season_of(day, out);
    TRY(tally_range(d, out->from, out->to, &all));
    for (size_t i = 0; i < all.n; i++)
        if (all.v[i].side == AID_ASK && all.v[i].kind >= 1 && all.v[i].kind <= THANKS_KIND_COUNT)
            arrived[all.v[i].kind] += all.v[i].arrived;
    for (uint32_t k = 1; k <= THANKS_KIND_COUNT; k++) /* keyed, so that looking again is no draw */
        bits[k] = record_stream(d->s, "aid together",
                                str_fmt(d->ctx.arena, "%d %d %u", (int)out->from, (int)month, k))
                      .v;
    thanks_season_grow(out, arrived, bits);
    return ERR_OK;
}
