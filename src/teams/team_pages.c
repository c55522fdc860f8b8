/* My teams; one team; what it does; thanks. */
#include "aid/when.h"
#include "base/clock.h"
#include "teams.html.h"
#include "teams/pages.h"
#include "teams/rota_ics.h"
#include "teams/week.h"

/* The kinds of mutual aid that a team can stand for, by their numbers there. */
static const struct form_choice KINDS[] = {{"0", N_("Something of its own"), 0},
                                           {"2", N_("Food"), 2},
                                           {"5", N_("A ride, transport"), 5},
                                           {"4", N_("Looking after children"), 4},
                                           {"8", N_("Safety; somebody to come along"), 8},
                                           {"9", N_("Skills and work"), 9},
                                           {"10", N_("Things"), 10},
                                           {"11", N_("Company and comfort"), 11},
                                           {NULL, NULL, 0}};

enum { A_DOES, A_PLACE, A_AREA, A_KIND };
static const struct form_field ABOUT_FIELDS[] = {
    [A_DOES] = {.name = "does",
                .label = N_("What the team does"),
                .hint = N_("One or two sentences, for the people of the circle."),
                .kind = FIELD_TEXT,
                .max = TEAM_TEXT_MAX,
                .required = true},
    [A_PLACE] = {.name = "place",
                 .label = N_("Where it meets"),
                 .kind = FIELD_LINE,
                 .max = TEAM_PLACE_MAX},
    [A_AREA] = AREA_FIELD("area", N_("In which area?")),
    [A_KIND] = {.name = "kind",
                .label = N_("Which kind of help is it?"),
                .kind = FIELD_CHOICE,
                .choices = KINDS,
                .required = true},
};
static const struct form_spec ABOUT_FORM = FORM_SPEC(ABOUT_FIELDS);

enum { T_WORDS, T_NAME };
static const struct form_field THANK_FIELDS[] = {
    [T_WORDS] = {.name = "words",
                 .label = N_("Thanks to the team"),
                 .kind = FIELD_TEXT,
                 .max = TEAM_WORDS_MAX,
                 .required = true},
    [T_NAME] = {.name = "name",
                .label = N_("From whom"),
                .hint = N_("May stay empty: then nothing says who wrote it."),
                .kind = FIELD_LINE,
                .max = 40},
};
static const struct form_spec THANK_FORM = FORM_SPEC(THANK_FIELDS);

/* ---- rows of days ---- */

static struct str fresh_text(const struct req *req, const struct team *t, const struct team_day *d)
{
    int offered;
    const int n = rota_free_all(d->series, &d->shift, &offered);
    if (day_fresh(req, t, d))
        return str_from_c(tr(req->lang, N_("new")));
    if (day_mine(t, d) || d->shift.plan == ROTA_CANCELLED)
        return STR_NONE;
    if (offered > 0)
        return str_from_c(tr(req->lang, N_("stand-in wanted")));
    if (n > 0)
        return tr_fmt_n(req->secret, req->lang, "{n} place free", "{n} places free", (uint64_t)n,
                        NULL, 0);
    return STR_NONE;
}

static struct str about_text(const struct req *req, const struct team *t, const struct team_day *d)
{
    const struct rota_hold *mine = rota_hold_of(&d->shift, &t->c.me->tag);
    const struct rota_part *part = mine ? rota_part_of(d->series, mine->part) : NULL;
    if (d->shift.plan == ROTA_CANCELLED)
        return str_from_c(tr(req->lang, N_("cancelled")));
    if (rota_relieved(&d->shift, &t->c.me->tag))
        return str_from_c(tr(req->lang, N_("somebody comes in your place")));
    if (!part)
        return d->shift.plan == ROTA_CHANGED ? str_from_c(tr(req->lang, N_("changed"))) : STR_NONE;
    if (mine->offered)
        return tr_fmt(req->secret, req->lang, N_("{part}; a stand-in is looked for"),
                      TR_ARGS({"part", name_within(req, part->name)}));
    if (mine->beside)
        return tr_fmt(req->secret, req->lang, N_("along to learn: {part}"),
                      TR_ARGS({"part", name_within(req, part->name)}));
    return part->name;
}

