/* A series of shifts: made, changed, ended. */
#include "base/clock.h"
#include "series.html.h"
#include "teams/series_form.h"

enum { E_WHY };
static const struct form_field END_FIELDS[] = {
    [E_WHY] = {.name = "why",
               .label = N_("A word for those who signed up"),
               .kind = FIELD_LINE,
               .max = 200},
};
static const struct form_spec END_FORM = FORM_SPEC(END_FIELDS);

/* ---- fields of the view ---- */

void view_series_first_fields(struct html *h, const struct team_form_view *v)
{
    view_ui_field(h, v->form, S_TITLE);
    view_ui_field_given(h, v->form, S_FIRST, v->days, v->ndays);
    view_ui_field_given(h, v->form, S_START, v->times, v->ntimes);
    view_ui_field(h, v->form, S_MINUTES);
    view_ui_field(h, v->form, S_EVERY);
}

void view_series_weekday_fields(struct html *h, const struct team_form_view *v)
{
    for (size_t d = 0; d < 7; d++)
        view_ui_field(h, v->form, S_WEEKDAY + d);
}

void view_series_part_fields(struct html *h, const struct team_form_view *v)
{
    for (size_t i = 0; i < SERIES_PARTS; i++) {
        view_ui_field(h, v->form, S_PART + 2 * i);
        view_ui_field_as(h, v->form, S_PART + 2 * i + 1, (struct ui_look){.shape = UI_SHORT});
    }
}

void view_series_more_fields(struct html *h, const struct team_form_view *v)
{
    view_ui_field(h, v->form, S_PLACE);
    view_area_field(h, &v->areas, v->form, S_AREA);
    view_ui_field(h, v->form, S_NOTES);
    view_ui_field_given(h, v->form, S_UNTIL, v->lasts, v->nlasts);
    view_ui_field(h, v->form, S_PROGRAMME);
    view_ui_field(h, v->form, S_AIM);
    if (v->may_end) {
        struct ui_given *days = ARENA_ARRAY(h->arena, struct ui_given, v->ndays + 1);
        days[0].label = str_from_c(tr(h->lang, N_("No more")));
        for (size_t i = 0; i < v->ndays; i++)
            days[i + 1] = v->days[i];
        view_ui_field_given(h, v->form, S_EXTRA, days, v->ndays + 1);
    }
}

/* ---- pages ---- */

static enum err form_show(struct req *req, struct res *res, const struct areas *areas,
                          const struct rota_series *old, struct team_form_view *v)
{
    struct html h;
    struct ui_page page;
    area_field_fill(req, areas, &v->areas);
    series_form_choices(req, old, v);
    v->lead = tr(req->lang, N_("Times are those of the clocks of this place."));
    v->submit = tr(req->lang, N_("Save"));
    page_begin(req, NAV_AID, &page, &h);
    view_series_form(&h, &page, v);
    return page_send(&h, res);
}

static enum err new_show(struct req *req, struct res *res, const struct team *t,
                         const struct areas *areas, const struct form *f)
{
    struct team_form_view v = {.title = tr(req->lang, N_("New shifts")),
                               .form = f,
                               .action = team_url(req, t, "/new"),
                               .back = team_url(req, t, "")};
    return form_show(req, res, areas, NULL, &v);
}

static enum err new_get(struct req *req, struct res *res)
{
    struct team t;
    struct areas areas;
    struct form f;
    TRY(team_visit(req, res, &t));
    if (!t.c.s)
        return ERR_OK;
    if (!t.c.facilitates)
        return ERR_DENIED;
    TRY(areas_load(req->db, req->arena, &areas));
    series_form_blank(req, &f);
    return new_show(req, res, &t, &areas, &f);
}

static enum err new_post(struct req *req, struct res *res)
{
    struct team t;
    struct areas areas;
    struct form f = *req->fields;
    struct rota_series s = {0};
    TRY(team_visit(req, res, &t));
    if (!t.c.s)
        return ERR_OK;
    if (!t.c.facilitates)
        return ERR_DENIED;
    TRY(areas_load(req->db, req->arena, &areas));
    series_form_read(req, &areas, &f, &s);
    if (f.problems)
        return new_show(req, res, &t, &areas, &f);
    enum err e = team_series_put(&t, &s);
    if (e == ERR_TOO_MANY) {
        form_reject(&f, S_TITLE,
                    N_("The team has many shifts already. One that is not needed any more can be "
                       "ended first."));
        return new_show(req, res, &t, &areas, &f);
    }
    TRY(e);
    return page_go(req, res, team_url(req, &t, ""), NOTICE_SAVED);
}

