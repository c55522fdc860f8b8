#include "matching/fit.h"

#define DAY 1440
#define FAR 120         /* minutes of way that are worth no points any more */
#define SMALL (1 << 20) /* times the most points that is still below 2³² */

int32_t fit_most(enum fit_reason reason)
{
    static const int32_t MOST[] = {
#define X(name, most) most,
        FIT_REASONS(X)
#undef X
    };
    return MOST[reason];
}

/* most · part / whole, at most `most`; whole > 0. */
static int32_t share(enum fit_reason reason, int64_t part, int64_t whole)
{
    int32_t most = fit_most(reason);
    if (part <= 0)
        return 0;
    if (part >= whole)
        return most;
    if (whole <= SMALL)
        return (int32_t)((uint32_t)most * (uint32_t)part / (uint32_t)whole);
    return (int32_t)((__extension__(__int128) most * part) / whole);
}

/* Whatever a card says, a difference of times does not wrap. */
static int64_t minus(int64_t a, int64_t b)
{
    int64_t d;
    return __builtin_sub_overflow(a, b, &d) ? (a > b ? INT64_MAX : INT64_MIN) : d;
}

static bool tagged(const struct fit_tags *tags, uint64_t tag)
{
    for (size_t i = 0; i < tags->n; i++)
        if (tags->p[i] == tag)
            return true;
    return false;
}

static bool any_tagged(const struct fit_tags *tags, const struct fit_tags *of)
{
    for (size_t i = 0; i < of->n; i++)
        if (tagged(tags, of->p[i]))
            return true;
    return false;
}

static uint32_t bit(enum fit_limit limit)
{
    return UINT32_C(1) << limit;
}

/* What `one` rules out about `other`; asked in both directions. */
static uint32_t ruled_out(const struct fit_card *one, const struct fit_card *other,
                          const struct fit *f, int64_t now)
{
    uint32_t broken = 0;
    if (one->closes <= now)
        broken |= bit(FIT_LIMIT_OVER);
    if (f->minutes == FIT_NO_WAY || (one->farthest > 0 && f->minutes > one->farthest))
        broken |= bit(FIT_LIMIT_WAY);
    if (one->must_talk && f->languages == 0)
        broken |= bit(FIT_LIMIT_LANGUAGE);
    if (one->genders != 0 && !(one->genders & other->gender))
        broken |= bit(FIT_LIMIT_GENDER);
    if (one->needs & ~other->has)
        broken |= bit(FIT_LIMIT_NEEDS);
    if (one->avoids & other->has)
        broken |= bit(FIT_LIMIT_AVOIDS);
    if (any_tagged(&one->avoid_groups, &other->groups))
        broken |= bit(FIT_LIMIT_GROUP);
    if (tagged(&one->avoid_persons, other->person))
        broken |= bit(FIT_LIMIT_PERSON);
    return broken;
}

static uint32_t limits(const struct fit_card *ask, const struct fit_card *offer,
                       const struct fit *f, int64_t now)
{
    uint32_t broken = ruled_out(ask, offer, f, now) | ruled_out(offer, ask, f, now);
    if (ask->side == offer->side)
        broken |= bit(FIT_LIMIT_SIDES);
    if (ask->person == offer->person)
        broken |= bit(FIT_LIMIT_SELF);
    if (!((ask->kind | ask->kinds) & (offer->kind | offer->kinds)))
        broken |= bit(FIT_LIMIT_KIND);
    if (f->common <= 0)
        broken |= bit(FIT_LIMIT_TIME);
    if (f->units < 1 || (ask->whole && f->units < ask->units))
        broken |= bit(FIT_LIMIT_ROOM);
    return broken;
}

static int32_t language_points(uint64_t well, uint64_t common)
{
    if (well)
        return fit_most(FIT_LANGUAGE);
    return common ? fit_most(FIT_LANGUAGE) / 2 : 0;
}

static int32_t urgency_points(enum fit_urgency urgency)
{
    switch (urgency) {
    case FIT_NOW:
        return fit_most(FIT_URGENT);
    case FIT_WEEK:
        return fit_most(FIT_URGENT) / 2;
    case FIT_MONTH:
        return fit_most(FIT_URGENT) / 6;
    case FIT_WHENEVER:
        break;
    }
    return 0;
}

