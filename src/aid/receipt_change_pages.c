/* Behind the receipt: what was asked, changed. */
#include "aid/area_store.h"
#include "aid/receipt_visit.h"

static enum err back(struct req *req, struct res *res, enum page_notice notice)
{
    return page_go(req, res, url_path(req->arena, "/aid/receipt"), notice);
}

static enum err change_show(struct req *req, struct res *res, const struct visit *v,
                            const struct areas *areas, const struct form *f, bool full)
{
    struct ask_view view = {.form = f,
                            .change = true,
                            .full = full,
                            .after = N_("Whoever reads the ask is told that it was changed."),
                            .submit = N_("Save"),
                            .action = url_path(req->arena, "/aid/receipt/change"),
                            .back = url_path(req->arena, "/aid/receipt")};
    return ask_form_show(req, res, aid_kind_find((int)v->thread.card.kind), areas, &view);
}

enum err receipt_change_get(struct req *req, struct res *res)
{
    struct visit v;
    struct areas areas;
    struct form f;
    TRY(receipt_visit(req, res, &v));
    if (!v.in)
        return receipt_door(req, res, &v, STR_NONE);
    if (v.thread.card.loop.state >= LOOP_CONFIRMED)
        return back(req, res, NOTICE_NONE);
    TRY(areas_load(req->db, req->arena, &areas));
    ask_form_fill(req, &areas, &v.thread.card, &v.thread.details, &f);
    return change_show(req, res, &v, &areas, &f, false);
}

enum err receipt_change_post(struct req *req, struct res *res)
{
    struct visit v;
    struct areas areas;
    struct form f;
    TRY(receipt_visit(req, res, &v));
    if (!v.in)
        return receipt_door(req, res, &v, req->fields->value[ASK_WORDS]);
    if (v.thread.card.loop.state >= LOOP_CONFIRMED)
        return back(req, res, NOTICE_NONE);
    struct aid_card card = v.thread.card;
    struct aid_details details = v.thread.details;
    TRY(areas_load(req->db, req->arena, &areas));
    ask_form_read_change(req, aid_kind_find((int)card.kind), &areas, &f);
    if (f.problems)
        return change_show(req, res, &v, &areas, &f, false);
    ask_form_reword(req, &areas, &f, &card, &details);
    enum err e = party_change(&v.ctx, &v.party, &v.thread, &card, &details);
    if (e == ERR_TOO_MANY)
        return change_show(req, res, &v, &areas, &f, true);
    if (e == ERR_NOT_FOUND) /* nobody coordinates any more */
        return back(req, res, NOTICE_NONE);
    TRY(e);
    return back(req, res, NOTICE_SAVED);
}
