#include "aid/receipt_words.h"

#include <string.h>

#include "aid/area_field.h"
#include "aid/coordinators.h"
#include "aid/intake.h"
#include "aid/surge.h"
#include "aid/thank.h"
#include "desk/pages.h"

#define STEPS 6
#define STEP_WIDE 60
#define EDGE 12

static struct str say(const struct req *req, const char *msgid)
{
    return str_from_c(tr(req->lang, msgid));
}

/* ---- the line of steps ------------------------------------------------------------------------
 */

/* How far it is, from 0; a line has no place for what happens behind the last. */
static int step_of(enum loop_state s)
{
    switch (s) {
    case LOOP_OPEN:
        return 0;
    case LOOP_TRIAGED:
        return 1;
    case LOOP_CLAIMED:
        return 2;
    case LOOP_PROMISED:
        return 3;
    case LOOP_HANDED:
        return 4;
    case LOOP_CONFIRMED:
    case LOOP_REIMBURSED:
    case LOOP_CLOSED:
    case LOOP_GONE:
        break;
    }
    return STEPS - 1;
}

static void line_draw(const struct req *req, enum loop_state state, const char *text,
                      struct receipt_view *v)
{
    struct receipt_step *steps = ARENA_ARRAY(req->arena, struct receipt_step, STEPS);
    const bool rtl = strcmp(lang_dir(req->lang), "rtl") == 0;
    const int at = step_of(state);
    v->width = (STEPS - 1) * STEP_WIDE + 2 * EDGE;
    v->end = v->width - EDGE;
    for (int i = 0; i < STEPS; i++) {
        const int x = EDGE + i * STEP_WIDE;
        steps[i] = (struct receipt_step){.x = rtl ? v->width - x : x, .reached = i <= at};
    }
    v->steps = steps;
    v->nsteps = STEPS;
    v->from = steps[0].x;
    v->upto = steps[at].x;
    v->drawn = tr_fmt(req->arena, req->lang, N_("Step {n} of {all}: {state}"),
                      TR_ARGS({"n", lang_number(req->arena, req->lang, at + 1)},
                              {"all", lang_number(req->arena, req->lang, STEPS)},
                              {"state", say(req, text)}));
}

/* ---- what is next -----------------------------------------------------------------------------
 */

/* Of an ask that no coordinator reads: as if they had, because then it waits for the same. */
static struct loop as_told(const struct aid_card *c)
{
    struct loop l = c->loop;
    if (!c->desk_reads && l.state == LOOP_OPEN)
        l.state = LOOP_TRIAGED;
    return l;
}

static const char *state_text(const struct aid_card *c)
{
    const bool unread = !c->desk_reads && c->loop.state == LOOP_TRIAGED;
    return loop_state_text(unread ? LOOP_OPEN : c->loop.state);
}

static void next_say(const struct req *req, const struct aid_card *c, struct receipt_view *v)
{
    const struct loop told = as_told(c), *l = &told;
    const struct loop_next next = loop_next(l);
    const char *text = N_("{what} By: {when}.");
    if (next.turn == 0)
        return;
    int64_t when = next.by;
    v->late = l->state < LOOP_CONFIRMED && req->now >= next.by; /* then nobody waits any more */
    if (l->state == LOOP_PROMISED && !v->late) {
        text = N_("{what} When: {when}."); /* not when it should be over */
        when = l->meet;
    }
    if (v->late)
        text = N_("{what} This should have been by: {when}. It stands above the others now.");
    v->next = tr_fmt(req->arena, req->lang, text,
                     TR_ARGS({"what", say(req, next.what)}, {"when", aid_when_text(req, when)}));
}

/* ---- letters ----------------------------------------------------------------------------------
 */

static struct str by_text(const struct req *req, const struct aid_letter *l)
{
    switch (l->by) {
    case LOOP_ASKER:
        return say(req, N_("You"));
    case LOOP_OTHER:
        return say(req, N_("Whoever was asked"));
    case LOOP_HELPER:
        return l->name.n != 0 ? l->name : say(req, N_("Who helps"));
    case LOOP_COORDINATOR:
    case LOOP_CLOCK:
        break;
    }
    return desk_byline_text(req->lang, &DESK_COORDINATORS, l->name);
}

