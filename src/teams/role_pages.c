/* Roles with a term: who has them, who is next, who learns beside. */
#include "base/clock.h"
#include "roles.html.h"
#include "teams/pages.h"

static const struct form_choice TERMS[] = {
    {"28", N_("Four weeks"), 28},   {"56", N_("Eight weeks"), 56}, {"91", N_("Three months"), 91},
    {"182", N_("Six months"), 182}, {"364", N_("A year"), 364},    {NULL, NULL, 0}};
enum { R_TITLE, R_ABOUT, R_TERM };
static const struct form_field NEW_FIELDS[] = {
    [R_TITLE] = {.name = "title",
                 .label = N_("What is the role called?"),
                 .hint = N_("For instance: the keys, the till, bringing it all together."),
                 .kind = FIELD_LINE,
                 .max = TEAM_TITLE_MAX,
                 .required = true},
    [R_ABOUT] = {.name = "about",
                 .label = N_("What belongs to it"),
                 .kind = FIELD_TEXT,
                 .max = TEAM_TEXT_MAX},
    [R_TERM] = {.name = "term",
                .label = N_("How long somebody has it"),
                .hint = N_("Then it ends by itself, and somebody else is asked."),
                .kind = FIELD_CHOICE,
                .choices = TERMS,
                .required = true},
};
static const struct form_spec NEW_FORM = FORM_SPEC(NEW_FIELDS);

static const struct form_choice DOS[] = {{"take", "", ROLE_TAKE},   {"ask", "", ROLE_ASK},
                                         {"yes", "", ROLE_YES},     {"no", "", ROLE_NO},
                                         {"back", "", ROLE_BACK},   {"beside", "", ROLE_BESIDE},
                                         {"alone", "", ROLE_ALONE}, {NULL, NULL, 0}};
enum { D_WHAT, D_WHOM };
static const struct form_field DO_FIELDS[] = {
    [D_WHAT] = {.name = "do", .label = "", .kind = FIELD_CHOICE, .choices = DOS, .required = true},
    [D_WHOM] = {.name = "part", .label = "", .kind = FIELD_LINE, .max = ALIAS_CHARS},
};
static const struct form_spec DO_FORM = FORM_SPEC(DO_FIELDS);

/* ---- showing ---- */

static const char *say(const struct req *req, const char *msgid)
{
    return tr(req->lang, msgid);
}

static struct str state_text(const struct req *req, const struct team *t, const struct rota_role *r)
{
    const struct str next = r->asked ? name_within(req, name_of(req, t, &r->next)) : STR_NONE;
    if (r->held) {
        struct str held = tr_fmt(req->secret, req->lang, N_("{name}, until {date}"),
                                 TR_ARGS({"name", name_within(req, name_of(req, t, &r->holder))},
                                         {"date", lang_day(req->secret, req->lang, r->until)}));
        if (r->yes)
            return tr_fmt(req->secret, req->lang, N_("{held}. Then: {name}"),
                          TR_ARGS({"held", held}, {"name", next}));
        if (r->asked)
            return tr_fmt(req->secret, req->lang, N_("{held}. Asked to follow: {name}"),
                          TR_ARGS({"held", held}, {"name", next}));
        return held;
    }
    if (r->asked)
        return tr_fmt(req->secret, req->lang, N_("Nobody has it just now. Asked: {name}"),
                      TR_ARGS({"name", next}));
    return str_from_c(say(req, N_("Nobody has it just now")));
}

static bool learns(const struct rota_role *r, const struct tag *who)
{
    for (size_t i = 0; i < r->nbeside; i++)
        if (tag_is(&r->beside[i], who))
            return true;
    return false;
}

