/* One shift: who comes, taking a place and giving it back, what the next ones should know. */
#include <inttypes.h>

#include "base/clock.h"
#include "shift.html.h"
#include "teams/pages.h"
#include "teams/rota_ics.h"

static const struct form_choice DOS[] = {{"take", "", ROTA_TAKE}, {"learn", "", ROTA_LEARN},
                                         {"off", "", ROTA_OFF},   {"offer", "", ROTA_OFFER},
                                         {"keep", "", ROTA_KEEP}, {"swap", "", ROTA_SWAP},
                                         {NULL, NULL, 0}};
enum { D_WHAT, D_PART };
static const struct form_field DO_FIELDS[] = {
    [D_WHAT] = {.name = "do", .label = "", .kind = FIELD_CHOICE, .choices = DOS, .required = true},
    [D_PART] = {.name = "part", .label = "", .kind = FIELD_INT, .max = 99},
};
static const struct form_spec DO_FORM = FORM_SPEC(DO_FIELDS);

enum { H_PORTIONS };
static const struct form_field DONE_FIELDS[] = {
    [H_PORTIONS] = {.name = "portions",
                    .label = N_("How many portions, parcels or rides, if you like"),
                    .hint = N_("A number for the whole team; who was there is not written down."),
                    .kind = FIELD_INT,
                    .max = 100000},
};
static const struct form_spec DONE_FORM = FORM_SPEC(DONE_FIELDS);

enum { N_LEFT, N_NEED };
static const struct form_field NOTE_FIELDS[] = {
    [N_LEFT] = {.name = "left",
                .label = N_("What is left over, and where it is"),
                .kind = FIELD_TEXT,
                .max = TEAM_TEXT_MAX},
    [N_NEED] = {.name = "need",
                .label = N_("What the next ones need"),
                .kind = FIELD_TEXT,
                .max = TEAM_TEXT_MAX},
};
static const struct form_spec NOTE_FORM = FORM_SPEC(NOTE_FIELDS);

static const struct form_choice PLANS[] = {
    {"planned", N_("As planned"), ROTA_AS_PLANNED},
    {"changed", N_("At another time or place"), ROTA_CHANGED},
    {"cancelled", N_("Cancelled"), ROTA_CANCELLED},
    {NULL, NULL, 0}};
enum { P_PLAN, P_START, P_PLACE, P_WHY };
static const struct form_field PLAN_FIELDS[] = {
    [P_PLAN] = {.name = "plan",
                .label = N_("This one time"),
                .kind = FIELD_CHOICE,
                .choices = PLANS,
                .required = true},
    [P_START] = {.name = "start", .label = N_("Begins at"), .kind = FIELD_LINE, .max = 10},
    [P_PLACE] = {.name = "place", .label = N_("Where"), .kind = FIELD_LINE, .max = TEAM_PLACE_MAX},
    [P_WHY] = {.name = "why",
               .label = N_("A word for those who signed up"),
               .kind = FIELD_LINE,
               .max = 200},
};
static const struct form_spec PLAN_FORM = FORM_SPEC(PLAN_FIELDS);

void view_shift_plan_fields(struct html *h, const struct shift_view *v)
{
    view_ui_field(h, v->plan, P_PLAN);
    view_ui_field_given(h, v->plan, P_START, v->times, v->ntimes);
    view_ui_field(h, v->plan, P_PLACE);
    view_ui_field(h, v->plan, P_WHY);
}

/* ---- what is shown ---- */

struct shown {
    const struct team *t;
    const struct team_day *d;
    const struct rota_hold *mine;
    bool over, off, soon;
};

static const char *say(const struct req *req, const char *msgid)
{
    return tr(req->lang, msgid);
}

static struct str part_number(const struct req *req, uint32_t part)
{
    return str_fmt(req->secret, "%" PRIu32, part);
}