static struct str move_text(const struct req *req, enum loop_move move)
{
    switch (move) {
    case LOOP_TRIAGE:
        return say(req, N_("Read: somebody who can help is being looked for."));
    case LOOP_CLAIM:
        return say(req, N_("Somebody would like to help."));
    case LOOP_LET_GO:
        return say(req, N_("It does not work out this way; somebody else is being looked for."));
    case LOOP_PROMISE:
        return say(req, N_("A meeting is agreed."));
    case LOOP_HAND:
        return say(req, N_("It was handed over."));
    case LOOP_CONFIRM:
        return say(req, N_("It arrived."));
    case LOOP_MISS:
        return say(req, N_("It did not happen; it stands at the top again."));
    case LOOP_REIMBURSE:
        return say(req, N_("What was spent is paid back."));
    case LOOP_CLOSE:
        return say(req, N_("All is done."));
    case LOOP_WITHDRAW:
        return say(req, N_("It is no longer needed."));
    case LOOP_FORGET:
        break;
    }
    return STR_NONE;
}

static struct str what_text(const struct req *req, const struct aid_letter *l)
{
    switch (l->what) {
    case AID_INTAKE:
        return say(req, N_("Asked."));
    case AID_WANTS:
    case AID_MOVED:
        return move_text(req, l->move);
    case AID_ACCEPTED:
        if (l->by == LOOP_ASKER)
            return say(req, N_("The help was accepted."));
        return move_text(req, LOOP_CLAIM);
    case AID_YES:
        return move_text(req, LOOP_CLAIM);
    case AID_CHANGED:
        return say(req, N_("What is asked was changed."));
    case AID_CLAIMS:
        return say(req, N_("Would like to help."));
    case AID_SURGE_OVER:
        return say(req, surge_over_text());
    case AID_SURGE_THANKS:
        return say(req, surge_thanks_text());
    case AID_THANKS:
        return say(req, N_("A thank-you."));
    case AID_PROPOSAL:
        return tr_fmt(req->secret, req->lang, N_("Asked quietly, about: {offer}"),
                      TR_ARGS({"offer", l->about.line.n != 0
                                            ? l->about.line
                                            : say(req, aid_kind_find((int)l->about.kind)->text)}));
    case AID_NO:
        return say(req, N_("Cannot this time."));
    case AID_NOT_NOW:
        return say(req, N_("Not now."));
    case AID_SAYS:
    case AID_AGREED:
    case AID_BATCH: /* never in a mailbox */
        break;
    }
    return STR_NONE;
}

static void letters_fill(const struct req *req, const struct aid_thread *t, struct receipt_view *v)
{
    struct receipt_letter *out = ARENA_ARRAY(req->secret, struct receipt_letter, t->said.n);
    for (size_t i = 0; i < t->said.n; i++) {
        const struct aid_letter *l = &t->said.v[i];
        out[v->nletters] = (struct receipt_letter){
            .by = by_text(req, l), .when = page_ago(req, l->at), .what = what_text(req, l)};
        const bool theirs = l->what == AID_ACCEPTED && l->by == LOOP_ASKER; /* the helper's words */
        if (l->words.n != 0 && !theirs)
            out[v->nletters].words = html_markdown(req->secret, l->words);
        v->nletters += (l->words.n != 0 && !theirs) || out[v->nletters].what.n != 0;
    }
    v->letters = out;
}

/* ---- facts ------------------------------------------------------------------------------------
 */

struct facts {
    struct ui_fact *v;
    size_t n;
};

static void fact(const struct req *req, struct facts *f, const char *name, struct str value)
{
    if (value.n != 0)
        f->v[f->n++] = (struct ui_fact){say(req, name), value};
}

static struct str answer_text(const struct req *req, const struct areas *areas,
                              const struct aid_thread *t, const struct aid_question *q, int i)
{
    const int64_t n = t->card.number[i];
    if (!(t->card.answered & 1u << i))
        return t->details.answer[i];
    switch (q->answer) {
    case AID_ANSWER_COUNT:
        return lang_number(req->arena, req->lang, n);
    case AID_ANSWER_MONEY:
        return lang_number(req->arena, req->lang, n / AID_MINOR);
    case AID_ANSWER_DAY:
        return lang_day(req->arena, req->lang, (int32_t)n);
    case AID_ANSWER_AREA:
        return area_label(req, areas, (uint32_t)n);
    case AID_ANSWER_WORDS:
        break;
    }
    return t->details.answer[i];
}

/* What was ticked, and what was written line by line. */
static struct str limits_text(const struct req *req, const struct aid_thread *t)
{
    static const struct {
        unsigned bit;
        const char *text;
    } NEEDS[] = {
#define X(name, bit, text) {AID_TRAIT_##name, text},
        AID_TRAITS(X)
#undef X
    };
    struct str out = STR_NONE;
    for (size_t i = 0; i < sizeof NEEDS / sizeof NEEDS[0]; i++)
        if (t->card.needs & NEEDS[i].bit)
            out = out.n ? str_fmt(req->secret, "%" STR_FMT " · %s", STR_ARG(out),
                                  tr(req->lang, NEEDS[i].text))
                        : say(req, NEEDS[i].text);
    return out;
}