static struct shift_row_view row_of(const struct req *req, const struct team *t,
                                    const struct team_day *d)
{
    return (struct shift_row_view){.title = d->series->title,
                                   .when = day_when(req, d),
                                   .about = about_text(req, t, d),
                                   .fresh = fresh_text(req, t, d),
                                   .url = shift_url(req, t, d, ""),
                                   .off = d->shift.plan == ROTA_CANCELLED};
}

static bool day_wants(const struct team *t, const struct team_day *d)
{
    int offered;
    const int n = rota_free_all(d->series, &d->shift, &offered);
    return d->shift.plan != ROTA_CANCELLED && d->begins > t->c.ctx.now && n + offered > 0;
}

/* ---- my teams ---- */

struct gathering {
    struct timed_row {
        int64_t begins;
        struct shift_row_view row;
    } * mine, *needed;
    size_t nmine, nneeded, room;
    struct ui_row *teams;
    size_t nteams;
    struct rota_time *times;
    size_t ntimes;
};

static void insert(struct timed_row *v, size_t *n, int64_t begins, const struct shift_row_view *row)
{
    size_t i = (*n)++;
    for (; i > 0 && v[i - 1].begins > begins; i--)
        v[i] = v[i - 1];
    v[i] = (struct timed_row){begins, *row};
}

#define ROWS_MAX 60 /* of each list on the page of all teams */

static void gather_days(const struct req *req, const struct team *t, struct gathering *g)
{
    struct team_days days;
    team_days(t, t->today - 1, t->today + TEAM_MINE, &days);
    for (size_t i = 0; i < days.n; i++) {
        const struct team_day *d = &days.v[i];
        const bool mine = day_mine(t, d);
        struct shift_row_view row;
        if (d->ends < req->now)
            continue;
        if (!mine && (!day_wants(t, d) || d->shift.day > t->today + TEAM_AHEAD))
            continue;
        row = row_of(req, t, d);
        row.title = names_join(req, row.title, t->c.name);
        if (mine && g->nmine < ROWS_MAX)
            insert(g->mine, &g->nmine, d->begins, &row);
        else if (!mine && g->nneeded < ROWS_MAX)
            insert(g->needed, &g->nneeded, d->begins, &row);
        if (rota_hold_of(&d->shift, &t->c.me->tag) && d->shift.plan != ROTA_CANCELLED &&
            g->ntimes < ROWS_MAX)
            g->times[g->ntimes++] = (struct rota_time){d->begins, d->ends};
    }
}

static enum err gather(struct req *req, struct gathering *g)
{
    struct space_ctx ctx = req_ctx(req);
    struct keyring *k = &req->viewer->keyring;
    *g = (struct gathering){.mine = ARENA_ARRAY(req->secret, struct timed_row, ROWS_MAX),
                            .needed = ARENA_ARRAY(req->secret, struct timed_row, ROWS_MAX),
                            .teams = ARENA_ARRAY(req->secret, struct ui_row, k->nspaces),
                            .times = ARENA_ARRAY(req->secret, struct rota_time, ROWS_MAX)};
    for (size_t i = 0; i < k->nspaces; i++) {
        struct team t;
        if (k->spaces[i].kind != SPACE_CIRCLE)
            continue;
        enum err e = team_open(&ctx, req_net(req)->zone, req->viewer, k->spaces[i].alias, &t);
        if (e == ERR_DENIED || e == ERR_SEAL)
            continue; /* outside; the circle's page says why */
        TRY(e);
        if (!team_any(&t))
            continue;
        gather_days(req, &t, g);
        g->teams[g->nteams++] =
            (struct ui_row){.title = t.c.name, .about = t.about.does, .url = team_url(req, &t, "")};
    }
    return ERR_OK;
}

static struct shift_row_view *rows_of(const struct req *req, const struct timed_row *v, size_t n)
{
    struct shift_row_view *out = ARENA_ARRAY(req->secret, struct shift_row_view, n);
    for (size_t i = 0; i < n; i++)
        out[i] = v[i].row;
    return out;
}

