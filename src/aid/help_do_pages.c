/* What one can do who helps: say when and where, say that it was handed over, give it back. */
#include "aid/offer_pages.h"
#include "aid/offer_view.h"
#include "help.html.h"

#define PLACE_MAX 200

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
    page_begin(req, NAV_AID, &page, &h);
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
    if (!helping_may(&x, LOOP_PROMISE))
        return helping_back(req, res, &x, NOTICE_NONE);
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
    if (!helping_may(&x, LOOP_PROMISE))
        return helping_back(req, res, &x, NOTICE_NONE);
    form_parse(req->secret, promise_spec(req), &req->form, &f);
    if (f.problems == 0 && !when_read(&w, f.value[P_DAY], f.value[P_TIME], &meeting.at))
        form_reject(&f, P_TIME, N_("This time is over already."));
    if (f.problems)
        return promise_show(req, res, &x, &f);
    meeting.where = f.value[P_WHERE];
    meeting.sign = f.value[P_SIGN];
    enum err e = party_move(&ctx, &x.h.me, &x.h.thread, LOOP_PROMISE, &meeting, f.value[P_WORDS]);
    if (e == ERR_TOO_MANY) {
        form_reject(&f, P_WORDS, HELP_NO_ROOM);
        return promise_show(req, res, &x, &f);
    }
    if (e != ERR_OK && !is_late(e))
        return e;
    return helping_back(req, res, &x, e == ERR_OK ? NOTICE_SAVED : NOTICE_NONE);
}

/* Where nobody coordinates it, nobody pays anything back. */
static const struct form_spec *done_spec(const struct req *req, const struct helping *x)
{
    struct form_field *fields;
    struct form_spec *spec;
    if (x->h.thread.card.desk_reads)
        return &HELP_DONE_FORM;
    fields = arena_copy(req->secret, DONE_FIELDS, sizeof DONE_FIELDS);
    fields[D_SPENT] = (struct form_field){.name = "spent", .kind = FIELD_HIDDEN};
    spec = ARENA_NEW(req->secret, struct form_spec);
    *spec = (struct form_spec){fields, sizeof DONE_FIELDS / sizeof *DONE_FIELDS};
    return spec;
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
    if (!helping_may(&x, LOOP_HAND))
        return helping_back(req, res, &x, NOTICE_NONE);
    form_blank(done_spec(req, &x), &f);
    return done_show(req, res, &x, &f);
}

enum err help_done_post(struct req *req, struct res *res)
{
    struct space_ctx ctx = req_ctx(req);
    struct helping x;
    struct form f;
    TRY(helping_named(req, &x));
    if (!helping_may(&x, LOOP_HAND))
        return helping_back(req, res, &x, NOTICE_NONE);
    form_parse(req->secret, done_spec(req, &x), &req->form, &f);
    if (f.problems)
        return done_show(req, res, &x, &f);
    enum err e =
        mine_help_hand(&ctx, req->viewer, &x.m, &x.h,
                       f.number[D_SPENT] ? PARTY_SPENT : PARTY_SPENT_NOTHING, f.value[D_WORDS]);
    if (e == ERR_TOO_MANY) {
        form_reject(&f, D_WORDS, HELP_NO_ROOM);
        return done_show(req, res, &x, &f);
    }
    if (e != ERR_OK && !is_late(e))
        return e;
    return helping_back(req, res, &x, e == ERR_OK ? NOTICE_SAVED : NOTICE_NONE);
}

static enum err stop_show(struct req *req, struct res *res, const struct helping *x,
                          const struct form *f)
{
    const bool desk = x->h.thread.card.desk_reads;
    return form_show(
        req, res, x,
        &(struct help_form_view){
            .title = N_("I cannot after all"),
            .lead =
                !desk
                    ? N_("That happens, and saying so helps: it stands open to others again at "
                         "once. Whoever asks reads that you cannot.")
                    : N_("That happens, and saying so helps: the ask goes back to the coordinators "
                         "at "
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
    if (!helping_may(&x, LOOP_LET_GO))
        return helping_back(req, res, &x, NOTICE_NONE);
    form_blank(&HELP_STOP_FORM, &f);
    return stop_show(req, res, &x, &f);
}

enum err help_stop_post(struct req *req, struct res *res)
{
    struct space_ctx ctx = req_ctx(req);
    struct helping x;
    struct form f = *req->fields;
    TRY(helping_named(req, &x));
    if (!helping_may(&x, LOOP_LET_GO))
        return helping_back(req, res, &x, NOTICE_NONE);
    if (f.problems)
        return stop_show(req, res, &x, &f);
    enum err e = party_move(&ctx, &x.h.me, &x.h.thread, LOOP_LET_GO, NULL, f.value[S_WORDS]);
    if (e == ERR_TOO_MANY) {
        form_reject(&f, S_WORDS, HELP_NO_ROOM);
        return stop_show(req, res, &x, &f);
    }
    if (e != ERR_OK && !is_late(e))
        return e;
    return helping_back(req, res, &x, e == ERR_OK ? NOTICE_SAVED : NOTICE_NONE);
}