static int32_t time_points(int64_t from, int64_t until, int64_t common)
{
    int64_t long_enough = minus(until, from);
    return share(FIT_TIME, common, long_enough < DAY ? long_enough : DAY);
}

static int32_t kind_points(uint32_t asked, uint32_t offered)
{
    return asked == offered ? fit_most(FIT_KIND) : fit_most(FIT_KIND) / 2;
}

static int32_t known_points(const struct fit_world *w, uint64_t ask, uint64_t offer)
{
    if (!w->handovers)
        return 0;
    unsigned known = w->handovers(w->with, ask, offer), back = w->handovers(w->with, offer, ask);
    return share(FIT_KNOWN, back > known ? back : known, 3);
}

static int32_t rested_points(const struct fit_card *offer)
{
    return share(FIT_RESTED, 5 - (int64_t)offer->asked, 5);
}

/* Points that are the ask's own, whoever helps. */
static int32_t weigh_ask(const struct fit_card *ask, const struct fit_world *w, int32_t *p)
{
    p[FIT_URGENT] = urgency_points(ask->urgency);
    p[FIT_WAITING] = share(FIT_WAITING, minus(w->now, ask->opened) / DAY, 30);
    p[FIT_LET_DOWN] = share(FIT_LET_DOWN, ask->let_down, 3);
    return p[FIT_URGENT] + p[FIT_WAITING] + p[FIT_LET_DOWN];
}

static int32_t way_points(uint32_t minutes)
{
    return minutes < FAR ? share(FIT_WAY, FAR - minutes, FAR) : 0;
}

int32_t fit_hope(const struct fit_card *ask, const struct fit_world *world, uint32_t minutes)
{
    int32_t points[FIT_REASONS_N];
    return 1 + weigh_ask(ask, world, points) + way_points(minutes) + fit_most(FIT_KIND) +
           fit_most(FIT_TIME) + fit_most(FIT_ROOM) + fit_most(FIT_LANGUAGE) +
           (world->handovers ? fit_most(FIT_KNOWN) : 0) + fit_most(FIT_RESTED);
}

static void weigh(const struct fit_card *ask, const struct fit_card *offer,
                  const struct fit_world *w, struct fit *f)
{
    int32_t *p = f->points;
    p[FIT_KIND] = kind_points(ask->kind, offer->kind);
    p[FIT_WAY] = way_points(f->minutes);
    p[FIT_TIME] = time_points(ask->from, ask->until, f->common);
    p[FIT_ROOM] = share(FIT_ROOM, f->units, ask->units);
    p[FIT_LANGUAGE] = language_points(ask->speaks & offer->speaks, f->languages);
    p[FIT_KNOWN] = known_points(w, ask->person, offer->person);
    weigh_ask(ask, w, p);
    p[FIT_RESTED] = rested_points(offer);
    f->score = 1;
    for (int k = 0; k < FIT_REASONS_N; k++)
        f->score += p[k];
}

void fit_between(const struct fit_card *one, const struct fit_card *other,
                 const struct fit_world *world, struct fit *out)
{
    /* Two of one side are ruled out below; their order must not show either. */
    bool swap = one->side != other->side ? one->side == FIT_OFFER : one->key > other->key;
    const struct fit_card *ask = swap ? other : one, *offer = swap ? one : other;
    uint32_t there = world->minutes(world->with, ask->area, offer->area);
    uint32_t back = world->minutes(world->with, offer->area, ask->area);
    int64_t from = ask->from > offer->from ? ask->from : offer->from;
    int64_t until = ask->until < offer->until ? ask->until : offer->until;
    *out = (struct fit){
        .minutes = there > back ? there : back,
        .common = until > from ? minus(until, from) : 0,
        .units = ask->units < offer->units ? ask->units : offer->units,
        .languages = (ask->speaks | ask->manages) & (offer->speaks | offer->manages),
    };
    out->broken = limits(ask, offer, out, world->now);
    out->allowed = out->broken == 0;
    if (out->allowed)
        weigh(ask, offer, world, out);
}

/* ---- in short */

static uint64_t marks(const struct fit_tags *tags)
{
    uint64_t bits = 0;
    for (size_t i = 0; i < tags->n; i++)
        bits |= UINT64_C(1) << (tags->p[i] & 63);
    return bits;
}

