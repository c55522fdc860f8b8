#include <string.h>

#include "base/clock.h"
#include "circles/pages.h"
#include "list.html.h"
#include "people.html.h"

static const struct form_field PERSONA_FIELDS[] = {FIELDS_PERSONA};
static const struct form_spec PERSONA_FORM = FORM_SPEC(PERSONA_FIELDS);

enum { L_LETTER, L_ANSWER };
static const struct form_choice ANSWERS[] = {
    {"in", N_("Let them in"), 1}, {"no", N_("Not this time"), 2}, {NULL, NULL, 0}};
static const struct form_field ANSWER_FIELDS[] = {
    {.name = "letter", .kind = FIELD_HIDDEN, .max = 40, .required = true},
    {.name = "answer",
     .label = N_("Answer"),
     .kind = FIELD_CHOICE,
     .choices = ANSWERS,
     .required = true}};
static const struct form_spec ANSWER_FORM = FORM_SPEC(ANSWER_FIELDS);

enum { I_DAYS, I_MAY };
static const struct form_choice DAYS[] = {{"1", N_("One day"), 1},
                                          {"7", N_("One week"), 7},
                                          {"30", N_("Thirty days"), 30},
                                          {NULL, NULL, 0}};
static const struct form_field INVITE_FIELDS[] = {
    {.name = "days",
     .label = N_("How long the code is good"),
     .kind = FIELD_CHOICE,
     .choices = DAYS,
     .required = true},
    {.name = "may", .label = N_("Who comes in with it may invite others"), .kind = FIELD_FLAG}};
static const struct form_spec INVITE_FORM = FORM_SPEC(INVITE_FIELDS);

enum { O_REASON, O_WORDS };
static const struct form_field OUT_FIELDS[] = {
    {.name = "reason",
     .label = N_("Reason"),
     .hint = N_("The person reads it. Plain and kind words help."),
     .kind = FIELD_TEXT,
     .max = REASON_MAX,
     .required = true},
    {.name = "words", .label = N_("Remove their words too"), .kind = FIELD_FLAG}};
static const struct form_spec OUT_FORM = FORM_SPEC(OUT_FIELDS);

static struct ui_person persona_show(const struct space_persona *p, const struct tag *tag)
{
    struct ui_person out;
    ui_person_init(&out, p->name, p->pronouns, str_from(tag->b, TAG_SIZE));
    return out;
}

static struct url in_circle(const struct req *req, const struct circle_in *in, const char *what)
{
    struct url u = circle_url(req, in);
    u.s = str_fmt(req->arena, "%" STR_FMT "%s", STR_ARG(u.s), what);
    return u;
}

static struct member_view member_show(const struct req *req, const struct circle_in *in,
                                      const struct roster_entry *e, const struct roster_entry *me)
{
    return (struct member_view){.who = persona_show(&e->persona, &e->tag),
                                .about = e->persona.about,
                                .facilitates = e->role == ROLE_FACILITATOR,
                                .me = e == me,
                                .linked = me->role == ROLE_FACILITATOR,
                                .url = url_path(req->arena, "/r/%" STR_FMT "/people/%" STR_FMT,
                                                STR_ARG(in->m->alias),
                                                STR_ARG(viewer_alias_of(req, &e->tag)))};
}

/* ---- everybody ---- */

static enum err requests_show(struct req *req, struct circle_in *in, struct people_view *v)
{
    struct requests all;
    TRY(requests_read(in, &all));
    struct request_view *out = ARENA_ARRAY(req->arena, struct request_view, all.n);
    for (size_t i = 0; i < all.n; i++)
        out[i] = (struct request_view){
            .who = persona_show(&all.v[i].entry.persona, &all.v[i].entry.tag),
            .about = all.v[i].entry.persona.about,
            .words = all.v[i].words,
            .when = page_ago(req, all.v[i].at),
            .letter = seal_hex(req->arena, str_from(all.v[i].letter.b, TAG_SIZE))};
    v->requests = out;
    v->nrequests = all.n;
    return ERR_OK;
}

static enum err people_get(struct req *req, struct res *res)
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
    struct member_view *people = ARENA_ARRAY(req->arena, struct member_view, roster.n);
    struct people_view v = {.frame = circle_frame_of(req, &in, TAB_PEOPLE),
                            .people = people,
                            .facilitator = me->role == ROLE_FACILITATOR,
                            .may_invite = me->role == ROLE_FACILITATOR || me->may_invite,
                            .answer = in_circle(req, &in, "/asked"),
                            .invite = in_circle(req, &in, "/invite"),
                            .persona = in_circle(req, &in, "/me")};
    for (size_t i = 0; i < roster.n; i++)
        if (roster_is_person(&roster.v[i]))
            people[v.npeople++] = member_show(req, &in, &roster.v[i], me);
    if (v.facilitator)
        TRY(requests_show(req, &in, &v));
    page_begin(req, NAV_HOME, &page, &h);
    view_circle_people(&h, &page, &v);
    return page_send(&h, res);
}