static struct str avoid_text(const struct req *req, const struct aid_details *d)
{
    struct str out = STR_NONE;
    for (size_t i = 0; i < d->navoid; i++)
        out = out.n ? str_fmt(req->secret, "%" STR_FMT " · %" STR_FMT, STR_ARG(out),
                              STR_ARG(d->avoid[i]))
                    : d->avoid[i];
    return out;
}

static void asked_fill(const struct req *req, const struct areas *areas, const struct aid_thread *t,
                       struct receipt_view *v)
{
    const struct aid_kind_info *kind = aid_kind_find((int)t->card.kind);
    struct facts f = {.v = ARENA_ARRAY(req->secret, struct ui_fact, AID_QUESTIONS_MAX + 10)};
    fact(req, &f, N_("In one sentence"), t->card.line);
    for (int i = 0; i < kind->n; i++)
        fact(req, &f, kind->questions[i].ask, answer_text(req, areas, t, &kind->questions[i], i));
    if (t->card.area != 0)
        fact(req, &f, N_("Where?"), area_label(req, areas, t->card.area));
    fact(req, &f, N_("Whatever else helps to understand"), t->details.words);
    fact(req, &f, N_("For whom is it?"), t->details.who);
    fact(req, &f, N_("What it has to have"), limits_text(req, t));
    fact(req, &f, N_("Who must not hear of it?"), avoid_text(req, &t->details));
    fact(req, &f, N_("Another way to be reached"), t->details.contact);
    v->asked = f.v;
    v->nasked = f.n;
}

static void meeting_fill(const struct req *req, const struct aid_thread *t, struct receipt_view *v)
{
    struct facts f = {.v = ARENA_ARRAY(req->secret, struct ui_fact, 4)};
    if (t->meeting.at == 0)
        return;
    fact(req, &f, N_("Day and time"), aid_when_text(req, t->meeting.at));
    fact(req, &f, N_("Where"), t->meeting.where);
    fact(req, &f, N_("How to recognise each other"), t->meeting.sign);
    fact(req, &f, N_("Who helps"), t->helper);
    v->has_place = t->meeting.where.n != 0;
    v->meeting = f.v;
    v->nmeeting = f.n;
}

static void answers_fill(const struct loop *l, struct receipt_view *v)
{
    v->over = l->state == LOOP_GONE;
    v->may_say = !v->over;
    v->may_confirm = loop_may(l, LOOP_ASKER, LOOP_CONFIRM);
    v->may_miss = loop_may(l, LOOP_ASKER, LOOP_MISS);
    v->may_change = loop_may(l, LOOP_ASKER, LOOP_LET_GO);
    v->may_close = loop_may(l, LOOP_ASKER, LOOP_CLOSE);
    v->may_edit = l->state < LOOP_CONFIRMED;
    v->may_withdraw = loop_may(l, LOOP_ASKER, LOOP_WITHDRAW);
}

void receipt_view_fill(const struct req *req, const struct areas *areas, const struct aid_thread *t,
                       struct receipt_view *out)
{
    const struct loop *l = &t->card.loop;
    const struct str kind = say(req, aid_kind_find((int)t->card.kind)->text);
    *out = (struct receipt_view){
        .title = t->card.line.n != 0 ? t->card.line : kind,
        .about =
            tr_fmt(req->arena, req->lang, N_("{kind} · {urgency}"),
                   TR_ARGS({"kind", kind}, {"urgency", say(req, loop_urgency_text(l->urgency))})),
        .state = say(req, state_text(&t->card)),
        .ends = tr_fmt(req->arena, req->lang,
                       N_("It is deleted by itself after {day}, whatever becomes of it."),
                       TR_ARGS({"day", lang_day(req->arena, req->lang, l->last_day)})),
    };
    if (l->missed != 0)
        out->missed = tr_fmt_n(req->arena, req->lang, "What was agreed did not happen {n} time.",
                               "What was agreed did not happen {n} times.", l->missed, NULL, 0);
    line_draw(req, l->state, state_text(&t->card), out);
    next_say(req, &t->card, out);
    meeting_fill(req, t, out);
    letters_fill(req, t, out);
    asked_fill(req, areas, t, out);
    answers_fill(l, out);
    out->may_thank = aid_may_thank(t);
}