static enum err teams_get(struct req *req, struct res *res)
{
    struct html h;
    struct ui_page page;
    struct gathering g;
    TRY(gather(req, &g));
    const struct teams_view v = {.mine = rows_of(req, g.mine, g.nmine),
                                 .nmine = g.nmine,
                                 .needed = rows_of(req, g.needed, g.nneeded),
                                 .nneeded = g.nneeded,
                                 .teams = g.teams,
                                 .nteams = g.nteams,
                                 .calendar = url_path(req->arena, "/t/calendar"),
                                 .circles = url_path(req->arena, "/r"),
                                 .back = url_path(req->arena, "/aid")};
    page_begin(req, NAV_AID, &page, &h);
    view_teams(&h, &page, &v);
    return page_send(&h, res);
}

static enum err calendar_get(struct req *req, struct res *res)
{
    struct gathering g;
    TRY(gather(req, &g));
    res->kind = RES_DOWNLOAD;
    res->status = 200;
    res->content_type = "text/calendar; charset=utf-8";
    res->file_name = "calendar.ics";
    res->body =
        rota_ics(req->arena, str_from_c(tr(req->lang, N_("Meeting"))), g.times, g.ntimes, req->now);
    return ERR_OK;
}

/* ---- one team ---- */

static void days_fill(const struct req *req, const struct team *t, struct team_view *v)
{
    struct team_days days;
    team_days(t, t->today - 1, t->today + TEAM_AHEAD, &days);
    struct shift_row_view *rows = ARENA_ARRAY(req->secret, struct shift_row_view, days.n * 3);
    struct shift_row_view *mine = rows, *open = rows + days.n, *rest = rows + 2 * days.n;
    for (size_t i = 0; i < days.n; i++) {
        const struct team_day *d = &days.v[i];
        if (d->ends + DAY_SECONDS < req->now) /* a day after it: for what is handed over */
            continue;
        const struct shift_row_view row = row_of(req, t, d);
        if (day_mine(t, d))
            mine[v->nmine++] = row;
        else if (day_wants(t, d))
            open[v->nopen++] = row;
        else
            rest[v->nrest++] = row;
    }
    v->mine = mine;
    v->open = open;
    v->rest = rest;
    week_draw(req, t, &days, &v->week);
}

static bool shown(const struct team *t, const struct rota_series *s)
{
    int32_t day;
    return !s->ended && rota_days(s, t->today, t->today + 2 * ROTA_YEAR, &day, 1) > 0;
}

static void programme_fill(const struct req *req, const struct team *t, struct str name,
                           struct programme_view *p)
{
    struct ui_row *rows = ARENA_ARRAY(req->secret, struct ui_row, t->nseries);
    int32_t until = 0;
    *p = (struct programme_view){.name = name, .series = rows};
    for (size_t i = 0; i < t->nseries; i++) {
        const struct rota_series *s = &t->series[i];
        if (!shown(t, s) || !str_eq(s->programme, name))
            continue;
        rows[p->nseries++] = (struct ui_row){
            .title = s->title, .about = series_text(req, s), .url = series_url(req, t, s, "")};
        if (s->aim.n)
            p->aim = s->aim;
        if (s->until > until)
            until = s->until;
    }
    if (name.n && until)
        p->ends = tr_fmt(req->secret, req->lang, N_("Until {date}"),
                         TR_ARGS({"date", lang_day(req->secret, req->lang, until)}));
}

/* Each programme once, in the order of their series; what belongs to none comes first. */
static void programmes_fill(const struct req *req, const struct team *t, struct team_view *v)
{
    struct programme_view *all = ARENA_ARRAY(req->secret, struct programme_view, t->nseries + 1);
    size_t n = 0;
    programme_fill(req, t, STR_NONE, &all[n]);
    n += all[n].nseries > 0;
    for (size_t i = 0; i < t->nseries; i++) {
        const struct rota_series *s = &t->series[i];
        bool before = s->programme.n == 0 || !shown(t, s);
        for (size_t j = 0; j < i && !before; j++)
            before = shown(t, &t->series[j]) && str_eq(t->series[j].programme, s->programme);
        if (!before)
            programme_fill(req, t, s->programme, &all[n++]);
    }
    v->programmes = all;
    v->nprogrammes = n;
}

