#include "aid/fits.h"

#include "base/clock.h"

#define MINUTES_A_DAY 1440
#define LATELY_DAYS 28 /* that an offer may rest after it was asked */
#define NEAR_SHIFT 32  /* bits of what is near stand above those of what is there */

static int64_t day_begins(int64_t day)
{
    return day * MINUTES_A_DAY;
}

/* The answer to the question of a use; false: there is none, or it was left out. */
static bool answer(const struct aid_card *c, enum aid_use use, int64_t *out)
{
    const struct aid_kind_info *kind = aid_kind_find((int)c->kind);
    const struct aid_question *q = aid_question_of(kind, use);
    if (!q || !(c->answered & 1u << (q - kind->questions)))
        return false;
    *out = c->number[q - kind->questions];
    return true;
}

uint32_t fits_area(const struct aid_card *c)
{
    int64_t area;
    if (answer(c, AID_USE_FROM, &area))
        return (uint32_t)area;
    if (c->area == 0 && answer(c, AID_USE_TO, &area))
        return (uint32_t)area;
    return c->area;
}

static int64_t greater(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

static int64_t smaller(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

/* Days within which an ask without a day is of use. */
static int64_t span_of(enum loop_urgency u)
{
    switch (u) {
    case LOOP_NOW:
        return 2;
    case LOOP_WEEK:
        return 8;
    case LOOP_MONTH:
        return 32;
    case LOOP_WHENEVER:
        break;
    }
    return LOOP_DAYS_MAX;
}

#define NIGHTS 1 /* the second question of a roof */

static void ask_times(const struct aid_card *c, int64_t now, struct fit_card *out)
{
    int64_t day;
    const bool said = answer(c, AID_USE_BY, &day);
    out->from = greater(now / 60, day_begins(c->from));
    if (c->kind == AID_SHELTER) {
        int64_t nights = c->answered & 1u << NIGHTS ? c->number[NIGHTS] : 1;
        if (said)
            out->from = greater(out->from, day_begins(day));
        out->until = out->from + day_begins(greater(1, nights));
    } else {
        out->until = said ? day_begins(day + 1) : now / 60 + day_begins(span_of(c->loop.urgency));
    }
    if (c->until != 0)
        out->until = smaller(out->until, day_begins((int64_t)c->until + 1));
    out->until = greater(out->until, out->from + MINUTES_A_DAY); /* late, and needed all the same */
}

static void offer_times(const struct aid_card *c, int64_t now, struct fit_card *out)
{
    int64_t day;
    const bool said = answer(c, AID_USE_BY, &day);
    out->from = greater(now / 60, day_begins(c->from));
    out->until = day_begins((int64_t)c->loop.last_day + 1);
    if (c->until != 0)
        out->until = smaller(out->until, day_begins((int64_t)c->until + 1));
    if (said && c->kind == AID_SHELTER) /* from which night */
        out->from = greater(out->from, day_begins(day));
    if (said && c->kind == AID_FOOD) /* until which day it is good */
        out->until = smaller(out->until, day_begins(day + 1));
}

static enum fit_urgency urgency_of(enum loop_urgency u)
{
    switch (u) {
    case LOOP_NOW:
        return FIT_NOW;
    case LOOP_WEEK:
        return FIT_WEEK;
    case LOOP_MONTH:
        return FIT_MONTH;
    case LOOP_WHENEVER:
        break;
    }
    return FIT_WHENEVER;
}

void fits_card(const struct aid_card *c, int64_t now, struct fit_card *out)
{
    const bool is_ask = c->side == AID_ASK;
    *out = (struct fit_card){
        .key = c->id,
        /* without a mailbox nobody knows whose it is: then each is somebody else */
        .person = c->mailbox.id ? c->mailbox.id : c->id,
        .side = is_ask ? FIT_ASK : FIT_OFFER,
        .kind = 1u << (c->kind - 1),
        .area = fits_area(c),
        .farthest = c->reach,
        .closes = day_begins((int64_t)c->loop.last_day + 1),
        .units = is_ask ? c->units : c->units - c->taken,
        .whole = is_ask && !aid_kind_find((int)c->kind)->splits,
        .speaks = c->speaks,
        .must_talk = c->must_talk,
        .gender = c->gender,
        .genders = c->genders,
        .has = c->has | (uint64_t)c->near << NEAR_SHIFT,
        .needs = c->needs,
        .avoids = (uint64_t)c->avoids << NEAR_SHIFT,
    };
    if (is_ask) {
        ask_times(c, now, out);
        out->urgency = urgency_of(c->loop.urgency);
        out->opened = c->loop.asked / 60;
        out->let_down = c->loop.missed;
    } else {
        offer_times(c, now, out);
        out->asked = c->requested + LATELY_DAYS >= clock_day(now) ? c->requests : 0;
    }
}

/* ---- the world of one ask: minutes from where it is -------------------------------------------
 */

struct around {
    const struct areas *areas;
    const struct area *here; /* NULL: anywhere */
    const int32_t *minutes;
};

static uint32_t minutes_to(const struct around *w, uint32_t area)
{
    const struct area *there = area_find(w->areas, area);
    if (!w->here || !there)
        return 0;
    const int32_t m = w->minutes[there - w->areas->v];
    return m == AREA_FAR ? FIT_NO_WAY : (uint32_t)m;
}

/* One of the two is always where the ask is; a way is as long there as back. */
static uint32_t minutes_between(const void *with, uint32_t from, uint32_t to)
{
    const struct around *w = with;
    const struct area *a = area_find(w->areas, from);
    return minutes_to(w, a == w->here ? to : from);
}

enum err fits_find(struct arena *a, const struct areas *areas, const struct aid_card *ask,
                   const struct fits_offer *offers, size_t n, int64_t now, struct fits *out)
{
    struct around around = {.areas = areas, .here = area_find(areas, fits_area(ask))};
    const struct fit_world world = {.now = now / 60, .minutes = minutes_between, .with = &around};
    struct fit_card card, *others = ARENA_ARRAY(a, struct fit_card, n + 1);
    struct fit_choice best[FITS_MOST];
    const struct fits_offer **of = ARENA_ARRAY(a, const struct fits_offer *, n + 1);
    int32_t *minutes = NULL;

    *out = (struct fits){0};
    if (around.here)
        TRY(area_minutes(areas, a, around.here->id, &minutes));
    around.minutes = minutes;
    fits_card(ask, now, &card);
    for (size_t i = 0; i < n; i++) {
        if (offers[i].card.kind != ask->kind || !aid_card_open(&offers[i].card, now))
            continue;
        struct fit f;
        of[out->looked] = &offers[i];
        fits_card(&offers[i].card, now, &others[out->looked]);
        fit_between(&card, &others[out->looked++], &world, &f);
        for (int k = 0; k < FIT_LIMITS_N; k++)
            out->kept[k] += f.broken >> k & 1;
    }
    out->n = fit_best(&card, others, out->looked, &world, best, FITS_MOST);
    for (size_t i = 0; i < out->n; i++) {
        out->offer[i] = of[best[i].card];
        out->fit[i] = best[i].fit;
    }
    return ERR_OK;
}
