/* The pages of the desk: reports, what to check, people. */
#include "directory/desk_pages.h"

#include <string.h>

#include "base/clock.h"
#include "desk.html.h"
#include "directory/desk.h"
#include "directory/desk_list.h"
#include "directory/desk_view.h"
#include "members/page.h"

enum { F_NAME, F_BYLINE };
#define FIELDS_PERSONA                                                                                 \
    [F_NAME] = {.name = "persona",                                                                     \
                .label = N_("Your name at the desk"),                                                  \
                .hint = N_("Only the people of the desk see it."),                                     \
                .kind = FIELD_LINE,                                                                    \
                .max = DESK_NAME_MAX,                                                                  \
                .required = true},                                                                     \
    [F_BYLINE] = {                                                                                     \
        .name = "byline",                                                                              \
        .label = N_("Your byline"),                                                                    \
        .hint = N_("Everybody sees it on each entry you check or change, also people without an "      \
                   "account, and it is not sealed. Left empty, it says “the editors' desk”: that " \
                   "tells nobody who you are."),                                                       \
        .kind = FIELD_LINE,                                                                            \
        .max = DESK_BYLINE_MAX,                                                                        \
    }

static const struct form_field PERSONA_FIELDS[] = {FIELDS_PERSONA};
static const struct form_spec PERSONA_FORM = FORM_SPEC(PERSONA_FIELDS);

enum { F_CODE = F_BYLINE + 1 };
static const struct form_field ENTER_FIELDS[] = {
    FIELDS_PERSONA,
    [F_CODE] =
        {.name = "code", .label = N_("Code"), .kind = FIELD_LINE, .max = 80, .required = true},
};
static const struct form_spec ENTER_FORM = FORM_SPEC(ENTER_FIELDS);

enum { L_LETTER, L_ANSWER };
enum { ANSWER_RIGHT = 1, ANSWER_NOTHING };
static const struct form_choice ANSWERS[] = {
    {"right", N_("Seen, put right"), ANSWER_RIGHT},
    {"nothing", N_("Nothing to change"), ANSWER_NOTHING},
    {NULL, NULL, 0},
};
static const struct form_field SETTLE_FIELDS[] = {
    [L_LETTER] = {.name = "letter", .kind = FIELD_HIDDEN, .max = 40, .required = true},
    [L_ANSWER] = {.name = "answer",
                  .label = N_("Answer"),
                  .kind = FIELD_CHOICE,
                  .choices = ANSWERS,
                  .required = true},
};
static const struct form_spec SETTLE_FORM = FORM_SPEC(SETTLE_FIELDS);

enum { O_REASON };
static const struct form_field OUT_FIELDS[] = {
    [O_REASON] = {.name = "reason",
                  .label = N_("Reason"),
                  .hint = N_("The person reads it. Plain and kind words help."),
                  .kind = FIELD_TEXT,
                  .max = DESK_REASON_MAX,
                  .required = true},
};
static const struct form_spec OUT_FORM = FORM_SPEC(OUT_FIELDS);

static struct url at_desk(const struct req *req, const char *more)
{
    struct url u = url_path(req->arena, "/d/desk");
    u.s = str_fmt(req->arena, "%" STR_FMT "%s", STR_ARG(u.s), more);
    return u;
}

static struct space_persona persona_of(const struct form *f)
{
    return (struct space_persona){.name = f->value[F_NAME], .about = f->value[F_BYLINE]};
}

static enum err desk_of(struct req *req, struct desk *out)
{
    struct space_ctx ctx = req_ctx(req);
    return desk_enter(&ctx, req->viewer, NULL, out);
}

static bool is_person(const struct roster_entry *e)
{
    return e->role == ROLE_MEMBER || e->role == ROLE_FACILITATOR;
}

/* How somebody is named in the viewer's addresses; means nothing to anybody else. */
static struct str person_alias(const struct req *req, const struct roster_entry *e)
{
    struct key k;
    key_derive(&k, &req->viewer->keyring.seed, "awn alias of a person",
               str_from(e->tag.b, TAG_SIZE));
    return seal_base32(req->arena, str_from(k.b, ALIAS_BYTES));
}

struct str desk_byline_text(const struct lang *lang, struct str byline)
{
    return byline.n ? byline : str_from_c(tr(lang, N_("the editors' desk")));
}

