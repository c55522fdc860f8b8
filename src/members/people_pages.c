#include "base/clock.h"
#include "invite.html.h"
#include "members/commons.h"
#include "members/invite_view.h"
#include "members/reauth.h"
#include "members/routes.h"

enum { SET_INVITING, SET_CLOSED, SET_STEWARD, SET_MEMBER };
static const struct form_choice WHATS[] = {{"inviting", N_("May invite"), SET_INVITING},
                                           {"closed", N_("May no longer invite"), SET_CLOSED},
                                           {"steward", N_("Make a steward"), SET_STEWARD},
                                           {"member", N_("No longer a steward"), SET_MEMBER},
                                           {NULL, NULL, 0}};
static const struct form_field SET_FIELDS[] = {
    {.name = "what", .kind = FIELD_CHOICE, .choices = WHATS, .required = true}};
static const struct form_spec SET_FORM = FORM_SPEC(SET_FIELDS);

enum { F_REASON };
static const struct form_field REMOVE_FIELDS[] = {
    [F_REASON] = {.name = "reason",
                  .label = N_("The reason"),
                  .hint = N_("In plain words; it is read by the person it is about."),
                  .kind = FIELD_TEXT,
                  .max = 1000,
                  .required = true},
};
static const struct form_spec REMOVE_FORM = FORM_SPEC(REMOVE_FIELDS);

enum { F_NAME, F_PRONOUNS, F_ABOUT };
static const struct form_field PERSONA_FIELDS[] = {
    [F_NAME] = {.name = "persona",
                .label = N_("Name for the others"),
                .kind = FIELD_LINE,
                .max = 40,
                .required = true},
    [F_PRONOUNS] = {.name = "pronouns", .label = N_("Pronouns"), .kind = FIELD_LINE, .max = 30},
    [F_ABOUT] = {.name = "about",
                 .label = N_("A few words about you"),
                 .kind = FIELD_TEXT,
                 .max = 300},
};
static const struct form_spec PERSONA_FORM = FORM_SPEC(PERSONA_FIELDS);

static enum err open_as_steward(struct req *req, struct commons *c)
{
    TRY(commons_open(req, c));
    return c->steward ? ERR_OK : ERR_DENIED;
}

static struct person_view person_of(struct req *req, const struct commons *c,
                                    const struct roster_entry *e)
{
    struct person_view p = {
        .about = e->persona.about,
        .since = lang_day(req->arena, req->lang, e->since),
        .url = url_path(req->arena, "/people/%" STR_FMT, STR_ARG(viewer_alias_of(req, &e->tag))),
        .steward = e->role == ROLE_FACILITATOR,
        .may_invite = e->may_invite,
        .me = e == c->me,
    };
    ui_person_init(&p.person, e->persona.name, e->persona.pronouns, str_from(e->tag.b, TAG_SIZE));
    return p;
}

static enum err people_get(struct req *req, struct res *res)
{
    struct html h;
    struct ui_page page;
    struct commons c;
    TRY(open_as_steward(req, &c));
    struct person_view *people = ARENA_ARRAY(req->arena, struct person_view, c.roster.n);
    struct people_view v = {.people = people, .back = url_path(req->arena, "/me")};
    for (size_t i = 0; i < c.roster.n; i++)
        if (roster_is_person(&c.roster.v[i]))
            people[v.n++] = person_of(req, &c, &c.roster.v[i]);
    page_begin(req, NAV_ME, &page, &h);
    view_people(&h, &page, &v);
    return page_send(&h, res);
}

static enum err one_show(struct req *req, struct res *res, const struct commons *c,
                         const struct roster_entry *e, const struct form *f)
{
    struct html h;
    struct ui_page page;
    struct str who = viewer_alias_of(req, &e->tag);
    const struct one_view v = {
        .who = person_of(req, c, e),
        .set = url_path(req->arena, "/people/%" STR_FMT, STR_ARG(who)),
        .remove = url_path(req->arena, "/people/%" STR_FMT "/remove", STR_ARG(who)),
        .back = url_path(req->arena, "/people"),
        .last_steward = e->role == ROLE_FACILITATOR && commons_stewards(c) == 1,
        .form = f,
    };
    page_begin(req, NAV_ME, &page, &h);
    view_one(&h, &page, &v);
    return page_send(&h, res);
}

