/* The coordinators' plan: making one, and the proposal. */
#include "aid/plan_pages.h"

#include "aid/routes.h"
#include "plan.html.h"

#define say case_say_text
#define AREAS_SHOWN 60
#define AGAIN_SECONDS 1 /* until the page looks again */

/* ---- none, or one that is being made ---------------------------------------------------------
 */

static enum err door_show(struct req *req, struct res *res, const struct job_hold *h,
                          const char *said)
{
    struct html h5;
    struct ui_page page;
    const bool running = h->state == JOB_WAITING || h->state == JOB_RUNNING;
    const struct plan_door_view v = {
        .said = said ? tr(req->lang, said) : NULL,
        .running = running,
        .done = (int)h->done,
        .percent = lang_number(req->arena, req->lang, h->done / 10),
        .here = url_path(req->arena, PLAN_AT),
        .start = url_path(req->arena, PLAN_AT "/start"),
        .stop = url_path(req->arena, PLAN_AT "/stop"),
        .back = url_path(req->arena, DESK_AT),
    };
    if (running) {
        res->refresh = v.here.s;
        res->refresh_after = AGAIN_SECONDS;
    }
    page_begin(req, NAV_AID, &page, &h5);
    view_plan_door(&h5, &page, &v);
    return page_send(&h5, res);
}

static const char *failed_text(enum err e)
{
    return e == ERR_BUSY ? N_("It took too long, or was stopped. Nothing was changed.")
                         : N_("No plan could be made just now. Nothing was changed.");
}

/* ---- which pairs are shown -------------------------------------------------------------------
 */

bool plan_is_open(const struct plan_line *l)
{
    return l->outcome == PLAN_OUT_OPEN || l->outcome == PLAN_OUT_LOOK;
}

bool plan_shows(const struct plan_desk *p, const struct plan_filter *f, const struct plan_line *l)
{
    const struct aid_card *ask = &p->asks.v[l->ask].card;
    if (plan_is_open(l) == f->decided || (f->kind != 0 && (int)ask->kind != f->kind))
        return false;
    return f->area == 0 || (ask->area != 0 && area_is_in(&p->areas, ask->area, f->area));
}

static int64_t number_in(const struct req *req, const char *name, int64_t most)
{
    int64_t n = 0;
    bool is = str_to_i64(http_pairs_get(&req->query, name), &n);
    return is && n >= 0 && n <= most ? n : 0;
}

static struct plan_filter filter_of(const struct req *req)
{
    return (struct plan_filter){.kind = (int)number_in(req, "k", AID_KIND_COUNT),
                                .area = (uint32_t)number_in(req, "a", UINT32_MAX),
                                .decided = number_in(req, "s", 1) == 1,
                                .page = (size_t)number_in(req, "p", 100000)};
}

struct url plan_url(const struct req *req, const struct plan_filter *f, size_t page)
{
    return url_path(req->arena, PLAN_AT "?k=%d&a=%u&s=%d&p=%zu", f->kind, f->area, (int)f->decided,
                    page);
}

static struct str digits(const struct req *req, uint64_t n)
{
    return str_fmt(req->arena, "%llu", (unsigned long long)n);
}

static struct case_link link_to(const struct case_words *w, struct plan_filter f, struct str label,
                                bool chosen)
{
    return (struct case_link){.label = label, .url = plan_url(w->req, &f, 0), .chosen = chosen};
}

static void kinds_fill(const struct case_words *w, const struct plan_desk *p,
                       const struct plan_filter *f, struct plan_page_view *v)
{
    struct case_link *kinds = ARENA_ARRAY(w->arena, struct case_link, AID_KIND_COUNT + 1);
    bool there[AID_KIND_COUNT + 1] = {true};
    there[f->kind] = true;
    for (size_t i = 0; i < p->lines; i++)
        there[p->asks.v[p->line[i].ask].card.kind] = true;
    for (int k = 0; k <= AID_KIND_COUNT; k++)
        if (there[k])
            kinds[v->nby_kind++] =
                link_to(w, (struct plan_filter){k, f->area, 0, f->decided},
                        say(w, k == 0 ? N_("All kinds") : aid_kind_find(k)->text), f->kind == k);
    v->by_kind = kinds;
}