static struct desk_person_view person_view(const struct req *req, const struct desk *d,
                                           const struct roster_entry *e)
{
    struct desk_person_view v = {
        .byline = desk_byline_text(req->lang, e->persona.about),
        .me = e == d->me,
        .keeper = e->role == ROLE_FACILITATOR,
        .linked = d->keeper && e != d->me,
        .url = url_path(req->arena, "/d/desk/people/%" STR_FMT, STR_ARG(person_alias(req, e))),
    };
    ui_person_init(&v.who, e->persona.name, STR_NONE, str_from(e->tag.b, TAG_SIZE));
    return v;
}

/* ---- the door ---- */

static enum err door_show(struct req *req, struct res *res, const struct desk_standing *at,
                          const struct form *enter, const struct form *open)
{
    struct html h;
    struct ui_page page;
    struct form blank[2];
    form_blank(&ENTER_FORM, &blank[0]);
    form_blank(&PERSONA_FORM, &blank[1]);
    const struct desk_door_view v = {
        .there_is = at->state != DESK_NONE,
        .steward = at->steward,
        .removed = at->removed,
        .reason = html_markdown(req->arena, at->why.reason),
        .by = at->why.by,
        .enter = enter ? enter : &blank[0],
        .open = open ? open : &blank[1],
        .enter_to = at_desk(req, "/enter"),
        .open_to = at_desk(req, "/open"),
        .away = at_desk(req, "/away"),
        .back = url_path(req->arena, "/d"),
    };
    page_begin(req, NAV_FIND, &page, &h);
    view_desk_door(&h, &page, &v);
    return page_send(&h, res);
}

static enum err form_show(struct req *req, struct res *res, const struct desk_form_view *v)
{
    struct html h;
    struct ui_page page;
    page_begin(req, NAV_FIND, &page, &h);
    view_desk_form(&h, &page, v);
    return page_send(&h, res);
}

static enum err open_show(struct req *req, struct res *res, const struct form *f)
{
    const struct desk_form_view v = {
        .title = tr(req->lang, N_("Open another desk")),
        .lead = tr(req->lang, N_("For when nobody can come into the old one any more. Whoever was "
                                 "in it can change nothing from then on, and what waits there "
                                 "unread is lost. Entries stay as they are.")),
        .form = f,
        .action = at_desk(req, "/open"),
        .back = at_desk(req, ""),
        .submit = tr(req->lang, N_("Open another desk")),
    };
    return form_show(req, res, &v);
}

static enum err open_get(struct req *req, struct res *res)
{
    struct space_ctx ctx = req_ctx(req);
    struct desk_standing at;
    struct form f;
    TRY(desk_standing_of(&ctx, req->viewer, &at));
    if (!at.steward)
        return ERR_DENIED;
    if (at.state != DESK_OUT)
        return page_go(req, res, at_desk(req, ""), NOTICE_NONE);
    form_blank(&PERSONA_FORM, &f);
    return open_show(req, res, &f);
}

static enum err open_post(struct req *req, struct res *res)
{
    struct space_ctx ctx = req_ctx(req);
    struct desk_standing at;
    TRY(desk_standing_of(&ctx, req->viewer, &at));
    if (!at.steward)
        return ERR_DENIED;
    if (at.state == DESK_IN)
        return page_go(req, res, at_desk(req, ""), NOTICE_NONE);
    if (req->fields->problems)
        return at.state == DESK_NONE ? door_show(req, res, &at, NULL, req->fields)
                                     : open_show(req, res, req->fields);
    const struct space_persona persona = persona_of(req->fields);
    TRY(desk_open(&ctx, req->viewer, &persona));
    return page_go(req, res, at_desk(req, ""), NOTICE_SAVED);
}

static enum err enter_post(struct req *req, struct res *res)
{
    struct space_ctx ctx = req_ctx(req);
    struct desk_standing at;
    struct form f = *req->fields;
    TRY(desk_standing_of(&ctx, req->viewer, &at));
    if (at.state == DESK_IN)
        return page_go(req, res, at_desk(req, ""), NOTICE_NONE);
    if (f.problems)
        return door_show(req, res, &at, &f, NULL);
    const struct space_persona persona = persona_of(&f);
    enum err e = desk_come_in(&ctx, req->viewer, f.value[F_CODE], &persona);
    if (e == ERR_OK)
        return page_go(req, res, at_desk(req, ""), NOTICE_JOINED);
    if (e == ERR_INVALID)
        form_reject(&f, F_CODE, N_("This is not a whole code. Perhaps a letter is missing."));
    else if (e == ERR_DENIED || e == ERR_EXPIRED)
        form_reject(&f, F_CODE,
                    N_("This code opens nothing. It may have been used already, or its days are "
                       "over; whoever gave it can make another."));
    else
        return e;
    return door_show(req, res, &at, &f, NULL);
}

