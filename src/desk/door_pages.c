/* Before one is in: coming in with a code, opening the desk or another one. */
#include "desk.html.h"
#include "desk/inside.h"

/* NULL: a form of which nothing was typed. */
static enum err door_show(struct req *req, struct res *res, const struct desk_kind *kind,
                          const struct desk_standing *at, const struct form *enter,
                          const struct form *open)
{
    struct html h;
    struct ui_page page;
    struct form blank[2];
    form_blank(kind->enter, &blank[0]);
    form_blank(kind->persona, &blank[1]);
    const struct desk_door_view v = {
        .t = desk_texts_in(req, kind),
        .there_is = at->state != DESK_NONE,
        .steward = at->steward,
        .removed = at->removed,
        .reason = html_markdown(req->arena, at->why.reason),
        .by = at->why.by,
        .enter = enter ? enter : &blank[0],
        .open = open ? open : &blank[1],
        .enter_to = desk_url(req, kind, "/enter"),
        .open_to = desk_url(req, kind, "/open"),
        .away = desk_url(req, kind, "/away"),
        .back = page_url_of(req->arena, str_from_c(kind->outside)),
    };
    page_begin(req, kind->nav, &page, &h);
    view_desk_door(&h, &page, &v);
    return page_send(&h, res);
}

enum err desk_door(struct req *req, struct res *res, const struct desk_kind *kind)
{
    struct space_ctx ctx = req_ctx(req);
    struct desk_standing at;
    TRY(desk_standing_of(&ctx, kind, req->viewer, &at));
    return door_show(req, res, kind, &at, NULL, NULL);
}

static enum err open_show(struct req *req, struct res *res, const struct form *f)
{
    const struct desk_kind *kind = desk_kind_of(req);
    const struct desk_texts *t = desk_texts_in(req, kind);
    const struct desk_form_view v = {
        .name = t->name,
        .title = tr(req->lang, N_("Open another desk")),
        .lead = t->another_lead,
        .form = f,
        .action = desk_url(req, kind, "/open"),
        .back = desk_url(req, kind, ""),
        .submit = tr(req->lang, N_("Open another desk")),
    };
    return desk_form_show(req, res, &v);
}

enum err desk_open_get(struct req *req, struct res *res)
{
    const struct desk_kind *kind = desk_kind_of(req);
    struct space_ctx ctx = req_ctx(req);
    struct desk_standing at;
    struct form f;
    TRY(desk_standing_of(&ctx, kind, req->viewer, &at));
    if (!at.steward)
        return ERR_DENIED;
    if (at.state != DESK_OUT)
        return page_go(req, res, desk_url(req, kind, ""), NOTICE_NONE);
    form_blank(kind->persona, &f);
    return open_show(req, res, &f);
}

enum err desk_open_post(struct req *req, struct res *res)
{
    const struct desk_kind *kind = desk_kind_of(req);
    struct space_ctx ctx = req_ctx(req);
    struct desk_standing at;
    TRY(desk_standing_of(&ctx, kind, req->viewer, &at));
    if (!at.steward)
        return ERR_DENIED;
    if (at.state == DESK_IN)
        return page_go(req, res, desk_url(req, kind, ""), NOTICE_NONE);
    if (req->fields->problems)
        return at.state == DESK_NONE ? door_show(req, res, kind, &at, NULL, req->fields)
                                     : open_show(req, res, req->fields);
    const struct space_persona persona = desk_persona_of(req->fields);
    TRY(desk_open(&ctx, kind, req->viewer, &persona));
    return page_go(req, res, desk_url(req, kind, ""), NOTICE_SAVED);
}

enum err desk_enter_post(struct req *req, struct res *res)
{
    const struct desk_kind *kind = desk_kind_of(req);
    struct space_ctx ctx = req_ctx(req);
    struct desk_standing at;
    struct form f = *req->fields;
    TRY(desk_standing_of(&ctx, kind, req->viewer, &at));
    if (at.state == DESK_IN)
        return page_go(req, res, desk_url(req, kind, ""), NOTICE_NONE);
    if (f.problems)
        return door_show(req, res, kind, &at, &f, NULL);
    const struct space_persona persona = desk_persona_of(&f);
    enum err e = desk_come_in(&ctx, kind, req->viewer, f.value[DESK_FIELD_CODE], &persona);
    if (e == ERR_OK)
        return page_go(req, res, desk_url(req, kind, ""), NOTICE_JOINED);
    if (e == ERR_INVALID)
        form_reject(&f, DESK_FIELD_CODE,
                    N_("This is not a whole code. Perhaps a letter is missing."));
    else if (e == ERR_DENIED || e == ERR_EXPIRED)
        form_reject(&f, DESK_FIELD_CODE,
                    N_("This code opens nothing. It may have been used already, or its days are "
                       "over; whoever gave it can make another."));
    else
        return e;
    return door_show(req, res, kind, &at, &f, NULL);
}

enum err desk_away_post(struct req *req, struct res *res)
{
    const struct desk_kind *kind = desk_kind_of(req);
    struct space_ctx ctx = req_ctx(req);
    TRY(desk_put_away(&ctx, kind, req->viewer));
    return page_go(req, res, desk_url(req, kind, ""), NOTICE_NONE);
}
