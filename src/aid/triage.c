#include "aid/triage.h"

#include "aid/inside.h"
#include "aid/tally.h"
#include "base/clock.h"

#define ALONE_SECONDS (6 * 3600)

const char *triage_text(enum triage_rule r)
{
    switch (r) {
#define X(name, number, text)                                                                      \
    case TRIAGE_##name:                                                                            \
        return text;
        TRIAGE_RULES(X)
#undef X
    }
    return "";
}

void triage_usual(struct triage *out)
{
    *out = (struct triage){.rules = {
#define X(name, number, text) TRIAGE_##name,
                               TRIAGE_RULES(X)
#undef X
                           }};
}

/* ---- rules ------------------------------------------------------------------------------------
 */

static bool waits(const struct aid_card *c)
{
    return c->loop.state == LOOP_OPEN || c->loop.state == LOOP_TRIAGED;
}

/* The day by which it is too late; false: none was said. */
static bool day_of(const struct aid_card *c, int32_t *day)
{
    const struct aid_kind_info *kind = aid_kind_find((int)c->kind);
    for (int i = 0; kind && i < kind->n; i++) {
        if (kind->questions[i].use != AID_USE_BY || !(c->answered & 1u << i))
            continue;
        *day = (int32_t)c->number[i];
        return true;
    }
    return false;
}

static bool is_today(const struct aid_card *c, int64_t now)
{
    int32_t day;
    return c->loop.urgency == LOOP_NOW || (day_of(c, &day) && day <= clock_day(now));
}

bool triage_holds(enum triage_rule r, const struct aid_card *c, int64_t now)
{
    int32_t day;
    switch (r) {
    case TRIAGE_DANGER:
        return (c->said & TRIAGE_SAID_DANGER) != 0;
    case TRIAGE_MEDICINE:
        return (c->kind == AID_HEALTH || (c->said & TRIAGE_SAID_MEDICINE)) && is_today(c, now);
    case TRIAGE_FRAGILE:
        return (c->kind == AID_CHILDREN || (c->said & TRIAGE_SAID_FRAGILE) ||
                (c->needs & (AID_TRAIT_CHILDREN_WELCOME | AID_TRAIT_STEP_FREE))) &&
               is_today(c, now);
    case TRIAGE_ROOF:
        return c->kind == AID_SHELTER && is_today(c, now);
    case TRIAGE_FOOD:
        return c->kind == AID_FOOD && is_today(c, now);
    case TRIAGE_MISSED:
        return c->loop.missed > 0 && waits(c);
    case TRIAGE_ALONE:
        return waits(c) && now - c->loop.asked >= ALONE_SECONDS && c->loop.urgency <= LOOP_WEEK;
    case TRIAGE_BY_DAY:
        return day_of(c, &day) && day <= clock_day(now) + 1;
    case TRIAGE_TODAY:
        return is_today(c, now);
    case TRIAGE_REST:
        break;
    }
    return true;
}

size_t triage_place(const struct triage *t, const struct aid_card *card, int64_t now)
{
    for (size_t i = 0; i + 1 < TRIAGE_COUNT; i++)
        if (!(t->off & 1u << t->rules[i]) && triage_holds(t->rules[i], card, now))
            return i;
    return TRIAGE_COUNT - 1;
}

/* ---- changing the list ------------------------------------------------------------------------
 */

bool triage_change(struct triage *t, enum triage_rule r, enum triage_change how)
{
    size_t at = 0;
    while (at < TRIAGE_COUNT && t->rules[at] != r)
        at++;
    if (r == TRIAGE_REST || at >= TRIAGE_COUNT)
        return false;
    size_t other = at;
    switch (how) {
    case TRIAGE_UP:
        other = at > 0 ? at - 1 : at;
        break;
    case TRIAGE_DOWN:
        other = at + 2 < TRIAGE_COUNT ? at + 1 : at;
        break;
    case TRIAGE_ON:
        t->off &= ~(1u << r);
        return true;
    case TRIAGE_OFF:
        t->off |= 1u << r;
        return true;
    }
    t->rules[at] = t->rules[other];
    t->rules[other] = r;
    return at != other;
}

/* ---- the record -------------------------------------------------------------------------------
 */

static struct stream_id stream_of(const struct desk *d)
{
    return record_stream(d->s, "aid triage", STR_NONE);
}

/* What is no list of all rules once counts as the usual one. */
static bool list_holds(const AidTriage *m, struct triage *out)
{
    unsigned seen = 0;
    if (!m || m->n_rules != TRIAGE_COUNT || m->rules[TRIAGE_COUNT - 1] != TRIAGE_REST)
        return false;
    for (size_t i = 0; i < TRIAGE_COUNT; i++) {
        if (m->rules[i] < 1 || m->rules[i] > TRIAGE_COUNT || (seen & 1u << m->rules[i]))
            return false;
        seen |= 1u << m->rules[i];
        out->rules[i] = (enum triage_rule)m->rules[i];
    }
    out->off = 0;
    for (size_t i = 0; i < m->n_off; i++)
        if (m->off[i] >= 1 && m->off[i] < TRIAGE_REST)
            out->off |= 1u << m->off[i];
    return true;
}

enum err triage_load(struct desk *d, struct triage *out)
{
    struct record_list last;
    ProtobufCAllocator alloc = space_allocator(d->ctx.secret);
    TRY(record_newest(d->s, stream_of(d), 0, 0, 1, &last));
    const AidTriage *m =
        last.n && !last.v[0].damaged
            ? aid_triage__unpack(&alloc, last.v[0].body.n, (const uint8_t *)last.v[0].body.p)
            : NULL;
    if (!list_holds(m, out))
        triage_usual(out);
    return ERR_OK;
}

enum err triage_save(struct desk *d, const struct triage *t)
{
    uint32_t rules[TRIAGE_COUNT], off[TRIAGE_COUNT], seq;
    AidTriage m = AID_TRIAGE__INIT;
    for (size_t i = 0; i < TRIAGE_COUNT; i++) {
        rules[i] = t->rules[i];
        if (t->off & 1u << t->rules[i])
            off[m.n_off++] = t->rules[i];
    }
    m.rules = rules;
    m.n_rules = TRIAGE_COUNT;
    m.off = off;
    TRY(triage_drop(d));
    return record_append(d->s, stream_of(d), clock_day(d->ctx.now) + TALLY_DAYS,
                         space_pack(d->ctx.secret, &m.base), &seq);
}

enum err triage_drop(struct desk *d)
{
    return record_delete_stream(d->s, stream_of(d));
}
