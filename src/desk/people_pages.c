/* The people of a desk: who is there, codes for others, taking out. */
#include "base/clock.h"
#include "desk.html.h"
#include "desk/inside.h"

enum { R_REASON };
static const struct form_field REMOVE_FIELDS[] = {
    [R_REASON] = {.name = "reason",
                  .label = N_("Reason"),
                  .hint = N_("The person reads it. Plain and kind words help."),
                  .kind = FIELD_TEXT,
                  .max = DESK_REASON_MAX,
                  .required = true},
};
const struct form_spec DESK_REMOVE_FORM = FORM_SPEC(REMOVE_FIELDS);

static struct url person_url(const struct req *req, const struct desk *d,
                             const struct roster_entry *e, const char *more)
{
    const char *tail = str_to_c(req->arena, str_fmt(req->arena, "/people/%" STR_FMT "%s",
                                                    STR_ARG(viewer_alias_of(req, &e->tag)), more));
    return desk_url(req, d->kind, tail);
}

static struct desk_person_view person_view(const struct req *req, const struct desk *d,
                                           const struct roster_entry *e)
{
    const struct str byline = desk_byline_text(req->lang, d->kind, e->persona.about);
    struct desk_person_view v = {
        .shown_as =
            tr_fmt(req->arena, req->lang, d->kind->texts.shown_as, TR_ARGS({"byline", byline})),
        .me = e == d->me,
        .keeper = e->role == ROLE_FACILITATOR,
        .linked = d->keeper && e != d->me,
        .url = person_url(req, d, e, ""),
    };
    ui_person_init(&v.who, e->persona.name, STR_NONE, str_from(e->tag.b, TAG_SIZE));
    return v;
}

void desk_people_fill(const struct req *req, const struct desk *d, struct desk_people_view *out)
{
    struct desk_person_view *people =
        ARENA_ARRAY(req->secret, struct desk_person_view, d->roster.n);
    *out = (struct desk_people_view){
        .people = people,
        .keeper = d->keeper,
        .invite_label = tr(req->lang, d->kind->texts.invite),
        .invite = desk_url(req, d->kind, "/invite"),
        .persona = desk_url(req, d->kind, "/me"),
        .leave = desk_url(req, d->kind, "/leave"),
    };
    for (size_t i = 0; i < d->roster.n; i++)
        if (roster_is_person(&d->roster.v[i]))
            people[out->npeople++] = person_view(req, d, &d->roster.v[i]);
}

/* ---- a code ---- */

enum err desk_invite_get(struct req *req, struct res *res)
{
    struct desk d;
    TRY(desk_of(req, desk_kind_of(req), &d));
    if (!d.keeper)
        return ERR_DENIED;
    struct form f;
    form_blank(&FORM_NOTHING, &f);
    const struct desk_texts *t = desk_texts_in(req, d.kind);
    const struct desk_form_view v = {
        .name = t->name,
        .title = t->invite,
        .lead = t->invite_lead,
        .form = &f,
        .action = desk_url(req, d.kind, "/invite"),
        .back = desk_url(req, d.kind, ""),
        .submit = tr(req->lang, N_("Make a code")),
    };
    return desk_form_show(req, res, &v);
}

enum err desk_invite_post(struct req *req, struct res *res)
{
    struct html h;
    struct ui_page page;
    struct desk d;
    struct str code;
    TRY(desk_of(req, desk_kind_of(req), &d));
    TRY(desk_code(&d, &code));
    struct str *groups = ARENA_ARRAY(req->secret, struct str, code.n);
    struct desk_code_view v = {
        .t = desk_texts_in(req, d.kind), .groups = groups, .back = desk_url(req, d.kind, "")};
    while (code.p)
        groups[v.ngroups++] = str_cut(&code, '-');
    v.until = tr_fmt(
        req->arena, req->lang, N_("It is good until {day}."),
        TR_ARGS({"day", lang_day(req->arena, req->lang, clock_day(req->now) + DESK_CODE_DAYS)}));
    page_begin(req, d.kind->nav, &page, &h);
    view_desk_code(&h, &page, &v);
    return page_send(&h, res);
}

/* ---- one person, as a keeper sees them ---- */

static enum err one_of(struct req *req, struct desk *d, struct roster_entry **who)
{
    TRY(desk_of(req, desk_kind_of(req), d));
    if (!d->keeper)
        return ERR_DENIED;
    for (size_t i = 0; i < d->roster.n; i++) {
        *who = &d->roster.v[i];
        if (roster_is_person(*who) && str_eq(viewer_alias_of(req, &(*who)->tag), req->params[0]))
            return ERR_OK;
    }
    return ERR_NOT_FOUND;
}

static enum err one_show(struct req *req, struct res *res, const struct desk *d,
                         const struct roster_entry *who, const struct form *f)
{
    struct html h;
    struct ui_page page;
    struct desk_person_page v = {
        .t = desk_texts_in(req, d->kind),
        .person = person_view(req, d, who),
        .can_make = who->role != ROLE_FACILITATOR,
        .can_remove = who != d->me,
        .form = f,
        .make = person_url(req, d, who, "/make"),
        .remove = person_url(req, d, who, "/remove"),
        .back = desk_url(req, d->kind, ""),
    };
    v.person.linked = false;
    page_begin(req, d->kind->nav, &page, &h);
    view_desk_one(&h, &page, &v);
    return page_send(&h, res);
}

enum err desk_person_get(struct req *req, struct res *res)
{
    struct desk d;
    struct roster_entry *who;
    struct form f;
    TRY(one_of(req, &d, &who));
    form_blank(&DESK_REMOVE_FORM, &f);
    return one_show(req, res, &d, who, &f);
}

enum err desk_make_post(struct req *req, struct res *res)
{
    struct desk d;
    struct roster_entry *who;
    TRY(one_of(req, &d, &who));
    TRY(desk_make_keeper(&d, who));
    return page_go(req, res, desk_url(req, d.kind, ""), NOTICE_SAVED);
}

enum err desk_remove_post(struct req *req, struct res *res)
{
    struct desk d;
    struct roster_entry *who;
    TRY(one_of(req, &d, &who));
    if (req->fields->problems)
        return one_show(req, res, &d, who, req->fields);
    TRY(desk_remove(&d, who, req->fields->value[R_REASON]));
    return page_go(req, res, desk_url(req, d.kind, ""), NOTICE_GONE);
}
