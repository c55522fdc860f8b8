/* A new offer, and one that is changed. */
#include <string.h>

#include "aid/area_store.h"
#include "aid/offer_form.h"
#include "aid/offer_pages.h"
#include "aid/offer_view.h"
#include "base/clock.h"
#include "offers.html.h"

/* ---- fields of the view -----------------------------------------------------------------------
 */

static void field(struct html *h, const struct offer_form_view *v, size_t i)
{
    if (offer_form_has(v->form, i))
        view_ui_field(h, v->form, i);
}

static void question(struct html *h, const struct offer_form_view *v, size_t i)
{
    if (!offer_form_has(v->form, i))
        return;
    /* A place is the one answer that is neither a number nor a choice. */
    if (v->form->spec->fields[i].kind == FIELD_LINE && v->areas.n != 0)
        view_area_field(h, &v->areas, v->form, i);
    else
        view_ui_field(h, v->form, i);
}

void view_offer_first_fields(struct html *h, const struct offer_form_view *v)
{
    view_ui_field(h, v->form, OFFER_CARD);
    field(h, v, OFFER_LINE);
    for (size_t i = OFFER_Q; i < OFFER_LINE; i++)
        question(h, v, i);
    field(h, v, OFFER_FROM);
    if (v->areas.n != 0) {
        view_area_field(h, &v->areas, v->form, OFFER_AREA);
        field(h, v, OFFER_REACH);
    }
    field(h, v, OFFER_REPEAT);
    field(h, v, OFFER_DAYS);
}

void view_offer_having_fields(struct html *h, const struct offer_form_view *v)
{
    for (size_t i = OFFER_HAS; i < OFFER_NEAR; i++)
        field(h, v, i);
}

void view_offer_near_fields(struct html *h, const struct offer_form_view *v)
{
    for (size_t i = OFFER_NEAR; i < OFFER_WORDS; i++)
        field(h, v, i);
}

void view_offer_more_fields(struct html *h, const struct offer_form_view *v)
{
    field(h, v, OFFER_REST);
    for (size_t i = OFFER_LANG; i < OFFER_HAS; i++)
        field(h, v, i);
    field(h, v, OFFER_WORDS);
}

/* ---- kinds ------------------------------------------------------------------------------------
 */

enum err offer_kinds_get(struct req *req, struct res *res)
{
    struct html h;
    struct ui_page page;
    struct ui_row *rows = ARENA_ARRAY(req->arena, struct ui_row, AID_KIND_COUNT);
    for (int i = 0; i < AID_KIND_COUNT; i++)
        rows[i] = (struct ui_row){.title = str_from_c(tr(req->lang, aid_kind_find(i + 1)->text)),
                                  .url = url_path(req->arena, "/aid/offers/new/%d", i + 1)};
    const struct offer_kinds_view v = {
        .rows = rows, .nrows = AID_KIND_COUNT, .back = url_path(req->arena, "/aid/offers")};
    page_begin(req, NAV_AID, &page, &h);
    view_offer_kinds(&h, &page, &v);
    return page_send(&h, res);
}

static const struct aid_kind_info *kind_named(struct str number)
{
    uint64_t n;
    return str_to_u64(number, &n) && n <= AID_KIND_COUNT ? aid_kind_find((int)n) : NULL;
}

/* ---- the form ---------------------------------------------------------------------------------
 */

static bool needs_more(const struct form *f)
{
    for (size_t i = 0; i < f->spec->n; i++)
        if (f->problem[i] != FIELD_IS_NONE && (i == OFFER_REST || i >= OFFER_LANG))
            return true;
    return false;
}

static enum err form_show(struct req *req, struct res *res, struct offer_form_view *v,
                          const struct areas *areas)
{
    struct html h;
    struct ui_page page;
    area_field_fill(req, areas, &v->areas);
    v->more = needs_more(v->form);
    v->near = offer_form_has(v->form, OFFER_NEAR);
    page_begin(req, NAV_AID, &page, &h);
    view_offer_form(&h, &page, v);
    return page_send(&h, res);
}

static enum err new_show(struct req *req, struct res *res, const struct aid_kind_info *kind,
                         const struct areas *areas, const struct form *f)
{
    struct offer_form_view v = {.title = str_from_c(tr(req->lang, kind->text)),
                                .submit = tr(req->lang, N_("Put it on the board")),
                                .form = f,
                                .action = url_path(req->arena, "/aid/offers/new/%d", kind->kind),
                                .back = url_path(req->arena, "/aid/offers")};
    return form_show(req, res, &v, areas);
}

