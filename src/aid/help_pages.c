/* What a member helps with: waiting, agreed, handed over, ended. */
#include <string.h>

#include "aid/meeting_ics.h"
#include "aid/offer_pages.h"
#include "aid/offer_view.h"
#include "help.html.h"

#define PLACE_MAX 200

enum { SAY_WORDS };
static const struct form_field SAY_FIELDS[] = {
    [SAY_WORDS] = {.name = "words",
                   .label = N_("Write to them"),
                   .hint = N_("Whoever asks reads it, and the coordinators."),
                   .kind = FIELD_TEXT,
                   .max = AID_MESSAGE_MAX,
                   .required = true},
};
const struct form_spec HELP_SAY_FORM = FORM_SPEC(SAY_FIELDS);

/* Day and time get their lists when they are shown and read. */
enum { P_DAY, P_TIME, P_WHERE, P_SIGN, P_WORDS, P_FIELDS };
static const struct form_field PROMISE_FIELDS[] = {
    [P_DAY] = {.name = "day", .label = N_("Day"), .kind = FIELD_HIDDEN, .max = 20},
    [P_TIME] = {.name = "time", .label = N_("Time"), .kind = FIELD_HIDDEN, .max = 20},
    [P_WHERE] = {.name = "where",
                 .label = N_("Where"),
                 .hint = N_("A place that both can reach; it need not be anybody's home."),
                 .kind = FIELD_LINE,
                 .max = PLACE_MAX,
                 .required = true},
    [P_SIGN] = {.name = "sign",
                .label = N_("How to recognise each other"),
                .hint = N_("For instance: a green bag; the bench on the left."),
                .kind = FIELD_LINE,
                .max = PLACE_MAX},
    [P_WORDS] = {.name = "words",
                 .label = N_("Whatever else helps"),
                 .kind = FIELD_TEXT,
                 .max = AID_MESSAGE_MAX},
};
const struct form_spec HELP_PROMISE_FORM = FORM_SPEC(PROMISE_FIELDS);

enum { D_SPENT, D_WORDS };
static const struct form_field DONE_FIELDS[] = {
    [D_SPENT] = {.name = "spent",
                 .label = N_("Money was spent that should come back"),
                 .hint = N_("No amount is needed here: the coordinators write about it."),
                 .kind = FIELD_FLAG},
    [D_WORDS] = {.name = "words",
                 .label = N_("A few words, if you like"),
                 .kind = FIELD_TEXT,
                 .max = AID_MESSAGE_MAX},
};
const struct form_spec HELP_DONE_FORM = FORM_SPEC(DONE_FIELDS);

enum { S_WORDS };
static const struct form_field STOP_FIELDS[] = {
    [S_WORDS] = {.name = "words",
                 .label = N_("A few words, if you like"),
                 .hint = N_("No reason is needed."),
                 .kind = FIELD_TEXT,
                 .max = AID_MESSAGE_MAX},
};
const struct form_spec HELP_STOP_FORM = FORM_SPEC(STOP_FIELDS);

/* What the address names, and where it stands. */
struct helping {
    struct mine m;
    struct mine_help h;
};
static enum err helping_named(struct req *req, struct helping *out)
{
    struct space_ctx ctx = req_ctx(req);
    TRY(mine_named(req, MINE_HELPS, req->params[0], &out->m));
    return mine_help(&ctx, req->viewer, &out->m, &out->h);
}

static bool may(const struct helping *x, enum loop_move move)
{
    return x->h.state == MINE_HELP_ON && loop_may(&x->h.thread.card.loop, LOOP_HELPER, move);
}

/* The page of the ask: also for who pressed what is not possible any more. */
static enum err back_to_it(struct req *req, struct res *res, const struct helping *x,
                           enum page_notice notice)
{
    return page_go(req, res, help_url(req, &x->m.card, ""), notice);
}

/* ---- before and after -------------------------------------------------------------------------
 */