/* What can be done about one's own place. */
static void mine_fill(const struct req *req, const struct shown *x, struct shift_view *v)
{
    struct team_button *b = ARENA_ARRAY(req->secret, struct team_button, 2);
    size_t n = 0;
    const struct rota_part *part = x->mine ? rota_part_of(x->d->series, x->mine->part) : NULL;
    const struct str none = STR_NONE;
    v->buttons = b;
    if (rota_relieved(&x->d->shift, &x->t->c.me->tag) && !x->mine) {
        v->mine = str_from_c(say(req, N_("Somebody comes in your place. Thank you for asking.")));
        b[n++] = (struct team_button){say(req, N_("All right")), "off", none, false};
    }
    if (part) {
        v->mine = x->mine->beside
                      ? tr_fmt(req->secret, req->lang, N_("You come along to learn: {part}"),
                               TR_ARGS({"part", part->name}))
                      : tr_fmt(req->secret, req->lang, N_("You come: {part}"),
                               TR_ARGS({"part", part->name}));
        v->may_calendar = !x->off;
    }
    if (part && req->now < x->d->begins) {
        if (x->mine->beside || x->off)
            b[n++] = (struct team_button){say(req, N_("Take my name off")), "off", none, false};
        else if (x->mine->offered) {
            v->soon = str_from_c(say(
                req, N_("The team sees that a stand-in is looked for. Until somebody says yes the "
                        "place is yours; if that is not possible either, say so: nobody asks "
                        "why.")));
            b[n++] = (struct team_button){say(req, N_("I come after all")), "keep", none, true};
            b[n++] = (struct team_button){say(req, N_("I cannot come at all")), "off", none, false};
        } else {
            b[n++] = (struct team_button){say(req, N_("Ask for a stand-in")), "offer", none, false};
            b[n++] = (struct team_button){x->soon ? say(req, N_("I cannot come at all"))
                                                  : say(req, N_("Take my name off")),
                                          "off", none, false};
            if (x->soon)
                v->soon = str_from_c(
                    say(req, N_("It is soon: asking for a stand-in keeps the place until somebody "
                                "takes it. If you cannot come at all, that is all right too.")));
        }
    }
    v->nbuttons = n;
}

static void part_names(const struct req *req, const struct shown *x, const struct rota_part *p,
                       struct part_view *out)
{
    struct str *names = ARENA_ARRAY(req->secret, struct str, x->d->shift.n);
    for (size_t i = 0; i < x->d->shift.n; i++) {
        const struct rota_hold *h = &x->d->shift.v[i];
        if (h->part != p->id || h->relieved)
            continue;
        struct str name = name_of(req, x->t, &h->who);
        if (h->beside)
            name = tr_fmt(req->secret, req->lang, N_("{name}, to learn"),
                          TR_ARGS({"name", name_within(req, name)}));
        else if (h->offered)
            name = tr_fmt(req->secret, req->lang, N_("{name}, looking for a stand-in"),
                          TR_ARGS({"name", name_within(req, name)}));
        names[out->nnames++] = name;
    }
    out->names = names;
}

static bool part_has(const struct shown *x, const struct rota_part *p, bool beside)
{
    for (size_t i = 0; i < x->d->shift.n; i++) {
        const struct rota_hold *h = &x->d->shift.v[i];
        if (h->part == p->id && !h->relieved && (beside ? h->beside : h->offered))
            return true;
    }
    return false;
}

static void part_fill(const struct req *req, const struct shown *x, const struct rota_part *p,
                      struct part_view *out)
{
    struct team_button *b = ARENA_ARRAY(req->secret, struct team_button, 3);
    const int n = rota_free(x->d->series, &x->d->shift, p->id);
    const bool may = !x->over && !x->off && (!x->mine || x->mine->beside);
    *out = (struct part_view){.name = p->name, .buttons = b};
    out->free = n > 0 ? tr_fmt_n(req->secret, req->lang, "{n} place free", "{n} places free",
                                 (uint64_t)n, NULL, 0)
                      : str_from_c(say(req, N_("everybody is found")));
    part_names(req, x, p, out);
    if (may && part_has(x, p, false))
        b[out->nbuttons++] =
            (struct team_button){say(req, N_("I stand in")), "swap", part_number(req, p->id), true};
    if (may && n > 0)
        b[out->nbuttons++] =
            (struct team_button){say(req, N_("I come")), "take", part_number(req, p->id), true};
    if (may && !x->mine && !part_has(x, p, true))
        b[out->nbuttons++] = (struct team_button){say(req, N_("Come along to learn")), "learn",
                                                  part_number(req, p->id), false};
}

static enum err notes_fill(const struct req *req, const struct shown *x, struct shift_view *v)
{
    struct team_notes all;
    TRY(team_notes(x->t, x->d->series->id, x->d->shift.day, 3, &all));
    struct note_view *notes = ARENA_ARRAY(req->secret, struct note_view, all.n);
    for (size_t i = 0; i < all.n; i++) {
        const struct team_note *n = &all.v[i];
        struct str by =
            n->here ? name_of(req, x->t, &n->by) : str_from_c(say(req, N_("Somebody who left")));
        notes[i] = (struct note_view){
            .head = names_join(req, by, lang_day(req->secret, req->lang, n->day)),
            .left = n->left,
            .need = n->need};
    }
    v->notes = notes;
    v->nnotes = all.n;
    return ERR_OK;
}

