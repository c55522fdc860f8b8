#include "teams/rota.h"

#include <libical/ical.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"

static bool same(const struct tag *a, const struct tag *b)
{
    return memcmp(a->b, b->b, TAG_SIZE) == 0;
}

/* ---- days ---- */

static struct icaltimetype date_of(int32_t day)
{
    return icaltime_from_timet_with_zone((time_t)day * DAY_SECONDS, 1,
                                         icaltimezone_get_utc_timezone());
}

static int32_t day_of(struct icaltimetype t)
{
    t.is_date = 0;
    t.hour = t.minute = t.second = 0;
    return (int32_t)(icaltime_as_timet_with_zone(t, icaltimezone_get_utc_timezone()) / DAY_SECONDS);
}

/* Sunday is 1 there, Monday 1 here. */
static icalrecurrencetype_weekday weekday_of(int iso)
{
    return (icalrecurrencetype_weekday)(iso % 7 + 1);
}

static int iso_weekday(int32_t day)
{
    return zone_at_offset(0, (int64_t)day * DAY_SECONDS).weekday;
}

static struct icalrecurrencetype rule_of(const struct rota_series *s)
{
    struct icalrecurrencetype r;
    int n = 0;
    icalrecurrencetype_clear(&r);
    r.freq = ICAL_WEEKLY_RECURRENCE;
    r.interval = (short)s->every;
    const int begin = iso_weekday(s->first);
    r.week_start = weekday_of(begin);
    r.until = date_of(s->until);
    for (int i = 0; i < 7; i++) { /* wants them in the order of its week */
        const int d = (begin - 1 + i) % 7;
        if (s->weekdays & 1u << d)
            r.by_day[n++] = (short)weekday_of(d + 1);
    }
    if (n < ICAL_BY_DAY_SIZE)
        r.by_day[n] = ICAL_RECURRENCE_ARRAY_MAX;
    return r;
}

static int rising(const void *x, const void *y)
{
    const int32_t *a = x, *b = y;
    return (*a > *b) - (*a < *b);
}

static bool has(const int32_t *days, size_t n, int32_t day)
{
    for (size_t i = 0; i < n; i++)
        if (days[i] == day)
            return true;
    return false;
}

size_t rota_days(const struct rota_series *s, int32_t from, int32_t to, int32_t *out, size_t max)
{
    size_t n = 0;
    if (s->ended)
        return 0;
    if (s->every > 0) {
        icalrecur_iterator *it = icalrecur_iterator_new(rule_of(s), date_of(s->first));
        while (it && n < max) {
            struct icaltimetype t = icalrecur_iterator_next(it);
            if (icaltime_is_null_time(t))
                break;
            const int32_t day = day_of(t);
            if (day > to || day > s->until)
                break;
            if (day >= from)
                out[n++] = day;
        }
        if (it)
            icalrecur_iterator_free(it);
    } else if (s->first >= from && s->first <= to && max > 0) {
        out[n++] = s->first;
    }
    for (size_t i = 0; i < s->nextra && n < max; i++)
        if (s->extra[i] >= from && s->extra[i] <= to && !has(out, n, s->extra[i]))
            out[n++] = s->extra[i];
    if (n > 1)
        qsort(out, n, sizeof *out, rising);
    return n;
}

bool rota_has_day(const struct rota_series *s, int32_t day)
{
    int32_t one;
    return rota_days(s, day, day, &one, 1) == 1;
}

int64_t rota_instant(const struct zone *z, int32_t day, int minute)
{
    /* The zone's distance from UTC at the instant itself; the two guesses lie on both sides of any
     * change of that day. */
    const int64_t there = (int64_t)day * DAY_SECONDS + (int64_t)minute * 60;
    const int64_t before = (int64_t)zone_at(z, there - DAY_SECONDS).offset * 60;
    const int64_t after = (int64_t)zone_at(z, there + DAY_SECONDS).offset * 60;
    if ((int64_t)zone_at(z, there - before).offset * 60 == before)
        return there - before;
    if ((int64_t)zone_at(z, there - after).offset * 60 == after)
        return there - after;
    return there - before; /* left out: so many minutes after the clocks were changed */
}

/* ---- one shift ---- */

const struct rota_part *rota_part_of(const struct rota_series *s, uint32_t id)
{
    for (size_t i = 0; i < s->nparts; i++)
        if (s->parts[i].id == id)
            return &s->parts[i];
    return NULL;
}

const struct rota_hold *rota_hold_of(const struct rota_shift *x, const struct tag *who)
{
    for (size_t i = 0; i < x->n; i++)
        if (!x->v[i].relieved && same(&x->v[i].who, who))
            return &x->v[i];
    return NULL;
}

bool rota_relieved(const struct rota_shift *x, const struct tag *who)
{
    for (size_t i = 0; i < x->n; i++)
        if (x->v[i].relieved && same(&x->v[i].who, who))
            return true;
    return false;
}

