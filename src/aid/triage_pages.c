/* The rules of triage, on a page; and taking in at once all that a page shows. */
#include "aid/case_pages.h"
#include "aid/surge_pages.h"
#include "aid/surge_view.h"
#include "aid/triage.h"
#include "surge.html.h"

#define AT DESK_AT "/triage"

static const struct form_choice RULES[] = {
#define X(name, number, text) {#number, text, TRIAGE_##name},
    TRIAGE_RULES(X)
#undef X
        {NULL, NULL, 0}};
static const struct form_choice CHANGES[] = {{"up", N_("Higher"), TRIAGE_UP},
                                             {"down", N_("Lower"), TRIAGE_DOWN},
                                             {"on", N_("Turn on"), TRIAGE_ON},
                                             {"off", N_("Turn off"), TRIAGE_OFF},
                                             {NULL, NULL, 0}};
enum { F_RULE, F_HOW };
static const struct form_field FIELDS[] = {
    [F_RULE] = {.name = "rule",
                .label = N_("Rule"),
                .kind = FIELD_CHOICE,
                .choices = RULES,
                .required = true},
    [F_HOW] = {.name = "how",
               .label = N_("What becomes of it"),
               .kind = FIELD_CHOICE,
               .choices = CHANGES,
               .required = true},
};
const struct form_spec TRIAGE_FORM = FORM_SPEC(FIELDS);

#define HANDLES_MAX 4000 /* characters; a page's worth of them */
static const struct form_field TRIAGED_FIELDS[] = {
    {.name = "which", .kind = FIELD_HIDDEN, .max = HANDLES_MAX, .required = true}};
const struct form_spec TRIAGED_FORM = FORM_SPEC(TRIAGED_FIELDS);

static enum err counts(struct desk *d, size_t count[TRIAGE_COUNT + 1])
{
    struct case_rows rows;
    TRY(cases_list(d, AID_ASK, &rows));
    for (size_t i = 0; i < rows.n; i++)
        count[rows.v[i].rule]++;
    return ERR_OK;
}

enum err triage_get(struct req *req, struct res *res)
{
    struct html h;
    struct ui_page page;
    struct desk d;
    struct triage t;
    struct surge now;
    size_t count[TRIAGE_COUNT + 1] = {0};
    TRY(desk_of(req, &DESK_COORDINATORS, &d));
    TRY(triage_load(&d, &t));
    TRY(surge_read(&d.ctx, &now));
    struct triage_view v = {
        .surge = now.state == SURGE_ON, .n = TRIAGE_COUNT, .back = desk_url(req, d.kind, "")};
    struct triage_rule_view *rules = ARENA_ARRAY(req->arena, struct triage_rule_view, TRIAGE_COUNT);
    if (v.surge)
        TRY(counts(&d, count));
    for (size_t i = 0; i < TRIAGE_COUNT; i++)
        rules[i] = (struct triage_rule_view){
            .place = str_fmt(req->arena, "%" STR_FMT ".",
                             STR_ARG(lang_number(req->arena, req->lang, (int64_t)i + 1))),
            .text = str_from_c(tr(req->lang, triage_text(t.rules[i]))),
            .value = str_fmt(req->arena, "%d", (int)t.rules[i]),
            .count = count[t.rules[i]] ? tr_fmt_n(req->arena, req->lang, "{n} ask stands here",
                                                  "{n} asks stand here", count[t.rules[i]], NULL, 0)
                                       : STR_NONE,
            .on = !(t.off & 1u << t.rules[i]),
            .first = i == 0,
            .last = i + 2 >= TRIAGE_COUNT,
            .fixed = t.rules[i] == TRIAGE_REST};
    v.rules = rules;
    page_begin(req, d.kind->nav, &page, &h);
    view_triage(&h, &page, &v);
    return page_send(&h, res);
}

static enum err change(struct desk *d, const struct form *f)
{
    DB_TX struct db_tx tx = {0};
    struct triage t;
    TRY(db_tx_begin(&tx, d->ctx.db));
    TRY(triage_load(d, &t));
    triage_change(&t, (enum triage_rule)f->number[F_RULE], (enum triage_change)f->number[F_HOW]);
    TRY(triage_save(d, &t));
    TRY(desk_turn(d));
    return db_tx_commit(&tx);
}

enum err triage_post(struct req *req, struct res *res)
{
    struct desk d;
    TRY(desk_of(req, &DESK_COORDINATORS, &d));
    if (!req->fields->problems)
        TRY(change(&d, req->fields));
    return page_go(req, res, url_path(req->arena, AT), NOTICE_NONE);
}

enum err triaged_post(struct req *req, struct res *res)
{
    struct desk d;
    struct str rest = req->fields->value[0];
    TRY(desk_of(req, &DESK_COORDINATORS, &d));
    while (!req->fields->problems && rest.n) {
        struct shelf_place at;
        uint64_t id;
        if (!shelf_from_handle(req->secret, str_cut(&rest, ' '), &at, &id))
            continue;
        enum err e = case_move(&d, at, id, LOOP_TRIAGE, NULL, STR_NONE);
        if (e != ERR_OK && e != ERR_CONFLICT && e != ERR_NOT_FOUND) /* somebody was first */
            return e;
    }
    return page_go(req, res, url_path(req->arena, DESK_AT), NOTICE_SAVED);
}
