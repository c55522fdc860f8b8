/* The page for right now. */
#include "base/clock.h"
#include "desk/pages.h"
#include "directory/crisis_guide.h"
#include "directory/crisis_view.h"
#include "directory/directory_rules.h"
#include "directory/directory_words.h"
#include "directory/editors.h"
#include "members/page.h"

/* "Sunday to Thursday: 9:00 to 16:00, Saturday: …"; days that are closed are not told. */
static struct str hours_text(const struct req *req, const struct directory_entry *e)
{
    const struct directory_hours_view *day;
    struct arena *a = req->arena;
    struct str spans[7], closed = str_from_c(tr(req->lang, N_("closed")));
    size_t n = words_week(a, req->lang, e->hours, e->nhours, clock_day(req->now), &day), nspans = 0;

    if (n == 1)
        return tr_fmt(a, req->lang, N_("{days}: {hours}"),
                      TR_ARGS({"days", day[0].day}, {"hours", day[0].hours}));
    for (size_t i = 0, to; i < n; i = to) {
        for (to = i + 1; to < n && str_eq(day[to].hours, day[i].hours); to++)
            ;
        if (str_eq(day[i].hours, closed))
            continue;
        struct str days = to - i == 1
                              ? day[i].day
                              : tr_fmt(a, req->lang, N_("{from} to {to}"),
                                       TR_ARGS({"from", day[i].day}, {"to", day[to - 1].day}));
        spans[nspans++] = tr_fmt(a, req->lang, N_("{days}: {hours}"),
                                 TR_ARGS({"days", days}, {"hours", day[i].hours}));
    }
    return nspans ? words_list(a, req->lang, spans, nspans)
                  : words_list(a, req->lang, e->hour_notes, e->nhour_notes);
}

static struct str languages_text(const struct req *req, const struct directory_entry *e)
{
    struct str *names = ARENA_ARRAY(req->arena, struct str, e->nlanguages);

    for (size_t i = 0; i < e->nlanguages; i++) {
        names[i] = words_language(req->lang, e->languages[i].code);
        if (names[i].n == 0)
            names[i] = e->languages[i].name.n ? e->languages[i].name : e->languages[i].code;
    }
    return e->nlanguages ? words_list(req->arena, req->lang, names, e->nlanguages)
                         : e->interpretation_services;
}

static struct str cost_text(const struct req *req, const struct directory_entry *e)
{
    struct str *costs = ARENA_ARRAY(req->arena, struct str, e->ncosts);
    size_t n = 0;

    if (e->fees.n)
        return e->fees;
    for (size_t i = 0; i < e->ncosts; i++) {
        const struct directory_cost *c = &e->costs[i];
        struct str text = c->description.n ? c->description : c->option;
        if (text.n)
            costs[n++] = text;
    }
    return words_list(req->arena, req->lang, costs, n);
}

static void reach_fill(const struct req *req, const struct directory_entry *e,
                       struct crisis_line_view *v)
{
    struct arena *a = req->arena;
    struct directory_phone_view *phones = ARENA_ARRAY(a, struct directory_phone_view, e->nphones);
    struct str web = directory_web(a, e->card.url);

    for (size_t i = 0; i < e->nphones; i++) {
        const struct directory_phone *p = &e->phones[i];
        phones[i] = (struct directory_phone_view){
            .number = p->number, .extension = p->extension, .about = p->description};
        phones[i].dials = p->tel.n != 0 && url_external(a, p->tel, &phones[i].tel);
    }
    v->phones = phones;
    v->nphones = e->nphones;
    v->has_web = web.n != 0 &&
                 (str_starts(web, STR("https://")) || str_starts(web, STR("http://"))) &&
                 url_external(a, web, &v->web);
    v->web_text = web;
    v->mail_text = e->email;
    v->has_mail = e->email.n != 0 && str_find_char(e->email, '@') < e->email.n &&
                  url_external(a, str_fmt(a, "mailto:%" STR_FMT, STR_ARG(e->email)), &v->mail);
}

/* Somebody on the line who speaks the reader's language: known by the languages spoken, and where
 * none are said by that of the entry. */
static bool speaks(const struct req *req, const struct directory_entry *e)
{
    struct str mine = str_from_c(lang_code(req->lang));

    for (size_t i = 0; i < e->nlanguages; i++)
        if (str_eq(str_slice(e->languages[i].code, 0, str_find_char(e->languages[i].code, '-')),
                   mine))
            return true;
    return e->nlanguages == 0 && str_eq(e->card.language, mine);
}

