/* After hard times: closing in portions, and the look back, also as a text to keep. */
#include "aid/area_field.h"
#include "aid/area_store.h"
#include "aid/case_pages.h"
#include "aid/closing.h"
#include "aid/situation_view.h"
#include "aid/surge_pages.h"
#include "base/clock.h"
#include "situation.html.h"

#define AT DESK_AT "/after"

static struct str say(const struct req *req, const char *msgid)
{
    return str_from_c(tr(req->lang, msgid));
}

static struct str number(const struct req *req, uint64_t n)
{
    return lang_number(req->arena, req->lang, (int64_t)n);
}

/* "none", "fewer than 5", "10 to 19". */
static struct str range(const struct req *req, uint64_t n)
{
    const struct closing_range r = closing_range_of(n);
    if (n == 0)
        return say(req, N_("none"));
    if (r.few)
        return tr_fmt(req->arena, req->lang, N_("fewer than {n}"),
                      TR_ARGS({"n", number(req, CLOSING_FEW)}));
    return tr_fmt(req->arena, req->lang, N_("{least} to {most}"),
                  TR_ARGS({"least", number(req, r.least)}, {"most", number(req, r.most)}));
}

static const char *wait_text(int i)
{
    static const char *const TEXTS[TALLY_WAITS] = {
        N_("less than 1 hour"), N_("1 to 6 hours"),     N_("6 to 24 hours"),
        N_("1 to 3 days"),      N_("more than 3 days"),
    };
    return i < 0 ? N_("too few to say") : TEXTS[i];
}

/* ---- the report -------------------------------------------------------------------------------
 */

struct sums {
    uint64_t came, answered, arrived;
    uint32_t waited[TALLY_WAITS];
};

static void sums_add(struct sums *s, const struct tally_row *r)
{
    s->came += r->came;
    s->answered += r->answered;
    s->arrived += r->arrived;
    for (size_t i = 0; i < TALLY_WAITS; i++)
        s->waited[i] += r->waited[i];
}

static struct after_row row_of(const struct req *req, struct str name, const struct sums *s)
{
    return (struct after_row){
        name, tr_fmt(req->arena, req->lang,
                     N_("Asked: {came}. Somebody helped: {answered}. Arrived: {arrived}."),
                     TR_ARGS({"came", range(req, s->came)}, {"answered", range(req, s->answered)},
                             {"arrived", range(req, s->arrived)}))};
}

static void kinds_fill(const struct req *req, const struct tally_day *all, struct after_view *v)
{
    struct after_row *rows = ARENA_ARRAY(req->arena, struct after_row, AID_KIND_COUNT);
    for (int k = 1; k <= AID_KIND_COUNT; k++) {
        struct sums s = {0};
        for (size_t i = 0; i < all->n; i++)
            if (all->v[i].side == AID_ASK && (int)all->v[i].kind == k)
                sums_add(&s, &all->v[i]);
        if (s.came)
            rows[v->nkinds++] = row_of(req, say(req, aid_kind_find(k)->text), &s);
    }
    v->kinds = rows;
}

static void areas_fill(const struct req *req, const struct areas *areas,
                       const struct tally_day *all, struct after_view *v)
{
    struct after_row *rows = ARENA_ARRAY(req->arena, struct after_row, areas->n + 1);
    struct sums elsewhere = {0};
    for (size_t i = 0; i < all->n; i++)
        if (all->v[i].side == AID_ASK && !area_find(areas, all->v[i].area))
            sums_add(&elsewhere, &all->v[i]);
    for (size_t k = 0; k < areas->n; k++) {
        struct sums s = {0};
        for (size_t i = 0; i < all->n; i++) {
            const struct area *x =
                all->v[i].side == AID_ASK ? area_find(areas, all->v[i].area) : NULL;
            if (x && x->id == areas->v[k].id)
                sums_add(&s, &all->v[i]);
        }
        if (s.came)
            rows[v->nareas++] = row_of(req, area_name(req, &areas->v[k]), &s);
    }
    if (v->nareas && elsewhere.came)
        rows[v->nareas++] = row_of(req, say(req, N_("Elsewhere")), &elsewhere);
    v->areas = rows;
}

static enum err report_fill(const struct req *req, struct desk *d, const struct areas *areas,
                            const struct surge *s, struct after_view *v)
{
    struct tally_day all;
    struct sums asks = {0}, offers = {0};
    struct ui_fact *facts = ARENA_ARRAY(req->arena, struct ui_fact, 5);
    TRY(tally_range(d, clock_day(s->since), clock_day(surge_end_of(s)), &all));
    for (size_t i = 0; i < all.n; i++)
        sums_add(all.v[i].side == AID_ASK ? &asks : &offers, &all.v[i]);
    facts[0] = (struct ui_fact){say(req, N_("What was asked")), range(req, asks.came)};
    facts[1] = (struct ui_fact){say(req, N_("Somebody helped")), range(req, asks.answered)};
    facts[2] =
        (struct ui_fact){say(req, N_("It arrived, by their own word")), range(req, asks.arrived)};
    facts[3] = (struct ui_fact){say(req, N_("Half of them heard from somebody within")),
                                say(req, wait_text(closing_median(asks.waited)))};
    facts[4] =
        (struct ui_fact){say(req, N_("Offered to the coordinators")), range(req, offers.came)};
    v->report = true;
    v->whole = facts;
    v->nwhole = 5;
    kinds_fill(req, &all, v);
    areas_fill(req, areas, &all, v);
    return ERR_OK;
}

/* ---- the page ---------------------------------------------------------------------------------
 */

