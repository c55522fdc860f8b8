/* What coordinators do with one ask. */
#include "aid/case_pages.h"

#define SEEN_MAX 20
#define PLACE_MAX 140

static const struct form_choice MOVES[] = {
    {"read", N_("It was read; we are looking for help"), LOOP_TRIAGE},
    {"helps", N_("Somebody helps whom we reach ourselves"), LOOP_CLAIM},
    {"handed", N_("It was handed over"), LOOP_HAND},
    {"arrived", N_("It arrived"), LOOP_CONFIRM},
    {"missed", N_("It did not happen"), LOOP_MISS},
    {"repaid", N_("What was spent is paid back"), LOOP_REIMBURSE},
    {"let-go", N_("The helper cannot after all"), LOOP_LET_GO},
    {"close", N_("Close it: all is done"), LOOP_CLOSE},
    {"end", N_("End it: it is not needed any more"), LOOP_WITHDRAW},
    {NULL, NULL, 0},
};

#define FIELD_SEEN                                                                                 \
    {                                                                                              \
        .name = "seen", .kind = FIELD_HIDDEN, .max = SEEN_MAX                                      \
    }
#define FIELD_NOTE(called)                                                                         \
    {                                                                                              \
        .name = (called), .label = N_("A few words to both"), .kind = FIELD_TEXT,                  \
        .max = AID_MESSAGE_MAX                                                                     \
    }

static const struct form_field SAY_FIELDS[] = {
    {.name = "say",
     .label = N_("Your message"),
     .hint = N_("Who asks reads it, and who helps, if there is somebody."),
     .kind = FIELD_TEXT,
     .max = AID_MESSAGE_MAX,
     .required = true},
};
static const struct form_field MOVE_FIELDS[] = {
    [CASE_MOVE] = {.name = "move",
                   .label = N_("What happened?"),
                   .kind = FIELD_CHOICE,
                   .choices = MOVES,
                   .required = true},
    [CASE_MOVE_WORDS] = FIELD_NOTE("words"),
    [CASE_MOVE_SEEN] = FIELD_SEEN,
    [CASE_MOVE_SURE] = {.name = "sure", .kind = FIELD_HIDDEN, .max = 1},
};
static const struct form_field PROMISE_FIELDS[] = {
    [CASE_DAY] =
        {.name = "day", .label = N_("Day"), .kind = FIELD_LINE, .max = 10, .required = true},
    [CASE_TIME] =
        {.name = "time", .label = N_("Time"), .kind = FIELD_LINE, .max = 10, .required = true},
    [CASE_WHERE] = {.name = "where",
                    .label = N_("Where"),
                    .hint = N_("A place where people come and go is safest."),
                    .kind = FIELD_LINE,
                    .max = PLACE_MAX,
                    .required = true},
    [CASE_SIGN] = {.name = "sign",
                   .label = N_("How to recognise each other"),
                   .hint = N_("Something that says nothing to others: a red scarf, a folded "
                              "newspaper."),
                   .kind = FIELD_LINE,
                   .max = PLACE_MAX},
    [CASE_PROMISE_WORDS] = FIELD_NOTE("note"),
    [CASE_PROMISE_SEEN] = FIELD_SEEN,
};
static const struct form_field ACCEPT_FIELDS[] = {
    [CASE_YES] = {.name = "yes", .kind = FIELD_HIDDEN, .max = 16, .required = true},
};
const struct form_spec CASE_SAY_FORM = FORM_SPEC(SAY_FIELDS);
const struct form_spec CASE_MOVE_FORM = FORM_SPEC(MOVE_FIELDS);
const struct form_spec CASE_PROMISE_FORM = FORM_SPEC(PROMISE_FIELDS);
const struct form_spec CASE_ACCEPT_FORM = FORM_SPEC(ACCEPT_FIELDS);

void view_case_promise_fields(struct html *h, const struct form *f)
{
    view_ui_field(h, f, CASE_WHERE);
    view_ui_field(h, f, CASE_SIGN);
    view_ui_field(h, f, CASE_PROMISE_WORDS);
}

void view_case_move_fields(struct html *h, const struct form *f)
{
    view_ui_field(h, f, CASE_MOVE_WORDS);
}

/* ---- what may come of it ----------------------------------------------------------------------
 */

