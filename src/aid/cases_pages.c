/* The front page of the coordinators' desk: every ask, where it stands, and who is there. */
#include "aid/case_pages.h"
#include "aid/surge.h"

#include "case.html.h"

#define ROWS_A_PAGE 50

/* Which ones; the numbers stand in addresses. */
#define SHOWN(X)                                                                                   \
    X(ALL, 0, N_("All"))                                                                           \
    X(LATE, 1, N_("Late"))                                                                         \
    X(WAITING, 2, N_("Waiting for help"))                                                          \
    X(HELD, 3, N_("Somebody helps"))                                                               \
    X(OVER, 4, N_("Arrived"))
enum shown {
#define X(name, number, text) SHOWN_##name = number,
    SHOWN(X)
#undef X
};
#define SHOWN_COUNT 5

struct filter {
    int kind; /* 0: all */
    enum shown state;
    size_t page; /* from 0 */
};

static bool is_waiting(const struct aid_card *c)
{
    return c->loop.state == LOOP_OPEN || c->loop.state == LOOP_TRIAGED;
}

static bool is_shown(const struct filter *f, const struct aid_card *c, int64_t now)
{
    if (f->kind != 0 && (int)c->kind != f->kind)
        return false;
    switch (f->state) {
    case SHOWN_ALL:
        return true;
    case SHOWN_LATE:
        return case_late(c, now);
    case SHOWN_WAITING:
        return is_waiting(c);
    case SHOWN_HELD:
        return !is_waiting(c) && c->loop.state < LOOP_CONFIRMED;
    case SHOWN_OVER:
        return c->loop.state >= LOOP_CONFIRMED;
    }
    return false;
}

static int64_t number_in(const struct req *req, const char *name, int64_t most)
{
    int64_t n = 0;
    bool is = str_to_i64(http_pairs_get(&req->query, name), &n);
    return is && n >= 0 && n <= most ? n : 0;
}

static struct filter filter_of(const struct req *req)
{
    return (struct filter){.kind = (int)number_in(req, "k", AID_KIND_COUNT),
                           .state = (enum shown)number_in(req, "s", SHOWN_COUNT - 1),
                           .page = (size_t)number_in(req, "p", 10000)};
}

static struct url page_at(const struct req *req, struct filter f, size_t page)
{
    return url_path(req->arena, DESK_AT "?k=%d&s=%d&p=%zu", f.kind, (int)f.state, page);
}

