/* Deciding about a proposal: accepting, fixing, planning again. */
#include <stdlib.h>
#include <string.h>

#include "aid/plan_pages.h"
#include "plan.html.h"

/* The pairs of a page travel beside these, as "cNUMBER" = yes, later or never: there are more of
 * them than a form's table holds. */
enum { DO_PLAN, DO_WHAT, DO_KIND, DO_AREA, DO_PAGE };
enum deed { DEED_CHOSEN, DEED_PAGE, DEED_NEXT, DEED_AGAIN };
static const struct form_choice DEEDS[] = {{"chosen", "", DEED_CHOSEN},
                                           {"page", "", DEED_PAGE},
                                           {"next", "", DEED_NEXT},
                                           {"again", "", DEED_AGAIN},
                                           {NULL, NULL, 0}};
static const struct form_field DO_FIELDS[] = {
    [DO_PLAN] = {.name = "plan", .kind = FIELD_HIDDEN, .max = 20, .required = true},
    [DO_WHAT] = {.name = "do", .kind = FIELD_CHOICE, .choices = DEEDS, .required = true},
    [DO_KIND] = {.name = "k", .kind = FIELD_INT, .max = AID_KIND_COUNT},
    [DO_AREA] = {.name = "a", .kind = FIELD_INT, .max = UINT32_MAX},
    [DO_PAGE] = {.name = "p", .kind = FIELD_INT, .max = 100000},
};
const struct form_spec PLAN_DO_FORM = FORM_SPEC(DO_FIELDS);

enum { OTHER_PLAN, OTHER_OFFER };
static const struct form_field OTHER_FIELDS[] = {
    [OTHER_PLAN] = {.name = "plan", .kind = FIELD_HIDDEN, .max = 20, .required = true},
    [OTHER_OFFER] = {.name = "offer", .kind = FIELD_HIDDEN, .max = 20, .required = true},
};
const struct form_spec PLAN_OTHER_FORM = FORM_SPEC(OTHER_FIELDS);

static bool is_this(const struct plan_desk *p, struct str number)
{
    uint64_t n;
    return str_to_u64(number, &n) && n == p->number;
}

#define NEWER                                                                                      \
    N_("Meanwhile there is another proposal. Nothing was done with the older one; this is the "    \
       "new "                                                                                      \
       "one.")

static struct url plan_home(const struct req *req)
{
    return url_path(req->arena, PLAN_AT);
}

/* ---- what was chosen --------------------------------------------------------------------------
 */

struct chosen {
    struct plan_line **v; /* those of the form, in its order */
    size_t n;
};

static void unfix(struct plan_desk *p, uint64_t ask, uint64_t offer)
{
    for (size_t i = p->nfix; i-- > 0;)
        if (p->fix[i].ask == ask && (offer == 0 || p->fix[i].offer == offer) &&
            (offer != 0 || !p->fix[i].never))
            p->fix[i] = p->fix[--p->nfix];
}

/* Keeps a choice; "never" and, for a plan made anew, "yes" are what is fixed. */
static enum err choose(struct plan_desk *p, struct plan_line *l, enum plan_choice choice)
{
    const uint64_t ask = p->asks.v[l->ask].card.id, offer = p->offers.v[l->offer].card.id;
    if (l->choice == PLAN_NEVER && choice != PLAN_NEVER)
        unfix(p, ask, offer);
    l->choice = choice;
    if (choice == PLAN_NEVER)
        return plan_desk_fix(p, (struct plan_fix){ask, offer, true});
    return ERR_OK;
}

static enum err chosen_read(const struct req *req, struct plan_desk *p, struct chosen *out)
{
    *out = (struct chosen){.v = ARENA_ARRAY(req->secret, struct plan_line *, req->form.n + 1)};
    for (size_t i = 0; i < req->form.n; i++) {
        const struct http_pair *pair = &req->form.v[i];
        uint64_t at;
        if (!str_starts(pair->name, STR("c")) ||
            !str_to_u64(str_slice(pair->name, 1, pair->name.n), &at) || at >= p->lines ||
            !plan_is_open(&p->line[at]))
            continue;
        out->v[out->n++] = &p->line[at];
        TRY(choose(p, &p->line[at],
                   str_eq_c(pair->value, "yes")     ? PLAN_YES
                   : str_eq_c(pair->value, "never") ? PLAN_NEVER
                                                    : PLAN_LATER));
    }
    return ERR_OK;
}

/* ---- accepting --------------------------------------------------------------------------------
 */

static size_t only(struct plan_line **v, size_t n, enum deed deed)
{
    size_t kept = 0;
    for (size_t i = 0; i < n; i++)
        if (deed == DEED_CHOSEN ? v[i]->choice == PLAN_YES : v[i]->choice != PLAN_NEVER)
            v[kept++] = v[i];
    return kept;
}