static void buttons_fill(const struct req *req, const struct team *t, const struct rota_role *r,
                         struct role_view *v)
{
    struct team_button *b = ARENA_ARRAY(req->secret, struct team_button, 4);
    const struct tag *me = &t->c.me->tag;
    const bool mine = r->held && tag_is(&r->holder, me);
    const bool next = r->asked && tag_is(&r->next, me);
    const struct str none = STR_NONE;
    size_t n = 0;
    if (next && !r->yes)
        b[n++] = (struct team_button){say(req, N_("Yes, gladly")), "yes", none, true};
    if (next)
        b[n++] = (struct team_button){say(req, N_("Not this time")), "no", none, false};
    if (!r->held && !r->asked)
        b[n++] = (struct team_button){say(req, N_("I take it on")), "take", none, true};
    if (mine)
        b[n++] = (struct team_button){say(req, N_("Hand the role back")), "back", none, false};
    if (learns(r, me))
        b[n++] = (struct team_button){say(req, N_("Learn it no more")), "alone", none, false};
    else if (!mine && r->nbeside < ROTA_BESIDE)
        b[n++] = (struct team_button){say(req, N_("Learn it beside")), "beside", none, false};
    v->buttons = b;
    v->nbuttons = n;
}

#define ASKS_MAX 12 /* people proposed at once */

static void asks_fill(const struct req *req, const struct team *t, const struct rota_role *r,
                      struct role_view *v)
{
    struct rota_next *nexts;
    if (!rota_role_opens(r, t->today) ||
        (!t->c.facilitates && !(r->held && tag_is(&r->holder, &t->c.me->tag))))
        return;
    size_t n = rota_role_nexts(r, &t->c.roster, req->secret, &nexts);
    struct team_button *b = ARENA_ARRAY(req->secret, struct team_button, n);
    for (size_t i = 0; i < n && v->nasks < ASKS_MAX; i++) {
        struct str name = nexts[i].who->persona.name;
        if (nexts[i].learned)
            name = tr_fmt(req->secret, req->lang, N_("{name}, who has learned it"),
                          TR_ARGS({"name", name_within(req, name)}));
        b[v->nasks++] = (struct team_button){str_to_c(req->secret, name), "ask",
                                             viewer_alias_of(req, &nexts[i].who->tag), false};
    }
    v->asks = b;
}

static struct role_view role_of(const struct req *req, const struct team *t,
                                const struct rota_role *r)
{
    struct str alias = role_alias(req, r->id);
    struct url base = team_url(req, t, "/roles");
    struct role_view v = {
        .id = alias, .title = r->title, .about = r->about, .state = state_text(req, t, r)};
    v.url = page_url_of(
        req->arena, str_fmt(req->arena, "%" STR_FMT "/%" STR_FMT, STR_ARG(base.s), STR_ARG(alias)));
    v.drop = page_url_of(req->arena, str_fmt(req->arena, "%" STR_FMT "/drop", STR_ARG(v.url.s)));
    v.may_drop = t->c.facilitates;
    v.term = tr_fmt_n(req->secret, req->lang, "For {n} week, then it goes on.",
                      "For {n} weeks, then it goes on.", (uint64_t)r->term / 7, NULL, 0);
    for (size_t i = 0; i < r->nbeside; i++)
        v.beside = names_join(req, v.beside, name_of(req, t, &r->beside[i]));
    buttons_fill(req, t, r, &v);
    asks_fill(req, t, r, &v);
    return v;
}

static enum err roles_show(struct req *req, struct res *res, const struct team *t,
                           const struct form *f)
{
    struct html h;
    struct ui_page page;
    struct role_view *roles = ARENA_ARRAY(req->secret, struct role_view, t->nroles);
    for (size_t i = 0; i < t->nroles; i++)
        roles[i] = role_of(req, t, &t->roles[i]);
    const struct roles_view v = {.name = t->c.name,
                                 .roles = roles,
                                 .nroles = t->nroles,
                                 .facilitates = t->c.facilitates,
                                 .open = f->problems > 0,
                                 .form = f,
                                 .action = team_url(req, t, "/roles"),
                                 .back = team_url(req, t, "")};
    page_begin(req, NAV_AID, &page, &h);
    view_team_roles(&h, &page, &v);
    return page_send(&h, res);
}

