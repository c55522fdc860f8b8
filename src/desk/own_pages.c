/* Oneself at the desk: name and byline, leaving. */
#include "desk.html.h"
#include "desk/inside.h"

struct space_persona desk_persona_of(const struct form *f)
{
    return (struct space_persona){.name = f->value[DESK_FIELD_NAME],
                                  .about = f->value[DESK_FIELD_BYLINE]};
}

static enum err me_show(struct req *req, struct res *res, const struct form *f)
{
    const struct desk_kind *kind = desk_kind_of(req);
    const struct desk_texts *t = desk_texts_in(req, kind);
    const struct desk_form_view v = {
        .name = t->name,
        .title = tr(req->lang, N_("My name and byline")),
        .lead = t->persona_lead,
        .form = f,
        .action = desk_url(req, kind, "/me"),
        .back = desk_url(req, kind, ""),
        .submit = tr(req->lang, N_("Save")),
    };
    return desk_form_show(req, res, &v);
}

enum err desk_me_get(struct req *req, struct res *res)
{
    struct desk d;
    struct form f;
    TRY(desk_of(req, desk_kind_of(req), &d));
    form_blank(d.kind->persona, &f);
    f.value[DESK_FIELD_NAME] = d.me->persona.name;
    f.value[DESK_FIELD_BYLINE] = d.me->persona.about;
    return me_show(req, res, &f);
}

enum err desk_me_post(struct req *req, struct res *res)
{
    struct desk d;
    TRY(desk_of(req, desk_kind_of(req), &d));
    if (req->fields->problems)
        return me_show(req, res, req->fields);
    const struct space_persona persona = desk_persona_of(req->fields);
    TRY(desk_persona_set(&d, &persona));
    return page_go(req, res, desk_url(req, d.kind, ""), NOTICE_SAVED);
}

enum err desk_leave_get(struct req *req, struct res *res)
{
    struct html h;
    struct ui_page page;
    struct desk d;
    TRY(desk_of(req, desk_kind_of(req), &d));
    const struct desk_leave_view v = {.t = desk_texts_in(req, d.kind),
                                      .last = roster_people(&d.roster) == 1,
                                      .action = desk_url(req, d.kind, "/leave"),
                                      .back = desk_url(req, d.kind, "")};
    page_begin(req, d.kind->nav, &page, &h);
    view_desk_leave(&h, &page, &v);
    return page_send(&h, res);
}

enum err desk_leave_post(struct req *req, struct res *res)
{
    struct desk d;
    TRY(desk_of(req, desk_kind_of(req), &d));
    TRY(desk_leave(&d));
    return page_go(req, res, page_url_of(req->arena, str_from_c(d.kind->outside)), NOTICE_AWAY);
}
