#include <stdlib.h>
#include <string.h>

#include "teams/inside.h"

static enum err about_read(struct team *t)
{
    struct circle_keeps all;
    TRY(circles_kept(&t->c, CIRCLE_TEAM, 1, &all));
    t->about = (struct team_about){0};
    for (size_t i = 0; i < all.n; i++) {
        if (!all.v[i].damaged)
            (void)team_about_unpack(t->c.ctx.secret, all.v[i].body, &t->about);
        t->about.seq = all.v[i].seq;
    }
    return ERR_OK;
}

static int by_begin(const void *x, const void *y)
{
    const struct rota_series *a = x, *b = y;
    if (a->ended != b->ended)
        return a->ended - b->ended;
    return (a->first > b->first) - (a->first < b->first);
}

static enum err series_read(struct team *t)
{
    struct circle_keeps all;
    TRY(circles_kept(&t->c, CIRCLE_SHIFTS, TEAM_SERIES_MAX * 4, &all));
    t->series = ARENA_ARRAY(t->c.ctx.secret, struct rota_series, all.n);
    t->nseries = 0;
    for (size_t i = 0; i < all.n; i++) {
        struct rota_series *s = &t->series[t->nseries];
        if (all.v[i].damaged || !series_unpack(t->c.ctx.secret, all.v[i].body, s))
            continue;
        s->seq = all.v[i].seq;
        t->nseries++;
    }
    if (t->nseries > 1)
        qsort(t->series, t->nseries, sizeof *t->series, by_begin);
    return ERR_OK;
}

const struct rota_series *team_series(const struct team *t, uint64_t id)
{
    for (size_t i = 0; i < t->nseries; i++)
        if (t->series[i].id == id)
            return &t->series[i];
    return NULL;
}

static enum err shifts_read(struct team *t)
{
    struct circle_keeps all;
    TRY(circles_kept(&t->c, CIRCLE_SHIFT, TEAM_SHIFTS_MAX, &all));
    t->shifts = ARENA_ARRAY(t->c.ctx.secret, struct rota_shift, all.n);
    t->nshifts = 0;
    for (size_t i = 0; i < all.n; i++) {
        struct rota_shift *x = &t->shifts[t->nshifts];
        if (all.v[i].damaged || !shift_unpack(t->c.ctx.secret, all.v[i].body, x))
            continue;
        const struct rota_series *s = team_series(t, x->series);
        if (!s)
            continue;
        x->seq = all.v[i].seq;
        rota_prune(s, x, &t->c.roster);
        t->nshifts++;
    }
    return ERR_OK;
}

static enum err roles_read(struct team *t)
{
    struct circle_keeps all;
    TRY(circles_kept(&t->c, CIRCLE_ROLES, TEAM_ROLES_MAX * 4, &all));
    t->roles = ARENA_ARRAY(t->c.ctx.secret, struct rota_role, all.n);
    t->nroles = 0;
    for (size_t i = 0; i < all.n; i++) {
        struct rota_role *r = &t->roles[t->nroles];
        if (all.v[i].damaged || !role_unpack(t->c.ctx.secret, all.v[i].body, r))
            continue;
        r->seq = all.v[i].seq;
        rota_role_settle(r, &t->c.roster, t->today);
        t->nroles++;
    }
    return ERR_OK;
}

struct rota_role *team_role(const struct team *t, uint64_t id)
{
    for (size_t i = 0; i < t->nroles; i++)
        if (t->roles[i].id == id)
            return &t->roles[i];
    return NULL;
}

enum err team_open(const struct space_ctx *ctx, const struct zone *zone, struct viewer *v,
                   struct str alias, struct team *out)
{
    *out = (struct team){.zone = zone, .today = zone_at(zone, ctx->now).day};
    TRY(circles_enter(ctx, v, alias, &out->c));
    TRY(about_read(out));
    TRY(series_read(out));
    TRY(shifts_read(out));
    return roles_read(out);
}

bool team_any(const struct team *t)
{
    return t->about.seq || t->nseries || t->nroles;
}