static enum err away_post(struct req *req, struct res *res)
{
    struct space_ctx ctx = req_ctx(req);
    TRY(desk_put_away(&ctx, req->viewer));
    return page_go(req, res, at_desk(req, ""), NOTICE_NONE);
}

/* ---- inside ---- */

static enum err letters_fill(struct req *req, struct desk *d, struct desk_view *v)
{
    struct desk_letters all;
    TRY(desk_letters_read(d, &all));
    struct desk_letter_view *out = ARENA_ARRAY(req->secret, struct desk_letter_view, all.n);
    for (size_t i = 0; i < all.n; i++) {
        const struct directory_report *r = &all.v[i].report;
        out[i] = (struct desk_letter_view){
            .title = r->title.n ? r->title : str_from_c(tr(req->lang, N_("An entry"))),
            .reason = str_from_c(tr(req->lang, directory_report_text(r->reason))),
            .words = r->words,
            .when = lang_day(req->arena, req->lang, r->day),
            .letter = seal_hex(req->arena, str_from(all.v[i].id.b, TAG_SIZE)),
            .entry = url_path(req->arena, "/d/%" STR_FMT, STR_ARG(r->entry)),
        };
    }
    v->letters = out;
    v->nletters = all.n;
    return ERR_OK;
}

static struct str listed_about(const struct req *req, const struct desk_listed *l)
{
    if (l->doubted)
        return tr_fmt(req->arena, req->lang, N_("Reported on {date}"),
                      TR_ARGS({"date", lang_day(req->arena, req->lang, (int32_t)l->doubted)}));
    if (l->checked_at)
        return tr_fmt(req->arena, req->lang, N_("Checked on {date}"),
                      TR_ARGS({"date", lang_date(req->arena, req->lang, l->checked_at)}));
    return STR_NONE;
}

static void work_fill(const struct req *req, const struct desk_list *list, const char *title,
                      struct desk_work_view *v)
{
    struct ui_row *rows = ARENA_ARRAY(req->arena, struct ui_row, list->n);
    for (size_t i = 0; i < list->n; i++)
        rows[i] = (struct ui_row){
            .title = list->v[i].title,
            .about = listed_about(req, &list->v[i]),
            .url = url_path(req->arena, "/d/%" STR_FMT, STR_ARG(list->v[i].id)),
        };
    *v = (struct desk_work_view){.title = title, .rows = rows, .nrows = list->n};
}

#define OLD_SECONDS (180 * (int64_t)DAY_SECONDS)

static enum err works_fill(struct req *req, struct desk_view *v)
{
    struct desk_lists lists;
    struct desk_work_view *work = ARENA_ARRAY(req->arena, struct desk_work_view, 3);
    TRY(desk_lists_read(req->db, req->arena, req->now - OLD_SECONDS, &lists));
    if (lists.doubted.n)
        work_fill(req, &lists.doubted, tr(req->lang, N_("Said to be out of date")),
                  &work[v->nwork++]);
    if (lists.oldest.n)
        work_fill(req, &lists.oldest, tr(req->lang, N_("Checked longest ago")), &work[v->nwork++]);
    if (lists.never.n)
        work_fill(req, &lists.never,
                  str_to_c(req->arena, tr_fmt_n(req->arena, req->lang, "Never checked: {n} entry",
                                                "Never checked: {n} entries",
                                                (uint64_t)lists.never_total, NULL, 0)),
                  &work[v->nwork++]);
    v->work = work;
    return ERR_OK;
}

static enum err desk_get(struct req *req, struct res *res)
{
    struct space_ctx ctx = req_ctx(req);
    struct html h;
    struct ui_page page;
    struct desk_standing at;
    struct desk d;
    enum err e = desk_enter(&ctx, req->viewer, NULL, &d);
    if (e == ERR_DENIED) {
        TRY(desk_standing_of(&ctx, req->viewer, &at));
        return door_show(req, res, &at, NULL, NULL);
    }
    TRY(e);
    struct desk_person_view *people = ARENA_ARRAY(req->secret, struct desk_person_view, d.roster.n);
    struct desk_view v = {
        .people = people,
        .keeper = d.keeper,
        .settle = at_desk(req, "/letter"),
        .add = url_path(req->arena, "/d/new"),
        .removed = at_desk(req, "/removed"),
        .invite = at_desk(req, "/invite"),
        .persona = at_desk(req, "/me"),
        .leave = at_desk(req, "/leave"),
        .back = url_path(req->arena, "/d"),
    };
    for (size_t i = 0; i < d.roster.n; i++)
        if (is_person(&d.roster.v[i]))
            people[v.npeople++] = person_view(req, &d, &d.roster.v[i]);
    TRY(letters_fill(req, &d, &v));
    TRY(works_fill(req, &v));
    page_begin(req, NAV_FIND, &page, &h);
    view_desk(&h, &page, &v);
    return page_send(&h, res);
}

