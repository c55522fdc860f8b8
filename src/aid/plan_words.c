/* The proposal in words. */
#include "aid/plan_pages.h"

#define say case_say_text
#define DRAWN 200     /* width of the drawing */
#define UNMET_MOST 20 /* asks without an offer that are named */
#define SENTENCES 6
#define COSTS 4

static struct str number(const struct case_words *w, size_t n)
{
    return lang_number(w->arena, w->req->lang, (int64_t)n);
}

/* ---- in short ---------------------------------------------------------------------------------
 */

/* Which asks get something. */
static bool *asks_met(const struct case_words *w, const struct plan_desk *p, size_t *n)
{
    bool *met = ARENA_ARRAY(w->arena, bool, p->asks.n + 1);
    *n = 0;
    for (size_t i = 0; i < p->lines; i++) {
        *n += !met[p->line[i].ask];
        met[p->line[i].ask] = true;
    }
    return met;
}

static void sentences_fill(const struct case_words *w, const struct plan_desk *p, size_t met,
                           struct plan_page_view *v)
{
    const struct lang *lang = w->req->lang;
    struct str *s = ARENA_ARRAY(w->arena, struct str, SENTENCES);
    size_t n = 0;
    if (p->asks.n == 0) {
        s[n++] = say(w, N_("No ask waits for an offer right now."));
    } else {
        s[n++] = tr_fmt_n(w->arena, lang, "{n} ask would get an offer.",
                          "{n} asks would get an offer.", met, NULL, 0);
        s[n++] = tr_fmt_n(w->arena, lang, "{n} ask stays without one.",
                          "{n} asks stay without one.", p->asks.n - met, NULL, 0);
    }
    if (p->offers.n == 0)
        s[n++] = say(w, N_("No offer can be asked for right now."));
    const int64_t gap = p->bound > p->value ? (p->bound - p->value) * 1000 / p->bound + 1 : 0;
    if (p->lines != 0)
        s[n++] = gap == 0 && p->every
                     ? say(w, N_("By these points no other plan does more for all together."))
                     : tr_fmt(w->arena, lang,
                              N_("By these points no other plan of the offers that were compared "
                                 "does more than {n} in a thousand better."),
                              TR_ARGS({"n", number(w, (size_t)gap)}));
    v->summary = s;
    v->nsummary = n;
    if (p->answering)
        v->answering = tr_fmt_n(
            w->arena, lang, "{n} ask was left out: somebody was asked and has time to answer.",
            "{n} asks were left out: somebody was asked and has time to answer.", p->answering,
            NULL, 0);
    if (p->refused)
        v->refused = tr_fmt_n(w->arena, lang,
                              "{n} pair that you fixed is not in it: a limit rules it out, or "
                              "nothing is left of the offer.",
                              "{n} pairs that you fixed are not in it: a limit rules them out, or "
                              "nothing is left of the offer.",
                              p->refused, NULL, 0);
    if (p->damaged)
        v->damaged = tr_fmt_n(w->arena, lang, "{n} shelf here cannot be opened.",
                              "{n} shelves here cannot be opened.", p->damaged, NULL, 0);
}

static void kinds_fill(const struct case_words *w, const struct plan_desk *p, const bool *met,
                       struct plan_page_view *v)
{
    size_t all[AID_KIND_COUNT + 1] = {0}, got[AID_KIND_COUNT + 1] = {0}, most = 1;
    struct plan_kind_view *out = ARENA_ARRAY(w->arena, struct plan_kind_view, AID_KIND_COUNT);
    for (size_t i = 0; i < p->asks.n; i++) {
        const enum aid_kind k = p->asks.v[i].card.kind;
        most = ++all[k] > most ? all[k] : most;
        got[k] += met[i];
    }
    for (int k = 1; k <= AID_KIND_COUNT; k++) {
        if (all[k] == 0)
            continue;
        out[v->nkinds++] = (struct plan_kind_view){
            .label = say(w, aid_kind_find(k)->text),
            .text = tr_fmt(w->arena, w->req->lang, N_("{some} of {all} get an offer"),
                           TR_ARGS({"some", number(w, got[k])}, {"all", number(w, all[k])})),
            .all = (int)(DRAWN * all[k] / most),
            .met = (int)(DRAWN * got[k] / most),
        };
    }
    v->kinds = out;
}

static const char *why_text(enum plan_why why)
{
    switch (why) {
    case PLAN_NOBODY:
        return N_("Nobody offers this kind right now");
    case PLAN_FAR:
        return N_("Offers of the kind are too far away");
    case PLAN_LIMITS:
        return N_("Offers are near, but a limit rules each of them out");
    case PLAN_FORBIDDEN:
        return N_("What would fit was asked before, or is never to be");
    case PLAN_TAKEN:
        return N_("What fits does more for others");
    }
    return NULL;
}

