/* Behind the receipt: its code is typed, and the ask is read, answered, ended, deleted. */
#include "aid/area_store.h"
#include "aid/intake.h"
#include "aid/meeting_ics.h"
#include "aid/receipt_visit.h"
#include "aid/receipt_words.h"
#include "aid/routes.h"
#include "aid/thank.h"
#include "ask.html.h"
#include "receipt.html.h"

#define HERE "/aid/receipt"

enum { D_CODE, D_WORDS };
static const struct form_field DOOR_FIELDS[] = {
    [D_CODE] = {.name = "code",
                .label = N_("The code"),
                .hint = N_("Capital or small letters, with or without hyphens: all is fine."),
                .kind = FIELD_LINE,
                .max = 80,
                .required = true},
    [D_WORDS] = {.name = "words", .kind = FIELD_TEXT, .max = AID_MESSAGE_MAX},
};
static const struct form_spec DOOR_FORM = FORM_SPEC(DOOR_FIELDS);

enum { S_WORDS };
static const struct form_field SAY_FIELDS[] = {
    [S_WORDS] = {.name = "say",
                 .label = N_("To the coordinators, and to who helps"),
                 .kind = FIELD_TEXT,
                 .max = AID_MESSAGE_MAX,
                 .required = true},
};
static const struct form_spec SAY_FORM = FORM_SPEC(SAY_FIELDS);

static const struct form_choice DID[] = {{"arrived", N_("It arrived"), LOOP_CONFIRM},
                                         {"done", N_("All is done"), LOOP_CLOSE},
                                         {"missed", N_("It did not happen"), LOOP_MISS},
                                         {"other", N_("Rather somebody else"), LOOP_LET_GO},
                                         {"withdraw", N_("No longer needed"), LOOP_WITHDRAW},
                                         {NULL, NULL, 0}};
static const struct form_field DID_FIELDS[] = {
    [RECEIPT_DID_WORDS] = {.name = "words",
                           .label = N_("A few words, if it helps"),
                           .kind = FIELD_TEXT,
                           .max = AID_MESSAGE_MAX},
    [RECEIPT_DID_WHAT] = {.name = "what",
                          .label = N_("How is it?"),
                          .kind = FIELD_CHOICE,
                          .choices = DID,
                          .required = true},
};
const struct form_spec RECEIPT_DID_FORM = FORM_SPEC(DID_FIELDS);

enum { C_PLACE };
static const struct form_field CALENDAR_FIELDS[] = {
    [C_PLACE] = {.name = "place", .label = N_("With the place"), .kind = FIELD_FLAG},
};
static const struct form_spec CALENDAR_FORM = FORM_SPEC(CALENDAR_FIELDS);

void view_receipt_field(struct html *h, const struct form *f)
{
    view_ui_field_as(h, f, D_CODE, (struct ui_look){.shape = UI_CODE});
}

void view_receipt_words(struct html *h, const struct form *f)
{
    view_ui_field_as(h, f, 0, (struct ui_look){.rows = 3});
}

struct str aid_when_text(const struct req *req, int64_t at)
{
    const struct when_place w = {
        .arena = req->arena, .lang = req->lang, .zone = req_net(req)->zone, .now = req->now};
    return when_text(&w, at);
}

/* ---- the door ---------------------------------------------------------------------------------
 */

static enum err door_show(struct req *req, struct res *res, const struct form *f, const char *said)
{
    struct html h;
    struct ui_page page;
    const struct receipt_door_view v = {
        .form = f, .said = said ? tr(req->lang, said) : NULL, .words = f->value[D_WORDS]};
    page_begin(req, NAV_NONE, &page, &h);
    view_receipt_door(&h, &page, &v);
    return page_send(&h, res);
}

/* The same for a code that never was, and for one whose ask has ended. */
#define NOTHING_THERE                                                                              \
    N_("Nothing is behind this code: it may have a slip in it, or what it led to has ended and "   \
       "is "                                                                                       \
       "deleted.")