static enum err settle_post(struct req *req, struct res *res)
{
    struct desk d;
    struct tag letter;
    struct str raw, entry;
    bool last;
    const struct form *f = req->fields;
    TRY(desk_of(req, &d));
    if (!f->problems && seal_from_hex(req->arena, f->value[L_LETTER], &raw) && raw.n == TAG_SIZE) {
        memcpy(letter.b, raw.p, TAG_SIZE);
        enum err e = desk_letter_take(&d, &letter, &entry, &last);
        if (e != ERR_OK && e != ERR_NOT_FOUND) /* another editor was first */
            return e;
        if (e == ERR_OK && last)
            TRY(desk_doubt_clear(req->db, entry));
    }
    return page_go(req, res, at_desk(req, ""), NOTICE_SAVED);
}

/* ---- oneself ---- */

static enum err me_show(struct req *req, struct res *res, const struct form *f)
{
    const struct desk_form_view v = {
        .title = tr(req->lang, N_("My name and byline")),
        .lead = tr(req->lang, N_("Entries keep the byline under which they were checked; a new "
                                 "one counts from now on.")),
        .form = f,
        .action = at_desk(req, "/me"),
        .back = at_desk(req, ""),
        .submit = tr(req->lang, N_("Save")),
    };
    return form_show(req, res, &v);
}

static enum err me_get(struct req *req, struct res *res)
{
    struct desk d;
    struct form f;
    TRY(desk_of(req, &d));
    form_blank(&PERSONA_FORM, &f);
    f.value[F_NAME] = d.me->persona.name;
    f.value[F_BYLINE] = d.me->persona.about;
    return me_show(req, res, &f);
}

static enum err me_post(struct req *req, struct res *res)
{
    struct desk d;
    TRY(desk_of(req, &d));
    if (req->fields->problems)
        return me_show(req, res, req->fields);
    const struct space_persona persona = persona_of(req->fields);
    TRY(desk_persona_set(&d, &persona));
    return page_go(req, res, at_desk(req, ""), NOTICE_SAVED);
}

static enum err leave_get(struct req *req, struct res *res)
{
    struct html h;
    struct ui_page page;
    struct desk d;
    TRY(desk_of(req, &d));
    const struct desk_leave_view v = {.last = roster_people(&d.roster) == 1,
                                      .action = at_desk(req, "/leave"),
                                      .back = at_desk(req, "")};
    page_begin(req, NAV_FIND, &page, &h);
    view_desk_leave(&h, &page, &v);
    return page_send(&h, res);
}

static enum err leave_post(struct req *req, struct res *res)
{
    struct desk d;
    TRY(desk_of(req, &d));
    TRY(desk_leave(&d));
    return page_go(req, res, url_path(req->arena, "/d"), NOTICE_AWAY);
}

/* ---- others ---- */

static enum err invite_get(struct req *req, struct res *res)
{
    struct desk d;
    TRY(desk_of(req, &d));
    if (!d.keeper)
        return ERR_DENIED;
    struct form f;
    form_blank(&FORM_NOTHING, &f);
    const struct desk_form_view v = {
        .title = tr(req->lang, N_("Invite an editor")),
        .lead = tr(req->lang, N_("A code lets one member of the network come to the desk. Editors "
                                 "can add, change and remove every entry, and read what people "
                                 "report.")),
        .form = &f,
        .action = at_desk(req, "/invite"),
        .back = at_desk(req, ""),
        .submit = tr(req->lang, N_("Make a code")),
    };
    return form_show(req, res, &v);
}

static enum err invite_post(struct req *req, struct res *res)
{
    struct html h;
    struct ui_page page;
    struct desk d;
    struct str code;
    TRY(desk_of(req, &d));
    TRY(desk_code(&d, &code));
    struct str *groups = ARENA_ARRAY(req->secret, struct str, code.n);
    struct desk_code_view v = {.groups = groups, .back = at_desk(req, "")};
    while (code.p)
        groups[v.ngroups++] = str_cut(&code, '-');
    v.until = tr_fmt(
        req->arena, req->lang, N_("It is good until {day}."),
        TR_ARGS({"day", lang_day(req->arena, req->lang, clock_day(req->now) + DESK_CODE_DAYS)}));
    page_begin(req, NAV_FIND, &page, &h);
    view_desk_code(&h, &page, &v);
    return page_send(&h, res);
}

