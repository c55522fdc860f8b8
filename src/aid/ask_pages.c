/* Asking, in two pages: without an account, or as a member (ask_own_pages.c). */
#include "aid/area_store.h"
#include "aid/ask_own.h"
#include "aid/ask_view.h"
#include "aid/intake.h"
#include "aid/routes.h"
#include "aid/surge_pages.h"
#include "ask.html.h"

/* ---- the first page ---------------------------------------------------------------------------
 */

const struct ask_choice *ask_choices(const struct req *req, const struct form *f, size_t i,
                                     size_t *n)
{
    const struct form_field *spec = &f->spec->fields[i];
    const struct form_choice *c = spec->choices;
    *n = 0;
    while (c[*n].value)
        ++*n;
    struct ask_choice *out = ARENA_ARRAY(req->arena, struct ask_choice, *n);
    for (size_t k = 0; k < *n; k++)
        out[k] = (struct ask_choice){
            .value = c[k].value,
            .label = tr(req->lang, c[k].label),
            /* the first carries the field's own id: the summary of mistakes leads there */
            .id = k == 0 ? str_fmt(req->arena, "f-%s", spec->name)
                         : str_fmt(req->arena, "f-%s-%zu", spec->name, k),
            .chosen = str_eq_c(f->value[i], c[k].value)};
    return out;
}

static const char *error_of(const struct req *req, const struct form *f, size_t i)
{
    return f->problem[i] == FIELD_IS_NONE ? NULL : tr(req->lang, form_problem_text(f->problem[i]));
}

static enum err first_show(struct req *req, struct res *res, const struct form *f, bool read)
{
    struct html h;
    struct ui_page page;
    struct ask_first_view v = {.form = f,
                               .member = req->viewer != NULL,
                               .stranger = req->viewer && read,
                               .kind_error = error_of(req, f, ASK_KIND),
                               .urgency_error = error_of(req, f, ASK_URGENCY)};
    v.kinds = ask_choices(req, f, ASK_KIND, &v.nkinds);
    v.urgencies = ask_choices(req, f, ASK_URGENCY, &v.nurgencies);
    page_begin(req, NAV_NONE, &page, &h);
    view_ask_first(&h, &page, &v);
    return page_send(&h, res);
}

enum err ask_said_unread(struct req *req, struct res *res)
{
    struct html h;
    struct ui_page page;
    page_begin(req, NAV_AID, &page, &h);
    view_ask_said(&h, &page, tr(req->lang, N_("Nobody could read it yet")),
                  tr(req->lang, N_("In this network nobody reads asks so far. So nothing is asked "
                                   "here and nothing was kept: it would only wait unread.")));
    return page_send(&h, res);
}

static enum err first_get(struct req *req, struct res *res)
{
    struct form f;
    bool read, shown;
    TRY(aid_is_read(req, &read));
    if (!read && !req->viewer)
        return ask_said_unread(req, res);
    TRY(surge_ask_instead(req, res, &shown));
    if (shown)
        return ERR_OK;
    form_blank(&ASK_FIRST_FORM, &f);
    return first_show(req, res, &f, read);
}

/* ---- the second page --------------------------------------------------------------------------
 */

static void fields_show(struct html *h, const struct ask_view *v, size_t from, size_t n)
{
    for (size_t i = from; i < from + n; i++)
        view_ui_field(h, v->form, i);
}

void view_ask_few(struct html *h, const struct ask_view *v)
{
    view_ask_hidden(h, v->form->spec->fields[ASK_KIND].name, v->form->value[ASK_KIND]);
    view_ask_hidden(h, v->form->spec->fields[ASK_URGENCY].name, v->form->value[ASK_URGENCY]);
    view_ui_field(h, v->form, ASK_SEALED);
    view_area_field(h, &v->areas, v->form, ASK_AREA);
    for (int i = 0; i < v->kind->n; i++)
        if (v->kind->questions[i].answer == AID_ANSWER_AREA && v->areas.n != 0)
            view_area_field(h, &v->areas, v->form, (size_t)(ASK_Q + i));
        else
            view_ui_field(h, v->form, (size_t)(ASK_Q + i));
    fields_show(h, v, ASK_LINE, 2);
}

void view_ask_limits(struct html *h, const struct ask_view *v)
{
    fields_show(h, v, ASK_WHO, ASK_NEED - ASK_WHO);
}

void view_ask_traits(struct html *h, const struct ask_view *v)
{
    fields_show(h, v, ASK_NEED, ASK_AVOID_NEAR - ASK_NEED);
}

void view_ask_nearby(struct html *h, const struct ask_view *v)
{
    fields_show(h, v, ASK_AVOID_NEAR, ASK_AVOID - ASK_AVOID_NEAR);
}

void view_ask_rest(struct html *h, const struct ask_view *v)
{
    fields_show(h, v, ASK_AVOID, ASK_SHOW - ASK_AVOID);
}