/* The first ones of what is shown, over all pages. */
static struct chosen next_ones(const struct req *req, struct plan_desk *p,
                               const struct plan_filter *f)
{
    struct chosen out = {.v = ARENA_ARRAY(req->secret, struct plan_line *, PLAN_ACCEPT_MOST)};
    for (size_t i = 0; i < p->lines && out.n < PLAN_ACCEPT_MOST; i++)
        if (plan_shows(p, f, &p->line[i]) && p->line[i].choice != PLAN_NEVER &&
            p->line[i].outcome != PLAN_OUT_LOOK)
            out.v[out.n++] = &p->line[i];
    return out;
}

/* All in one transaction; what came of each is kept when that is done. */
static enum err accept(struct req *req, struct desk *d, struct plan_desk *p,
                       const struct chosen *some, enum deed deed)
{
    DB_TX struct db_tx tx = {0};
    struct commons commons;
    struct plan_doing x = {.req = req, .desk = d, .commons = &commons, .plan = p};
    enum plan_outcome *out = ARENA_ARRAY(req->secret, enum plan_outcome, some->n + 1);
    struct plan_asked *asked = ARENA_ARRAY(req->secret, struct plan_asked, some->n + 1);
    bool *look = ARENA_ARRAY(req->secret, bool, some->n + 1);
    size_t nasked = 0;
    TRY(db_tx_begin(&tx, req->db));
    TRY(commons_open(req, &commons));
    if (deed != DEED_CHOSEN)
        TRY(plan_looks(req, d, p, some->v, some->n, look));
    for (size_t i = 0; i < some->n; i++) {
        const struct plan_line *l = some->v[i];
        out[i] = PLAN_OUT_LOOK;
        if (!look[i])
            TRY(plan_desk_accept(&x, l, &out[i]));
        if (out[i] == PLAN_OUT_ASKED && l->outcome != PLAN_OUT_ASKED)
            asked[nasked++] = (struct plan_asked){
                p->asks.v[l->ask].card.id, p->offers.v[l->offer].card.id, l->units, req->now};
    }
    TRY(plan_asked_note(d, asked, nasked));
    TRY(desk_turn(d));
    TRY(commons_turn(req, &commons));
    TRY(db_tx_commit(&tx));
    memset(p->told, 0, sizeof p->told);
    for (size_t i = 0; i < some->n; i++) {
        some->v[i]->outcome = out[i];
        p->told[out[i]]++;
    }
    return ERR_OK;
}

/* ---- planning again ---------------------------------------------------------------------------
 */

/* The job gives way to the next one; what is fixed goes along. */
static enum err again(struct req *req, struct res *res, struct desk *d, struct job_hold *h)
{
    const struct plan_desk *p = h->made;
    const size_t n = p->nfix;
    const struct plan_fix *fix = arena_copy(req->secret, p->fix, n * sizeof *fix);
    job_release(h);
    const enum err e = plan_desk_start(req, d, fix, n);
    if (e != ERR_CONFLICT)
        TRY(e);
    return page_go(req, res, plan_home(req), NOTICE_NONE);
}

static enum err pin_chosen(struct plan_desk *p, const struct chosen *some)
{
    for (size_t i = 0; i < some->n; i++)
        if (some->v[i]->choice == PLAN_YES)
            TRY(plan_desk_fix(p, (struct plan_fix){p->asks.v[some->v[i]->ask].card.id,
                                                   p->offers.v[some->v[i]->offer].card.id, false}));
    return ERR_OK;
}

#define TOO_MANY_FIXED                                                                             \
    N_("So many pairs are fixed by now that no more can be. Accept some of them first, or begin "  \
       "anew.")

enum err plan_do_post(struct req *req, struct res *res)
{
    JOB_HOLD struct job_hold h = {0};
    struct desk d;
    struct chosen some;
    const struct form *f = req->fields;
    struct plan_filter filter = {.kind = (int)f->number[DO_KIND],
                                 .area = (uint32_t)f->number[DO_AREA],
                                 .page = (size_t)f->number[DO_PAGE]};
    TRY(desk_of(req, &DESK_COORDINATORS, &d));
    plan_desk_look(req, &h);
    struct plan_desk *p = h.made;
    if (h.state != JOB_READY || f->problems)
        return page_go(req, res, plan_home(req), NOTICE_NONE);
    if (!is_this(p, f->value[DO_PLAN]))
        return plan_show(req, res, &d, p, &(struct plan_filter){0}, NEWER);
    const enum deed deed = (enum deed)f->number[DO_WHAT];
    enum err e = chosen_read(req, p, &some);
    if (e == ERR_OK && deed == DEED_AGAIN)
        e = pin_chosen(p, &some);
    if (e == ERR_TOO_MANY)
        return plan_show(req, res, &d, p, &filter, TOO_MANY_FIXED);
    TRY(e);
    if (deed == DEED_AGAIN)
        return again(req, res, &d, &h);
    if (deed == DEED_NEXT)
        some = next_ones(req, p, &filter);
    else
        some.n = only(some.v, some.n, deed);
    if (some.n == 0)
        return plan_show(req, res, &d, p, &filter,
                         N_("Nothing was chosen. “Accept” beside a pair chooses it."));
    TRY(accept(req, &d, p, &some, deed));
    return page_go(req, res, plan_url(req, &filter, deed == DEED_CHOSEN ? filter.page : 0),
                   NOTICE_NONE);
}

