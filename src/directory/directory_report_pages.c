/* Anybody says that an entry is out of date. */
#include "base/clock.h"
#include "directory/directory_edit.h"
#include "directory/directory_pages.h"
#include "directory/directory_report.h"
#include "directory/editors.h"
#include "directory/report_view.h"
#include "members/page.h"

enum { F_REASON, F_WORDS };
static const struct form_choice REASONS[] = {
#define X(name, number, code, text) {code, text, DIRECTORY_REPORT_##name},
    DIRECTORY_REPORT_REASONS(X)
#undef X
        {NULL, NULL, 0}};
#define NREASONS (sizeof(REASONS) / sizeof(REASONS[0]) - 1)

static const struct form_field REPORT_FIELDS[] = {
    [F_REASON] = {.name = "reason",
                  .label = N_("What is wrong?"),
                  .kind = FIELD_CHOICE,
                  .choices = REASONS,
                  .required = true},
    [F_WORDS] = {.name = "words",
                 .label = N_("What would help to put it right"),
                 .hint = N_("The right number, for instance, or when this was. Nothing about "
                            "oneself is needed."),
                 .kind = FIELD_TEXT,
                 .max = DIRECTORY_REPORT_WORDS_MAX},
};
static const struct form_spec REPORT_FORM = FORM_SPEC(REPORT_FIELDS);

void view_report_words(struct html *h, const struct form *f)
{
    view_ui_field_as(h, f, F_WORDS, (struct ui_look){.rows = 5});
}

static void view_fill(const struct req *req, const struct directory_card *card,
                      const struct form *f, struct report_view *v)
{
    struct report_choice *choices = ARENA_ARRAY(req->arena, struct report_choice, NREASONS);
    static const char *const ids[] = {
        /* the first carries the field's own id: the summary of mistakes leads there */
        "f-reason", "f-reason-1", "f-reason-2", "f-reason-3", "f-reason-4", "f-reason-5"};
    _Static_assert(sizeof(ids) / sizeof(ids[0]) == NREASONS, "an id for each reason");

    *v = (struct report_view){
        .title = card->title,
        .lang = card->language,
        .entry = url_path(req->arena, "/d/%" STR_FMT, STR_ARG(card->id)),
        .action = url_path(req->arena, "/d/%" STR_FMT "/outdated", STR_ARG(card->id)),
        .form = f,
        .choices = choices,
        .nchoices = NREASONS,
    };
    for (size_t i = 0; i < NREASONS; i++)
        choices[i] =
            (struct report_choice){.value = REASONS[i].value,
                                   .label = tr(req->lang, REASONS[i].label),
                                   .id = ids[i],
                                   .chosen = f && str_eq_c(f->value[F_REASON], REASONS[i].value)};
    if (f && f->problem[F_REASON] != FIELD_IS_NONE)
        v->choice_error =
            tr(req->lang,
               f->said[F_REASON] ? f->said[F_REASON] : form_problem_text(f->problem[F_REASON]));
}

/* A page that says one thing. */
static enum err said(struct req *req, struct res *res, const struct directory_card *card,
                     const char *title, const char *text)
{
    struct html h;
    struct ui_page page;
    struct report_view v;

    view_fill(req, card, NULL, &v);
    page_begin(req, NAV_FIND, &page, &h);
    view_report_said(&h, &page, &v, tr(req->lang, title), tr(req->lang, text));
    return page_send(&h, res);
}

static enum err said_unread(struct req *req, struct res *res, const struct directory_card *card)
{
    return said(req, res, card, N_("Nobody could read it yet"),
                N_("In this network nobody looks after the list so far. So nothing is asked here "
                   "and nothing was kept: it would only wait unread. Calling them is the surest "
                   "way to know."));
}

static enum err ask(struct req *req, struct res *res, const struct directory_card *card,
                    const struct form *f)
{
    struct html h;
    struct ui_page page;
    struct report_view v;

    view_fill(req, card, f, &v);
    page_begin(req, NAV_FIND, &page, &h);
    view_report_ask(&h, &page, &v);
    return page_send(&h, res);
}

static enum err report_page(struct req *req, struct res *res)
{
    struct directory_card card;
    struct space_ctx ctx = req_ctx(req);
    struct space_id desk;
    struct form f;

    TRY(directory_card_load(req->db, req->arena, req->params[0], &card));
    enum err e = desk_place_get(&ctx, &DESK_EDITORS, &desk);
    if (e == ERR_NOT_FOUND)
        return said_unread(req, res, &card);
    TRY(e);
    form_blank(&REPORT_FORM, &f);
    return ask(req, res, &card, &f);
}

static enum err report_post(struct req *req, struct res *res)
{
    struct directory_card card;
    struct form f = *req->fields;
    struct space_ctx ctx = req_ctx(req);

    TRY(directory_card_load(req->db, req->arena, req->params[0], &card));
    if (f.problems == 0 && f.number[F_REASON] == DIRECTORY_REPORT_OTHER && f.value[F_WORDS].n == 0)
        form_reject(&f, F_WORDS, N_("A few words say what it is."));
    if (f.problems != 0)
        return ask(req, res, &card, &f);
    const struct directory_report report = {
        .entry = card.id,
        .title = card.title,
        .reason = (enum directory_report_reason)f.number[F_REASON],
        .words = f.value[F_WORDS],
        .day = clock_day(req->now),
    };
    enum err e = directory_report_send(&ctx, &report);
    if (e == ERR_NOT_FOUND)
        return said_unread(req, res, &card);
    if (e != ERR_OK && e != ERR_TOO_MANY)
        return e;
    TRY(directory_doubt(req->db, card.id, report.day));
    res_redirect(res, url_path(req->arena, "/d/%" STR_FMT "/outdated/%s", STR_ARG(card.id),
                               e == ERR_OK ? "thanks" : "full")
                          .s);
    return ERR_OK;
}

static enum err report_thanks(struct req *req, struct res *res)
{
    struct directory_card card;

    TRY(directory_card_load(req->db, req->arena, req->params[0], &card));
    return said(req, res, &card, N_("Thank you"),
                N_("Somebody will look into it. Until then the entry says that it may be out of "
                   "date, so that nobody else goes there in vain."));
}

static enum err report_full(struct req *req, struct res *res)
{
    struct directory_card card;

    TRY(directory_card_load(req->db, req->arena, req->params[0], &card));
    return said(req, res, &card, N_("Thank you"),
                N_("Very many reports are waiting to be read, and these words had no room any "
                   "more. But from now on the entry says that it may be out of date."));
}

static const struct route ROUTES[] = {
    {HTTP_GET, "/d/:id/outdated", NULL, WHO_ANYONE, LANE_READ, NULL, report_page, 0},
    {HTTP_POST, "/d/:id/outdated", &REPORT_FORM, WHO_ANYONE, LANE_WRITE, NULL, report_post,
     ROUTE_GUARDED},
    {HTTP_GET, "/d/:id/outdated/thanks", NULL, WHO_ANYONE, LANE_READ, NULL, report_thanks, 0},
    {HTTP_GET, "/d/:id/outdated/full", NULL, WHO_ANYONE, LANE_READ, NULL, report_full, 0},
};
const struct route_table DIRECTORY_REPORT_ROUTES = ROUTE_TABLE(ROUTES);
