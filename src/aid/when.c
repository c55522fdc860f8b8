#include "aid/when.h"

#include <inttypes.h>

#include "base/clock.h"

#define AN_HOUR 3600

/* Two digits of the language. */
static struct str two(const struct when_place *w, int n)
{
    return str_fmt(w->arena, "%" STR_FMT "%" STR_FMT,
                   STR_ARG(lang_number(w->arena, w->lang, n / 10)),
                   STR_ARG(lang_number(w->arena, w->lang, n % 10)));
}

static struct str clock_text(const struct when_place *w, int minute)
{
    return str_fmt(w->arena, "%" STR_FMT ":%" STR_FMT, STR_ARG(two(w, minute / 60)),
                   STR_ARG(two(w, minute % 60)));
}

struct str when_text(const struct when_place *w, int64_t at)
{
    const struct zone_time t = zone_at(w->zone, at);
    const int32_t today = zone_at(w->zone, w->now).day;
    const struct str time = clock_text(w, t.minute);
    if (t.day == today)
        return tr_fmt(w->arena, w->lang, N_("today at {time}"), TR_ARGS({"time", time}));
    if (t.day == today + 1)
        return tr_fmt(w->arena, w->lang, N_("tomorrow at {time}"), TR_ARGS({"time", time}));
    return tr_fmt(w->arena, w->lang, N_("{day}, {time}"),
                  TR_ARGS({"day", lang_day(w->arena, w->lang, t.day)}, {"time", time}));
}

void when_days(const struct when_place *w, struct when_choice out[WHEN_DAYS])
{
    const int32_t today = zone_at(w->zone, w->now).day;
    for (int32_t i = 0; i < WHEN_DAYS; i++) {
        struct str day = lang_day(w->arena, w->lang, today + i);
        if (i == 0)
            day = tr_fmt(w->arena, w->lang, N_("Today, {day}"), TR_ARGS({"day", day}));
        else if (i == 1)
            day = tr_fmt(w->arena, w->lang, N_("Tomorrow, {day}"), TR_ARGS({"day", day}));
        out[i] = (struct when_choice){str_fmt(w->arena, "%" PRId32, today + i), day};
    }
}

void when_times(const struct when_place *w, struct when_choice out[WHEN_TIMES])
{
    for (int i = 0; i < WHEN_TIMES; i++)
        out[i] = (struct when_choice){str_fmt(w->arena, "%d", i * WHEN_STEP),
                                      clock_text(w, i * WHEN_STEP)};
}

bool when_read(const struct when_place *w, struct str day, struct str time, int64_t *at)
{
    const int32_t today = zone_at(w->zone, w->now).day;
    int64_t d, minute;
    if (!str_to_i64(day, &d) || !str_to_i64(time, &minute) || d < today || d > today + WHEN_DAYS ||
        minute < 0 || minute >= 24 * 60)
        return false;
    /* The zone's distance from UTC at the instant itself, which is hours away from the first guess
     * at most. */
    const int64_t as_utc = d * DAY_SECONDS + minute * 60;
    int64_t guess = as_utc - (int64_t)zone_at(w->zone, as_utc).offset * 60;
    *at = as_utc - (int64_t)zone_at(w->zone, guess).offset * 60;
    return *at > w->now - AN_HOUR;
}
