/* One ask, as the coordinators see it. */
#include "aid/case_pages.h"

#include "case.html.h"

struct url case_url(const struct req *req, struct shelf_place at, uint64_t id, const char *more)
{
    const struct str handle = shelf_handle(req->arena, at, id);
    return *more ? url_path(req->arena, DESK_AT "/a/%" STR_FMT "/%s", STR_ARG(handle), more)
                 : url_path(req->arena, DESK_AT "/a/%" STR_FMT, STR_ARG(handle));
}

enum err case_of(struct req *req, struct case_at *out)
{
    TRY(desk_of(req, &DESK_COORDINATORS, &out->d));
    if (!shelf_from_handle(req->arena, req->params[0], &out->at, &out->id))
        return ERR_NOT_FOUND;
    return case_read(&out->d, AID_ASK, out->at, out->id, &out->t);
}

struct str case_seen(struct arena *a, const struct aid_thread *t)
{
    size_t moves = 0;
    for (size_t i = 0; i < t->said.n; i++)
        moves += t->said.v[i].moves;
    return str_fmt(a, "%d-%zu", (int)t->card.loop.state, moves);
}

/* Moves that stand in the list of choices: a promise has a form of its own, and who helps is
 * accepted where their yes stands. */
static void moves_fill(const struct case_words *w, const struct loop *l, bool agreed,
                       const struct form *typed, struct case_view *v)
{
    const struct form_field *field = &CASE_MOVE_FORM.fields[CASE_MOVE];
    struct case_choice *moves = ARENA_ARRAY(w->arena, struct case_choice, LOOP_MOVES);
    for (const struct form_choice *c = field->choices; c->value; c++)
        if (loop_may(l, LOOP_COORDINATOR, (enum loop_move)c->number) &&
            !(agreed && c->number == LOOP_REIMBURSE))
            moves[v->nmoves++] =
                (struct case_choice){.value = str_from_c(c->value),
                                     .label = case_say_text(w, c->label),
                                     .chosen = str_eq_c(typed->value[CASE_MOVE], c->value)};
    v->moves = moves;
}

static void times_fill(const struct case_words *w, const struct form *typed, struct case_view *v)
{
    struct when_choice days[WHEN_DAYS], times[WHEN_TIMES];
    struct case_choice *d = ARENA_ARRAY(w->arena, struct case_choice, WHEN_DAYS);
    struct case_choice *t = ARENA_ARRAY(w->arena, struct case_choice, WHEN_TIMES);
    when_days(&w->when, days);
    when_times(&w->when, times);
    for (size_t i = 0; i < WHEN_DAYS; i++)
        d[i] = (struct case_choice){days[i].value, days[i].label,
                                    str_eq(typed->value[CASE_DAY], days[i].value)};
    for (size_t i = 0; i < WHEN_TIMES; i++)
        t[i] = (struct case_choice){times[i].value, times[i].label,
                                    str_eq(typed->value[CASE_TIME], times[i].value)};
    v->days = d;
    v->ndays = WHEN_DAYS;
    v->times = t;
    v->ntimes = WHEN_TIMES;
}

/* What is wrong with a field that the page draws itself; NULL: nothing. */
static const char *wrong(const struct req *req, const struct form *f, size_t field)
{
    if (f->problem[field] == FIELD_IS_NONE)
        return NULL;
    return tr(req->lang, f->said[field] ? f->said[field] : form_problem_text(f->problem[field]));
}

static const struct form *or_blank(const struct req *req, const struct form *typed,
                                   const struct form_spec *spec)
{
    struct form *blank = ARENA_NEW(req->arena, struct form);
    form_blank(spec, blank);
    return typed ? typed : blank;
}