enum err case_over(struct req *req, struct res *res, struct desk *d)
{
    return cases_show(req, res, d,
                      N_("That ask has ended in the meantime: somebody ended it, or its day came. "
                         "Nothing more is to be done for it."));
}

/* Somebody else was first: how it stands now, with what was typed. */
static enum err case_first(struct req *req, struct res *res, struct case_at *c,
                           struct case_forms typed)
{
    enum err e = case_read(&c->d, AID_ASK, c->at, c->id, &c->t);
    if (e == ERR_NOT_FOUND)
        return case_over(req, res, &c->d);
    TRY(e);
    typed.said = N_("Somebody was a moment earlier, so nothing was changed just now. Below is how "
                    "it stands; what you typed is still there.");
    return case_show(req, res, c, &typed);
}

/* Where a page goes on after something was done, or could not be. */
enum err case_after(struct req *req, struct res *res, struct case_at *c, enum err e,
                    struct case_forms typed, enum page_notice notice)
{
    if (e == ERR_CONFLICT)
        return case_first(req, res, c, typed);
    if (e == ERR_NOT_FOUND)
        return case_over(req, res, &c->d);
    TRY(e);
    const bool gone = notice == NOTICE_GONE;
    return page_go(req, res,
                   gone ? desk_url(req, c->d.kind, "") : case_url(req, c->t.at, c->id, ""), notice);
}

#define CASE_OR_OVER(req, res, c)                                                                  \
    do {                                                                                           \
        enum err found = case_of((req), (c));                                                      \
        if (found == ERR_NOT_FOUND)                                                                \
            return case_over((req), (res), &(c)->d);                                               \
        TRY(found);                                                                                \
    } while (0)

/* ---- words ------------------------------------------------------------------------------------
 */

enum err case_say_post(struct req *req, struct res *res)
{
    struct case_at c;
    CASE_OR_OVER(req, res, &c);
    const struct case_forms typed = {.say = req->fields};
    if (req->fields->problems)
        return case_show(req, res, &c, &typed);
    enum err e = case_say(&c.d, c.at, c.id, req->fields->value[0]);
    return case_after(req, res, &c, e, typed, NOTICE_SENT);
}

/* ---- moves ------------------------------------------------------------------------------------
 */

static enum err move_as_seen(struct req *req, struct case_at *c, struct str seen,
                             enum loop_move move, const struct aid_meeting *meeting,
                             struct str words)
{
    DB_TX struct db_tx tx = {0};
    enum case_repaid repaid;
    if (!str_eq(seen, case_seen(req->arena, &c->t)))
        return ERR_CONFLICT;
    if (move == LOOP_REIMBURSE)
        return case_repay(&c->d, c->at, c->id, words, &repaid);
    TRY(db_tx_begin(&tx, req->db));
    if (move == LOOP_CLAIM)
        TRY(case_board_free(req, c));
    TRY(case_move(&c->d, c->at, c->id, move, meeting, words));
    TRY(case_board_follow(req, c));
    return db_tx_commit(&tx);
}

/* Of moves that end something: what ends. NULL: it ends nothing. */
static const char *what_ends(enum loop_move move)
{
    switch (move) {
    case LOOP_LET_GO:
        return N_("Who wanted to help is free again, and the ask waits for help. Both are told, "
                  "without a reproach.");
    case LOOP_MISS:
        return N_("The meeting is off, who wanted to help is free again, and the ask stands above "
                  "all others that wait. Both are told, without a reproach.");
    case LOOP_CLOSE:
        return N_("Both can read it for another week, to say thank you. Then it is deleted, with "
                  "all that was said.");
    case LOOP_WITHDRAW:
        return N_("It is deleted here at once, with all that was said. Who asked is told, with "
                  "your words if there are any.");
    case LOOP_TRIAGE:
    case LOOP_CLAIM:
    case LOOP_PROMISE:
    case LOOP_HAND:
    case LOOP_CONFIRM:
    case LOOP_REIMBURSE:
    case LOOP_FORGET:
        return NULL;
    }
    return NULL;
}

static struct str choice_text(const struct req *req, enum loop_move move)
{
    for (const struct form_choice *c = MOVES; c->value; c++)
        if (c->number == (int)move)
            return str_from_c(tr(req->lang, c->label));
    return STR_NONE;
}

