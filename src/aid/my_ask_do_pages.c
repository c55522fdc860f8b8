/* What who asks can do: write, say what happened, let somebody help, ask an offer, change, end. */
#include "aid/area_store.h"
#include "aid/ask_own.h"
#include "aid/meeting_ics.h"
#include "aid/receipt_words.h"

static const struct form_field SAY_FIELDS[] = {
    {.name = "say",
     .label = N_("Your message"),
     .hint = N_("Whoever helps reads it, and the coordinators if they look after it."),
     .kind = FIELD_TEXT,
     .max = AID_MESSAGE_MAX,
     .required = true},
};
const struct form_spec MY_ASK_SAY_FORM = FORM_SPEC(SAY_FIELDS);

static const struct form_field ACCEPT_FIELDS[] = {
    {.name = "who", .kind = FIELD_HIDDEN, .max = 16, .required = true},
};
const struct form_spec MY_ASK_ACCEPT_FORM = FORM_SPEC(ACCEPT_FIELDS);

enum { P_OFFER, P_WORDS };
static const struct form_field PROPOSE_FIELDS[] = {
    [P_OFFER] = {.name = "offer", .kind = FIELD_HIDDEN, .max = 80, .required = true},
    [P_WORDS] = {.name = "words",
                 .label = N_("A few words to whoever offers"),
                 .kind = FIELD_TEXT,
                 .max = AID_MESSAGE_MAX},
};
const struct form_spec MY_ASK_PROPOSE_FORM = FORM_SPEC(PROPOSE_FIELDS);

static const struct form_field CALENDAR_FIELDS[] = {
    {.name = "place", .label = N_("With the place"), .kind = FIELD_FLAG},
};
const struct form_spec MY_ASK_CALENDAR_FORM = FORM_SPEC(CALENDAR_FIELDS);

#define NAMED_OR_LIST(req, res, x)                                                                 \
    do {                                                                                           \
        enum err found = my_ask_named((req), (x));                                                 \
        if (found == ERR_NOT_FOUND) /* deleted meanwhile, or on its day */                         \
            return page_go((req), (res), url_path((req)->arena, "/aid/offers"), NOTICE_NONE);      \
        TRY(found);                                                                                \
    } while (0)

static enum err back(struct req *req, struct res *res, const struct my_ask *x,
                     enum page_notice notice)
{
    return page_go(req, res, my_ask_url(req, &x->m.card, ""), notice);
}

/* Somebody was a moment earlier: the page as it stands now. */
static enum err first(struct req *req, struct res *res, struct my_ask_typed typed)
{
    struct my_ask x;
    NAMED_OR_LIST(req, res, &x);
    typed.said = N_("Something happened in the meantime, so nothing was changed just now. Below is "
                    "how it stands.");
    return my_ask_show(req, res, &x, typed);
}

/* Where it goes on; a full desk and a late press keep what was typed. */
static enum err after(struct req *req, struct res *res, struct my_ask *x, enum err e,
                      struct my_ask_typed typed, enum page_notice notice)
{
    if (e == ERR_TOO_MANY) {
        typed.said = MY_ASK_NO_ROOM;
        return my_ask_show(req, res, x, typed);
    }
    if (e == ERR_CONFLICT || e == ERR_NOT_FOUND || e == ERR_DENIED)
        return first(req, res, typed);
    TRY(e);
    return back(req, res, x, notice);
}

static bool was_said(const struct aid_thread *t, struct str words)
{
    for (size_t i = t->said.n; i > 0; i--)
        if (t->said.v[i - 1].by == LOOP_ASKER)
            return t->said.v[i - 1].what == AID_SAYS && str_eq(t->said.v[i - 1].words, words);
    return false;
}

enum err my_ask_say_post(struct req *req, struct res *res)
{
    struct space_ctx ctx = req_ctx(req);
    struct my_ask x;
    const struct form *f = req->fields;
    NAMED_OR_LIST(req, res, &x);
    const struct my_ask_typed typed = {.say = f};
    if (f->problems)
        return my_ask_show(req, res, &x, typed);
    if (was_said(&x.a.thread, f->value[0]))
        return back(req, res, &x, NOTICE_SENT);
    enum err e = party_say(&ctx, &x.a.me, &x.a.thread, STR_NONE, f->value[0]);
    if (e == ERR_NOT_FOUND)
        return my_ask_show(
            req, res, &x,
            (struct my_ask_typed){.say = f,
                                  .said = N_("Nobody coordinates here any more, so nothing can be "
                                             "sent. The words are still here.")});
    return after(req, res, &x, e, typed, NOTICE_SENT);
}

enum err my_ask_did_post(struct req *req, struct res *res)
{
    struct space_ctx ctx = req_ctx(req);
    struct my_ask x;
    const struct form *f = req->fields;
    NAMED_OR_LIST(req, res, &x);
    const struct my_ask_typed typed = {.did = f};
    if (f->problems)
        return my_ask_show(req, res, &x, typed);
    enum err e =
        mine_ask_move(&ctx, req->viewer, x.m.card.id, (enum loop_move)f->number[RECEIPT_DID_WHAT],
                      f->value[RECEIPT_DID_WORDS]);
    return after(req, res, &x, e, typed, NOTICE_SAVED);
}

/* Sixteen hex digits. */
static bool number_of(struct str text, uint64_t *out)
{
    *out = 0;
    for (size_t i = 0; i < text.n; i++) {
        const char c = text.p[i];
        if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f')))
            return false;
        *out = *out << 4 | (uint64_t)(c <= '9' ? c - '0' : c - 'a' + 10);
    }
    return text.n == 16;
}