/* The person that the address names, for a steward. */
static enum err open_one(struct req *req, struct commons *c, struct roster_entry **out)
{
    TRY(open_as_steward(req, c));
    *out = commons_find(req, c, req->params[0]);
    return *out && roster_is_person(*out) ? ERR_OK : ERR_NOT_FOUND;
}

static enum err one_get(struct req *req, struct res *res)
{
    struct commons c;
    struct roster_entry *e;
    struct form f;
    TRY(open_one(req, &c, &e));
    form_blank(&REMOVE_FORM, &f);
    return one_show(req, res, &c, e, &f);
}

static enum err one_set(struct req *req, struct res *res)
{
    struct commons c;
    struct roster_entry *e;
    struct form f;
    TRY(open_one(req, &c, &e));
    form_blank(&REMOVE_FORM, &f);
    if (req->fields->problems)
        return one_show(req, res, &c, e, &f);
    TRY(commons_turn(req, &c));
    switch (req->fields->number[0]) {
    case SET_INVITING:
    case SET_CLOSED:
        e->may_invite = req->fields->number[0] == SET_INVITING;
        break;
    case SET_STEWARD:
        e->role = ROLE_FACILITATOR;
        e->may_invite = true;
        break;
    case SET_MEMBER:
        if (commons_stewards(&c) == 1) /* the page says that another one comes first */
            return one_show(req, res, &c, e, &f);
        e->role = ROLE_MEMBER;
        break;
    }
    TRY(roster_update(c.s, e));
    bool still = c.me->role == ROLE_FACILITATOR;
    return page_go(req, res, url_path(req->arena, still ? "/people" : "/me"), NOTICE_SAVED);
}

static enum err one_remove(struct req *req, struct res *res)
{
    struct commons c;
    struct roster_entry *e;
    TRY(open_one(req, &c, &e));
    if (req->fields->problems)
        return one_show(req, res, &c, e, req->fields);
    if (e == c.me)
        return ERR_DENIED;
    struct tag tag = e->tag;
    const struct space_removal why = {.reason = req->fields->value[F_REASON],
                                      .by = c.me->persona.name};
    TRY(roster_take_out(c.s, &c.m->ticket, &tag, EXIT_REMOVED, &why));
    viewer_touch(req->viewer);
    return page_go(req, res, url_path(req->arena, "/people"), NOTICE_GONE);
}

/* One's own name in the commons. */
static enum err persona_show(struct req *req, struct res *res, const struct form *f)
{
    struct html h;
    struct ui_page page;
    page_begin(req, NAV_ME, &page, &h);
    view_persona(&h, &page, f, url_path(req->arena, "/me"));
    return page_send(&h, res);
}

static enum err persona_get(struct req *req, struct res *res)
{
    struct commons c;
    struct form f;
    TRY(commons_open(req, &c));
    form_blank(&PERSONA_FORM, &f);
    f.value[F_NAME] = c.me->persona.name;
    f.value[F_PRONOUNS] = c.me->persona.pronouns;
    f.value[F_ABOUT] = c.me->persona.about;
    return persona_show(req, res, &f);
}

static enum err persona_post(struct req *req, struct res *res)
{
    struct commons c;
    const struct form *f = req->fields;
    if (f->problems)
        return persona_show(req, res, f);
    TRY(commons_open(req, &c));
    TRY(commons_turn(req, &c));
    c.me->persona =
        (struct space_persona){f->value[F_NAME], f->value[F_PRONOUNS], f->value[F_ABOUT]};
    TRY(roster_update(c.s, c.me));
    return page_go(req, res, url_path(req->arena, "/me"), NOTICE_SAVED);
}

static const struct route ROUTES[] = {
    {HTTP_GET, "/people", NULL, WHO_MEMBER, LANE_READ, NULL, people_get, 0},
    {HTTP_GET, "/people/:who", NULL, WHO_MEMBER, LANE_READ, NULL, one_get, 0},
    {HTTP_POST, "/people/:who", &SET_FORM, WHO_MEMBER, LANE_WRITE, NULL, one_set, 0},
    {HTTP_POST, "/people/:who/remove", &REMOVE_FORM, WHO_MEMBER, LANE_WRITE, NULL, one_remove, 0},
    {HTTP_GET, "/me/persona", NULL, WHO_MEMBER, LANE_READ, NULL, persona_get, 0},
    {HTTP_POST, "/me/persona", &PERSONA_FORM, WHO_MEMBER, LANE_WRITE, NULL, persona_post, 0},
};
const struct route_table MEMBERS_PEOPLE_ROUTES = ROUTE_TABLE(ROUTES);