static void filters_fill(const struct case_words *w, const struct filter *f, struct cases_view *v)
{
    struct case_link *kinds = ARENA_ARRAY(w->arena, struct case_link, AID_KIND_COUNT + 1);
    struct case_link *states = ARENA_ARRAY(w->arena, struct case_link, SHOWN_COUNT);
    for (int i = 0; i <= AID_KIND_COUNT; i++)
        kinds[i] = (struct case_link){
            .url = page_at(w->req, (struct filter){.kind = i, .state = f->state}, 0),
            .label = case_say_text(w, i == 0 ? N_("All kinds") : aid_kind_find(i)->text),
            .chosen = f->kind == i};
#define X(name, number, text)                                                                      \
    states[number] = (struct case_link){                                                           \
        .url = page_at(w->req, (struct filter){.kind = f->kind, .state = SHOWN_##name}, 0),        \
        .label = case_say_text(w, text),                                                           \
        .chosen = f->state == SHOWN_##name};
    SHOWN(X)
#undef X
    v->kinds = kinds;
    v->nkinds = AID_KIND_COUNT + 1;
    v->states = states;
    v->nstates = SHOWN_COUNT;
    v->some = f->kind != 0 || f->state != SHOWN_ALL;
}

static void summary_fill(const struct case_words *w, const struct case_rows *all,
                         struct cases_view *v)
{
    size_t waiting = 0, late = 0;
    for (size_t i = 0; i < all->n; i++) {
        waiting += is_waiting(&all->v[i].card);
        late += case_late(&all->v[i].card, w->req->now);
    }
    v->none = all->n == 0;
    v->summary = waiting
                     ? tr_fmt_n(w->arena, w->req->lang, "{n} ask waits for somebody who can help.",
                                "{n} asks wait for somebody who can help.", waiting, NULL, 0)
                     : case_say_text(w, N_("No ask is waiting for help."));
    v->late = late
                  ? tr_fmt_n(w->arena, w->req->lang, "{n} is late.", "{n} are late.", late, NULL, 0)
                  : case_say_text(w, N_("None is late."));
    if (all->damaged)
        v->damaged = tr_fmt_n(w->arena, w->req->lang, "{n} shelf here cannot be opened.",
                              "{n} shelves here cannot be opened.", all->damaged, NULL, 0);
}

static struct case_row_view row_view(const struct case_words *w, const struct case_row *r)
{
    return (struct case_row_view){
        .title = case_title(w, &r->card),
        .about = case_about(w, &r->card),
        .state = case_say_text(w, loop_state_text(r->card.loop.state)),
        .waits = case_waits(w, &r->card),
        .next = case_next(w, &r->card.loop),
        .rule = r->rule ? case_say_text(w, triage_text(r->rule)) : STR_NONE,
        .late = case_late(&r->card, w->req->now),
        .missed = r->card.loop.missed != 0,
        .fresh = r->waiting ? tr_fmt_n(w->arena, w->req->lang, "{n} new letter", "{n} new letters",
                                       r->waiting, NULL, 0)
                            : STR_NONE,
        .url = case_url(w->req, r->at, r->card.id, ""),
    };
}

/* In hard times those that nobody has read can be taken in at once. */
static void open_add(const struct case_words *w, const struct case_row *r, struct cases_view *v)
{
    if (!v->surge || r->card.loop.state != LOOP_OPEN)
        return;
    v->open = str_fmt(w->arena, "%" STR_FMT "%s%" STR_FMT, STR_ARG(v->open), v->open.n ? " " : "",
                      STR_ARG(shelf_handle(w->arena, r->at, r->card.id)));
    v->nopen++;
}

static void rows_fill(const struct case_words *w, const struct filter *f,
                      const struct case_rows *all, struct cases_view *v)
{
    struct case_row_view *rows = ARENA_ARRAY(w->arena, struct case_row_view, ROWS_A_PAGE);
    size_t found = 0, from = f->page * ROWS_A_PAGE;
    for (size_t i = 0; i < all->n; i++) {
        if (!is_shown(f, &all->v[i].card, w->req->now))
            continue;
        if (found >= from && v->nrows < ROWS_A_PAGE) {
            rows[v->nrows++] = row_view(w, &all->v[i]);
            open_add(w, &all->v[i], v);
        }
        found++;
    }
    v->rows = rows;
    if (f->page > 0)
        v->sooner = page_at(w->req, *f, f->page - 1);
    if (found > from + ROWS_A_PAGE)
        v->more = page_at(w->req, *f, f->page + 1);
}

enum err cases_show(struct req *req, struct res *res, struct desk *d, const char *said)
{
    struct html h;
    struct ui_page page;
    struct case_words w;
    struct case_rows all;
    struct surge now;
    const struct filter f = filter_of(req);
    struct cases_view v = {.offers = desk_url(req, d->kind, "/offers"),
                           .plan = desk_url(req, d->kind, "/plan"),
                           .import = desk_url(req, d->kind, "/import"),
                           .numbers = desk_url(req, d->kind, "/numbers"),
                           .back = url_path(req->arena, "/aid")};
    TRY(case_words_begin(req, &w));
    TRY(cases_list(d, AID_ASK, &all));
    TRY(surge_read(&d->ctx, &now));
    v.surge = now.state == SURGE_ON;
    filters_fill(&w, &f, &v);
    summary_fill(&w, &all, &v);
    rows_fill(&w, &f, &all, &v);
    desk_people_fill(req, d, &v.people);
    page_begin(req, d->kind->nav, &page, &h);
    if (said)
        page_say(req, &page, UI_CAREFUL, case_say_text(&w, said));
    view_cases(&h, &page, &v);
    return page_send(&h, res);
}

enum err cases_get(struct req *req, struct res *res)
{
    struct desk d;
    enum err e = desk_of(req, &DESK_COORDINATORS, &d);
    if (e == ERR_DENIED)
        return desk_door(req, res, &DESK_COORDINATORS);
    TRY(e);
    return cases_show(req, res, &d, NULL);
}

/* ---- offers -----------------------------------------------------------------------------------
 */

#define OFFERS_A_PAGE 100 /* the newest; they are few: most stand on the board */

static struct case_offer_view offer_view(const struct case_words *w, const struct aid_card *c,
                                         const struct aid_details *details)
{
    struct case_facts facts, limits;
    case_facts_of(w, c, details, &facts);
    case_limits_of(w, c, details, &limits);
    return (struct case_offer_view){
        .title = case_title(w, c),
        .about = case_about(w, c),
        .waits = case_waits(w, c),
        .state = case_say_text(w, aid_card_open(c, w->req->now) ? N_("Can be asked")
                                                                : N_("Not to be asked now")),
        .words = html_markdown(w->arena, details->words),
        .facts = facts.v,
        .nfacts = facts.n,
        .limits = limits.v,
        .nlimits = limits.n,
    };
}

enum err cases_offers_get(struct req *req, struct res *res)
{
    struct html h;
    struct ui_page page;
    struct case_words w;
    struct case_rows all;
    struct desk d;
    TRY(desk_of(req, &DESK_COORDINATORS, &d));
    TRY(case_words_begin(req, &w));
    TRY(cases_list(&d, AID_OFFER, &all));
    const size_t n = all.n < OFFERS_A_PAGE ? all.n : OFFERS_A_PAGE;
    const struct aid_card **cards = ARENA_ARRAY(w.arena, const struct aid_card *, n + 1);
    bool *there = ARENA_ARRAY(w.arena, bool, n + 1);
    struct aid_details *details = ARENA_ARRAY(w.arena, struct aid_details, n + 1);
    struct case_offer_view *offers = ARENA_ARRAY(w.arena, struct case_offer_view, n + 1);
    for (size_t i = 0; i < n; i++)
        cards[i] = &all.v[i].card;
    TRY(cases_details_of(&d, cards, n, details, there));
    for (size_t i = 0; i < n; i++)
        offers[i] = offer_view(&w, &all.v[i].card, &details[i]);
    const struct cases_offers_view v = {offers, n, desk_url(req, d.kind, "")};
    page_begin(req, d.kind->nav, &page, &h);
    view_cases_offers(&h, &page, &v);
    return page_send(&h, res);
}
