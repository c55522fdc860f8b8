#include "aid/case_words.h"

#include "aid/surge.h"

#include <inttypes.h>

#include "aid/area_field.h"
#include "aid/area_store.h"
#include "aid/coordinators.h"

#define FACTS_MAX 16

enum err case_words_begin(const struct req *req, struct case_words *out)
{
    *out = (struct case_words){
        .req = req,
        .arena = req->secret,
        .when = {
            .arena = req->secret, .lang = req->lang, .zone = req_net(req)->zone, .now = req->now}};
    return areas_load(req->db, req->arena, &out->areas);
}

struct str case_say_text(const struct case_words *w, const char *msgid)
{
    return str_from_c(tr(w->req->lang, msgid));
}

#define say case_say_text

/* The parts that are not empty, with a dot between them. */
static struct str joined(const struct case_words *w, const struct str *parts, size_t n,
                         const char *between)
{
    struct str all = STR_NONE;
    for (size_t i = 0; i < n; i++)
        if (parts[i].n != 0)
            all = all.n == 0 ? parts[i]
                             : str_fmt(w->arena, "%" STR_FMT "%s%" STR_FMT, STR_ARG(all), between,
                                       STR_ARG(parts[i]));
    return all;
}

static struct str kind_text(const struct case_words *w, enum aid_kind kind)
{
    return say(w, aid_kind_find((int)kind)->text);
}

static struct str area_text(const struct case_words *w, uint32_t area)
{
    return area == 0 || w->areas.n == 0 ? STR_NONE : area_label(w->req, &w->areas, area);
}

struct str case_title(const struct case_words *w, const struct aid_card *c)
{
    return c->line.n != 0 ? c->line : kind_text(w, c->kind);
}

struct str case_about(const struct case_words *w, const struct aid_card *c)
{
    const struct str parts[] = {kind_text(w, c->kind), area_text(w, c->area),
                                c->side == AID_ASK ? say(w, loop_urgency_text(c->loop.urgency))
                                                   : STR_NONE};
    return joined(w, parts, 3, " · ");
}

struct str case_waits(const struct case_words *w, const struct aid_card *c)
{
    const struct str ago = page_ago(w->req, c->loop.asked);
    return tr_fmt(w->arena, w->req->lang,
                  c->side == AID_ASK ? N_("Asked: {when}") : N_("Offered: {when}"),
                  TR_ARGS({"when", ago}));
}

bool case_late(const struct aid_card *c, int64_t now)
{
    return c->side == AID_ASK && c->loop.state < LOOP_CLOSED && now >= loop_next(&c->loop).by;
}

struct str case_next(const struct case_words *w, const struct loop *l)
{
    const struct loop_next next = loop_next(l);
    const struct str what = say(w, next.what);
    if (next.turn == 0)
        return what;
    return tr_fmt(w->arena, w->req->lang,
                  w->req->now >= next.by ? N_("Next: {what} This should have been by: {when}.")
                                         : N_("Next: {what} By: {when}."),
                  TR_ARGS({"what", what}, {"when", when_text(&w->when, next.by)}));
}

struct str case_missed(const struct case_words *w, const struct loop *l)
{
    return l->missed == 0
               ? STR_NONE
               : tr_fmt_n(w->arena, w->req->lang, "What was agreed did not happen {n} time.",
                          "What was agreed did not happen {n} times.", l->missed, NULL, 0);
}

struct str case_move_text(const struct case_words *w, enum loop_move move)
{
    switch (move) {
    case LOOP_TRIAGE:
        return say(w, N_("Read; we are looking for help"));
    case LOOP_CLAIM:
        return say(w, N_("Somebody helps from now on"));
    case LOOP_LET_GO:
        return say(w, N_("Cannot help after all; we look on"));
    case LOOP_PROMISE:
        return say(w, N_("A meeting is agreed"));
    case LOOP_HAND:
        return say(w, N_("It was handed over"));
    case LOOP_CONFIRM:
        return say(w, N_("It arrived"));
    case LOOP_MISS:
        return say(w, N_("It did not happen; we look on, before all others"));
    case LOOP_REIMBURSE:
        return say(w, N_("What was spent is paid back"));
    case LOOP_CLOSE:
        return say(w, N_("Closed: all is done"));
    case LOOP_WITHDRAW:
        return say(w, N_("Not needed any more"));
    case LOOP_FORGET:
        return say(w, N_("Its day has come"));
    }
    return STR_NONE;
}

/* ---- facts ------------------------------------------------------------------------------------
 */

static void facts_begin(const struct case_words *w, size_t most, struct case_facts *out)
{
    *out = (struct case_facts){.v = ARENA_ARRAY(w->arena, struct ui_fact, most)};
}

static void fact(const struct case_words *w, struct case_facts *f, const char *name,
                 struct str value)
{
    if (value.n != 0)
        f->v[f->n++] = (struct ui_fact){say(w, name), value};
}