static enum err said_show(struct req *req, struct res *res, const struct case_words *w,
                          const struct helping *x)
{
    static const struct {
        const char *heading, *text, *hint, *button;
    } SAID[] = {
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
    const struct help_said_view v = {
        .title = case_title(w, &x->m.card),
        .about = case_about(w, &x->m.card),
        .heading = tr(req->lang, SAID[x->h.state].heading),
        .text = tr(req->lang, SAID[x->h.state].text),
        .hint = SAID[x->h.state].hint ? tr(req->lang, SAID[x->h.state].hint) : NULL,
        .button = tr(req->lang, SAID[x->h.state].button),
        .away = help_url(req, &x->m.card, "/away"),
        .back = url_path(req->arena, "/aid/offers")};
    page_begin(req, NAV_FIND, &page, &h);
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
    mine_see(req, x->m.card.id, x->h.turn);
    if (x->h.state != MINE_HELP_ON)
        return said_show(req, res, &w, x);
    case_facts_of(&w, &t->card, &t->details, &facts);
    case_limits_of(&w, &t->card, &t->details, &limits);
    case_meeting_of(&w, &t->meeting, &meeting);
    struct help_view v = {.title = case_title(&w, &t->card),
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
                          .may_promise = may(x, LOOP_PROMISE) && loop->state != LOOP_PROMISED,
                          .may_change = may(x, LOOP_PROMISE) && loop->state == LOOP_PROMISED,
                          .may_hand = may(x, LOOP_HAND),
                          .may_stop = may(x, LOOP_LET_GO),
                          .may_say = loop->state < LOOP_CLOSED,
                          .may_end = loop->state >= LOOP_CONFIRMED,
                          .say = say,
                          .here = help_url(req, &x->m.card, ""),
                          .calendar = help_url(req, &x->m.card, "/calendar"),
                          .promise = help_url(req, &x->m.card, "/promise"),
                          .done = help_url(req, &x->m.card, "/done"),
                          .stop = help_url(req, &x->m.card, "/stop"),
                          .away = help_url(req, &x->m.card, "/away"),
                          .back = url_path(req->arena, "/aid/offers")};
    case_letters_of(&w, t, false, &letters, &v.nletters);
    v.letters = letters;
    page_begin(req, NAV_FIND, &page, &h);
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

/* The coordinators have no room for letters just now. */
#define NO_ROOM                                                                                    \
    N_("Very much is waiting at the coordinators' just now. Please send it again in a while; it "  \
       "is still here.")

enum err help_post(struct req *req, struct res *res)
{
    struct space_ctx ctx = req_ctx(req);
    struct helping x;
    struct form f = *req->fields;
    TRY(helping_named(req, &x));
    if (x.h.state != MINE_HELP_ON)
        return back_to_it(req, res, &x, NOTICE_NONE);
    if (f.problems)
        return help_show(req, res, &x, &f);
    enum err e = party_say(&ctx, &x.h.me, &x.h.thread, x.m.name, f.value[SAY_WORDS]);
    if (e == ERR_TOO_MANY || e == ERR_NOT_FOUND) {
        form_reject(&f, SAY_WORDS,
                    e == ERR_TOO_MANY ? NO_ROOM
                                      : N_("Nobody coordinates here any more, so nothing can be "
                                           "sent. The words are still here."));
        return help_show(req, res, &x, &f);
    }
    TRY(e);
    return back_to_it(req, res, &x, NOTICE_SENT);
}

/* ---- forms of their own -----------------------------------------------------------------------
 */

static enum err form_show(struct req *req, struct res *res, const struct helping *x,
                          const struct help_form_view *v)
{
    struct html h;
    struct ui_page page;
    struct help_form_view whole = *v;
    whole.title = tr(req->lang, v->title);
    whole.lead = tr(req->lang, v->lead);
    whole.submit = tr(req->lang, v->submit);
    whole.back = help_url(req, &x->m.card, "");
    page_begin(req, NAV_FIND, &page, &h);
    view_help_form(&h, &page, &whole);
    return page_send(&h, res);
}

/* What becomes of a move: its page again, or back. */
static bool is_late(enum err e) /* somebody was first, or it ended */
{
    return e == ERR_CONFLICT || e == ERR_NOT_FOUND || e == ERR_DENIED;
}

static struct when_place place_of(const struct req *req)
{
    return (struct when_place){
        .arena = req->secret, .lang = req->lang, .zone = req_net(req)->zone, .now = req->now};
}

static const struct form_choice *choices_of(struct arena *a, const struct when_choice *all,
                                            size_t n)
{
    struct form_choice *out = ARENA_ARRAY(a, struct form_choice, n + 1);
    for (size_t i = 0; i < n; i++)
        out[i] = (struct form_choice){str_to_c(a, all[i].value), str_to_c(a, all[i].label), (int)i};
    return out;
}

static const struct form_spec *promise_spec(const struct req *req)
{
    const struct when_place w = place_of(req);
    struct when_choice *days = ARENA_ARRAY(req->secret, struct when_choice, WHEN_DAYS);
    struct when_choice *times = ARENA_ARRAY(req->secret, struct when_choice, WHEN_TIMES);
    struct form_field *fields = arena_copy(req->secret, PROMISE_FIELDS, sizeof PROMISE_FIELDS);
    struct form_spec *spec = ARENA_NEW(req->secret, struct form_spec);
    when_days(&w, days);
    when_times(&w, times);
    fields[P_DAY].kind = fields[P_TIME].kind = FIELD_CHOICE;
    fields[P_DAY].required = fields[P_TIME].required = true;
    fields[P_DAY].choices = choices_of(req->secret, days, WHEN_DAYS);
    fields[P_TIME].choices = choices_of(req->secret, times, WHEN_TIMES);
    *spec = (struct form_spec){fields, P_FIELDS};
    return spec;
}

static enum err promise_show(struct req *req, struct res *res, const struct helping *x,
                             const struct form *f)
{
    return form_show(
        req, res, x,
        &(struct help_form_view){
            .title = N_("When and where"),
            .lead = N_("Whoever asks reads it at once, and can answer here. Times are those of the "
                       "clocks of this place."),
            .submit = N_("Promise it"),
            .form = f,
            .action = help_url(req, &x->m.card, "/promise")});
}

enum err help_promise_get(struct req *req, struct res *res)
{
    struct helping x;
    struct form f;
    TRY(helping_named(req, &x));
    if (!may(&x, LOOP_PROMISE))
        return back_to_it(req, res, &x, NOTICE_NONE);
    form_blank(promise_spec(req), &f);
    const struct zone_time now = zone_at(req_net(req)->zone, req->now + 3600);
    f.value[P_TIME] = str_fmt(req->secret, "%d",
                              (now.minute + WHEN_STEP - 1) / WHEN_STEP % WHEN_TIMES * WHEN_STEP);
    f.value[P_WHERE] = x.h.thread.meeting.where;
    f.value[P_SIGN] = x.h.thread.meeting.sign;
    return promise_show(req, res, &x, &f);
}

enum err help_promise_post(struct req *req, struct res *res)
{
    struct space_ctx ctx = req_ctx(req);
    const struct when_place w = place_of(req);
    struct helping x;
    struct form f;
    struct aid_meeting meeting = {0};
    TRY(helping_named(req, &x));
    if (!may(&x, LOOP_PROMISE))
        return back_to_it(req, res, &x, NOTICE_NONE);
    form_parse(req->secret, promise_spec(req), &req->form, &f);
    if (f.problems == 0 && !when_read(&w, f.value[P_DAY], f.value[P_TIME], &meeting.at))
        form_reject(&f, P_TIME, N_("This time is over already."));
    if (f.problems)
        return promise_show(req, res, &x, &f);
    meeting.where = f.value[P_WHERE];
    meeting.sign = f.value[P_SIGN];
    enum err e = party_move(&ctx, &x.h.me, &x.h.thread, LOOP_PROMISE, &meeting, f.value[P_WORDS]);
    if (e == ERR_TOO_MANY) {
        form_reject(&f, P_WORDS, NO_ROOM);
        return promise_show(req, res, &x, &f);
    }
    if (e != ERR_OK && !is_late(e))
        return e;
    return back_to_it(req, res, &x, e == ERR_OK ? NOTICE_SAVED : NOTICE_NONE);
}

/* A time and an ordinary word: calendars are seen by others. */
enum err help_calendar_get(struct req *req, struct res *res)
{
    struct helping x;
    TRY(helping_named(req, &x));
    if (x.h.state != MINE_HELP_ON || x.h.thread.meeting.at == 0)
        return back_to_it(req, res, &x, NOTICE_NONE);
    res->kind = RES_DOWNLOAD;
    res->status = 200;
    res->content_type = "text/calendar; charset=utf-8";
    res->file_name = "calendar.ics";
    res->body = meeting_ics(req->arena, str_from_c(tr(req->lang, N_("Meeting"))),
                            x.h.thread.meeting.at, STR_NONE, req->now);
    return ERR_OK;
}

static enum err done_show(struct req *req, struct res *res, const struct helping *x,
                          const struct form *f)
{
    return form_show(req, res, x,
                     &(struct help_form_view){
                         .title = N_("It was handed over"),
                         .lead = N_("Whoever asked is asked whether it arrived. With that it ends, "
                                    "and what was written is deleted a week later."),
                         .submit = N_("It was handed over"),
                         .form = f,
                         .action = help_url(req, &x->m.card, "/done")});
}

enum err help_done_get(struct req *req, struct res *res)
{
    struct helping x;
    struct form f;
    TRY(helping_named(req, &x));
    if (!may(&x, LOOP_HAND))
        return back_to_it(req, res, &x, NOTICE_NONE);
    form_blank(&HELP_DONE_FORM, &f);
    return done_show(req, res, &x, &f);
}

enum err help_done_post(struct req *req, struct res *res)
{
    struct space_ctx ctx = req_ctx(req);
    struct helping x;
    struct form f = *req->fields;
    TRY(helping_named(req, &x));
    if (!may(&x, LOOP_HAND))
        return back_to_it(req, res, &x, NOTICE_NONE);
    if (f.problems)
        return done_show(req, res, &x, &f);
    enum err e =
        mine_help_hand(&ctx, req->viewer, &x.m, &x.h,
                       f.number[D_SPENT] ? PARTY_SPENT : PARTY_SPENT_NOTHING, f.value[D_WORDS]);
    if (e == ERR_TOO_MANY) {
        form_reject(&f, D_WORDS, NO_ROOM);
        return done_show(req, res, &x, &f);
    }
    if (e != ERR_OK && !is_late(e))
        return e;
    return back_to_it(req, res, &x, e == ERR_OK ? NOTICE_SAVED : NOTICE_NONE);
}

static enum err stop_show(struct req *req, struct res *res, const struct helping *x,
                          const struct form *f)
{
    return form_show(
        req, res, x,
        &(struct help_form_view){
            .title = N_("I cannot after all"),
            .lead =
                N_("That happens, and saying so helps: the ask goes back to the coordinators at "
                   "once, and they look for somebody else. Whoever asks reads that it does."),
            .submit = N_("Give it back"),
            .form = f,
            .action = help_url(req, &x->m.card, "/stop")});
}

enum err help_stop_get(struct req *req, struct res *res)
{
    struct helping x;
    struct form f;
    TRY(helping_named(req, &x));
    if (!may(&x, LOOP_LET_GO))
        return back_to_it(req, res, &x, NOTICE_NONE);
    form_blank(&HELP_STOP_FORM, &f);
    return stop_show(req, res, &x, &f);
}

enum err help_stop_post(struct req *req, struct res *res)
{
    struct space_ctx ctx = req_ctx(req);
    struct helping x;
    struct form f = *req->fields;
    TRY(helping_named(req, &x));
    if (!may(&x, LOOP_LET_GO))
        return back_to_it(req, res, &x, NOTICE_NONE);
    if (f.problems)
        return stop_show(req, res, &x, &f);
    enum err e = party_move(&ctx, &x.h.me, &x.h.thread, LOOP_LET_GO, NULL, f.value[S_WORDS]);
    if (e == ERR_TOO_MANY) {
        form_reject(&f, S_WORDS, NO_ROOM);
        return stop_show(req, res, &x, &f);
    }
    if (e != ERR_OK && !is_late(e))
        return e;
    return back_to_it(req, res, &x, e == ERR_OK ? NOTICE_SAVED : NOTICE_NONE);
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
        return back_to_it(req, res, &x, NOTICE_NONE);
    TRY(mine_help_end(&ctx, req->viewer, x.m.card.id));
    return page_go(req, res, url_path(req->arena, "/aid/offers"), NOTICE_GONE);
}