static void roles_fill(const struct req *req, const struct team *t, struct team_view *v)
{
    struct ui_row *rows = ARENA_ARRAY(req->secret, struct ui_row, t->nroles);
    for (size_t i = 0; i < t->nroles; i++) {
        const struct rota_role *r = &t->roles[i];
        const bool me = r->asked && !r->yes && tag_is(&r->next, &t->c.me->tag);
        rows[i] = (struct ui_row){.title = r->title, .url = v->roles_url};
        rows[i].about =
            r->held ? tr_fmt(req->secret, req->lang, N_("{name}, until {date}"),
                             TR_ARGS({"name", name_within(req, name_of(req, t, &r->holder))},
                                     {"date", lang_day(req->secret, req->lang, r->until)}))
                    : str_from_c(tr(req->lang, N_("Nobody has it just now")));
        if (me)
            rows[i].fresh = str_from_c(tr(req->lang, N_("You are asked")));
    }
    v->roles = rows;
    v->nroles = t->nroles;
}

static enum err thanks_fill(const struct req *req, const struct team *t, struct team_view *v)
{
    struct team_thanks all;
    TRY(team_thanks(t, &all));
    struct thank_view *rows = ARENA_ARRAY(req->secret, struct thank_view, all.n);
    for (size_t i = 0; i < all.n && i < 20; i++) {
        rows[i].words = all.v[i].words;
        rows[i].by = names_join(req, all.v[i].name, lang_day(req->secret, req->lang, all.v[i].day));
        v->nthanks++;
    }
    v->thanks = rows;
    return ERR_OK;
}

static enum err team_show(struct req *req, struct res *res, const struct team *t,
                          const struct form *thank)
{
    struct html h;
    struct ui_page page;
    struct areas areas;
    TRY(areas_load(req->db, req->arena, &areas));
    struct team_view v = {.name = t->c.name,
                          .does = t->about.does,
                          .place = place_text(req, &areas, t->about.place, t->about.area),
                          .facilitates = t->c.facilitates,
                          .offers = t->c.facilitates && t->about.kind != 0,
                          .thank = thank,
                          .thanking = thank->problems > 0,
                          .circle = url_path(req->arena, "/r/%" STR_FMT, STR_ARG(t->c.m->alias)),
                          .create = team_url(req, t, "/new"),
                          .about = team_url(req, t, "/about"),
                          .roles_url = team_url(req, t, "/roles"),
                          .offer = team_url(req, t, "/offer"),
                          .thank_url = team_url(req, t, "/thanks"),
                          .back = url_path(req->arena, "/t")};
    days_fill(req, t, &v);
    programmes_fill(req, t, &v);
    roles_fill(req, t, &v);
    v.any = v.nprogrammes || v.nmine || v.nopen || v.nrest;
    TRY(thanks_fill(req, t, &v));
    page_begin(req, NAV_AID, &page, &h);
    view_team(&h, &page, &v);
    return page_send(&h, res);
}

static enum err team_get(struct req *req, struct res *res)
{
    struct team t;
    struct form f;
    TRY(team_visit(req, res, &t));
    if (!t.c.s)
        return ERR_OK;
    form_blank(&THANK_FORM, &f);
    return team_show(req, res, &t, &f);
}

static enum err thanks_post(struct req *req, struct res *res)
{
    struct space_ctx ctx = req_ctx(req);
    struct team t;
    TRY(team_visit(req, res, &t));
    if (!t.c.s)
        return ERR_OK;
    if (req->fields->problems)
        return team_show(req, res, &t, req->fields);
    TRY(teams_thank(&ctx, req->viewer, req->params[0], req->fields->value[T_WORDS],
                    req->fields->value[T_NAME]));
    return page_go(req, res, team_url(req, &t, ""), NOTICE_SENT);
}

/* An offer of the team on the board: the form of offers, with the sentence begun. What is handed
 * over goes sealed, since addresses stay in histories. */