static struct str answer_text(const struct case_words *w, const struct aid_card *c,
                              const struct aid_details *details, const struct aid_question *q,
                              int i)
{
    const bool given = (c->answered & 1u << i) != 0;
    const int64_t n = c->number[i];
    switch (q->answer) {
    case AID_ANSWER_COUNT:
        return given ? lang_number(w->arena, w->req->lang, n) : STR_NONE;
    case AID_ANSWER_MONEY:
        return given ? lang_number(w->arena, w->req->lang, n / AID_MINOR) : STR_NONE;
    case AID_ANSWER_DAY:
        return given ? lang_day(w->arena, w->req->lang, (int32_t)n) : STR_NONE;
    case AID_ANSWER_AREA:
        return given ? area_text(w, (uint32_t)n) : details->answer[i]; /* without a list, words */
    case AID_ANSWER_WORDS:
        return details->answer[i];
    }
    return STR_NONE;
}

struct str case_languages(const struct case_words *w, uint64_t set)
{
    struct str names[AID_LANGUAGE_COUNT];
    size_t n = 0;
    for (size_t i = 0; i < AID_LANGUAGE_COUNT; i++)
        if (set >> aid_languages[i].bit & 1)
            names[n++] = say(w, aid_languages[i].name);
    return joined(w, names, n, " · ");
}

static struct str minutes_text(const struct case_words *w, uint32_t minutes)
{
    return minutes == 0 ? STR_NONE
                        : tr_fmt_n(w->arena, w->req->lang, "{n} minute at most",
                                   "{n} minutes at most", minutes, NULL, 0);
}

static struct str day_text(const struct case_words *w, int32_t day)
{
    return day == 0 ? STR_NONE : lang_day(w->arena, w->req->lang, day);
}

void case_facts_of(const struct case_words *w, const struct aid_card *c,
                   const struct aid_details *details, struct case_facts *out)
{
    const struct aid_kind_info *kind = aid_kind_find((int)c->kind);
    facts_begin(w, FACTS_MAX, out);
    fact(w, out, N_("Kind"), say(w, kind->text));
    for (int i = 0; i < kind->n; i++) {
        const struct aid_question *q = &kind->questions[i];
        fact(w, out, c->side == AID_OFFER && q->give ? q->give : q->ask,
             answer_text(w, c, details, q, i));
    }
    fact(w, out, N_("Where"), area_text(w, c->area));
    fact(w, out, N_("Where, as it was written"), details->where);
    fact(w, out, N_("Not before"), day_text(w, c->from));
    fact(w, out, N_("Of use until"), day_text(w, c->until));
    if (c->side == AID_ASK)
        fact(w, out, N_("How urgent"), say(w, loop_urgency_text(c->loop.urgency)));
    fact(w, out, N_("For whom"), details->who);
    if (c->marks & AID_MARK_UNAPPROVED)
        fact(w, out, N_("Where it comes from"), say(w, N_("Not approved there yet")));
    else if (c->marks & AID_MARK_UNVERIFIED)
        fact(w, out, N_("Where it comes from"), say(w, N_("Verified by nobody yet")));
    fact(w, out, N_("How else to reach them"), details->contact);
}

struct bit {
    unsigned bit;
    const char *text;
};
static const struct bit TRAITS[] = {
#define X(name, bit, text) {AID_TRAIT_##name, text},
    AID_TRAITS(X)
#undef X
        {0, NULL}};
static const struct bit NEARBY[] = {
#define X(name, bit, text) {AID_NEARBY_##name, text},
    AID_NEARBY(X)
#undef X
        {0, NULL}};
static const struct bit GENDERS[] = {
    {AID_WOMAN, N_("a woman")}, {AID_MAN, N_("a man")}, {AID_NEITHER, N_("neither")}, {0, NULL}};

static struct str bits_text(const struct case_words *w, const struct bit *all, unsigned set)
{
    struct str parts[8];
    size_t n = 0;
    for (; all->text; all++)
        if (set & all->bit)
            parts[n++] = say(w, all->text);
    return joined(w, parts, n, " · ");
}

void case_limits_of(const struct case_words *w, const struct aid_card *c,
                    const struct aid_details *details, struct case_facts *out)
{
    facts_begin(w, FACTS_MAX, out);
    fact(w, out, N_("Rather only with"), bits_text(w, GENDERS, c->genders));
    fact(w, out, N_("Needed"), bits_text(w, TRAITS, c->needs));
    fact(w, out, N_("There"), bits_text(w, TRAITS, c->has));
    fact(w, out, N_("Not possible near"), bits_text(w, NEARBY, c->avoids));
    fact(w, out, N_("Near it"), bits_text(w, NEARBY, c->near));
    fact(w, out, N_("How far it may be"), minutes_text(w, c->reach));
    fact(w, out, N_("Speaks"), case_languages(w, c->speaks));
    if (c->must_talk)
        fact(w, out, N_("To be understood"), say(w, N_("Only with a language in common")));
    fact(w, out, N_("Nobody from here, and none of these"),
         joined(w, details->avoid, details->navoid, " · "));
}

