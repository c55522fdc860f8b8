#include "teams/series_form.h"

#include <inttypes.h>

#include "base/clock.h"

static const struct form_choice EVERY[] = {
    {"1", N_("Every week"), 1},        {"2", N_("Every two weeks"), 2},
    {"3", N_("Every three weeks"), 3}, {"4", N_("Every four weeks"), 4},
    {"0", N_("Only once"), 0},         {NULL, NULL, 0}};
static const struct form_choice LASTS[] = {{"60", N_("One hour"), 60},
                                           {"90", N_("An hour and a half"), 90},
                                           {"120", N_("Two hours"), 120},
                                           {"150", N_("Two and a half hours"), 150},
                                           {"180", N_("Three hours"), 180},
                                           {"240", N_("Four hours"), 240},
                                           {"300", N_("Five hours"), 300},
                                           {"360", N_("Six hours"), 360},
                                           {"480", N_("Eight hours"), 480},
                                           {"720", N_("Twelve hours"), 720},
                                           {NULL, NULL, 0}};

#define WEEKDAY(code, text)                                                                        \
    {                                                                                              \
        .name = code, .label = text, .kind = FIELD_FLAG                                            \
    }
#define PART(n)                                                                                    \
    {.name = "part" n, .label = N_("What is done"), .kind = FIELD_LINE, .max = TEAM_PART_MAX},     \
    {                                                                                              \
        .name = "many" n, .label = N_("How many people"), .kind = FIELD_INT, .min = 1,             \
        .max = ROTA_PLACES_MAX                                                                     \
    }

static const struct form_field FIELDS[S_FIELDS] = {
    [S_TITLE] = {.name = "title",
                 .label = N_("What is it called?"),
                 .kind = FIELD_LINE,
                 .max = TEAM_TITLE_MAX,
                 .required = true},
    [S_FIRST] = {.name = "first",
                 .label = N_("First day"),
                 .kind = FIELD_LINE,
                 .max = 10,
                 .required = true},
    [S_START] = {.name = "start",
                 .label = N_("Begins at"),
                 .kind = FIELD_LINE,
                 .max = 10,
                 .required = true},
    [S_MINUTES] = {.name = "lasts",
                   .label = N_("How long a shift lasts"),
                   .kind = FIELD_CHOICE,
                   .choices = LASTS,
                   .required = true},
    [S_EVERY] = {.name = "every",
                 .label = N_("How often"),
                 .kind = FIELD_CHOICE,
                 .choices = EVERY,
                 .required = true},
    [S_WEEKDAY] = WEEKDAY("mo", N_("Monday")),
    WEEKDAY("tu", N_("Tuesday")),
    WEEKDAY("we", N_("Wednesday")),
    WEEKDAY("th", N_("Thursday")),
    WEEKDAY("fr", N_("Friday")),
    WEEKDAY("sa", N_("Saturday")),
    WEEKDAY("su", N_("Sunday")),
    [S_UNTIL] = {.name = "until",
                 .label = N_("Until when"),
                 .hint = N_("On that day it ends by itself; it can be made longer at any time."),
                 .kind = FIELD_LINE,
                 .max = 10,
                 .required = true},
    [S_PART] = PART("1"),
    PART("2"),
    PART("3"),
    PART("4"),
    [S_PLACE] = {.name = "place",
                 .label = N_("Where"),
                 .hint = N_("Only the people of the circle read it."),
                 .kind = FIELD_LINE,
                 .max = TEAM_PLACE_MAX},
    [S_AREA] = AREA_FIELD("area", N_("In which area?")),
    [S_NOTES] = {.name = "notes",
                 .label = N_("Good to know"),
                 .kind = FIELD_TEXT,
                 .max = TEAM_TEXT_MAX},
    [S_PROGRAMME] = {.name = "programme",
                     .label = N_("Part of a programme"),
                     .hint = N_("Several shifts under one heading, with an aim and an end."),
                     .kind = FIELD_LINE,
                     .max = TEAM_TITLE_MAX},
    [S_AIM] = {.name = "aim",
               .label = N_("What the programme is for"),
               .kind = FIELD_TEXT,
               .max = TEAM_TEXT_MAX},
    [S_EXTRA] = {.name = "extra", .label = N_("One more day"), .kind = FIELD_LINE, .max = 10},
};
const struct form_spec SERIES_FORM = FORM_SPEC(FIELDS);