static void facts_fill(const struct req *req, const struct shown *x, const struct areas *areas,
                       struct shift_view *v)
{
    struct ui_fact *f = ARENA_ARRAY(req->secret, struct ui_fact, 4);
    const struct rota_series *s = x->d->series;
    const struct rota_shift *shift = &x->d->shift;
    const struct str changed = shift->plan == ROTA_CHANGED ? shift->place : STR_NONE;
    const struct str place = changed.n ? changed : place_text(req, areas, s->place, s->area);
    const int minute = zone_at(x->t->zone, x->d->ends).minute;
    f[v->nfacts++] =
        (struct ui_fact){str_from_c(say(req, N_("Ends at"))), clock_label(req, minute)};
    if (place.n)
        f[v->nfacts++] = (struct ui_fact){str_from_c(say(req, N_("Where"))), place};
    if (s->programme.n)
        f[v->nfacts++] = (struct ui_fact){str_from_c(say(req, N_("Part of"))), s->programme};
    if (s->notes.n)
        f[v->nfacts++] = (struct ui_fact){str_from_c(say(req, N_("Good to know"))), s->notes};
    v->facts = f;
}

static void state_fill(const struct req *req, const struct shown *x, struct shift_view *v)
{
    const struct rota_shift *shift = &x->d->shift;
    v->why = shift->why;
    v->tone = UI_NOTE;
    if (x->off) {
        v->tone = UI_CAREFUL;
        v->state = str_from_c(say(req, N_("Cancelled: nobody needs to come.")));
    } else if (shift->plan == ROTA_CHANGED) {
        v->tone = UI_CAREFUL;
        v->state = str_from_c(say(req, N_("Changed: please look at the time and the place.")));
    }
    if (!shift->happened)
        return;
    v->happened =
        shift->portions > 0
            ? tr_fmt(req->secret, req->lang, N_("It happened. What the team brought: {n}"),
                     TR_ARGS({"n", lang_number(req->secret, req->lang, shift->portions)}))
            : str_from_c(say(req, N_("It happened. Thank you, all of you.")));
}

/* Somebody was faster: where there is still a place, of the same series and the same work. */
static void next_fill(const struct req *req, const struct shown *x, struct shift_view *v)
{
    struct team_days days;
    uint64_t part = 0;
    if (!str_eq_c(http_pairs_get(&req->query, "a"), "late"))
        return;
    (void)str_to_u64(http_pairs_get(&req->query, "part"), &part);
    v->tone = UI_NOTE;
    v->state = str_from_c(say(req, N_("Somebody took the last place a moment ago. Thank you for "
                                      "wanting to come.")));
    team_days(x->t, x->d->shift.day, x->t->today + ROTA_DAYS, &days);
    for (size_t i = 0; i < days.n; i++) {
        const struct team_day *d = &days.v[i];
        if (d->series->id != x->d->series->id || d->begins <= x->d->begins ||
            d->shift.plan == ROTA_CANCELLED || day_mine(x->t, d) ||
            rota_free(d->series, &d->shift, (uint32_t)part) == 0)
            continue;
        v->next = day_when(req, d);
        v->next_url = shift_url(req, x->t, d, "");
        return;
    }
}

static void times_fill(const struct req *req, struct shift_view *v)
{
    const struct when_place w = when_place_of(req);
    struct when_choice clock[WHEN_TIMES];
    struct ui_given *times = ARENA_ARRAY(req->secret, struct ui_given, WHEN_TIMES + 1);
    when_times(&w, clock);
    times[0].label = str_from_c(say(req, N_("The usual time")));
    for (size_t i = 0; i < WHEN_TIMES; i++)
        times[i + 1] = (struct ui_given){clock[i].value, clock[i].label};
    v->times = times;
    v->ntimes = WHEN_TIMES + 1;
}

/* One of the page's forms comes back with mistakes; the others are blank. */
struct forms {
    struct form done, note, plan;
    bool done_open, note_open, plan_open;
};

static void forms_blank(const struct req *req, const struct team_day *d, struct forms *f)
{
    *f = (struct forms){0};
    form_blank(&DONE_FORM, &f->done);
    form_blank(&NOTE_FORM, &f->note);
    form_blank(&PLAN_FORM, &f->plan);
    for (const struct form_choice *c = PLANS; c->value; c++)
        if (c->number == (int)d->shift.plan)
            f->plan.value[P_PLAN] = str_from_c(c->value);
    if (d->shift.plan == ROTA_CHANGED)
        f->plan.value[P_START] = str_fmt(req->secret, "%d", d->shift.start);
    f->plan.value[P_PLACE] = d->shift.place;
    f->plan.value[P_WHY] = d->shift.why;
}

