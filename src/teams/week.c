#include "teams/week.h"

#define DAYS 7
#define COLUMN 44 /* units of the picture: 7 columns are 308 wide */
#define TOP 26    /* below the names of the days */
#define HOUR 5    /* height of an hour; the picture begins at six in the morning */
#define FIRST_HOUR 6
#define BOTTOM (TOP + (24 - FIRST_HOUR) * HOUR)

/* Above a column. 0 Monday … 6 Sunday. */
static const char *weekday_short(int i)
{
    static const char *const days[] = {N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"),
                                       N_("Fri"), N_("Sat"), N_("Sun")};
    return days[i];
}

static const char *look_of(const struct team *t, const struct team_day *d)
{
    if (d->shift.plan == ROTA_CANCELLED)
        return "week-off";
    if (rota_hold_of(&d->shift, &t->c.me->tag))
        return "week-mine";
    return rota_free_all(d->series, &d->shift, NULL) > 0 ? "week-free" : "week-full";
}

/* Pictures have no direction: in a page from right to left the first day stands on the right. */
static int column_x(const struct req *req, int i)
{
    return (lang_dir(req->lang)[0] == 'r' ? DAYS - 1 - i : i) * COLUMN;
}

static struct week_box box_of(const struct req *req, const struct team *t, const struct team_day *d,
                              int column)
{
    const int minute = zone_at(t->zone, d->begins).minute;
    int y = TOP + (minute - FIRST_HOUR * 60) * HOUR / 60;
    int height = d->series->minutes * HOUR / 60;
    if (y < TOP)
        y = TOP;
    if (height < 8)
        height = 8;
    if (y + height > BOTTOM)
        height = BOTTOM - y > 8 ? BOTTOM - y : 8;
    return (struct week_box){column_x(req, column) + 4, y, height, look_of(t, d)};
}

void week_draw(const struct req *req, const struct team *t, const struct team_days *days,
               struct week_view *out)
{
    struct week_day *columns = ARENA_ARRAY(req->secret, struct week_day, DAYS);
    struct week_box *boxes = ARENA_ARRAY(req->secret, struct week_box, days->n);
    size_t n = 0, open = 0, mine = 0;
    *out = (struct week_view){0};
    for (size_t i = 0; i < days->n; i++) {
        const struct team_day *d = &days->v[i];
        const int32_t column = d->shift.day - t->today;
        if (column < 0 || column >= DAYS)
            continue;
        boxes[n++] = box_of(req, t, d, column);
        mine += rota_hold_of(&d->shift, &t->c.me->tag) != NULL;
        open += d->shift.plan != ROTA_CANCELLED && rota_free_all(d->series, &d->shift, NULL) > 0;
    }
    if (n == 0)
        return;
    const int weekday = zone_at(t->zone, t->c.ctx.now).weekday;
    for (int i = 0; i < DAYS; i++)
        columns[i] = (struct week_day){
            .x = column_x(req, i),
            .middle = column_x(req, i) + COLUMN / 2,
            .name = str_from_c(tr(req->lang, weekday_short((weekday - 1 + i) % 7))),
            .today = i == 0};
    out->days = columns;
    out->ndays = DAYS;
    out->boxes = boxes;
    out->nboxes = n;
    out->label = tr_fmt(
        req->secret, req->lang,
        N_("The next seven days: shifts: {all}, with free places: {open}, yours: {mine}. The list "
           "below says the same."),
        TR_ARGS({"all", lang_number(req->secret, req->lang, (int64_t)n)},
                {"open", lang_number(req->secret, req->lang, (int64_t)open)},
                {"mine", lang_number(req->secret, req->lang, (int64_t)mine)}));
}