/* ---- what can be chosen ---- */

static int32_t today_of(const struct req *req)
{
    return zone_at(req_net(req)->zone, req->now).day;
}

static struct str number(const struct req *req, int64_t n)
{
    return str_fmt(req->secret, "%" PRId64, n);
}

static struct ui_given day_given(const struct req *req, int32_t day)
{
    const int weekday = zone_at_offset(0, (int64_t)day * DAY_SECONDS).weekday;
    return (struct ui_given){
        number(req, day),
        tr_fmt(req->secret, req->lang, N_("{weekday}, {when}"),
               TR_ARGS({"weekday", str_from_c(tr(req->lang, weekday_text(weekday)))},
                       {"when", lang_day(req->secret, req->lang, day)}))};
}

static const int UNTIL[] = {28, 56, 91, 182, 364};
#define UNTILS (sizeof UNTIL / sizeof UNTIL[0])

void series_form_choices(const struct req *req, const struct rota_series *old,
                         struct team_form_view *v)
{
    const struct when_place w = when_place_of(req);
    const int32_t today = today_of(req);
    struct ui_given *days = ARENA_ARRAY(req->secret, struct ui_given, SERIES_STARTS + 1);
    struct ui_given *lasts = ARENA_ARRAY(req->secret, struct ui_given, UNTILS + 1);
    struct ui_given *times = ARENA_ARRAY(req->secret, struct ui_given, WHEN_TIMES);
    struct when_choice clock[WHEN_TIMES];
    if (old && old->first < today)
        days[v->ndays++] = day_given(req, old->first);
    for (int32_t i = 0; i < SERIES_STARTS; i++)
        days[v->ndays++] = day_given(req, today + i);
    if (old)
        lasts[v->nlasts++] = day_given(req, old->until);
    for (size_t i = 0; i < UNTILS; i++)
        if (!old || old->until != today + UNTIL[i])
            lasts[v->nlasts++] = day_given(req, today + UNTIL[i]);
    when_times(&w, clock);
    for (size_t i = 0; i < WHEN_TIMES; i++)
        times[i] = (struct ui_given){clock[i].value, clock[i].label};
    v->days = days;
    v->lasts = lasts;
    v->times = times;
    v->ntimes = WHEN_TIMES;
}

void series_form_blank(const struct req *req, struct form *out)
{
    form_blank(&SERIES_FORM, out);
    out->value[S_FIRST] = number(req, today_of(req) + 1);
    out->value[S_START] = STR("1020"); /* five in the afternoon */
    out->value[S_MINUTES] = STR("120");
    out->value[S_EVERY] = STR("1");
    out->value[S_UNTIL] = number(req, today_of(req) + UNTIL[2]);
}

void series_form_fill(const struct req *req, const struct areas *areas, const struct rota_series *s,
                      struct form *out)
{
    form_blank(&SERIES_FORM, out);
    out->value[S_TITLE] = s->title;
    out->value[S_FIRST] = number(req, s->first);
    out->value[S_START] = number(req, s->start);
    out->value[S_MINUTES] = number(req, s->minutes);
    out->value[S_EVERY] = number(req, s->every);
    for (size_t d = 0; d < 7; d++)
        if (s->weekdays & 1u << d) {
            out->value[S_WEEKDAY + d] = STR("1");
            out->number[S_WEEKDAY + d] = 1;
        }
    out->value[S_UNTIL] = number(req, s->until);
    for (size_t i = 0; i < s->nparts; i++) {
        const size_t row = s->parts[i].id - 1;
        if (row >= SERIES_PARTS)
            continue;
        out->value[S_PART + 2 * row] = s->parts[i].name;
        out->value[S_PART + 2 * row + 1] = number(req, s->parts[i].places);
    }
    out->value[S_PLACE] = s->place;
    area_field_set(req, areas, out, S_AREA, s->area);
    out->value[S_NOTES] = s->notes;
    out->value[S_PROGRAMME] = s->programme;
    out->value[S_AIM] = s->aim;
}