int rota_free(const struct rota_series *s, const struct rota_shift *x, uint32_t part)
{
    const struct rota_part *p = rota_part_of(s, part);
    int held = 0;
    for (size_t i = 0; i < x->n; i++)
        held += x->v[i].part == part && !x->v[i].beside && !x->v[i].relieved;
    return p && p->places > held ? p->places - held : 0;
}

int rota_free_all(const struct rota_series *s, const struct rota_shift *x, int *offered)
{
    int n = 0;
    for (size_t i = 0; i < s->nparts; i++)
        n += rota_free(s, x, s->parts[i].id);
    if (offered) {
        *offered = 0;
        for (size_t i = 0; i < x->n; i++)
            *offered += x->v[i].offered;
    }
    return n;
}

static void hold_drop(struct rota_shift *x, size_t at)
{
    memmove(&x->v[at], &x->v[at + 1], (x->n - at - 1) * sizeof *x->v);
    x->n--;
}

void rota_prune(const struct rota_series *s, struct rota_shift *x, const struct roster *roster)
{
    for (size_t i = x->n; i-- > 0;) {
        const struct roster_entry *e = roster_find(roster, &x->v[i].who);
        if (!e || !roster_is_person(e) || !rota_part_of(s, x->v[i].part))
            hold_drop(x, i);
    }
}

static void hold_add(struct rota_shift *x, struct arena *a, const struct rota_hold *hold)
{
    struct rota_hold *v = ARENA_ARRAY(a, struct rota_hold, x->n + 1);
    if (x->n)
        memcpy(v, x->v, x->n * sizeof *v);
    v[x->n++] = *hold;
    x->v = v;
}

/* Who learns beside, or was relieved, and takes a place has only that. */
static void rest_end(struct rota_shift *x, const struct tag *who)
{
    for (size_t i = x->n; i-- > 0;)
        if ((x->v[i].beside || x->v[i].relieved) && same(&x->v[i].who, who))
            hold_drop(x, i);
}

static enum rota_result take(const struct rota_series *s, struct rota_shift *x, struct arena *a,
                             const struct tag *who, uint32_t part, bool beside)
{
    const struct rota_hold *mine = rota_hold_of(x, who);
    if (!rota_part_of(s, part))
        return ROTA_NOT;
    if (mine && (!mine->beside || beside))
        return ROTA_ALREADY;
    if (beside) {
        for (size_t i = 0; i < x->n; i++)
            if (x->v[i].beside && x->v[i].part == part)
                return ROTA_FULL;
    } else if (rota_free(s, x, part) == 0) {
        return ROTA_FULL;
    }
    rest_end(x, who);
    hold_add(x, a, &(struct rota_hold){.part = part, .who = *who, .beside = beside});
    return ROTA_DONE;
}

static enum rota_result swap(const struct rota_series *s, struct rota_shift *x, struct arena *a,
                             const struct tag *who, uint32_t part)
{
    const struct rota_hold *mine = rota_hold_of(x, who);
    if (!rota_part_of(s, part))
        return ROTA_NOT;
    if (mine && !mine->beside)
        return ROTA_ALREADY;
    rest_end(x, who);
    for (size_t i = 0; i < x->n; i++) {
        if (!x->v[i].offered || x->v[i].part != part)
            continue;
        const struct rota_hold was = {.part = part, .who = x->v[i].who, .relieved = true};
        x->v[i] = (struct rota_hold){.part = part, .who = *who};
        hold_add(x, a, &was);
        return ROTA_DONE;
    }
    return ROTA_FULL;
}

/* `offered` of one's own place becomes what is wanted. */
static enum rota_result offer(struct rota_shift *x, const struct tag *who, bool offered)
{
    for (size_t i = 0; i < x->n; i++) {
        if (!same(&x->v[i].who, who) || x->v[i].beside || x->v[i].relieved)
            continue;
        if (x->v[i].offered == offered)
            return ROTA_ALREADY;
        x->v[i].offered = offered;
        return ROTA_DONE;
    }
    return ROTA_NOT;
}

enum rota_result rota_act(const struct rota_series *s, struct rota_shift *x, struct arena *a,
                          const struct tag *who, enum rota_do what, uint32_t part)
{
    /* A copy: nothing changes unless it is done. */
    struct rota_shift y = *x;
    y.v = x->n ? arena_copy(a, x->v, x->n * sizeof *x->v) : NULL;
    enum rota_result r = ROTA_NOT;
    switch (what) {
    case ROTA_TAKE:
        r = take(s, &y, a, who, part, false);
        break;
    case ROTA_LEARN:
        r = take(s, &y, a, who, part, true);
        break;
    case ROTA_SWAP:
        r = swap(s, &y, a, who, part);
        break;
    case ROTA_OFFER:
        r = offer(&y, who, true);
        break;
    case ROTA_KEEP:
        r = offer(&y, who, false);
        break;
    case ROTA_OFF:
        for (size_t i = y.n; i-- > 0;)
            if (same(&y.v[i].who, who)) {
                hold_drop(&y, i);
                r = ROTA_DONE;
            }
        break;
    }
    if (r == ROTA_DONE)
        *x = y;
    return r;
}