static void forms_fill(const struct req *req, const struct case_words *w, const struct case_at *c,
                       const struct case_forms *typed, struct case_view *v)
{
    const struct loop *l = &c->t.card.loop;
    v->say = or_blank(req, typed->say, &CASE_SAY_FORM);
    v->move = or_blank(req, typed->move, &CASE_MOVE_FORM);
    moves_fill(w, l, case_agreed(&c->d, &c->t) == c->d.me, v->move, v);
    v->move_error = wrong(req, v->move, CASE_MOVE);
    v->promise = or_blank(req, typed->promise, &CASE_PROMISE_FORM);
    v->can_promise = loop_may(l, LOOP_COORDINATOR, LOOP_PROMISE);
    times_fill(w, v->promise, v);
    v->day_error = wrong(req, v->promise, CASE_DAY);
    v->seen = case_seen(req->arena, &c->t);
    v->say_to = case_url(req, c->t.at, c->id, "say");
    v->move_to = case_url(req, c->t.at, c->id, "move");
    v->promise_to = case_url(req, c->t.at, c->id, "promise");
    v->propose = or_blank(req, typed->propose, &CASE_PROPOSE_FORM);
    v->propose_to = case_url(req, c->t.at, c->id, "propose");
    v->accept_to = case_url(req, c->t.at, c->id, "accept");
}

/* Money is paid back by two: who has agreed, and that somebody else is needed. */
static struct str repay_text(const struct case_words *w, const struct case_at *c)
{
    if (!loop_may(&c->t.card.loop, LOOP_COORDINATOR, LOOP_REIMBURSE))
        return STR_NONE;
    const struct roster_entry *who = case_agreed(&c->d, &c->t);
    if (!who)
        return case_say_text(w, N_("Paying back what was spent takes two coordinators, one after "
                                   "the other."));
    if (who == c->d.me)
        return case_say_text(w, N_("You agreed that what was spent is paid back. One more "
                                   "coordinator is needed."));
    return tr_fmt(w->arena, w->req->lang,
                  N_("{name} agreed that what was spent is paid back. Your word is needed, too."),
                  TR_ARGS({"name", who->persona.name}));
}

static void facts_fill(const struct case_words *w, const struct aid_thread *t, struct case_view *v)
{
    struct case_facts f;
    case_facts_of(w, &t->card, &t->details, &f);
    v->facts = f.v;
    v->nfacts = f.n;
    case_limits_of(w, &t->card, &t->details, &f);
    v->limits = f.v;
    v->nlimits = f.n;
    case_people_of(w, t, &f);
    v->people = f.v;
    v->npeople = f.n;
    case_meeting_of(w, &t->meeting, &f);
    v->meeting = f.v;
    v->nmeeting = f.n;
}

enum err case_show(struct req *req, struct res *res, struct case_at *c,
                   const struct case_forms *typed)
{
    struct html h;
    struct ui_page page;
    struct case_words w;
    struct case_letter_view *letters;
    const struct loop *l = &c->t.card.loop;
    TRY(case_words_begin(req, &w));
    struct case_view v = {
        .title = case_title(&w, &c->t.card),
        .about = case_about(&w, &c->t.card),
        .state = case_say_text(&w, loop_state_text(l->state)),
        .next = case_next(&w, l),
        .ends = tr_fmt(req->arena, req->lang, N_("Deleted with all that was said: after {day}."),
                       TR_ARGS({"day", lang_day(req->arena, req->lang, l->last_day)})),
        .late = case_late(&c->t.card, req->now),
        .missed = case_missed(&w, l),
        .repay = repay_text(&w, c),
        .words = html_markdown(req->secret, c->t.details.words),
        .can_accept = loop_may(l, LOOP_COORDINATOR, LOOP_CLAIM),
        .back = desk_url(req, c->d.kind, ""),
    };
    facts_fill(&w, &c->t, &v);
    case_letters_of(&w, &c->t, v.can_accept, &letters, &v.nletters);
    v.letters = letters;
    forms_fill(req, &w, c, typed, &v);
    v.can_propose = aid_card_open(&c->t.card, req->now);
    if (v.can_propose)
        TRY(case_fits_fill(req, &w, c, &v));
    if (l->state < LOOP_CONFIRMED)
        TRY(case_twins_fill(req, &w, c, &v));
    page_begin(req, c->d.kind->nav, &page, &h);
    if (typed->said)
        page_say(req, &page, UI_CAREFUL, case_say_text(&w, typed->said));
    view_case_one(&h, &page, &v);
    return page_send(&h, res);
}

enum err case_get(struct req *req, struct res *res)
{
    struct case_at c;
    TRY(case_of(req, &c));
    return case_show(req, res, &c, &(struct case_forms){0});
}