static enum err shift_show(struct req *req, struct res *res, const struct team *t,
                           const struct team_day *d, const struct forms *f)
{
    struct html h;
    struct ui_page page;
    struct areas areas;
    const struct rota_series *s = d->series;
    const struct shown x = {.t = t,
                            .d = d,
                            .mine = rota_hold_of(&d->shift, &t->c.me->tag),
                            .over = d->ends < req->now,
                            .off = d->shift.plan == ROTA_CANCELLED,
                            .soon = d->begins - req->now < ROTA_SOON};
    TRY(areas_load(req->db, req->arena, &areas));
    struct part_view *parts = ARENA_ARRAY(req->secret, struct part_view, s->nparts);
    struct shift_view v = {.title = s->title,
                           .when = day_when(req, d),
                           .parts = parts,
                           .nparts = s->nparts,
                           .done = &f->done,
                           .note = &f->note,
                           .plan = &f->plan,
                           .plan_open = f->plan_open,
                           .note_open = f->note_open,
                           .done_open = f->done_open,
                           .here = shift_url(req, t, d, ""),
                           .calendar = shift_url(req, t, d, "/calendar"),
                           .done_url = shift_url(req, t, d, "/done"),
                           .note_url = shift_url(req, t, d, "/note"),
                           .plan_url = shift_url(req, t, d, "/plan"),
                           .back = team_url(req, t, "")};
    const bool begun = d->begins <= req->now && !x.off;
    v.may_done = begun && (x.mine || t->c.facilitates);
    v.may_note = begun;
    v.may_plan = t->c.facilitates && !x.over;
    for (size_t i = 0; i < s->nparts; i++)
        part_fill(req, &x, &s->parts[i], &parts[i]);
    facts_fill(req, &x, &areas, &v);
    state_fill(req, &x, &v);
    next_fill(req, &x, &v);
    mine_fill(req, &x, &v);
    times_fill(req, &v);
    TRY(notes_fill(req, &x, &v));
    page_begin(req, NAV_AID, &page, &h);
    view_shift(&h, &page, &v);
    return page_send(&h, res);
}

static enum err shift_get(struct req *req, struct res *res)
{
    struct space_ctx ctx = req_ctx(req);
    struct team t;
    struct team_day d;
    struct forms f;
    TRY(team_visit(req, res, &t));
    if (!t.c.s)
        return ERR_OK;
    TRY(shift_named(req, &t, req->params[1], &d));
    if (day_fresh(req, &t, &d))
        viewer_set_mark(&ctx, req->viewer, t.c.m, shift_alias(req, d.series->id, d.shift.day),
                        d.shift.turn);
    forms_blank(req, &d, &f);
    return shift_show(req, res, &t, &d, &f);
}

/* ---- about oneself ---- */

static enum err shift_post(struct req *req, struct res *res)
{
    struct space_ctx ctx = req_ctx(req);
    struct team t;
    struct team_day d;
    enum rota_result r;
    const struct form *f = req->fields;
    TRY(team_visit(req, res, &t));
    if (!t.c.s)
        return ERR_OK;
    TRY(shift_named(req, &t, req->params[1], &d));
    struct url here = shift_url(req, &t, &d, "");
    if (f->problems)
        return page_go(req, res, here, NOTICE_NONE);
    const enum rota_do what = (enum rota_do)f->number[D_WHAT];
    const struct str alias = shift_alias(req, d.series->id, d.shift.day);
    const uint32_t turn = d.shift.turn;
    TRY(team_act(&t, d.series->id, d.shift.day, what, (uint32_t)f->number[D_PART], &r));
    if (r == ROTA_FULL) {
        res_redirect(res, str_fmt(req->arena, "%" STR_FMT "?a=late&part=%u", STR_ARG(here.s),
                                  (unsigned)f->number[D_PART]));
        return ERR_OK;
    }
    if (r == ROTA_DONE && turn > 0) /* what changed before one came is not news */
        viewer_set_mark(&ctx, req->viewer, t.c.m, alias, turn);
    return page_go(req, res, here, r == ROTA_DONE ? NOTICE_SAVED : NOTICE_NONE);
}

