#include "teams/pages.h"

#include <string.h>

#include "base/clock.h"

/* ---- names in addresses ---- */

static struct tag tag_of(uint64_t id, int32_t day, uint8_t what)
{
    struct tag t = {{0}};
    for (int i = 0; i < 8; i++)
        t.b[i] = (uint8_t)(id >> (8 * i));
    for (int i = 0; i < 4; i++)
        t.b[8 + i] = (uint8_t)((uint32_t)day >> (8 * i));
    t.b[12] = what;
    return t;
}

struct str series_alias(const struct req *req, uint64_t series)
{
    struct tag t = tag_of(series, 0, 1);
    return viewer_alias_of(req, &t);
}

struct str shift_alias(const struct req *req, uint64_t series, int32_t day)
{
    struct tag t = tag_of(series, day, 2);
    return viewer_alias_of(req, &t);
}

struct str role_alias(const struct req *req, uint64_t role)
{
    struct tag t = tag_of(role, 0, 3);
    return viewer_alias_of(req, &t);
}

struct url team_url(const struct req *req, const struct team *t, const char *more)
{
    return page_url_of(req->arena,
                       str_fmt(req->arena, "/t/%" STR_FMT "%s", STR_ARG(t->c.m->alias), more));
}

static struct url below(const struct req *req, const struct team *t, char what, struct str alias,
                        const char *more)
{
    return page_url_of(req->arena, str_fmt(req->arena, "/t/%" STR_FMT "/%c/%" STR_FMT "%s",
                                           STR_ARG(t->c.m->alias), what, STR_ARG(alias), more));
}

struct url shift_url(const struct req *req, const struct team *t, const struct team_day *d,
                     const char *more)
{
    return below(req, t, 's', shift_alias(req, d->series->id, d->shift.day), more);
}

struct url series_url(const struct req *req, const struct team *t, const struct rota_series *s,
                      const char *more)
{
    return below(req, t, 'r', series_alias(req, s->id), more);
}

enum err shift_named(const struct req *req, const struct team *t, struct str alias,
                     struct team_day *out)
{
    struct team_days days;
    team_days(t, t->today - ROTA_AFTER, t->today + ROTA_DAYS, &days);
    for (size_t i = 0; i < days.n; i++) {
        if (!str_eq(shift_alias(req, days.v[i].series->id, days.v[i].shift.day), alias))
            continue;
        *out = days.v[i];
        return ERR_OK;
    }
    return ERR_NOT_FOUND;
}

enum err team_visit(struct req *req, struct res *res, struct team *t)
{
    struct space_ctx ctx = req_ctx(req);
    enum err e = team_open(&ctx, req_net(req)->zone, req->viewer, req->params[0], t);
    if (e != ERR_DENIED)
        return e;
    t->c.s = NULL;
    return page_go(req, res, url_path(req->arena, "/r/%" STR_FMT, STR_ARG(req->params[0])),
                   NOTICE_NONE);
}

/* ---- words ---- */

struct when_place when_place_of(const struct req *req)
{
    return (struct when_place){
        .arena = req->secret, .lang = req->lang, .zone = req_net(req)->zone, .now = req->now};
}

const char *weekday_text(int iso)
{
    static const char *const days[] = {N_("Monday"),   N_("Tuesday"), N_("Wednesday"),
                                       N_("Thursday"), N_("Friday"),  N_("Saturday"),
                                       N_("Sunday")};
    return days[(iso + 6) % 7];
}

struct str day_when(const struct req *req, const struct team_day *d)
{
    const struct when_place w = when_place_of(req);
    const int weekday = zone_at(w.zone, d->begins).weekday;
    return tr_fmt(req->secret, req->lang, N_("{weekday}, {when}"),
                  TR_ARGS({"weekday", str_from_c(tr(req->lang, weekday_text(weekday)))},
                          {"when", when_text(&w, d->begins)}));
}

struct str clock_label(const struct req *req, int minute)
{
    const struct when_place w = when_place_of(req);
    struct when_choice times[WHEN_TIMES];
    when_times(&w, times);
    return times[(minute / WHEN_STEP) % WHEN_TIMES].label;
}

static struct str weekdays_text(const struct req *req, const struct rota_series *s)
{
    struct str out = STR_NONE;
    unsigned days = s->weekdays;
    if (days == 0)
        days = 1u << (zone_at_offset(0, (int64_t)s->first * DAY_SECONDS).weekday - 1);
    for (int d = 1; d <= 7; d++)
        if (days & 1u << (d - 1))
            out = names_join(req, out, str_from_c(tr(req->lang, weekday_text(d))));
    return out;
}

struct str series_text(const struct req *req, const struct rota_series *s)
{
    const struct str from = clock_label(req, s->start);
    const struct str to = clock_label(req, s->start + s->minutes);
    if (s->every == 0)
        return tr_fmt(req->secret, req->lang, N_("On {day}, {from} to {to}"),
                      TR_ARGS({"day", lang_day(req->secret, req->lang, s->first)}, {"from", from},
                              {"to", to}));
    const struct str days = weekdays_text(req, s);
    if (s->every == 1)
        return tr_fmt(req->secret, req->lang, N_("Every week: {days}, {from} to {to}"),
                      TR_ARGS({"days", days}, {"from", from}, {"to", to}));
    return tr_fmt_n(req->secret, req->lang, "Every {n} week: {days}, {from} to {to}",
                    "Every {n} weeks: {days}, {from} to {to}", (uint64_t)s->every,
                    TR_ARGS({"days", days}, {"from", from}, {"to", to}));
}

struct str place_text(const struct req *req, const struct areas *areas, struct str words,
                      uint32_t area)
{
    return area_find(areas, area) ? names_join(req, words, area_label(req, areas, area)) : words;
}

struct str name_of(const struct req *req, const struct team *t, const struct tag *who)
{
    const struct roster_entry *e = roster_find(&t->c.roster, who);
    if (e && roster_is_person(e) && e->persona.name.n)
        return e->persona.name;
    return str_from_c(tr(req->lang, N_("Somebody who left")));
}

/* First strong isolate … pop directional isolate (Unicode Bidirectional Algorithm, UAX 9). */
struct str name_within(const struct req *req, struct str name)
{
    return str_fmt(req->secret, "\u2068%" STR_FMT "\u2069", STR_ARG(name));
}

struct str names_join(const struct req *req, struct str a, struct str b)
{
    if (a.n == 0 || b.n == 0)
        return a.n ? a : b;
    return tr_fmt(req->secret, req->lang, N_("{one}, {more}"), TR_ARGS({"one", a}, {"more", b}));
}

/* ---- whose ---- */

bool tag_is(const struct tag *a, const struct tag *b)
{
    return memcmp(a->b, b->b, TAG_SIZE) == 0;
}

bool day_mine(const struct team *t, const struct team_day *d)
{
    return rota_hold_of(&d->shift, &t->c.me->tag) || rota_relieved(&d->shift, &t->c.me->tag);
}

bool day_fresh(const struct req *req, const struct team *t, const struct team_day *d)
{
    return day_mine(t, d) &&
           d->shift.turn > viewer_mark(t->c.m, shift_alias(req, d->series->id, d->shift.day));
}