static enum err visit_read(struct req *req, struct res *res, struct visit *v)
{
    v->party = receipt_party(&v->ctx, &v->receipt);
    enum err e = party_read(&v->ctx, &v->party, &v->thread);
    if (e != ERR_OK && e != ERR_NOT_FOUND)
        return e;
    v->in = e == ERR_OK;
    v->ended = !v->in;
    if (v->in)
        res_cookie_set(res, RECEIPT_COOKIE, receipt_seal(&v->ctx, &v->receipt), 0);
    else
        res_cookie_clear(res, RECEIPT_COOKIE);
    (void)req;
    return ERR_OK;
}

/* By the cookie. */
enum err receipt_visit(struct req *req, struct res *res, struct visit *v)
{
    struct str cookie = http_pairs_get(&req->cookies, RECEIPT_COOKIE);
    *v = (struct visit){.ctx = req_ctx(req)};
    if (!cookie.p)
        return ERR_OK;
    if (receipt_open(&v->ctx, cookie, &v->receipt))
        return visit_read(req, res, v);
    res_cookie_clear(res, RECEIPT_COOKIE);
    return ERR_OK;
}

/* To who has no visit (any more); what was being written goes along. */
enum err receipt_door(struct req *req, struct res *res, const struct visit *v, struct str words)
{
    struct form f;
    form_blank(&DOOR_FORM, &f);
    f.value[D_WORDS] = words;
    return door_show(req, res, &f,
                     v->ended  ? NOTHING_THERE
                     : words.n ? N_("Some time has passed, so the code is asked for once more.")
                               : NULL);
}

/* ---- the ask ----------------------------------------------------------------------------------
 */

struct shown {
    const struct form *say, *did, *thank; /* NULL: empty */
    const char *said;
};

static enum err ask_show(struct req *req, struct res *res, struct visit *v, struct shown shown)
{
    struct html h;
    struct ui_page page;
    struct receipt_view view;
    struct areas areas;
    struct form say, did, thank;
    TRY(areas_load(req->db, req->arena, &areas));
    receipt_view_fill(req, &areas, &v->thread, &view);
    form_blank(&SAY_FORM, &say);
    form_blank(&RECEIPT_DID_FORM, &did);
    form_blank(&AID_THANK_FORM, &thank);
    thank.value[AID_THANK_TO] = STR("helper");
    view.say = shown.say ? shown.say : &say;
    view.did = shown.did ? shown.did : &did;
    view.thank = shown.thank ? shown.thank : &thank;
    view.thank_to = url_path(req->arena, HERE "/thanks");
    page_begin(req, NAV_AID, &page, &h);
    if (shown.said)
        page_say(req, &page, UI_CAREFUL, str_from_c(tr(req->lang, shown.said)));
    view_receipt(&h, &page, &view);
    return page_send(&h, res);
}

static enum err receipt_get(struct req *req, struct res *res)
{
    struct visit v;
    TRY(receipt_visit(req, res, &v));
    return v.in ? ask_show(req, res, &v, (struct shown){0}) : receipt_door(req, res, &v, STR_NONE);
}

static enum err receipt_post(struct req *req, struct res *res)
{
    struct visit v = {.ctx = req_ctx(req)};
    struct form f = *req->fields, say;
    if (f.problem[D_CODE] == FIELD_IS_NONE && !receipt_read(&v.ctx, f.value[D_CODE], &v.receipt))
        form_reject(&f, D_CODE,
                    N_("This is not a whole code: it has six groups of four letters or digits."));
    if (f.problem[D_CODE] != FIELD_IS_NONE)
        return door_show(req, res, &f, NULL);
    TRY(visit_read(req, res, &v));
    if (!v.in)
        return door_show(req, res, &f, NOTHING_THERE);
    if (f.value[D_WORDS].n == 0)
        return page_go(req, res, url_path(req->arena, HERE), NOTICE_NONE);
    form_blank(&SAY_FORM, &say);
    say.value[S_WORDS] = f.value[D_WORDS];
    return ask_show(req, res, &v, (struct shown){.say = &say});
}