void case_people_of(const struct case_words *w, const struct aid_thread *t, struct case_facts *out)
{
    facts_begin(w, FACTS_MAX, out);
    if (t->card.helper.id != 0)
        fact(w, out, N_("Who helps"),
             t->helper.n != 0 ? t->helper : say(w, N_("Somebody without a name")));
    else if (t->card.loop.state >= LOOP_CLAIMED && t->card.loop.state <= LOOP_HANDED)
        fact(w, out, N_("Who helps"),
             say(w, N_("Somebody whom the coordinators reach themselves")));
}

void case_meeting_of(const struct case_words *w, const struct aid_meeting *m,
                     struct case_facts *out)
{
    facts_begin(w, FACTS_MAX, out);
    if (m->at == 0)
        return;
    fact(w, out, N_("Day and time"), when_text(&w->when, m->at));
    fact(w, out, N_("Where"), m->where);
    fact(w, out, N_("How to recognise each other"), m->sign);
}

/* ---- letters ----------------------------------------------------------------------------------
 */

static struct str by_text(const struct case_words *w, const struct aid_letter *l)
{
    const char *role = N_("By itself");
    switch (l->by) {
    case LOOP_ASKER:
        role = N_("Who asks");
        break;
    case LOOP_HELPER:
        role = N_("Who helps");
        break;
    case LOOP_OTHER:
        role = N_("Who could help");
        break;
    case LOOP_COORDINATOR:
        return desk_byline_text(w->req->lang, &DESK_COORDINATORS, l->name);
    case LOOP_CLOCK:
        break;
    }
    if (l->what == AID_YES || l->what == AID_NO || l->what == AID_NOT_NOW)
        role = N_("Who could help");
    const struct str parts[] = {say(w, role), l->name};
    return joined(w, parts, 2, ": ");
}

static struct str what_text(const struct case_words *w, const struct aid_letter *l)
{
    struct str what = STR_NONE;
    switch (l->what) {
    case AID_INTAKE:
    case AID_BATCH:
        return say(w, N_("Asks for help"));
    case AID_SAYS:
        return STR_NONE;
    case AID_THANKS:
        return say(w, N_("A thank-you"));
    case AID_WANTS:
    case AID_MOVED:
        what = case_move_text(w, l->move);
        break;
    case AID_PROPOSAL:
        return tr_fmt(w->arena, w->req->lang, N_("Asked quietly, about: {offer}"),
                      TR_ARGS({"offer", case_title(w, &l->about)}));
    case AID_YES:
        return say(w, N_("Says: yes, this is possible"));
    case AID_NOT_NOW:
        return say(w, N_("Says: not now"));
    case AID_NO:
        return say(w, N_("Says: no"));
    case AID_CHANGED:
        return say(w, N_("What is asked was changed"));
    case AID_CLAIMS:
        return say(w, N_("Says from the board: I can help with this"));
    case AID_ACCEPTED:
        return say(w, N_("Says yes, and helps from now on"));
    case AID_SURGE_OVER:
        return say(w, surge_over_text());
    case AID_SURGE_THANKS:
        return say(w, surge_thanks_text());
    case AID_AGREED:
        return say(w,
                   N_("Agrees that what was spent is paid back; one more coordinator is needed"));
    }
    if (l->meeting.at == 0)
        return what;
    const struct str parts[] = {what, when_text(&w->when, l->meeting.at), l->meeting.where,
                                l->meeting.sign};
    return joined(w, parts, 4, " · ");
}

struct str case_yes(struct arena *a, const struct aid_thread *t, size_t i)
{
    const uint64_t who = t->said.v[i].reply.id;
    if (t->said.v[i].what != AID_YES || who == 0)
        return STR_NONE;
    for (size_t k = i + 1; k < t->said.n; k++) {
        const struct aid_letter *l = &t->said.v[k];
        if ((l->what == AID_ACCEPTED && l->about.helper.id == who) ||
            ((l->what == AID_NO || l->what == AID_NOT_NOW) && l->reply.id == who))
            return STR_NONE;
    }
    return str_fmt(a, "%016" PRIx64, who);
}

void case_letters_of(const struct case_words *w, const struct aid_thread *t, bool can_accept,
                     struct case_letter_view **out, size_t *n)
{
    struct case_letter_view *v = ARENA_ARRAY(w->arena, struct case_letter_view, t->said.n);
    for (size_t i = 0; i < t->said.n; i++) {
        const struct aid_letter *l = &t->said.v[i];
        v[i] = (struct case_letter_view){.by = by_text(w, l),
                                         .when = page_ago(w->req, l->at),
                                         .what = what_text(w, l),
                                         .words = html_markdown(w->arena, l->words),
                                         .thanks = l->what == AID_THANKS};
        if (can_accept)
            v[i].yes = case_yes(w->arena, t, i);
    }
    *out = v;
    *n = t->said.n;
}
