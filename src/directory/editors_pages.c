/* The editors' desk: what it is, and its front page: reports, what to check, people. */
#include "directory/editors_pages.h"

#include <string.h>

#include "base/clock.h"
#include "desk/pages.h"
#include "directory/editors.h"
#include "directory/editors_list.h"
#include "directory/editors_view.h"
#include "editors.html.h"

#define AT "/d/desk"

DESK_FORMS(
    EDITORS,
    N_("Everybody sees it on each entry you check or change, also people without an account, "
       "and it is not sealed. Left empty, it says “the editors' desk”: that tells nobody who "
       "you are."));

/* Setting and labels are those of the first desks there were. */
const struct desk_kind DESK_EDITORS = {
    .space = SPACE_DESK,
    .setting = "directory_desk",
    .place_label = "awn desk of the directory",
    .code_label = "awn desk code",
    .at = AT,
    .outside = "/d",
    .nav = NAV_FIND,
    .persona = &EDITORS_PERSONA_FORM,
    .enter = &EDITORS_ENTER_FORM,
    .texts =
        {
            .name = N_("The editors' desk"),
            .about = N_("Who keeps the directory right, and what people report"),
            .outside = N_("Find help"),
            .byline = N_("the editors' desk"),
            .shown_as = N_("Shown to everybody as: {byline}"),
            .door_lead = N_("Editors add entries, put them right and read what people report. They "
                            "do it in the name of this network."),
            .open_lead = N_("There is none yet. Who opens it can invite other editors with a code, "
                            "and receives what people report about entries."),
            .another_lead = N_("For when nobody can come into the old one any more. Whoever was in "
                               "it can change nothing from then on, and what waits there unread is "
                               "lost. Entries stay as they are."),
            .persona_lead = N_("Entries keep the byline under which they were checked; a new one "
                               "counts from now on."),
            .invite = N_("Invite an editor"),
            .invite_lead = N_("A code lets one member of the network come to the desk. Editors can "
                              "add, change and remove every entry, and read what people report."),
            .code = N_("A code for one editor"),
            .code_lead = N_("It is shown only now. It works once, for a member of this network, on "
                            "the page of the desk: under “My things”, then “The editors' desk”."),
            .remove_lead = N_("From then on they can change nothing in the directory and read no "
                              "report. They see the reason."),
            .leave_lead =
                N_("Others go on. What you checked and changed stays, under the byline it "
                   "was made with."),
            .end_lead = N_("Nobody else is there: the desk ends, and the reports that wait are "
                           "deleted. Entries stay as they are."),
        },
};

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

static enum err letters_fill(struct req *req, struct desk *d, struct editors_view *v)
{
    struct editors_letters all;
    TRY(editors_letters_read(d, &all));
    struct editors_letter_view *out = ARENA_ARRAY(req->secret, struct editors_letter_view, all.n);
    for (size_t i = 0; i < all.n; i++) {
        const struct directory_report *r = &all.v[i].report;
        out[i] = (struct editors_letter_view){
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

static struct str listed_about(const struct req *req, const struct editors_listed *l)
{
    if (l->doubted)
        return tr_fmt(req->arena, req->lang, N_("Reported on {date}"),
                      TR_ARGS({"date", lang_day(req->arena, req->lang, (int32_t)l->doubted)}));
    if (l->checked_at)
        return tr_fmt(req->arena, req->lang, N_("Checked on {date}"),
                      TR_ARGS({"date", lang_date(req->arena, req->lang, l->checked_at)}));
    return STR_NONE;
}

static void work_fill(const struct req *req, const struct editors_list *list, const char *title,
                      struct editors_work_view *v)
{
    struct ui_row *rows = ARENA_ARRAY(req->arena, struct ui_row, list->n);
    for (size_t i = 0; i < list->n; i++)
        rows[i] = (struct ui_row){
            .title = list->v[i].title,
            .about = listed_about(req, &list->v[i]),
            .url = url_path(req->arena, "/d/%" STR_FMT, STR_ARG(list->v[i].id)),
        };
    *v = (struct editors_work_view){.title = title, .rows = rows, .nrows = list->n};
}

#define OLD_SECONDS (180 * (int64_t)DAY_SECONDS)

static enum err works_fill(struct req *req, struct editors_view *v)
{
    struct editors_lists lists;
    struct editors_work_view *work = ARENA_ARRAY(req->arena, struct editors_work_view, 3);
    TRY(editors_lists_read(req->db, req->arena, req->now - OLD_SECONDS, &lists));
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

static enum err front_get(struct req *req, struct res *res)
{
    struct html h;
    struct ui_page page;
    struct desk d;
    enum err e = desk_of(req, &DESK_EDITORS, &d);
    if (e == ERR_DENIED)
        return desk_door(req, res, &DESK_EDITORS);
    TRY(e);
    struct editors_view v = {
        .settle = desk_url(req, &DESK_EDITORS, "/letter"),
        .add = url_path(req->arena, "/d/new"),
        .removed = desk_url(req, &DESK_EDITORS, "/removed"),
        .back = url_path(req->arena, "/d"),
    };
    desk_people_fill(req, &d, &v.people);
    TRY(letters_fill(req, &d, &v));
    TRY(works_fill(req, &v));
    page_begin(req, NAV_FIND, &page, &h);
    view_editors(&h, &page, &v);
    return page_send(&h, res);
}

static enum err settle_post(struct req *req, struct res *res)
{
    struct desk d;
    struct tag letter;
    struct str raw, entry;
    bool last;
    const struct form *f = req->fields;
    TRY(desk_of(req, &DESK_EDITORS, &d));
    if (!f->problems && seal_from_hex(req->arena, f->value[L_LETTER], &raw) && raw.n == TAG_SIZE) {
        memcpy(letter.b, raw.p, TAG_SIZE);
        enum err e = editors_letter_take(&d, &letter, &entry, &last);
        if (e != ERR_OK && e != ERR_NOT_FOUND) /* another editor was first */
            return e;
        if (e == ERR_OK && last)
            TRY(editors_doubt_clear(req->db, entry));
    }
    return page_go(req, res, desk_url(req, &DESK_EDITORS, ""), NOTICE_SAVED);
}

static const struct route ROUTES[] = {
    {HTTP_GET, AT, NULL, WHO_MEMBER, LANE_READ, NULL, front_get, 0},
    {HTTP_POST, AT "/letter", &SETTLE_FORM, WHO_MEMBER, LANE_WRITE, NULL, settle_post, 0},
    DESK_ROUTES(AT, EDITORS),
};
const struct route_table DIRECTORY_EDITORS_ROUTES = ROUTE_TABLE(ROUTES);