static enum err ask_once_more(struct req *req, struct res *res, const struct case_at *c,
                              enum loop_move move)
{
    struct html h;
    struct ui_page page;
    const struct form *f = req->fields;
    const struct ui_fact hidden[] = {{STR("move"), f->value[CASE_MOVE]},
                                     {STR("words"), f->value[CASE_MOVE_WORDS]},
                                     {STR("seen"), f->value[CASE_MOVE_SEEN]},
                                     {STR("sure"), STR("1")}};
    const struct ui_confirm v = {
        .question = choice_text(req, move),
        .consequence = str_from_c(tr(req->lang, what_ends(move))),
        .action = case_url(req, c->t.at, c->id, "move"),
        .back = case_url(req, c->t.at, c->id, ""),
        .yes = str_from_c(tr(req->lang, N_("Yes, so it is"))),
        .hidden = hidden,
        .nhidden = sizeof hidden / sizeof hidden[0],
    };
    page_begin(req, c->d.kind->nav, &page, &h);
    view_ui_confirm(&h, &page, &v);
    return page_send(&h, res);
}

enum err case_move_post(struct req *req, struct res *res)
{
    struct case_at c;
    const struct form *f = req->fields;
    CASE_OR_OVER(req, res, &c);
    const struct case_forms typed = {.move = f};
    if (f->problems)
        return case_show(req, res, &c, &typed);
    const enum loop_move move = (enum loop_move)f->number[CASE_MOVE];
    if (!str_eq(f->value[CASE_MOVE_SEEN], case_seen(req->arena, &c.t)))
        return case_first(req, res, &c, typed);
    if (what_ends(move) && f->value[CASE_MOVE_SURE].n == 0)
        return ask_once_more(req, res, &c, move);
    enum err e =
        move_as_seen(req, &c, f->value[CASE_MOVE_SEEN], move, NULL, f->value[CASE_MOVE_WORDS]);
    return case_after(req, res, &c, e, typed, move == LOOP_WITHDRAW ? NOTICE_GONE : NOTICE_SAVED);
}

enum err case_promise_post(struct req *req, struct res *res)
{
    struct case_at c;
    struct case_words w;
    struct form f = *req->fields;
    struct aid_meeting meeting = {.where = f.value[CASE_WHERE], .sign = f.value[CASE_SIGN]};
    CASE_OR_OVER(req, res, &c);
    TRY(case_words_begin(req, &w));
    if (!when_read(&w.when, f.value[CASE_DAY], f.value[CASE_TIME], &meeting.at))
        form_reject(&f, CASE_DAY, N_("Please choose a day and a time that are still to come."));
    const struct case_forms typed = {.promise = &f};
    if (f.problems)
        return case_show(req, res, &c, &typed);
    enum err e = move_as_seen(req, &c, f.value[CASE_PROMISE_SEEN], LOOP_PROMISE, &meeting,
                              f.value[CASE_PROMISE_WORDS]);
    return case_after(req, res, &c, e, typed, NOTICE_SAVED);
}

/* ---- who helps --------------------------------------------------------------------------------
 */

/* The yes of that mailbox, in the ask as it stands after all letters were taken in. */
static enum err accept_of(const struct req *req, struct case_at *c, struct str yes)
{
    DB_TX struct db_tx tx = {0};
    TRY(db_tx_begin(&tx, c->d.ctx.db));
    TRY(cases_sort(&c->d));
    TRY(case_read(&c->d, AID_ASK, c->at, c->id, &c->t));
    for (size_t i = 0; i < c->t.said.n; i++) {
        if (!str_eq(yes, case_yes(c->d.ctx.arena, &c->t, i)))
            continue;
        TRY(case_board_free(req, c));
        TRY(case_accept(&c->d, c->t.at, c->id, i));
        TRY(case_board_follow(req, c));
        return db_tx_commit(&tx);
    }
    return ERR_CONFLICT;
}

enum err case_accept_post(struct req *req, struct res *res)
{
    struct case_at c;
    CASE_OR_OVER(req, res, &c);
    enum err e =
        req->fields->problems ? ERR_CONFLICT : accept_of(req, &c, req->fields->value[CASE_YES]);
    return case_after(req, res, &c, e, (struct case_forms){0}, NOTICE_SAVED);
}
