/* Lists for the street: choosing, and the sheets. */
#include "aid/print_pages.h"

#include <string.h>

#include "aid/area_field.h"
#include "aid/print_view.h"
#include "aid/routes.h"
#include "print.html.h"

#define say case_say_text

enum { P_KIND, P_WHICH, P_MOST, P_WHO, P_LINE, P_CONTACT };
static const struct form_choice KINDS[] = {{"all", N_("All kinds"), 0},
#define X(name, number, code, text) {code, text, number},
                                           AID_KINDS(X)
#undef X
                                               {NULL, NULL, 0}};
static const struct form_choice WHICH[] = {{"all", N_("All that are open"), PRINT_ALL},
                                           {"waiting", N_("Waiting for help"), PRINT_WAITING},
                                           {"held", N_("Somebody helps"), PRINT_HELD},
                                           {NULL, NULL, 0}};
static const struct form_field FIELDS[] = {
    [P_KIND] = {.name = "kind",
                .label = N_("Kind"),
                .kind = FIELD_CHOICE,
                .choices = KINDS,
                .required = true},
    [P_WHICH] = {.name = "which",
                 .label = N_("Which asks?"),
                 .kind = FIELD_CHOICE,
                 .choices = WHICH,
                 .required = true},
    [P_MOST] = {.name = "most",
                .label = N_("How many at most?"),
                .hint = N_("The most pressing ones, in the order of the list. 300 at most."),
                .kind = FIELD_INT,
                .min = 1,
                .max = PRINT_MOST,
                .required = true},
    [P_WHO] = {.name = "who",
               .label = N_("Who goes?"),
               .hint = N_("A word that says nothing to others, for the top of each sheet."),
               .kind = FIELD_LINE,
               .max = SHEET_WHO_MAX},
    [P_LINE] = {.name = "line",
                .label = N_("With the line that was written"),
                .hint = N_("Without it a sheet says kind and amount only. Whoever finds a sheet "
                           "reads it."),
                .kind = FIELD_FLAG},
    [P_CONTACT] = {.name = "contact",
                   .label = N_("With how to reach people, on an extra sheet to be kept apart"),
                   .hint = N_("Only where it cannot be done without. It has codes and contacts, "
                              "no list of what is asked."),
                   .kind = FIELD_FLAG},
};
static const struct form_spec PRINT_FORM = FORM_SPEC(FIELDS);

void view_print_fields(struct html *h, const struct form *f)
{
    view_ui_fields(h, f);
}

/* ---- choosing ---------------------------------------------------------------------------------
 */

static bool is_ticked(const struct req *req, struct str name)
{
    for (size_t i = 0; i < req->form.n; i++)
        if (str_eq(req->form.v[i].name, name))
            return true;
    return false;
}

/* Areas in which something is open, with how much. */
static void areas_fill(const struct case_words *w, const struct case_rows *rows,
                       struct print_choose_view *v)
{
    size_t *count = ARENA_ARRAY(w->arena, size_t, w->areas.n + 1);
    struct print_area_view *areas = ARENA_ARRAY(w->arena, struct print_area_view, PRINT_AREAS);
    v->none = true;
    for (size_t i = 0; i < rows->n; i++) {
        const struct aid_card *c = &rows->v[i].card;
        const struct area *at = c->area ? area_find(&w->areas, c->area) : NULL;
        if (!print_is_open(c))
            continue;
        v->none = false;
        if (at)
            count[at - w->areas.v]++;
    }
    for (size_t i = 0; i < w->areas.n && v->nareas < PRINT_AREAS; i++) {
        if (count[i] == 0)
            continue;
        const struct str name = str_fmt(w->arena, "a%u", w->areas.v[i].id);
        const struct str label =
            tr_fmt(w->arena, w->req->lang, N_("{area}: {n}"),
                   TR_ARGS({"area", area_label(w->req, &w->areas, w->areas.v[i].id)},
                           {"n", lang_number(w->arena, w->req->lang, (int64_t)count[i])}));
        areas[v->nareas++] =
            (struct print_area_view){name, label, w->req->form.n && is_ticked(w->req, name)};
    }
    v->areas = areas;
}

static enum err choose_show(struct req *req, struct res *res, struct desk *d, const struct form *f,
                            const char *said)
{
    struct html h;
    struct ui_page page;
    struct case_words w;
    struct case_rows rows;
    struct print_choose_view v = {.form = f,
                                  .said = said ? tr(req->lang, said) : NULL,
                                  .action = url_path(req->arena, PRINT_AT),
                                  .paper = url_path(req->arena, PAPER_AT),
                                  .back = url_path(req->arena, DESK_AT)};
    TRY(case_words_begin(req, &w));
    TRY(cases_rows(d, AID_ASK, NULL, &rows));
    areas_fill(&w, &rows, &v);
    page_begin(req, d->kind->nav, &page, &h);
    view_print_choose(&h, &page, &v);
    return page_send(&h, res);
}

