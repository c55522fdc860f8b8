#include "about.html.h"
#include "circles/pages.h"
#include "list.html.h"

static const struct form_field SETTINGS_FIELDS[] = {FIELDS_CIRCLE};
static const struct form_spec SETTINGS_FORM = FORM_SPEC(SETTINGS_FIELDS);

static const struct form_choice PARTINGS[] = {
    {"remove", N_("My words go with me"), PARTING_REMOVE},
    {"nameless", N_("My words stay, without a name"), PARTING_NAMELESS},
    {NULL, NULL, 0}};
static const struct form_field LEAVE_FIELDS[] = {{.name = "words",
                                                  .label = N_("What becomes of my words"),
                                                  .kind = FIELD_CHOICE,
                                                  .choices = PARTINGS,
                                                  .required = true}};
static const struct form_spec LEAVE_FORM = FORM_SPEC(LEAVE_FIELDS);

static struct url in_circle(const struct req *req, const struct circle_in *in, const char *what)
{
    struct url u = circle_url(req, in);
    u.s = str_fmt(req->arena, "%" STR_FMT "%s", STR_ARG(u.s), what);
    return u;
}

static const struct form_choice *choice_of(const struct form_choice *c, int number)
{
    while (c->value && c->number != number)
        c++;
    return c;
}

static enum err about_get(struct req *req, struct res *res)
{
    struct html h;
    struct ui_page page;
    struct circle_in in;
    struct roster roster;
    struct roster_entry *me;
    TRY(circle_visit(req, res, &in));
    if (!in.s)
        return ERR_OK;
    TRY(persona_read(&in, &roster, &me));
    const struct form_choice *keep = choice_of(KEEP_CHOICES, in.about.keep_days);
    const struct about_view v = {.frame = circle_frame_of(req, &in, TAB_ABOUT),
                                 .purpose = html_markdown(req->arena, in.about.purpose),
                                 .agreements = html_markdown(req->arena, in.about.agreements),
                                 .has_agreements = in.about.agreements.n > 0,
                                 .openness = tr(req->lang, openness_text(in.about.openness)),
                                 .keep = keep->label ? tr(req->lang, keep->label) : "",
                                 .persona = in_circle(req, &in, "/me"),
                                 .settings = in_circle(req, &in, "/settings"),
                                 .leave = in_circle(req, &in, "/leave"),
                                 .facilitator = me->role == ROLE_FACILITATOR};
    page_begin(req, NAV_HOME, &page, &h);
    view_circle_about(&h, &page, &v);
    return page_send(&h, res);
}

/* ---- changing it ---- */

static enum err settings_show(struct req *req, struct res *res, const struct circle_in *in,
                              const struct form *f)
{
    const struct circle_form_view v = {
        .frame = circle_frame_of(req, in, TAB_NONE),
        .title = tr(req->lang, N_("About the circle")),
        .lead = tr(req->lang, N_("How long words live counts for new words; older ones keep what "
                                 "was promised.")),
        .form = f,
        .action = in_circle(req, in, "/settings"),
        .back = in_circle(req, in, "/about"),
        .submit = tr(req->lang, N_("Save"))};
    return circle_form_page(req, res, &v);
}

static enum err settings_get(struct req *req, struct res *res)
{
    struct circle_in in;
    struct form f;
    struct roster roster;
    TRY(circle_visit(req, res, &in));
    if (!in.s)
        return ERR_OK;
    TRY(circle_must_facilitate(&in, &roster));
    form_blank(&SETTINGS_FORM, &f);
    f.value[C_NAME] = in.about.name;
    f.value[C_PURPOSE] = in.about.purpose;
    f.value[C_AGREEMENTS] = in.about.agreements;
    f.value[C_OPENNESS] = str_from_c(choice_of(OPENNESS_CHOICES, (int)in.about.openness)->value);
    f.value[C_KEEP] = str_from_c(choice_of(KEEP_CHOICES, in.about.keep_days)->value);
    return settings_show(req, res, &in, &f);
}

static enum err settings_post(struct req *req, struct res *res)
{
    struct circle_in in;
    TRY(circle_visit(req, res, &in));
    if (!in.s)
        return ERR_OK;
    if (req->fields->problems)
        return settings_show(req, res, &in, req->fields);
    const struct circle to = circle_of_form(req->fields);
    TRY(circle_change(&in, &to));
    return page_go(req, res, in_circle(req, &in, "/about"), NOTICE_SAVED);
}

/* ---- leaving, ending ---- */

static enum err leave_show(struct req *req, struct res *res, struct circle_in *in,
                           const struct form *f)
{
    struct html h;
    struct ui_page page;
    struct roster roster;
    TRY(roster_read(in->s, &roster));
    const struct facilitators who = facilitators_of(&roster, space_tag_of(in->s));
    const struct leave_view v = {.frame = circle_frame_of(req, in, TAB_NONE),
                                 .last = !facilitator_may_go(&who),
                                 .alone = who.people == 1,
                                 .form = f,
                                 .action = in_circle(req, in, "/leave"),
                                 .people = in_circle(req, in, "/people"),
                                 .end = in_circle(req, in, "/end"),
                                 .back = in_circle(req, in, "/about")};
    page_begin(req, NAV_HOME, &page, &h);
    view_circle_leave(&h, &page, &v);
    return page_send(&h, res);
}

static enum err leave_get(struct req *req, struct res *res)
{
    struct circle_in in;
    struct form f;
    TRY(circle_visit(req, res, &in));
    if (!in.s)
        return ERR_OK;
    form_blank(&LEAVE_FORM, &f);
    return leave_show(req, res, &in, &f);
}

static enum err leave_post(struct req *req, struct res *res)
{
    struct circle_in in;
    const struct form *f = req->fields;
    TRY(circle_visit(req, res, &in));
    if (!in.s)
        return ERR_OK;
    if (f->problems)
        return leave_show(req, res, &in, f);
    enum err e = circle_leave(&in, (enum circle_parting)f->number[0]);
    if (e == ERR_CONFLICT)
        return leave_show(req, res, &in, f);
    TRY(e);
    return page_go(req, res, url_path(req->arena, "/r"), NOTICE_LEFT);
}

static enum err end_post(struct req *req, struct res *res)
{
    struct circle_in in;
    TRY(circle_visit(req, res, &in));
    if (!in.s)
        return ERR_OK;
    TRY(circle_end(&in));
    return page_go(req, res, url_path(req->arena, "/r"), NOTICE_GONE);
}

static const struct route ROUTES[] = {
    {HTTP_GET, "/r/:circle/about", NULL, WHO_MEMBER, LANE_READ, NULL, about_get, 0},
    {HTTP_GET, "/r/:circle/settings", NULL, WHO_MEMBER, LANE_READ, NULL, settings_get, 0},
    {HTTP_POST, "/r/:circle/settings", &SETTINGS_FORM, WHO_MEMBER, LANE_WRITE, NULL, settings_post,
     ROUTE_BIG},
    {HTTP_GET, "/r/:circle/leave", NULL, WHO_MEMBER, LANE_READ, NULL, leave_get, 0},
    {HTTP_POST, "/r/:circle/leave", &LEAVE_FORM, WHO_MEMBER, LANE_WRITE, NULL, leave_post, 0},
    {HTTP_POST, "/r/:circle/end", &FORM_NOTHING, WHO_MEMBER, LANE_WRITE, NULL, end_post, 0},
};
const struct route_table CIRCLES_ABOUT_ROUTES = ROUTE_TABLE(ROUTES);