/* ---- answers ----------------------------------------------------------------------------------
 */

#define NO_ROOM                                                                                    \
    N_("Very much is waiting to be read, and this could not be taken just now. What was typed is " \
       "still here: it can be sent again in a few minutes.")

/* Sent again by a second press, or by a browser that goes back. */
static bool was_said(const struct aid_thread *t, struct str words)
{
    for (size_t i = t->said.n; i > 0; i--)
        if (t->said.v[i - 1].by == LOOP_ASKER)
            return t->said.v[i - 1].what == AID_SAYS && str_eq(t->said.v[i - 1].words, words);
    return false;
}

static enum err go_there(struct req *req, struct res *res, enum page_notice notice)
{
    return page_go(req, res, url_path(req->arena, HERE), notice);
}

static enum err say_post(struct req *req, struct res *res)
{
    struct visit v;
    const struct form *f = req->fields;
    TRY(receipt_visit(req, res, &v));
    if (!v.in)
        return receipt_door(req, res, &v, f->value[S_WORDS]);
    if (f->problems)
        return ask_show(req, res, &v, (struct shown){.say = f});
    if (was_said(&v.thread, f->value[S_WORDS]))
        return go_there(req, res, NOTICE_SENT);
    enum err e = party_say(&v.ctx, &v.party, &v.thread, STR_NONE, f->value[S_WORDS]);
    if (e == ERR_TOO_MANY)
        return ask_show(
            req, res, &v,
            (struct shown){.say = f,
                           .said = party_waits(&v.party, &v.thread) ? MY_ASK_NO_ROOM : NO_ROOM});
    TRY(e);
    return go_there(req, res, NOTICE_SENT);
}

static enum err did_post(struct req *req, struct res *res)
{
    struct visit v;
    const struct form *f = req->fields;
    TRY(receipt_visit(req, res, &v));
    if (!v.in)
        return receipt_door(req, res, &v, f->value[RECEIPT_DID_WORDS]);
    if (f->problems)
        return ask_show(req, res, &v, (struct shown){.did = f});
    enum err e =
        party_move(&v.ctx, &v.party, &v.thread, (enum loop_move)f->number[RECEIPT_DID_WHAT], NULL,
                   f->value[RECEIPT_DID_WORDS]);
    if (e == ERR_TOO_MANY)
        return ask_show(req, res, &v, (struct shown){.did = f, .said = NO_ROOM});
    if (e == ERR_CONFLICT) /* it moved on meanwhile, or the button was pressed twice */
        return go_there(req, res, NOTICE_NONE);
    TRY(e);
    return go_there(req, res, NOTICE_SENT);
}

static enum err thanks_post(struct req *req, struct res *res)
{
    struct visit v;
    const struct form *f = req->fields;
    TRY(receipt_visit(req, res, &v));
    if (!v.in)
        return receipt_door(req, res, &v, f->value[AID_THANK_WORDS]);
    if (f->problems)
        return ask_show(req, res, &v, (struct shown){.thank = f});
    enum err e = aid_thank(&v.ctx, &v.party, &v.thread, (enum aid_thanks)f->number[AID_THANK_TO],
                           f->value[AID_THANK_FROM], f->value[AID_THANK_WORDS]);
    if (e == ERR_TOO_MANY)
        return ask_show(req, res, &v, (struct shown){.thank = f, .said = NO_ROOM});
    if (e == ERR_CONFLICT) /* pressed twice */
        return go_there(req, res, NOTICE_NONE);
    TRY(e);
    return go_there(req, res, NOTICE_SENT);
}

static enum err calendar_post(struct req *req, struct res *res)
{
    struct visit v;
    TRY(receipt_visit(req, res, &v));
    if (!v.in)
        return receipt_door(req, res, &v, STR_NONE);
    const struct aid_meeting *m = &v.thread.meeting;
    if (m->at == 0)
        return go_there(req, res, NOTICE_NONE);
    res->kind = RES_DOWNLOAD;
    res->status = 200;
    res->content_type = "text/calendar; charset=utf-8";
    res->file_name = "calendar.ics";
    res->body = meeting_ics(req->arena, str_from_c(tr(req->lang, N_("Meeting"))), m->at,
                            req->fields->number[C_PLACE] ? m->where : STR_NONE, req->now);
    return ERR_OK;
}