static enum err asked_post(struct req *req, struct res *res)
{
    struct circle_in in;
    struct tag letter;
    struct str raw;
    const struct form *f = req->fields;
    TRY(circle_visit(req, res, &in));
    if (!in.s)
        return ERR_OK;
    if (!f->problems && seal_from_hex(req->arena, f->value[L_LETTER], &raw) && raw.n == TAG_SIZE) {
        memcpy(letter.b, raw.p, TAG_SIZE);
        enum err e = request_answer(&in, &letter, f->number[L_ANSWER] == 1);
        if (e != ERR_OK && e != ERR_NOT_FOUND)
            return e;
    }
    return page_go(req, res, in_circle(req, &in, "/people"), NOTICE_SAVED);
}

/* ---- oneself ---- */

static enum err me_show(struct req *req, struct res *res, const struct circle_in *in,
                        const struct form *f)
{
    const struct circle_form_view v = {
        .frame = circle_frame_of(req, in, TAB_NONE),
        .title = tr(req->lang, N_("My name here")),
        .lead = tr(req->lang, N_("A new name stands under everything already said here, and the "
                                 "old one nowhere.")),
        .form = f,
        .action = in_circle(req, in, "/me"),
        .back = in_circle(req, in, "/people"),
        .submit = tr(req->lang, N_("Save"))};
    return circle_form_page(req, res, &v);
}

static enum err me_get(struct req *req, struct res *res)
{
    struct circle_in in;
    struct roster roster;
    struct roster_entry *me;
    struct form f;
    TRY(circle_visit(req, res, &in));
    if (!in.s)
        return ERR_OK;
    TRY(persona_read(&in, &roster, &me));
    form_blank(&PERSONA_FORM, &f);
    f.value[0] = me->persona.name;
    f.value[1] = me->persona.pronouns;
    f.value[2] = me->persona.about;
    return me_show(req, res, &in, &f);
}

static enum err me_post(struct req *req, struct res *res)
{
    struct circle_in in;
    TRY(circle_visit(req, res, &in));
    if (!in.s)
        return ERR_OK;
    if (req->fields->problems)
        return me_show(req, res, &in, req->fields);
    const struct space_persona persona = persona_of(req->fields, 0);
    TRY(persona_change(&in, &persona));
    return page_go(req, res, in_circle(req, &in, "/people"), NOTICE_SAVED);
}

/* ---- inviting ---- */

static enum err invite_show(struct req *req, struct res *res, const struct circle_in *in,
                            const struct form *f)
{
    const struct circle_form_view v = {
        .frame = circle_frame_of(req, in, TAB_NONE),
        .title = tr(req->lang, N_("Invite somebody")),
        .lead = tr(req->lang, N_("A code lets one member of the network into this circle.")),
        .form = f,
        .action = in_circle(req, in, "/invite"),
        .back = in_circle(req, in, "/people"),
        .submit = tr(req->lang, N_("Make a code"))};
    return circle_form_page(req, res, &v);
}

static enum err invite_get(struct req *req, struct res *res)
{
    struct circle_in in;
    struct form f;
    TRY(circle_visit(req, res, &in));
    if (!in.s)
        return ERR_OK;
    form_blank(&INVITE_FORM, &f);
    f.value[I_DAYS] = STR("7");
    return invite_show(req, res, &in, &f);
}

static enum err invite_post(struct req *req, struct res *res)
{
    struct html h;
    struct ui_page page;
    struct circle_in in;
    struct str code;
    const struct form *f = req->fields;
    TRY(circle_visit(req, res, &in));
    if (!in.s)
        return ERR_OK;
    if (f->problems)
        return invite_show(req, res, &in, f);
    int32_t days = (int32_t)f->number[I_DAYS];
    TRY(circle_code(&in, days, f->number[I_MAY] != 0, &code));
    struct str *groups = ARENA_ARRAY(req->secret, struct str, code.n);
    struct code_view v = {.frame = circle_frame_of(req, &in, TAB_NONE),
                          .groups = groups,
                          .back = in_circle(req, &in, "/people")};
    while (code.p)
        groups[v.ngroups++] = str_cut(&code, '-');
    v.until = tr_fmt(req->arena, req->lang, N_("It is good until {day}."),
                     TR_ARGS({"day", lang_day(req->arena, req->lang, clock_day(req->now) + days)}));
    page_begin(req, NAV_HOME, &page, &h);
    view_circle_code_shown(&h, &page, &v);
    return page_send(&h, res);
}

/* ---- one person, as who looks after the circle sees them ---- */

static enum err person_find(struct req *req, struct circle_in *in, struct roster_entry **who,
                            struct roster_entry **me)
{
    struct roster *roster = ARENA_NEW(req->secret, struct roster);
    TRY(persona_read(in, roster, me));
    if ((*me)->role != ROLE_FACILITATOR)
        return ERR_DENIED;
    for (size_t i = 0; i < roster->n; i++) {
        if (!roster_is_person(&roster->v[i]) ||
            !str_eq(viewer_alias_of(req, &roster->v[i].tag), req->params[1]))
            continue;
        *who = &roster->v[i];
        return ERR_OK;
    }
    return ERR_NOT_FOUND;
}