/* ---- another offer ----------------------------------------------------------------------------
 */

/* The line of the address; NULL when there is none (any more). */
static struct plan_line *line_of(const struct req *req, const struct job_hold *h)
{
    uint64_t at;
    struct plan_desk *p = h->made;
    if (h->state != JOB_READY || !str_to_u64(req->params[0], &at) || at >= p->lines ||
        !plan_is_open(&p->line[at]))
        return NULL;
    return &p->line[at];
}

/* To whom the plan gives it now. */
static struct str goes_to(const struct case_words *w, const struct plan_desk *p, uint32_t offer)
{
    for (size_t i = 0; i < p->lines; i++)
        if (p->line[i].offer == offer)
            return tr_fmt(w->arena, w->req->lang, N_("In this proposal it goes to: {ask}"),
                          TR_ARGS({"ask", case_title(w, &p->asks.v[p->line[i].ask].card)}));
    return case_say_text(w, N_("In this proposal it stays free."));
}

static struct case_fit_view other_view(const struct case_words *w, const struct plan_desk *p,
                                       const struct plan_line *l, const struct plan_other *o)
{
    static const struct aid_details NOTHING;
    const struct plan_card *offer = &p->offers.v[o->offer];
    const struct fits_offer it = {offer->card, offer->at, offer->board};
    struct case_lines yes = {ARENA_ARRAY(w->arena, struct str, CASE_REASONS_MAX), 0};
    struct case_lines no = {ARENA_ARRAY(w->arena, struct str, CASE_REASONS_MAX), 0};
    case_fit_lines(w, &p->asks.v[l->ask].card, &NOTHING, &it, &o->fit, &yes, &no);
    return (struct case_fit_view){
        .title = case_title(w, &offer->card),
        .about = case_about(w, &offer->card),
        .where = goes_to(w, p, o->offer),
        .reasons = yes.v,
        .nreasons = yes.n,
        .against = no.v,
        .nagainst = no.n,
        .value = str_fmt(w->arena, "%llu", (unsigned long long)offer->card.id),
    };
}

enum err plan_other_get(struct req *req, struct res *res)
{
    JOB_HOLD struct job_hold h = {0};
    struct desk d;
    struct html out;
    struct ui_page page;
    struct case_words w;
    struct plan_other others[PLAN_OTHERS];
    TRY(desk_of(req, &DESK_COORDINATORS, &d));
    plan_desk_look(req, &h);
    const struct plan_desk *p = h.made;
    const struct plan_line *l = line_of(req, &h);
    if (!l)
        return page_go(req, res, plan_home(req), NOTICE_NONE);
    TRY(case_words_begin(req, &w));
    const size_t n = plan_desk_others(p, l, req->now, req->secret, others);
    struct case_fit_view *fits = ARENA_ARRAY(w.arena, struct case_fit_view, PLAN_OTHERS);
    for (size_t i = 0; i < n; i++)
        fits[i] = other_view(&w, p, l, &others[i]);
    const struct plan_other_view v = {
        .title = case_title(&w, &p->asks.v[l->ask].card),
        .about = case_about(&w, &p->asks.v[l->ask].card),
        .now = tr_fmt(w.arena, req->lang, N_("The proposal gives it: {offer}"),
                      TR_ARGS({"offer", case_title(&w, &p->offers.v[l->offer].card)})),
        .fits = fits,
        .nfits = n,
        .number = str_fmt(w.arena, "%llu", (unsigned long long)p->number),
        .action = url_path(req->arena, PLAN_AT "/other/%zu", (size_t)(l - p->line)),
        .back = plan_home(req),
    };
    page_begin(req, d.kind->nav, &page, &out);
    view_plan_other(&out, &page, &v);
    return page_send(&out, res);
}

enum err plan_other_post(struct req *req, struct res *res)
{
    JOB_HOLD struct job_hold h = {0};
    struct desk d;
    uint64_t offer;
    const struct form *f = req->fields;
    TRY(desk_of(req, &DESK_COORDINATORS, &d));
    plan_desk_look(req, &h);
    struct plan_desk *p = h.made;
    const struct plan_line *l = line_of(req, &h);
    if (!l || !is_this(p, f->value[OTHER_PLAN]) || !str_to_u64(f->value[OTHER_OFFER], &offer) ||
        offer == 0)
        return page_go(req, res, plan_home(req), NOTICE_NONE);
    const uint64_t ask = p->asks.v[l->ask].card.id;
    unfix(p, ask, 0); /* one wish for an ask; the newest */
    if (plan_desk_fix(p, (struct plan_fix){ask, offer, false}) != ERR_OK)
        return plan_show(req, res, &d, p, &(struct plan_filter){0}, TOO_MANY_FIXED);
    return again(req, res, &d, &h);
}