static enum err calendar_get(struct req *req, struct res *res)
{
    struct team t;
    struct team_day d;
    TRY(team_visit(req, res, &t));
    if (!t.c.s)
        return ERR_OK;
    TRY(shift_named(req, &t, req->params[1], &d));
    const struct rota_time when = {d.begins, d.ends};
    res->kind = RES_DOWNLOAD;
    res->status = 200;
    res->content_type = "text/calendar; charset=utf-8";
    res->file_name = "calendar.ics";
    res->body = rota_ics(req->arena, str_from_c(tr(req->lang, N_("Meeting"))), &when, 1, req->now);
    return ERR_OK;
}

/* ---- the team's ---- */

static enum err done_post(struct req *req, struct res *res)
{
    struct team t;
    struct team_day d;
    struct forms f;
    TRY(team_visit(req, res, &t));
    if (!t.c.s)
        return ERR_OK;
    TRY(shift_named(req, &t, req->params[1], &d));
    if (req->fields->problems) {
        forms_blank(req, &d, &f);
        f.done = *req->fields;
        f.done_open = true;
        return shift_show(req, res, &t, &d, &f);
    }
    struct url here = shift_url(req, &t, &d, "");
    TRY(team_happened(&t, d.series->id, d.shift.day, req->fields->number[H_PORTIONS]));
    return page_go(req, res, here, NOTICE_SAVED);
}

static enum err note_post(struct req *req, struct res *res)
{
    struct team t;
    struct team_day d;
    struct forms f;
    TRY(team_visit(req, res, &t));
    if (!t.c.s)
        return ERR_OK;
    TRY(shift_named(req, &t, req->params[1], &d));
    struct url here = shift_url(req, &t, &d, "");
    forms_blank(req, &d, &f);
    f.note = *req->fields;
    if (f.note.problems == 0 && f.note.value[N_LEFT].n == 0 && f.note.value[N_NEED].n == 0)
        form_reject(&f.note, N_LEFT, N_("Please write one of the two."));
    if (f.note.problems) {
        f.note_open = true;
        return shift_show(req, res, &t, &d, &f);
    }
    const struct team_note n = {.series = d.series->id,
                                .day = d.shift.day,
                                .left = f.note.value[N_LEFT],
                                .need = f.note.value[N_NEED]};
    TRY(team_note_add(&t, &n));
    return page_go(req, res, here, NOTICE_SENT);
}

static enum err plan_post(struct req *req, struct res *res)
{
    struct team t;
    struct team_day d;
    struct forms f;
    int64_t start = 0;
    TRY(team_visit(req, res, &t));
    if (!t.c.s)
        return ERR_OK;
    if (!t.c.facilitates)
        return ERR_DENIED;
    TRY(shift_named(req, &t, req->params[1], &d));
    struct url here = shift_url(req, &t, &d, "");
    forms_blank(req, &d, &f);
    f.plan = *req->fields;
    start = d.series->start;
    if (f.plan.value[P_START].n && f.plan.problem[P_START] == FIELD_IS_NONE &&
        (!str_to_i64(f.plan.value[P_START], &start) || start < 0 || start >= 24 * 60))
        form_reject(&f.plan, P_START, N_("Please choose one of these."));
    if (f.plan.problems) {
        f.plan_open = true;
        return shift_show(req, res, &t, &d, &f);
    }
    const struct team_change to = {.plan = (enum rota_plan)f.plan.number[P_PLAN],
                                   .start = (int)start / WHEN_STEP * WHEN_STEP,
                                   .place = f.plan.value[P_PLACE],
                                   .why = f.plan.value[P_WHY]};
    TRY(team_day_plan(&t, d.series->id, d.shift.day, &to));
    return page_go(req, res, here, NOTICE_SAVED);
}

#define SHIFT "/t/:team/s/:shift"
static const struct route ROUTES[] = {
    {HTTP_GET, SHIFT, NULL, WHO_MEMBER, LANE_READ, NULL, shift_get, 0},
    {HTTP_POST, SHIFT, &DO_FORM, WHO_MEMBER, LANE_WRITE, NULL, shift_post, 0},
    {HTTP_GET, SHIFT "/calendar", NULL, WHO_MEMBER, LANE_READ, NULL, calendar_get, 0},
    {HTTP_POST, SHIFT "/done", &DONE_FORM, WHO_MEMBER, LANE_WRITE, NULL, done_post, 0},
    {HTTP_POST, SHIFT "/note", &NOTE_FORM, WHO_MEMBER, LANE_WRITE, NULL, note_post, 0},
    {HTTP_POST, SHIFT "/plan", &PLAN_FORM, WHO_MEMBER, LANE_WRITE, NULL, plan_post, 0},
};
const struct route_table TEAMS_SHIFT_ROUTES = ROUTE_TABLE(ROUTES);