static enum err print_get(struct req *req, struct res *res)
{
    struct desk d;
    struct form f;
    const enum err e = desk_of(req, &DESK_COORDINATORS, &d);
    if (e == ERR_DENIED)
        return desk_door(req, res, &DESK_COORDINATORS);
    TRY(e);
    form_blank(&PRINT_FORM, &f);
    f.value[P_KIND] = STR("all");
    f.value[P_WHICH] = STR("all");
    f.value[P_MOST] = STR(PRINT_USUAL);
    return choose_show(req, res, &d, &f, NULL);
}

static struct print_wish wish_of(const struct req *req)
{
    const struct form *f = req->fields;
    uint32_t *areas = ARENA_ARRAY(req->arena, uint32_t, req->form.n);
    struct print_wish wish = {.kind = (int)f->number[P_KIND],
                              .which = (enum print_which)f->number[P_WHICH],
                              .areas = areas,
                              .most = (size_t)f->number[P_MOST],
                              .who = f->value[P_WHO]};
    for (size_t i = 0; i < req->form.n; i++) {
        const struct str name = req->form.v[i].name;
        uint64_t id;
        if (str_starts(name, STR("a")) && str_to_u64(str_slice(name, 1, name.n), &id) &&
            id <= UINT32_MAX)
            areas[wish.nareas++] = (uint32_t)id;
    }
    return wish;
}

/* ---- the sheets -------------------------------------------------------------------------------
 */

/* Amounts and days; words stay out: they are for who helps. */
static struct str amounts_of(const struct case_words *w, const struct aid_card *c)
{
    const struct aid_kind_info *kind = aid_kind_find((int)c->kind);
    struct str out = STR_NONE;
    for (int i = 0; i < kind->n; i++) {
        const struct aid_question *q = &kind->questions[i];
        struct str value = STR_NONE;
        if (!(c->answered & 1u << i))
            continue;
        if (q->answer == AID_ANSWER_COUNT)
            value = lang_number(w->arena, w->req->lang, c->number[i]);
        if (q->answer == AID_ANSWER_DAY)
            value = lang_day(w->arena, w->req->lang, (int32_t)c->number[i]);
        if (q->answer == AID_ANSWER_AREA)
            value = area_label(w->req, &w->areas, (uint32_t)c->number[i]);
        if (value.n != 0)
            out = str_fmt(w->arena, "%" STR_FMT "%s%" STR_FMT " %" STR_FMT, STR_ARG(out),
                          out.n ? " · " : "", STR_ARG(say(w, q->ask)), STR_ARG(value));
    }
    if (out.n == 0 && c->units > 1)
        out = lang_number(w->arena, w->req->lang, c->units);
    return out;
}

static struct print_row_view row_view(const struct case_words *w, const struct key *k,
                                      const struct aid_card *c, const struct case_code *code,
                                      bool line)
{
    struct print_row_view v = {.code = str_copy(w->arena, str_from_c(code->text)),
                               .title = line ? c->line : STR_NONE,
                               .about =
                                   str_fmt(w->arena, "%" STR_FMT " · %" STR_FMT,
                                           STR_ARG(say(w, aid_kind_find((int)c->kind)->text)),
                                           STR_ARG(say(w, loop_urgency_text(c->loop.urgency)))),
                               .amounts = amounts_of(w, c)};
    const uint64_t helper = c->helper.id ? c->helper.id : c->offer;
    if (helper != 0) {
        struct case_code sign;
        case_code_alone(k, helper, &sign);
        v.helper = str_copy(w->arena, str_from_c(sign.text));
    }
    return v;
}

static struct print_sheet_view sheet_view(const struct case_words *w, const struct key *k,
                                          const struct sheet *s, const struct aid_card **cards,
                                          bool line)
{
    struct print_row_view *rows = ARENA_ARRAY(w->arena, struct print_row_view, s->n);
    struct case_code codes[SHEET_ROWS];
    for (size_t i = 0; i < s->n; i++) {
        codes[i] = s->rows[i].code;
        rows[i] = row_view(w, k, cards[i], &codes[i], line);
    }
    struct print_sheet_view v = {.place = area_label(w->req, &w->areas, s->area),
                                 .number = paper_number(w->arena, s->number),
                                 .day = lang_day(w->arena, w->req->lang, s->day),
                                 .who = s->who,
                                 .rows = rows,
                                 .n = s->n};
    qr_draw(w->arena, paper_qr_text(w->arena, s->number, s->day, codes, s->n), &v.qr);
    return v;
}