static enum err offer_get(struct req *req, struct res *res)
{
    struct space_ctx ctx = req_ctx(req);
    struct team t;
    TRY(team_visit(req, res, &t));
    if (!t.c.s)
        return ERR_OK;
    if (!t.c.facilitates || t.about.kind == 0)
        return ERR_DENIED;
    struct str path = str_fmt(req->arena, "/aid/offers/new/%u", (unsigned)t.about.kind);
    struct str line =
        tr_fmt(req->secret, req->lang, N_("{team}: we can bring"), TR_ARGS({"team", t.c.name}));
    struct http_pair pair = {STR("line"), line};
    const struct draft d = {path, {&pair, 1}};
    res_redirect(res, str_fmt(req->arena, "%" STR_FMT "?d=%" STR_FMT, STR_ARG(path),
                              STR_ARG(draft_seal(&ctx, &d))));
    return ERR_OK;
}

/* ---- what the team does ---- */

void view_team_about_fields(struct html *h, const struct team_form_view *v)
{
    view_ui_field(h, v->form, A_DOES);
    view_ui_field(h, v->form, A_PLACE);
    view_area_field(h, &v->areas, v->form, A_AREA);
    view_ui_field(h, v->form, A_KIND);
}

static enum err about_show(struct req *req, struct res *res, const struct team *t,
                           const struct areas *areas, const struct form *f)
{
    struct html h;
    struct ui_page page;
    struct team_form_view v = {.title = tr(req->lang, N_("What the team does")),
                               .form = f,
                               .action = team_url(req, t, "/about"),
                               .back = team_url(req, t, "")};
    area_field_fill(req, areas, &v.areas);
    page_begin(req, NAV_AID, &page, &h);
    view_team_about_form(&h, &page, &v);
    return page_send(&h, res);
}

static enum err about_get(struct req *req, struct res *res)
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
    form_blank(&ABOUT_FORM, &f);
    f.value[A_DOES] = t.about.does;
    f.value[A_PLACE] = t.about.place;
    f.value[A_KIND] = str_fmt(req->arena, "%u", (unsigned)t.about.kind);
    area_field_set(req, &areas, &f, A_AREA, t.about.area);
    return about_show(req, res, &t, &areas, &f);
}

static enum err about_post(struct req *req, struct res *res)
{
    struct team t;
    struct areas areas;
    struct form f = *req->fields;
    TRY(team_visit(req, res, &t));
    if (!t.c.s)
        return ERR_OK;
    TRY(areas_load(req->db, req->arena, &areas));
    const uint32_t area = area_field_read(req, &areas, &f, A_AREA);
    if (f.problems)
        return about_show(req, res, &t, &areas, &f);
    const struct team_about x = {.does = f.value[A_DOES],
                                 .place = f.value[A_PLACE],
                                 .area = area,
                                 .kind = (uint32_t)f.number[A_KIND]};
    TRY(team_about_put(&t, &x));
    return page_go(req, res, team_url(req, &t, ""), NOTICE_SAVED);
}

static const struct route ROUTES[] = {
    {HTTP_GET, "/t", NULL, WHO_MEMBER, LANE_READ, NULL, teams_get, 0},
    {HTTP_GET, "/t/calendar", NULL, WHO_MEMBER, LANE_READ, NULL, calendar_get, 0},
    {HTTP_GET, "/t/:team", NULL, WHO_MEMBER, LANE_READ, NULL, team_get, 0},
    {HTTP_POST, "/t/:team/thanks", &THANK_FORM, WHO_MEMBER, LANE_WRITE, NULL, thanks_post, 0},
    {HTTP_GET, "/t/:team/offer", NULL, WHO_MEMBER, LANE_READ, NULL, offer_get, 0},
    {HTTP_GET, "/t/:team/about", NULL, WHO_MEMBER, LANE_READ, NULL, about_get, 0},
    {HTTP_POST, "/t/:team/about", &ABOUT_FORM, WHO_MEMBER, LANE_WRITE, NULL, about_post, 0},
};
const struct route_table TEAMS_TEAM_ROUTES = ROUTE_TABLE(ROUTES);