/* ---- days ---- */

static struct rota_shift shift_of(const struct team *t, const struct rota_series *s, int32_t day)
{
    for (size_t i = 0; i < t->nshifts; i++)
        if (t->shifts[i].series == s->id && t->shifts[i].day == day)
            return t->shifts[i];
    return (struct rota_shift){.series = s->id, .day = day};
}

static struct team_day day_of(const struct team *t, const struct rota_series *s, int32_t day)
{
    struct team_day d = {.series = s, .shift = shift_of(t, s, day)};
    int start = d.shift.plan == ROTA_CHANGED ? d.shift.start : s->start;
    d.begins = rota_instant(t->zone, day, start);
    d.ends = d.begins + (int64_t)s->minutes * 60;
    return d;
}

static int by_time(const void *x, const void *y)
{
    const struct team_day *a = x, *b = y;
    if (a->begins != b->begins)
        return a->begins < b->begins ? -1 : 1;
    return (a->series->id > b->series->id) - (a->series->id < b->series->id);
}

void team_days(const struct team *t, int32_t from, int32_t to, struct team_days *out)
{
    struct arena *a = t->c.ctx.secret;
    const size_t span = to >= from ? (size_t)(to - from) + 1 : 0;
    int32_t *days = ARENA_ARRAY(a, int32_t, span);
    *out = (struct team_days){.v = ARENA_ARRAY(a, struct team_day, span * t->nseries + t->nshifts)};
    for (size_t i = 0; i < t->nseries; i++) {
        size_t n = rota_days(&t->series[i], from, to, days, span);
        for (size_t j = 0; j < n; j++)
            out->v[out->n++] = day_of(t, &t->series[i], days[j]);
    }
    for (size_t i = 0; i < t->nshifts; i++) {
        const struct rota_shift *x = &t->shifts[i];
        const struct rota_series *s = team_series(t, x->series);
        if (x->day < from || x->day > to || rota_has_day(s, x->day))
            continue;
        if (x->n > 0 || x->happened)
            out->v[out->n++] = day_of(t, s, x->day);
    }
    if (out->n > 1)
        qsort(out->v, out->n, sizeof *out->v, by_time);
}

enum err team_day(const struct team *t, uint64_t series, int32_t day, struct team_day *out)
{
    const struct rota_series *s = team_series(t, series);
    if (!s)
        return ERR_NOT_FOUND;
    *out = day_of(t, s, day);
    return out->shift.seq || rota_has_day(s, day) ? ERR_OK : ERR_NOT_FOUND;
}

/* ---- words ---- */

enum err team_notes(const struct team *t, uint64_t series, int32_t before, size_t limit,
                    struct team_notes *out)
{
    struct circle_keeps all;
    TRY(circles_kept(&t->c, CIRCLE_NOTES, TEAM_NOTES_MAX, &all));
    *out = (struct team_notes){.v = ARENA_ARRAY(t->c.ctx.secret, struct team_note, all.n)};
    for (size_t i = all.n; i-- > 0 && out->n < limit;) {
        struct team_note *n = &out->v[out->n];
        if (all.v[i].damaged || !note_unpack(t->c.ctx.secret, all.v[i].body, n))
            continue;
        if (series && (n->series != series || n->day > before))
            continue;
        n->here = all.v[i].here;
        n->by = all.v[i].by;
        out->n++;
    }
    return ERR_OK;
}

enum err team_thanks(const struct team *t, struct team_thanks *out)
{
    struct circle_keeps all;
    TRY(circles_kept(&t->c, CIRCLE_THANKS, TEAM_THANKS_MAX, &all));
    *out = (struct team_thanks){.v = ARENA_ARRAY(t->c.ctx.secret, struct team_thank, all.n)};
    for (size_t i = all.n; i-- > 0;)
        out->n +=
            !all.v[i].damaged && thank_unpack(t->c.ctx.secret, all.v[i].body, &out->v[out->n]);
    return ERR_OK;
}