static enum err one_of(struct req *req, struct desk *d, struct roster_entry **who)
{
    TRY(desk_of(req, d));
    if (!d->keeper)
        return ERR_DENIED;
    for (size_t i = 0; i < d->roster.n; i++) {
        *who = &d->roster.v[i];
        if (is_person(*who) && str_eq(person_alias(req, *who), req->params[0]))
            return ERR_OK;
    }
    return ERR_NOT_FOUND;
}

static enum err one_show(struct req *req, struct res *res, const struct desk *d,
                         const struct roster_entry *who, const struct form *f)
{
    struct html h;
    struct ui_page page;
    struct str alias = person_alias(req, who);
    struct desk_person_page v = {
        .person = person_view(req, d, who),
        .can_make = who->role != ROLE_FACILITATOR,
        .can_remove = who != d->me,
        .form = f,
        .make = url_path(req->arena, "/d/desk/people/%" STR_FMT "/make", STR_ARG(alias)),
        .remove = url_path(req->arena, "/d/desk/people/%" STR_FMT "/remove", STR_ARG(alias)),
        .back = at_desk(req, ""),
    };
    v.person.linked = false;
    page_begin(req, NAV_FIND, &page, &h);
    view_desk_one(&h, &page, &v);
    return page_send(&h, res);
}

static enum err one_get(struct req *req, struct res *res)
{
    struct desk d;
    struct roster_entry *who;
    struct form f;
    TRY(one_of(req, &d, &who));
    form_blank(&OUT_FORM, &f);
    return one_show(req, res, &d, who, &f);
}

static enum err make_post(struct req *req, struct res *res)
{
    struct desk d;
    struct roster_entry *who;
    TRY(one_of(req, &d, &who));
    TRY(desk_make_keeper(&d, who));
    return page_go(req, res, at_desk(req, ""), NOTICE_SAVED);
}

static enum err remove_post(struct req *req, struct res *res)
{
    struct desk d;
    struct roster_entry *who;
    TRY(one_of(req, &d, &who));
    if (req->fields->problems)
        return one_show(req, res, &d, who, req->fields);
    TRY(desk_remove(&d, who, req->fields->value[O_REASON]));
    return page_go(req, res, at_desk(req, ""), NOTICE_GONE);
}

#define PERSON "/d/desk/people/:person"
static const struct route ROUTES[] = {
    {HTTP_GET, "/d/desk", NULL, WHO_MEMBER, LANE_READ, NULL, desk_get, 0},
    {HTTP_GET, "/d/desk/open", NULL, WHO_MEMBER, LANE_READ, NULL, open_get, 0},
    {HTTP_POST, "/d/desk/open", &PERSONA_FORM, WHO_MEMBER, LANE_WRITE, NULL, open_post, 0},
    {HTTP_POST, "/d/desk/enter", &ENTER_FORM, WHO_MEMBER, LANE_WRITE, NULL, enter_post,
     ROUTE_GUARDED},
    {HTTP_POST, "/d/desk/away", &FORM_NOTHING, WHO_MEMBER, LANE_WRITE, NULL, away_post, 0},
    {HTTP_POST, "/d/desk/letter", &SETTLE_FORM, WHO_MEMBER, LANE_WRITE, NULL, settle_post, 0},
    {HTTP_GET, "/d/desk/me", NULL, WHO_MEMBER, LANE_READ, NULL, me_get, 0},
    {HTTP_POST, "/d/desk/me", &PERSONA_FORM, WHO_MEMBER, LANE_WRITE, NULL, me_post, 0},
    {HTTP_GET, "/d/desk/leave", NULL, WHO_MEMBER, LANE_READ, NULL, leave_get, 0},
    {HTTP_POST, "/d/desk/leave", &FORM_NOTHING, WHO_MEMBER, LANE_WRITE, NULL, leave_post, 0},
    {HTTP_GET, "/d/desk/invite", NULL, WHO_MEMBER, LANE_READ, NULL, invite_get, 0},
    {HTTP_POST, "/d/desk/invite", &FORM_NOTHING, WHO_MEMBER, LANE_WRITE, NULL, invite_post, 0},
    {HTTP_GET, PERSON, NULL, WHO_MEMBER, LANE_READ, NULL, one_get, 0},
    {HTTP_POST, PERSON "/make", &FORM_NOTHING, WHO_MEMBER, LANE_WRITE, NULL, make_post, 0},
    {HTTP_POST, PERSON "/remove", &OUT_FORM, WHO_MEMBER, LANE_WRITE, NULL, remove_post, 0},
};
const struct route_table DIRECTORY_DESK_ROUTES = ROUTE_TABLE(ROUTES);