/* Areas that any of the pairs is in. */
static void areas_fill(const struct case_words *w, const struct plan_desk *p,
                       const struct plan_filter *f, struct plan_page_view *v)
{
    struct case_link *areas = ARENA_ARRAY(w->arena, struct case_link, AREAS_SHOWN + 1);
    bool *there = ARENA_ARRAY(w->arena, bool, p->areas.n + 1);
    for (size_t i = 0; i < p->lines; i++) {
        const uint32_t id = p->asks.v[p->line[i].ask].card.area;
        const struct area *at = id ? area_find(&p->areas, id) : NULL;
        if (at)
            there[at - p->areas.v] = true;
    }
    areas[v->nby_area++] = link_to(w, (struct plan_filter){f->kind, 0, 0, f->decided},
                                   say(w, N_("All areas")), f->area == 0);
    for (size_t i = 0; i < p->areas.n && v->nby_area <= AREAS_SHOWN; i++) {
        const uint32_t id = p->areas.v[i].id;
        if (there[i] || id == f->area)
            areas[v->nby_area++] = link_to(w, (struct plan_filter){f->kind, id, 0, f->decided},
                                           p->areas.v[i].name, id == f->area);
    }
    v->by_area = areas;
}

static void states_fill(const struct case_words *w, const struct plan_filter *f,
                        struct plan_page_view *v)
{
    struct case_link *s = ARENA_ARRAY(w->arena, struct case_link, 2);
    for (int i = 0; i < 2; i++) {
        const struct plan_filter it = {f->kind, f->area, 0, i == 1};
        s[i] = (struct case_link){say(w, i ? N_("Decided") : N_("To be decided")),
                                  plan_url(w->req, &it, 0), f->decided == it.decided};
    }
    v->states = s;
    v->nstates = 2;
}

/* ---- the proposal -----------------------------------------------------------------------------
 */

static enum err pairs_fill(const struct case_words *w, struct desk *d, const struct plan_desk *p,
                           const struct plan_filter *f, struct plan_page_view *v)
{
    size_t some[PLAN_A_PAGE], found = 0;
    const size_t from = f->page * PLAN_A_PAGE;
    struct plan_line_view *lines;
    for (size_t i = 0; i < p->lines; i++) {
        if (!plan_shows(p, f, &p->line[i]))
            continue;
        if (found >= from && v->nlines < PLAN_A_PAGE)
            some[v->nlines++] = i;
        found++;
    }
    TRY(plan_lines_fill(w, d, p, some, v->nlines, &lines));
    v->lines = lines;
    if (f->page > 0)
        v->sooner = plan_url(w->req, f, f->page - 1);
    if (found > from + PLAN_A_PAGE)
        v->more = plan_url(w->req, f, f->page + 1);
    const size_t next = found < PLAN_ACCEPT_MOST ? found : PLAN_ACCEPT_MOST;
    if (found > PLAN_A_PAGE)
        v->next = tr_fmt_n(w->arena, w->req->lang, "Accept the next {n}", "Accept the next {n}",
                           next, NULL, 0);
    return ERR_OK;
}

static void told_fill(const struct case_words *w, const struct plan_desk *p,
                      struct plan_page_view *v)
{
    static const char *const TEXTS[] = {
#define X(name, text) text,
        PLAN_OUTCOMES(X)
#undef X
    };
    struct ui_fact *told = ARENA_ARRAY(w->arena, struct ui_fact, PLAN_OUTCOMES_N);
    for (size_t i = 0; i < PLAN_OUTCOMES_N; i++)
        if (TEXTS[i] && p->told[i])
            told[v->ntold++] = (struct ui_fact){
                say(w, TEXTS[i]), lang_number(w->arena, w->req->lang, (int64_t)p->told[i])};
    v->told = told;
}

