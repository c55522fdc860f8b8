/* What a member helps with: waiting, agreed, handed over, ended. */
#include <string.h>

#include "aid/meeting_ics.h"
#include "aid/offer_pages.h"
#include "aid/offer_view.h"
#include "aid/thank_pages.h"
#include "help.html.h"

enum { SAY_WORDS };
static const struct form_field SAY_FIELDS[] = {
    [SAY_WORDS] = {.name = "words",
                   .label = N_("Write to them"),
                   .hint = N_("Whoever asks reads it, and the coordinators if they look after it."),
                   .kind = FIELD_TEXT,
                   .max = AID_MESSAGE_MAX,
                   .required = true},
};
const struct form_spec HELP_SAY_FORM = FORM_SPEC(SAY_FIELDS);

enum err helping_named(struct req *req, struct helping *out)
{
    struct space_ctx ctx = req_ctx(req);
    TRY(mine_named(req, MINE_HELPS, req->params[0], &out->m));
    return mine_help(&ctx, req->viewer, &out->m, &out->h);
}

bool helping_may(const struct helping *x, enum loop_move move)
{
    return x->h.state == MINE_HELP_ON && loop_may(&x->h.thread.card.loop, LOOP_HELPER, move);
}

enum err helping_back(struct req *req, struct res *res, const struct helping *x,
                      enum page_notice notice)
{
    return page_go(req, res, help_url(req, &x->m.card, ""), notice);
}

/* ---- before and after -------------------------------------------------------------------------
 */

struct said {
    const char *heading, *text, *hint, *button;
};

/* Where who asks decides, and not the coordinators. NULL: the same words. */
static const struct said *said_of_board(const struct helping *x)
{
    static const struct said FIRST = {
        N_("You were first"),
        N_("Nobody else can take it on meanwhile. Whoever asks reads your words and says whether "
           "you help; if nothing is heard for long, it is open to others again."),
        N_("If it is not possible after all: no reason is needed."), N_("Take my yes back")};
    static const struct said YES = {
        N_("Your yes is with whoever asks"),
        N_("Several people may have been asked, and one of them helps; here you read how it is "
           "decided. Until then nothing is expected of you."),
        N_("If it is not possible after all: no reason is needed."), N_("Take my yes back")};
    static const struct said SPARE = {
        N_("Somebody else can this time"),
        N_("Thank you for the yes: it is good to know that there is more than one."), NULL,
        N_("Put it away")};
    if (x->m.list != AID_BOARD)
        return NULL;
    switch (x->h.state) {
    case MINE_HELP_WAITS:
        return x->m.offer ? &YES : &FIRST;
    case MINE_HELP_SPARE:
        return &SPARE;
    case MINE_HELP_ON:
    case MINE_HELP_OVER:
        break;
    }
    return NULL;
}

static enum err said_show(struct req *req, struct res *res, const struct case_words *w,
                          const struct helping *x)
{
    static const struct said SAID[] = {
        [MINE_HELP_WAITS] =
            {N_("Your yes is with the coordinators"),
             N_("They may have asked several people and let one of them help; here you read what "
                "they decide. Until then nothing is expected of you."),
             N_("If it is not possible after all: no reason is needed."), N_("Take my yes back")},
        [MINE_HELP_SPARE] =
            {N_("Somebody else can this time"),
             N_("Thank you for the yes: it is good to know that there is more than one. As long "
                "as this stands here the coordinators may still come back to you."),
             NULL, N_("Put it away")},
        [MINE_HELP_ON] = {"", "", NULL, ""},
        [MINE_HELP_OVER] = {N_("This has ended"),
                            N_("There is nothing more to do here. Thank you."), NULL,
                            N_("Put it away")},
    };
    struct html h;
    struct ui_page page;
    const struct said *said = said_of_board(x);
    if (!said)
        said = &SAID[x->h.state];
    const struct help_said_view v = {.title = case_title(w, &x->m.card),
                                     .about = case_about(w, &x->m.card),
                                     .heading = tr(req->lang, said->heading),
                                     .text = tr(req->lang, said->text),
                                     .hint = said->hint ? tr(req->lang, said->hint) : NULL,
                                     .button = tr(req->lang, said->button),
                                     .away = help_url(req, &x->m.card, "/away"),
                                     .back = url_path(req->arena, "/aid/offers")};
    page_begin(req, NAV_AID, &page, &h);
    view_help_said(&h, &page, &v);
    return page_send(&h, res);
}

/* ---- under way --------------------------------------------------------------------------------
 */

static const char *state_text(enum loop_state s)
{
    switch (s) {
    case LOOP_OPEN:
    case LOOP_TRIAGED:
    case LOOP_CLAIMED:
        return N_("You are the one who helps. Now a time and a place are needed.");
    case LOOP_PROMISED:
        return N_("A meeting is agreed.");
    case LOOP_HANDED:
        return N_("It was handed over. Whoever asked is asked whether it arrived.");
    case LOOP_CONFIRMED:
        return N_("It arrived. Thank you.");
    case LOOP_REIMBURSED:
        return N_("It arrived, and what was spent is paid back. Thank you.");
    case LOOP_CLOSED:
    case LOOP_GONE:
        break;
    }
    return N_("Done. Thank you.");
}