static const struct rota_series *series_named(const struct req *req, const struct team *t)
{
    for (size_t i = 0; i < t->nseries; i++)
        if (str_eq(series_alias(req, t->series[i].id), req->params[1]))
            return &t->series[i];
    return NULL;
}

static enum err change_show(struct req *req, struct res *res, const struct team *t,
                            const struct areas *areas, const struct rota_series *s,
                            const struct form *f)
{
    struct form ending;
    form_blank(&END_FORM, &ending);
    struct team_form_view v = {.title = tr(req->lang, N_("Change the shifts")),
                               .form = f,
                               .ending = &ending,
                               .may_end = true,
                               .more = true,
                               .action = series_url(req, t, s, ""),
                               .end = series_url(req, t, s, "/end"),
                               .back = team_url(req, t, "")};
    return form_show(req, res, areas, s, &v);
}

/* The days to come of one series; those who look after the circle change it. */
static enum err series_get(struct req *req, struct res *res)
{
    struct team t;
    struct areas areas;
    struct form f;
    TRY(team_visit(req, res, &t));
    if (!t.c.s)
        return ERR_OK;
    const struct rota_series *s = series_named(req, &t);
    if (!s || s->ended)
        return ERR_NOT_FOUND;
    TRY(areas_load(req->db, req->arena, &areas));
    if (t.c.facilitates) {
        series_form_fill(req, &areas, s, &f);
        return change_show(req, res, &t, &areas, s, &f);
    }
    int32_t day;
    if (rota_days(s, t.today, t.today + ROTA_DAYS, &day, 1) == 0)
        return page_go(req, res, team_url(req, &t, ""), NOTICE_NONE);
    struct team_day d;
    TRY(team_day(&t, s->id, day, &d));
    return page_go(req, res, shift_url(req, &t, &d, ""), NOTICE_NONE);
}

static enum err series_post(struct req *req, struct res *res)
{
    struct team t;
    struct areas areas;
    struct form f = *req->fields;
    TRY(team_visit(req, res, &t));
    if (!t.c.s)
        return ERR_OK;
    if (!t.c.facilitates)
        return ERR_DENIED;
    const struct rota_series *old = series_named(req, &t);
    if (!old || old->ended)
        return ERR_NOT_FOUND;
    struct rota_series s = *old;
    TRY(areas_load(req->db, req->arena, &areas));
    series_form_read(req, &areas, &f, &s);
    if (f.problems)
        return change_show(req, res, &t, &areas, old, &f);
    TRY(team_series_put(&t, &s));
    return page_go(req, res, team_url(req, &t, ""), NOTICE_SAVED);
}

static enum err end_post(struct req *req, struct res *res)
{
    struct team t;
    struct areas areas;
    struct form f;
    TRY(team_visit(req, res, &t));
    if (!t.c.s)
        return ERR_OK;
    if (!t.c.facilitates)
        return ERR_DENIED;
    const struct rota_series *old = series_named(req, &t);
    if (!old)
        return ERR_NOT_FOUND;
    if (req->fields->problems) {
        TRY(areas_load(req->db, req->arena, &areas));
        series_form_fill(req, &areas, old, &f);
        return change_show(req, res, &t, &areas, old, &f);
    }
    struct rota_series s = *old;
    s.ended = true;
    s.why = req->fields->value[E_WHY];
    TRY(team_series_put(&t, &s));
    return page_go(req, res, team_url(req, &t, ""), NOTICE_GONE);
}

static const struct route ROUTES[] = {
    {HTTP_GET, "/t/:team/new", NULL, WHO_MEMBER, LANE_READ, NULL, new_get, 0},
    {HTTP_POST, "/t/:team/new", &SERIES_FORM, WHO_MEMBER, LANE_WRITE, NULL, new_post, 0},
    {HTTP_GET, "/t/:team/r/:series", NULL, WHO_MEMBER, LANE_READ, NULL, series_get, 0},
    {HTTP_POST, "/t/:team/r/:series", &SERIES_FORM, WHO_MEMBER, LANE_WRITE, NULL, series_post, 0},
    {HTTP_POST, "/t/:team/r/:series/end", &END_FORM, WHO_MEMBER, LANE_WRITE, NULL, end_post, 0},
};
const struct route_table TEAMS_SERIES_ROUTES = ROUTE_TABLE(ROUTES);