enum err plan_show(struct req *req, struct res *res, struct desk *d, struct plan_desk *p,
                   const struct plan_filter *f, const char *said)
{
    struct html h;
    struct ui_page page;
    struct case_words w;
    TRY(case_words_begin(req, &w));
    struct plan_page_view v = {
        .some = f->kind != 0 || f->area != 0,
        .decided = f->decided,
        .number = digits(req, p->number),
        .kind = digits(req, (uint64_t)f->kind),
        .area = digits(req, f->area),
        .page = digits(req, f->page),
        .here = url_path(req->arena, PLAN_AT),
        .act = url_path(req->arena, PLAN_AT "/do"),
        .start = url_path(req->arena, PLAN_AT "/start"),
        .back = url_path(req->arena, DESK_AT),
    };
    if (p->nfix)
        v.fixed = tr_fmt_n(req->arena, req->lang, "{n} pair is fixed so far.",
                           "{n} pairs are fixed so far.", p->nfix, NULL, 0);
    plan_summary_fill(&w, p, &v);
    told_fill(&w, p, &v);
    kinds_fill(&w, p, f, &v);
    areas_fill(&w, p, f, &v);
    states_fill(&w, f, &v);
    TRY(pairs_fill(&w, d, p, f, &v));
    page_begin(req, d->kind->nav, &page, &h);
    if (said)
        page_say(req, &page, UI_CAREFUL, say(&w, said));
    view_plan_page(&h, &page, &v);
    return page_send(&h, res);
}

static enum err plan_get(struct req *req, struct res *res)
{
    JOB_HOLD struct job_hold h = {0};
    struct desk d;
    const struct plan_filter f = filter_of(req);
    enum err e = desk_of(req, &DESK_COORDINATORS, &d);
    if (e == ERR_DENIED)
        return desk_door(req, res, &DESK_COORDINATORS);
    TRY(e);
    plan_desk_look(req, &h);
    if (h.state == JOB_READY)
        return plan_show(req, res, &d, h.made, &f, NULL);
    return door_show(req, res, &h, h.state == JOB_FAILED ? failed_text(h.e) : NULL);
}

static enum err plan_start_post(struct req *req, struct res *res)
{
    struct desk d;
    struct job_hold none = {0};
    TRY(desk_of(req, &DESK_COORDINATORS, &d));
    enum err e = plan_desk_start(req, &d, NULL, 0);
    if (e == ERR_BUSY)
        return door_show(req, res, &none,
                         N_("Too much is being worked on right now. Please try again in a few "
                            "minutes."));
    if (e != ERR_CONFLICT) /* pressed twice: it is being made */
        TRY(e);
    return page_go(req, res, url_path(req->arena, PLAN_AT), NOTICE_NONE);
}

static enum err plan_stop_post(struct req *req, struct res *res)
{
    struct desk d;
    TRY(desk_of(req, &DESK_COORDINATORS, &d));
    plan_desk_stop(req);
    return page_go(req, res, url_path(req->arena, PLAN_AT), NOTICE_NONE);
}

static const struct route ROUTES[] = {
    {HTTP_GET, PLAN_AT, NULL, WHO_MEMBER, LANE_READ, NULL, plan_get, 0},
    {HTTP_POST, PLAN_AT "/start", &FORM_NOTHING, WHO_MEMBER, LANE_READ, NULL, plan_start_post, 0},
    {HTTP_POST, PLAN_AT "/stop", &FORM_NOTHING, WHO_MEMBER, LANE_READ, NULL, plan_stop_post, 0},
    {HTTP_POST, PLAN_AT "/do", &PLAN_DO_FORM, WHO_MEMBER, LANE_WRITE, NULL, plan_do_post, 0},
    {HTTP_GET, PLAN_AT "/other/:line", NULL, WHO_MEMBER, LANE_READ, NULL, plan_other_get, 0},
    {HTTP_POST, PLAN_AT "/other/:line", &PLAN_OTHER_FORM, WHO_MEMBER, LANE_READ, NULL,
     plan_other_post, 0},
};
const struct route_table AID_PLAN_ROUTES = ROUTE_TABLE(ROUTES);