static enum err person_show(struct req *req, struct res *res, struct circle_in *in,
                            const struct form *f)
{
    struct html h;
    struct ui_page page;
    struct roster_entry *who, *me;
    TRY(person_find(req, in, &who, &me));
    struct url own = member_show(req, in, who, me).url;
    struct person_view v = {.frame = circle_frame_of(req, in, TAB_NONE),
                            .person = member_show(req, in, who, me),
                            .back = in_circle(req, in, "/people"),
                            .down = in_circle(req, in, "/people/down"),
                            .can_make = who->role != ROLE_FACILITATOR,
                            .can_remove = who != me,
                            .can_down = who == me,
                            .form = f,
                            .open = in->about.openness == OPENNESS_OPEN};
    v.make.s = str_fmt(req->arena, "%" STR_FMT "/make", STR_ARG(own.s));
    v.remove.s = str_fmt(req->arena, "%" STR_FMT "/remove", STR_ARG(own.s));
    v.person.linked = false;
    page_begin(req, NAV_HOME, &page, &h);
    view_circle_person(&h, &page, &v);
    return page_send(&h, res);
}

static enum err person_get(struct req *req, struct res *res)
{
    struct circle_in in;
    struct form f;
    TRY(circle_visit(req, res, &in));
    if (!in.s)
        return ERR_OK;
    form_blank(&OUT_FORM, &f);
    return person_show(req, res, &in, &f);
}

static enum err make_post(struct req *req, struct res *res)
{
    struct circle_in in;
    struct roster_entry *who, *me;
    TRY(circle_visit(req, res, &in));
    if (!in.s)
        return ERR_OK;
    TRY(person_find(req, &in, &who, &me));
    TRY(facilitator_make(&in, who->seq));
    return page_go(req, res, in_circle(req, &in, "/people"), NOTICE_SAVED);
}

static enum err remove_post(struct req *req, struct res *res)
{
    struct circle_in in;
    struct roster_entry *who, *me;
    const struct form *f = req->fields;
    TRY(circle_visit(req, res, &in));
    if (!in.s)
        return ERR_OK;
    if (f->problems)
        return person_show(req, res, &in, f);
    TRY(person_find(req, &in, &who, &me));
    TRY(circle_remove(&in, who->seq, f->value[O_REASON], f->number[O_WORDS] != 0));
    return page_go(req, res, in_circle(req, &in, "/people"), NOTICE_GONE);
}

/* The last one who looks after the circle is told what can be done instead. */
static enum err down_post(struct req *req, struct res *res)
{
    struct circle_in in;
    TRY(circle_visit(req, res, &in));
    if (!in.s)
        return ERR_OK;
    enum err e = facilitator_step_down(&in);
    if (e == ERR_CONFLICT)
        return page_go(req, res, in_circle(req, &in, "/leave"), NOTICE_NONE);
    TRY(e);
    return page_go(req, res, in_circle(req, &in, "/people"), NOTICE_SAVED);
}

#define PERSON_AT "/r/:circle/people/:person"
static const struct route ROUTES[] = {
    {HTTP_GET, "/r/:circle/people", NULL, WHO_MEMBER, LANE_READ, NULL, people_get, 0},
    {HTTP_POST, "/r/:circle/asked", &ANSWER_FORM, WHO_MEMBER, LANE_WRITE, NULL, asked_post, 0},
    {HTTP_GET, "/r/:circle/me", NULL, WHO_MEMBER, LANE_READ, NULL, me_get, 0},
    {HTTP_POST, "/r/:circle/me", &PERSONA_FORM, WHO_MEMBER, LANE_WRITE, NULL, me_post, 0},
    {HTTP_GET, "/r/:circle/invite", NULL, WHO_MEMBER, LANE_READ, NULL, invite_get, 0},
    {HTTP_POST, "/r/:circle/invite", &INVITE_FORM, WHO_MEMBER, LANE_WRITE, NULL, invite_post, 0},
    {HTTP_GET, PERSON_AT, NULL, WHO_MEMBER, LANE_READ, NULL, person_get, 0},
    {HTTP_POST, PERSON_AT "/make", &FORM_NOTHING, WHO_MEMBER, LANE_WRITE, NULL, make_post, 0},
    {HTTP_POST, PERSON_AT "/remove", &OUT_FORM, WHO_MEMBER, LANE_WRITE, NULL, remove_post, 0},
    {HTTP_POST, "/r/:circle/people/down", &FORM_NOTHING, WHO_MEMBER, LANE_WRITE, NULL, down_post,
     0},
};
const struct route_table CIRCLES_PEOPLE_ROUTES = ROUTE_TABLE(ROUTES);