enum err my_ask_accept_post(struct req *req, struct res *res)
{
    struct space_ctx ctx = req_ctx(req);
    struct my_ask x;
    uint64_t who;
    NAMED_OR_LIST(req, res, &x);
    enum err e = number_of(req->fields->value[0], &who)
                     ? mine_ask_accept(&ctx, req->viewer, x.m.card.id, who)
                     : ERR_NOT_FOUND;
    return after(req, res, &x, e, (struct my_ask_typed){0}, NOTICE_SAVED);
}

enum err my_ask_propose_post(struct req *req, struct res *res)
{
    struct space_ctx ctx = req_ctx(req);
    struct my_ask x;
    struct shelf_place at;
    uint64_t offer;
    const struct form *f = req->fields;
    NAMED_OR_LIST(req, res, &x);
    if (f->problems)
        return back(req, res, &x, NOTICE_NONE);
    enum err e =
        shelf_from_handle(req->arena, f->value[P_OFFER], &at, &offer)
            ? mine_ask_propose(&ctx, req->viewer, x.m.card.id, at, offer, f->value[P_WORDS])
            : ERR_NOT_FOUND;
    return after(req, res, &x, e, (struct my_ask_typed){0}, NOTICE_SENT);
}

enum err my_ask_calendar_post(struct req *req, struct res *res)
{
    struct my_ask x;
    NAMED_OR_LIST(req, res, &x);
    const struct aid_meeting *m = &x.a.thread.meeting;
    if (m->at == 0)
        return back(req, res, &x, NOTICE_NONE);
    res->kind = RES_DOWNLOAD;
    res->status = 200;
    res->content_type = "text/calendar; charset=utf-8";
    res->file_name = "calendar.ics";
    res->body = meeting_ics(req->arena, str_from_c(tr(req->lang, N_("Meeting"))), m->at,
                            req->fields->number[0] ? m->where : STR_NONE, req->now);
    return ERR_OK;
}

/* ---- changing ---------------------------------------------------------------------------------
 */

static enum err change_show(struct req *req, struct res *res, const struct my_ask *x,
                            const struct areas *areas, const struct form *f, bool full)
{
    struct ask_view v = {.form = f,
                         .change = true,
                         .full = full,
                         .after = N_("Whoever reads the ask is told that it was changed."),
                         .submit = N_("Save"),
                         .action = my_ask_url(req, &x->m.card, "/change"),
                         .back = my_ask_url(req, &x->m.card, "")};
    return ask_form_show(req, res, aid_kind_find((int)x->m.card.kind), areas, &v);
}

enum err my_ask_change_get(struct req *req, struct res *res)
{
    struct my_ask x;
    struct areas areas;
    struct form f;
    NAMED_OR_LIST(req, res, &x);
    if (x.a.thread.card.loop.state >= LOOP_CONFIRMED)
        return back(req, res, &x, NOTICE_NONE);
    TRY(areas_load(req->db, req->arena, &areas));
    ask_form_fill(req, &areas, &x.a.thread.card, &x.a.thread.details, &f);
    return change_show(req, res, &x, &areas, &f, false);
}

enum err my_ask_change_post(struct req *req, struct res *res)
{
    struct space_ctx ctx = req_ctx(req);
    struct my_ask x;
    struct areas areas;
    struct form f;
    NAMED_OR_LIST(req, res, &x);
    struct aid_card card = x.a.thread.card;
    struct aid_details details = x.a.thread.details;
    TRY(areas_load(req->db, req->arena, &areas));
    ask_form_read_change(req, aid_kind_find((int)card.kind), &areas, &f);
    if (f.problems)
        return change_show(req, res, &x, &areas, &f, false);
    ask_form_reword(req, &areas, &f, &card, &details);
    enum err e = mine_ask_change(&ctx, req->viewer, card.id, &card, &details);
    if (e == ERR_TOO_MANY)
        return change_show(req, res, &x, &areas, &f, true);
    return after(req, res, &x, e, (struct my_ask_typed){0}, NOTICE_SAVED);
}

/* ---- ending -----------------------------------------------------------------------------------
 */

enum err my_ask_end_get(struct req *req, struct res *res)
{
    struct html h;
    struct ui_page page;
    struct my_ask x;
    NAMED_OR_LIST(req, res, &x);
    const struct ui_confirm c = {
        .question = str_from_c(tr(req->lang, N_("Delete everything?"))),
        .consequence = str_from_c(
            tr(req->lang, N_("The ask ends; it goes off the board and off your list, with every "
                             "letter about it. What somebody who helps has received already stays "
                             "with them until its day."))),
        .action = my_ask_url(req, &x.m.card, "/end"),
        .back = my_ask_url(req, &x.m.card, ""),
        .yes = str_from_c(tr(req->lang, N_("Delete everything")))};
    page_begin(req, NAV_AID, &page, &h);
    view_ui_confirm(&h, &page, &c);
    return page_send(&h, res);
}

enum err my_ask_end_post(struct req *req, struct res *res)
{
    struct space_ctx ctx = req_ctx(req);
    struct my_ask x;
    NAMED_OR_LIST(req, res, &x);
    enum err e = mine_ask_end(&ctx, req->viewer, x.m.card.id);
    if (e == ERR_TOO_MANY)
        return after(req, res, &x, e, (struct my_ask_typed){0}, NOTICE_NONE);
    if (e != ERR_NOT_FOUND)
        TRY(e);
    return page_go(req, res, url_path(req->arena, "/aid/offers"), NOTICE_GONE);
}

enum err still_post(struct req *req, struct res *res)
{
    struct space_ctx ctx = req_ctx(req);
    enum err e = mine_stand(&ctx, req->viewer);
    if (e != ERR_NOT_FOUND)
        TRY(e);
    return page_go(req, res, url_path(req->arena, "/aid/offers"), NOTICE_SAVED);
}