static void whys_fill(const struct case_words *w, const struct plan_desk *p,
                      struct plan_page_view *v)
{
    enum { WHYS = PLAN_TAKEN + 1 };
    size_t whys[WHYS] = {0}, limits[FIT_LIMITS_N] = {0};
    struct ui_fact *why = ARENA_ARRAY(w->arena, struct ui_fact, WHYS);
    struct ui_fact *limit = ARENA_ARRAY(w->arena, struct ui_fact, FIT_LIMITS_N);
    for (size_t i = 0; i < p->unmets; i++) {
        whys[p->unmet[i].why]++;
        for (int k = 0; p->unmet[i].why == PLAN_LIMITS && k < FIT_LIMITS_N; k++)
            limits[k] += p->unmet[i].limits >> k & 1;
    }
    for (int k = 0; k < WHYS; k++)
        if (whys[k])
            why[v->nwhys++] =
                (struct ui_fact){say(w, why_text((enum plan_why)k)), number(w, whys[k])};
    for (int k = 0; k < FIT_LIMITS_N; k++)
        if (limits[k] && case_limit_text((enum fit_limit)k))
            limit[v->nlimits++] =
                (struct ui_fact){say(w, case_limit_text((enum fit_limit)k)), number(w, limits[k])};
    v->whys = why;
    v->limits = limit;
}

/* The most pressing ones, by insertion: they are few. */
static void unmet_fill(const struct case_words *w, const struct plan_desk *p,
                       struct plan_page_view *v)
{
    const struct plan_unmet *top[UNMET_MOST];
    int64_t rank[UNMET_MOST];
    size_t n = 0;
    for (size_t i = 0; i < p->unmets; i++) {
        const struct plan_unmet *u = &p->unmet[i];
        const int64_t r = loop_rank(&p->asks.v[u->ask].card.loop, p->made_at);
        size_t at = n;
        while (at > 0 && rank[at - 1] < r)
            at--;
        if (at == UNMET_MOST)
            continue;
        for (size_t k = n < UNMET_MOST ? n : UNMET_MOST - 1; k > at; k--) {
            top[k] = top[k - 1];
            rank[k] = rank[k - 1];
        }
        top[at] = u;
        rank[at] = r;
        n += n < UNMET_MOST;
    }
    struct plan_unmet_view *out = ARENA_ARRAY(w->arena, struct plan_unmet_view, UNMET_MOST);
    for (size_t i = 0; i < n; i++) {
        const struct plan_card *c = &p->asks.v[top[i]->ask];
        out[i] = (struct plan_unmet_view){
            .title = case_title(w, &c->card),
            .about = case_about(w, &c->card),
            .why = top[i]->units < c->card.units ? say(w, N_("It gets a part of what it asks for"))
                                                 : say(w, why_text(top[i]->why)),
            .url = case_url(w->req, c->at, c->card.id, ""),
        };
    }
    v->unmet = out;
    v->nunmet = n;
}

void plan_summary_fill(const struct case_words *w, const struct plan_desk *p,
                       struct plan_page_view *v)
{
    size_t met;
    const bool *which = asks_met(w, p, &met);
    sentences_fill(w, p, met, v);
    kinds_fill(w, p, which, v);
    whys_fill(w, p, v);
    unmet_fill(w, p, v);
}

/* ---- pairs ------------------------------------------------------------------------------------
 */

/* Costs in words: what the ask would have had alone, what others lack, what the plan would lose. */
static size_t cost_fill(const struct case_words *w, const struct plan_line *l, struct str *out)
{
    const struct lang *lang = w->req->lang;
    size_t n = 0;
    out[n++] = l->score >= l->best
                   ? tr_fmt(w->arena, lang, N_("The best there is for this ask: {n} points."),
                            TR_ARGS({"n", number(w, (size_t)l->score)}))
                   : tr_fmt(w->arena, lang,
                            N_("{n} points. Alone it would have had {best}; that offer does more "
                               "for somebody else."),
                            TR_ARGS({"n", number(w, (size_t)l->score)},
                                    {"best", number(w, (size_t)l->best)}));
    out[n++] = l->wanted > 0
                   ? tr_fmt(w->arena, lang,
                            N_("Other asks lack this offer: to them it is worth {n} points."),
                            TR_ARGS({"n", number(w, (size_t)l->wanted)}))
                   : say(w, N_("No other ask lacks this offer."));
    if (l->cost > 0)
        out[n++] = tr_fmt(w->arena, lang,
                          N_("Without this pair all together have at least {n} points less."),
                          TR_ARGS({"n", number(w, (size_t)l->cost)}));
    return n;
}