/* ---- the end ----------------------------------------------------------------------------------
 */

static enum err delete_get(struct req *req, struct res *res)
{
    struct visit v;
    struct html h;
    struct ui_page page;
    TRY(receipt_visit(req, res, &v));
    if (!v.in)
        return receipt_door(req, res, &v, STR_NONE);
    const struct ui_confirm c = {
        .question = str_from_c(tr(req->lang, N_("Delete everything?"))),
        .consequence = str_from_c(
            tr(req->lang, N_("The ask ends, and every letter behind this receipt is deleted. What "
                             "the coordinators have of it goes with it. What somebody who helps "
                             "has received already stays with them until its day."))),
        .action = url_path(req->arena, HERE "/delete"),
        .back = url_path(req->arena, HERE),
        .yes = str_from_c(tr(req->lang, N_("Delete everything")))};
    page_begin(req, NAV_NONE, &page, &h);
    view_ui_confirm(&h, &page, &c);
    return page_send(&h, res);
}

static enum err delete_post(struct req *req, struct res *res)
{
    struct visit v;
    struct html h;
    struct ui_page page;
    TRY(receipt_visit(req, res, &v));
    if (!v.in)
        return receipt_door(req, res, &v, STR_NONE);
    enum err e = party_forget(&v.ctx, &v.party, &v.thread);
    if (e == ERR_TOO_MANY)
        return ask_show(req, res, &v, (struct shown){.said = NO_ROOM});
    TRY(e);
    *res = (struct res){0};
    res_cookie_clear(res, RECEIPT_COOKIE);
    page_begin(req, NAV_AID, &page, &h);
    view_ask_said(&h, &page, tr(req->lang, N_("It is deleted")),
                  tr(req->lang, N_("The code opens nothing any more. Asking anew is always "
                                   "possible.")));
    return page_send(&h, res);
}

static enum err close_post(struct req *req, struct res *res)
{
    res_cookie_clear(res, RECEIPT_COOKIE);
    return page_go(req, res, url_path(req->arena, "/aid"), NOTICE_NONE);
}

#define POST(path, form, lane, handle, traits)                                                     \
    {                                                                                              \
        HTTP_POST, HERE path, form, WHO_ANYONE, lane, NULL, handle, traits                         \
    }
static const struct route ROUTES[] = {
    {HTTP_GET, HERE, NULL, WHO_ANYONE, LANE_READ, NULL, receipt_get, 0},
    POST("", &DOOR_FORM, LANE_READ, receipt_post, ROUTE_GUARDED),
    POST("/say", &SAY_FORM, LANE_WRITE, say_post, ROUTE_GUARDED),
    POST("/did", &RECEIPT_DID_FORM, LANE_WRITE, did_post, ROUTE_GUARDED),
    POST("/thanks", &AID_THANK_FORM, LANE_WRITE, thanks_post, ROUTE_GUARDED),
    POST("/calendar", &CALENDAR_FORM, LANE_READ, calendar_post, 0),
    {HTTP_GET, HERE "/change", NULL, WHO_ANYONE, LANE_READ, NULL, receipt_change_get, 0},
    POST("/change", &ASK_FORM, LANE_WRITE, receipt_change_post, ROUTE_GUARDED),
    {HTTP_GET, HERE "/delete", NULL, WHO_ANYONE, LANE_READ, NULL, delete_get, 0},
    POST("/delete", &FORM_NOTHING, LANE_WRITE, delete_post, 0),
    POST("/close", &FORM_NOTHING, LANE_READ, close_post, 0),
};
const struct route_table AID_RECEIPT_ROUTES = ROUTE_TABLE(ROUTES);