static void line_fill(const struct req *req, const struct crisis_line *line,
                      struct crisis_line_view *v)
{
    const struct directory_entry *e = &line->entry;
    struct zone_time at = zone_at(req_net(req)->zone, req->now);

    *v = (struct crisis_line_view){
        .title = e->card.title,
        .organization = e->organization.title,
        .about = e->card.summary,
        .lang = e->card.language,
        .url = url_path(req->arena, "/d/%" STR_FMT, STR_ARG(e->card.id)),
        .hours = hours_text(req, e),
        .languages = languages_text(req, e),
        .cost = cost_text(req, e),
        .trust = line->trust,
        .doubted = e->doubted != 0,
        .speaks = speaks(req, e),
    };
    if (line->trust != CRISIS_UNCHECKED)
        v->checked =
            tr_fmt(req->arena, req->lang, N_("Checked by {name} on {date}."),
                   TR_ARGS({"name", desk_byline_text(req->lang, &DESK_EDITORS, e->checked_by)},
                           {"date", lang_date(req->arena, req->lang, e->checked_at)}));
    v->now = words_now(req->arena, req->lang, e->hours, e->nhours, &at, &v->open, &v->next);
    reach_fill(req, e, v);
}

/* What decides first: does it speak the reader's language, can it be relied on, is it open. */
static unsigned rank(const struct crisis_line_view *v)
{
    return (v->speaks ? 0u : 6u) + (unsigned)v->trust * 2 + (v->open ? 0u : 1u);
}

/* Else the order stays. */
static void best_first(struct crisis_line_view *v, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        struct crisis_line_view line = v[i];
        size_t at = i;
        for (; at > 0 && rank(&line) < rank(&v[at - 1]); at--)
            v[at] = v[at - 1];
        v[at] = line;
    }
}

static struct str said(const struct req *req, const char *msgid)
{
    return msgid ? str_from_c(tr(req->lang, msgid)) : STR_NONE;
}

static void parts_fill(const struct req *req, struct crisis_view *v)
{
    size_t n = 0;
    while (CRISIS_PARTS[n].id)
        n++;
    struct crisis_part_view *parts = ARENA_ARRAY(req->arena, struct crisis_part_view, n);
    for (size_t i = 0; i < n; i++) {
        const struct crisis_part *p = &CRISIS_PARTS[i];
        size_t k = 0;
        while (p->steps[k])
            k++;
        struct str *steps = ARENA_ARRAY(req->arena, struct str, k);
        for (size_t s = 0; s < k; s++)
            steps[s] = said(req, p->steps[s]);
        parts[i] = (struct crisis_part_view){.id = str_from_c(p->id),
                                             .title = said(req, p->title),
                                             .lead = said(req, p->lead),
                                             .steps = steps,
                                             .nsteps = k,
                                             .end = said(req, p->end)};
    }
    v->parts = parts;
    v->nparts = n;
}

static enum err show(struct req *req, struct res *res, struct crisis_view *v)
{
    struct crisis_lines lines;
    struct html h;
    struct ui_page page;

    TRY(directory_crisis_load(req->db, req->arena, req->now, &lines));
    struct crisis_line_view *list = ARENA_ARRAY(req->arena, struct crisis_line_view, lines.n);
    for (size_t i = 0; i < lines.n; i++)
        line_fill(req, &lines.v[i], &list[i]);
    best_first(list, lines.n);
    v->lines = list;
    v->nlines = lines.n;
    parts_fill(req, v);
    page_begin(req, NAV_NONE, &page, &h);
    view_crisis_page(&h, &page, v);
    return page_send(&h, res);
}

static enum err now_page(struct req *req, struct res *res)
{
    return show(req, res, &(struct crisis_view){0});
}

static enum err all_page(struct req *req, struct res *res)
{
    return show(req, res, &(struct crisis_view){.open = true});
}

static const struct route ROUTES[] = {
    {HTTP_GET, "/now", NULL, WHO_ANYONE, LANE_READ, NULL, now_page, 0},
    {HTTP_GET, "/now/all", NULL, WHO_ANYONE, LANE_READ, NULL, all_page, 0},
};
const struct route_table DIRECTORY_CRISIS_ROUTES = ROUTE_TABLE(ROUTES);