enum err ask_form_show(struct req *req, struct res *res, const struct aid_kind_info *kind,
                       const struct areas *areas, struct ask_view *v)
{
    struct html h;
    struct ui_page page;
    v->kind = kind;
    v->title = tr(req->lang, kind->text);
    v->after = tr(req->lang, v->after);
    v->submit = tr(req->lang, v->submit);
    for (size_t i = ASK_WHO; i < ASK_FIELDS; i++)
        v->open |= v->form->problem[i] != FIELD_IS_NONE;
    area_field_fill(req, areas, &v->areas);
    page_begin(req, NAV_NONE, &page, &h);
    view_ask(&h, &page, v);
    if (v->full) {
        res->status = err_status(ERR_BUSY);
        res->retry_after = 300;
    }
    return page_send(&h, res);
}

enum taken { TAKEN_NOT_YET, TAKEN_NO_ROOM };

static enum err second_show(struct req *req, struct res *res, const struct aid_kind_info *kind,
                            const struct areas *areas, const struct form *f, enum taken taken)
{
    struct ask_view v = {
        .form = f,
        .full = taken == TAKEN_NO_ROOM,
        .after = N_("It goes, sealed, to the coordinators of this network. On the next page stands "
                    "a code: with it the answers can be read here, and everything can be deleted."),
        .submit = N_("Send"),
        .action = url_path(req->arena, "/aid/ask/send"),
        .back = url_path(req->arena, "/aid")};
    return ask_form_show(req, res, kind, areas, &v);
}

static enum err first_post(struct req *req, struct res *res)
{
    struct space_ctx ctx = req_ctx(req);
    const struct form *first = req->fields;
    struct receipt r;
    struct areas areas;
    struct form f;
    bool read;
    TRY(aid_is_read(req, &read));
    if (!read && !req->viewer)
        return ask_said_unread(req, res);
    if (first->problems)
        return first_show(req, res, first, read);
    const struct aid_kind_info *kind = aid_kind_find((int)first->number[ASK_KIND]);
    TRY(areas_load(req->db, req->arena, &areas));
    if (req->viewer && (first->number[ASK_AS] == 0 || !read))
        return ask_own_begin(req, res, kind, &areas, (enum loop_urgency)first->number[ASK_URGENCY]);
    ask_form_blank(req, kind, (enum loop_urgency)first->number[ASK_URGENCY], &f);
    f.value[ASK_SEALED] = receipt_carry(&ctx, receipt_create(&ctx, &r));
    return second_show(req, res, kind, &areas, &f, TAKEN_NOT_YET);
}

/* Sends it, once: the receipt was drawn when the form was shown, so that a form that is sent again
 * finds its own ask. ERR_TOO_MANY, ERR_NOT_FOUND: nobody could take it. */
static enum err ask_send(const struct space_ctx *ctx, const struct receipt *r,
                         const struct aid_card *card, const struct aid_details *details,
                         struct loop *out)
{
    struct party p = receipt_party(ctx, r);
    struct aid_thread before;
    enum err e = party_read(ctx, &p, &before);
    *out = card->loop;
    if (e == ERR_OK)
        *out = before.card.loop;
    else if (e == ERR_NOT_FOUND)
        e = party_ask(ctx, &p, card, details);
    key_wipe(&p.seed);
    return e;
}

static enum err send_post(struct req *req, struct res *res)
{
    struct space_ctx ctx = req_ctx(req);
    const struct form *typed = req->fields;
    struct areas areas;
    struct form f;
    struct aid_card card;
    struct aid_details details;
    struct receipt r;
    struct str code;
    struct loop loop;
    if (typed->problem[ASK_KIND] != FIELD_IS_NONE || typed->problem[ASK_URGENCY] != FIELD_IS_NONE)
        return page_go(req, res, url_path(req->arena, "/aid/ask"), NOTICE_NONE);
    const struct aid_kind_info *kind = aid_kind_find((int)typed->number[ASK_KIND]);
    TRY(areas_load(req->db, req->arena, &areas));
    ask_form_read(req, kind, &areas, &f);
    if (!receipt_carried(&ctx, f.value[ASK_SEALED], &r, &code)) {
        code = receipt_create(&ctx, &r);
        f.value[ASK_SEALED] = receipt_carry(&ctx, code);
    }
    if (f.problems)
        return second_show(req, res, kind, &areas, &f, TAKEN_NOT_YET);
    ask_form_card(req, kind, &areas, &f, &card, &details);
    TRY(surge_last_day(&ctx, card.loop.last_day, &card.loop.last_day));
    enum err e = ask_send(&ctx, &r, &card, &details, &loop);
    if (e == ERR_NOT_FOUND)
        return ask_said_unread(req, res);
    if (e == ERR_TOO_MANY)
        return second_show(req, res, kind, &areas, &f, TAKEN_NO_ROOM);
    TRY(e);
    return receipt_show(req, res, &r, code, &loop);
}

static const struct route ROUTES[] = {
    {HTTP_GET, "/aid/ask", NULL, WHO_ANYONE, LANE_READ, NULL, first_get, 0},
    {HTTP_POST, "/aid/ask", &ASK_FIRST_FORM, WHO_ANYONE, LANE_READ, NULL, first_post, 0},
    {HTTP_POST, "/aid/ask/send", &ASK_FORM, WHO_ANYONE, LANE_WRITE, NULL, send_post, ROUTE_GUARDED},
    {HTTP_POST, "/aid/ask/own", &ASK_FORM, WHO_MEMBER, LANE_WRITE, NULL, ask_own_post, 0},
};
const struct route_table AID_ASK_ROUTES = ROUTE_TABLE(ROUTES);