/* A sentence that another room began ("?d=…", sealed: addresses stay in histories). */
static void line_begun(struct req *req, struct form *f)
{
    struct space_ctx ctx = req_ctx(req);
    struct draft d;
    struct str sealed = http_pairs_get(&req->query, "d");
    if (sealed.n != 0 && draft_open(&ctx, sealed, &d) == ERR_OK && str_eq(d.path, req->path) &&
        offer_form_has(f, OFFER_LINE))
        f->value[OFFER_LINE] = http_pairs_get(&d.fields, "line");
}

enum err offer_new_get(struct req *req, struct res *res)
{
    const struct aid_kind_info *kind = kind_named(req->params[0]);
    struct areas areas;
    struct form f;
    if (!kind)
        return ERR_NOT_FOUND;
    TRY(areas_load(req->db, req->arena, &areas));
    offer_form_blank(req, kind, &f);
    line_begun(req, &f);
    return new_show(req, res, kind, &areas, &f);
}

/* The number that was drawn with the form; a new one where it was spoilt. */
static uint64_t drawn(struct req *req, const struct form *f)
{
    struct str bytes;
    uint64_t id = 0;
    if (seal_from_base32(req->arena, f->value[OFFER_CARD], &bytes) && bytes.n == sizeof id)
        memcpy(&id, bytes.p, sizeof id);
    return id ? id : aid_card_id();
}

enum err offer_new_post(struct req *req, struct res *res)
{
    const struct aid_kind_info *kind = kind_named(req->params[0]);
    struct space_ctx ctx = req_ctx(req);
    struct areas areas;
    struct aid_details details;
    struct mine before;
    struct form f;
    if (!kind)
        return ERR_NOT_FOUND;
    TRY(areas_load(req->db, req->arena, &areas));
    offer_form_read(req, kind, &areas, OFFER_NEW, &f);
    if (f.problems)
        return new_show(req, res, kind, &areas, &f);
    struct aid_card card = {.id = drawn(req, &f)};
    enum err e = mine_find(&ctx, req->viewer, MINE_OFFERS, card.id, &before);
    if (e == ERR_OK) /* sent twice */
        return page_go(req, res, offer_url(req, &card, ""), NOTICE_SAVED);
    if (e != ERR_NOT_FOUND)
        return e;
    offer_form_card(req, kind, &areas, &f, &card, &details);
    e = mine_offer_put(&ctx, req->viewer, &card, &details);
    if (e == ERR_TOO_MANY) {
        form_reject(&f, OFFER_LINE,
                    N_("Your list is full. An older offer can be taken back first."));
        return new_show(req, res, kind, &areas, &f);
    }
    TRY(e);
    return page_go(req, res, offer_url(req, &card, ""), NOTICE_SAVED);
}

static enum err change_show(struct req *req, struct res *res, const struct mine *m,
                            const struct areas *areas, const struct form *f)
{
    struct offer_form_view v = {
        .title = str_from_c(tr(req->lang, aid_kind_find((int)m->card.kind)->text)),
        .submit = tr(req->lang, m->at.seq ? N_("Save") : N_("Save and put it on the board")),
        .form = f,
        .action = offer_url(req, &m->card, "/change"),
        .back = offer_url(req, &m->card, "")};
    return form_show(req, res, &v, areas);
}

enum err offer_change_get(struct req *req, struct res *res)
{
    struct areas areas;
    struct mine m;
    struct form f;
    TRY(mine_named(req, MINE_OFFERS, req->params[0], &m));
    TRY(areas_load(req->db, req->arena, &areas));
    offer_form_fill(req, &areas, &m.card, &m.details, &f);
    return change_show(req, res, &m, &areas, &f);
}

enum err offer_change_post(struct req *req, struct res *res)
{
    struct space_ctx ctx = req_ctx(req);
    struct areas areas;
    struct aid_details details;
    struct mine m;
    struct form f;
    TRY(mine_named(req, MINE_OFFERS, req->params[0], &m));
    const struct aid_kind_info *kind = aid_kind_find((int)m.card.kind);
    TRY(areas_load(req->db, req->arena, &areas));
    offer_form_read(req, kind, &areas, OFFER_CHANGE, &f);
    if (f.problems)
        return change_show(req, res, &m, &areas, &f);
    offer_form_card(req, kind, &areas, &f, &m.card, &details);
    TRY(mine_offer_put(&ctx, req->viewer, &m.card, &details));
    return page_go(req, res, offer_url(req, &m.card, ""), NOTICE_SAVED);
}