static void todo_fill(const struct req *req, const struct closing *c, size_t done,
                      struct after_view *v)
{
    v->todo = c->left != 0;
    v->done = done;
    v->all = done + c->left;
    v->left = v->todo ? tr_fmt_n(req->arena, req->lang, "{n} person waits for a word.",
                                 "{n} people wait for a word.", c->left, NULL, 0)
                      : say(req, N_("Everybody has had a word."));
    if (c->held)
        v->held =
            tr_fmt_n(req->arena, req->lang, "{n} ask goes on between two people, until its day.",
                     "{n} asks go on between two people, until their day.", c->held, NULL, 0);
    if (v->todo && done)
        v->progress = tr_fmt(req->arena, req->lang, N_("{done} of {all} are done."),
                             TR_ARGS({"done", number(req, done)}, {"all", number(req, v->all)}));
}

static enum err after_fill(const struct req *req, struct desk *d, size_t done, struct after_view *v,
                           struct surge *s)
{
    struct areas areas;
    struct closing c;
    TRY(areas_load(req->db, req->arena, &areas));
    TRY(surge_read(&d->ctx, s));
    v->back = desk_url(req, d->kind, "");
    v->on = s->state == SURGE_ON;
    v->over = s->state == SURGE_OVER;
    if (s->state == SURGE_NONE && s->since == 0)
        return ERR_OK;
    v->about = surge_about(req, &areas, s);
    v->days =
        tr_fmt(req->arena, req->lang, N_("From {since} to {until}"),
               TR_ARGS({"since", lang_day(req->arena, req->lang, clock_day(s->since))},
                       {"until", lang_day(req->arena, req->lang, clock_day(surge_end_of(s) - 1))}));
    v->deletion = v->over ? tr_fmt(req->arena, req->lang,
                                   N_("What came in meanwhile is deleted by the end of {date}."),
                                   TR_ARGS({"date", lang_day(req->arena, req->lang, s->last_day)}))
                          : STR_NONE;
    if (v->over) {
        TRY(closing_look(d, s, &c));
        todo_fill(req, &c, done, v);
    }
    return report_fill(req, d, &areas, s, v);
}

static enum err after_show(struct req *req, struct res *res, struct desk *d, size_t done)
{
    struct html h;
    struct ui_page page;
    struct surge s;
    struct after_view v = {0};
    TRY(after_fill(req, d, done, &v, &s));
    page_begin(req, d->kind->nav, &page, &h);
    view_after(&h, &page, &v);
    return page_send(&h, res);
}

enum err after_get(struct req *req, struct res *res)
{
    struct desk d;
    int64_t done = 0;
    TRY(desk_of(req, &DESK_COORDINATORS, &d));
    if (!str_to_i64(http_pairs_get(&req->query, "done"), &done) || done < 0 || done > 10000000)
        done = 0;
    return after_show(req, res, &d, (size_t)done);
}

static const struct form_field FIELDS[] = {{.name = "done", .kind = FIELD_HIDDEN, .max = 8}};
const struct form_spec AFTER_FORM = FORM_SPEC(FIELDS);

enum err after_post(struct req *req, struct res *res)
{
    struct desk d;
    struct surge s;
    struct closing c;
    int64_t before = 0;
    TRY(desk_of(req, &DESK_COORDINATORS, &d));
    TRY(surge_read(&d.ctx, &s));
    if (!str_to_i64(req->fields->value[0], &before) || before < 0)
        before = 0;
    enum err e = closing_some(&d, &s, CLOSING_PORTION, &c);
    if (e == ERR_CONFLICT)
        return page_go(req, res, url_path(req->arena, AT), NOTICE_NONE);
    TRY(e);
    return page_go(req, res, url_path(req->arena, AT "?done=%zu", (size_t)before + c.done),
                   NOTICE_NONE);
}

/* ---- as a text --------------------------------------------------------------------------------
 */

static struct str rows_text(const struct req *req, struct str text, const char *heading,
                            const struct after_row *rows, size_t n)
{
    if (n)
        text = str_fmt(req->arena, "%" STR_FMT "\n%s\n", STR_ARG(text), tr(req->lang, heading));
    for (size_t i = 0; i < n; i++)
        text = str_fmt(req->arena, "%" STR_FMT "%" STR_FMT ": %" STR_FMT "\n", STR_ARG(text),
                       STR_ARG(rows[i].name), STR_ARG(rows[i].says));
    return text;
}

enum err after_text_get(struct req *req, struct res *res)
{
    struct desk d;
    struct surge s;
    struct after_view v = {0};
    TRY(desk_of(req, &DESK_COORDINATORS, &d));
    TRY(after_fill(req, &d, 0, &v, &s));
    if (!v.report)
        return ERR_NOT_FOUND;
    struct str text =
        str_fmt(req->arena, "%" STR_FMT "\n%" STR_FMT "\n\n", STR_ARG(v.about), STR_ARG(v.days));
    for (size_t i = 0; i < v.nwhole; i++)
        text = str_fmt(req->arena, "%" STR_FMT "%" STR_FMT ": %" STR_FMT "\n", STR_ARG(text),
                       STR_ARG(v.whole[i].name), STR_ARG(v.whole[i].value));
    text = rows_text(req, text, N_("By kind"), v.kinds, v.nkinds);
    res->body = rows_text(req, text, N_("By place"), v.areas, v.nareas);
    res->kind = RES_DOWNLOAD;
    res->status = 200;
    res->content_type = "text/plain; charset=utf-8";
    res->file_name = "report.txt";
    return ERR_OK;
}