static enum err help_show(struct req *req, struct res *res, const struct helping *x,
                          const struct form *say)
{
    struct html h;
    struct ui_page page;
    struct case_words w;
    struct case_facts facts, limits, meeting;
    struct case_letter_view *letters;
    const struct aid_thread *t = &x->h.thread;
    const struct loop *loop = &t->card.loop;

    TRY(case_words_begin(req, &w));
    mine_see(req, MINE_HELPS, x->m.card.id, x->h.turn);
    if (x->h.state != MINE_HELP_ON)
        return said_show(req, res, &w, x);
    case_facts_of(&w, &t->card, &t->details, &facts);
    case_limits_of(&w, &t->card, &t->details, &limits);
    case_meeting_of(&w, &t->meeting, &meeting);
    struct help_view v = {
        .title = case_title(&w, &t->card),
        .about = case_about(&w, &t->card),
        .state = case_say_text(&w, state_text(loop->state)),
        .next = case_next(&w, loop),
        .facts = facts.v,
        .nfacts = facts.n,
        .limits = limits.v,
        .nlimits = limits.n,
        .meeting = meeting.v,
        .nmeeting = meeting.n,
        .words = t->details.words,
        .may_promise = helping_may(x, LOOP_PROMISE) && loop->state != LOOP_PROMISED,
        .may_change = helping_may(x, LOOP_PROMISE) && loop->state == LOOP_PROMISED,
        .may_hand = helping_may(x, LOOP_HAND),
        .may_stop = helping_may(x, LOOP_LET_GO),
        .may_say = loop->state < LOOP_CLOSED,
        .may_end = loop->state >= LOOP_CONFIRMED,
        .say = say,
        .here = help_url(req, &x->m.card, ""),
        .wall = help_url(req, &x->m.card, "/wall"),
        .calendar = help_url(req, &x->m.card, "/calendar"),
        .promise = help_url(req, &x->m.card, "/promise"),
        .done = help_url(req, &x->m.card, "/done"),
        .stop = help_url(req, &x->m.card, "/stop"),
        .away = help_url(req, &x->m.card, "/away"),
        .back = url_path(req->arena, "/aid/offers")};
    TRY(thank_helping(req, x, &v.may_wall, &v.on_wall));
    case_letters_of(&w, t, false, &letters, &v.nletters);
    v.letters = letters;
    page_begin(req, NAV_AID, &page, &h);
    view_help(&h, &page, &v);
    return page_send(&h, res);
}

enum err help_get(struct req *req, struct res *res)
{
    struct helping x;
    struct form f;
    TRY(helping_named(req, &x));
    form_blank(&HELP_SAY_FORM, &f);
    return help_show(req, res, &x, &f);
}

enum err help_post(struct req *req, struct res *res)
{
    struct space_ctx ctx = req_ctx(req);
    struct helping x;
    struct form f = *req->fields;
    TRY(helping_named(req, &x));
    if (x.h.state != MINE_HELP_ON)
        return helping_back(req, res, &x, NOTICE_NONE);
    if (f.problems)
        return help_show(req, res, &x, &f);
    enum err e = party_say(&ctx, &x.h.me, &x.h.thread, x.m.name, f.value[SAY_WORDS]);
    if (e == ERR_TOO_MANY || e == ERR_NOT_FOUND) {
        form_reject(&f, SAY_WORDS,
                    e == ERR_TOO_MANY ? HELP_NO_ROOM
                                      : N_("Nobody coordinates here any more, so nothing can be "
                                           "sent. The words are still here."));
        return help_show(req, res, &x, &f);
    }
    TRY(e);
    return helping_back(req, res, &x, NOTICE_SENT);
}

/* A time and an ordinary word: calendars are seen by others. */
enum err help_calendar_get(struct req *req, struct res *res)
{
    struct helping x;
    TRY(helping_named(req, &x));
    if (x.h.state != MINE_HELP_ON || x.h.thread.meeting.at == 0)
        return helping_back(req, res, &x, NOTICE_NONE);
    res->kind = RES_DOWNLOAD;
    res->status = 200;
    res->content_type = "text/calendar; charset=utf-8";
    res->file_name = "calendar.ics";
    res->body = meeting_ics(req->arena, str_from_c(tr(req->lang, N_("Meeting"))),
                            x.h.thread.meeting.at, STR_NONE, req->now);
    return ERR_OK;
}

/* Off the list; a yes that waits is taken back with it. What is promised is given back first. */
enum err help_away_post(struct req *req, struct res *res)
{
    struct space_ctx ctx = req_ctx(req);
    struct helping x;
    enum err e = helping_named(req, &x);
    if (e == ERR_NOT_FOUND) /* pressed twice */
        return page_go(req, res, url_path(req->arena, "/aid/offers"), NOTICE_GONE);
    TRY(e);
    if (x.h.state == MINE_HELP_ON && x.h.thread.card.loop.state < LOOP_CONFIRMED)
        return helping_back(req, res, &x, NOTICE_NONE);
    TRY(mine_help_end(&ctx, req->viewer, x.m.card.id));
    return page_go(req, res, url_path(req->arena, "/aid/offers"), NOTICE_GONE);
}