void fit_brief_make(const struct fit_card *card, const struct fit_world *world,
                    struct fit_brief *out)
{
    int32_t points[FIT_REASONS_N];
    bool ask = card->side == FIT_ASK;
    *out = (struct fit_brief){
        .from = card->from,
        .until = card->until,
        .person = card->person,
        .speaks = card->speaks,
        .languages = card->speaks | card->manages,
        .has = card->has,
        .needs = card->needs,
        .avoids = card->avoids,
        .groups = marks(&card->groups),
        .avoid_groups = marks(&card->avoid_groups),
        .key = card->key,
        .card = card,
        .kind = card->kind,
        .kinds = card->kind | card->kinds,
        .gender = card->gender,
        .genders = card->genders,
        .farthest = card->farthest > 0 ? card->farthest : FIT_NO_WAY - 1,
        .units = card->units,
        .points = (int16_t)(ask ? weigh_ask(card, world, points) : rested_points(card)),
        .must_talk = card->must_talk,
        .whole = card->whole,
        .avoids_persons = card->avoid_persons.n > 0,
        .shut = card->closes <= world->now || card->units < 1,
    };
}

/* What `one` rules out about `other`, but for tags. */
static bool rules_out(const struct fit_brief *one, const struct fit_brief *other, uint32_t minutes,
                      uint64_t common)
{
    return one->shut | (minutes > one->farthest) | (one->must_talk & (common == 0)) |
           ((one->genders != 0) & !(one->genders & other->gender)) |
           ((one->needs & ~other->has) != 0) | ((one->avoids & other->has) != 0);
}

static bool tags_rule_out(const struct fit_brief *one, const struct fit_brief *other)
{
    if ((one->avoid_groups & other->groups) &&
        any_tagged(&one->card->avoid_groups, &other->card->groups))
        return true;
    return one->avoids_persons && tagged(&one->card->avoid_persons, other->person);
}

int32_t fit_brief_score(const struct fit_brief *ask, const struct fit_brief *offer,
                        uint32_t minutes, const struct fit_world *world, int32_t least,
                        int32_t *units)
{
    int64_t from = ask->from > offer->from ? ask->from : offer->from;
    int64_t until = ask->until < offer->until ? ask->until : offer->until;
    uint64_t common = ask->languages & offer->languages;
    *units = ask->units < offer->units ? ask->units : offer->units;
    /* or-ed, not asked one after the other: a wrong guess costs more than the rest */
    unsigned no = until <= from;
    no |= (unsigned)ask->whole & (unsigned)(*units < ask->units);
    no |= (ask->kinds & offer->kinds) == 0;
    no |= ask->person == offer->person;
    no |= rules_out(ask, offer, minutes, common);
    no |= rules_out(offer, ask, minutes, common);
    if (no)
        return 0;
    int32_t score = 1 + ask->points + offer->points + way_points(minutes) +
                    kind_points(ask->kind, offer->kind) +
                    language_points(ask->speaks & offer->speaks, common);
    int32_t open = world->handovers ? fit_most(FIT_KNOWN) : 0;
    if (score + fit_most(FIT_TIME) + fit_most(FIT_ROOM) + open < least)
        return 0;
    score += time_points(ask->from, ask->until, minus(until, from)) +
             share(FIT_ROOM, *units, ask->units);
    if (score + open < least || tags_rule_out(ask, offer) || tags_rule_out(offer, ask))
        return 0;
    return score + known_points(world, ask->person, offer->person);
}

static bool better(int32_t score, uint64_t key, const struct fit_choice *than, uint64_t than_key)
{
    return score != than->fit.score ? score > than->fit.score : key < than_key;
}

size_t fit_best(const struct fit_card *card, const struct fit_card *others, size_t n,
                const struct fit_world *world, struct fit_choice *out, size_t most)
{
    size_t have = 0;
    for (size_t i = 0; i < n && most > 0; i++) {
        struct fit f;
        fit_between(card, &others[i], world, &f);
        if (!f.allowed)
            continue;
        if (have == most) {
            const struct fit_choice *last = &out[most - 1];
            if (!better(f.score, others[i].key, last, others[last->card].key))
                continue;
        } else {
            have++;
        }
        size_t at = have - 1;
        for (; at > 0 && better(f.score, others[i].key, &out[at - 1], others[out[at - 1].card].key);
             at--)
            out[at] = out[at - 1];
        out[at] = (struct fit_choice){(uint32_t)i, f};
    }
    return have;
}