static void reasons_fill(const struct case_words *w, const struct plan_desk *p,
                         const struct plan_line *l, const struct aid_details *details,
                         struct plan_line_view *v)
{
    const struct plan_card *ask = &p->asks.v[l->ask], *offer = &p->offers.v[l->offer];
    const struct fits_offer o = {offer->card, offer->at, offer->board};
    struct case_lines yes = {ARENA_ARRAY(w->arena, struct str, CASE_REASONS_MAX), 0};
    struct case_lines no = {ARENA_ARRAY(w->arena, struct str, CASE_REASONS_MAX), 0};
    struct str *cost = ARENA_ARRAY(w->arena, struct str, COSTS);
    struct fit fit;
    plan_desk_fit(p, &ask->card, &offer->card, p->made_at, &fit);
    case_fit_lines(w, &ask->card, details, &o, &fit, &yes, &no);
    v->yes = yes.v;
    v->nyes = yes.n;
    v->no = no.v;
    v->nno = no.n;
    v->ncost = cost_fill(w, l, cost);
    v->cost = cost;
}

static void twins_fill(const struct case_words *w, const struct plan_desk *p, uint32_t ask,
                       struct plan_line_view *v)
{
    uint32_t twin[PLAN_TWINS];
    struct plan_twin_view *out = ARENA_ARRAY(w->arena, struct plan_twin_view, PLAN_TWINS);
    v->ntwins = plan_desk_twins(p, ask, w->req->search, w->arena, twin);
    for (size_t i = 0; i < v->ntwins; i++) {
        const struct plan_card *c = &p->asks.v[twin[i]];
        out[i] = (struct plan_twin_view){case_title(w, &c->card), case_about(w, &c->card),
                                         case_url(w->req, c->at, c->card.id, "")};
    }
    v->twins = out;
}

static struct plan_line_view line_view(const struct case_words *w, const struct plan_desk *p,
                                       size_t at, const struct aid_details *details)
{
    static const char *const OUTCOMES[] = {
#define X(name, text) text,
        PLAN_OUTCOMES(X)
#undef X
    };
    const struct plan_line *l = &p->line[at];
    const struct plan_card *ask = &p->asks.v[l->ask], *offer = &p->offers.v[l->offer];
    struct plan_line_view v = {
        .title = case_title(w, &ask->card),
        .about = case_about(w, &ask->card),
        .waits = case_waits(w, &ask->card),
        .ask = case_url(w->req, ask->at, ask->card.id, ""),
        .offer = case_title(w, &offer->card),
        .offer_about = case_about(w, &offer->card),
        .where = say(w, offer->card.mailbox.id == 0 ? N_("Nobody can be asked here: it is settled "
                                                         "at once, and somebody has to bring it")
                        : offer->board              ? N_("On the board")
                                                    : N_("Sent to the coordinators")),
        .name = str_fmt(w->arena, "c%zu", at),
        .outcome = OUTCOMES[l->outcome] ? say(w, OUTCOMES[l->outcome]) : STR_NONE,
        .open = plan_is_open(l),
        .is_yes = l->choice == PLAN_YES,
        .is_never = l->choice == PLAN_NEVER,
        .pinned = l->pinned,
        .other = url_path(w->req->arena, PLAN_AT "/other/%zu", at),
    };
    if (details->navoid)
        v.look = say(w, N_("Who must not hear of it stands on the page of the ask. No program can "
                           "compare that: please look before accepting."));
    twins_fill(w, p, l->ask, &v);
    reasons_fill(w, p, l, details, &v);
    return v;
}

enum err plan_lines_fill(const struct case_words *w, struct desk *d, const struct plan_desk *p,
                         const size_t *lines, size_t n, struct plan_line_view **out)
{
    const struct aid_card **cards = ARENA_ARRAY(w->arena, const struct aid_card *, n + 1);
    bool *there = ARENA_ARRAY(w->arena, bool, n + 1);
    struct aid_details *details = ARENA_ARRAY(w->arena, struct aid_details, n + 1);
    *out = ARENA_ARRAY(w->arena, struct plan_line_view, n + 1);
    for (size_t i = 0; i < n; i++)
        cards[i] = &p->asks.v[p->line[lines[i]].ask].card;
    TRY(cases_details_of(d, cards, n, details, there));
    for (size_t i = 0; i < n; i++)
        (*out)[i] = line_view(w, p, lines[i], &details[i]);
    return ERR_OK;
}

enum err plan_looks(struct req *req, struct desk *d, const struct plan_desk *p,
                    struct plan_line *const *lines, size_t n, bool *out)
{
    uint32_t twin[PLAN_TWINS];
    const struct aid_card **cards = ARENA_ARRAY(req->secret, const struct aid_card *, n + 1);
    bool *there = ARENA_ARRAY(req->secret, bool, n + 1);
    struct aid_details *details = ARENA_ARRAY(req->secret, struct aid_details, n + 1);
    for (size_t i = 0; i < n; i++)
        cards[i] = &p->asks.v[lines[i]->ask].card;
    TRY(cases_details_of(d, cards, n, details, there));
    for (size_t i = 0; i < n; i++)
        out[i] = details[i].navoid != 0 ||
                 plan_desk_twins(p, lines[i]->ask, req->search, req->secret, twin) != 0;
    return ERR_OK;
}