static enum err roles_get(struct req *req, struct res *res)
{
    struct team t;
    struct form f;
    TRY(team_visit(req, res, &t));
    if (!t.c.s)
        return ERR_OK;
    form_blank(&NEW_FORM, &f);
    f.value[R_TERM] = STR("91");
    return roles_show(req, res, &t, &f);
}

/* ---- doing ---- */

static enum err roles_post(struct req *req, struct res *res)
{
    struct team t;
    struct form f = *req->fields;
    TRY(team_visit(req, res, &t));
    if (!t.c.s)
        return ERR_OK;
    if (!t.c.facilitates)
        return ERR_DENIED;
    if (f.problems)
        return roles_show(req, res, &t, &f);
    struct rota_role r = {
        .title = f.value[R_TITLE], .about = f.value[R_ABOUT], .term = (int32_t)f.number[R_TERM]};
    enum err e = team_role_put(&t, &r);
    if (e == ERR_TOO_MANY) {
        form_reject(&f, R_TITLE, N_("The team has many roles already."));
        return roles_show(req, res, &t, &f);
    }
    TRY(e);
    return page_go(req, res, team_url(req, &t, "/roles"), NOTICE_SAVED);
}

static const struct rota_role *role_named(const struct req *req, const struct team *t)
{
    for (size_t i = 0; i < t->nroles; i++)
        if (str_eq(role_alias(req, t->roles[i].id), req->params[1]))
            return &t->roles[i];
    return NULL;
}

static const struct tag *person_named(const struct req *req, const struct team *t, struct str alias)
{
    for (size_t i = 0; i < t->c.roster.n; i++)
        if (roster_is_person(&t->c.roster.v[i]) &&
            str_eq(viewer_alias_of(req, &t->c.roster.v[i].tag), alias))
            return &t->c.roster.v[i].tag;
    return NULL;
}

static enum err role_post(struct req *req, struct res *res)
{
    struct team t;
    const struct form *f = req->fields;
    TRY(team_visit(req, res, &t));
    if (!t.c.s)
        return ERR_OK;
    struct url back = team_url(req, &t, "/roles");
    const struct rota_role *r = role_named(req, &t);
    if (!r || f->problems)
        return page_go(req, res, back, NOTICE_NONE);
    const enum rota_role_do what = (enum rota_role_do)f->number[D_WHAT];
    const struct tag *whom = what == ROLE_ASK ? person_named(req, &t, f->value[D_WHOM]) : NULL;
    if (what == ROLE_ASK && !whom)
        return page_go(req, res, back, NOTICE_NONE);
    enum err e = team_role_do(&t, r->id, what, whom);
    if (e == ERR_CONFLICT || e == ERR_NOT_FOUND) /* somebody was first: the page says what is */
        return page_go(req, res, back, NOTICE_NONE);
    TRY(e);
    return page_go(req, res, back, NOTICE_SAVED);
}

static enum err drop_post(struct req *req, struct res *res)
{
    struct team t;
    TRY(team_visit(req, res, &t));
    if (!t.c.s)
        return ERR_OK;
    struct url back = team_url(req, &t, "/roles");
    const struct rota_role *r = role_named(req, &t);
    if (!r)
        return page_go(req, res, back, NOTICE_GONE);
    TRY(team_role_drop(&t, r->id));
    return page_go(req, res, back, NOTICE_GONE);
}

static const struct route ROUTES[] = {
    {HTTP_GET, "/t/:team/roles", NULL, WHO_MEMBER, LANE_READ, NULL, roles_get, 0},
    {HTTP_POST, "/t/:team/roles", &NEW_FORM, WHO_MEMBER, LANE_WRITE, NULL, roles_post, 0},
    {HTTP_POST, "/t/:team/roles/:role", &DO_FORM, WHO_MEMBER, LANE_WRITE, NULL, role_post, 0},
    {HTTP_POST, "/t/:team/roles/:role/drop", &FORM_NOTHING, WHO_MEMBER, LANE_WRITE, NULL, drop_post,
     0},
};
const struct route_table TEAMS_ROLE_ROUTES = ROUTE_TABLE(ROUTES);