/* Codes and how to reach people: a page of its own, in the same order. */
static enum err contacts_fill(const struct case_words *w, struct desk *d, const struct printed *p,
                              struct print_sheets_view *v)
{
    const struct aid_card **cards = ARENA_ARRAY(w->arena, const struct aid_card *, p->rows);
    struct aid_details *details = ARENA_ARRAY(w->arena, struct aid_details, p->rows);
    struct print_contact_view *out = ARENA_ARRAY(w->arena, struct print_contact_view, p->rows);
    bool *there = ARENA_ARRAY(w->arena, bool, p->rows);
    size_t n = 0;
    for (size_t i = 0; i < p->n; i++)
        for (size_t k = 0; k < p->sheets[i].n; k++)
            cards[n++] = p->cards[i][k];
    TRY(cases_details_of(d, cards, n, details, there));
    n = 0;
    for (size_t i = 0; i < p->n; i++)
        for (size_t k = 0; k < p->sheets[i].n; k++, n++)
            if (there[n] && (details[n].contact.n || details[n].who.n || details[n].where.n))
                out[v->ncontacts++] = (struct print_contact_view){
                    str_copy(w->arena, str_from_c(p->sheets[i].rows[k].code.text)), details[n].who,
                    details[n].contact, details[n].where};
    v->contacts = out;
    return ERR_OK;
}

static enum err sheets_show(struct req *req, struct res *res, struct desk *d,
                            const struct case_words *w, const struct printed *p)
{
    struct html h;
    struct ui_page page;
    struct key k;
    const bool line = req->fields->number[P_LINE] != 0;
    struct print_sheet_view *sheets = ARENA_ARRAY(w->arena, struct print_sheet_view, p->n);
    struct print_sheets_view v = {.sheets = sheets,
                                  .n = p->n,
                                  .again = url_path(req->arena, PRINT_AT),
                                  .paper = url_path(req->arena, PAPER_AT)};
    sheet_code_key(d, &k);
    for (size_t i = 0; i < p->n; i++)
        sheets[i] = sheet_view(w, &k, &p->sheets[i], p->cards[i], line);
    key_wipe(&k);
    v.summary = tr_fmt(w->arena, req->lang, N_("Sheets: {sheets}. Asks on them: {rows}."),
                       TR_ARGS({"sheets", lang_number(w->arena, req->lang, (int64_t)p->n)},
                               {"rows", lang_number(w->arena, req->lang, (int64_t)p->rows)}));
    if (req->fields->number[P_CONTACT])
        TRY(contacts_fill(w, d, p, &v));
    page_begin(req, d->kind->nav, &page, &h);
    view_print_sheets(&h, &page, &v);
    return page_send(&h, res);
}

static enum err print_post(struct req *req, struct res *res)
{
    struct desk d;
    struct case_words w;
    struct printed made;
    TRY(desk_of(req, &DESK_COORDINATORS, &d));
    if (req->fields->problems)
        return choose_show(req, res, &d, req->fields, NULL);
    TRY(case_words_begin(req, &w));
    const struct print_wish wish = wish_of(req);
    TRY(print_make(&d, &w.areas, &wish, &made));
    if (made.n == 0)
        return choose_show(req, res, &d, req->fields,
                           N_("Nothing is open there. Choose another kind or more areas."));
    return sheets_show(req, res, &d, &w, &made);
}

static const struct route ROUTES[] = {
    {HTTP_GET, PRINT_AT, NULL, WHO_MEMBER, LANE_READ, NULL, print_get, 0},
    {HTTP_POST, PRINT_AT, &PRINT_FORM, WHO_MEMBER, LANE_WRITE, NULL, print_post, 0},
    {HTTP_GET, PAPER_AT, NULL, WHO_MEMBER, LANE_READ, NULL, paper_get, 0},
    {HTTP_POST, PAPER_AT, &PAPER_FORM, WHO_MEMBER, LANE_WRITE, NULL, paper_post, 0},
    {HTTP_GET, PAPER_AT "/:sheet", NULL, WHO_MEMBER, LANE_READ, NULL, paper_sheet_get, 0},
    {HTTP_POST, PAPER_AT "/:sheet", &FORM_NOTHING, WHO_MEMBER, LANE_WRITE, NULL, paper_sheet_post,
     0},
};
const struct route_table AID_PRINT_ROUTES = ROUTE_TABLE(ROUTES);