/* ---- reading ---- */

static bool number_in(struct str typed, int64_t low, int64_t high, int64_t *out)
{
    return str_to_i64(typed, out) && *out >= low && *out <= high;
}

static void day_read(struct form *f, size_t field, int32_t low, int32_t high, int32_t old,
                     int32_t *out)
{
    int64_t n;
    if (f->problem[field] != FIELD_IS_NONE)
        return;
    if (number_in(f->value[field], low, high, &n) || (str_to_i64(f->value[field], &n) && n == old))
        *out = (int32_t)n;
    else
        form_reject(f, field, N_("Please choose one of these."));
}

static void parts_read(struct form *f, struct rota_series *s)
{
    s->nparts = 0;
    for (size_t i = 0; i < SERIES_PARTS; i++) {
        const size_t name = S_PART + 2 * i, many = name + 1;
        if (f->value[name].n == 0 && f->value[many].n == 0)
            continue;
        if (f->value[name].n == 0 && f->problem[name] == FIELD_IS_NONE)
            form_reject(f, name, N_("Please write what is done."));
        if (f->value[many].n == 0 && f->problem[many] == FIELD_IS_NONE)
            form_reject(f, many, N_("Please write how many people it takes."));
        s->parts[s->nparts++] =
            (struct rota_part){(uint32_t)i + 1, f->value[name], (int)f->number[many]};
    }
    if (s->nparts == 0)
        form_reject(f, S_PART,
                    N_("Please write at least one thing that is done, and by how many."));
}

void series_form_read(const struct req *req, const struct areas *areas, struct form *f,
                      struct rota_series *s)
{
    const int32_t today = today_of(req);
    const int32_t old_first = s->first, old_until = s->until;
    int64_t start = 0;
    day_read(f, S_FIRST, today, today + SERIES_STARTS, old_first, &s->first);
    day_read(f, S_UNTIL, today, today + ROTA_YEAR, old_until, &s->until);
    if (f->problem[S_START] == FIELD_IS_NONE &&
        !number_in(f->value[S_START], 0, 24 * 60 - 1, &start))
        form_reject(f, S_START, N_("Please choose one of these."));
    s->every = (int)f->number[S_EVERY];
    if (f->problem[S_UNTIL] == FIELD_IS_NONE && f->problem[S_FIRST] == FIELD_IS_NONE &&
        s->every > 0 && s->until < s->first)
        form_reject(f, S_UNTIL, N_("It would end before it begins."));
    s->title = f->value[S_TITLE];
    s->start = (int)start / WHEN_STEP * WHEN_STEP;
    s->minutes = (int)f->number[S_MINUTES];
    s->weekdays = 0;
    for (size_t d = 0; d < 7; d++)
        s->weekdays |= f->number[S_WEEKDAY + d] ? 1u << d : 0;
    parts_read(f, s);
    s->place = f->value[S_PLACE];
    s->area = area_field_read(req, areas, f, S_AREA);
    s->notes = f->value[S_NOTES];
    s->programme = f->value[S_PROGRAMME];
    s->aim = f->value[S_AIM];
    if (f->value[S_EXTRA].n) {
        int32_t day = 0;
        day_read(f, S_EXTRA, today, today + SERIES_STARTS, today, &day);
        if (s->nextra == ROTA_EXTRA)
            form_reject(f, S_EXTRA, N_("There are many single days already."));
        else if (f->problem[S_EXTRA] == FIELD_IS_NONE && !rota_has_day(s, day))
            s->extra[s->nextra++] = day;
    }
}
